//! The Professional Fulfillment Index as an emulator: fulfillment, and burnout from exhaustion and disengagement.
//!
//! Each scale is the mean of its answers from 0 to 4, so a sum of whole numbers: 4 answers of work exhaustion, 6 of
//! disengagement, 6 of fulfillment. Burnout is the mean over the ten of the first two. Trockel et al. 2018 (Academic
//! Psychiatry 42, 11; C79): alpha 0.86, 0.92 and 0.91; cut-offs 1.33 and 3.0.
//!
//! A true score of the MBI is mapped to the scale by two straight lines that meet at the cut-off, on the
//! assumption that the cut-offs of both instruments mean the same state.

use super::depression::Contamination;
use super::scale::{Scale, noise_sd};
use super::{CYNICISM_TOP, EFFICACY_TOP, EXHAUSTION_TOP, Wellbeing};
use crate::declaration::section;
use crate::engine::random::Stream;

/// Answers of each scale.
const EXHAUSTION_ITEMS: u32 = 4;
const DISENGAGEMENT_ITEMS: u32 = 6;
const FULFILLMENT_ITEMS: u32 = 6;
/// The best answer of an item.
const BEST: u32 = 4;

section! {
    /// The Professional Fulfillment Index as an emulator: three scales, no items.
    pub struct ProfessionalFulfillment {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 5.0, unit "minutes", range 0.0..=120.0, source "16 short items; no source found", grade Assumption;
        /// Burned out from this mean answer on.
        value burnout_cut: f64 = 1.33, unit "points of 4", range 0.1..=4.0, source "Trockel 2018", grade PublishedUnverified;
        /// Fulfilled from this mean answer on.
        value fulfillment_cut: f64 = 3.0, unit "points of 4", range 0.1..=4.0, source "Trockel 2018", grade PublishedUnverified;
        /// Reliability (alpha) of work exhaustion.
        value exhaustion_reliability: f64 = 0.86, unit "share", range 0.0..=1.0, source "C79: Trockel 2018", grade Published;
        /// Reliability of disengagement.
        value disengagement_reliability: f64 = 0.92, unit "share", range 0.0..=1.0, source "C79: Trockel 2018", grade Published;
        /// Reliability of fulfillment.
        value fulfillment_reliability: f64 = 0.91, unit "share", range 0.0..=1.0, source "C79: Trockel 2018", grade Published;
        /// Standard deviation of mean answers, of all three scales.
        value answer_sd: f64 = 0.8, unit "points of 4", range 0.0..=2.0, source "no source found", grade Assumption;
        /// Exhaustion score of the MBI that stands for the burnout cut-off.
        value exhaustion_at_cut: f64 = 27.0, unit "points of 54", range 1.0..=53.0, source "C77: the cut-offs mean the same state", grade Assumption;
        /// Cynicism score of the MBI that stands for it.
        value cynicism_at_cut: f64 = 10.0, unit "points of 30", range 1.0..=29.0, source "C77: the cut-offs mean the same state", grade Assumption;
        /// Efficacy score of the MBI that stands for the cut-off of fulfillment.
        value efficacy_at_cut: f64 = 42.0, unit "points of 48", range 1.0..=47.0, source "about four in ten are fulfilled at the mean of C76; no source found", grade Assumption;
        /// What depression adds.
        table depression: Contamination;
    }
}

/// One answered questionnaire: mean answers from 0 to 4.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FulfillmentReading {
    /// Work exhaustion.
    pub exhaustion: f64,
    /// Interpersonal disengagement.
    pub disengagement: f64,
    /// Professional fulfillment.
    pub fulfillment: f64,
    /// Whether the mean over exhaustion and disengagement reaches the cut-off.
    pub burned_out: bool,
    /// Whether fulfillment reaches its cut-off.
    pub fulfilled: bool,
}

/// A score mapped by straight lines from 0 over `at` to `top` onto 0, `cut` and the best answer.
fn mapped(score: f64, at: f64, top: u32, cut: f64) -> f64 {
    if score <= at {
        cut * score / at
    } else {
        cut + (f64::from(BEST) - cut) * (score - at) / (f64::from(top) - at)
    }
}

/// The smallest sum of so many answers whose mean reaches a cut-off.
fn needed(cut: f64, items: u32) -> u32 {
    (cut * f64::from(items) - 1e-9).ceil() as u32
}

impl ProfessionalFulfillment {
    fn scale(&self, items: u32, reliability: f64) -> Scale {
        Scale::new(0, BEST * items, noise_sd(self.answer_sd, reliability) * f64::from(items))
    }

    fn exhaustion(&self, seen: &Wellbeing) -> (Scale, f64) {
        let mean = mapped(seen.exhaustion_score, self.exhaustion_at_cut, EXHAUSTION_TOP, self.burnout_cut);
        (self.scale(EXHAUSTION_ITEMS, self.exhaustion_reliability), mean * f64::from(EXHAUSTION_ITEMS))
    }

    fn disengagement(&self, seen: &Wellbeing) -> (Scale, f64) {
        let mean = mapped(seen.cynicism_score, self.cynicism_at_cut, CYNICISM_TOP, self.burnout_cut);
        (
            self.scale(DISENGAGEMENT_ITEMS, self.disengagement_reliability),
            mean * f64::from(DISENGAGEMENT_ITEMS),
        )
    }

