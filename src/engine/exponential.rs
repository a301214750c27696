//! A portable exponential function for random draws: additions and multiplications of IEEE 754 only, as for the
//! logarithm, at half the cost of the general one.

/// ln 2 / 128 in two parts, the first with so few digits that its multiples by whole numbers are exact (the split of
/// ln 2 of fdlibm, e_exp.c, divided by a power of two).
const PART_HIGH: f64 = 6.931_471_803_691_238e-1 / 128.0;
const PART_LOW: f64 = 1.908_214_929_270_587_7e-10 / 128.0;
const PARTS_PER_UNIT: f64 = 128.0 / std::f64::consts::LN_2;

/// Adding and taking away 1.5 · 2^52 rounds to a whole number, which stands in the low bits meanwhile.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// 2 to the power of each 128th of 1.
static POWERS: [f64; 128] = powers();

/// Built when the crate is compiled, by the series of the exponential function.
const fn powers() -> [f64; 128] {
    let mut table = [0.0; 128];
    let mut index = 0;
    while index < 128 {
        let x = index as f64 / 128.0 * std::f64::consts::LN_2;
        let mut sum = 1.0;
        let mut term = 22;
        // Horner's scheme: 1 + x(1 + x/2(1 + x/3(...))).
        while term > 0 {
            sum = 1.0 + x / term as f64 * sum;
            term -= 1;
        }
        table[index] = sum;
        index += 1;
    }
    table
}

/// The exponential of a number, with a relative error below 1e-15.
#[inline]
pub(crate) fn exp(x: f64) -> f64 {
    if !(-700.0..700.0).contains(&x) {
        return libm::exp(x);
    }
    let shifted = x * PARTS_PER_UNIT + ROUNDER;
    let whole = shifted.to_bits() as i32;
    let multiple = shifted - ROUNDER;
    // |r| <= ln 2 / 256: the first term left out is below 2^-60.
    let r = (x - multiple * PART_HIGH) - multiple * PART_LOW;
    let tail = 0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0)));
    let power = POWERS[(whole & 127) as usize];
    let scale = f64::from_bits(power.to_bits().wrapping_add((i64::from(whole >> 7) << 52) as u64));
    scale + scale * (r + r * r * tail)
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn agrees_with_the_reference() {
        let mut worst = 0.0f64;
        for step in -699_990..699_990 {
            let x = f64::from(step) * 1.000_7e-3;
            let (ours, reference) = (exp(x), libm::exp(x));
            worst = worst.max((ours / reference - 1.0).abs());
        }
        assert!(worst < 1e-15, "{worst}");
        assert_eq!(exp(0.0), 1.0);
        assert_eq!((exp(-1e9), exp(1e9)), (0.0, f64::INFINITY));
        assert!(exp(f64::NAN).is_nan());
    }
}
