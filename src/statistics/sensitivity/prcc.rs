//! Partial rank correlations: monotone effects of inputs on a response, each with the others held fixed.

use std::fmt;

use crate::statistics::correlation::pearson;
use crate::statistics::correlation::ranks;
use crate::statistics::estimate::t_p_value;
use crate::statistics::symmetric::{Cholesky, dot};
use statrs::distribution::{ContinuousCDF, Normal};

/// The partial rank correlation of one input with the response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Partial {
    /// The coefficient, in [-1, 1].
    pub coefficient: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Two-sided p value of the t test that the coefficient is zero, of this input alone: several go through
    /// [`crate::statistics::multiple::holm`].
    pub p: f64,
}

/// Partial rank correlations of all inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialRanks {
    /// By input; `None` where the other inputs leave nothing of the response's ranks to explain.
    pub inputs: Vec<Option<Partial>>,
    /// Degrees of freedom of the t tests: n − 2 − (k − 1) with k inputs.
    pub freedom: usize,
    /// Number of rows used.
    pub n: usize,
    /// Number of rows left out because one of their values is not finite.
    pub left_out: usize,
}

/// Why there are no partial rank correlations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Fewer than k + 3 rows have all of their values; with their number.
    FewRows(usize),
    /// The response has one value only.
    ConstantResponse,
    /// The input of this number has one value only.
    Constant(usize),
    /// The ranks of the input of this number follow from those of the inputs before it.
    Dependent(usize),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfit::FewRows(n) => write!(f, "{n} rows with all of their values are too few"),
            Unfit::ConstantResponse => f.write_str("the response does not vary"),
            Unfit::Constant(input) => write!(f, "input number {} does not vary", input + 1),
            Unfit::Dependent(input) => write!(f, "input number {} follows from those before it", input + 1),
        }
    }
}

impl std::error::Error for Unfit {}

/// Partial rank correlation coefficients of inputs (a column each) with a response (Marino et al. 2008, Journal of
/// Theoretical Biology 254:178): the correlation of what is left of the ranks of both after a linear regression on the
/// ranks of all other inputs. Equal values share their mean rank.
///
/// The test is t = r √(d / (1 − r²)) with d = n − 2 − (k − 1) degrees of freedom; the interval is Fisher's, tanh(atanh r
/// ± z / √(n − 3 − (k − 1))) (Fisher 1924, Metron 3). Both are exact for normal data and approximate for ranks. Panics
/// where columns differ in length.
pub fn prcc(inputs: &[Vec<f64>], response: &[f64], level: f64) -> Result<PartialRanks, Unfit> {
    assert!(level > 0.0 && level < 1.0, "a confidence level lies between 0 and 1");
    assert!(inputs.iter().all(|column| column.len() == response.len()), "columns have a value per row each");
    let finite =
        |row: &usize| response[*row].is_finite() && inputs.iter().all(|column| column[*row].is_finite());
    let rows: Vec<usize> = (0..response.len()).filter(finite).collect();
    let (n, k) = (rows.len(), inputs.len());
    if n < k + 3 {
        return Err(Unfit::FewRows(n));
    }
    let ranked = |column: &[f64]| ranks(&rows.iter().map(|&row| column[row]).collect::<Vec<f64>>());
    let columns: Vec<Vec<f64>> = inputs.iter().map(|column| ranked(column)).collect();
    let correlations = Correlations::of(&columns, &ranked(response))?;
    let freedom = n - k - 1;
    let width = Normal::standard().inverse_cdf(0.5 + level / 2.0) / ((freedom - 1) as f64).sqrt();
    let describe = |coefficient: f64| {
        let z = libm::atanh(coefficient);
        let t = coefficient * (freedom as f64 / (1.0 - coefficient * coefficient)).sqrt();
        Partial {
            coefficient,
            low: libm::tanh(z - width),
            high: libm::tanh(z + width),
            p: if t.is_finite() { t_p_value(t, freedom) } else { 0.0 },
        }
    };
    let inputs = (0..k).map(|input| correlations.partial(input).map(describe)).collect();
    Ok(PartialRanks { inputs, freedom, n, left_out: response.len() - n })
}

