//! Sobol' indices: how much of the variance of a response each input accounts for, alone and in all.
//!
//! A simulation answers with chance. What is shared out here is the variance of its *mean* response over the inputs;
//! chance is measured beside it and taken out ([`Noise`], [`Indices::corrected`]).

use std::fmt;

use super::evaluations::Evaluations;
use super::forms::{OfMean, of_mean};
use super::interval::{Bootstrap, Interval, draw, draw_two_or_more};

/// The indices of one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// First order: share of the variance that the input accounts for alone, V(E(Y|Xᵢ)) / V(Y). True values lie in
    /// [0, 1]; estimates near the ends may lie outside, nothing is cut.
    pub first: Interval,
    /// Total: share that would remain if all other inputs were known, 1 − V(E(Y|X₋ᵢ)) / V(Y); at least the first order.
    pub total: Interval,
}

/// The indices of all inputs by one way of estimating.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// Variance V of the response over the inputs, in squared units of the response.
    pub variance: f64,
    /// By input.
    pub inputs: Vec<Index>,
    /// Sum of first orders: 1 of an additive response, less where inputs interact.
    pub sum_first: Interval,
    /// Sum of totals: 1 of an additive response, more where inputs interact.
    pub sum_total: Interval,
}

/// Chance in the means over replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Variance of the mean over replications at a point (s²/n), on average over the points of A and B.
    pub variance: f64,
    /// The part of it that is in the uncorrected V. Chance that is common to all points (as common random numbers make
    /// it) shifts all of them alike and is not in V.
    pub in_variance: f64,
    /// `in_variance` as a share of the uncorrected V.
    pub share: f64,
}

/// Sobol' indices with and without chance.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Of the means as they are. Chance that differs between points adds to V and to the numerator of the total: first
    /// orders come out too small, and each total is drawn towards chance's own. Right for functions without chance.
    pub uncorrected: Set,
    /// Of the mean response, from pairs of different replications: no bias from chance in V or the numerators.
    pub corrected: Result<Set, Undefined>,
    /// Chance; `None` with one replication.
    pub noise: Option<Noise>,
    /// Number of replications.
    pub replications: usize,
    /// Number of base rows used.
    pub rows: usize,
    /// Number of base rows left out because one of their values is not finite. Where this is more than a few, the rest
    /// is no longer a sample of independent inputs, and the indices describe something else.
    pub left_out: usize,
}

impl Indices {
    /// The set to report: the corrected one, or with one replication the uncorrected.
    pub fn of_mean_response(&self) -> Result<&Set, Undefined> {
        if self.replications == 1 {
            Ok(&self.uncorrected)
        } else {
            self.corrected.as_ref().map_err(|why| *why)
        }
    }
}

/// Why there are no indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undefined {
    /// Fewer than two base rows have all of their values.
    FewRows,
    /// The response does not vary over the inputs: V = 0.
    NoVariance,
    /// One replication cannot tell chance from the response.
    OneReplication,
    /// Without chance nothing of V is left: the inputs' effect is not distinct from chance. More replications may help.
    OnlyNoise,
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Undefined::FewRows => "fewer than two rows of the design have all of their values",
            Undefined::NoVariance => "the response does not vary over the inputs",
            Undefined::OneReplication => "one replication cannot tell chance from the response",
            Undefined::OnlyNoise => "the variance over the inputs is not distinct from chance",
        })
    }
}

impl std::error::Error for Undefined {}

