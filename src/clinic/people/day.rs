//! The end of a day: everybody's state moves by what the day exposed them to, and by how their colleagues are.

use super::exposure::minutes;
use super::{Exposure, Member, Population, State, WEEK};
use crate::clinic::model::{Model, WellBeingModel};
use crate::clinic::science::burnout::{self, CynicismDrivers};
use crate::clinic::science::contagion::{contact, pressure};
use crate::clinic::science::demand;
use crate::clinic::science::moral;
use crate::engine::distribution::normal_quantile;
use crate::engine::random::{Purpose, Seed};

const DRIFT: Purpose = Purpose::named("drift of life");
/// Days over which minutes a day are remembered.
const MINUTES_MEMORY_DAYS: f64 = 28.0;

/// What others can see of somebody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glance {
    exhaustion: f64,
    cynicism: f64,
    worked: f64,
    demand: f64,
    there: bool,
}

/// What colleagues come to, for one person.
#[derive(Debug, Clone, Copy, Default)]
struct Colleagues {
    exhaustion: Option<f64>,
    cynicism: Option<f64>,
    team_demand: f64,
    team_recognition: f64,
}

impl Population {
    /// A day has ended: states move by what it brought, in the order of people, all of them seeing the others as they
    /// were. `promises` is the share of what was announced to each clinic that is really done.
    pub fn end_day(&mut self, model: &Model, seed: Seed, day: u64, promises: &[f64]) {
        let Some(well_being) = &model.well_being else { return };
        let seen = |member: &Member| Glance {
            exhaustion: member.state.exhaustion,
            cynicism: member.state.cynicism,
            worked: member.state.worked,
            demand: member.state.demand,
            there: member.there,
        };
        self.glances.clear();
        self.glances.extend(self.members.iter().map(seen));
        for p in 0..self.members.len() {
            if !self.members[p].there {
                continue;
            }
            let colleagues = self.look_around(model, well_being, p);
            let person = &model.people[p];
            let member = &mut self.members[p];
            if day.is_multiple_of(WEEK as u64) && !self.frozen {
                let identity = person.identity.child(u64::from(member.holder)).child(day);
                let shock = normal_quantile(seed.stream(DRIFT, identity).uniform());
                let kept = well_being.drift_kept;
                member.state.drift = kept * member.state.drift
                    + (1.0 - kept * kept).sqrt() * well_being.settings.exhaustion.drift_sd * shock;
            }
            let of = Of { model, well_being, p, day, frozen: self.frozen };
            of.live(member, &self.today[p], &colleagues, promises[usize::from(person.clinic)]);
        }
    }

    /// Means of colleagues: of those from whom somebody catches it, by contact; of their own role, for comparison.
    fn look_around(&self, model: &Model, well_being: &WellBeingModel, p: usize) -> Colleagues {
        let (own, of) = (&model.people[p], &well_being.settings.contagion);
        let clinician = |q: usize| model.roles[usize::from(model.people[q].role)].clinician;
        let only_clinicians = of.clinicians_from_clinicians && clinician(p);
        let (mut weight, mut exhaustion, mut cynicism) = (0.0, 0.0, 0.0);
        let (mut number, mut demand, mut recognition) = (0.0, 0.0, 0.0);
        for &q in &model.clinics[usize::from(own.clinic)].staff {
            let (q, other) = (usize::from(q), &model.people[usize::from(q)]);
            let glance = &self.glances[q];
            if !glance.there {
                continue;
            }
            if other.role == own.role {
                number += 1.0;
                demand += glance.demand;
                recognition += other.recognition;
            }
            if q != p && (!only_clinicians || clinician(q)) {
                let minutes = self.glances[p].worked;
                let contact = contact(minutes, glance.worked, other.team == own.team, of.team_weight);
                weight += contact;
                exhaustion += contact * glance.exhaustion;
                cynicism += contact * glance.cynicism;
            }
        }
        let mean = |sum: f64| (weight > 0.0).then(|| sum / weight);
        Colleagues {
            exhaustion: mean(exhaustion),
            cynicism: mean(cynicism),
            team_demand: demand / number,
            team_recognition: recognition / number,
        }
    }
}

/// Whose day it was.
struct Of<'m> {
    model: &'m Model,
    well_being: &'m WellBeingModel,
    p: usize,
    day: u64,
    frozen: bool,
}

