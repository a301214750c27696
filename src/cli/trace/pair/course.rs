//! The course of one case in one run: its stays at steps, what was done, what became of it, and all of that as a
//! sequence of beats that can be laid beside the sequence of another run.

use std::collections::BTreeMap;

use crate::clinic::model::{NONE, PersonId};
use crate::clinic::trace::{Entry, Fate, Turn};
use crate::engine::random::Identity;
use crate::engine::time::Time;
use crate::replay::log::Log;
use crate::replay::words::is_message;

/// All that the log knows of a case and its papers.
#[derive(Default)]
pub struct Course<'l> {
    /// Work, in the order in which it was begun.
    pub entries: Vec<&'l Entry>,
    /// What became of it beside, in order.
    pub turns: Vec<&'l Turn>,
}

/// The time at one step.
pub struct Stay<'l> {
    /// What it was: the first that the log says of it.
    pub of: &'l Entry,
    /// Work by those who led, in order: more than one if it was interrupted.
    pub pieces: Vec<&'l Entry>,
    /// What became of it meanwhile.
    pub turns: Vec<&'l Turn>,
}

/// What can happen to a case, in the order in which it happens at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// It comes.
    Comes,
    /// A step ends.
    Ends,
    /// It leaves otherwise than by the end of its way.
    Goes,
    /// It comes to a step.
    Queues,
    /// It gets its room.
    HasRoom,
    /// It goes to somebody else's desk.
    Moves,
    /// Work on it is begun, or resumed.
    Begins,
    /// Work on it is interrupted.
    Stops,
}

/// One thing that happens.
#[derive(Clone)]
pub struct Beat<'l> {
    /// When.
    pub at: Time,
    /// What.
    pub act: Act,
    /// The entry of the log that says so.
    pub entry: &'l Entry,
    /// What becomes of it, where it is no work.
    pub fate: Option<Fate>,
    /// Whose hands take part, the lead's first; the same in every scenario.
    pub who: Vec<u64>,
}

impl Beat<'_> {
    /// Where it stands among what happens.
    pub fn order(&self) -> (Time, Act, u64, &str) {
        (self.at, self.act, self.entry.part.value(), &self.entry.activity)
    }

    /// Whether it concerns the same step of the same part.
    pub fn is_at(&self, entry: &Entry) -> bool {
        self.entry.part == entry.part && self.entry.activity == entry.activity
    }
}

/// The courses of all cases of a log, without rests.
pub fn courses<'l>(log: &'l Log) -> BTreeMap<u64, Course<'l>> {
    let mut courses: BTreeMap<u64, Course> = BTreeMap::new();
    for entry in log.entries.iter().filter(|entry| entry.class != "rest") {
        courses.entry(entry.case.value()).or_default().entries.push(entry);
    }
    for turn in &log.turns {
        courses.entry(turn.entry.case.value()).or_default().turns.push(turn);
    }
    courses
}

