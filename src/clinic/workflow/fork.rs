//! One warm-up for many arms: the state of the system without interventions becomes that of a system with them.
//! Interventions only add, at the end of every list: people, their streams, ways of messages. What may change its place
//! is a waiting line, since more people may take from it.

use super::{Event, Simulation};
use crate::clinic::model::{LineModel, Model, NONE};
use crate::clinic::record::Record;
use crate::clinic::world::World;
use crate::engine::calendar::Calendar;
use crate::engine::line::Line;

impl<'m> Simulation<'m> {
    /// This simulation at this moment, going on under another model that differs by interventions alone. Nothing may
    /// have been recorded yet.
    pub fn fork<'o>(&self, model: &'o Model) -> Simulation<'o> {
        let mut world = self.world.clone();
        let fresh = World::new(model, world.seed);
        world.people.extend(fresh.people.into_iter().skip(self.model.people.len()));
        world.diaries.extend(fresh.diaries.into_iter().skip(self.model.people.len()));
        world.sources.extend(fresh.sources.into_iter().skip(self.model.sources.len()));
        world.stations.extend(fresh.stations.into_iter().skip(self.model.steps.len()));
        world.clinics.iter_mut().zip(fresh.clinics).for_each(|(clinic, new)| {
            let known = clinic.rules.len();
            clinic.rules.extend(new.rules.into_iter().skip(known));
        });
        world.levers = fresh.levers;
        let place = line_places(self.model, model);
        let mut lines = vec![Line::new(); model.lines.len()];
        for (old, line) in std::mem::take(&mut world.lines).into_iter().enumerate() {
            lines[usize::from(place[old])] = line;
        }
        world.lines = lines;
        for case in world.cases.iter_mut().filter(|case| case.line != NONE) {
            case.line = place[usize::from(case.line)];
        }
        let record = if std::ptr::eq(std::ptr::from_ref(self.model), model) {
            self.record.clone()
        } else {
            Record::new(model)
        };
        Simulation { model, world, record }
    }

    /// Runs up to the moment before the first recorded one; without a warm-up there is none.
    pub fn warm_up(&mut self, calendar: &mut Calendar<Event>) {
        if let Some(fork) = self.model.time.observe_from.micros().checked_sub(1) {
            crate::engine::model::run(self, calendar, crate::engine::time::Time::from_micros(fork));
        }
    }
}

/// Where each line of one model stands in another that has more people.
fn line_places(from: &Model, to: &Model) -> Vec<u16> {
    let people = from.people.len() as u16;
    let known = |line: &LineModel| {
        let of_first = |groups: &[Vec<u16>]| -> Vec<Vec<u16>> {
            groups.iter().map(|group| group.iter().copied().filter(|p| *p < people).collect()).collect()
        };
        (of_first(&line.leaders), of_first(&line.helpers))
    };
    let there: Vec<_> = to.lines.iter().map(known).collect();
    let place = |line: &LineModel| {
        let wanted = (line.leaders.clone(), line.helpers.clone());
        let found = there.iter().position(|line| *line == wanted);
        found.expect("interventions take no line away") as u16
    };
    from.lines.iter().map(place).collect()
}
