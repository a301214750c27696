//! A randomisation test: what the estimate would be had the begins been dealt to the clusters otherwise.
mod two_way;

use self::two_way::TwoWay;
use super::data::Data;
use super::effect::NoFit;

/// What a randomisation test found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permutation {
    /// The statistic under the assignment that was made.
    pub observed: f64,
    /// Number of assignments that were compared: all distinct ones, or those drawn.
    pub assignments: usize,
    /// Whether these are all.
    pub exact: bool,
    /// Two-sided p value: the share of assignments whose statistic is as far from 0 as the observed one, or
    /// farther. Of `m` drawn ones `b` of which are, (1 + b) / (1 + m) (Phipson & Smyth 2010, Statistical
    /// Applications in Genetics and Molecular Biology 9(1)).
    pub p_value: f64,
    /// Standard deviation of the statistic over these assignments, with their number in the denominator.
    pub deviation: f64,
    /// Number of assignments without a statistic; each counts as farther from 0 than the observed one.
    pub undefined: usize,
}

/// Statistics this close to the observed one, relative to it, count as equal.
const TIE: f64 = 1e-9;

/// The randomisation test of the treatment coefficient of two-way fixed effects on cell means, each of the
/// same weight. Which cluster has which begin is dealt anew; cells in the transition move with the begins.
/// All distinct assignments are compared where there are at most `most`, else `draws` random ones from
/// `uniform`, which gives numbers in [0, 1). No model of the outcome is needed: only that the begins were
/// dealt at random (Edgington 1980; Wang & De Gruttola 2017, Statistics in Medicine 36(18), for stepped
/// wedges).
pub fn permutation(
    data: &Data,
    most: usize,
    draws: usize,
    uniform: &mut dyn FnMut() -> f64,
) -> Result<Permutation, NoFit> {
    let mut statistic = TwoWay::of(data)?;
    test(&statistic.dealt.clone(), most, draws, uniform, &mut |dealt| statistic.at(dealt))
}

/// The same test of any statistic of the begins, which is undefined where it gives `None`.
pub fn permutation_of(
    starts: &[Option<u32>],
    most: usize,
    draws: usize,
    uniform: &mut dyn FnMut() -> f64,
    statistic: &mut dyn FnMut(&[Option<u32>]) -> Option<f64>,
) -> Result<Permutation, NoFit> {
    let kinds = kinds(starts);
    let dealt: Vec<usize> = starts.iter().map(|start| kind_of(&kinds, *start)).collect();
    test(&dealt, most, draws, uniform, &mut |dealt| {
        statistic(&dealt.iter().map(|kind| kinds[*kind]).collect::<Vec<_>>())
    })
}

/// The distinct begins.
fn kinds(starts: &[Option<u32>]) -> Vec<Option<u32>> {
    let mut kinds = starts.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn kind_of(kinds: &[Option<u32>], start: Option<u32>) -> usize {
    kinds.binary_search(&start).expect("a begin that occurs")
}

/// Number of distinct ways to deal the begins to the clusters, n! / Π nᵢ!, as far as it can be counted.
pub fn assignments(starts: &[Option<u32>]) -> u128 {
    let mut product: u128 = 1;
    let mut dealt: u128 = 0;
    for kind in kinds(starts) {
        let count = starts.iter().filter(|start| **start == kind).count() as u128;
        for i in 1..=count {
            dealt += 1;
            // A product of binomial coefficients so far, so the division leaves nothing.
            match product.checked_mul(dealt) {
                Some(larger) => product = larger / i,
                None => return u128::MAX,
            }
        }
    }
    product
}

fn test(
    observed: &[usize],
    most: usize,
    draws: usize,
    uniform: &mut dyn FnMut() -> f64,
    statistic: &mut dyn FnMut(&[usize]) -> Option<f64>,
) -> Result<Permutation, NoFit> {
    let made = statistic(observed).ok_or(NoFit::NoContrast)?;
    let mut tally = Tally { made, ..Tally::default() };
    let mut dealt = observed.to_vec();
    dealt.sort_unstable();
    let starts: Vec<Option<u32>> = observed.iter().map(|kind| Some(*kind as u32)).collect();
    let exact = assignments(&starts) <= most as u128;
    if exact {
        tally.count(statistic(&dealt));
        while next(&mut dealt) {
            tally.count(statistic(&dealt));
        }
    } else {
        for _ in 0..draws {
            shuffle(&mut dealt, uniform);
            tally.count(statistic(&dealt));
        }
    }
    let extra = usize::from(!exact);
    let share = (tally.far + extra) as f64 / (tally.all + extra) as f64;
    Ok(Permutation {
        observed: made,
        assignments: tally.all,
        exact,
        p_value: share,
        deviation: tally.deviation(),
        undefined: tally.undefined,
    })
}

/// What is counted over the assignments.
#[derive(Debug, Default)]
struct Tally {
    made: f64,
    all: usize,
    far: usize,
    undefined: usize,
    sum: f64,
    squares: f64,
}

impl Tally {
    fn count(&mut self, statistic: Option<f64>) {
        self.all += 1;
        match statistic {
            Some(value) => {
                self.far += usize::from(value.abs() >= self.made.abs() * (1.0 - TIE));
                self.sum += value;
                self.squares += value * value;
            }
            None => {
                self.undefined += 1;
                self.far += 1;
            }
        }
    }

    fn deviation(&self) -> f64 {
        let n = (self.all - self.undefined) as f64;
        let mean = self.sum / n;
        (self.squares / n - mean * mean).max(0.0).sqrt()
    }
}

/// The next arrangement in lexicographic order; false after the last one.
fn next(dealt: &mut [usize]) -> bool {
    let Some(rise) = dealt.windows(2).rposition(|pair| pair[0] < pair[1]) else { return false };
    let larger = dealt.iter().rposition(|kind| *kind > dealt[rise]).expect("the one after it is larger");
    dealt.swap(rise, larger);
    dealt[rise + 1..].reverse();
    true
}

/// Fisher and Yates' shuffle.
fn shuffle(dealt: &mut [usize], uniform: &mut dyn FnMut() -> f64) {
    for i in (1..dealt.len()).rev() {
        let j = (uniform() * (i + 1) as f64) as usize;
        dealt.swap(i, j.min(i));
    }
}

#[cfg(test)]
mod tests;
