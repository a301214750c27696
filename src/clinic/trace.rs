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
}

impl Entry {
    /// Whether somebody did it.
    pub fn has_person(&self) -> bool {
        self.person != NONE
    }
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
}
