//! `co_creation`: changes are designed with those who work by them, not for them (sources 000 and 004; B160, B169). It
//! changes how fast all other interventions are taken up, and the control of those who take part.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, complement, most};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B160, B169: users of a system are empowered to shape it, no size reported. C84: burnout odds 0.65 (0.57 to 0.74) with participatory decisions.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "everybody who comes to a workshop",
    first: "uptake",
    watch: &["meeting_minutes_per_day", "third_next_available_days", "after_hours_minutes_per_day"],
};

meeting! {
    /// When people meet to design what will change.
    minutes 60.0; at 900; days ["tue"]; every_weeks 4; roles ["physician", "ma", "nurse"]; protected true;
    source "no source found", grade Assumption;
}

section! {
    /// Changes are designed with those who work by them.
    pub struct Settings {
        /// When they meet, for how long, who. What comes of it does not depend on who was away on a date, so the time is protected.
        table meeting: Meeting;
        /// How much faster other interventions are taken up: a dose d becomes `1 − (1 − d)^(1 + this)`.
        value uptake: f64 = 0.5, unit "ratio", range 0.0..=10.0, source "no source found", grade Assumption;
        /// Control gained by taking part, as a share of what is missing.
        value control_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found (compare C84)", grade Assumption;
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
        vec![self.meeting.session("design workshop")]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        most(&mut levers.uptake, dose.share * self.uptake);
        complement(&mut levers.control_added, dose.share * self.control_share);
    }
}
