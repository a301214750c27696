//! Effects group by group and period by period: comparisons of those who have begun with those who have not.

use super::data::{Cell, Data};
use super::effect::{Effect, NoFit};

/// With whom the treated are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Controls {
    /// All clusters that have not begun in the period.
    NotYetTreated,
    /// Only clusters that never begin.
    NeverTreated,
}

/// The effect on the clusters that began together, in one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupTime {
    /// The period in which they began.
    pub start: u32,
    /// The period of the effect.
    pub period: u32,
    /// Periods since the change was complete, 0 first.
    pub exposure: u32,
    /// Their mean change from the last period before the begin, less that of the controls.
    pub estimate: f64,
    /// Number of clusters of the group that count: observed in both periods.
    pub clusters: usize,
    /// Number of controls that count.
    pub controls: usize,
}

/// A weighted mean of effects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aggregate {
    /// The mean, weighted by the number of clusters of the group.
    pub estimate: f64,
    /// Number of group-times in it.
    pub cells: usize,
    /// The estimate with its jackknife error; `TooFewClusters` where a group or the controls of a period are
    /// a single cluster, which cannot be left out.
    pub effect: Result<Effect, NoFit>,
}

/// Effects by group and time.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupTimes {
    /// Each effect that has controls and a period before, by begin and period.
    pub cells: Vec<GroupTime>,
    /// The mean over all of them.
    pub simple: Aggregate,
    /// The mean at each exposure, by exposure.
    pub by_exposure: Vec<(u32, Aggregate)>,
    /// Number of group-times after a begin that have no effect here, because nobody was left to compare with
    /// or nothing was observed in the period before.
    pub omitted: usize,
}

/// ATT(g, t) of Callaway & Sant'Anna (2021, Journal of Econometrics 225(2)) on cell means, without
/// covariates: the change of the group that began in g from its last period before to t, less the same change
/// of the controls. Nothing that has already begun serves as a control, so effects that differ between groups
/// or grow with time do no harm. Standard errors leave out one cluster at a time, with t of clusters − 1
/// degrees of freedom. `NoControls` where no effect is left.
pub fn group_time(data: &Data, controls: Controls, level: f64) -> Result<GroupTimes, NoFit> {
    let panel = Panel::of(data);
    let (cells, omitted) = panel.effects(controls, None);
    if cells.is_empty() {
        return Err(if panel.observed.is_empty() { NoFit::NoRows } else { NoFit::NoControls });
    }
    let left_out: Vec<Vec<GroupTime>> =
        panel.observed.iter().map(|cluster| panel.effects(controls, Some(*cluster)).0).collect();
    let mut exposures: Vec<u32> = cells.iter().map(|cell| cell.exposure).collect();
    exposures.sort_unstable();
    exposures.dedup();
    let at = |exposure: &u32| {
        let wanted = |cell: &GroupTime| cell.exposure == *exposure;
        (*exposure, aggregate(&cells, &left_out, &wanted, level))
    };
    Ok(GroupTimes {
        simple: aggregate(&cells, &left_out, &|_| true, level),
        by_exposure: exposures.iter().map(at).collect(),
        omitted,
        cells,
    })
}

/// The mean of the wanted effects, with the jackknife over clusters.
fn aggregate(
    cells: &[GroupTime],
    left_out: &[Vec<GroupTime>],
    wanted: &dyn Fn(&GroupTime) -> bool,
    level: f64,
) -> Aggregate {
    let places = |of: &[GroupTime]| -> Vec<(u32, u32)> {
        of.iter().filter(|cell| wanted(cell)).map(|cell| (cell.start, cell.period)).collect()
    };
    let mean = |of: &[GroupTime]| {
        let (mut sum, mut weights) = (0.0, 0.0);
        for cell in of.iter().filter(|cell| wanted(cell)) {
            sum += cell.clusters as f64 * cell.estimate;
            weights += cell.clusters as f64;
        }
        sum / weights
    };
    let (estimate, same) = (mean(cells), places(cells));
    let effect = if left_out.iter().any(|of| places(of) != same) {
        Err(NoFit::TooFewClusters)
    } else {
        let values: Vec<f64> = left_out.iter().map(|of| mean(of)).collect();
        let n = values.len() as f64;
        let middle = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|value| (value - middle) * (value - middle)).sum();
        // Equal values leave a trace of rounding.
        let squares = if squares <= 1e-26 * n * middle * middle { 0.0 } else { squares };
        Effect::t(estimate, ((n - 1.0) / n * squares).sqrt(), n - 1.0, level)
    };
    Aggregate { estimate, cells: same.len(), effect }
}

/// Cell means, and which clusters were observed at all.
struct Panel<'a> {
    data: &'a Data,
    means: Vec<Option<f64>>,
    observed: Vec<u32>,
}

impl<'a> Panel<'a> {
    fn of(data: &'a Data) -> Self {
        let cells: Vec<Cell> = data.summary();
        let mut means = vec![None; data.clusters() * data.periods as usize];
        for cell in &cells {
            means[cell.cluster as usize * data.periods as usize + cell.period as usize] = Some(cell.mean);
        }
        let mut observed: Vec<u32> = cells.iter().map(|cell| cell.cluster).collect();
        observed.dedup();
        Panel { data, means, observed }
    }

    fn change(&self, cluster: u32, from: u32, to: u32) -> Option<f64> {
        let at = |period: u32| self.means[cluster as usize * self.data.periods as usize + period as usize];
        Some(at(to)? - at(from)?)
    }

    /// All effects without one cluster, and the number of group-times that have none.
    fn effects(&self, controls: Controls, without: Option<u32>) -> (Vec<GroupTime>, usize) {
        let data = self.data;
        let mut starts: Vec<u32> =
            data.starts.iter().flatten().copied().filter(|s| *s < data.periods).collect();
        starts.sort_unstable();
        starts.dedup();
        let (mut found, mut omitted) = (Vec::new(), 0);
        for start in starts {
            for period in start.saturating_add(data.transition)..data.periods {
                match self.effect(start, period, controls, without) {
                    Some(effect) => found.push(effect),
                    None => omitted += 1,
                }
            }
        }
        (found, omitted)
    }

    fn effect(&self, start: u32, period: u32, controls: Controls, without: Option<u32>) -> Option<GroupTime> {
        let data = self.data;
        let base = start.checked_sub(1)?;
        let mean_change = |counts: &dyn Fn(Option<u32>, u32) -> bool| {
            let there = self.observed.iter().filter(|cluster| Some(**cluster) != without);
            let changes: Vec<f64> = there
                .filter(|cluster| counts(data.starts[**cluster as usize], **cluster))
                .filter_map(|cluster| self.change(*cluster, base, period))
                .collect();
            let n = changes.len();
            (n > 0).then(|| (changes.iter().sum::<f64>() / n as f64, n))
        };
        let (change, clusters) = mean_change(&|begin, _| begin == Some(start))?;
        let (drift, others) = mean_change(&|begin, cluster| match controls {
            Controls::NeverTreated => begin.is_none(),
            Controls::NotYetTreated => data.treated(cluster, period) == Some(false),
        })?;
        Some(GroupTime {
            start,
            period,
            exposure: period - start - data.transition,
            estimate: change - drift,
            clusters,
            controls: others,
        })
    }
}

#[cfg(test)]
mod tests;
