//! Stations, classes of customers and their routes, simulated by the engine: priorities with and without
//! preemption, tandem, feedback. Times are in hours.

use crate::engine::calendar::{Calendar, Ticket};
use crate::engine::collect::{Tally, TimeWeighted};
use crate::engine::distribution::Distribution;
use crate::engine::model::{Model, run};
use crate::engine::pool::{Pool, Requested, RequestedPreemptive};
use crate::engine::random::{Identity, Purpose, Seed, Stream};
use crate::engine::time::{Span, Time};

/// Customers of one kind.
#[derive(Clone, Debug)]
pub struct Class {
    /// Poisson arrivals per hour.
    pub arrivals: f64,
    /// Larger goes first.
    pub priority: i32,
    /// Stations in turn, with the duration of service there in hours.
    pub route: Vec<(usize, Distribution)>,
    /// Probability of starting over after the last station.
    pub again: f64,
}

/// A network of stations.
#[derive(Clone, Debug)]
pub struct Network {
    /// Servers of each station.
    pub servers: Vec<u32>,
    /// Kinds of customers.
    pub classes: Vec<Class>,
    /// Whether a higher priority interrupts a lower one, which resumes later.
    pub preemptive: bool,
    /// Hours before the count begins.
    pub warmup: f64,
    /// Hours counted.
    pub hours: f64,
}

/// What one run observed, in microseconds.
#[derive(Clone, Debug)]
pub struct Seen {
    /// For each class: time in the network per customer.
    pub sojourn: Vec<Tally>,
    /// For each class and step of its route: time at the station less the service.
    pub waits: Vec<Vec<Tally>>,
    /// Time average of the number in the network.
    pub number: f64,
    /// Little's law and conservation held to the last microsecond and customer.
    pub consistent: bool,
}

#[derive(Copy, Clone, Debug)]
enum Event {
    Arrives(u32),
    Ends(u32),
    CountBegins,
}

const _: () = assert!(size_of::<Event>() <= 16, "events are copied often");

#[derive(Clone, Copy)]
struct Customer {
    class: u32,
    step: u32,
    arrived: Time,
    at_station: Time,
    service: Span,
    /// Service still to come, while not in service.
    left: Span,
    ends: Option<(Time, Ticket)>,
    present: bool,
}

struct Run<'a> {
    network: &'a Network,
    pools: Vec<Pool<u32>>,
    customers: Vec<Customer>,
    free: Vec<u32>,
    arrivals: Vec<Stream>,
    services: Vec<Stream>,
    routing: Stream,
    from: Time,
    number: TimeWeighted,
    presence: u128,
    seen: Seen,
}

impl Model for Run<'_> {
    type Event = Event;

    fn handle(&mut self, event: Event, calendar: &mut Calendar<Event>) {
        match event {
            Event::Arrives(class) => self.arrives(class, calendar),
            Event::Ends(who) => self.ends(who, calendar),
            Event::CountBegins => {
                self.from = calendar.now();
                self.number.reset(self.from);
            }
        }
    }
}

