//! Depression: a trait of its own from 0 to 1, and how it shows on screens of burnout, by adding to what they read.
//!
//! People are drawn with a standard normal z (D0: an inclination that has nothing to do with work). On the scale of
//! instruments it is D = 1 / (1 + exp(−steepness · (z − c))) with c the quantile of z above which a stated share of
//! people lies, so that D is one half or more in exactly that share.

use super::{CYNICISM_TOP, EFFICACY_TOP, EXHAUSTION_TOP, Wellbeing};
use crate::clinic::science::logistic;
use crate::declaration::section;
use crate::engine::distribution::normal::quantile;

section! {
    /// Who is depressed: how an inclination, a standard normal in the staff, comes to lie between 0 and 1.
    pub struct DepressionTrait {
        /// Share of people whose trait is 0.5 or more.
        value half_or_more_share: f64 = 0.081, unit "share", range 0.001..=0.999, source "adults in the United States in any two weeks, 2013 to 2016 (Brody 2018, NCHS Data Brief 303; from memory)", grade PublishedUnverified;
        /// How steeply the trait rises there with the inclination, in log odds for one standard deviation.
        value steepness: f64 = 2.0, unit "log odds", range 0.1..=20.0, source "no source found", grade Assumption;
        /// Trait from which on somebody is in need of care.
        value care_from: f64 = 0.5, unit "share", range 0.0..=1.0, source "half the trait: the stated share of people", grade Assumption;
        /// Part of the trait that care takes away.
        value care_effect: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How much faster somebody in care recovers from exhaustion: added to 1.
        value care_recovery: f64 = 0.1, unit "share", range 0.0..=5.0, source "no source found", grade Assumption;
    }
}

impl DepressionTrait {
    /// The trait, 0 to 1, of somebody whose inclination lies so many standard deviations above the mean.
    pub fn of(&self, inclination: f64) -> f64 {
        logistic(self.steepness * (inclination - quantile(1.0 - self.half_or_more_share)))
    }
}

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
    fn the_stated_share_has_half_the_trait_or_more() {
        let depression: DepressionTrait = super::super::defaults();
        let people = 100_000;
        let z = |i: i32| quantile((f64::from(i) + 0.5) / f64::from(people));
        let share = (0..people).filter(|i| depression.of(z(*i)) >= 0.5).count() as f64 / f64::from(people);
        assert!((share - 0.081).abs() < 1e-4, "{share}");
        assert!(depression.of(0.0) < 0.07 && depression.of(3.0) > 0.95 && depression.of(-8.0) >= 0.0);
    }

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
