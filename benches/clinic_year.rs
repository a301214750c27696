//! A year of the mini-clinic on one core, in milliseconds; and what an event costs in a system of fifty such clinics
//! against one. Both sides of the ratio run by turns, so that both meet the same disturbances.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use cliniq::clinic::parameters::check::check;
use cliniq::clinic::{Clinics, Model, Parameters, Simulation};
use cliniq::engine::random::Seed;
use cliniq::scenario;
use cliniq::system::System;

const MINI: &str = include_str!("../scenarios/other-clinics/mini-clinic.toml");
/// Clinics of the large system.
const CLINICS: usize = 50;
/// Weeks for the ratio: the large system has fifty times the events.
const WEEKS: u32 = 4;

fn case(text: &str, weeks: u32) -> cliniq::clinic::Case {
    let overrides = [format!("run.weeks={weeks}"), format!("run.period=[0, {weeks}]")];
    let loaded = scenario::load_text::<Parameters>("mini-clinic", text, &overrides, check)
        .expect("the mini-clinic has no faults");
    cliniq::clinic::Case::new(&loaded.parameters, String::new(), 1)
}

/// The shipped baseline with 52 measured weeks.
fn baseline() -> cliniq::clinic::Case {
    let overrides = ["run.weeks=52".to_owned(), "run.period=[0, 52]".to_owned()];
    let loaded = scenario::load_shipped::<Parameters>("baseline", &overrides, check)
        .expect("the baseline has no faults");
    cliniq::clinic::Case::new(&loaded.parameters, String::new(), 1)
}

/// Milliseconds of a replication: its warm-up, and its measured weeks.
fn warm_up_and_year(case: &cliniq::clinic::Case, replication: u32) -> (f64, f64) {
    let start = Instant::now();
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(1, replication));
    simulation.warm_up(&mut calendar);
    let warm = start.elapsed().as_secs_f64();
    cliniq::engine::model::run(&mut simulation, &mut calendar, case.model.time.end);
    black_box(simulation.record.outcome(&case.model));
    (1e3 * warm, 1e3 * (start.elapsed().as_secs_f64() - warm))
}

/// The year of the shipped baseline: 8 clinicians with panels, days, inbox and evenings.
fn baseline_year() {
    let case = baseline();
    let count = events(&case.model);
    let times: Vec<(f64, f64)> = (0..11).map(|replication| warm_up_and_year(&case, replication)).collect();
    let median = |of: fn(&(f64, f64)) -> f64| {
        let mut sorted: Vec<f64> = times.iter().map(of).collect();
        sorted.sort_by(f64::total_cmp);
        (sorted[0], sorted[sorted.len() / 2])
    };
    let (warm, year) = (median(|t| t.0), median(|t| t.1));
    println!(
        "baseline, one clinic-year on one core: {:.1} ms (median {:.1}; at most 160), warm-up {:.1} ms (median {:.1}), {count} events in both",
        year.0, year.1, warm.0, warm.1
    );
}

/// The mini-clinic several times in one system: clinics, arrivals and messages are repeated, tasks and pathways shared.
fn repeated(clinics: usize) -> String {
    let begin = |table: &str| MINI.find(table).unwrap_or_else(|| panic!("the mini-clinic has {table}"));
    let (clinic, tasks, arrivals) =
        (begin("[clinics.main]"), begin("[tasks.check_in]"), begin("[arrivals.booked]"));
    let mut text = format!("{}{}", &MINI[..clinic], &MINI[tasks..arrivals]);
    for number in 0..clinics {
        let own = |part: &str| {
            part.replace("clinics.main", &format!("clinics.c{number}"))
                .replace("[arrivals.booked]", &format!("[arrivals.booked{number}]\nclinic = \"c{number}\""))
                .replace("[messages.inbox]", &format!("[messages.inbox{number}]\nclinic = \"c{number}\""))
        };
        let _ = writeln!(text, "{}{}", own(&MINI[clinic..tasks]), own(&MINI[arrivals..]));
    }
    text
}

/// Calendar events of one replication.
fn events(model: &Model) -> u64 {
    let (mut simulation, mut calendar) = Simulation::new(model, Seed::new(1, 0));
    cliniq::engine::model::run(&mut simulation, &mut calendar, model.time.end);
    calendar.events()
}

/// Seconds of one replication.
fn seconds(case: &cliniq::clinic::Case, replication: u32) -> f64 {
    let start = Instant::now();
    black_box(Clinics.run(&[black_box(case)], Seed::new(1, replication)));
    start.elapsed().as_secs_f64()
}

fn main() {
    baseline_year();
    let year = case(MINI, 50);
    let count = events(&year.model);
    let times: Vec<f64> = (0..15).map(|replication| 1e3 * seconds(&year, replication)).collect();
    let best = times.iter().copied().fold(f64::INFINITY, f64::min);
    let mut sorted = times.clone();
    sorted.sort_by(f64::total_cmp);
    println!(
        "mini-clinic, one clinic-year on one core: {best:.1} ms (median {:.1}), {count} events, {:.0} ns an event",
        sorted[sorted.len() / 2],
        1e6 * best / count as f64
    );

    let (one, many) = (case(&repeated(1), WEEKS), case(&repeated(CLINICS), WEEKS));
    let (of_one, of_many) = (events(&one.model) as f64, events(&many.model) as f64);
    let (mut single, mut system) = (f64::INFINITY, f64::INFINITY);
    for round in 0..7 {
        // As many events on both sides: the small one fifty times.
        let start = Instant::now();
        for replication in 0..CLINICS as u32 {
            black_box(Clinics.run(&[black_box(&one)], Seed::new(1, round * 1000 + replication)));
        }
        single = single.min(start.elapsed().as_secs_f64() / (CLINICS as f64 * of_one));
        system = system.min(seconds(&many, round) / of_many);
    }
    println!(
        "cost of an event: {:.0} ns at 1 clinic, {:.0} ns at {CLINICS}, ratio {:.2} (at most 1.5)",
        1e9 * single,
        1e9 * system,
        system / single
    );
}
