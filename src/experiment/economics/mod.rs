//! Money of a scenario against the baseline, paired by replication, over the whole measured time.
//!
//! What a system must measure for it, by name: `cost_per_year` and its parts `cost_per_year.<part>`,
//! `net_benefit_per_year` (what is earned less what is spent), `intervention_usd_per_week` (absent: nothing is spent)
//! and, for the price of less burnout, `burnout_prevalence`; and the [`Terms`] on which money is counted.
//!
//! Amounts of a period are discounted from its middle to the begin of the measured time.

mod quantities;
pub mod shown;
mod streams;

use super::results::Results;
use crate::system::{Measure, Terms};

/// How the interval of a quantity was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// t interval of a mean over the replications.
    Mean,
    /// Fieller's interval of a ratio of two means.
    Ratio,
    /// Where the middle share of the replications lies, at the level of the intervals: no interval of a mean.
    Replications,
    /// There is none.
    None,
}

impl Interval {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Interval::Mean => "t",
            Interval::Ratio => "fieller",
            Interval::Replications => "replications",
            Interval::None => "none",
        }
    }
}

/// One number of the comparison in money.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// Stable key in files, e.g. `net_present_value`.
    pub name: String,
    /// Words for a person.
    pub label: String,
    /// Unit.
    pub unit: &'static str,
    /// The number; `None` where there is none, and then `note` says why.
    pub value: Option<f64>,
    /// Lower end of the interval; `None` where it is unbounded or there is none.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// How the interval was made.
    pub interval: Interval,
    /// Number of replications it is made of.
    pub n: usize,
    /// What must be said with it.
    pub note: Option<String>,
}

/// The comparison of one scenario with the baseline in money.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// The common terms; those of the baseline where the scenarios' differ and nothing is compared.
    pub terms: Terms,
    /// The numbers, in the order of reading.
    pub quantities: Vec<Quantity>,
    /// Sentences that go with all of them, or say why there are none.
    pub notes: Vec<String>,
}

/// Which measures are kept period by period, as columns of a table of measures.
pub(super) fn followed(measures: &[Measure]) -> Vec<usize> {
    let names = [
        "cost_per_year",
        "net_benefit_per_year",
        "revenue_per_year",
        "intervention_usd_per_week",
        "burnout_prevalence",
    ];
    let is_one = |name: &str| names.contains(&name) || name.starts_with(PART);
    (0..measures.len()).filter(|&column| is_one(&measures[column].name)).collect()
}

/// What names of parts of the cost begin with.
const PART: &str = "cost_per_year.";

/// Net benefit of an arm against the baseline summed up from the beginning, discounted: the weeks at which periods end, and for
/// each replication a sum at each. `None` where it is not compared.
pub(super) fn cumulative_benefit(
    results: &Results,
    arm: usize,
    money: &Money,
) -> Option<(Vec<f64>, Vec<Vec<f64>>)> {
    if money.quantities.is_empty() {
        return None;
    }
    let benefit = streams::change(results, arm, "net_benefit_per_year")?;
    let (periods, rate) =
        (streams::Periods::new(money.terms.weeks, money.terms.discount_rate), money.terms.discount_rate);
    let sums = benefit.iter().map(|row| crate::statistics::money::cumulative(&periods.stream(row), rate));
    Some((periods.end.clone(), sums.collect()))
}

/// Compares an arm with the baseline; `None` where neither counts money.
pub(super) fn compare(results: &Results, arm: usize) -> Option<Money> {
    let [baseline, treated] = [0, arm].map(|a| (&results.arms[a].name, results.arms[a].terms.as_ref()));
    let only = |counts: &Terms, other: &str| Money {
        terms: counts.clone(),
        quantities: Vec::new(),
        notes: vec![format!("Money is not compared: {other} does not count it.")],
    };
    match (baseline, treated) {
        ((_, None), (_, None)) => None,
        ((name, None), (_, Some(terms))) | ((_, Some(terms)), (name, None)) => Some(only(terms, name)),
        ((_, Some(before)), (_, Some(after))) => {
            let mut money = Money { terms: before.clone(), quantities: Vec::new(), notes: Vec::new() };
            match unlike(before, after) {
                Some(reasons) => money.notes.push(format!("Money is not compared: {reasons}.")),
                None => {
                    money.notes.extend(other_prices(before, after));
                    quantities::fill(&mut money, results, arm);
                }
            }
            Some(money)
        }
    }
}

/// Why amounts on these terms cannot be subtracted; `None` where they can.
fn unlike(before: &Terms, after: &Terms) -> Option<String> {
    let mut reasons = Vec::new();
    let mut expect = |what: &str, before: String, after: String| {
        if before != after {
            reasons.push(format!("the {what} differs ({before} and {after})"));
        }
    };
    expect("price year", before.price_year.to_string(), after.price_year.to_string());
    expect("discount rate", before.discount_rate.to_string(), after.discount_rate.to_string());
    expect("perspective", before.perspective.clone(), after.perspective.clone());
    expect("number of weeks", before.weeks.to_string(), after.weeks.to_string());
    (!reasons.is_empty()).then(|| reasons.join(", "))
}

/// Which unit prices differ, in a sentence.
fn other_prices(before: &Terms, after: &Terms) -> Option<String> {
    let of =
        |terms: &Terms, name: &str| terms.prices.iter().find(|(n, _)| n == name).map(|(_, price)| *price);
    let mut names: Vec<&String> = before.prices.iter().chain(&after.prices).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let word = |price: Option<f64>| price.map_or("none".into(), |price| format!("{price}"));
    let other = names.into_iter().filter(|name| of(before, name) != of(after, name));
    let told: Vec<String> = other
        .map(|name| format!("{name} ({} and {})", word(of(before, name)), word(of(after, name))))
        .collect();
    let words = "Unit prices differ, so these differences are not of the scenarios' effects alone";
    (!told.is_empty()).then(|| format!("{words}: {}.", told.join(", ")))
}
