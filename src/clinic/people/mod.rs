//! The states of people: who somebody is ([`traits`]), what a day exposed them to ([`exposure`]), how they are ([`State`])
//! and how a day moves it ([`day`]). Nothing in here knows of events: the same equations run inside a simulation, towards
//! a steady start ([`steady`]) and on recorded exposures alone.

pub mod answers;
mod care;
pub mod climate;
pub mod day;
pub mod exposure;
pub mod replay;
mod seen;
pub mod steady;
pub mod traits;
pub mod watch;

pub use climate::Climate;
pub use exposure::Exposure;
pub use traits::Traits;

use super::levers::Relief;
use super::model::Model;
use super::science::burnout::{CYNICISM_POINTS, EFFICACY_POINTS, exhaustion_score};
use super::science::well_being::WellBeing;
use crate::engine::random::Seed;
use crate::engine::time::Span;

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
    /// Who holds it: a number that goes along where they change to another post, and that nobody else has.
    pub human: u32,
    /// Whether somebody holds it who is part of the staff.
    pub there: bool,
    /// Who they are.
    pub traits: Traits,
    /// How they are.
    pub state: State,
    /// How they feel about work.
    pub felt: climate::Felt,
    /// Whether they are in care for a depression.
    pub in_care: bool,
    /// How they are employed.
    pub employment: Employment,
    /// Their full-time share.
    pub fte: f64,
    /// Whether they are burned out, by the usual rule of true states.
    pub burned_out: bool,
    /// What has been since people were last asked.
    pub since: answers::Since,
}

/// Holders of a post that are numbered apart from those of another one.
const NEXT_HOLDER: u32 = 100_000;

/// The number of whoever comes to a post as the how manieth: the post's own, and 100,000 for each before them. Others who come or
/// go elsewhere do not change it.
fn human(p: usize, holder: u32) -> u32 {
    holder.wrapping_mul(NEXT_HOLDER).wrapping_add(p as u32)
}

/// Everybody, by person; but for what they attend, empty in a plain clinic.
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
    /// Day of the last departure from each team of each clinic.
    pub departures: Vec<Option<u64>>,
    /// Mean exhaustion and cynicism of those who are not burned out, by role, in standard deviations from the reference.
    pub others: Vec<[f64; 2]>,
    /// How far everybody takes part in each intervention, from 0 to 1: by person, then by intervention.
    pub taking_part: Vec<f64>,
    /// For how long everybody has been at the sessions of each intervention, likewise; in a plain clinic too.
    pub attended: Vec<Span>,
    /// What they get of it today.
    pub relief: Vec<Relief>,
    /// What is watched week by week.
    pub watch: watch::Watch,
    /// What everybody sees of everybody.
    view: day::View,
}

impl Population {
    /// Everybody at the beginning of a run, at the reference but for who they are; nobody where people have no states.
    pub fn new(model: &Model, seed: Seed) -> Self {
        let attended = vec![Span::ZERO; model.people.len() * model.interventions.len()];
        let Some(well_being) = &model.well_being else { return Self { attended, ..Self::default() } };
        let members = (0..model.people.len())
            .map(|p| Member {
                holder: 0,
                human: human(p, 0),
                there: model.people[p].reserve <= 0,
                traits: Traits::draw(model, seed, p, 0),
                state: steady::at_reference(&well_being.settings),
                felt: climate::Felt::default(),
                in_care: false,
                employment: Employment::default(),
                fte: model.people[p].fte,
                burned_out: false,
                since: answers::Since::default(),
            })
            .collect::<Vec<_>>();
        let number = members.len();
        Self {
            members,
            today: vec![Exposure::default(); number],
            frozen: true,
            recorded: Vec::new(),
            departures: vec![None; model.clinics.len() * day::most_teams(model)],
            others: vec![[0.0; 2]; model.roles.len()],
            taking_part: vec![0.0; number * model.interventions.len()],
            attended,
            relief: vec![Relief::default(); number],
            watch: watch::Watch::new(model.clinics.len(), number),
            view: day::View::default(),
        }
    }

    /// Somebody leaves a post.
    pub fn note_departure(&mut self, model: &Model, p: usize, day: u64) {
        self.members[p].there = false;
        self.members[p].since.left = true;
        self.departures[day::team_of(model, p)] = Some(day);
    }

    /// Whether people have states.
    #[inline]
    pub fn is_plain(&self) -> bool {
        self.members.is_empty()
    }
}
