//! The science of the model: pure functions with formula, citation, units and valid range, and their parameters.

pub mod cost;
pub mod price;
