//! `schwartz_rounds`: people of all roles meet to reflect on the emotional and ethical side of their work (sources 000 and
//! 004; B80). It changes how fast those who come grow cynical, and psychological safety; not one message less comes.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, Relief};
use crate::clinic::science::well_being::WellBeing;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "B80: psychological safety and compassion, a buffer against depersonalisation, no change of load; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "everybody who comes, an hour a month",
    first: "held",
    watch: &["meeting_minutes_per_day", "after_hours_minutes_per_day", "third_next_available_days"],
};

meeting! {
    /// When a round is held.
    minutes 60.0; at 900; days ["wed"]; every_weeks 4; roles ["physician", "ma", "nurse"]; protected false;
    source "no source found", grade Assumption;
}

section! {
    /// Rounds in which people of all roles reflect together on their work.
    pub struct Settings {
        /// When a round is held, for how long, for whom.
        table meeting: Meeting;
        /// How much slower those grow cynical who come to all rounds.
        value cynicism_share: f64 = 0.2, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Psychological safety that rounds give: share of the way to full safety gone in a year.
        value openness_gain_per_year: f64 = 0.2, unit "per year", range 0.0..=20.0, source "no source found", grade Assumption;
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
        vec![self.meeting.session("Schwartz round")]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }

    fn relief(&self, _: &WellBeing) -> Relief {
        Relief { cynicism: self.cynicism_share, ..Relief::default() }
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.openness_gain_per_year += dose.share * self.openness_gain_per_year;
    }
}
