//! A ratio of two means with its interval.

use super::estimate::{moments, t_quantile};

/// A ratio of means and Fieller's interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Mean of the numerators over mean of the denominators.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Number of pairs.
    pub n: usize,
}

/// Ratio of the means of paired numbers, with Fieller's interval (Fieller 1954, Journal of the Royal Statistical
/// Society B 16:175): all θ for which the mean of `numerator − θ · denominator` is not told from zero by a t test at
/// 1 − `level`. `None` with fewer than two pairs, and where the interval of the denominator's mean includes zero, as
/// then every large number is a possible ratio. Panics where the columns differ in length; all numbers are finite.
pub fn ratio(numerator: &[f64], denominator: &[f64], level: f64) -> Option<Ratio> {
    assert_eq!(numerator.len(), denominator.len(), "a ratio is made of pairs");
    let n = numerator.len();
    let (x, y) = (moments(numerator)?, moments(denominator)?);
    let (of_x, of_y) = (x.variance?, y.variance?);
    let mut products = 0.0;
    for (a, b) in numerator.iter().zip(denominator) {
        products += (a - x.mean) * (b - y.mean);
    }
    let together = products / (n - 1) as f64;
    let t = t_quantile(1.0 - (1.0 - level) / 2.0, n - 1);
    let share = t * t / n as f64;
    // a θ² − 2 b θ + c ≤ 0
    let a = y.mean * y.mean - share * of_y;
    let b = x.mean * y.mean - share * together;
    let c = x.mean * x.mean - share * of_x;
    let reach = (b * b - a * c).max(0.0).sqrt();
    (a > 0.0).then(|| Ratio { value: x.mean / y.mean, low: (b - reach) / a, high: (b + reach) / a, n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::half_width;
    use crate::statistics::estimate::tests::{X, close};

    const Y: [f64; 10] = [4.1, 3.6, 4.4, 4.6, 3.9, 3.5, 4.0, 4.9, 4.2, 3.8];

    #[test]
    fn the_ends_are_where_the_t_test_just_fails() {
        let found = ratio(&X, &Y, 0.95).expect("denominators far from zero");
        close(found.value, 12.45 / 4.1);
        assert!(found.low < found.value && found.value < found.high);
        for end in [found.low, found.high] {
            let rest: Vec<f64> = X.iter().zip(Y).map(|(x, y)| x - end * y).collect();
            let of_rest = moments(&rest).expect("ten numbers");
            close(of_rest.mean.abs(), half_width(of_rest.variance.expect("ten numbers"), 10, 0.05));
        }
    }

    #[test]
    fn a_fixed_denominator_scales_the_t_interval() {
        let found = ratio(&X, &[2.0; 10], 0.95).expect("a fixed denominator");
        close(found.high - found.value, 0.4282194397108864 / 2.0);
        close(found.value - found.low, 0.4282194397108864 / 2.0);
        let fixed = ratio(&[3.0; 4], &[-2.0; 4], 0.95).expect("no spread at all");
        assert_eq!((fixed.value, fixed.low, fixed.high, fixed.n), (-1.5, -1.5, -1.5, 4));
    }

    #[test]
    fn there_is_none_where_the_denominator_may_be_zero() {
        let around: Vec<f64> = Y.iter().map(|y| y - 4.0).collect();
        assert_eq!(ratio(&X, &around, 0.95), None);
        assert_eq!(ratio(&X, &[0.0; 10], 0.95), None);
        assert_eq!(ratio(&[1.0], &[2.0], 0.95), None);
        assert_eq!(ratio(&[], &[], 0.95), None);
    }
}
