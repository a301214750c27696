//! The result for programs: `cliniq.run/1` and `cliniq.compare/1`. Undefined numbers are null.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::bundle::answer::ExplanationAnswer;
use super::compare::{Analysis, ArmRows, MeasureRow};
use super::economics::{Money, Quantity};
use crate::system::Support;

/// A map in the order of its entries (the measure table's).
pub(super) struct Ordered<T>(pub Vec<(String, T)>);

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Number {
    mean: Option<f64>,
    half_width: Option<f64>,
    level: f64,
    n: usize,
    unit: String,
    per: String,
}

#[derive(Serialize)]
struct Scenario {
    name: String,
    file: String,
    digest: String,
}

/// The answer of `run`.
#[derive(Serialize)]
pub struct RunAnswer {
    schema: &'static str,
    seed: u64,
    replications: u32,
    scenario: Scenario,
    measures: Ordered<Number>,
}

#[derive(Serialize)]
struct Compared {
    name: String,
    file: String,
    digest: String,
    forked: bool,
    measures: Ordered<Number>,
}

#[derive(Serialize)]
struct Change {
    mean: Option<f64>,
    half_width: Option<f64>,
    level: f64,
    n: usize,
    p_adjusted: Option<f64>,
    correlation: Option<f64>,
    verdict: &'static str,
    more_runs: Option<usize>,
    watched: bool,
    weakest_grade: Option<Support>,
}

#[derive(Serialize)]
struct Against {
    scenario: String,
    baseline: String,
    measures: Ordered<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    money: Option<MoneyAnswer>,
}

#[derive(Serialize)]
struct MoneyAnswer {
    price_year: u32,
    discount_rate: f64,
    perspective: String,
    weeks: f64,
    notes: Vec<String>,
    quantities: Ordered<Amount>,
}

#[derive(Serialize)]
struct Amount {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    interval: &'static str,
    level: f64,
    n: usize,
    unit: &'static str,
    note: Option<String>,
}

/// The answer of `compare`.
#[derive(Serialize)]
pub struct CompareAnswer {
    schema: &'static str,
    seed: u64,
    scenarios: Vec<Compared>,
    differences: Vec<Against>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationAnswer>,
}

/// The answer of `run`, about the first arm.
pub fn run(analysis: &Analysis) -> RunAnswer {
    let arm = &analysis.arms[0];
    RunAnswer {
        schema: "cliniq.run/1",
        seed: analysis.seed,
        replications: analysis.replications,
        scenario: Scenario { name: arm.name.clone(), file: arm.file.clone(), digest: arm.digest.clone() },
        measures: numbers(analysis, arm),
    }
}

/// The answer of `compare`, with what `--explain` adds.
pub fn compare(analysis: &Analysis, explanation: Option<ExplanationAnswer>) -> CompareAnswer {
    let compared = |arm: &ArmRows| Compared {
        name: arm.name.clone(),
        file: arm.file.clone(),
        digest: arm.digest.clone(),
        forked: arm.forked,
        measures: numbers(analysis, arm),
    };
    let against = |arm: &ArmRows| Against {
        scenario: arm.name.clone(),
        baseline: analysis.arms[0].name.clone(),
        measures: Ordered(arm.totals().filter_map(|row| change(row, analysis.level)).collect()),
        money: arm.money.as_ref().map(|found| money(found, analysis.level)),
    };
    CompareAnswer {
        schema: "cliniq.compare/1",
        seed: analysis.seed,
        scenarios: analysis.arms.iter().map(compared).collect(),
        differences: analysis.arms[1..].iter().map(against).collect(),
        explanation,
    }
}

fn numbers(analysis: &Analysis, arm: &ArmRows) -> Ordered<Number> {
    let number = |row: &MeasureRow| Number {
        mean: row.estimate.map(|e| e.mean),
        half_width: row.estimate.and_then(|e| e.half_width),
        level: analysis.level,
        n: row.estimate.map_or(0, |e| e.n),
        unit: row.measure.unit.clone(),
        per: row.measure.per.clone(),
    };
    Ordered(arm.totals().map(|row| (row.measure.name.clone(), number(row))).collect())
}

fn change(row: &MeasureRow, level: f64) -> Option<(String, Change)> {
    let found = row.difference.as_ref()?;
    let estimate = found.estimate();
    let change = Change {
        mean: estimate.map(|e| e.mean),
        half_width: estimate.and_then(|e| e.half_width),
        level,
        n: estimate.map_or(0, |e| e.n),
        p_adjusted: found.p_adjusted,
        correlation: found.paired.and_then(|p| p.correlation),
        verdict: found.verdict.word(),
        more_runs: found.more_runs,
        watched: row.watched,
        weakest_grade: row.support.clone(),
    };
    Some((row.measure.name.clone(), change))
}

fn money(found: &Money, level: f64) -> MoneyAnswer {
    let amount = |row: &Quantity| Amount {
        value: row.value,
        low: row.low,
        high: row.high,
        interval: row.interval.word(),
        level,
        n: row.n,
        unit: row.unit,
        note: row.note.clone(),
    };
    MoneyAnswer {
        price_year: found.terms.price_year,
        discount_rate: found.terms.discount_rate,
        perspective: found.terms.perspective.clone(),
        weeks: found.terms.weeks,
        notes: found.notes.clone(),
        quantities: Ordered(found.quantities.iter().map(|row| (row.name.clone(), amount(row))).collect()),
    }
}
