use super::InputDistribution::{Beta, LogNormal, LogUniform, Normal, Pert, Triangular, Uniform};
use super::{InputDistribution, integer};

const ALL: [InputDistribution; 8] = [
    Uniform { low: -2.0, high: 5.0 },
    LogUniform { low: 0.01, high: 100.0 },
    Triangular { low: 1.0, mode: 2.0, high: 5.0 },
    Normal { mean: 3.0, deviation: 2.0 },
    LogNormal { mean: 10.0, deviation: 4.0 },
    Beta { low: 0.0, high: 10.0, mean: 2.0, deviation: 1.5 },
    Beta { low: 0.0, high: 1.0, mean: 0.5, deviation: 0.35 },
    Pert { low: 1.0, mode: 2.0, high: 7.0 },
];

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1.0), "{found} instead of {expected}");
}

/// Mean and standard deviation by the middle of a hundred thousand strata.
fn moments(of: impl Fn(f64) -> f64) -> (f64, f64) {
    let values: Vec<f64> = (0..100_000).map(|i| of((f64::from(i) + 0.5) / 1e5)).collect();
    let found = crate::statistics::estimate::moments(&values).expect("values");
    (found.mean, found.variance.expect("values").sqrt())
}

#[test]
fn moments_are_those_of_the_closed_forms() {
    let log = libm::log(1e4);
    let log_mean = (100.0 - 0.01) / log;
    let expected = [
        (1.5, 7.0 / 12.0_f64.sqrt()),
        (log_mean, ((1e4 - 1e-4) / (2.0 * log) - log_mean * log_mean).sqrt()),
        (8.0 / 3.0, ((1.0 + 4.0 + 25.0 - 2.0 - 5.0 - 10.0_f64) / 18.0).sqrt()),
        (3.0, 2.0),
        (10.0, 4.0),
        (2.0, 1.5),
        (0.5, 0.35),
        // Shapes 5/3 and 13/3: mean 1 + 6·(5/18), variance 36·ab / (36·7).
        (1.0 + 10.0 / 6.0, (5.0 / 3.0 * 13.0 / 3.0 / 7.0_f64).sqrt()),
    ];
    for (distribution, (mean, deviation)) in ALL.iter().zip(expected) {
        assert_eq!(distribution.problem(), None);
        let found = moments(|u| distribution.value(u));
        close(found.0, mean, 2e-5);
        close(found.1, deviation, 2e-4);
    }
}

#[test]
fn values_undo_the_distribution_function_and_never_fall() {
    for distribution in ALL {
        for (low, high) in [(f64::NEG_INFINITY, f64::INFINITY), (0.3, 4.0)] {
            let (from, to) = (distribution.cumulative(low), distribution.cumulative(high));
            let mut last = f64::NEG_INFINITY;
            for i in 0..2_000 {
                let u = (f64::from(i) + 0.5) / 2e3;
                let value = distribution.value_within(u, low, high);
                assert!(value >= last && value >= low && value <= high, "{distribution:?} {u}");
                close(distribution.cumulative(value), from + u * (to - from), 1e-9);
                last = value;
            }
        }
        assert_eq!(distribution.value(0.3), distribution.value_within(0.3, f64::NEG_INFINITY, f64::INFINITY));
    }
}

#[test]
fn published_quantiles_are_found() {
    close(ALL[3].value(0.975), 3.0 + 2.0 * 1.959963984540054, 1e-12);
    // Lognormal median: mean / sqrt(1 + (deviation / mean)²).
    close(ALL[4].value(0.5), 10.0 / 1.16_f64.sqrt(), 1e-12);
    // Beta(2, 3), mean 0.4 and variance 0.04, has distribution function 6x² − 8x³ + 3x⁴.
    let beta = Beta { low: 0.0, high: 1.0, mean: 0.4, deviation: 0.2 };
    close(beta.cumulative(0.5), 0.6875, 1e-12);
    close(beta.value(0.6875), 0.5, 1e-10);
    close(ALL[2].value(0.25), 2.0, 1e-12);
    close(ALL[1].value(0.5), 1.0, 1e-12);
    // A peak at an end: x² and 1 − (1 − x)².
    close(Triangular { low: 0.0, mode: 1.0, high: 1.0 }.value(0.49), 0.7, 1e-12);
    close(Triangular { low: 0.0, mode: 0.0, high: 1.0 }.value(0.51), 0.3, 1e-12);
    assert_eq!(Triangular { low: 0.0, mode: 1.0, high: 1.0 }.cumulative(1.0), 1.0);
}

#[test]
fn far_tails_keep_their_digits() {
    // Beyond z of 8.5 the distribution function is 1 in double precision; the upper tail is not. Mean of a normal
    // beyond z: φ(z) / Φ(−z), at 10 it is 10.0980932339625 (Mills' ratio by its continued fraction).
    let normal = Normal { mean: 0.0, deviation: 1.0 };
    let mut ratio = 10.0;
    for k in (1..200).rev() {
        ratio = 10.0 + f64::from(k) / ratio;
    }
    close(ratio, 10.0980932339625, 1e-12);
    close(moments(|u| normal.value_within(u, 10.0, f64::INFINITY)).0, ratio, 1e-6);
    close(moments(|u| normal.value_within(u, f64::NEG_INFINITY, -10.0)).0, -ratio, 1e-6);
}

#[test]
fn problems_are_sentences() {
    for (bad, word) in [
        (Uniform { low: 2.0, high: 2.0 }, "below the greatest"),
        (Uniform { low: f64::NAN, high: 2.0 }, "finite"),
        (LogUniform { low: 0.0, high: 2.0 }, "above zero"),
        (Triangular { low: 0.0, mode: 3.0, high: 2.0 }, "most likely"),
        (Pert { low: 0.0, mode: -1.0, high: 2.0 }, "most likely"),
        (Normal { mean: 0.0, deviation: 0.0 }, "deviation must be above zero"),
        (LogNormal { mean: -1.0, deviation: 1.0 }, "mean of a lognormal"),
        (Beta { low: 0.0, high: 1.0, mean: 1.0, deviation: 0.1 }, "between 0 and 1"),
        (Beta { low: 0.0, high: 1.0, mean: 0.5, deviation: 0.5 }, "below 0.5, not 0.5"),
    ] {
        let problem = bad.problem().expect("a problem");
        assert!(problem.contains(word) && problem.ends_with('.'), "{problem}");
    }
    let uniform = Uniform { low: 0.0, high: 1.0 };
    assert!(uniform.problem_within(2.0, 3.0).expect("a problem").contains("no probability"));
    assert!(uniform.problem_within(0.5, 0.5).expect("a problem").contains("upper bound"));
    assert_eq!(uniform.problem_within(0.5, f64::INFINITY), None);
}

#[test]
fn every_whole_number_has_the_same_chance() {
    let mut counts = [0; 7];
    for i in 0..7_000 {
        counts[(integer((f64::from(i) + 0.5) / 7e3, -3, 3) + 3) as usize] += 1;
    }
    assert_eq!(counts, [1_000; 7]);
    assert_eq!(
        (integer(1.0 - f64::EPSILON / 2.0, 1, 3), integer(1e-300, 1, 3), integer(0.5, 4, 4)),
        (3, 1, 4)
    );
}
