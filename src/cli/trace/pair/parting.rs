//! The first point at which two courses part, in words: what happened in one run and not, or not then, in the other.

use super::course::{Act, Beat, Course};
use super::matching::{NEAR, first_difference};
use super::reason;
use crate::clinic::model::OWN;
use crate::clinic::trace::{Entry, Fate};
use crate::engine::time::{DAY, Time};
use crate::replay::clock::of_day;
use crate::replay::log::Log;
use crate::replay::words::is_message;

/// A course in its run.
pub struct Side<'l> {
    /// The log of the run.
    pub log: &'l Log<'l>,
    /// What the scenario is called.
    pub label: &'l str,
    /// The course.
    pub course: &'l Course<'l>,
    /// All that happens, in order.
    pub beats: Vec<Beat<'l>>,
}

/// Where two courses part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// When.
    pub at: Time,
    /// What sort of difference it is, a word for programs.
    pub sort: &'static str,
    /// What differs.
    pub what: String,
    /// Why, as far as the log knows.
    pub why: Option<String>,
}

impl<'l> Side<'l> {
    /// The course of a case in a run.
    pub fn new(log: &'l Log<'l>, label: &'l str, course: &'l Course<'l>) -> Self {
        Self { log, label, course, beats: course.beats(log) }
    }

    /// A moment of this run.
    pub fn moment(&self, at: Time) -> String {
        format!("{} {}", self.log.clock.day_name(at.micros() / DAY.micros()), of_day(at))
    }

    /// Who ended the step here that ended at another time, or by somebody else, in the other run.
    fn who_ended(&self, end: &Beat) -> String {
        let mut ends = self.beats.iter().filter(|beat| beat.act == Act::Ends && beat.is_at(end.entry));
        ends.next_back().map_or("somebody".to_owned(), |beat| self.who(beat.entry))
    }

    /// Whether a piece of work and one of another run were done by the same person.
    fn is_same_person(&self, entry: &Entry, other: &Side, theirs: &Entry) -> bool {
        self.log.identity(entry.person) == other.log.identity(theirs.person)
    }

    /// Who did a piece of work.
    pub fn who(&self, entry: &Entry) -> String {
        match entry.has_person() {
            true => self.log.resource(entry).to_owned(),
            false => "nobody".to_owned(),
        }
    }
}

/// Where two courses part; `None` where they are the same.
pub fn parting(sides: [&Side; 2]) -> Option<Parting> {
    let difference = first_difference(sides.map(|side| side.beats.as_slice()))?;
    let (p, q) = (sides[difference.run], sides[1 - difference.run]);
    let beat = difference.beat;
    let point = Point { p, q, beat, partner: difference.partner };
    let (sort, what, why) = match beat.act {
        Act::Comes => point.comes(),
        Act::Ends | Act::Stops => point.work_ends(),
        Act::Goes => point.goes(),
        Act::Queues => point.goes_on(),
        Act::HasRoom => point.has_room(),
        Act::Moves => point.moves(),
        Act::Begins => point.begins(),
    };
    Some(Parting { at: beat.at, sort, what, why })
}

