//! `policy_sunset`: local policies end unless somebody renews them; credentialing, attestation and licensing become
//! simpler (source 004 L158 and L217 to 224; B104, B105, B107). It changes the stock of rules, what is left of each, the
//! hours of paperwork by the clock, and how long newcomers wait.

use std::collections::BTreeSet;

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B104, B105, B107: hurdles fell in the pandemic, and what need not come back should be retired; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "those who review policies, outside the clinic",
    first: "rules_removed_per_year",
    watch: &["errors_reaching_patient_per_1000_orders.expected", "documentation_quality_audited"],
};

section! {
    /// Policies end unless they are renewed; licensing and attestation become simpler.
    pub struct Settings {
        /// Local rules reviewed and removed in a year, for each sort of rule.
        value rules_removed_per_year: f64 = 1.0, unit "rules per year", range 0.0..=1000.0, source "no source found", grade Assumption;
        /// Minutes of the rules and attestations that stay, as a factor.
        value rule_minutes_factor: f64 = 0.9, unit "ratio", range 0.0..=1.0, source "no source found (B107: fewer forms)", grade Assumption;
        /// Days of credentialing before somebody new may begin, as a factor.
        value credentialing_factor: f64 = 0.5, unit "ratio", range 0.0..=1.0, source "mission source 004: hurdles drastically reduced in the pandemic; size: no source found", grade Assumption;
        /// Work by the clock that is licensing, reappointment, attestation or mandatory training.
        value paperwork: Vec<String> = Vec::new(), unit "work by the clock", range .., source "the clinic's own plan: an empty list is none", grade Definition;
        /// Minutes of that work, as a factor.
        value paperwork_factor: f64 = 0.5, unit "ratio", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

/// With indices of work by the clock.
#[derive(Debug, Clone)]
pub struct Compiled {
    settings: Settings,
    paperwork: BTreeSet<u16>,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        let paperwork = self.paperwork.iter().map(|work| names.scheduled[work]).collect();
        Compiled { settings: self.clone(), paperwork }
    }
}

impl Plan for Settings {
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.paperwork.iter().map(|work| ("paperwork".to_owned(), Reference::Scheduled(work))).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.rules_removed_per_year += dose.share * self.settings.rules_removed_per_year;
        scale(&mut levers.rule_minutes_factor, dose.share, self.settings.rule_minutes_factor);
        scale(&mut levers.credentialing_factor, dose.share, self.settings.credentialing_factor);
        for work in &self.paperwork {
            let minutes = &mut levers.meeting_minutes[usize::from(*work)];
            scale(minutes, dose.share, self.settings.paperwork_factor);
        }
    }
}
