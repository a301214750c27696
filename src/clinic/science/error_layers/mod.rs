//! Medication orders and the layers that an error must pass to reach a patient: a chain of holes that widen with the state
//! of the people behind them (Reason 2000, BMJ 320, 768; sources 001 and 003; dynamics D6).
//!
//! [`parameters`] is the table `[safety]`; [`orders`] gives the probability of an error, [`layers`] what each layer catches,
//! [`chain`] what becomes of an order, in probabilities and, by uniform numbers, in counts.
//!
//! Each leg of burnout acts at one place: exhaustion on the order and on alerts, overload on the pharmacist, cynicism and
//! load on checks that are skipped. Where a relative risk of the burned-out is used instead (`error_model = "binary"`) it
//! is that of the order alone, and the layers see people of average exhaustion and cynicism: what a study found for the
//! whole chain must not count twice.

pub mod chain;
pub mod layers;
pub mod orders;
pub mod parameters;

#[cfg(test)]
mod tests;

pub use chain::{Chain, Defences, Draws, Outcome};
pub use parameters::Safety;

/// What drives an order and its layers: the state of people and work at one time. The default is average people with
/// one alert and nothing in their way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circumstances {
    /// Exhaustion of who orders, in standard deviations from the frozen mean of the baseline.
    pub z_exhaustion: f64,
    /// Cynicism of the nurse, likewise.
    pub z_cynicism: f64,
    /// Whether who orders is burned out, by the rule in use; only of the binary model.
    pub burned_out: bool,
    /// Fatigue of who orders, from 0 to 1.
    pub fatigue: f64,
    /// Interruptions while the order was written.
    pub interruptions: f64,
    /// Overload of the mind of who orders: load beyond 1, 0 or more.
    pub overload: f64,
    /// Alerts in the encounter, that of this order included; fewer than 1 count as 1.
    pub alerts: f64,
    /// Share of alerts that were shown for the same patient before, from 0 to 1.
    pub repeat_share: f64,
    /// Orders in an hour in the pharmacist's own queue.
    pub orders_per_hour: f64,
    /// Odds of an error of the order by how the work is made, beyond all else: 1 as a rule.
    pub error_odds: f64,
    /// Time that work asks of the nurse as a share of the time there is: 1 just fits.
    pub nurse_load: f64,
}

impl Default for Circumstances {
    fn default() -> Self {
        Circumstances {
            z_exhaustion: 0.0,
            z_cynicism: 0.0,
            burned_out: false,
            fatigue: 0.0,
            interruptions: 0.0,
            overload: 0.0,
            alerts: 1.0,
            repeat_share: 0.0,
            orders_per_hour: 0.0,
            error_odds: 1.0,
            nurse_load: parameters::ORDINARY_LOAD,
        }
    }
}

impl Circumstances {
    /// A state that cannot be is a fault of the program.
    fn assert_possible(&self) {
        let numbers = [
            self.fatigue,
            self.interruptions,
            self.overload,
            self.alerts,
            self.repeat_share,
            self.orders_per_hour,
            self.error_odds,
            self.nurse_load,
        ];
        assert!(
            numbers.iter().all(|x| *x >= 0.0 && x.is_finite()),
            "counts, shares and loads are 0 or more: {self:?}"
        );
        assert!(
            self.z_exhaustion.is_finite() && self.z_cynicism.is_finite(),
            "people have a state: {self:?}"
        );
    }
}

/// A world without burnout, for the part of errors that is due to it, on the same random numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Counterfactual {
    /// Exhaustion and cynicism have no effect. As their mean is 0, this takes away only what the curve of the odds adds to
    /// the mean: people below the mean err less today, and would err more.
    SlopeOff,
    /// Who is burned out becomes as the others are on average, in the same standard deviations: nobody is burned out. With
    /// the binary model, their relative risk is 1.
    LikeTheOthers {
        /// Mean exhaustion of those who are not burned out.
        z_exhaustion: f64,
        /// Mean cynicism of the nurses who are not burned out.
        z_cynicism: f64,
        /// Whether the nurse is burned out; who orders knows it of themselves.
        nurse_burned_out: bool,
    },
}

impl Counterfactual {
    /// The circumstances in that world.
    pub fn of(self, at: &Circumstances) -> Circumstances {
        match self {
            Self::SlopeOff => Circumstances { z_exhaustion: 0.0, z_cynicism: 0.0, ..*at },
            Self::LikeTheOthers { z_exhaustion, z_cynicism, nurse_burned_out } => Circumstances {
                z_exhaustion: if at.burned_out { z_exhaustion } else { at.z_exhaustion },
                z_cynicism: if nurse_burned_out { z_cynicism } else { at.z_cynicism },
                burned_out: false,
                ..*at
            },
        }
    }
}