    fn fulfillment(&self, seen: &Wellbeing) -> (Scale, f64) {
        let mean = mapped(seen.efficacy_score, self.efficacy_at_cut, EFFICACY_TOP, self.fulfillment_cut);
        (self.scale(FULFILLMENT_ITEMS, self.fulfillment_reliability), mean * f64::from(FULFILLMENT_ITEMS))
    }

    /// The smallest sum over exhaustion and disengagement that is burnout.
    fn burnout_needs(&self) -> u32 {
        needed(self.burnout_cut, EXHAUSTION_ITEMS + DISENGAGEMENT_ITEMS)
    }

    /// One answered questionnaire. Takes three uniforms.
    pub fn ask(&self, person: &Wellbeing, stream: &mut Stream) -> FulfillmentReading {
        let seen = self.depression.seen(person);
        let mut sum = |(scale, score): (Scale, f64)| scale.read(score, stream);
        let exhaustion = sum(self.exhaustion(&seen));
        let disengagement = sum(self.disengagement(&seen));
        let fulfillment = sum(self.fulfillment(&seen));
        FulfillmentReading {
            exhaustion: f64::from(exhaustion) / f64::from(EXHAUSTION_ITEMS),
            disengagement: f64::from(disengagement) / f64::from(DISENGAGEMENT_ITEMS),
            fulfillment: f64::from(fulfillment) / f64::from(FULFILLMENT_ITEMS),
            burned_out: exhaustion + disengagement >= self.burnout_needs(),
            fulfilled: fulfillment >= needed(self.fulfillment_cut, FULFILLMENT_ITEMS),
        }
    }

    /// The probability that a person is called burned out: over all sums of the two scales.
    pub fn chance(&self, person: &Wellbeing) -> f64 {
        let seen = self.depression.seen(person);
        let ((tired, tired_score), (distant, distant_score)) =
            (self.exhaustion(&seen), self.disengagement(&seen));
        let needs = self.burnout_needs();
        (0..=BEST * EXHAUSTION_ITEMS)
            .map(|sum| {
                let exactly =
                    tired.chance_at_least(tired_score, sum) - tired.chance_at_least(tired_score, sum + 1);
                exactly * distant.chance_at_least(distant_score, needs.saturating_sub(sum))
            })
            .sum()
    }

    /// The probability that a person is called fulfilled.
    pub fn fulfilled_chance(&self, person: &Wellbeing) -> f64 {
        let (scale, score) = self.fulfillment(&self.depression.seen(person));
        scale.chance_at_least(score, needed(self.fulfillment_cut, FULFILLMENT_ITEMS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    fn defaults() -> ProfessionalFulfillment {
        super::super::defaults()
    }

    #[test]
    fn the_lines_meet_at_the_cut_off() {
        for (score, mean) in [(0.0, 0.0), (13.5, 0.665), (27.0, 1.33), (40.5, 2.665), (54.0, 4.0)] {
            assert!((mapped(score, 27.0, 54, 1.33) - mean).abs() < 1e-12);
        }
        assert_eq!((needed(1.33, 10), needed(3.0, 6), needed(1.3, 10)), (14, 18, 13));
    }

    /// 4 shares of 30,000 answers: 4.5 standard errors are exceeded with probability 7e-6 each.
    #[test]
    fn answers_come_with_the_stated_chances() {
        let pfi = defaults();
        for (ordinal, scores) in (0u64..).zip([(26.0, 9.0, 41.0), (32.0, 7.0, 44.0)]) {
            let person = Wellbeing::of_scores(scores.0, scores.1, scores.2);
            let owner = Identity::named("somebody").child(ordinal);
            let mut stream = Seed::new(4, 0).stream(Purpose::named("test of fulfillment"), owner);
            let (mut burned_out, mut fulfilled) = (0.0, 0.0);
            for _ in 0..30_000 {
                let reading = pfi.ask(&person, &mut stream);
                burned_out += f64::from(u8::from(reading.burned_out));
                fulfilled += f64::from(u8::from(reading.fulfilled));
                let mean = 0.4 * reading.exhaustion + 0.6 * reading.disengagement;
                assert_eq!(reading.burned_out, mean > 1.33);
            }
            for (count, chance) in
                [(burned_out, pfi.chance(&person)), (fulfilled, pfi.fulfilled_chance(&person))]
            {
                let error = (chance * (1.0 - chance) / 30_000.0).sqrt();
                assert!((count / 30_000.0 - chance).abs() <= 4.5 * error, "{ordinal}: {count} {chance}");
            }
        }
    }

    #[test]
    fn both_legs_of_burnout_count_and_neither_is_enough_from_little() {
        let chance =
            |exhaustion, cynicism| defaults().chance(&Wellbeing::of_scores(exhaustion, cynicism, 40.0));
        assert!(chance(5.0, 2.0) < 0.001 && chance(45.0, 20.0) > 0.999);
        assert!(chance(30.0, 9.0) > chance(24.0, 9.0) + 0.1);
        assert!(chance(26.0, 11.0) > chance(26.0, 8.0) + 0.1);
    }
}
