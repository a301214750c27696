//! The event log of one run: who did what for which case, when. Kept only where somebody wants to read it.

use super::model::{ClinicId, NONE, PersonId};
use crate::engine::random::Identity;
use crate::engine::time::Time;

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
}
