//! Comparisons whose inputs are uncertain: parameters are drawn from their ranges, then chance plays on each draw.
//!
//! Every alternative sees the same draws of the parameters and, in each, the same replications. A verdict that holds at the
//! scenario's own parameters may not survive what is not known about them; [`analyze`] tells both kinds of uncertainty apart,
//! and what it would be worth to measure the parameters better before deciding.

pub mod figures;
pub mod present;

use crate::statistics::uncertainty::{
    Acceptability, EvpiOfReplications, Evppi, Outcome, Parameter, TwoLevel, acceptability,
    evpi_of_replications, evppi, increments_without_chance, two_level,
};
use crate::statistics::{Estimate, estimate};
use crate::system::{Better, Measure};

/// Level of all intervals.
pub const LEVEL: f64 = 0.95;
/// Fewest draws of which something is told.
pub const FEWEST_DRAWS: u64 = 20;

/// Numbers: alternative, measure, draw, replication; NaN where undefined or failed.
pub type Numbers = Vec<Vec<Vec<Vec<f64>>>>;

/// What is asked and known.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Names of the alternatives, the baseline first.
    pub alternatives: Vec<String>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// Names of the factors.
    pub factors: Vec<String>,
    /// Their values in each draw.
    pub inputs: Vec<Vec<f64>>,
    /// Whether the values of a factor have an order.
    pub ordered: Vec<bool>,
    /// What is decided by.
    pub decision: Decision,
}

/// What a decision between the alternatives is made by.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// A measure; more of it is better, or less.
    Measure {
        /// Its place.
        measure: usize,
        /// Whether more is better.
        higher: bool,
    },
    /// Money: an effect, which is worth so much a unit, less a cost.
    Money {
        /// Place of the effect.
        effect: usize,
        /// Whether more of it is better.
        higher: bool,
        /// Place of the cost.
        cost: usize,
        /// What a unit of the effect may be worth.
        thresholds: Vec<f64>,
    },
}

/// One alternative against the baseline in one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Place of the alternative.
    pub alternative: usize,
    /// Place of the measure.
    pub measure: usize,
    /// What draws and replications say; `None` where too little is defined.
    pub found: Option<TwoLevel>,
}

/// What it is worth to know, at one threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// What a unit of the effect is worth; `None` where the decision is by a measure.
    pub threshold: Option<f64>,
    /// Of all factors together.
    pub all: Option<EvpiOfReplications>,
    /// Of each factor alone, in the order of the factors.
    pub each: Vec<Option<Evppi>>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    /// Number of draws.
    pub draws: usize,
    /// Number of replications of each.
    pub replications: usize,
    /// Every alternative but the baseline, in every measure.
    pub differences: Vec<Difference>,
    /// Acceptability curves and frontier, where the decision is about money.
    pub curves: Vec<Acceptability>,
    /// Of each threshold and alternative: the mean net benefit above the baseline's, with its interval of chance over the
    /// replications, each averaged over the draws.
    pub levels: Vec<Vec<Option<Estimate>>>,
    /// Of each threshold: whether chance alone could have made another alternative the best on average.
    pub unclear: Vec<bool>,
    /// Number of draws in which every alternative is defined.
    pub used: usize,
    /// What it is worth to know.
    pub worth: Vec<Worth>,
    /// What must be said.
    pub notes: Vec<String>,
}

/// Analyzes a comparison with uncertain inputs.
pub fn analyze(question: &Question, numbers: &Numbers) -> Inputs {
    let draws = question.inputs.first().map_or(0, Vec::len);
    let replications = numbers.first().and_then(|a| a.first()?.first()).map_or(0, Vec::len);
    let mut notes = Vec::new();
    let differences = differences(numbers);
    if differences.iter().flat_map(|d| &d.found).any(|found| !found.tails_reached) {
        notes.push(format!(
            "{draws} draws do not reach the tails of 95 % (39 do): intervals over inputs end at the outermost draws."
        ));
    }
    if differences.iter().flat_map(|d| &d.found).any(|found| found.draws.1 + found.replications.1 > 0) {
        notes.push(
            "Draws in which a measure is undefined, and replications that are undefined in any draw, are left out; see inputs.csv."
                .into(),
        );
    }
    let curves = curves(question, numbers);
    let increments = |threshold| increments(question, numbers, Some(threshold));
    let of_thresholds: Vec<Vec<Vec<Vec<f64>>>> = curves.iter().map(|at| increments(at.threshold)).collect();
    let levels = of_thresholds.iter().map(|all| all.iter().map(|of| level(of, None)).collect()).collect();
    let unclear = curves.iter().zip(&of_thresholds).map(|(at, all)| is_unclear(all, at.optimal)).collect();
    let used = used(numbers);
    if used < draws {
        notes.push(format!(
            "{used} of {draws} draws are defined for every alternative; decisions rest on these."
        ));
    }
    if (used as u64) < FEWEST_DRAWS {
        notes.push(format!(
            "Fewer than {FEWEST_DRAWS} draws are left: believe none of the intervals over inputs."
        ));
    }
    let worth = match &question.decision {
        Decision::Measure { .. } => vec![worth(question, numbers, None)],
        Decision::Money { thresholds, .. } => {
            thresholds.iter().map(|threshold| worth(question, numbers, Some(*threshold))).collect()
        }
    };
    Inputs { draws, replications, differences, curves, levels, unclear, used, worth, notes }
}

fn differences(numbers: &Numbers) -> Vec<Difference> {
    let mut found = Vec::new();
    for (alternative, own) in numbers.iter().enumerate().skip(1) {
        for (measure, (own, base)) in own.iter().zip(&numbers[0]).enumerate() {
            let pair = own.iter().zip(base);
            let table: Vec<Vec<f64>> =
                pair.map(|(own, base)| own.iter().zip(base).map(|(a, b)| a - b).collect()).collect();
            found.push(Difference { alternative, measure, found: two_level(&table, LEVEL) });
        }
    }
    found
}

