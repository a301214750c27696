//! Discrete events: time, calendar, random streams, distributions, waiting lines, statistics. Knows no clinic.
pub mod random;
