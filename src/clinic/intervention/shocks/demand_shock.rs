//! `demand_shock`: more patients ask for visits, or write, for a time (a surge, a pandemic). Those who would have
//! come anyway come as before; the others are additional.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Shocks,
    reported: "C14: messages +57 % in the pandemic (B172).",
    grade: Grade::Published,
    direct: false,
    announced: false,
    pays: "everybody who is asked",
    first: "visits_factor",
    watch: &["third_next_available_days", "burnout_prevalence", "demand_lost_per_week"],
};

section! {
    /// More (or fewer) patients ask.
    pub struct Settings {
        /// Requests for visits of the panels and arrivals by rate, as a factor.
        value visits_factor: f64 = 1.0, unit "ratio", range 0.0..=10.0, source "none: 1 is the neutral value", grade Definition;
        /// Messages of the panels, as a factor.
        value messages_factor: f64 = 1.0, unit "ratio", range 0.0..=10.0, source "C14: messages +57 % in the pandemic; 1 is the neutral value", grade Definition;
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
        levers.visits_factor *= 1.0 + dose.share * (self.visits_factor - 1.0);
        levers.messages_factor *= 1.0 + dose.share * (self.messages_factor - 1.0);
    }
}
