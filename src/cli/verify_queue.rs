//! `cliniq verify queue`: one station, from the command line.

use std::time::Instant;

use clap::{Parser, ValueEnum};
use serde::Serialize;

use crate::engine::distribution::{Distribution, DistributionError};
use crate::engine::random::Seed;
use crate::error::Error;
use crate::verify::kernel::{Observed, Settings, simulate};

/// Simulates one queue with Poisson arrivals, first come first served. Times are in any one unit. Waits are those of
/// all customers admitted, until service or giving up; fractions are of all who come.
#[derive(Parser, Debug)]
#[command(allow_negative_numbers = true)]
pub struct Args {
    /// Arrivals per unit of time; with --batch, batches.
    #[arg(long, value_name = "R")]
    arrivals: f64,
    /// Mean duration of a service.
    #[arg(long, value_name = "M")]
    service_mean: f64,
    /// Coefficient of variation of a service (standard deviation over mean); exponential has 1, deterministic 0.
    #[arg(long, value_name = "V")]
    service_cv: Option<f64>,
    /// Number of servers.
    #[arg(long, value_name = "C")]
    servers: u32,
    /// The most that can be in the system, in service and waiting together.
    #[arg(long, value_name = "K")]
    capacity: Option<u32>,
    /// Mean of the exponential time a customer is ready to wait.
    #[arg(long, value_name = "P")]
    patience_mean: Option<f64>,
    /// Distribution of services; without it exponential for a cv of 1 (or none), deterministic for 0, else lognormal.
    #[arg(long, value_enum)]
    distribution: Option<Kind>,
    /// Customers who come together at each arrival.
    #[arg(long, value_name = "N", default_value_t = 1)]
    batch: u32,
    /// Customers in all.
    #[arg(long, value_name = "N")]
    customers: u64,
    /// Seed of the random numbers.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Exponential,
    Lognormal,
    Deterministic,
    Erlang,
    Gamma,
    Uniform,
    Triangular,
}

/// What is printed, in the units of the request.
#[derive(Serialize)]
struct Summary {
    mean_wait: f64,
    mean_sojourn: f64,
    mean_number: f64,
    mean_number_waiting: f64,
    wait_p50: f64,
    wait_p90: f64,
    wait_p95: f64,
    probability_of_wait: f64,
    blocked_fraction: f64,
    reneged_fraction: f64,
    utilization: f64,
    standard_error: f64,
    events: u64,
    seconds: f64,
}

impl Summary {
    fn new(observed: &Observed, seconds: f64) -> Self {
        Summary {
            mean_wait: observed.mean_wait(),
            mean_sojourn: observed.mean_sojourn(),
            mean_number: observed.mean_number(),
            mean_number_waiting: observed.mean_line(),
            wait_p50: observed.wait_quantile(0.5),
            wait_p90: observed.wait_quantile(0.9),
            wait_p95: observed.wait_quantile(0.95),
            probability_of_wait: observed.probability_of_wait(),
            blocked_fraction: observed.blocked_fraction(),
            reneged_fraction: observed.reneged_fraction(),
            utilization: observed.utilization(),
            standard_error: observed.standard_error,
            events: observed.events,
            seconds,
        }
    }
}

/// Simulates the queue and prints its measures. [`Error::Refused`] for values that make no queue.
pub fn execute(args: Args) -> Result<(), Error> {
    let settings = settings(&args)?;
    let load = settings.offered_load();
    if load >= 1.0 && settings.capacity.is_none() && settings.patience.is_none() {
        anstream::eprintln!(
            "warning: this queue never settles (offered load {load:.3} per server, 1 or more, with neither --capacity \
             nor --patience-mean): the numbers describe these {} customers from an empty start, no long run.",
            args.customers
        );
    }
    let start = Instant::now();
    let observed = simulate(&settings, Seed::new(args.seed, 0));
    let summary = Summary::new(&observed, start.elapsed().as_secs_f64());
    if !observed.consistent {
        return Err(Error::Failed(
            "Little's law or conservation of customers does not hold in this run.".into(),
        ));
    }
    let value = serde_json::to_value(&summary).expect("named numbers always become JSON");
    if args.json {
        let text = serde_json::to_string(&summary).expect("named numbers always become JSON");
        anstream::println!("{text}");
    } else {
        for (name, number) in value.as_object().into_iter().flatten() {
            anstream::println!("{name:<20} {number}");
        }
    }
    Ok(())
}

/// All faults of the request at once.
fn settings(args: &Args) -> Result<Settings, Error> {
    let mut faults = Vec::new();
    let mut positive = |option: &str, value: f64| {
        if !(value.is_finite() && value > 0.0) {
            faults.push(format!("{option}: expected a number greater than 0, found {value}"));
        }
    };
    positive("--arrivals", args.arrivals);
    positive("--service-mean", args.service_mean);
    args.patience_mean.iter().for_each(|&mean| positive("--patience-mean", mean));
    let mut whole = |option: &str, value: u64, least: u64, most: u64| {
        if !(least..=most).contains(&value) {
            faults.push(format!("{option}: expected a whole number from {least} to {most}, found {value}"));
        }
    };
    whole("--servers", args.servers.into(), 1, 1_000_000);
    whole("--batch", args.batch.into(), 1, 1_000_000);
    whole("--customers", args.customers, 1, 1_000_000_000_000);
    if let Some(capacity) = args.capacity.filter(|&capacity| capacity < args.servers) {
        faults.push(format!(
            "--capacity: expected at least the number of servers, {} (it counts everyone in the system), found {capacity}",
            args.servers
        ));
    }
    let service = service(args).map_err(|sentence| faults.push(sentence));
    let patience = args.patience_mean.map(Distribution::exponential);
    match (service, patience.transpose()) {
        (Ok(service), Ok(patience)) if faults.is_empty() => Ok(Settings {
            arrivals: args.arrivals,
            batch: args.batch,
            service,
            servers: args.servers,
            capacity: args.capacity,
            patience,
            customers: args.customers,
            warmup: 0,
        }),
        _ => Err(Error::Refused(faults.join("\n"))),
    }
}

