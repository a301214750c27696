//! Medication orders: errors, the layers that catch them, harm. Beside the counts stands the conditional expectation: what
//! was to be expected under the circumstances that the simulation produced, with the same mean and far smaller variance; and
//! what was to be expected in the same circumstances if nobody were burned out.

use super::Simulation;
use super::change::poisson;
use crate::clinic::measures::Fact;
use crate::clinic::model::{ClinicId, Model, NONE, PersonId, SafetyModel, WHOLE};
use crate::clinic::people::exposure::minutes;
use crate::clinic::science::demand::{effective_resources, strain};
use crate::clinic::science::error_layers::{Chain, Circumstances, Counterfactual, Draws, Outcome};
use crate::clinic::science::relax;
use crate::clinic::world::CaseId;
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::Time;

const ALERTS: Purpose = Purpose::named("alerts");
/// Expectations are summed up in units of so small a part of an error.
const UNITS: f64 = 1e12;
/// Orders of less than an hour are shared over an hour.
const LEAST_HOURS: f64 = 1.0;

/// Who is behind the layers of an order.
struct Behind {
    at: Circumstances,
    /// Role of who orders.
    role: u16,
    nurse_burned_out: bool,
}

impl<'m> Simulation<'m> {
    /// A piece of work has been done by somebody: its medication orders pass the layers.
    pub(super) fn orders_of_step(&mut self, id: CaseId, by: PersonId, now: Time) {
        let model: &'m Model = self.model;
        let Some(safety) = model.safety.as_deref() else { return };
        let case = &self.world.cases[id as usize];
        let (base, per_need) = &model.steps[usize::from(case.step)].medication_orders;
        if *base == 0 && per_need.is_empty() {
            return;
        }
        let needs =
            per_need.iter().map(|(need, each)| each * self.need_of(case.root, case.root_pathway, *need));
        let number = base + needs.sum::<f64>().round() as u32;
        let key = model.steps[usize::from(case.step)].key.value().wrapping_add(u64::from(case.round));
        self.order(safety, id, case.identity.child(key), number, by, now);
    }

    /// A message has been closed by somebody: its medication orders pass the layers.
    pub(super) fn orders_of_message(&mut self, id: CaseId, now: Time) {
        let model: &'m Model = self.model;
        let Some(safety) = model.safety.as_deref() else { return };
        let case = &self.world.cases[id as usize];
        let number =
            model.messages[usize::from(model.sources[usize::from(case.source)].name)].medication_orders;
        if number > 0 && case.lead != NONE {
            self.order(safety, id, case.identity, number, case.lead, now);
        }
    }

    fn order(
        &mut self,
        safety: &SafetyModel,
        id: CaseId,
        identity: Identity,
        number: u32,
        by: PersonId,
        now: Time,
    ) {
        if number == 0 {
            return;
        }
        let clinic = self.world.cases[id as usize].clinic;
        self.world.clinics[usize::from(clinic)].orders += number;
        let levers = &self.world.levers[usize::from(clinic)];
        let alerts = poisson(
            safety.settings.alerts_per_order * f64::from(number) * levers.alerts_factor,
            &mut self.world.seed.stream(ALERTS, identity),
        );
        let behind = self.circumstances(safety, id, identity, by, f64::from(alerts) + 1.0, now);
        let chain = self.chain(safety, clinic, &behind.at);
        if self.record.counts(now) {
            self.note_expected(safety, clinic, number, &behind, &chain);
            self.note_alerts(safety, clinic, &behind.at, alerts);
        }
        let mut reached = 0;
        for ordinal in 0..number {
            let draws = Draws::new(self.world.seed, identity.child(u64::from(ordinal)));
            let outcome = safety.defences.outcome(&chain, &draws);
            if outcome != Outcome::Correct {
                reached += u32::from(outcome == Outcome::Reached);
                self.errs(safety, clinic, by, outcome, &draws, now);
            }
        }
        self.note_orders(by, number, reached, now);
    }

