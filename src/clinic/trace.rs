//! The event log of one run: who did what for which case, when. Kept only where somebody wants to read it.

use super::model::{ClinicId, NONE, PersonId};
use crate::engine::random::Identity;
use crate::engine::time::Time;

/// Class of a rest, which is no class of work.
pub const REST: &str = "rest";

/// One piece of work, or of rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The case: a patient's visit with all that follows from it, or a message.
    pub case: Identity,
    /// The case itself, where it is a part of the other: a note, an order.
    pub part: Identity,
    /// What was done.
    pub activity: String,
    /// Kind of the case: the stream it came by.
    pub kind: String,
    /// Index of the pathway of the part.
    pub pathway: u16,
    /// Class of the work.
    pub class: &'static str,
    /// Who did it; `NONE` is nobody.
    pub person: PersonId,
    /// Whether they helped rather than led.
    pub helps: bool,
    /// Where.
    pub clinic: ClinicId,
    /// The patient of a panel, or `NO_PATIENT`.
    pub patient: u32,
    /// When the part came: the case itself, or the paper when it was made.
    pub came: Time,
    /// When it came to this step.
    pub queued: Time,
    /// When it was begun.
    pub start: Time,
    /// When it ended, or was interrupted.
    pub end: Time,
    /// Where the person was: at work, or at home.
    pub at_home: bool,
    /// Whether this was the end of the step, or an interruption.
    pub finished: bool,
    /// Whether an assistant in the room writes, or wrote, a share of the note …
    pub notes_delegated: bool,
    /// … or enters, or entered, a share of the orders.
    pub orders_delegated: bool,
    /// Whether it is work on a request for a renewal.
    pub renewal: bool,
    /// Interruptions from outside of the one who led; they stand at the first piece of work that was broken off.
    pub interruptions: u8,
}

impl Entry {
    /// Whether somebody did it.
    pub fn has_person(&self) -> bool {
        self.person != NONE
    }
}

/// What becomes of a case otherwise than by work on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It waits when the log ends.
    Waits,
    /// It gets the room for which it waited.
    HasRoom,
    /// It goes from one person to the one who covers them.
    Moves {
        /// Whose it was.
        from: PersonId,
        /// Whose it is.
        to: PersonId,
    },
    /// The patient leaves without being seen.
    LeavesUnseen,
    /// The patient is sent home.
    SentHome,
    /// The patient finds no place, or comes too late.
    TurnedAway,
    /// Work by the clock takes place without the person, or nobody is left to fill in their form.
    Missed,
    /// The message does not come: an intervention keeps it back.
    KeptBack,
}

/// A fate and the moment of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// The case at its step: it begins and ends at this moment, and nobody does it.
    pub entry: Entry,
    /// What becomes of it.
    pub fate: Fate,
}

/// The log of a stretch of a run.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Work that ended at or after this time …
    pub from: Time,
    /// … and began before this one.
    pub until: Time,
    /// The entries in the order of their ends.
    pub entries: Vec<Entry>,
    /// What became of cases beside, in the order in which it happened.
    pub turns: Vec<Turn>,
    /// What there was of each level at each clinic when the stretch began: clinic by clinic, by [`Level`].
    pub levels: Vec<[u32; LEVELS]>,
    /// How the levels changed within the stretch, in the order in which it happened.
    pub changes: Vec<Change>,
}

/// Number of levels.
pub const LEVELS: usize = 3;

/// Something of which a clinic has so many at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Rooms in use.
    Rooms,
    /// Messages not yet closed.
    Inbox,
    /// Patients who have come and are in nobody's hands.
    Waiting,
}

/// A level changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub at: Time,
    /// Where.
    pub clinic: ClinicId,
    /// Which level.
    pub level: Level,
    /// By how much.
    pub by: i32,
}

impl Trace {
    /// A level at a clinic changes; before the stretch this changes what it begins with.
    pub fn note(&mut self, change: Change) {
        if change.at >= self.until {
            return;
        }
        if change.at >= self.from {
            self.changes.push(change);
            return;
        }
        let level = &mut self.levels[usize::from(change.clinic)][change.level as usize];
        *level = level.checked_add_signed(change.by).expect("nothing is there less than no times");
    }
}

/// Minutes worked, person by person and day by day, where somebody wants to know.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Time worked in the weeks of the summary, in microseconds, by person.
    pub worked: Vec<u64>,
    /// Time that the clinicians of each clinic worked after hours, in microseconds: by clinic, then by day of the run.
    pub after_hours: Vec<Vec<u64>>,
}
