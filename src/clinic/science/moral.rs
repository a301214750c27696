//! Moral residue M and secondary trauma T: neither is fatigue, and neither is healed by days off.

use crate::declaration::section;

section! {
    /// Moral distress and injury, and the trauma of harm and loss.
    pub struct Moral {
        /// How much one morally heavy event adds (k_M): a denied authorisation, no place for a sick patient, a patient sent home, a shift that is short.
        value per_event: f64 = 0.004, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Half-life of moral residue; days off do not shorten it.
        value half_life_days: f64 = 138.0, unit "days", range 1.0..=3650.0, source "dynamics D4: 0.995 a day", grade Assumption;
        /// How much full moral residue speeds up cynicism (mu).
        value cynicism_weight: f64 = 1.0, unit "ratio", range 0.0..=10.0, source "dynamics D4", grade Assumption;
        /// Share of finished authorisations that are denied: a moral event of the clinician.
        value denied_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Share of requests of patients who are ill now and find no place that weigh on their clinician.
        value no_place_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// A day is short, and so heavy for those who came, if fewer than this share of the people rostered in their role are there.
        value short_below: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How much an adverse event of an own patient adds to trauma.
        value trauma_per_harm: f64 = 0.4, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How much the death of an own patient adds.
        value trauma_per_death: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Deaths of patients of a panel.
        value deaths_per_patient_year: f64 = 0.008, unit "per patient-year", range 0.0..=1.0, source "about the crude death rate of the United States", grade Assumption;
        /// Half-life of trauma; support by peers halves it.
        value trauma_half_life_days: f64 = 21.0, unit "days", range 0.5..=3650.0, source "dynamics D4", grade Assumption;
        /// Whether peers support those who were hit.
        value peer_support: bool = false, unit "yes or no", range .., source "none: off is the neutral value", grade Definition;
        /// How much full trauma speeds up exhaustion (mu_T): the way from error to burnout.
        value trauma_weight: f64 = 1.0, unit "ratio", range 0.0..=10.0, source "dynamics D2; direction: second victims, mission source 002", grade Assumption;
    }
}

/// Moral residue of the next day: events add with saturation, the rest fades; time off changes nothing
/// (`M += (1−M)(1−e^(−k·n)) − M(1−λ)`, dynamics D4). In [0, 1].
pub fn moral_residue(residue: f64, events: f64, settings: &Moral) -> f64 {
    super::relax(residue, settings.per_event * events, std::f64::consts::LN_2 / settings.half_life_days)
}

/// Secondary trauma of the next day: a jump for each harm and death, halved in weeks, in half of that with support by
/// peers (dynamics D4). `avoided` is the share of a jump that support at the event itself avoids. In [0, 1].
pub fn trauma(trauma: f64, harms: f64, deaths: f64, avoided: f64, settings: &Moral) -> f64 {
    let fade = std::f64::consts::LN_2 / settings.trauma_half_life_days;
    let fade = if settings.peer_support { 2.0 * fade } else { fade };
    let added = -(harms * libm::log1p(-settings.trauma_per_harm.min(1.0 - 1e-9))
        + deaths * libm::log1p(-settings.trauma_per_death.min(1.0 - 1e-9)));
    super::relax(trauma, added * (1.0 - avoided), fade)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    fn settings() -> Moral {
        Moral::read(None, "", &mut Faults::default()).expect("all have defaults")
    }

    #[test]
    fn moral_residue_halves_in_its_half_life_and_grows_with_events() {
        let mut residue = 0.4;
        (0..138).for_each(|_| residue = moral_residue(residue, 0.0, &settings()));
        assert!((residue - 0.2).abs() < 1e-3, "{residue}");
        assert!(moral_residue(0.2, 3.0, &settings()) > 0.2);
    }

    #[test]
    fn harm_adds_its_share_and_peers_halve_the_half_life() {
        let hit = trauma(0.0, 1.0, 0.0, 0.0, &settings());
        assert!((hit - 0.4).abs() < 1e-9, "{hit}");
        let supported = Moral { peer_support: true, ..settings() };
        let after =
            |days: u32, settings: &Moral| (0..days).fold(0.4, |t, _| trauma(t, 0.0, 0.0, 0.0, settings));
        assert!((after(21, &settings()) - after(42, &settings()).sqrt() * 0.4_f64.sqrt()).abs() < 0.01);
        assert!((after(21, &settings()) - 0.2).abs() < 0.01);
        assert!((after(21, &supported) - 0.1).abs() < 0.01);
    }
}
