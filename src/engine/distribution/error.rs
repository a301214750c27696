//! What is wrong with the parameters of a distribution.

use std::fmt;

/// A rule that was broken and what was found instead; displays as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistributionError {
    /// What is expected, e.g. `mean greater than 0`.
    pub expected: String,
    /// What was found, e.g. `-3`.
    pub found: String,
}

impl DistributionError {
    pub(super) fn new(expected: &str, found: String) -> Self {
        DistributionError { expected: expected.to_owned(), found }
    }
}

impl fmt::Display for DistributionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for DistributionError {}

fn rule(holds: bool, name: &str, rule: &str, found: f64) -> Result<(), DistributionError> {
    if holds { Ok(()) } else { Err(DistributionError::new(&format!("{name} {rule}"), format!("{found}"))) }
}

pub(super) fn finite(name: &str, value: f64) -> Result<(), DistributionError> {
    rule(value.is_finite(), name, "a finite number", value)
}

pub(super) fn positive(name: &str, value: f64) -> Result<(), DistributionError> {
    rule(value.is_finite() && value > 0.0, name, "greater than 0 and finite", value)
}

pub(super) fn at_least_zero(name: &str, value: f64) -> Result<(), DistributionError> {
    rule(value.is_finite() && value >= 0.0, name, "0 or more and finite", value)
}
