//! People who change clinics: how much of the gap between two clinics they have closed after a while (the transfer test),
//! and how much of the variance lies between clinics (the variance test), with contagion and without.

use rayon::prelude::*;

use super::rows::{ask, mean};
use super::{LEVEL, Size, case, nobody_leaves};
use crate::clinic::people::Population;
use crate::clinic::{Case, Model};
use crate::error::Error;
use crate::statistics::icc::{Icc, icc};
use crate::statistics::ratio::{Ratio, ratio};
use crate::system::Seed;

/// Days after the move.
pub const AFTER: [u64; 4] = [90, 180, 364, 728];
/// What a prototype of the same equations found (dynamics D3), after a quarter, half a year and a year.
pub const PROTOTYPE: [Option<f64>; 4] = [Some(0.31), Some(0.46), Some(0.62), None];
/// Pairs of clinicians who exchange posts, of eight.
const PAIRS: usize = 3;
/// Without contagion.
const OFF: &str = "well_being.theories.emotional_contagion=false";

/// Shares of the gap that movers have closed.
#[derive(Debug, Clone)]
pub struct Closed {
    /// Whether colleagues' states are catching.
    pub contagion: bool,
    /// Gap to close, in points, after each of [`AFTER`]: the same people, had they always been at the other clinic.
    pub gap: [f64; AFTER.len()],
    /// By the score, which holds a quarter of fatigue; `None` where the gap is not told from zero.
    pub score: [Option<Ratio>; AFTER.len()],
    /// By the slow state alone.
    pub state: [Option<Ratio>; AFTER.len()],
}

/// Variance between clinics.
#[derive(Debug, Clone)]
pub struct Between {
    /// What differs from the baseline.
    pub settings: &'static str,
    /// Intraclass correlation of the true score.
    pub score: Icc,
    /// Of the measured score.
    pub measured: Icc,
}

/// Both tests.
#[derive(Debug, Clone)]
pub struct Movers {
    /// The transfer test, with contagion and without.
    pub closed: Vec<Closed>,
    /// The variance test.
    pub between: Vec<Between>,
}

/// Exhaustion of everybody by day of [`AFTER`]: score and state.
type Course = Vec<Vec<[f64; 2]>>;

/// Makes both tests.
///
/// # Errors
/// [`Error::Faults`] where a shipped file has any; [`Error::Failed`] where clinics are too few.
pub fn movers(baseline: &Case, size: Size) -> Result<Movers, Error> {
    let base = case("studies/movers", &nobody_leaves())?;
    let closed = [true, false].into_iter().map(|contagion| closed(&base, contagion, size));
    let between = ["", "well_being.contagion.exhaustion=0.8", OFF].into_iter().map(|settings| {
        let more = if settings.is_empty() { Vec::new() } else { vec![settings.to_owned()] };
        let rows = ask(baseline, &case("baseline", &more)?, size);
        let of = |column: &str| {
            let clinics: Vec<Vec<f64>> = rows.iter().map(|rows| rows.clinicians_at(column, 0)).collect();
            icc(&clinics, LEVEL)
                .ok_or_else(|| Error::Failed("variance lies between two clinics or more".to_owned()))
        };
        Ok(Between { settings, score: of("exhaustion")?, measured: of("exhaustion_measured")? })
    });
    Ok(Movers {
        closed: closed.collect::<Result<_, Error>>()?,
        between: between.collect::<Result<_, Error>>()?,
    })
}

/// Clinicians of a clinic.
fn clinicians(model: &Model, clinic: u16) -> Vec<usize> {
    let is = |p: &usize| {
        let person = &model.people[*p];
        person.clinic == clinic && person.reserve <= 0 && model.roles[usize::from(person.role)].clinician
    };
    (0..model.people.len()).filter(is).collect()
}

fn closed(base: &Case, contagion: bool, size: Size) -> Result<Closed, Error> {
    let mut settings = nobody_leaves();
    settings.extend((!contagion).then(|| OFF.to_owned()));
    let case = case("studies/movers", &settings)?;
    let clinics = [0, 1].map(|clinic| clinicians(&case.model, clinic));
    let pairs: Vec<(usize, usize)> =
        clinics[0].iter().copied().zip(clinics[1].iter().copied()).take(PAIRS).collect();
    let lives: Vec<[Course; 3]> = (0..size.replications)
        .into_par_iter()
        .map(|replication| {
            let seed = Seed::new(size.seed, replication);
            [Move::Never, Move::OnFirstDay, Move::Always].map(|when| live(base, &case, seed, &pairs, when))
        })
        .collect();
    // how far people are from where they would be had they stayed, on the way to the other clinic: both directions
    let way = |lives: &[Course; 3], with: usize, after: usize, of: usize| {
        let from = |(p, q): &(usize, usize)| {
            let there = lives[with][after][*q][of] - lives[0][after][*p][of];
            let back = lives[with][after][*p][of] - lives[0][after][*q][of];
            (there - back) / 2.0
        };
        mean(&pairs.iter().map(from).collect::<Vec<_>>())
    };
    let each = |with: usize, after: usize, of: usize| -> Vec<f64> {
        lives.iter().map(|lives| way(lives, with, after, of)).collect()
    };
    let share = |after: usize, of: usize| ratio(&each(1, after, of), &each(2, after, of), LEVEL);
    let at: [usize; AFTER.len()] = std::array::from_fn(|after| after);
    Ok(Closed {
        contagion,
        gap: at.map(|after| mean(&each(2, after, 0))),
        score: at.map(|after| share(after, 0)),
        state: at.map(|after| share(after, 1)),
    })
}

/// When pairs exchange posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    /// They do not.
    Never,
    /// At the end of the first day after the steady start.
    OnFirstDay,
    /// Before everything: they have always been at the other clinic.
    Always,
}

/// Lives the recorded days.
fn live(base: &Case, case: &Case, seed: Seed, pairs: &[(usize, usize)], when: Move) -> Course {
    let settings = &case.model.well_being.as_ref().expect("people of this scenario have states").settings;
    let (mut course, mut first) = (Vec::new(), true);
    base.relive(case, seed, |population: &mut Population, day| {
        let now = match when {
            Move::Never => false,
            Move::OnFirstDay => day == 1,
            Move::Always => first,
        };
        if now {
            pairs.iter().for_each(|(p, q)| population.exchange(*p, *q));
        }
        first = false;
        if AFTER.iter().any(|after| after + 1 == day) {
            let of = |member: &crate::clinic::people::Member| {
                [member.state.scores(settings)[0], member.state.exhaustion]
            };
            course.push(population.members.iter().map(of).collect());
        }
    });
    course
}
