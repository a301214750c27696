//! Faults of scenario files.
use std::fmt;

/// All faults of a scenario, in order of file and place.
#[derive(Debug, Clone, Default)]
pub struct Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
