//! Theory against the engine by its kernel alone: single stations, priorities, tandem, feedback, batches and
//! arrivals that change with time. Where a number stands in place of a formula its source is named.

use super::cases::{Case, Look, judge, mean_and_error, replicate};
use super::kernel::{self, Observed, Settings};
use super::network::{self, Class, Network, Seen};
use super::theory::{self, MMc};
use super::transient;
use crate::engine::arrivals::RateProfile;
use crate::engine::distribution::Distribution;

/// Replications of one look at a stationary system.
const RUNS: u32 = 100;

type Result<T> = std::result::Result<T, crate::engine::distribution::DistributionError>;

/// A measure of a station: its name, what theory says and how it is read from a run.
type Check = (String, f64, Box<dyn Fn(&Observed) -> f64>);

fn check(measure: &str, expected: f64, read: impl Fn(&Observed) -> f64 + 'static) -> Check {
    (measure.to_owned(), expected, Box::new(read))
}

fn station(arrivals: f64, service: Result<Distribution>, servers: u32) -> Settings {
    Settings {
        arrivals,
        batch: 1,
        service: service.expect("the cases are written with parameters in range"),
        servers,
        capacity: None,
        patience: None,
        customers: 60_000,
        warmup: 5_000,
    }
}

/// Replications of a station: the observed value is that of all runs merged, its standard error that of the runs.
fn look_at_station(name: &str, settings: Settings, checks: Vec<Check>) -> Look {
    let name = name.to_owned();
    Box::new(move |seed, effort| {
        let runs = replicate(seed, RUNS * effort, |seed| kernel::simulate(&settings, seed));
        let mut merged = runs[0].clone();
        runs[1..].iter().for_each(|run| merged.merge(run));
        let estimates = checks.iter().map(|(measure, expected, read)| {
            let values: Vec<f64> = runs.iter().map(read).collect();
            Case::estimate(&name, measure, *expected, read(&merged), mean_and_error(&values).1)
        });
        let mut cases: Vec<Case> = estimates.collect();
        cases.push(consistency(&name, merged.consistent));
        cases
    })
}

fn consistency(name: &str, holds: bool) -> Case {
    Case::exact(name, "Little's law and conservation, exact", 1.0, f64::from(u8::from(holds)))
}

fn single_stations() -> Vec<Look> {
    let mut looks = Vec::new();
    for (arrivals, service, servers, customers) in [
        (0.5, 1.0, 1, 60_000),
        (0.9, 1.0, 1, 200_000),
        (4.0, 1.0, 5, 60_000),
        (12.0, 1.5, 10, 60_000),
        (0.8, 0.1, 10, 60_000),
    ] {
        let queue = MMc { arrivals, service, servers };
        let name = format!("M/M/{servers} λ={arrivals} μ={service}");
        let half = 0.5 / service;
        let mut checks = vec![
            check("utilization", queue.utilization(), Observed::utilization),
            check("mean wait", queue.wait(), Observed::mean_wait),
            check("mean sojourn", queue.sojourn(), Observed::mean_sojourn),
            check("mean number waiting", arrivals * queue.wait(), Observed::mean_line),
            check("mean number", queue.number(), Observed::mean_number),
            check("probability of wait", queue.probability_of_wait(), Observed::probability_of_wait),
            check("P(wait <= 0.5/μ)", queue.wait_at_most(half), move |run| run.share_waiting_at_most(half)),
        ];
        for q in [0.5, 0.9, 0.95] {
            // Below the share that does not wait the quantile is 0 and there is nothing to compare; just above
            // it the quantile is too near 0 to be sharp.
            if 1.0 - q < 0.6 * queue.probability_of_wait() {
                let measure = format!("wait, quantile {q}");
                checks.push(check(&measure, queue.wait_quantile(q), move |run| run.wait_quantile(q)));
            }
        }
        let settings = Settings {
            customers,
            warmup: 10_000,
            ..station(arrivals, Distribution::exponential(1.0 / service), servers)
        };
        looks.push(look_at_station(&name, settings, checks));
    }
    looks
}

