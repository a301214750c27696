//! What several test files share.
pub mod purse;
pub mod toy;
