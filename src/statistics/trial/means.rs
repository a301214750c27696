//! Comparisons of cluster means: the trial of two arms, and the naive comparison of before and after.

use super::data::{Data, Row};
use super::effect::{Effect, NoFit};
use crate::statistics::estimate::moments;

/// The difference of the means of two samples with the pooled variance, t with n₁ + n₂ − 2 degrees of
/// freedom: `with` minus `without`. `TooFewClusters` with an empty sample or fewer than three values.
pub fn two_sample(with: &[f64], without: &[f64], level: f64) -> Result<Effect, NoFit> {
    let (Some(a), Some(b)) = (moments(with), moments(without)) else { return Err(NoFit::TooFewClusters) };
    let (n, m) = (with.len() as f64, without.len() as f64);
    if with.len() + without.len() < 3 {
        return Err(NoFit::TooFewClusters);
    }
    let squares = a.variance.unwrap_or(0.0) * (n - 1.0) + b.variance.unwrap_or(0.0) * (m - 1.0);
    let pooled = squares / (n + m - 2.0);
    Effect::t(a.mean - b.mean, (pooled * (1.0 / n + 1.0 / m)).sqrt(), n + m - 2.0, level)
}

/// The mean of differences, t with n − 1 degrees of freedom. `TooFewClusters` with fewer than two.
pub fn one_sample(differences: &[f64], level: f64) -> Result<Effect, NoFit> {
    let found = moments(differences).ok_or(NoFit::TooFewClusters)?;
    let variance = found.variance.ok_or(NoFit::TooFewClusters)?;
    let n = differences.len() as f64;
    Effect::t(found.mean, (variance / n).sqrt(), n - 1.0, level)
}

/// A parallel trial by the means of the clusters after the begin, each cluster one value however many
/// observations it has: t with clusters − 2 degrees of freedom (Donner & Klar 2000, Design and Analysis of
/// Cluster Randomization Trials). Clusters that were not observed after the begin do not count.
pub fn after_means(data: &Data, level: f64) -> Result<Effect, NoFit> {
    let start = common_start(data)?;
    compare(data, level, |rows| mean(rows, |row| row.period >= start))
}

/// The same of the change of each cluster's mean from before the begin to after it: difference in
/// differences. Clusters that were not observed both before and after do not count.
pub fn change_means(data: &Data, level: f64) -> Result<Effect, NoFit> {
    let start = common_start(data)?;
    if !data.observed().any(|row| row.period < start) {
        return Err(NoFit::NoBefore);
    }
    compare(data, level, |rows| {
        Some(mean(rows, |row| row.period >= start)? - mean(rows, |row| row.period < start)?)
    })
}

/// The naive evaluation: after minus before among the treated alone, by cluster or, where `by_person`, by
/// person within a cluster. Whatever else changed meanwhile is taken for the effect. Persons who are not
/// known, or were not seen both before and after in the same cluster, do not count.
pub fn pre_post(data: &Data, by_person: bool, level: f64) -> Result<Effect, NoFit> {
    let mut rows: Vec<&Row> =
        data.observed().filter(|row| data.starts[row.cluster as usize].is_some()).collect();
    if by_person {
        rows.retain(|row| row.person.is_some());
    }
    let key = |row: &Row| (row.cluster, if by_person { row.person } else { None });
    rows.sort_by_key(|row| key(row));
    let after = |row: &Row| data.treated(row.cluster, row.period) == Some(true);
    let change = |rows: &[&Row]| Some(mean(rows, after)? - mean(rows, |row| !after(row))?);
    let differences: Vec<f64> = rows.chunk_by(|a, b| key(a) == key(b)).filter_map(change).collect();
    if differences.is_empty() {
        return Err(NoFit::NoBefore);
    }
    one_sample(&differences, level)
}

/// The begin that all treated clusters share; in the transition their controls are left out as well.
fn common_start(data: &Data) -> Result<u32, NoFit> {
    let mut starts = data.starts.iter().flatten();
    let first = *starts.next().ok_or(NoFit::NoContrast)?;
    match starts.all(|start| *start == first) {
        true => Ok(first),
        false => Err(NoFit::NotParallel),
    }
}

