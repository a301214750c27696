//! A day in lanes: what everybody of a clinic does from minute to minute, in one or two worlds with the same patients.

use std::collections::BTreeMap;
use std::thread;

use super::clock::Clock;
use super::course::Course;
use super::days::{Picked, stretch};
use super::log::Log;
use super::people;
use super::protect;
use crate::clinic::model::{ClinicId, Model};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::trace::{Entry, Level, REST};
use crate::clinic::workflow::{EVENING_MINUTE, after_hours};
use crate::declaration::suggest;
use crate::document::{Lanes, World};
use crate::engine::time::Time;
use crate::error::Error;

/// Lanes begin at six, or with the hour of the first who works before.
const FROM: f64 = 6.0 * 60.0;
/// Lanes end with the day.
const UNTIL: f64 = 24.0 * 60.0;

/// A scenario of which the day is shown.
#[derive(Clone, Copy)]
pub struct Arm<'c> {
    /// Its name.
    pub name: &'c str,
    /// Its run.
    pub course: &'c Course<'c>,
    /// Its place among the scenarios of the figure, the baseline at 0.
    pub scenario: usize,
}

/// A day in lanes, with what is said of it.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The day, as it is drawn.
    pub lanes: Lanes,
    /// Which day it is, and why.
    pub picked: Picked,
    /// Its name, as options take it.
    pub day_name: String,
    /// Master seed and replication.
    pub run: (u64, u32),
    /// Patients seen by clinicians, in each world.
    pub seen: Vec<u32>,
}

/// The clinic of a name, or the first.
///
/// # Errors
/// [`Error::Refused`] if no clinic has this name.
pub fn clinic(model: &Model, name: Option<&str>) -> Result<ClinicId, Error> {
    let Some(name) = name else { return Ok(0) };
    let found = model.clinics.iter().position(|clinic| clinic.name == name);
    found.map(|c| c as ClinicId).ok_or_else(|| {
        let help = suggest::help(name, model.clinics.iter().map(|clinic| clinic.name.as_str()));
        Error::Refused(format!("no clinic is called `{name}`; {}", help.unwrap_or_default()))
    })
}

/// A day of a clinic in lanes, in all worlds.
///
/// # Errors
/// [`Error::Refused`] where real people could be told apart, without a calendar, or where the worlds have other clinics or days.
pub fn lanes(arms: &[Arm], clinic_name: Option<&str>, picked: &Picked) -> Result<Scene, Error> {
    let first = &arms.first().expect("a day is shown of a scenario").course.case().model;
    let clock = Clock::new(&first.time);
    let name = &first.clinics[usize::from(clinic(first, clinic_name)?)].name;
    let mut clinics = Vec::new();
    for arm in arms {
        protect(arm.course.case(), None)?;
        comparable(&clock, arm, picked.day)?;
        clinics.push(clinic(&arm.course.case().model, Some(name))?);
    }
    let logs = logs(arms, &clock, picked.day);
    Ok(scene(arms, &logs, &clinics, picked))
}

/// Whether a world has days, and those of the first, up to the last that is shown.
fn comparable(clock: &Clock, arm: &Arm, last: u64) -> Result<(), Error> {
    let time = &arm.course.case().model.time;
    if !time.calendar {
        return Err(Error::Refused(format!(
            "{} runs in hours (run.hours) and has no days to show",
            arm.name
        )));
    }
    if !clock.agrees_with(&Clock::new(time)) {
        return Err(Error::Refused(format!(
            "{} has other days than the scenario before it: give both the same run.warmup_weeks and calendar.start_date",
            arm.name
        )));
    }
    if last >= Clock::new(time).days() {
        return Err(Error::Refused(format!(
            "{} ends before {}: give it more weeks, for example --set run.weeks=104",
            arm.name,
            clock.day_name(last)
        )));
    }
    Ok(())
}

/// The logs of all worlds, each in a thread of its own.
fn logs<'c>(arms: &[Arm<'c>], clock: &Clock, day: u64) -> Vec<Log<'c>> {
    let one = |arm: &Arm<'c>| arm.course.log(arm.name, clock, stretch(day));
    thread::scope(|scope| {
        let others: Vec<_> = arms[1..].iter().map(|arm| scope.spawn(move || one(arm))).collect();
        let first = one(&arms[0]);
        let others = others.into_iter();
        let rest = others.map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(first).chain(rest).collect()
    })
}