    /// Where somebody wants to know what people answer, their own orders are counted.
    #[inline]
    fn note_orders(&mut self, by: PersonId, orders: u32, errors: u32, now: Time) {
        if self.world.waves.is_none() || now < self.model.time.measured_from {
            return;
        }
        let member = self.world.population.members.get_mut(usize::from(by));
        if let Some(member) = member.filter(|member| member.there) {
            member.since.orders += orders;
            member.since.errors += errors;
        }
    }

    /// Alerts of an encounter, and with what probability each was heeded.
    fn note_alerts(&mut self, safety: &SafetyModel, clinic: ClinicId, at: &Circumstances, alerts: u32) {
        let heeded = safety.defences.heeds(at).map(|heeded| (heeded * 1e6).round() as u64);
        for _ in 0..alerts {
            self.record.count(clinic, Fact::Alerts as u32);
            if let Some(heeded) = heeded {
                self.record.number(clinic, Fact::AlertsHeeded as u32, heeded);
            }
        }
    }

    /// What becomes of an order with the layers of a clinic as they are set today.
    fn chain(&self, safety: &SafetyModel, clinic: ClinicId, at: &Circumstances) -> Chain {
        let levers = &self.world.levers[usize::from(clinic)];
        safety.defences.chain_with(at, |layer| (levers.layer_share[layer], levers.layer_odds[layer]))
    }

    /// An order had an error.
    #[cold]
    fn errs(
        &mut self,
        safety: &SafetyModel,
        clinic: ClinicId,
        by: PersonId,
        outcome: Outcome,
        draws: &Draws,
        now: Time,
    ) {
        let counts = self.record.counts(now);
        if let Outcome::Caught(layer) = outcome {
            if counts {
                self.record.count(clinic, self.model.layout.caught(layer));
            }
            return;
        }
        let share = safety.settings.harm_share * safety.settings.harm_factor;
        let harm = draws.harm() < share * self.world.levers[usize::from(clinic)].harm_factor;
        if counts {
            self.record.count(clinic, Fact::ErrorsReached as u32);
            if harm {
                self.record.count(clinic, Fact::AdverseEvents as u32);
            }
        }
        if harm && let Some(today) = self.world.population.today.get_mut(usize::from(by)) {
            today.harms += 1;
        }
    }

    /// What was to be expected, and what if nobody were burned out.
    fn note_expected(
        &mut self,
        safety: &SafetyModel,
        clinic: ClinicId,
        number: u32,
        behind: &Behind,
        chain: &Chain,
    ) {
        let units = |share: f64| (share * UNITS * f64::from(number)).round() as u128;
        let of_role = |role: Option<u16>| {
            role.and_then(|role| self.world.population.others.get(usize::from(role)).copied())
                .unwrap_or_default()
        };
        let (ordering, giving) = (of_role(Some(behind.role)), of_role(safety.given_by));
        let without = if behind.at.burned_out || behind.nurse_burned_out {
            let like_others = Counterfactual::LikeTheOthers {
                z_exhaustion: ordering[0],
                z_cynicism: giving[1],
                nurse_burned_out: behind.nurse_burned_out,
            };
            self.chain(safety, clinic, &like_others.of(&behind.at)).reach
        } else {
            chain.reach
        };
        for _ in 0..number {
            self.record.count(clinic, Fact::MedicationOrders as u32);
        }
        self.record.add(clinic, Fact::MedicationOrders as u32, u128::from(number) * UNITS as u128);
        let left = self.world.levers[usize::from(clinic)].harm_factor;
        self.record.add(clinic, Fact::ErrorsExpected as u32, units(chain.reach));
        self.record.add(clinic, Fact::HarmExpected as u32, units(chain.reach * left));
        self.record.add(clinic, Fact::ErrorsMade as u32, units(chain.error));
        self.record.add(clinic, Fact::ErrorsWithoutBurnout as u32, units(without));
        if !behind.at.burned_out {
            self.record.add(clinic, Fact::ErrorsOfOthers as u32, units(chain.reach));
            self.record.add(clinic, Fact::OrdersOfOthers as u32, u128::from(number) * UNITS as u128);
        }
    }

