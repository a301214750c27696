//! Sobol' points: they fill the unit cube more evenly than independent ones, so that means over them are known
//! sooner.

use super::joe_kuo::{INITIAL, POLYNOMIALS};

/// Dimensions that the points may have, at most.
pub const LARGEST_DIMENSIONS: usize = 512;

/// Points that one design may have, at most: 2^30.
pub const LARGEST_COUNT: usize = 1 << 30;

/// Binary digits of a coordinate that the direction numbers give.
const DIGITS: usize = 32;

/// 2^64 divided by the golden ratio: the step of SplitMix64.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The first `count` points of Sobol's sequence (Sobol' 1967, USSR Computational Mathematics and Mathematical Physics
/// 7(4)) with the direction numbers of Joe & Kuo (2008, SIAM Journal on Scientific Computing 30(5)), in the order of
/// the Gray code (Antonov & Saleev 1979, USSR Computational Mathematics and Mathematical Physics 19(1)). Coordinates
/// lie in [0, 1); the first point is the origin. `count` is a power of two up to [`LARGEST_COUNT`], for otherwise the
/// points lose their balance; `dimensions` is from 1 to [`LARGEST_DIMENSIONS`].
pub fn points(count: usize, dimensions: usize) -> Vec<Vec<f64>> {
    walk(count, dimensions, |_, digits| f64::from(digits) / (1_u64 << DIGITS) as f64)
}

/// The same points under nested uniform scrambling (Owen 1995, in Monte Carlo and Quasi-Monte Carlo Methods in
/// Scientific Computing, Springer): each is uniform in the cube, while all of them keep the balance of the sequence,
/// so that means over them have no bias. The permutation of each binary digit hangs on the digits before it, by a
/// hash of key, dimension, depth and these digits; it goes 32 digits deep, and 20 more are drawn below them.
/// Coordinates lie in the open interval (0, 1), no two alike in a dimension. With one key, the first points of a
/// larger count are those of a smaller one. `count` and `dimensions` as for [`points`].
pub fn scrambled(count: usize, dimensions: usize, key: u64) -> Vec<Vec<f64>> {
    let root = mix(key.wrapping_add(GOLDEN));
    let stream = |dimension: usize| mix(root.wrapping_add((dimension as u64 + 1).wrapping_mul(GOLDEN)));
    let streams: Vec<u64> = (0..dimensions).map(stream).collect();
    walk(count, dimensions, |dimension, digits| scramble(digits, streams[dimension]))
}

/// The sequence, each coordinate made from its dimension and its digits.
fn walk(count: usize, dimensions: usize, coordinate: impl Fn(usize, u32) -> f64) -> Vec<Vec<f64>> {
    assert!(count.is_power_of_two(), "the count of Sobol' points is a power of two, and not {count}");
    assert!(count <= LARGEST_COUNT, "there are at most {LARGEST_COUNT} Sobol' points, and not {count}");
    assert!(
        (1..=LARGEST_DIMENSIONS).contains(&dimensions),
        "Sobol' points have from 1 to {LARGEST_DIMENSIONS} dimensions, and not {dimensions}"
    );
    let directions = directions(dimensions);
    let mut state = vec![0_u32; dimensions];
    let mut next = |index: usize| {
        // From one Gray code to the next a single digit changes: the one of the lowest set bit of the index.
        if index > 0 {
            let changed = index.trailing_zeros() as usize;
            for (digits, numbers) in state.iter_mut().zip(&directions) {
                *digits ^= numbers[changed];
            }
        }
        state.iter().enumerate().map(|(dimension, &digits)| coordinate(dimension, digits)).collect()
    };
    (0..count).map(&mut next).collect()
}

