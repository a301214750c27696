//! Warm worlds: the bits of a run from the start, stopped when told to; and weeks in place of longer periods.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use cliniq::cli::cases::arm;
use cliniq::clinic::parameters::check::check;
use cliniq::clinic::warm::{Bounds, Warm};
use cliniq::clinic::{Case, Clinics, Parameters};
use cliniq::scenario::load_text;
use cliniq::system::{Seed, System};

const BOUNDS: Bounds = Bounds { events: 10_000_000, open: 1_000_000 };

const TRIAGE: &str = include_str!("../scenarios/inbox-triage.toml");
const ASSISTANTS: &str = include_str!("../scenarios/second-ma.toml");

/// A case of the workshop clinic with what another scenario changes, over few weeks.
fn case(changes: &str, weeks: u32) -> Case {
    let changes = changes.replace("extends = \"baseline.toml\"", "extends = \"workshop.toml\"");
    let set = [format!("run.weeks={weeks}"), "run.warmup_weeks=8".into(), format!("run.period=[1,{weeks}]")];
    arm(&load_text::<Parameters>("a case.toml", &changes, &set, check).expect("no faults")).case
}

fn plain() -> &'static str {
    "schema = 1\nextends = \"workshop.toml\"\n"
}

#[test]
fn a_branch_of_a_warm_world_has_the_bits_of_a_run_from_the_start() {
    let cases = [case(plain(), 6), case(TRIAGE, 6), case(ASSISTANTS, 6)];
    let stop = AtomicBool::new(false);
    for replication in [0, 7] {
        let seed = Seed::new(3, replication);
        let warm = Warm::settle(&Arc::new(cases[1].stem()), seed, BOUNDS, &stop).expect("nobody stops it");
        for case in &cases {
            assert_eq!(case.trunk, cases[0].trunk);
            let here = warm.run(case, &stop).expect("nobody stops it");
            assert!(here.same_bits(&Clinics.run(&[case], seed)[0]));
        }
    }
}

#[test]
fn weeks_in_place_of_periods_change_nothing_that_happens() {
    let usual = case(TRIAGE, 6);
    let weekly = usual.clone().weekly();
    let seed = Seed::new(1, 2);
    let (usual, weekly) = (Clinics.run(&[&usual], seed), Clinics.run(&[&weekly], seed));
    assert_eq!((usual[0].periods, weekly[0].periods), (2, 6));
    let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    let summary = ((1 + usual[0].sites) * usual[0].measures) as usize;
    assert_eq!(bits(&usual[0].values[..summary]), bits(&weekly[0].values[..summary]));
}

#[test]
fn a_stop_is_noticed_at_once() {
    let case = case(plain(), 260);
    let stop = AtomicBool::new(false);
    let warm = Warm::settle(&Arc::new(case.stem()), Seed::new(1, 0), BOUNDS, &stop).expect("nobody stops it");
    std::thread::scope(|scope| {
        let running = scope.spawn(|| (warm.run(&case, &stop).is_none(), Instant::now()));
        std::thread::sleep(std::time::Duration::from_millis(30));
        let told = Instant::now();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let (stopped, at) = running.join().expect("it does not fail");
        assert!(stopped);
        assert!(at.duration_since(told).as_millis() < 50, "it took {:?}", at.duration_since(told));
    });
}

#[test]
#[should_panic(expected = "too much happens in this clinic")]
fn what_is_too_much_is_given_up() {
    let case = case(plain(), 6);
    let bounds = Bounds { events: 1000, ..BOUNDS };
    let _ = Warm::settle(&Arc::new(case.stem()), Seed::new(1, 0), bounds, &AtomicBool::new(false));
}

#[test]
#[ignore = "a measurement"]
fn speed() {
    let stop = AtomicBool::new(false);
    let full = |text: &str| {
        let text = text.replace("extends = \"baseline.toml\"", "extends = \"workshop.toml\"");
        let begun = Instant::now();
        let loaded = load_text::<Parameters>("a.toml", &text, &[], check).expect("no faults");
        let read = begun.elapsed();
        let case = arm(&loaded).case;
        println!("read {read:?} built {:?} weeks {}", begun.elapsed(), loaded.parameters.run.weeks);
        case
    };
    let cases = [full(plain()), full(TRIAGE)];
    let begun = Instant::now();
    let warm: Vec<Warm> = (0..10)
        .map(|r| Warm::settle(&Arc::new(cases[0].stem()), Seed::new(1, r), BOUNDS, &stop).unwrap())
        .collect();
    println!("settle {:?}", begun.elapsed() / 10);
    for case in &cases {
        for case in [case.clone(), case.clone().weekly()] {
            let begun = Instant::now();
            for warm in &warm {
                std::hint::black_box(warm.run(&case, &stop));
            }
            println!("run {:?}", begun.elapsed() / 10);
        }
    }
}
