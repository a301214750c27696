//! The marginal standard error rule: leave out so much of the beginning that the mean of the rest is known best.

use std::fmt;

/// Observations of a batch.
pub const BATCH: usize = 5;
/// Fewest batches of which the rule says anything.
pub const FEWEST_BATCHES: usize = 20;
/// The rest that is kept has at least so many batches: the variance of fewer is small too often by chance.
const FEWEST_KEPT: usize = 5;

/// Where a series has settled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truncation {
    /// Observations to leave out at the beginning: a multiple of [`BATCH`], at most half of the series.
    pub leave_out: usize,
    /// Mean of the batch means that are kept.
    pub mean: f64,
    /// The statistic there: the square of the standard error of that mean, were the batches independent.
    pub statistic: f64,
}

/// Why it is not known where a series has settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsettled {
    /// Too few batches: their number.
    TooShort(usize),
    /// A batch without a defined observation, after defined ones: the number of its first observation, from 0.
    Undefined(usize),
    /// Nothing is defined, or so late that fewer than [`FEWEST_BATCHES`] batches are.
    NeverDefined,
    /// The statistic is smallest in the second half: so many observations would have to be left out.
    Late(usize),
}

impl Unsettled {
    /// The same of a series that has so many more observations at its beginning.
    pub fn later_by(self, observations: usize) -> Self {
        match self {
            Unsettled::Undefined(at) => Unsettled::Undefined(at + observations),
            Unsettled::Late(leave_out) => Unsettled::Late(leave_out + observations),
            same => same,
        }
    }
}

impl fmt::Display for Unsettled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unsettled::TooShort(batches) => write!(
                f,
                "the series has {batches} batches of {BATCH}, and {FEWEST_BATCHES} are the fewest of which one can tell"
            ),
            Unsettled::Undefined(at) => {
                write!(f, "the {BATCH} observations from number {at} on are undefined in every replication")
            }
            Unsettled::NeverDefined => f.write_str("it is undefined for too much of the series"),
            Unsettled::Late(leave_out) => write!(
                f,
                "the rule would leave out {leave_out} observations, more than half of the series: it is too short, or \
                 does not settle"
            ),
        }
    }
}

/// MSER-5: means of batches of five, of which the first d* are left out,
///
/// `d* = argmin over d of Σ_{j>d} (Z_j − Z̄(d))² / (k − d)²`,
///
/// with k batch means Z and Z̄(d) the mean of those after the first d (White 1997, Simulation 69(6):323-334; batches of
/// five: White, Cobb and Spratt 2000, Winter Simulation Conference, 755-760). Of equal minima the earliest counts.
/// Undefined observations are left out of their batch; batches without a defined one at the beginning are left out of the
/// series and counted in `leave_out`; an incomplete last batch is left out. Where the minimum lies in the second half the
/// answer is refused, as there. The last quarter of the batches, and the last five, are no candidates.
///
/// # Errors
/// Why it is not known, see [`Unsettled`].
pub fn mser5(series: &[f64]) -> Result<Truncation, Unsettled> {
    let all: Vec<f64> = series.chunks_exact(BATCH).map(mean_of_defined).collect();
    if all.len() < FEWEST_BATCHES {
        return Err(Unsettled::TooShort(all.len()));
    }
    let first = all.iter().position(|mean| !mean.is_nan()).ok_or(Unsettled::NeverDefined)?;
    let means = &all[first..];
    if means.len() < FEWEST_BATCHES {
        return Err(Unsettled::NeverDefined);
    }
    if let Some(gap) = means.iter().position(|mean| mean.is_nan()) {
        return Err(Unsettled::Undefined((first + gap) * BATCH));
    }
    let (batches, found) = least(means);
    let leave_out = (first + batches) * BATCH;
    if 2 * batches > means.len() {
        return Err(Unsettled::Late(leave_out));
    }
    Ok(Truncation { leave_out, ..found })
}

