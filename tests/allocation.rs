//! The steady state allocates nothing: ten times the customers of the kernel, not one allocation more; twice the weeks
//! of a clinic, a few for each period of four weeks. And what a run holds does not grow with its replications.

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/place.rs"]
mod place;

use cliniq::clinic::{Case, Clinics, Simulation};
use cliniq::engine::distribution::Distribution;
use cliniq::engine::random::Seed;
use cliniq::system::System;
use cliniq::verify::kernel::{Settings, simulate};

/// Allocations of a run and the most bytes it held at a time.
fn allocations(settings: &Settings) -> (u64, u64) {
    let counted = allocation_counter::measure(|| {
        let observed = simulate(settings, Seed::new(1, 0));
        assert!(observed.consistent);
    });
    (counted.count_total, counted.bytes_max)
}

/// Rooms are finite, so the line has been as long as it gets well before the shorter run ends.
#[test]
fn ten_times_the_customers_and_not_one_allocation_more() {
    let exponential = |mean| Distribution::exponential(mean).expect("means are positive");
    let plain = Settings {
        arrivals: 3.6,
        batch: 1,
        service: exponential(1.0),
        servers: 4,
        capacity: Some(40),
        patience: None,
        customers: 50_000,
        warmup: 0,
    };
    let impatient = Settings { patience: Some(exponential(1.0)), arrivals: 5.0, ..plain.clone() };
    let gamma = Distribution::gamma(1.0, 0.5).expect("the parameters are in range");
    let batches = Settings { batch: 3, arrivals: 1.2, service: gamma, ..plain.clone() };
    for (name, settings) in [("plain", plain), ("impatient", impatient), ("batches", batches)] {
        let short = allocations(&settings);
        let long = allocations(&Settings { customers: 10 * settings.customers, ..settings });
        assert_eq!(short, long, "{name}");
        assert!(short.0 < 60, "{name}: {} allocations to set up one station", short.0);
    }
}

/// A million customers through an unlimited room in far less than a byte each.
#[test]
fn memory_does_not_grow_with_the_customers() {
    let service = Distribution::exponential(1.0).expect("the mean is positive");
    let settings = Settings {
        arrivals: 0.9,
        batch: 1,
        service,
        servers: 1,
        capacity: None,
        patience: None,
        customers: 1_000_000,
        warmup: 0,
    };
    let (_, most) = allocations(&settings);
    assert!(most < 100_000, "{most} bytes");
}

/// The mini-clinic over some weeks.
fn mini_clinic(weeks: u32) -> Case {
    let text = include_str!("../scenarios/other-clinics/mini-clinic.toml");
    clinic::case_with(text, &[&format!("run.weeks={weeks}"), &format!("run.period=[0, {weeks}]")])
}

/// Calendar events of one replication.
fn events(case: &Case) -> u64 {
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(1, 0));
    cliniq::engine::model::run(&mut simulation, &mut calendar, case.model.time.end);
    calendar.events()
}

/// At each end of a period the record is folded into the measures: so much it may allocate, whatever happened in the
/// four weeks. Beside it, queues that grow longer than ever before double their place now and then.
const PER_PERIOD: u64 = 40;
/// At each closing those who still wait are listed.
const PER_DAY: u64 = 6;

#[test]
fn twice_the_weeks_of_a_clinic_allocate_for_the_folding_alone() {
    let (short, long) = (mini_clinic(24), mini_clinic(48));
    let run = |case: &Case| {
        let counted = allocation_counter::measure(|| drop(Clinics.run(&[case], Seed::new(1, 0))));
        (counted.count_total, counted.bytes_max)
    };
    let ((few, small), (many, large)) = (run(&short), run(&long));
    let (more, periods, days) = (many - few, 6, 24 * 5);
    let more_events = events(&long) - events(&short);
    assert!(more_events > 200_000, "{more_events}");
    assert!(
        more <= PER_PERIOD * periods + PER_DAY * days + 10,
        "{more} allocations more for {more_events} events"
    );
    assert!(large < small + 50_000, "{small} bytes at most, then {large}");
}

/// The most memory that a process has held, in kB, as the system tells while it runs.
#[cfg(target_os = "linux")]
fn most_memory(place: &place::Place, line: &str) -> u64 {
    let mut child = place.start(line);
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("it can be asked").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let told = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
        most = most.max(kilobytes.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert!(child.wait().expect("it ends").success());
    most
}

/// Sixteen times the replications in the same memory: a replication leaves its measures behind, some kilobytes, and
/// those of the present block. A world held for each of the 60 more would take 10 MB and more.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_replications() {
    let place = place::Place::new();
    let line =
        |number: u32| format!("run base.toml --weeks 12 --threads 2 --replications {number} --out o{number}");
    let (few, many) = (most_memory(&place, &line(4)), most_memory(&place, &line(64)));
    assert!(few > 1000 && many < few + 4000, "{few} kB for 4 replications, {many} kB for 64");
}
