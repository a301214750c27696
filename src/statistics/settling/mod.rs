//! When a simulation that begins in an unusual state has settled, and how often it must be repeated: the beginning of a
//! series to leave out ([`mser`]), the same seen by eye ([`welch`]), and the number of replications for a half-width
//! ([`mod@needed`]).
pub mod mser;
pub mod needed;
pub mod welch;

pub use mser::{Truncation, Truncations, Unsettled, mser5, truncations};
pub use needed::{Goal, Needed, needed};
pub use welch::{Averaged, averaged, moving};