/// M/G/1 with λ 0.8 and mean service 1; second and third moments of the service.
fn general_service() -> Vec<Look> {
    let triangular = Distribution::triangular(
        5.0 / 7.333_333_333_333_333,
        7.0 / 7.333_333_333_333_333,
        10.0 / 7.333_333_333_333_333,
    );
    let lognormal_sd = theory::mg1_wait_sd(0.8, 1.0, 2.0, 8.0);
    let all = [
        ("erlang-4", Distribution::erlang(1.0, 4), 1.25),
        ("lognormal cv 1", Distribution::lognormal_cv(1.0, 1.0), 2.0),
        ("triangular 5, 7, 10", triangular, 1.019_628_099_17),
        ("fixed", Distribution::fixed(1.0), 1.0),
        ("gamma cv 0.7", Distribution::gamma(1.0, 0.7), 1.49),
        ("uniform 0.5 to 1.5", Distribution::uniform(0.5, 1.5), 13.0 / 12.0),
    ];
    let looks = all.into_iter().map(|(kind, service, second)| {
        let wait = theory::mg1_wait(0.8, 1.0, second);
        let mut checks = vec![
            check("mean wait", wait, Observed::mean_wait),
            check("mean number", 0.8 * (wait + 1.0), Observed::mean_number),
            check("utilization", 0.8, Observed::utilization),
        ];
        let mut settings = station(0.8, service, 1);
        if kind == "lognormal cv 1" {
            checks.push(check("standard deviation of wait", lognormal_sd, Observed::sd_wait));
            settings.customers = 200_000;
        }
        look_at_station(&format!("M/G/1 λ=0.8 mean 1, {kind}"), settings, checks)
    });
    looks.collect()
}

/// Finite rooms and impatience: M/M/c/K, and M/M/c+M (Erlang A).
fn losses() -> Vec<Look> {
    let mut looks = Vec::new();
    for (arrivals, servers, room) in [(4.0, 3, 6), (1.2, 1, 5)] {
        let queue = theory::birth_death(arrivals, 1.0, servers, room, 0.0);
        let settings =
            Settings { capacity: Some(room), ..station(arrivals, Distribution::exponential(1.0), servers) };
        let checks = vec![
            check("blocked", queue.blocked, Observed::blocked_fraction),
            check("mean number waiting", queue.line, Observed::mean_line),
            check("mean number", queue.number, Observed::mean_number),
            check("mean wait of the admitted", queue.wait, Observed::mean_wait),
            check("utilization", queue.utilization, Observed::utilization),
            check("probability of wait", queue.probability_of_wait, Observed::probability_of_wait),
        ];
        looks.push(look_at_station(&format!("M/M/{servers}/{room} λ={arrivals} μ=1"), settings, checks));
    }
    for (arrivals, servers, patience) in [(5.0, 5, 2.0), (12.0, 10, 0.5), (1.5, 1, 1.0)] {
        let queue = theory::birth_death(arrivals, 1.0, servers, 400, 1.0 / patience);
        let mut settings = station(arrivals, Distribution::exponential(1.0), servers);
        settings.patience = Some(Distribution::exponential(patience).expect("patience is positive"));
        let checks = vec![
            check("gave up", queue.reneged, Observed::reneged_fraction),
            check("mean wait", queue.wait, Observed::mean_wait),
            check("mean number", queue.number, Observed::mean_number),
            check("probability of wait", queue.probability_of_wait, Observed::probability_of_wait),
            check("utilization", queue.utilization, Observed::utilization),
        ];
        looks.push(look_at_station(
            &format!("M/M/{servers}+M λ={arrivals} μ=1 patience {patience}"),
            settings,
            checks,
        ));
    }
    looks
}

