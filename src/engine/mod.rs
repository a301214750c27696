//! Discrete events: time, calendar, random streams, distributions, waiting lines, statistics. Knows no clinic.
pub mod arrivals;
pub mod calendar;
pub mod collect;
pub mod distribution;
pub(crate) mod exponential;
pub mod line;
mod logarithm;
pub mod model;
pub mod pool;
pub mod random;
pub mod time;
