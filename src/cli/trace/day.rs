//! One person's day, from midnight to midnight: what they did, where, what had waited for them, and when they were free.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Told;
use super::layout::{columns, minutes};
use crate::clinic::model::PersonId;
use crate::clinic::trace::Entry;
use crate::clinic::world::NO_PATIENT;
use crate::engine::time::{DAY, Span, Time};
use crate::replay::clock::{midnight, of_day};
use crate::replay::log::{Log, id};
use crate::replay::words::what;

/// The usual day lies between these hours.
const USUAL: (f64, f64) = (8.0, 18.0);
/// What the time between two pieces of work is called.
const FREE: &str = "free";

/// A stretch of the day.
struct Line<'l> {
    start: Time,
    end: Time,
    /// The work or rest; `None` is a gap.
    entry: Option<&'l Entry>,
}

impl Line<'_> {
    fn minutes(&self) -> f64 {
        self.end.since(self.start).in_minutes()
    }

    /// Minutes between two moments.
    fn within(&self, from: Time, until: Time) -> f64 {
        self.end.min(until).since(self.start.max(from)).in_minutes()
    }

    fn is_work(&self) -> bool {
        self.entry.is_some_and(|entry| entry.class != "rest")
    }
}

/// Tells the day of a person.
pub(super) fn tell(log: &Log, person: PersonId, day: u64) -> Told {
    let lines = lines(log, person, day);
    let sums = sums(&lines, midnight(day));
    let model = &log.model.people[usize::from(person)];
    let role = &log.model.roles[usize::from(model.role)].name;
    let clinic = &log.model.clinics[usize::from(model.clinic)].name;
    let (name, away) = (&log.names[usize::from(person)], log.away[usize::from(person)]);
    let mut text = format!("{name}, {role} at {clinic}: {}\n", log.clock.day_name(day));
    text.push_str(&format!("{}, seed {}, replication {}\n\n", log.scenario, log.seed, log.replication));
    if away {
        text.push_str("Not at work on this day: on leave, ill, or not part of the staff.\n\n");
    }
    let head = ["start", "end", "minutes", "waited", "what", "where"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> =
        std::iter::once(head).chain(lines.iter().map(|line| row(log, line))).collect();
    text.push_str(&columns(&rows, &[2, 3]));
    text.push('\n');
    let feet = sums.iter().map(|(what, sum)| vec![what.clone(), minutes(*sum)]).collect::<Vec<_>>();
    text.push_str(&columns(&feet, &[1]));
    let json = json!({
        "schema": "cliniq.trace.day/1",
        "scenario": log.scenario,
        "seed": log.seed,
        "replication": log.replication,
        "person": name,
        "role": role,
        "clinic": clinic,
        "day": log.clock.day_name(day),
        "away": away,
        "lines": lines.iter().map(|line| document(log, line)).collect::<Vec<_>>(),
        "minutes": sums.into_iter().collect::<BTreeMap<String, f64>>(),
    });
    Told { text, json }
}

/// The day without a gap: work, rest, and free time between; what goes over midnight is cut there.
fn lines<'l>(log: &'l Log, person: PersonId, day: u64) -> Vec<Line<'l>> {
    let (from, until) = (midnight(day), midnight(day + 1));
    let mut lines = Vec::new();
    let mut now = from;
    for entry in log.entries.iter().filter(|entry| entry.person == person) {
        let (start, end) = (entry.start.max(from), entry.end.min(until));
        if start > now {
            lines.push(Line { start: now, end: start, entry: None });
        }
        lines.push(Line { start, end, entry: Some(entry) });
        now = now.max(end);
    }
    if now < until {
        lines.push(Line { start: now, end: until, entry: None });
    }
    lines
}

/// Minutes by class of work, then those of the day as a whole.
fn sums(lines: &[Line], from: Time) -> Vec<(String, f64)> {
    let mut classes: BTreeMap<&str, f64> = BTreeMap::new();
    for line in lines {
        *classes.entry(line.entry.map_or(FREE, |entry| entry.class)).or_insert(0.0) += line.minutes();
    }
    let (eight, six) = (from + Span::hours(USUAL.0), from + Span::hours(USUAL.1));
    let work = || lines.iter().filter(|line| line.is_work());
    let at_home = |line: &&Line| line.entry.is_some_and(|entry| entry.at_home);
    let whole = [
        ("work in all", work().map(Line::minutes).sum::<f64>()),
        ("work before 08:00", work().map(|line| line.within(from, eight)).sum()),
        ("work after 18:00", work().map(|line| line.within(six, Time::MAX)).sum()),
        ("work at home", work().filter(at_home).map(Line::minutes).sum()),
    ];
    let classes = classes.into_iter().chain(whole);
    // the sum of nothing is -0.0, which nobody wants to read
    classes.map(|(what, sum)| (what.to_owned(), sum + 0.0)).collect()
}

/// How long the case had waited when it was taken up.
fn waited(line: &Line) -> Option<f64> {
    let entry = line.entry.filter(|_| line.is_work())?;
    Some(entry.start.since(entry.queued).in_minutes())
}

fn place<'l>(log: &'l Log, line: &Line) -> &'l str {
    match line.entry {
        Some(entry) if entry.at_home => "at home",
        Some(entry) => &log.model.clinics[usize::from(entry.clinic)].name,
        None => "",
    }
}

fn row(log: &Log, line: &Line) -> Vec<String> {
    // the day ends at 24:00, not at 00:00
    let ends =
        if line.end.micros().is_multiple_of(DAY.micros()) { "24:00:00".to_owned() } else { of_day(line.end) };
    vec![
        of_day(line.start),
        ends,
        minutes(line.minutes()),
        waited(line).map(minutes).unwrap_or_default(),
        line.entry.map_or_else(|| FREE.to_owned(), what),
        place(log, line).to_owned(),
    ]
}

fn document(log: &Log, line: &Line) -> Value {
    json!({
        "start": log.clock.moment(line.start),
        "end": log.clock.moment(line.end),
        "minutes": line.minutes(),
        "waited_minutes": waited(line),
        "what": line.entry.map_or_else(|| FREE.to_owned(), what),
        "class": line.entry.map_or(FREE, |entry| entry.class),
        "where": place(log, line),
        "case_id": line.entry.map(|entry| id(entry.case.value())),
        "patient_id": line.entry.map(|entry| entry.patient).filter(|patient| *patient != NO_PATIENT),
        "at_home": line.entry.is_some_and(|entry| entry.at_home),
        "helps": line.entry.is_some_and(|entry| entry.helps),
        "finished": line.entry.is_none_or(|entry| entry.finished),
    })
}
