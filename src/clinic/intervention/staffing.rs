//! `staffing`: more people, or fewer, and nothing else. Taking them away again undoes it.

use std::collections::BTreeMap;

use super::{Intervention, Names};
use crate::clinic::levers::Levers;
use crate::declaration::section;

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
    pub(super) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled(self.add.iter().map(|(role, number)| (names.roles[role], f64::from(*number))).collect())
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: f64, levers: &mut Levers) {
        for (role, number) in &self.0 {
            levers.people[usize::from(*role)] += dose * number;
        }
    }
}
