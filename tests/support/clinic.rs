//! A tiny clinic in one call.
#![allow(dead_code)] // each test binary uses its own part

use cliniq::clinic::parameters::check::check;
use cliniq::clinic::{Case, Clinics, Parameters};
use cliniq::engine::random::Seed;
use cliniq::scenario::{self, Loaded};
use cliniq::system::{Outcome, System};

/// A case from the text of a scenario, with overrides.
pub fn case_with(text: &str, overrides: &[&str]) -> Case {
    let overrides: Vec<String> = overrides.iter().map(|set| (*set).to_owned()).collect();
    let loaded = scenario::load_text::<Parameters>("test", text, &overrides, check)
        .unwrap_or_else(|error| panic!("the scenario has faults:\n{error}"));
    case_of(&loaded)
}

/// The case of a scenario that was read: scenarios that differ by interventions alone have one trunk.
pub fn case_of(loaded: &Loaded<Parameters>) -> Case {
    let before: Vec<_> =
        loaded.shown.iter().filter(|shown| !shown.path.starts_with("interventions.")).cloned().collect();
    Case::new(&loaded.parameters, scenario::digest(&before, "test"), 0)
}

/// A case from the text of a scenario.
pub fn case(text: &str) -> Case {
    case_with(text, &[])
}

/// The faults of a text, as a person reads them.
pub fn faults(text: &str) -> String {
    match scenario::load_text::<Parameters>("test", text, &[], check) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}

/// One replication.
pub fn run(case: &Case, seed: u64, replication: u32) -> Outcome {
    Clinics.run(&[case], Seed::new(seed, replication)).remove(0)
}

/// The index of a measure.
pub fn index(case: &Case, name: &str) -> usize {
    let rows = &case.model.layout.rows;
    rows.iter().position(|row| row.measure.name == name).unwrap_or_else(|| {
        panic!("no measure {name} among {:?}", rows.iter().map(|row| &row.measure.name).collect::<Vec<_>>())
    })
}

/// One measure of the summary.
pub fn value(case: &Case, outcome: &Outcome, name: &str) -> f64 {
    outcome.summary()[index(case, name)]
}

/// One measure of one replication with seed 1.
pub fn measure(case: &Case, name: &str) -> f64 {
    value(case, &run(case, 1, 0), name)
}

/// A clinic of one doctor who opens 08:00-12:00 and 13:00-17:00 on one Monday; streams and pathways to be added.
pub const DOCTOR: &str = r#"
schema = 1
[run]
weeks = 1
warmup_weeks = 0
[calendar]
open_days = ["mon"]
sessions = { morning = "08:00-12:00", afternoon = "13:00-17:00" }
[roles.doctor]
clinician = true
[roles.nurse]
[clinics.main]
rooms = { exam = 1 }
[clinics.main.staff.doctors]
role = "doctor"
[tasks.visit]
roles = ["doctor"]
minutes = 20
[pathways.visit.steps.visit]
task = "visit"
"#;
