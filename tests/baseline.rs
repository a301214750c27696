//! The causes of the shipped primary-care day are those of its sources, and the changes to it put no effect in. What
//! comes out of them is compared with the sources elsewhere; it is nothing to be held to here.

use std::collections::BTreeMap;

use cliniq::clinic::Parameters;
use cliniq::clinic::parameters::check::check;
use cliniq::clinic::parameters::values::Rates;
use cliniq::scenario::{self, Loaded};

/// Visits of a clinician on a day at work (C24).
const VISITS: f64 = 20.0;
/// Days at work of a full-time clinician in a year: 261 less leave and illness.
const WORK_DAYS: f64 = 226.0;
/// Open days of a year.
const OPEN_DAYS: f64 = 365.25 / 7.0 * 5.0;
/// Published minutes are those of all who work, people new to a post among them; those of the file are of somebody who is
/// used to it.
const USED_TO_IT: f64 = 0.978;
/// What reaches a clinician from the panel when no post is vacant, nobody asks again and no request is lost, of what does.
const FROM_THE_PANEL: [(&str, f64); 2] = [("patient_message", 0.92), ("phone_call", 0.865)];
/// Kinds of visits with their shares (NAMCS 2019, docs/namcs.md).
const KINDS: [(&str, f64); 4] =
    [("acute", 0.3288), ("chronic_flare", 0.0486), ("chronic_routine", 0.2837), ("preventive", 0.3389)];

fn load(name: &str) -> Loaded<Parameters> {
    scenario::load_shipped(name, &[], check).unwrap_or_else(|faults| panic!("{faults}"))
}

fn near(what: &str, found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{what}: {found}, expected {expected} within {within}");
}

/// Mean minutes of a task for a case of a pathway: what rules and gap work add contained.
fn minutes(p: &Parameters, task: &str, pathway: &str) -> f64 {
    let of = &p.tasks[task];
    let needs: f64 = of.minutes_per.iter().map(|(need, each)| each * need_of(p, pathway, need)).sum();
    let rules = p.rules.values().filter(|rule| rule.tasks.0.iter().any(|name| name == task));
    let rules: f64 = rules.map(|rule| f64::from(rule.count) * rule.minutes).sum();
    of.minutes.distribution.mean() + needs + rules + of.gap_share * of.gap_minutes.distribution.mean()
}

fn need_of(p: &Parameters, pathway: &str, need: &str) -> f64 {
    p.pathways[pathway].needs[need].distribution.mean()
}

#[test]
fn the_room_takes_18_minutes_with_a_deviation_of_13_and_a_half() {
    let p = load("baseline.toml").parameters;
    let (mut mean, mut square) = (0.0, 0.0);
    for (kind, share) in KINDS {
        let steps = &p.pathways[kind].steps;
        for (step, of_kind) in &steps["rooming"].next.shares {
            let distribution = &p.tasks[&steps[step].task].minutes.distribution;
            mean += share * of_kind * distribution.mean();
            square += share * of_kind * (distribution.variance() + distribution.mean().powi(2));
        }
    }
    near("minutes in the room", mean, USED_TO_IT * 18.0, 0.02);
    near("their deviation", (square - mean * mean).sqrt(), USED_TO_IT * 13.5, 0.05);
}

#[test]
fn room_time_at_the_record_is_that_of_the_budget() {
    let p = load("baseline.toml").parameters;
    for (name, task) in p.tasks.iter().filter(|(name, _)| name.starts_with("visit_")) {
        for (part, a_day) in [("documentation", 42.0), ("order_entry", 24.0), ("chart_review", 67.0)] {
            near(&format!("{part} of {name}"), task.parts[part], a_day / 360.0, 0.0001);
        }
    }
}

#[test]
fn visits_bring_what_the_budget_says() {
    let p = load("baseline.toml").parameters;
    for (kind, _) in KINDS {
        near("orders of a visit", need_of(&p, kind, "orders"), 2.5, 0.06);
        near("results of a day", VISITS * need_of(&p, kind, "tests"), 11.1, 0.1);
        near("authorisations of a week", 5.0 * VISITS * need_of(&p, kind, "authorisations"), 9.0, 0.01);
        near("referrals of a visit", need_of(&p, kind, "referrals"), 0.2, 0.001);
        near(
            "notes and billing of a day",
            VISITS * minutes(&p, "note", kind),
            USED_TO_IT * 38.0 + 4.0 + 20.0,
            0.1,
        );
        near("orders of a day", VISITS * minutes(&p, "order_entry", kind), USED_TO_IT * 19.0, 0.5);
        near("chart review of a day", VISITS * minutes(&p, "chart_review", kind), 46.0, 0.1);
        let started = &p.pathways[kind].steps["visit"].starts;
        assert_eq!(*started, ["note", "orders", "chart_review"], "{kind}");
    }
    near("text in the time of notes", p.tasks["note"].parts["documentation"], 42.0 / 62.0, 0.001);
}

