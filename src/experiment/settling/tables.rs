//! The result as tables for files.

use super::{Settling, WINDOWS};
use crate::document::{Cell, Table};
use crate::statistics::settling::needed::CONFIDENCE;

/// `welch.csv`: a row for each measure and week. `week` counts from the begin of the run (0 is the first week of the warm-up);
/// `n` is the number of replications in which the measure is defined in that week; `moving_<w>` averages 2w + 1 weeks, fewer at
/// the beginning, and is empty in the last w weeks.
pub fn welch(result: &Settling) -> Table {
    let mut columns: Vec<String> = ["week", "measure", "mean", "n"].map(str::to_string).to_vec();
    columns.extend(WINDOWS.iter().map(|window| format!("moving_{window}")));
    let mut table = Table { columns, rows: Vec::new() };
    for row in &result.rows {
        for (week, at) in row.weekly.iter().enumerate() {
            let mut cells = vec![
                Cell::Count(week as u64),
                Cell::text(&row.measure.name),
                Cell::Number(at.mean),
                Cell::Count(at.n as u64),
            ];
            cells.extend(row.smoothed.iter().map(|smoothed| Cell::Number(smoothed[week])));
            table.rows.push(cells);
        }
    }
    table
}

/// `settling.csv`: a row for each measure, with the warm-up that it needs beside the scenario's, in weeks; `least`, `median`
/// and `most` are of single replications, of which `settled` is the number that say anything.
pub fn settling(result: &Settling) -> Table {
    let mut table = Table::new(&[
        "measure",
        "unit",
        "warmup_weeks_needed",
        "warmup_weeks",
        "verdict",
        "reason",
        "settled_mean",
        "settled",
        "unsettled",
        "least",
        "median",
        "most",
    ]);
    let weeks = |number: Option<usize>| number.map_or(Cell::Empty, |number| Cell::Count(number as u64));
    for row in &result.rows {
        table.rows.push(vec![
            Cell::text(&row.measure.name),
            Cell::text(&row.measure.unit),
            row.warmup.map_or(Cell::Empty, |weeks| Cell::Count(weeks.into())),
            Cell::Count(result.warmup_weeks.into()),
            Cell::text(row.verdict(result.warmup_weeks).word()),
            row.warmup.err().map_or(Cell::Empty, |reason| Cell::text(result.reason(reason))),
            Cell::Number(row.settled_mean),
            Cell::Count(row.single.settled as u64),
            Cell::Count(row.single.unsettled as u64),
            weeks(row.single.least),
            weeks(row.single.median),
            weeks(row.single.most),
        ]);
    }
    table
}

/// `needed.csv`: a row for each measure, of the summary window: what the pilot found, and how many replications give the
/// half-width that is wanted. `replications` and `cautious` are empty where they are beyond a million.
pub fn needed(result: &Settling) -> Table {
    let mut table = Table::new(&[
        "measure",
        "unit",
        "pilot",
        "mean",
        "standard_deviation",
        "half_width",
        "level",
        "precision",
        "half_width_wanted",
        "replications",
        "cautious",
        "confidence",
    ]);
    let number = |n: Option<usize>| n.map_or(Cell::Empty, |n| Cell::Count(n as u64));
    for row in &result.rows {
        let of = row.needed.as_ref();
        table.rows.push(vec![
            Cell::text(&row.measure.name),
            Cell::text(&row.measure.unit),
            of.map_or(Cell::Empty, |of| Cell::Count(of.pilot as u64)),
            Cell::number(of.map(|of| of.mean)),
            Cell::number(of.map(|of| of.deviation)),
            Cell::number(of.map(|of| of.half_width)),
            Cell::Number(result.level),
            Cell::Number(result.precision),
            Cell::number(of.map(|of| of.wanted)),
            number(of.and_then(|of| of.replications)),
            number(of.and_then(|of| of.cautious)),
            Cell::Number(CONFIDENCE),
        ]);
    }
    table
}
