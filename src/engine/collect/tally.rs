//! Count, mean, variance and extremes of observations.

use crate::engine::time::Span;

/// Observations that are whole numbers (microseconds or counts). Everything inside is an exact integer; the sum
/// of the squares must stay below 2^128, which holds for 10^11 observations of a year each.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    count: u64,
    sum: u128,
    squares: u128,
    min: u64,
    max: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Tally { count: 0, sum: 0, squares: 0, min: u64::MAX, max: 0 }
    }
}

impl Tally {
    /// Adds one observation.
    #[inline]
    pub fn push(&mut self, value: u64) {
        self.count += 1;
        self.sum += u128::from(value);
        self.squares = self
            .squares
            .checked_add(u128::from(value) * u128::from(value))
            .expect("observations are times and counts, whose squares sum to less than 2^128");
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// Adds one duration.
    #[inline]
    pub fn add(&mut self, span: Span) {
        self.push(span.micros());
    }

    /// Number of observations.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Their sum.
    pub fn sum(&self) -> u128 {
        self.sum
    }

    /// Their mean; NaN when there are none.
    pub fn mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.sum as f64 / self.count as f64 }
    }

    /// Sample variance (divisor n - 1); NaN below two observations. Exact until the last division: with
    /// m the mean rounded down and r the remainder of the sum, n Σ(x-m)² - r² is n Σ(x-mean)².
    pub fn variance(&self) -> f64 {
        if self.count < 2 {
            return f64::NAN;
        }
        let n = u128::from(self.count);
        let (floor, rest) = (self.sum / n, self.sum % n);
        let about_floor = self.squares - floor * (self.sum + rest);
        let numerator = match n.checked_mul(about_floor) {
            Some(product) => (product - rest * rest) as f64 / n as f64,
            None => about_floor as f64 - (rest * rest) as f64 / n as f64,
        };
        numerator / (n - 1) as f64
    }

    /// The smallest observation.
    pub fn min(&self) -> Option<u64> {
        (self.count > 0).then_some(self.min)
    }

    /// The largest observation.
    pub fn max(&self) -> Option<u64> {
        (self.count > 0).then_some(self.max)
    }

    /// Adds all observations of another tally.
    pub fn merge(&mut self, other: &Tally) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(values: &[u64]) -> Tally {
        let mut tally = Tally::default();
        values.iter().for_each(|&value| tally.push(value));
        tally
    }

    #[test]
    fn variance_far_from_zero_is_exact() {
        for shift in [0, 1_000_000_000, 1_000_000_000_000_000] {
            let tally = tally(&[shift + 4, shift + 7, shift + 13, shift + 16]);
            assert_eq!(tally.variance(), 30.0);
            assert_eq!(tally.mean(), shift as f64 + 10.0);
        }
    }

    #[test]
    fn nothing_observed() {
        let empty = Tally::default();
        assert!(empty.mean().is_nan() && empty.variance().is_nan());
        assert_eq!((empty.min(), empty.max()), (None, None));
        assert!(tally(&[3]).variance().is_nan());
    }

    proptest! {
        /// Any grouping merges to the same bits.
        #[test]
        fn merges_in_any_grouping(values in prop::collection::vec(0u64..1 << 50, 0..60), cut in 0usize..60) {
            let whole = tally(&values);
            let cut = cut.min(values.len());
            let (mut left, right) = (tally(&values[..cut]), tally(&values[cut..]));
            let mut reversed = right;
            reversed.merge(&left);
            left.merge(&right);
            prop_assert_eq!(left, whole);
            prop_assert_eq!(reversed, whole);
        }
    }
}
