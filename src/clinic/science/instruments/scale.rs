//! Scales and thresholds with noise: the two ways in which an instrument reads a true score.
//!
//! The noise of a bounded scale is a normal cut off at its ends (truncated, drawn by inversion, not drawn again
//! and not clipped): one uniform a reading, and a reading never falls when the true score rises, so that common
//! random numbers stay in step. In the middle of the scale it is an ordinary normal without bias; within two
//! standard deviations of an end it leans inwards, as every noise of a bounded scale must (by at most 0.8
//! standard deviations, at the end itself).

use crate::engine::distribution::normal::quantile;
use crate::engine::random::Stream;

/// The probability that a standard normal lies above `x`.
pub fn above(x: f64) -> f64 {
    0.5 * libm::erfc(x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The standard deviation of measurement error: SD × √(1 − reliability), of classical test theory, where `sd` is
/// that of observed scores and the reliability lies in [0, 1].
pub fn noise_sd(sd: f64, reliability: f64) -> f64 {
    sd * (1.0 - reliability).max(0.0).sqrt()
}

/// A scale of whole numbers, read with noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: u32,
    top: u32,
    noise_sd: f64,
}

impl Scale {
    /// From `low` to `top`, both of them readings; the noise has this standard deviation in the middle.
    pub fn new(low: u32, top: u32, noise_sd: f64) -> Self {
        assert!(low < top && noise_sd >= 0.0, "a scale has a lower and an upper end, and noise of 0 or more");
        Self { low, top, noise_sd }
    }

    fn within(&self, score: f64) -> f64 {
        score.clamp(f64::from(self.low), f64::from(self.top))
    }

    /// The reading of a perfectly reliable instrument: the score, rounded.
    pub fn perfect(&self, score: f64) -> u32 {
        (self.within(score) + 0.5).floor() as u32
    }

    /// How likely the untruncated noise lies above a point of the scale.
    fn tail(&self, point: f64, score: f64) -> f64 {
        above((point - score) / self.noise_sd)
    }

    /// How likely it lies above the lower and the upper end, half a point outside the outermost readings.
    fn ends(&self, score: f64) -> (f64, f64) {
        (self.tail(f64::from(self.low) - 0.5, score), self.tail(f64::from(self.top) + 0.5, score))
    }

    /// One reading: round(score + noise), given that it is on the scale. Takes one uniform, whatever the score.
    pub fn read(&self, score: f64, stream: &mut Stream) -> u32 {
        let (score, uniform) = (self.within(score), stream.uniform());
        if self.noise_sd == 0.0 {
            return self.perfect(score);
        }
        let (from, to) = self.ends(score);
        // The share above the reading, which lies between the two tails; the quantile takes what is inside (0, 1).
        let beyond = (from - uniform * (from - to)).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON);
        let reading = (score - self.noise_sd * quantile(beyond) + 0.5).floor();
        // Rounding at the very ends can step over them by one unit in the last place.
        reading.clamp(f64::from(self.low), f64::from(self.top)) as u32
    }

    /// The probability that a reading is this number or more.
    pub fn chance_at_least(&self, score: f64, cut: u32) -> f64 {
        let score = self.within(score);
        if cut <= self.low {
            return 1.0;
        }
        if cut > self.top {
            return 0.0;
        }
        if self.noise_sd == 0.0 {
            return f64::from(u8::from(self.perfect(score) >= cut));
        }
        let (from, to) = self.ends(score);
        (self.tail(f64::from(cut) - 0.5, score) - to) / (from - to)
    }

    /// The mean of readings of this score.
    pub fn expected(&self, score: f64) -> f64 {
        let steps = self.low + 1..=self.top;
        f64::from(self.low) + steps.map(|cut| self.chance_at_least(score, cut)).sum::<f64>()
    }
}

/// A yes or no: whether a score with normal noise reaches a cut-off. The latent score has no ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// Yes from here on.
    pub cut: f64,
    /// Standard deviation of the noise; 0 is a perfect instrument.
    pub noise_sd: f64,
}

impl Threshold {
    /// The score with noise. Takes one uniform.
    pub fn latent(&self, score: f64, stream: &mut Stream) -> f64 {
        score + self.noise_sd * quantile(stream.uniform())
    }

    /// One answer. Takes one uniform.
    pub fn read(&self, score: f64, stream: &mut Stream) -> bool {
        self.latent(score, stream) >= self.cut
    }

