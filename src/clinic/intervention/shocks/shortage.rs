//! `shortage`: ventilators, beds or medicines are short, and people do what they hold to be wrong, or cannot do what is right
//! (source 003: moral distress; source 002: not burnout, but moral injury). It changes how often that happens, and how long it
//! takes to find a substitute. Days off do not mend it; only fewer such events do.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Shocks,
    reported: "Sources 002 and 003: shortages force care against one's own judgement, which fuels exhaustion and cynicism; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "everybody at work, with what weighs on them; who orders, with looking for substitutes",
    first: "heavy_events_per_day",
    watch: &[
        "moral_injury_prevalence",
        "burnout_prevalence",
        "turnover_per_100_fte_year",
        "burnout_prevalence.nurse",
    ],
};

section! {
    /// Something that patients need is short.
    pub struct Settings {
        /// Morally heavy events that it brings to a person on a day at work.
        value heavy_events_per_day: f64 = 0.1, unit "events per day", range 0.0..=50.0, source "no source found", grade Assumption;
        /// Minutes of order entry, as a factor: looking for what is there instead.
        value order_entry_factor: f64 = 1.0, unit "ratio", range 1.0..=20.0, source "none: 1 is the neutral value", grade Definition;
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
        levers.heavy_events_per_day += dose.share * self.heavy_events_per_day;
        scale(&mut levers.order_entry_minutes, dose.share, self.order_entry_factor);
    }
}
