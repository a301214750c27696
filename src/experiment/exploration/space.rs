//! The points of a design: which values the factors take at each.

use super::constraint::Constraint;
use super::factor::Factor;
use crate::declaration::Scalar;
use crate::experiment::design::{grid, latin, morris, saltelli, sobol};
use crate::system::{Identity, Purpose, Seed, Setting};

/// Most points of a design.
pub const MOST_POINTS: u64 = 1_000_000;
/// Most coordinates of all points together, where the points are kept in memory: 40 MB, and as much again and more while they are made.
const MOST_COORDINATES: u64 = 5_000_000;

/// Which points are simulated.
#[derive(Debug, Clone, PartialEq)]
pub enum Design {
    /// All combinations of levels; so many where a factor does not say.
    Grid(u32),
    /// Points from a table.
    List(Vec<Vec<Scalar>>),
    /// A Latin hypercube of so many points.
    LatinHypercube(u32),
    /// Sobol' points.
    Sobol {
        /// Number of points.
        points: u32,
        /// Whether they are scrambled.
        scramble: bool,
    },
    /// Trajectories.
    Morris {
        /// Number of trajectories.
        trajectories: u32,
        /// Levels of each axis.
        levels: u32,
    },
    /// Base points of Saltelli's design.
    Saltelli(u32),
}

/// Where the coordinates of points come from.
#[derive(Debug, Clone)]
enum Source {
    Grid(grid::Grid),
    List(Vec<Vec<Scalar>>),
    /// Coordinates in the unit cube of the axes, point after point.
    Unit(Vec<f64>),
}

/// The points of a design over factors.
#[derive(Debug, Clone)]
pub struct Space {
    factors: Vec<Factor>,
    /// Factors by axis: those that move together are one axis.
    axes: Vec<Vec<usize>>,
    source: Source,
    /// Numbers of the points of the design that obey the constraints; `None` where there are no constraints.
    obedient: Option<Vec<u64>>,
    /// Points of the whole design.
    all: u64,
    /// What must be said of the design.
    notices: Vec<String>,
}

impl Space {
    /// The points of a design.
    ///
    /// # Errors
    /// A sentence where there are too many points, or none that obeys the constraints.
    pub fn new(
        factors: &[Factor],
        design: &Design,
        constraints: &[Constraint],
        seed: u64,
    ) -> Result<Self, String> {
        let axes = axes(factors);
        let (source, notices) = source(factors, &axes, design, seed)?;
        let all = match &source {
            Source::Grid(grid) => grid.count().unwrap_or(u64::MAX),
            Source::List(points) => points.len() as u64,
            Source::Unit(coordinates) => (coordinates.len() / axes.len().max(1)) as u64,
        };
        if all > MOST_POINTS {
            return Err(format!("at most {MOST_POINTS} points, but the design has {all}"));
        }
        let mut space = Space { factors: factors.to_vec(), axes, source, obedient: None, all, notices };
        if !constraints.is_empty() {
            let obeys = |point: &u64| {
                let numbers = space.numbers(*point);
                constraints.iter().all(|rule| rule.holds(&numbers))
            };
            let obedient: Vec<u64> = (0..all).filter(obeys).collect();
            if obedient.is_empty() {
                return Err(format!("a point that obeys the constraints, but none of {all} does"));
            }
            if obedient.len() as u64 != all {
                let left_out = all - obedient.len() as u64;
                space.notices.push(format!(
                    "{left_out} of {all} points of the design break a constraint and are left out"
                ));
            }
            space.obedient = Some(obedient);
        }
        Ok(space)
    }

    /// Number of points.
    pub fn points(&self) -> u64 {
        self.obedient.as_ref().map_or(self.all, |obedient| obedient.len() as u64)
    }

    /// The factors.
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// Places of the factors that each axis moves.
    pub fn axes(&self) -> &[Vec<usize>] {
        &self.axes
    }

    /// What must be said of the design.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// The name of an axis: its factors joined by `+`.
    pub fn axis_name(&self, axis: usize) -> String {
        let names: Vec<&str> =
            self.axes[axis].iter().map(|factor| self.factors[*factor].name.as_str()).collect();
        names.join("+")
    }

    /// The coordinates of a point in the unit cube of the axes; `None` for grids and lists, which have none.
    pub fn unit(&self, point: u64) -> Option<&[f64]> {
        match &self.source {
            Source::Unit(coordinates) => {
                let start = self.of_design(point) as usize * self.axes.len();
                Some(&coordinates[start..start + self.axes.len()])
            }
            _ => None,
        }
    }

    /// The values of the factors at a point.
    pub fn values(&self, point: u64) -> Vec<Scalar> {
        let point = self.of_design(point);
        match &self.source {
            Source::List(points) => points[point as usize].clone(),
            Source::Grid(grid) => {
                let levels = grid.levels(point);
                self.by_axis(|axis, factor| factor.level(levels[axis] as u64, grid.sizes[axis]))
            }
            Source::Unit(coordinates) => {
                let start = point as usize * self.axes.len();
                self.by_axis(|axis, factor| factor.at(coordinates[start + axis]))
            }
        }
    }

