//! The engine against theory: every check is a number that is known exactly, beside the number observed.
pub mod books;
pub mod calibration;
pub mod cases;
mod draws;
pub mod examples;
mod examples_errors;
mod examples_simulated;
pub mod findings;
pub mod kernel;
pub mod kernel_cases;
pub mod network;
mod observed;
pub mod people;
pub mod renewal;
pub mod scenario_cases;
mod scenario_checks;
pub mod theory;
pub mod transient;

pub use cases::{Case, all};
