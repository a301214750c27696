//! `staffing`: more people, or fewer, and nothing else. Taking them away again undoes it.

use std::collections::BTreeMap;

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A12: from one assistant per physician to two; C83: burnout odds 0.55 where teams are fully staffed. Losing the people again undoes it.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "nobody; those who come are paid",
    first: "people",
    watch: &["overhead_per_visit", "burnout_prevalence.ma"],
};

section! {
    /// Adds or removes people. Those who are added are like the first group of their role at the clinic, but full-time, as soon as the dose makes them whole people; those who are removed are the last of their role, each from the first part of a person on: their appointments are moved, their messages go to their cover, and work that nobody is left to do goes on to others.
    pub struct Settings {
        /// People by role, for each clinic: `add = { ma = 8 }`; below 0 people are removed.
        values add: i32, unit "people", range -500.0..=500.0, source "the clinic's own plan", grade Definition;
    }
}

/// People by role.
#[derive(Debug, Clone)]
pub struct Compiled(BTreeMap<u16, f64>);

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled(self.add.iter().map(|(role, number)| (names.roles[role], f64::from(*number))).collect())
    }
}

impl Plan for Settings {
    fn added_people(&self) -> Vec<(&str, u32)> {
        let added = self.add.iter().filter(|(_, number)| **number > 0);
        added.map(|(role, number)| (role.as_str(), number.unsigned_abs())).collect()
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.add.keys().map(|role| (format!("add.{role}"), Reference::Role(role))).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        for (role, number) in &self.0 {
            levers.people[usize::from(*role)] += dose.share * number;
        }
    }
}
