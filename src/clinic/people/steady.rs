//! The steady start: the states that people's traits and recorded exposures imply, found by letting the daily equations
//! alone run for some years over the recorded days (decision 10 of the architecture).

use super::{Climate, Employment, Exposure, Member, Population, State, Traits, WEEK, human};
use crate::clinic::model::Model;
use crate::clinic::science::well_being::WellBeing;
use crate::clinic::science::{logistic, logit};
use crate::engine::distribution::normal_quantile;
use crate::engine::random::{Purpose, Seed};
use crate::engine::time::Span;

const DRIFT_AT_FIRST: Purpose = Purpose::named("drift of life at first");
/// Weeks of recorded exposures.
pub const RECORDED_WEEKS: u64 = 4;
/// So many half-lives of the slowest state the equations run alone, and so many years at least and at most.
const HALF_LIVES: f64 = 6.0;
const YEARS: (f64, f64) = (3.0, 15.0);
/// Days of these years bear other numbers than the days of any run.
const BEFORE_ALL: u64 = 7 * 52 * 1_000_000;

/// Somebody at the reference.
pub fn at_reference(settings: &WellBeing) -> State {
    let of = &settings.reference;
    State {
        fatigue: of.fatigue,
        exhaustion: of.exhaustion,
        cynicism: of.cynicism,
        efficacy: of.efficacy,
        moral: of.moral_residue,
        trauma: of.trauma,
        drift: 0.0,
        wear: 0.0,
        control: of.control,
        support: of.support,
        leadership: of.leadership,
        fairness: of.fairness,
        meaningful: of.meaningful_share,
        demand: of.demand,
        extraneous: of.extraneous_share,
        worked: of.worked_minutes * 5.0 / 7.0,
        after_hours: of.after_hours_minutes * 5.0 / 7.0,
        strain: [5.0 / 7.0; WEEK],
        tired: [of.fatigue; WEEK],
    }
}

/// Somebody new to a post: their slow states are those to which their traits lead at the reference, as they would have come
/// to be in a job like this one elsewhere.
pub fn newcomer(settings: &WellBeing, traits: &Traits) -> State {
    let mut state = at_reference(settings);
    state.exhaustion = logistic(logit(state.exhaustion) + traits.exhaustion);
    state.cynicism = logistic(logit(state.cynicism) + traits.cynicism);
    state.efficacy = logistic(logit(state.efficacy) + traits.efficacy);
    state
}

/// What life adds to somebody who is new: from its own distribution.
fn first_drift(model: &Model, seed: Seed, p: usize, holder: u32) -> f64 {
    let Some(well_being) = &model.well_being else { return 0.0 };
    let identity = model.people[p].identity.child(u64::from(holder));
    well_being.settings.exhaustion.drift_sd * normal_quantile(seed.stream(DRIFT_AT_FIRST, identity).uniform())
}

impl Population {
    /// Keeps what yesterday brought, if it is one of the last days before the steady start.
    pub fn record_day(&mut self) {
        self.recorded.extend_from_slice(&self.today);
    }

    /// Days recorded.
    pub fn recorded_days(&self) -> usize {
        self.recorded.len() / self.members.len().max(1)
    }

