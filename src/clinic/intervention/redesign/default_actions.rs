//! `default_actions`: the right action happens by default, such as an order that is due, or a result that goes to the
//! patient (source 004 L225 to 236; B31). It takes extraneous minutes and gaps away, and less is left out.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B31: reliable defaults leave more time for deep work; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "those who build the defaults; patients whom the default does not fit",
    first: "extraneous_factor",
    watch: &["errors_reaching_patient_per_1000_orders.expected", "adverse_events_per_year.expected"],
};

section! {
    /// The right action happens by default.
    pub struct Settings {
        /// Extraneous minutes of any work, as a factor.
        value extraneous_factor: f64 = 0.85, unit "ratio", range 0.0..=2.0, source "no source found", grade Assumption;
        /// How often something is missing and must be found by another way, as a factor.
        value gap_factor: f64 = 0.9, unit "ratio", range 0.0..=2.0, source "no source found", grade Assumption;
        /// Odds of an error of an order, as a factor: less is left out (below 1), or a default is wrong and goes through (above 1).
        value error_odds: f64 = 0.95, unit "ratio", range 0.0..=5.0, source "no source found", grade Assumption;
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
        scale(&mut levers.extraneous_factor, dose.share, self.extraneous_factor);
        scale(&mut levers.gap_factor, dose.share, self.gap_factor);
        scale(&mut levers.error_odds, dose.share, self.error_odds);
    }
}
