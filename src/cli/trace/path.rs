//! The path of a patient, of a case, of a message: each step with its wait, and what followed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Told;
use super::layout::{columns, minutes};
use crate::clinic::trace::Entry;
use crate::clinic::workflow::MOST_REPEATS;
use crate::declaration::suggest;
use crate::engine::random::Identity;
use crate::engine::time::{Span, Time};
use crate::error::Error;
use crate::replay::clock::{day_of, of_day};
use crate::replay::log::{Log, id};
use crate::replay::words::{is_message, what};

/// One visit brings no more results or letters of one kind than this that a path looks for.
const MOST_RESULTS: u64 = 64;

/// All that was done for one case, in order.
struct Path<'l> {
    case: u64,
    entries: Vec<&'l Entry>,
}

impl Path<'_> {
    /// The case itself, without its papers; a piece of work of several people counts once.
    fn own(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().copied().filter(|entry| entry.part.value() == self.case && !entry.helps)
    }

    /// When it came, as far as the log knows.
    fn came(&self) -> Time {
        let queued = self.own().chain(self.entries.iter().copied()).map(|entry| entry.queued);
        queued.min().unwrap_or(Time::ZERO)
    }

    /// When it was closed, if it was.
    fn closed(&self, log: &Log) -> Option<Time> {
        let last = self.own().map(|entry| entry.end).max();
        last.filter(|_| !log.open.contains(&self.case))
    }

    /// Time in somebody's hands, and time of waiting.
    fn shares(&self, log: &Log) -> (f64, f64) {
        let worked: f64 = self.own().map(|entry| entry.end.since(entry.start).in_minutes()).sum();
        let whole = self.closed(log).unwrap_or(log.until).since(self.came()).in_minutes();
        (worked, (whole - worked).max(0.0))
    }

    fn is_message(&self) -> bool {
        self.entries.iter().any(|entry| is_message(entry))
    }

    fn title(&self) -> String {
        self.entries.first().map_or(String::new(), |first| title_of(first, self.is_message()))
    }
}

/// What a case is called after the first that is known of it.
pub(super) fn title_of(first: &Entry, message: bool) -> String {
    match first.kind.as_str() {
        "paper" | "by the clock" => first.activity.clone(),
        kind if message => format!("message {kind}"),
        kind => format!("visit {kind}"),
    }
}

/// One case as a document: all its entries in order.
pub(super) fn one(log: &Log, case: u64, entries: Vec<&Entry>) -> Value {
    document(log, &Path { case, entries })
}

/// The path of a patient over the stretch.
pub(super) fn of_patient(log: &Log, patient: u32) -> Told {
    let paths = group(log.entries.iter().filter(|entry| entry.patient == patient));
    let mut told = tell(log, &format!("patient {patient}"), &paths);
    if paths.is_empty() {
        told.text.push_str("Nothing was done for this patient in this time.\n");
    }
    told
}

/// The path of a case, and of the messages that followed from it.
pub(super) fn of_case(log: &Log, text: &str) -> Result<Told, Error> {
    let known = || log.entries.iter().filter(|entry| entry.class != "rest");
    let case = find_case(text, &known().collect::<Vec<_>>())?;
    let family = family(log, case);
    let entries = known().filter(|entry| family.binary_search(&entry.case.value()).is_ok());
    Ok(tell(log, &format!("case {}", id(case.value())), &group(entries)))
}

/// The case that a text names, by its own id or by that of one of its papers.
///
/// # Errors
/// [`Error::Refused`] if the text is no id, or names no case of these.
pub(super) fn find_case(text: &str, known: &[&Entry]) -> Result<Identity, Error> {
    let asked = u64::from_str_radix(text, 16).map_err(|_| {
        Error::Refused(format!("--case: expected a case_id of 16 hex digits as in the log, found `{text}`"))
    })?;
    let found = known.iter().find(|entry| entry.case.value() == asked || entry.part.value() == asked);
    if let Some(entry) = found {
        return Ok(entry.case);
    }
    let mut ids: Vec<String> = known.iter().map(|entry| id(entry.case.value())).collect();
    ids.dedup();
    let near = suggest::nearest(text, ids.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(Error::Refused(format!(
        "--case: no case {text} was worked on in this time{near}; other times: --from and --until"
    )))
}

/// The way of one message of a kind.
pub(super) fn of_message(log: &Log, kind: &str, number: u32) -> Result<Told, Error> {
    let mut paths = group(log.entries.iter().filter(|entry| is_message(entry) && entry.kind == kind));
    paths.retain(|path| path.came() >= log.from);
    paths.sort_by_key(|path| (path.came(), path.case));
    let count = paths.len();
    let asked = number as usize - 1;
    if asked >= count {
        return Err(Error::Refused(format!(
            "--message: {count} messages {kind} came in this time and were taken up, so there is no number {number}"
        )));
    }
    let path = paths.swap_remove(asked);
    Ok(tell(log, &format!("message {kind}, number {number} of {count}"), &[path]))
}

/// A case and the messages that its orders and its end send, asked again where nobody answers: their identities follow
/// from its own. In order.
pub(super) fn family(log: &Log, case: Identity) -> Vec<u64> {
    let kinds = log.model.messages.iter().map(|message| Identity::named(&message.name).value());
    let results = kinds.flat_map(|kind| (0..MOST_RESULTS).map(move |unit| case.child(kind).child(unit)));
    let mut family: Vec<u64> = Vec::new();
    for one in std::iter::once(case).chain(results) {
        let mut again = one;
        family.push(one.value());
        for repeat in 1..=u64::from(MOST_REPEATS) {
            again = again.child(repeat);
            family.push(again.value());
        }
    }
    family.sort_unstable();
    family
}

/// Pieces of work by case, the cases in the order in which they came.
fn group<'l>(entries: impl Iterator<Item = &'l Entry>) -> Vec<Path<'l>> {
    let mut paths: Vec<Path> = Vec::new();
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    for entry in entries {
        let case = entry.case.value();
        let place = *places.entry(case).or_insert(paths.len());
        if place == paths.len() {
            paths.push(Path { case, entries: Vec::new() });
        }
        paths[place].entries.push(entry);
    }
    paths
}

