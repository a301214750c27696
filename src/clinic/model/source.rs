//! Streams of arrivals: who comes, when, and how long they wait.

use super::{ClinicId, PersonId};
use crate::engine::arrivals::RateProfile;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;

/// When a rate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// At all times.
    Always,
    /// On days on which the clinic opens.
    OpenDays,
    /// From opening to closing.
    OpeningHours,
}

/// How the cases of a stream come.
#[derive(Debug, Clone)]
pub enum Timing {
    /// A Poisson process with a rate profile.
    Rate {
        /// The rate.
        profile: RateProfile,
        /// At which times of the week.
        times: Times,
    },
    /// Independent intervals, in minutes, from opening on.
    Interval(Distribution),
    /// Cases come from elsewhere in the model: by the diary, from other cases, by the clock.
    Made,
    /// Slots of the day: minutes after midnight on each day of the roster.
    Slots {
        /// The slots.
        slots: Vec<Vec<f64>>,
        /// Share of them that is booked.
        booked_share: f64,
        /// Share of the booked that do not come.
        no_show_share: f64,
        /// Minutes after the slot's time.
        punctuality_minutes: Distribution,
    },
}

/// A stream of arrivals.
#[derive(Debug, Clone)]
pub struct SourceModel {
    /// Owner of its random streams.
    pub identity: Identity,
    /// Index of its name among the arrivals or the messages.
    pub name: u16,
    /// Whether messages (or other work without a patient) come rather than patients.
    pub message: bool,
    /// Kind of visit that is asked for, or `NONE`.
    pub demand: u16,
    /// Season: amplitude and day of the peak.
    pub season: Option<(f64, f64)>,
    /// The site.
    pub clinic: ClinicId,
    /// The person to whom its cases belong, or `NONE`.
    pub owner: PersonId,
    /// Cumulated shares of pathways.
    pub pathways: Vec<(f64, u16)>,
    /// When they come.
    pub timing: Timing,
    /// How many come together.
    pub batch_size: u32,
    /// How long they wait.
    pub patience_minutes: Option<Distribution>,
    /// Waiting places.
    pub waiting_room: Option<u32>,
    /// Added to the priority of every step.
    pub priority: i32,
    /// When an open message is late, in hours.
    pub due_hours: Option<f64>,
}
