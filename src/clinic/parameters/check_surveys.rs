//! Rules of surveys: people with states to ask, one instrument, names that exist.

use super::Parameters;
use super::check::{Checker, keys};
use crate::clinic::science::instruments::survey::Survey;

impl Checker<'_> {
    /// What surveys need.
    pub(super) fn surveys(&mut self) {
        let p = self.p;
        for (name, survey) in &p.surveys {
            let path = format!("surveys.{name}");
            for problem in survey.problems() {
                let below = if problem.key.is_empty() { String::new() } else { format!(".{}", problem.key) };
                self.fault(&format!("{path}{below}"), &problem.expected, &problem.found, None);
            }
            let (roles, clinics) = (keys(&p.roles), keys(&p.clinics));
            for role in survey.roles.iter().flat_map(|list| &list.0) {
                self.name(&format!("{path}.roles"), "role", role, &roles);
            }
            for clinic in survey.clinics.iter().flat_map(|list| &list.0) {
                self.name(&format!("{path}.clinics"), "clinic", clinic, &clinics);
            }
        }
    }
}

/// What to know of the surveys of a scenario: one that is never held in the weeks that are simulated.
pub(super) fn notices(p: &Parameters) -> Vec<String> {
    let late = |survey: &Survey| survey.first_week >= p.run.weeks;
    let never = p.surveys.iter().filter(|(_, survey)| late(survey));
    never
        .map(|(name, survey)| {
            format!("surveys.{name}: first held in week {}, after the end of the run", survey.first_week)
        })
        .collect()
}
