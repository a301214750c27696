//! Surveys of the workplace: leaders as their people see them, safety culture, the structure of teams.

use super::Wellbeing;
use super::scale::{Scale, noise_sd};
use crate::declaration::section;
use crate::engine::random::Stream;

/// Ends of the leadership score: twelve ratings from 1 to 5.
const LEADERSHIP: (u32, u32) = (12, 60);

section! {
    /// A survey of how people see their leader as an emulator: a score from 12 to 60, no items.
    pub struct LeadershipSurvey {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 3.0, unit "minutes", range 0.0..=120.0, source "twelve short items; no source found", grade Assumption;
        /// Reliability of one person's score.
        value reliability: f64 = 0.9, unit "share", range 0.0..=1.0, source "no source found: usual for twelve items", grade Assumption;
        /// Standard deviation of the scores that people give.
        value score_sd: f64 = 11.2, unit "points of 60", range 0.0..=24.0, source "Dyrbye 2021: 8.4 for nine items from 9 to 45, stretched to twelve", grade Derived;
    }
}

impl LeadershipSurvey {
    fn scale(&self) -> Scale {
        Scale::new(LEADERSHIP.0, LEADERSHIP.1, noise_sd(self.score_sd, self.reliability))
    }

    fn score(person: &Wellbeing) -> f64 {
        f64::from(LEADERSHIP.0) + f64::from(LEADERSHIP.1 - LEADERSHIP.0) * person.leadership
    }

    /// The score that a person gives: round(12 + 48 × leadership + noise). Takes one uniform.
    pub fn ask(&self, person: &Wellbeing, stream: &mut Stream) -> u32 {
        self.scale().read(Self::score(person), stream)
    }

    /// The mean of the scores that a person would give.
    pub fn expected(&self, person: &Wellbeing) -> f64 {
        self.scale().expected(Self::score(person))
    }
}

/// The published odds ratio of burnout for so many points more of the leadership score: 0.967 a point (Shanafelt
/// 2015, Mayo Clinic Proceedings, "3.3 % lower likelihood"; C105). To compare with, never put in.
pub fn published_leadership_odds_ratio(points: f64) -> f64 {
    libm::pow(0.967, points)
}

section! {
    /// A survey of safety culture as an emulator: two composites from 0 to 100, no items.
    pub struct SafetyCulture {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 12.0, unit "minutes", range 0.0..=120.0, source "the publisher of such a survey states 10 to 15; from memory", grade Assumption;
        /// Weight of leadership in the composite.
        value leadership_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: equal weights", grade Assumption;
        /// Weight of teamwork.
        value teamwork_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: equal weights", grade Assumption;
        /// Weight of control.
        value control_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: equal weights", grade Assumption;
        /// Weight of the absence of overload: staffing and pace are part of such surveys.
        value calm_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: equal weights", grade Assumption;
        /// Standard deviation of the noise of one person's composite.
        value noise_points: f64 = 10.0, unit "points of 100", range 0.0..=50.0, source "no source found", grade Assumption;
    }
}

/// One answered survey of safety culture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CultureReading {
    /// Safety culture, 0 to 100.
    pub safety_culture: u32,
    /// Psychological safety, 0 to 100: whether one can speak up to leaders and team.
    pub psychological_safety: u32,
}

impl SafetyCulture {
    fn scale(&self) -> Scale {
        Scale::new(0, 100, self.noise_points)
    }

    /// 100 × the weighted mean of leadership, teamwork, control and 1 − overload; 0 to 100. At least one weight is
    /// above 0.
    pub fn culture(&self, person: &Wellbeing) -> f64 {
        let parts = [
            (self.leadership_weight, person.leadership),
            (self.teamwork_weight, person.teamwork),
            (self.control_weight, person.control),
            (self.calm_weight, 1.0 - person.overload),
        ];
        let sum: f64 = parts.iter().map(|(weight, state)| weight * state).sum();
        100.0 * sum / self.weights()
    }

