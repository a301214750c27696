//! Between runs: plain slices of replications in, numbers with intervals out.
//!
//! Every sum is taken in index order, so the same replications give the same bits.
pub mod correlation;
pub mod estimate;
pub mod figure;
pub mod icc;
pub mod logistic;
pub mod money;
pub mod multiple;
pub mod observations;
pub mod paired;
pub mod quadratic;
pub mod quantile;
pub mod ranking;
pub mod ratio;
pub mod resample;
pub mod sensitivity;
pub mod settling;
pub mod symmetric;
pub mod trial;
pub mod uncertainty;

pub use estimate::{Estimate, estimate};
pub use paired::{Paired, paired};
pub use quantile::quantile;
pub use ratio::{Ratio, ratio};
