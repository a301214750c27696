//! What people answer, and when they are asked.

#[path = "support/clinic.rs"]
mod support;
#[path = "support/two.rs"]
mod two;

use std::collections::BTreeMap;

use cliniq::clinic::people::answers::COLUMNS;
use cliniq::clinic::{Case, Clinics};
use cliniq::engine::random::Seed;
use cliniq::system::System;
use support::{case, case_with, index, run};
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
        for name in
            ["person", "wave", "exhaustion", "exhaustion_measured", "burned_out_measured", "demand", "human"]
        {
            assert_eq!(one[place(name)].to_bits(), other[place(name)].to_bits(), "{name}");
        }
        assert!(
            one[place("orders")].is_nan() && one[place("errors")].is_nan(),
            "days alone know of no orders"
        );
    }
}

/// What people say of their orders is what the record of the same weeks counts: every order is somebody's who is there.
#[test]
fn orders_and_errors_are_those_of_the_record() {
    let case = case(TWO).asked_each_period();
    let outcome = run(&case, 3, 0);
    let rows = rows(&case);
    let sum = |wave: f64, name: &str| -> f64 {
        rows.iter().filter(|row| row[place("wave")] == wave).map(|row| row[place(name)]).sum()
    };
    for wave in [0u32, 1] {
        let (errors, orders) = (sum(f64::from(wave), "errors"), sum(f64::from(wave), "orders"));
        assert!(orders > 500.0 && errors > 10.0, "{orders} orders, {errors} errors");
        let window = cliniq::system::Window::Period(wave);
        let per_1000 = outcome.value(window, None, index(&case, "errors_reaching_patient_per_1000_orders"));
        assert!((1000.0 * errors / orders - per_1000).abs() < 1e-9, "{errors} of {orders}, {per_1000}");
    }
    assert!(rows.iter().all(|row| row[place("clinician")] == 1.0 || row[place("orders")] == 0.0));
}

/// Whoever comes to a post has a number that nobody had.
#[test]
fn a_newcomer_is_somebody_else() {
    let leaving = "roles.physician.well_being.leaving_per_year=2";
    let short =
        ["workforce.vacancy_days_clinician=10", "workforce.credentialing_days=0", leaving, "run.weeks=52"];
    let rows = rows(&case_with(TWO, &short).asked_each_period());
    let mut posts: BTreeMap<u64, u64> = BTreeMap::new();
    for row in &rows {
        let (human, post) = (row[place("human")] as u64, row[place("person")] as u64);
        assert_eq!(*posts.entry(human).or_insert(post), post, "nobody is at two posts");
    }
    assert!(posts.len() > 9, "of nine posts some have had two holders: {posts:?}");
}
