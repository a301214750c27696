//! Why things happen: pure functions, each with its formula in words, its citation, units and valid range, and the
//! parameters that they need.

pub mod attributable;
pub mod error_layers;
pub mod odds;
