//! Between runs: plain slices of replications in, numbers with intervals out.
//!
//! Every sum is taken in index order, so the same replications give the same bits.
pub mod estimate;
pub mod multiple;
pub mod paired;

pub use estimate::{Estimate, estimate};
pub use paired::{Paired, paired};