/// Messages that reach a clinician on a day at work, by kind.
fn reach_a_clinician(p: &Parameters) -> BTreeMap<&str, f64> {
    let panel = f64::from(p.clinics["main"].panel_per_clinician);
    let medicines: f64 =
        p.patients.ages.values().map(|age| age.share * age.long_term_medicines.distribution.mean()).sum();
    let a_day = |a_year: f64| a_year * panel / WORK_DAYS;
    let of_rate = |kind: &str| match p.messages[kind].per_hour.as_ref().expect("a rate") {
        Rates::ByHour(rates) => rates.iter().sum::<f64>() * OPEN_DAYS / WORK_DAYS,
        Rates::Constant(_) => panic!("{kind} has a rate for each hour"),
    };
    let passed_on = |kind: &str| 1.0 - p.messages[kind].closes_at_first_touch;
    let renewals = a_day(medicines * 12.0 / p.patients.prescriptions.supply_months);
    BTreeMap::from([
        ("patient_message", a_day(p.messages["patient_message"].per_patient_year)),
        ("phone_call", a_day(p.messages["phone_call"].per_patient_year)),
        ("result", VISITS * need_of(p, "acute", "tests")),
        ("renewal_request", renewals * passed_on("renewal_request")),
        ("prior_auth", VISITS * need_of(p, "acute", "authorisations") * passed_on("prior_auth")),
        ("consult_note", VISITS * need_of(p, "acute", "referrals")),
        ("staff_message", of_rate("staff_message")),
        ("notification", of_rate("notification")),
    ])
}

#[test]
fn messages_that_reach_a_clinician_are_those_of_the_sources() {
    let p = load("baseline.toml").parameters;
    let reach = reach_a_clinician(&p);
    for (kind, expected) in [
        ("patient_message", 9.7),
        ("phone_call", 26.7),
        ("result", 11.1),
        ("renewal_request", 11.8),
        ("prior_auth", 0.9),
    ] {
        let part = FROM_THE_PANEL.iter().find(|(name, _)| *name == kind).map_or(1.0, |(_, part)| *part);
        near(kind, reach[kind], part * expected, 0.02 * expected);
    }
    let other = reach["consult_note"] + reach["staff_message"] + reach["notification"];
    near("other messages", other, 17.6, 0.2);
    let minutes = |kind: &str| p.messages[kind].minutes["own_clinician"].distribution.mean();
    let inbox: f64 =
        reach.iter().filter(|(kind, _)| **kind != "prior_auth").map(|(kind, n)| n * minutes(kind)).sum();
    // 85 less what the panel's messages are fewer by
    near("inbox minutes of a day", inbox, 85.0 - 0.08 * 9.7 * 2.32 - 0.135 * 26.7 * 0.75, 1.0);
    near("authorisation minutes of a day", reach["prior_auth"] * minutes("prior_auth"), 9.0, 0.1);
    assert_eq!(p.messages.len(), reach.len(), "every kind is accounted for");
}

#[test]
fn the_clock_takes_half_an_hour_a_day() {
    let p = load("baseline.toml").parameters;
    let a_week = |meetings: bool| -> f64 {
        let of_physicians = p.scheduled.values().filter(|work| work.roles.0.iter().any(|r| r == "physician"));
        let sort = of_physicians.filter(|work| work.ends_on_time == meetings);
        let days = |work: &cliniq::clinic::parameters::organization::Scheduled| {
            work.days.as_ref().map_or(5, |days| days.0.len()) as f64 / f64::from(work.every_weeks)
        };
        sort.map(|work| work.minutes * days(work)).sum()
    };
    near("meetings of a day", a_week(true) / 5.0, 20.0, 1.0);
    near("signing on, a day", a_week(false) / 5.0, 10.0, 0.01);
}

/// The paths in which a scenario differs from the baseline.
fn changes(name: &str) -> Vec<String> {
    let lines = |loaded: &Loaded<Parameters>| -> BTreeMap<String, String> {
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

/// Who does what, how many there are, how long it takes: nothing else is set, and no effect.
#[test]
fn the_alternatives_are_interventions_and_nothing_else() {
    for name in ["second-ma.toml", "inbox-triage.toml"] {
        let changes = changes(name);
        assert!(!changes.is_empty(), "{name}");
        assert!(changes.iter().all(|path| path.starts_with("interventions.")), "{name}: {changes:?}");
    }
    let staffing = |path: &str| {
        path == "interventions.second_ma.staffing.add.ma"
            || path.contains(".rollout.")
            || path.contains(".cost.")
    };
    assert!(changes("second-ma.toml").iter().all(|path| staffing(path)), "{:?}", changes("second-ma.toml"));
}
