//! The end of a day: everybody's state moves by what the day exposed them to, and by how their colleagues are.

use super::climate::Day;
use super::exposure::minutes;
use super::{Climate, Exposure, Member, Population, State, WEEK};
use crate::clinic::model::{Model, WellBeingModel};
use crate::clinic::science::burnout::{self, CynicismDrivers};
use crate::clinic::science::contagion::pressure;
use crate::clinic::science::demand;
use crate::clinic::science::moral;
use crate::engine::distribution::normal_quantile;
use crate::engine::random::{Purpose, Seed};

const DRIFT: Purpose = Purpose::named("drift of life");
/// Days over which minutes a day are remembered.
const MINUTES_MEMORY_DAYS: f64 = 28.0;

/// Sums over people who are there, weighted by the minutes that they work: everybody, and clinicians alone.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    minutes: [f64; 2],
    exhaustion: [f64; 2],
    cynicism: [f64; 2],
}

impl Sums {
    fn add(&mut self, state: &State, clinician: bool) {
        for of in 0..=usize::from(clinician) {
            self.minutes[of] += state.worked;
            self.exhaustion[of] += state.worked * state.exhaustion;
            self.cynicism[of] += state.worked * state.cynicism;
        }
    }
}

/// Sums over the people of one role at one clinic.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Peers {
    number: f64,
    demand: f64,
    recognition: f64,
}

/// What everybody sees of everybody at the end of a day: sums by clinic, by team, by clinic and role. Kept so that a day
/// allocates nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    clinics: Vec<Sums>,
    teams: Vec<Sums>,
    peers: Vec<Peers>,
}

/// Teams of a clinic: the most that `clinics.<name>.teams` allows.
const MOST_TEAMS: usize = 1000;

/// More than the number of any team.
pub(super) fn most_teams(model: &Model) -> usize {
    MOST_TEAMS.min(model.people.len())
}

/// Number of the team of somebody, over all clinics.
pub(super) fn team_of(model: &Model, p: usize) -> usize {
    let person = &model.people[p];
    usize::from(person.clinic) * most_teams(model) + usize::from(person.team)
}

impl View {
    fn of_role(model: &Model, p: usize) -> usize {
        usize::from(model.people[p].clinic) * model.roles.len() + usize::from(model.people[p].role)
    }

    fn look(&mut self, model: &Model, members: &[Member]) {
        self.clinics.clear();
        self.clinics.resize(model.clinics.len(), Sums::default());
        self.teams.clear();
        self.teams.resize(model.clinics.len() * most_teams(model), Sums::default());
        self.peers.clear();
        self.peers.resize(model.clinics.len() * model.roles.len(), Peers::default());
        for (p, member) in members.iter().enumerate().filter(|(_, member)| member.there) {
            let person = &model.people[p];
            let clinician = model.roles[usize::from(person.role)].clinician;
            self.clinics[usize::from(person.clinic)].add(&member.state, clinician);
            self.teams[team_of(model, p)].add(&member.state, clinician);
            let peers = &mut self.peers[Self::of_role(model, p)];
            peers.number += 1.0;
            peers.demand += member.state.demand;
            peers.recognition += person.recognition;
        }
    }
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
    /// were, in the climate of each clinic.
    pub fn end_day(&mut self, model: &Model, seed: Seed, day: u64, climates: &[Climate]) {
        let Some(well_being) = &model.well_being else { return };
        let mut view = std::mem::take(&mut self.view);
        view.look(model, &self.members);
        for p in 0..self.members.len() {
            if !self.members[p].there {
                continue;
            }
            let person = &model.people[p];
            let climate = &climates[usize::from(person.clinic)];
            let contact = climate.team_contact;
            let colleagues = view.around(model, well_being, p, &self.members[p].state, contact);
            let member = &mut self.members[p];
            if day.is_multiple_of(WEEK as u64) && !self.frozen {
                let life = member.traits.life.child(day);
                let shock = normal_quantile(seed.stream(DRIFT, life).uniform());
                let kept = well_being.drift_kept;
                member.state.drift = kept * member.state.drift
                    + (1.0 - kept * kept).sqrt() * well_being.settings.exhaustion.drift_sd * shock;
            }
            let of = Of { model, well_being, p, day, frozen: self.frozen };
            member.seek_care(well_being, seed, climate.care_uptake);
            of.live(member, Day { today: &self.today[p], climate, relief: &self.relief[p] }, &colleagues);
        }
        self.view = view;
    }
}

