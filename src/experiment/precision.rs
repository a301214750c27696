//! Stopping at a precision: decided in replication order, so that any number of threads stops at the same one.

use crate::statistics::estimate;
use crate::statistics::estimate::half_width;

/// Fewest replications before a precision is believed.
pub const FEWEST: u32 = 10;
/// Most replications a precision is waited for.
pub const MOST: u32 = 10_000;

/// The watch over the named measures of all cases.
pub(super) struct Precision {
    relative: f64,
    level: f64,
    targets: Vec<Target>,
}

/// One measure of one case, with running moments (Welford 1962).
struct Target {
    case: usize,
    column: usize,
    words: String,
    n: usize,
    mean: f64,
    squares: f64,
}

impl Precision {
    /// Waits until the half-width of every target is at most `relative` of its mean; a target is a case, a column
    /// of its summary, and words for a person.
    pub fn new(relative: f64, level: f64, targets: Vec<(usize, usize, String)>) -> Self {
        let target = |(case, column, words)| Target { case, column, words, n: 0, mean: 0.0, squares: 0.0 };
        Precision { relative, level, targets: targets.into_iter().map(target).collect() }
    }

    /// Takes in the next replication; `value` gives the number of a case and column.
    pub fn push(&mut self, value: impl Fn(usize, usize) -> f64) {
        for target in &mut self.targets {
            let value = value(target.case, target.column);
            if value.is_nan() {
                continue;
            }
            target.n += 1;
            let before = value - target.mean;
            target.mean += before / target.n as f64;
            target.squares += before * (value - target.mean);
        }
    }

    /// A target that was never defined so far.
    pub fn undefined(&self) -> Option<&str> {
        self.targets.iter().find(|t| t.n == 0).map(|t| t.words.as_str())
    }

    /// Whether every target is precise enough; `column` gives all values so far of a case and column, and is asked
    /// only where the running moments say yes.
    pub fn met(&self, column: impl Fn(usize, usize) -> Vec<f64>) -> bool {
        self.targets.iter().all(|t| self.nearly(t)) && self.targets.iter().all(|t| self.exactly(t, &column))
    }

    /// The same of the targets that were defined at least once; each of these must be so [`FEWEST`] times, and there must be one.
    pub fn met_where_defined(&self, column: impl Fn(usize, usize) -> Vec<f64>) -> bool {
        let defined = || self.targets.iter().filter(|t| t.n > 0);
        let often = defined().all(|t| t.n >= FEWEST as usize) && defined().next().is_some();
        often && defined().all(|t| self.nearly(t)) && defined().all(|t| self.exactly(t, &column))
    }

    fn exactly(&self, target: &Target, column: impl Fn(usize, usize) -> Vec<f64>) -> bool {
        let found = estimate(&column(target.case, target.column), self.level);
        found.and_then(|e| e.relative_half_width()).is_some_and(|r| r <= self.relative)
    }

    /// The running moments may differ from the two-pass ones in their last digits; a hair of tolerance keeps them
    /// from deciding.
    fn nearly(&self, target: &Target) -> bool {
        if target.n < 2 {
            return false;
        }
        let variance = target.squares / (target.n - 1) as f64;
        let goal = self.relative * target.mean.abs();
        // A cheap bound first: no t quantile is below 1 at the levels in use.
        variance <= goal * goal * target.n as f64 * (1.0 + 1e-6) + 1e-300
            && half_width(variance, target.n, 1.0 - self.level)
                <= goal * (1.0 + 1e-6) + 1e-12 * target.mean.abs()
    }

    /// About how many replications the least precise target will need, seen from what is known so far.
    pub fn forecast(&self) -> u32 {
        let mut most = f64::from(FEWEST);
        for target in self.targets.iter().filter(|t| t.n > 1 && t.mean != 0.0) {
            let half = half_width(target.squares / (target.n - 1) as f64, target.n, 1.0 - self.level);
            let excess = half / (self.relative * target.mean.abs());
            most = most.max(target.n as f64 * excess * excess);
        }
        most.min(f64::from(MOST)).ceil() as u32
    }
}
