//! Generalised least squares with variances that are known, and what it says of a design beforehand.

use super::columns::{Columns, Treatment};
use super::data::Data;
use super::effect::{Effect, NoFit};
use super::layout::Layout;
use super::matrix::{add_square, independent, part, zeros};
use crate::statistics::symmetric::Cholesky;

/// Variances that are known or assumed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Variance between clusters, τ²; 0 or more.
    pub tau2: f64,
    /// Variance of a single observation within a cluster and period, σ²; above 0.
    pub sigma2: f64,
    /// Variance of a cluster from period to period, beyond what all clusters share; 0 or more. With it
    /// observations of the same period are more alike than those of different ones: the nested exchangeable
    /// correlation (Girling & Hemming 2016, Statistics in Medicine 35(13)).
    pub omega2: f64,
}

impl Components {
    /// The variance of one cell's mean of `n` observations within its cluster.
    pub fn of_cell(&self, n: f64) -> f64 {
        self.omega2 + self.sigma2 / n
    }
}

/// The effect of the change with known variances: period effects, a random intercept of each cluster, and the
/// normal distribution (Hussey & Hughes 2007, Contemporary Clinical Trials 28(2), 4.1).
pub fn gls(data: &Data, components: &Components, level: f64) -> Result<Effect, NoFit> {
    let columns = Columns::of(data, true, Treatment::Constant)?;
    let width = columns.names.len();
    // The values are the last column, so that one pass sums all.
    let (mut rows, mut precisions): (Vec<Vec<f64>>, Vec<f64>) = (Vec::new(), Vec::new());
    for (i, cell) in columns.cells.iter().enumerate() {
        let mut row = columns.dense(i);
        row.push(cell.mean);
        rows.push(row);
        precisions.push(1.0 / components.of_cell(cell.n as f64));
    }
    let mut products = zeros(width + 1);
    for range in clusters(&columns) {
        add_cluster(&mut products, &rows[range.clone()], &precisions[range], components.tau2);
    }
    let kept = kept(&products[..width]).ok_or(NoFit::NoContrast)?;
    let factor = Cholesky::of(&part(&products, &kept)).ok_or(NoFit::NoContrast)?;
    let right: Vec<f64> = kept.iter().map(|i| products[width][*i]).collect();
    let estimate = *factor.solve(&right).last().expect("the change is a column");
    let variance = *factor.inverse_diagonal().last().expect("the change is a column");
    Effect::normal(estimate, variance.sqrt(), level)
}

/// The variance of the effect's estimate in a design with `n` observations in each cell: the element of the
/// change in (X' V⁻¹ X)⁻¹ on cell means. `None` where the design has no contrast, as when all clusters begin
/// together.
pub fn design_variance(layout: &Layout, n: f64, components: &Components) -> Option<f64> {
    let width = layout.periods as usize + 1;
    let mut products = zeros(width);
    for cluster in 0..layout.clusters() {
        let row = |period: u32| {
            let treated = layout.treated(cluster, period)?;
            let mut row = vec![0.0; width];
            row[period as usize] = 1.0;
            row[width - 1] = f64::from(u8::from(treated));
            Some(row)
        };
        let rows: Vec<Vec<f64>> = (0..layout.periods).filter_map(row).collect();
        let precisions = vec![1.0 / components.of_cell(n); rows.len()];
        add_cluster(&mut products, &rows, &precisions, components.tau2);
    }
    let kept = kept(&products)?;
    Cholesky::of(&part(&products, &kept))?.inverse_diagonal().last().copied()
}

/// Hussey and Hughes' closed form of the same for a complete design without transition: I σ² (σ² + T τ²) /
/// {(I U − W) σ² + (U² + I T U − T W − I V) τ²}, where σ² is the variance of a cell's mean, I the number of
/// clusters, T of periods, U of treated cells, W the sum of the squares of treated cells by period and V by
/// cluster. `None` where there is no contrast or cells are left out.
pub fn closed_form_variance(layout: &Layout, n: f64, components: &Components) -> Option<f64> {
    if layout.transition > 0 && layout.starts.iter().flatten().any(|start| *start < layout.periods) {
        return None;
    }
    let (u, w, v) = treated_sums(layout);
    let (clusters, periods) = (layout.clusters() as f64, f64::from(layout.periods));
    let (sigma2, tau2) = (components.of_cell(n), components.tau2);
    let below =
        (clusters * u - w) * sigma2 + (u * u + clusters * periods * u - periods * w - clusters * v) * tau2;
    (below > 0.0).then(|| clusters * sigma2 * (sigma2 + periods * tau2) / below)
}

