//! Work redesign: who does what, how long it takes, how often it arises.

pub mod advanced_team_care;
pub mod annual_prescription_renewal;
pub mod central_prior_authorization;
pub mod default_actions;
pub mod deimplementation;
pub mod delegation;
pub mod ehr_optimization_sprint;
pub mod inbox_reduction;
pub mod inbox_triage;
pub mod meeting_hours;
pub mod panel_size;
pub mod payer_compact;
pub mod payment_reform;
pub mod policy_sunset;
pub mod protected_time;
pub mod security_friction;
pub mod staffing;
pub mod standardization;
pub mod team_documentation;
pub mod team_order_entry;
pub mod virtual_visits;
