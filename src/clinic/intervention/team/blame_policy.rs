//! `blame_policy`: work that departs from how it was imagined is read as noncompliance (source 001, invisible architecture
//! of work; B23, B24, B171). A warning: people hide their workarounds, so that nobody removes what makes them needed; they
//! lose control, and grow cynical faster.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, complement, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B23, B24, B171: a culture of blame feeds cynicism and exhaustion; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "everybody: what is hidden is not repaired",
    first: "gaps_hidden",
    watch: &["cynicism_mean", "rules_in_force", "gap_work_minutes_per_day", "trust_mean"],
};

section! {
    /// Work that departs from how it was imagined is read as noncompliance.
    pub struct Settings {
        /// Share of gap work that people hide, so that nobody removes its cause.
        value gaps_hidden_share: f64 = 0.6, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Gain of cynicism, as a factor.
        value cynicism_factor: f64 = 1.2, unit "ratio", range 1.0..=10.0, source "no source found", grade Assumption;
        /// Control lost, as a share of it.
        value control_lost_share: f64 = 0.15, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Share of trust that it takes in a year.
        value trust_loss_per_year: f64 = 0.5, unit "per year", range 0.0..=20.0, source "no source found", grade Assumption;
        /// Share of psychological safety that it takes in a year.
        value openness_loss_per_year: f64 = 0.7, unit "per year", range 0.0..=20.0, source "no source found", grade Assumption;
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
        complement(&mut levers.gaps_hidden, dose.share * self.gaps_hidden_share);
        scale(&mut levers.cynicism_factor, dose.share, self.cynicism_factor);
        complement(&mut levers.control_lost, dose.share * self.control_lost_share);
        levers.trust_loss_per_year += dose.share * self.trust_loss_per_year;
        levers.openness_loss_per_year += dose.share * self.openness_loss_per_year;
    }
}
