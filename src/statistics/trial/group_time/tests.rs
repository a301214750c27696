use super::*;
use crate::statistics::trial::data::Row;
use crate::statistics::trial::fixed::{Errors, two_way, weights};
use crate::statistics::trial::reference::{agree, stepped_wedge};

/// Cell means by cluster and period.
fn panel(starts: &[Option<u32>], means: &[Vec<f64>]) -> Data {
    let row = |cluster: usize, period: usize, value| Row {
        cluster: cluster as u32,
        period: period as u32,
        person: None,
        value,
    };
    let rows =
        means.iter().enumerate().flat_map(|(c, m)| m.iter().enumerate().map(move |(p, v)| row(c, p, *v)));
    Data { starts: starts.to_vec(), transition: 0, periods: means[0].len() as u32, rows: rows.collect() }
}

#[test]
fn where_two_way_fixed_effects_have_the_wrong_sign_the_effects_are_found() {
    // An early and a late cluster and one that never begins; a drift of 1 a period; the effect of the early
    // one grows, 2, 5, 12, that of the late one is 1: all effects are above 0.
    let means = [vec![0.0, 3.0, 7.0, 15.0], vec![5.0, 6.0, 7.0, 9.0], vec![2.0, 3.0, 4.0, 5.0]];
    let data = panel(&[Some(1), Some(3), None], &means);
    let found = group_time(&data, Controls::NotYetTreated, 0.95).expect("controls");
    let cells: Vec<(u32, u32, f64, usize)> =
        found.cells.iter().map(|cell| (cell.start, cell.period, cell.estimate, cell.controls)).collect();
    assert_eq!(cells, [(1, 1, 2.0, 2), (1, 2, 5.0, 2), (1, 3, 12.0, 1), (3, 3, 1.0, 1)]);
    assert_eq!((found.simple.estimate, found.simple.cells, found.omitted), (5.0, 4, 0));
    let by: Vec<(u32, f64)> = found.by_exposure.iter().map(|(e, a)| (*e, a.estimate)).collect();
    assert_eq!(by, [(0, 1.5), (1, 5.0), (2, 12.0)]);
    // Single clusters cannot be left out.
    assert_eq!(found.simple.effect, Err(NoFit::TooFewClusters));
    // Without the cluster that never begins, two-way fixed effects say that the change does harm.
    let two = panel(&[Some(1), Some(3)], &means[..2]);
    let weighed = weights(&two).expect("a contrast");
    assert!(weighed.negative > 0 && weighed.negative_sum < 0.0);
    let naive = two_way(&two, Errors::Independent, 0.95).expect("a variance");
    assert!(naive.estimate < 0.0, "{}", naive.estimate);
    let two = group_time(&two, Controls::NotYetTreated, 0.95).expect("controls");
    assert_eq!((two.simple.estimate, two.omitted), (3.5, 2));
}

#[test]
fn the_jackknife_leaves_out_one_cluster_at_a_time() {
    // One group and controls in two periods: the difference of mean changes. Leaving out one of n has the
    // error of a mean with n − 1: (N − 1)/N Σ over groups of n s² / (n − 1)² about the overall mean.
    let means: Vec<Vec<f64>> =
        [3.0, 5.0, 4.5, 1.0, 0.5, 2.5].iter().map(|change| vec![1.0, 1.0 + change]).collect();
    let data = panel(&[Some(1), Some(1), Some(1), None, None, None], &means);
    let found = group_time(&data, Controls::NeverTreated, 0.95).expect("controls").simple;
    let effect = found.effect.expect("three clusters each");
    assert!((effect.estimate - (12.5 - 4.0) / 3.0).abs() < 1e-12 && effect.freedom == Some(5.0));
    let (a, b) = ([3.0, 5.0, 4.5], [1.0, 0.5, 2.5]);
    let squares = |v: [f64; 3]| {
        let mean = v.iter().sum::<f64>() / 3.0;
        v.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>()
    };
    let expected = (5.0 / 6.0 * (squares(a) + squares(b)) / 4.0_f64).sqrt();
    assert!((effect.standard_error - expected).abs() < 1e-12, "{}", effect.standard_error);
}

#[test]
fn in_a_stepped_wedge_the_last_group_is_only_a_control() {
    let data = stepped_wedge();
    let found = group_time(&data, Controls::NotYetTreated, 0.95).expect("controls");
    assert_eq!((found.cells.len(), found.omitted), (6, 4));
    assert!(found.cells.iter().all(|cell| cell.clusters == 2 && cell.start < 4 && cell.period < 4));
    let mean = |cluster: u32, period: u32| {
        let cells = data.summary();
        cells.iter().find(|c| (c.cluster, c.period) == (cluster, period)).expect("a cell").mean
    };
    let first = (0..2).map(|c| mean(c, 1) - mean(c, 0)).sum::<f64>() / 2.0
        - (2..8).map(|c| mean(c, 1) - mean(c, 0)).sum::<f64>() / 6.0;
    agree(found.cells[0].estimate, first);
    let effect = found.simple.effect.expect("two clusters in each group");
    assert!(effect.standard_error > 0.5 && effect.standard_error < 5.0 && effect.freedom == Some(7.0));
    assert_eq!(group_time(&data, Controls::NeverTreated, 0.95).map(|_| ()), Err(NoFit::NoControls));
    assert_eq!(
        group_time(&data.with_rows(Vec::new()), Controls::NotYetTreated, 0.95).map(|_| ()),
        Err(NoFit::NoRows)
    );
    // With a transition the first period after each begin has no effect.
    let later = group_time(&Data { transition: 1, ..data }, Controls::NotYetTreated, 0.95).expect("controls");
    assert_eq!(
        later.cells.iter().map(|cell| (cell.start, cell.period, cell.exposure)).collect::<Vec<_>>(),
        [(1, 2, 0), (1, 3, 1), (2, 3, 0)]
    );
}

#[test]
fn equal_changes_have_no_error() {
    let means = vec![vec![1.0, 1.3, 1.6]; 6];
    let data = panel(&[Some(1), Some(1), Some(2), Some(2), None, None], &means);
    let found = group_time(&data, Controls::NotYetTreated, 0.95).expect("controls").simple;
    assert!(found.estimate.abs() < 1e-12 && found.effect == Err(NoFit::NoVariance), "{found:?}");
}
