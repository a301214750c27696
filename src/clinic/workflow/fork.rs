//! One warm-up for many arms: the state of the system without interventions becomes that of a system with them.
//! Interventions only add, at the end of every list: people, their streams, ways of messages. What may change its place
//! is a waiting line, since more people may take from it.

use super::{Event, Simulation};
use crate::clinic::model::{LineId, Model, NONE};
use crate::clinic::parameters::values::By;
use crate::clinic::record::Record;
use crate::clinic::world::{Case, State, World};
use crate::engine::calendar::Calendar;
use crate::engine::line::Line;
use crate::engine::time::Time;

impl<'m> Simulation<'m> {
    /// This simulation at this moment, going on under another model that differs by interventions alone. Nothing may
    /// have been recorded yet.
    pub fn fork<'o>(&self, model: &'o Model) -> Simulation<'o> {
        let record = if std::ptr::eq(std::ptr::from_ref(self.model), model) {
            self.record.clone()
        } else {
            Record::new(model)
        };
        Simulation { model, world: branch(self.model, &self.world, model), record }
    }

    /// Runs up to the moment before the first recorded one; without a warm-up there is none.
    pub fn warm_up(&mut self, calendar: &mut Calendar<Event>) {
        if let Some(fork) = last_unrecorded(self.model) {
            crate::engine::model::run(self, calendar, fork);
        }
    }
}

/// The moment before the first recorded one; `None` without a warm-up.
pub(in crate::clinic) fn last_unrecorded(model: &Model) -> Option<Time> {
    model.time.observe_from.micros().checked_sub(1).map(Time::from_micros)
}

/// A world of one model at this moment, as one of another model that differs by interventions alone.
pub(in crate::clinic) fn branch(from: &Model, world: &World, model: &Model) -> World {
    let mut world = world.clone();
    let fresh = World::new(model, world.seed);
    world.people.extend(fresh.people.into_iter().skip(from.people.len()));
    let population = &mut world.population;
    let known = population.members.len();
    population.members.extend(fresh.population.members.into_iter().skip(known));
    population.today.resize(population.members.len(), Default::default());
    population.departures = fresh.population.departures; // of the teams of this model; only answers read it
    population.taking_part = fresh.population.taking_part;
    population.attended = fresh.population.attended;
    population.relief = fresh.population.relief;
    population.watch.seen.resize(population.members.len(), None);
    world.diaries.extend(fresh.diaries.into_iter().skip(from.people.len()));
    world.sources.extend(fresh.sources.into_iter().skip(from.sources.len()));
    world.stations.extend(fresh.stations.into_iter().skip(from.steps.len()));
    world.clinics.iter_mut().zip(fresh.clinics).for_each(|(clinic, new)| {
        let known = clinic.rules.len();
        clinic.rules.extend(new.rules.into_iter().skip(known));
    });
    (world.levers, world.adoption) = (fresh.levers, fresh.adoption);
    let mut lines = vec![Line::new(); model.lines.len()];
    for case in world.cases.iter_mut().filter(|case| case.line != NONE) {
        case.line = line_in(from, model, case);
    }
    for (rank, id) in std::mem::take(&mut world.lines).iter().flat_map(Line::iter) {
        lines[usize::from(world.cases[id as usize].line)].push(rank, id);
    }
    world.lines = lines;
    world
}

/// The line of a case in another model that has more people: where one person stood alone for a role and for their own
/// work, these were one line and may be two now.
fn line_in(from: &Model, to: &Model, case: &Case) -> LineId {
    let step = &to.steps[usize::from(case.step)];
    if !step.staffed || case.state == State::Free {
        return NONE;
    }
    let clinic = usize::from(case.clinic);
    if step.by == By::Anyone {
        return step.lines[clinic];
    }
    let mut leaders = from.lines[usize::from(case.line)].leaders.iter().flatten();
    leaders.next().map_or(NONE, |p| step.own_lines[clinic * to.people.len() + usize::from(*p)])
}
