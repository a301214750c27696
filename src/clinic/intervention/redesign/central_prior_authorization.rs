//! `central_prior_authorization`: a team of its own does forms and calls; the clinician keeps the clinical part
//! (source 004; A7, B96). The team's people come from a staff group or from `staffing`.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, OtherRoute, Plan, Reference};
use crate::clinic::levers::{Levers, Route};
use crate::clinic::parameters::variate::Variate;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A7: hours a week for authorisations; C28 to C30: cost of a request. No effect of a central team reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "the central team",
    first: "routes",
    watch: &["overhead_per_visit", "burnout_prevalence.pa_specialist"],
};

section! {
    /// A team of its own does the forms and calls of prior authorisations.
    pub struct Settings {
        /// The kind of message that is a prior authorisation.
        value kind: String = "prior_auth".to_owned(), unit "message kind", range .., source "convention of scenario files", grade Definition;
        /// The role of the team; it takes the place of the first of the usual route, or comes before a route of one.
        value by: String = "pa_specialist".to_owned(), unit "role", range .., source "mission source 004", grade MissionSource;
        /// Probability that the team needs nothing from the clinician.
        value closes_at_first_touch: f64 = 0.7, unit "probability", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Minutes of the team for a request.
        value minutes: Variate = Variate::fixed(15.0), unit "minutes", range 0.0..=10000.0, source "C29: 20 minutes a request in all (9.4 to 42); how they divide is an assumption", grade Assumption;
    }
}

/// The kind of message and its pathway.
#[derive(Debug, Clone)]
pub struct Compiled {
    kind: u16,
    pathway: u16,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, name: &str, names: &Names<'_>) -> Compiled {
        let kind = names.kinds[&self.kind];
        Compiled { kind, pathway: names.routes[&(name.to_owned(), kind)] }
    }
}

impl Plan for Settings {
    fn other_routes(&self) -> Vec<OtherRoute<'_>> {
        vec![OtherRoute {
            kind: &self.kind,
            by: &self.by,
            closes: self.closes_at_first_touch,
            minutes: &self.minutes,
            replaces_first: true,
        }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        vec![
            ("kind".to_owned(), Reference::Message(&self.kind)),
            ("by".to_owned(), Reference::Role(&self.by)),
        ]
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.routes[usize::from(self.kind)] = Some(Route { pathway: self.pathway, share: dose.share });
    }
}
