//! Waiting lines: work that the same people may take stands in one line.

use super::build::{Names, index};
use super::{LineId, LineModel, Model, NONE, PersonId, PersonModel};
use crate::clinic::parameters::values::DeskFirst;

/// Lines met so far; equal ones are one.
#[derive(Default)]
pub(super) struct Lines {
    list: Vec<LineModel>,
}

impl Lines {
    /// The line of these people, or `NONE` where nobody could take from it.
    pub fn line(&mut self, leaders: Vec<Vec<PersonId>>, helpers: Vec<Vec<PersonId>>) -> LineId {
        if leaders.iter().all(Vec::is_empty) {
            return NONE;
        }
        let only_leader = match leaders.iter().flatten().collect::<Vec<_>>().as_slice() {
            [only] => Some(**only),
            _ => None,
        };
        let line = LineModel {
            clinician: false,
            pace: 1.0,
            only_leader,
            alone: only_leader.is_some(),
            desk_first: DeskFirst::InOrder,
            leaders,
            helpers,
        };
        let found = self.list.iter().position(|known| *known == line);
        index(found.unwrap_or_else(|| {
            self.list.push(line);
            self.list.len() - 1
        }))
    }
}

/// People who may do a task at a clinic, grouped by role in order of preference.
pub(super) fn eligible(
    people: &[PersonModel],
    names: &Names,
    clinic: u16,
    roles: &[u16],
    task: Option<&str>,
) -> Vec<Vec<PersonId>> {
    let skilled = |p: usize| match (&names.skills[p], task) {
        (Some(skills), Some(task)) => skills.iter().any(|skill| skill == task),
        _ => true,
    };
    roles
        .iter()
        .map(|role| {
            (0..people.len())
                .filter(|&p| people[p].role == *role && people[p].serves.contains(&clinic) && skilled(p))
                .map(index)
                .collect()
        })
        .collect()
}

/// Tells every person the lines that they serve.
pub(super) fn connect(model: &mut Model, mut lines: Lines) {
    for (l, line) in lines.list.iter().enumerate() {
        for &p in line.leaders.iter().flatten() {
            model.people[usize::from(p)].leads.push(index(l));
        }
        for &p in line.helpers.iter().flatten() {
            let helps = &mut model.people[usize::from(p)].helps;
            if helps.last() != Some(&index(l)) {
                helps.push(index(l));
            }
        }
    }
    for line in &mut lines.list {
        // whom interventions may add changes nothing as long as they are not there: the line is one person's own, and of
        // the first one's customs, by those who are there without
        let there = |p: &&PersonId| model.people[usize::from(**p)].reserve <= 0;
        let mut usual: Vec<PersonId> = line.leaders.iter().flatten().filter(there).copied().collect();
        if let [only] = usual.as_slice() {
            line.only_leader = Some(*only);
        }
        if usual.is_empty() {
            usual = line.leaders.iter().flatten().copied().collect();
        }
        let role = usual.first().map(|p| model.people[usize::from(*p)].role);
        let paces: Vec<f64> = usual.iter().map(|p| model.people[usize::from(*p)].speed).collect();
        line.pace = paces.iter().sum::<f64>() / paces.len().max(1) as f64;
        line.clinician = role.is_some_and(|role| model.roles[usize::from(role)].clinician);
        line.desk_first = role.map_or(DeskFirst::InOrder, |role| model.roles[usize::from(role)].desk_first);
    }
    model.lines = lines.list;
    for clinic in &mut model.clinics {
        clinic.lines =
            clinic.people.iter().flat_map(|p| &model.people[usize::from(*p)].leads).copied().collect();
        clinic.lines.sort_unstable();
        clinic.lines.dedup();
    }
}
