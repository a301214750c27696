//! What the acceptable points have in common: ranges, and ridges along which parameters make up for each other.

use super::tried::{CUTOFF, Tried};
use crate::statistics::correlation::spearman;

/// A parameter whose acceptable values fill more than this share of its range is not identified by the targets.
pub const NOT_IDENTIFIED: f64 = 0.6;
/// Two parameters whose rank correlation among acceptable points exceeds this make up for each other.
pub const RIDGE: f64 = 0.7;
/// With fewer acceptable points no ridge is looked for: a correlation of chance would pass for one.
pub const FEWEST: usize = 10;

/// What the acceptable points of a step have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptable {
    /// How many there are.
    pub count: usize,
    /// For each parameter the smallest and largest place in the unit cube; `None` without acceptable points.
    pub ranges: Option<Vec<(f64, f64)>>,
    /// Pairs of parameters (places in the step) that make up for each other, with their rank correlation.
    pub ridges: Vec<(usize, usize, f64)>,
}

/// Whether a point agrees with all targets.
pub fn is_acceptable(point: &Tried) -> bool {
    point.worst <= CUTOFF
}

/// What the acceptable ones among points have in common.
pub(super) fn of(points: &[Tried], dimension: usize) -> Acceptable {
    let good: Vec<&Tried> = points.iter().filter(|point| is_acceptable(point)).collect();
    let column = |index: usize| good.iter().map(|point| point.unit[index]).collect::<Vec<f64>>();
    let range = |index: usize| {
        column(index).iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), u| (a.min(*u), b.max(*u)))
    };
    let mut ridges = Vec::new();
    for first in 0..dimension {
        for second in first + 1..dimension {
            let found = if good.len() < FEWEST { None } else { spearman(&column(first), &column(second)) };
            ridges.extend(found.filter(|rho| rho.abs() > RIDGE).map(|rho| (first, second, rho)));
        }
    }
    let ranges = (!good.is_empty()).then(|| (0..dimension).map(range).collect());
    Acceptable { count: good.len(), ranges, ridges }
}

#[cfg(test)]
mod tests {
    use super::super::tried::Evaluation;
    use super::*;

    fn point(unit: [f64; 2], worst: f64) -> Tried {
        Tried {
            wave: 0,
            unit: unit.to_vec(),
            values: Vec::new(),
            evaluation: Evaluation { found: Vec::new(), refused: None },
            implausibility: Vec::new(),
            worst,
            loss: worst,
        }
    }

    #[test]
    fn a_ridge_of_acceptable_points_is_named_and_others_do_not_count() {
        let mut points: Vec<Tried> =
            (0..12).map(|i| f64::from(i) / 12.0).map(|u| point([u, 0.9 - 0.5 * u], 2.9)).collect();
        points.push(point([1.0, 1.0], 3.1));
        let found = of(&points, 2);
        assert_eq!((found.count, found.ridges.as_slice()), (12, &[(0, 1, -1.0)][..]));
        let ranges = found.ranges.expect("there are some");
        assert_eq!((ranges[0].0, ranges[1].1), (0.0, 0.9));
        assert_eq!(of(&points[..9], 2).ridges, []);
        assert_eq!(of(&points[12..], 2).ranges, None);
    }
}
