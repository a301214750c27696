//! Estimates from a sample that was drawn in strata and clusters, with weights.
//!
//! Every number here is a ratio of two weighted sums. Its variance is that of the linearized sum between the
//! primary units of each stratum, taken as drawn with replacement (Taylor series linearization; Wolter 2007,
//! *Introduction to Variance Estimation*, section 6.3). Records outside a subgroup stay in the design with
//! nothing to add, so that the number of units in a stratum is that of the sample and not of the subgroup.

use std::collections::BTreeMap;

use serde::Serialize;

/// Fewer records than this ask for caution: NCHS presents no proportion that rests on fewer (Parker and others 2017,
/// Vital and Health Statistics 2(175)).
pub const FEWEST_RECORDS: usize = 30;
/// So does a larger relative standard error, the rule of the survey's own reports before that.
pub const LARGEST_RELATIVE_ERROR: f64 = 0.30;

/// Who was drawn together: the stratum and the primary unit of each record.
#[derive(Debug, Clone)]
pub struct Design {
    weights: Vec<f64>,
    unit_of: Vec<usize>,
    /// Units of each stratum: they stand one after another.
    strata: Vec<usize>,
}

/// An estimate from a survey.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Records on which it rests, not weighted: for a share, those that have what is counted.
    pub n: usize,
    /// Whether it asks for caution: fewer than 30 records, or a relative standard error above 30 %.
    pub caution: bool,
}

