//! `leadership_rounds`: leaders go round every week, not to inspect, but to listen and to remove obstacles (source 000,
//! leadership behaviours; B98). It changes how many local rules and gaps there are, and leadership as people feel it.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, complement, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B98: weekly rounds to listen and remove obstacles, no size reported. C105: burnout odds 3.3 % lower for each point of 60 of a leadership score (unverified).",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "leaders, who are missing from their own work meanwhile",
    first: "leadership_added",
    watch: &["after_hours_minutes_per_day", "third_next_available_days", "inbox_turnaround_hours"],
};

meeting! {
    /// When leaders go round.
    minutes 30.0; at 600; days ["mon"]; every_weeks 1; roles ["physician"]; protected true;
    source "mission source 000: weekly; length: no source found", grade Assumption;
}

section! {
    /// Leaders go round, listen and remove obstacles.
    pub struct Settings {
        /// When they go round, for how long, of which roles they are. What they achieve does not depend on who was away on a date, so the time is protected.
        table meeting: Meeting;
        /// How many of each of these roles at a clinic are leaders: the first of them.
        value leaders: u32 = 1, unit "people", range 1.0..=100.0, source "the clinic's own plan", grade Definition;
        /// Leadership gained by being listened to, as a share of what is missing.
        value leadership_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found (compare C105)", grade Assumption;
        /// Local rules removed in a year, for each sort of rule.
        value obstacles_removed_per_year: f64 = 6.0, unit "rules per year", range 0.0..=1000.0, source "no source found", grade Assumption;
        /// Share of gap work whose cause is removed.
        value gaps_closed_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Share of the dates of other sessions (huddles) that leaders protect: overdue work keeps nobody away then (source 000: leaders ensure that huddles take place).
        value sessions_protected_share: f64 = 0.8, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

/// The same; it names roles only for its meeting.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        vec![Session { people: Some(self.leaders), ..self.meeting.session("leadership round") }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        complement(&mut levers.leadership_added, dose.share * self.leadership_share);
        levers.rules_removed_per_year += dose.share * self.obstacles_removed_per_year;
        complement(&mut levers.sessions_protected, dose.share * self.sessions_protected_share);
        scale(&mut levers.gap_factor, dose.share, 1.0 - self.gaps_closed_share);
    }
}
