//! Between runs: plain slices of replications in, numbers with intervals out.
//!
//! Every sum is taken in index order, so the same replications give the same bits.
pub mod estimate;
pub mod money;
pub mod multiple;
pub mod paired;
pub mod quantile;
pub mod ratio;

pub use estimate::{Estimate, estimate};
pub use paired::{Paired, paired};
pub use quantile::quantile;
pub use ratio::{Ratio, ratio};