/// Batches of exactly 3, and an M/M/∞ station.
fn batches_and_endless() -> Vec<Look> {
    let number = theory::batch_number(0.2, 3, 1.0);
    let settings =
        Settings { batch: 3, customers: 150_000, ..station(0.2, Distribution::exponential(1.0), 1) };
    let checks = vec![
        check("mean number", number, Observed::mean_number),
        check("mean sojourn", number / 0.6, Observed::mean_sojourn),
        check("mean wait", number / 0.6 - 1.0, Observed::mean_wait),
    ];
    let endless = station(7.0, Distribution::lognormal_cv(2.0, 1.5), u32::MAX);
    let number_endless = vec![check("mean number", 14.0, Observed::mean_number)];
    vec![
        look_at_station("M^[3]/M/1 λ=0.2 μ=1", settings, checks),
        look_at_station("M/G/∞ λ=7 mean 2", endless, number_endless),
    ]
}

/// A measure of a network; times are read in hours.
type NetworkCheck = (String, f64, Box<dyn Fn(&Seen) -> f64>);

fn hours(tally: &crate::engine::collect::Tally) -> f64 {
    tally.mean() / 3.6e9
}

fn wait_of(class: usize, step: usize, measure: &str, expected: f64) -> NetworkCheck {
    (measure.to_owned(), expected, Box::new(move |seen| hours(&seen.waits[class][step])))
}

fn sojourn_of(class: usize, measure: &str, expected: f64) -> NetworkCheck {
    (measure.to_owned(), expected, Box::new(move |seen| hours(&seen.sojourn[class])))
}

fn look_at_network(name: &str, network: Network, checks: Vec<NetworkCheck>) -> Look {
    let name = name.to_owned();
    Box::new(move |seed, effort| {
        let runs = replicate(seed, RUNS * effort, |seed| network::simulate(&network, seed));
        let estimates = checks.iter().map(|(measure, expected, read)| {
            let values: Vec<f64> = runs.iter().map(read).collect();
            let (mean, error) = mean_and_error(&values);
            Case::estimate(&name, measure, *expected, mean, error)
        });
        let mut cases: Vec<Case> = estimates.collect();
        cases.push(consistency(&name, runs.iter().all(|run| run.consistent)));
        cases
    })
}

fn class(arrivals: f64, priority: i32, route: &[(usize, f64)], again: f64) -> Class {
    let step = |&(station, mean): &(usize, f64)| {
        (station, Distribution::exponential(mean).expect("the cases are written with parameters in range"))
    };
    Class { arrivals, priority, route: route.iter().map(step).collect(), again }
}

/// Two classes at one station, without and with preemption. Exponential services: E[S²] = 2E[S]².
fn priorities() -> Vec<Look> {
    let network = |servers, first: (f64, f64), second: (f64, f64), preemptive| Network {
        servers: vec![servers],
        classes: vec![class(first.0, 1, &[(0, first.1)], 0.0), class(second.0, 0, &[(0, second.1)], 0.0)],
        preemptive,
        warmup: 2_000.0,
        hours: 40_000.0,
    };
    let (urgent, routine) = ((0.3, 0.5), (0.5, 1.2));
    let moments = [urgent, routine].map(|(rate, mean): (f64, f64)| (rate, mean, 2.0 * mean * mean));
    let waits = theory::nonpreemptive_waits(&moments);
    let sojourns = theory::preemptive_sojourns(&moments);
    let many = theory::nonpreemptive_waits_mmc(&[1.0, 3.0], 1.0, 5);
    vec![
        look_at_network(
            "M/M/1 two classes, non-preemptive",
            network(1, urgent, routine, false),
            vec![
                wait_of(0, 0, "mean wait, first class", waits[0]),
                wait_of(1, 0, "mean wait, second class", waits[1]),
            ],
        ),
        look_at_network(
            "M/M/1 two classes, preemptive-resume",
            network(1, urgent, routine, true),
            vec![
                sojourn_of(0, "mean sojourn, first class", sojourns[0]),
                sojourn_of(1, "mean sojourn, second class", sojourns[1]),
            ],
        ),
        look_at_network(
            "M/M/5 two classes, non-preemptive",
            Network { hours: 20_000.0, ..network(5, (1.0, 1.0), (3.0, 1.0), false) },
            vec![
                wait_of(0, 0, "mean wait, first class", many[0]),
                wait_of(1, 0, "mean wait, second class", many[1]),
            ],
        ),
        look_at_network(
            "M/M/5 two classes, preemptive-resume",
            Network { hours: 20_000.0, ..network(5, (3.0, 1.0), (1.0, 1.0), true) },
            vec![wait_of(
                0,
                0,
                "mean wait, first class",
                MMc { arrivals: 3.0, service: 1.0, servers: 5 }.wait(),
            )],
        ),
    ]
}

