//! `team_documentation`: an assistant in the room writes a share of the note while the clinician speaks with the
//! patient (source 004: two medical assistants for each physician; B88). The clinician keeps the rest and the review.
//! The share is reached only in visits for which an assistant is free: whoever is not there writes nothing.

use super::{Intervention, Names};
use crate::clinic::levers::Levers;
use crate::clinic::parameters::values;
use crate::declaration::section;

section! {
    /// Assistants in the room write a share of the notes.
    pub struct Settings {
        /// Share of the text of a note that the assistant writes, in visits for which one is free.
        value note_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found (compare A13: documentation time -20 %)", grade Assumption;
        /// The roles who write, the preferred first; the step of the visit must name them as `assistants`.
        value by: values::Names = values::Names(vec!["ma".to_owned()]), unit "roles", range .., source "mission source 004", grade MissionSource;
        /// Minutes of the clinician to read and sign a note written so.
        value review_minutes_per_note: f64 = 0.5, unit "minutes", range 0.0..=10.0, source "no source found", grade Assumption;
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
            share: self.note_share,
            review_minutes: self.review_minutes_per_note,
            roles: self.by.0.iter().map(|role| names.roles[role]).collect(),
        }
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: f64, levers: &mut Levers) {
        levers.notes.add(dose * self.share, dose * self.review_minutes, &self.roles);
    }
}