/// Direction numbers v_1, v_2, … of the first dimensions, as binary fractions of [`DIGITS`] digits.
fn directions(dimensions: usize) -> Vec<[u32; DIGITS]> {
    // The first dimension is van der Corput's sequence, and has no polynomial.
    let mut all = vec![std::array::from_fn(|i| 1 << (DIGITS - 1 - i))];
    let mut initial = INITIAL.iter();
    for &polynomial in POLYNOMIALS.iter().take(dimensions - 1) {
        let degree = polynomial.ilog2() as usize;
        let mut numbers = [0_u32; DIGITS];
        for (i, &number) in initial.by_ref().take(degree).enumerate() {
            numbers[i] = u32::from(number) << (DIGITS - 1 - i);
        }
        for i in degree..DIGITS {
            let mut number = numbers[i - degree] ^ (numbers[i - degree] >> degree);
            for back in 1..degree {
                if (polynomial >> (degree - back)) & 1 == 1 {
                    number ^= numbers[i - back];
                }
            }
            numbers[i] = number;
        }
        all.push(numbers);
    }
    all
}

/// Flips each digit by a hash of its place in the binary tree: the node of a digit is a one followed by the digits
/// before it, which tells depth and prefix.
fn scramble(digits: u32, stream: u64) -> f64 {
    let tree = (1_u64 << DIGITS) | u64::from(digits);
    let hash = |node: u64| mix(stream ^ node.wrapping_mul(GOLDEN));
    let mut flips = 0_u64;
    for depth in 0..DIGITS {
        flips = (flips << 1) | (hash(tree >> (DIGITS - depth)) >> 63);
    }
    // 52 digits and a half more are exact in a double, and neither 0 nor 1.
    let below = hash(tree) >> 44;
    let whole = ((u64::from(digits) ^ flips) << 20) | below;
    (whole as f64 + 0.5) / (1_u64 << 52) as f64
}

