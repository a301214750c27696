//! `staff_loss`: people are gone from one week on: a closed post, a wave of illness, a competitor next door (B103: more hands
//! or fewer; B172: crisis). It changes who is there and nothing else; with an end, they are back.

use std::collections::BTreeMap;

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Shocks,
    reported: "C83: burnout odds 0.55 where teams are fully staffed, from a cross-section; no size of a loss reported.",
    grade: Grade::Published,
    direct: false,
    announced: false,
    pays: "those who stay take over; patients wait",
    first: "people",
    watch: &[
        "burnout_prevalence",
        "third_next_available_days",
        "work_minutes_per_day.nurse",
        "turnover_per_100_fte_year",
    ],
};

section! {
    /// People are gone: the last of their role at each clinic, as with `staffing` below 0.
    pub struct Settings {
        /// People by role, for each clinic: `remove = { ma = 2 }`.
        values remove: u32, unit "people", range 0.0..=500.0, source "the clinic's own figures", grade Definition;
    }
}

/// People by role.
#[derive(Debug, Clone)]
pub struct Compiled(BTreeMap<u16, f64>);

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled(self.remove.iter().map(|(role, number)| (names.roles[role], f64::from(*number))).collect())
    }
}

impl Plan for Settings {
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.remove.keys().map(|role| (format!("remove.{role}"), Reference::Role(role))).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        for (role, number) in &self.0 {
            levers.people[usize::from(*role)] -= dose.share * number;
        }
    }
}
