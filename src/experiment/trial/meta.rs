//! Repeated small trials pooled: a meta-analysis of all of them, and of those that were published.

use super::file::{Good, MetaFile};
use super::verdict::{Shown, Simulated, Worth};
use crate::statistics::estimate::moments;
use crate::statistics::trial::{Data, Heterogeneity, Pooled, Study, pooled, standardised};
use crate::system::{Identity, Purpose, Seed};

/// What pooling gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Literature {
    /// The outcome.
    pub outcome: usize,
    /// The truth, in the unit of the outcome.
    pub truth: Option<Simulated>,
    /// Standard deviation of the outcome between people (or cells) before any change: the unit of standardised differences.
    pub deviation: f64,
    /// All trials, and those that were published.
    pub pools: [Pool; 2],
}

/// Meta-analyses with the same filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Mean number of trials that are pooled.
    pub trials: f64,
    /// Meta-analyses that could be made: those with two trials or more.
    pub n: usize,
    /// Mean of their pooled effects, in the unit of the outcome.
    pub estimate: Option<Simulated>,
    /// The same as a standardised mean difference.
    pub standardised: Option<Simulated>,
    /// Pooled effect less the truth.
    pub bias: Option<Simulated>,
    /// Share of intervals (Hartung, Knapp, Sidik and Jonkman) that hold the truth.
    pub coverage: Option<Simulated>,
    /// Mean share of variance that is between trials, I².
    pub heterogeneity: Option<Simulated>,
}

const PUBLISHED: Purpose = Purpose::named("published all the same");

/// Pools the repetitions of a design, so many at a time in their order, outcome by outcome.
pub fn literature(
    asked: &MetaFile,
    shown: &Shown,
    worth: &Worth,
    good: Good,
    seed: u64,
    level: f64,
) -> Literature {
    let deviation = deviation(&shown.example);
    let heard = |number: u32, p: Option<f64>, estimate: f64| {
        let good_news = if good == Good::Higher { estimate > 0.0 } else { estimate < 0.0 };
        let found = p.is_some_and(|p| p < asked.published_below_p) && good_news;
        let whose = Identity::named("trial").child(u64::from(number));
        found || Seed::new(seed, 0).stream(PUBLISHED, whose).uniform() < asked.others_published_share
    };
    let trials: Vec<Option<(Study, bool)>> = worth
        .findings
        .iter()
        .zip(&shown.numbers)
        .map(|(finding, number)| {
            let finding = (*finding)?;
            let error = finding.standard_error?;
            let study = Study { estimate: finding.estimate, variance: error * error };
            Some((study, heard(*number, finding.p_value, finding.estimate)))
        })
        .collect();
    let pool = |filtered: bool| {
        let batches: Vec<Vec<Study>> = trials
            .chunks_exact(asked.trials as usize)
            .map(|batch| {
                batch
                    .iter()
                    .flatten()
                    .filter(|(_, heard)| *heard || !filtered)
                    .map(|(study, _)| *study)
                    .collect()
            })
            .collect();
        of_batches(&batches, worth.truth, deviation, level)
    };
    Literature { outcome: shown.outcome, truth: worth.truth, deviation, pools: [pool(false), pool(true)] }
}

/// Standard deviation of what is observed before any change.
fn deviation(data: &Data) -> f64 {
    let before = data.rows.iter().filter(|row| data.treated(row.cluster, row.period) == Some(false));
    let values: Vec<f64> = before.map(|row| row.value).collect();
    moments(&values).and_then(|found| found.variance).map_or(f64::NAN, f64::sqrt)
}

fn of_batches(batches: &[Vec<Study>], truth: Option<Simulated>, deviation: f64, level: f64) -> Pool {
    let found: Vec<Pooled> =
        batches.iter().filter_map(|batch| pooled(batch, Heterogeneity::Reml, level).ok()).collect();
    let scaled = |batch: &Vec<Study>| -> Option<f64> {
        let studies: Option<Vec<Study>> =
            batch.iter().map(|of| standardised(of.estimate, of.variance.sqrt(), deviation)).collect();
        Some(pooled(&studies?, Heterogeneity::Reml, level).ok()?.effect.estimate)
    };
    let estimates: Vec<f64> = found.iter().map(|pooled| pooled.effect.estimate).collect();
    let truth = truth.map(|truth| truth.value);
    let covered: Vec<bool> = truth.map_or_else(Vec::new, |truth| {
        found.iter().filter_map(|pooled| Some(pooled.hartung_knapp.ok()?.covers(truth))).collect()
    });
    Pool {
        trials: batches.iter().map(|batch| batch.len() as f64).sum::<f64>() / batches.len().max(1) as f64,
        n: found.len(),
        estimate: Simulated::mean(&estimates),
        standardised: Simulated::mean(&batches.iter().filter_map(scaled).collect::<Vec<_>>()),
        bias: truth
            .and_then(|truth| Simulated::mean(&estimates.iter().map(|of| of - truth).collect::<Vec<_>>())),
        coverage: Simulated::share(&covered),
        heterogeneity: Simulated::mean(&found.iter().map(|pooled| pooled.i2).collect::<Vec<_>>()),
    }
}
