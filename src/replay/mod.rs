//! One run, told: its event log, and a day of it in lanes.

pub mod clock;
pub mod log;
mod protection;
pub mod words;

pub use protection::protect;
