//! Draw means without the spread that chance gives them.

use super::eigen::{Eigen, product};
use super::layout::{Layout, mean};

/// Means of the draws, `[quantity][draw]`, of `values[quantity][draw][replication]` with the same seeds in every draw,
/// moved towards their grand mean until they vary and covary as much as the inputs alone make them.
///
/// The mean of R replications varies between draws by Σ_input + Σ_residual / R. An analysis of variance gives both
/// (see `two_level`), and the deviations from the grand mean are multiplied by the symmetric matrix that takes the
/// first covariance to the second; for one quantity by sqrt(σ²_input / (σ²_input + σ²_residual / R)). This keeps
/// means and covariances right for quantiles and maxima, where the usual shrinkage of single means would go too far
/// (Louis 1984, Journal of the American Statistical Association 79(386)). Directions whose estimated variance is
/// below zero are set to zero (Amemiya 1985, The American Statistician 39(2)). What the replications have in common
/// between draws stays in the grand means: that is chance of the level and not of the differences between draws.
///
/// Draws that are undefined are NaN; how holes are cut out is said at `two_level`. `None` with fewer than two draws
/// or two replications left.
pub fn without_chance(values: &[Vec<Vec<f64>>]) -> Option<Vec<Vec<f64>>> {
    let rows: Vec<&[Vec<f64>]> = values.iter().map(Vec::as_slice).collect();
    let layout = Layout::of(&rows)?;
    let shrunk = shrunk_means(&layout);
    let mut result = vec![vec![f64::NAN; values[0].len()]; values.len()];
    for (row, found) in result.iter_mut().zip(&shrunk) {
        for (draw, value) in layout.draws.iter().zip(found) {
            row[*draw] = *value;
        }
    }
    Some(result)
}

/// The same for a layout without holes.
pub(super) fn shrunk_means(layout: &Layout) -> Vec<Vec<f64>> {
    let mut rows = layout.draw_means();
    let count = rows.len();
    let means: Vec<f64> = rows.iter().map(|row| mean(row)).collect();
    let (mut total, mut noise) = (vec![vec![0.0; count]; count], vec![vec![0.0; count]; count]);
    for i in 0..count {
        for j in 0..=i {
            let found = layout.mean_squares(i, j);
            (total[i][j], total[j][i]) = (found.draw, found.draw);
            (noise[i][j], noise[j][i]) = (found.residual, found.residual);
        }
    }
    for (row, mean) in rows.iter_mut().zip(&means) {
        row.iter_mut().for_each(|value| *value -= mean);
    }
    deflate(&mut rows, &total, &noise);
    for (row, mean) in rows.iter_mut().zip(&means) {
        row.iter_mut().for_each(|value| *value += mean);
    }
    rows
}

/// Below this share of a total variance a direction has no variance at all.
const FLAT: f64 = 1e-12;

/// Multiplies deviations `rows[quantity][draw]`, whose covariance is `total`, by the matrix that leaves the covariance
/// `total` − `noise`, directions below zero set to zero. Both may be in the same unit of any size.
pub(super) fn deflate(rows: &mut [Vec<f64>], total: &[Vec<f64>], noise: &[Vec<f64>]) {
    // In units of their own spread, because effects and costs may differ by many powers of ten.
    let scale: Vec<f64> =
        (0..rows.len()).map(|i| if total[i][i] > 0.0 { total[i][i].sqrt() } else { 1.0 }).collect();
    let scaled = |matrix: &[Vec<f64>]| -> Vec<Vec<f64>> {
        let cell = |i: usize, j: usize| matrix[i][j] / (scale[i] * scale[j]);
        (0..scale.len()).map(|i| (0..scale.len()).map(|j| cell(i, j)).collect()).collect()
    };
    let whole = Eigen::of(&scaled(total));
    let root = whole.function(|value| value.max(0.0).sqrt());
    let inverse = whole.function(|value| if value > FLAT { 1.0 / value.sqrt() } else { 0.0 });
    let share = product(&product(&inverse, &scaled(noise)), &inverse);
    let kept = Eigen::of(&share).function(|value| (1.0 - value).clamp(0.0, 1.0).sqrt());
    let matrix = product(&product(&root, &kept), &inverse);
    for draw in 0..rows[0].len() {
        let old: Vec<f64> = rows.iter().zip(&scale).map(|(row, s)| row[draw] / s).collect();
        for (i, weights) in matrix.iter().enumerate() {
            rows[i][draw] = scale[i] * crate::statistics::symmetric::dot(weights, &old);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::normal;
    use super::*;

    #[test]
    fn one_quantity_is_shrunk_by_the_ratio_of_deviations() {
        // Mean squares 13.5 and 0.5 (see `layout`): the factor is sqrt(13 / 13.5).
        let values = vec![vec![vec![1.0, 2.0, 3.0], vec![3.0, 5.0, 7.0], vec![f64::NAN; 3]]];
        let found = without_chance(&values).expect("two draws");
        let half = 1.5 * (13.0_f64 / 13.5).sqrt();
        assert!((found[0][0] - (3.5 - half)).abs() < 1e-12 && (found[0][1] - (3.5 + half)).abs() < 1e-12);
        assert!(found[0][2].is_nan());
    }

    #[test]
    fn the_covariance_that_is_left_is_that_of_the_inputs_in_any_units_and_copies_stay_copies() {
        let mut state = 5;
        let mut cell = |a: f64| (0..4).map(|_| a + normal(&mut state)).collect::<Vec<f64>>();
        let inputs: Vec<f64> = (0..40).map(|d| f64::from(d % 7)).collect();
        let first: Vec<Vec<f64>> = inputs.iter().map(|a| cell(*a)).collect();
        let second: Vec<Vec<f64>> = inputs.iter().map(|a| cell(-1e3 * a)).collect();
        let values = vec![first.clone(), second, first];
        let found = without_chance(&values).expect("forty draws");
        let rows: Vec<&[Vec<f64>]> = values.iter().map(Vec::as_slice).collect();
        let layout = Layout::of(&rows).expect("forty draws");
        for (i, j) in [(0, 0), (0, 1), (1, 1), (2, 0)] {
            let squares = layout.mean_squares(i, j);
            let (a, b) = (mean(&found[i]), mean(&found[j]));
            let sum: f64 = found[i].iter().zip(&found[j]).map(|(x, y)| (x - a) * (y - b)).sum();
            let expected = (squares.draw - squares.residual) / 4.0;
            assert!((sum / 39.0 - expected).abs() < 1e-8 * expected.abs(), "{i} {j}");
        }
        for (x, y) in found[0].iter().zip(&found[2]) {
            assert!((x - y).abs() < 1e-9);
        }
    }

    #[test]
    fn draws_that_differ_by_no_more_than_chance_become_equal() {
        let values = vec![vec![vec![1.0, 5.0], vec![5.0, 1.0], vec![2.9, 3.1]]];
        let found = without_chance(&values).expect("three draws");
        assert!(found[0].iter().all(|value| (value - 3.0).abs() < 1e-12), "{found:?}");
    }
}