/// Effects and costs of an alternative, more effect is better.
fn outcomes(question: &Question, of: &[Vec<Vec<f64>>]) -> Option<Vec<Vec<Outcome>>> {
    let Decision::Money { effect, higher, cost, .. } = &question.decision else { return None };
    let sign = if *higher { 1.0 } else { -1.0 };
    let draw = |(effects, costs): (&Vec<f64>, &Vec<f64>)| {
        effects.iter().zip(costs).map(|(e, c)| Outcome { effect: sign * e, cost: *c }).collect()
    };
    Some(of[*effect].iter().zip(&of[*cost]).map(draw).collect())
}

fn curves(question: &Question, numbers: &Numbers) -> Vec<Acceptability> {
    let Decision::Money { thresholds, .. } = &question.decision else { return Vec::new() };
    let all: Option<Vec<Vec<Vec<Outcome>>>> = numbers.iter().map(|of| outcomes(question, of)).collect();
    all.and_then(|all| increments_without_chance(&all))
        .and_then(|increments| acceptability(&increments, thresholds))
        .unwrap_or_default()
}

/// What the decision is worth in each draw and replication, more is better.
fn benefit(question: &Question, of: &[Vec<Vec<f64>>], threshold: Option<f64>) -> Vec<Vec<f64>> {
    match &question.decision {
        Decision::Measure { measure, higher } => {
            let sign = if *higher { 1.0 } else { -1.0 };
            of[*measure].iter().map(|draw| draw.iter().map(|value| sign * value).collect()).collect()
        }
        Decision::Money { .. } => {
            let outcomes = outcomes(question, of).expect("the decision is about money");
            let worth = threshold.unwrap_or(0.0);
            outcomes.iter().map(|draw| draw.iter().map(|o| o.net_benefit(worth)).collect()).collect()
        }
    }
}

/// What each alternative is worth above the baseline, by draw and replication: what all share decides nothing.
fn increments(question: &Question, numbers: &Numbers, threshold: Option<f64>) -> Vec<Vec<Vec<f64>>> {
    let benefits: Vec<Vec<Vec<f64>>> = numbers.iter().map(|of| benefit(question, of, threshold)).collect();
    let relative = |of: &Vec<Vec<f64>>| -> Vec<Vec<f64>> {
        let pairs = of.iter().zip(&benefits[0]);
        pairs.map(|(own, base)| own.iter().zip(base).map(|(a, b)| a - b).collect()).collect()
    };
    benefits.iter().map(relative).collect()
}

/// The mean of a table of draws and replications, less that of another, with its interval over the replications.
fn level(table: &[Vec<f64>], less: Option<&[Vec<f64>]>) -> Option<Estimate> {
    let of_replication = |replication: usize| {
        let value =
            |(draw, row): (usize, &Vec<f64>)| row[replication] - less.map_or(0.0, |l| l[draw][replication]);
        mean_defined(&table.iter().enumerate().map(value).collect::<Vec<f64>>())
    };
    let count = table.first().map_or(0, Vec::len);
    estimate(&(0..count).map(of_replication).collect::<Vec<f64>>(), LEVEL)
}

/// Whether the lead of the best on average over any other is within chance.
fn is_unclear(increments: &[Vec<Vec<f64>>], best: usize) -> bool {
    let within_chance = |other: usize| {
        let lead = level(&increments[best], Some(&increments[other]));
        let same = lead.is_some_and(|e| e.mean == 0.0 && e.half_width == Some(0.0));
        !same && lead.is_none_or(|e| e.half_width.is_none_or(|half| e.mean - half <= 0.0))
    };
    (0..increments.len()).filter(|other| *other != best).any(within_chance)
}

/// Draws in which every alternative has a defined replication in every measure that is defined anywhere.
fn used(numbers: &Numbers) -> usize {
    let draws = numbers.first().and_then(|a| a.first()).map_or(0, Vec::len);
    let defined = |draw: &Vec<f64>| draw.iter().any(|value| value.is_finite());
    let measures: Vec<usize> = (0..numbers.first().map_or(0, Vec::len))
        .filter(|measure| numbers.iter().all(|of| of[*measure].iter().any(defined)))
        .collect();
    let is_used = |draw: &usize| numbers.iter().all(|of| measures.iter().all(|m| defined(&of[*m][*draw])));
    (0..draws).filter(is_used).count()
}

fn worth(question: &Question, numbers: &Numbers, threshold: Option<f64>) -> Worth {
    let increments = increments(question, numbers, threshold);
    let means: Vec<Vec<f64>> =
        increments.iter().map(|of| of.iter().map(|draw| mean_defined(draw)).collect()).collect();
    let each = |(input, ordered): (&Vec<f64>, &bool)| {
        let parameter = if *ordered { Parameter::Number(input) } else { Parameter::Choice(input) };
        evppi(&means, &[parameter], LEVEL)
    };
    Worth {
        threshold,
        all: evpi_of_replications(&increments),
        each: question.inputs.iter().zip(&question.ordered).map(each).collect(),
    }
}

/// The mean of what is defined; NaN where nothing is.
fn mean_defined(values: &[f64]) -> f64 {
    estimate(values, LEVEL).map_or(f64::NAN, |e| e.mean)
}

/// Which direction a decision by a measure takes; `None` where the measure has none.
pub fn direction(measure: &Measure) -> Option<bool> {
    match measure.better {
        Better::Higher => Some(true),
        Better::Lower => Some(false),
        Better::Neither => None,
    }
}

#[cfg(test)]
mod figures_tests;
