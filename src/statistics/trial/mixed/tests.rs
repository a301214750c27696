use super::*;
use crate::statistics::icc::icc;
use crate::statistics::trial::data::Row;
use crate::statistics::trial::layout::Layout;
use crate::statistics::trial::means::two_sample;
use crate::statistics::trial::reference::{CLINICS, agree, stepped_wedge, thinned, uniform};

fn all_agree(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).for_each(|(found, expected)| agree(*found, *expected));
}

/// To five digits: what a minimiser of the likelihood can find.
fn nearly(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-5 * expected.abs().max(1.0), "{found} instead of {expected}");
    }
}

fn errors(fit: &Mixed) -> Vec<f64> {
    (0..fit.coefficients.len()).map(|i| fit.standard_error(i)).collect()
}

#[test]
fn the_stepped_wedge_by_reml_agrees_with_lme4() {
    let fit = mixed(&stepped_wedge(), true, Treatment::Constant, Method::Reml).expect("a fit");
    let beta = [
        26.721874999999983,
        -0.09128309150897278,
        1.5747254836487237,
        1.9240673921397518,
        2.8994509672974456,
        -2.609867633964113,
    ];
    let se = [
        2.0977578134305936,
        1.1442201945587933,
        1.2671752466824568,
        1.449099211954004,
        1.6708399428069323,
        1.25749645919943,
    ];
    all_agree(&fit.coefficients, &beta);
    all_agree(&errors(&fit), &se);
    all_agree(
        &[fit.tau2, fit.sigma2, fit.icc, fit.log_likelihood],
        &[30.363067672153132, 58.09962093983846, 0.34323021545647725, -1660.6902292065781],
    );
    assert!(!fit.boundary && (fit.rows, fit.clusters) == (480, 8));
}

#[test]
fn the_stepped_wedge_by_maximum_likelihood_agrees_with_lme4() {
    let fit = mixed(&stepped_wedge(), true, Treatment::Constant, Method::Ml).expect("a fit");
    let beta = [
        26.72187500000004,
        -0.08940294417690497,
        1.5784857783128703,
        1.9297078341359784,
        2.9069715566257517,
        -2.6173882232924313,
    ];
    let se = [
        1.9737738900295392,
        1.1380528230965583,
        1.260054482726558,
        1.440610663888075,
        1.6607316413449476,
        1.2491556001955832,
    ];
    all_agree(&fit.coefficients, &beta);
    all_agree(&errors(&fit), &se);
    all_agree(
        &[fit.tau2, fit.sigma2, fit.icc, fit.log_likelihood],
        &[26.375707467441526, 57.48671381108628, 0.3145116378150028, -1666.8670833872939],
    );
}

#[test]
fn unbalanced_clinics_agree_with_lme4() {
    let found = mixed_icc(&CLINICS, Method::Reml, 0.95).expect("a fit");
    all_agree(&found.fit.coefficients, &[27.00306064994602]);
    all_agree(&errors(&found.fit), &[1.4269352090330147]);
    let fit = &found.fit;
    all_agree(
        &[fit.tau2, fit.sigma2, fit.icc, fit.log_likelihood],
        &[13.053869491320981, 62.13101874553439, 0.1736235804487373, -316.9617551250699],
    );
    // Profile intervals from dense matrices (NumPy 2.4.6, scipy.optimize.brentq of SciPy 1.17.1); by maximum
    // likelihood no variance between clinics is likely enough only at a higher level.
    nearly(&[found.low, found.high], &[0.02545306233077677, 0.4677416413068991]);
    let ml = mixed_icc(&CLINICS, Method::Ml, 0.95).expect("a fit");
    nearly(&[ml.fit.icc, ml.low, ml.high], &[0.15153509002892546, 0.01684304788028489, 0.42091737441552945]);
    assert_eq!(mixed_icc(&CLINICS, Method::Reml, 0.999).expect("a fit").low, 0.0);
}

#[test]
fn cells_of_unequal_size_agree_with_dense_matrices() {
    // NumPy 2.4.6: V and its inverse in full, Kenward and Roger's formulas for any number of contrasts
    // written out.
    let fit = mixed(&thinned(), true, Treatment::Constant, Method::Reml).expect("a fit");
    assert_eq!(fit.rows, 288);
    nearly(&[fit.tau2, fit.sigma2], &[28.30444766645336, 59.76629567642465]);
    agree(fit.log_likelihood, -998.5237995407763);
    let effect = fit.effect(0.95).expect("a variance");
    nearly(&[effect.estimate, fit.standard_error(5)], &[-1.280291650184088, 1.6644063108267269]);
    let freedom = effect.freedom.expect("Student's t");
    nearly(&[effect.standard_error, freedom], &[1.683573377038393, 278.9327517993267]);
    let (low, high) = fit.icc_interval(0.95);
    nearly(&[low, high], &[0.1459910888547095, 0.6404610630526711]);
    let (low, high) = fit.tau2_interval(0.95).expect("an interval");
    nearly(&[low, high], &[10.435871234627843, 105.48552583409716]);
    let ml = mixed(&thinned(), true, Treatment::Constant, Method::Ml).expect("a fit");
    let (low, high) = ml.tau2_interval(0.95).expect("an interval");
    nearly(&[low, high], &[9.38063449759875, 82.66379649870069]);
    // The interval of the effect is that of maximum likelihood, whatever the fit.
    for fit in [fit, ml] {
        let (low, high) = fit.effect_profile(0.95).expect("an interval");
        nearly(&[low, high], &[-4.531626889678584, 1.9439541708550951]);
    }
}

