//! `stigma_reduction`: barriers before care for one's own mental health are taken away (source 004, principles; B109). It
//! changes how many of those who need care for a depression take it up. Depression is not burnout: work stays as it is.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, complement};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "B109: stigma reduced, barriers eliminated; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "nobody at work",
    first: "care_uptake",
    watch: &["burnout_prevalence"],
};

section! {
    /// Stigma of care for one's own mental health, and barriers before it, are reduced.
    pub struct Settings {
        /// Share of those in need, beyond those who do already, who take up care.
        value care_share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
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
        complement(&mut levers.care_uptake, dose.share * self.care_share);
    }
}
