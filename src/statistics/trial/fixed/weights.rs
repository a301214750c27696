//! What two-way fixed effects weigh.

use super::super::columns::{Columns, Treatment};
use super::super::data::Data;
use super::super::effect::NoFit;
use super::fit;

/// The weight of the effect in one treated cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellWeight {
    /// Cluster.
    pub cluster: u32,
    /// Period.
    pub period: u32,
    /// Weight; all weights add up to 1.
    pub weight: f64,
}

/// The weights with which effects in treated cells enter the coefficient of two-way fixed effects.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Every treated cell.
    pub cells: Vec<CellWeight>,
    /// Number of cells with a negative weight: an effect there counts with the wrong sign.
    pub negative: usize,
    /// Sum of the negative weights; 0 where there is none.
    pub negative_sum: f64,
}

/// The coefficient of two-way fixed effects is, in expectation, the sum of weight × effect over the treated
/// cells. A cell's weight is its number of observations times what cluster and period leave of its treatment
/// indicator, as a share of the sum (de Chaisemartin & D'Haultfœuille 2020, American Economic Review 110(9),
/// theorem 1). Where effects differ between clusters or change with time, negative weights can turn the sign.
pub fn weights(data: &Data) -> Result<Weights, NoFit> {
    let columns = Columns::of(data, true, Treatment::Constant)?;
    // The change in the place of the values: what is left of it is its residual.
    let mut other = columns.clone();
    let change = columns.change.start;
    other.names.truncate(change);
    for ((cell, row), given) in other.cells.iter_mut().zip(&mut other.rows).zip(&columns.rows) {
        row.retain(|(column, _)| *column < change);
        cell.squares = 0.0;
        cell.mean = f64::from(u8::from(given.iter().any(|(column, _)| *column == change)));
    }
    let (found, _) = fit(&other, true).map_err(|_| NoFit::NoContrast)?;
    let rests =
        found.groups.iter().flat_map(|group| group.n.iter().zip(&group.rests).map(|(n, rest)| n * rest));
    let mut cells: Vec<CellWeight> = Vec::new();
    for (cell, share) in columns.cells.iter().zip(rests) {
        if data.treated(cell.cluster, cell.period) == Some(true) {
            cells.push(CellWeight { cluster: cell.cluster, period: cell.period, weight: share });
        }
    }
    let sum: f64 = cells.iter().map(|cell| cell.weight).sum();
    let treated: usize = cells.len();
    if sum <= 1e-10 * treated as f64 {
        return Err(NoFit::NoContrast);
    }
    cells.iter_mut().for_each(|cell| cell.weight /= sum);
    let negative: Vec<f64> = cells.iter().map(|cell| cell.weight).filter(|w| *w < -1e-12).collect();
    Ok(Weights { negative: negative.len(), negative_sum: negative.iter().fold(0.0, |sum, w| sum + w), cells })
}
