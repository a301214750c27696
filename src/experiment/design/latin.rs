//! Latin hypercubes: in each dimension, one point in each of as many equal strata as there are points.

use super::{below, maximin};

/// Points up to which a design is improved: beyond, the distances between all pairs would take too much time and
/// space.
pub const LARGEST_IMPROVED: usize = 2_000;

/// Points that one design may have, at most: 2^30.
pub const LARGEST_COUNT: usize = 1 << 30;

/// Parts of a stratum in whose middle a point may lie.
const PARTS: f64 = (1 << 20) as f64;

/// A Latin hypercube.
#[derive(Debug, Clone, PartialEq)]
pub struct Latin {
    /// The points, each coordinate in the open interval (0, 1).
    pub points: Vec<Vec<f64>>,
    /// Smallest Euclidean distance between two of them; `None` with fewer than two points, or more than
    /// [`LARGEST_IMPROVED`].
    pub smallest_distance: Option<f64>,
    /// Whether the points were moved apart, see [`latin_hypercube`]; otherwise each is where chance put it.
    pub improved: bool,
}

/// A random Latin hypercube (McKay, Beckman & Conover 1979, Technometrics 21(2)): the strata of the dimensions are
/// joined at random, and each point lies at random within its strata. With 3 to [`LARGEST_IMPROVED`] points in two or
/// more dimensions, strata are then exchanged between points so that the smallest distance grows (maximin criterion
/// of Morris & Mitchell 1995, Journal of Statistical Planning and Inference 43(3)), in a bounded number of trials:
/// good, not optimal. Every coordinate of every point is uniform in any case. `count` is at least 1 and at most
/// [`LARGEST_COUNT`]; `uniform` gives numbers in [0, 1).
pub fn latin_hypercube(count: usize, dimensions: usize, uniform: &mut impl FnMut() -> f64) -> Latin {
    assert!(
        (1..=LARGEST_COUNT).contains(&count),
        "a Latin hypercube has 1 to {LARGEST_COUNT} points, and not {count}"
    );
    let mut strata: Vec<Vec<u32>> = (0..dimensions).map(|_| permutation(count, uniform)).collect();
    let improved = dimensions > 1 && (3..=LARGEST_IMPROVED).contains(&count);
    if improved {
        maximin::improve(&mut strata, uniform);
        // The search treats the points unlike by their order.
        let order = permutation(count, uniform);
        for of in &mut strata {
            *of = order.iter().map(|&point| of[point as usize]).collect();
        }
    }
    let points = within(&strata, count, uniform);
    let smallest_distance = if count <= LARGEST_IMPROVED { smallest_distance(&points) } else { None };
    Latin { points, smallest_distance, improved }
}

/// The numbers from 0 to `count` − 1 in random order (Fisher & Yates).
fn permutation(count: usize, uniform: &mut impl FnMut() -> f64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    for last in (1..count).rev() {
        order.swap(last, below(last + 1, uniform));
    }
    order
}

/// A point at random within its stratum of each dimension.
fn within(strata: &[Vec<u32>], count: usize, uniform: &mut impl FnMut() -> f64) -> Vec<Vec<f64>> {
    let mut place = |stratum: u32| {
        // The middle of a part, for rounding could put a point at an edge into the next stratum.
        let inside = ((uniform() * PARTS).floor() + 0.5) / PARTS;
        (f64::from(stratum) + inside) / count as f64
    };
    (0..count).map(|point| strata.iter().map(|of| place(of[point])).collect()).collect()
}

