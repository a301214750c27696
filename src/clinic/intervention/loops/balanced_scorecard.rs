//! `balanced_scorecard`: the metric of work after hours stands beside measures linked to it (open notes, morning work, work
//! off the log, audited notes), and a bonus is paid only for weeks in which guardrails hold (source 000; B112, B120, B159).
//! What leaves the metric shows elsewhere, so moving it no longer pays: that is the cause that it changes. The work itself
//! stays as it is.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, complement, most};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::IncentivesAndLoops,
    reported: "B112, B120, B159: linked measures make it harder to improve one number at the expense of the rest; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "the clinic pays the bonus, in weeks in which the guardrails hold",
    first: "linked_measures",
    watch: &[
        "notes_open",
        "off_log_minutes_per_day",
        "balance_composite",
        "burnout_prevalence",
        "third_next_available_days",
    ],
};

section! {
    /// A reward for linked measures together, and a bonus only while guardrails hold.
    pub struct Settings {
        /// Stakes on the metric of work after hours: 1 is a bonus that people mind.
        value stakes: f64 = 1.0, unit "stakes", range 0.0..=10.0, source "no source found", grade Assumption;
        /// Share of the work that leaves this metric which the linked measures show: what shows does not pay.
        value linked_share: f64 = 0.9, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Bonus of a clinic for a week in which all guardrails hold.
        value bonus_usd_per_week: f64 = 0.0, unit "US$ per week", range 0.0..=1000000.0, source "the clinic's own figures", grade Definition;
        /// Guardrail: most open notes for each clinician at the end of the week.
        value note_backlog_limit: f64 = 10.0, unit "notes", range 0.0..=10000.0, source "no source found", grade Assumption;
        /// Guardrail: most minutes of work after hours of a clinician on a day of the week, all of it: the evening, the early morning, weekends, off the log.
        value after_hours_limit_minutes: f64 = 60.0, unit "minutes per day", range 0.0..=1440.0, source "no source found", grade Assumption;
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
        Some("the guardrails of a bonus")
    }
}

impl Intervention for Settings {
    /// Stakes and what links them grow together: on the way, gaming pays a little before it shows.
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        most(&mut levers.incentive_stakes, dose.share * self.stakes);
        complement(&mut levers.linked_measures, dose.share * self.linked_share);
        levers.bonus_usd_per_week += dose.share * self.bonus_usd_per_week;
        levers.note_backlog_limit = self.note_backlog_limit;
        levers.after_hours_limit_minutes = self.after_hours_limit_minutes;
    }
}
