//! A check and how it is judged.

use rayon::prelude::*;
use serde::Serialize;

use crate::engine::collect::Tally;
use crate::engine::random::{Identity, Seed};

/// The most standard errors between expected and observed.
const STANDARD_ERRORS: f64 = 4.0;
/// The largest standard error, as a share of the expected value: a check that could not fail is no check.
const PRECISION: f64 = 0.015;
/// How much longer the second look is.
const SECOND_LOOK: u32 = 4;

/// One number of theory beside the number observed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Case {
    /// The system, e.g. `M/M/1 λ=0.9 μ=1`.
    pub name: String,
    /// The measure, e.g. `mean wait`.
    pub measure: String,
    /// What theory says.
    pub expected: f64,
    /// The standard error of that, where it is itself an estimate of others; 0 where it is exact.
    pub expected_error: f64,
    /// What the simulation found.
    pub observed: f64,
    /// The standard error of that; 0 where the two must be equal to the last bit.
    pub standard_error: f64,
    /// Whether it is near enough, and sharp enough to say so.
    pub pass: bool,
    /// Whether a first look failed, so that these are the numbers of the second.
    pub second_look: bool,
}

impl Case {
    /// Judges an estimate: within 4 standard errors of the expected value, the standard error at most 1.5 % of it.
    pub fn estimate(name: &str, measure: &str, expected: f64, observed: f64, standard_error: f64) -> Self {
        Self::against(name, measure, (expected, 0.0), observed, standard_error)
    }

    /// Judges an estimate against another estimate, given with its standard error: within 4 standard errors of the
    /// difference, the own standard error at most 1.5 % of the expected value.
    pub fn against(
        name: &str,
        measure: &str,
        expected: (f64, f64),
        observed: f64,
        standard_error: f64,
    ) -> Self {
        let (expected, expected_error) = expected;
        let of_difference = libm::hypot(standard_error, expected_error);
        let near = (observed - expected).abs() <= STANDARD_ERRORS * of_difference;
        let sharp = standard_error <= PRECISION * expected.abs();
        let (name, measure) = (name.to_owned(), measure.to_owned());
        let pass = near && sharp;
        Case { name, measure, expected, expected_error, observed, standard_error, pass, second_look: false }
    }

    /// Judges a number that must be exact.
    pub fn exact(name: &str, measure: &str, expected: f64, observed: f64) -> Self {
        Self::certain(name, measure, (expected, observed), observed == expected)
    }

    /// Judges a number that must be right to the precision of the machine: within 16 units of the last place.
    pub fn computed(name: &str, measure: &str, expected: f64, observed: f64) -> Self {
        let pass = (observed - expected).abs() <= ROUNDING * expected.abs();
        Self::certain(name, measure, (expected, observed), pass)
    }

    /// Judges a number that must round to the one printed in a source with so many decimals.
    pub fn printed(name: &str, measure: &str, printed: f64, decimals: i32, observed: f64) -> Self {
        let scale = libm::pow(10.0, f64::from(decimals));
        let pass = libm::round(observed * scale) == libm::round(printed * scale);
        Self::certain(name, measure, (printed, observed), pass)
    }

    /// A number without chance.
    fn certain(name: &str, measure: &str, (expected, observed): (f64, f64), pass: bool) -> Self {
        let (name, measure, none) = (name.to_owned(), measure.to_owned(), 0.0);
        Case {
            name,
            measure,
            expected,
            expected_error: none,
            observed,
            standard_error: none,
            pass,
            second_look: false,
        }
    }
}

/// The largest difference of a computed number, as a share of it: some roundings of the machine.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

/// A system whose cases can be looked at with any seed and effort.
pub(super) type Look = Box<dyn Fn(u64, u32) -> Vec<Case>>;

/// Judges all systems. A case that fails is looked at once more, with other random numbers and four times as many
/// runs, and that second verdict stands: so about 250 estimates at 4 standard errors (Student's t with 99 degrees of
/// freedom: 1.2 in 10,000 each) raise a false alarm about once in 400,000 whole verifications instead of once in
/// 33, while a real difference only stands out more sharply.
pub(super) fn judge(looks: &[Look], seed: u64) -> Vec<Case> {
    let judged = looks.iter().enumerate().map(|(number, look)| {
        // Every system has random numbers of its own, so that chance does not strike several at once.
        let own = Identity::named("verify").child(seed).child(number as u64);
        let mut cases = look(own.child(1).value(), 1);
        if cases.iter().any(|case| !case.pass) {
            let again = look(own.child(2).value(), SECOND_LOOK);
            for (case, second) in cases.iter_mut().zip(again).filter(|(case, _)| !case.pass) {
                *case = Case { second_look: true, ..second };
            }
        }
        cases
    });
    judged.flatten().collect()
}

