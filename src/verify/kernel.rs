//! One station with Poisson arrivals, simulated by the engine's own calendar, pool, streams and tallies.

use super::observed::Batches;
pub use super::observed::Observed;
use crate::engine::calendar::{Calendar, Ticket};
use crate::engine::collect::{Closed, Histogram, Tally};
use crate::engine::distribution::Distribution;
use crate::engine::line::Rank;
use crate::engine::model::Model;
use crate::engine::pool::{Pool, Requested};
use crate::engine::random::{Identity, Purpose, Seed, Stream};
use crate::engine::time::{Span, Time};

/// The station and how long it is watched. Times are in any one unit, rates per that unit.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Arrivals (of batches) per unit of time, greater than 0; Poisson.
    pub arrivals: f64,
    /// Customers per arrival, 1 or more.
    pub batch: u32,
    /// Duration of a service.
    pub service: Distribution,
    /// Servers, 1 or more.
    pub servers: u32,
    /// The most that can be in the system; whoever comes then is turned away.
    pub capacity: Option<u32>,
    /// The time a customer is ready to spend in the line.
    pub patience: Option<Distribution>,
    /// Customers of the run, after the warm-up.
    pub customers: u64,
    /// Customers before them who are not counted.
    pub warmup: u64,
}

impl Settings {
    /// Work that arrives per unit of time and server; the queue of everybody patient grows without end from 1 on.
    pub fn offered_load(&self) -> f64 {
        self.arrivals * f64::from(self.batch) * self.service.mean() / f64::from(self.servers)
    }

    /// Ticks of the clock per unit of time: a billion per shortest mean, but a run in all below 2^52, so that no
    /// sum of squares overflows.
    fn ticks_per_unit(&self) -> f64 {
        let between = 1.0 / self.arrivals;
        let patience = self.patience.as_ref().map_or(f64::INFINITY, Distribution::mean);
        let shortest = between.min(self.service.mean()).min(patience);
        let customers = (self.customers + self.warmup) as f64;
        let longest = 4.0 * customers * (between + self.service.mean());
        (1e9 / shortest).min(libm::ldexp(1.0, 52) / longest)
    }
}

/// An event of the station.
#[derive(Copy, Clone, Debug)]
enum Event {
    /// A batch comes.
    Arrives,
    /// A service ends; when its customer came.
    Departs(Time),
    /// The patience of the one with this serial in the line ends.
    GivesUp(u64),
}

const _: () = assert!(size_of::<Event>() <= 16, "events are copied often");

/// Someone in the line.
#[derive(Copy, Clone, PartialEq, Eq)]
struct Waiting {
    arrived: Time,
    patience: Option<Ticket>,
}

struct Station {
    scale: f64,
    between: f64,
    service: Distribution,
    patience: Option<Distribution>,
    batch: u32,
    pool: Pool<Waiting>,
    arrival_stream: Stream,
    service_stream: Stream,
    patience_stream: Stream,
    /// The next interval and the next service, drawn one ahead: the processor then works on a draw while it waits
    /// to learn which event comes first, which depends on the draw before.
    next_interval: Span,
    next_service: Span,
    /// Customers still to come before the count begins, and from then on.
    warmup_left: u64,
    left: u64,
    /// The count begins; customers who came before do not count.
    from: Time,
    count: Counts,
}

/// What is counted while a station runs.
struct Counts {
    wait: Tally,
    waits: Histogram,
    sojourn: Tally,
    queued: u64,
    offered: u64,
    blocked: u64,
    reneged: u64,
    /// Time in the system of everyone since the count began, for Little's law.
    presence: u128,
    /// Admitted and gone of the whole run, for conservation.
    admitted: u64,
    gone: u64,
    batches: Batches,
    /// Line and servers over time until the last arrival.
    closed: Option<(Closed, Closed)>,
}

impl Counts {
    fn new(customers: u64) -> Self {
        Counts {
            wait: Tally::default(),
            waits: Histogram::new(),
            sojourn: Tally::default(),
            queued: 0,
            offered: 0,
            blocked: 0,
            reneged: 0,
            presence: 0,
            admitted: 0,
            gone: 0,
            batches: Batches::new(customers),
            closed: None,
        }
    }

    #[inline]
    fn waited(&mut self, span: Span) {
        self.wait.add(span);
        self.waits.push(span.micros());
        self.batches.count(&self.wait);
    }
}

impl Model for Station {
    type Event = Event;

    #[inline]
    fn handle(&mut self, event: Event, calendar: &mut Calendar<Event>) {
        match event {
            Event::Arrives => self.arrives(calendar),
            Event::Departs(arrived) => self.departs(arrived, calendar),
            Event::GivesUp(serial) => self.gives_up(serial, calendar.now()),
        }
    }
}

impl Station {
    fn new(settings: &Settings, seed: Seed) -> Self {
        let scale = settings.ticks_per_unit();
        let limit = settings.capacity.map_or(u32::MAX, |all| all.saturating_sub(settings.servers));
        let servers = settings.capacity.map_or(settings.servers, |all| settings.servers.min(all));
        let stream = |name| seed.stream(Purpose::named(name), Identity::named("station"));
        let mut station = Station {
            scale,
            between: scale / settings.arrivals,
            service: settings.service.clone(),
            patience: settings.patience.clone(),
            batch: settings.batch,
            pool: Pool::with_waiting_limit(servers, limit),
            arrival_stream: stream("arrivals"),
            service_stream: stream("service"),
            patience_stream: stream("patience"),
            next_interval: Span::ZERO,
            next_service: Span::ZERO,
            warmup_left: settings.warmup,
            left: settings.customers,
            from: Time::MAX,
            count: Counts::new(settings.customers),
        };
        station.draw_interval();
        station.draw_service();
        station
    }

