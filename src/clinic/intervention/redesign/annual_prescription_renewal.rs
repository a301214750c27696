//! `annual_prescription_renewal`: all stable prescriptions are extended for longer than a year at the annual visit
//! (source 004; A20 to A22, B95). Fewer requests come because prescriptions run out later, and for no other reason.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A20 to A22: requests for renewals halve, an hour or more a day is saved by clinicians and staff.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "clinicians, at the annual visit",
    first: "renewal_share",
    watch: &["medication_adherence"],
};

section! {
    /// The annual visit extends stable prescriptions for longer than until the next one.
    pub struct Settings {
        /// Months for which they are extended.
        value supply_months: f64 = 18.0, unit "months", range 0.5..=60.0, source "A20: 18 months (12 to 18)", grade MissionSource;
        /// Share of prescriptions that are stable.
        value stable_share: f64 = 0.8, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Minutes of order entry for each prescription that is extended.
        value minutes_per_prescription: f64 = 0.2, unit "minutes", range 0.0..=10.0, source "no source found", grade Assumption;
    }
}

/// The same; it names nothing.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {
    fn only_one(&self) -> Option<&str> {
        Some("the review of medicines")
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.renewal_months = self.supply_months;
        levers.renewal_share = dose.share * self.stable_share;
        levers.renewal_minutes = self.minutes_per_prescription;
    }
}
