//! The scripted questions of a workshop: each is a change that the knobs can make, a question to guess at first, and what to
//! look at.

use serde_json::{Map, Value as Json, json};

use super::knobs;

/// A question: id, title, what is guessed, the knob and the number on it, and what to look at.
type WhatIf = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<(&'static str, f64)>,
    &'static [&'static str],
);

const ALL: [WhatIf; 5] = [
    (
        "second-ma",
        "A second MA for each clinician",
        "Four more assistants come, one for each clinician, and nothing else changes. Guess first: do clinicians work fewer \
         minutes in the evening, as many, or more? And by how much?",
        "second-ma",
        Some(("staffing.add.ma", 4.0)),
        &["after_hours_minutes_per_day", "patient_wait_minutes", "wages_usd_per_week"],
    ),
    (
        "inbox-triage",
        "Nurses look at the inbox first",
        "Nurses and assistants look at messages and results first, and close a third. Guess first: what do clinicians gain in \
         the evening, and who pays for it?",
        "inbox-triage",
        None,
        &["after_hours_minutes_per_day", "inbox_turnaround_hours", "burnout_prevalence.nurse"],
    ),
    (
        "annual-renewal",
        "All prescriptions renewed once a year",
        "The annual visit extends stable prescriptions for 18 months. Guess first: by how much do requests for renewals fall, \
         and who gains more time: clinicians or assistants?",
        "annual-renewal",
        None,
        &["renewal_requests_per_week", "inbox_minutes_per_day", "after_hours_minutes_per_day"],
    ),
    (
        "resilience-app",
        "A resilience app",
        "Everybody is offered a quarter of an hour with an app in each lunch break; the work stays as it is. Guess first: does \
         exhaustion fall, and do evenings change?",
        "resilience-app",
        None,
        &["exhaustion_mean", "after_hours_minutes_per_day", "burnout_prevalence"],
    ),
    (
        "after-hours-reward",
        "A bonus for few minutes after hours",
        "Clinicians get a bonus when the record shows few minutes after hours. Guess first: what happens to that number, and \
         what to all minutes worked after hours?",
        "after-hours-reward",
        Some(("after_hours_incentive.stakes", 2.0)),
        &["after_hours_metric_minutes_per_day", "after_hours_minutes_per_day", "notes_open"],
    ),
];

/// All of them.
pub fn all() -> Vec<Json> {
    let one = |(id, title, question, knob, number, look_at): &WhatIf| {
        let (name, mut table) = knobs::table(knob).unwrap_or(("", Json::Object(Map::new())));
        if let Some((path, value)) = number {
            let whole = value.fract() == 0.0 && path.ends_with(".ma");
            knobs::put(&mut table, path, if whole { json!(*value as i64) } else { json!(value) });
        }
        json!({
            "id": id, "title": title, "question": question, "look_at": look_at,
            "changes": { "interventions": { name: table } },
        })
    };
    ALL.iter().map(one).collect()
}
