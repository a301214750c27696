//! The shipped primary-care day keeps to its time budget, and the changes to it put no effect in.

use assert_cmd::Command;
use cliniq::clinic::Parameters;
use cliniq::clinic::parameters::check::check;
use cliniq::scenario::{self, Loaded};
use serde_json::Value;

fn load(name: &str) -> Loaded<Parameters> {
    scenario::load_shipped(name, &[], check).unwrap_or_else(|faults| panic!("{faults}"))
}

fn near(what: &str, found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{what}: {found}, expected {expected} within {within}");
}

/// Mean and variance of a task's minutes.
fn minutes(p: &Parameters, task: &str) -> (f64, f64) {
    let distribution = &p.tasks[task].minutes.distribution;
    (distribution.mean(), distribution.variance())
}

#[test]
fn the_room_takes_18_minutes_with_a_deviation_of_13_and_a_half() {
    let p = load("baseline.toml").parameters;
    let (mut mean, mut square) = (0.0, 0.0);
    for (kind, share) in &p.arrivals["booked"].pathway.shares {
        let steps = &p.pathways[kind].steps;
        for (step, of_kind) in &steps["rooming"].next.shares {
            let (own, own_variance) = minutes(&p, &steps[step].task);
            let part =
                &steps[step].helper_minutes.as_ref().expect("a part that an assistant could do").distribution;
            let total = own + part.mean();
            mean += share * of_kind * total;
            square += share * of_kind * (own_variance + part.variance() + total * total);
        }
    }
    near("minutes in the room", mean, 18.0, 0.02);
    near("their deviation", (square - mean * mean).sqrt(), 13.5, 0.05);
}

#[test]
fn desk_work_and_messages_fill_the_222_minutes_outside_the_room() {
    let p = load("baseline.toml").parameters;
    let desk: f64 = p.pathways["acute"].steps["visit"]
        .starts
        .iter()
        .map(|started| minutes(&p, started_task(&p, started)).0)
        .sum();
    near("desk minutes over 20 visits", 20.0 * desk, 42.0 + 19.0 + 46.0 + 30.0, 0.1);
    let mut total = 0.0;
    let counts = [
        ("other", 17.6),
        ("patient_message", 9.7),
        ("phone_call", 26.7),
        ("renewal_request", 11.8),
        ("result", 11.1),
    ];
    for ((kind, message), (named, per_day)) in p.messages.iter().zip(counts) {
        assert_eq!(kind, named);
        let sum = |rates: &cliniq::clinic::parameters::values::Rates| match rates {
            cliniq::clinic::parameters::values::Rates::Constant(rate) => *rate,
            cliniq::clinic::parameters::values::Rates::ByHour(rates) => rates.iter().sum(),
        };
        let found =
            message.per_hour.as_ref().map(sum).or(message.by_hour_of_week.as_ref().map(|r| sum(r) / 5.0));
        let found = found.expect("a rate");
        near(kind, found, per_day, 0.005 * per_day);
        total += found * message.minutes["own_clinician"].distribution.mean();
    }
    near("inbox minutes a day", total, 84.8, 0.4);
}

/// The task of a pathway of one step.
fn started_task<'p>(p: &'p Parameters, pathway: &str) -> &'p str {
    let steps = &p.pathways[pathway].steps;
    assert_eq!(steps.len(), 1, "{pathway}");
    &steps.values().next().expect("one step").task
}

/// The paths in which a scenario differs from the baseline.
fn changes(name: &str) -> Vec<String> {
    let lines = |loaded: &Loaded<Parameters>| -> std::collections::BTreeMap<String, String> {
        loaded.shown.iter().map(|shown| (shown.path.clone(), shown.value.clone())).collect()
    };
    let (baseline, changed) = (lines(&load("baseline.toml")), lines(&load(name)));
    assert!(baseline.keys().all(|path| changed.contains_key(path)), "{name} only adds and changes");
    let heading = |path: &str| path.starts_with("notes.") || ["title", "extends"].contains(&path);
    changed
        .into_iter()
        .filter(|(path, value)| !heading(path) && baseline.get(path) != Some(value))
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn the_alternatives_change_staff_and_routing_only() {
    for path in changes("second-ma.toml") {
        let staff = path == "clinics.main.staff.assistants.count";
        assert!(staff || path.starts_with("pathways.") && path.ends_with(".helpers"), "{path}");
    }
    for path in changes("inbox-triage.toml") {
        let routing = path.ends_with(".route") || path.ends_with(".closes_at_first_touch");
        let staff_minutes = path.ends_with(".minutes.ma") || path.ends_with(".minutes.nurse");
        assert!(path.starts_with("messages.") && (routing || staff_minutes), "{path}");
    }
    assert_eq!(changes("second-ma.toml").len(), 9);
    assert_eq!(changes("inbox-triage.toml").len(), 9);
}

/// 21.7 booked, 8 % of whom do not come: 8 · 19.96 · 5 = 798.6 visits a week; a clinician works
/// 19.96 · (18.0 + 6.85) + 84.8 = 580.9 minutes a day. Over four replications of 26 weeks the standard errors are about 1
/// visit, 2 minutes and 8 messages; the limits are at least six of them away, so that fewer than one seed in a million
/// fails.
#[test]
fn the_day_comes_out_as_budgeted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/baseline.toml");
    let mut command = Command::cargo_bin("cliniq").expect("the program is built");
    let options =
        ["--replications", "4", "--weeks", "26", "--warmup-weeks", "1", "--json", "--quiet", "--out", "out"];
    let output =
        command.current_dir(folder.path()).args(["run", file]).args(options).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mean = |measure: &str| answer["measures"][measure]["mean"].as_f64().expect("a mean");
    near("visits a week", mean("visits_per_week"), 798.6, 10.0);
    near("a physician's minutes", mean("work_minutes_per_day.physician"), 580.9, 15.0);
    near("a physician's utilization", mean("utilization.physician"), 580.9 / 480.0, 0.03);
    near("messages a week", mean("inbox_messages_per_week"), 76.9 * 40.0, 60.0);
}
