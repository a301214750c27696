//! Support: what helps people to bear their work.

pub mod buddy_system;
pub mod collegial_dinners;
pub mod friendship_time;
pub mod individual_program;
pub mod peer_coaching;
pub mod peer_support;
pub mod recognition;
pub mod schwartz_rounds;
pub mod stigma_reduction;
