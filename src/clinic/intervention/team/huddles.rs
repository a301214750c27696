//! `huddles`: the team meets each morning for some minutes, looks at what the day asks and who is there, and evens out
//! between its people what is overdue (source 000, team coordination; B99). It changes who does what today. Under load
//! nobody comes, unless leaders protect the time; team documentation leans on huddles that are held.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B99: teams see the demand and the capacity of their day and adjust; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "everybody of the team, some minutes each morning",
    first: "held",
    watch: &["meeting_minutes_per_day", "patient_wait_minutes", "after_hours_minutes_per_day"],
};

meeting! {
    /// When the team meets to plan its day.
    minutes 10.0; at 490; days []; every_weeks 1; roles ["physician", "ma", "nurse"]; protected false;
    source "no source found", grade Assumption;
}

section! {
    /// The team plans its day each morning: those who come even out what is overdue between them.
    pub struct Settings {
        /// When it meets, for how long, who. Protected, it is held under load too.
        table meeting: Meeting;
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
        vec![Session { rebalances: true, ..self.meeting.session("huddle") }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    /// What there is of it are its sessions.
    fn pull(&self, _: Dose, _: &mut Levers) {}
}
