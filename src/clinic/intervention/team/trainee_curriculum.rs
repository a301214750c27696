//! `trainee_curriculum`: trainees learn to map and improve their own work instead of to endure it (source 000, teaching;
//! B108). Hours of the course make knowledge; from the end of the first cohort on, those who know make small improvements
//! of tools and work. Both levels are measured (B145): the work itself, and what those know who really came, in
//! `curriculum_knowledge`. What a cohort would know that misses no hour is said beside the results.

use crate::clinic::intervention::session::{knowledge, meeting};
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::Levers;
use crate::clinic::science::well_being::WellBeing;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B108: projects of trainees, judged by knowledge and by the work itself; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "trainees, and whoever does their work meanwhile",
    first: "held",
    watch: &[
        "curriculum_knowledge",
        "meeting_minutes_per_day",
        "after_hours_minutes_per_day",
        "third_next_available_days",
    ],
};

meeting! {
    /// When the course is held.
    minutes 60.0; at 900; days ["fri"]; every_weeks 1; roles ["physician"]; protected true;
    source "no source found", grade Assumption;
}

/// Weeks of a year.
const YEAR_WEEKS: f64 = 365.25 / 7.0;

section! {
    /// Trainees learn to improve the work that they do.
    pub struct Settings {
        /// When the course is held, for how long, for which roles (`resident`, where there are residents). Time for teaching is protected.
        table meeting: Meeting;
        /// Weeks of a cohort; the first improvements are made after the first.
        value cohort_weeks: f64 = 26.0, unit "weeks", range 1.0..=520.0, source "no source found", grade Assumption;
        /// Hours of the course after which 63 % is known.
        value hours_to_know: f64 = 20.0, unit "hours", range 0.1..=10000.0, source "no source found", grade Assumption;
        /// Small improvements of tools and work by a cohort that knows all.
        value improvements_per_cohort: f64 = 4.0, unit "improvements", range 0.0..=1000.0, source "no source found", grade Assumption;
    }
}

/// The same; it names roles only for its meeting.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }

    /// Hours that the course plans for a cohort.
    fn hours(&self) -> f64 {
        let dates =
            self.cohort_weeks / f64::from(self.meeting.every_weeks) * self.meeting.days.0.len() as f64;
        dates * self.meeting.minutes / 60.0
    }

    /// Score of knowledge of a cohort that misses no hour, from 0 to 1. Improvements rest on it, hence on planned hours, whoever
    /// came; `curriculum_knowledge` goes by the hours that each person was there.
    fn knowledge(&self) -> f64 {
        knowledge(self.hours(), self.hours_to_know)
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        vec![self.meeting.session("course")]
    }

    fn hours_to_know(&self) -> Option<f64> {
        Some(self.hours_to_know)
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }

    fn notice(&self, _: &WellBeing) -> Option<String> {
        let (hours, knowledge) = (self.hours(), self.knowledge());
        Some(format!(
            "a cohort has {hours:.0} hours of the course and scores {knowledge:.2} of 1 in knowledge if it misses none"
        ))
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        if dose.weeks >= self.cohort_weeks {
            let made = self.improvements_per_cohort * self.knowledge() * YEAR_WEEKS / self.cohort_weeks;
            levers.improvements_per_year += dose.share * made;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn who_has_learned_improves_and_nobody_before() {
        let mut course = Settings::read(None, "", &mut Faults::default()).expect("all have defaults");
        let made = |course: &Settings, weeks: f64| {
            let mut levers = Levers::default();
            course.pull(Dose { share: 1.0, weeks }, &mut levers);
            levers.improvements_per_year
        };
        // an hour a week: 26 hours of a cohort, of which 20 teach 63 %
        assert!((course.knowledge() - (1.0 - libm::exp(-1.3))).abs() < 1e-12);
        assert_eq!(made(&course, 25.0), 0.0);
        let full = made(&course, 26.0);
        assert!((full - 4.0 * course.knowledge() * YEAR_WEEKS / 26.0).abs() < 1e-12);
        course.meeting.every_weeks = 2;
        assert!(made(&course, 26.0) < full, "half the course teaches less");
    }
}
