//! Theory against the clinic, by scenario files alone: each system is a file that anybody can run.
//!
//! The files lie in `scenarios/verify/` and travel with the program like every other scenario, so that
//! `cliniq run scenarios/verify/mmc.toml` repeats a row of the table and the manual can point to them as examples.
//!
//! **Bias.** A queue forgets its empty start at the rate 1/τ with the relaxation time τ (for M/M/c
//! τ = 1/(√(cμ) − √λ)², Morse 1955). Every file begins its count after at least ten τ, which leaves less than e⁻¹⁰ of
//! the bias, and takes whoever came before `observe_until_hours`; the run goes on for about ten τ more, so that no
//! long wait is left out because it had not ended. A mean per run is a ratio with a random number of patients
//! below; its bias is the covariance of mean and number, at most one part in 3,000 with the 6,000 and more patients of
//! a run, where the standard error is one part in 100 to 1,000. Where runs are short (M(t)/M/c from an empty start)
//! sums are compared in place of means.
//!
//! **False alarms.** About 100 estimates at 4 standard errors, most from 100 runs (Student's t with 99 degrees of
//! freedom: 1.2 in 10,000 each): one in 80 first looks at the whole table shows a row that is wrong by chance. Such a
//! row is looked at again with four times as many runs (see `judge`), and then fails about once in a million tables.

use std::cell::RefCell;
use std::rc::Rc;

use super::books::{Books, simulate};
use super::cases::{Case, Look, judge, mean_and_error, replicate};
use super::scenario_checks::{Check, Checks};
use crate::clinic::parameters::check::check;
use crate::clinic::{Model, Parameters, model};
use crate::engine::random::Identity;
use crate::scenario;

/// The books of all runs, kept together across looks.
type AllBooks = Rc<RefCell<Books>>;

/// Builds the model of a shipped scenario. Panics where the file has faults: shipped files have none, which
/// `tests/theory.rs` ensures.
fn shipped(file: &str, overrides: &[&str]) -> Model {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    let loaded = scenario::load_shipped::<Parameters>(file, &overrides, check)
        .unwrap_or_else(|faults| panic!("the shipped scenario {file} has faults: {faults}"));
    model::build(&loaded.parameters, 0)
}

/// Replications of one file: the observed value is the mean of the runs, as `cliniq run` prints it.
fn look_at(checks: Checks, books: &AllBooks) -> Look {
    let Checks { name, file, overrides, runs, checks } = checks;
    let (model, books) = (shipped(file, &overrides), Rc::clone(books));
    let rows: Vec<String> = model.layout.rows.iter().map(|row| row.measure.name.clone()).collect();
    let name = format!("{name}, {file}");
    Box::new(move |seed, effort| {
        let ran = replicate(seed, runs * effort, |seed| simulate(&model, seed));
        ran.iter().for_each(|(_, run)| books.borrow_mut().add(run));
        let judged = checks.iter().map(|check| {
            let read = |values: &[f64]| check.read(|measure| values[position(&rows, measure)]);
            let values: Vec<f64> = ran.iter().map(|(outcome, _)| read(outcome.summary())).collect();
            judge_one(&name, check, &values)
        });
        judged.collect()
    })
}

fn position(rows: &[String], measure: &str) -> usize {
    rows.iter()
        .position(|name| name == measure)
        .unwrap_or_else(|| panic!("the checks of a file name its own measures, {measure} is none"))
}

fn judge_one(name: &str, check: &Check, values: &[f64]) -> Case {
    let (mean, error) = mean_and_error(values);
    match check.expected {
        expected if expected == 0.0 => Case::exact(name, &check.label, expected, mean),
        expected => Case::against(name, &check.label, (expected, check.expected_error), mean, error),
    }
}

/// The rows about what is exact in every run.
fn books_cases(books: &Books) -> Vec<Case> {
    let stations = format!("all scenario files, {} stations in {} runs", books.stations, books.runs);
    let cases = format!("all scenario files, {} cases in {} runs", books.cases, books.runs);
    vec![
        Case::exact(&stations, "Little's law, largest discrepancy", 0.0, books.discrepancy as f64),
        Case::exact(&cases, "conservation, cases unaccounted for", 0.0, books.unaccounted as f64),
    ]
}

/// Checks whose file is among some, by stem, for tests that have less time.
pub fn some(seed: u64, stems: &[&str]) -> Vec<Case> {
    let chosen = |checks: &Checks| stems.iter().any(|stem| checks.file.contains(&format!("/{stem}.toml")));
    run(seed, chosen)
}

/// All cases of scenario files, in a fixed order; the same for a seed whatever the number of threads.
pub fn scenario_cases(seed: u64) -> Vec<Case> {
    run(seed, |_| true)
}

fn run(seed: u64, chosen: impl Fn(&Checks) -> bool) -> Vec<Case> {
    let books = AllBooks::default();
    let mut all = super::scenario_checks::theory();
    all.extend(super::scenario_checks::references());
    let looks: Vec<Look> =
        all.into_iter().filter(|checks| chosen(checks)).map(|checks| look_at(checks, &books)).collect();
    let own = Identity::named("scenario files").child(seed).value();
    let mut cases = judge(&looks, own);
    cases.extend(books_cases(&books.borrow()));
    cases
}