    /// The probability of a yes: Φ((score − cut) / SD).
    pub fn chance(&self, score: f64) -> f64 {
        if self.noise_sd == 0.0 {
            return f64::from(u8::from(score >= self.cut));
        }
        above((self.cut - score) / self.noise_sd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    fn stream(ordinal: u64) -> Stream {
        Seed::new(7, 0).stream(Purpose::named("test of scales"), Identity::named("scale").child(ordinal))
    }

    #[test]
    fn noise_from_reliability() {
        assert_eq!(noise_sd(12.5, 1.0), 0.0);
        // C76 and C78: "about 4 points".
        assert!((noise_sd(12.5, 0.90) - 3.953).abs() < 0.001);
    }

    #[test]
    fn no_bias_in_the_middle_and_a_lean_inwards_at_the_ends() {
        let scale = Scale::new(0, 54, 4.0);
        for score in [16.0, 20.3, 27.0, 33.5, 38.0] {
            assert!((scale.expected(score) - score).abs() < 0.001, "{score}");
        }
        // The half-normal: 0.8 standard deviations, less the half point that the scale goes on below 0.
        let (bottom, top) = (scale.expected(0.0), scale.expected(54.0));
        assert!((2.6..3.3).contains(&bottom) && (bottom + top - 54.0).abs() < 1e-9, "{bottom} {top}");
    }

    /// 4 scores, 5 cut-offs each, 40,000 readings: a share is off by 4.5 standard errors or more with probability
    /// 7e-6, so a new seed gives a false alarm with probability 1.4e-4.
    #[test]
    fn readings_come_with_the_stated_chances() {
        let (scale, count) = (Scale::new(0, 30, 3.07), 40_000u32);
        for (ordinal, score) in (0u64..).zip([0.4, 5.0, 14.2, 29.5]) {
            let mut stream = stream(ordinal);
            let readings: Vec<u32> = (0..count).map(|_| scale.read(score, &mut stream)).collect();
            assert!(readings.iter().all(|reading| *reading <= 30));
            for cut in [1, 5, 10, 15, 29] {
                let chance = scale.chance_at_least(score, cut);
                let share = readings.iter().filter(|reading| **reading >= cut).count() as f64;
                let error = (chance * (1.0 - chance) / f64::from(count)).sqrt();
                let off = (share / f64::from(count) - chance).abs();
                assert!(off <= 4.5 * error + 2.0 / f64::from(count), "{score} {cut}: {off}");
            }
        }
    }

    #[test]
    fn readings_and_chances_never_fall_when_the_score_rises() {
        let scale = Scale::new(0, 54, 4.0);
        let mut before = [0u32; 50];
        for step in 0..=108 {
            let score = f64::from(step) / 2.0;
            for (ordinal, before) in (0u64..).zip(before.iter_mut()) {
                let reading = scale.read(score, &mut stream(ordinal));
                assert!(reading >= *before, "{score}");
                *before = reading;
            }
            assert!(scale.chance_at_least(score + 0.5, 27) >= scale.chance_at_least(score, 27));
        }
    }

    #[test]
    fn without_noise_and_outside_the_scale() {
        let scale = Scale::new(12, 60, 0.0);
        assert_eq!((scale.perfect(26.5), scale.perfect(-3.0), scale.perfect(99.0)), (27, 12, 60));
        assert_eq!((scale.read(26.49, &mut stream(1)), scale.expected(26.49)), (26, 26.0));
        assert_eq!((scale.chance_at_least(26.5, 27), scale.chance_at_least(26.4, 27)), (1.0, 0.0));
        let noisy = Scale::new(12, 60, 5.0);
        assert_eq!((noisy.chance_at_least(30.0, 12), noisy.chance_at_least(30.0, 61)), (1.0, 0.0));
        let one = 1.0 - f64::EPSILON..=1.0 + f64::EPSILON;
        let sum: f64 =
            (12..=60).map(|k| noisy.chance_at_least(60.0, k) - noisy.chance_at_least(60.0, k + 1)).sum();
        assert!(one.contains(&sum));
    }

    #[test]
    fn a_threshold_is_a_normal_ogive() {
        let threshold = Threshold { cut: 27.7, noise_sd: 6.0 };
        assert_eq!(threshold.chance(27.7), 0.5);
        assert!((threshold.chance(33.7) - 0.841_344_746_068_543).abs() < 1e-12);
        let perfect = Threshold { noise_sd: 0.0, ..threshold };
        assert_eq!((perfect.chance(27.6), perfect.chance(27.7)), (0.0, 1.0));
        assert!(perfect.read(27.7, &mut stream(2)) && !perfect.read(27.6, &mut stream(2)));
    }
}
