//! Work redesign: who does what, how long it takes, how often it arises.

pub mod annual_prescription_renewal;
pub mod central_prior_authorization;
pub mod inbox_reduction;
pub mod inbox_triage;
pub mod staffing;
pub mod team_documentation;
pub mod team_order_entry;
