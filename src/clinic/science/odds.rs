//! Odds and probabilities. An odds ratio is no risk ratio: the two agree only where the event is rare.

/// The odds of a probability: p / (1 − p); infinite at 1. Valid for probabilities from 0 to 1.
pub fn odds(probability: f64) -> f64 {
    probability / (1.0 - probability)
}

/// The probability of odds: o / (1 + o), written so that infinite odds give 1. Valid from 0.
pub fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + 1.0 / odds)
}

/// The probability when the odds are multiplied: odds' = odds × ratio. A probability of 0 or 1 stays what it is.
/// Valid for probabilities from 0 to 1 and ratios from 0, those too that overflow.
pub fn at_odds_ratio(unexposed: f64, odds_ratio: f64) -> f64 {
    // So that neither 0 · ∞ nor ∞ · 0 makes nothing of a certain event.
    probability(odds(unexposed) * odds_ratio.clamp(f64::MIN_POSITIVE, f64::MAX))
}

/// The risk ratio that an odds ratio means at a probability p₀ of the unexposed: OR / (1 − p₀ + p₀·OR) (Zhang and Yu
/// 1998, JAMA 280, 1690). Valid for p₀ from 0 to 1 and ratios above 0.
pub fn relative_risk(odds_ratio: f64, unexposed: f64) -> f64 {
    odds_ratio / (1.0 - unexposed + unexposed * odds_ratio)
}

/// The shift of the log odds, the same for all, that makes the mean of these probabilities equal to a given one: found
/// by halving an interval, for the mean grows with the shift. So a published rate stays the mean of a baseline whose
/// people differ. The mean must lie between 0 and 1, and so must every probability.
pub fn shift_to_mean(probabilities: &[f64], mean: f64) -> f64 {
    assert!(mean > 0.0 && mean < 1.0, "a mean of 0 or 1 is reached by no finite shift");
    assert!(
        !probabilities.is_empty() && probabilities.iter().all(|p| *p > 0.0 && *p < 1.0),
        "there are probabilities, and a certain event is shifted by nothing"
    );
    let mean_at = |shift: f64| {
        let ratio = libm::exp(shift);
        probabilities.iter().map(|p| at_odds_ratio(*p, ratio)).sum::<f64>() / probabilities.len() as f64
    };
    let (mut low, mut high) = (-700.0, 700.0);
    // Until no number lies between the two.
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if mean_at(middle) < mean { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-14 * expected.abs(), "{found} instead of {expected}");
    }

    #[test]
    fn odds_and_probabilities_are_inverse_and_certain_events_stay_certain() {
        for p in [1e-12, 0.002, 0.5, 0.999] {
            near(probability(odds(p)), p);
        }
        for ratio in [0.0, 1e-300, 1.35, f64::INFINITY] {
            assert_eq!((at_odds_ratio(0.0, ratio), at_odds_ratio(1.0, ratio)), (0.0, 1.0));
        }
        near(at_odds_ratio(0.1, 1.0 / 1.25), 4.0 / 49.0);
    }

    #[test]
    fn an_odds_ratio_is_a_risk_ratio_of_both_probabilities() {
        for p in [0.002, 0.05, 0.2] {
            near(relative_risk(2.0, p), at_odds_ratio(p, 2.0) / p);
        }
    }

    #[test]
    fn a_shift_reaches_the_mean() {
        let mixed = [0.001, 0.002, 0.5];
        let ratio = libm::exp(shift_to_mean(&mixed, 0.002));
        near(mixed.iter().map(|p| at_odds_ratio(*p, ratio)).sum::<f64>() / 3.0, 0.002);
        near(shift_to_mean(&[0.2], at_odds_ratio(0.2, 1.5)), libm::log(1.5));
    }
}
