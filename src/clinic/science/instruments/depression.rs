//! Depression shows on screens of burnout: it adds to what they read.

use super::{CYNICISM_TOP, EFFICACY_TOP, EXHAUSTION_TOP, Wellbeing};
use crate::declaration::section;

section! {
    /// How much depression adds to what a screen of burnout reads, in points for somebody with the full trait. It is additive, and ends at the ends of the scale.
    pub struct Contamination {
        /// Added to the exhaustion score.
        value exhaustion_points: f64 = 6.0, unit "points of 54", range 0.0..=54.0, source "half a standard deviation: depression and exhaustion overlap; no size found", grade Assumption;
        /// Added to the cynicism score.
        value cynicism_points: f64 = 1.5, unit "points of 30", range 0.0..=30.0, source "no source found: a quarter of a standard deviation", grade Assumption;
        /// Taken from the efficacy score.
        value efficacy_points: f64 = 2.0, unit "points of 48", range 0.0..=48.0, source "no source found: a third of a standard deviation", grade Assumption;
    }
}

/// A score with what depression adds, within 0 and `top`.
fn added(score: f64, depression: f64, points: f64, top: u32) -> f64 {
    (score + depression * points).clamp(0.0, f64::from(top))
}

/// The exhaustion score with so many points of depression.
pub(super) fn exhaustion_seen(person: &Wellbeing, points: f64) -> f64 {
    added(person.exhaustion_score, person.depression, points, EXHAUSTION_TOP)
}

impl Contamination {
    /// The person as a screen sees them: scores = true scores + depression × points, within the scales.
    pub fn seen(&self, person: &Wellbeing) -> Wellbeing {
        let add = |score, points, top| added(score, person.depression, points, top);
        Wellbeing {
            exhaustion_score: add(person.exhaustion_score, self.exhaustion_points, EXHAUSTION_TOP),
            cynicism_score: add(person.cynicism_score, self.cynicism_points, CYNICISM_TOP),
            efficacy_score: add(person.efficacy_score, -self.efficacy_points, EFFICACY_TOP),
            ..*person
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depression_adds_and_ends_at_the_ends_of_the_scale() {
        let points = Contamination { exhaustion_points: 6.0, cynicism_points: 2.0, efficacy_points: 3.0 };
        let person = Wellbeing { depression: 0.5, ..Wellbeing::of_scores(20.0, 5.0, 40.0) };
        let seen = points.seen(&person);
        assert_eq!((seen.exhaustion_score, seen.cynicism_score, seen.efficacy_score), (23.0, 6.0, 38.5));
        let worst = points.seen(&Wellbeing { depression: 1.0, ..Wellbeing::of_scores(53.0, 30.0, 1.0) });
        assert_eq!((worst.exhaustion_score, worst.cynicism_score, worst.efficacy_score), (54.0, 30.0, 0.0));
        let well = Wellbeing::of_scores(20.0, 5.0, 40.0);
        assert_eq!(points.seen(&well), well);
    }
}
