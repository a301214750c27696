//! The lanes of single people.

use std::collections::BTreeMap;

use super::letters::letter;
use super::log::{Log, full_name};
use super::scene::minute;
use super::words::what;
use crate::clinic::model::{ClinicId, PersonId, PersonModel};
use crate::clinic::trace::{Entry, REST};
use crate::document::{Person, Piece};
use crate::engine::time::{DAY, Span};

/// Whose day it is that a clinic shows: its staff by team; then who came from elsewhere to work here. Of those whom an
/// intervention may add, who works.
pub(super) fn people(log: &Log, clinic: ClinicId, numbers: &BTreeMap<u64, u32>) -> Vec<Person> {
    let mut order: Vec<PersonId> =
        (0..log.model.people.len() as PersonId).filter(|p| is_shown(log, clinic, *p)).collect();
    let teams = log.model.clinics[usize::from(clinic)].teams;
    order.sort_by_key(|p| {
        let person = &log.model.people[usize::from(*p)];
        (person.clinic != clinic, if teams { person.team } else { 0 }, *p)
    });
    order.into_iter().map(|p| person(log, clinic, p, numbers)).collect()
}

/// Whether a person has a lane.
fn is_shown(log: &Log, clinic: ClinicId, p: PersonId) -> bool {
    let person = &log.model.people[usize::from(p)];
    let works = |here: bool| {
        let mut own = log.entries.iter().filter(|entry| entry.person == p && entry.class != REST);
        own.any(|entry| !here || entry.clinic == clinic)
    };
    if person.clinic == clinic { person.reserve <= 0 || works(false) } else { works(true) }
}

/// What stands in somebody's lane.
pub(super) fn shown<'l>(log: &'l Log, clinic: ClinicId) -> impl Iterator<Item = &'l Entry> {
    let people: Vec<bool> =
        (0..log.model.people.len() as PersonId).map(|p| is_shown(log, clinic, p)).collect();
    log.entries.iter().filter(move |entry| entry.has_person() && people[usize::from(entry.person)])
}

/// Whether an entry is of a patient, a message or a paper; a rest and a meeting are not.
pub(super) fn is_of_a_case(entry: &Entry) -> bool {
    !matches!(entry.kind.as_str(), "rest" | "by the clock")
}

fn person(log: &Log, clinic: ClinicId, p: PersonId, numbers: &BTreeMap<u64, u32>) -> Person {
    let model = &log.model.people[usize::from(p)];
    let own = log.entries.iter().filter(|entry| entry.person == p);
    let at_home_here = model.clinic == clinic;
    Person {
        name: if at_home_here { model.name.clone() } else { full_name(log.model, model) },
        role: log.model.roles[usize::from(model.role)].name.clone(),
        team: team(log, clinic, model),
        away: log.away[usize::from(p)] || !has_sessions(log, model),
        pieces: own.filter_map(|entry| piece(log, entry, numbers)).collect(),
    }
}

/// The team in words: where the clinic has teams, their number; of who comes from elsewhere, where from.
fn team(log: &Log, clinic: ClinicId, model: &PersonModel) -> String {
    let home = &log.model.clinics[usize::from(model.clinic)];
    match (model.clinic == clinic, home.teams) {
        (true, true) => format!("team {}", model.team + 1),
        (true, false) => String::new(),
        (false, _) => format!("from {}", home.name),
    }
}

/// Whether the roster has somebody at work on this day.
fn has_sessions(log: &Log, model: &PersonModel) -> bool {
    let (day, time) = (log.from.micros() / DAY.micros(), &log.model.time);
    !time.is_holiday(day) && !model.windows[time.roster_day(day)].is_empty()
}

/// An entry as a piece of the lane; what goes over midnight is cut there, and what then takes no time is left out.
fn piece(log: &Log, entry: &Entry, numbers: &BTreeMap<u64, u32>) -> Option<Piece> {
    let (start, end) = (entry.start.max(log.from), entry.end.min(log.until));
    if start >= end {
        return None;
    }
    let case = match is_of_a_case(entry) {
        true => *numbers.get(&entry.case.value()).expect("all cases that are shown have numbers"),
        false => 0,
    };
    Some(Piece {
        from: minute(log, start),
        until: minute(log, end),
        letter: letter(entry),
        what: what(entry),
        case,
        home: entry.at_home,
        ticks: ticks(log, entry),
    })
}

/// Interruptions within an entry. The model knows how many come from outside, not when: these stand evenly. What more urgent
/// work broke off has a tick at its end.
fn ticks(log: &Log, entry: &Entry) -> Vec<f64> {
    let number = u64::from(entry.interruptions);
    let length = entry.end.since(entry.start).micros();
    let place = |k: u64| entry.start + Span::from_micros(length * k / (number + 1));
    let mut ticks: Vec<_> = (1..=number).map(place).collect();
    ticks.extend((!entry.finished && !entry.helps && entry.end < log.until).then_some(entry.end));
    ticks.retain(|at| (log.from..=log.until).contains(at));
    ticks.into_iter().map(|at| minute(log, at)).collect()
}
