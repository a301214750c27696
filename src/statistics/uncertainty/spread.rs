//! The distribution of a response at inputs drawn at random: draw means, less the chance in their spread, plus the
//! chance of their level.

use statrs::distribution::{ContinuousCDF, FisherSnedecor, StudentsT};

use super::layout::{Layout, mean};
use crate::statistics::estimate::t_quantile;

/// Points of equal weight that stand for the distribution.
const POINTS: usize = 400;
/// Factors of equal weight that stand for what is not known about the spread of the inputs.
const FACTORS: usize = 20;
/// The fractional part of the golden ratio: its multiples pair points with factors evenly (Niederreiter 1992, Random
/// Number Generation and Quasi-Monte Carlo Methods, chapter 3).
const GOLDEN: f64 = 0.6180339887498949;
/// Steps towards a quantile, at most: a third of them halve the bracket.
const STEPS: usize = 120;
/// A share of the distribution that does not matter.
const CLOSE: f64 = 1e-10;

/// Draw means and the two kinds of chance.
pub struct Spread {
    /// Draw means less their mean, in ascending order.
    deviations: Vec<f64>,
    centre: f64,
    /// The best single factor that takes the chance out of the deviations.
    factor: f64,
    /// Factors that the data agree with.
    factors: Vec<f64>,
    /// Standard error of the level, and its degrees of freedom.
    error: f64,
    freedom: usize,
}

impl Spread {
    /// Of the first quantity of a layout, with the standard error of its mean over replications.
    pub fn of(layout: &Layout, error: f64) -> Self {
        let mut deviations = layout.draw_means().swap_remove(0);
        let centre = mean(&deviations);
        deviations.iter_mut().for_each(|value| *value -= centre);
        deviations.sort_by(f64::total_cmp);
        let squares = layout.mean_squares(0, 0);
        let noise = if squares.draw > 0.0 { squares.residual / squares.draw } else { 1.0 };
        Spread {
            deviations,
            centre,
            factor: (1.0 - noise).max(0.0).sqrt(),
            factors: factors(noise, layout.draws.len(), layout.replications.len()),
            error,
            freedom: layout.replications.len() - 1,
        }
    }

    /// Draw means shrunk to the spread that the inputs alone make, in ascending order.
    pub fn shrunk(&self) -> Vec<f64> {
        self.deviations.iter().map(|deviation| self.centre + self.factor * deviation).collect()
    }

    /// Quantile of the response at inputs drawn at random, with the chance of the level.
    pub fn quantile(&self, p: f64) -> f64 {
        if self.error == 0.0 {
            return quantile(&self.shrunk(), p);
        }
        let point = |i: usize| {
            let factor = self.factors[((i as f64 * GOLDEN).fract() * FACTORS as f64) as usize];
            self.centre + factor * quantile(&self.deviations, (i as f64 + 0.5) / POINTS as f64)
        };
        let points: Vec<f64> = (0..POINTS).map(point).collect();
        let student = self.student();
        let share = |x: f64| {
            let mut sum = 0.0;
            for point in &points {
                sum += student.cdf((x - point) / self.error);
            }
            sum / POINTS as f64
        };
        let reach = t_quantile(p.max(1.0 - p), self.freedom) * self.error;
        let low = points.iter().copied().fold(f64::INFINITY, f64::min) - reach;
        let high = points.iter().copied().fold(f64::NEG_INFINITY, f64::max) + reach;
        root((low, high), |x| share(x) - p)
    }

    /// Probability that the response at inputs drawn at random has the sign of `side`; a zero counts half.
    pub fn probability(&self, side: f64) -> f64 {
        let student = self.student();
        let of = |value: f64| match self.error == 0.0 {
            true if value == 0.0 => 0.5,
            true => f64::from(u8::from(value > 0.0)),
            false => student.cdf(value / self.error),
        };
        let mut sum = 0.0;
        for deviation in &self.deviations {
            for factor in &self.factors {
                sum += of(side * (self.centre + factor * deviation));
            }
        }
        sum / (self.deviations.len() * self.factors.len()) as f64
    }

    fn student(&self) -> StudentsT {
        StudentsT::new(0.0, 1.0, self.freedom as f64)
            .expect("one or more degrees of freedom make a t distribution")
    }
}