#[test]
fn effects_by_exposure_after_a_transition_agree_with_dense_matrices() {
    let data = Data { transition: 1, ..thinned() };
    let fit = mixed(&data, true, Treatment::ByExposure, Method::Reml).expect("a fit");
    assert_eq!(fit.names[5..], ["exposure 0", "exposure 1", "exposure 2"]);
    let beta = [0.34506187207996897, 2.5017442617166674, 6.13947437268];
    nearly(&fit.coefficients[5..], &beta);
    let effect = fit.effect(0.95).expect("a variance");
    let found = [effect.estimate, effect.standard_error, effect.freedom.expect("Student's t")];
    nearly(&found, &[2.995426835492212, 3.26167306644516, 183.08056894743916]);
    let last: Vec<f64> = (0..8).map(|i| f64::from(u8::from(i == 7))).collect();
    let last = fit.contrast(&last, 0.95).expect("a variance");
    nearly(&[last.standard_error, last.freedom.expect("t")], &[4.887551216046742, 190.4157350443015]);
    let (low, high) = fit.effect_profile(0.95).expect("an interval");
    nearly(&[low, high], &[-3.2156162620991466, 9.072960511256682]);
}

/// A parallel trial of eight clusters of five, all in one period.
fn parallel() -> Data {
    let mut state = 11;
    let layout = Layout::parallel(8, 0, 1, 0);
    let mut rows = Vec::new();
    for cluster in 0..8 {
        let away = 6.0 * uniform(&mut state);
        rows.extend((0..5).map(|_| Row {
            cluster,
            period: 0,
            person: None,
            value: away + uniform(&mut state),
        }));
    }
    Data { starts: layout.starts, transition: 0, periods: 1, rows }
}

#[test]
fn in_a_balanced_parallel_trial_kenward_and_roger_give_the_exact_t_test() {
    let data = parallel();
    let fit = mixed(&data, true, Treatment::Constant, Method::Reml).expect("a fit");
    assert!(!fit.boundary);
    let means = |treated: bool| -> Vec<f64> {
        let of = |cell: &crate::statistics::trial::data::Cell| data.treated(cell.cluster, 0) == Some(treated);
        data.summary().iter().filter(|cell| of(cell)).map(|cell| cell.mean).collect()
    };
    let (found, exact) = (
        fit.effect(0.95).expect("a variance"),
        two_sample(&means(true), &means(false), 0.95).expect("a variance"),
    );
    let numbers =
        |e: &Effect| [e.estimate, e.standard_error, e.freedom.expect("t"), e.low, e.high, e.p_value];
    for (found, exact) in numbers(&found).iter().zip(numbers(&exact)) {
        assert!((found - exact).abs() < 1e-9 * exact.abs().max(1.0), "{found} instead of {exact}");
    }
    // With the normal distribution it is too sure.
    assert!(fit.wald(&fit.average, 0.95).expect("a variance").p_value < exact.p_value);
}

/// Two large groups that are alike and small ones that are not, with a variance of 1 within groups.
fn hills() -> Vec<Vec<f64>> {
    let sizes = [2, 30, 1, 34, 2, 2, 2, 2];
    let means = [0.3, 0.2, 4.7, 0.2, 0.0, 0.2, 1.0, -0.6];
    let group = |(n, mean): (i32, f64)| {
        let away = (f64::from(n - 1) / f64::from(n)).sqrt();
        (0..n).map(|i| mean + if i % 2 == 0 { away } else { -away }).collect()
    };
    sizes.into_iter().zip(means).map(group).collect()
}

#[test]
fn the_higher_of_two_hills_is_found() {
    // The restricted likelihood has a maximum at τ² = 0, where a search that starts there stays, and a higher
    // one inside, near λ = 1.18 (a grid in NumPy 2.4.6).
    let groups = hills();
    let found = mixed_icc(&groups, Method::Reml, 0.95).expect("a fit");
    let sums = &found.fit.sums;
    let at_zero = likelihood::point(sums, Method::Reml, 0.0).expect("a point");
    assert!(at_zero.slope() > 0.0, "the likelihood falls from 0 on");
    assert!(!found.fit.boundary && (found.fit.icc - 0.54).abs() < 0.01, "{}", found.fit.icc);
    assert!(-2.0 * found.fit.log_likelihood < at_zero.deviance() - 0.1);
    // No λ on a grid a hundred times as fine is better.
    for k in 0..4_000 {
        let lambda = libm::pow(10.0, -6.0 + f64::from(k) / 400.0);
        let there = likelihood::point(sums, Method::Reml, lambda).expect("a point").deviance();
        assert!(-2.0 * found.fit.log_likelihood <= there + 1e-12, "{lambda}");
    }
}

