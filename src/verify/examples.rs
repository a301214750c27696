//! The worked examples of the sources by the program's own functions, to the precision of the machine or to the digits
//! that the sources print, and by simulation where an example speaks of what happens.

use super::cases::{Case, judge};
use super::{examples_errors, examples_simulated, theory, transient};
use crate::clinic::science::attributable as due;
use crate::clinic::science::error_layers::parameters::{Alerts, DoubleCheck, Layer, Manner, Pharmacist};
use crate::clinic::science::error_layers::{Chain, Circumstances, Defences, Safety};
use crate::clinic::science::odds::relative_risk;

/// What the tool says of example 1, where the two models answer different questions.
pub const NOTE: &str = "\
Example 1: with error_model = \"binary\" the part due to burnout is the textbook's, for the counterfactual takes the relative
risk away from the burned-out. With \"continuous\" exhaustion is measured from its mean, and two counterfactuals differ:
switching the slope off (2.4 %) lets those below the mean err more as well; making the burned-out like the others on
average (13.8 %) is the one that says what burnout does. Each row names its own.";

/// Names of the examples, in the order of the file.
pub(super) const NAMES: [&str; 7] = [
    "1 attributable errors",
    "2 excess departures",
    "3 capacity",
    "4 odds ratio per SD",
    "5 layers",
    "6 correlation",
    "7 queue",
];

/// Prevalence of burnout, relative risk and error rate of the others in example 1.
pub(super) const ERRORS: (f64, f64, f64) = (0.36, 1.35, 0.002);
/// Physicians, prevalence, relative risk and turnover of example 2.
pub(super) const DEPARTURES: (f64, f64, f64, f64) = (1000.0, 0.40, 2.0, 0.08);
/// Capacities of example 3 as shares of nominal, before and after, and the demand between them.
pub(super) const CAPACITY: (f64, f64, f64) = (0.86, 0.90, 0.88);
/// Arrivals, services in an hour, and hours of example 7.
pub(super) const QUEUE: (f64, f64, u32) = (12.0, 10.0, 8);

fn attributable_errors() -> Vec<Case> {
    let name = NAMES[0];
    let (prevalence, risk, _) = ERRORS;
    let attributable = due::population_attributable_risk(prevalence, risk, 2.0);
    let fraction = due::attributable_fraction(prevalence, risk);
    let implied = due::implied_relative_risk(prevalence, 0.2520, 2.0);
    let mut cases = vec![
        Case::computed(name, "attributable in 1,000 orders", 0.2520, attributable),
        Case::computed(name, "all in 1,000 orders", 2.2520, due::total_rate(prevalence, risk, 2.0)),
        Case::computed(name, "relative risk that 0.2520 implies", 1.35, implied),
        Case::computed(name, "attributable fraction", 0.252 / 2.252, fraction),
        Case::printed(name, "attributable fraction as printed, %", 11.19, 2, 100.0 * fraction),
    ];
    cases.extend(examples_errors::arithmetic());
    cases
}

fn excess_departures() -> Vec<Case> {
    let name = NAMES[1];
    let (people, prevalence, risk, turnover) = DEPARTURES;
    let without = due::turnover_without_burnout(turnover, prevalence, risk);
    let excess = due::excess_departures(people, prevalence, risk, turnover);
    let millions = excess * 500_000.0 / 1e6;
    vec![
        Case::computed(name, "turnover without burnout", 2.0 / 35.0, without),
        Case::printed(name, "turnover without burnout as printed, %", 5.714, 3, 100.0 * without),
        Case::computed(name, "excess departures a year", 160.0 / 7.0, excess),
        Case::printed(name, "excess departures as printed", 22.857, 3, excess),
        Case::printed(name, "their cost as printed, million US$", 11.43, 2, millions),
    ]
}

fn capacity() -> Vec<Case> {
    let name = NAMES[2];
    let (before, after) = (due::effective_capacity(0.35, 0.60), due::effective_capacity(0.25, 0.60));
    let (_, _, demand) = CAPACITY;
    let grows = f64::from(u8::from(demand / before > 1.0));
    let stable = f64::from(u8::from(demand / after < 1.0));
    vec![
        Case::computed(name, "capacity at burnout 0.35", CAPACITY.0, before),
        Case::computed(name, "capacity at burnout 0.25", CAPACITY.1, after),
        Case::printed(name, "gain as printed, %", 4.65, 2, 100.0 * (after / before - 1.0)),
        Case::exact(name, "demand 0.88 exceeds the first", 1.0, grows),
        Case::exact(name, "demand 0.88 is below the second", 1.0, stable),
        Case::computed(
            name,
            "growth of the list, of nominal capacity",
            0.02,
            transient::fluid(demand, before, 1.0),
        ),
        Case::exact(name, "growth at the second", 0.0, transient::fluid(demand, after, 1.0)),
    ]
}

