//! Errors of orders.

use super::Circumstances;
use super::parameters::{ErrorModel, Safety};
use crate::clinic::science::odds::at_odds_ratio;

/// Probability that an order has an error (dynamics D6): its log odds are the sum of logit e₀, the shift, ln 1.25·z_E,
/// ln 1.127·interruptions, ln 1.38 of the fatigued, and c₂·overload (source 002; Westbrook 2010; Tawfik 2018). In the
/// binary model the relative risk of the burned-out takes the place of the term in z_E, on the probability and not on the
/// odds; it ends at 1. Valid for z_E within some dozens, and counts and overload from 0.
pub fn error_probability(safety: &Safety, at: &Circumstances) -> f64 {
    let e0 = safety.error_probability();
    let mut ratio = libm::exp(safety.error_shift)
        * at.error_odds
        * libm::pow(safety.odds_ratio_interruption, at.interruptions)
        * libm::pow(safety.odds_ratio_overload, at.overload);
    if at.fatigue > safety.fatigued_above {
        ratio *= safety.odds_ratio_fatigued;
    }
    match safety.error_model {
        ErrorModel::Continuous => {
            at_odds_ratio(e0, ratio * libm::pow(safety.odds_ratio_per_sd, at.z_exhaustion))
        }
        ErrorModel::Binary => {
            let risk = if at.burned_out { safety.relative_risk } else { 1.0 };
            (risk * at_odds_ratio(e0, ratio)).min(1.0)
        }
    }
}
