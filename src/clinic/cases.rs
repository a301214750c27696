//! What moves through the clinic: a patient, a message, or a piece of paper.

use super::model::{ACTIVITIES, ClinicId, PersonId, SourceId, StepId};
use crate::engine::calendar::Ticket;
use crate::engine::line::Rank;
use crate::engine::random::Identity;
use crate::engine::time::{Span, Time};

/// Index of a case; slots are used again, identities never.
pub type CaseId = u32;
/// No case.
pub const NO_CASE: CaseId = CaseId::MAX;
/// How many helpers can be at work on one step.
pub const MOST_HELPERS: usize = 4;
/// No patient of a panel.
pub const NO_PATIENT: u32 = u32::MAX;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The slot is free.
    Free,
    /// Waits for a room.
    WaitsForRoom,
    /// Waits for people.
    WaitsForStaff,
    /// Is being served, or passes time in a step without staff.
    InService,
}

/// A patient, a message, or a piece of paper on its way.
#[derive(Debug, Clone)]
pub struct Case {
    /// Owner of its random streams.
    pub identity: Identity,
    /// Owner of the needs: the case that came, of which this one is a child, or itself.
    pub root: Identity,
    /// The pathway of that case.
    pub root_pathway: u16,
    /// The patient of a panel, or `NO_PATIENT`.
    pub patient_id: u32,
    /// Kind of visit that was booked, or `NONE`; of a paper, that of its visit.
    pub demand: u16,
    /// What it is about: of a request for renewal the prescription, of a booked visit the length booked, in units.
    pub subject: u32,
    /// Whether an assistant in the room wrote a share of the note …
    pub notes_delegated: bool,
    /// … or entered a share of the orders.
    pub orders_delegated: bool,
    /// Parts of the present piece of work by activity, as of a step.
    pub parts: [u32; ACTIVITIES],
    /// Whether it went to the cover because its person had too much overdue.
    pub moved: bool,
    /// Whether, as a note, it was put off because of stakes on a metric.
    pub put_off: bool,
    /// Share of it, as a note, that was left out then, in 65,536ths.
    pub left_out: u32,
    /// Prescriptions extended at the visit.
    pub extended: u8,
    /// Time served at the present step before it was interrupted.
    pub served: Span,
    /// Minutes of rules and gap work in the present piece of work.
    pub extra: Span,
    /// Overload of the last piece of work with a patient, in 65,536ths of working memory.
    pub overload: u32,
    /// Interruptions of the present piece of work.
    pub interruptions: u8,
    /// Whether a message interrupts.
    pub urgent: bool,
    /// How often it has been asked before.
    pub repeats: u8,
    /// Part of the present piece of work that is at the record, in 65,536ths: the way and interruptions are not.
    pub at_record: u32,
    /// When it came.
    pub arrived: Time,
    /// When it came to the present step.
    pub entered: Time,
    /// When the present service began, or was resumed.
    pub started: Time,
    /// Where it stands.
    pub state: State,
    /// Whether it is a patient who is present.
    pub patient: bool,
    /// Whether it is an inbox message.
    pub message: bool,
    /// Whether the patient has been seen.
    pub seen: bool,
    /// Whether their patience ended during a step: they leave if they have to wait again.
    pub out_of_patience: bool,
    /// Whether the present step was interrupted and waits to be resumed.
    pub resumed: bool,
    /// How often it has come back to a step that it had already made.
    pub round: u32,
    /// Its stream.
    pub source: SourceId,
    /// Its site.
    pub clinic: ClinicId,
    /// Its present step.
    pub step: StepId,
    /// The clinician to whom it belongs.
    pub owner: PersonId,
    /// Who has to stay because the next step may be theirs, or `NONE`.
    pub duty: PersonId,
    /// Who leads, or led, its last step with staff.
    pub lead: PersonId,
    /// Who helps.
    pub helpers: [PersonId; MOST_HELPERS],
    /// The room it holds (or waits for).
    pub room: u16,
    /// The line it stands in.
    pub line: u16,
    /// Its place in that line, or in the line for rooms.
    pub rank: Rank,
    /// Steps of its pathway already made.
    pub made: u64,
    /// Work left at this step, at the pace of one who takes the task's minutes.
    pub work: Span,
    /// Its pending end of service.
    pub ends: Option<Ticket>,
    /// Its pending end of patience.
    pub patience: Option<Ticket>,
}
