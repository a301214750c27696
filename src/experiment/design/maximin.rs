//! Exchanges between the points of a Latin hypercube that move them apart.

use super::below;

/// Distances that may be looked at for one design, at most; it sets the number of trials.
const WORK: usize = 30_000_000;

/// Trials for one design, for each of its points, at most: small ones gain nothing from more.
const TRIALS_PER_POINT: usize = 3_000;

/// What the logarithm of the sum over d^−p of two points may grow by in an exchange, at the start: this by the number
/// of points, within the limits, for the fewer there are, the larger are the steps between possible distances.
const TOLERANCE: f64 = 100.0;
const TOLERANCE_LIMITS: (f64, f64) = (0.5, 10.0);

/// A design under improvement. Coordinates are the numbers of strata, so that squares of distances are whole numbers
/// and exact, and nothing drifts over many exchanges.
struct Search {
    /// The stratum of each point, by dimension.
    strata: Vec<Vec<u32>>,
    /// Square of the distance from one point to each other, row after row; infinite on the diagonal.
    squares: Vec<f64>,
    /// Smallest square of each point.
    nearest: Vec<f64>,
}

/// Exchanges strata between two points in one dimension, which keeps the design a Latin hypercube, and keeps an
/// exchange that makes φ_p = (Σ d^−p)^(1/p) over the pairs smaller (Morris & Mitchell 1995), or larger by less than a
/// tolerance that falls to zero (threshold accepting: Dueck & Scheuer 1990, Journal of Computational Physics 90(1)).
/// In every second trial, one of the points is a closest one.
pub(super) fn improve(strata: &mut [Vec<u32>], uniform: &mut impl FnMut() -> f64) {
    let count = strata[0].len();
    let trials = (WORK / count).min(TRIALS_PER_POINT * count);
    let tolerance = (TOLERANCE / count as f64).clamp(TOLERANCE_LIMITS.0, TOLERANCE_LIMITS.1);
    let mut search = Search::of(strata);
    let mut best = search.smallest();
    for trial in 0..trials {
        let rest = 1.0 - trial as f64 / trials as f64;
        let a = if trial % 2 == 0 { search.closest() } else { below(count, uniform) };
        let b = (a + 1 + below(count - 1, uniform)) % count;
        let dimension = below(strata.len(), uniform);
        if search.ratio(a, b, dimension) > libm::exp(tolerance * rest * uniform()) {
            continue;
        }
        search.exchange(a, b, dimension);
        let smallest = search.smallest();
        if smallest > best || (smallest == best && 2 * trial > trials) {
            best = smallest;
            strata.clone_from_slice(&search.strata);
        }
    }
}

impl Search {
    fn of(strata: &[Vec<u32>]) -> Self {
        let count = strata[0].len();
        let mut search =
            Search { strata: strata.to_vec(), squares: vec![0.0; count * count], nearest: vec![0.0; count] };
        for i in 0..count {
            for j in 0..count {
                let square = strata.iter().fold(0.0, |sum, of| {
                    let difference = f64::from(of[i].abs_diff(of[j]));
                    sum + difference * difference
                });
                search.squares[i * count + j] = if i == j { f64::INFINITY } else { square };
            }
            search.look_around(i);
        }
        search
    }

    fn count(&self) -> usize {
        self.nearest.len()
    }

    fn row(&self, point: usize) -> &[f64] {
        &self.squares[point * self.count()..][..self.count()]
    }

    fn look_around(&mut self, point: usize) {
        self.nearest[point] = self.row(point).iter().copied().fold(f64::INFINITY, f64::min);
    }