    #[inline]
    fn draw_interval(&mut self) {
        self.next_interval = Span::rounded(self.between * self.arrival_stream.exponential());
    }

    #[inline]
    fn draw_service(&mut self) {
        let drawn = self.service.sample_at_least_zero(&mut self.service_stream);
        self.next_service = Span::rounded(self.scale * drawn);
    }

    #[inline]
    fn next_arrival(&mut self, calendar: &mut Calendar<Event>) {
        calendar.after(self.next_interval, Event::Arrives);
        self.draw_interval();
    }

    #[inline]
    fn arrives(&mut self, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        if self.warmup_left > 0 {
            self.warmup_left = self.warmup_left.saturating_sub(u64::from(self.batch));
            (0..self.batch).for_each(|_| self.enters(calendar));
            return self.next_arrival(calendar);
        }
        if self.from == Time::MAX {
            self.from = now;
            self.count.presence = 0;
            self.pool.reset_statistics(now);
        }
        let coming = u64::from(self.batch).min(self.left);
        self.left -= coming;
        (0..coming).for_each(|_| self.enters(calendar));
        if self.left > 0 {
            self.next_arrival(calendar);
        } else {
            self.count.closed = Some((self.pool.queue().close(now), self.pool.busy().close(now)));
        }
    }

    #[inline]
    fn enters(&mut self, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let counted = u64::from(now >= self.from);
        self.count.offered += counted;
        match self.pool.request(now, Waiting { arrived: now, patience: None }, 0) {
            Requested::Granted => self.begins_service(now, calendar),
            Requested::Queued(rank) => {
                self.count.queued += counted;
                if let Some(patience) = &self.patience {
                    let drawn = self.scale * patience.sample_at_least_zero(&mut self.patience_stream);
                    let ticket = calendar.after(Span::rounded(drawn), Event::GivesUp(rank.serial));
                    self.pool.replace(rank, Waiting { arrived: now, patience: Some(ticket) });
                }
            }
            Requested::TurnedAway => {
                self.count.blocked += counted;
                return;
            }
        }
        self.count.admitted += 1;
    }

    #[inline]
    fn begins_service(&mut self, arrived: Time, calendar: &mut Calendar<Event>) {
        if arrived >= self.from {
            self.count.waited(calendar.now() - arrived);
        }
        calendar.after(self.next_service, Event::Departs(arrived));
        self.draw_service();
    }

    #[inline]
    fn departs(&mut self, arrived: Time, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        self.leaves(arrived, now);
        // Without preemption the pool does not ask who releases.
        if let Some(next) = self.pool.release(now, Waiting { arrived, patience: None }) {
            if let Some(ticket) = next.patience {
                calendar.cancel(ticket);
            }
            self.begins_service(next.arrived, calendar);
        }
    }

    fn gives_up(&mut self, serial: u64, now: Time) {
        let who = self.pool.leave(now, Rank { priority: 0, serial });
        let who = who.expect("patience is cancelled when service begins");
        if who.arrived >= self.from {
            self.count.reneged += 1;
            self.count.waited(now - who.arrived);
        }
        self.leaves(who.arrived, now);
    }

    #[inline]
    fn leaves(&mut self, arrived: Time, now: Time) {
        self.count.gone += 1;
        if arrived >= self.from {
            self.count.sojourn.add(now - arrived);
            self.count.presence += u128::from((now - arrived).micros());
        } else {
            self.count.presence += u128::from(now.since(self.from).micros());
        }
    }

    /// Exact to the tick and the customer: the integral of the number in the system is the sum of the times in
    /// it, everyone admitted is gone and everyone who came is accounted for.
    fn is_consistent(&self, end: Time) -> bool {
        let area = self.pool.queue().integral_until(end) + self.pool.busy().integral_until(end);
        let count = &self.count;
        u128::try_from(area) == Ok(count.presence)
            && count.admitted == count.gone
            && count.offered == count.blocked + count.wait.count()
            && count.wait.count() == count.sojourn.count()
            && (self.pool.in_use(), self.pool.waiting()) == (0, 0)
    }
}

/// Runs one station until its last customer is gone. Deterministic for a seed.
pub fn simulate(settings: &Settings, seed: Seed) -> Observed {
    let mut station = Station::new(settings, seed);
    let mut calendar = Calendar::new();
    station.next_arrival(&mut calendar);
    while let Some(event) = calendar.next_any() {
        station.handle(event, &mut calendar);
    }
    let consistent = station.is_consistent(calendar.now());
    let count = station.count;
    let (line, busy) = count.closed.expect("a run ends after its last arrival");
    Observed {
        ticks_per_unit: station.scale,
        servers: settings.servers,
        wait: count.wait,
        waits: count.waits,
        sojourn: count.sojourn,
        queued: count.queued,
        offered: count.offered,
        blocked: count.blocked,
        reneged: count.reneged,
        line,
        busy,
        events: calendar.events(),
        consistent,
        standard_error: count.batches.standard_error() / station.scale,
    }
}