/// First-order indices by Saltelli's estimator, Sᵢ = (1/N) Σ f_B (f_ABᵢ − f_A) / V, with responses relative to their mean
/// (Saltelli et al. 2010, Computer Physics Communications 181:259), and total ones by Jansen's, STᵢ = (1/2N) Σ (f_A −
/// f_ABᵢ)² / V (Jansen 1999, Computer Physics Communications 117:35), V over A and B together.
///
/// With n ≥ 2 replications each product of two responses is also taken over all pairs of *different* replications, in
/// which chance is independent whether or not points share seeds: V, numerators and the square of the mean are then
/// free of bias from chance. This is the same as taking the covariance over replications, divided by n, from each
/// product of means. With one replication of a simulation the indices are those of that one course of chance.
///
/// Intervals are percentiles over `bootstrap.draws` draws of base rows and, independently, of replications (Archer,
/// Saltelli & Sobol' 1997, Journal of Statistical Computation and Simulation 58; both at once: Owen 2007, The Annals of
/// Applied Statistics 1(2)). They are right for independent rows. Where chance differs between points they are rather
/// wide; where it changes the effect of an input in a whole replication they are too narrow with few replications (of
/// 95 %, about 40 % with two, 70 % with three and 90 % with ten hold the truth). Rows of a quasi-random design depend on
/// each other: their intervals are mostly too wide, but some first orders' are too narrow. `uniform` gives numbers in
/// [0, 1).
///
/// Panics where columns or replications differ in number.
pub fn indices(
    evaluations: &Evaluations,
    bootstrap: &Bootstrap,
    uniform: &mut impl FnMut() -> f64,
) -> Result<Indices, Undefined> {
    let (count, replications) = evaluations.shape();
    let rows = evaluations.finite_rows();
    if rows.len() < 2 {
        return Err(Undefined::FewRows);
    }
    let columns = evaluations.replications(&rows);
    let all: Vec<usize> = (0..rows.len()).collect();
    let found = of_mean(&columns, &vec![1.0; replications], &all);
    if found.uncorrected[0] <= 0.0 {
        return Err(Undefined::NoVariance);
    }
    let mut draws: Vec<OfMean> = Vec::with_capacity(bootstrap.draws);
    for _ in 0..bootstrap.draws {
        let drawn = draw(rows.len(), uniform);
        let times = if replications > 1 { draw_two_or_more(replications, uniform) } else { vec![1.0] };
        draws.push(of_mean(&columns, &times, &drawn));
    }
    let noise = found.corrected.as_ref().map(|forms| {
        let in_variance = (found.uncorrected[0] - forms[0]).max(0.0);
        let variance = evaluations.variance_of_means(&rows);
        Noise { variance, in_variance, share: in_variance / found.uncorrected[0] }
    });
    let level = bootstrap.level;
    let uncorrected: Vec<&[f64]> = draws.iter().map(|draw| draw.uncorrected.as_slice()).collect();
    let corrected: Vec<&[f64]> = draws.iter().filter_map(|draw| draw.corrected.as_deref()).collect();
    Ok(Indices {
        uncorrected: set(&found.uncorrected, &uncorrected, rows.len(), level),
        corrected: match &found.corrected {
            None => Err(Undefined::OneReplication),
            Some(forms) if forms[0] <= 0.0 => Err(Undefined::OnlyNoise),
            Some(forms) => Ok(set(forms, &corrected, rows.len(), level)),
        },
        noise,
        replications,
        rows: rows.len(),
        left_out: count - rows.len(),
    })
}

/// Ratios of the forms with their intervals.
fn set(forms: &[f64], draws: &[&[f64]], n: usize, level: f64) -> Set {
    let inputs = (forms.len() - 1) / 2;
    let ratio = |from: usize, to: usize| {
        let of = |forms: &[f64]| {
            let mut sum = 0.0;
            for form in &forms[from..to] {
                sum += form;
            }
            if forms[0] > 0.0 { sum / forms[0] } else { f64::NAN }
        };
        let drawn: Vec<f64> = draws.iter().map(|forms| of(forms)).collect();
        Interval::of(of(forms), &drawn, n, level)
    };
    let index = |input: usize| Index {
        first: ratio(1 + input, 2 + input),
        total: ratio(1 + inputs + input, 2 + inputs + input),
    };
    Set {
        variance: forms[0],
        inputs: (0..inputs).map(index).collect(),
        sum_first: ratio(1, 1 + inputs),
        sum_total: ratio(1 + inputs, 1 + 2 * inputs),
    }
}

#[cfg(test)]
mod tests {
    use super::super::points::{evaluate, normal, random, uniforms};
    use super::super::systems::Analytic;
    use super::*;
    use crate::statistics::estimate::moments;

