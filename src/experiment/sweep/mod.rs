//! Sweeps: a few measures at many points of a space, in parallel, on any number of machines, the same bits for all of them.
//!
//! A [`Plan`] says which points there are, how often each is run and what is kept. It cuts the points into units; whoever works
//! on a unit ([`work()`]) writes its rows into blocks, and skips what the blocks hold already. So stopping, resuming, sharding and
//! running again are the same thing. [`merge()`] reads the units in order, one at a time: its memory does not grow with the
//! number of points.
//!
//! Points of equal trunk that stand next to each other share one warm-up, with the same bits as alone.

pub mod cells;
mod chunk;
pub mod figures;
pub mod merge;
pub mod plan;
mod timing;
pub mod work;

pub use cells::Cells;
pub use merge::{Merged, Missing, merge};
pub use plan::{Kept, Plan};
pub use timing::seconds_per_replication;
pub use work::{Task, Work, work};

#[cfg(test)]
mod figures_tests;
