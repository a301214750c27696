//! `payment_reform`: messages are paid for, and the target of productivity changes (source 001 L4; B111). What is paid
//! changes revenue; what is asked for changes how many are booked.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B111: payment models are named among the causes; no effect of a reform reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "payers and patients; with a higher target, clinicians",
    first: "message_payment_usd",
    watch: &["revenue_per_year", "third_next_available_days", "after_hours_minutes_per_day"],
};

section! {
    /// What is paid for, and how many visits are asked for.
    pub struct Settings {
        /// Payment for a message that a clinician answers: the mean of all, those that are not paid included.
        value message_payment_usd: f64 = 3.0, unit "US$", range 0.0..=500.0, source "no source found", grade Assumption;
        /// Appointments of a clinician and day on top of a full one, or fewer (below 0): the target of productivity.
        value extra_bookings_per_day: f64 = 0.0, unit "appointments", range -40.0..=40.0, source "none: 0 is the neutral value", grade Definition;
    }
}

/// The same; it names nothing.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.message_payment_usd += dose.share * self.message_payment_usd;
        levers.bookings_on_top += dose.share * self.extra_bookings_per_day;
    }
}
