//! The states of people: who somebody is ([`traits`]), what a day exposed them to ([`exposure`]), how they are ([`State`])
//! and how a day moves it ([`day`]). Nothing in here knows of events: the same equations run inside a simulation, towards
//! a steady start ([`steady`]) and on recorded exposures alone.

pub mod day;
pub mod exposure;
mod seen;
pub mod steady;
pub mod traits;

pub use exposure::Exposure;
pub use traits::Traits;

use super::model::Model;
use super::science::burnout::{CYNICISM_POINTS, EFFICACY_POINTS, exhaustion_score};
use super::science::well_being::WellBeing;
use crate::engine::random::Seed;

/// Days of a week: what is remembered of strain and fatigue.
const WEEK: usize = 7;

/// How somebody is. Shares in [0, 1], unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Fatigue: gone after rest.
    pub fatigue: f64,
    /// Emotional exhaustion.
    pub exhaustion: f64,
    /// Cynicism.
    pub cynicism: f64,
    /// Efficacy.
    pub efficacy: f64,
    /// Moral residue.
    pub moral: f64,
    /// Secondary trauma.
    pub trauma: f64,
    /// What life adds to the log gain of exhaustion at present.
    pub drift: f64,
    /// Strain summed up, in years at strain 1.
    pub wear: f64,
    /// Control, as remembered.
    pub control: f64,
    /// Support, as remembered.
    pub support: f64,
    /// Leadership, as remembered.
    pub leadership: f64,
    /// Fairness, as remembered.
    pub fairness: f64,
    /// Share of time with patients, as remembered.
    pub meaningful: f64,
    /// Demand of a day at work, as remembered, in full days.
    pub demand: f64,
    /// Extraneous share of work, as remembered.
    pub extraneous: f64,
    /// Minutes worked on a calendar day, as remembered.
    pub worked: f64,
    /// Minutes after hours on a calendar day, as remembered.
    pub after_hours: f64,
    /// Strain of the last seven days, each to its exponent.
    pub strain: [f64; WEEK],
    /// Fatigue at the end of the last seven days.
    pub tired: [f64; WEEK],
}

impl State {
    /// Mean fatigue of the last seven days.
    pub fn fatigue_week(&self) -> f64 {
        self.tired.iter().sum::<f64>() / WEEK as f64
    }

    /// Scores of exhaustion, cynicism and efficacy without noise, on the scales of 54, 30 and 48 points.
    pub fn scores(&self, settings: &WellBeing) -> [f64; 3] {
        [
            exhaustion_score(self.exhaustion, self.fatigue_week(), &settings.fatigue),
            CYNICISM_POINTS * self.cynicism,
            EFFICACY_POINTS * self.efficacy,
        ]
    }

    /// Exhaustion in standard deviations from the reference; from the slow state alone, since fatigue acts by itself.
    pub fn z_exhaustion(&self, settings: &WellBeing) -> f64 {
        (self.exhaustion - settings.reference.exhaustion) / settings.reference.exhaustion_sd
    }

    /// Cynicism in standard deviations from the reference.
    pub fn z_cynicism(&self, settings: &WellBeing) -> f64 {
        (self.cynicism - settings.reference.cynicism) / settings.reference.cynicism_sd
    }
}

/// How somebody is employed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Employment {
    /// Day of the run on which they began; those who were there from the beginning have none.
    pub since: Option<u64>,
    /// Hazard of leaving borne so far.
    pub leaving: f64,
    /// Hazard of cutting hours borne so far.
    pub cutting: f64,
    /// A weekday that they no longer work.
    pub free_weekday: Option<u8>,
    /// The vacancy of the post, where nobody holds it.
    pub vacancy: Option<Vacancy>,
}

/// A post that nobody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vacancy {
    /// First day on which somebody holds it again.
    pub until: u64,
    /// First day on which a locum fills it, if one does.
    pub locum_from: u64,
}

/// A post and who holds it.
#[derive(Debug, Clone)]
pub struct Member {
    /// The how manieth holder of the post, from 0.
    pub holder: u32,
    /// Whether somebody holds it who is part of the staff.
    pub there: bool,
    /// Who they are.
    pub traits: Traits,
    /// How they are.
    pub state: State,
    /// How they are employed.
    pub employment: Employment,
    /// Their full-time share.
    pub fte: f64,
}

/// Everybody, by person; empty in a plain clinic.
#[derive(Debug, Clone, Default)]
pub struct Population {
    /// Posts and their holders.
    pub members: Vec<Member>,
    /// What today has brought so far.
    pub today: Vec<Exposure>,
    /// Whether slow states stand still, before the steady start.
    pub frozen: bool,
    /// Exposures of the last weeks before the steady start, day by day.
    pub recorded: Vec<Exposure>,
    /// What everybody sees of everybody at the end of a day, kept so that a day allocates nothing.
    glances: Vec<day::Glance>,
}

impl Population {
    /// Everybody at the beginning of a run, at the reference but for who they are; nobody where people have no states.
    pub fn new(model: &Model, seed: Seed) -> Self {
        let Some(well_being) = &model.well_being else { return Self::default() };
        let member = |p: usize| {
            let traits = Traits::draw(model, seed, p, 0);
            let there = model.people[p].reserve <= 0;
            // whom an intervention brings is new, however the warm-up was run
            let state = match there {
                true => steady::at_reference(&well_being.settings),
                false => steady::newcomer(&well_being.settings, &traits),
            };
            let (employment, fte) = (Employment::default(), model.people[p].fte);
            Member { holder: 0, there, traits, state, employment, fte }
        };
        let members: Vec<Member> = (0..model.people.len()).map(member).collect();
        let number = members.len();
        Self {
            members,
            today: vec![Exposure::default(); number],
            frozen: true,
            recorded: Vec::new(),
            glances: Vec::with_capacity(number),
        }
    }

    /// Whether people have states.
    #[inline]
    pub fn is_plain(&self) -> bool {
        self.members.is_empty()
    }
}
