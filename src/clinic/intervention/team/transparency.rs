//! `transparency`: results of surveys are shared with those who answered them, or hidden (source 004, measurement and
//! principles; B165). It changes trust in leaders: slowly up where they are shared, fast down where they are hidden.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B165: annual results are shared with the board and the work force; hiding them is named a mistake. No size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "nobody",
    first: "trust_gain_per_year",
    watch: &["trust_mean", "survey_response_fraction"],
};

section! {
    /// Results of surveys are shared with everybody, or hidden.
    pub struct Settings {
        /// How far results are shared: 1 all of them with everybody, 0 as the organisation at rest does, −1 hidden.
        value shared: f64 = 1.0, unit "share", range -1.0..=1.0, source "the clinic's own plan", grade Definition;
        /// Trust that sharing all of them gives: share of the way to full trust gone in a year.
        value trust_gain_per_year: f64 = 0.2, unit "per year", range 0.0..=20.0, source "no source found", grade Assumption;
        /// Share of trust that hiding them takes in a year.
        value trust_loss_per_year: f64 = 0.6, unit "per year", range 0.0..=20.0, source "no source found", grade Assumption;
    }
}

/// The same; it names nothing.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.trust_gain_per_year += dose.share * self.shared.max(0.0) * self.trust_gain_per_year;
        levers.trust_loss_per_year += dose.share * (-self.shared).max(0.0) * self.trust_loss_per_year;
    }
}
