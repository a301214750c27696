//! `wellness_only`: the symptom is relieved and no cause repaired (sources 001 and 003, shifting the burden; B39, B130, V36).
//! Pressure to do something sets effort free for relief: people feel better for a time, so the pressure falls, and nothing goes
//! to repair, whose capability decays unused. The programme takes minutes of the day from those who come; fewer come the more
//! exhausted they are (conservation of resources; dynamics D7).

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{
    About, Dose, Group, Intervention, Names, Plan, Reference, Session, Uptake,
};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::IncentivesAndLoops,
    reported: "V36: reported stress dips, turnover and work after hours climb; A50: a small, short effect on exhaustion, none on safety.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "those who come, with minutes of their day; later everybody, since no cause is repaired",
    first: "relief_effort",
    watch: &[
        "turnover_per_100_fte_year",
        "after_hours_minutes_per_day",
        "rules_in_force",
        "notes_open",
        "sessions_held_fraction",
    ],
};

meeting! {
    /// Sessions of the programme, and what people do for it on their own.
    minutes 30.0; at 735; days ["thu"]; every_weeks 1; roles ["physician", "ma", "nurse"]; protected false;
    source "no source found", grade Assumption;
}

section! {
    /// Effort goes to relief of symptoms alone. How much pressure there is, and what full relief does, stands in `[organization.urgency]`.
    pub struct Settings {
        /// Effort of relief that each point of perceived urgency sets free, of 54 points of reported exhaustion; effort saturates at 1.
        value relief_effort: f64 = 0.2, unit "per point", range 0.0..=10.0, source "no source found", grade Assumption;
        /// Sessions of the programme.
        table meeting: Meeting;
        /// Log odds of coming, without exhaustion, to something that takes no time.
        value uptake_log_odds: f64 = 1.0, unit "log odds", range -10.0..=10.0, source "no source found (form: dynamics D7)", grade Assumption;
        /// What full exhaustion adds to them.
        value uptake_per_exhaustion: f64 = -2.0, unit "log odds", range -20.0..=0.0, source "B21 (direction); size: no source found", grade Assumption;
        /// What each minute adds to them.
        value uptake_per_minute: f64 = -0.03, unit "log odds per minute", range -5.0..=0.0, source "B21 (direction); size: no source found", grade Assumption;
    }
}

/// The same; its sessions are set apart.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        let uptake = Uptake {
            log_odds: self.uptake_log_odds,
            per_exhaustion: self.uptake_per_exhaustion,
            per_minute: self.uptake_per_minute,
        };
        vec![Session { uptake: Some(uptake), ..self.meeting.session("wellness programme") }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.relief_effort += dose.share * self.relief_effort;
    }
}
