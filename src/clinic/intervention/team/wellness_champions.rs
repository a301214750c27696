//! `wellness_champions`: informal champions and a committee of their own, without authority (source 004, leadership; B62).
//! The negative control of governance: they meet and propose, and what they propose is done as far as they have a say.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B62: siloed initiatives and frustrated efforts; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "the champions",
    first: "held",
    watch: &["meeting_minutes_per_day", "burnout_prevalence"],
};

meeting! {
    /// When the champions meet.
    minutes 45.0; at 975; days ["fri"]; every_weeks 4; roles ["physician", "ma", "nurse"]; protected false;
    source "no source found", grade Assumption;
}

section! {
    /// Champions of well-being who meet and propose.
    pub struct Settings {
        /// When they meet, for how long, of which roles they are.
        table meeting: Meeting;
        /// Champions of each of these roles at a clinic: the first of them.
        value champions: u32 = 1, unit "people", range 1.0..=100.0, source "the clinic's own plan", grade Definition;
        /// Share of what they propose that is done: 0 is no authority.
        value authority: f64 = 0.0, unit "share", range 0.0..=1.0, source "mission source 004: informal, siloed", grade MissionSource;
        /// Local rules that they propose to remove in a year, for each sort of rule.
        value proposals_per_year: f64 = 12.0, unit "rules per year", range 0.0..=1000.0, source "no source found", grade Assumption;
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
        vec![Session { people: Some(self.champions), ..self.meeting.session("champions' meeting") }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.rules_removed_per_year += dose.share * self.authority * self.proposals_per_year;
    }
}
