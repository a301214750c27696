//! Gamma and Erlang variates.

use super::normal::quantile;
use crate::engine::exponential::exp;
use crate::engine::logarithm::ln;
use crate::engine::random::Stream;

/// Gamma by Marsaglia and Tsang 2000, "A simple method for generating gamma variables", ACM TOMS 26, 363-372.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Gamma {
    d: f64,
    c: f64,
    scale: f64,
    /// For a shape below 1 the variate of shape + 1 is multiplied by a uniform to the power 1/shape.
    boost: Option<f64>,
}

impl Gamma {
    /// Shape and scale, both greater than 0.
    pub(super) fn new(shape: f64, scale: f64) -> Self {
        let (raised, boost) = if shape < 1.0 { (shape + 1.0, Some(1.0 / shape)) } else { (shape, None) };
        let d = raised - 1.0 / 3.0;
        Gamma { d, c: 1.0 / (9.0 * d).sqrt(), scale, boost }
    }

    pub(super) fn sample(&self, stream: &mut Stream) -> f64 {
        let value = loop {
            let x = quantile(stream.uniform());
            let root = 1.0 + self.c * x;
            if root <= 0.0 {
                continue;
            }
            let v = root * root * root;
            let u = stream.uniform();
            let square = x * x;
            // The squeeze of the paper first: it spares most logarithms.
            if u < 1.0 - 0.0331 * square * square || ln(u) < 0.5 * square + self.d * (1.0 - v + ln(v)) {
                break self.d * v;
            }
        };
        match self.boost {
            None => value * self.scale,
            Some(power) => value * self.scale * exp(-stream.exponential() * power),
        }
    }
}

/// The sum of `stages` unit exponentials as the logarithm of a product of uniforms.
pub(super) fn unit_erlang(stages: u32, stream: &mut Stream) -> f64 {
    let mut sum = 0.0;
    let mut left = stages;
    while left > 0 {
        // Sixteen factors of at least 2^-53 stay far above the smallest number.
        let now = left.min(16);
        let product: f64 = (0..now).fold(1.0, |product, _| product * stream.uniform());
        sum -= ln(product);
        left -= now;
    }
    sum.max(0.0)
}
