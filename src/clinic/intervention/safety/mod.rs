//! Safety: what catches errors and harm.

pub mod harm_checklist;
pub mod safety_layer;
