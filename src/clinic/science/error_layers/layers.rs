//! What each kind of layer catches of the errors that come to it.

use super::Circumstances;
use super::parameters::{Alerts, Barcode, DoubleCheck, Lapse, Manner, Pharmacist};
use crate::clinic::science::odds::at_odds_ratio;

/// Probability that an alert is heeded (dynamics D6): a₀ · 0.70^(min(n, 4) − 1) · 0.90^(repeats / 5 points) · e^(−0.22·z_E),
/// at most 1. n counts the alerts of the encounter, not the kinds of alerts (Ancker 2017, BMC Med Inform Decis Mak 17, 36: no
/// fall by the amount of work and none over time); the term in z_E is an assumption.
pub fn heed_probability(alerts: &Alerts, at: &Circumstances) -> f64 {
    let others = at.alerts.clamp(1.0, alerts.alerts_counted) - 1.0;
    let fives = at.repeat_share * 100.0 / 5.0;
    let heeded = alerts.heed_probability
        * libm::pow(alerts.heed_ratio_per_alert, others)
        * libm::pow(alerts.heed_ratio_per_5_points_repeated, fives)
        * libm::exp(-alerts.heed_fall_per_sd * at.z_exhaustion);
    heeded.min(1.0)
}

/// Probability that alerts catch an error: it sets one off, and that is heeded.
pub fn alerts_catch(alerts: &Alerts, at: &Circumstances) -> f64 {
    alerts.errors_alerted_share * heed_probability(alerts, at)
}

/// Probability that a pharmacist misses an error: odds × k^(max(0, orders an hour − 50) / 10), with the orders from elsewhere
/// (Gorbach 2015, AJHP 72, 1471: more errors above 400 orders in a shift; the size is an assumption).
pub fn pharmacist_misses(pharmacist: &Pharmacist, at: &Circumstances) -> f64 {
    let orders = at.orders_per_hour + pharmacist.outside_orders_per_hour;
    let above = (orders - pharmacist.knee_orders_per_hour).max(0.0) / 10.0;
    at_odds_ratio(pharmacist.miss_probability, libm::pow(pharmacist.miss_odds_ratio_per_10_orders, above))
}

/// Probability of doing without a safeguard: logit = logit p₀ + s₁·z_C + s₂·(load − reference) (source 003: cynicism and
/// time pressure; sizes are assumptions).
pub fn lapse_probability(lapse: &Lapse, at: &Circumstances) -> f64 {
    let tenths = (at.nurse_load - lapse.reference_load) * 10.0;
    let ratio = libm::pow(lapse.odds_ratio_per_sd, at.z_cynicism)
        * libm::pow(lapse.odds_ratio_per_tenth_load, tenths);
    at_odds_ratio(lapse.probability, ratio)
}

/// Probability that nurses catch an error: not skipped, and found: 0.663 by one, 0.777 by two who do not know of each other
/// (a randomised simulation with seeded errors, C58); who knows what the first found is no better than one (Westbrook 2021,
/// BMJ Qual Saf 30, 320).
pub fn double_check_catches(check: &DoubleCheck, at: &Circumstances) -> f64 {
    let finds = match check.manner {
        Manner::Single | Manner::Primed => check.single_finds,
        Manner::Independent => check.independent_finds,
    };
    (1.0 - lapse_probability(&check.skip, at)) * finds
}

/// Probability that scanning catches an error: not bypassed, times 0.414 (Poon 2010, NEJM 362, 1698).
pub fn barcode_catches(barcode: &Barcode, at: &Circumstances) -> f64 {
    (1.0 - lapse_probability(&barcode.bypass, at)) * barcode.prevents
}
