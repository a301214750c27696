//! `virtual_visits`: appointments in the first and the last hour of a day are held by video, from wherever the clinician
//! is (source 004 L485 to 493; A51, A54, B94). No exam room, and less of the way to work clashes with life at home.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::{Levers, Route, complement};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A51: turnover and burnout improve; access, relative value units and total visits do not change. No sizes.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "patients who would rather come, or cannot be seen by video",
    first: "virtual_ends",
    watch: &["third_next_available_days", "visits_per_week", "patient_experience", "access_gap_days"],
};

section! {
    /// The first and the last hour of a day are virtual.
    pub struct Settings {
        /// Share of the appointments in the first and the last hour of a day that are held by video.
        value virtual_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "A54: first and last hour; share: no source found", grade Assumption;
        /// The pathway of a visit by video.
        value pathway: String = "virtual".to_owned(), unit "pathway", range .., source "convention of scenario files", grade Definition;
        /// Share of the way to work that does not clash with life at home on a day whose first and last patients all come by video; with fewer of them, so much less. Of those alone who see such patients.
        value commute_saved_share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

/// With the index of the pathway.
#[derive(Debug, Clone)]
pub struct Compiled {
    pathway: u16,
    share: f64,
    commute_saved: f64,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled {
            pathway: names.pathways[&self.pathway],
            share: self.virtual_share,
            commute_saved: self.commute_saved_share,
        }
    }
}

impl Plan for Settings {
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        vec![("pathway".to_owned(), Reference::Pathway(&self.pathway))]
    }

    fn only_one(&self) -> Option<&str> {
        Some("the ends of a day")
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.virtual_ends = Some(Route { pathway: self.pathway, share: dose.share * self.share });
        complement(&mut levers.commute_saved, dose.share * self.commute_saved);
    }
}