/// What is said of a point: its sort, what differs, and why.
type Said = (&'static str, String, Option<String>);

/// The point: what happens in `p` and does not happen, or not then, in `q`.
struct Point<'s, 'l> {
    p: &'s Side<'l>,
    q: &'s Side<'l>,
    beat: &'s Beat<'l>,
    /// What it is in `q`, at another time or in another way.
    partner: Option<&'s Beat<'l>>,
}

impl Point<'_, '_> {
    /// What happens in `q` to the same part at about the same time, or later.
    fn since_then(&self) -> impl Iterator<Item = &Beat<'_>> {
        let since = self.beat.at.micros().saturating_sub(NEAR.micros());
        let part = self.beat.entry.part;
        self.q.beats.iter().filter(move |beat| beat.entry.part == part && beat.at.micros() > since)
    }

    /// The end of the step before, in `p`.
    fn before(&self) -> Option<&Beat<'_>> {
        let (at, part) = (self.beat.at, self.beat.entry.part);
        self.p.beats.iter().rfind(|beat| beat.act == Act::Ends && beat.at <= at && beat.entry.part == part)
    }

    /// What became of it in `q` without that it came to this.
    fn instead(&self) -> Option<String> {
        let mut turns = self.q.course.turns.iter().filter(|turn| turn.entry.part == self.beat.entry.part);
        let turn = turns.find(|turn| !matches!(turn.fate, Fate::HasRoom | Fate::Moves { .. }))?;
        Some(match turn.fate {
            Fate::Waits => "it still waits at the end of this time".to_owned(),
            fate => format!("{} at {}", reason::fate(fate), self.q.moment(turn.entry.end)),
        })
    }

    fn comes(&self) -> Said {
        let (p, q) = (self.p, self.q);
        let came = format!("with {} it came at {}", p.label, p.moment(self.beat.at));
        if let Some(later) = self.partner {
            let what = format!("{came}, with {} at {}", q.label, q.moment(later.at));
            return ("coming", what, reason::of_coming(p.log, self.beat.entry));
        }
        let kept = q.course.is_kept_back();
        let why = kept.then(|| format!("an intervention of {} keeps such messages back", q.label));
        ("coming", format!("{came}, with {} it did not come in this time", q.label), why)
    }

    fn goes_on(&self) -> Said {
        let (p, q, entry) = (self.p, self.q, self.beat.entry);
        let (to, before) = (where_to(entry), self.before());
        let other = self.since_then().find(|beat| beat.act == Act::Queues);
        if let Some(other) = other.filter(|other| !other.is_at(entry)) {
            let (verb, why) = match before {
                Some(_) => ("went on", None),
                None => ("went first", Some(reason::of_way([(p, entry), (q, other.entry)]))),
            };
            let what =
                format!("with {} it {verb} to {to}, with {} to {}", p.label, q.label, where_to(other.entry));
            return ("way", what, why);
        }
        if entry.part != entry.case && before.is_none() && self.partner.is_none() {
            let what = format!(
                "with {} `{}` followed from it, with {} it did not",
                p.label, entry.activity, q.label
            );
            return ("paper", what, None);
        }
        let closed = self.partner.is_none() && self.since_then().all(|beat| beat.act == Act::Ends);
        match before.filter(|_| closed) {
            Some(last) => {
                let who = q.who_ended(last);
                let what = format!("with {} {who} closed it, with {} it went on to {to}", q.label, p.label);
                ("closing", what, None)
            }
            None => {
                let then =
                    self.partner.map_or("not".to_owned(), |later| format!("at {}", q.moment(later.at)));
                let what = format!(
                    "with {} it came to {to} at {}, with {} {then}",
                    p.label,
                    p.moment(self.beat.at),
                    q.label
                );
                ("way", what, None)
            }
        }
    }

    fn has_room(&self) -> Said {
        let (p, q) = (self.p, self.q);
        let there = format!("with {} a room was free at {}", p.label, p.moment(self.beat.at));
        let then = match self.partner {
            Some(later) => format!("at {}", q.moment(later.at)),
            None => self.instead().unwrap_or("it did not wait for one".to_owned()),
        };
        ("room", format!("{there}, with {} {then}", q.label), None)
    }

    fn moves(&self) -> Said {
        let (p, q) = (self.p, self.q);
        let Some(Fate::Moves { from, to }) = self.beat.fate else {
            unreachable!("only who moves it makes it move");
        };
        let (from, to) = (p.log.name(from), p.log.name(to));
        let what = format!("with {} it went from {from} to {to}, with {} it did not", p.label, q.label);
        let why = format!("{from} was away or had too much overdue with {}", p.label);
        ("cover", what, Some(why))
    }

    fn goes(&self) -> Said {
        let (p, q) = (self.p, self.q);
        let fate = self.beat.fate.map_or("it left", reason::fate);
        let then = self.partner.and_then(|later| Some((reason::fate(later.fate?), later.at)));
        let then = then.map_or("not then".to_owned(), |(fate, at)| format!("{fate} at {}", q.moment(at)));
        let what = format!("with {} {fate} at {}, with {} {then}", p.label, p.moment(self.beat.at), q.label);
        ("leaving", what, None)
    }

    fn begins(&self) -> Said {
        let (p, q, entry) = (self.p, self.q, self.beat.entry);
        let (taken, who) = (taken(entry), p.who(entry));
        let begun = format!("with {} {who} {taken} at {}", p.label, p.moment(self.beat.at));
        let Some(other) = self.partner else {
            let then = self.instead().unwrap_or("nobody did then".to_owned());
            return (
                "waiting",
                format!("{begun}, with {} {then}", q.label),
                reason::of_wait(q, self.beat, p),
            );
        };
        let other_who = q.who(other.entry);
        if other.at.since(self.beat.at) >= NEAR {
            let then = match p.is_same_person(entry, q, other.entry) {
                true => format!("only at {}", q.moment(other.at)),
                false => format!("{other_who} did at {}", q.moment(other.at)),
            };
            return (
                "waiting",
                format!("{begun}, with {} {then}", q.label),
                reason::of_wait(q, self.beat, p),
            );
        }
        if self.beat.who.first() != other.who.first() {
            let what = format!("{begun}, with {} {other_who} did", q.label);
            return ("person", what, reason::of_wait(q, self.beat, p));
        }
        let with = |side: &Side, entry: &Entry| {
            format!("with {} {} {taken} {}", side.label, side.who(entry), reason::company(side, entry))
        };
        ("assistance", format!("{}, {}", with(p, entry), with(q, other.entry)), None)
    }

    fn work_ends(&self) -> Said {
        let (p, q, entry) = (self.p, self.q, self.beat.entry);
        let (what, who) = (object(entry), p.who(entry));
        let stopped = self.beat.act == Act::Stops;
        let verb = if stopped { "was interrupted at" } else { "was done with" };
        let done = format!("with {} {who} {verb} {what} at {}", p.label, p.moment(self.beat.at));
        let same_step = || self.since_then().filter(|beat| beat.is_at(entry));
        let ends = same_step().find(|beat| beat.act == Act::Ends);
        let stops =
            same_step().find(|beat| beat.act == Act::Stops && ends.is_none_or(|end| beat.at < end.at));
        let then = match (stopped, stops, ends) {
            (true, None, Some(end)) => format!("not, and was done at {}", q.moment(end.at)),
            (_, Some(stop), _) if stop.at == q.log.until => {
                "it is in hand at the end of this time".to_owned()
            }
            (_, Some(stop), _) => format!("it was interrupted at {}", q.moment(stop.at)),
            (false, None, Some(end)) if p.is_same_person(entry, q, end.entry) => {
                format!("at {}", q.moment(end.at))
            }
            (false, None, Some(end)) => format!("{} at {}", q.who(end.entry), q.moment(end.at)),
            (_, None, None) => "not in this time".to_owned(),
        };
        let why =
            if stopped { reason::of_interruption(p, self.beat) } else { Some(reason::LENGTH.to_owned()) };
        let sort = if stopped { "interruption" } else { "length" };
        (sort, format!("{done}, with {} {then}", q.label), why)
    }
}

/// Where a case goes: of a message, who touches it next; of other work, the name of the step.
fn where_to(entry: &Entry) -> String {
    match entry.activity.strip_prefix(&format!("{}: ", entry.kind)) {
        Some(OWN) => "the clinician to whom it belongs".to_owned(),
        Some(role) => format!("the role {role}"),
        None => format!("`{}`", entry.activity),
    }
}

/// What somebody works on: a message itself, or a step by its name.
fn object(entry: &Entry) -> String {
    if is_message(entry) { "it".to_owned() } else { format!("`{}`", entry.activity) }
}

fn taken(entry: &Entry) -> String {
    if is_message(entry) { "took it up".to_owned() } else { format!("took up `{}`", entry.activity) }
}
