//! Points of the unit cube and chance for the tests of this module.

use super::evaluations::Evaluations;

/// Numbers in [0, 1) (SplitMix64; Steele, Lea & Flood 2014, OOPSLA).
pub fn uniforms(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A standard normal number (Box & Muller 1958, Annals of Mathematical Statistics 29).
pub fn normal(uniform: &mut impl FnMut() -> f64) -> f64 {
    let radius = (-2.0 * libm::log(1.0 - uniform())).sqrt();
    radius * libm::cos(2.0 * std::f64::consts::PI * uniform())
}

/// Plain random points.
pub fn random(count: usize, dimension: usize, uniform: &mut impl FnMut() -> f64) -> Vec<Vec<f64>> {
    (0..count).map(|_| (0..dimension).map(|_| uniform()).collect()).collect()
}

/// Runs replications of a response over the design of points whose first half of coordinates is a row of A, whose
/// second half is one of B. The response is given the point, the replication and the number of the evaluation.
pub fn evaluate(
    points: &[Vec<f64>],
    replications: usize,
    response: &mut impl FnMut(&[f64], usize, usize) -> f64,
) -> Evaluations {
    let dimension = points[0].len() / 2;
    let mut number = 0;
    let mut run = |pick: &dyn Fn(&[f64], usize) -> f64| -> Vec<Vec<f64>> {
        let mut values = vec![Vec::new(); replications];
        for point in points {
            number += 1;
            let at: Vec<f64> = (0..dimension).map(|j| pick(point, j)).collect();
            for (replication, values) in values.iter_mut().enumerate() {
                values.push(response(&at, replication, number));
            }
        }
        values
    };
    Evaluations {
        a: run(&|point, j| point[j]),
        b: run(&|point, j| point[dimension + j]),
        ab: (0..dimension).map(|i| run(&|point, j| point[if i == j { dimension + j } else { j }])).collect(),
    }
}
