//! Eigenvalues of small symmetric matrices, and functions of such matrices.

/// Eigenvalues with their eigenvectors: vector number i belongs to value number i and has length 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Eigen {
    /// Eigenvalues, in no particular order.
    pub values: Vec<f64>,
    /// Eigenvectors, at right angles to each other.
    pub vectors: Vec<Vec<f64>>,
}

/// Sweeps over all pairs, at most: five to ten are usual.
const SWEEPS: usize = 60;
/// The share of a matrix's squares off its diagonal that counts as nothing.
const NOTHING: f64 = 1e-32;

impl Eigen {
    /// The cyclic Jacobi method (Golub & Van Loan 2013, Matrix Computations, 8.5).
    pub fn of(matrix: &[Vec<f64>]) -> Self {
        let n = matrix.len();
        let mut rest = matrix.to_vec();
        let mut vectors: Vec<Vec<f64>> =
            (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
        for _ in 0..SWEEPS {
            let (mut all, mut off) = (0.0, 0.0);
            for (i, row) in rest.iter().enumerate() {
                for (j, x) in row.iter().enumerate() {
                    all += x * x;
                    off += if i == j { 0.0 } else { x * x };
                }
            }
            if off <= NOTHING * all {
                break;
            }
            for p in 0..n {
                for q in p + 1..n {
                    rotate(&mut rest, &mut vectors, p, q);
                }
            }
        }
        Eigen { values: (0..n).map(|i| rest[i][i]).collect(), vectors }
    }

    /// The matrix with the same eigenvectors and a function of each eigenvalue.
    pub fn function(&self, of: impl Fn(f64) -> f64) -> Vec<Vec<f64>> {
        let n = self.values.len();
        let mut matrix = vec![vec![0.0; n]; n];
        for (value, vector) in self.values.iter().zip(&self.vectors) {
            let value = of(*value);
            for (row, x) in matrix.iter_mut().zip(vector) {
                for (cell, y) in row.iter_mut().zip(vector) {
                    *cell += value * x * y;
                }
            }
        }
        matrix
    }
}

/// The rotation in the plane of p and q that makes the element there zero.
fn rotate(rest: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    if rest[p][q] == 0.0 {
        return;
    }
    let theta = (rest[q][q] - rest[p][p]) / (2.0 * rest[p][q]);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for row in rest.iter_mut() {
        (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
    }
    for rows in [rest, vectors] {
        for k in 0..rows[p].len() {
            let (x, y) = (rows[p][k], rows[q][k]);
            (rows[p][k], rows[q][k]) = (cosine * x - sine * y, sine * x + cosine * y);
        }
    }
}

/// The product of two square matrices.
pub fn product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let cell = |row: &[f64], j: usize| {
        let mut sum = 0.0;
        for (x, other) in row.iter().zip(b) {
            sum += x * other[j];
        }
        sum
    };
    a.iter().map(|row| (0..row.len()).map(|j| cell(row, j)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_matrix_has_its_known_eigenvalues_and_root() {
        // Second differences of four points: 2 − 2 cos(kπ/5) for k = 1 to 4.
        let matrix = vec![
            vec![2.0, -1.0, 0.0, 0.0],
            vec![-1.0, 2.0, -1.0, 0.0],
            vec![0.0, -1.0, 2.0, -1.0],
            vec![0.0, 0.0, -1.0, 2.0],
        ];
        let found = Eigen::of(&matrix);
        let mut values = found.values.clone();
        values.sort_by(f64::total_cmp);
        for (k, value) in values.iter().enumerate() {
            let exact = 2.0 - 2.0 * libm::cos((k + 1) as f64 * std::f64::consts::PI / 5.0);
            assert!((value - exact).abs() < 1e-13, "{value} instead of {exact}");
        }
        let root = found.function(f64::sqrt);
        for (found, expected) in product(&root, &root).iter().flatten().zip(matrix.iter().flatten()) {
            assert!((found - expected).abs() < 1e-13);
        }
        assert_eq!(Eigen::of(&[vec![3.0]]).values, [3.0]);
        assert_eq!(Eigen::of(&[vec![0.0, 0.0], vec![0.0, 0.0]]).values, [0.0, 0.0]);
    }
}
