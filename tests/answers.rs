//! What people answer, and when they are asked.

#[path = "support/clinic.rs"]
mod support;
#[path = "support/two.rs"]
mod two;

use cliniq::clinic::people::answers::COLUMNS;
use cliniq::clinic::{Case, Clinics};
use cliniq::engine::random::Seed;
use cliniq::system::System;
use support::{case, case_with, run};
use two::TWO;

/// Answers of one replication, as rows.
fn rows(case: &Case) -> Vec<Vec<f64>> {
    let answers = Clinics.answers(case, Seed::new(3, 0)).expect("people have states");
    assert_eq!(answers.columns, COLUMNS);
    answers.rows.chunks_exact(COLUMNS.len()).map(<[f64]>::to_vec).collect()
}

fn place(name: &str) -> usize {
    COLUMNS.iter().position(|column| *column == name).expect("the name of a column")
}

/// The waves in which somebody answers.
fn waves(case: &Case) -> Vec<f64> {
    let mut waves: Vec<f64> = rows(case).iter().map(|row| row[place("wave")]).collect();
    waves.dedup();
    waves
}

#[test]
fn people_are_asked_each_half_year_or_at_the_end_of_each_period() {
    let (eight, ten) = (case(TWO), case_with(TWO, &["run.weeks=10"]));
    assert_eq!(waves(&eight), [0.0]);
    assert_eq!(waves(&case_with(TWO, &["run.weeks=27", "run.period=[0, 27]"])), [0.0, 1.0]);
    assert_eq!(waves(&eight.clone().asked_each_period()), [0.0, 1.0]);
    // the last period is shorter, and its end is the end of the run
    assert_eq!(waves(&ten.clone().asked_each_period()), [0.0, 1.0, 2.0]);
    let weeks: Vec<f64> = (0..10).map(f64::from).collect();
    assert_eq!(waves(&ten.weekly().asked_each_period()), weeks);
    assert_eq!(rows(&eight.asked_each_period()).len(), 2 * 9, "nine people, twice");
}

/// Asking changes nothing, and is the same on the recorded days.
#[test]
fn being_asked_each_period_changes_nothing() {
    let (usual, often) = (case(TWO), case(TWO).asked_each_period());
    let (before, after) = (run(&usual, 3, 0), run(&often, 3, 0));
    let bits = |outcome: &cliniq::system::Outcome| -> Vec<u64> {
        outcome.summary().iter().map(|value| value.to_bits()).collect()
    };
    assert_eq!(bits(&before), bits(&after));
    let fast = Clinics.answers_fast(&often, &often, Seed::new(3, 0)).expect("people have states");
    let fast: Vec<&[f64]> = fast.rows.chunks_exact(COLUMNS.len()).collect();
    let full = rows(&often);
    assert_eq!(fast.len(), full.len());
    for (one, other) in fast.iter().zip(&full) {
        for name in ["person", "wave", "exhaustion", "exhaustion_measured", "burned_out_measured", "demand"] {
            assert_eq!(one[place(name)].to_bits(), other[place(name)].to_bits(), "{name}");
        }
    }
}
