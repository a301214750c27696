//! `deimplementation`: clinicians and staff name what nobody needs, and it goes: local rules, and alerts that everybody
//! dismisses (source 004 L394 to 403, Getting Rid of Stupid Stuff; A17, A18, B85; B73: conversations feed the list). It
//! changes the stock of rules, how many alerts there are, and how many of them repeat themselves.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A17: more than 300 suggestions; A18: 10 of the 12 most ignored alerts removed, and documentation requirements and signatures; no change of minutes reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "whoever reviews the suggestions; with a meeting, those who make them",
    first: "rules_removed_per_year",
    watch: &["errors_reaching_patient_per_1000_orders.expected", "alerts_heeded_fraction"],
};

meeting! {
    /// Conversations about what matters, which feed the list of what could go.
    minutes 45.0; at 960; days ["thu"]; every_weeks 4; roles ["physician", "ma"]; protected false;
    source "mission source 004 (B73: surveys, interviews, focus groups); hours: no source found", grade Assumption;
}

section! {
    /// Local rules and ignored alerts go.
    pub struct Settings {
        /// Local rules removed in a year, for each sort of rule.
        value rules_removed_per_year: f64 = 2.0, unit "rules per year", range 0.0..=1000.0, source "no source found (A17: over 300 suggestions of a whole organisation)", grade Assumption;
        /// How many types of the alerts that are ignored most go.
        value ignored_alert_types_removed: f64 = 10.0, unit "types", range 0.0..=1000.0, source "A18", grade MissionSource;
        /// How many such types there are.
        value ignored_alert_types: f64 = 12.0, unit "types", range 1.0..=1000.0, source "A18", grade MissionSource;
        /// Share that these types make of all alerts.
        value share_of_alerts: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Share of alerts that repeat themselves, as a factor.
        value repeats_factor: f64 = 0.8, unit "ratio", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Conversations that feed the list; absent: none.
        maybe meeting: Meeting;
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
    fn sessions(&self) -> Vec<Session<'_>> {
        self.meeting.iter().map(|meeting| meeting.session("what could go")).collect()
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.iter().flat_map(Meeting::references).collect()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.rules_removed_per_year += dose.share * self.rules_removed_per_year;
        let types = (self.ignored_alert_types_removed / self.ignored_alert_types).min(1.0);
        scale(&mut levers.alerts_factor, dose.share, 1.0 - self.share_of_alerts * types);
        scale(&mut levers.repeats_factor, dose.share, self.repeats_factor);
    }
}
