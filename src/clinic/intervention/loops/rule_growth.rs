//! `rule_growth`: local rules accrue, each only a few minutes, and outside rules are read further than they say (source 004:
//! over-interpretation; source 000: who decides does not bear the cost; B27, B28, B53, B174, A52). What is proposed is made or
//! not by the decider of `[organization.deciders]`: the cause is who decides, not how many ideas there are.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::IncentivesAndLoops,
    reported: "A52: a few minutes each, hours over hundreds of tasks a day; B137: EHR time +7.8 % in three years, from all causes.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "everybody who works by the rules",
    first: "rules_proposed_per_year",
    watch: &[
        "rules_in_force",
        "after_hours_minutes_per_day",
        "notes_open",
        "burnout_prevalence",
        "gap_work_minutes_per_day",
    ],
};

section! {
    /// Local rules accrue, and are read further than they say.
    pub struct Settings {
        /// Local rules proposed in a year, for each sort of rule under `[rules]`; the decider makes those that are of use to them.
        value rules_proposed_per_year: f64 = 2.5, unit "rules per year", range 0.0..=1000.0, source "EHR time +7.8 % in three years (B137): 9 minutes a day and year, two rules of 0.2 minutes for each of 20 notes; that all of it is rules is assumed", grade Assumption;
        /// Minutes of a rule, as a factor: how much further it is read than it says.
        value rule_minutes_factor: f64 = 1.0, unit "ratio", range 1.0..=20.0, source "none: 1 is the neutral value", grade Definition;
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
        levers.rules_proposed_per_year += dose.share * self.rules_proposed_per_year;
        scale(&mut levers.rule_minutes_factor, dose.share, self.rule_minutes_factor);
    }
}