fn odds_ratio() -> Vec<Case> {
    let name = NAMES[3];
    let after = |change: f64| due::error_after(0.10, 1.25, change);
    let (first, second) = (after(-1.0), after(-0.4) * 0.70);
    let mut cases = vec![
        Case::computed(name, "error after a caseload cut", 4.0 / 49.0, first),
        Case::printed(name, "error after a caseload cut as printed", 0.0816, 4, first),
        Case::printed(name, "harm after a caseload cut, %", -18.4, 1, 100.0 * (first / 0.10 - 1.0)),
        Case::printed(
            name,
            "harm after peer support and checklist, %",
            -35.4,
            1,
            100.0 * (second / 0.10 - 1.0),
        ),
    ];
    for (probability, printed) in [(0.02, 12.3), (0.10, 11.5), (0.20, 10.4)] {
        let cut = 100.0 * due::break_even_harm_cut(probability, 1.25, -1.0, -0.4);
        cases.push(Case::printed(name, &format!("break-even harm cut at {probability}, %"), printed, 1, cut));
    }
    for (probability, printed, decimals) in [(0.002, 1.996, 3), (0.05, 1.90, 2), (0.20, 1.67, 2)] {
        let measure = format!("risk ratio of odds ratio 2.0 at {probability}");
        cases.push(Case::printed(name, &measure, printed, decimals, relative_risk(2.0, probability)));
    }
    cases
}

/// The chain of example 5, with misses of 0.9, 0.5 and 0.6, and their odds multiplied.
fn chain_of_misses(odds_ratio: f64) -> Chain {
    let shift = -libm::log(odds_ratio);
    let alerts = Alerts { errors_alerted_share: 1.0, heed_probability: 0.1, ..Alerts::default() };
    let pharmacist = Pharmacist { miss_probability: 0.5, ..Pharmacist::default() };
    let mut check = DoubleCheck { manner: Manner::Single, single_finds: 0.4, ..DoubleCheck::default() };
    check.skip.probability = 0.0;
    let layers = [
        ("alerts", Layer { shift, alerts: Some(alerts), ..Layer::default() }),
        ("pharmacist", Layer { shift, pharmacist: Some(pharmacist), ..Layer::default() }),
        ("nurse", Layer { shift, double_check: Some(check), ..Layer::default() }),
    ];
    let layers = layers.into_iter().map(|(name, layer)| (name.to_owned(), layer)).collect();
    Defences::new(&Safety { layers, ..Safety::default() }).chain(&Circumstances::default())
}

fn layers() -> Vec<Case> {
    let name = NAMES[4];
    let misses = [0.9, 0.5, 0.6];
    let rare = due::let_through_ratio_of_rare_misses(1.35, 3);
    let exact = 12.15 / 13.15 * (1.35 / 2.35) * (2.025 / 3.025) / 0.27;
    let common = due::let_through_ratio(&misses, 1.35);
    let (plain, worse) = (chain_of_misses(1.0), chain_of_misses(1.35));
    vec![
        Case::computed(name, "let through, rare misses", 2.460_375, rare),
        Case::printed(name, "let through, rare misses, as printed", 2.46, 2, rare),
        Case::printed(name, "let through, misses of 1e-6", 2.46, 2, due::let_through_ratio(&[1e-6; 3], 1.35)),
        Case::computed(name, "let through, misses 0.9, 0.5, 0.6", exact, common),
        Case::printed(name, "let through, misses 0.9, 0.5, 0.6, as printed", 1.32, 2, common),
        Case::computed(
            name,
            "the same by the chain of [safety]",
            exact,
            worse.passes_all() / plain.passes_all(),
        ),
        Case::computed(name, "reaching patients without the rise", 0.002 * 0.27, plain.reach),
    ]
}

fn correlation() -> Vec<Case> {
    vec![Case::computed(NAMES[5], "explained variance", 0.2025, due::explained_variance(0.45))]
}

fn queue() -> Vec<Case> {
    let name = NAMES[6];
    let (arrivals, service, hours) = QUEUE;
    let left = transient::fluid(arrivals, service, f64::from(hours));
    let number = left_by_theory();
    vec![
        Case::computed(name, "load", 1.2, arrivals / service),
        Case::computed(name, "left after 8 h, fluid limit", 16.0, left),
        Case::computed(name, "after-hours minutes, fluid limit", 96.0, left * 60.0 / service),
        Case::printed(name, "left after 8 h, M/M/1 from empty", 20.49, 2, number),
        Case::printed(name, "after-hours minutes, M/M/1 from empty", 123.0, 0, number * 60.0 / service),
    ]
}

/// Mean number left in M/M/1 of example 7, by the forward equations.
pub(super) fn left_by_theory() -> f64 {
    let (arrivals, service, hours) = QUEUE;
    let states = theory::transient(&vec![arrivals; hours as usize], service, 1);
    states.last().expect("there are eight hours").number
}

/// All examples without chance, in the order of the file.
pub fn arithmetic() -> Vec<Case> {
    [attributable_errors, excess_departures, capacity, odds_ratio, layers, correlation, queue]
        .into_iter()
        .flat_map(|example| example())
        .collect()
}

/// All examples, arithmetic before simulation in each; the same for a seed whatever the number of threads.
pub fn all(seed: u64) -> Vec<Case> {
    let mut cases = arithmetic();
    cases.extend(judge(&examples_simulated::looks(), seed));
    // Stable, and names begin with the number of the example.
    cases.sort_by_key(|case| case.name.chars().next());
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_reproduced_by_arithmetic() {
        let cases = arithmetic();
        let failed: Vec<&Case> = cases.iter().filter(|case| !case.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        for name in NAMES {
            assert!(cases.iter().any(|case| case.name == name), "{name} is looked at");
        }
    }
}