    /// Lets the equations run over the recorded days until everybody is where these lead; then states are alive.
    /// `first_day` is the day of the run of the first recorded day, `on_leave` says who is on leave on which day.
    pub fn settle_down(
        &mut self,
        model: &Model,
        seed: Seed,
        first_day: u64,
        climates: &[Climate],
        on_leave: impl Fn(usize, u64) -> bool,
    ) {
        let Some(well_being) = &model.well_being else { return };
        self.frozen = false;
        for member in &mut self.members {
            member.state = newcomer(&well_being.settings, &member.traits);
        }
        let days = self.recorded_days() as u64;
        if days < WEEK as u64 * RECORDED_WEEKS {
            return;
        }
        let today = self.today.clone();
        let begin = BEFORE_ALL + first_day % WEEK as u64;
        let cynicism = std::f64::consts::LN_2 / well_being.settings.cynicism.recovery_per_day;
        let slowest = well_being.settings.exhaustion.half_life_days.max(cynicism);
        let years = (HALF_LIVES * slowest / 364.0).clamp(YEARS.0, YEARS.1).ceil() as u64;
        for past in 0..years * 364 {
            let day = begin + past;
            for (p, model) in model.people.iter().enumerate().filter(|(_, model)| model.reserve <= 0) {
                let resting = model.leave_days > 0.0 && on_leave(p, day);
                self.today[p] =
                    if resting { Exposure::default() } else { self.usual_day(p, past % days, days) };
            }
            self.deal_events(model, past, days);
            self.end_day(model, seed, day, climates);
        }
        self.today = today;
        self.recorded = Vec::new();
    }

    /// What befell people within the recorded weeks (heavy events, harms, deaths) is dealt anew every week among those of
    /// a role: over the years everybody has their share of it, and nobody relives one bad month for ever.
    fn deal_events(&mut self, model: &Model, past: u64, days: u64) {
        let number = self.members.len();
        for p in 0..number {
            let of_role =
                |q: &usize| model.people[*q].role == model.people[p].role && model.people[*q].reserve <= 0;
            let peers = (0..number).filter(of_role).count();
            let own = (0..p).filter(of_role).count();
            let turn = (own + (past / WEEK as u64) as usize) % peers.max(1);
            let from = (0..number).filter(of_role).nth(turn).unwrap_or(p);
            let there = self.recorded[(past % days) as usize * number + from];
            let today = &mut self.today[p];
            (today.moral, today.harms, today.deaths) = (there.moral, there.harms, there.deaths);
        }
    }

    /// What a recorded day brought somebody; where they were away, another of the same weekday.
    fn usual_day(&self, p: usize, day: u64, days: u64) -> Exposure {
        let of = |day: u64| self.recorded[day as usize * self.members.len() + p];
        let weeks = days / WEEK as u64;
        let same_weekday = (0..weeks).map(|week| (day + week * WEEK as u64) % (weeks * WEEK as u64));
        same_weekday.map(of).find(|exposure| !exposure.away).unwrap_or_default()
    }

    /// Somebody whom a lever brings begins: as anybody new.
    pub fn begin(&mut self, model: &Model, seed: Seed, p: usize, day: u64) {
        let Some(well_being) = &model.well_being else { return };
        let member = &mut self.members[p];
        member.state = newcomer(&well_being.settings, &member.traits);
        member.state.drift = first_drift(model, seed, p, member.holder);
        member.employment = Employment { since: Some(day), ..Employment::default() };
        member.there = true;
        self.begin_anew(p);
    }

    /// Whoever is new to a post takes part in nothing yet, and was at no session.
    fn begin_anew(&mut self, p: usize) {
        let number = self.taking_part.len() / self.members.len().max(1);
        self.taking_part[p * number..(p + 1) * number].fill(0.0);
        self.attended[p * number..(p + 1) * number].fill(Span::ZERO);
        self.relief[p] = Default::default();
    }

    /// Somebody new takes over a post.
    pub fn replace(&mut self, model: &Model, seed: Seed, p: usize) {
        let Some(well_being) = &model.well_being else { return };
        let holder = self.members[p].holder + 1;
        let traits = Traits::draw(model, seed, p, holder);
        let mut state = newcomer(&well_being.settings, &traits);
        state.drift = first_drift(model, seed, p, holder);
        let fte = model.people[p].fte;
        let employment = Employment::default();
        let since = self.members[p].since.of_newcomer();
        self.members[p] = Member {
            holder,
            human: human(p, holder),
            there: true,
            traits,
            state,
            felt: Default::default(),
            in_care: false,
            employment,
            fte,
            burned_out: false,
            since,
        };
        self.begin_anew(p);
    }
}
