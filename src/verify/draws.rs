//! The draws themselves, to the last bit, in whatever build this runs in: tests are built with development
//! dependencies that switch some crates to the platform's mathematics, the program without them, and both must give
//! the same numbers.

use super::cases::Case;
use crate::engine::distribution::Distribution;
use crate::engine::random::{Identity, Purpose, Seed};

/// The digest of [`digest`] when the samplers were settled; it changes only with a change of results.
const SETTLED: u64 = 0xd10d_930d_ec89_9932;

/// A hundred thousand draws of each kind that computes, folded into one number; so many that rare paths (tails,
/// rejections) are in it.
fn digest() -> u64 {
    let made = [
        Distribution::exponential(2.0),
        Distribution::lognormal(15.0, 7.5),
        Distribution::gamma(6.0, 0.7),
        Distribution::gamma(6.0, 1.8),
        Distribution::erlang(8.0, 20),
        Distribution::triangular(5.0, 7.0, 10.0),
        Distribution::normal(-1.0, 5.0),
        Distribution::weibull(1.7, 4.0),
    ];
    let mut digest = 0u64;
    for distribution in made {
        let distribution = distribution.expect("the parameters are in range");
        let mut stream = Seed::new(1, 0).stream(Purpose::named("golden"), Identity::named("draws").child(3));
        for _ in 0..100_000 {
            digest = digest.rotate_left(5) ^ distribution.sample_at_least_zero(&mut stream).to_bits();
            digest = digest.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
    digest
}

/// The check that this build draws what every build draws; of the digest the 53 bits that a number can show.
pub(super) fn draws_case() -> Case {
    let shown = |digest: u64| (digest >> 11) as f64;
    Case::exact("random draws", "digest of 800,000 draws", shown(SETTLED), shown(digest()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_settled() {
        assert_eq!(digest(), SETTLED, "{:#x}", digest());
    }
}
