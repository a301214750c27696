//! `delegation`: nurses and assistants do work of clinicians on their own judgement, and are trained and supervised for it
//! (source 004 L77 to 96, Marquet; B106, B164). It changes who does a paper, how long that takes, and who looks over it.

use std::collections::BTreeMap;

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, OtherPaper, Plan, Reference};
use crate::clinic::levers::{Levers, Route};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B106, B164: give control to those who have the competence; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "those who take it over; clinicians supervise",
    first: "papers",
    watch: &[
        "burnout_prevalence.nurse",
        "burnout_prevalence.ma",
        "work_minutes_per_day.nurse",
        "errors_reaching_patient_per_1000_orders.expected",
    ],
};

section! {
    /// Who may do which paper of the clinicians.
    pub struct Settings {
        /// By pathway of papers: one with a single step, by the own clinician.
        tables pathways: Paper;
    }
}

section! {
    /// A paper that others may do.
    pub struct Paper {
        /// The role that does it.
        required to: String, unit "role", range .., source "the clinic's own plan", grade Definition;
        /// Share of these papers that they do.
        value share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How long they take, as a factor of the clinician's minutes: less competence takes longer.
        value minutes_factor: f64 = 1.3, unit "ratio", range 0.1..=10.0, source "no source found", grade Assumption;
        /// Minutes of the clinician to look over each.
        value supervision_minutes: f64 = 0.3, unit "minutes", range 0.0..=60.0, source "no source found", grade Assumption;
    }
}

/// The other pathway and its share, by pathway.
#[derive(Debug, Clone)]
pub struct Compiled(BTreeMap<u16, Route>);

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, name: &str, names: &Names<'_>) -> Compiled {
        let route = |(usual, paper): (&String, &Paper)| {
            let usual = names.pathways[usual];
            let pathway = names.papers[&(name.to_owned(), usual)];
            (usual, Route { pathway, share: paper.share })
        };
        Compiled(self.pathways.iter().map(route).collect())
    }
}

impl Plan for Settings {
    fn other_papers<'s>(&'s self) -> Vec<OtherPaper<'s>> {
        let other = |(pathway, paper): (&'s String, &'s Paper)| OtherPaper {
            pathway,
            by: &paper.to,
            minutes_factor: paper.minutes_factor,
            supervision_minutes: paper.supervision_minutes,
        };
        self.pathways.iter().map(other).collect()
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        let paths = self.pathways.keys().map(|name| (format!("pathways.{name}"), Reference::Paper(name)));
        let roles = self.pathways.iter();
        let roles = roles.map(|(name, paper)| (format!("pathways.{name}.to"), Reference::Role(&paper.to)));
        paths.chain(roles).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        for (usual, route) in &self.0 {
            let share = dose.share * route.share;
            levers.papers[usize::from(*usual)] = Some(Route { share, ..*route });
        }
    }
}
