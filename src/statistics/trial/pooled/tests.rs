use super::*;
use crate::statistics::trial::reference::agree;

/// Thirteen trials of BCG vaccine against tuberculosis: cases and others with the vaccine, and without
/// (Colditz et al. 1994, JAMA 271(9)).
const BCG: [[f64; 4]; 13] = [
    [4.0, 119.0, 11.0, 128.0],
    [6.0, 300.0, 29.0, 274.0],
    [3.0, 228.0, 11.0, 209.0],
    [62.0, 13536.0, 248.0, 12619.0],
    [33.0, 5036.0, 47.0, 5761.0],
    [180.0, 1361.0, 372.0, 1079.0],
    [8.0, 2537.0, 10.0, 619.0],
    [505.0, 87886.0, 499.0, 87892.0],
    [29.0, 7470.0, 45.0, 7232.0],
    [17.0, 1699.0, 65.0, 1600.0],
    [186.0, 50448.0, 141.0, 27197.0],
    [5.0, 2493.0, 3.0, 2338.0],
    [27.0, 16886.0, 29.0, 17825.0],
];

/// Log relative risks.
fn bcg() -> Vec<Study> {
    let study = |[a, b, c, d]: &[f64; 4]| Study {
        estimate: libm::log(a / (a + b)) - libm::log(c / (c + d)),
        variance: 1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d),
    };
    BCG.iter().map(study).collect()
}

#[test]
fn the_bcg_trials_give_the_published_numbers() {
    // R's metafor (Viechtbauer 2010, Journal of Statistical Software 36(3)): τ² 0.3088 by DerSimonian and
    // Laird, 0.3132 by REML; all digits from statsmodels 0.15.0 (combine_effects) and from
    // scipy.optimize.brentq on the REML score.
    let found = pooled(&bcg(), Heterogeneity::DerSimonianLaird, 0.95).expect("thirteen studies");
    agree(found.tau2, 0.3087602628623761);
    agree(found.q, 152.2330080823733);
    agree(found.i2, 0.9211734685456205);
    agree(found.effect.estimate, -0.7141172220732273);
    agree(found.effect.standard_error, 0.1787420895354031);
    let knapp = found.hartung_knapp.expect("they differ");
    agree(knapp.standard_error, 0.1806966283355474);
    assert_eq!((knapp.freedom, found.studies), (Some(12.0), 13));
    let reml = pooled(&bcg(), Heterogeneity::Reml, 0.95).expect("thirteen studies");
    agree(reml.tau2, 0.31324325813648074);
    agree(reml.effect.estimate, -0.7145323421581392);
    agree(reml.effect.standard_error, 0.1797815161052057);
    agree(reml.hartung_knapp.expect("they differ").standard_error, 0.1807917440928479);
    let fixed = pooled(&bcg(), Heterogeneity::Fixed, 0.95).expect("thirteen studies");
    agree(fixed.effect.estimate, -0.4302851636540909);
    agree(fixed.effect.standard_error, 0.04049875171086381);
    assert_eq!(fixed.tau2, 0.0);
}

#[test]
fn studies_that_agree_have_no_heterogeneity() {
    let studies: Vec<Study> =
        [0.30, 0.32, 0.29, 0.31].iter().map(|e| Study { estimate: *e, variance: 0.04 }).collect();
    for way in [Heterogeneity::DerSimonianLaird, Heterogeneity::Reml] {
        let found = pooled(&studies, way, 0.95).expect("four studies");
        assert_eq!((found.tau2, found.i2), (0.0, 0.0));
        agree(found.effect.standard_error, 0.1);
    }
    let same = [studies[0], studies[0]];
    let found = pooled(&same, Heterogeneity::Reml, 0.95).expect("two studies");
    assert_eq!(found.hartung_knapp, Err(NoFit::NoVariance));
    assert_eq!(pooled(&studies[..1], Heterogeneity::Reml, 0.95), Err(NoFit::TooFewClusters));
    let none = [studies[0], Study { estimate: 1.0, variance: 0.0 }];
    assert_eq!(pooled(&none, Heterogeneity::Reml, 0.95), Err(NoFit::NoVariance));
}

#[test]
fn equal_variances_give_reml_the_ordinary_variance() {
    // With one variance v for all, τ² is the variance of the estimates less v.
    let studies: Vec<Study> =
        [1.0, 4.0, 2.0, 9.0].iter().map(|e| Study { estimate: *e, variance: 0.5 }).collect();
    let found = pooled(&studies, Heterogeneity::Reml, 0.95).expect("four studies");
    agree(found.tau2, 38.0 / 3.0 - 0.5);
}

#[test]
fn an_effect_in_standard_deviations_has_their_unit() {
    assert_eq!(standardised(3.0, 1.0, 6.0), Some(Study { estimate: 0.5, variance: 1.0 / 36.0 }));
    assert_eq!(standardised(3.0, 0.0, 6.0), None);
}
