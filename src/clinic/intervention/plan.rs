//! What a kind of intervention needs of the model: other ways of work, sessions, people, layers, names that exist.

use std::collections::BTreeMap;

use super::session::Session;
use crate::clinic::levers::Relief;
use crate::clinic::parameters::variate::Variate;
use crate::clinic::science::error_layers::parameters::Layer;
use crate::clinic::science::well_being::WellBeing;

/// What compiling an intervention needs to know of the model.
pub struct Names<'a> {
    /// Roles by name.
    pub roles: &'a BTreeMap<String, u16>,
    /// Kinds of messages by name.
    pub kinds: &'a BTreeMap<String, u16>,
    /// Pathways by name.
    pub pathways: &'a BTreeMap<String, u16>,
    /// Steps at which a task is done, by task.
    pub tasks: &'a BTreeMap<String, Vec<u16>>,
    /// Work by the clock by name.
    pub scheduled: &'a BTreeMap<String, u16>,
    /// Layers of safety by name; that of an intervention by the intervention's name.
    pub layers: &'a BTreeMap<String, u16>,
    /// Pathways made for the routes of an intervention: by intervention and kind of message.
    pub routes: &'a BTreeMap<(String, u16), u16>,
    /// Pathways made for other ways of papers: by intervention and pathway.
    pub papers: &'a BTreeMap<(String, u16), u16>,
    /// Sessions of each intervention, by number of work by the clock.
    pub sessions: &'a BTreeMap<String, Vec<u16>>,
}

impl Names<'_> {
    /// The steps at which any of these tasks is done.
    pub(super) fn steps_of(&self, tasks: &[String]) -> Vec<u16> {
        tasks.iter().filter_map(|task| self.tasks.get(task)).flatten().copied().collect()
    }
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
    pub minutes: &'p Variate,
    /// Whether the role stands in for the first of the usual route, instead of before it.
    pub replaces_first: bool,
}

/// Another way for a pathway of papers: its one step is done by another role, and the person to whom it belongs looks over it.
#[derive(Debug, Clone)]
pub struct OtherPaper<'p> {
    /// The pathway.
    pub pathway: &'p str,
    /// The role that does it.
    pub by: &'p str,
    /// How long that takes, as a factor of the minutes.
    pub minutes_factor: f64,
    /// Minutes of supervision by the person to whom it belongs.
    pub supervision_minutes: f64,
}

/// A name that an intervention uses and that must exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference<'p> {
    /// A role.
    Role(&'p str),
    /// A role that some step names as `assistants`.
    Assistant(&'p str),
    /// A kind of message.
    Message(&'p str),
    /// A kind of message that is not a request for a renewal.
    MessageToThin(&'p str),
    /// A task.
    Task(&'p str),
    /// A pathway.
    Pathway(&'p str),
    /// A pathway with one step, by the own clinician.
    Paper(&'p str),
    /// Work by the clock.
    Scheduled(&'p str),
    /// A layer of safety.
    Layer(&'p str),
    /// A day of the week.
    Day(&'p str),
}

/// Keys of a kind that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// The key under the kind's table; empty for the table itself.
    pub key: &'static str,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// What to do.
    pub help: Option<String>,
}

/// Who takes part in an intervention without sessions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Volunteers {
    /// Share of people who do, at the reference.
    pub share: f64,
    /// What each standard deviation of exhaustion adds to their log odds.
    pub log_odds_per_sd: f64,
    /// Whether it is offered to clinicians alone.
    pub clinicians_only: bool,
}

/// What a kind needs of the model. All of it is there from the beginning, unused until the dose is above 0.
pub trait Plan {
    /// Other ways of messages.
    fn other_routes(&self) -> Vec<OtherRoute<'_>> {
        Vec::new()
    }

    /// Other ways of papers.
    fn other_papers(&self) -> Vec<OtherPaper<'_>> {
        Vec::new()
    }

    /// Sessions to which people go.
    fn sessions(&self) -> Vec<Session<'_>> {
        Vec::new()
    }

    /// Weeks after its begin in which its sessions take place; `None`: as long as it goes on.
    fn session_weeks(&self) -> Option<f64> {
        None
    }

    /// Hours of its sessions after which 63 % of what they teach is known; `None`: they teach nothing that is asked for.
    fn hours_to_know(&self) -> Option<f64> {
        None
    }

    /// People by role that it may add at most, for each clinic.
    fn added_people(&self) -> Vec<(&str, u32)> {
        Vec::new()
    }

    /// A layer of safety that it adds.
    fn added_layer(&self) -> Option<&Layer> {
        None
    }

    /// Names that must exist, each with the key under the kind's table at which it stands.
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        Vec::new()
    }

    /// What does not fit together among its own keys.
    fn faults(&self) -> Vec<PlanFault> {
        Vec::new()
    }

    /// What only one intervention at a clinic may set, beside its ways of work.
    fn only_one(&self) -> Option<&str> {
        None
    }

    /// What it costs at its begin, by its own parameters, in US$.
    fn own_setup_usd(&self) -> f64 {
        0.0
    }

    /// What it gives to those who take part, in full.
    fn relief(&self, _: &WellBeing) -> Relief {
        Relief::default()
    }

    /// Who takes part, where there are no sessions; `None` is everybody.
    fn volunteers(&self) -> Option<Volunteers> {
        None
    }

    /// What a reader should know of what follows from the parameters (a size that was solved for).
    fn notice(&self, _: &WellBeing) -> Option<String> {
        None
    }
}

/// The plan of an intervention without a kind.
pub(super) struct NoPlan;

impl Plan for NoPlan {}
