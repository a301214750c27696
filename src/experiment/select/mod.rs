//! Selecting the best of several alternatives: guard-rails, then screening, then a race with an indifference zone.
//!
//! All alternatives run the first stage. Who breaks a guard-rail beyond chance is out; who cannot lead by the indifference zone is
//! screened out; the others race (Kim & Nelson 2001), and each leaves as soon as it is behind by more than chance allows. The winner's
//! guard-rails are checked again on all that it ran; where one is broken, it is out and the others go on. Replications are paired:
//! all alternatives see the same random numbers, for which screening and race are valid. Of the error probability one half goes to
//! screening, one half to the race. Guard-rails have a level of their own, one half for each look.
//!
//! [`select`] is handed a way to run replications and decides after each on what is known up to it, so that it does not matter
//! in which portions they were run.

pub mod present;

use crate::error::Error;
use crate::statistics::ranking::{
    Checked, Decided, Elimination, Frontier, KimNelson, Limit, Opportunity, Verdict, frontier, guard,
    opportunity_of, screen,
};
use crate::statistics::{Estimate, Paired, estimate, paired};

/// Level of intervals, and of all guard-rails together.
pub const LEVEL: f64 = 0.95;
/// Level of each of the two looks at guard-rails.
const GUARD_LEVEL: f64 = 1.0 - (1.0 - LEVEL) / 2.0;
/// Share of the first stage that must be defined for an alternative to compete.
const DEFINED: f64 = 0.5;
/// Share by which a race goes on before it is looked at again: decisions do not depend on it.
const PORTION: f64 = 0.25;

/// A guard-rail.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// Its name.
    pub name: String,
    /// Place of its measure.
    pub measure: usize,
    /// Whether the change from the first alternative is limited, or the measure itself.
    pub change: bool,
    /// The limit.
    pub limit: Limit,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Place of the measure that decides.
    pub measure: usize,
    /// Whether more of it is better.
    pub higher: bool,
    /// The smallest difference worth detecting.
    pub indifference_zone: f64,
    /// Probability of a correct selection.
    pub confidence: f64,
    /// Replications of everybody before the first decision.
    pub first_stage: u32,
    /// No alternative gets more replications than this.
    pub most: u32,
    /// Guard-rails.
    pub guards: Vec<Guard>,
    /// What alternatives cost, for the frontier.
    pub cost: Option<Cost>,
}

/// What alternatives cost.
#[derive(Debug, Clone, PartialEq)]
pub enum Cost {
    /// The mean of a measure, by its place.
    Measure(usize),
    /// Known beforehand, of each alternative.
    Known(Vec<f64>),
}

/// Numbers of one alternative: of each measure, replication by replication; NaN where undefined or failed.
pub type Columns = Vec<Vec<f64>>;

/// Why an alternative is not selected, or that it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// The best.
    Selected,
    /// It breaks these guard-rails, beyond chance.
    BreaksGuards(Vec<usize>),
    /// Most of its replications in the first stage failed, or are undefined in the measure that decides.
    Undefined,
    /// Screened out after the first stage.
    Screened {
        /// The alternative over which it cannot lead by the indifference zone.
        by: usize,
        /// How they differ.
        how: Distance,
    },
    /// Left the race after so many replications.
    Left {
        /// Replications that counted.
        replications: usize,
        /// The alternative that it was behind.
        by: usize,
        /// How they differ.
        how: Distance,
    },
    /// Still in the race as the replications ended.
    Undecided,
}

/// How an alternative that is out differs from the one that put it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// Behind, beyond chance.
    Behind,
    /// Not told apart: a lead of the indifference zone is not possible, a smaller one is.
    Near,
    /// The same in every replication.
    Equal,
}

/// What came out of one alternative.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// What became of it.
    pub fate: Fate,
    /// Its mean of the measure that decides, over the replications that counted for its fate.
    pub mean: Option<Estimate>,
    /// Its paired difference from the selected one, over common replications; `None` of the selected one itself.
    pub behind: Option<Paired>,
    /// What its guard-rails say, on the same replications.
    pub guards: Vec<Checked>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    /// The selected alternative; where the replications ended before, the one that leads.
    pub best: Option<usize>,
    /// Whether the race ended.
    pub decided: bool,
    /// Every alternative.
    pub standings: Vec<Standing>,
    /// What a wrong selection would cost, against those that ran as long as the selected one at least in the first stage.
    pub opportunity: Option<Opportunity>,
    /// Cost against effect, over the replications of the first stage; the effect is larger where it is better.
    pub frontier: Option<Frontier>,
    /// Paired differences in cost and effect of each step of the frontier from the step before; `None` of the first.
    pub steps: Vec<Option<[Paired; 2]>>,
    /// What must be said.
    pub notes: Vec<String>,
}

