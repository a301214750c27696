//! Who competes, who is screened out, and the race of the others.

use super::guards::{broken, check};
use super::report::Raced;
use super::{Columns, Distance, Fate, LEVEL, Question};
use crate::error::Error;
use crate::statistics::ranking::{Decided, Elimination, KimNelson, screen};
use crate::statistics::{estimate, paired};

/// Share of the first stage that must be defined for an alternative to compete.
const DEFINED: f64 = 0.5;
/// Share by which a race goes on before it is looked at again: decisions do not depend on it.
const PORTION: f64 = 0.25;

/// Guard-rails, screening and race; the first alternative is what changes are measured from. `run` makes sure that alternatives
/// have so many replications and gives the numbers of all alternatives as far as they are known; what goes beyond the
/// replications asked for is not looked at.
///
/// # Errors
/// What `run` says.
pub(super) fn compete(
    alternatives: usize,
    question: &Question,
    mut run: impl FnMut(&[usize], u32) -> Result<Vec<Columns>, Error>,
) -> Result<Raced, Error> {
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
    Ok(Raced { numbers, start, best, decided, fates, notes })
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
pub(super) fn worth(question: &Question, columns: &Columns) -> Vec<f64> {
    let sign = if question.higher { 1.0 } else { -1.0 };
    columns[question.measure].iter().map(|value| sign * value).collect()
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
    numbers: &mut [Columns],
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
        let known = run(&survivors, wanted)?;
        // Of the others nothing more was asked for, whatever is known of them.
        for a in survivors {
            numbers[a].clone_from(&known[a]);
        }
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
