//! Draws by replications: which cells are defined, their means, and the mean squares of the crossed layout.

/// Quantities as `values[quantity][draw][replication]`, cut down to a layout without holes.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Values of the draws and replications that were kept.
    pub values: Vec<Vec<Vec<f64>>>,
    /// Numbers of the draws that were kept.
    pub draws: Vec<usize>,
    /// Numbers of the replications that were kept.
    pub replications: Vec<usize>,
}

impl Layout {
    /// Leaves out the draws in which no replication is defined in every quantity, and then the replications that are
    /// undefined in one of the other draws. `None` with fewer than two draws or two replications left. Panics where
    /// quantities or draws differ in length.
    pub fn of(values: &[&[Vec<f64>]]) -> Option<Self> {
        let first = values.first()?;
        let width = first.first()?.len();
        for quantity in values {
            assert_eq!(quantity.len(), first.len(), "every quantity has the same draws");
            assert!(quantity.iter().all(|draw| draw.len() == width), "every draw has the same replications");
        }
        let defined = |d: usize, r: usize| values.iter().all(|quantity| !quantity[d][r].is_nan());
        let draws: Vec<usize> = (0..first.len()).filter(|d| (0..width).any(|r| defined(*d, r))).collect();
        let replications: Vec<usize> = (0..width).filter(|r| draws.iter().all(|d| defined(*d, *r))).collect();
        if draws.len() < 2 || replications.len() < 2 {
            return None;
        }
        let row = |draw: &Vec<f64>| replications.iter().map(|r| draw[*r]).collect::<Vec<f64>>();
        let values =
            values.iter().map(|quantity| draws.iter().map(|d| row(&quantity[*d])).collect()).collect();
        Some(Layout { values, draws, replications })
    }

    /// Means over the replications, a row of draws for each quantity.
    pub fn draw_means(&self) -> Vec<Vec<f64>> {
        self.values.iter().map(|draws| draws.iter().map(|draw| mean(draw)).collect()).collect()
    }

    /// Means over the draws, a row of replications for each quantity.
    pub fn replication_means(&self) -> Vec<Vec<f64>> {
        let column = |draws: &[Vec<f64>], r: usize| draws.iter().map(|draw| draw[r]).collect::<Vec<f64>>();
        let of = |draws: &Vec<Vec<f64>>| {
            (0..self.replications.len()).map(|r| mean(&column(draws, r))).collect::<Vec<f64>>()
        };
        self.values.iter().map(of).collect()
    }

    /// Mean squares (or mean products of two quantities) of draws, of replications and of the residual in a two-way
    /// crossed layout without repeats (Searle, Casella & McCulloch 1992, Variance Components, chapter 4).
    pub fn mean_squares(&self, one: usize, other: usize) -> MeanSquares {
        let (draws, replications) = (self.draw_means(), self.replication_means());
        let grand = [one, other].map(|q| mean(&draws[q]));
        let (mut draw, mut replication, mut residual) = (0.0, 0.0, 0.0);
        for (d, (x, y)) in draws[one].iter().zip(&draws[other]).enumerate() {
            draw += (x - grand[0]) * (y - grand[1]);
            for (r, (u, v)) in replications[one].iter().zip(&replications[other]).enumerate() {
                let first = (self.values[one][d][r] - x) - (u - grand[0]);
                let second = (self.values[other][d][r] - y) - (v - grand[1]);
                residual += first * second;
            }
        }
        for (u, v) in replications[one].iter().zip(&replications[other]) {
            replication += (u - grand[0]) * (v - grand[1]);
        }
        let (rows, columns) = (self.draws.len(), self.replications.len());
        let (above, beside) = ((rows - 1) as f64, (columns - 1) as f64);
        MeanSquares {
            draw: columns as f64 * draw / above,
            replication: rows as f64 * replication / beside,
            residual: residual / (above * beside),
        }
    }
}

/// Mean squares of the analysis of variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanSquares {
    /// Of the draws: expected residual variance + replications × draw variance.
    pub draw: f64,
    /// Of the replications: expected residual variance + draws × replication variance.
    pub replication: f64,
    /// Of what is left.
    pub residual: f64,
}

/// The mean, relative to the first value, so that a constant has exactly that mean; NaN of nothing.
pub fn mean(values: &[f64]) -> f64 {
    let Some(origin) = values.first() else {
        return f64::NAN;
    };
    let mut sum = 0.0;
    for value in values {
        sum += value - origin;
    }
    origin + sum / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_table_has_the_mean_squares_of_hand_calculation() {
        // Draw means 2, 5; replication means 2, 3.5, 5; grand mean 3.5. Residuals: ±0.5 in the first and last column.
        let rows: &[Vec<f64>] = &[vec![1.0, 2.0, 3.0], vec![3.0, 5.0, 7.0]];
        let found = Layout::of(&[rows]).expect("two by three").mean_squares(0, 0);
        assert_eq!(found, MeanSquares { draw: 13.5, replication: 4.5, residual: 0.5 });
    }

    #[test]
    fn holes_are_cut_out() {
        let nan = f64::NAN;
        let rows: &[Vec<f64>] = &[vec![1.0, 2.0, 3.0], vec![nan; 3], vec![4.0, nan, 6.0]];
        let found = Layout::of(&[rows]).expect("two by two");
        assert_eq!((found.draws, found.replications), (vec![0, 2], vec![0, 2]));
        assert_eq!(found.values, [[[1.0, 3.0], [4.0, 6.0]]]);
        let rows: &[Vec<f64>] = &[vec![1.0, nan], vec![nan, 1.0]];
        assert_eq!(Layout::of(&[rows]), None);
        assert_eq!(Layout::of(&[]), None);
    }
}
