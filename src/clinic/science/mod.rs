//! What is known about people at work, as pure functions with formula, source and valid range.

pub mod instruments;
