use super::*;
use crate::statistics::trial::data::Row;
use crate::statistics::trial::reference::{agree, stepped_wedge, thinned};

fn numbers(effect: Result<Effect, NoFit>) -> [f64; 3] {
    let effect = effect.expect("a variance");
    [effect.estimate, effect.standard_error, effect.freedom.expect("Student's t")]
}

fn all_agree(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(found, expected)| agree(*found, *expected));
}

#[test]
fn the_stepped_wedge_by_fixed_effects_agrees_with_the_reference() {
    let fit = fixed(&stepped_wedge(), true, true, Treatment::Constant).expect("a contrast");
    assert_eq!((fit.rows, fit.parameters, fit.clusters), (480, 13, 8));
    all_agree(
        &numbers(fit.effect(Errors::Independent, 0.95)),
        &[-2.552500000000001, 1.2704098060559754, 467.0],
    );
    all_agree(&numbers(fit.effect(Errors::Cr1, 0.95)), &[-2.552500000000001, 0.8864105747566, 7.0]);
    // Dense matrices with a dummy for each cluster (NumPy 2.4.6).
    all_agree(
        &numbers(fit.effect(Errors::Cr2, 0.95)),
        &[-2.552500000000019, 0.9520699443075366, 6.558971206066195],
    );
}

#[test]
fn cells_of_unequal_size_agree_with_dense_matrices() {
    // NumPy 2.4.6, with a dummy for each cluster, hat matrices and their roots in full.
    let data = Data { transition: 1, ..thinned() };
    let fit = fixed(&data, true, true, Treatment::Constant).expect("a contrast");
    assert_eq!((fit.rows, fit.parameters), (238, 13));
    all_agree(
        &numbers(fit.effect(Errors::Cr2, 0.95)),
        &[-0.7405385211503146, 2.293467767130215, 3.7493978431093318],
    );
    all_agree(&numbers(fit.effect(Errors::Cr1, 0.95))[1..], &[2.045897334590281, 7.0]);
    all_agree(&numbers(fit.effect(Errors::Independent, 0.95))[1..], &[2.411705046455827, 225.0]);
    let pooled = fixed(&thinned(), false, true, Treatment::Constant).expect("a contrast");
    all_agree(
        &numbers(pooled.effect(Errors::Cr2, 0.95)),
        &[-2.321347393087298, 2.1422337749023708, 5.341490925466801],
    );
    all_agree(&numbers(pooled.effect(Errors::Cr1, 0.95))[1..], &[1.9612212380580463, 7.0]);
    all_agree(&numbers(naive(&thinned(), true, 0.95)), &[-2.321347393087298, 1.5133854962356326, 282.0]);
}

#[test]
fn a_cluster_that_alone_decides_a_period_holds_no_residual_there() {
    // Only cluster 0 was seen in the last period. NumPy 2.4.6, with the pseudo-inverse in full.
    let data = thinned();
    let rows = data.rows.iter().copied().filter(|row| row.period < 4 || row.cluster == 0).collect();
    let found = two_way(&data.with_rows(rows), Errors::Cr2, 0.95);
    all_agree(&numbers(found), &[-0.5144954175184058, 1.316862369112247, 6.2822210410924075]);
}

/// One value a cluster: `with` and `without` the change.
fn arms(with: &[f64], without: &[f64]) -> Data {
    let starts = with.iter().map(|_| Some(0)).chain(without.iter().map(|_| None)).collect();
    let row = |(cluster, value): (usize, &f64)| Row {
        cluster: cluster as u32,
        period: 0,
        person: None,
        value: *value,
    };
    let rows = with.iter().chain(without).enumerate().map(row).collect();
    Data { starts, transition: 0, periods: 1, rows }
}

