//! Functions with known sensitivity indices, to try methods on. All take a point of the unit cube.

use std::f64::consts::PI;

use statrs::distribution::{ContinuousCDF, Normal};

/// A function of independent inputs whose indices are known.
#[derive(Debug, Clone, PartialEq)]
pub enum Analytic {
    /// sin x₁ + a sin² x₂ + b x₃⁴ sin x₁, inputs uniform on [−π, π] (Ishigami & Homma 1990, ISUMA '90); a = 7, b = 0.1
    /// in Saltelli's and most other work.
    Ishigami {
        /// Weight of the second input.
        a: f64,
        /// Weight of the interaction of the first and third.
        b: f64,
    },
    /// Sobol's g function, Π (|4xᵢ − 2| + aᵢ) / (1 + aᵢ), inputs uniform on [0, 1] (Saltelli & Sobol' 1995, Reliability
    /// Engineering & System Safety 50(3)).
    G {
        /// aᵢ ≥ 0, one for each input: the larger, the less it matters.
        a: Vec<f64>,
    },
    /// Σ cᵢ xᵢ, inputs normal with mean zero.
    Linear {
        /// The coefficients cᵢ.
        coefficients: Vec<f64>,
        /// The inputs' standard deviations, not below zero.
        deviations: Vec<f64>,
    },
}

/// What is known of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Exact {
    /// Mean of the response.
    pub mean: f64,
    /// Variance of the response.
    pub variance: f64,
    /// First-order index of each input.
    pub first: Vec<f64>,
    /// Total index of each input.
    pub total: Vec<f64>,
}

/// Points go no nearer to 0 and 1 than this where an input has no bounds.
const EDGE: f64 = 1.0 / (1u64 << 53) as f64;

impl Analytic {
    /// Number of inputs.
    pub fn dimension(&self) -> usize {
        match self {
            Analytic::Ishigami { .. } => 3,
            Analytic::G { a } => a.len(),
            Analytic::Linear { coefficients, .. } => coefficients.len(),
        }
    }

    /// The response at a point of the unit cube. Normal inputs have the point's coordinates as probabilities; those
    /// nearer than 2⁻⁵³ to 0 or 1 are moved in, so that the response is finite. Panics where the point has another
    /// dimension.
    pub fn value(&self, point: &[f64]) -> f64 {
        assert_eq!(point.len(), self.dimension(), "a point has a coordinate for each input");
        match self {
            Analytic::Ishigami { a, b } => {
                let x = |i: usize| PI * (2.0 * point[i] - 1.0);
                let (first, second) = (libm::sin(x(0)), libm::sin(x(1)));
                let square = x(2) * x(2);
                first + a * second * second + b * square * square * first
            }
            Analytic::G { a } => {
                let factor = |(u, a): (&f64, &f64)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a);
                point.iter().zip(a).map(factor).product()
            }
            Analytic::Linear { coefficients, deviations } => {
                let standard = Normal::standard();
                let mut sum = 0.0;
                for ((u, c), deviation) in point.iter().zip(coefficients).zip(deviations) {
                    sum += c * deviation * standard.inverse_cdf(u.clamp(EDGE, 1.0 - EDGE));
                }
                sum
            }
        }
    }

    /// Mean, variance and indices in closed form; `None` where the function is constant. Panics where parameters are
    /// out of their range or differ in number.
    pub fn exact(&self) -> Option<Exact> {
        match self {
            Analytic::Ishigami { a, b } => ishigami(*a, *b),
            Analytic::G { a } => g_function(a),
            Analytic::Linear { coefficients, deviations } => linear(coefficients, deviations),
        }
    }
}

/// V₁ = (1 + bπ⁴/5)² / 2, V₂ = a²/8, V₁₃ = 8b²π⁸/225; all else is zero (Ishigami & Homma 1990).
fn ishigami(a: f64, b: f64) -> Option<Exact> {
    let fourth = PI * PI * PI * PI;
    let alone = 1.0 + b * fourth / 5.0;
    let (first, second) = (alone * alone / 2.0, a * a / 8.0);
    let both = 8.0 * b * b * fourth * fourth / 225.0;
    let variance = first + second + both;
    (variance > 0.0).then(|| Exact {
        mean: a / 2.0,
        variance,
        first: vec![first / variance, second / variance, 0.0],
        total: vec![(first + both) / variance, second / variance, both / variance],
    })
}

/// Vᵢ = 1 / (3 (1 + aᵢ)²), V = Π (1 + Vᵢ) − 1, total variances Vᵢ Π₍ⱼ≠ᵢ₎ (1 + Vⱼ) (Saltelli & Sobol' 1995).
fn g_function(a: &[f64]) -> Option<Exact> {
    assert!(a.iter().all(|a| *a >= 0.0), "coefficients of the g function are not below zero");
    let parts: Vec<f64> = a.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect();
    let whole: f64 = parts.iter().map(|part| 1.0 + part).product();
    let variance = whole - 1.0;
    (variance > 0.0).then(|| Exact {
        mean: 1.0,
        variance,
        first: parts.iter().map(|part| part / variance).collect(),
        total: parts.iter().map(|part| part * whole / (1.0 + part) / variance).collect(),
    })
}

