//! Worked example 1 by simulation: orders of a cohort of clinicians in two worlds, on the same random numbers.

use super::cases::{Case, Look, mean_and_error, replicate};
use super::examples::{ERRORS, NAMES};
use crate::clinic::science::attributable as due;
use crate::clinic::science::error_layers::parameters::ErrorModel;
use crate::clinic::science::error_layers::{Circumstances, Counterfactual, Defences, Draws, Outcome, Safety};
use crate::engine::distribution::Distribution;
use crate::engine::random::{Identity, Purpose, Seed};

/// Cohorts of one look at errors, clinicians in each and orders of each of them.
const COHORTS: u32 = 70;
const CLINICIANS: u64 = 10_000;
const ORDERS: u64 = 40;

/// A normal distribution of exhaustion of which a share counts as burned out.
#[derive(Clone, Copy)]
struct Exhaustion {
    /// Above this a person is burned out.
    above: f64,
    /// Mean of the others.
    mean_of_others: f64,
}

fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt()
}

impl Exhaustion {
    /// By halving: the share above falls with the limit.
    fn with_prevalence(prevalence: f64) -> Self {
        let share_above = |z: f64| 0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2);
        let (mut low, mut high) = (-10.0, 10.0);
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if share_above(middle) > prevalence { low = middle } else { high = middle }
        }
        Exhaustion { above: low, mean_of_others: -density(low) / (1.0 - prevalence) }
    }

    fn person(&self, z_exhaustion: f64) -> Circumstances {
        Circumstances { z_exhaustion, burned_out: z_exhaustion > self.above, ..Circumstances::default() }
    }

    fn like_the_others(&self) -> Counterfactual {
        let z_exhaustion = self.mean_of_others;
        Counterfactual::LikeTheOthers { z_exhaustion, z_cynicism: 0.0, nurse_burned_out: false }
    }

    /// The mean over people of what is true of one: Simpson's rule on either side of the limit.
    fn mean(&self, of: impl Fn(&Circumstances) -> f64) -> f64 {
        const PANELS: usize = 2000;
        let part = |from: f64, to: f64, burned_out: bool| {
            let step = (to - from) / PANELS as f64;
            let term = |k: usize| {
                let z_exhaustion = from + step * k as f64;
                let weight = if k == 0 || k == PANELS { 1.0 } else { 2.0 + 2.0 * (k % 2) as f64 };
                weight
                    * density(z_exhaustion)
                    * of(&Circumstances { burned_out, ..self.person(z_exhaustion) })
            };
            step / 3.0 * (0..=PANELS).map(term).sum::<f64>()
        };
        part(-9.0, self.above, false) + part(self.above, 9.0, true)
    }
}

/// Errors of a cohort, in this world and in one without burnout: counted, and as conditional expectations.
#[derive(Clone, Copy, Default)]
struct Errors {
    orders: f64,
    counted: [f64; 2],
    expected: [f64; 2],
}

impl Errors {
    fn attributable(pair: [f64; 2]) -> f64 {
        pair[0] - pair[1]
    }

    fn fraction(pair: [f64; 2]) -> f64 {
        Self::attributable(pair) / pair[0]
    }
}

/// One cohort: every order meets the same random numbers in both worlds.
fn cohort(defences: &Defences, people: Exhaustion, without: Counterfactual, seed: Seed) -> Errors {
    let normal = Distribution::normal(0.0, 1.0).expect("a standard normal exists");
    let mut errors = Errors::default();
    for number in 0..CLINICIANS {
        let clinician = Identity::named("clinician").child(number);
        let z = normal.sample(&mut seed.stream(Purpose::named("exhaustion"), clinician));
        let person = people.person(z);
        let chains = [defences.chain(&person), defences.chain(&without.of(&person))];
        for order in 0..ORDERS {
            let draws = Draws::new(seed, clinician.child(order));
            for (world, chain) in chains.iter().enumerate() {
                let reached = defences.outcome(chain, &draws) == Outcome::Reached;
                errors.counted[world] += f64::from(u8::from(reached));
                errors.expected[world] += chain.reach;
            }
        }
    }
    errors.orders = (CLINICIANS * ORDERS) as f64;
    errors
}

