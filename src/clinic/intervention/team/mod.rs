//! Team and leadership: how people work together, who decides, what is asked and told.

pub mod blame_policy;
pub mod chief_wellness_officer;
pub mod co_creation;
pub mod huddles;
pub mod kept_promises;
pub mod leadership_rounds;
pub mod measurement_program;
pub mod shared_accountability;
pub mod shared_governance;
pub mod trainee_curriculum;
pub mod transparency;
pub mod wellness_champions;
