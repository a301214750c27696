//! The engine against theory: every check is a number that is known exactly, beside the number observed.
pub mod kernel;
