//! `team_documentation`: an assistant in the room writes a share of the note while the clinician speaks with the
//! patient (source 004: two medical assistants for each physician; B88). The clinician keeps the rest and the review.
//! The share is reached only in visits for which an assistant is free: whoever is not there writes nothing.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::Levers;
use crate::clinic::parameters::values;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A13: documentation time -20 % at six months; V18: EHR time -18 %; B88: the assistants' own load rises.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "assistants in the room write; clinicians read and sign",
    first: "notes",
    watch: &[
        "burnout_prevalence.ma",
        "after_hours_minutes_per_day.ma",
        "documentation_quality_audited",
        "notes_open",
    ],
};

section! {
    /// Assistants in the room write a share of the notes.
    pub struct Settings {
        /// Share of the text of a note that the assistant writes, in visits for which one is free.
        value note_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found (compare A13: documentation time -20 %)", grade Assumption;
        /// The roles who write, the preferred first; the step of the visit must name them as `assistants`.
        value by: values::Names = values::Names(vec!["ma".to_owned()]), unit "roles", range .., source "mission source 004", grade MissionSource;
        /// Minutes of the clinician to read and sign a note written so.
        value review_minutes_per_note: f64 = 0.5, unit "minutes", range 0.0..=10.0, source "no source found", grade Assumption;
        /// Part of the share that is reached only as far as the team meets to plan its day: who writes for whom (source 000: parts reinforce each other).
        value needs_huddles_share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

/// With indices of roles.
#[derive(Debug, Clone)]
pub struct Compiled {
    share: f64,
    review_minutes: f64,
    needs_huddles: f64,
    roles: Vec<u16>,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled {
            share: self.note_share,
            review_minutes: self.review_minutes_per_note,
            needs_huddles: self.needs_huddles_share,
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
        let (share, review) = (dose.share * self.share, dose.share * self.review_minutes);
        levers.notes.add(share, review, self.needs_huddles, &self.roles);
    }
}