/// Selects the best of some alternatives; the first one is what changes are measured from. `run` makes sure that alternatives
/// have so many replications and gives the numbers of all alternatives as far as they are known; what goes beyond the
/// replications asked for is not looked at.
///
/// # Errors
/// What `run` says.
pub fn select(
    alternatives: usize,
    question: &Question,
    mut run: impl FnMut(&[usize], u32) -> Result<Vec<Columns>, Error>,
) -> Result<Selected, Error> {
    let everybody: Vec<usize> = (0..alternatives).collect();
    let first = question.first_stage.min(question.most) as usize;
    let mut numbers = run(&everybody, first as u32)?;
    cut(&mut numbers, &everybody, first);
    let start = numbers.clone();
    let mut out: Vec<Option<Fate>> = (0..alternatives).map(|a| unfit(question, &start, a)).collect();
    for (a, checks) in check(question, &start).iter().enumerate() {
        out[a] = out[a].take().or_else(|| broken(checks));
    }
    let mut notes = Vec::new();
    let (best, decided, fates) = loop {
        let within: Vec<usize> = everybody.iter().copied().filter(|a| out[*a].is_none()).collect();
        let mut fates = out.clone();
        numbers.clone_from(&start);
        notes.clear();
        let kept = screened(question, &start, &within, &mut fates, &mut notes);
        let (best, decided) = match kept.len() {
            0 => (None, true),
            1 => (Some(kept[0]), true),
            _ => race(question, (&kept, within.len()), &mut numbers, &mut fates, &mut run, &mut notes)?,
        };
        // What the first stage could not tell, the race may: a winner that breaks a guard-rail is out after all.
        match best.and_then(|best| Some((best, broken(&check(question, &numbers)[best])?))) {
            Some((best, fate)) => out[best] = Some(fate),
            None => break (best, decided, fates),
        }
    };
    Ok(report(question, Raced { numbers, start, best, decided, fates, notes }))
}

/// What a selection ends with.
struct Raced {
    numbers: Vec<Columns>,
    /// The numbers of the first stage.
    start: Vec<Columns>,
    best: Option<usize>,
    decided: bool,
    fates: Vec<Option<Fate>>,
    notes: Vec<String>,
}

fn report(question: &Question, raced: Raced) -> Selected {
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
        steps,
        standings,
        notes,
    }
}

/// Takes off what alternatives have beyond so many replications.
fn cut(numbers: &mut [Columns], who: &[usize], replications: usize) {
    for a in who {
        numbers[*a].iter_mut().for_each(|column| column.truncate(replications));
    }
}

/// Why an alternative cannot compete at all.
fn unfit(question: &Question, start: &[Columns], alternative: usize) -> Option<Fate> {
    let column = &start[alternative][question.measure];
    let defined = column.iter().filter(|value| value.is_finite()).count();
    ((defined as f64) < DEFINED * column.len() as f64 || defined < 2).then_some(Fate::Undefined)
}

/// The guard-rails that an alternative breaks; `None` where it breaks none.
fn broken(checks: &[Checked]) -> Option<Fate> {
    let broken: Vec<usize> =
        checks.iter().filter(|c| c.verdict == Verdict::Broken).map(|c| c.guard).collect();
    (!broken.is_empty()).then_some(Fate::BreaksGuards(broken))
}

/// How an alternative differs from one that put it out, over common replications.
fn distance(question: &Question, numbers: &[Columns], own: usize, by: usize) -> Distance {
    let [own, by] = [own, by].map(|a| worth(question, &numbers[a]));
    let common = own.len().min(by.len());
    match paired(&own[..common], &by[..common], LEVEL) {
        Some(found) if found.deviation == Some(0.0) && found.difference.mean == 0.0 => Distance::Equal,
        Some(found) if found.difference.half_width.is_some_and(|half| found.difference.mean + half < 0.0) => {
            Distance::Behind
        }
        _ => Distance::Near,
    }
}

/// The measure that decides, larger is better.
fn worth(question: &Question, columns: &Columns) -> Vec<f64> {
    let sign = if question.higher { 1.0 } else { -1.0 };
    columns[question.measure].iter().map(|value| sign * value).collect()
}