#[test]
fn for_two_means_cr2_is_welchs_test() {
    let (with, without) = ([3.1, 4.7, 2.2, 5.9], [1.0, 1.4, 0.2, 0.9, 1.8, 1.1, 0.7]);
    let data = arms(&with, &without);
    let fit = fixed(&data, false, false, Treatment::Constant).expect("a contrast");
    let [estimate, error, freedom] = numbers(fit.effect(Errors::Cr2, 0.95));
    let variance = |values: &[f64]| {
        let found = crate::statistics::estimate::moments(values).expect("values");
        (found.mean, found.variance.expect("two values or more") / values.len() as f64)
    };
    let ((a, va), (b, vb)) = (variance(&with), variance(&without));
    assert!((estimate - (a - b)).abs() < 1e-12 && (error - (va + vb).sqrt()).abs() < 1e-12);
    // Satterthwaite's degrees of freedom under equal variances: (1/n + 1/m)² / (1/(n²(n−1)) + 1/(m²(m−1))).
    let (n, m) = (4.0_f64, 7.0_f64);
    let expected =
        (1.0 / n + 1.0 / m) * (1.0 / n + 1.0 / m) / (1.0 / (n * n * (n - 1.0)) + 1.0 / (m * m * (m - 1.0)));
    assert!((freedom - expected).abs() < 1e-10, "{freedom} instead of {expected}");
}

#[test]
fn clusters_in_pairs_of_periods_are_paired() {
    // Before and after in every cluster without period effects: the mean difference, its t test and n − 1.
    let differences = [1.5, 0.2, 2.9, 1.1, -0.4];
    let row = |cluster: usize, period, value| Row { cluster: cluster as u32, period, person: None, value };
    let rows =
        differences.iter().enumerate().flat_map(|(c, d)| [row(c, 0, c as f64), row(c, 1, c as f64 + d)]);
    let data = Data { starts: vec![Some(1); 5], transition: 0, periods: 2, rows: rows.collect() };
    let fit = fixed(&data, true, false, Treatment::Constant).expect("a contrast");
    let found = fit.effect(Errors::Cr2, 0.95).expect("a variance");
    let exact = crate::statistics::trial::means::one_sample(&differences, 0.95).expect("a variance");
    assert!((found.estimate - exact.estimate).abs() < 1e-12);
    assert!((found.standard_error - exact.standard_error).abs() < 1e-12);
    assert!((found.freedom.expect("t") - 4.0).abs() < 1e-9 && (found.p_value - exact.p_value).abs() < 1e-9);
    assert_eq!(two_way(&data, Errors::Cr2, 0.95), Err(NoFit::NoContrast));
}

#[test]
fn exposures_have_effects_of_their_own() {
    // The effect is 1, 2, 3, … with time and there is nothing else but clusters and periods.
    let data = stepped_wedge();
    let exact = |row: &Row| {
        let exposure = data.exposure(row.cluster, row.period).map_or(0.0, |e| f64::from(e) + 1.0);
        let noise = [0.1, -0.1][row.person.unwrap_or(0) as usize % 2];
        Row { value: f64::from(row.cluster * row.cluster + 3 * row.period) + exposure + noise, ..*row }
    };
    let data = data.with_rows(data.rows.iter().map(exact).collect());
    let fit = fixed(&data, true, true, Treatment::ByExposure).expect("a contrast");
    let found = &fit.coefficients[fit.coefficients.len() - 4..];
    found
        .iter()
        .zip([1.0, 2.0, 3.0, 4.0])
        .for_each(|(found, expected)| assert!((found - expected).abs() < 1e-9));
    let effect = fit.effect(Errors::Independent, 0.95).expect("a variance");
    assert!((effect.estimate - 2.5).abs() < 1e-9);
    // One effect for all is not their mean, nor within their reach: cells long treated weigh negatively.
    let one = two_way(&data, Errors::Independent, 0.95).expect("a variance");
    assert!(one.estimate < 1.0, "{}", one.estimate);
    let weights = weights(&data).expect("a contrast");
    let weighed: f64 = weights
        .cells
        .iter()
        .map(|cell| {
            cell.weight * (1.0 + f64::from(data.exposure(cell.cluster, cell.period).expect("treated")))
        })
        .sum();
    assert!((weighed - one.estimate).abs() < 1e-9, "{weighed} instead of {}", one.estimate);
}

#[test]
fn the_weights_of_cells_agree_with_a_residual_regression() {
    // NumPy 2.4.6: the treatment indicator on dummies of clusters and periods.
    let found = weights(&thinned()).expect("a contrast");
    assert_eq!((found.cells.len(), found.negative), (19, 5));
    agree(found.negative_sum, -0.2880484405840523);
    agree(found.cells.iter().map(|cell| cell.weight).sum(), 1.0);
    let last = found.cells.iter().find(|cell| (cell.cluster, cell.period) == (0, 4)).expect("a treated cell");
    agree(last.weight, -0.06633149410480958);
    assert_eq!(weights(&thinned().with_starts(vec![Some(2); 8])), Err(NoFit::NoContrast));
    // Everybody together against controls: all weights are alike.
    let parallel = stepped_wedge().with_starts((0..8).map(|i| (i < 4).then_some(3)).collect());
    let found = weights(&parallel).expect("a contrast");
    assert!(found.negative == 0 && found.cells.iter().all(|cell| (cell.weight - 0.125).abs() < 1e-12));
}

