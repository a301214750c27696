//! What is recorded of people at the end of a day. A day's states are noted on the next midnight.

use super::Simulation;
use crate::clinic::measures::{Fact, role_cell};
use crate::clinic::model::{PersonId, WellBeingModel};
use crate::clinic::people::Member;
use crate::clinic::people::exposure::minutes;
use crate::clinic::science::equity::{gini, worst_tenth};
use crate::clinic::science::instruments::condition::Condition;
use crate::clinic::science::instruments::mbi::Rule;
use crate::clinic::science::leaving::leaving_hazard;
use crate::engine::time::{Span, Time};

/// Days between two looks at the equity of load.
const EQUITY_DAYS: u64 = 28;

/// Whether somebody is burned out, by the usual rule: exhaustion or cynicism.
fn is_burned_out(member: &Member, well_being: &WellBeingModel) -> bool {
    well_being.measurement.mbi.truly(&member.as_seen(well_being), Rule::Either)
}

impl Simulation<'_> {
    /// Who is burned out from today on, and how those are who are not.
    pub(super) fn see_who_is_burned_out(&mut self) {
        let model = self.model;
        let Some(well_being) = model.well_being.as_deref() else { return };
        let settings = &well_being.settings;
        let mut sums = vec![[0.0; 3]; self.model.roles.len()];
        for (p, member) in self.world.population.members.iter_mut().enumerate() {
            member.burned_out = member.there && is_burned_out(member, well_being);
            if member.there && !member.burned_out {
                let sums = &mut sums[usize::from(self.model.people[p].role)];
                sums[0] += member.state.z_exhaustion(settings);
                sums[1] += member.state.z_cynicism(settings);
                sums[2] += 1.0;
            }
        }
        for (others, [e, c, n]) in self.world.population.others.iter_mut().zip(sums) {
            *others = [e / f64::max(n, 1.0), c / f64::max(n, 1.0)];
        }
    }

    /// States how everybody was on a day that has ended.
    pub(super) fn note_people(&mut self, day: u64) {
        if !self.record.counts(Time::ZERO + Span::days(day)) {
            return;
        }
        for p in 0..self.model.people.len() {
            self.note_post(p, day);
            if self.world.population.members[p].there {
                self.note_states(p);
                self.note_work_as_felt(p);
                self.note_day(p);
            }
        }
        self.note_excess_departures();
        if day % EQUITY_DAYS == EQUITY_DAYS - 1 {
            self.note_equity();
        }
    }

    fn role_number(&mut self, p: usize, cell: u32, number: u64) {
        let person = &self.model.people[p];
        let cell = self.model.layout.role(person.role) + cell;
        self.record.number(person.clinic, cell, number);
    }

    /// A post: planned, vacant, what it can do today.
    fn note_post(&mut self, p: usize, day: u64) {
        let (model, member) = (&self.model.people[p], &self.world.population.members[p]);
        let vacant = member.employment.vacancy.is_some();
        if !member.there && !vacant {
            return; // not part of the staff
        }
        let post = (model.fte * 1e3).round() as u64;
        let today = self.world.population.today[p];
        let person = &self.world.people[p];
        // against somebody whom nothing slows, not against the reference, which is slowed itself
        let unslowed = self.settings().map_or(1.0, |settings| match settings.feedback.slow_down {
            0.0 => 1.0,
            _ => settings.reference.slow_down,
        });
        let able = (model.fte * 1e3 * person.pace / model.speed / unslowed).round() as u64;
        let unfilled = self.is_vacant(p, day);
        self.role_number(p, role_cell::POSTS, post);
        self.role_number(p, role_cell::VACANT, if unfilled { post } else { 0 });
        let planned =
            !model.windows[self.model.time.roster_day(day)].is_empty() && !self.model.time.is_holiday(day);
        if planned {
            self.role_number(p, role_cell::CAPACITY_PLANNED, post);
            self.role_number(p, role_cell::CAPACITY, if today.away { 0 } else { able });
        }
    }

    fn note_states(&mut self, p: usize) {
        let Some(well_being) = self.model.well_being.as_deref() else { return };
        let member = &self.world.population.members[p];
        let (fatigue, seen) = (member.state.fatigue, member.as_seen(well_being));
        let of = &well_being.measurement;
        let truly = of.conditions.truly(&seen, &of.mbi);
        let flags = [
            (role_cell::BURNED_EITHER, of.mbi.truly(&seen, Rule::Either)),
            (role_cell::BURNED_EXHAUSTION, of.mbi.truly(&seen, Rule::ExhaustionOnly)),
            (role_cell::BURNED_ALL, of.mbi.truly(&seen, Rule::AllThree)),
            (role_cell::MORAL_INJURY, truly.has(Condition::MoralInjury)),
            (role_cell::COMPASSION_FATIGUE, truly.has(Condition::CompassionFatigue)),
        ];
        let thousandths = |score: f64| (score * 1e3).round() as u64;
        let score = thousandths(seen.exhaustion_score);
        self.role_number(p, role_cell::EXHAUSTION, score);
        self.role_number(p, role_cell::EXHAUSTION_SQUARES, score * score);
        self.role_number(p, role_cell::CYNICISM, thousandths(seen.cynicism_score));
        self.role_number(p, role_cell::EFFICACY, thousandths(seen.efficacy_score));
        self.role_number(p, role_cell::FATIGUE, millionths(fatigue));
        for (cell, _) in flags.into_iter().filter(|(_, yes)| *yes) {
            self.role_number(p, cell, 1);
        }
    }

    /// What somebody remembers of their work, in the order of `measures::REMEMBERED`.
    fn note_work_as_felt(&mut self, p: usize) {
        let Some(settings) = self.settings() else { return };
        let member = &self.world.population.members[p];
        let state = &member.state;
        let recognition = self.model.people[p].recognition;
        let supplies = member.supplies(settings, recognition);
        let fit = member.fit(settings, recognition);
        let felt = [
            member.felt.control,
            member.felt.support,
            member.felt.leadership,
            state.fairness,
            fit,
            supplies.iter().sum::<f64>() / supplies.len() as f64,
            state.demand,
            state.meaningful,
        ];
        for (place, value) in (0u32..).zip(felt) {
            self.role_number(p, role_cell::REMEMBERED + place, millionths(value));
        }
    }

    /// A day at work: whether anybody could have done it, and how much of it nobody had imagined.
    fn note_day(&mut self, p: usize) {
        let Some(settings) = self.settings() else { return };
        let today = self.world.population.today[p];
        if !today.at_work() {
            return;
        }
        self.role_number(p, role_cell::DAYS_AT_WORK, 1);
        if minutes(today.worked + today.left) > 60.0 * settings.longest_day_hours {
            self.role_number(p, role_cell::INFEASIBLE, 1);
        }
        let pace = self.world.people[p].pace / self.model.people[p].speed;
        let slow = (today.worked as f64 * (1.0 - pace).max(0.0)).round() as u64;
        self.role_number(p, role_cell::CONFLICT, today.conflict);
        self.role_number(p, role_cell::NOT_IMAGINED, today.obstacles + today.interrupted + slow);
    }

    /// Expected departures of today because of burnout: hazards of the burned-out, less the mean hazard of the others of
    /// their role, summed up for each clinic; where that is below 0 nobody leaves because of burnout.
    fn note_excess_departures(&mut self) {
        let Some(well_being) = self.model.well_being.as_deref() else { return };
        let settings = &well_being.settings;
        for role in 0..self.model.roles.len() {
            let base = well_being.leaving_per_year[role];
            let weight = well_being.leaving_weight[role];
            let hazard = |member: &Member| {
                let z = member.state.z_exhaustion(settings);
                leaving_hazard(base, weight, z, member.state.moral, f64::INFINITY, &well_being.workforce)
            };
            let of_role = |p: &usize| {
                let there = self.world.population.members[*p].there;
                base > 0.0 && there && usize::from(self.model.people[*p].role) == role
            };
            let people = (0..self.model.people.len()).filter(of_role);
            let (mut others, mut number) = (0.0, 0.0);
            let mut excess = vec![0.0; self.model.clinics.len()];
            let mut burned_out = vec![0.0; self.model.clinics.len()];
            for p in people {
                let member = &self.world.population.members[p];
                let clinic = usize::from(self.model.people[p].clinic);
                if member.burned_out {
                    excess[clinic] += hazard(member);
                    burned_out[clinic] += 1.0;
                } else {
                    others += hazard(member);
                    number += 1.0;
                }
            }
            for (clinic, (sum, burned_out)) in (0u16..).zip(excess.into_iter().zip(burned_out)) {
                if number > 0.0 && burned_out > 0.0 {
                    let billionths = ((sum - burned_out * others / number).max(0.0) / 365.25 * 1e9).round();
                    let cell = self.model.layout.role(role as u16) + role_cell::EXCESS_DEPARTURES;
                    self.record.number(clinic, cell, billionths as u64);
                }
            }
        }
    }

    /// How unequally clinicians of each clinic have worked in the last weeks, for a full-time share.
    fn note_equity(&mut self) {
        for c in 0..self.model.clinics.len() {
            let clinician = |p: &&PersonId| {
                let p = usize::from(**p);
                self.model.roles[usize::from(self.model.people[p].role)].clinician
                    && self.world.population.members[p].there
            };
            let load = |p: &PersonId| {
                let member = &self.world.population.members[usize::from(*p)];
                member.state.worked / member.fte
            };
            let mut loads: Vec<f64> =
                self.model.clinics[c].staff.iter().filter(clinician).map(load).collect();
            if loads.len() < 2 {
                continue;
            }
            loads.sort_unstable_by(f64::total_cmp);
            self.record.number(c as u16, Fact::LoadGini as u32, millionths(gini(&loads)));
            self.record.number(c as u16, Fact::WorstTenth as u32, millionths(worst_tenth(&loads)));
        }
    }
}

fn millionths(value: f64) -> u64 {
    (value * 1e6).round() as u64
}
