//! The responses at the points of a design for Sobol' indices.

use super::forms::Columns;
use crate::statistics::estimate::moments;

/// The responses at the points of a design of N base rows: two independent matrices A and B of N points each and, for
/// each input, the rows of A with this input taken from B. One column for each replication; all points of a replication
/// may share its seeds (common random numbers) or not, and different replications have different ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluations {
    /// `a[replication][row]`: at the rows of A.
    pub a: Vec<Vec<f64>>,
    /// `b[replication][row]`: at the rows of B.
    pub b: Vec<Vec<f64>>,
    /// `ab[input][replication][row]`: at the rows of A with this input from B.
    pub ab: Vec<Vec<Vec<f64>>>,
}

impl Evaluations {
    /// Of a function without chance: one replication.
    pub fn of_function(a: Vec<f64>, b: Vec<f64>, ab: Vec<Vec<f64>>) -> Self {
        Evaluations { a: vec![a], b: vec![b], ab: ab.into_iter().map(|values| vec![values]).collect() }
    }

    /// All columns, whatever they are of.
    fn columns(&self) -> impl Iterator<Item = &Vec<f64>> {
        self.a.iter().chain(&self.b).chain(self.ab.iter().flatten())
    }

    /// Each replication at the rows given. Forms do not change with a constant, so each is moved by its first value: a
    /// constant response has a variance of exactly zero, and a large mean costs no digits.
    pub(super) fn replications(&self, rows: &[usize]) -> Vec<Columns> {
        let at =
            |values: &[f64], origin: f64| rows.iter().map(|&row| values[row] - origin).collect::<Vec<f64>>();
        let one = |replication: usize| {
            let origin = self.a[replication][rows[0]];
            Columns {
                a: at(&self.a[replication], origin),
                b: at(&self.b[replication], origin),
                ab: self.ab.iter().map(|input| at(&input[replication], origin)).collect(),
            }
        };
        (0..self.a.len()).map(one).collect()
    }

    /// Number of base rows and of replications.
    pub(super) fn shape(&self) -> (usize, usize) {
        let replications = self.a.len();
        assert!(replications > 0, "a design has a replication at least");
        assert!(
            self.b.len() == replications && self.ab.iter().all(|input| input.len() == replications),
            "all parts of a design have the same replications"
        );
        let count = self.a[0].len();
        assert!(self.columns().all(|values| values.len() == count), "columns have a value per base row each");
        (count, replications)
    }

    /// The base rows of which every value is finite.
    pub(super) fn finite_rows(&self) -> Vec<usize> {
        let finite = |row: &usize| self.columns().all(|values| values[*row].is_finite());
        (0..self.a[0].len()).filter(finite).collect()
    }

    /// Variance of the mean over replications (at least two) at a point, s²/n, on average over the points of A and B.
    pub(super) fn variance_of_means(&self, rows: &[usize]) -> f64 {
        let mut sum = 0.0;
        for &row in rows {
            for part in [&self.a, &self.b] {
                let values: Vec<f64> = part.iter().map(|values| values[row]).collect();
                sum += moments(&values).and_then(|found| found.variance).unwrap_or(0.0);
            }
        }
        sum / (2 * rows.len() * self.a.len()) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_moved_by_their_first_value_and_chance_is_averaged() {
        let one = |values: [f64; 3]| values.to_vec();
        let found = Evaluations {
            a: vec![one([1.0, 5.0, 2.0]), one([3.0, 5.0, 6.0])],
            b: vec![one([2.0, 9.0, 4.0]), one([2.0, 9.0, f64::NAN])],
            ab: vec![vec![one([0.0, 7.0, 1.0]), one([4.0, 7.0, 1.0])]],
        };
        assert_eq!((found.shape(), found.finite_rows()), ((3, 2), vec![0, 1]));
        let moved = found.replications(&[1, 0]);
        assert_eq!(moved[0].a, [0.0, -4.0]);
        assert_eq!(moved[0].b, [4.0, -3.0]);
        assert_eq!(moved[1].ab[0], [2.0, -1.0]);
        // One of the four points varies, with s² = 2 over two replications.
        assert_eq!(found.variance_of_means(&[0, 1]), 0.25);
        let function = Evaluations::of_function(vec![1.0], vec![2.0], vec![vec![3.0], vec![4.0]]);
        assert_eq!((function.shape(), function.ab[1][0][0]), ((1, 1), 4.0));
    }
}
