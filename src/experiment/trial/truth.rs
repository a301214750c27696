//! The truth: how a history differs from that of the same world in which nothing changed, cluster by cluster and period by period.

use std::collections::BTreeMap;

use super::analysis::Looked;
use super::verdict::Simulated;
use super::world::Raw;
use crate::statistics::estimate::moments;

/// The effect on a cluster in a period under the change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrueCell {
    /// Periods since the change.
    pub exposure: u32,
    /// Whether others had not changed yet.
    pub controls: bool,
    /// The difference from the history without the change.
    pub effect: f64,
}

/// Differences of the means of cluster and period between two histories, where a cell counts: then its exposure is known, and
/// whether there are controls.
pub(super) fn effects(
    with: &[Raw],
    without: &[Raw],
    periods: u32,
    counts: impl Fn(&Raw) -> Option<(u32, bool)>,
) -> Vec<TrueCell> {
    let means = |rows: &[Raw]| {
        let mut cells: BTreeMap<(u32, u32), (f64, f64, Raw)> = BTreeMap::new();
        for raw in rows.iter().filter(|raw| raw.period < periods) {
            let cell = cells.entry((raw.cluster, raw.period)).or_insert((0.0, 0.0, *raw));
            cell.0 += raw.value;
            cell.1 += 1.0;
        }
        cells
    };
    let (with, without) = (means(with), means(without));
    let cell = |(at, (sum, n, raw)): (&(u32, u32), &(f64, f64, Raw))| {
        let (exposure, controls) = counts(raw)?;
        let (other, of, _) = without.get(at)?;
        Some(TrueCell { exposure, controls, effect: sum / n - other / of })
    };
    with.iter().filter_map(cell).collect()
}

/// The mean effect over some cells; `None` where there are none.
pub(super) fn mean(cells: impl Iterator<Item = TrueCell>) -> Option<f64> {
    moments(&cells.map(|cell| cell.effect).collect::<Vec<_>>()).map(|found| found.mean)
}

/// The truths of a design, repetition by repetition.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Truths {
    all: Vec<Option<f64>>,
    each_exposure: Vec<Option<f64>>,
    with_controls: Vec<Option<f64>>,
    /// By periods since the change, over repetitions.
    pub by_exposure: Vec<Option<Simulated>>,
}

impl Truths {
    pub fn of(repetitions: &[&[TrueCell]]) -> Truths {
        let longest =
            repetitions.iter().flat_map(|cells| *cells).map(|cell| cell.exposure + 1).max().unwrap_or(0);
        let at = |cells: &[TrueCell], exposure: u32| {
            mean(cells.iter().copied().filter(|cell| cell.exposure == exposure))
        };
        let even = |cells: &&[TrueCell]| {
            let each: Option<Vec<f64>> = (0..longest).map(|exposure| at(cells, exposure)).collect();
            each.and_then(|each| moments(&each)).map(|found| found.mean)
        };
        let exposed = |exposure: u32| {
            Simulated::mean(&repetitions.iter().filter_map(|cells| at(cells, exposure)).collect::<Vec<_>>())
        };
        let controlled = |cells: &&[TrueCell]| mean(cells.iter().copied().filter(|cell| cell.controls));
        Truths {
            all: repetitions.iter().map(|cells| mean(cells.iter().copied())).collect(),
            each_exposure: repetitions.iter().map(even).collect(),
            with_controls: repetitions.iter().map(controlled).collect(),
            by_exposure: (0..longest).map(exposed).collect(),
        }
    }

    /// That which an analysis looks for, repetition by repetition.
    pub fn looked_for(&self, looked: Looked) -> &[Option<f64>] {
        match looked {
            Looked::All => &self.all,
            Looked::EachExposure => &self.each_exposure,
            Looked::WithControls => &self.with_controls,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_analysis_has_the_truth_that_it_looks_for() {
        let cell = |exposure, controls, effect| TrueCell { exposure, controls, effect };
        let cells = [cell(0, true, 1.0), cell(0, true, 1.0), cell(0, false, 1.0), cell(1, false, 5.0)];
        let truths = Truths::of(&[&cells, &[]]);
        assert_eq!(truths.looked_for(Looked::All), [Some(2.0), None]);
        assert_eq!(truths.looked_for(Looked::EachExposure), [Some(3.0), None]);
        assert_eq!(truths.looked_for(Looked::WithControls), [Some(1.0), None]);
        assert_eq!(
            truths.by_exposure.iter().map(|of| of.map(|of| of.value)).collect::<Vec<_>>(),
            [Some(1.0), Some(5.0)]
        );
    }

    #[test]
    fn people_are_averaged_before_histories_are_compared() {
        let raw = |cluster, person, value| Raw { cluster, period: 0, person: Some(person), value };
        let with = [raw(0, 1, 4.0), raw(0, 2, 6.0), raw(1, 3, 9.0)];
        let without = [raw(0, 1, 1.0), raw(1, 3, 9.0)];
        let counts = |raw: &Raw| (raw.cluster == 0).then_some((2, true));
        assert_eq!(
            effects(&with, &without, 1, counts),
            [TrueCell { exposure: 2, controls: true, effect: 4.0 }]
        );
    }
}