/// Independent replications in parallel, in the order of their numbers whatever the threads.
pub(super) fn replicate<R: Send>(seed: u64, runs: u32, simulate: impl Fn(Seed) -> R + Sync) -> Vec<R> {
    (0..runs).into_par_iter().map(|replication| simulate(Seed::new(seed, replication))).collect()
}

/// The mean of independent observations and its standard error.
pub(super) fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// The statistics themselves: variance far from zero, and merging in any grouping.
fn statistics_cases() -> Vec<Case> {
    let shifted = |shift: u64| {
        let mut tally = Tally::default();
        [4, 7, 13, 16].into_iter().for_each(|value| tally.push(shift + value));
        tally
    };
    let name = "statistics";
    let (low, high) = (shifted(1_000_000_000), shifted(1_000_000_000_000_000));
    let (mut forward, mut backward) = (low, high);
    forward.merge(&high);
    backward.merge(&low);
    let same = f64::from(u8::from(forward == backward && forward.count() == 8));
    vec![
        Case::exact(name, "variance of 1e9+{4,7,13,16}", 30.0, low.variance()),
        Case::exact(name, "mean of 1e9+{4,7,13,16}", 1_000_000_010.0, low.mean()),
        Case::exact(name, "variance of 1e15+{4,7,13,16}", 30.0, high.variance()),
        Case::exact(name, "merged in either order, equal bits", 1.0, same),
    ]
}

/// Every check, in a fixed order; the same for a seed whatever the number of threads.
pub fn all(seed: u64) -> Vec<Case> {
    let mut cases = statistics_cases();
    cases.push(super::draws::draws_case());
    cases.extend(super::kernel_cases::kernel_cases(seed));
    cases.extend(super::scenario_cases::scenario_cases(seed));
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_and_sharp_are_both_needed() {
        assert!(Case::estimate("", "", 1.0, 1.03, 0.01).pass);
        assert!(!Case::estimate("", "", 1.0, 1.05, 0.01).pass, "five standard errors away");
        assert!(!Case::estimate("", "", 1.0, 1.0, 0.02).pass, "too blunt");
        assert!(!Case::estimate("", "", 1.0, f64::NAN, 0.01).pass);
        assert!(!Case::exact("", "", 1.0, 1.0 + f64::EPSILON).pass);
    }

    #[test]
    fn computed_and_printed_numbers_are_judged_by_their_digits() {
        assert!(Case::computed("", "", 0.3, 0.1 + 0.2).pass);
        assert!(!Case::computed("", "", 0.3, 0.3 + 1e-14).pass);
        assert!(!Case::computed("", "", 0.3, f64::NAN).pass);
        assert!(
            Case::printed("", "", 11.19, 2, 11.1900533).pass && Case::printed("", "", 0.25, 1, 0.349).pass
        );
        assert!(!Case::printed("", "", 11.19, 2, 11.196).pass);
        assert!(!Case::printed("", "", 11.19, 2, f64::NAN).pass);
    }

    #[test]
    fn a_reference_that_is_an_estimate_counts_with_its_error() {
        assert!(Case::against("", "", (1.0, 0.02), 1.08, 0.01).pass);
        assert!(!Case::against("", "", (1.0, 0.02), 1.1, 0.01).pass);
        assert!(
            !Case::against("", "", (1.0, 0.5), 1.0, 0.02).pass,
            "the own error must be small all the same"
        );
    }

    #[test]
    fn statistics_pass() {
        assert!(statistics_cases().iter().all(|case| case.pass));
    }

    #[test]
    fn a_second_look_forgives_chance_and_not_a_difference() {
        let chance: Look =
            Box::new(|_, effort| vec![Case::exact("chance", "", 1.0, if effort == 1 { 2.0 } else { 1.0 })]);
        let wrong: Look = Box::new(|_, _| vec![Case::exact("wrong", "", 1.0, 2.0)]);
        let right: Look = Box::new(|_, _| vec![Case::exact("right", "", 1.0, 1.0)]);
        let verdicts: Vec<(bool, bool)> =
            judge(&[chance, wrong, right], 1).iter().map(|case| (case.pass, case.second_look)).collect();
        assert_eq!(verdicts, [(true, true), (false, true), (true, false)]);
    }
}