/// The smallest Euclidean distance between two of the points; `None` with fewer than two. Takes time with the square
/// of their count.
pub fn smallest_distance(points: &[Vec<f64>]) -> Option<f64> {
    let mut smallest: Option<f64> = None;
    for (i, a) in points.iter().enumerate() {
        for b in &points[..i] {
            let square = a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + (x - y) * (x - y));
            smallest = Some(smallest.map_or(square, |s| s.min(square)));
        }
    }
    smallest.map(f64::sqrt)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// SplitMix64 as numbers in [0, 1).
    pub(crate) fn generator(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }
    }

    /// Whether each stratum of each dimension holds one point, strictly inside.
    fn is_latin(points: &[Vec<f64>]) -> bool {
        let count = points.len() as f64;
        (0..points[0].len()).all(|dimension| {
            let mut strata: Vec<f64> = points.iter().map(|p| (p[dimension] * count).floor()).collect();
            strata.sort_by(f64::total_cmp);
            strata.iter().enumerate().all(|(i, &stratum)| stratum == i as f64)
                && points.iter().all(|p| 0.0 < p[dimension] && p[dimension] < 1.0)
        })
    }

    #[test]
    fn each_stratum_of_each_dimension_holds_one_point() {
        for (count, dimensions, improved) in
            [(1, 3, false), (2, 3, false), (3, 2, true), (50, 1, false), (97, 6, true), (2_001, 4, false)]
        {
            let latin = latin_hypercube(count, dimensions, &mut generator(1));
            assert_eq!((latin.points.len(), latin.points[0].len()), (count, dimensions));
            assert!(is_latin(&latin.points));
            assert_eq!(latin.improved, improved, "{count} points");
            assert_eq!(latin.smallest_distance.is_some(), (2..=LARGEST_IMPROVED).contains(&count));
        }
        // The extreme numbers of a generator stay inside as well.
        for extreme in [0.0, 1.0 - f64::EPSILON / 2.0] {
            assert!(is_latin(&latin_hypercube(100_000, 2, &mut || extreme).points));
        }
    }

    #[test]
    fn the_smallest_distance_is_that_of_the_points() {
        let points = [vec![0.0, 0.0], vec![1.0, 1.0], vec![0.7, 0.6]];
        assert_eq!(smallest_distance(&points), Some((1.0_f64 - 0.7).hypot(1.0 - 0.6)));
        assert_eq!(smallest_distance(&points[..1]), None);
    }

    #[test]
    fn improvement_makes_the_smallest_distance_half_as_large_again_or_more() {
        for (count, dimensions) in [(10, 2), (30, 3), (60, 10), (100, 5)] {
            let mut uniform = generator(2);
            let (mut plain, mut better) = (0.0, 0.0);
            for _ in 0..3 {
                let strata: Vec<Vec<u32>> =
                    (0..dimensions).map(|_| permutation(count, &mut uniform)).collect();
                plain += smallest_distance(&within(&strata, count, &mut uniform)).expect("points");
                better += latin_hypercube(count, dimensions, &mut uniform).smallest_distance.expect("points");
            }
            assert!(better > 1.5 * plain, "{count} points in {dimensions}: {better} and {plain}");
        }
    }

    #[test]
    fn coordinates_of_an_improved_design_are_uniform() {
        // 200 designs of five points; each bound is five standard errors (false alarm 6e-7 each, three of them).
        const DESIGNS: usize = 200;
        let mut uniform = generator(3);
        let (mut first, mut square, mut mean_of_squares) = (0.0, 0.0, 0.0);
        for _ in 0..DESIGNS {
            let points = latin_hypercube(5, 2, &mut uniform).points;
            first += (points[0][0] - 0.5) / DESIGNS as f64;
            square += (points[0][1] - 0.5) * (points[0][1] - 0.5) / DESIGNS as f64;
            mean_of_squares += points.iter().map(|p| p[1] * p[1]).sum::<f64>() / 5.0 / DESIGNS as f64;
        }
        let root = (DESIGNS as f64).sqrt();
        assert!(first.abs() < 5.0 / 12.0_f64.sqrt() / root, "{first}");
        // The square of a centred uniform number has mean 1/12 and variance 1/180.
        assert!((square - 1.0 / 12.0).abs() < 5.0 / 180.0_f64.sqrt() / root, "{square}");
        // The square of (i + u)/5 has variance (i²/3 + i/3 + 4/45)/625, and the five strata are independent.
        let variance = (0..5).map(f64::from).map(|i| (i * i + i) / 3.0 + 4.0 / 45.0).sum::<f64>() / 15_625.0;
        assert!((mean_of_squares - 1.0 / 3.0).abs() < 5.0 * variance.sqrt() / root, "{mean_of_squares}");
    }

    #[test]
    #[should_panic(expected = "and not 0")]
    fn no_points_are_refused() {
        latin_hypercube(0, 2, &mut || 0.0);
    }
}
