//! `virtual_visits`: appointments in the first and the last hour of a day are held by video, from wherever the clinician
//! is (source 004 L485 to 493; A51, A54, B94). No exam room, and less of the way to work clashes with life at home.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, complement, most};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A51: turnover and burnout improve; access, relative value units and total visits do not change. No sizes.",
    grade: Grade::MissionSource,
    direct: false,
    pays: "patients who would rather come, or cannot be seen by video",
    first: "virtual_ends",
    watch: &["third_next_available_days", "visits_per_week", "patient_experience", "access_gap_days"],
};

section! {
    /// The first and the last hour of a day are virtual.
    pub struct Settings {
        /// Share of the appointments in the first and the last hour of a day that are held by video.
        value virtual_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "A54: first and last hour; share: no source found", grade Assumption;
        /// Share of the way to work that no longer clashes with life at home.
        value commute_saved_share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
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
        most(&mut levers.virtual_ends, dose.share * self.virtual_share);
        complement(&mut levers.commute_saved, dose.share * self.commute_saved_share);
    }
}
