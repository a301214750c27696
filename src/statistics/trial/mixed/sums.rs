//! The sums of products that a random intercept needs, once for all values of its variance.

use super::super::columns::Columns;
use super::super::matrix::{add_square, zeros};

/// Sums of products of the columns and the values. The last row and column are the values'.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sums {
    /// Number of observations.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Sums over all observations.
    pub total: Vec<Vec<f64>>,
    /// Clusters of the same size weigh alike.
    pub sizes: Vec<Size>,
}

/// The clusters with the same number of observations.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Size {
    /// Number of observations in each.
    pub n: f64,
    /// Number of clusters.
    pub clusters: f64,
    /// Over these clusters: products of a cluster's sum of one column with its sum of another.
    pub outer: Vec<Vec<f64>>,
}

impl Sums {
    /// The sums of the columns with `means` as the means of the cells; what varies within cells is the cells'
    /// own.
    pub fn of(columns: &Columns, means: &[f64]) -> Self {
        let width = columns.names.len() + 1;
        let (mut total, mut sizes): (_, Vec<Size>) = (zeros(width), Vec::new());
        let mut first = 0;
        while first < columns.cells.len() {
            let cluster = columns.cells[first].cluster;
            let (mut sum, mut n) = (vec![0.0; width], 0.0);
            let mut next = first;
            while next < columns.cells.len() && columns.cells[next].cluster == cluster {
                let cell = &columns.cells[next];
                let mut row = columns.rows[next].clone();
                row.push((width - 1, means[next]));
                for (i, x) in &row {
                    sum[*i] += cell.n as f64 * x;
                    for (j, y) in &row {
                        total[*i][*j] += cell.n as f64 * x * y;
                    }
                }
                total[width - 1][width - 1] += cell.squares;
                n += cell.n as f64;
                next += 1;
            }
            first = next;
            let place = sizes.iter().position(|size| size.n == n).unwrap_or_else(|| {
                sizes.push(Size { n, clusters: 0.0, outer: zeros(width) });
                sizes.len() - 1
            });
            sizes[place].clusters += 1.0;
            add_square(&mut sizes[place].outer, 1.0, &sum);
        }
        Sums { rows: columns.observations(), columns: width - 1, total, sizes }
    }

    /// Number of clusters that were observed.
    pub fn clusters(&self) -> usize {
        self.sizes.iter().map(|size| size.clusters).sum::<f64>() as usize
    }

    /// The sums of the model in which `contrast` (weights of the columns) is `value`: the column with the
    /// largest weight goes, its multiples are taken from the others and from the values.
    pub fn fixed_at(&self, contrast: &[f64], value: f64) -> Self {
        let larger = |a: &usize, b: &usize| contrast[*a].abs().total_cmp(&contrast[*b].abs());
        let gone = (0..contrast.len()).max_by(larger).expect("a contrast weighs columns");
        let mut multiples: Vec<f64> = contrast.iter().map(|weight| weight / contrast[gone]).collect();
        multiples.push(value / contrast[gone]);
        let kept: Vec<usize> = (0..multiples.len()).filter(|i| *i != gone).collect();
        let reduced = |of: &[Vec<f64>]| -> Vec<Vec<f64>> {
            let cell = |i: usize, j: usize| {
                let (a, b) = (multiples[i], multiples[j]);
                of[i][j] - a * of[gone][j] - b * of[i][gone] + a * b * of[gone][gone]
            };
            kept.iter().map(|i| kept.iter().map(|j| cell(*i, *j)).collect()).collect()
        };
        let sizes = self.sizes.iter().map(|size| Size { outer: reduced(&size.outer), ..*size }).collect();
        Sums { rows: self.rows, columns: self.columns - 1, total: reduced(&self.total), sizes }
    }
}