#[test]
fn an_event_study_agrees_with_dense_matrices() {
    // NumPy 2.4.6: dummies of clusters, periods and event times, CR2 and Satterthwaite in full.
    let mut starts = stepped_wedge().starts;
    (starts[6], starts[7]) = (None, None);
    let data = thinned().with_starts(starts);
    let found = event_study(&data, None, 0.95).expect("a contrast");
    let times: Vec<i64> = found.times.iter().map(|t| t.time).collect();
    assert!(times == [-3, -2, 0, 1, 2, 3] && found.dropped.is_empty() && found.never_treated);
    let column = |i: usize| found.times.iter().map(|t| numbers(t.effect)[i]).collect::<Vec<_>>();
    let estimates = [
        -0.026471480173985817,
        1.3179252790535674,
        -1.2994880830776951,
        -1.449818915656727,
        0.6407629050508878,
        3.1211591179733524,
    ];
    all_agree(&column(0), &estimates);
    all_agree(&column(1)[1..3], &[1.656082468861537, 1.1872067725278064]);
    all_agree(&column(2)[1..3], &[3.8225933494014215, 5.183352184128012]);
    let leads = found.leads.expect("two leads");
    assert_eq!((leads.leads, leads.freedom), (2, 7));
    all_agree(&[leads.f, leads.p_value], &[0.39228828550336176, 0.6894783889244399]);
    let binned = event_study(&data, Some((2, 1)), 0.95).expect("a contrast");
    assert_eq!(
        binned.times.iter().map(|t| (t.time, t.binned)).collect::<Vec<_>>(),
        [(-2, true), (0, false), (1, true)]
    );
    all_agree(&numbers(binned.times[0].effect), &[1.4494112271767337, 0.796345168282964, 4.76338995547371]);
    agree(binned.leads.expect("one lead").p_value, 0.11155561087283238);
}

#[test]
fn without_clusters_that_never_begin_the_farthest_lead_is_dropped_and_it_is_said() {
    let found = event_study(&stepped_wedge(), None, 0.95).expect("a contrast");
    assert!(!found.never_treated && found.dropped == [-4]);
    let leads: Vec<f64> = found.times[..2].iter().map(|t| numbers(t.effect)[0]).collect();
    all_agree(&leads, &[-0.4555844907407504, 1.8095775462962955]);
    agree(found.leads.expect("two leads").f, 1.0409172481387852);
    let together = stepped_wedge().with_starts(vec![Some(2); 8]);
    assert_eq!(event_study(&together, None, 0.95).map(|_| ()), Err(NoFit::NoContrast));
    // As many leads as clusters: no joint test.
    let rows =
        (0..15).map(|i| Row { cluster: i / 5, period: i % 5, person: None, value: f64::from(i * i % 7) });
    let few = Data { starts: vec![Some(4), Some(4), None], transition: 0, periods: 5, rows: rows.collect() };
    let few = event_study(&few, None, 0.95).expect("a contrast");
    assert_eq!((few.times.len(), few.leads), (4, Err(NoFit::TooManyRestrictions)));
}

#[test]
fn what_has_no_fit_says_why() {
    let data = stepped_wedge();
    assert_eq!(two_way(&data.with_rows(Vec::new()), Errors::Cr2, 0.95), Err(NoFit::NoRows));
    for value in [0.1, 1e7 / 3.0, -1e-9 / 7.0, 0.0] {
        let equal = data.with_rows(data.rows.iter().map(|row| Row { value, ..*row }).collect());
        assert_eq!(two_way(&equal, Errors::Cr2, 0.95), Err(NoFit::NoVariance), "{value}");
        assert_eq!(naive(&equal, true, 0.95), Err(NoFit::NoVariance), "{value}");
    }
    let data = arms(&[2.0], &[1.0]);
    assert_eq!(naive(&data, false, 0.95), Err(NoFit::NoVariance));
}
