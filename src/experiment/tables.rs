//! The tidy tables of a run's folder.

use super::compare::{Analysis, MeasureRow};
use super::results::Results;
use crate::document::{Cell, Table};
use crate::system::{Better, Measure};

/// The word for the whole system in the column `site`.
pub const WHOLE: &str = "all";

/// `summary.csv`: a row per scenario, site and measure.
pub fn summary(analysis: &Analysis) -> Table {
    let mut table = Table::new(&[
        "scenario",
        "site",
        "measure",
        "unit",
        "per",
        "mean",
        "half_width",
        "level",
        "n",
        "baseline",
        "difference",
        "difference_half_width",
        "p_adjusted",
        "correlation",
        "verdict",
        "more_runs",
        "weakest_grade",
        "weakest_parameter",
        "watched",
    ]);
    for (index, arm) in analysis.arms.iter().enumerate() {
        for row in &arm.rows {
            let mut cells = vec![
                Cell::text(&arm.name),
                Cell::text(row.site.as_deref().unwrap_or(WHOLE)),
                Cell::text(&row.measure.name),
                Cell::text(&row.measure.unit),
                Cell::text(&row.measure.per),
                Cell::number(row.estimate.map(|e| e.mean)),
                Cell::number(row.estimate.and_then(|e| e.half_width)),
                Cell::Number(analysis.level),
                Cell::Count(row.estimate.map_or(0, |e| e.n) as u64),
                if index == 0 { Cell::Empty } else { Cell::text(&analysis.arms[0].name) },
            ];
            cells.extend(difference(row));
            table.rows.push(cells);
        }
    }
    table
}

fn difference(row: &MeasureRow) -> Vec<Cell> {
    let Some(found) = &row.difference else { return vec![Cell::Empty; 9] };
    vec![
        Cell::number(found.estimate().map(|e| e.mean)),
        Cell::number(found.estimate().and_then(|e| e.half_width)),
        Cell::number(found.p_adjusted),
        Cell::number(found.paired.and_then(|p| p.correlation)),
        Cell::text(found.verdict.word()),
        found.more_runs.map_or(Cell::Empty, |n| Cell::Count(n as u64)),
        row.support.as_ref().map_or(Cell::Empty, |support| Cell::text(support.grade)),
        row.support.as_ref().map_or(Cell::Empty, |support| Cell::text(&support.parameter)),
        if row.watched { Cell::text("yes") } else { Cell::Empty },
    ]
}

/// `outcomes.csv`: a row per scenario and replication, a column per measure, of the whole system. Failed
/// replications are left out; a measure that a scenario lacks is empty.
pub fn outcomes(results: &Results) -> Table {
    let mut names: Vec<&str> = Vec::new();
    for measure in results.arms.iter().flat_map(|arm| &arm.measures) {
        if !names.contains(&measure.name.as_str()) {
            names.push(&measure.name);
        }
    }
    let mut table = Table::new(&["scenario", "replication"]);
    table.columns.extend(names.iter().map(|name| (*name).to_string()));
    for (index, arm) in results.arms.iter().enumerate() {
        let columns: Vec<Option<Vec<f64>>> = names
            .iter()
            .map(|name| {
                let measure = arm.measures.iter().position(|m| m.name == *name)?;
                Some(results.column(index, None, measure))
            })
            .collect();
        for (row, number) in results.numbers().enumerate() {
            let mut cells = vec![Cell::text(&arm.name), Cell::Count(u64::from(number))];
            cells.extend(columns.iter().map(|column| Cell::number(column.as_ref().map(|c| c[row]))));
            table.rows.push(cells);
        }
    }
    table
}

/// `measures.csv`: the table of measures of every scenario, in its order.
pub fn measures<'a>(tables: impl Iterator<Item = (&'a str, &'a [Measure])>) -> Table {
    let mut table = Table::new(&["scenario", "name", "label", "unit", "per", "better", "source"]);
    for (scenario, measures) in tables {
        for m in measures {
            let words = [scenario, &m.name, &m.label, &m.unit, &m.per, better(m.better), &m.source];
            table.rows.push(words.into_iter().map(Cell::text).collect());
        }
    }
    table
}

/// The word for the good direction.
pub fn better(better: Better) -> &'static str {
    match better {
        Better::Lower => "lower",
        Better::Higher => "higher",
        Better::Neither => "neither",
    }
}
