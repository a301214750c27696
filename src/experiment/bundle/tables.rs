//! The tidy tables of a bundle.

use super::Found;
use super::explain::{Attributed, Explanation};
use super::factorial::{Effects, Factorial};
use crate::document::{Cell, Table};
use crate::experiment::results::Results;
use crate::statistics::Estimate;
use crate::store::Bundle;
use crate::system::Measure;

/// Between the parts of an interaction in files.
pub const BETWEEN: &str = ":";

/// The tables of a bundle's run with the names of their files.
pub fn all(results: &Results, bundle: &Bundle, found: &Found) -> Vec<(&'static str, Table)> {
    let mut tables = vec![("combinations.csv", combinations(results, bundle))];
    match found {
        Found::Factorial(found) => tables.push(("factorial.csv", factorial(bundle, found))),
        Found::Explain(found) => {
            tables.push(("explanation.csv", explanation(bundle, found)));
            tables.push(("levers.csv", levers(bundle, found)));
        }
    }
    tables
}

/// `combinations.csv`: which scenario holds which parts, and the settings that make it of the whole one.
fn combinations(results: &Results, bundle: &Bundle) -> Table {
    let mut table = Table::new(&["scenario", "digest"]);
    table.columns.extend(bundle.parts.iter().map(|part| part.name.clone()));
    table.columns.push("set".into());
    for combination in 0..bundle.arms.len() {
        let facts = &results.arms[bundle.arm(combination)];
        let mut cells = vec![Cell::text(&facts.name), Cell::text(&facts.digest)];
        cells.extend((0..bundle.parts.len()).map(|part| Cell::Count((combination >> part & 1) as u64)));
        cells.push(Cell::text(bundle.settings(combination).join(" ")));
        table.rows.push(cells);
    }
    table
}

fn of_measure(measure: &Measure) -> Vec<Cell> {
    [&measure.name, &measure.unit, &measure.per].map(Cell::text).to_vec()
}

fn of_estimate(estimate: Option<Estimate>) -> [Cell; 4] {
    [
        Cell::number(estimate.map(|e| e.mean)),
        Cell::number(estimate.and_then(|e| e.half_width)),
        Cell::number(estimate.map(|e| e.level)),
        Cell::Count(estimate.map_or(0, |e| e.n) as u64),
    ]
}

/// `factorial.csv`: a row per measure and effect, then what the parts do alone, in sum and together.
fn factorial(bundle: &Bundle, found: &Factorial) -> Table {
    let mut table = Table::new(&[
        "measure",
        "unit",
        "per",
        "kind",
        "effect",
        "mean",
        "half_width",
        "level",
        "n",
        "p_adjusted",
        "verdict",
        "weakest_grade",
        "weakest_parameter",
    ]);
    for row in &found.rows {
        table.rows.extend(effects(bundle, row));
        table.rows.extend(against_sum(bundle, row));
    }
    table
}

fn effects(bundle: &Bundle, row: &Effects) -> Vec<Vec<Cell>> {
    let line = |effect: &super::factorial::Effect| {
        let kind = if effect.parts.is_power_of_two() { "main" } else { "interaction" };
        let mut cells = of_measure(&row.measure);
        cells.extend([Cell::text(kind), Cell::text(bundle.words(effect.parts, BETWEEN))]);
        cells.extend(of_estimate(effect.contrast.estimate()));
        cells.extend([Cell::number(effect.contrast.p_adjusted), Cell::text(effect.contrast.verdict.word())]);
        cells.push(effect.support.as_ref().map_or(Cell::Empty, |support| Cell::text(support.grade)));
        cells.push(effect.support.as_ref().map_or(Cell::Empty, |support| Cell::text(&support.parameter)));
        cells
    };
    row.effects.iter().map(line).collect()
}

fn against_sum(bundle: &Bundle, row: &Effects) -> Vec<Vec<Cell>> {
    let alone = bundle.parts.iter().zip(&row.alone).map(|(part, found)| ("alone", part.name.clone(), *found));
    let all = bundle.words(bundle.all(), BETWEEN);
    let whole = [("sum_of_alone", row.sum), ("together", row.together), ("synergy", row.synergy)].into_iter();
    let line = |(kind, effect, estimate): (&str, String, Option<Estimate>)| {
        let mut cells = of_measure(&row.measure);
        cells.extend([Cell::text(kind), Cell::text(effect)]);
        cells.extend(of_estimate(estimate));
        cells.extend(vec![Cell::Empty; 4]);
        cells
    };
    alone.chain(whole.map(|(kind, found)| (kind, all.clone(), found))).map(line).collect()
}

/// `explanation.csv`: for each measure the total, what else the scenario changes, and the parts, which sum to it.
fn explanation(bundle: &Bundle, found: &Explanation) -> Table {
    let mut table =
        Table::new(&["measure", "unit", "per", "kind", "part", "mean", "half_width", "level", "n", "share"]);
    let line = |row: &Attributed, kind: &str, part: &str, estimate: Option<Estimate>| {
        let mut cells = of_measure(&row.measure);
        cells.extend([Cell::text(kind), Cell::text(part)]);
        cells.extend(of_estimate(estimate));
        cells.push(Cell::number(row.share(estimate)));
        cells
    };
    for row in &found.rows {
        table.rows.push(line(row, "total", "", row.total));
        if row.rest.is_some() {
            table.rows.push(line(row, "rest", "", row.rest));
        }
        let parts = bundle.parts.iter().zip(&row.parts);
        table.rows.extend(parts.map(|(part, estimate)| line(row, "part", &part.name, *estimate)));
    }
    table
}

/// `levers.csv`: for each part alone the levers that it moves and the work that follows.
fn levers(bundle: &Bundle, found: &Explanation) -> Table {
    let mut table = Table::new(&[
        "part",
        "levers",
        "measure",
        "unit",
        "per",
        "mean",
        "half_width",
        "level",
        "n",
        "p_adjusted",
    ]);
    for (part, alone) in bundle.parts.iter().zip(&found.alone) {
        for moved in &alone.moved {
            let mut cells = vec![Cell::text(&part.name), Cell::text(alone.levers.join(" "))];
            cells.extend(of_measure(&moved.measure));
            cells.extend(of_estimate(moved.change.estimate()));
            cells.push(Cell::number(moved.change.p_adjusted));
            table.rows.push(cells);
        }
    }
    table
}
