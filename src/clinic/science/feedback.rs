//! From burnout back to work: slower work, answers that come back, absence, less help; and the gain of the loop that this
//! closes.

use super::burnout::{Exhaustion, Fatigue, exhaustion_score, recovery_window};
use super::contagion::Contagion;
use super::demand::{Demand, Resources, effective_resources};
use super::{logistic, logit};
use crate::declaration::section;

/// Where exhaustion slows people, on its scale of 54 points, and how gradually.
const SLOW_FROM: f64 = 27.0;
const SLOW_WITHIN: f64 = 4.0;

section! {
    /// What burnout does to work.
    pub struct Feedback {
        /// Productivity that somebody far beyond the cut-off loses (delta_b); normalised to its mean at the reference, since published minutes contain burned-out people.
        value slow_down: f64 = 0.05, unit "share", range 0.0..=0.6, source "Dewa 2014 (C94); shipped range 0 to 0.2, 0.4 is the mission source's example", grade Published;
        /// Share of answered patients' messages that come back because the answer was terse, for each unit of cynicism above its reference.
        value rework: f64 = 0.1, unit "share per unit of cynicism", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How much the odds of being ill on a day grow for each standard deviation of exhaustion.
        value absence_per_sd: f64 = 0.3, unit "log odds", range 0.0..=2.0, source "dynamics D5", grade Assumption;
        /// Share of optional help that is not given, for each unit of cynicism above its reference.
        value less_help: f64 = 0.5, unit "share per unit of cynicism", range 0.0..=5.0, source "no source found", grade Assumption;
        /// Whether a loop that may have two stable states is allowed to run.
        value allow_bistable: bool = false, unit "yes or no", range .., source "convention of scenario files", grade Definition;
    }
}

/// How much longer somebody takes: `m = 1/(1 − δ·logistic((EE − 27)/4))` (dynamics D5); 1 without exhaustion.
#[inline]
pub fn slow_down(exhaustion_score: f64, delta: f64) -> f64 {
    1.0 / (1.0 - delta * logistic((exhaustion_score - SLOW_FROM) / SLOW_WITHIN))
}

/// Probability of being ill on a day: log odds of the usual share, plus so much for each standard deviation.
pub fn absence_probability(usual: f64, z_exhaustion: f64, per_sd: f64) -> f64 {
    if usual <= 0.0 || per_sd == 0.0 { usual } else { logistic(logit(usual) + per_sd * z_exhaustion) }
}

/// A share that grows with cynicism above its reference, kept in [0, 1]: what is not helped, what comes back.
pub fn share_of_cynicism(per_unit: f64, cynicism: f64, reference: f64) -> f64 {
    -libm::expm1(-per_unit * (cynicism - reference).max(0.0))
}

/// The loop at its reference: work makes exhaustion, exhaustion makes work.
#[derive(Debug, Clone, Copy)]
pub struct Loop<'s> {
    /// What counts as demand.
    pub demand: &'s Demand,
    /// How resources damp it.
    pub resources: &'s Resources,
    /// Whether exhaustion uses resources up; else as much of them is used up as at the reference.
    pub loses_resources: bool,
    /// The score.
    pub fatigue: &'s Fatigue,
    /// Exponent of strain.
    pub exhaustion: &'s Exhaustion,
    /// What colleagues add.
    pub contagion: &'s Contagion,
    /// What burnout does to work.
    pub feedback: &'s Feedback,
    /// Exhaustion at the reference.
    pub at: f64,
    /// Fatigue, mean of a week.
    pub fatigue_week: f64,
    /// Resources.
    pub resources_at: f64,
    /// Minutes worked a day, and of these after hours.
    pub worked: f64,
    /// After hours.
    pub after_hours: f64,
}