impl Run<'_> {
    fn next_arrival(&mut self, class: u32, calendar: &mut Calendar<Event>) {
        let between =
            self.arrivals[class as usize].exponential() / self.network.classes[class as usize].arrivals;
        calendar.after(Span::hours(between), Event::Arrives(class));
    }

    fn arrives(&mut self, class: u32, calendar: &mut Calendar<Event>) {
        self.next_arrival(class, calendar);
        let now = calendar.now();
        let customer = Customer {
            class,
            step: 0,
            arrived: now,
            at_station: now,
            service: Span::ZERO,
            left: Span::ZERO,
            ends: None,
            present: true,
        };
        let who = match self.free.pop() {
            Some(slot) => {
                self.customers[slot as usize] = customer;
                slot
            }
            None => {
                self.customers.push(customer);
                self.customers.len() as u32 - 1
            }
        };
        self.number.add(now, 1);
        self.comes_to_station(who, calendar);
    }

    fn comes_to_station(&mut self, who: u32, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let network = self.network;
        let customer = &mut self.customers[who as usize];
        let class = &network.classes[customer.class as usize];
        let (station, service) = &class.route[customer.step as usize];
        let drawn = service.sample_at_least_zero(&mut self.services[customer.class as usize]);
        customer.at_station = now;
        customer.service = Span::hours(drawn);
        customer.left = customer.service;
        let pool = &mut self.pools[*station];
        if !network.preemptive {
            match pool.request(now, who, class.priority) {
                Requested::Granted => self.serve(who, calendar),
                Requested::Queued(_) => {}
                Requested::TurnedAway => panic!("waiting rooms of the network have no limit"),
            }
            return;
        }
        match pool.request_preemptive(now, who, class.priority) {
            RequestedPreemptive::Granted => self.serve(who, calendar),
            RequestedPreemptive::Preempted { loser } => {
                self.interrupt(loser, calendar);
                self.serve(who, calendar);
            }
            RequestedPreemptive::Queued(_) => {}
            RequestedPreemptive::TurnedAway => panic!("waiting rooms of the network have no limit"),
        }
    }

    fn serve(&mut self, who: u32, calendar: &mut Calendar<Event>) {
        let customer = &mut self.customers[who as usize];
        let ticket = calendar.after(customer.left, Event::Ends(who));
        customer.ends = Some((calendar.now() + customer.left, ticket));
    }

    fn interrupt(&mut self, who: u32, calendar: &mut Calendar<Event>) {
        let customer = &mut self.customers[who as usize];
        let (end, ticket) = customer.ends.take().expect("only who is in service is interrupted");
        calendar.cancel(ticket);
        customer.left = end - calendar.now();
    }

    fn ends(&mut self, who: u32, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let customer = &mut self.customers[who as usize];
        customer.ends = None;
        let class = &self.network.classes[customer.class as usize];
        let station = class.route[customer.step as usize].0;
        if customer.at_station >= self.from {
            let wait = (now - customer.at_station) - customer.service;
            self.seen.waits[customer.class as usize][customer.step as usize].add(wait);
        }
        if let Some(next) = self.pools[station].release(now, who) {
            self.serve(next, calendar);
        }
        let customer = &mut self.customers[who as usize];
        customer.step += 1;
        if customer.step as usize == class.route.len() {
            if class.again > 0.0 && self.routing.uniform() < class.again {
                customer.step = 0;
            } else {
                return self.leaves(who, now);
            }
        }
        self.comes_to_station(who, calendar);
    }

    fn leaves(&mut self, who: u32, now: Time) {
        let customer = &mut self.customers[who as usize];
        customer.present = false;
        self.presence += u128::from(now.since(customer.arrived.max(self.from)).micros());
        if customer.arrived >= self.from {
            self.seen.sojourn[customer.class as usize].add(now - customer.arrived);
        }
        self.free.push(who);
        self.number.add(now, -1);
    }
}

/// Runs the network once. Deterministic for a seed.
pub fn simulate(network: &Network, seed: Seed) -> Seen {
    let stream = |name, ordinal| seed.stream(Purpose::named(name), Identity::named("network").child(ordinal));
    let streams =
        |name| (0u64..).zip(&network.classes).map(|(ordinal, _)| stream(name, ordinal)).collect::<Vec<_>>();
    let tallies = |class: &Class| vec![Tally::default(); class.route.len()];
    let mut model = Run {
        network,
        pools: network.servers.iter().map(|&servers| Pool::new(servers)).collect(),
        customers: Vec::new(),
        free: Vec::new(),
        arrivals: streams("arrivals"),
        services: streams("service"),
        routing: stream("routing", 0),
        from: Time::MAX,
        number: TimeWeighted::new(Time::ZERO, 0),
        presence: 0,
        seen: Seen {
            sojourn: vec![Tally::default(); network.classes.len()],
            waits: network.classes.iter().map(tallies).collect(),
            number: f64::NAN,
            consistent: false,
        },
    };
    let mut calendar = Calendar::new();
    calendar.at(Time::hours(network.warmup), Event::CountBegins);
    (0..network.classes.len() as u32).for_each(|class| model.next_arrival(class, &mut calendar));
    let end = Time::hours(network.warmup + network.hours);
    run(&mut model, &mut calendar, end);
    let present = model.customers.iter().filter(|customer| customer.present);
    let remaining: u128 = present
        .clone()
        .map(|customer| u128::from(end.since(customer.arrived.max(model.from)).micros()))
        .sum();
    let at_stations: u64 = model.pools.iter().map(|pool| u64::from(pool.in_use() + pool.waiting())).sum();
    let area = u128::try_from(model.number.integral_until(end));
    model.seen.number = model.number.mean(end);
    model.seen.consistent = area == Ok(model.presence + remaining) && present.count() as u64 == at_stations;
    model.seen
}
