//! What it would be worth to know all inputs before deciding: the expected value of perfect information.

use super::layout::{Layout, mean};
use super::shrinkage::shrunk_means;
use crate::statistics::estimate::moments;

/// The expected value of perfect information about all inputs, per decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evpi {
    /// Mean over the draws of (the best net benefit of the draw − that of the decision which is best on average), in
    /// the unit of the net benefit; never below zero.
    pub value: f64,
    /// Standard error due to the number of draws, as if the decision were known; `None` for a single draw.
    pub error: Option<f64>,
    /// Number of draws in which every decision is defined.
    pub draws: usize,
}

/// EVPI = `E[max_d NB_d] − max_d E[NB_d]` of `net_benefit[decision][draw]` (Raiffa & Schlaifer 1961, Applied
/// Statistical Decision Theory; Claxton 1999, Journal of Health Economics 18(3)). Draws in which a decision is
/// undefined are left out; `None` where no draw is left or there is no decision. Panics where decisions differ in
/// draws.
///
/// Two biases: with few draws the decision that is best on their average fits them too well, which makes the value a
/// little too small. Where draws are means of few replications, the chance in them counts as something to be known,
/// which makes the value too large, by much: use `evpi_of_replications`, or draws from `without_chance`.
pub fn evpi(net_benefit: &[Vec<f64>]) -> Option<Evpi> {
    let (rows, _) = defined(net_benefit, &[])?;
    let (first, _) = rows.split_first()?;
    let means: Vec<f64> = rows.iter().map(|row| mean(row)).collect();
    let mut chosen = 0;
    for (i, value) in means.iter().enumerate() {
        if *value > means[chosen] {
            chosen = i;
        }
    }
    let best = |draw: usize| rows.iter().map(|row| row[draw]).fold(f64::NEG_INFINITY, f64::max);
    let losses: Vec<f64> = (0..first.len()).map(|draw| best(draw) - rows[chosen][draw]).collect();
    let found = moments(&losses)?;
    let count = losses.len();
    Some(Evpi {
        value: found.mean.max(0.0),
        error: found.variance.map(|v| (v / count as f64).sqrt()),
        draws: count,
    })
}

/// EVPI with the chance of few replications taken out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EvpiOfReplications {
    /// The value of perfect information about the inputs, from draws without chance; never below zero.
    pub value: f64,
    /// The same from the plain means of the draws: too large with few replications.
    pub uncorrected: f64,
    /// Standard error due to the number of draws.
    pub error_of_draws: f64,
    /// Standard error due to the number of replications.
    pub error_of_chance: f64,
}

impl EvpiOfReplications {
    /// Standard error due to both, a little too large, as the chance of single cells is in either.
    pub fn error(&self) -> f64 {
        (self.error_of_draws * self.error_of_draws + self.error_of_chance * self.error_of_chance).sqrt()
    }
}

/// EVPI of `net_benefit[decision][draw][replication]` with the same seeds everywhere. Only differences between
/// decisions matter: those to the first decision are averaged over replications and shrunk to the spread and
/// covariance that the inputs alone make (see `without_chance`). What is left of chance is in the average of each
/// difference. Where its standard error is not small beside the average, the value is off by it either way, as
/// information is worth most where decisions are near balance: `error_of_chance` says how much. Standard errors by
/// jackknives that leave out groups of draws, or of replications (Kott 2001, Journal of Official Statistics 17(4)).
///
/// A value near zero stays a little too large, as an estimated spread that is below zero is set to zero. Undefined
/// cells are cut out as in `two_level`. `None` without a decision, or with fewer than three draws or three
/// replications left, as the jackknife needs one more than the correction. With one decision there is nothing to
/// decide, and all is zero.
pub fn evpi_of_replications(net_benefit: &[Vec<Vec<f64>>]) -> Option<EvpiOfReplications> {
    let (first, others) = net_benefit.split_first()?;
    if others.is_empty() {
        return Some(EvpiOfReplications {
            value: 0.0,
            uncorrected: 0.0,
            error_of_draws: 0.0,
            error_of_chance: 0.0,
        });
    }
    let increments: Vec<Vec<Vec<f64>>> = others.iter().map(|other| difference(other, first)).collect();
    let rows: Vec<&[Vec<f64>]> = increments.iter().map(Vec::as_slice).collect();
    let layout = Layout::of(&rows)?;
    let (draws, replications) = (layout.draws.len(), layout.replications.len());
    if draws < 3 || replications < 3 {
        return None;
    }
    let all: Vec<usize> = (0..draws).collect();
    let every: Vec<usize> = (0..replications).collect();
    let value =
        |draws: &[usize], replications: &[usize]| gain(&shrunk_means(&part(&layout, draws, replications)));
    Some(EvpiOfReplications {
        value: value(&all, &every),
        uncorrected: gain(&layout.draw_means()),
        error_of_draws: jackknife(draws, |kept| value(kept, &every)).error,
        error_of_chance: jackknife(replications, |kept| value(&all, kept)).error,
    })
}

