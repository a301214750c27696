//! Worked examples by simulation: departures by their own random numbers in two worlds, queues by the kernel.

use super::cases::{Case, Look, mean_and_error, replicate};
use super::examples::{CAPACITY, DEPARTURES, NAMES, QUEUE, left_by_theory};
use super::examples_errors;
use super::kernel::{self, Observed, Settings};
use super::transient;
use crate::clinic::science::attributable as due;
use crate::engine::arrivals::RateProfile;
use crate::engine::distribution::Distribution;
use crate::engine::random::{Identity, Purpose, Seed};

/// Years of one look at departures.
const YEARS: u32 = 600;

/// Runs of one look at the list that grows; units of nominal service in an hour, and hours.
const GROWING_RUNS: u32 = 400;
const NOMINAL: f64 = 1000.0;
const GROWING: u32 = 100;

/// Runs of one look at the list that is stable; customers of each, and those before them who do not count.
const STABLE_RUNS: u32 = 150;
const CUSTOMERS: u64 = 400_000;
const WARMUP: u64 = 60_000;

/// Days of one look at the queue that begins empty.
const DAYS: u32 = 20_000;

/// Departures in a year of a thousand positions, filled again at once by people of the same kind: with the doubled hazard
/// of the burned-out, and without it.
fn departures(seed: Seed) -> [f64; 2] {
    let (people, prevalence, risk, turnover) = DEPARTURES;
    let monthly = due::turnover_without_burnout(turnover, prevalence, risk) / 12.0;
    let mut left = [0.0; 2];
    for number in 0..people as u64 {
        let position = Identity::named("position").child(number);
        let burned_out = seed.stream(Purpose::named("burned out"), position).uniform() < prevalence;
        let mut months = seed.stream(Purpose::named("leaves"), position);
        for _ in 0..12 {
            let draw = months.uniform();
            left[0] += f64::from(u8::from(draw < if burned_out { risk * monthly } else { monthly }));
            left[1] += f64::from(u8::from(draw < monthly));
        }
    }
    left
}

fn leaving() -> Look {
    let (people, prevalence, risk, turnover) = DEPARTURES;
    Box::new(move |seed, effort| {
        let years = replicate(seed, YEARS * effort, departures);
        let estimate = |measure: &str, expected: f64, read: fn(&[f64; 2]) -> f64| {
            let (mean, error) = mean_and_error(&years.iter().map(read).collect::<Vec<f64>>());
            Case::estimate(&format!("{}, binary hazard", NAMES[1]), measure, expected, mean, error)
        };
        let excess = due::excess_departures(people, prevalence, risk, turnover);
        vec![
            estimate("departures a year", people * turnover, |left| left[0]),
            estimate("excess over nobody burned out", excess, |left| left[0] - left[1]),
        ]
    })
}

/// Example 3 before the gain: M/M/1 above its capacity. From empty the mean number grows by λ − μ, and by μ / (λ − μ) in all
/// while the server is now and then idle at first: the time spent at 0 of a random walk that drifts away is 1 / (λ − μ).
fn growing() -> Look {
    let (capacity, _, demand) = CAPACITY;
    Box::new(move |seed, effort| {
        let profile = RateProfile::constant(demand * NOMINAL);
        let paths = replicate(seed, GROWING_RUNS * effort, |seed| {
            transient::simulate(&profile, GROWING, capacity * NOMINAL, 1, seed)
        });
        let idle = capacity / (demand - capacity);
        let name = format!("{}, demand {demand}, capacity {capacity}", NAMES[2]);
        let estimate = |hour: u32| {
            let expected = transient::fluid(demand, capacity, NOMINAL * f64::from(hour)) + idle;
            let values: Vec<f64> = paths.iter().map(|path| path.number[hour as usize - 1]).collect();
            let (mean, error) = mean_and_error(&values);
            let measure = format!("waiting list after {} nominal services", hour * NOMINAL as u32);
            Case::estimate(&name, &measure, expected, mean, error)
        };
        vec![estimate(GROWING * 3 / 4), estimate(GROWING)]
    })
}

/// Example 3 after the gain: the same demand below capacity has a steady state, ρ / (1 − ρ) present.
fn stable() -> Look {
    let (_, capacity, demand) = CAPACITY;
    let settings = Settings {
        arrivals: demand,
        batch: 1,
        service: Distribution::exponential(1.0 / capacity).expect("the mean is above 0"),
        servers: 1,
        capacity: None,
        patience: None,
        customers: CUSTOMERS,
        warmup: WARMUP,
    };
    Box::new(move |seed, effort| {
        let runs = replicate(seed, STABLE_RUNS * effort, |seed| kernel::simulate(&settings, seed));
        let load = settings.offered_load();
        let name = format!("{}, demand {demand}, capacity {capacity}", NAMES[2]);
        let estimate = |measure: &str, expected: f64, read: fn(&Observed) -> f64| {
            let (mean, error) = mean_and_error(&runs.iter().map(read).collect::<Vec<f64>>());
            Case::estimate(&name, measure, expected, mean, error)
        };
        vec![
            estimate("use of capacity", demand / capacity, Observed::utilization),
            estimate("waiting list, steady", load / (1.0 - load), Observed::mean_number),
        ]
    })
}

/// Example 7: what is left after a day that begins empty.
fn left_after_a_day() -> Look {
    let (arrivals, service, hours) = QUEUE;
    Box::new(move |seed, effort| {
        let profile = RateProfile::constant(arrivals);
        let days =
            replicate(seed, DAYS * effort, |seed| transient::simulate(&profile, hours, service, 1, seed));
        let left: Vec<f64> = days.iter().map(|day| *day.number.last().expect("a day has hours")).collect();
        let (mean, error) = mean_and_error(&left);
        let name = format!("{}, M/M/1 from empty", NAMES[6]);
        vec![Case::estimate(&name, "left after 8 h", left_by_theory(), mean, error)]
    })
}

/// Everything that is simulated, in the order of the examples.
pub(super) fn looks() -> Vec<Look> {
    let mut looks = examples_errors::looks();
    looks.extend([leaving(), growing(), stable(), left_after_a_day()]);
    looks
}