/// Factors for deviations of draw means, from the F distribution of the ratio of mean squares, of which `noise` is
/// the inverse. The share that does not come from chance, ρ², is left out of their variance: it is what a limited
/// number of draws makes, and the quantiles of the draws show it already. Without chance all factors are 1.
fn factors(noise: f64, draws: usize, replications: usize) -> Vec<f64> {
    if noise == 0.0 {
        return vec![1.0; FACTORS];
    }
    let (d, r) = ((draws - 1) as f64, (replications - 1) as f64);
    let fisher = FisherSnedecor::new(d, d * r).expect("one or more degrees of freedom each");
    let best = 1.0 - noise;
    let by_chance = (1.0 - best.max(0.0) * best.max(0.0)).sqrt();
    let factor = |i: usize| {
        let found = 1.0 / fisher.inverse_cdf((i as f64 + 0.5) / FACTORS as f64) - noise;
        (best + (found - best) * by_chance).max(0.0).sqrt()
    };
    (0..FACTORS).map(factor).collect()
}

/// Where a function that never falls and is below zero at the one end and above at the other is zero: the Illinois
/// method (Dowell & Jarratt 1971, BIT 11), with a halving every third step, as many draws and little chance make a
/// staircase.
fn root(ends: (f64, f64), of: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = ends;
    let (mut below, mut above) = (of(low), of(high));
    let mut middle = low + (high - low) / 2.0;
    for step in 0..STEPS {
        if step % 3 < 2 && above > below {
            middle = (low + (high - low) * (-below / (above - below))).clamp(low, high);
        } else {
            middle = low + (high - low) / 2.0;
        }
        let found = of(middle);
        if found.abs() < CLOSE {
            break;
        }
        if found < 0.0 {
            (low, below, above) = (middle, found, above / 2.0);
        } else {
            (high, above, below) = (middle, found, below / 2.0);
        }
    }
    middle
}

/// Quantile of sorted values at (n + 1)·p, straight between two of them, and the outermost values beyond (Hyndman &
/// Fan 1996, definition 6: a new value is as likely below it as it says).
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = (p * (sorted.len() + 1) as f64).clamp(1.0, sorted.len() as f64);
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len());
    sorted[below - 1] + place.fract() * (sorted[above - 1] - sorted[below - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_at_n_plus_one() {
        let sorted: Vec<f64> = (1..=39).map(f64::from).collect();
        assert!(
            (quantile(&sorted, 0.025) - 1.0).abs() < 1e-9 && (quantile(&sorted, 0.5) - 20.0).abs() < 1e-9
        );
        assert!((quantile(&sorted, 0.31) - 12.4).abs() < 1e-9);
        assert_eq!((quantile(&sorted, 0.01), quantile(&sorted, 0.999)), (1.0, 39.0));
    }

    #[test]
    fn the_quantiles_of_f_undo_its_distribution_function() {
        for (d, r) in [(1.0, 1.0), (2.0, 9.0), (199.0, 199.0), (199.0, 5_771.0), (999.0, 99_900.0)] {
            let fisher = FisherSnedecor::new(d, r).expect("degrees of freedom");
            for p in [0.025, 0.5, 0.975] {
                assert!((fisher.cdf(fisher.inverse_cdf(p)) - p).abs() < 1e-6, "{d} {r} {p}");
            }
        }
    }

    #[test]
    fn the_root_is_found_of_a_curve_and_of_a_stair() {
        assert!((root((-9.0, 40.0), |x| x * x * x - 8.0) - 2.0).abs() < 1e-9);
        let stair = |x: f64| if x < 0.7 { -0.1 } else { 0.9 };
        assert!((root((-1e3, 1e3), stair) - 0.7).abs() < 1e-6);
    }

    #[test]
    fn factors_gather_about_the_best_one_and_nothing_is_left_of_chance() {
        assert_eq!(factors(0.0, 10, 5), [1.0; FACTORS]);
        let middle = |noise: f64| factors(noise, 101, 11)[FACTORS / 2];
        assert!((middle(0.2) - 0.8_f64.sqrt()).abs() < 0.01, "{}", middle(0.2));
        let found = factors(1.0, 101, 11);
        assert!(found[0] > 0.4 && found[FACTORS - 1] == 0.0, "half of them are zero: {found:?}");
        assert!(found.windows(2).all(|pair| pair[0] >= pair[1]));
    }
}