/// What a guard-rail is checked on: the measure, or its change over common replications.
fn guarded(guard: &Guard, numbers: &[Columns], alternative: usize) -> Vec<f64> {
    let own = &numbers[alternative][guard.measure];
    let base = &numbers[0][guard.measure];
    let value = |(r, own): (usize, &f64)| match guard.change {
        true => own - base.get(r).copied().unwrap_or(f64::NAN),
        false => *own,
    };
    own.iter().enumerate().map(value).collect()
}

/// The guard-rails of each alternative.
fn check(question: &Question, numbers: &[Columns]) -> Vec<Vec<Checked>> {
    if question.guards.is_empty() {
        return vec![Vec::new(); numbers.len()];
    }
    let values: Vec<Vec<Vec<f64>>> = (0..numbers.len())
        .map(|a| question.guards.iter().map(|rail| guarded(rail, numbers, a)).collect())
        .collect();
    let slices: Vec<Vec<&[f64]>> =
        values.iter().map(|columns| columns.iter().map(Vec::as_slice).collect()).collect();
    let limits: Vec<Limit> = question.guards.iter().map(|guard| guard.limit).collect();
    let checked = guard(&slices, &limits, GUARD_LEVEL);
    checked.chunks(limits.len()).map(<[Checked]>::to_vec).collect()
}

/// Screens alternatives on the first stage; gives those that are kept.
fn screened(
    question: &Question,
    start: &[Columns],
    within: &[usize],
    fates: &mut [Option<Fate>],
    notes: &mut Vec<String>,
) -> Vec<usize> {
    if within.len() < 2 {
        return within.to_vec();
    }
    let worths: Vec<Vec<f64>> = within.iter().map(|a| worth(question, &start[*a])).collect();
    let columns: Vec<&[f64]> = worths.iter().map(Vec::as_slice).collect();
    let Some(found) = screen(&columns, question.indifference_zone, (1.0 - question.confidence) / 2.0) else {
        notes.push(
            "Nobody was screened out: fewer than two replications of the first stage are defined for all."
                .into(),
        );
        return within.to_vec();
    };
    for dropped in &found.dropped {
        let (own, by) = (within[dropped.alternative], within[dropped.by]);
        fates[own] = Some(Fate::Screened { by, how: distance(question, start, own, by) });
    }
    if found.skipped > 0 {
        notes.push(format!(
            "{} of {} replications of the first stage are undefined for some alternative and left out for all.",
            found.skipped,
            found.skipped + found.replications
        ));
    }
    found.kept.iter().map(|place| within[*place]).collect()
}

