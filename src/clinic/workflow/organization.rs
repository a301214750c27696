//! The organisation's own loops, a day at a time: trust and psychological safety, urgency and what it sets free, the
//! capability to repair causes, improvements.

use super::Simulation;
use crate::clinic::measures::Fact;
use crate::clinic::model::YEAR_DAYS;
use crate::clinic::science::organization::{capability, effort, level, urgency};

/// Working days over which room to learn is remembered: a month. Assumption: no source found.
const LEARNING_MEMORY_DAYS: f64 = 20.0;

impl Simulation<'_> {
    /// A day begins: the state of the organisation at every clinic moves by what is set and by what was reported.
    pub(super) fn govern(&mut self) {
        let of = &self.model.organization;
        for c in 0..self.world.clinics.len() {
            let levers = &self.world.levers[c];
            let state = &mut self.world.clinics[c].organization;
            let rest = &of.trust;
            let (gain, loss) = (levers.trust_gain_per_year, levers.trust_loss_per_year);
            state.trust = level(state.trust, gain, loss, rest.trust, rest.memory_days);
            let (gain, loss) = (levers.openness_gain_per_year, levers.openness_loss_per_year);
            state.openness = level(state.openness, gain, loss, rest.openness, rest.memory_days);
            state.urgency = state.reported.map_or(0.0, |score| urgency(state.urgency, score, &of.urgency));
            let exercise = effort(levers.repair_effort * state.urgency);
            state.relief = effort(levers.relief_effort * state.urgency);
            state.repair = effort(levers.repair_effort * state.urgency * state.capability);
            state.capability =
                capability(state.capability, exercise, levers.capability_gain_per_year, &of.urgency);
            let made = levers.improvements_per_year + of.urgency.improvements_per_year * state.repair;
            if made > 0.0 {
                state.improvements += made / YEAR_DAYS;
                state.tools = libm::pow(1.0 - of.improvement_share, state.improvements);
            }
        }
        self.remember_room_to_learn();
        self.note_organization();
    }

    /// What room to learn yesterday's work left is remembered.
    fn remember_room_to_learn(&mut self) {
        for clinic in &mut self.world.clinics {
            let (sum, pieces) = std::mem::take(&mut clinic.germane_today);
            if pieces > 0 {
                clinic.germane += (sum / f64::from(pieces) - clinic.germane) / LEARNING_MEMORY_DAYS;
            }
        }
    }

    fn note_organization(&mut self) {
        if !self.record.counts(self.world.midnight) {
            return;
        }
        let millionths = |value: f64| (value * 1e6).round() as u64;
        for c in 0..self.world.clinics.len() {
            let state = self.world.clinics[c].organization;
            self.record.number(c as u16, Fact::Trust as u32, millionths(state.trust));
            self.record.number(c as u16, Fact::Openness as u32, millionths(state.openness));
            self.record.number(c as u16, Fact::Urgency as u32, millionths(state.urgency));
            self.record.number(c as u16, Fact::Capability as u32, millionths(state.capability));
            self.record.number(c as u16, Fact::Germane as u32, millionths(self.world.clinics[c].germane));
        }
    }
}
