//! What is known of a kind of intervention beside its parameters: for lists, reports and tests.

use crate::declaration::Grade;

/// Groups of kinds, as people look for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Who does what, and how long it takes.
    WorkRedesign,
    /// How a team and its leaders work together.
    TeamAndLeadership,
    /// What helps people to bear their work.
    Support,
    /// What catches errors and harm.
    Safety,
    /// What an organisation rewards, and how it goes on by itself.
    IncentivesAndLoops,
    /// What comes from outside.
    Shocks,
}

impl Group {
    /// All groups, in their order.
    pub const ALL: [Self; 6] = [
        Group::WorkRedesign,
        Group::TeamAndLeadership,
        Group::Support,
        Group::Safety,
        Group::IncentivesAndLoops,
        Group::Shocks,
    ];

    /// The words for a person, and the folder of its scenarios.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Group::WorkRedesign => ("Work redesign", "work-redesign"),
            Group::TeamAndLeadership => ("Team and leadership", "team-and-leadership"),
            Group::Support => ("Support", "support"),
            Group::Safety => ("Safety", "safety"),
            Group::IncentivesAndLoops => ("Incentives and loops of the organisation", "incentives-and-loops"),
            Group::Shocks => ("Shocks", "shocks"),
        }
    }
}

/// What is known of a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct About {
    /// Its group.
    pub group: Group,
    /// What the sources report of it, with their ids; for comparison, never an input.
    pub reported: &'static str,
    /// How well that is known.
    pub grade: Grade,
    /// Whether it acts on people directly, and so carries a published size.
    pub direct: bool,
    /// Whether leaders announce it to people as a change for the better: what is carried out of it keeps a promise, and people who
    /// took part in its design take it up sooner. Shocks, loops, warnings and offers to single people are none.
    pub announced: bool,
    /// Who pays for it in minutes.
    pub pays: &'static str,
    /// The lever that it moves first of all: more of the intervention moves it further.
    pub first: &'static str,
    /// Measures to watch because it may harm them.
    pub watch: &'static [&'static str],
}
