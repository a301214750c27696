//! Why courses part, as far as a log knows: whom work had to wait for, what they did meanwhile, who was in the room.

use super::course::Beat;
use super::parting::Side;
use crate::clinic::model::{NONE, PersonId};
use crate::clinic::trace::{Entry, Fate};
use crate::clinic::world::NO_PATIENT;
use crate::engine::time::Time;
use crate::replay::clock::{day_of, of_day};
use crate::replay::log::Log;
use crate::replay::words::{is_message, what};

/// Why the same work by the same people takes longer or shorter; the log does not tell these apart.
pub const LENGTH: &str =
    "the pace of people, or the minutes that the step, rules, gaps and interruptions take, differ";

/// What became of a case, in words.
pub fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Waits => "it waits",
        Fate::HasRoom => "it got its room",
        Fate::Moves { .. } => "it went to the cover",
        Fate::LeavesUnseen => "the patient left unseen",
        Fate::SentHome => "the patient was sent home",
        Fate::TurnedAway => "the patient was turned away",
        Fate::Missed => "it took place without its person",
        Fate::KeptBack => "it was kept back",
    }
}

/// Why a case came at another time.
pub fn of_coming(log: &Log, entry: &Entry) -> Option<String> {
    if is_message(entry) {
        let panel = &log.model.panel;
        let name = |kind: &u16| &log.model.messages[usize::from(*kind)].name;
        let follows =
            panel.after_orders.iter().chain(&panel.after_visits).any(|kind| *name(kind) == entry.kind);
        return follows.then(|| "the work from which it follows ended at another time".to_owned());
    }
    let booked = entry.patient != NO_PATIENT;
    booked.then(|| "the diary gave the appointment another time".to_owned())
}

/// Why a case goes another way from the beginning.
pub fn of_way(both: [(&Side, &Entry); 2]) -> String {
    let rerouted = both.into_iter().find(|(side, entry)| {
        let usual = side.log.model.messages.iter().find(|message| message.name == entry.kind);
        is_message(entry) && usual.is_some_and(|message| message.pathway != entry.pathway)
    });
    match rerouted {
        Some((side, _)) => format!("an intervention of {} gives such messages another way", side.label),
        None => "the scenarios give it different ways".to_owned(),
    }
}

/// Why in a run a piece of work was not begun at the moment and by the person that `beat` of the other run says.
pub fn of_wait(run: &Side, beat: &Beat, in_other: &Side) -> Option<String> {
    let (at, entry, label) = (beat.at, beat.entry, run.label);
    let room = run
        .beats
        .iter()
        .find(|other| other.fate == Some(Fate::HasRoom) && other.is_at(entry) && other.at > at);
    if let Some(room) = room {
        return Some(format!("with {label} no room was free until {}", of_day(room.at)));
    }
    if !entry.has_person() {
        return None;
    }
    let Some(person) = person(run.log, in_other.log.identity(entry.person)) else {
        return Some(format!("with {label} there is no {}", in_other.log.resource(entry)));
    };
    let name = run.log.name(person);
    let own = || run.log.entries.iter().filter(|other| other.person == person);
    if let Some(busy) = own().find(|other| other.start <= at && at < other.end) {
        let (from, until) = (of_day(busy.start), of_day(busy.end));
        let doing = if busy.class == "rest" { "at" } else { "busy with" };
        return Some(format!("with {label} {name} was {doing} {} from {from} to {until}", what(busy)));
    }
    if !own().any(|other| day_of(other.start) == day_of(at)) {
        return Some(format!("with {label} {name} did no work on this day"));
    }
    let before =
        own().filter(|other| other.end <= at && day_of(other.end) == day_of(at)).map(|other| other.end);
    let after = own().filter(|other| other.start > at).map(|other| other.start).min();
    Some(free(run, name, at, (before.max(), after)))
}

/// Somebody had nothing in hand at a moment.
fn free(run: &Side, name: &str, at: Time, (before, after): (Option<Time>, Option<Time>)) -> String {
    let label = run.label;
    let same_day = after.filter(|after| day_of(*after) == day_of(at));
    match (before, same_day) {
        (None, _) => format!("with {label} {name} had not begun to work on this day"),
        (Some(before), None) => {
            format!("with {label} {name} had ended work on this day at {}", of_day(before))
        }
        (Some(before), Some(after)) => format!(
            "with {label} {name} had nothing in hand from {} to {}, and the log does not say why it was left",
            of_day(before),
            of_day(after)
        ),
    }
}

/// By what work was interrupted.
pub fn of_interruption(run: &Side, beat: &Beat) -> Option<String> {
    let person = beat.entry.person;
    let mut begun = run.log.entries.iter().filter(|other| other.person == person && other.start == beat.at);
    begun.next().map(|other| format!("with {} {} took up {}", run.label, run.log.name(person), what(other)))
}

/// Who took part in a piece of work beside the lead, and what they took over.
pub fn company(run: &Side, entry: &Entry) -> String {
    let helpers: Vec<&str> = run.course.helpers(entry).map(|helper| run.log.resource(helper)).collect();
    match (helpers.is_empty(), delegated(entry)) {
        (true, None) => "alone".to_owned(),
        (true, Some(what)) => what.to_owned(),
        (false, None) => format!("with {}", helpers.join(" and ")),
        (false, Some(what)) => format!("with {}: {what}", helpers.join(" and ")),
    }
}

/// What assistants take over: at a visit, or of the paper of one.
pub fn delegated(entry: &Entry) -> Option<&'static str> {
    match (entry.class, entry.notes_delegated, entry.orders_delegated) {
        ("visit", true, true) => {
            Some("an assistant writes a share of the note and enters a share of the orders")
        }
        ("visit", true, false) => Some("an assistant writes a share of the note"),
        ("visit", false, true) => Some("an assistant enters a share of the orders"),
        ("note", true, _) => Some("a share was written in the room by an assistant"),
        ("order", _, true) => Some("a share was entered in the room by an assistant"),
        _ => None,
    }
}

/// Who in a run is somebody of another run.
fn person(log: &Log, identity: u64) -> Option<PersonId> {
    (0..log.model.people.len() as PersonId).find(|p| *p != NONE && log.identity(*p) == identity)
}
