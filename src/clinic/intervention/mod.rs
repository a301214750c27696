//! Interventions: parameters and one pure function each, which sets levers. The registry of kinds, their common
//! rollout and cost, and the dose of a day.
//!
//! A kind is one file: its `section!` of parameters with sources, its compiled form with indices in place of names,
//! and `pull`. Effects are never put in: a lever says who does what, how long it takes or how often it arises.

pub mod annual_prescription_renewal;
pub mod central_prior_authorization;
mod check;
pub mod demand_shock;
pub mod inbox_reduction;
pub mod inbox_triage;
mod moved;
mod rollout;
pub mod staffing;
pub mod team_documentation;
pub mod team_order_entry;

use std::collections::BTreeMap;

use super::levers::Levers;
use super::parameters::Parameters;
use crate::declaration::section;

pub(crate) use check::check;
pub use moved::levers_moved;
pub use rollout::{Cost, Rollout, Schedule};

/// What compiling an intervention needs to know of the model.
pub struct Names<'a> {
    /// Roles by name.
    pub roles: &'a BTreeMap<String, u16>,
    /// Kinds of messages by name.
    pub kinds: &'a BTreeMap<String, u16>,
    /// Pathways made for the routes of an intervention: by intervention and kind of message.
    pub routes: &'a BTreeMap<(String, u16), u16>,
}

/// Anything that sets levers.
pub trait Intervention {
    /// Sets levers at a dose above 0 and at most 1.
    fn pull(&self, dose: f64, levers: &mut Levers);
}

/// Another way for a kind of message, as an intervention describes it.
#[derive(Debug, Clone)]
pub struct OtherRoute<'p> {
    /// The kind of message.
    pub kind: &'p str,
    /// The role that touches it first.
    pub by: &'p str,
    /// Probability that this closes it.
    pub closes: f64,
    /// Minutes of that touch.
    pub minutes: &'p super::parameters::variate::Variate,
    /// Whether the role stands in for the first of the usual route, instead of before it.
    pub replaces_first: bool,
}

macro_rules! registry {
    ($( $(#[doc = $doc:literal])+ $module:ident $variant:ident ),+ $(,)?) => {
        section! {
            /// A change of the system. Exactly one kind stands in it, beside `rollout` and `cost`.
            pub struct Change {
                $( $(#[doc = $doc])+ maybe $module: $module::Settings; )+
                /// Where, from when, until when and how faithfully.
                table rollout: Rollout;
                /// What it costs beyond the people.
                table cost: Cost;
            }
        }

        /// The names of all kinds, in the order of the registry.
        pub const KINDS: &[&str] = &[$( stringify!($module) ),+];

        /// A kind of intervention with indices in place of names.
        #[derive(Debug, Clone)]
        pub enum Kind { $( $(#[doc = $doc])+ $variant($module::Compiled) ),+ }

        impl Intervention for Kind {
            fn pull(&self, dose: f64, levers: &mut Levers) {
                match self { $( Kind::$variant(kind) => kind.pull(dose, levers) ),+ }
            }
        }

        impl Change {
            /// The kinds that were written; the checks demand exactly one.
            pub fn kinds(&self) -> Vec<&'static str> {
                let mut kinds = Vec::new();
                $( if self.$module.is_some() { kinds.push(stringify!($module)); } )+
                kinds
            }

            /// What the first kind sets, with indices.
            fn compile(&self, name: &str, names: &Names<'_>) -> Kind {
                $( if let Some(settings) = &self.$module {
                    return Kind::$variant(settings.compile(name, names));
                } )+
                unreachable!("the checks found a kind for every intervention")
            }
        }
    };
}

registry! {
    /// Adds or removes people.
    staffing Staffing,
    /// Assistants in the room write a share of the notes.
    team_documentation TeamDocumentation,
    /// Assistants in the room enter a share of the orders.
    team_order_entry TeamOrderEntry,
    /// Others than the clinician look at messages first.
    inbox_triage InboxTriage,
    /// Kinds of messages are switched off, thinned or bundled.
    inbox_reduction InboxReduction,
    /// The annual visit extends stable prescriptions for longer than until the next one.
    annual_prescription_renewal AnnualPrescriptionRenewal,
    /// A team of its own does the forms and calls of prior authorisations.
    central_prior_authorization CentralPriorAuthorization,
    /// More (or fewer) patients ask.
    demand_shock DemandShock,
}

/// An intervention of the model.
#[derive(Debug, Clone)]
pub struct Active {
    /// Its name in the scenario.
    pub name: String,
    /// Where and when.
    pub schedule: Schedule,
    /// What it sets.
    pub kind: Kind,
}

impl Change {
    /// Other ways of messages that this intervention needs.
    pub fn other_routes(&self) -> Vec<OtherRoute<'_>> {
        let triage = self.inbox_triage.iter().flat_map(inbox_triage::Settings::other_routes);
        let central =
            self.central_prior_authorization.iter().map(central_prior_authorization::Settings::other_route);
        triage.chain(central).collect()
    }

    /// People by role that it may add at most.
    pub fn added_people(&self) -> impl Iterator<Item = (&str, u32)> {
        let added = self.staffing.iter().flat_map(|staffing| &staffing.add);
        added.filter(|(_, number)| **number > 0).map(|(role, number)| (role.as_str(), *number as u32))
    }
}

/// All interventions of a scenario in the order of their names.
pub fn compile(parameters: &Parameters, names: &Names<'_>) -> Vec<Active> {
    let clinics: Vec<&str> = parameters.clinics.keys().map(String::as_str).collect();
    parameters
        .interventions
        .iter()
        .map(|(name, change)| Active {
            name: name.clone(),
            schedule: Schedule::new(&change.rollout, &change.cost, &clinics, parameters.run.warmup_weeks),
            kind: change.compile(name, names),
        })
        .collect()
}
