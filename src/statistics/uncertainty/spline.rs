//! Columns for regressions: cubic splines that are straight beyond their outer knots, groups, and products of both.

use crate::statistics::quantile::quantile;
use crate::statistics::symmetric::dot;

/// Shares of the values below the knots (Harrell 2001, Regression Modeling Strategies, table 2.3).
const KNOTS: [&[f64]; 3] = [&[0.1, 0.5, 0.9], &[0.05, 0.35, 0.65, 0.95], &[0.05, 0.275, 0.5, 0.725, 0.95]];

/// Columns beside the constant of a natural cubic spline with up to `knots` knots, from 2 to 5, at quantiles of the
/// values: the value itself, and for each knot but two a cubic that is straight beyond the outer knots (Stone & Koo
/// 1985, Proceedings of the Statistical Computing Section, ASA; Harrell 2001, 2.4.5). Two knots make a straight line.
/// Values are taken from 0 to 1. Knots that coincide count once; a constant has no column.
pub fn natural(values: &[f64], knots: usize) -> Vec<Vec<f64>> {
    let (Some(low), Some(high)) = (quantile(values, 0.0), quantile(values, 1.0)) else {
        return Vec::new();
    };
    if low == high {
        return Vec::new();
    }
    let unit = |value: f64| (value - low) / (high - low);
    let x: Vec<f64> = values.iter().map(|value| unit(*value)).collect();
    let shares: &[f64] = if knots < 3 { &[] } else { KNOTS[knots.min(5) - 3] };
    let mut places: Vec<f64> = shares.iter().filter_map(|share| quantile(values, *share)).map(unit).collect();
    places.dedup();
    let mut columns = vec![x.clone()];
    let Some((last, before)) = places.split_last().filter(|_| places.len() > 2) else {
        return columns;
    };
    let cube = |v: f64| if v > 0.0 { v * v * v } else { 0.0 };
    let (second, inner) = before.split_last().expect("three knots or more");
    for knot in inner {
        let (a, b) = ((last - knot) / (last - second), (second - knot) / (last - second));
        columns.push(x.iter().map(|v| cube(v - knot) - a * cube(v - second) + b * cube(v - last)).collect());
    }
    columns
}

/// A column for each distinct value but the least: 1 where it is, else 0.
pub fn groups(values: &[f64]) -> Vec<Vec<f64>> {
    let is = |level: &f64| values.iter().map(|v| f64::from(u8::from(v == level))).collect::<Vec<f64>>();
    distinct(values).iter().skip(1).map(is).collect()
}

/// The distinct values in ascending order.
pub fn distinct(values: &[f64]) -> Vec<f64> {
    // Adding zero makes a negative zero a positive one.
    let mut sorted: Vec<f64> = values.iter().map(|value| value + 0.0).collect();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    sorted
}

/// All products of a column of the one and a column of the other.
pub fn products(one: &[Vec<f64>], other: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let product = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).map(|(x, y)| x * y).collect::<Vec<f64>>();
    one.iter().flat_map(|a| other.iter().map(move |b| product(a, b))).collect()
}

/// A column with less than this share of its squares left depends on those before it.
const DEPENDENT: f64 = 1e-10;

/// Columns at right angles to each other and to a constant, of length 1, that span the same deviations from the mean;
/// columns that depend on others are left out (Gram & Schmidt, twice over: Björck 1967, BIT 7).
pub fn orthonormal(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for column in columns {
        let before = dot(column, column);
        let mut rest = column.clone();
        for _ in 0..2 {
            let mean = super::layout::mean(&rest);
            rest.iter_mut().for_each(|value| *value -= mean);
            for unit in &basis {
                let along = dot(unit, &rest);
                rest.iter_mut().zip(unit).for_each(|(value, u)| *value -= along * u);
            }
        }
        let length = dot(&rest, &rest);
        if length > DEPENDENT * before {
            let length = length.sqrt();
            basis.push(rest.iter().map(|value| value / length).collect());
        }
    }
    basis
}

/// Deviations from their mean that the basis explains: the least squares fit less its mean.
pub fn explained(basis: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    let mean = super::layout::mean(values);
    let deviations: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let mut fit = vec![0.0; values.len()];
    for unit in basis {
        let along = dot(unit, &deviations);
        fit.iter_mut().zip(unit).for_each(|(value, u)| *value += along * u);
    }
    fit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hundred() -> Vec<f64> {
        (0..100).map(|i| 5.0 + f64::from(i * 37 % 100)).collect()
    }

    #[test]
    fn the_spline_is_straight_beyond_its_outer_knots_and_bent_between() {
        let x = hundred();
        let columns = natural(&x, 5);
        assert_eq!(columns.len(), 4);
        let at = |column: &[f64], value: f64| column[x.iter().position(|v| *v == value).expect("a value")];
        for column in &columns[1..] {
            for start in [101.0, 5.0] {
                let bend = at(column, start) - 2.0 * at(column, start + 1.0) + at(column, start + 2.0);
                assert!(bend.abs() < 1e-12, "{start} {bend}");
            }
            assert!((at(column, 80.0) - 2.0 * at(column, 81.0) + at(column, 82.0)).abs() > 1e-6);
        }
    }

    #[test]
    fn few_values_make_few_columns() {
        let tied: Vec<f64> = (0..100).map(|i| f64::from(i % 2)).collect();
        assert_eq!(natural(&tied, 5).len(), 1);
        assert_eq!(natural(&hundred(), 2).len(), 1);
        assert!(natural(&[3.0; 4], 5).is_empty() && natural(&[], 5).is_empty());
        assert_eq!(groups(&[2.0, -0.0, 0.0, 7.0]), [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]);
        assert_eq!(
            products(&[vec![2.0, 3.0]], &[vec![5.0, 7.0], vec![0.0, 1.0]]),
            [[10.0, 21.0], [0.0, 3.0]]
        );
    }

    #[test]
    fn the_fit_is_that_of_least_squares() {
        let x = hundred();
        let line: Vec<f64> = x.iter().map(|v| 3.0 - 2.0 * v).collect();
        let basis = orthonormal(&natural(&x, 5));
        assert_eq!(basis.len(), 4);
        let mean = crate::statistics::uncertainty::layout::mean(&line);
        for (fit, y) in explained(&basis, &line).iter().zip(&line) {
            assert!((fit + mean - y).abs() < 1e-10);
        }
        // Groups give their means.
        let values = [1.0, 2.0, 6.0, 8.0];
        let fit = explained(&orthonormal(&groups(&[0.0, 0.0, 1.0, 1.0])), &values);
        for (found, expected) in fit.iter().zip([-2.75, -2.75, 2.75, 2.75]) {
            assert!((found - expected).abs() < 1e-12);
        }
        let twice = [x.clone(), x.iter().map(|v| 7.0 - v).collect(), vec![4.0; 100]];
        assert_eq!(orthonormal(&twice).len(), 1, "a copy and a constant add nothing");
    }
}