impl Loop<'_> {
    /// Log odds of the exhaustion that a whole clinic at exhaustion `e` moves towards, relative to a constant: what slower
    /// people do not get done becomes work after hours; resources are used up; colleagues catch it.
    fn pull(&self, e: f64) -> f64 {
        let score = |e| exhaustion_score(e, self.fatigue_week, self.fatigue);
        let factor =
            slow_down(score(e), self.feedback.slow_down) / slow_down(score(self.at), self.feedback.slow_down);
        let more = self.worked * (factor - 1.0);
        let after_hours = (self.after_hours + more).max(0.0);
        let demand = self.worked + more + self.demand.after_hours_weight * after_hours;
        let used_up_by = if self.loses_resources { e } else { self.at };
        let effective = effective_resources(self.resources_at, self.resources.loss_spiral, used_up_by);
        let strain = demand * (1.0 - self.resources.buffer * effective);
        self.exhaustion.strain_exponent * libm::log(strain)
            - libm::log(recovery_window(after_hours, 0.0).max(1e-3))
            + self.contagion.exhaustion * e
    }

    /// The map of a clinic's exhaustion to the one it moves towards; the reference is a fixed point.
    pub fn next(&self, e: f64) -> f64 {
        logistic(logit(self.at) + self.pull(e) - self.pull(self.at))
    }

    /// The gain of the loop at the reference: the slope of that map. A push grows by 1/(1 − gain) before it is over
    /// (dynamics D5).
    pub fn gain(&self) -> f64 {
        let step = 1e-4;
        (self.next(self.at + step) - self.next(self.at - step)) / (2.0 * step)
    }

    /// Number of stable states: places where the map crosses the diagonal from above.
    pub fn stable_states(&self) -> usize {
        let above: Vec<bool> = (1..1000).map(|k| f64::from(k) / 1000.0).map(|e| self.next(e) > e).collect();
        // the first place counts if the map comes from above zero, which it always does
        above.windows(2).filter(|pair| pair[0] && !pair[1]).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    fn defaults<S: Section>() -> S {
        S::read(None, "", &mut Faults::default()).expect("all have defaults")
    }

    fn gain(delta: f64, power: f64) -> (f64, usize) {
        let exhaustion = Exhaustion { strain_exponent: power, ..defaults() };
        let feedback = Feedback { slow_down: delta, ..defaults() };
        let (demand, resources, fatigue, contagion) = (defaults(), defaults(), defaults(), defaults());
        let of = Loop {
            demand: &demand,
            resources: &resources,
            loses_resources: true,
            fatigue: &fatigue,
            exhaustion: &exhaustion,
            contagion: &contagion,
            feedback: &feedback,
            at: 0.41,
            fatigue_week: 0.41,
            resources_at: 0.6,
            worked: 600.0,
            after_hours: 86.0,
        };
        (of.gain(), of.stable_states())
    }

    /// The check of dynamics D5: equilibrium 0.41, b 0.5, lambda 0.3, chi 0.5, delta 0.10 and p 1, 2, 3.
    #[test]
    fn the_gain_is_that_of_the_published_check() {
        for (power, expected) in [(1.0, 0.25), (2.0, 0.35), (3.0, 0.45)] {
            let (gain, states) = gain(0.1, power);
            assert!((gain - expected).abs() < 0.02, "{power}: {gain}");
            assert_eq!(states, 1);
        }
    }

    /// The same check: two stable states at delta 0.40 and p 2, and at 0.30 and p 3.
    #[test]
    fn strong_loops_have_two_stable_states() {
        assert_eq!((gain(0.4, 2.0).1, gain(0.3, 3.0).1, gain(0.2, 2.5).1), (2, 2, 1));
    }

    #[test]
    fn slowness_by_hand() {
        assert!((slow_down(27.0, 0.1) - 1.0 / 0.95).abs() < 1e-12);
        assert_eq!(slow_down(40.0, 0.0), 1.0);
        assert!((absence_probability(0.02, 0.0, 0.3) - 0.02).abs() < 1e-12);
        assert!((absence_probability(0.02, 1.0, 0.3) / 0.02 - libm::exp(0.3)).abs() < 0.01);
        assert_eq!(share_of_cynicism(0.5, 0.2, 0.3), 0.0);
        assert!((share_of_cynicism(0.5, 0.5, 0.3) - 0.0952).abs() < 1e-3);
    }
}
