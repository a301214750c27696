//! Shocks: what comes from outside.

pub mod demand_shock;
pub mod ehr_update;
pub mod regulation_waiver;
pub mod shortage;
pub mod staff_loss;
