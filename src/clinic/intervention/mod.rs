//! Interventions: parameters and one pure function each, which sets levers. The registry of kinds, their common
//! rollout and cost, and the dose of a day.
//!
//! A kind is one file: what is known of it ([`About`]), its `section!` of parameters with sources, what it needs of the
//! model ([`Plan`]), its compiled form with indices in place of names, and `pull`. Effects are never put in: a lever says
//! who does what, how long it takes or how often it arises. What is not a lever but work (a huddle, a round, a course) is a
//! [`Session`]: people go there, or the day does not let them.

mod about;
mod check;
mod kinds;
pub mod loops;
mod moved;
mod plan;
pub mod redesign;
mod relief;
mod rollout;
pub mod safety;
pub(crate) mod session;
pub mod shocks;
pub mod support;
pub mod team;
mod watched;

use super::levers::Levers;
use super::parameters::Parameters;
use crate::engine::random::Identity;

pub use about::{About, Group};
pub(crate) use check::check;
pub use kinds::{ABOUT, Change, KINDS, Kind};
pub use moved::levers_moved;
pub use plan::{Names, OtherPaper, OtherRoute, Plan, PlanFault, Reference, Volunteers};
pub use relief::solve_recovery;
pub use rollout::{Cost, Rollout, Schedule};
pub use session::{Session, Uptake};
pub use watched::watched;

/// How much of an intervention there is on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dose {
    /// Share of it that is carried out, above 0 and at most 1.
    pub share: f64,
    /// Weeks since its begin.
    pub weeks: f64,
}

/// Anything that sets levers.
pub trait Intervention {
    /// Sets levers at a dose.
    fn pull(&self, dose: Dose, levers: &mut Levers);
}

/// An intervention of the model.
#[derive(Debug, Clone)]
pub struct Active {
    /// Its name in the scenario.
    pub name: String,
    /// Owner of its random streams.
    pub identity: Identity,
    /// Its kind, by number in the registry.
    pub about: &'static About,
    /// Where and when.
    pub schedule: Schedule,
    /// What it sets.
    pub kind: Kind,
    /// Its sessions, by number of work by the clock.
    pub sessions: Vec<u16>,
    /// Weeks after its begin in which these take place; `None`: as long as it goes on.
    pub session_weeks: Option<f64>,
    /// Hours of its sessions after which 63 % of what they teach is known; `None`: they teach nothing that is asked for.
    pub hours_to_know: Option<f64>,
    /// What it gives to those who take part.
    pub relief: super::levers::Relief,
    /// Who takes part in one without sessions; `None` is everybody.
    pub volunteers: Option<Volunteers>,
}

/// All interventions of a scenario in the order of the registry, those of one kind by name: what a name is moves no number.
pub fn in_order(parameters: &Parameters) -> Vec<(&String, &Change)> {
    let mut list: Vec<(&String, &Change)> = parameters.interventions.iter().collect();
    let place = |change: &Change| {
        let kinds = change.kinds();
        KINDS.iter().position(|kind| kinds.first() == Some(kind))
    };
    list.sort_by_key(|(_, change)| place(change)); // stable: those of one kind stay in the order of their names
    list
}

/// The owner of the random streams of each intervention, in that order: its kind and the how manieth of it, not its name.
pub fn identities(parameters: &Parameters) -> Vec<Identity> {
    let mut before: Vec<&str> = Vec::new();
    let identity = |(_, change): (&String, &Change)| {
        let kind = change.kinds().first().copied().unwrap_or_default();
        let ordinal = before.iter().filter(|known| **known == kind).count();
        before.push(kind);
        Identity::named("intervention").child(Identity::named(kind).value()).child(ordinal as u64)
    };
    in_order(parameters).into_iter().map(identity).collect()
}

/// All interventions of a scenario, in that order.
pub fn compile(parameters: &Parameters, names: &Names<'_>) -> Vec<Active> {
    let clinics: Vec<&str> = parameters.clinics.keys().map(String::as_str).collect();
    let mut list = Vec::new();
    for ((name, change), identity) in in_order(parameters).into_iter().zip(identities(parameters)) {
        let sessions = names.sessions.get(name).cloned().unwrap_or_default();
        let plan = change.plan();
        list.push(Active {
            name: name.clone(),
            identity,
            about: change.about(),
            schedule: Schedule::new(
                &change.rollout,
                &change.cost,
                plan.own_setup_usd(),
                &clinics,
                parameters.run.warmup_weeks,
            ),
            kind: change.compile(name, names),
            sessions,
            session_weeks: plan.session_weeks(),
            hours_to_know: plan.hours_to_know(),
            relief: plan.relief(&parameters.well_being),
            volunteers: plan.volunteers(),
        });
    }
    list
}
