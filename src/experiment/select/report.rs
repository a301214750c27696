//! What a selection ends with: standings, what a wrong selection would cost, the efficient frontier.

use super::guards::check;
use super::race::worth;
use super::{Columns, Cost, Fate, LEVEL, Question, Selected, Standing};
use crate::statistics::ranking::{Checked, Frontier, Opportunity, frontier, opportunity_of};
use crate::statistics::{Estimate, Paired, estimate, paired};

/// What a selection ends with.
pub(super) struct Raced {
    pub numbers: Vec<Columns>,
    /// The numbers of the first stage.
    pub start: Vec<Columns>,
    pub best: Option<usize>,
    pub decided: bool,
    pub fates: Vec<Option<Fate>>,
    pub notes: Vec<String>,
}

pub(super) fn report(question: &Question, raced: Raced) -> Selected {
    let Raced { numbers, start, best, decided, mut fates, mut notes } = raced;
    let rivals: Vec<usize> = (0..numbers.len())
        .filter(|a| !matches!(fates[*a], Some(Fate::BreaksGuards(_) | Fate::Undefined)))
        .collect();
    match best {
        Some(best) => fates[best] = Some(Fate::Selected),
        None => {
            notes.push("No alternative keeps the guard-rails and is defined; none can be selected.".into())
        }
    }
    let guards = check(question, &numbers);
    let frontier = question.cost.as_ref().map(|cost| efficient(question, &start, cost));
    let places = question.cost.as_ref().map_or_else(Vec::new, |cost| places(question, &start, cost));
    let steps = match (&frontier, &question.cost) {
        (Some(frontier), Some(cost)) => steps(question, &start, cost, frontier),
        _ => Vec::new(),
    };
    let standings = standings(question, &numbers, best, fates, guards);
    let near = |s: &&Standing| s.behind.is_some_and(|p| p.difference.mean.abs() < question.indifference_zone);
    let rival = |(a, _): &(usize, &Standing)| rivals.contains(a);
    let near = standings.iter().enumerate().filter(rival).map(|(_, s)| s).filter(near).count();
    if best.is_some() && near > 0 {
        notes.push(format!(
            "Within the indifference zone of {} from the selected one, for practical purposes as good: {near} of the others.",
            question.indifference_zone
        ));
    }
    Selected {
        best,
        decided,
        opportunity: best.and_then(|best| opportunity(question, &numbers, &rivals, best)),
        frontier,
        places,
        steps,
        standings,
        notes,
    }
}

/// What a wrong selection would cost, over the replications that each rival shares with the selected one.
fn opportunity(
    question: &Question,
    numbers: &[Columns],
    within: &[usize],
    best: usize,
) -> Option<Opportunity> {
    let longest = within.iter().map(|a| numbers[*a][question.measure].len()).max()?;
    let padded = |a: &usize| {
        let mut column = worth(question, &numbers[*a]);
        column.resize(longest, f64::NAN);
        column
    };
    let columns: Vec<Vec<f64>> = within.iter().map(padded).collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    opportunity_of(&slices, within.iter().position(|a| *a == best)?, 0.0)
}

/// The efficient frontier over the first stage, which all alternatives ran.
fn efficient(question: &Question, start: &[Columns], cost: &Cost) -> Frontier {
    let mean = |column: &[f64]| estimate(column, LEVEL).map_or(f64::NAN, |e| e.mean);
    let all = 0..start.len();
    let costs: Vec<f64> = all.clone().map(|a| mean(&costs(start, cost, a))).collect();
    let effects: Vec<f64> = all.map(|a| mean(&worth(question, &start[a]))).collect();
    frontier(&costs, &effects)
}

/// Where every alternative stands between cost and the measure that decides.
fn places(question: &Question, start: &[Columns], cost: &Cost) -> Vec<[Option<Estimate>; 2]> {
    let place =
        |a: usize| [estimate(&costs(start, cost, a), LEVEL), estimate(&start[a][question.measure], LEVEL)];
    (0..start.len()).map(place).collect()
}

/// What an alternative costs in each replication of the first stage.
fn costs(start: &[Columns], cost: &Cost, alternative: usize) -> Vec<f64> {
    match cost {
        Cost::Measure(measure) => start[alternative][*measure].clone(),
        Cost::Known(costs) => vec![costs[alternative]; start[alternative][0].len()],
    }
}

/// How far each step of the frontier is from the one before, in cost and effect.
fn steps(
    question: &Question,
    start: &[Columns],
    cost: &Cost,
    frontier: &Frontier,
) -> Vec<Option<[Paired; 2]>> {
    let of = |step: usize| frontier.steps[step].alternative;
    let difference = |step: usize| {
        let (own, before) = (of(step), of(step.checked_sub(1)?));
        let cost = paired(&costs(start, cost, own), &costs(start, cost, before), LEVEL)?;
        let effect = paired(&worth(question, &start[own]), &worth(question, &start[before]), LEVEL)?;
        Some([cost, effect])
    };
    (0..frontier.steps.len()).map(difference).collect()
}

fn standings(
    question: &Question,
    numbers: &[Columns],
    best: Option<usize>,
    fates: Vec<Option<Fate>>,
    guards: Vec<Vec<Checked>>,
) -> Vec<Standing> {
    let column = |a: usize| numbers[a][question.measure].as_slice();
    let behind = |a: usize| {
        let best = best.filter(|best| *best != a)?;
        let common = column(a).len().min(column(best).len());
        paired(&column(a)[..common], &column(best)[..common], LEVEL)
    };
    let standing = |(a, (fate, guards)): (usize, (Option<Fate>, Vec<Checked>))| Standing {
        fate: fate.unwrap_or(Fate::Undecided),
        mean: estimate(column(a), LEVEL),
        behind: behind(a),
        guards,
    };
    fates.into_iter().zip(guards).enumerate().map(standing).collect()
}
