//! Two-level Monte Carlo: how much of an answer's uncertainty is chance, and how much is inputs that are not known.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::layout::{Layout, MeanSquares, mean};
use super::spread::{Spread, quantile};
use crate::statistics::estimate::{Estimate, estimate, t_quantile};

/// What draws × replications say about one quantity, such as a paired difference of a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoLevel {
    /// Mean over all draws and replications.
    pub mean: f64,
    /// Number of draws that count, and of those left out because no replication was defined in them.
    pub draws: (usize, usize),
    /// Number of replications that count, and of those left out because one of the draws was undefined in them.
    pub replications: (usize, usize),
    /// Where the variance comes from.
    pub components: Components,
    /// **Chance alone**: the mean response over these draws of the inputs with its t interval over the replications
    /// (each averaged over the draws). It says nothing about other inputs, and shrinks to nothing with more
    /// replications.
    pub chance: Estimate,
    /// **Inputs alone**: ends of the interval that holds the share `level` of the expected responses of the input
    /// draws, without chance (the spread that chance gives to the draw means is taken out).
    pub inputs: (f64, f64),
    /// **Both**: ends of the interval for the expected response at inputs drawn at random from their ranges, with the
    /// chance of the level. With more replications it becomes `inputs`, not a point.
    pub both: (f64, f64),
    /// Whether there were draws enough for the tails: at least 2 / (1 − level) − 1 (39 for 95 %). With fewer, `inputs`
    /// ends at the outermost draws and it and `both` hold less than `level`.
    pub tails_reached: bool,
    /// What can be said about the sign.
    pub sign: Sign,
}

/// Variance components of draws × replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Variance of the expected response between draws, due to the inputs; noise taken out, and zero where the
    /// estimate was below zero.
    pub input: f64,
    /// Interval of `input` at `level`: exact for its ratio to the residual variance under normality, floored at zero.
    pub input_interval: (f64, f64),
    /// P value of the F test that the inputs make no difference at all; 1 where nothing varies.
    pub input_p: f64,
    /// Variance of what a replication has in common in all draws (same seeds); zero where the estimate was below zero.
    pub replication: f64,
    /// Variance of what is left: chance that plays out differently in each draw.
    pub residual: f64,
}

impl Components {
    /// Variance due to chance of one replication within a draw: replication + residual.
    pub fn chance(&self) -> f64 {
        self.replication + self.residual
    }

    /// The share of a single replication's variance that is due to the inputs; `None` where nothing varies.
    pub fn input_share(&self) -> Option<f64> {
        let total = self.input + self.chance();
        (total > 0.0).then(|| self.input / total)
    }
}

/// What can be said about the sign of a response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sign {
    /// Share of the draws whose mean has the sign of the grand mean, as observed; a grand mean of zero counts as
    /// positive.
    pub share_of_draws: f64,
    /// Probability that the expected response at inputs drawn at random has the sign of the grand mean: chance is
    /// taken out of the spread of the draws and put into the level.
    pub probability: f64,
    /// Plain answer.
    pub verdict: Verdict,
}

/// Whether the sign of a response outlives what is not known about the inputs.
///
/// The rule, for D draws without chance and the half-width h of the chance interval: in all positions of the draws
/// between h below and h above where they are, at least `level` × (D + 1) draws have the same sign: `SignSurvives`.
/// In all these positions, more than (1 − level) × (D + 1) draws have the one sign and as many the other:
/// `SignDepends`. Else `NotClear`. D + 1 because the next draw may be outside of all so far: with fewer than
/// level / (1 − level) draws (19 for 95 %) no sign survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The sign is the same at nearly all inputs, whatever chance did.
    SignSurvives,
    /// The sign is different at different inputs, whatever chance did.
    SignDepends,
    /// More replications or draws are needed to tell.
    NotClear,
}