/// The number of batch means to leave out, and what is kept then: from the last batch backwards with running moments
/// (Welford 1962, Technometrics 4(3):419).
fn least(means: &[f64]) -> (usize, Truncation) {
    let kept_least = FEWEST_KEPT.max(means.len() / 4);
    let (mut mean, mut squares) = (0.0, 0.0);
    let mut best = (0, Truncation { leave_out: 0, mean: f64::NAN, statistic: f64::INFINITY });
    for (kept, (place, value)) in (1..).zip(means.iter().enumerate().rev()) {
        let before = value - mean;
        mean += before / f64::from(kept);
        squares += before * (value - mean);
        let statistic = squares / (f64::from(kept) * f64::from(kept));
        if kept as usize >= kept_least && statistic <= best.1.statistic {
            best = (place, Truncation { leave_out: 0, mean, statistic });
        }
    }
    best
}

fn mean_of_defined(values: &[f64]) -> f64 {
    let (mut sum, mut number) = (0.0, 0.0);
    for value in values.iter().filter(|value| !value.is_nan()) {
        sum += value;
        number += 1.0;
    }
    if number > 0.0 { sum / number } else { f64::NAN }
}

/// How far the points differ at which single replications have settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truncations {
    /// Replications of which it is known.
    pub settled: usize,
    /// Replications of which it is not.
    pub unsettled: usize,
    /// Observations to leave out of the replication that settles first; `None` where none is known.
    pub least: Option<usize>,
    /// Those of the middle one, the lower of two.
    pub median: Option<usize>,
    /// Those of the one that settles last.
    pub most: Option<usize>,
}

