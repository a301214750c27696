//! Why it happens: pure functions with their parameters and citations. Nothing in here knows of events, people's names or
//! files; handlers bring what the simulated day produced, and get numbers.
//!
//! | file | what |
//! |---|---|
//! | [`alarm`] | an alarm of pressure, and how well it foretells |
//! | [`cost`] | prices and perspectives |
//! | [`demand`] | demands, resources, fit, strain |
//! | [`attributable`] | what burnout is to blame for: textbook formulas |
//! | [`burnout`] | fatigue, exhaustion, cynicism, efficacy; their references |
//! | [`contagion`] | what colleagues' states add |
//! | [`moral`] | moral residue, secondary trauma |
//! | [`cognitive_load`] | intrinsic and extraneous load, overload |
//! | [`equity`] | how unequally load is spread |
//! | [`instruments`] | surveys and screens as emulators, with their noise |
//! | [`error_layers`], [`odds`] | errors of orders and the layers that catch them |
//! | [`feedback`] | burnout back to work: pace, rework, absence, help; the gain of the loop |
//! | [`lag`] | which of two series comes first |
//! | [`leaving`] | leaving, cutting hours, vacancy, learning a new post |
//! | [`price`] | amounts with their price year |
//! | [`quality`] | quality of visits and notes |
//! | [`well_being`] | all of these as one table of a file, with a switch for each theory |

pub mod alarm;
pub mod attributable;
pub mod burnout;
pub mod cognitive_load;
pub mod contagion;
pub mod cost;
pub mod demand;
pub mod equity;
pub mod error_layers;
pub mod feedback;
pub mod instruments;
pub mod lag;
pub mod leaving;
pub mod moral;
pub mod odds;
pub mod organization;
pub mod price;
pub mod quality;
pub mod well_being;

/// The logistic function, 1/(1 + e^−x).
#[inline]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// Its inverse, the log odds of a probability in (0, 1).
#[inline]
pub fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

/// A share that closes a part of its distance to 1 at one rate and to 0 at another, both per step and not negative: it stays
/// in [0, 1] for any rates, without clipping (exact for each of the two exponentials; dynamics D2).
#[inline]
pub fn relax(share: f64, up: f64, down: f64) -> f64 {
    share - (1.0 - share) * libm::expm1(-up) + share * libm::expm1(-down)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_odds_and_back() {
        for p in [1e-6, 0.2, 0.5, 0.93] {
            assert!((logistic(logit(p)) - p).abs() < 1e-12);
        }
    }

    #[test]
    fn shares_stay_shares_for_any_rates() {
        for share in [0.0, 1e-9, 0.4, 1.0] {
            for up in [0.0, 1e-3, 1.0, 50.0, f64::MAX] {
                for down in [0.0, 1e-3, 1.0, 50.0, f64::MAX] {
                    let next = relax(share, up, down);
                    assert!((0.0..=1.0).contains(&next), "{share} {up} {down}: {next}");
                }
            }
        }
        assert_eq!(relax(0.3, 0.0, 0.0), 0.3);
    }
}
