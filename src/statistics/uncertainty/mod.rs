//! What is not known about the inputs: how far it reaches into an answer, and what it would be worth to know more.
//!
//! Two kinds of uncertainty are kept apart. *Chance* is what differs between replications of the same inputs; more
//! replications remove it. *Input uncertainty* is what differs between draws of the inputs from their ranges; only
//! better knowledge of the inputs removes it. Values come as `values[draw][replication]`, with the same seeds in
//! every draw.
pub mod acceptability;
pub mod distribution;
pub mod eigen;
pub mod information;
mod layout;
pub mod partial;
pub mod shrinkage;
mod spline;
mod spread;
pub mod two_level;

pub use acceptability::{Acceptability, Outcome, acceptability, increments_without_chance};
pub use distribution::{InputDistribution, integer};
pub use information::{Evpi, EvpiOfReplications, evpi, evpi_of_replications};
pub use partial::{Evppi, Parameter, evppi};
pub use shrinkage::without_chance;
pub use two_level::{Components, Sign, TwoLevel, Verdict, two_level};

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, Normal};

    /// Uniform numbers in (0, 1) by splitmix64 (Vigna's reference program).
    pub fn uniform(state: &mut u64) -> f64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Standard normal numbers by inversion.
    pub fn normal(state: &mut u64) -> f64 {
        Normal::standard().inverse_cdf(uniform(state))
    }

    /// E[max(0, X)] − max(0, μ) of a normal X: the unit normal loss.
    pub fn unit_normal_loss(mean: f64, deviation: f64) -> f64 {
        let z = mean.abs() / deviation;
        let density = libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        deviation * density - mean.abs() * Normal::standard().cdf(-z)
    }
}