fn difference(other: &[Vec<f64>], first: &[Vec<f64>]) -> Vec<Vec<f64>> {
    assert_eq!(other.len(), first.len(), "every decision has the same draws");
    let row = |(a, b): (&Vec<f64>, &Vec<f64>)| {
        assert_eq!(a.len(), b.len(), "every draw has the same replications");
        a.iter().zip(b).map(|(x, y)| x - y).collect()
    };
    other.iter().zip(first).map(row).collect()
}

fn part(layout: &Layout, draws: &[usize], replications: &[usize]) -> Layout {
    let row = |draw: &Vec<f64>| replications.iter().map(|r| draw[*r]).collect::<Vec<f64>>();
    let of = |quantity: &Vec<Vec<f64>>| draws.iter().map(|d| row(&quantity[*d])).collect();
    Layout {
        values: layout.values.iter().map(of).collect(),
        draws: draws.to_vec(),
        replications: replications.to_vec(),
    }
}

/// `E[max] − max E` of a decision worth zero and others with these increments over it, `[decision][draw]`.
pub(super) fn gain(increments: &[Vec<f64>]) -> f64 {
    let Some(draws) = increments.first().map(Vec::len) else {
        return 0.0;
    };
    let best = |draw: usize| increments.iter().map(|row| row[draw]).fold(0.0, f64::max);
    let known = mean(&(0..draws).map(best).collect::<Vec<f64>>());
    let unknown = increments.iter().map(|row| mean(row)).fold(0.0, f64::max);
    (known - unknown).max(0.0)
}

/// Rows and columns of numbers, both as `[row][draw]`.
pub(super) type Tables = (Vec<Vec<f64>>, Vec<Vec<f64>>);

/// Rows and beside them columns, without the draws in which one of either is undefined; `None` where none is left.
pub(super) fn defined(rows: &[Vec<f64>], beside: &[&[f64]]) -> Option<Tables> {
    let count = rows.first()?.len();
    assert!(rows.iter().all(|row| row.len() == count), "every decision has the same draws");
    assert!(beside.iter().all(|row| row.len() == count), "every parameter has a value in each draw");
    let whole = |d: &usize| rows.iter().all(|r| !r[*d].is_nan()) && beside.iter().all(|r| !r[*d].is_nan());
    let kept: Vec<usize> = (0..count).filter(whole).collect();
    let pick = |row: &[f64]| kept.iter().map(|d| row[*d]).collect::<Vec<f64>>();
    (!kept.is_empty())
        .then(|| (rows.iter().map(|row| pick(row)).collect(), beside.iter().map(|row| pick(row)).collect()))
}

/// Groups that a jackknife leaves out in turn, at most.
const GROUPS: usize = 20;

/// What a jackknife finds.
pub(super) struct Jackknife {
    /// Standard error.
    pub error: f64,
    /// Number of groups, one more than the degrees of freedom of the error.
    pub groups: usize,
}

