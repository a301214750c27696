//! M(t)/M/c from an empty start, many short runs by the engine. Times are in hours.

use crate::engine::arrivals::RateProfile;
use crate::engine::calendar::Calendar;
use crate::engine::model::{Model, run};
use crate::engine::pool::{Pool, Requested};
use crate::engine::random::{Identity, Purpose, Seed, Stream};
use crate::engine::time::{Span, Time};

/// What one run saw.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// Number in the system at the end of each hour.
    pub number: Vec<f64>,
    /// Time average of the line over all hours.
    pub line: f64,
    /// Time average of the busy servers.
    pub busy: f64,
}

#[derive(Copy, Clone, Debug)]
enum Event {
    Arrives,
    Ends,
}

struct Day<'a> {
    profile: &'a RateProfile,
    service: f64,
    horizon: Time,
    pool: Pool<()>,
    arrivals: Stream,
    services: Stream,
}

impl Day<'_> {
    fn next_arrival(&mut self, calendar: &mut Calendar<Event>) {
        if let Some(time) = self.profile.next(calendar.now(), |_| 1.0, &mut self.arrivals, self.horizon) {
            calendar.at(time, Event::Arrives);
        }
    }

    fn serve(&mut self, calendar: &mut Calendar<Event>) {
        calendar.after(Span::hours(self.services.exponential() / self.service), Event::Ends);
    }
}

impl Model for Day<'_> {
    type Event = Event;

    fn handle(&mut self, event: Event, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        match event {
            Event::Arrives => {
                self.next_arrival(calendar);
                if self.pool.request(now, (), 0) == Requested::Granted {
                    self.serve(calendar);
                }
            }
            Event::Ends => {
                if self.pool.release(now, ()).is_some() {
                    self.serve(calendar);
                }
            }
        }
    }
}

/// Work left after some time by the fluid limit, in which customers are a stream and nobody waits by chance: what came above
/// what could be served, (λ − μ)·t, and nothing where capacity suffices.
pub fn fluid(arrivals: f64, service: f64, time: f64) -> f64 {
    ((arrivals - service) * time).max(0.0)
}

/// One run from empty over all hours of the profile, `hours` of them, at `service` per hour and server.
pub fn simulate(profile: &RateProfile, hours: u32, service: f64, servers: u32, seed: Seed) -> Path {
    let stream = |name| seed.stream(Purpose::named(name), Identity::named("transient"));
    let horizon = Time::hours(f64::from(hours));
    let pool = Pool::new(servers);
    let mut day =
        Day { profile, service, horizon, pool, arrivals: stream("arrivals"), services: stream("service") };
    let mut calendar = Calendar::new();
    day.next_arrival(&mut calendar);
    let mut path = Path::default();
    for hour in 1..=hours {
        run(&mut day, &mut calendar, Time::hours(f64::from(hour)));
        path.number.push(f64::from(day.pool.in_use() + day.pool.waiting()));
    }
    path.line = day.pool.queue().mean(horizon);
    path.busy = day.pool.busy().mean(horizon);
    path
}
