//! The result of a calibration as tables for files.

use super::Calibration;
use super::acceptable::is_acceptable;
use super::present::identified;
use crate::document::{Cell, Table};
use crate::experiment::study::Target;

/// `result.csv`: a row for each target.
pub fn result(result: &Calibration) -> Table {
    let columns = [
        "target",
        "source",
        "value",
        "low",
        "high",
        "simulated",
        "interval_low",
        "interval_high",
        "standard_error",
        "n",
        "clusters",
        "fitted",
        "verdict",
        "reason",
    ];
    let mut table = Table::new(&columns);
    for row in &result.targets {
        let Target { name, source, value, range, .. } = &row.target;
        table.rows.push(vec![
            Cell::text(name),
            Cell::text(source),
            Cell::number(*value),
            Cell::number(range.map(|r| r.0)),
            Cell::number(range.map(|r| r.1)),
            Cell::Number(row.found.value),
            Cell::number(row.interval.map(|i| i.0)),
            Cell::number(row.interval.map(|i| i.1)),
            Cell::Number(row.found.error),
            Cell::Count(row.found.n),
            Cell::Count(row.found.clusters),
            Cell::number(row.fitted),
            Cell::text(row.verdict.word()),
            row.found.reason.as_ref().map_or(Cell::Empty, Cell::text),
        ]);
    }
    table
}

/// `parameters.csv`: a row for each free parameter.
pub fn parameters(result: &Calibration) -> Table {
    let columns = [
        "parameter",
        "path",
        "low",
        "high",
        "best",
        "acceptable_low",
        "acceptable_high",
        "share_of_range",
        "verdict",
    ];
    let mut table = Table::new(&columns);
    for row in &result.parameters {
        table.rows.push(vec![
            Cell::text(&row.name),
            Cell::text(&row.path),
            Cell::Number(row.low),
            Cell::Number(row.high),
            Cell::Number(row.best),
            Cell::number(row.acceptable.map(|a| a.0)),
            Cell::number(row.acceptable.map(|a| a.1)),
            Cell::number(row.share),
            Cell::text(identified(row)),
        ]);
    }
    table
}

/// `points.csv`: a row for each point that was tried: its parameters, its figures, how far they are from the targets.
/// A parameter that a step does not free and a target that it does not fit are empty there.
pub fn points(result: &Calibration) -> Table {
    let mut columns: Vec<String> = ["step", "wave", "point"].map(str::to_string).to_vec();
    columns.extend(result.parameters.iter().map(|row| format!("parameter.{}", row.name)));
    for row in &result.targets {
        let name = &row.target.name;
        columns.extend([
            format!("figure.{name}"),
            format!("standard_error.{name}"),
            format!("implausibility.{name}"),
        ]);
    }
    columns.extend(["worst", "loss", "acceptable", "trouble"].map(str::to_string));
    let mut table = Table { columns, rows: Vec::new() };
    for step in &result.steps {
        for (number, point) in step.points.iter().enumerate() {
            let mut row =
                vec![Cell::text(&step.name), Cell::Count(point.wave.into()), Cell::Count(number as u64)];
            for index in 0..result.parameters.len() {
                let place = step.parameters.iter().position(|p| *p == index);
                row.push(Cell::number(place.map(|place| point.values[place])));
            }
            for index in 0..result.targets.len() {
                let place = step.targets.iter().position(|t| *t == index);
                let found = place.and_then(|place| point.evaluation.found.get(place));
                row.push(Cell::number(found.map(|found| found.value)));
                row.push(Cell::number(found.map(|found| found.error)));
                row.push(Cell::number(place.map(|place| point.implausibility[place])));
            }
            row.extend([Cell::Number(point.worst), Cell::Number(point.loss)]);
            row.push(Cell::Count(u64::from(is_acceptable(point))));
            row.push(point.evaluation.trouble().map_or(Cell::Empty, Cell::text));
            table.rows.push(row);
        }
    }
    table
}