    /// The sum of the weights.
    pub fn weights(&self) -> f64 {
        self.leadership_weight + self.teamwork_weight + self.control_weight + self.calm_weight
    }

    /// 100 × the mean of leadership and teamwork (Edmondson 1999: a belief about leader and team; the equal parts are
    /// an assumption).
    pub fn psychological_safety(person: &Wellbeing) -> f64 {
        50.0 * (person.leadership + person.teamwork)
    }

    /// One answered survey. Takes two uniforms.
    pub fn ask(&self, person: &Wellbeing, stream: &mut Stream) -> CultureReading {
        CultureReading {
            safety_culture: self.scale().read(self.culture(person), stream),
            psychological_safety: self.scale().read(Self::psychological_safety(person), stream),
        }
    }
}

section! {
    /// An assessment of how teams are built: counted, not asked, so without noise. What they share is the measure `delegation_fraction.measured`.
    pub struct TeamStructure {
        /// Minutes that it costs each person who takes part.
        value minutes: f64 = 15.0, unit "minutes", range 0.0..=480.0, source "no source found", grade Assumption;
    }
}

/// What a team is made of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Team {
    /// Clinicians in full-time equivalents.
    pub clinician_fte: f64,
    /// Everybody else (medical assistants, nurses, scribes, the front desk) in full-time equivalents.
    pub staff_fte: f64,
}

/// What the assessment says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeamReading {
    /// Staff per clinician; nothing without clinicians.
    pub staff_per_clinician: Option<f64>,
}

impl Team {
    /// The assessment of the team.
    pub fn assess(&self) -> TeamReading {
        let ratio = || self.staff_fte / self.clinician_fte;
        TeamReading { staff_per_clinician: (self.clinician_fte > 0.0).then(ratio) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    /// The mean of 20,000 scores with noise of 3.5 points has a standard error of 0.025, that of 20,000 composites
    /// 0.07; 4.5 of them are exceeded with probability 7e-6 each.
    #[test]
    fn scores_follow_what_people_meet() {
        let leaders: LeadershipSurvey = super::super::defaults();
        let culture: SafetyCulture = super::super::defaults();
        let person = Wellbeing {
            leadership: 0.6,
            teamwork: 0.4,
            overload: 0.3,
            ..Wellbeing::of_scores(20.0, 8.0, 40.0)
        };
        let mut stream =
            Seed::new(2, 0).stream(Purpose::named("test of the workplace"), Identity::named("one"));
        let (mut score, mut composite, mut safe) = (0.0, 0.0, 0.0);
        for _ in 0..20_000 {
            score += f64::from(leaders.ask(&person, &mut stream)) / 20_000.0;
            let reading = culture.ask(&person, &mut stream);
            composite += f64::from(reading.safety_culture) / 20_000.0;
            safe += f64::from(reading.psychological_safety) / 20_000.0;
        }
        assert!((leaders.expected(&person) - 40.8).abs() < 0.01);
        assert!((score - leaders.expected(&person)).abs() < 4.5 * 0.025, "{score}");
        assert!((culture.culture(&person) - 55.0).abs() < 1e-12);
        assert!(
            (composite - 55.0).abs() < 4.5 * 0.07 && (safe - 50.0).abs() < 4.5 * 0.07,
            "{composite} {safe}"
        );
    }

    #[test]
    fn ten_points_of_leadership_are_a_quarter_less_odds() {
        assert!((published_leadership_odds_ratio(10.0) - 0.715).abs() < 0.001);
        assert_eq!(published_leadership_odds_ratio(0.0), 1.0);
    }

    #[test]
    fn teams_are_counted() {
        let team = Team { clinician_fte: 4.0, staff_fte: 6.0 };
        assert_eq!(team.assess().staff_per_clinician, Some(1.5));
        assert_eq!(Team::default().assess().staff_per_clinician, None);
    }
}
