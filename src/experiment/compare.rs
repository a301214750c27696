//! What the replications say: estimates, paired differences against the baseline, verdicts.

use super::economics::{self, Money};
use super::results::{ArmFacts, Results};
use super::selection::Selection;
use crate::statistics::multiple::holm;
use crate::statistics::paired::{identical, pairs_needed};
use crate::statistics::{Estimate, Paired, estimate, paired};
use crate::system::{Measure, Support};

/// Beyond so many more replications, the number says only "out of reach".
const MOST_MORE: usize = 1_000_000;

/// What a paired difference says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Lower than the baseline, beyond chance.
    Lower,
    /// Higher than the baseline, beyond chance.
    Higher,
    /// Exactly the same in every replication.
    None,
    /// Chance could explain it.
    Unclear,
}

impl Verdict {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Lower => "lower",
            Verdict::Higher => "higher",
            Verdict::None => "none",
            Verdict::Unclear => "unclear",
        }
    }
}

/// A scenario against the baseline in one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The paired numbers; `None` where no replication defines both.
    pub paired: Option<Paired>,
    /// p value after Holm over the measures shown of this scenario (and site); `None` for fewer than two pairs.
    pub p_adjusted: Option<f64>,
    /// What it says.
    pub verdict: Verdict,
    /// Where unclear: about how many more replications would tell; `None` where out of reach.
    pub more_runs: Option<usize>,
}

impl Difference {
    /// The difference of two columns of paired replications, not yet judged beside others.
    pub(super) fn of(treated: &[f64], baseline: &[f64], level: f64) -> Self {
        let verdict = if identical(treated, baseline) { Verdict::None } else { Verdict::Unclear };
        Difference { paired: paired(treated, baseline, level), p_adjusted: None, verdict, more_runs: None }
    }

    /// The mean difference, treated minus baseline.
    pub fn estimate(&self) -> Option<Estimate> {
        self.paired.map(|paired| paired.difference)
    }

    /// Mean difference in standard deviations of the difference; infinite where it never varies.
    pub fn standardized(&self) -> f64 {
        match self.paired {
            Some(Paired { difference, deviation: Some(deviation), .. }) if difference.mean != 0.0 => {
                difference.mean / deviation
            }
            _ => 0.0,
        }
    }
}

/// One measure of one arm, in total or at a site.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureRow {
    /// The measure.
    pub measure: Measure,
    /// The site; `None` for the whole system.
    pub site: Option<String>,
    /// Its estimate; `None` where undefined in every replication.
    pub estimate: Option<Estimate>,
    /// Against the baseline; `None` for the baseline, for measures it lacks, and without a pair.
    pub difference: Option<Difference>,
    /// Whether it is one to watch, because what was changed may harm it.
    pub watched: bool,
    /// How well that difference is supported; `None` where there is none, and where nothing graded lies behind it.
    pub support: Option<Support>,
}

/// One arm.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmRows {
    /// Name.
    pub name: String,
    /// File as given.
    pub file: String,
    /// Digest of its resolved parameters.
    pub digest: String,
    /// Whether it shared the baseline's warm-up.
    pub forked: bool,
    /// Rows in table order, the whole system first, then site by site.
    pub rows: Vec<MeasureRow>,
    /// Against the baseline in money; `None` for the baseline, and where no money is counted.
    pub money: Option<Money>,
}

impl ArmRows {
    /// The rows of the whole system.
    pub fn totals(&self) -> impl Iterator<Item = &MeasureRow> {
        self.rows.iter().filter(|row| row.site.is_none())
    }
}

/// The whole analysis; the baseline is the first arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Master seed.
    pub seed: u64,
    /// Level of the intervals.
    pub level: f64,
    /// Replications, failed ones included.
    pub replications: u32,
    /// Replications that failed.
    pub failures: usize,
    /// Arms.
    pub arms: Vec<ArmRows>,
}

/// Draws the conclusions: an arm's rows depend on that arm and the baseline alone, never on company or order.
pub fn analyze(results: &Results, shown: &Selection) -> Analysis {
    let arms = (0..results.arms.len()).map(|arm| {
        let facts = &results.arms[arm];
        let mut rows = rows_at(results, arm, None, shown);
        if facts.sites.len() > 1 {
            for site in 0..facts.sites.len() {
                rows.extend(rows_at(results, arm, Some(site), shown));
            }
        }
        let (name, file, digest) = (facts.name.clone(), facts.file.clone(), facts.digest.clone());
        let money = (arm > 0).then(|| economics::compare(results, arm)).flatten();
        ArmRows { name, file, digest, forked: facts.forked, rows, money }
    });
    Analysis {
        seed: results.seed,
        level: results.level,
        replications: results.replications,
        failures: results.failures(),
        arms: arms.collect(),
    }
}

/// The rows of one arm in total or at one site: one family for Holm.
fn rows_at(results: &Results, arm: usize, site: Option<usize>, shown: &Selection) -> Vec<MeasureRow> {
    let facts = &results.arms[arm];
    let mut rows: Vec<MeasureRow> = Vec::new();
    for (index, measure) in facts.measures.iter().enumerate().filter(|(_, m)| shown.shows(&m.name)) {
        let column = results.column(arm, site, index);
        let difference = (arm > 0)
            .then(|| baseline_column(results, facts, site, measure))
            .flatten()
            .map(|baseline| Difference::of(&column, &baseline, results.level));
        let support = difference.as_ref().and_then(|_| facts.support.get(index).cloned().flatten());
        rows.push(MeasureRow {
            measure: measure.clone(),
            site: site.map(|s| facts.sites[s].clone()),
            estimate: estimate(&column, results.level),
            difference,
            watched: facts.watched.contains(&measure.name),
            support,
        });
    }
    judge(rows.iter_mut().filter_map(|row| row.difference.as_mut()), 1.0 - results.level);
    rows
}