/// What is left of a variance of 1 is nothing, below this.
const NOTHING: f64 = 1e-10;

/// A regression of the response on all inputs, all with variance 1.
struct Correlations {
    coefficients: Vec<f64>,
    /// The diagonal of the inverse of the inputs' correlations.
    inverse: Vec<f64>,
    /// Share of the response's variance that is left.
    rest: f64,
}

impl Correlations {
    fn of(inputs: &[Vec<f64>], response: &[f64]) -> Result<Self, Unfit> {
        let varies = |column: &[f64]| column.iter().any(|rank| *rank != column[0]);
        if !varies(response) {
            return Err(Unfit::ConstantResponse);
        }
        if let Some(constant) = inputs.iter().position(|column| !varies(column)) {
            return Err(Unfit::Constant(constant));
        }
        let of = |a: &[f64], b: &[f64]| pearson(a, b).expect("columns that vary have a correlation");
        let mut matrix: Vec<Vec<f64>> = Vec::new();
        for (i, column) in inputs.iter().enumerate() {
            let mut row: Vec<f64> = inputs[..i].iter().map(|before| of(before, column)).collect();
            row.push(1.0);
            matrix.push(row);
            if Cholesky::of(&matrix).is_none() {
                return Err(Unfit::Dependent(i));
            }
        }
        let factor = Cholesky::of(&matrix).expect("the matrix has just been factored");
        let with: Vec<f64> = inputs.iter().map(|column| of(column, response)).collect();
        let coefficients = factor.solve(&with);
        let rest = (1.0 - dot(&with, &coefficients)).max(0.0);
        Ok(Correlations { coefficients, inverse: factor.inverse_diagonal(), rest })
    }

    /// Without input i the regression leaves rest + cᵢ² / pᵢᵢ of the response, with p the inverse of the inputs'
    /// correlations; the second part is what the input explains of it.
    fn partial(&self, input: usize) -> Option<f64> {
        let explained = self.coefficients[input] * self.coefficients[input] / self.inverse[input];
        let left = self.rest + explained;
        if left < NOTHING {
            return None;
        }
        let rest = if self.rest < NOTHING { 0.0 } else { self.rest };
        Some((explained / (rest + explained)).sqrt().copysign(self.coefficients[input]))
    }
}

#[cfg(test)]
mod tests {
    use super::super::points::{normal, random, uniforms};
    use super::*;
    use crate::statistics::estimate::tests::close;

    /// 24 rows with ties.
    fn example() -> (Vec<Vec<f64>>, Vec<f64>) {
        let column = |of: &dyn Fn(u32) -> u32| (1..=24).map(|i| f64::from(of(i))).collect::<Vec<f64>>();
        let inputs = vec![column(&|i| i * 7 % 24), column(&|i| i * 5 % 9), column(&|i| i * i % 11)];
        let other = column(&|i| i * 13 % 10);
        let response = (0..24)
            .map(|i| {
                let bent = inputs[1][i] - 3.0;
                2.0 * inputs[0][i] + bent * bent * bent / 8.0 - inputs[2][i] + other[i]
            })
            .collect();
        (inputs, response)
    }

    #[test]
    fn coefficients_agree_with_pingouin_and_scipy() {
        // pingouin.partial_corr of the columns' ranks; Fisher's interval with numpy.
        let (inputs, response) = example();
        let found = prcc(&inputs, &response, 0.95).expect("24 rows");
        assert_eq!((found.freedom, found.n, found.left_out), (20, 24, 0));
        let expected = [
            [0.9592480031894732, 1.9264282355306317e-12, 0.9027266366914649, 0.9832169207027773],
            [0.7442313699639602, 7.145783413680367e-05, 0.4701410791307722, 0.8873973841434912],
            [-0.5484678848444136, 0.008217071358659147, -0.7878864895661805, -0.16501798000674311],
        ];
        for (found, expected) in found.inputs.iter().zip(expected) {
            let found = found.expect("something is left to explain");
            close(found.coefficient, expected[0]);
            assert!((found.p / expected[1] - 1.0).abs() < 1e-6, "{}", found.p);
            close(found.low, expected[2]);
            close(found.high, expected[3]);
        }
    }