/// The distribution of services with the mean and cv asked for; otherwise a sentence.
fn service(args: &Args) -> Result<Distribution, String> {
    let mean = args.service_mean;
    let kind = args.distribution.unwrap_or(match args.service_cv {
        None => Kind::Exponential,
        Some(1.0) => Kind::Exponential,
        Some(0.0) => Kind::Deterministic,
        Some(_) => Kind::Lognormal,
    });
    let cv = match (args.service_cv, kind) {
        (Some(cv), _) => cv,
        (None, Kind::Exponential) => 1.0,
        (None, Kind::Deterministic) => 0.0,
        (None, _) => return Err("--service-cv: expected for this distribution, found none".to_owned()),
    };
    let expect = |rule: bool, expected: &str| {
        if rule { Ok(()) } else { Err(format!("--service-cv: expected {expected}, found {cv}")) }
    };
    expect(cv.is_finite() && cv >= 0.0, "a number of 0 or more")?;
    let text = |error: DistributionError| format!("--service-mean, --service-cv: {error}");
    match kind {
        Kind::Exponential => {
            expect(cv == 1.0, "1 for --distribution exponential")?;
            Distribution::exponential(mean).map_err(text)
        }
        Kind::Deterministic => {
            expect(cv == 0.0, "0 for --distribution deterministic")?;
            expect(mean > 0.0, "a positive --service-mean")?;
            Distribution::fixed(mean).map_err(text)
        }
        Kind::Lognormal => Distribution::lognormal_cv(mean, cv).map_err(text),
        Kind::Gamma => {
            expect(cv > 0.0, "more than 0 for --distribution gamma")?;
            Distribution::gamma(mean, cv).map_err(text)
        }
        Kind::Erlang => {
            let stages = libm::round(1.0 / (cv * cv));
            // Two per cent of a stage more or less come from a cv that was rounded.
            let whole = (1.0..=1000.0).contains(&stages) && (1.0 / (cv * cv) - stages).abs() <= 0.02 * stages;
            expect(whole, "1/sqrt(stages) for --distribution erlang: 1, 0.7071, 0.57735, 0.5, ...")?;
            Distribution::erlang(mean, stages as u32).map_err(text)
        }
        // Symmetric about the mean, and not below 0: half the width is cv √3 or cv √6 means.
        Kind::Uniform => {
            let half = mean * cv * 3f64.sqrt();
            expect(cv > 0.0 && half <= mean, "more than 0 and at most 0.57735 for --distribution uniform")?;
            Distribution::uniform(mean - half, mean + half).map_err(text)
        }
        Kind::Triangular => {
            let half = mean * cv * 6f64.sqrt();
            expect(
                cv > 0.0 && half <= mean,
                "more than 0 and at most 0.40824 for --distribution triangular",
            )?;
            Distribution::triangular(mean - half, mean, mean + half).map_err(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(options: &str) -> Args {
        let all = format!("queue --servers 2 --customers 1000 {options}");
        Args::try_parse_from(all.split_whitespace()).expect("the options are well formed")
    }

    #[test]
    fn every_distribution_has_the_mean_and_cv_asked_for() {
        for (kind, cv) in [
            ("exponential", 1.0),
            ("lognormal", 0.8),
            ("deterministic", 0.0),
            ("erlang", 0.5),
            ("gamma", 1.4),
            ("uniform", 0.5),
            ("triangular", 0.4),
        ] {
            let args =
                parse(&format!("--arrivals 1 --service-mean 1.5 --service-cv {cv} --distribution {kind}"));
            let service = settings(&args).unwrap().service;
            assert!((service.mean() - 1.5).abs() < 1e-12, "{kind}");
            assert!((service.variance().sqrt() / 1.5 - cv).abs() < 1e-12, "{kind}");
        }
    }

    #[test]
    fn the_cv_chooses_where_no_distribution_is_named() {
        for (options, kind) in
            [("", "exponential"), ("--service-cv 0", "fixed"), ("--service-cv 0.5", "lognormal")]
        {
            let args = parse(&format!("--arrivals 1 --service-mean 1 {options}"));
            assert_eq!(settings(&args).unwrap().service.kind(), kind);
        }
    }

    #[test]
    fn all_faults_are_named_at_once_and_exit_with_2() {
        let args = parse(
            "--arrivals -1 --service-mean 1 --service-cv 0.9 --distribution triangular --capacity 1 --batch 0",
        );
        let error = settings(&args).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        let text = error.to_string();
        for part in [
            "--arrivals: expected a number greater than 0, found -1",
            "--batch: expected a whole number from 1 to 1000000, found 0",
            "--capacity: expected at least the number of servers, 2",
            "--service-cv: expected more than 0 and at most 0.40824",
        ] {
            assert!(text.contains(part), "{text}");
        }
        for wrong in [
            "--service-cv 2 --distribution exponential",
            "--service-cv 0.6 --distribution erlang",
            "--distribution gamma",
        ] {
            assert!(settings(&parse(&format!("--arrivals 1 --service-mean 1 {wrong}"))).is_err(), "{wrong}");
        }
    }
}
