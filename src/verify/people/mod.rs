//! The people of the shipped baseline, checked: frozen references against what comes out ([`references`]), drift of an
//! unchanged clinic ([`drift`]), people who change clinics ([`movers`]), edges of the shipped ranges ([`ranges`]), advanced
//! team care beside its pilots ([`team_care`]).
pub mod drift;
pub mod movers;
mod page;
pub mod ranges;
pub mod references;
mod rows;
pub mod team_care;

use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Parameters};
use crate::error::Error;
use crate::scenario;

pub use page::page;

/// Two years and the day on which people are asked for the fifth time.
const WEEKS: u32 = 105;
/// Level of all intervals.
const LEVEL: f64 = 0.95;

/// How much is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Seed of the random numbers.
    pub seed: u64,
    /// Replications of two years.
    pub replications: u32,
    /// Points inside the ranges, beside the two ends of each.
    pub points: usize,
}

/// All tables.
#[derive(Debug, Clone)]
pub struct Tables {
    /// Frozen references.
    pub references: Vec<references::Compared>,
    /// Drift.
    pub drift: Vec<drift::Drift>,
    /// Movers.
    pub movers: movers::Movers,
    /// Ranges.
    pub ranges: ranges::Ranges,
    /// Advanced team care.
    pub team_care: Vec<team_care::Change>,
}

impl Tables {
    /// What must not be: references that are off, drift without chance, clinics that explode or collapse.
    pub fn failures(&self) -> Vec<String> {
        let off = self.references.iter().filter(|row| row.verdict() == references::Verdict::Off).count();
        let still = self.drift.iter().filter(|row| !row.settings.is_empty());
        let drifting = still.filter(|row| row.per_year.mean.abs() > drift::MOST).count();
        let list = [
            (off, "references are off"),
            (drifting, "unchanged clinics drift without chance"),
            (self.ranges.wild().len(), "points of the ranges explode or collapse"),
        ];
        list.iter().filter(|(many, _)| *many > 0).map(|(many, words)| format!("{many} {words}")).collect()
    }
}

/// Makes all tables.
///
/// # Errors
/// [`Error::Faults`] where a shipped file has any; [`Error::Failed`] for fewer than two replications.
pub fn tables(size: Size) -> Result<Tables, Error> {
    if size.replications < 2 {
        return Err(Error::Failed("intervals need two replications or more".to_owned()));
    }
    let baseline = baseline()?;
    Ok(Tables {
        references: references::compare(&baseline, size)?,
        drift: drift::drifts(&baseline, size)?,
        movers: movers::movers(&baseline, size)?,
        ranges: ranges::ranges(&baseline, size)?,
        team_care: team_care::changes(size)?,
    })
}

/// The shipped baseline over two years.
///
/// # Errors
/// [`Error::Faults`] where it has any.
pub fn baseline() -> Result<Case, Error> {
    case("baseline", &[])
}

/// A shipped scenario over two years with some settings.
fn case(name: &str, more: &[String]) -> Result<Case, Error> {
    let mut overrides = vec![format!("run.weeks={WEEKS}")];
    overrides.extend_from_slice(more);
    let loaded = scenario::load_shipped::<Parameters>(name, &overrides, check)?;
    Ok(Case::new(&loaded.parameters, String::new(), 0))
}

/// Roles of which people leave.
const ROLES: [&str; 5] = ["physician", "app", "ma", "nurse", "front_desk"];

/// Nobody leaves.
fn nobody_leaves() -> Vec<String> {
    ROLES.iter().map(|role| format!("roles.{role}.well_being.leaving_per_year=0")).collect()
}