impl<'l> Course<'l> {
    /// Everything that the log says, work first.
    fn all(&self) -> impl Iterator<Item = &'l Entry> {
        self.entries.iter().copied().chain(self.turns.iter().map(|turn| &turn.entry))
    }

    /// What is said first of the case itself; of one that came before the log begins, of a paper.
    pub fn first(&self) -> Option<&'l Entry> {
        self.all()
            .filter(|entry| entry.part == entry.case)
            .min_by_key(|entry| entry.queued)
            .or_else(|| self.all().min_by_key(|entry| entry.queued))
    }

    /// When the case came, if the log knows; one that was kept back did not.
    pub fn came(&self) -> Option<Time> {
        let own = self.all().find(|entry| entry.part == entry.case);
        own.filter(|_| !self.is_kept_back()).map(|entry| entry.came)
    }

    /// Whether an intervention kept the message back.
    pub fn is_kept_back(&self) -> bool {
        self.turns.iter().any(|turn| turn.fate == Fate::KeptBack)
    }

    /// Whether it is a message.
    pub fn is_message(&self) -> bool {
        self.all().any(is_message)
    }

    /// The parts of the case of which the log knows, the case itself first if it does.
    pub fn parts(&self) -> Vec<&'l Entry> {
        let mut parts: BTreeMap<(bool, Time, u64), &Entry> = BTreeMap::new();
        for entry in self.all() {
            parts.entry((entry.part != entry.case, entry.came, entry.part.value())).or_insert(entry);
        }
        parts.into_values().collect()
    }

    /// When the last of some parts ended, and whether one of them is still open when the log ends; `None` where nothing
    /// is known of any.
    pub fn end(&self, log: &Log, of: impl Fn(Identity) -> bool) -> Option<(Time, bool)> {
        let known = self.all().filter(|entry| of(entry.part));
        let (last, open) = known.fold((None, false), |(last, open), entry| {
            (last.max(Some(entry.end)), open || log.open.contains(&entry.part.value()))
        });
        last.map(|last| if open { (log.until, true) } else { (last, false) })
    }

    /// The stays at steps, in the order in which the case came to them.
    pub fn stays(&self) -> Vec<Stay<'l>> {
        let mut stays: BTreeMap<(Time, u64, &str), Stay> = BTreeMap::new();
        fn key(entry: &Entry) -> (Time, u64, &str) {
            (entry.queued, entry.part.value(), entry.activity.as_str())
        }
        let new = |of| Stay { of, pieces: Vec::new(), turns: Vec::new() };
        for entry in self.entries.iter().copied().filter(|entry| !entry.helps) {
            stays.entry(key(entry)).or_insert_with(|| new(entry)).pieces.push(entry);
        }
        for turn in self.turns.iter().copied().filter(|turn| turn.fate != Fate::KeptBack) {
            stays.entry(key(&turn.entry)).or_insert_with(|| new(&turn.entry)).turns.push(turn);
        }
        let mut stays: Vec<Stay> = stays.into_values().collect();
        // papers of a visit come to their steps at one moment
        stays
            .sort_by_key(|stay| (stay.of.queued, stay.pieces.first().map_or(Time::MAX, |piece| piece.start)));
        stays
    }

    /// Who helped with a piece of work.
    pub fn helpers(&self, piece: &Entry) -> impl Iterator<Item = &'l Entry> {
        let (part, start) = (piece.part, piece.start);
        let helps = move |entry: &&Entry| entry.helps && entry.part == part && entry.start == start;
        self.entries.iter().copied().filter(helps)
    }

    /// All that happens, in order.
    pub fn beats(&self, log: &Log) -> Vec<Beat<'l>> {
        let who = |person| log.hands(person);
        let mut beats = Vec::new();
        let mut add = |at, act, entry, fate, who| beats.push(Beat { at, act, entry, fate, who });
        if let (Some(came), Some(first)) = (self.came(), self.first()) {
            add(came, Act::Comes, first, None, Vec::new());
        }
        for stay in self.stays() {
            add(stay.of.queued, Act::Queues, stay.of, None, Vec::new());
            for piece in stay.pieces {
                let mut people: Vec<u64> = self.helpers(piece).map(|entry| who(entry.person)).collect();
                people.sort_unstable();
                people.insert(0, who(piece.person));
                add(piece.start, Act::Begins, piece, None, people);
                let ends = if piece.finished { Act::Ends } else { Act::Stops };
                add(piece.end, ends, piece, None, Vec::new());
            }
        }
        for turn in &self.turns {
            let (act, people) = match turn.fate {
                Fate::Waits => continue,
                Fate::HasRoom => (Act::HasRoom, Vec::new()),
                Fate::Moves { from, to } => (Act::Moves, vec![who(from), who(to)]),
                _ => (Act::Goes, Vec::new()),
            };
            add(turn.entry.end, act, &turn.entry, Some(turn.fate), people);
        }
        beats.sort_by(|a, b| a.order().cmp(&b.order()));
        beats
    }
}

impl Stay<'_> {
    /// Since when it had waited before a piece of work, in order: from its coming, or from the interruption.
    pub fn waited_since(&self, piece: usize) -> Time {
        piece.checked_sub(1).map_or(self.of.queued, |before| self.pieces[before].end)
    }

    /// Whose hands did it, in order.
    pub fn hands(&self, log: &Log) -> Vec<u64> {
        let mut people: Vec<u64> = self.pieces.iter().map(|piece| log.hands(piece.person)).collect();
        people.dedup();
        people
    }
}

impl Log<'_> {
    /// Who somebody is in every scenario; 0 is nobody.
    pub fn identity(&self, person: PersonId) -> u64 {
        match person {
            NONE => 0,
            person => self.model.people[usize::from(person)].identity.value(),
        }
    }

    /// Whose hands these are: of a clinician, their own; people of another role stand for each other, so that it is their
    /// role; 0 is nobody.
    pub fn hands(&self, person: PersonId) -> u64 {
        if person == NONE {
            return 0;
        }
        let role = &self.model.roles[usize::from(self.model.people[usize::from(person)].role)];
        if role.clinician { self.identity(person) } else { Identity::named(&role.name).value() }
    }
}
