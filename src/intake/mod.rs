//! Data of others → numbers of a scenario, with their uncertainty.
//!
//! | file | holds |
//! |---|---|
//! | [`table`] | a CSV file whose every cell knows its place, so that faults can point at it |
//! | [`survey`] | ratios of weighted sums with standard errors that respect the sample's design |
//! | [`namcs`] | the visits of a national survey: kinds, new patients, medicines |
//! | [`trial`] | observations of a trial of one's own |
//! | [`fragment`] | those numbers as part of a scenario file, and how they are rounded |

pub mod fragment;
pub mod namcs;
pub mod survey;
pub mod table;
pub mod trial;