impl Design {
    /// A design from the stratum, unit and weight of each record. A unit belongs to its stratum: the same name
    /// in another stratum is another unit.
    pub fn new<'a>(records: impl Iterator<Item = (&'a str, &'a str, f64)>) -> Design {
        let (mut weights, mut names) = (Vec::new(), Vec::new());
        for (stratum, unit, weight) in records {
            weights.push(weight);
            names.push((stratum, unit));
        }
        let mut units: BTreeMap<(&str, &str), usize> = names.iter().map(|name| (*name, 0)).collect();
        let mut strata: Vec<(&str, usize)> = Vec::new();
        for (index, ((stratum, _), unit)) in units.iter_mut().enumerate() {
            *unit = index;
            match strata.last_mut().filter(|(last, _)| last == stratum) {
                Some((_, number)) => *number += 1,
                None => strata.push((stratum, 1)),
            }
        }
        let unit_of = names.iter().map(|name| units[name]).collect();
        Design { weights, unit_of, strata: strata.into_iter().map(|(_, number)| number).collect() }
    }

    /// Number of strata.
    pub fn strata(&self) -> usize {
        self.strata.len()
    }

    /// Number of primary units.
    pub fn units(&self) -> usize {
        self.strata.iter().sum()
    }

    /// Strata with one unit only. They say nothing about the spread between units; such a unit counts with the
    /// square of its distance from the mean of all units, which overstates the variance rather than hiding it.
    pub fn single_unit_strata(&self) -> usize {
        self.strata.iter().filter(|number| **number == 1).count()
    }

    /// The ratio of the weighted sums of `y` and `x`, where `term` gives both for a record that counts, and
    /// `has` says whether it is one of the `n`. `None` where the sum of `x` is zero.
    pub fn ratio(
        &self,
        term: impl Fn(usize) -> Option<(f64, f64)>,
        has: impl Fn(usize) -> bool,
    ) -> Option<Estimate> {
        let (mut above, mut below, mut n) = (0.0, 0.0, 0);
        for (record, weight) in self.weights.iter().enumerate() {
            if let Some((y, x)) = term(record) {
                above += weight * y;
                below += weight * x;
                n += usize::from(has(record));
            }
        }
        if below == 0.0 {
            return None;
        }
        let value = above / below;
        let mut totals = vec![0.0; self.units()];
        for (record, weight) in self.weights.iter().enumerate() {
            if let Some((y, x)) = term(record) {
                totals[self.unit_of[record]] += weight * (y - value * x) / below;
            }
        }
        let standard_error = self.variance(&totals).sqrt();
        let caution = n < FEWEST_RECORDS || standard_error > LARGEST_RELATIVE_ERROR * value.abs();
        Some(Estimate { value, standard_error, n, caution })
    }

    /// The share of the records that count (`among`) which have something (`has`).
    pub fn share(&self, among: impl Fn(usize) -> bool, has: impl Fn(usize) -> bool) -> Option<Estimate> {
        self.ratio(|record| among(record).then(|| (f64::from(u8::from(has(record))), 1.0)), &has)
    }

    /// The mean of a number over the records that count.
    pub fn mean(&self, among: impl Fn(usize) -> bool, number: impl Fn(usize) -> f64) -> Option<Estimate> {
        self.ratio(|record| among(record).then(|| (number(record), 1.0)), |_| true)
    }

    /// Variance of a sum, from the totals of its units.
    fn variance(&self, totals: &[f64]) -> f64 {
        let center = totals.iter().sum::<f64>() / totals.len() as f64;
        let (mut first, mut variance) = (0, 0.0);
        for &number in &self.strata {
            let units = &totals[first..first + number];
            first += number;
            variance += match units {
                [single] => (single - center) * (single - center),
                several => {
                    let mean = several.iter().sum::<f64>() / number as f64;
                    let squares: f64 = several.iter().map(|total| (total - mean) * (total - mean)).sum();
                    squares * number as f64 / (number - 1) as f64
                }
            };
        }
        variance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two strata of two units and three records each … computed by hand:
    ///
    /// | stratum | unit | weight | y |
    /// |---|---|---|---|
    /// | A | 1 | 10, 10 | 1, 0 |
    /// | A | 2 | 20 | 1 |
    /// | B | 1 | 30 | 0 |
    /// | B | 2 | 10, 20 | 1, 0 |
    ///
    /// Sum of weights 100, of those with y = 1: 40. Share 0.4. Linearized totals of the units:
    /// (10·0.6 − 10·0.4)/100 = 0.02; 20·0.6/100 = 0.12; −30·0.4/100 = −0.12; (10·0.6 − 20·0.4)/100 = −0.02.
    /// Variance: 2·((0.05)² + (0.05)²) in each stratum = 0.01 + 0.01.
    const RECORDS: [(&str, &str, f64); 6] = [
        ("A", "1", 10.0),
        ("A", "1", 10.0),
        ("A", "2", 20.0),
        ("B", "1", 30.0),
        ("B", "2", 10.0),
        ("B", "2", 20.0),
    ];
    const Y: [bool; 6] = [true, false, true, false, true, false];

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
    }

    #[test]
    fn a_share_agrees_with_the_calculation_by_hand() {
        let design = Design::new(RECORDS.into_iter());
        assert_eq!((design.strata(), design.units(), design.single_unit_strata()), (2, 4, 0));
        let share = design.share(|_| true, |i| Y[i]).expect("weights above zero");
        close(share.value, 0.4);
        close(share.standard_error, 0.02_f64.sqrt());
        assert_eq!((share.n, share.caution), (3, true));
    }

    /// Only stratum A and the second unit of B count: sum of weights 70, with y 40, share 4/7. Totals: A1
    /// (10·3/7 − 10·4/7)/70 = −1/49, A2 20·3/7/70 = 6/49, B1 0 (it stays in the design), B2
    /// (10·3/7 − 20·4/7)/70 = −5/49. Variance 2·2·(3.5/49)² + 2·2·(2.5/49)² = 4·18.5/49².
    #[test]
    fn a_subgroup_keeps_the_units_that_have_none_of_it() {
        let design = Design::new(RECORDS.into_iter());
        let share = design.share(|i| i != 3, |i| Y[i]).expect("weights above zero");
        close(share.value, 4.0 / 7.0);
        close(share.standard_error, (4.0_f64 * 18.5).sqrt() / 49.0);
    }

    /// Without unit B2 the stratum B has one unit. Weights 70, share 30/70; totals A1 (10·4 − 10·3)/490 = 1/49,
    /// A2 20·4/490 = 8/49, B1 −30·3/490 = −9/49; their mean is 0. Variance 4·(3.5/49)² + (9/49)².
    #[test]
    fn a_single_unit_counts_with_its_distance_from_the_mean_of_all() {
        let design = Design::new(RECORDS.into_iter().take(4));
        assert_eq!(design.single_unit_strata(), 1);
        let share = design.share(|_| true, |i| Y[i]).expect("weights above zero");
        close(share.standard_error, (4.0_f64 * 3.5 * 3.5 + 81.0).sqrt() / 49.0);
    }

    #[test]
    fn a_mean_of_a_constant_has_no_error_and_an_empty_group_no_mean() {
        let design = Design::new(RECORDS.into_iter());
        let mean = design.mean(|_| true, |_| 3.0).expect("weights above zero");
        close(mean.value, 3.0);
        close(mean.standard_error, 0.0);
        assert_eq!(mean.n, 6);
        assert_eq!(design.mean(|_| false, |_| 3.0), None);
    }
}
