//! Drift: how much true exhaustion changes by itself in a clinic that nobody changes.

use super::rows::{Rows, ask, mean};
use super::{LEVEL, Size, case, nobody_leaves};
use crate::clinic::Case;
use crate::error::Error;
use crate::statistics::{Estimate, estimate};

/// Points a year that an unchanged clinic may drift at most.
pub const MOST: f64 = 0.5;

/// The drift of one clinic.
#[derive(Debug, Clone)]
pub struct Drift {
    /// Which clinic.
    pub name: &'static str,
    /// Settings that make it of the baseline.
    pub settings: Vec<String>,
    /// Mean exhaustion of clinicians when first asked, of 54 points.
    pub begin: Estimate,
    /// Change in points a year, from the first to the fifth time that people are asked.
    pub per_year: Estimate,
}

/// Drift of the baseline, and of the same without chance in lives and with nobody leaving.
///
/// # Errors
/// [`Error::Faults`] where the baseline has any.
pub fn drifts(baseline: &Case, size: Size) -> Result<Vec<Drift>, Error> {
    let mut settings = nobody_leaves();
    settings.push("well_being.exhaustion.drift_sd=0".to_owned());
    let quiet = case("baseline", &settings)?;
    let of = |name, settings, of: &Case| drift(name, settings, &ask(of, of, size));
    let all =
        [of("as shipped", Vec::new(), baseline), of("no chance in life, nobody leaves", settings, &quiet)];
    let all: Option<Vec<Drift>> = all.into_iter().collect();
    all.ok_or_else(|| Error::Failed("the baseline has clinicians at all times".to_owned()))
}

fn drift(name: &'static str, settings: Vec<String>, rows: &[Rows]) -> Option<Drift> {
    let at = |rows: &Rows, wave: u32| mean(&rows.clinicians_at("exhaustion", wave));
    let begin: Vec<f64> = rows.iter().map(|rows| at(rows, 0)).collect();
    let change: Vec<f64> = rows.iter().map(|rows| (at(rows, 4) - at(rows, 0)) / 2.0).collect();
    Some(Drift { name, settings, begin: estimate(&begin, LEVEL)?, per_year: estimate(&change, LEVEL)? })
}