/// One day in all worlds.
fn scene(arms: &[Arm], logs: &[Log], clinics: &[ClinicId], picked: &Picked) -> Scene {
    let numbers = numbers(logs, clinics);
    let worlds: Vec<World> = arms
        .iter()
        .zip(logs)
        .zip(clinics)
        .map(|((arm, log), clinic)| world(arm.scenario, log, *clinic, &numbers))
        .collect();
    let begins = |world: &World| {
        world.people.iter().flat_map(|person| &person.pieces).map(|piece| piece.from).fold(FROM, f64::min)
    };
    let from = worlds.iter().map(begins).fold(FROM, f64::min);
    Scene {
        seen: logs.iter().zip(clinics).map(|(log, clinic)| seen(log, *clinic)).collect(),
        day_name: logs[0].clock.day_name(picked.day),
        run: (logs[0].seed, logs[0].replication),
        picked: picked.clone(),
        lanes: Lanes {
            day: logs[0].clock.day_in_words(picked.day),
            rule: picked.rule.clone(),
            from: (from / 60.0).floor() * 60.0,
            until: UNTIL,
            evening_from: EVENING_MINUTE,
            worlds,
        },
    }
}

/// The day in one world.
fn world(scenario: usize, log: &Log, clinic: ClinicId, numbers: &BTreeMap<u64, u32>) -> World {
    let level = |level| {
        let course = log.level(clinic, level).into_iter();
        course.map(|(at, number)| (minute(log, at), number)).collect::<Vec<_>>()
    };
    let rooms = log.model.rooms.iter().filter(|room| room.clinic == clinic);
    World {
        scenario,
        people: people::people(log, clinic, numbers),
        rooms: level(Level::Rooms),
        all_rooms: rooms.map(|room| room.count).sum(),
        inbox: level(Level::Inbox),
        waiting: level(Level::Waiting),
        after_hours_minutes: after_hours_minutes(log, clinic),
    }
}

/// Minutes from the midnight with which the day begins.
pub(super) fn minute(log: &Log, at: Time) -> f64 {
    at.since(log.from).in_minutes()
}

/// What the clinicians of a clinic worked after hours, as the measure `after_hours_minutes_per_day` defines it.
fn after_hours_minutes(log: &Log, clinic: ClinicId) -> f64 {
    let model = log.model;
    let clinicians =
        log.entries.iter().filter(|entry| entry.has_person() && entry.class != REST).filter(|entry| {
            let person = &model.people[usize::from(entry.person)];
            person.clinic == clinic && model.roles[usize::from(person.role)].clinician
        });
    clinicians
        .map(|entry| after_hours(entry.start.max(log.from), entry.end.min(log.until)).in_minutes())
        .sum()
}

/// Patients whom a clinician of this clinic has seen on this day.
fn seen(log: &Log, clinic: ClinicId) -> u32 {
    let clinician = |entry: &&Entry| {
        entry.has_person()
            && log.model.roles[usize::from(log.model.people[usize::from(entry.person)].role)].clinician
    };
    let visits = log
        .entries
        .iter()
        .filter(|entry| entry.clinic == clinic && entry.class == TaskClass::Visit.word() && entry.finished)
        .filter(clinician);
    let mut cases: Vec<u64> = visits.map(|entry| entry.case.value()).collect();
    cases.sort_unstable();
    cases.dedup();
    cases.len() as u32
}

/// A small number for every case that is in somebody's lane, in the order in which they appear over all worlds.
fn numbers(logs: &[Log], clinics: &[ClinicId]) -> BTreeMap<u64, u32> {
    let shown = logs.iter().zip(clinics).flat_map(|(log, clinic)| people::shown(log, *clinic));
    let mut first: BTreeMap<u64, Time> = BTreeMap::new();
    for entry in shown.filter(|entry| people::is_of_a_case(entry)) {
        let known = first.entry(entry.case.value()).or_insert(entry.start);
        *known = entry.start.min(*known);
    }
    let mut order: Vec<(Time, u64)> = first.into_iter().map(|(case, start)| (start, case)).collect();
    order.sort_unstable();
    (1..).zip(order).map(|(number, (_, case))| (case, number)).collect()
}
