//! `shared_accountability`: executives answer together for care, health, cost and the work force, so that who decides on a
//! rule minds the minutes of those who work by it (source 004, leadership; B163, B53). It changes the weight of these
//! minutes in the decider's aims, and nothing where no rules are proposed.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, complement};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B163, B53: deciders who share all aims make fewer rules against audit failure alone; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "nobody at the clinics",
    first: "decider_weight",
    watch: &["errors_reaching_patient_per_1000_orders.expected"],
};

section! {
    /// Those who decide on rules answer for clinicians' minutes too. It acts on rules that somebody proposes.
    pub struct Settings {
        /// Weight of clinicians' minutes in what the decider minds, as a share of what is missing to full weight.
        value clinician_minutes_weight: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
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
        complement(&mut levers.decider_weight, dose.share * self.clinician_minutes_weight);
    }
}