    fn smallest(&self) -> f64 {
        self.nearest.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The first of the points that are closest to another.
    fn closest(&self) -> usize {
        let smallest = self.smallest();
        self.nearest.iter().position(|&square| square == smallest).expect("a design has points")
    }

    /// The sum of d^−p over the distances from two points after their exchange, over the one before. Only these
    /// distances change, so that φ_p falls exactly where this is below one.
    fn ratio(&self, a: usize, b: usize, dimension: usize) -> f64 {
        let strata = &self.strata[dimension];
        let (of_a, of_b) = (f64::from(strata[a]), f64::from(strata[b]));
        let (mut before, mut after) = (0.0, 0.0);
        for (((&from_a, &from_b), &stratum), other) in
            self.row(a).iter().zip(self.row(b)).zip(strata).zip(0..)
        {
            if other == a || other == b {
                continue;
            }
            let change = change(of_a, of_b, f64::from(stratum));
            before += term(from_a) + term(from_b);
            after += term(from_a + change) + term(from_b - change);
        }
        after / before
    }

    fn exchange(&mut self, a: usize, b: usize, dimension: usize) {
        let count = self.count();
        let (of_a, of_b) = (self.strata[dimension][a], self.strata[dimension][b]);
        for other in (0..count).filter(|&other| other != a && other != b) {
            let change = change(f64::from(of_a), f64::from(of_b), f64::from(self.strata[dimension][other]));
            let old = [self.squares[a * count + other], self.squares[b * count + other]];
            let new = [old[0] + change, old[1] - change];
            for (point, square) in [a, b].into_iter().zip(new) {
                self.squares[point * count + other] = square;
                self.squares[other * count + point] = square;
            }
            if new[0].min(new[1]) <= self.nearest[other] {
                self.nearest[other] = new[0].min(new[1]);
            } else if old[0].min(old[1]) == self.nearest[other] {
                self.look_around(other);
            }
        }
        self.strata[dimension].swap(a, b);
        self.look_around(a);
        self.look_around(b);
    }
}

/// By how much the square of the distance from a to another point grows if a takes the stratum of b; from b to it,
/// the square falls by the same.
fn change(of_a: f64, of_b: f64, of_other: f64) -> f64 {
    (of_b - of_other) * (of_b - of_other) - (of_a - of_other) * (of_a - of_other)
}

/// d^−p of the square of a distance, with p = 32: large enough for the smallest distance to rule.
fn term(square: f64) -> f64 {
    let inverse = 1.0 / square;
    let power = inverse * inverse;
    let power = power * power;
    let power = power * power;
    power * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::latin::tests::generator;

    /// The smallest square of a distance, counted afresh.
    fn smallest(strata: &[Vec<u32>]) -> u32 {
        let square = |i: usize, j: usize| strata.iter().map(|of| of[i].abs_diff(of[j]).pow(2)).sum::<u32>();
        let pairs = (0..strata[0].len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        pairs.map(|(i, j)| square(i, j)).min().expect("two points or more")
    }

    fn in_order(count: u32, dimensions: usize) -> Vec<Vec<u32>> {
        vec![(0..count).collect(); dimensions]
    }

    #[test]
    fn small_designs_in_the_plane_are_the_best_there_are() {
        // By enumeration of all permutations; of seven points, two in 5,040 are best.
        for (count, best) in [(3, 2), (4, 5), (5, 5), (6, 5), (7, 8), (8, 8)] {
            let mut strata = in_order(count, 2);
            improve(&mut strata, &mut generator(u64::from(count)));
            assert_eq!(smallest(&strata), best, "{count} points");
        }
    }

    #[test]
    fn a_design_stays_latin_and_comes_near_the_bound() {
        for (count, dimensions) in [(30, 3), (60, 8)] {
            let mut strata = in_order(count, dimensions);
            improve(&mut strata, &mut generator(1));
            for of in &strata {
                let mut sorted = of.clone();
                sorted.sort_unstable();
                assert!(sorted.into_iter().eq(0..count));
            }
            // No design has more than the mean square over all pairs, n (n + 1) k / 6 (van Dam, Rennen & Husslage
            // 2009, Operations Research 57(3)).
            let bound = count * (count + 1) * dimensions as u32 / 6;
            let found = smallest(&strata);
            assert!(found <= bound && 5 * found > bound, "{found} of {bound}");
        }
    }

    #[test]
    fn squares_and_nearest_are_right_after_many_exchanges() {
        let mut uniform = generator(4);
        let mut search = Search::of(&in_order(20, 3));
        for _ in 0..500 {
            let a = below(20, &mut uniform);
            let b = (a + 1 + below(19, &mut uniform)) % 20;
            let dimension = below(3, &mut uniform);
            let sum = |search: &Search| {
                let others = (0..20).filter(|&other| other != a && other != b);
                others.map(|other| term(search.row(a)[other]) + term(search.row(b)[other])).sum::<f64>()
            };
            let (before, ratio) = (sum(&search), search.ratio(a, b, dimension));
            search.exchange(a, b, dimension);
            assert!((sum(&search) / before / ratio - 1.0).abs() < 1e-9);
            let afresh = Search::of(&search.strata);
            assert_eq!((&search.squares, &search.nearest), (&afresh.squares, &afresh.nearest));
        }
        assert_eq!(search.smallest(), f64::from(smallest(&search.strata)));
    }
}