    const BOOTSTRAP: Bootstrap = Bootstrap { draws: 2000, level: 0.999 };
    const NO_INTERVALS: Bootstrap = Bootstrap { draws: 0, level: 0.95 };

    fn bare(evaluations: &Evaluations) -> Result<Indices, Undefined> {
        indices(evaluations, &NO_INTERVALS, &mut || 0.0)
    }

    /// Eight intervals at 99.9 %: at most one false alarm in 125 seeds.
    #[test]
    fn intervals_of_ishigami_contain_its_indices() {
        let system = Analytic::Ishigami { a: 7.0, b: 0.1 };
        let exact = system.exact().expect("it varies");
        let mut uniform = uniforms(2024);
        let points = random(4096, 6, &mut uniform);
        let evaluations = evaluate(&points, 1, &mut |point, _, _| system.value(point));
        let found = indices(&evaluations, &BOOTSTRAP, &mut uniform).expect("it varies");
        assert_eq!((found.replications, found.rows, found.left_out, found.noise), (1, 4096, 0, None));
        assert_eq!(found.corrected, Err(Undefined::OneReplication));
        let set = found.of_mean_response().expect("one replication");
        for (i, index) in set.inputs.iter().enumerate() {
            assert!(
                index.first.contains(exact.first[i]) && index.total.contains(exact.total[i]),
                "{index:?}"
            );
            assert!(index.first.high - index.first.low < 0.3 && index.total.high - index.total.low < 0.2);
        }
        assert!(set.sum_first.contains(exact.first.iter().sum()) && !set.sum_first.contains(1.0));
        assert!(set.sum_total.contains(exact.total.iter().sum()) && !set.sum_total.contains(1.0));
    }

    /// 131,072 rows, standard errors at most 0.004: 16 comparisons at 4 of them or more, one false alarm in 1,000 seeds.
    #[test]
    fn on_many_points_the_indices_are_close_and_a_large_mean_costs_no_digits() {
        for system in [Analytic::Ishigami { a: 7.0, b: 0.1 }, Analytic::G { a: vec![0.0, 0.5, 3.0, 9.0] }] {
            let exact = system.exact().expect("it varies");
            let points = random(131_072, 2 * system.dimension(), &mut uniforms(1));
            let plain = bare(&evaluate(&points, 1, &mut |p, _, _| system.value(p))).expect("it varies");
            let far = bare(&evaluate(&points, 1, &mut |p, _, _| 1e6 + system.value(p))).expect("it varies");
            assert!((plain.uncorrected.variance / exact.variance - 1.0).abs() < 0.016);
            for (i, index) in plain.uncorrected.inputs.iter().enumerate() {
                assert!(
                    (index.first.estimate - exact.first[i]).abs() < 0.016,
                    "{} {:?}",
                    index.first.estimate,
                    exact
                );
                assert!(
                    (index.total.estimate - exact.total[i]).abs() < 0.016,
                    "{} {:?}",
                    index.total.estimate,
                    exact
                );
                let far = far.uncorrected.inputs[i];
                assert!((index.first.estimate - far.first.estimate).abs() < 1e-8);
                assert!((index.total.estimate - far.total.estimate).abs() < 1e-8);
            }
        }
    }

