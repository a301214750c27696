//! The Well-Being Index as an emulator: a count of nine yes-or-no answers, distress from five on.
//!
//! Each answer is yes with q = Φ(l / √(1 − l²) × y), y = (exhaustion − 27) / 12.5 + depression's part, independently
//! given y: nine items that load by l on one distress. The count is binomial. Dyrbye et al. 2013 and 2016.

use super::Wellbeing;
use super::scale::above;
use crate::declaration::section;
use crate::engine::random::Stream;

/// Answers that are counted.
const ITEMS: usize = 9;

section! {
    /// The Well-Being Index as an emulator: a count of nine, no items.
    pub struct WellBeingIndex {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 1.0, unit "minutes", range 0.0..=120.0, source "stated by its publisher: under a minute", grade PublishedUnverified;
        /// Distress from this count on.
        value threshold: u32 = 5, unit "of 9 answers", range 1.0..=9.0, source "Dyrbye 2014: 5 of 7 for residents, 4 for physicians; set for a count of nine", grade Assumption;
        /// Exhaustion score at which half of the answers are yes.
        value reference_points: f64 = 27.0, unit "points of 54", range 1.0..=54.0, source "C77: the cut-off of high exhaustion", grade Assumption;
        /// Standard deviation of exhaustion scores.
        value exhaustion_sd: f64 = 12.5, unit "points of 54", range 0.1..=27.0, source "C76: samples of US physicians, 11 to 13", grade PublishedUnverified;
        /// How strongly each answer goes with distress: a correlation.
        value item_loading: f64 = 0.7, unit "correlation", range 0.0..=0.99, source "no source found: usual for items of one scale", grade Assumption;
        /// What the full trait of depression adds to distress, in standard deviations of exhaustion: some of the answers are about mood.
        value depression_sds: f64 = 1.0, unit "standard deviations", range 0.0..=5.0, source "no source found", grade Assumption;
    }
}

impl WellBeingIndex {
    /// The probability of each yes.
    fn yes(&self, person: &Wellbeing) -> f64 {
        let load = (person.exhaustion_score - self.reference_points) / self.exhaustion_sd;
        let distress = load + self.depression_sds * person.depression;
        above(-distress * self.item_loading / (1.0 - self.item_loading * self.item_loading).sqrt())
    }

    /// The probabilities of the counts from 0 to 9: answer after answer.
    fn counts(&self, person: &Wellbeing) -> [f64; ITEMS + 1] {
        let yes = self.yes(person);
        let mut counts = [0.0; ITEMS + 1];
        counts[0] = 1.0;
        for _ in 0..ITEMS {
            for count in (1..=ITEMS).rev() {
                counts[count] = counts[count] * (1.0 - yes) + counts[count - 1] * yes;
            }
            counts[0] *= 1.0 - yes;
        }
        counts
    }

    /// How many answers are yes, by inversion. Takes one uniform.
    pub fn ask(&self, person: &Wellbeing, stream: &mut Stream) -> u32 {
        let (uniform, mut sum) = (stream.uniform(), 0.0);
        for (count, chance) in (0u32..).zip(self.counts(person)) {
            sum += chance;
            if uniform < sum {
                return count;
            }
        }
        // The probabilities sum to 1 but for rounding.
        ITEMS as u32
    }

    /// Whether so many answers are distress.
    pub fn positive(&self, count: u32) -> bool {
        count >= self.threshold
    }

    /// The probability of distress by this index.
    pub fn chance(&self, person: &Wellbeing) -> f64 {
        self.counts(person)[self.threshold as usize..].iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    fn defaults() -> WellBeingIndex {
        super::super::defaults()
    }

    #[test]
    fn at_the_reference_half_are_distressed() {
        let index = defaults();
        // Five or more of nine fair coins.
        let half = Wellbeing::of_scores(27.0, 8.0, 40.0);
        assert!((index.chance(&half) - 0.5).abs() < 1e-12);
        assert!(index.chance(&Wellbeing::of_scores(10.0, 8.0, 40.0)) < 0.05);
        assert!(index.chance(&Wellbeing { depression: 1.0, ..half }) > 0.9);
        assert!(index.positive(5) && !index.positive(4));
    }

    /// The mean of 30,000 counts has a standard error of 0.009, the share of distress 0.003; 4.5 of them are
    /// exceeded with probability 7e-6 each.
    #[test]
    fn counts_come_with_the_stated_chances() {
        let (index, person) = (defaults(), Wellbeing::of_scores(24.0, 8.0, 40.0));
        let mut stream = Seed::new(4, 0).stream(Purpose::named("test of the index"), Identity::named("one"));
        let counts: Vec<u32> = (0..30_000).map(|_| index.ask(&person, &mut stream)).collect();
        let mean = f64::from(counts.iter().sum::<u32>()) / 30_000.0;
        let distressed = counts.iter().filter(|count| index.positive(**count)).count() as f64 / 30_000.0;
        assert!((mean - 9.0 * index.yes(&person)).abs() < 4.5 * 0.009, "{mean}");
        assert!((distressed - index.chance(&person)).abs() < 4.5 * 0.003, "{distressed}");
        assert!((index.counts(&person).iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
