//! The guard-rails of alternatives.

use super::{Columns, Fate, GUARD_LEVEL, Guard, Question};
use crate::statistics::ranking::{Checked, Limit, Verdict, guard};

/// The guard-rails that an alternative breaks; `None` where it breaks none.
pub(super) fn broken(checks: &[Checked]) -> Option<Fate> {
    let broken: Vec<usize> =
        checks.iter().filter(|c| c.verdict == Verdict::Broken).map(|c| c.guard).collect();
    (!broken.is_empty()).then_some(Fate::BreaksGuards(broken))
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
pub(super) fn check(question: &Question, numbers: &[Columns]) -> Vec<Vec<Checked>> {
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
