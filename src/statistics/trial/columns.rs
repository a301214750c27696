//! The columns of the fixed effects of a trial, cell by cell.

use super::data::{Cell, Data};
use super::effect::NoFit;

/// What the change may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// The same effect in every treated cell.
    Constant,
    /// An effect of its own for each number of periods since the change was complete.
    ByExposure,
}

/// The rows of a design matrix that belong to the observed cells. All observations of a cell have the same
/// row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    /// Names of the columns.
    pub names: Vec<String>,
    /// The observed cells, by cluster and then by period.
    pub cells: Vec<Cell>,
    /// For each cell the elements of its row that are not 0, as (column, value).
    pub rows: Vec<Vec<(usize, f64)>>,
    /// The columns of the change: the last ones.
    pub change: std::ops::Range<usize>,
}

impl Columns {
    /// An intercept, an indicator of each observed period but the first where `periods`, and the change.
    pub fn of(data: &Data, periods: bool, treatment: Treatment) -> Result<Self, NoFit> {
        let mut columns = Self::before_change(data, periods)?;
        let exposure = |cell: &Cell| data.exposure(cell.cluster, cell.period);
        let mut exposures: Vec<u32> = columns.cells.iter().filter_map(exposure).collect();
        exposures.sort_unstable();
        exposures.dedup();
        if exposures.is_empty() {
            return Err(NoFit::NoContrast);
        }
        let first = columns.names.len();
        for (cell, row) in columns.cells.iter().zip(&mut columns.rows) {
            if let Some(exposure) = exposure(cell) {
                let column = exposures.iter().position(|e| *e == exposure).expect("an exposure that occurs");
                row.push((if treatment == Treatment::Constant { first } else { first + column }, 1.0));
            }
        }
        match treatment {
            Treatment::Constant => columns.names.push("treatment".to_owned()),
            Treatment::ByExposure => columns.names.extend(exposures.iter().map(|e| format!("exposure {e}"))),
        }
        columns.change = first..columns.names.len();
        Ok(columns)
    }

    /// The intercept and the periods alone.
    pub fn before_change(data: &Data, periods: bool) -> Result<Self, NoFit> {
        let cells = data.summary();
        if cells.is_empty() {
            return Err(NoFit::NoRows);
        }
        let mut observed: Vec<u32> = cells.iter().map(|cell| cell.period).collect();
        observed.sort_unstable();
        observed.dedup();
        let mut names = vec!["intercept".to_owned()];
        let mut rows = vec![vec![(0, 1.0)]; cells.len()];
        if periods {
            names.extend(observed[1..].iter().map(|period| format!("period {period}")));
            for (cell, row) in cells.iter().zip(&mut rows) {
                let place = observed.binary_search(&cell.period).expect("a period that was observed");
                if place > 0 {
                    row.push((place, 1.0));
                }
            }
        }
        let change = names.len()..names.len();
        Ok(Columns { names, cells, rows, change })
    }

    /// The row of a cell with its zeros.
    pub fn dense(&self, cell: usize) -> Vec<f64> {
        let mut row = vec![0.0; self.names.len()];
        for (column, value) in &self.rows[cell] {
            row[*column] = *value;
        }
        row
    }

    /// Number of observations.
    pub fn observations(&self) -> usize {
        self.cells.iter().map(|cell| cell.n).sum()
    }

    /// The weights of the columns whose sum is the effect of the change: its only column, or the mean over
    /// exposures, which is the time-averaged effect (Kenny et al. 2022, Statistics in Medicine 41(22)).
    pub fn average(&self) -> Vec<f64> {
        let share = 1.0 / self.change.len() as f64;
        (0..self.names.len()).map(|i| if self.change.contains(&i) { share } else { 0.0 }).collect()
    }
}
