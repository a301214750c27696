//! `chief_wellness_officer`: an executive who owns well-being (source 004, leadership; B161, B162). Nothing gets better on
//! the first day: while the office develops (education, mentoring) the capability to repair causes begins to grow, from
//! the phase of improving on (steps at the level of the system) urgency sets repair free, and sustained (adequate means)
//! capability grows in full (A46). The six domains of such an office (commitment, assessment, leadership, policy,
//! efficiency, support; A45) are the other kinds here; its seven steps (ask, align, seek gains for patients too, choose
//! measures, engage, pilot, share; A47) are how they are brought in.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B161, B162, A46: more than champions and committees achieve, in three phases; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "the officer, whose share of a wage is a running cost; a leader at each clinic",
    first: "capability_gain_per_year",
    watch: &["cost_per_year", "after_hours_minutes_per_day"],
};

meeting! {
    /// When a leader of each clinic meets the officer.
    minutes 30.0; at 990; days ["mon"]; every_weeks 2; roles ["physician"]; protected true;
    source "no source found", grade Assumption;
}

section! {
    /// An executive who owns well-being: capability to repair causes, in phases of developing, improving and sustaining.
    pub struct Settings {
        /// When the first person of the role at each clinic meets the officer.
        table meeting: Meeting;
        /// Weeks of the first phase, developing: capability grows at a third of its rate.
        value developing_weeks: f64 = 26.0, unit "weeks", range 0.0..=520.0, source "no source found (phases: A46)", grade Assumption;
        /// Weeks of the second, improving: at two thirds, and repair begins. After it comes sustaining.
        value improving_weeks: f64 = 52.0, unit "weeks", range 0.0..=520.0, source "no source found (phases: A46)", grade Assumption;
        /// How much faster the capability to repair causes grows when the office is sustained.
        value capability_gain_per_year: f64 = 0.5, unit "per year", range 0.0..=50.0, source "no source found", grade Assumption;
        /// Effort of repair that each point of perceived urgency sets free, from improving on.
        value repair_effort_per_point: f64 = 0.1, unit "per point of 54", range 0.0..=10.0, source "no source found", grade Assumption;
    }
}

/// The same; it names roles only for its meeting.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }

    /// The phase after so many weeks: 1 developing, 2 improving, 3 sustaining.
    fn phase(&self, weeks: f64) -> u32 {
        1 + u32::from(weeks >= self.developing_weeks)
            + u32::from(weeks >= self.developing_weeks + self.improving_weeks)
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        vec![Session { people: Some(1), ..self.meeting.session("meeting with the wellness officer") }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        let phase = self.phase(dose.weeks);
        levers.capability_gain_per_year +=
            dose.share * self.capability_gain_per_year * f64::from(phase) / 3.0;
        if phase > 1 {
            levers.repair_effort += dose.share * self.repair_effort_per_point;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn capability_comes_first_and_repair_later() {
        let office = Settings::read(None, "", &mut Faults::default()).expect("all have defaults");
        let at = |weeks: f64| {
            let mut levers = Levers::default();
            office.pull(Dose { share: 1.0, weeks }, &mut levers);
            (levers.capability_gain_per_year * 6.0, levers.repair_effort)
        };
        assert_eq!((at(0.0), at(25.9)), ((1.0, 0.0), (1.0, 0.0)));
        assert_eq!((at(26.0), at(77.9)), ((2.0, 0.1), (2.0, 0.1)));
        assert_eq!(at(78.0), (3.0, 0.1));
    }
}
