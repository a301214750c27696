//! Cognitive load of a piece of work (Sweller 1988): intrinsic (the patient) and extraneous (layout, search, alerts) fill a
//! working memory of 1; what is beyond it costs time and makes errors.

use crate::declaration::section;

section! {
    /// Working memory and what overfills it.
    pub struct CognitiveLoad {
        /// Extraneous load of somebody whose whole time is extraneous; it is in proportion to their share of the last weeks.
        value extraneous_scale: f64 = 2.0, unit "share of working memory", range 0.0..=20.0, source "no source found; Melnick 2020 (C85) shows the way through load", grade Assumption;
        /// How much longer work takes for each unit of overload (c1).
        value time_per_overload: f64 = 0.5, unit "share per unit", range 0.0..=5.0, source "dynamics D1", grade Assumption;
    }
}

/// Overload: `O = max(0, L_int + L_ext − 1)` (dynamics D1).
#[inline]
pub fn overload(intrinsic: f64, extraneous: f64) -> f64 {
    (intrinsic + extraneous - 1.0).max(0.0)
}

/// Germane load, the room that is left to learn: `L_ger = max(0, 1 − L_int − L_ext)` (dynamics D1).
#[inline]
pub fn germane(intrinsic: f64, extraneous: f64) -> f64 {
    (1.0 - intrinsic - extraneous).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_overload() {
        assert!((overload(0.8, 0.3) - 0.1).abs() < 1e-12);
        assert_eq!(overload(0.5, 0.3), 0.0);
        assert!((germane(0.5, 0.3) - 0.2).abs() < 1e-12);
        assert_eq!(germane(0.8, 0.3), 0.0);
    }
}