impl Of<'_> {
    /// One person's day.
    fn live(&self, member: &mut Member, today: &Exposure, colleagues: &Colleagues, promises: f64) {
        let settings = &self.well_being.settings;
        let person = &self.model.people[self.p];
        let state = &mut member.state;
        let scale = self.well_being.demand_scale[usize::from(person.role)];
        let demand_today = demand::demand(&today.demand_minutes(), member.fte, &settings.demand) * scale;
        if today.at_work() {
            self.remember(state, today, demand_today, colleagues, promises);
        }
        let share = 1.0 / MINUTES_MEMORY_DAYS;
        state.worked += share * (minutes(today.worked) - state.worked);
        state.after_hours += share * (minutes(today.after_hours) - state.after_hours);
        let supplies = self.supplies(state);
        let resources = self.resources(member, &supplies);
        let state = &mut member.state;
        let strain = self.strain(state, demand_today, resources);
        let place = (self.day % WEEK as u64) as usize;
        state.strain[place] = libm::pow(strain, settings.exhaustion.strain_exponent);
        let off_hours = 24.0 - minutes(today.worked) / 60.0;
        state.fatigue = burnout::fatigue(state.fatigue, strain, off_hours.max(0.0), &settings.fatigue);
        state.tired[place] = state.fatigue;
        if !self.frozen {
            self.move_slow_states(member, today, colleagues, &supplies, strain);
        }
    }

    /// A day at work leaves its trace in what somebody thinks their work is like.
    fn remember(
        &self,
        state: &mut State,
        today: &Exposure,
        demand_today: f64,
        colleagues: &Colleagues,
        promises: f64,
    ) {
        let settings = &self.well_being.settings.resources;
        let own = &self.model.people[self.p];
        let share = 1.0 / settings.memory_days;
        let follow = |remembered: &mut f64, new: f64| *remembered += share * (new - *remembered);
        let worked = minutes(today.worked);
        let unplanned = minutes(today.beyond_roster + today.interrupted);
        follow(&mut state.control, demand::control(worked, unplanned));
        if let Some(support) = today.support() {
            follow(&mut state.support, support);
        }
        let obstacles = minutes(today.obstacles) / worked;
        follow(&mut state.leadership, demand::leadership(promises, obstacles, settings.obstacle_tolerance));
        follow(&mut state.demand, demand_today);
        let fairness = demand::fairness(
            state.demand,
            colleagues.team_demand,
            own.recognition,
            colleagues.team_recognition,
            settings.unfairness,
        );
        follow(&mut state.fairness, fairness);
        follow(&mut state.meaningful, minutes(today.with_patients) / worked);
        follow(&mut state.extraneous, (minutes(today.extraneous) / worked).min(1.0));
    }

    /// What work supplies of autonomy, recognition and meaning.
    fn supplies(&self, state: &State) -> [f64; demand::NEEDS] {
        let recognition = self.model.people[self.p].recognition;
        [state.control, recognition, demand::meaning(state.meaningful, &self.well_being.settings.resources)]
    }

    /// Resources: the mean of five; what a theory speaks of that is off is held at its reference.
    fn resources(&self, member: &Member, supplies: &[f64; demand::NEEDS]) -> f64 {
        let (state, of) = (&member.state, &self.well_being.settings);
        let (on, at) = (&of.theories, &of.reference);
        let control = if on.demand_control { state.control } else { at.control };
        let fairness = if on.effort_reward { state.fairness } else { at.fairness };
        let fit = match on.person_environment_fit {
            true => demand::fit(&member.traits.needs, &member.traits.weights, supplies),
            false => at.fit,
        };
        (control + state.support + state.leadership + fairness + fit) / 5.0
    }

    /// Strain of the day.
    fn strain(&self, state: &State, demand_today: f64, resources: f64) -> f64 {
        let of = &self.well_being.settings;
        let exhaustion =
            if of.theories.conservation_of_resources { state.exhaustion } else { of.reference.exhaustion };
        let resources = match of.theories.job_demands_resources {
            true => resources,
            false => self.well_being.reference_resources,
        };
        let effective = demand::effective_resources(resources, of.resources.loss_spiral, exhaustion);
        demand::strain(demand_today, of.resources.buffer, effective)
    }

    /// Exhaustion, cynicism, efficacy, moral residue, trauma.
    fn move_slow_states(
        &self,
        member: &mut Member,
        today: &Exposure,
        colleagues: &Colleagues,
        supplies: &[f64; demand::NEEDS],
        strain: f64,
    ) {
        let (of, traits) = (&self.well_being.settings, &member.traits);
        let state = &mut member.state;
        let chi = |strength: f64| if of.theories.emotional_contagion { strength } else { 0.0 };
        let caught = pressure(chi(of.contagion.exhaustion), colleagues.exhaustion, of.reference.exhaustion);
        let sd = of.exhaustion.drift_sd;
        let log_gain = traits.exhaustion + traits.clinic + state.drift - sd * sd / 2.0 + caught;
        let week = state.strain.iter().sum::<f64>() / WEEK as f64;
        let gain = self.well_being.alpha
            * libm::exp(log_gain)
            * (1.0 + of.moral.trauma_weight * state.trauma)
            * week;
        let window = burnout::recovery_window(minutes(today.after_hours), minutes(today.conflict));
        state.wear += strain / 365.25;
        let recovery = self.well_being.rho * window * libm::exp(-of.exhaustion.wear_per_year * state.wear);
        let before = *state;
        state.exhaustion = burnout::exhaustion(before.exhaustion, gain, recovery);
        let supply = supplies.iter().sum::<f64>() / supplies.len() as f64;
        let imbalance =
            burnout::effort_reward(state.demand, of.reference.demand, supply, of.reference.supply);
        let drivers = CynicismDrivers {
            log_gain: traits.cynicism
                + pressure(chi(of.contagion.cynicism), colleagues.cynicism, of.reference.cynicism),
            exhaustion: before.exhaustion,
            effort_reward: if of.theories.effort_reward { imbalance } else { 1.0 },
            moral: of.moral.cynicism_weight * before.moral,
            support: before.support,
        };
        state.cynicism = burnout::cynicism(before.cynicism, &drivers, &of.cynicism);
        if today.at_work() {
            let meaningful = minutes(today.with_patients) / minutes(today.worked);
            state.efficacy = burnout::efficacy(
                before.efficacy,
                traits.efficacy,
                meaningful,
                before.cynicism,
                today.unfinished_share(),
                &of.efficacy,
            );
        }
        state.moral = moral::moral_residue(before.moral, f64::from(today.moral), &of.moral);
        let (harms, deaths) = (f64::from(today.harms), f64::from(today.deaths));
        state.trauma = moral::trauma(before.trauma, harms, deaths, &of.moral);
    }
}
