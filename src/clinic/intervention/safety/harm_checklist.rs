//! `harm_checklist`: what is done after an error, so that less of it becomes harm (source 002, the two interventions: a
//! caseload cut against peer support with a checklist; B102, B133). Errors stay as many as they are; the cause that it changes
//! is what an error does that reaches a patient.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Safety,
    reported: "B102: in the worked example after source 002, harm x 0.70 with peer support prevents more harm (-35.4 %) than a caseload cut (-18.4 %), and does so once the checklist cuts harm by more than 11.5 %. No size was measured.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "those who work through the list, with the minutes that `tasks` name",
    first: "harm_factor",
    watch: &[
        "errors_reaching_patient_per_1000_orders.expected",
        "documentation_quality_audited",
        "burnout_prevalence",
    ],
};

section! {
    /// A checklist finds errors in time, so that fewer of those that reach a patient do harm.
    pub struct Settings {
        /// Harm that is left, as a factor.
        value harm_factor: f64 = 0.7, unit "ratio", range 0.0..=1.0, source "worked example after source 002; no source found for the size", grade Assumption;
        /// Tasks with which the list is worked through.
        value tasks: Vec<String> = Vec::new(), unit "tasks", range .., source "the clinic's own plan", grade Definition;
        /// Minutes of the list for each piece of that work.
        value minutes: f64 = 0.5, unit "minutes", range 0.0..=30.0, source "no source found", grade Assumption;
    }
}

/// With numbers of steps.
#[derive(Debug, Clone)]
pub struct Compiled {
    harm_factor: f64,
    steps: Vec<u16>,
    minutes: f64,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled { harm_factor: self.harm_factor, steps: names.steps_of(&self.tasks), minutes: self.minutes }
    }
}

impl Plan for Settings {
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.tasks.iter().map(|task| ("tasks".to_owned(), Reference::Task(task))).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        scale(&mut levers.harm_factor, dose.share, self.harm_factor);
        for step in &self.steps {
            levers.step_minutes[usize::from(*step)] += dose.share * self.minutes;
        }
    }
}
