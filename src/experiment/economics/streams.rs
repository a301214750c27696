//! Differences period by period, replication by replication.

use crate::experiment::results::Results;
use crate::statistics::money::discount_factor;
use crate::system::{PERIOD_WEEKS, YEAR_WEEKS};

/// The periods of the measured time.
#[derive(Debug, Clone)]
pub(super) struct Periods {
    /// Week of the end of each.
    pub end: Vec<f64>,
    /// Length of each, in years.
    pub years: Vec<f64>,
    /// From the begin of the measured time to the middle of each, in years.
    pub middle: Vec<f64>,
    /// What an amount of each is worth at the begin of the measured time.
    pub discount: Vec<f64>,
}

impl Periods {
    /// The periods of so many weeks.
    pub fn new(weeks: f64, discount_rate: f64) -> Self {
        let length = f64::from(PERIOD_WEEKS);
        let count = (weeks / length).ceil() as u32;
        let begin: Vec<f64> = (0..count).map(|k| f64::from(k) * length).collect();
        let end: Vec<f64> = begin.iter().map(|begin| (begin + length).min(weeks)).collect();
        let both = || begin.iter().zip(&end);
        let middle: Vec<f64> = both().map(|(begin, end)| (begin + end) / 2.0 / YEAR_WEEKS).collect();
        Periods {
            years: both().map(|(begin, end)| (end - begin) / YEAR_WEEKS).collect(),
            discount: middle.iter().map(|years| discount_factor(discount_rate, *years)).collect(),
            middle,
            end,
        }
    }

    /// A measure per year as (time in years, amount) of each period.
    pub fn stream(&self, per_year: &[f64]) -> Vec<(f64, f64)> {
        let amounts = per_year.iter().zip(&self.years).map(|(rate, years)| rate * years);
        self.middle.iter().copied().zip(amounts).collect()
    }

    /// Mean of a measure per year over the whole time.
    pub fn mean(&self, per_year: &[f64]) -> f64 {
        self.sum(per_year.iter().copied()) / self.years.iter().sum::<f64>()
    }

    /// Sum of a measure per year, discounted: years of what it counts.
    pub fn discounted_sum(&self, per_year: &[f64]) -> f64 {
        self.sum(per_year.iter().zip(&self.discount).map(|(rate, discount)| rate * discount))
    }

    fn sum(&self, rates: impl Iterator<Item = f64>) -> f64 {
        rates.zip(&self.years).map(|(rate, years)| rate * years).sum()
    }
}

/// A measure of a scenario less that of the baseline: for each replication a number per period.
pub(super) type Change = Vec<Vec<f64>>;

/// The change of a measure that both have; `None` where one lacks it.
pub(super) fn change(results: &Results, arm: usize, name: &str) -> Option<Change> {
    Some(less(&results.periods(arm, name)?, &results.periods(0, name)?))
}

/// The change of an amount that is zero where it is not measured (a part of the cost that one scenario does not
/// have); `None` where neither measures it.
pub(super) fn change_of_part(results: &Results, arm: usize, name: &str) -> Option<Change> {
    let nothing = |other: &Change| other.iter().map(|row| vec![0.0; row.len()]).collect();
    match (results.periods(arm, name), results.periods(0, name)) {
        (Some(after), Some(before)) => Some(less(&after, &before)),
        (Some(after), None) => Some(after),
        (None, Some(before)) => Some(less(&nothing(&before), &before)),
        (None, None) => None,
    }
}

fn less(after: &Change, before: &Change) -> Change {
    let row =
        |(after, before): (&Vec<f64>, &Vec<f64>)| after.iter().zip(before).map(|(a, b)| a - b).collect();
    after.iter().zip(before).map(row).collect()
}
