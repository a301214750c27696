//! `panel_size`: smaller or larger panels, and a cap of the workload of a day (source 002 L42; B101, B112). It changes how
//! many patients ask, and how much of a day may be booked.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B101: a smaller caseload lowers burnout a lot (an example of source 002, without a size of its own).",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "patients who must ask elsewhere; the clinic, in revenue",
    first: "panel_share",
    watch: &["revenue_per_year", "third_next_available_days", "demand_lost_per_week", "access_gap_days"],
};

section! {
    /// Panels become smaller or larger; the workload of a day has a cap.
    pub struct Settings {
        /// Panel of each clinician, as a factor: below 1 some patients ask elsewhere, above 1 as many more ask.
        value panel_factor: f64 = 1.0, unit "ratio", range 0.0..=3.0, source "none: 1 is the neutral value", grade Definition;
        /// Share of the bookable time of a day that may be booked.
        value bookable_share: f64 = 1.0, unit "share", range 0.1..=1.0, source "none: 1 is the neutral value", grade Definition;
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
        if self.panel_factor < 1.0 {
            scale(&mut levers.panel_share, dose.share, self.panel_factor);
        } else {
            scale(&mut levers.visits_factor, dose.share, self.panel_factor);
            scale(&mut levers.messages_factor, dose.share, self.panel_factor);
        }
        scale(&mut levers.bookable_share, dose.share, self.bookable_share);
    }
}