    #[test]
    fn rows_with_holes_are_left_out_and_what_cannot_be_fitted_is_named() {
        let (mut inputs, mut response) = example();
        let whole = prcc(&inputs, &response, 0.95).expect("24 rows");
        for column in &mut inputs {
            column.extend([1.0, 2.0]);
        }
        response.extend([f64::NAN, 3.0]);
        inputs[2][25] = f64::INFINITY;
        let found = prcc(&inputs, &response, 0.95).expect("24 rows");
        assert_eq!(found.left_out, 2);
        assert_eq!(PartialRanks { left_out: 0, ..found }, whole);
        assert_eq!(prcc(&inputs, &vec![2.0; 26], 0.95), Err(Unfit::ConstantResponse));
        let first: Vec<f64> = inputs[0].iter().map(|x| x * x).collect();
        let with = |column: Vec<f64>| prcc(&[inputs[0].clone(), inputs[1].clone(), column], &response, 0.95);
        assert_eq!(with(vec![5.0; 26]), Err(Unfit::Constant(2)));
        assert_eq!(with(first), Err(Unfit::Dependent(2)), "a square of positive numbers has their ranks");
        assert_eq!(with(vec![f64::NAN; 26]), Err(Unfit::FewRows(0)));
        let short: Vec<Vec<f64>> = inputs.iter().map(|column| column[..5].to_vec()).collect();
        assert_eq!(prcc(&short, &response[..5], 0.95), Err(Unfit::FewRows(5)));
    }

    #[test]
    fn a_monotone_function_has_coefficient_one_and_leaves_nothing_to_others() {
        let x: Vec<f64> = (0..20).map(|i| f64::from(i * 7 % 20)).collect();
        let other: Vec<f64> = (0..20).map(|i| f64::from(i * i % 19)).collect();
        let response: Vec<f64> = x.iter().map(|x| -libm::exp(*x)).collect();
        let found = prcc(&[x, other], &response, 0.95).expect("20 rows");
        let first = found.inputs[0].expect("it explains all");
        assert_eq!((first.coefficient, first.p), (-1.0, 0.0));
        assert!((first.low + 1.0).abs() < 1e-9 && (first.high + 1.0).abs() < 1e-9);
        assert_eq!(found.inputs[1], None);
    }

    /// 2000 experiments of 30 rows in which the first of two inputs has no effect; 4.5 standard errors of a share of
    /// 0.05 (0.0049), and 0.004 for ranks not being normal: one false alarm in 150,000 seeds.
    #[test]
    fn an_input_without_effect_is_found_to_have_one_as_often_as_is_said() {
        let mut uniform = uniforms(9);
        let (mut found, mut missed) = (0.0, 0.0);
        for _ in 0..2000 {
            let points = random(30, 2, &mut uniform);
            let inputs: Vec<Vec<f64>> =
                (0..2).map(|j| points.iter().map(|point| point[j]).collect()).collect();
            let response: Vec<f64> =
                points.iter().map(|point| 3.0 * point[1] + normal(&mut uniform)).collect();
            let first = prcc(&inputs, &response, 0.95).expect("30 rows").inputs[0].expect("chance is left");
            found += f64::from(u8::from(first.p < 0.05)) / 2000.0;
            missed += f64::from(u8::from(first.low > 0.0 || first.high < 0.0)) / 2000.0;
        }
        assert!((found - 0.05_f64).abs() < 0.0259 && (missed - 0.05_f64).abs() < 0.0259, "{found} {missed}");
    }
}
