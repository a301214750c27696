//! `advanced_team_care`: two or more assistants for each clinician, who room patients with history and chart review, and
//! write and enter orders during the visit; the room that this makes may be given to more patients (source 004 L259 to 265
//! and L463 to 470; A10 to A16, B89, V18, V19). It changes who does the work of a visit and how many visits there are.

use std::collections::BTreeMap;

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::{Levers, scale};
use crate::clinic::parameters::values;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A10, V19: burnout 56 % to 28 %, overhead a visit flat (A11); A13 to A15, V18: documentation -20 %, order entry -47 %, visits +20 % after six months (A16).",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "assistants: in rooming and in the room; clinicians read and sign, and see whoever is booked on top",
    first: "notes",
    watch: &[
        "burnout_prevalence.ma",
        "after_hours_minutes_per_day.ma",
        "overhead_per_visit",
        "documentation_quality_audited",
        "errors_reaching_patient_per_1000_orders.expected",
        "patient_wait_minutes",
    ],
};

section! {
    /// Two or more assistants for each clinician: people, rooming, notes, orders and more visits, in one.
    pub struct Settings {
        /// People by role, for each clinic: `add = { ma = 8 }` is a second assistant for each of eight clinicians (A12: from one to two).
        values add: u32, unit "people", range 0.0..=500.0, source "the clinic's own plan", grade Definition;
        /// Share of the text of a note that the assistant writes, in visits for which one is free.
        value note_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found (compare A13: documentation time -20 %)", grade Assumption;
        /// Share of the orders that the assistant enters, in visits for which one is free.
        value order_share: f64 = 0.6, unit "share", range 0.0..=1.0, source "no source found (compare A14: order-entry time -47 %)", grade Assumption;
        /// The roles who write and enter orders, the preferred first; the step of the visit must name them as `assistants`.
        value by: values::Names = values::Names(vec!["ma".to_owned()]), unit "roles", range .., source "mission source 004", grade MissionSource;
        /// Minutes of the clinician to read and sign a note written so.
        value review_minutes_per_note: f64 = 0.5, unit "minutes", range 0.0..=10.0, source "no source found", grade Assumption;
        /// Minutes of the clinician to sign the orders of a visit.
        value signing_minutes_per_visit: f64 = 0.2, unit "minutes", range 0.0..=10.0, source "no source found", grade Assumption;
        /// Part of the share of notes that is reached only as far as the team meets to plan its day: who writes for whom (source 000: parts reinforce each other).
        value needs_huddles_share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Minutes of history and chart review that the clinician no longer needs in a visit, because the assistant has done them in rooming; 0 leaves rooming as it is.
        value rooming_takeover_minutes: f64 = 2.0, unit "minutes", range 0.0..=30.0, source "no source found (time budget: 3.4 minutes of chart review in the room)", grade Assumption;
        /// How long the assistant takes for them, in minutes of the clinician.
        value takeover_pace: f64 = 1.3, unit "ratio", range 1.0..=5.0, source "no source found", grade Assumption;
        /// The task that is rooming.
        value rooming_task: String = "rooming".to_owned(), unit "task", range .., source "convention of scenario files", grade Definition;
        /// The tasks of the clinician that become shorter.
        value visit_tasks: values::Names = shipped_visits(), unit "tasks", range .., source "the visits of scenarios/baseline.toml", grade Definition;
        /// Appointments of a clinician and day on top of a full one.
        value extra_bookings_per_day: f64 = 0.0, unit "appointments", range 0.0..=40.0, source "the clinic's own plan (compare A15: visits +20 %)", grade Definition;
        /// How much larger the panels become: visits and messages asked for, as a share.
        value panel_growth: f64 = 0.0, unit "share", range 0.0..=2.0, source "the clinic's own plan (compare A15: visits +20 %)", grade Definition;
    }
}

/// Visits in the room, as the shipped clinic names them.
fn shipped_visits() -> values::Names {
    let kinds = ["acute", "chronic_flare", "chronic_routine", "preventive"];
    let both = kinds.iter().flat_map(|kind| [format!("visit_{kind}"), format!("visit_{kind}_new")]);
    values::Names(both.collect())
}

/// With indices of roles and steps.
#[derive(Debug, Clone)]
pub struct Compiled {
    settings: Settings,
    people: BTreeMap<u16, f64>,
    roles: Vec<u16>,
    /// Minutes put on a step, or taken off.
    steps: BTreeMap<u16, f64>,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        let minutes = self.rooming_takeover_minutes;
        let mut steps = BTreeMap::new();
        let mut put_on = |task: &String, minutes: f64| {
            let at = names.tasks.get(task).into_iter().flatten(); // a task may stand at no step
            steps.extend(at.map(|step| (*step, minutes)));
        };
        self.visit_tasks.0.iter().for_each(|task| put_on(task, -minutes));
        put_on(&self.rooming_task, minutes * self.takeover_pace);
        Compiled {
            settings: self.clone(),
            people: self.add.iter().map(|(role, number)| (names.roles[role], f64::from(*number))).collect(),
            roles: self.by.0.iter().map(|role| names.roles[role]).collect(),
            steps,
        }
    }
}

impl Plan for Settings {
    fn added_people(&self) -> Vec<(&str, u32)> {
        self.add.iter().map(|(role, number)| (role.as_str(), *number)).collect()
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        let add = self.add.keys().map(|role| (format!("add.{role}"), Reference::Role(role)));
        let by = self.by.0.iter().map(|role| ("by".to_owned(), Reference::Assistant(role)));
        let mut all: Vec<_> = add.chain(by).collect();
        if self.rooming_takeover_minutes > 0.0 {
            all.push(("rooming_task".to_owned(), Reference::Task(&self.rooming_task)));
            let visits = self.visit_tasks.0.iter();
            all.extend(visits.map(|task| ("visit_tasks".to_owned(), Reference::Task(task))));
        }
        all
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        let (of, share) = (&self.settings, dose.share);
        for (role, number) in &self.people {
            levers.people[usize::from(*role)] += share * number;
        }
        let (notes, review) = (share * of.note_share, share * of.review_minutes_per_note);
        levers.notes.add(notes, review, of.needs_huddles_share, &self.roles);
        levers.orders.add(share * of.order_share, share * of.signing_minutes_per_visit, 0.0, &self.roles);
        for (step, minutes) in &self.steps {
            levers.step_minutes[usize::from(*step)] += share * minutes;
        }
        levers.bookings_on_top += share * of.extra_bookings_per_day;
        scale(&mut levers.visits_factor, share, 1.0 + of.panel_growth);
        scale(&mut levers.messages_factor, share, 1.0 + of.panel_growth);
    }
}
