//! Incentives and loops: what an organisation rewards, and how it goes on by itself.

pub mod after_hours_incentive;
pub mod balanced_scorecard;
pub mod rule_growth;
pub mod wellness_only;
