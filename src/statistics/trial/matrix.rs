//! What fits need of small dense matrices.

use crate::statistics::symmetric::{Cholesky, dot};

/// The product of a matrix and a vector.
pub(super) fn times(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| dot(row, vector)).collect()
}

/// The quadratic form aᵀ M b.
pub(super) fn between(a: &[f64], matrix: &[Vec<f64>], b: &[f64]) -> f64 {
    dot(a, &times(matrix, b))
}

/// Adds `weight` · a aᵀ to a matrix.
pub(super) fn add_square(matrix: &mut [Vec<f64>], weight: f64, a: &[f64]) {
    for (row, x) in matrix.iter_mut().zip(a) {
        if *x != 0.0 {
            for (cell, y) in row.iter_mut().zip(a) {
                *cell += weight * x * y;
            }
        }
    }
}

/// A matrix of zeros.
pub(super) fn zeros(n: usize) -> Vec<Vec<f64>> {
    vec![vec![0.0; n]; n]
}

/// The inverse of a factored matrix of `n` rows, and the logarithm of its determinant.
pub(super) fn inverse(factor: &Cholesky, n: usize) -> (Vec<Vec<f64>>, f64) {
    let unit = |i: usize| (0..n).map(|j| f64::from(u8::from(i == j))).collect::<Vec<_>>();
    // The columns of the inverse of the factor; zero above the diagonal.
    let columns: Vec<Vec<f64>> = (0..n).map(|i| factor.forward(&unit(i))).collect();
    let mut inverse = zeros(n);
    let mut log_determinant = 0.0;
    for i in 0..n {
        log_determinant -= 2.0 * libm::log(columns[i][i]);
        for j in 0..=i {
            inverse[i][j] = dot(&columns[i][i..], &columns[j][i..]);
            inverse[j][i] = inverse[i][j];
        }
    }
    (inverse, log_determinant)
}

/// The trace of the product of two symmetric matrices.
pub(super) fn trace(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    a.iter().zip(b).map(|(x, y)| dot(x, &y[..x.len()])).sum()
}

/// What is left of a diagonal element below which a column counts as following from the columns before it.
const DEPENDENT: f64 = 1e-10;

/// The columns that do not follow from the columns before them, given the sums of products of all; `scale`
/// holds the sums of squares that the columns had before anything was taken out of them.
pub(super) fn independent(products: &[Vec<f64>], scale: &[f64]) -> Vec<usize> {
    let (mut kept, mut rows): (Vec<usize>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
    for (i, given) in products.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(kept.len() + 1);
        for (j, other) in kept.iter().zip(&rows) {
            row.push((given[*j] - dot(&row, other)) / other[row.len()]);
        }
        let pivot = given[i] - dot(&row, &row);
        if pivot > DEPENDENT * scale[i] {
            row.push(pivot.sqrt());
            rows.push(row);
            kept.push(i);
        }
    }
    kept
}

/// The rows and columns of a matrix that are kept.
pub(super) fn part(matrix: &[Vec<f64>], kept: &[usize]) -> Vec<Vec<f64>> {
    kept.iter().map(|i| kept.iter().map(|j| matrix[*i][*j]).collect()).collect()
}
