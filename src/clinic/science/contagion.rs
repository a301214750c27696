//! Emotional contagion: what colleagues' states add to the gain of one's own. Direction: Bakker 2001 and 2005 (C90),
//! Meredith 2020 (C92); size unknown, and in a cross-section not to be told from a shared environment (reflection).

use crate::declaration::section;

section! {
    /// The direct route by which burnout spreads. The other one, work that moves to colleagues, is no equation.
    pub struct Contagion {
        /// Gain for each unit by which colleagues' exhaustion exceeds its reference (chi). The effect per standard deviation of the colleagues' mean is about a quarter of it.
        value exhaustion: f64 = 0.5, unit "per unit of exhaustion", range 0.0..=5.0, source "dynamics D3; plausible 0 to 0.8, bistable above about 4", grade Assumption;
        /// The same of cynicism.
        value cynicism: f64 = 0.5, unit "per unit of cynicism", range 0.0..=5.0, source "dynamics D3: the same form", grade Assumption;
        /// How much more a minute of the own team counts than one of others at the clinic.
        value team_weight: f64 = 3.0, unit "ratio", range 0.0..=100.0, source "no source found", grade Assumption;
        /// Whether clinicians take from clinicians only; others take from everybody.
        value clinicians_from_clinicians: bool = true, unit "yes or no", range .., source "Petitta 2017 (C91)", grade Published;
    }
}

/// What colleagues add to the logarithm of a gain: `χ·(mean of colleagues − reference)`; 0 where there are none
/// (dynamics D3). States in [0, 1].
#[inline]
pub fn pressure(strength: f64, colleagues: Option<f64>, reference: f64) -> f64 {
    colleagues.map_or(0.0, |mean| strength * (mean - reference))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colleagues_add_and_relieve() {
        assert!((pressure(0.5, Some(0.65), 0.45) - 0.1).abs() < 1e-12);
        assert!((pressure(0.5, Some(0.25), 0.45) + 0.1).abs() < 1e-12);
        assert_eq!((pressure(0.5, None, 0.45), pressure(0.0, Some(0.9), 0.45)), (0.0, 0.0));
    }
}