fn baseline_column(
    results: &Results,
    arm: &ArmFacts,
    site: Option<usize>,
    measure: &Measure,
) -> Option<Vec<f64>> {
    let baseline = &results.arms[0];
    let column = baseline.measures.iter().position(|m| m.name == measure.name)?;
    let site = match site {
        None => None,
        Some(s) => Some(baseline.sites.iter().position(|name| *name == arm.sites[s])?),
    };
    Some(results.column(0, site, column))
}

/// Holm over the differences of one family, and the verdicts.
pub(super) fn judge<'d>(differences: impl Iterator<Item = &'d mut Difference>, alpha: f64) {
    let mut family: Vec<(f64, &mut Difference)> = Vec::new();
    for difference in differences {
        if let Some(p) = difference.paired.and_then(|paired| paired.p) {
            family.push((p, difference));
        }
    }
    let adjusted = holm(&family.iter().map(|(p, _)| *p).collect::<Vec<_>>());
    let mut order: Vec<usize> = (0..family.len()).collect();
    order.sort_by_key(|&index| adjusted[index].rank);
    // A measure is judged only after those before it in the order, so it waits for them at least.
    let mut waited: Option<usize> = Some(0);
    for index in order {
        let (difference, step) = (&mut *family[index].1, adjusted[index]);
        difference.p_adjusted = Some(step.p);
        if difference.verdict == Verdict::None {
            continue;
        }
        if step.p < alpha {
            let lower = difference.estimate().is_some_and(|e| e.mean < 0.0);
            difference.verdict = if lower { Verdict::Lower } else { Verdict::Higher };
            continue;
        }
        waited = waited.zip(more_runs(difference, alpha / step.divisor as f64)).map(|(w, m)| w.max(m));
        difference.more_runs = waited;
    }
}

/// How many more pairs until the interval with error probability `alpha` would exclude zero.
fn more_runs(difference: &Difference, alpha: f64) -> Option<usize> {
    let paired = difference.paired?;
    let needed = pairs_needed(paired.difference.mean, paired.deviation?, alpha)?;
    Some(needed.saturating_sub(paired.difference.n).max(1)).filter(|more| *more <= MOST_MORE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Better;

    fn row(differences: &[f64]) -> MeasureRow {
        let zero = vec![0.0; differences.len()];
        let text = String::new;
        let (name, label, unit, per, source) = (text(), text(), text(), text(), text());
        let measure = Measure { name, label, unit, per, better: Better::Lower, source };
        let difference = Some(Difference::of(differences, &zero, 0.95));
        MeasureRow { measure, site: None, estimate: None, difference, watched: false, support: None }
    }

    fn judged(columns: &[&[f64]]) -> Vec<(Verdict, Option<f64>, Option<usize>)> {
        let mut rows: Vec<MeasureRow> = columns.iter().map(|column| row(column)).collect();
        judge(rows.iter_mut().filter_map(|row| row.difference.as_mut()), 0.05);
        let difference = |row: MeasureRow| row.difference.map(|d| (d.verdict, d.p_adjusted, d.more_runs));
        rows.into_iter().filter_map(difference).collect()
    }

    /// Mean 0.37, p = 0.0046 (see the paired t test).
    const CLEAR: [f64; 10] = [0.4, 0.1, 0.9, 0.3, 0.2, -0.1, 0.6, 0.8, 0.3, 0.2];

    #[test]
    fn a_verdict_needs_its_place_in_the_order_of_holm() {
        let lower: Vec<f64> = CLEAR.iter().map(|d| -d).collect();
        let alone = judged(&[&CLEAR]);
        assert_eq!((alone[0].0, alone[0].2), (Verdict::Higher, None));
        assert_eq!(judged(&[&lower])[0].0, Verdict::Lower);
        // Eleven measures with the same p of 0.0046: adjusted 0.051, so none is clear and few more runs would tell.
        let crowd: Vec<&[f64]> = vec![&CLEAR; 11];
        for (verdict, p, more) in judged(&crowd) {
            assert_eq!(verdict, Verdict::Unclear);
            assert!((0.0505..0.0515).contains(&p.expect("ten pairs")), "{p:?}");
            assert_eq!(more, Some(1));
        }
    }

    #[test]
    fn a_measure_waits_for_those_before_it_and_nothing_waits_for_zero() {
        let zero = [0.0; 10];
        let balanced = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0];
        let weak: Vec<f64> = CLEAR.iter().enumerate().map(|(i, d)| d / 4.0 + balanced[i]).collect();
        let found = judged(&[&zero, &weak, &balanced, &CLEAR]);
        assert_eq!(found[0], (Verdict::None, Some(1.0), None));
        assert_eq!(
            (found[1].0, found[2].0, found[3].0),
            (Verdict::Unclear, Verdict::Unclear, Verdict::Higher)
        );
        let more = found[1].2.expect("a mean that is not zero");
        assert!((100..10_000).contains(&more), "{more}");
        assert_eq!(found[2].2, None, "a mean of zero is never told");
        assert_eq!(judged(&[&[1.0]]), vec![(Verdict::Unclear, None, None)]);
        assert_eq!(judged(&[&[0.0]]), vec![(Verdict::None, None, None)]);
        assert_eq!(judged(&[&[f64::NAN, f64::NAN]])[0].0, Verdict::Unclear);
    }
}