impl View {
    /// Means of colleagues: of those from whom somebody catches it, by contact; of their own role, for comparison. Contact is in
    /// proportion to the minutes of both, so the own ones cancel: what is left are the sums of all, more for the team, less
    /// oneself. `own` is how the person was when the sums were made; `contact` multiplies the weight of the team.
    fn around(
        &self,
        model: &Model,
        well_being: &WellBeingModel,
        p: usize,
        own: &State,
        contact: f64,
    ) -> Colleagues {
        let (person, of) = (&model.people[p], &well_being.settings.contagion);
        let clinician = model.roles[usize::from(person.role)].clinician;
        let only = usize::from(of.clinicians_from_clinicians && clinician);
        let (all, team) = (&self.clinics[usize::from(person.clinic)], &self.teams[team_of(model, p)]);
        let weight = of.team_weight * contact;
        let sum = |of_sums: fn(&Sums) -> &[f64; 2], own: f64| {
            of_sums(all)[only] + (weight - 1.0) * of_sums(team)[only] - weight * own
        };
        let minutes = sum(|sums| &sums.minutes, own.worked);
        let mean = |total: f64| (minutes > LEAST_MINUTES).then(|| (total / minutes).clamp(0.0, 1.0));
        let peers = &self.peers[Self::of_role(model, p)];
        Colleagues {
            exhaustion: mean(sum(|sums| &sums.exhaustion, own.worked * own.exhaustion)),
            cynicism: mean(sum(|sums| &sums.cynicism, own.worked * own.cynicism)),
            team_demand: peers.demand / peers.number,
            team_recognition: peers.recognition / peers.number,
        }
    }
}

/// Colleagues who work less than this a day between them are none; what is left of the sums is rounding.
const LEAST_MINUTES: f64 = 1e-6;

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
    fn live(&self, member: &mut Member, day: Day<'_>, colleagues: &Colleagues) {
        let today = day.today;
        let settings = &self.well_being.settings;
        let person = &self.model.people[self.p];
        let state = &mut member.state;
        let scale = self.well_being.demand_scale[usize::from(person.role)];
        let demand_today = demand::demand(&today.demand_minutes(), member.fte, &settings.demand) * scale;
        if today.at_work() {
            self.remember(state, today, demand_today, colleagues, day.climate.promises);
        }
        let share = 1.0 / MINUTES_MEMORY_DAYS;
        state.worked += share * (minutes(today.worked) - state.worked);
        state.after_hours += share * (minutes(today.after_hours) - state.after_hours);
        member.feel(day.climate, day.relief, &self.model.organization.trust);
        let supplies = member.supplies(settings, person.recognition);
        let resources = self.resources(member);
        let state = &mut member.state;
        let strain = self.strain(state, demand_today, resources);
        let place = (self.day % WEEK as u64) as usize;
        state.strain[place] = libm::pow(strain, settings.exhaustion.strain_exponent);
        let off_hours = 24.0 - minutes(today.worked) / 60.0;
        state.fatigue = burnout::fatigue(state.fatigue, strain, off_hours.max(0.0), &settings.fatigue)
            * (1.0 - day.climate.fatigue_relief)
            * (1.0 - day.relief.fatigue);
        state.tired[place] = state.fatigue;
        if !self.frozen {
            self.move_slow_states(member, day, colleagues, &supplies, strain);
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

    /// Resources: the mean of five; what a theory speaks of that is off is held at its reference.
    fn resources(&self, member: &Member) -> f64 {
        let (state, of) = (&member.state, &self.well_being.settings);
        let (on, at) = (&of.theories, &of.reference);
        let control = if on.demand_control { member.felt.control } else { at.control };
        let fairness = if on.effort_reward { state.fairness } else { at.fairness };
        let fit = match on.person_environment_fit {
            true => member.fit(of, self.model.people[self.p].recognition),
            false => at.fit,
        };
        (control + member.felt.support + member.felt.leadership + fairness + fit) / 5.0
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
        day: Day<'_>,
        colleagues: &Colleagues,
        supplies: &[f64; demand::NEEDS],
        strain: f64,
    ) {
        let (of, traits, today) = (&self.well_being.settings, &member.traits, day.today);
        let in_care = member.in_care;
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
        let conflict = minutes(today.conflict) - of.demand.ordinary_conflict(today.on_the_way());
        let window = burnout::recovery_window(minutes(today.after_hours), conflict);
        state.wear += strain / 365.25;
        let mut recovery =
            self.well_being.rho * window * libm::exp(-of.exhaustion.wear_per_year * state.wear);
        recovery *= 1.0 + day.relief.recovery;
        if in_care {
            recovery *= 1.0 + self.well_being.measurement.depression.care_recovery;
        }
        let before = *state;
        state.exhaustion = burnout::exhaustion(before.exhaustion, gain, recovery);
        let supply = supplies.iter().sum::<f64>() / supplies.len() as f64;
        let imbalance =
            burnout::effort_reward(state.demand, of.reference.demand, supply, of.reference.supply);
        let drivers = CynicismDrivers {
            log_gain: traits.cynicism
                + libm::log(day.climate.cynicism * (1.0 - day.relief.cynicism))
                + pressure(chi(of.contagion.cynicism), colleagues.cynicism, of.reference.cynicism),
            exhaustion: before.exhaustion,
            effort_reward: if of.theories.effort_reward { imbalance } else { 1.0 },
            moral: of.moral.cynicism_weight * before.moral,
            support: member.felt.support,
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
        state.trauma = moral::trauma(before.trauma, harms, deaths, day.climate.trauma_support, &of.moral);
    }
}
