//! `inbox_triage`: somebody else looks at messages first, closes what a protocol allows, and passes on the rest; the
//! time spent on what is passed on is lost (sources 000 and 004; B87).

use std::collections::BTreeMap;

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, OtherRoute, Plan, Reference};
use crate::clinic::levers::{Levers, Route};
use crate::clinic::parameters::variate::Variate;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B87: messages are handled by whoever has the skill; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "those who look first; what they pass on costs their minutes too",
    first: "routes",
    watch: &["burnout_prevalence.nurse", "burnout_prevalence.ma", "inbox_turnaround_hours"],
};

section! {
    /// Others than the clinician look at messages first.
    pub struct Settings {
        /// By kind of message: who looks first, and what they can close.
        tables kinds: Triage;
    }
}

section! {
    /// First touch of one kind of message.
    pub struct Triage {
        /// The role that looks first; it comes before the usual route, or takes the place of its first touch if that is its own and others follow.
        required by: String, unit "role", range .., source "the clinic's own plan", grade Definition;
        /// Probability that this role can close it.
        value closes_at_first_touch: f64 = 0.33, unit "probability", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Minutes of this touch.
        required minutes: Variate, unit "minutes", range 0.0..=10000.0, source "the clinic's own figures", grade Definition;
    }
}

/// Pathways by kind of message.
#[derive(Debug, Clone)]
pub struct Compiled(BTreeMap<u16, u16>);

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, name: &str, names: &Names<'_>) -> Compiled {
        let kinds = self.kinds.keys().map(|kind| names.kinds[kind]);
        Compiled(kinds.map(|kind| (kind, names.routes[&(name.to_owned(), kind)])).collect())
    }
}

impl Plan for Settings {
    fn other_routes<'s>(&'s self) -> Vec<OtherRoute<'s>> {
        let route = |(kind, triage): (&'s String, &'s Triage)| OtherRoute {
            kind,
            by: &triage.by,
            closes: triage.closes_at_first_touch,
            minutes: &triage.minutes,
            replaces_first: false,
        };
        self.kinds.iter().map(route).collect()
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        let kinds = self.kinds.keys().map(|kind| (format!("kinds.{kind}"), Reference::Message(kind)));
        let by = self.kinds.iter().map(|(kind, set)| (format!("kinds.{kind}.by"), Reference::Role(&set.by)));
        kinds.chain(by).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        for (kind, pathway) in &self.0 {
            levers.routes[usize::from(*kind)] = Some(Route { pathway: *pathway, share: dose.share });
        }
    }
}