/// U, W and V of Hussey and Hughes' closed form.
pub fn treated_sums(layout: &Layout) -> (f64, f64, f64) {
    let count = |cells: &mut dyn Iterator<Item = (usize, u32)>| {
        cells.filter(|(cluster, period)| layout.treated(*cluster, *period) == Some(true)).count() as f64
    };
    let by_cluster = (0..layout.clusters()).map(|c| count(&mut (0..layout.periods).map(|p| (c, p))));
    let (mut u, mut v, mut w) = (0.0, 0.0, 0.0);
    for sum in by_cluster {
        u += sum;
        v += sum * sum;
    }
    for period in 0..layout.periods {
        let sum = count(&mut (0..layout.clusters()).map(|c| (c, period)));
        w += sum * sum;
    }
    (u, w, v)
}

/// Adds X' V⁻¹ X of one cluster, V⁻¹ = D − τ² D 1 1' D / (1 + τ² 1' D 1), where D holds the precisions of its
/// cells.
fn add_cluster(products: &mut [Vec<f64>], rows: &[Vec<f64>], precisions: &[f64], tau2: f64) {
    let mut sum = vec![0.0; products.len()];
    for (row, precision) in rows.iter().zip(precisions) {
        add_square(products, *precision, row);
        sum.iter_mut().zip(row).for_each(|(cell, x)| *cell += precision * x);
    }
    add_square(products, -tau2 / (1.0 + tau2 * precisions.iter().sum::<f64>()), &sum);
}

/// The columns that do not follow from others; `None` where the last, the change, does.
fn kept(products: &[Vec<f64>]) -> Option<Vec<usize>> {
    let scale: Vec<f64> = products.iter().enumerate().map(|(i, row)| row[i]).collect();
    Some(independent(products, &scale)).filter(|kept| kept.last() == Some(&(products.len() - 1)))
}

/// The cells of each cluster.
fn clusters(columns: &Columns) -> Vec<std::ops::Range<usize>> {
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, cell) in columns.cells.iter().enumerate() {
        match ranges.last_mut() {
            Some(range) if columns.cells[range.start].cluster == cell.cluster => range.end = i + 1,
            _ => ranges.push(i..i + 1),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::trial::data::Row;
    use crate::statistics::trial::reference::{agree, stepped_wedge};

    const KNOWN: Components = Components { tau2: 9.0, sigma2: 64.0, omega2: 0.0 };

    fn wedge() -> Layout {
        let data = stepped_wedge();
        Layout { starts: data.starts, transition: 0, periods: data.periods }
    }

    #[test]
    fn the_stepped_wedge_with_known_variances_agrees_with_hussey_and_hughes() {
        let found = gls(&stepped_wedge(), &KNOWN, 0.95).expect("a contrast");
        agree(found.estimate, -2.7399914089347117);
        agree(found.standard_error, 1.2885965620225583);
        agree(found.statistic(), -2.1263376681946675);
        assert_eq!(treated_sums(&wedge()), (20.0, 120.0, 60.0));
        agree(closed_form_variance(&wedge(), 12.0, &KNOWN).expect("a contrast"), 1.6604810996563575);
    }

    #[test]
    fn the_closed_form_is_the_element_of_the_inverse() {
        for layout in [wedge(), Layout::stepped_wedge(9, 3, 2, 2, 0), Layout::parallel(7, 1, 4, 0)] {
            for omega2 in [0.0, 2.5] {
                let components = Components { omega2, ..KNOWN };
                let long = design_variance(&layout, 15.0, &components).expect("a contrast");
                let closed = closed_form_variance(&layout, 15.0, &components).expect("a contrast");
                assert!((long / closed - 1.0).abs() < 1e-10, "{long} instead of {closed}");
            }
        }
        // Two arms of three clusters after the begin alone: the variance of a difference of means.
        let simple = design_variance(&Layout::parallel(6, 0, 1, 0), 16.0, &KNOWN).expect("a contrast");
        assert!((simple - 2.0 * (9.0 + 4.0) / 3.0).abs() < 1e-10);
    }

    #[test]
    fn a_transition_costs_precision_and_a_begin_together_leaves_no_contrast() {
        let with = design_variance(&Layout { transition: 1, ..wedge() }, 12.0, &KNOWN).expect("a contrast");
        assert!(with > 1.1 * design_variance(&wedge(), 12.0, &KNOWN).expect("a contrast"));
        assert_eq!(closed_form_variance(&Layout { transition: 1, ..wedge() }, 12.0, &KNOWN), None);
        assert_eq!(design_variance(&Layout::together(4, 2, 2), 12.0, &KNOWN), None);
        let data = stepped_wedge();
        let together = data.with_starts(vec![Some(2); 8]);
        assert_eq!(gls(&together, &KNOWN, 0.95), Err(NoFit::NoContrast));
        // Cells of unequal size: leaving people out makes the effect less sure.
        let fewer: Vec<Row> =
            data.rows.iter().copied().filter(|row| row.person != Some(row.cluster)).collect();
        let fewer = gls(&data.with_rows(fewer), &KNOWN, 0.95).expect("a contrast");
        assert!(fewer.standard_error > 1.2885965620225583);
    }
}