/// A measure of a cohort: its name, what it must be and how it is read.
type Reading = (&'static str, f64, fn(&Errors) -> f64);

fn look_at_errors(model: ErrorModel, without: Counterfactual, label: &str, readings: Vec<Reading>) -> Look {
    let name = format!("{}, {label}", NAMES[0]);
    let safety = Safety { error_model: model, ..Safety::default() };
    let people = Exhaustion::with_prevalence(ERRORS.0);
    Box::new(move |seed, effort| {
        let defences = Defences::new(&safety);
        let cohorts = replicate(seed, COHORTS * effort, |seed| cohort(&defences, people, without, seed));
        let estimate = |(measure, expected, read): &Reading| {
            let values: Vec<f64> = cohorts.iter().map(read).collect();
            let (mean, error) = mean_and_error(&values);
            Case::estimate(&name, measure, *expected, mean, error)
        };
        readings.iter().map(estimate).collect()
    })
}

/// Example 1 by simulation: the binary model against the textbook, the continuous one against an integral over the normal
/// distribution.
pub(super) fn looks() -> Vec<Look> {
    let people = Exhaustion::with_prevalence(ERRORS.0);
    let (prevalence, risk, unexposed) = ERRORS;
    let thousands = 1000.0 * unexposed;
    let binary: Vec<Reading> = vec![
        ("all in 1,000 orders, counted", due::total_rate(prevalence, risk, thousands), |errors| {
            1000.0 * errors.counted[0] / errors.orders
        }),
        (
            "attributable in 1,000 orders, counted",
            due::population_attributable_risk(prevalence, risk, thousands),
            |errors| 1000.0 * Errors::attributable(errors.counted) / errors.orders,
        ),
        ("attributable fraction, expected", due::attributable_fraction(prevalence, risk), |errors| {
            Errors::fraction(errors.expected)
        }),
    ];
    let continuous = |without| continuous_fraction(people, without);
    let others = people.like_the_others();
    let flat = Counterfactual::SlopeOff;
    vec![
        look_at_errors(ErrorModel::Binary, others, "binary: nobody burned out", binary),
        look_at_errors(
            ErrorModel::Continuous,
            flat,
            "continuous: slope off",
            vec![("attributable fraction, expected", continuous(flat), |errors| {
                Errors::fraction(errors.expected)
            })],
        ),
        look_at_errors(
            ErrorModel::Continuous,
            others,
            "continuous: burned-out like the others",
            vec![
                ("attributable fraction, expected", continuous(others), |errors| {
                    Errors::fraction(errors.expected)
                }),
                ("attributable fraction, counted", continuous(others), |errors| {
                    Errors::fraction(errors.counted)
                }),
            ],
        ),
    ]
}

/// The continuous model by the integral: it must give what the file prints of both counterfactuals.
pub(super) fn arithmetic() -> Vec<Case> {
    let people = Exhaustion::with_prevalence(ERRORS.0);
    let printed = |label: &str, without, percent| {
        let found = 100.0 * continuous_fraction(people, without);
        let measure = "attributable fraction as printed, %";
        Case::printed(&format!("{}, continuous: {label}", NAMES[0]), measure, percent, 1, found)
    };
    vec![
        printed("slope off", Counterfactual::SlopeOff, 2.4),
        printed("burned-out like the others", people.like_the_others(), 13.8),
    ]
}

/// What a counterfactual takes away in the continuous model, as a share of errors: exact up to the integral.
fn continuous_fraction(people: Exhaustion, without: Counterfactual) -> f64 {
    let defences = Defences::new(&Safety::default());
    let all = people.mean(|person| defences.chain(person).reach);
    (all - people.mean(|person| defences.chain(&without.of(person)).reach)) / all
}
