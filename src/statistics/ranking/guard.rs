//! Guard-rails: limits that an alternative must keep, whatever else it is good for.

use crate::statistics::estimate::{Estimate, estimate};

/// A limit of a measure, or of its paired difference from the baseline, in the unit of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// The mean is to be this or less.
    AtMost(f64),
    /// The mean is to be this or more.
    AtLeast(f64),
}

/// Whether a limit is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval lies inside the limit; on the limit is inside.
    Holds,
    /// The whole interval lies outside.
    Broken,
    /// The interval reaches across the limit, or there is none.
    NotClear,
}

/// What one guard says about one alternative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Checked {
    /// Which alternative.
    pub alternative: usize,
    /// Which guard.
    pub guard: usize,
    /// The mean with its interval at the corrected level; `None` where no replication is defined.
    pub estimate: Option<Estimate>,
    /// The verdict.
    pub verdict: Verdict,
}

impl Limit {
    /// The verdict of an interval from `low` to `high`.
    pub fn verdict(self, low: f64, high: f64) -> Verdict {
        let (holds, broken) = match self {
            Limit::AtMost(limit) => (high <= limit, low > limit),
            Limit::AtLeast(limit) => (low >= limit, high < limit),
        };
        match (holds, broken) {
            (true, _) => Verdict::Holds,
            (_, true) => Verdict::Broken,
            _ => Verdict::NotClear,
        }
    }
}

/// Checks every alternative against every guard: `values[a][g]` are the replications of alternative a in the measure
/// of guard g (levels, or paired differences), NaN where undefined.
///
/// Every t interval has the level 1 − (1 − `level`)/(alternatives × guards), so that all verdicts together are right
/// with probability `level` or more (Bonferroni; Miller 1981, Simultaneous Statistical Inference, 2nd edition). Those
/// without data count, for which they are is not known before. Alternative by alternative, guard by guard. Values that
/// do not vary have an interval without width: what never happened in the replications at hand counts as certain.
/// Panics where an alternative lacks a guard, and for a level outside (0, 1).
pub fn guard(values: &[Vec<&[f64]>], limits: &[Limit], level: f64) -> Vec<Checked> {
    assert!(level > 0.0 && level < 1.0, "a confidence level lies between zero and one");
    assert!(values.iter().all(|a| a.len() == limits.len()), "every alternative has values for each guard");
    let corrected = 1.0 - (1.0 - level) / (values.len() * limits.len()).max(1) as f64;
    let mut found = Vec::with_capacity(values.len() * limits.len());
    for (alternative, columns) in values.iter().enumerate() {
        for (guard, (column, limit)) in columns.iter().zip(limits).enumerate() {
            let estimate = estimate(column, corrected);
            let interval = estimate.and_then(|e| e.half_width.map(|half| (e.mean - half, e.mean + half)));
            let verdict = interval.map_or(Verdict::NotClear, |(low, high)| limit.verdict(low, high));
            found.push(Checked { alternative, guard, estimate, verdict });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::{X, close};

    fn verdicts(found: &[Checked]) -> Vec<Verdict> {
        found.iter().map(|c| c.verdict).collect()
    }

    #[test]
    fn whole_intervals_decide() {
        // Mean 12.45, half-width 0.42821943971088635 at 95 % (SciPy): 12.0218 to 12.8782.
        let one = |limit| guard(&[vec![&X]], &[limit], 0.95)[0].verdict;
        assert_eq!(one(Limit::AtMost(12.88)), Verdict::Holds);
        assert_eq!(one(Limit::AtMost(12.87)), Verdict::NotClear);
        assert_eq!(one(Limit::AtMost(12.03)), Verdict::NotClear);
        assert_eq!(one(Limit::AtMost(12.02)), Verdict::Broken);
        assert_eq!(one(Limit::AtLeast(12.02)), Verdict::Holds);
        assert_eq!(one(Limit::AtLeast(12.03)), Verdict::NotClear);
        assert_eq!(one(Limit::AtLeast(12.88)), Verdict::Broken);
    }

    #[test]
    fn the_level_is_corrected_over_alternatives_and_guards() {
        let limits = [Limit::AtMost(12.88), Limit::AtLeast(0.0)];
        let found = guard(&[vec![&X, &X], vec![&X, &[]]], &limits, 0.95);
        let first = found[0].estimate.expect("ten values");
        close(first.level, 0.9875);
        // t of 0.99375 with nine degrees of freedom, times the standard error 0.189297…
        close(
            first.half_width.expect("ten values"),
            3.110_934_823_179_474 * 0.598_609_499_868_933_2 / 10.0_f64.sqrt(),
        );
        let expected = [Verdict::NotClear, Verdict::Holds, Verdict::NotClear, Verdict::NotClear];
        assert_eq!(verdicts(&found), expected);
        assert_eq!((found[3].alternative, found[3].guard, found[3].estimate), (1, 1, None));
    }

    #[test]
    fn constants_and_single_values() {
        let limits = [Limit::AtMost(2.0)];
        let columns: [&[f64]; 4] = [&[2.0, 2.0], &[2.5, 2.5, f64::NAN], &[1.0], &[f64::NAN]];
        let values: Vec<Vec<&[f64]>> = columns.iter().map(|c| vec![*c]).collect();
        let expected = [Verdict::Holds, Verdict::Broken, Verdict::NotClear, Verdict::NotClear];
        assert_eq!(verdicts(&guard(&values, &limits, 0.95)), expected);
        assert!(guard(&[], &limits, 0.95).is_empty() && guard(&[vec![]], &[], 0.95).is_empty());
    }
}
