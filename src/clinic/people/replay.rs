//! The people of a run without the run: exposures recorded day by day, on which the equations of people alone can be
//! repeated with other parameters. What other people would do to the work is not in it; a full run tells that.

use super::answers::{Asked, Waves};
use super::{Climate, Exposure, Population, Traits};
use crate::clinic::model::Model;
use crate::engine::random::Seed;

/// One post on one day.
#[derive(Debug, Clone, Copy)]
struct Post {
    holder: u32,
    there: bool,
    vacant: bool,
}

/// A run as its people met it, from the first recorded day before the steady start.
#[derive(Debug, Clone, Default)]
pub struct Recording {
    /// Number of the first day.
    first: u64,
    /// Days until the steady start.
    before: usize,
    exposures: Vec<Exposure>,
    posts: Vec<Post>,
    climates: Vec<Vec<Climate>>,
    /// Who changed places with whom at the end of which of these days.
    moves: Vec<(usize, [usize; 2])>,
}

impl Recording {
    /// Notes that two people have changed places at the end of the last day kept.
    pub fn keep_move(&mut self, posts: [usize; 2]) {
        self.moves.push((self.climates.len().saturating_sub(1), posts));
    }

    /// Keeps a day, before states move by it.
    pub fn keep(&mut self, population: &Population, day: u64, climates: &[Climate]) {
        if self.climates.is_empty() {
            self.first = day;
        }
        self.before += usize::from(population.frozen);
        self.exposures.extend_from_slice(&population.today);
        self.posts.extend(population.members.iter().map(|member| Post {
            holder: member.holder,
            there: member.there,
            vacant: member.employment.vacancy.is_some(),
        }));
        self.climates.push(climates.to_vec());
    }

    /// What people answer with the parameters of another model on the same days. `on_leave` says who is on leave on days
    /// before all days.
    pub fn answers(
        &self,
        model: &Model,
        seed: Seed,
        asked: Asked,
        on_leave: impl Fn(usize, u64) -> bool,
    ) -> Vec<f64> {
        let mut waves = Waves::relived(asked);
        self.relive(model, seed, on_leave, |population, alive| {
            if alive > 0 {
                waves.ask_if_due(population, model, seed, self.first + self.before as u64 + alive);
            }
        });
        waves.rows
    }

    /// Lets people live through the recorded days with the parameters of a model. `at_day_end` meets them at the end of each
    /// day, with the number of days since the steady start; that is 0 up to it.
    pub fn relive(
        &self,
        model: &Model,
        seed: Seed,
        on_leave: impl Fn(usize, u64) -> bool,
        mut at_day_end: impl FnMut(&mut Population, u64),
    ) {
        let mut population = Population::new(model, seed);
        let number = population.members.len();
        for (k, climates) in self.climates.iter().enumerate() {
            let day = self.first + k as u64;
            let from = k * number;
            self.hold_posts(&mut population, model, seed, from, day);
            population.today.copy_from_slice(&self.exposures[from..from + number]);
            if population.frozen {
                population.record_day();
            }
            population.end_day(model, seed, day, climates);
            if k + 1 == self.before {
                let first = day + 1 - population.recorded_days() as u64;
                population.settle_down(model, seed, first, climates, &on_leave);
            }
            at_day_end(&mut population, (k as u64 + 1).saturating_sub(self.before as u64));
            for (_, posts) in self.moves.iter().filter(|(day, _)| *day == k) {
                population.change_places(*posts);
            }
        }
    }

    /// Posts are held by whom they were held in the run.
    fn hold_posts(&self, population: &mut Population, model: &Model, seed: Seed, from: usize, day: u64) {
        for (p, post) in self.posts[from..from + population.members.len()].iter().enumerate() {
            if population.members[p].there && !post.there && post.vacant {
                population.note_departure(model, p, day);
            }
            while population.members[p].holder < post.holder {
                population.replace(model, seed, p);
            }
            let member = &mut population.members[p];
            member.there = post.there;
            member.employment.vacancy =
                post.vacant.then_some(super::Vacancy { until: u64::MAX, locum_from: u64::MAX });
        }
    }
}

impl Population {
    /// Two people exchange posts: each lives the days of the other's post from now on, with the colleagues and the clinic's
    /// own share that go with it, and takes along who they are, how they are, and what befalls them in life.
    pub fn exchange(&mut self, one: usize, other: usize) {
        let (first, second) = (self.members[one].clone(), self.members[other].clone());
        for (post, place, person) in [(one, &first, &second), (other, &second, &first)] {
            let member = &mut self.members[post];
            member.traits = Traits { clinic: place.traits.clinic, ..person.traits };
            member.state = person.state;
            member.burned_out = person.burned_out;
        }
    }

    /// Two people who both hold a post change places for good, in a run: they also take along how they feel about work, their
    /// care, their employment, what they take part in, and what is known of them from earlier looks.
    pub fn change_places(&mut self, [one, other]: [usize; 2]) {
        self.exchange(one, other);
        let (first, second) = (self.members[one].clone(), self.members[other].clone());
        for (post, person) in [(one, second), (other, first)] {
            let member = &mut self.members[post];
            (member.felt, member.in_care, member.employment) =
                (person.felt, person.in_care, person.employment);
            (member.human, member.since) = (person.human, person.since);
        }
        let number = self.taking_part.len() / self.members.len().max(1);
        for k in 0..number {
            self.taking_part.swap(one * number + k, other * number + k);
            self.attended.swap(one * number + k, other * number + k);
        }
        let holders = [one, other].map(|p| self.members[p].holder);
        self.watch.change_places([one, other], holders);
    }
}