    /// The numbers that stand for these values in an analysis.
    pub fn numbers(&self, point: u64) -> Vec<f64> {
        self.factors.iter().zip(self.values(point)).map(|(factor, value)| factor.number(&value)).collect()
    }

    /// The settings of a point.
    pub fn settings(&self, point: u64) -> Vec<Setting> {
        let values = self.values(point);
        self.factors.iter().zip(&values).flat_map(|(factor, value)| factor.settings(value)).collect()
    }

    fn of_design(&self, point: u64) -> u64 {
        self.obedient.as_ref().map_or(point, |obedient| obedient[point as usize])
    }

    fn by_axis(&self, value: impl Fn(usize, &Factor) -> Scalar) -> Vec<Scalar> {
        let mut values = vec![Scalar(String::new()); self.factors.len()];
        for (axis, members) in self.axes.iter().enumerate() {
            for &factor in members {
                values[factor] = value(axis, &self.factors[factor]);
            }
        }
        values
    }
}

/// Factors by axis, in the order of their first factors.
fn axes(factors: &[Factor]) -> Vec<Vec<usize>> {
    let mut axes: Vec<Vec<usize>> = Vec::new();
    for (place, factor) in factors.iter().enumerate() {
        let of_same_word = |axis: &&mut Vec<usize>| {
            factor.together.is_some() && factors[axis[0]].together == factor.together
        };
        match axes.iter_mut().find(of_same_word) {
            Some(axis) => axis.push(place),
            None => axes.push(vec![place]),
        }
    }
    axes
}

fn source(
    factors: &[Factor],
    axes: &[Vec<usize>],
    design: &Design,
    seed: u64,
) -> Result<(Source, Vec<String>), String> {
    let dimensions = axes.len();
    let in_memory = |points: u64| {
        let coordinates = points.saturating_mul(dimensions as u64);
        if points > MOST_POINTS || coordinates > MOST_COORDINATES {
            return Err(format!(
                "at most {MOST_POINTS} points and {MOST_COORDINATES} coordinates, but the design has {points} points of \
                 {dimensions} axes"
            ));
        }
        Ok(())
    };
    let flat = |points: Vec<Vec<f64>>| Source::Unit(points.into_iter().flatten().collect());
    let purpose = Purpose::named("design of points");
    let mut stream = Seed::new(seed, 0).stream(purpose, Identity::named("points"));
    let mut notices = Vec::new();
    let source = match design {
        Design::List(points) => Source::List(points.clone()),
        Design::Grid(levels) => Source::Grid(grid::Grid { sizes: level_counts(factors, axes, *levels)? }),
        Design::LatinHypercube(points) => {
            in_memory(u64::from(*points))?;
            let found = latin::latin_hypercube(*points as usize, dimensions, &mut || stream.uniform());
            if !found.improved {
                notices.push(format!(
                    "{points} points are too many to spread them out further: the Latin hypercube is a plain one"
                ));
            }
            flat(found.points)
        }
        Design::Sobol { points, scramble } => {
            in_memory(u64::from(*points))?;
            axes_for_sobol(dimensions)?;
            let count = *points as usize;
            flat(if *scramble {
                sobol::scrambled(count, dimensions, stream.next_u64())
            } else {
                sobol::points(count, dimensions)
            })
        }
        Design::Morris { trajectories, levels } => {
            in_memory(u64::from(*trajectories) * (dimensions as u64 + 1))?;
            let count = *trajectories as usize;
            let found = morris::trajectories(count, dimensions, *levels as usize, &mut || stream.uniform());
            flat(found.into_iter().flatten().collect())
        }
        Design::Saltelli(base) => {
            in_memory(u64::from(*base) * (dimensions as u64 + 2))?;
            axes_for_sobol(2 * dimensions)?;
            flat(saltelli::saltelli(*base as usize, dimensions, stream.next_u64()))
        }
    };
    Ok((source, notices))
}

fn axes_for_sobol(dimensions: usize) -> Result<(), String> {
    if dimensions > sobol::LARGEST_DIMENSIONS {
        return Err(format!(
            "at most {} dimensions of Sobol' points, but the design needs {dimensions}",
            sobol::LARGEST_DIMENSIONS
        ));
    }
    Ok(())
}

/// Levels of each axis; factors that move together must have the same number.
fn level_counts(factors: &[Factor], axes: &[Vec<usize>], of_grid: u32) -> Result<Vec<u64>, String> {
    let count = |axis: &Vec<usize>| {
        let first = factors[axis[0]].level_count(of_grid);
        match axis.iter().find(|factor| factors[**factor].level_count(of_grid) != first) {
            None => Ok(first),
            Some(other) => Err(format!(
                "factors that move together with the same number of levels, but `{}` has {first} and `{}` has {}",
                factors[axis[0]].name,
                factors[*other].name,
                factors[*other].level_count(of_grid)
            )),
        }
    };
    axes.iter().map(count).collect()
}
