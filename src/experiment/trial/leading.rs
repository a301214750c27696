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
    /// For each indicator, over replications: the lag at which its correlation is the strongest; above 0 it comes first.
    pub strongest: Vec<Option<Simulated>>,
}

/// The correlations of one replication: of the indicator with the outcome so many periods later, both less their mean in each
/// cluster, over all clusters. A correlation needs 13 pairs.
pub fn correlations(asked: &LeadingFile, measures: &[Measure], outcome: &Outcome) -> Led {
    let place = |name: &String| measures.iter().position(|m| m.name == *name).expect("it was looked for");
    let series = |name: &String| -> Vec<Vec<f64>> {
        let of = |site: u32| {
            (0..outcome.periods).map(|p| outcome.value(Window::Period(p), Some(site), place(name))).collect()
        };
        (0..outcome.sites).map(of).collect()
    };
    let later = series(&asked.outcome);
    let most = asked.most_periods as i64;
    let of = |name: &String| {
        let earlier = series(name);
        (-most..=most).map(|lag| at(&earlier, &later, lag).unwrap_or(f64::NAN)).collect()
    };
    Led { correlations: asked.indicators.iter().map(of).collect() }
}

const FEWEST_PAIRS: usize = 13;

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
    let indicators = 0..asked.indicators.len();
    let defined =
        |values: Vec<f64>| Simulated::mean(&values.into_iter().filter(|v| v.is_finite()).collect::<Vec<_>>());
    let of = |indicator: usize| {
        (0..=2 * most)
            .map(|lag| defined(replications.iter().map(|led| led.correlations[indicator][lag]).collect()))
            .collect()
    };
    let strongest = |indicator: usize| {
        let best = |led: &&Led| {
            let of = led.correlations[indicator].iter().enumerate().filter(|(_, r)| r.is_finite());
            let best = of.reduce(|best, next| if next.1.abs() > best.1.abs() { next } else { best })?;
            Some(best.0 as f64 - most as f64)
        };
        Simulated::mean(&replications.iter().filter_map(best).collect::<Vec<_>>())
    };
    Lags {
        correlations: indicators.clone().map(of).collect(),
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
        let found = at(&[leader.clone()], &[follower.clone()], 3).expect("37 pairs");
        assert!((found + 1.0).abs() < 1e-12, "{found}");
        assert!(at(&[leader.clone()], &[follower.clone()], -3).expect("37 pairs").abs() < 0.5);
        assert_eq!(at(&[leader], &[follower], 30), None);
        let led = Led { correlations: vec![vec![0.1, f64::NAN, -0.8]] };
        let asked = LeadingFile { indicators: vec!["a".into()], outcome: "b".into(), most_periods: 1 };
        let lags = lags(&asked, &[&led, &led]);
        assert_eq!(lags.strongest[0].map(|of| of.value), Some(1.0));
        assert_eq!(lags.correlations[0][1], None);
    }
}
