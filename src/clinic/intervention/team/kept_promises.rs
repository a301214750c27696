//! `kept_promises`: leaders promise (an obstacle removed, a post filled, meetings at hours that respect commitments
//! outside of work), and keep it or not (source 004, principles; B170). It changes trust in leaders: each promise kept
//! gives a little, each broken one takes more. When meetings are held is set by what holds them.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B170: keeping promises maintains trust; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "leaders, by doing what they said",
    first: "trust_gain_per_year",
    watch: &["trust_mean"],
};

section! {
    /// Leaders promise, and keep it or not.
    pub struct Settings {
        /// Promises in a year.
        value promises_per_year: f64 = 12.0, unit "promises per year", range 0.0..=1000.0, source "no source found", grade Assumption;
        /// Share of them that is kept.
        value kept_share: f64 = 0.9, unit "share", range 0.0..=1.0, source "the clinic's own figures", grade Definition;
        /// Share of the way to full trust that one kept promise goes.
        value gain_per_promise: f64 = 0.03, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How much more of trust a broken promise takes than a kept one gives.
        value loss_ratio: f64 = 3.0, unit "ratio", range 1.0..=20.0, source "mission source 004: lost fast; size: no source found", grade Assumption;
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
        let moved = dose.share * self.promises_per_year * self.gain_per_promise;
        levers.trust_gain_per_year += moved * self.kept_share;
        levers.trust_loss_per_year += moved * (1.0 - self.kept_share) * self.loss_ratio;
    }
}