/// Sᵢ = STᵢ = cᵢ² sdᵢ² / V.
fn linear(coefficients: &[f64], deviations: &[f64]) -> Option<Exact> {
    assert_eq!(coefficients.len(), deviations.len(), "each coefficient has a standard deviation");
    assert!(deviations.iter().all(|sd| *sd >= 0.0), "standard deviations are not below zero");
    let parts: Vec<f64> = coefficients.iter().zip(deviations).map(|(c, sd)| c * c * sd * sd).collect();
    let mut variance = 0.0;
    for part in &parts {
        variance += part;
    }
    let shares: Vec<f64> = parts.iter().map(|part| part / variance).collect();
    (variance > 0.0).then(|| Exact { mean: 0.0, variance, first: shares.clone(), total: shares })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::moments;
    use crate::statistics::estimate::tests::close;

    #[test]
    fn ishigami_has_its_published_indices() {
        let exact = Analytic::Ishigami { a: 7.0, b: 0.1 }.exact().expect("it varies");
        let first = [0.31390519114781146, 0.4424111447900409, 0.0];
        let total = [0.5575888552099592, 0.4424111447900409, 0.2436836640621477];
        for i in 0..3 {
            assert!((exact.first[i] - first[i]).abs() < 1e-15 && (exact.total[i] - total[i]).abs() < 1e-15);
        }
        assert_eq!(
            Analytic::Ishigami { a: 0.0, b: -5.0 / libm::pow(PI, 4.0) }.exact().map(|e| e.first[0]),
            Some(0.0)
        );
    }

    #[test]
    fn the_g_function_has_its_published_indices() {
        // The usual case of eight inputs, as printed to three digits in much of the literature.
        let exact =
            Analytic::G { a: vec![0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0] }.exact().expect("it varies");
        let first = [0.716, 0.179, 0.024, 0.007, 0.0001];
        let total = [0.787, 0.242, 0.034, 0.010, 0.0001];
        for i in 0..5 {
            assert!((exact.first[i] - first[i]).abs() < 6e-4, "{:?}", exact.first);
            assert!((exact.total[i] - total[i]).abs() < 6e-4, "{:?}", exact.total);
        }
        assert_eq!(Analytic::G { a: vec![] }.exact(), None);
    }

    /// Midpoints of a grid integrate each function to within the tolerance.
    fn agrees_with_a_grid(system: &Analytic, cells: usize, tolerance: f64) {
        let exact = system.exact().expect("it varies");
        let dimension = system.dimension();
        let count = (0..dimension).map(|_| cells).product::<usize>();
        let cell = |index: usize, i: usize| index / (0..i).map(|_| cells).product::<usize>() % cells;
        let middle = |cell: usize| (cell as f64 + 0.5) / cells as f64;
        let values: Vec<f64> = (0..count)
            .map(|index| system.value(&(0..dimension).map(|i| middle(cell(index, i))).collect::<Vec<_>>()))
            .collect();
        let variance = |values: &[f64]| {
            let found = moments(values).and_then(|m| m.variance).expect("many values");
            found * (values.len() - 1) as f64 / values.len() as f64
        };
        let scale = variance(&values);
        assert!((scale / exact.variance - 1.0).abs() < tolerance, "{scale} instead of {}", exact.variance);
        let mean = moments(&values).expect("many values").mean;
        assert!(
            (mean - exact.mean).abs() < tolerance * exact.variance.sqrt(),
            "{mean} instead of {}",
            exact.mean
        );
        for i in 0..dimension {
            // The variance of means over all else; and of what a mean over this input alone leaves.
            let (mut given, mut rest) = (vec![0.0; cells], vec![0.0; count]);
            let stride = (0..i).map(|_| cells).product::<usize>();
            for (index, value) in values.iter().enumerate() {
                given[cell(index, i)] += value * cells as f64 / count as f64;
                rest[index - cell(index, i) * stride] += value / cells as f64;
            }
            let others: Vec<f64> =
                (0..count).filter(|index| cell(*index, i) == 0).map(|index| rest[index]).collect();
            assert!((variance(&given) / scale - exact.first[i]).abs() < tolerance);
            assert!((1.0 - variance(&others) / scale - exact.total[i]).abs() < tolerance);
        }
    }

    #[test]
    fn values_have_the_indices_that_are_said() {
        agrees_with_a_grid(&Analytic::Ishigami { a: 7.0, b: 0.1 }, 60, 2e-3);
        agrees_with_a_grid(&Analytic::G { a: vec![0.5, 0.0, 3.0] }, 60, 2e-3);
        let linear = Analytic::Linear { coefficients: vec![1.0, -2.0], deviations: vec![3.0, 0.5] };
        agrees_with_a_grid(&linear, 500, 6e-3);
        // Quantiles of the normal distribution at 0.975 and 0.5.
        close(linear.value(&[0.975, 0.5]), 3.0 * 1.959963984540054);
        assert!(linear.value(&[0.0, 1.0]).is_finite());
        assert_eq!(linear.exact().expect("it varies").first, [0.9, 0.1]);
        assert_eq!(Analytic::Linear { coefficients: vec![0.0], deviations: vec![1.0] }.exact(), None);
    }
}
