//! The single item of burnout as an emulator: a latent threshold on true exhaustion.
//!
//! positive: true exhaustion + depression's part + N(0, SD) ≥ cut. Dolan et al. 2015 (JGIM; C80, n = 5404) found
//! sensitivity 83.2 % and specificity 87.4 % against the exhaustion item of the MBI, which 36.7 % met; 38.5 % met
//! the single item. Under two normals that table has the correlation 0.894. With the true exhaustion of C75, C76
//! and C78 (mean 23.82, SD 12.5 × √0.90) in the place of the reference, met from 27.85 points on, this is noise of
//! 5.95 points and a cut of 27.70: all disagreement is laid on this item, which fits that one item is weaker than
//! nine (C81).

use super::Wellbeing;
use super::depression::exhaustion_seen;
use super::scale::Threshold;
use crate::declaration::section;
use crate::engine::random::Stream;

section! {
    /// A single question about burnout as an emulator: no wording.
    pub struct SingleItem {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 0.5, unit "minutes", range 0.0..=120.0, source "one item; no source found", grade Assumption;
        /// Exhaustion, with noise, from which the answer is "burned out".
        value cut_points: f64 = 27.70, unit "points of 54", range 0.0..=54.0, source "from C80 (Dolan 2015: 38.5 % positive) and C75, C76, C78", grade Derived;
        /// Standard deviation of the noise in points of exhaustion.
        value noise_points: f64 = 5.95, unit "points of 54", range 0.0..=54.0, source "from C80 (Dolan 2015: sensitivity 83.2 %, specificity 87.4 %) and C75, C76, C78", grade Derived;
        /// What depression adds to exhaustion for somebody with the full trait.
        value depression_points: f64 = 6.0, unit "points of 54", range 0.0..=54.0, source "as for the MBI", grade Assumption;
    }
}

impl SingleItem {
    fn threshold(&self) -> Threshold {
        Threshold { cut: self.cut_points, noise_sd: self.noise_points }
    }

    /// Whether a person says that they are burned out. Takes one uniform.
    pub fn ask(&self, person: &Wellbeing, stream: &mut Stream) -> bool {
        self.threshold().read(exhaustion_seen(person, self.depression_points), stream)
    }

    /// The probability of that.
    pub fn chance(&self, person: &Wellbeing) -> f64 {
        self.threshold().chance(exhaustion_seen(person, self.depression_points))
    }
}

#[cfg(test)]
mod tests {
    use super::super::population::accuracy;
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    /// The reference of the published table is met from here on by 36.7 % of the published population.
    const REFERENCE: f64 = 27.85;

    fn defaults() -> SingleItem {
        super::super::defaults()
    }

    #[test]
    fn the_published_crosstab_in_closed_form() {
        let (item, people) = (defaults(), Wellbeing::published_population(20_000));
        let table =
            accuracy(&people, |person| person.exhaustion_score >= REFERENCE, |person| item.chance(person));
        assert!((table.true_share - 0.367).abs() < 0.001, "{table:?}");
        assert!((table.positive_share - 0.385).abs() < 0.001, "{table:?}");
        assert!((table.sensitivity.expect("some are") - 0.832).abs() < 0.002, "{table:?}");
        assert!((table.specificity.expect("some are not") - 0.874).abs() < 0.002, "{table:?}");
    }

    /// 60,000 people: the standard errors are 0.0025 for the sensitivity (22,000 people) and 0.0017 for the
    /// specificity; 4.5 of them, and the 0.002 that the rounded parameters are allowed above. A new seed gives a
    /// false alarm with probability below 2e-5.
    #[test]
    fn the_published_crosstab_by_simulation() {
        let (item, people) = (defaults(), Wellbeing::published_population(60_000));
        let mut stream = Seed::new(5, 0).stream(Purpose::named("test of one item"), Identity::named("all"));
        let (mut yes, mut hits, mut no, mut rejections) = (0.0, 0.0, 0.0, 0.0);
        for person in &people {
            let positive = item.ask(person, &mut stream);
            if person.exhaustion_score >= REFERENCE {
                yes += 1.0;
                hits += f64::from(u8::from(positive));
            } else {
                no += 1.0;
                rejections += f64::from(u8::from(!positive));
            }
        }
        assert!((hits / yes - 0.832_f64).abs() < 4.5 * 0.0025 + 0.002, "sensitivity {}", hits / yes);
        assert!(
            (rejections / no - 0.874_f64).abs() < 4.5 * 0.0017 + 0.002,
            "specificity {}",
            rejections / no
        );
    }

    #[test]
    fn depression_is_read_as_burnout() {
        let (item, well) = (defaults(), Wellbeing::of_scores(22.0, 5.0, 40.0));
        let depressed = Wellbeing { depression: 1.0, ..well };
        assert!(item.chance(&depressed) > item.chance(&well) + 0.2);
    }
}
