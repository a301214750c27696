//! Patients of the panels, what they asked for, and their prescriptions.

use super::model::PersonId;
use crate::engine::random::Identity;
use crate::engine::time::Time;

/// A patient of a panel. Attributes are a function of who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patient {
    /// The clinician to whose panel they belong.
    pub owner: PersonId,
    /// Age band.
    pub age: u8,
    /// Group.
    pub group: u8,
    /// Their first prescription; the others follow.
    pub first_prescription: u32,
    /// How many prescriptions.
    pub prescriptions: u8,
    /// Day of the run of the appointment booked last; `u32::MAX` before the first.
    pub appointment: u32,
}

/// Where a prescription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// The patient has not asked for a renewal.
    Runs,
    /// The patient has asked.
    Asked,
}

/// A long-term prescription. Small, since there are tens of thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prescription {
    /// The patient.
    pub patient: u32,
    /// The day of the run on which it runs out.
    pub until: u32,
    /// The day of the run on which the patient will ask, unless it is extended before.
    pub asks: u32,
    /// How often it has been renewed.
    pub renewals: u16,
    /// Where it stands.
    pub supply: Supply,
}

const _: () = assert!(size_of::<Prescription>() <= 16, "prescriptions stay small");

/// An appointment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Booking {
    /// Owner of the random streams of the request, and of the visit.
    pub identity: Identity,
    /// The patient.
    pub patient: u32,
    /// Kind of visit.
    pub kind: u16,
    /// With whom.
    pub with: PersonId,
    /// From when the visit was wanted.
    pub wanted: Time,
    /// When it was booked.
    pub booked: Time,
    /// When it begins.
    pub begins: Time,
    /// When the patient will cancel it, if it is still ahead then; `Time::MAX` is never.
    pub cancels: Time,
    /// First unit of the grid; `u8::MAX` on top of a full day.
    pub unit: u8,
    /// Whether the appointment is open; a slot whose appointment is over is free.
    pub open: bool,
}

/// What became of requests for visits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Requests {
    /// Requests, those after a cancellation included.
    pub asked: u64,
    /// Appointments kept.
    pub kept: u64,
    /// Appointments not kept.
    pub no_show: u64,
    /// Appointments cancelled.
    pub cancelled: u64,
    /// Requests without an appointment.
    pub lost: u64,
}
