//! Work that stays in the same hands: whoever has it must be able to go on with it.

use super::Parameters;
use super::check::{Checker, first_step};
use super::check_demand::{clinic_of, may_do, staff_at};
use super::demand::Arrival;
use super::organization::Staff;
use super::values::By;
use super::work::{Pathway, Step};

/// People who may lead a step for the cases of a stream, as their groups.
fn leaders<'p>(p: &'p Parameters, arrival: &'p Arrival, clinic: &str, step: &Step) -> Vec<&'p Staff> {
    let owners = arrival.per.as_ref().filter(|_| step.by == By::OwnClinician);
    match (owners, p.clinics.get(clinic)) {
        (Some(groups), Some(clinic)) => groups.0.iter().filter_map(|group| clinic.staff.get(group)).collect(),
        _ => staff_at(p, clinic).filter(|staff| may_do(p, staff, &step.task)).collect(),
    }
}

/// The steps with staff that can come last before a step, and whether there can be none.
fn staffed_before<'p>(p: &'p Parameters, pathway: &'p Pathway, step: &'p str) -> (Vec<&'p Step>, bool) {
    let (mut todo, mut known) = (vec![step], vec![step]);
    let (mut found, mut nobody) = (Vec::new(), false);
    while let Some(name) = todo.pop() {
        nobody |= first_step(pathway) == Some(name);
        for (before, declared) in &pathway.steps {
            if !declared.next.possible().any(|next| next == name) {
                continue;
            }
            if p.tasks[&declared.task].roles.is_empty() {
                if !known.contains(&before.as_str()) {
                    known.push(before);
                    todo.push(before);
                }
            } else {
                found.push(declared);
            }
        }
    }
    (found, nobody)
}

impl Checker<'_> {
    /// `same_person` and `own_clinician` must never name somebody who may not do the task.
    pub(super) fn same_hands(&mut self) {
        let p = self.p;
        for arrival in p.arrivals.values() {
            let Some((clinic, _)) = clinic_of(p, arrival.clinic.as_ref()) else { continue };
            for first in arrival.pathway.possible() {
                let (mut todo, mut known) = (vec![first], vec![first]);
                let mut own: Option<(String, &Step)> = None;
                while let Some(name) = todo.pop() {
                    let pathway = &p.pathways[name];
                    for (step_name, step) in &pathway.steps {
                        let path = format!("pathways.{name}.steps.{step_name}");
                        match step.by {
                            By::SamePerson => self.same_person(&path, arrival, clinic, (pathway, step_name)),
                            By::OwnClinician if arrival.per.is_none() => match &own {
                                None => own = Some((path, step)),
                                Some(other) => self.same_owner(&path, arrival, clinic, step, other),
                            },
                            _ => {}
                        }
                        for child in step
                            .starts
                            .iter()
                            .filter(|child| !known.contains(&child.as_str()))
                            .collect::<Vec<_>>()
                        {
                            known.push(child);
                            todo.push(child);
                        }
                    }
                }
            }
        }
    }

    /// Everybody who may do the step before may do this one.
    fn same_person(
        &mut self,
        path: &str,
        arrival: &Arrival,
        clinic: &str,
        (pathway, name): (&Pathway, &str),
    ) {
        let p = self.p;
        let task = &pathway.steps[name].task;
        let (before, nobody) = staffed_before(p, pathway, name);
        // that it is not the first step itself has been checked before
        if nobody && first_step(pathway) != Some(name) {
            let found = "a way to this step on which nobody has done anything";
            self.fault(&format!("{path}.by"), "a step with staff before, for `same_person`", found, None);
        }
        for step in before {
            if let Some(staff) =
                leaders(p, arrival, clinic, step).into_iter().find(|staff| !may_do(p, staff, task))
            {
                let expected = format!(
                    "a task that everybody who does `{}` before may do, for `same_person`",
                    step.task
                );
                let found = format!("`{task}`, which `{}` may not do", staff.role);
                self.fault(&format!("{path}.by"), &expected, &found, None);
                return;
            }
        }
    }

    /// A case without `per` gets its own clinician at one step and keeps them for the others.
    fn same_owner(
        &mut self,
        path: &str,
        arrival: &Arrival,
        clinic: &str,
        step: &Step,
        other: &(String, &Step),
    ) {
        let p = self.p;
        let (here, there) = (leaders(p, arrival, clinic, step), leaders(p, arrival, clinic, other.1));
        let differ = |a: &[&Staff], b: &[&Staff]| {
            a.iter().any(|staff| !b.iter().any(|one| std::ptr::eq(*one, *staff)))
        };
        if differ(&here, &there) || differ(&there, &here) {
            let expected =
                format!("a task for the same people as that of {}, since one clinician does both", other.0);
            let help = "change the roles of the tasks, or let `anyone` do one of them".to_owned();
            self.fault(
                &format!("{path}.task"),
                &expected,
                &format!("`{}`, for others", step.task),
                Some(help),
            );
        }
    }
}
