//! What a trial of clusters over periods says about a change: estimators, power, and the naive analyses
//! beside them.
//!
//! All of it works on [`Data`]: observations by cluster and period, and the period in which each cluster
//! begins. Effects are *with the change minus without it*, in the unit of the values. An estimator that has
//! no answer says why ([`NoFit`]).
mod columns;
pub mod data;
pub mod effect;
pub mod fixed;
pub mod gls;
pub mod group_time;
pub mod layout;
mod matrix;
pub mod means;
pub mod mixed;
pub mod nested;
pub mod permutation;
pub mod pooled;
pub mod power;
#[cfg(test)]
mod reference;
mod root;

pub use columns::Treatment;
pub use data::{Cell, Data, Observed, Row};
pub use effect::{Effect, NoFit};
pub use fixed::{Errors, EventStudy, Fixed, Weights, event_study, fixed, naive, two_way, weights};
pub use gls::{Components, closed_form_variance, design_variance, gls};
pub use group_time::{Controls, GroupTimes, group_time};
pub use layout::Layout;
pub use mixed::{Method, Mixed, MixedIcc, mixed, mixed_icc};
pub use nested::{Answer, Nested, nested};
pub use permutation::{Permutation, permutation, permutation_of};
pub use pooled::{Heterogeneity, Pooled, Study, pooled, standardised};
pub use power::{Design, Freedom, Plan, noncentral_t, power};
