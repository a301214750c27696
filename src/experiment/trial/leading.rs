//! Leading against lagging indicators: at which lag an indicator tells most of an outcome, within clusters.

use serde::{Deserialize, Serialize};

use super::file::LeadingFile;
use super::verdict::Simulated;
use crate::statistics::correlation::pearson;
use crate::statistics::estimate::moments;
use crate::system::{Measure, Outcome, Window};

/// Correlations of one replication: for each indicator, those at lags from −most to most.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Led {
    /// NaN where there is none.
    pub correlations: Vec<Vec<f64>>,
}

/// What leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Lags {
    /// For each indicator in the order of the study: its mean correlation at each lag, from −most to most.
    pub correlations: Vec<Vec<Option<Simulated>>>,
    /// For each indicator the lag at which its mean correlation is the strongest.
    pub strongest: Vec<Option<Strongest>>,
}

/// Where a correlation is the strongest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strongest {
    /// Periods by which the indicator comes before the outcome; below 0 it comes after.
    pub lag: i64,
    /// The smallest and the largest such lag where one replication is left out.
    pub range: (i64, i64),
    /// The mean correlation there.
    pub correlation: Simulated,
}

/// The correlations of one replication: of the indicator with the outcome so many periods later, both less their mean in each
/// cluster, over all clusters. A correlation needs 13 pairs.
pub fn correlations(asked: &LeadingFile, measures: &[Measure], outcome: &Outcome) -> Led {
    let place = |name: &String| measures.iter().position(|m| m.name == *name).expect("it was looked for");
    let raw = |name: &String| -> Vec<Vec<f64>> {
        let of = |site: u32| {
            (0..outcome.periods).map(|p| outcome.value(Window::Period(p), Some(site), place(name))).collect()
        };
        (0..outcome.sites).map(of).collect()
    };
    let series =
        |name: &String| if asked.less_period_means { less_period_means(raw(name)) } else { raw(name) };
    let later = series(&asked.outcome);
    let most = asked.most_periods as i64;
    let of = |name: &String| {
        let earlier = series(name);
        (-most..=most).map(|lag| at(&earlier, &later, lag).unwrap_or(f64::NAN)).collect()
    };
    Led { correlations: asked.indicators.iter().map(of).collect() }
}

const FEWEST_PAIRS: usize = 13;

/// Series of clusters, less what all of them have in common in each period.
fn less_period_means(mut series: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let periods = series.first().map_or(0, Vec::len);
    for period in 0..periods {
        let known: Vec<f64> = series.iter().map(|of| of[period]).filter(|value| value.is_finite()).collect();
        let mean = moments(&known).map_or(0.0, |found| found.mean);
        series.iter_mut().for_each(|of| of[period] -= mean);
    }
    series
}

fn at(earlier: &[Vec<f64>], later: &[Vec<f64>], lag: i64) -> Option<f64> {
    let (mut xs, mut ys) = (Vec::new(), Vec::new());
    for (x, y) in earlier.iter().zip(later) {
        let pairs: Vec<(f64, f64)> = (0..x.len())
            .filter_map(|t| Some((x[t], *y.get(usize::try_from(t as i64 + lag).ok()?)?)))
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .collect();
        let mean = |of: fn(&(f64, f64)) -> f64| moments(&pairs.iter().map(of).collect::<Vec<_>>());
        if let (Some(x), Some(y)) = (mean(|pair| pair.0), mean(|pair| pair.1)) {
            xs.extend(pairs.iter().map(|pair| pair.0 - x.mean));
            ys.extend(pairs.iter().map(|pair| pair.1 - y.mean));
        }
    }
    if xs.len() < FEWEST_PAIRS { None } else { pearson(&xs, &ys) }
}

/// What leads, over all replications.
pub fn lags(asked: &LeadingFile, replications: &[&Led]) -> Lags {
    let most = asked.most_periods as usize;
    let mean = |indicator: usize, lag: usize, without: Option<usize>| {
        let others = replications.iter().enumerate().filter(|(number, _)| Some(*number) != without);
        let values = others.map(|(_, led)| led.correlations[indicator][lag]).filter(|r| r.is_finite());
        Simulated::mean(&values.collect::<Vec<_>>())
    };
    let curve = |indicator: usize, without: Option<usize>| -> Vec<Option<Simulated>> {
        (0..=2 * most).map(|lag| mean(indicator, lag, without)).collect()
    };
    let peak = |curve: &[Option<Simulated>]| -> Option<(i64, Simulated)> {
        let known = curve.iter().enumerate().filter_map(|(lag, of)| Some((lag as i64 - most as i64, (*of)?)));
        known.reduce(|best, next| if next.1.value.abs() > best.1.value.abs() { next } else { best })
    };
    let strongest = |indicator: usize| {
        let (lag, correlation) = peak(&curve(indicator, None))?;
        let others = (0..replications.len()).filter_map(|out| Some(peak(&curve(indicator, Some(out)))?.0));
        let range = others.fold((lag, lag), |(low, high), other| (low.min(other), high.max(other)));
        Some(Strongest { lag, range, correlation })
    };
    let indicators = 0..asked.indicators.len();
    Lags {
        correlations: indicators.clone().map(|indicator| curve(indicator, None)).collect(),
        strongest: indicators.map(strongest).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_three_periods_earlier_leads_by_three() {
        let leader: Vec<f64> = (0..40).map(|t| f64::from(t * t * 7919 % 101)).collect();
        let follower: Vec<f64> =
            (0..40_usize).map(|t| if t < 3 { 50.0 } else { 7.0 - 2.0 * leader[t - 3] }).collect();
        let (leader, follower) = ([leader], [follower]);
        let found = at(&leader, &follower, 3).expect("37 pairs");
        assert!((found + 1.0).abs() < 1e-12, "{found}");
        assert!(at(&leader, &follower, -3).expect("37 pairs").abs() < 0.5);
        assert_eq!(at(&leader, &follower, 30), None);
        let led = Led { correlations: vec![vec![0.1, f64::NAN, -0.8]] };
        let asked = LeadingFile {
            indicators: vec!["a".into()],
            outcome: "b".into(),
            less_period_means: false,
            most_periods: 1,
        };
        let lags = lags(&asked, &[&led, &led]);
        let strongest = lags.strongest[0].expect("two of three lags have a correlation");
        assert_eq!((strongest.lag, strongest.range, strongest.correlation.value), (1, (1, 1), -0.8));
        assert_eq!(lags.correlations[0][1], None);
        let shared = less_period_means(vec![vec![1.0, f64::NAN], vec![3.0, 5.0]]);
        assert_eq!((shared[0][0], shared[1].as_slice()), (-1.0, &[1.0, 0.0][..]));
    }
}
