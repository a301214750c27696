//! Rules of who goes on with a case: the same person, the own clinician.

use super::Parameters;
use super::check::{Checker, first_step};
use super::check_demand::{clinic_of, staff_at};
use super::organization::Staff;
use super::values::By;

/// Whether people of a staff group may do a task.
fn may(p: &Parameters, staff: &Staff, task: &str) -> bool {
    let skilled = staff.skills.as_ref().is_none_or(|skills| skills.iter().any(|skill| skill == task));
    skilled && p.tasks[task].roles.contains(&staff.role)
}

impl Checker<'_> {
    /// Everybody who may have done the step before must be able to do a step of the `same_person`.
    pub(super) fn same_person_can(&mut self, pathway: &str, clinic: &str) {
        let p = self.p;
        let steps = &p.pathways[pathway].steps;
        let Some(first) = first_step(&p.pathways[pathway]) else { return };
        // each step with the last step before it that had staff
        let mut todo: Vec<(&str, Option<&str>)> = vec![(first, None)];
        let mut seen = todo.clone();
        while let Some((name, before)) = todo.pop() {
            let step = &steps[name];
            if step.by == By::SamePerson {
                self.same_person_step(pathway, name, before, clinic);
            }
            let last = if p.tasks[&step.task].roles.is_empty() { before } else { Some(name) };
            for next in step.next.names() {
                if !seen.contains(&(next, last)) {
                    seen.push((next, last));
                    todo.push((next, last));
                }
            }
        }
    }

    fn same_person_step(&mut self, pathway: &str, name: &str, before: Option<&str>, clinic: &str) {
        let p = self.p;
        let steps = &p.pathways[pathway].steps;
        let path = format!("pathways.{pathway}.steps.{name}.by");
        let Some(before) = before else {
            let expected = "a step with staff before it on every way, for `same_person`";
            self.fault(&path, expected, "a way without one", None);
            return;
        };
        let (task, task_before) = (&steps[name].task, &steps[before].task);
        let unable = staff_at(p, clinic).find(|staff| may(p, staff, task_before) && !may(p, staff, task));
        if let Some(staff) = unable {
            let expected = format!("a task that everybody may do who does `{before}`, for `same_person`");
            let found = format!("`{task}`, which a {} there may not do", staff.role);
            self.fault(&path, &expected, &found, None);
        }
    }

    /// Where cases come without an owner, one person must be able to do all steps of the own clinician.
    pub(super) fn one_owner_for_all_steps(&mut self) {
        let p = self.p;
        for arrival in p.arrivals.values().filter(|arrival| arrival.per.is_none()) {
            let Some((clinic, _)) = clinic_of(p, arrival.clinic.as_ref()) else { continue };
            for (pathway, _) in &arrival.pathway.shares {
                let tasks = self.own_tasks(pathway);
                let somebody = staff_at(p, clinic).any(|staff| tasks.iter().all(|task| may(p, staff, task)));
                if !tasks.is_empty() && !somebody {
                    let expected =
                        format!("somebody at clinic `{clinic}` who may do all tasks of the own clinician");
                    let found = format!("nobody for all of {}", tasks.join(", "));
                    let help = "one person owns a case: use `anyone` for the steps of other roles".to_owned();
                    self.fault(&format!("pathways.{pathway}"), &expected, &found, Some(help));
                }
            }
        }
    }

    /// The tasks that the own clinician does in a pathway and in what it sets going.
    fn own_tasks(&self, pathway: &str) -> Vec<&str> {
        let p = self.p;
        let mut todo = vec![pathway];
        let mut known = todo.clone();
        let mut tasks = Vec::new();
        while let Some(name) = todo.pop() {
            for step in p.pathways.get(name).into_iter().flat_map(|pathway| pathway.steps.values()) {
                if step.by == By::OwnClinician && !tasks.contains(&step.task.as_str()) {
                    tasks.push(step.task.as_str());
                }
                for child in step.starts.iter().map(String::as_str) {
                    if !known.contains(&child) {
                        known.push(child);
                        todo.push(child);
                    }
                }
            }
        }
        tasks
    }
}
