//! A bonus that is paid only while guardrails hold: for a week in which few notes are open and little is worked after hours,
//! all of it (source 000: guardrails; B112).

use super::Simulation;
use crate::clinic::measures::Fact;
use crate::clinic::model::ClinicId;

impl Simulation<'_> {
    /// A week of a clinic with so many clinicians ends: its bonus is paid if the guardrails held.
    pub(super) fn pay_bonus(&mut self, c: ClinicId, clinicians: f64) {
        let levers = &self.world.levers[usize::from(c)];
        if levers.bonus_usd_per_week <= 0.0 || clinicians <= 0.0 || !self.record.counts(self.world.midnight) {
            return;
        }
        let clinic = &self.world.clinics[usize::from(c)];
        let weeks = &self.world.population.watch.clinics[usize::from(c)];
        let notes = f64::from(clinic.open_notes) / clinicians;
        let after_hours =
            weeks.evenings.last().copied().flatten().map(|thousandths| thousandths as f64 / 1e3);
        let holds = notes <= levers.note_backlog_limit
            && after_hours.is_some_and(|minutes| minutes <= levers.after_hours_limit_minutes);
        if holds {
            let cents = (100.0 * levers.bonus_usd_per_week).round() as u64;
            self.record.number(c, Fact::InterventionCents as u32, cents);
        }
    }
}
