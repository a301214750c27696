//! Which of several alternatives is best, how sure that is, and which of them may be chosen at all.
//!
//! All of it works on paired replications, so common random numbers are both allowed and of use. Larger is better
//! throughout, except for the costs of the frontier: a caller who wants the smallest flips the sign. Alternatives
//! are named by their index.
pub mod elimination;
pub mod frontier;
pub mod guard;
pub mod kim_nelson;
pub mod opportunity;
pub mod screening;
#[cfg(test)]
mod slippage;

pub use elimination::{Dropped, Elimination};
pub use frontier::{Dominance, Excluded, Frontier, Step, frontier};
pub use guard::{Checked, Limit, Verdict, guard};
pub use kim_nelson::{Best, Decided, KimNelson};
pub use opportunity::{Opportunity, Rival, loss, opportunity, opportunity_of};
pub use screening::{Screening, screen};
