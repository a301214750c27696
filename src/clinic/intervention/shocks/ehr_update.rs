//! `ehr_update`: the record was just updated, and documentation takes longer until it is learned, or for good (source 002:
//! +15 % for a nurse; A28). It changes how long notes take; what is learned grows with the weeks since the update, not with the
//! share of the clinic that has it.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Shocks,
    reported: "A28: documentation time +15 % after an update (an example of source 002).",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "everybody who writes notes",
    first: "documentation_minutes",
    watch: &[
        "notes_open",
        "after_hours_minutes_per_day",
        "documentation_quality_audited",
        "burnout_prevalence",
    ],
};

section! {
    /// An update of the record makes documentation longer; by and by it is learned.
    pub struct Settings {
        /// Documentation added at first, as a share of its minutes.
        value documentation_added: f64 = 0.15, unit "share", range 0.0..=5.0, source "mission source 002: +15 % (A28)", grade MissionSource;
        /// Share of what is added that stays once all is learned.
        value lasting_share: f64 = 0.25, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Weeks in which what can be learned halves.
        value learning_weeks: f64 = 20.0, unit "weeks", range 0.1..=520.0, source "learning of new work takes about 20 weeks (dynamics D7)", grade Assumption;
    }
}

/// The same; it names nothing.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }

    /// Minutes of documentation so many weeks after the update, as a factor.
    fn factor(&self, weeks: f64) -> f64 {
        let still = libm::exp2(-weeks / self.learning_weeks);
        1.0 + self.documentation_added * (self.lasting_share + (1.0 - self.lasting_share) * still)
    }
}

impl Plan for Settings {}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        scale(&mut levers.documentation_minutes, dose.share, self.factor(dose.weeks));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn what_is_added_is_learned_down_to_what_stays() {
        let update = Settings::read(None, "", &mut Faults::default()).expect("all have defaults");
        assert_eq!(update.factor(0.0), 1.15);
        assert!((update.factor(20.0) - (1.0 + 0.15 * 0.625)).abs() < 1e-12);
        assert!((update.factor(5000.0) - (1.0 + 0.15 * 0.25)).abs() < 1e-12);
    }
}