#[test]
fn the_maximum_is_exact_where_a_search_for_it_is_not() {
    // Around the maximum the likelihood is flat to within rounding over seven digits; the slope is not.
    let fit = mixed(&stepped_wedge(), true, Treatment::Constant, Method::Reml).expect("a fit");
    let at = |factor: f64| {
        likelihood::point(&fit.sums, Method::Reml, fit.tau2 / fit.sigma2 * factor).expect("a point")
    };
    assert!((at(1.0 + 1e-8).deviance() - at(1.0).deviance()).abs() < 1e-11);
    assert!(at(1.0 - 1e-11).slope() < 0.0 && at(1.0 + 1e-11).slope() > 0.0);
}

#[test]
fn clusters_more_alike_than_chance_are_at_the_boundary_and_it_is_said() {
    let groups = [[1.0, 5.0, 3.6], [5.0, 1.0, 3.0], [2.0, 4.0, 3.5]];
    let found = mixed_icc(&groups, Method::Reml, 0.95).expect("a fit");
    assert!(icc(&groups, 0.95).expect("a variance").value < 0.0);
    assert!(found.fit.boundary && found.fit.tau2 == 0.0 && found.fit.icc == 0.0 && found.low == 0.0);
    assert!(found.high > 0.0 && found.high < 1.0, "{}", found.high);
    let (low, high) = found.fit.tau2_interval(0.95).expect("an interval");
    assert!(low == 0.0 && high > 0.0);
    // Then it is the ordinary variance.
    let all: Vec<f64> = groups.iter().flatten().copied().collect();
    let variance = crate::statistics::estimate::moments(&all).and_then(|m| m.variance).expect("nine values");
    assert!((found.fit.sigma2 - variance).abs() < 1e-12);
}

#[test]
fn a_drift_is_taken_for_the_effect_where_periods_are_left_out() {
    let data = stepped_wedge();
    let drifting = |row: &Row| Row { value: row.value + 5.0 * f64::from(row.period), ..*row };
    let drifting = data.with_rows(data.rows.iter().map(drifting).collect());
    let effect = |data: &Data, periods: bool| {
        mixed(data, periods, Treatment::Constant, Method::Reml)
            .expect("a fit")
            .effect(0.95)
            .expect("one")
            .estimate
    };
    assert!((effect(&drifting, true) - effect(&data, true)).abs() < 1e-9);
    assert!(effect(&drifting, false) > effect(&data, false) + 8.0);
}

#[test]
fn a_large_offset_costs_no_digits() {
    let data = stepped_wedge();
    let moved = data.with_rows(data.rows.iter().map(|row| Row { value: row.value + 1e7, ..*row }).collect());
    let fit = |data: &Data| mixed(data, true, Treatment::Constant, Method::Reml).expect("a fit");
    let (here, there) = (fit(&data), fit(&moved));
    assert!(
        (here.tau2 - there.tau2).abs() < 1e-5 && (here.coefficients[5] - there.coefficients[5]).abs() < 1e-6
    );
}

#[test]
fn what_has_no_fit_says_why() {
    let data = stepped_wedge();
    let fit = |data: &Data| mixed(data, true, Treatment::Constant, Method::Reml).map(|_| ());
    assert_eq!(fit(&data.with_starts(vec![Some(2); 8])), Err(NoFit::NoContrast));
    assert_eq!(fit(&data.with_starts(vec![None; 8])), Err(NoFit::NoContrast));
    assert_eq!(fit(&data.with_rows(Vec::new())), Err(NoFit::NoRows));
    let value = |value: f64| data.with_rows(data.rows.iter().map(|row| Row { value, ..*row }).collect());
    for equal in [0.1, 1e7 / 3.0, -1e-9 / 7.0, 0.0] {
        assert_eq!(fit(&value(equal)), Err(NoFit::NoVariance), "{equal}");
    }
    let one = data.with_rows(data.rows.iter().copied().filter(|row| row.cluster == 0).collect());
    assert_eq!(fit(&one), Err(NoFit::NoContrast));
    assert_eq!(mixed_icc(&[[1.0, 2.0]], Method::Reml, 0.95).map(|_| ()), Err(NoFit::TooFewClusters));
    let singles = [[1.0], [2.0], [4.0]];
    assert_eq!(mixed_icc(&singles, Method::Reml, 0.95).map(|_| ()), Err(NoFit::NoReplication));
    // No variance within clusters: the likelihood rises for ever.
    let constant = [[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]];
    assert_eq!(mixed_icc(&constant, Method::Ml, 0.95).map(|_| ()), Err(NoFit::NoVariance));
}