/// [`mser5`] of every replication by itself: single ones are noisier than their mean, so they tell of the spread, and the
/// mean tells of the warm-up.
pub fn truncations(replications: &[Vec<f64>]) -> Truncations {
    let mut found: Vec<usize> =
        replications.iter().filter_map(|series| mser5(series).ok()).map(|at| at.leave_out).collect();
    found.sort_unstable();
    Truncations {
        settled: found.len(),
        unsettled: replications.len() - found.len(),
        least: found.first().copied(),
        median: found.get(found.len().saturating_sub(1) / 2).copied(),
        most: found.last().copied(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Normal numbers by the sum of twelve uniform ones of a linear congruential generator (Knuth's MMIX constants).
    pub struct Noise(pub u64);

    impl Noise {
        pub fn next(&mut self) -> f64 {
            let mut uniform = || {
                self.0 =
                    self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (self.0 >> 11) as f64 / (1u64 << 53) as f64
            };
            (0..12).map(|_| uniform()).sum::<f64>() - 6.0
        }

        /// An autoregressive series about 0 that begins at `start`.
        pub fn autoregressive(&mut self, n: usize, phi: f64, start: f64) -> Vec<f64> {
            let mut x = start;
            let mut step = || {
                x = phi * x + self.next();
                x
            };
            (0..n).map(|_| step()).collect()
        }
    }

    /// The definition, word by word.
    fn by_definition(means: &[f64], candidates: usize) -> usize {
        let statistic = |d: usize| {
            let kept = &means[d..];
            let n = kept.len() as f64;
            let mean = kept.iter().sum::<f64>() / n;
            kept.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / (n * n)
        };
        (0..candidates).fold(0, |best, d| if statistic(d) < statistic(best) { d } else { best })
    }

    #[test]
    fn the_minimum_is_that_of_the_definition() {
        let mut noise = Noise(11);
        for case in 0..50 {
            let series = noise.autoregressive(150, 0.6, f64::from(case));
            let means: Vec<f64> =
                series.chunks_exact(5).map(|batch| batch.iter().sum::<f64>() / 5.0).collect();
            let expected = by_definition(&means, 30 - 7 + 1);
            match mser5(&series) {
                Ok(found) => assert_eq!(found.leave_out, 5 * expected, "case {case}"),
                Err(reason) => assert_eq!(reason, Unsettled::Late(5 * expected), "case {case}"),
            }
        }
    }

    #[test]
    fn a_step_is_left_out_and_a_constant_is_kept() {
        let step: Vec<f64> = (0..120).map(|k| if k < 20 { 9.0 } else { 4.0 + f64::from(k % 2) }).collect();
        let found = mser5(&step).expect("it settles");
        assert_eq!(found.leave_out, 20);
        assert!((found.mean - 4.5).abs() < 1e-12, "{found:?}");
        let constant = mser5(&[0.1; 103]).expect("it is settled from the beginning");
        assert_eq!((constant.leave_out, constant.statistic), (0, 0.0));
        assert!((constant.mean - 0.1).abs() < 1e-15);
    }

    #[test]
    fn what_cannot_be_told_is_refused_with_a_reason() {
        assert_eq!(mser5(&[1.0; 99]), Err(Unsettled::TooShort(19)));
        assert_eq!(mser5(&[f64::NAN; 200]), Err(Unsettled::NeverDefined));
        let mut late = vec![f64::NAN; 105];
        late.extend([1.0; 95]);
        assert_eq!(mser5(&late), Err(Unsettled::NeverDefined));
        let mut gap = vec![f64::NAN; 7];
        gap.extend([2.0; 143]);
        assert_eq!(mser5(&gap).map(|found| found.leave_out), Ok(5), "a batch needs one defined observation");
        gap[60..65].fill(f64::NAN);
        assert_eq!(mser5(&gap), Err(Unsettled::Undefined(60)));
        let step: Vec<f64> = (0..200).map(|k| if k < 120 { 9.0 } else { f64::from(k % 2) }).collect();
        assert_eq!(mser5(&step), Err(Unsettled::Late(120)));
        assert!(Unsettled::Late(120).to_string().contains("120 observations, more than half"));
    }

    #[test]
    fn settled_noise_is_rarely_refused() {
        // 400 series of white noise, 40 batches: refused with probability 0.0205 (8.2 expected); more than 20 in fewer than
        // 1 of 2000 seeds. At least half of the series are kept whole (0.65 of them are).
        let mut noise = Noise(3);
        let of: Vec<Vec<f64>> = (0..400).map(|_| noise.autoregressive(200, 0.0, 0.0)).collect();
        let found = truncations(&of);
        assert!(found.unsettled <= 20, "{found:?}");
        assert_eq!((found.least, found.median), (Some(0), Some(0)));
        assert!(found.most.is_some_and(|most| most <= 100), "{found:?}");
    }

    #[test]
    fn a_known_transient_is_left_out_and_the_bias_goes_with_it() {
        // 40 · 0.9^k and noise of standard deviation 1; the mean over 30 replications has a fifth of that. Of 20,000 other
        // seeds 84 % leave out 45 to 75, 9 % more, and 7 % are refused (the seed is fixed); the mean of the rest was never off
        // by 0.2. Of autoregressive noise (phi = 0.9) 19 % are refused: what is slow looks like a transient.
        let mut noise = Noise(5);
        let one = |noise: &mut Noise| {
            (0..200).map(|k| 40.0 * libm::pow(0.9, f64::from(k)) + noise.next()).collect()
        };
        let of: Vec<Vec<f64>> = (0..30).map(|_| one(&mut noise)).collect();
        let mean: Vec<f64> =
            (0..200).map(|k| of.iter().map(|series| series[k]).sum::<f64>() / 30.0).collect();
        let found = mser5(&mean).expect("it settles");
        assert!((45..=75).contains(&found.leave_out), "{found:?}");
        let whole = mean.iter().sum::<f64>() / 200.0;
        assert!(found.mean.abs() < 0.2 && whole > 1.4, "{} instead of {whole}", found.mean);
        let each = truncations(&of);
        assert_eq!(each.settled + each.unsettled, 30);
        assert!(each.least <= each.median && each.median <= each.most);
    }
}
