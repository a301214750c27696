//! Designs: which points of the unit cube, or of a grid, an experiment looks at. A leaf: it knows no factor by name.
//!
//! `grid` takes all combinations of levels; `latin` spreads few points over many dimensions; `sobol` fills the cube
//! evenly, and `saltelli` arranges such points for Sobol' indices; `morris` moves one coordinate at a time. A point
//! has one coordinate in [0, 1] for each dimension.

pub mod grid;
mod joe_kuo;
pub mod latin;
mod maximin;
pub mod morris;
pub mod saltelli;
pub mod sobol;

pub use grid::Grid;
pub use latin::{Latin, latin_hypercube};
pub use morris::{Move, moved, trajectories};
pub use saltelli::{Role, Saltelli, recognize, role, saltelli};

/// A whole number from 0 to `count` − 1, equally likely; `uniform` gives numbers in [0, 1).
fn below(count: usize, uniform: &mut impl FnMut() -> f64) -> usize {
    ((uniform() * count as f64) as usize).min(count - 1)
}