/// The finalizer of SplitMix64 (Steele, Lea & Flood 2014; variant 13 of Stafford): a bijection on 64 bits.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In sixteenths: the first 16 points in 6 dimensions, also those of scipy.stats.qmc.Sobol.
    const FIRST: [[u8; 6]; 16] = [
        [0, 0, 0, 0, 0, 0],
        [8, 8, 8, 8, 8, 8],
        [12, 4, 4, 4, 12, 12],
        [4, 12, 12, 12, 4, 4],
        [6, 6, 10, 14, 6, 2],
        [14, 14, 2, 6, 14, 10],
        [10, 2, 14, 10, 10, 14],
        [2, 10, 6, 2, 2, 6],
        [3, 5, 15, 7, 9, 5],
        [11, 13, 7, 15, 1, 13],
        [15, 1, 11, 3, 5, 9],
        [7, 9, 3, 11, 13, 1],
        [5, 3, 5, 9, 15, 7],
        [13, 11, 13, 1, 7, 15],
        [9, 7, 1, 13, 3, 11],
        [1, 15, 9, 5, 11, 3],
    ];

    #[test]
    fn the_first_points_are_the_published_ones() {
        let expected = FIRST.map(|row| row.map(|x| f64::from(x) / 16.0).to_vec()).to_vec();
        assert_eq!(points(16, 6), expected);
        assert_eq!(points(1, 2), [[0.0, 0.0]]);
    }

    #[test]
    fn late_dimensions_and_points_are_those_of_other_programs() {
        // Point 12345, counted from zero, by scipy 1.17.1.
        let expected = [
            (6, 0.12725830078125),
            (99, 0.53887939453125),
            (255, 0.58807373046875),
            (256, 0.09613037109375),
            (500, 0.30255126953125),
            (511, 0.88165283203125),
        ];
        let point = &points(16_384, LARGEST_DIMENSIONS)[12_345];
        for (dimension, value) in expected {
            assert_eq!(point[dimension], value, "dimension {dimension}");
        }
        // FNV-1a over all coordinates of the point whose Gray code is thirty ones, by scipy as well: every
        // direction number is in it.
        let digest = directions(LARGEST_DIMENSIONS).iter().fold(0xcbf2_9ce4_8422_2325_u64, |digest, v| {
            let digits = v[..30].iter().fold(0, |sum, number| sum ^ number);
            (digest ^ u64::from(digits)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        assert_eq!(digest, 0x7a06_43ab_073a_0c6d);
    }

    #[test]
    fn the_table_has_odd_numbers_below_their_power_of_two_for_each_dimension() {
        let mut initial = INITIAL.iter();
        for polynomial in POLYNOMIALS {
            for i in 1..=polynomial.ilog2() {
                let number = u32::from(*initial.next().expect("as many numbers as degrees"));
                assert!(number % 2 == 1 && number < 1 << i);
            }
        }
        assert!(initial.next().is_none() && POLYNOMIALS.len() + 1 == LARGEST_DIMENSIONS);
    }

    /// Whether each box of these binary digits in two coordinates holds exactly one of the points.
    fn one_in_each_box(points: &[Vec<f64>], places: [usize; 2], digits: [u32; 2]) -> bool {
        let mut seen = vec![0; points.len()];
        for point in points {
            let [x, y] = [0, 1].map(|i| (point[places[i]] * f64::from(1_u32 << digits[i])) as usize);
            seen[(x << digits[1]) + y] += 1;
        }
        seen.iter().all(|&count| count == 1)
    }

    #[test]
    fn scrambled_points_have_one_in_each_stratum_of_every_dimension_and_each_box_of_the_first_two() {
        let design = scrambled(1_024, LARGEST_DIMENSIONS, 7);
        assert!(design.iter().flatten().all(|&x| 0.0 < x && x < 1.0));
        for dimension in 0..LARGEST_DIMENSIONS {
            assert!(one_in_each_box(&design, [dimension, 0], [10, 0]), "dimension {dimension}");
        }
        // A (0, 10, 2)-net: boxes of every shape of 2^-10 hold one point. Independent scrambling of strata
        // alone would not keep this.
        for key in 0..20 {
            let design = scrambled(1_024, 2, key);
            assert!((0..=10).all(|first| one_in_each_box(&design, [0, 1], [first, 10 - first])));
        }
    }

    #[test]
    fn a_key_gives_its_own_points_and_a_larger_design_goes_on_from_a_smaller_one() {
        let design = scrambled(64, 5, 1);
        assert_eq!(design, scrambled(64, 5, 1));
        assert_eq!(design, scrambled(256, 9, 1).iter().take(64).map(|p| p[..5].to_vec()).collect::<Vec<_>>());
        let other = scrambled(64, 5, 2);
        assert!(design.iter().flatten().zip(other.iter().flatten()).all(|(a, b)| a != b));
        // The result of a key is part of what a stored study means: it never changes.
        let pinned = [[0.7077429824788245, 0.97912236105786], [0.1338131597676312, 0.42774157016739867]];
        assert_eq!(scrambled(2, 2, 42), pinned);
    }

    #[test]
    fn means_over_scrambled_points_have_no_bias_and_the_variance_of_theory() {
        // Of 4,000 keys; each bound is five standard errors (false alarm 6e-7 each, ten of them).
        const KEYS: usize = 4_000;
        let (mut mean, mut square, mut product, mut single) = ([0.0; 2], [0.0; 2], 0.0, [0.0; 2]);
        for key in 0..KEYS as u64 {
            let design = scrambled(8, 2, key);
            for i in 0..2 {
                let error = design.iter().map(|p| p[i]).sum::<f64>() / 8.0 - 0.5;
                mean[i] += error / KEYS as f64;
                square[i] += error * error / KEYS as f64;
                single[i] += (design[0][i] - 0.5) / KEYS as f64;
            }
            product += (design[0][0] - 0.5) * (design[0][1] - 0.5) / KEYS as f64;
        }
        let keys = (KEYS as f64).sqrt();
        // Eight independent uniform numbers in strata of 1/8: the variance of their mean is 1/(12·8³).
        let variance: f64 = 1.0 / (12.0 * 512.0);
        for i in 0..2 {
            assert!(mean[i].abs() < 5.0 * variance.sqrt() / keys, "{mean:?}");
            assert!((square[i] / variance - 1.0).abs() < 5.0 * 2.0_f64.sqrt() / keys, "{square:?}");
            assert!(single[i].abs() < 5.0 / 12.0_f64.sqrt() / keys, "{single:?}");
        }
        assert!(product.abs() < 5.0 / 12.0 / keys, "{product}");
    }

    #[test]
    #[should_panic(expected = "a power of two, and not 12")]
    fn a_count_that_is_no_power_of_two_is_refused() {
        points(12, 2);
    }

    #[test]
    #[should_panic(expected = "from 1 to 512 dimensions, and not 513")]
    fn too_many_dimensions_are_refused() {
        scrambled(8, 513, 0);
    }
}
