//! Which inputs matter: sensitivity analysis of a response over the unit cube of its inputs.
//!
//! [`mod@indices`] shares the variance out among the inputs (Sobol'); [`mod@morris`] screens many inputs with few points;
//! [`mod@prcc`] correlates ranks of any sampled design; [`tornado`] gives the numbers of tornado charts and heat maps;
//! [`systems`] holds functions with known answers. A simulation has chance besides its inputs: each of these takes the
//! replications one by one where chance matters, and says what is due to it.

pub mod evaluations;
mod forms;
pub mod indices;
pub mod interval;
pub mod morris;
#[cfg(test)]
mod points;
pub mod prcc;
pub mod systems;
pub mod tornado;

pub use evaluations::Evaluations;
pub use indices::{Index, Indices, Noise, Set, Undefined, indices};
pub use interval::{Bootstrap, Interval};
pub use morris::{Chance, Screened, morris, morris_replicated, trajectory_effects};
pub use prcc::{Partial, PartialRanks, Unfit, prcc};
pub use systems::{Analytic, Exact};
pub use tornado::{Bar, Cell, HeatMap, by_fifths, equal_edges, heat_map};