/// Tandem (Burke 1956: each station is M/M/c by itself) and feedback (Jackson 1957: λ/(1-p) at the station).
fn networks() -> Vec<Look> {
    let single = |servers: Vec<u32>, class| Network {
        servers,
        classes: vec![class],
        preemptive: false,
        warmup: 2_000.0,
        hours: 40_000.0,
    };
    let first = MMc { arrivals: 0.7, service: 1.0, servers: 1 };
    let second = MMc { arrivals: 0.7, service: 0.5, servers: 2 };
    let again = MMc { arrivals: 0.7, service: 1.0, servers: 1 };
    let number: Box<dyn Fn(&Seen) -> f64> = Box::new(|seen| seen.number);
    vec![
        look_at_network(
            "tandem M/M/1 → M/M/2 λ=0.7",
            single(vec![1, 2], class(0.7, 0, &[(0, 1.0), (1, 2.0)], 0.0)),
            vec![
                wait_of(0, 0, "mean wait, first station", first.wait()),
                wait_of(0, 1, "mean wait, second station", second.wait()),
                sojourn_of(0, "mean sojourn", first.sojourn() + second.sojourn()),
            ],
        ),
        look_at_network(
            "feedback M/M/1 λ=0.42, again 0.4",
            single(vec![1], class(0.42, 0, &[(0, 1.0)], 0.4)),
            vec![
                ("mean number".to_owned(), again.number(), number),
                sojourn_of(0, "mean sojourn of all passes", again.number() / 0.42),
            ],
        ),
    ]
}

/// Hourly rates of M(t)/M/4 with μ 2 an hour, and how many runs make E[N] and P(N >= c) of every hour sharp.
const HOURLY: [f64; 10] = [6.0, 8.0, 10.0, 9.0, 7.0, 5.0, 6.0, 9.0, 8.0, 4.0];
const DAYS: u32 = 40_000;

fn empty_start() -> Look {
    Box::new(|seed, effort| {
        let name = "M(t)/M/4 from empty, hourly rates, μ=2";
        let profile = RateProfile::periodic(HOURLY.to_vec());
        let theory = theory::transient(&HOURLY, 2.0, 4);
        let paths = replicate(seed, DAYS * effort, |seed| transient::simulate(&profile, 10, 2.0, 4, seed));
        let estimate = |measure: &str, expected: f64, read: &dyn Fn(&transient::Path) -> f64| {
            let values: Vec<f64> = paths.iter().map(read).collect();
            let (mean, error) = mean_and_error(&values);
            Case::estimate(name, measure, expected, mean, error)
        };
        let mut cases = Vec::new();
        for (hour, expected) in theory.iter().enumerate() {
            let at = hour + 1;
            cases.push(estimate(&format!("mean number at {at} h"), expected.number, &|path| {
                path.number[hour]
            }));
            let all_busy = |path: &transient::Path| f64::from(u8::from(path.number[hour] >= 4.0));
            cases.push(estimate(&format!("P(all busy) at {at} h"), expected.all_busy, &all_busy));
        }
        let last = theory.last().expect("there are ten hours");
        cases.push(estimate("mean number waiting, 10 h", last.line_integral / 10.0, &|path| path.line));
        cases.push(estimate("utilization, 10 h", last.busy_integral / 40.0, &|path| path.busy / 4.0));
        cases
    })
}

/// All cases of the kernel, in a fixed order; the same for a seed whatever the number of threads.
pub fn kernel_cases(seed: u64) -> Vec<Case> {
    let mut looks = single_stations();
    looks.extend(general_service());
    looks.extend(losses());
    looks.extend(batches_and_endless());
    looks.extend(priorities());
    looks.extend(networks());
    looks.push(empty_start());
    judge(&looks, seed)
}
