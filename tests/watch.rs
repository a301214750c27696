//! Alarms and leads in simulated clinics.

#[path = "support/clinic.rs"]
mod support;

use cliniq::clinic::Case;
use support::{DOCTOR, case_with, run, value};

/// Four doctors for two years; for half a year half as many patients again come.
fn clinic(sets: &[&str]) -> Case {
    let more = r#"
[arrivals.a]
pathway = "visit"
per_hour = [0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 0, 9, 9, 9, 9]
[messages.note]
per = "doctors"
per_hour = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1]
route = ["doctor"]
minutes = { doctor = { lognormal = { mean = 5, cv = 2 } } }
[well_being]
enabled = true
[interventions.winter.demand_shock]
visits_factor = 1.5
[interventions.winter.rollout]
start_week = 40
end_week = 66
"#;
    let text = DOCTOR
        .replace("weeks = 1\nwarmup_weeks = 0", "weeks = 104\nwarmup_weeks = 9\nperiod = [0, 104]")
        .replace("open_days = [\"mon\"]", "")
        .replace("role = \"doctor\"", "role = \"doctor\"\ncount = 4")
        .replace("rooms = { exam = 1 }", "rooms = { exam = 4 }");
    case_with(&format!("{text}{more}"), sets)
}

const NEVER: [&str; 3] = [
    "well_being.alarm.traffic_above=10",
    "well_being.alarm.backlog_growth_above=10",
    "well_being.alarm.after_hours_above=1440",
];

#[test]
fn an_alarm_that_always_rings_or_never_tells_nothing() {
    let always = ["well_being.alarm.traffic_above=0", "well_being.alarm.signs_needed=1"];
    let (rings, silent, usual) = (clinic(&always), clinic(&NEVER), clinic(&[]));
    let [loud, quiet, told] = [&rings, &silent, &usual].map(|case| run(case, 1, 0));
    let fraction = "pressure_alarm_weeks_fraction";
    assert_eq!([value(&rings, &loud, fraction), value(&silent, &quiet, fraction)], [1.0, 0.0]);
    // The first look at the alarm of an onset is that of 26 weeks before: the lead is as long as can be.
    assert_eq!(value(&rings, &loud, "pressure_alarm_lead_weeks"), 26.0);
    assert_eq!(value(&rings, &loud, "pressure_alarm_warned_fraction"), 1.0);
    assert!(value(&silent, &quiet, "pressure_alarm_lead_weeks").is_nan());
    assert_eq!(value(&silent, &quiet, "pressure_alarm_warned_fraction"), 0.0);
    // Of the same weeks as many are followed by nothing, whatever they are called.
    let (all, none) = ("pressure_alarm_false_fraction", "pressure_alarm_false_fraction.without_alarm");
    assert_eq!(value(&rings, &loud, all), value(&silent, &quiet, none));
    assert!(value(&rings, &loud, none).is_nan() && value(&silent, &quiet, all).is_nan());
    // The alarm watches and moves nothing.
    for name in ["exhaustion_mean", "after_hours_minutes_per_day", "after_hours_lead_weeks"] {
        assert_eq!(value(&rings, &loud, name).to_bits(), value(&usual, &told, name).to_bits(), "{name}");
    }
}

/// Evenings are full at once when more patients come, exhaustion follows over months.
#[test]
fn work_after_hours_comes_before_exhaustion() {
    let shock = clinic(&[]);
    let outcome = run(&shock, 1, 0);
    let lead = value(&shock, &outcome, "after_hours_lead_weeks");
    let correlation = value(&shock, &outcome, "after_hours_lead_correlation");
    assert!((3.0..=26.0).contains(&lead) && correlation > 0.5, "{lead} weeks, {correlation}");
}
