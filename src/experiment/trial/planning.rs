//! How large, and how long: what the repetitions say of the variances, and what closed form then says of other sizes of the trial.

use super::design::Kind;
use super::study::Design;
use super::verdict::{Shown, Simulated};
use crate::statistics::trial::{Components, Data, Layout, Method, Treatment, design_variance, mixed, power};

/// What size a design needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizing {
    /// Variance between clusters: mean over repetitions.
    pub between: Simulated,
    /// Variance of the mean of a cluster and period within its cluster.
    pub within: Simulated,
    /// The effect that is looked for: the truth.
    pub effect: f64,
    /// Power in closed form at other numbers of clusters.
    pub by_clusters: Vec<(usize, f64)>,
    /// Power in closed form at other numbers of periods for each step, or after the change: periods in all, and power.
    pub by_periods: Vec<(u32, f64)>,
    /// The fewest clusters with the power that is asked for.
    pub clusters_needed: Option<usize>,
    /// The fewest periods in all with the power that is asked for.
    pub periods_needed: Option<u32>,
}

/// So many times the variance of a cell is as good as no bound.
const BOUNDLESS: f64 = 1e6;
/// More clusters than this are not looked at.
const MOST_CLUSTERS: usize = 400;
/// More periods for each step than this are not looked at.
const MOST_PERIODS: u32 = 60;

/// The size that a design needs; `None` where it has no contrast in closed form, where the variances cannot be known, or where the
/// effect is not told from none by three Monte Carlo errors: no trial is large enough for that.
pub fn sizing(design: &Design, shown: &Shown, data: &[Data], level: f64, wanted: f64) -> Option<Sizing> {
    let truth = shown.truth?;
    if truth.value.abs() <= 3.0 * truth.error? {
        return None;
    }
    let effect = truth.value;
    let fits: Vec<_> = data
        .iter()
        .filter_map(|data| mixed(&data.cells(), true, Treatment::Constant, Method::Reml).ok())
        .collect();
    let between = Simulated::mean(&fits.iter().map(|fit| fit.tau2).collect::<Vec<_>>())?;
    let within = Simulated::mean(&fits.iter().map(|fit| fit.sigma2).collect::<Vec<_>>())?;
    // Differences of changes say nothing of levels: as if clusters differed without bound.
    let boundless = BOUNDLESS * (between.value + within.value);
    let tau2 = if matches!(design.kind, Kind::Differences(_)) { boundless } else { between.value };
    let components = Components { tau2, sigma2: within.value, omega2: 0.0 };
    let clusters = shown.example.clusters();
    let at = |clusters: usize, periods: u32| -> Option<(u32, f64)> {
        let layout = layout(&design.kind, &shown.example, clusters, periods)?;
        let error = design_variance(&layout, 1.0, &components)?.sqrt();
        let freedom = clusters as f64 - 2.0;
        (freedom >= 1.0).then(|| (layout.periods, power(effect, error, Some(freedom), 1.0 - level)))
    };
    let own = own_periods(&design.kind)?;
    let enough = |power: f64| power >= wanted;
    let reach = |from: usize, clusters: &dyn Fn(usize) -> Option<f64>| {
        (from..=MOST_CLUSTERS).find(|number| clusters(*number).is_some_and(enough))
    };
    let by = |number: usize| at(number, own).map(|(_, power)| power);
    let clusters_needed = reach(4, &by);
    let last = clusters_needed.unwrap_or(0).max(2 * clusters).min(MOST_CLUSTERS);
    let step = (last / 20).max(1);
    let longer = |periods: u32| at(clusters, periods);
    let periods_needed =
        (1..=MOST_PERIODS).find_map(|of| longer(of).filter(|(_, power)| enough(*power))).map(|(all, _)| all);
    let most = MOST_PERIODS.min((own * 4).max(8));
    Some(Sizing {
        between,
        within,
        effect,
        by_clusters: (4..=last).step_by(step).filter_map(|number| Some((number, by(number)?))).collect(),
        by_periods: (1..=most).filter_map(longer).collect(),
        clusters_needed,
        periods_needed,
    })
}

/// Periods of a step, or after the change.
fn own_periods(kind: &Kind) -> Option<u32> {
    match kind {
        Kind::SteppedWedge(of) => Some(of.periods_per_step),
        Kind::Parallel(of) => Some(of.after_periods),
        Kind::Differences(of) => Some(of.periods - of.begins.first()?),
        Kind::PrePost(_) | Kind::Pilot(_) | Kind::Pdsa(_) => None,
    }
}

/// The same design with other numbers of clusters, and of periods for each step or after the change.
fn layout(kind: &Kind, example: &Data, clusters: usize, periods: u32) -> Option<Layout> {
    let share = example.starts.iter().flatten().count() as f64 / example.clusters() as f64;
    let treated = ((clusters as f64 * share).round() as usize).clamp(1, clusters);
    match kind {
        Kind::SteppedWedge(of) => {
            let sequences = of.sequences.map_or(clusters, |of| of as usize).min(clusters);
            let steps = (of.baseline_periods, periods, of.transition_periods);
            let layout = Layout::stepped_wedge(clusters, sequences, steps.0, steps.1, steps.2);
            Some(Layout { periods: layout.periods + of.more_periods, ..layout })
        }
        Kind::Parallel(of) => {
            let after = periods + of.transition_periods;
            Some(Layout::difference(
                treated,
                clusters - treated,
                of.before_periods,
                after,
                of.transition_periods,
            ))
        }
        Kind::Differences(of) => {
            let place = |cluster: usize| of.begins[cluster * of.begins.len() / treated];
            let starts = (0..clusters).map(|cluster| (cluster < treated).then(|| place(cluster))).collect();
            let periods = of.begins.first()? + periods;
            Some(Layout { starts, transition: of.transition_periods, periods })
        }
        Kind::PrePost(_) | Kind::Pilot(_) | Kind::Pdsa(_) => None,
    }
}
