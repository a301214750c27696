//! `team_order_entry`: an assistant in the room enters a share of the orders (source 004; A14, B90). Where orders by
//! word of mouth are not allowed, the clinician signs each visit's orders afterwards.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::{Levers, most};
use crate::clinic::parameters::values;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A14: order-entry time -47 % at six months (B90).",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "assistants in the room enter orders; clinicians sign where word of mouth is not enough",
    first: "orders",
    watch: &["burnout_prevalence.ma", "errors_reaching_patient_per_1000_orders.expected"],
};

section! {
    /// Assistants in the room enter a share of the orders.
    pub struct Settings {
        /// Share of the orders that the assistant enters, in visits for which one is free.
        value order_share: f64 = 0.6, unit "share", range 0.0..=1.0, source "no source found (compare A14: order-entry time -47 %)", grade Assumption;
        /// The roles who enter them, the preferred first; the step of the visit must name them as `assistants`.
        value by: values::Names = values::Names(vec!["ma".to_owned()]), unit "roles", range .., source "mission source 004", grade MissionSource;
        /// Whether orders by word of mouth are allowed, so that nobody has to sign them again.
        value verbal_orders: bool = false, unit "yes or no", range .., source "mission source 004 (a waiver of regulation)", grade MissionSource;
        /// Minutes of the clinician to sign the orders of a visit, where word of mouth is not enough.
        value signing_minutes_per_visit: f64 = 0.2, unit "minutes", range 0.0..=10.0, source "no source found", grade Assumption;
    }
}

/// With indices of roles.
#[derive(Debug, Clone)]
pub struct Compiled {
    share: f64,
    review_minutes: f64,
    verbal: f64,
    roles: Vec<u16>,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled {
            share: self.order_share,
            review_minutes: self.signing_minutes_per_visit,
            verbal: f64::from(u8::from(self.verbal_orders)),
            roles: self.by.0.iter().map(|role| names.roles[role]).collect(),
        }
    }
}

impl Plan for Settings {
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.by.0.iter().map(|role| ("by".to_owned(), Reference::Assistant(role))).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.orders.add(dose.share * self.share, dose.share * self.review_minutes, 0.0, &self.roles);
        most(&mut levers.orders.verbal, self.verbal);
    }
}
