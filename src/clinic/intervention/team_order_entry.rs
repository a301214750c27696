//! `team_order_entry`: an assistant in the room enters a share of the orders (source 004; A14, B90). Where orders by
//! word of mouth are not allowed, the clinician signs each visit's orders afterwards.

use super::{Intervention, Names};
use crate::clinic::levers::Levers;
use crate::clinic::parameters::values;
use crate::declaration::section;

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
    roles: Vec<u16>,
}

impl Settings {
    pub(super) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled {
            share: self.order_share,
            review_minutes: if self.verbal_orders { 0.0 } else { self.signing_minutes_per_visit },
            roles: self.by.0.iter().map(|role| names.roles[role]).collect(),
        }
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: f64, levers: &mut Levers) {
        levers.orders.add(dose * self.share, dose * self.review_minutes, &self.roles);
    }
}
