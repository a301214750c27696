//! `after_hours_incentive`: a reward for few minutes on the metric of work after hours, which counts what is logged from 18:00
//! to 24:00 and at weekends (source 000, Campbell's law; B35, B36, A44, V35). It takes no work away. It changes where work is
//! done so that the metric does not see it: put off to the morning, off the log, left out of the note.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, most};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::IncentivesAndLoops,
    reported: "A44: from 21:00 to 07:00; V35: the metric falls, the burden stays or grows, backlog and morning work rise. No size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "clinicians, with the same work at other hours and with finding back into notes that were put off; the bonus stands in the cost",
    first: "incentive_stakes",
    watch: &[
        "notes_open",
        "early_morning_minutes_per_day",
        "off_log_minutes_per_day",
        "documentation_quality_audited",
        "balance_composite",
        "burnout_prevalence",
    ],
};

section! {
    /// A reward for few minutes on the metric of work after hours. What is paid stands under `cost`, as `running_usd_per_week`.
    pub struct Settings {
        /// Stakes on the metric: 1 is a bonus that people mind, 0 none; `[organization.incentives]` says what they do.
        value stakes: f64 = 1.0, unit "stakes", range 0.0..=10.0, source "no source found", grade Assumption;
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
        most(&mut levers.incentive_stakes, dose.share * self.stakes);
    }
}
