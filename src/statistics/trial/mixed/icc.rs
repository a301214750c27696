//! The intraclass correlation by a mixed model.

use super::super::columns::Columns;
use super::super::data::{Data, Row};
use super::super::effect::NoFit;
use super::{Method, Mixed, fit};

/// An intraclass correlation by likelihood.
#[derive(Debug, Clone, PartialEq)]
pub struct MixedIcc {
    /// The model of the mean: one coefficient, the variances, and whether τ² is at its boundary 0.
    pub fit: Mixed,
    /// Lower end of the profile interval of the intraclass correlation.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The intraclass correlation of groups, which may differ in size, by a random intercept without other
/// effects, with the profile interval at `level`. It cannot be below 0 (see [`Mixed::boundary`]), unlike the
/// estimate by analysis of variance ([`crate::statistics::icc::icc`]). Empty groups do not count. No fit with
/// fewer than two groups, none of two values, or no variance within groups.
pub fn mixed_icc<G: AsRef<[f64]>>(groups: &[G], method: Method, level: f64) -> Result<MixedIcc, NoFit> {
    let row = |cluster: usize, value: f64| Row { cluster: cluster as u32, period: 0, person: None, value };
    let rows =
        groups.iter().enumerate().flat_map(|(i, g)| g.as_ref().iter().map(move |value| row(i, *value)));
    let data = Data { starts: vec![None; groups.len()], transition: 0, periods: 1, rows: rows.collect() };
    let fit = fit(&Columns::before_change(&data, false)?, method)?;
    let (low, high) = fit.icc_interval(level);
    Ok(MixedIcc { fit, low, high })
}
