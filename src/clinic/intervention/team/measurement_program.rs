//! `measurement_program`: forms about the work, and what hangs on the answers (source 004, principles; B61, B166). Filling
//! in takes minutes; where answers are used to judge people, people answer otherwise than they feel, and trust goes.
//! Who is asked with which instrument how often stands in `[surveys]`; this adds forms and stakes to it.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B61, B166: measure just enough to learn, never to judge; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "everybody who fills in",
    first: "held",
    watch: &["meeting_minutes_per_day", "exhaustion_mean.measured", "trust_mean"],
};

meeting! {
    /// When the form is filled in.
    minutes 15.0; at 1000; days ["mon"]; every_weeks 13; roles ["physician", "ma", "nurse"]; protected true;
    source "no source found", grade Assumption;
}

section! {
    /// Forms about the work, for learning or for judgement.
    pub struct Settings {
        /// When the form is filled in, how long it takes, by whom. It is mandatory, so the time is protected.
        table meeting: Meeting;
        /// What hangs on the answers: 0 learning, 1 judgement of those who answer.
        value stakes: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// Points that people leave out of their answers about exhaustion where they are judged by them.
        value answers_shift_points: f64 = 4.0, unit "points of 54", range 0.0..=54.0, source "no source found", grade Assumption;
        /// Share of trust that judgement takes in a year.
        value trust_loss_per_year: f64 = 0.3, unit "per year", range 0.0..=20.0, source "no source found", grade Assumption;
        /// Share of psychological safety that judgement takes in a year.
        value openness_loss_per_year: f64 = 0.3, unit "per year", range 0.0..=20.0, source "no source found", grade Assumption;
    }
}

/// The same; it names roles only for its meeting.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        vec![self.meeting.session("measurement form")]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        let stakes = dose.share * self.stakes;
        levers.answers_shift += stakes * self.answers_shift_points;
        levers.trust_loss_per_year += stakes * self.trust_loss_per_year;
        levers.openness_loss_per_year += stakes * self.openness_loss_per_year;
    }
}
