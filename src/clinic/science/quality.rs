//! What patients meet: quality of visits falls with the clinician's cynicism, that of notes with delay and exhaustion.

use crate::declaration::section;

section! {
    /// Quality of visits and notes, each in [0, 1].
    pub struct Quality {
        /// Quality of a visit lost for each unit of the clinician's cynicism.
        value visit_per_cynicism: f64 = 0.3, unit "share per unit", range 0.0..=1.0, source "direction: mission source 003; size: no source found", grade Assumption;
        /// Share of it lost for an hour of waiting.
        value visit_per_hour_waited: f64 = 0.1, unit "share per hour", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Quality of a note lost for a day of delay.
        value note_per_day: f64 = 0.05, unit "share per day", range 0.0..=1.0, source "dynamics D7: rework of 5 % for a day of delay", grade Assumption;
        /// Quality of a note lost for each unit of exhaustion.
        value note_per_exhaustion: f64 = 0.2, unit "share per unit", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Share of notes that are audited.
        value audited_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

/// Quality of a visit as the patient meets it: `(1 − a·C)^f · e^(−b·hours waited)`, f a factor of the patient's group:
/// whoever is less able to insist loses more to a cynical clinician. In [0, 1].
pub fn visit(cynicism: f64, group_factor: f64, hours_waited: f64, settings: &Quality) -> f64 {
    let met = 1.0 - settings.visit_per_cynicism * cynicism;
    libm::pow(met, group_factor) * libm::exp(-settings.visit_per_hour_waited * hours_waited)
}

/// Quality of a note: `e^(−a·days of delay)·(1 − b·E)`. In [0, 1].
pub fn note(delay_days: f64, exhaustion: f64, settings: &Quality) -> f64 {
    libm::exp(-settings.note_per_day * delay_days) * (1.0 - settings.note_per_exhaustion * exhaustion)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn cynicism_delay_and_waiting_cost_quality() {
        let settings = Quality::read(None, "", &mut Faults::default()).expect("all have defaults");
        assert_eq!((visit(0.0, 1.0, 0.0, &settings), note(0.0, 0.0, &settings)), (1.0, 1.0));
        assert!((visit(0.5, 1.0, 0.0, &settings) - 0.85).abs() < 1e-12);
        assert!(visit(0.5, 2.0, 0.0, &settings) < visit(0.5, 1.0, 0.0, &settings));
        assert!(visit(0.5, 1.0, 1.0, &settings) < 0.85);
        assert!((note(1.0, 0.5, &settings) - 0.9 * libm::exp(-0.05)).abs() < 1e-12);
    }
}
