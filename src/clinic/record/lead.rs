//! Which of two weekly series comes first, from sums of pairs at each lag.

use super::Sheet;
use crate::clinic::measures::{CellId, LAGS, lag_cell};
use crate::clinic::science::lag::{self, Pairs};

/// The lag with the largest correlation within sites, and that correlation, of one site or of all; NaN where there is none.
pub(super) fn largest(sheet: &Sheet, sites: usize, site: Option<usize>, first: CellId) -> (f64, f64) {
    let cells = sheet.cells.len() / sites;
    let pairs = |s: usize, lag: u32| {
        let cell = |cell: u32| sheet.cells[s * cells + (first + lag * lag_cell::COUNT + cell) as usize];
        Pairs {
            n: cell(lag_cell::PRODUCTS).count,
            x: cell(lag_cell::EARLIER).sum,
            y: cell(lag_cell::LATER).sum,
            xx: cell(lag_cell::EARLIER_SQUARES).sum,
            yy: cell(lag_cell::LATER_SQUARES).sum,
            xy: cell(lag_cell::PRODUCTS).sum,
        }
    };
    let correlation = |lag: u32| {
        let of = (0..sites).filter(|s| site.is_none_or(|one| one == *s));
        lag::correlation(&of.map(|s| pairs(s, lag)).collect::<Vec<_>>())
    };
    lag::largest((0..LAGS).map(correlation))
        .map_or((f64::NAN, f64::NAN), |(lag, correlation)| (lag as f64, correlation))
}
