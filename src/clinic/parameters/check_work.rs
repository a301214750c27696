//! Rules of tasks and pathways.

use super::check::{Checker, first_step, keys, steps_that_follow_no_other};
use super::values::{Activity, By, Next, RoomRule};
use super::work::{Pathway, Task};
use crate::clinic::world::MOST_HELPERS;

/// A pathway with more steps than this is taken for a slip of the pen.
const MOST_STEPS: usize = 60;

impl Checker<'_> {
    pub(super) fn tasks(&mut self) {
        let p = self.p;
        let roles = keys(&p.roles);
        let needs: Vec<&str> = p.pathways.values().flat_map(|pathway| keys(&pathway.needs)).collect();
        for (name, task) in &p.tasks {
            for role in &task.roles {
                self.name(&format!("tasks.{name}.roles"), "role", role, &roles);
            }
            self.parts(name, task);
            for need in task.medication_orders_per.keys() {
                self.name(
                    &format!("tasks.{name}.medication_orders_per.{need}"),
                    "need of a pathway",
                    need,
                    &needs,
                );
            }
            for need in task.intrinsic_load_per.keys() {
                self.name(
                    &format!("tasks.{name}.intrinsic_load_per.{need}"),
                    "need of a pathway",
                    need,
                    &needs,
                );
            }
            for need in task.minutes_per.keys() {
                self.name(&format!("tasks.{name}.minutes_per.{need}"), "need of a pathway", need, &needs);
            }
        }
    }

    /// Shares of a task's minutes have known names and sum to at most 1.
    fn parts(&mut self, name: &str, task: &Task) {
        let path = format!("tasks.{name}.parts");
        for part in task.parts.keys() {
            self.name(&format!("{path}.{part}"), "activity", part, Activity::WORDS);
        }
        let sum: f64 = task.parts.values().sum();
        if sum > 1.0 + 1e-9 {
            self.fault(&path, "shares that sum to at most 1", &format!("shares that sum to {sum}"), None);
        }
    }

    pub(super) fn pathways(&mut self) {
        let p = self.p;
        for (name, pathway) in &p.pathways {
            let path = format!("pathways.{name}");
            if pathway.steps.is_empty() {
                let help = format!("write [{path}.steps.<step>] with a task");
                self.fault(&path, "at least one step", "an empty pathway", Some(help));
                continue;
            }
            if pathway.steps.len() > MOST_STEPS {
                self.fault(
                    &path,
                    &format!("at most {MOST_STEPS} steps"),
                    &pathway.steps.len().to_string(),
                    None,
                );
            }
            let named = self.steps(&path, pathway);
            match first_step(pathway) {
                None => {
                    let path = format!("{path}.first");
                    match &pathway.first {
                        Some(first) => {
                            self.name(&path, "step of this pathway", first, &keys(&pathway.steps));
                        }
                        None => {
                            let help = "say which step is the first: first = \"…\"".to_owned();
                            let found = steps_that_follow_no_other(pathway).join(", ");
                            let found =
                                if found.is_empty() { "none: every step follows one" } else { &found };
                            self.fault(&path, "exactly one step that follows no other", found, Some(help));
                        }
                    }
                }
                Some(first) if named => {
                    self.leads_somewhere(&path, pathway, first);
                    self.rooms_held(&path, pathway, first);
                }
                Some(_) => {}
            }
        }
        self.no_endless_children();
    }

    /// Names in the steps of a pathway; says whether all are known.
    fn steps(&mut self, path: &str, pathway: &Pathway) -> bool {
        let p = self.p;
        let pathway_name = path.strip_prefix("pathways.").unwrap_or(path).to_owned();
        let (tasks, roles, pathways) = (keys(&p.tasks), keys(&p.roles), keys(&p.pathways));
        let mut next_names = keys(&pathway.steps);
        next_names.push(Next::LEAVE);
        let mut fine = true;
        for (name, step) in &pathway.steps {
            let path = format!("{path}.steps.{name}");
            if name == Next::LEAVE {
                self.fault(&path, "another name for a step", "`leave`, which means the end", None);
                fine = false;
            }
            fine &= self.name(&format!("{path}.task"), "task", &step.task, &tasks);
            for next in step.next.names() {
                fine &=
                    self.name(&format!("{path}.next"), "step of this pathway, or `leave`", next, &next_names);
            }
            for helper in step.helpers.iter().chain(&step.assistants) {
                fine &= self.name(&format!("{path}.helpers"), "role", helper, &roles);
            }
            for need in p.tasks.get(&step.task).into_iter().flat_map(|task| task.minutes_per.keys()) {
                if !pathway.needs.contains_key(need) && !self.is_child(&pathway_name) {
                    let expected =
                        format!("the need `{need}`, of which the task `{}` takes minutes", step.task);
                    let help = format!("add needs = {{ {need} = … }} to the pathway (0 where it has none)");
                    self.fault(&path, &expected, "a pathway without it", Some(help));
                }
            }
            for child in &step.starts {
                self.name(&format!("{path}.starts"), "pathway", child, &pathways);
            }
            let staffed = p.tasks.get(&step.task).is_none_or(|task| !task.roles.is_empty());
            if !step.assistants.is_empty() && step.helpers.len() == MOST_HELPERS {
                let expected = format!("fewer than {MOST_HELPERS} helpers beside assistants");
                self.fault(&format!("{path}.helpers"), &expected, &step.helpers.len().to_string(), None);
            }
            if step.helpers.len() > MOST_HELPERS {
                self.fault(
                    &format!("{path}.helpers"),
                    &format!("at most {MOST_HELPERS} helpers"),
                    &step.helpers.len().to_string(),
                    None,
                );
            }
            if (1..step.helpers.len()).any(|i| step.helpers[..i].contains(&step.helpers[i])) {
                self.fault(&format!("{path}.helpers"), "each role once", &step.helpers.join(", "), None);
            }
            if step.helpers.is_empty() && (step.wait_for_helpers || step.helper_minutes.is_some()) {
                self.fault(
                    &format!("{path}.helpers"),
                    "helpers, since the step speaks of them",
                    "none",
                    None,
                );
            }
            if !staffed && (!step.helpers.is_empty() || step.by != By::Anyone || step.preempts) {
                let help = format!("tasks.{} has roles = []: it only takes time", step.task);
                self.fault(&path, "nobody named for a task that needs nobody", "people named", Some(help));
            }
        }
        fine
    }

    /// Whether some step sets a pathway going: its needs are then those of the case that came.
    fn is_child(&self, pathway: &str) -> bool {
        let mut steps = self.p.pathways.values().flat_map(|pathway| pathway.steps.values());
        steps.any(|step| step.starts.iter().any(|child| child == pathway))
    }

    /// From every step that is reached, leaving must be possible; a share of 0 leads somewhere, for sweeps over it.
    fn leads_somewhere(&mut self, path: &str, pathway: &Pathway, first: &str) {
        let reached = closure(first, |name| pathway.steps[name].next.names().collect());
        for name in &reached {
            let onward = closure(name, |name| {
                pathway.steps[name].next.possible().filter(|next| *next != Next::LEAVE).collect()
            });
            if !onward.iter().any(|name| pathway.steps[*name].next.possible().any(|next| next == Next::LEAVE))
            {
                let path = format!("{path}.steps.{name}.next");
                self.fault(&path, "a way that ends with `leave`", "steps that go round for ever", None);
            }
        }
        for name in pathway.steps.keys().filter(|name| !reached.contains(&name.as_str())) {
            let help = "let another step lead to it, or remove it".to_owned();
            self.fault(
                &format!("{path}.steps.{name}"),
                "a step that is reached",
                "a step to which nothing leads",
                Some(help),
            );
        }
    }

    /// A room can be kept or released only where one may be held.
    fn rooms_held(&mut self, path: &str, pathway: &Pathway, first: &str) {
        let mut todo = vec![(first, false)];
        let mut seen = todo.clone();
        while let Some((name, held)) = todo.pop() {
            let step = &pathway.steps[name];
            let held_after = match step.room {
                RoomRule::None | RoomRule::Release => false,
                RoomRule::Take(_) => true,
                RoomRule::Keep => held,
            };
            for next in step.next.names() {
                if !seen.contains(&(next, held_after)) {
                    seen.push((next, held_after));
                    todo.push((next, held_after));
                }
            }
        }
        for (name, step) in &pathway.steps {
            let keeps = matches!(step.room, RoomRule::Keep | RoomRule::Release);
            if keeps && !seen.contains(&(name.as_str(), true)) {
                let help = "write \"take <room>\" here or at a step before".to_owned();
                self.fault(
                    &format!("{path}.steps.{name}.room"),
                    "a room that was taken before",
                    "no room in hand",
                    Some(help),
                );
            }
        }
    }

    /// A pathway must not set itself going, not even through others.
    fn no_endless_children(&mut self) {
        let p = self.p;
        let children = |name: &str| -> Vec<&str> {
            let steps = p.pathways.get(name).into_iter().flat_map(|pathway| pathway.steps.values());
            steps.flat_map(|step| step.starts.iter().map(String::as_str)).collect()
        };
        for name in p.pathways.keys() {
            if children(name).into_iter().any(|child| closure(child, children).contains(&name.as_str())) {
                self.fault(
                    &format!("pathways.{name}"),
                    "pathways that end",
                    "a pathway that sets itself going",
                    None,
                );
            }
        }
    }
}

/// All names that can be reached from one, itself included.
fn closure<'n>(from: &'n str, next: impl Fn(&'n str) -> Vec<&'n str>) -> Vec<&'n str> {
    let mut reached = vec![from];
    let mut at = 0;
    while let Some(name) = reached.get(at).copied() {
        for name in next(name) {
            if !reached.contains(&name) {
                reached.push(name);
            }
        }
        at += 1;
    }
    reached
}
