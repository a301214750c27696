//! `inbox_reduction`: automatic messages are switched off, thinned or bundled (source 004; B86). What does not come
//! takes no time; what is bundled takes a little longer each.

use std::collections::BTreeMap;

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B86: fewer automatic messages; no size reported. Volume falls by more than minutes.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "nobody",
    first: "kept",
    watch: &["errors_reaching_patient_per_1000_orders.expected"],
};

section! {
    /// Kinds of messages are switched off, thinned or bundled.
    pub struct Settings {
        /// By kind of message.
        tables kinds: Reduction;
    }
}

section! {
    /// What becomes of one kind of message.
    pub struct Reduction {
        /// Share that still comes; 0 switches the kind off.
        value keep_share: f64 = 1.0, unit "share", range 0.0..=1.0, source "none: 1 is the neutral value", grade Definition;
        /// How many come as one.
        value bundle_size: f64 = 1.0, unit "messages", range 1.0..=1000.0, source "none: 1 is the neutral value", grade Definition;
        /// Minutes of each further message in a bundle, as a share of a single one's.
        value bundled_minutes_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

/// Share that comes and factor of its minutes, by kind of message, at full dose.
#[derive(Debug, Clone)]
pub struct Compiled(BTreeMap<u16, (f64, f64)>);

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        let of = |reduction: &Reduction| {
            let factor = 1.0 + (reduction.bundle_size - 1.0) * reduction.bundled_minutes_share;
            (reduction.keep_share / reduction.bundle_size, factor)
        };
        Compiled(self.kinds.iter().map(|(kind, reduction)| (names.kinds[kind], of(reduction))).collect())
    }
}

impl Plan for Settings {
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        let kinds = self.kinds.keys();
        kinds.map(|kind| (format!("kinds.{kind}"), Reference::MessageToThin(kind))).collect()
    }
}

impl Intervention for Compiled {
    /// At a part of the dose, that part of the messages is treated so: minutes of what comes are their mean.
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        for (kind, (kept, factor)) in &self.0 {
            let share = 1.0 - dose.share * (1.0 - kept);
            let minutes = (1.0 - dose.share) + dose.share * kept * factor;
            let kind = usize::from(*kind);
            levers.kept[kind] *= share;
            levers.minutes_factor[kind] *= if share > 0.0 { minutes / share } else { 1.0 };
        }
    }
}
