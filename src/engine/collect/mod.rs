//! Statistics within one run, kept as exact integers: merged in any grouping they give the same bits.
mod histogram;
mod tally;
mod time_weighted;

pub use histogram::Histogram;
pub use tally::Tally;
pub use time_weighted::{Closed, TimeWeighted};