    /// The state of people and work behind an order and its layers.
    fn circumstances(
        &self,
        safety: &SafetyModel,
        id: CaseId,
        identity: Identity,
        by: PersonId,
        alerts: f64,
        now: Time,
    ) -> Behind {
        let case = &self.world.cases[id as usize];
        let levers = &self.world.levers[usize::from(case.clinic)];
        let mut at = Circumstances {
            interruptions: f64::from(case.interruptions),
            overload: f64::from(case.overload) / f64::from(WHOLE),
            alerts,
            repeat_share: if alerts > 1.0 { safety.settings.repeated_alerts_share } else { 0.0 }
                * levers.repeats_factor,
            error_odds: levers.error_odds,
            orders_per_hour: self.orders_per_hour(safety, case.clinic, now),
            ..Circumstances::default()
        };
        let mut nurse_burned_out = false;
        let role = self.model.people[usize::from(by)].role;
        let Some(settings) = self.settings() else { return Behind { at, role, nurse_burned_out } };
        let member = &self.world.population.members[usize::from(by)];
        if member.there {
            at.z_exhaustion = member.state.z_exhaustion(settings);
            at.burned_out = member.burned_out;
            // as tired as the hours of today have made them, with resources as at the reference
            let worked = minutes(self.world.population.today[usize::from(by)].worked) / 480.0;
            let strain = worked * self.reference_strain();
            at.fatigue = relax(member.state.fatigue, settings.fatigue.per_strain * strain, 0.0);
        }
        if let Some(nurse) = self.person_of(safety.given_by, case.clinic, identity) {
            let member = &self.world.population.members[usize::from(nurse)];
            let rostered = self.model.time.full_day.max(1.0);
            at.z_cynicism = member.state.z_cynicism(settings);
            at.nurse_load = member.state.worked * 7.0 / 5.0 / (rostered * member.fte);
            nurse_burned_out = member.burned_out;
        }
        Behind { at, role, nurse_burned_out }
    }

    /// One of a role at work at a clinic today, whom the order decides.
    fn person_of(&self, role: Option<u16>, clinic: ClinicId, order: Identity) -> Option<PersonId> {
        let role = role?;
        let people = &self.model.clinics[usize::from(clinic)].people;
        let able = |p: &&PersonId| {
            let p = usize::from(**p);
            self.model.people[p].role == role && self.is_at_work(p) && self.world.population.members[p].there
        };
        let number = people.iter().filter(able).count();
        if number == 0 {
            None
        } else {
            people.iter().filter(able).nth((order.value() % number as u64) as usize).copied()
        }
    }

    /// Strain of a demand of 1 with resources as at the reference.
    fn reference_strain(&self) -> f64 {
        self.model.well_being.as_deref().map_or(1.0, |model| {
            let (of, at) = (&model.settings.resources, &model.settings.reference);
            strain(
                1.0,
                of.buffer,
                effective_resources(model.reference_resources, of.loss_spiral, at.exhaustion),
            )
        })
    }

    /// Whether somebody is on today's roster and not away.
    fn is_at_work(&self, p: usize) -> bool {
        let today = self.model.time.roster_day(self.day());
        !self.world.people[p].away && !self.model.people[p].windows[today].is_empty()
    }

    /// Orders of an hour of today in the queue of one of those who verify.
    fn orders_per_hour(&self, safety: &SafetyModel, clinic: ClinicId, now: Time) -> f64 {
        let state = &self.world.clinics[usize::from(clinic)];
        let hours = (now.since(state.opened)).in_hours().max(LEAST_HOURS);
        let of_role = |p: &&PersonId| {
            let p = usize::from(**p);
            Some(self.model.people[p].role) == safety.verified_by && self.is_at_work(p)
        };
        let people = self.model.clinics[usize::from(clinic)].people.iter().filter(of_role).count().max(1);
        f64::from(state.orders) / hours / people as f64
    }
}
