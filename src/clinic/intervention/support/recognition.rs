//! `recognition`: work is seen and thanked for, by an award or in person (source 002; B19, B110). It changes the supply of
//! recognition, which helps those who need more than they get and nobody else (person-environment fit). With that theory
//! off it acts as reward, on cynicism alone (effort-reward).

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::Levers;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "B19, B110: one award satisfies who needs recognition and means little to who needs autonomy; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "nobody in minutes",
    first: "recognition_added",
    watch: &["burnout_prevalence"],
};

section! {
    /// Work is seen and thanked for.
    pub struct Settings {
        /// Supply of recognition, added to what people get (`recognition` of their group).
        value recognition_added: f64 = 0.15, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
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
        levers.recognition_added += dose.share * self.recognition_added;
    }
}
