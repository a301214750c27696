//! Days of people, work by the clock and local rules, in the form in which they are simulated.

use super::SourceId;
use crate::clinic::intervention::Uptake;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Span;

/// A window of work at home, in minutes after midnight, with the most that is worked in it and its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HomeWindow {
    /// Its begin.
    pub from: u32,
    /// Its end.
    pub until: u32,
    /// Most work of one day.
    pub most: Span,
    /// Weight in the mix of all windows.
    pub weight: f64,
}

/// The three windows of work at home, in the order in which they come after a day's sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// The evening of a day worked.
    Evening,
    /// The morning before a day of work.
    EarlyMorning,
    /// Saturday and Sunday.
    Weekend,
}

/// A day of a person of a role beside the sessions.
#[derive(Debug, Clone)]
pub struct DayModel {
    /// Length of lunch in the break.
    pub lunch: Option<Span>,
    /// Until when they go on after the last session, in minutes after midnight.
    pub stays_until: Option<u32>,
    /// Windows of work at home, by [`Home`].
    pub home: [Option<HomeWindow>; 3],
    /// Less work than this is not begun at home.
    pub home_least: Span,
    /// Messages due within this of the midnight before are cared for at home.
    pub home_due: Span,
    /// How much people differ in their mix of windows.
    pub mix_cv: f64,
    /// Longest piece of desk work begun while a patient of one's own is here.
    pub between_patients: Option<Span>,
    /// Interruptions an hour of work without a patient.
    pub interruptions_per_hour: f64,
    /// How long one takes.
    pub interruption_minutes: Distribution,
    /// Time to find back.
    pub resumption_lag: Span,
}

/// Work by the clock.
#[derive(Debug, Clone)]
pub struct ScheduledModel {
    /// Its pathway of one step.
    pub pathway: u16,
    /// Stream to which its cases belong, for each person, or `NONE` where they take no part.
    pub sources: Vec<SourceId>,
    /// Its minute on each day of a week; `u32::MAX` where it does not take place.
    pub days: Vec<u32>,
    /// How long it takes.
    pub length: Span,
    /// Every how many weeks.
    pub every_weeks: u64,
    /// Whether nothing is booked meanwhile.
    pub blocks_diary: bool,
    /// What more is to be known of it where an intervention holds it.
    pub session: Option<SessionModel>,
}

/// A session of an intervention.
#[derive(Debug, Clone)]
pub struct SessionModel {
    /// Owner of its random streams.
    pub identity: Identity,
    /// The intervention, by number.
    pub intervention: u16,
    /// Whether overdue work keeps nobody away.
    pub protected: bool,
    /// Overdue own work above which nobody comes to one that is not protected.
    pub skip_above: Span,
    /// Who comes of their own will; `None`: who can.
    pub uptake: Option<Uptake>,
    /// Whether those who come even out what is overdue between them.
    pub rebalances: bool,
}

/// A sort of local rule.
#[derive(Debug, Clone)]
pub struct RuleModel {
    /// Owner of its random streams.
    pub identity: Identity,
    /// Rules at the beginning.
    pub count: u32,
    /// Rules added on a day, in the mean.
    pub added_per_day: f64,
}
