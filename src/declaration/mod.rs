//! One declaration per parameter, and the faults that a person sees.
pub mod fault;
