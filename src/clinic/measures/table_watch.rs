//! Rows of what is watched week by week: alarms of pressure and what follows them, what comes first.

use super::{CellId, Fact, Fold, Layout};
use crate::clinic::model::Model;
use crate::system::Better;

impl Layout {
    /// Rows of alarms and leads, where clinicians have states.
    pub(super) fn add_watch_rows(&mut self, model: &Model) {
        let clinician = |role: u16| model.roles[usize::from(role)].clinician;
        if model.well_being.is_none() || !model.people.iter().any(|p| clinician(p.role)) {
            return;
        }
        let mean = |fact: Fact| Fold::Mean(vec![fact as CellId], 1.0);
        self.add(
            "pressure_alarm_weeks_fraction",
            "Weeks of alarm",
            ("share", "clinic and week"),
            Better::Lower,
            "weeks with as many signs of pressure as well_being.alarm asks for",
            mean(Fact::AlarmWeeks),
        );
        self.add(
            "pressure_alarm_lead_weeks",
            "From the first alarm to burnout",
            ("weeks", "week of onset with an alarm before"),
            Better::Neither,
            "first alarm within the 26 weeks before a clinician of the clinic is burned out who had not been",
            mean(Fact::AlarmLead),
        );
        self.add(
            "pressure_alarm_warned_fraction",
            "Burnout with an alarm before",
            ("share", "week of onset"),
            Better::Neither,
            "weeks of onset with an alarm within the 26 weeks before",
            mean(Fact::OnsetsWarned),
        );
        self.add(
            "pressure_alarm_false_fraction",
            "False alarms",
            ("share", "week of alarm"),
            Better::Neither,
            "weeks of alarm that no onset follows within 26 weeks",
            mean(Fact::AlarmsFalse),
        );
        self.add(
            "pressure_alarm_false_fraction.without_alarm",
            "The same of weeks without an alarm",
            ("share", "week without an alarm"),
            Better::Neither,
            "weeks without an alarm that no onset follows within 26 weeks: an alarm that tells something has fewer",
            mean(Fact::QuietTrue),
        );
        self.add(
            "after_hours_lead_weeks",
            "By how much work after hours comes before exhaustion",
            ("weeks", "replication"),
            Better::Neither,
            "lag from 0 to 26 weeks with the largest correlation of weekly minutes after hours and clinicians' exhaustion, within clinics",
            Fold::Lead(self.lag(0)),
        );
        self.add(
            "after_hours_lead_correlation",
            "Correlation of work after hours and later exhaustion",
            ("correlation", "week"),
            Better::Neither,
            "the largest of those",
            Fold::LeadCorrelation(self.lag(0)),
        );
    }
}
