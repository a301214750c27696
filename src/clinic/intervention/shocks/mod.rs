//! Shocks: what comes from outside.

pub mod demand_shock;