/// The delete-a-group jackknife over `n` ≥ 2 things, thing number i in group i modulo 20: `of` gets the numbers of
/// those that are kept.
pub(super) fn jackknife(n: usize, of: impl Fn(&[usize]) -> f64) -> Jackknife {
    let groups = n.min(GROUPS);
    let without = |group: usize| of(&(0..n).filter(|i| i % groups != group).collect::<Vec<usize>>());
    let values: Vec<f64> = (0..groups).map(without).collect();
    let variance = moments(&values).and_then(|found| found.variance).unwrap_or(0.0);
    let count = groups as f64;
    Jackknife { error: ((count - 1.0) * (count - 1.0) / count * variance).sqrt(), groups }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{normal, unit_normal_loss};
    use super::*;

    /// Net benefits [decision][draw][replication] of 0 and θ1 + θ2 = N(0.5, 1 + 0.25), with chance, some of it common
    /// to all draws.
    fn toy(draws: usize, replications: usize, chance: f64, state: &mut u64) -> Vec<Vec<Vec<f64>>> {
        let common: Vec<f64> = (0..replications).map(|_| chance / 5.0 * normal(state)).collect();
        let mut row = || -> Vec<f64> {
            let theta = 0.5 + normal(state) + 0.5 * normal(state);
            common.iter().map(|b| theta + b + chance * normal(state)).collect()
        };
        let second: Vec<Vec<f64>> = (0..draws).map(|_| row()).collect();
        vec![vec![vec![0.0; replications]; draws], second]
    }

    #[test]
    fn perfect_information_is_worth_the_unit_normal_loss() {
        let exact = unit_normal_loss(0.5, 1.25_f64.sqrt());
        assert!((exact - 0.2399).abs() < 5e-5, "{exact}");
        let values = toy(100_000, 1, 0.0, &mut 7);
        let flat: Vec<Vec<f64>> = values.iter().map(|rows| rows.iter().map(|row| row[0]).collect()).collect();
        let found = evpi(&flat).expect("draws");
        let error = found.error.expect("draws");
        // Four standard errors: one false alarm in 16 000 runs.
        assert!((found.value - exact).abs() < 4.0 * error && error < 0.002, "{found:?} {exact}");
    }

    #[test]
    fn a_small_case_by_hand() {
        // Best: 3, 2, 5; the first decision is best on average, and loses 0, 1, 2.
        let found = evpi(&[vec![3.0, 1.0, 3.0, f64::NAN], vec![0.0, 2.0, 5.0, 1.0]]);
        assert_eq!(found.map(|f| (f.value, f.draws)), Some((1.0, 3)), "7/3 each: the first of equal ones");
        assert_eq!(evpi(&[vec![3.0, 1.0]]), Some(Evpi { value: 0.0, error: Some(0.0), draws: 2 }));
        assert_eq!(evpi(&[]), None);
        assert_eq!(evpi(&[vec![f64::NAN]]), None);
    }

    #[test]
    fn chance_is_not_worth_anything_and_the_errors_are_right() {
        // Chance of deviation 2 in 8 replications beside inputs of deviation 1.12.
        let exact = unit_normal_loss(0.5, 1.25_f64.sqrt());
        let mut state = 21;
        let found: Vec<EvpiOfReplications> = (0..200)
            .map(|_| evpi_of_replications(&toy(200, 8, 2.0, &mut state)).expect("a full table"))
            .collect();
        let over = |of: fn(&EvpiOfReplications) -> f64| mean(&found.iter().map(of).collect::<Vec<f64>>());
        let values: Vec<f64> = found.iter().map(|f| f.value).collect();
        let spread = moments(&values).and_then(|m| m.variance).expect("values").sqrt();
        // One value varies by 0.06, the mean of 200 by 0.0045: the bound is at four of these. The spread itself is
        // known to 5 %, the mean error a little better.
        assert!((over(|f| f.value) - exact).abs() < 0.018, "{} instead of {exact}", over(|f| f.value));
        assert!(over(|f| f.uncorrected) > exact + 0.05, "chance would be worth something");
        let ratio = over(|f| f.error()) / spread;
        assert!((0.85..1.3).contains(&ratio), "{ratio}");
    }

    #[test]
    fn a_copy_of_a_decision_adds_nothing_and_one_decision_has_no_choice() {
        let mut values = toy(50, 5, 1.0, &mut 4);
        let two = evpi_of_replications(&values).expect("a full table");
        values.push(values[1].clone());
        let three = evpi_of_replications(&values).expect("a full table");
        assert!((two.value - three.value).abs() < 1e-12 && two.value > 0.0);
        assert!((two.error() - three.error()).abs() < 1e-9);
        assert_eq!(evpi_of_replications(&values[..1]).map(|f| f.value), Some(0.0));
        assert_eq!(evpi_of_replications(&toy(50, 2, 1.0, &mut 4)), None);
        assert_eq!(evpi_of_replications(&[]), None);
    }
}
