//! `buddy_system`: peers sign up in pairs; a weekly message brings a topic and a reminder to look after each other (source
//! 004; B81, A38). It changes the support of those who take the minutes.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, Relief};
use crate::clinic::science::well_being::WellBeing;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "B81, A38: one nudge a week, no training; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "everybody who takes part, some minutes a week",
    first: "held",
    watch: &["meeting_minutes_per_day"],
};

meeting! {
    /// When buddies look after each other.
    minutes 5.0; at 1005; days ["mon"]; every_weeks 1; roles ["physician", "ma", "nurse"]; protected false;
    source "mission source 004: weekly (A38); length: no source found", grade Assumption;
}

section! {
    /// Pairs of peers who look after each other, with a weekly nudge.
    pub struct Settings {
        /// When they talk, for how long, who.
        table meeting: Meeting;
        /// Support of those who take part each time, as a share of what is missing.
        value support_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
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
        vec![self.meeting.session("buddies")]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }

    fn relief(&self, _: &WellBeing) -> Relief {
        Relief { support: self.support_share, ..Relief::default() }
    }
}

impl Intervention for Settings {
    /// What there is of it is for those who take part.
    fn pull(&self, _: Dose, _: &mut Levers) {}
}