/// Races until one is left, or the replications end. Gives the winner, or who leads, and whether it was decided. Screening used
/// the same first stage, so the error of each pair is that of the whole field before it (Nelson et al. 2001).
fn race(
    question: &Question,
    (runners, field): (&[usize], usize),
    numbers: &mut Vec<Columns>,
    fates: &mut [Option<Fate>],
    run: &mut impl FnMut(&[usize], u32) -> Result<Vec<Columns>, Error>,
    notes: &mut Vec<String>,
) -> Result<(Option<usize>, bool), Error> {
    let alpha = (1.0 - question.confidence) / 2.0 * (runners.len() - 1) as f64 / (field - 1) as f64;
    let first = question.first_stage.min(question.most);
    let mut race = KimNelson::new(runners.len(), first.max(2) as usize, question.indifference_zone, alpha);
    let (mut pushed, mut wanted) = (0, first);
    let best = loop {
        while pushed < wanted as usize {
            let row: Vec<f64> = runners
                .iter()
                .map(|a| worth(question, &numbers[*a]).get(pushed).copied().unwrap_or(f64::NAN))
                .collect();
            race.push(&row);
            pushed += 1;
            if race.finished().is_some() {
                break;
            }
        }
        if race.finished().is_some() || wanted >= question.most {
            break race.finished();
        }
        wanted = (wanted + 5.max((f64::from(wanted) * PORTION) as u32)).min(question.most);
        let survivors: Vec<usize> = race.survivors().iter().map(|place| runners[*place]).collect();
        *numbers = run(&survivors, wanted)?;
    };
    cut(numbers, runners, pushed);
    for Elimination { dropped, replication, pushed, .. } in race.eliminated() {
        let (own, by) = (runners[dropped.alternative], runners[dropped.by]);
        cut(numbers, &[own], *pushed);
        let how = distance(question, numbers, own, by);
        fates[own] = Some(Fate::Left { replications: *replication, by, how });
    }
    if race.skipped() > 0 {
        notes.push(format!(
            "{} replications of the race are undefined for somebody and left out for all.",
            race.skipped()
        ));
    }
    match best {
        Some(best) => {
            if best.decided == Decided::LargestMean {
                notes.push(
                    "Those left are equal within the indifference zone: the largest mean was taken.".into(),
                );
                for place in race.survivors().iter().filter(|place| **place != best.system) {
                    let (own, by) = (runners[*place], runners[best.system]);
                    let how = distance(question, numbers, own, by);
                    fates[own] = Some(Fate::Left { replications: best.replications, by, how });
                }
            }
            Ok((Some(runners[best.system]), true))
        }
        None => {
            for place in race.survivors() {
                fates[runners[*place]] = Some(Fate::Undecided);
            }
            notes.push(format!(
                "Not decided in {} replications: {} alternatives are left; the one that leads is named, without the promised \
                 confidence. Give more with most_replications, or a wider indifference zone.",
                question.most,
                race.survivors().len()
            ));
            let mean = |a: &usize| {
                estimate(&worth(question, &numbers[*a]), LEVEL).map_or(f64::NEG_INFINITY, |e| e.mean)
            };
            let survivors = race.survivors().iter().map(|place| runners[*place]);
            Ok((survivors.max_by(|a, b| mean(a).total_cmp(&mean(b)).then(b.cmp(a))), false))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns of a measure with common and own chance, the two best near each other, and of a cost.
    fn columns(alternative: usize, replications: u32, spread: f64) -> Columns {
        let chance = |r: u32| f64::from(r * 7919 % 101) / 101.0 - 0.5;
        let own = |r: u32| f64::from((r * 104_729 + alternative as u32 * 31) % 97) / 97.0 - 0.5;
        let mean = [0.0, 1.0, 2.8, 3.0][alternative];
        let cost = 10.0 * (alternative * alternative) as f64;
        let measure = (0..replications).map(|r| mean + chance(r) + spread * own(r)).collect();
        vec![measure, (0..replications).map(|r| cost + own(r)).collect()]
    }

    fn question(higher: bool) -> Question {
        Question {
            measure: 0,
            higher,
            indifference_zone: 0.1,
            confidence: 0.95,
            first_stage: 10,
            most: 2_000,
            guards: Vec::new(),
            cost: Some(Cost::Measure(1)),
        }
    }

    fn run_all(question: &Question, spread: f64) -> (Selected, Vec<u32>) {
        let mut have = vec![0_u32; 4];
        let found = select(4, question, |who, wanted| {
            who.iter().for_each(|a| have[*a] = have[*a].max(wanted));
            Ok(have.iter().enumerate().map(|(a, n)| columns(a, *n, spread)).collect())
        });
        (found.expect("a selection"), have)
    }

    #[test]
    fn the_best_is_selected_in_either_direction_and_the_bad_ones_run_little() {
        let (found, have) = run_all(&question(true), 2.0);
        assert_eq!((found.best, found.decided), (Some(3), true));
        assert_eq!(found.standings[3].fate, Fate::Selected);
        assert!(
            have[0] < have[3] && matches!(found.standings[0].fate, Fate::Screened { .. } | Fate::Left { .. })
        );
        let (found, _) = run_all(&question(false), 2.0);
        assert_eq!(found.best, Some(0));
        assert!(found.standings[1].behind.is_some_and(|p| p.difference.mean > 0.5));
    }

    #[test]
    fn who_breaks_a_guard_is_not_selected_and_the_frontier_knows_cost() {
        let guard = |limit| Guard { name: "cost".into(), measure: 1, change: true, limit };
        let (found, _) =
            run_all(&Question { guards: vec![guard(Limit::AtMost(15.0))], ..question(true) }, 0.5);
        assert_eq!(found.best, Some(1));
        assert_eq!(found.standings[3].fate, Fate::BreaksGuards(vec![0]));
        let steps = found.frontier.expect("a cost is named").steps;
        assert_eq!(steps.len(), 4, "more effect for ever more money: {steps:?}");
        let (found, _) =
            run_all(&Question { guards: vec![guard(Limit::AtMost(-5.0))], ..question(true) }, 0.5);
        assert!(found.best.is_none() && found.notes.iter().any(|note| note.contains("none can be selected")));
    }

    #[test]
    fn a_race_that_does_not_end_says_so() {
        let narrow = Question { indifference_zone: 1e-6, most: 12, ..question(true) };
        let (found, _) = run_all(&narrow, 40.0);
        assert!(!found.decided && found.best.is_some());
        assert!(
            found.notes.iter().any(|note| note.contains("Not decided in 12 replications")),
            "{:?}",
            found.notes
        );
    }
}
