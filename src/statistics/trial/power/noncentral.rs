//! The noncentral t distribution.

use std::f64::consts::PI;

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::beta_reg;

/// The error of the sum that is allowed.
const ERROR: f64 = 1e-13;
/// Terms, at most.
const TERMS: usize = 20_000;
/// Beyond this noncentrality the first term is lost to rounding.
const FAR: f64 = 37.0;

/// The probability that a noncentral t with `freedom` above 0 and noncentrality `away` is at most `t`, by its
/// series (Lenth 1989, Applied Statistics 38(1), algorithm AS 243). Where the noncentrality is beyond 37, the
/// approximation by a normal distribution (Abramowitz & Stegun 1964, 26.7.10).
pub fn noncentral_t(t: f64, freedom: f64, away: f64) -> f64 {
    let normal = Normal::standard();
    let (mirrored, t, away) = if t < 0.0 { (true, -t, -away) } else { (false, t, away) };
    if away.abs() > FAR {
        let share = 1.0 / (4.0 * freedom);
        let z = (t * (1.0 - share) - away) / (1.0 + t * t * 2.0 * share).sqrt();
        return if mirrored { normal.sf(z) } else { normal.cdf(z) };
    }
    let sum = if t == 0.0 { 0.0 } else { series(t, freedom, away) };
    // 1 − (sum + Φ(−δ)), without the difference from 1.
    if mirrored { (normal.cdf(away) - sum).max(0.0) } else { (sum + normal.cdf(-away)).min(1.0) }
}

/// The probability between 0 and `t`.
fn series(t: f64, freedom: f64, away: f64) -> f64 {
    let x = t * t / (t * t + freedom);
    let lambda = away * away;
    let mut p = 0.5 * libm::exp(-0.5 * lambda);
    let mut q = (2.0 / PI).sqrt() * p * away;
    let mut left = 0.5 - p;
    let (mut a, b) = (0.5, 0.5 * freedom);
    let power = libm::pow(freedom / (t * t + freedom), b);
    let log_beta = 0.5 * libm::log(PI) + libm::lgamma(b) - libm::lgamma(a + b);
    let (mut odd, mut even) = (beta_reg(a, b, x), 1.0 - power);
    let mut odd_step = 2.0 * power * libm::exp(a * libm::log(x) - log_beta);
    let mut even_step = b * x * power;
    let mut sum = p * odd + q * even;
    for term in 1..TERMS {
        let n = term as f64;
        a += 1.0;
        odd -= odd_step;
        even -= even_step;
        odd_step *= x * (a + b - 1.0) / a;
        even_step *= x * (a + b - 0.5) / (a + 0.5);
        p *= lambda / (2.0 * n);
        q *= lambda / (2.0 * n + 1.0);
        left -= p;
        sum += p * odd + q * even;
        if 2.0 * left * (odd - odd_step) < ERROR && n > lambda / 2.0 {
            break;
        }
    }
    sum
}
