use super::*;
use crate::statistics::trial::data::Data;
use crate::statistics::trial::fixed::{Errors, two_way};
use crate::statistics::trial::reference::{agree, stepped_wedge, thinned, uniform};

fn exact(data: &Data) -> Permutation {
    permutation(data, 20_000, 0, &mut || unreachable!("all are compared")).expect("a contrast")
}

#[test]
fn the_stepped_wedge_is_compared_with_all_its_assignments() {
    let data = stepped_wedge();
    assert_eq!(assignments(&data.starts), 2520);
    let found = exact(&data);
    assert!(found.exact && found.assignments == 2520 && found.undefined == 0);
    agree(found.observed, -2.5525000000000024);
    agree(found.p_value, 0.04484126984126984);
    agree(found.deviation, 1.295118084645027);
}

#[test]
fn missing_cells_and_transitions_agree_with_dense_regressions() {
    // numpy.linalg.lstsq on dummies for each of the 2,520 assignments (NumPy 2.4.6).
    let expected = [
        (0, [-1.8421922139566342, 0.29523809523809524, 1.6802344461959522]),
        (1, [-1.6350822924056105, 0.4579365079365079, 2.2381814827885393]),
    ];
    for (transition, [observed, p_value, deviation]) in expected {
        let found = exact(&Data { transition, ..thinned() });
        assert_eq!((found.assignments, found.undefined), (2520, 0));
        agree(found.observed, observed);
        agree(found.p_value, p_value);
        agree(found.deviation, deviation);
    }
}

#[test]
fn any_statistic_can_be_tested_and_the_fast_one_is_that_of_the_regression() {
    let data = Data { transition: 1, ..thinned() }.cells();
    let mut starts = data.starts.clone();
    starts[0] = None;
    let data = data.with_starts(starts);
    let mut slow = |starts: &[Option<u32>]| {
        two_way(&data.with_starts(starts.to_vec()), Errors::Independent, 0.95)
            .ok()
            .map(|effect| effect.estimate)
    };
    let found = permutation_of(&data.starts, 20_000, 0, &mut || 0.0, &mut slow).expect("a contrast");
    let fast = exact(&data);
    assert_eq!((found.assignments, fast.assignments), (5040, 5040));
    assert_eq!(found.p_value, fast.p_value);
    agree(found.deviation, fast.deviation);
}

#[test]
fn random_assignments_come_close_and_never_give_zero() {
    let mut state = 5;
    let found = permutation(&stepped_wedge(), 100, 20_000, &mut || uniform(&mut state)).expect("a contrast");
    assert!(!found.exact && found.assignments == 20_000);
    assert!((found.p_value - 0.0448).abs() < 0.006, "{}", found.p_value);
    assert!((found.deviation - 1.295).abs() < 0.03);
    let far = stepped_wedge();
    let rows = far.rows.iter().map(|row| {
        let treated = far.treated(row.cluster, row.period) == Some(true);
        super::super::data::Row { value: row.value + if treated { 1e3 } else { 0.0 }, ..*row }
    });
    let found = permutation(&far.with_rows(rows.collect()), 0, 99, &mut || uniform(&mut state));
    assert!(found.expect("a contrast").p_value >= 0.01);
}

#[test]
fn assignments_are_counted_and_those_without_contrast_are_said() {
    assert_eq!(assignments(&[Some(1), Some(1), None]), 3);
    assert_eq!(assignments(&(0..40).map(Some).collect::<Vec<_>>()), u128::MAX);
    let together = stepped_wedge().with_starts(vec![Some(2); 8]);
    assert_eq!(permutation(&together, 100, 0, &mut || 0.0).map(|_| ()), Err(NoFit::NoContrast));
    // Cluster 0 was seen in the first period only: when it alone is treated nothing is left of the change.
    let data = stepped_wedge().with_starts((0..8).map(|i| (i == 7).then_some(2)).collect());
    let rows = data.rows.iter().copied().filter(|row| row.cluster != 0 || row.period == 0).collect();
    let found = exact(&data.with_rows(rows));
    assert_eq!((found.assignments, found.undefined), (8, 1));
    assert!(found.p_value >= 0.25);
}
