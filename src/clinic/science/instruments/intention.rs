//! Intention to leave or to work less, as one item: logistic in true exhaustion.
//!
//! logit P(intends) = logit(share at the mean) + ln(odds ratio per SD) × (exhaustion − mean) / SD. The published odds
//! ratio 3.10 (2.30 to 4.17; Hodkinson 2022, BMJ; C67) compares people whom an instrument calls burned out with
//! others. In the population of C75, C76 and C78, read with the noise of the MBI and cut at 27, it needs 2.32 per SD
//! of exhaustion; a share of 26.6 % at the mean makes 29 % intend it in all (C7).

use super::Wellbeing;
use super::population::odds_scaled;
use crate::declaration::section;
use crate::engine::random::Stream;

section! {
    /// Intention to leave or to work less, as an emulator of one question: no wording.
    pub struct Intention {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 0.5, unit "minutes", range 0.0..=120.0, source "one item; no source found", grade Assumption;
        /// Share of people with the reference exhaustion who intend it.
        value share_at_reference: f64 = 0.266, unit "share", range 0.0..=1.0, source "from C7 (29 % in all) and C67", grade Derived;
        /// Odds ratio for one standard deviation more of true exhaustion; 1 is neutral.
        value odds_ratio_per_sd: f64 = 2.32, unit "odds ratio", range 0.1..=20.0, source "from C67 (Hodkinson 2022: 3.10 for burned out by an instrument) and C75, C76, C78", grade Derived;
        /// The reference: mean exhaustion score.
        value reference_points: f64 = 23.82, unit "points of 54", range 0.0..=54.0, source "C75: West 2016", grade Published;
        /// Standard deviation of exhaustion scores.
        value exhaustion_sd: f64 = 12.5, unit "points of 54", range 0.1..=27.0, source "C76: samples of US physicians, 11 to 13", grade PublishedUnverified;
    }
}

impl Intention {
    /// The probability that a person intends it.
    pub fn chance(&self, person: &Wellbeing) -> f64 {
        let sds = (person.exhaustion_score - self.reference_points) / self.exhaustion_sd;
        odds_scaled(self.share_at_reference, libm::pow(self.odds_ratio_per_sd, sds))
    }

    /// Whether a person says so. Takes one uniform.
    pub fn ask(&self, person: &Wellbeing, stream: &mut Stream) -> bool {
        stream.uniform() < self.chance(person)
    }
}

#[cfg(test)]
mod tests {
    use super::super::mbi::{Mbi, Rule};
    use super::super::population::odds_ratio;
    use super::*;

    #[test]
    fn the_published_odds_ratio_comes_out_as_an_instrument_sees_it() {
        let intention: Intention = super::super::defaults();
        let mbi: Mbi = super::super::defaults();
        let people = Wellbeing::published_population(20_000);
        let (mut high, mut both, mut all) = (0.0, 0.0, 0.0);
        for person in &people {
            let (read, intends) = (mbi.chance(person, Rule::ExhaustionOnly), intention.chance(person));
            high += read;
            both += read * intends;
            all += intends;
        }
        let low = people.len() as f64 - high;
        let found = odds_ratio(both / high, (all - both) / low);
        assert!((found - 3.10).abs() < 0.02, "{found}");
        assert!((all / people.len() as f64 - 0.29).abs() < 0.001);
    }
}
