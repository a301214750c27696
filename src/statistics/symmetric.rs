//! Small symmetric positive definite systems, as regressions make them.

/// The lower factor L of a matrix A = L Lᵀ (Cholesky; Golub & Van Loan 2013, Matrix Computations, 4.2).
#[derive(Debug, Clone, PartialEq)]
pub struct Cholesky {
    /// Rows of L, each as long as its number.
    rows: Vec<Vec<f64>>,
}

/// A pivot that is smaller than this share of its diagonal element says that columns depend on each other.
const DEPENDENT: f64 = 1e-11;

impl Cholesky {
    /// Factors a matrix, of which the lower triangle is read; `None` where it is not positive definite, within
    /// rounding.
    pub fn of(matrix: &[Vec<f64>]) -> Option<Self> {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for (i, given) in matrix.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(i + 1);
            for j in 0..i {
                row.push((given[j] - dot(&row, &rows[j][..j])) / rows[j][j]);
            }
            let pivot = given[i] - dot(&row, &row);
            if pivot.is_nan() || pivot <= DEPENDENT * given[i].abs() {
                return None;
            }
            row.push(pivot.sqrt());
            rows.push(row);
        }
        Some(Cholesky { rows })
    }

    /// Solves L y = b.
    pub fn forward(&self, right: &[f64]) -> Vec<f64> {
        let mut y: Vec<f64> = Vec::with_capacity(right.len());
        for (row, b) in self.rows.iter().zip(right) {
            let known = y.len();
            y.push((b - dot(&row[..known], &y)) / row[known]);
        }
        y
    }

    /// Solves A x = b.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = self.forward(right);
        for i in (0..x.len()).rev() {
            let mut rest = x[i];
            for (row, value) in self.rows.iter().zip(&x).skip(i + 1) {
                rest -= row[i] * value;
            }
            x[i] = rest / self.rows[i][i];
        }
        x
    }

    /// The quadratic form bᵀ A⁻¹ b.
    pub fn quadratic(&self, right: &[f64]) -> f64 {
        let y = self.forward(right);
        dot(&y, &y)
    }

    /// The diagonal of the inverse.
    pub fn inverse_diagonal(&self) -> Vec<f64> {
        let unit = |i: usize| (0..self.rows.len()).map(|j| f64::from(u8::from(i == j))).collect::<Vec<_>>();
        (0..self.rows.len()).map(|i| self.quadratic(&unit(i))).collect()
    }
}

/// The sum of products, in index order.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (x, y) in a.iter().zip(b) {
        sum += x * y;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved_and_a_dependent_one_is_refused() {
        // A = [[4, 2, 0.4], [2, 5, 1], [0.4, 1, 3]], x = (1, -2, 3): b = A x.
        let matrix = vec![vec![4.0, 2.0, 0.4], vec![2.0, 5.0, 1.0], vec![0.4, 1.0, 3.0]];
        let factor = Cholesky::of(&matrix).expect("positive definite");
        for (found, expected) in factor.solve(&[1.2, -5.0, 7.4]).iter().zip([1.0, -2.0, 3.0]) {
            assert!((found - expected).abs() < 1e-14, "{found}");
        }
        // By Cramer's rule the first element of the inverse is (5·3 − 1·1) over the determinant.
        let determinant = 4.0 * 14.0 - 2.0 * (6.0 - 0.4) + 0.4 * (2.0 - 2.0);
        assert!((factor.inverse_diagonal()[0] - 14.0 / determinant).abs() < 1e-14);
        assert_eq!(Cholesky::of(&[vec![1.0, 2.0], vec![2.0, 4.0]]), None);
        assert_eq!(Cholesky::of(&[vec![f64::NAN]]), None);
    }
}
