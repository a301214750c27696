//! A search without derivatives on common random numbers: Nelder & Mead's simplex from the best point of a design,
//! started again with a smaller simplex where it stopped (Nelder & Mead 1965, The Computer Journal 7(4); restarts as in
//! Kelley 1999, SIAM Journal on Optimization 10(1)). It finds a best point with few runs; of the set of acceptable
//! points it knows only what it met on its way.

use std::cell::RefCell;
use std::fmt;

use argmin::core::{CostFunction, Executor};
use argmin::solver::neldermead::NelderMead;
use argmin_math::{ArgminAdd, ArgminMul, ArgminSub};

use super::bench::Bench;
use super::design::latin_hypercube;
use super::tried::{Ground, Tried, best};
use crate::error::Error;
use crate::system::{Identity, Purpose, Seed, System};

/// Edges of the simplex at the start and at each restart, as shares of a parameter's range.
const EDGES: [f64; 4] = [0.2, 0.06, 0.02, 0.006];
/// A simplex whose losses differ by less than this (standard deviation) has arrived.
const FLAT: f64 = 1e-4;
/// The loss of a point that lacks a figure.
const HOPELESS: f64 = 1e12;

/// All points tried in a step.
pub(super) fn run<S: System>(
    bench: &Bench<'_, S>,
    ground: &Ground<'_, S::Case>,
) -> Result<Vec<Tried>, Error> {
    let (search, dimension) = (&ground.study.search, ground.dimension());
    let budget = search.evaluations as usize;
    let mut numbers = Seed::new(ground.study.seed, 0)
        .stream(Purpose::named("calibration design"), Identity::named(&ground.step.name).child(0));
    let points = (search.points as usize).min(budget);
    let design = latin_hypercube(points, dimension, &mut || numbers.uniform());
    let tried = bench.try_all(ground, 0, design)?;
    let walk = Walk { bench, ground, budget, met: RefCell::new(Met { tried, wave: 0, error: None }) };
    EDGES.iter().try_for_each(|edge| walk.descend(*edge))?;
    Ok(walk.met.into_inner().tried)
}

/// A place of the simplex; coordinates outside the unit cube stand for their mirror images in it.
#[derive(Clone, Debug, PartialEq)]
struct Place(Vec<f64>);

impl Place {
    fn with(&self, other: &Place, join: impl Fn(f64, f64) -> f64) -> Place {
        Place(self.0.iter().zip(&other.0).map(|(a, b)| join(*a, *b)).collect())
    }

    /// The place in the unit cube.
    fn folded(&self) -> Vec<f64> {
        let fold = |u: &f64| {
            let turn = u.rem_euclid(2.0);
            if turn > 1.0 { 2.0 - turn } else { turn }
        };
        self.0.iter().map(fold).collect()
    }
}

impl ArgminAdd<Place, Place> for Place {
    fn add(&self, other: &Place) -> Place {
        self.with(other, |a, b| a + b)
    }
}

impl ArgminSub<Place, Place> for Place {
    fn sub(&self, other: &Place) -> Place {
        self.with(other, |a, b| a - b)
    }
}

impl ArgminMul<f64, Place> for Place {
    fn mul(&self, factor: &f64) -> Place {
        Place(self.0.iter().map(|u| u * factor).collect())
    }
}

/// What the walk has met so far.
struct Met {
    tried: Vec<Tried>,
    /// Number of the descent.
    wave: u32,
    /// Why the bench stopped, where it did.
    error: Option<Error>,
}

/// A walk downhill.
struct Walk<'w, 'a, 'g, S: System> {
    bench: &'w Bench<'a, S>,
    ground: &'w Ground<'g, S::Case>,
    budget: usize,
    met: RefCell<Met>,
}

/// Ends the optimiser early: the budget is spent, or the bench has stopped.
#[derive(Debug)]
struct Enough;

impl fmt::Display for Enough {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("enough")
    }
}

impl std::error::Error for Enough {}

impl<S: System> CostFunction for &Walk<'_, '_, '_, S> {
    type Param = Place;
    type Output = f64;

    fn cost(&self, place: &Place) -> Result<f64, argmin::core::Error> {
        let unit = place.folded();
        let mut met = self.met.borrow_mut();
        if let Some(known) = met.tried.iter().find(|point| point.unit == unit) {
            return Ok(known.loss.min(HOPELESS));
        }
        if met.tried.len() >= self.budget {
            return Err(Enough.into());
        }
        match self.bench.try_all(self.ground, met.wave, vec![unit]) {
            Ok(points) => {
                let loss = points[0].loss.min(HOPELESS);
                met.tried.extend(points);
                Ok(loss)
            }
            Err(error) => {
                met.error = Some(error);
                Err(Enough.into())
            }
        }
    }
}

impl<S: System> Walk<'_, '_, '_, S> {
    /// One descent from the best point so far, with a simplex of this edge.
    fn descend(&self, edge: f64) -> Result<(), Error> {
        let Some(corners) = self.take_corners(edge)? else { return Ok(()) };
        let simplex = NelderMead::new(corners)
            .with_sd_tolerance(FLAT)
            .map_err(|e| Error::Failed(format!("the search cannot start: {e}")))?;
        // Its own result is not needed: every point that it asked for is kept.
        let _ = Executor::new(self, simplex).configure(|state| state.max_iters(self.budget as u64)).run();
        self.met.borrow_mut().error.take().map_or(Ok(()), Err)
    }

    /// The corners of a simplex about the best point, all evaluated at once, in parallel: the optimiser then finds them
    /// known. `None` where no point has all figures, or the budget does not suffice.
    fn take_corners(&self, edge: f64) -> Result<Option<Vec<Place>>, Error> {
        let mut met = self.met.borrow_mut();
        let Some(start) = best(&met.tried) else { return Ok(None) };
        let corners = corners(&met.tried[start].unit, edge);
        let known = |unit: &Vec<f64>| met.tried.iter().any(|point| point.unit == *unit);
        let fresh: Vec<Vec<f64>> = corners.iter().map(Place::folded).filter(|unit| !known(unit)).collect();
        if met.tried.len() + fresh.len() > self.budget {
            return Ok(None);
        }
        met.wave += 1;
        let points = self.bench.try_all(self.ground, met.wave, fresh)?;
        met.tried.extend(points);
        Ok(Some(corners))
    }
}

/// A point and, for each coordinate, one an edge away towards the middle.
fn corners(start: &[f64], edge: f64) -> Vec<Place> {
    let moved = |coordinate: usize| {
        let mut unit = start.to_vec();
        unit[coordinate] += if unit[coordinate] > 0.5 { -edge } else { edge };
        Place(unit)
    };
    std::iter::once(Place(start.to_vec())).chain((0..start.len()).map(moved)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_outside_are_mirrored_into_the_cube() {
        let folded = Place(vec![-0.25, 0.5, 1.25, 2.25, -1.75, 1.0]).folded();
        assert_eq!(folded, [0.25, 0.5, 0.75, 0.25, 0.25, 1.0]);
    }

    #[test]
    fn a_simplex_has_a_corner_for_each_coordinate() {
        let found: Vec<Vec<f64>> = corners(&[0.5, 0.75], 0.25).into_iter().map(|place| place.0).collect();
        assert_eq!(found, [[0.5, 0.75], [0.75, 0.75], [0.5, 0.5]]);
    }
}
