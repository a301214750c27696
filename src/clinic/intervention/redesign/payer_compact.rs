//! `payer_compact`: clinicians and payers agree which authorisations are needed, and how they are judged (source 000 L58;
//! B97). After a delay fewer orders need one, and fewer are denied. It changes how often this work arises.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B97: authorisations fall after a delay; no size reported. A7: hours a week; C28 to C30: 20 minutes a request.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "payers, who decide less; a few who negotiate, outside the clinic",
    first: "kept",
    watch: &["prior_auth_hours_per_week", "authorisation_cost_per_fte_year"],
};

section! {
    /// An agreement with payers about authorisations.
    pub struct Settings {
        /// The kind of message that is a prior authorisation.
        value kind: String = "prior_auth".to_owned(), unit "message kind", range .., source "convention of scenario files", grade Definition;
        /// Weeks of negotiation until anything changes.
        value delay_weeks: f64 = 26.0, unit "weeks", range 0.0..=520.0, source "mission source 000 (B97: after a delay); size: no source found", grade Assumption;
        /// Share of the authorisations that is still needed.
        value authorisations_kept_share: f64 = 0.6, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Share of authorisations that are denied, as a factor.
        value denials_factor: f64 = 0.7, unit "ratio", range 0.0..=5.0, source "no source found", grade Assumption;
    }
}

/// With the index of the kind of message.
#[derive(Debug, Clone)]
pub struct Compiled {
    settings: Settings,
    kind: u16,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled { settings: self.clone(), kind: names.kinds[&self.kind] }
    }
}

impl Plan for Settings {
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        vec![("kind".to_owned(), Reference::MessageToThin(&self.kind))]
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        if dose.weeks >= self.settings.delay_weeks {
            let kept = &mut levers.kept[usize::from(self.kind)];
            scale(kept, dose.share, self.settings.authorisations_kept_share);
            scale(&mut levers.denials_factor, dose.share, self.settings.denials_factor);
        }
    }
}
