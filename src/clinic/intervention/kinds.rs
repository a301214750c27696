//! The registry: every kind of intervention, in the groups in which people look for them.

use super::{About, Dose, Intervention, Names, Plan};
use super::{Cost, Rollout};
use crate::clinic::levers::Levers;
use crate::declaration::section;

macro_rules! registry {
    ($( $(#[doc = $doc:literal])+ $group:ident $module:ident $variant:ident ),+ $(,)?) => {
        section! {
            /// A change of the system. Exactly one kind stands in it, beside `rollout` and `cost`.
            pub struct Change {
                $( $(#[doc = $doc])+ maybe $module: super::$group::$module::Settings; )+
                /// Where, from when, until when and how faithfully.
                table rollout: Rollout;
                /// What it costs beyond the people.
                table cost: Cost;
            }
        }

        /// The names of all kinds, in the order of the registry.
        pub const KINDS: &[&str] = &[$( stringify!($module) ),+];

        /// What is known of each kind, in the same order.
        pub const ABOUT: &[&About] = &[$( &super::$group::$module::ABOUT ),+];

        /// A kind of intervention with indices in place of names.
        #[derive(Debug, Clone)]
        pub enum Kind { $( $(#[doc = $doc])+ $variant(super::$group::$module::Compiled) ),+ }

        impl Intervention for Kind {
            fn pull(&self, dose: Dose, levers: &mut Levers) {
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

            /// What is known of its kind.
            pub fn about(&self) -> &'static About {
                $( if self.$module.is_some() { return &super::$group::$module::ABOUT; } )+
                unreachable!("the checks found a kind for every intervention")
            }

            /// What its kind needs of the model; without a kind nothing.
            pub fn plan(&self) -> &dyn Plan {
                $( if let Some(settings) = &self.$module { return settings; } )+
                &super::plan::NoPlan
            }

            /// What its kind sets, with indices.
            pub(super) fn compile(&self, name: &str, names: &Names<'_>) -> Kind {
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
    redesign staffing Staffing,
    /// Assistants in the room write a share of the notes.
    redesign team_documentation TeamDocumentation,
    /// Assistants in the room enter a share of the orders.
    redesign team_order_entry TeamOrderEntry,
    /// Two or more assistants for each clinician: people, rooming, notes, orders and more visits, in one.
    redesign advanced_team_care AdvancedTeamCare,
    /// Others than the clinician look at messages first.
    redesign inbox_triage InboxTriage,
    /// Kinds of messages are switched off, thinned or bundled.
    redesign inbox_reduction InboxReduction,
    /// The annual visit extends stable prescriptions for longer than until the next one.
    redesign annual_prescription_renewal AnnualPrescriptionRenewal,
    /// A team of its own does the forms and calls of prior authorisations.
    redesign central_prior_authorization CentralPriorAuthorization,
    /// Clinicians and payers agree which authorisations are needed.
    redesign payer_compact PayerCompact,
    /// A team optimises the record of a unit, and trains its people.
    redesign ehr_optimization_sprint EhrOptimizationSprint,
    /// Local rules and ignored alerts that nobody needs go.
    redesign deimplementation Deimplementation,
    /// Policies end unless they are renewed; licensing and attestation become simpler.
    redesign policy_sunset PolicySunset,
    /// How often people must log in again.
    redesign security_friction SecurityFriction,
    /// Blocks without meetings and interruptions, and time to design templates.
    redesign protected_time ProtectedTime,
    /// Mandatory meetings are not early or late.
    redesign meeting_hours MeetingHours,
    /// The first and the last hour of a day are virtual.
    redesign virtual_visits VirtualVisits,
    /// Smaller or larger panels, and a cap of the workload.
    redesign panel_size PanelSize,
    /// Nurses and assistants do papers of clinicians, and are supervised.
    redesign delegation Delegation,
    /// Common work is done in one way.
    redesign standardization Standardization,
    /// The right action happens by default.
    redesign default_actions DefaultActions,
    /// Messages are paid for, and the target of productivity changes.
    redesign payment_reform PaymentReform,
    /// More (or fewer) patients ask.
    shocks demand_shock DemandShock,
}
