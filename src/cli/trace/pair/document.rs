//! Pairs as JSON.

use serde_json::{Value, json};

use super::choice::{Choice, Gap, Pair, RULE};
use super::course::Course;
use super::parting::Parting;
use super::reason::{delegated, fate};
use crate::cli::trace::path;
use crate::clinic::trace::Fate;
use crate::clinic::world::NO_PATIENT;
use crate::replay::log::{Log, id};

/// What a choice comes to.
pub fn counts(choice: &Choice, labels: [&str; 2]) -> Value {
    let only = [0, 1].map(|i| {
        json!({
            "scenario": labels[i],
            "cases": choice.only[i],
            "kept_back_by_the_other": choice.kept_back[i],
        })
    });
    json!({
        "both": choice.both(),
        "same": choice.same,
        "differ": choice.differ.len(),
        "only": only,
    })
}

/// The rule by which cases are ordered.
pub fn rule() -> Value {
    json!(RULE)
}

/// One case that differs, without its courses.
pub fn line(logs: [&Log; 2], pair: &Pair, parting: Option<&Parting>) -> Value {
    let came = [0, 1].map(|i| pair.courses[i].came().map(|came| logs[i].clock.moment(came)));
    json!({
        "case_id": id(pair.case),
        "title": title(&pair.courses),
        "patient_id": patient(&pair.courses),
        "came": came,
        "gap": gap(&pair.gap),
        "parting": parting.map(|parting| parted(logs[0], parting)),
    })
}

fn gap(gap: &Gap) -> Value {
    json!({
        "minutes": gap.lengths.map(|length| length.in_minutes()),
        "open": gap.open,
        "other_hands": gap.other_hands,
        "difference_minutes": gap.size().in_minutes(),
    })
}

fn parted(log: &Log, parting: &Parting) -> Value {
    json!({
        "at": log.clock.moment(parting.at),
        "sort": parting.sort,
        "what": parting.what,
        "why": parting.why,
    })
}

/// A course: the case as `--case` gives it, and what became of it beside work; `null` for one that did not come.
pub fn course(log: &Log, case: u64, course: &Course) -> Value {
    if course.first().is_none() {
        return Value::Null;
    }
    let came = course.came();
    let end = course.end(log, |_| true).filter(|_| !course.is_kept_back());
    let told = (!course.entries.is_empty()).then(|| path::one(log, case, course.entries.clone()));
    json!({
        "came": came.map(|came| log.clock.moment(came)),
        "ended": end.filter(|(_, open)| !open).map(|(end, _)| log.clock.moment(end)),
        "open": end.is_some_and(|(_, open)| open),
        "work": told,
        "delegated": course.entries.iter().find_map(|entry| delegated(entry)),
        "turns": course.turns.iter().map(|turn| json!({
            "at": log.clock.moment(turn.entry.end),
            "part_id": id(turn.entry.part.value()),
            "activity": turn.entry.activity,
            "queued": log.clock.moment(turn.entry.queued),
            "what": fate(turn.fate),
            "from_to": match turn.fate {
                Fate::Moves { from, to } => json!([log.name(from), log.name(to)]),
                _ => Value::Null,
            },
        })).collect::<Vec<_>>(),
    })
}

/// What a case is, as far as one of its courses knows.
pub fn title(pair: &[Course; 2]) -> String {
    let known = pair.iter().find_map(|course| course.first().map(|first| (first, course.is_message())));
    known.map_or(String::new(), |(first, message)| path::title_of(first, message))
}

/// The patient of a case, if it has one.
pub fn patient(pair: &[Course; 2]) -> Option<u32> {
    let first = pair.iter().find_map(Course::first);
    first.map(|entry| entry.patient).filter(|patient| *patient != NO_PATIENT)
}
