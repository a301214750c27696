//! What a run of one station observed.

use crate::engine::collect::{Closed, Histogram, Tally};

/// Batches of the method of batch means, for the standard error of one run.
const BATCHES: usize = 32;

/// What a run observed, in ticks; two runs of the same settings merge exactly.
#[derive(Clone, Debug)]
pub struct Observed {
    /// Ticks per unit of time.
    pub ticks_per_unit: f64,
    /// Number of servers.
    pub servers: u32,
    /// Time in the line of each admitted customer, until service or giving up.
    pub wait: Tally,
    /// The same, for quantiles.
    pub waits: Histogram,
    /// Time in the system of each admitted customer.
    pub sojourn: Tally,
    /// Admitted customers who had to join the line.
    pub queued: u64,
    /// Everyone who came.
    pub offered: u64,
    /// Turned away.
    pub blocked: u64,
    /// Gave up.
    pub reneged: u64,
    /// Length of the line, from the first counted to the last arrival.
    pub line: Closed,
    /// Servers in use, likewise.
    pub busy: Closed,
    /// Events taken from the calendar in the whole run.
    pub events: u64,
    /// Whether Little's law and conservation held to the last tick and customer in the whole run.
    pub consistent: bool,
    /// Standard error of the mean wait of this run by batch means, in units of time; NaN below two batches.
    pub standard_error: f64,
}

impl Observed {
    /// Adds another run, except for its standard error.
    pub fn merge(&mut self, other: &Observed) {
        self.wait.merge(&other.wait);
        self.waits.merge(&other.waits);
        self.sojourn.merge(&other.sojourn);
        self.queued += other.queued;
        self.offered += other.offered;
        self.blocked += other.blocked;
        self.reneged += other.reneged;
        self.line.merge(&other.line);
        self.busy.merge(&other.busy);
        self.events += other.events;
        self.consistent &= other.consistent;
    }

    /// Mean time in the line.
    pub fn mean_wait(&self) -> f64 {
        self.wait.mean() / self.ticks_per_unit
    }

    /// Standard deviation of the time in the line.
    pub fn sd_wait(&self) -> f64 {
        self.wait.variance().sqrt() / self.ticks_per_unit
    }

    /// Mean time in the system.
    pub fn mean_sojourn(&self) -> f64 {
        self.sojourn.mean() / self.ticks_per_unit
    }

    /// A quantile of the time in the line.
    pub fn wait_quantile(&self, q: f64) -> f64 {
        self.waits.quantile(q) / self.ticks_per_unit
    }

    /// Share of the admitted whose time in the line is at most `wait`.
    pub fn share_waiting_at_most(&self, wait: f64) -> f64 {
        self.waits.share_at_most((wait * self.ticks_per_unit) as u64)
    }

    /// Time average of the length of the line.
    pub fn mean_line(&self) -> f64 {
        self.line.mean()
    }

    /// Time average of the number in the system.
    pub fn mean_number(&self) -> f64 {
        self.line.mean() + self.busy.mean()
    }

    /// Share of server time in use.
    pub fn utilization(&self) -> f64 {
        self.busy.mean() / f64::from(self.servers)
    }

    /// Share of the admitted who join the line.
    pub fn probability_of_wait(&self) -> f64 {
        self.queued as f64 / self.wait.count() as f64
    }

    /// Share of all who come that is turned away.
    pub fn blocked_fraction(&self) -> f64 {
        self.blocked as f64 / self.offered as f64
    }

    /// Share of all who come that gives up.
    pub fn reneged_fraction(&self) -> f64 {
        self.reneged as f64 / self.offered as f64
    }
}

/// Batch means of the waits.
pub(super) struct Batches {
    size: u64,
    left: u64,
    sum_before: u128,
    means: [f64; BATCHES],
    full: usize,
}

impl Batches {
    pub(super) fn new(customers: u64) -> Self {
        let size = (customers / BATCHES as u64).max(1);
        Batches { size, left: size, sum_before: 0, means: [0.0; BATCHES], full: 0 }
    }

    /// Counts one more wait, the last that was added to `waits`.
    #[inline]
    pub(super) fn count(&mut self, waits: &Tally) {
        self.left -= 1;
        if self.left == 0 {
            self.close(waits.sum());
        }
    }

    #[cold]
    fn close(&mut self, sum: u128) {
        if self.full < BATCHES {
            self.means[self.full] = (sum - self.sum_before) as f64 / self.size as f64;
            self.full += 1;
        }
        self.sum_before = sum;
        self.left = self.size;
    }

    pub(super) fn standard_error(&self) -> f64 {
        let means = &self.means[..self.full];
        let n = means.len() as f64;
        if n < 2.0 {
            return f64::NAN;
        }
        let mean = means.iter().sum::<f64>() / n;
        (means.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / (n - 1.0) / n).sqrt()
    }
}