    /// x₁ + 2 x₂ with chance of variance 12 at each point and 100 common to a replication; six replications, so that the
    /// means have 2 and 16.7. Twelve intervals at 99.9 % and two numbers at 4.5 standard errors (0.04 and 0.1): at most
    /// one false alarm in 80 seeds.
    #[test]
    fn chance_is_measured_and_taken_out() {
        let mut uniform = uniforms(77);
        let points = random(1024, 6, &mut uniform);
        let common: Vec<f64> = (0..6).map(|_| 10.0 * normal(&mut uniform)).collect();
        let mut chance = uniforms(78);
        let evaluations = evaluate(&points, 6, &mut |point, replication, _| {
            let x = |i: usize| (point[i] - 0.5) * 12.0_f64.sqrt();
            x(0) + 2.0 * x(1) + common[replication] + 12.0_f64.sqrt() * normal(&mut chance)
        });
        let found = indices(&evaluations, &BOOTSTRAP, &mut uniform).expect("it varies");
        let noise = found.noise.expect("six replications");
        assert!((noise.in_variance - 2.0).abs() < 0.2 && (noise.share - 2.0 / 7.0).abs() < 0.03, "{noise:?}");
        let shift = moments(&common).and_then(|m| m.variance).expect("six replications") / 6.0;
        assert!((noise.variance - 2.0 - shift).abs() < 0.5, "{noise:?} {shift}");
        let set = found.of_mean_response().expect("inputs have an effect");
        for (index, truth) in set.inputs.iter().zip([0.2, 0.8, 0.0]) {
            assert!(index.first.contains(truth) && index.total.contains(truth), "{index:?} {truth}");
        }
        // With chance: V = 7, of which 1, 4 and nothing alone and 2 more in each total.
        for (index, (first, total)) in
            found.uncorrected.inputs.iter().zip([(1.0, 3.0), (4.0, 6.0), (0.0, 2.0)])
        {
            assert!(index.first.contains(first / 7.0) && index.total.contains(total / 7.0), "{index:?}");
        }
        assert!(
            !found.uncorrected.inputs[2].total.contains(0.0)
                && !found.uncorrected.inputs[1].first.contains(0.8)
        );
    }

    #[test]
    fn rows_with_an_undefined_value_are_left_out_whole() {
        let points = random(64, 4, &mut uniforms(3));
        let mut respond = |p: &[f64], replication: usize, n: usize| {
            p[0] + p[1] * p[1] + (replication * n % 7) as f64 / 100.0
        };
        let whole = evaluate(&points, 2, &mut respond);
        let mut holed = whole.clone();
        (holed.a[1][4], holed.b[0][9], holed.ab[1][0][30]) = (f64::NAN, f64::INFINITY, f64::NAN);
        let without = |values: &Vec<f64>| -> Vec<f64> {
            let kept = values.iter().enumerate().filter(|(row, _)| ![4, 9, 30].contains(row));
            kept.map(|(_, value)| *value).collect()
        };
        let part = |part: &[Vec<f64>]| part.iter().map(without).collect::<Vec<_>>();
        let short = Evaluations {
            a: part(&whole.a),
            b: part(&whole.b),
            ab: whole.ab.iter().map(|p| part(p)).collect(),
        };
        let found = indices(&holed, &BOOTSTRAP, &mut uniforms(1)).expect("it varies");
        let expected = indices(&short, &BOOTSTRAP, &mut uniforms(1)).expect("it varies");
        assert_eq!((found.rows, found.left_out, expected.left_out), (61, 3, 0));
        assert!(expected.corrected.as_ref().is_ok_and(|set| set.sum_total.low.is_finite()));
        assert_eq!(Indices { left_out: 0, ..found }, expected);
        holed.b[0] = vec![f64::NAN; 64];
        assert_eq!(bare(&holed), Err(Undefined::FewRows));
    }

    #[test]
    fn without_an_effect_there_are_no_indices_and_a_reason() {
        let points = random(32, 4, &mut uniforms(4));
        let shared = evaluate(&points, 3, &mut |_, replication, _| 0.1 + replication as f64 / 3.0);
        assert_eq!(
            bare(&shared),
            Err(Undefined::NoVariance),
            "chance that is common to all points is no effect"
        );
        let opposite = evaluate(&points, 2, &mut |p, r, _| p[0] * if r == 0 { 1.0 } else { -0.9 });
        let found = bare(&opposite).expect("the means vary");
        assert_eq!(found.corrected, Err(Undefined::OnlyNoise));
        assert_eq!(found.of_mean_response(), Err(Undefined::OnlyNoise));
        assert!(found.noise.expect("two replications").share > 1.0);
        let alike = evaluate(&points, 4, &mut |p, _, _| p[0] + p[1]);
        let found = bare(&alike).expect("it varies");
        let corrected = found.corrected.expect("it varies");
        assert!(
            (corrected.variance - found.uncorrected.variance).abs() < 1e-14
                && found.noise.expect("4").share < 1e-14
        );
        assert!(corrected.sum_first.low.is_nan());
    }
}