/// Analyzes `values[draw][replication]`: draws of the inputs from their ranges, each with the same replications (the
/// same seeds in every draw).
///
/// Shared seeds make a two-way crossed layout without repeats, y = μ + draw + replication + residual (Searle, Casella
/// & McCulloch 1992, Variance Components, chapter 4): σ²_input = (MS_draw − MS_residual) / R, σ²_replication =
/// (MS_replication − MS_residual) / D, σ²_residual = MS_residual. A one-way estimate would take the variance within
/// draws as noise of their differences, though common seeds cancel in them; with independent seeds σ²_replication is
/// near zero and both agree (Sun, Apley & Staum 2011, Operations Research 59(4):998). Input uncertainty and its
/// intervals: Barton 2012, Proceedings of the Winter Simulation Conference.
///
/// `inputs` are quantiles at (D + 1)·p (Hyndman & Fan 1996, definition 6) of the draw means shrunk to variance
/// σ²_input (see `without_chance`); `both` are quantiles of these plus the t-distributed error of the mean, whose
/// variance is that of `chance`. In `both` and in the probability of the sign the factor of shrinkage is not one
/// number but spread as the F distribution of MS_draw / MS_residual says, so that they keep what they promise where
/// the effect of the inputs is small beside chance; there `both` is wider than `chance` even where `input` is
/// estimated as zero.
///
/// Draws in which no replication is defined are left out, then replications undefined in one of the other draws.
/// `None` with fewer than two draws or two replications left. Panics where draws differ in length.
pub fn two_level(values: &[Vec<f64>], level: f64) -> Option<TwoLevel> {
    let layout = Layout::of(&[values])?;
    let means = &layout.draw_means()[0];
    let grand = mean(means);
    let chance = estimate(&layout.replication_means()[0], level)?;
    let half = chance.half_width?;
    let tail = (1.0 - level) / 2.0;
    let freedom = layout.replications.len() - 1;
    let spread = Spread::of(&layout, half / t_quantile(1.0 - tail, freedom));
    let shrunk = spread.shrunk();
    let side = if grand < 0.0 { -1.0 } else { 1.0 };
    let same = means.iter().filter(|value| *value * side > 0.0).count();
    Some(TwoLevel {
        mean: grand,
        draws: (means.len(), values.len() - means.len()),
        replications: (freedom + 1, values[0].len() - freedom - 1),
        components: components(&layout.mean_squares(0, 0), means.len(), freedom + 1, level),
        chance,
        inputs: (quantile(&shrunk, tail), quantile(&shrunk, 1.0 - tail)),
        both: (spread.quantile(tail), spread.quantile(1.0 - tail)),
        tails_reached: tail * (means.len() + 1) as f64 >= 1.0 - 1e-9,
        sign: Sign {
            share_of_draws: same as f64 / means.len() as f64,
            probability: spread.probability(side),
            verdict: verdict(&shrunk, half, level),
        },
    })
}

fn components(squares: &MeanSquares, draws: usize, replications: usize, level: f64) -> Components {
    let (d, r) = (draws as f64, replications as f64);
    let input = (squares.draw - squares.residual) / r;
    let (mut interval, mut p) = ((input, input), if input > 0.0 { 0.0 } else { 1.0 });
    if squares.residual > 0.0 {
        let fisher =
            FisherSnedecor::new(d - 1.0, (d - 1.0) * (r - 1.0)).expect("one or more degrees of freedom each");
        let tail = (1.0 - level) / 2.0;
        let end = |share: f64| (squares.draw / fisher.inverse_cdf(share) - squares.residual) / r;
        interval = (end(1.0 - tail), end(tail));
        p = fisher.sf(squares.draw / squares.residual);
    }
    Components {
        input: input.max(0.0),
        input_interval: (interval.0.max(0.0), interval.1.max(0.0)),
        input_p: p,
        replication: ((squares.replication - squares.residual) / d).max(0.0),
        residual: squares.residual,
    }
}

fn verdict(shrunk: &[f64], half: f64, level: f64) -> Verdict {
    let share = |is: &dyn Fn(f64) -> bool| {
        shrunk.iter().filter(|s| is(**s)).count() as f64 / (shrunk.len() + 1) as f64
    };
    // The least shares on either side, over all positions of the level within its chance interval.
    let positive = share(&|s| s - half > 0.0);
    let negative = share(&|s| s + half < 0.0);
    let (enough, exception) = (level - 1e-12, 1.0 - level + 1e-12);
    match (positive >= enough || negative >= enough, positive > exception && negative > exception) {
        (true, _) => Verdict::SignSurvives,
        (false, true) => Verdict::SignDepends,
        (false, false) => Verdict::NotClear,
    }
}

#[cfg(test)]
mod tests;
