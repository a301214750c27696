//! `regulation_waiver`: an emergency lifts rules on orders by word of mouth and on licensing (source 004: the CMS waivers; B90,
//! B104). Assistants in the room may then enter orders that nobody signs again, and who is new begins sooner. With an
//! `end_week` all of it ends, and the old work is back.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::{Levers, most, scale};
use crate::clinic::parameters::values;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Shocks,
    reported: "B90: the waiver reduced the work of order entry and let others do it; licensing and credentialing were drastically reduced. No size reported; compare A14: order entry -47 % with team order entry.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "assistants in the room, who enter the orders",
    first: "orders",
    watch: &[
        "burnout_prevalence.ma",
        "errors_reaching_patient_per_1000_orders.expected",
        "order_entry_minutes_per_day.physician",
    ],
};

section! {
    /// Rules on orders by word of mouth, and on licensing, are lifted for a time.
    pub struct Settings {
        /// Share of the orders that assistants in the room then enter, in visits for which one is free.
        value order_share: f64 = 0.6, unit "share", range 0.0..=1.0, source "as team_order_entry; no source found (compare A14: order-entry time -47 %)", grade Assumption;
        /// The roles who enter them, the preferred first; the step of the visit must name them as `assistants`.
        value by: values::Names = values::Names(vec!["ma".to_owned()]), unit "roles", range .., source "mission source 004", grade MissionSource;
        /// Share of orders entered by others that are good by word of mouth, so that nobody signs them.
        value verbal_share: f64 = 1.0, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Minutes of the clinician to sign the orders of a visit that are not.
        value signing_minutes_per_visit: f64 = 0.2, unit "minutes", range 0.0..=10.0, source "no source found", grade Assumption;
        /// Days of credentialing before somebody new may begin, as a factor.
        value credentialing_factor: f64 = 0.3, unit "ratio", range 0.0..=1.0, source "mission source 004: drastically reduced; size: no source found", grade Assumption;
    }
}

/// With indices of roles.
#[derive(Debug, Clone)]
pub struct Compiled {
    share: f64,
    verbal: f64,
    signing_minutes: f64,
    credentialing_factor: f64,
    roles: Vec<u16>,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled {
            share: self.order_share,
            verbal: self.verbal_share,
            signing_minutes: self.signing_minutes_per_visit,
            credentialing_factor: self.credentialing_factor,
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
        levers.orders.add(dose.share * self.share, dose.share * self.signing_minutes, 0.0, &self.roles);
        most(&mut levers.orders.verbal, dose.share * self.verbal);
        scale(&mut levers.credentialing_factor, dose.share, self.credentialing_factor);
    }
}