/// Compares a number of each treated cluster with that of each untreated one.
fn compare(data: &Data, level: f64, number: impl Fn(&[&Row]) -> Option<f64>) -> Result<Effect, NoFit> {
    let start = common_start(data)?;
    let counts = |row: &&Row| row.period < start || row.period - start >= data.transition;
    let mut arms = [Vec::new(), Vec::new()];
    for (cluster, begin) in data.starts.iter().enumerate() {
        let rows: Vec<&Row> =
            data.rows.iter().filter(|row| row.cluster as usize == cluster).filter(counts).collect();
        arms[usize::from(begin.is_some())].extend(number(&rows));
    }
    if arms[0].is_empty() {
        return Err(NoFit::NoControls);
    }
    two_sample(&arms[1], &arms[0], level)
}

/// The mean of the values that count; `None` where none does.
fn mean(rows: &[&Row], counts: impl Fn(&Row) -> bool) -> Option<f64> {
    let values: Vec<f64> = rows.iter().filter(|row| counts(row)).map(|row| row.value).collect();
    moments(&values).map(|found| found.mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four clusters in two periods, the first two treated in the second; two people each.
    fn parallel() -> Data {
        let means = [[10.0, 15.0], [12.0, 14.0], [11.0, 12.0], [9.0, 12.5]];
        let mut rows = Vec::new();
        for (cluster, periods) in means.iter().enumerate() {
            for (period, mean) in periods.iter().enumerate() {
                for (person, away) in [(0, -1.0), (1, 1.0 + period as f64)] {
                    let (cluster, period) = (cluster as u32, period as u32);
                    rows.push(Row { cluster, period, person: Some(person), value: mean + away });
                }
            }
        }
        Data { starts: vec![Some(1), Some(1), None, None], transition: 0, periods: 2, rows }
    }

    #[test]
    fn a_parallel_trial_is_a_t_test_of_cluster_means() {
        // After: 15.5, 14.5 against 12.5, 13: variances 0.5 and 0.125, pooled 0.3125.
        let found = after_means(&parallel(), 0.95).expect("two clusters each");
        assert!((found.estimate - 2.25).abs() < 1e-12 && found.freedom == Some(2.0));
        assert!((found.standard_error - 0.3125_f64.sqrt()).abs() < 1e-12);
        // Changes: 5.5, 2.5 against 1.5, 4: variances 4.5 and 3.125.
        let found = change_means(&parallel(), 0.95).expect("two clusters each");
        assert!((found.estimate - 1.25).abs() < 1e-12);
        assert!((found.standard_error - 3.8125_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn before_and_after_takes_a_drift_for_the_effect() {
        let found = pre_post(&parallel(), false, 0.95).expect("two clusters");
        assert!((found.estimate - 4.0).abs() < 1e-12 && found.freedom == Some(1.0));
        assert!((found.standard_error - 1.5).abs() < 1e-12);
        // Persons: 5, 6, 2, 3.
        let found = pre_post(&parallel(), true, 0.95).expect("four persons");
        assert!((found.estimate - 4.0).abs() < 1e-12 && found.freedom == Some(3.0));
        assert!((found.standard_error - (10.0_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_compared_is_said() {
        let data = parallel();
        let starts = |starts: Vec<Option<u32>>| data.with_starts(starts);
        let staggered = starts(vec![Some(1), Some(0), None, None]);
        assert_eq!(after_means(&staggered, 0.95), Err(NoFit::NotParallel));
        assert_eq!(after_means(&starts(vec![Some(1); 4]), 0.95), Err(NoFit::NoControls));
        assert_eq!(after_means(&starts(vec![None; 4]), 0.95), Err(NoFit::NoContrast));
        assert_eq!(change_means(&starts(vec![Some(0), None, None, None]), 0.95), Err(NoFit::NoBefore));
        assert_eq!(pre_post(&starts(vec![Some(0); 4]), false, 0.95), Err(NoFit::NoBefore));
        let equal = data.with_rows(data.rows.iter().map(|row| Row { value: 0.1, ..*row }).collect());
        assert_eq!(after_means(&equal, 0.95), Err(NoFit::NoVariance));
        assert_eq!(pre_post(&equal, false, 0.95), Err(NoFit::NoVariance));
        assert_eq!(two_sample(&[1.0], &[2.0], 0.95), Err(NoFit::TooFewClusters));
    }
}
