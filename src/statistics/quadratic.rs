//! A quadratic response surface: a cheap stand-in for a simulation, with the uncertainty of its own predictions.

use super::symmetric::{Cholesky, dot};

/// Least squares on a constant, the coordinates, their squares and, where there are points enough, their products
/// (Box & Wilson 1951, Journal of the Royal Statistical Society B 13(1)).
#[derive(Debug, Clone)]
pub struct Quadratic {
    products: bool,
    coefficients: Vec<f64>,
    information: Cholesky,
    /// Variance of what the surface leaves unexplained: chance and lack of fit.
    pub residual_variance: f64,
}

/// Points for each coefficient that a surface needs: fewer would follow chance.
const POINTS_PER_COEFFICIENT: f64 = 1.5;

impl Quadratic {
    /// Fits values at points of the unit cube; `None` with too few points for squares, or where they do not span
    /// the cube.
    pub fn fit(points: &[&[f64]], values: &[f64]) -> Option<Self> {
        let dimension = points.first()?.len();
        let enough = |terms: usize| points.len() as f64 >= POINTS_PER_COEFFICIENT * terms as f64;
        let products = enough(terms(dimension, true));
        if !enough(terms(dimension, false)) {
            return None;
        }
        let rows: Vec<Vec<f64>> = points.iter().map(|point| features(point, products)).collect();
        let width = rows[0].len();
        let (mut right, mut matrix) = (vec![0.0; width], vec![vec![0.0; width]; width]);
        for (row, value) in rows.iter().zip(values) {
            for i in 0..width {
                right[i] += row[i] * value;
                for j in 0..=i {
                    matrix[i][j] += row[i] * row[j];
                }
            }
        }
        let information = Cholesky::of(&matrix)?;
        let coefficients = information.solve(&right);
        let mut squares = 0.0;
        for (row, value) in rows.iter().zip(values) {
            let rest = value - dot(row, &coefficients);
            squares += rest * rest;
        }
        let residual_variance = squares / (points.len() - width) as f64;
        Some(Quadratic { products, coefficients, information, residual_variance })
    }

    /// What a simulation at this point would give: mean, and variance of a new one about it.
    pub fn predict(&self, point: &[f64]) -> (f64, f64) {
        let row = features(point, self.products);
        let leverage = self.information.quadratic(&row);
        (dot(&row, &self.coefficients), self.residual_variance * (1.0 + leverage))
    }
}

fn terms(dimension: usize, products: bool) -> usize {
    1 + 2 * dimension + if products { dimension * (dimension - 1) / 2 } else { 0 }
}

/// Constant, coordinates from −1 to 1, squares, products.
fn features(point: &[f64], products: bool) -> Vec<f64> {
    let centred: Vec<f64> = point.iter().map(|u| 2.0 * u - 1.0).collect();
    let mut row = vec![1.0];
    row.extend(&centred);
    row.extend(centred.iter().map(|c| c * c));
    if products {
        for (i, a) in centred.iter().enumerate() {
            row.extend(centred[i + 1..].iter().map(|b| a * b));
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points that fill the unit cube evenly (Roberts's generalised golden ratio).
    fn points(count: usize) -> Vec<Vec<f64>> {
        let steps = [0.7548776662466927, 0.5698402909980532];
        (1..=count).map(|i| steps.map(|s| (0.5 + i as f64 * s).fract()).to_vec()).collect()
    }

    #[test]
    fn a_quadratic_is_found_exactly_and_chance_is_measured() {
        let points = points(60);
        let slices: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
        let truth = |p: &[f64]| 3.0 - 2.0 * p[0] + 5.0 * p[0] * p[1] + p[1] * p[1];
        let exact: Vec<f64> = slices.iter().map(|p| truth(p)).collect();
        let fit = Quadratic::fit(&slices, &exact).expect("points enough");
        let (mean, variance) = fit.predict(&[0.3, 0.9]);
        assert!((mean - truth(&[0.3, 0.9])).abs() < 1e-12 && variance < 1e-24);
        // An error of ±0.1 in turn: its variance is 0.01, of which the surface explains nearly nothing.
        let rough: Vec<f64> =
            exact.iter().enumerate().map(|(i, y)| y + if i % 2 == 0 { 0.1 } else { -0.1 }).collect();
        let fit = Quadratic::fit(&slices, &rough).expect("points enough");
        assert!((0.008..0.012).contains(&fit.residual_variance), "{}", fit.residual_variance);
        assert!(fit.predict(&[0.0, 0.0]).1 > fit.predict(&[0.5, 0.5]).1, "corners are less known");
    }

    #[test]
    fn few_points_give_no_products_and_fewer_no_surface() {
        let points = points(9);
        let slices: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
        let values: Vec<f64> = slices.iter().map(|p| p[0]).collect();
        // Two coordinates: five terms without their product, six with it.
        assert!(Quadratic::fit(&slices, &values).expect("nine are enough").products);
        assert!(!Quadratic::fit(&slices[..8], &values[..8]).expect("eight are enough").products);
        assert!(Quadratic::fit(&slices[..7], &values[..7]).is_none());
        assert!(Quadratic::fit(&vec![slices[0]; 30], &[1.0; 30]).is_none());
    }
}
