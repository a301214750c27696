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
    /// The team plans its day each morning.
    team huddles Huddles,
    /// Leaders go round, listen and remove obstacles.
    team leadership_rounds LeadershipRounds,
    /// A council in which the front line votes on rules and has money of its own.
    team shared_governance SharedGovernance,
    /// Those who decide on rules answer for clinicians' minutes too.
    team shared_accountability SharedAccountability,
    /// An executive who owns well-being, in three phases.
    team chief_wellness_officer ChiefWellnessOfficer,
    /// Results of surveys are shared, or hidden.
    team transparency Transparency,
    /// Forms about the work, for learning or for judgement.
    team measurement_program MeasurementProgram,
    /// Work that departs from how it was imagined is read as noncompliance.
    team blame_policy BlamePolicy,
    /// Champions of well-being who meet and propose, without authority.
    team wellness_champions WellnessChampions,
    /// Changes are designed with those who work by them.
    team co_creation CoCreation,
    /// Leaders promise, and keep it or not.
    team kept_promises KeptPromises,
    /// Trainees learn to improve the work that they do.
    team trainee_curriculum TraineeCurriculum,
    /// Trained peers are there for whoever was hit by an adverse event.
    support peer_support PeerSupport,
    /// People of all roles reflect together on their work.
    support schwartz_rounds SchwartzRounds,
    /// Pairs of peers who look after each other.
    support buddy_system BuddySystem,
    /// Funded meals of small groups of colleagues.
    support collegial_dinners CollegialDinners,
    /// Coaching by trained peers, for those who want it.
    support peer_coaching PeerCoaching,
    /// Something that people do for themselves, in working hours.
    support individual_program IndividualProgram,
    /// Some minutes of meetings are for people.
    support friendship_time FriendshipTime,
    /// Work is seen and thanked for.
    support recognition Recognition,
    /// Stigma of care for one's own mental health is reduced.
    support stigma_reduction StigmaReduction,
    /// A layer that catches errors is added, taken away or made stronger.
    safety safety_layer SafetyLayer,
    /// A checklist, so that fewer errors that reach a patient do harm.
    safety harm_checklist HarmChecklist,
    /// A reward for few minutes on the metric of work after hours.
    loops after_hours_incentive AfterHoursIncentive,
    /// A reward for linked measures together, and a bonus only while guardrails hold.
    loops balanced_scorecard BalancedScorecard,
    /// Relief of symptoms, and no repair of causes.
    loops wellness_only WellnessOnly,
    /// Local rules accrue, and are read further than they say.
    loops rule_growth RuleGrowth,
    /// More (or fewer) patients ask.
    shocks demand_shock DemandShock,
    /// An update of the record makes documentation longer; by and by it is learned.
    shocks ehr_update EhrUpdate,
    /// People are gone.
    shocks staff_loss StaffLoss,
    /// Something that patients need is short, which weighs on people.
    shocks shortage Shortage,
    /// Rules on orders by word of mouth, and on licensing, are lifted for a time.
    shocks regulation_waiver RegulationWaiver,
}