fn tell(log: &Log, title: &str, paths: &[Path]) -> Told {
    let days = (log.clock.day_name(day_of(log.from)), log.clock.day_name(day_of(log.until) - 1));
    let mut text = format!("{title}: {} to {}\n", days.0, days.1);
    text.push_str(&format!("{}, seed {}, replication {}\n", log.scenario, log.seed, log.replication));
    for path in paths {
        text.push_str(&format!("\n{}\n", head(log, path)));
        text.push_str(&columns(&rows(log, path), &[3, 4]));
    }
    let json = json!({
        "schema": "cliniq.trace.path/1",
        "scenario": log.scenario,
        "seed": log.seed,
        "replication": log.replication,
        "of": title,
        "from": log.clock.moment(log.from),
        "until": log.clock.moment(log.until),
        "cases": paths.iter().map(|path| document(log, path)).collect::<Vec<_>>(),
    });
    Told { text, json }
}

/// What a path comes to, in one sentence.
fn head(log: &Log, path: &Path) -> String {
    let (worked, waited) = path.shares(log);
    let end = match path.closed(log) {
        _ if log.open.contains(&path.case) => "still open at the end of this time".to_owned(),
        Some(closed) if path.is_message() => format!("closed {}", log.clock.moment(closed)),
        Some(closed) => format!("done {}", log.clock.moment(closed)),
        None => "done before this time".to_owned(),
    };
    let came = match path.came() < log.from || path.own().next().is_none() {
        true => "came before this time".to_owned(),
        false => format!("came {}", log.clock.moment(path.came())),
    };
    let open = path.entries.iter().map(|entry| entry.part.value());
    let papers = open.filter(|part| *part != path.case && log.open.contains(part)).count();
    let papers = if papers > 0 { ", some of its papers still open" } else { "" };
    format!(
        "{} ({}): {came}, {end}{papers}; waited {} minutes, in hand {}",
        path.title(),
        id(path.case),
        minutes(waited),
        minutes(worked)
    )
}

/// Since when a piece of work had waited: of one that was interrupted, since the interruption.
fn waits(path: &Path) -> Vec<Span> {
    let mut waits = Vec::new();
    for (i, entry) in path.entries.iter().enumerate() {
        let before = path.entries[..i].iter().filter(|other| {
            other.part == entry.part && other.queued == entry.queued && other.end <= entry.start
        });
        let since = before.map(|other| other.end).max().unwrap_or(entry.queued);
        waits.push(entry.start.since(since));
    }
    waits
}

/// What passing on to somebody else is called: a message that the one before did not close.
fn passed_on(path: &Path, i: usize) -> bool {
    let entry = path.entries[i];
    let before = path.entries[..i].iter().rev().find(|other| !other.helps);
    is_message(entry) && !entry.helps && before.is_some_and(|other| other.activity != entry.activity)
}

fn rows(log: &Log, path: &Path) -> Vec<Vec<String>> {
    let head = ["  day", "start", "end", "waited", "minutes", "what", "role", "who", ""];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (i, (entry, wait)) in path.entries.iter().zip(waits(path)).enumerate() {
        let mut notes = Vec::new();
        notes.extend(passed_on(path, i).then_some("passed on"));
        notes.extend(entry.at_home.then_some("at home"));
        rows.push(vec![
            format!("  {}", log.clock.day_name(day_of(entry.start))),
            of_day(entry.start),
            of_day(entry.end),
            minutes(wait.in_minutes()),
            minutes(entry.end.since(entry.start).in_minutes()),
            what(entry),
            log.role(entry).to_owned(),
            log.resource(entry).to_owned(),
            notes.join(", "),
        ]);
    }
    rows
}

fn document(log: &Log, path: &Path) -> Value {
    let (worked, waited) = path.shares(log);
    let steps = path.entries.iter().zip(waits(path)).enumerate().map(|(i, (entry, wait))| {
        json!({
            "activity": entry.activity,
            "class": entry.class,
            "part_id": id(entry.part.value()),
            "resource": log.resource(entry),
            "role": log.role(entry),
            "queued": log.clock.moment(entry.queued),
            "start": log.clock.moment(entry.start),
            "end": log.clock.moment(entry.end),
            "waited_minutes": wait.in_minutes(),
            "minutes": entry.end.since(entry.start).in_minutes(),
            "passed_on": passed_on(path, i),
            "at_home": entry.at_home,
            "helps": entry.helps,
            "finished": entry.finished,
        })
    });
    json!({
        "case_id": id(path.case),
        "title": path.title(),
        "came": log.clock.moment(path.came()),
        "closed": path.closed(log).map(|time| log.clock.moment(time)),
        "waited_minutes": waited,
        "minutes": worked,
        "steps": steps.collect::<Vec<_>>(),
    })
}
