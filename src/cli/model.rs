//! The model that the file commands speak of: the one place where they name it.

use super::cases;
use crate::error::Error;
use crate::scenario::{self, shipped};
use crate::system::{Measure, System};

pub use crate::clinic::Parameters;
pub use crate::clinic::parameters::check::check;
pub use crate::clinic::parameters::notices::notices;

/// The scenario whose measures stand for all: the measures by role, room and step are named by it.
const EXAMPLE: &str = "baseline.toml";

/// The measures of the shipped baseline.
///
/// # Errors
/// The faults of the shipped baseline, of which there are none in a tested build.
pub fn measures() -> Result<Vec<Measure>, Error> {
    if shipped::find(EXAMPLE).is_none() {
        return Ok(Vec::new());
    }
    let loaded = scenario::load_shipped::<Parameters>(EXAMPLE, &[], check)?;
    Ok(cases::system().measures(&cases::arm(&loaded).case))
}

/// The kinds of interventions with what they do.
pub fn interventions() -> Vec<(&'static str, String)> {
    use crate::clinic::intervention::{Change, KINDS};
    let declared = <Change as crate::declaration::Section>::declarations();
    let meaning = |kind: &&'static str| {
        declared.iter().find(|about| about.key == *kind).map(|about| (*kind, about.meaning()))
    };
    KINDS.iter().filter_map(meaning).collect()
}
