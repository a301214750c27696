//! The last screen: what a person in a hurry reads.

use std::path::Path;

use super::compare::{Analysis, ArmRows, Difference, MeasureRow, Verdict};
use crate::document::{Cell, Document, Part, Table};
use crate::statistics::Estimate;
use crate::system::Better;

/// What the foot says besides the analysis.
#[derive(Debug, Clone)]
pub struct Foot<'a> {
    /// Version of the program.
    pub version: &'a str,
    /// Digest of what was asked.
    pub input_digest: &'a str,
    /// Where the files are.
    pub folder: &'a Path,
}

/// The last screen of `run`.
pub fn run(analysis: &Analysis, foot: &Foot<'_>) -> Document {
    let arm = &analysis.arms[0];
    let mut table = Table::new(&["measure", "unit", "mean", "runs"]);
    for row in arm.totals() {
        let runs = row.estimate.map_or(0, |e| e.n);
        table.rows.push(vec![
            label(row),
            unit(row),
            Cell::text(value(row.estimate)),
            Cell::Count(runs as u64),
        ]);
    }
    let title = format!("{} ({})", arm.name, arm.file);
    Document { parts: vec![Part::Heading(title), Part::Table(table), footer(analysis, foot)] }
}

/// The last screen of `compare`: a table per scenario, best and worst news first.
pub fn compare(analysis: &Analysis, foot: &Foot<'_>) -> Document {
    let baseline = &analysis.arms[0];
    let mut parts = Vec::new();
    for arm in &analysis.arms[1..] {
        parts.push(Part::Heading(format!("{} against {}", arm.name, baseline.name)));
        parts.extend(against(baseline, arm, analysis.replications as usize - analysis.failures));
    }
    if analysis.arms.len() == 1 {
        return run(analysis, foot);
    }
    parts.push(footer(analysis, foot));
    Document { parts }
}

/// One scenario: its table, and the measures that need no row.
fn against(baseline: &ArmRows, arm: &ArmRows, runs: usize) -> Vec<Part> {
    let mut told: Vec<(&MeasureRow, &Difference)> = Vec::new();
    let (mut same, mut alone) = (Vec::new(), Vec::new());
    for row in arm.totals() {
        match &row.difference {
            None => alone.push(row.measure.name.as_str()),
            Some(difference) if difference.verdict == Verdict::None => same.push(row.measure.name.as_str()),
            Some(difference) => told.push((row, difference)),
        }
    }
    told.sort_by(|a, b| place(a.1).total_cmp(&place(b.1)));
    let columns = [head(&baseline.name, "baseline"), head(&arm.name, "scenario")];
    let mut table = Table::new(&["measure", "unit", columns[0], columns[1], "difference", "verdict"]);
    for (row, difference) in &told {
        let before = baseline.totals().find(|other| other.measure.name == row.measure.name);
        table.rows.push(vec![
            label(row),
            unit(row),
            Cell::text(value(before.and_then(|other| other.estimate))),
            Cell::text(value(row.estimate)),
            Cell::text(signed(difference.estimate(), runs)),
            Cell::text(verdict(row, difference)),
        ]);
    }
    let mut parts = Vec::new();
    if !told.is_empty() {
        parts.push(Part::Table(table));
    }
    if !same.is_empty() {
        parts.push(Part::Paragraph(format!("No difference (the same in every run): {}.", same.join(", "))));
    }
    if !alone.is_empty() {
        parts.push(Part::Paragraph(format!("Not measured in {}: {}.", baseline.name, alone.join(", "))));
    }
    parts
}

/// Large decided effects first, then unclear ones, likely ones first.
fn place(difference: &Difference) -> f64 {
    match difference.verdict {
        Verdict::Lower | Verdict::Higher => -difference.standardized().abs(),
        Verdict::Unclear | Verdict::None => 1.0 + difference.paired.and_then(|p| p.p).unwrap_or(1.0),
    }
}

/// A name as the head of a column; a long one stands in the heading above the table already.
fn head<'a>(name: &'a str, otherwise: &'a str) -> &'a str {
    if name.chars().count() <= 16 { name } else { otherwise }
}

fn label(row: &MeasureRow) -> Cell {
    Cell::text(format!("{}\n{}", row.measure.label, row.measure.name))
}

fn unit(row: &MeasureRow) -> Cell {
    let measure = &row.measure;
    Cell::text(if measure.per.is_empty() {
        measure.unit.clone()
    } else {
        format!("{}\nper {}", measure.unit, measure.per)
    })
}

/// The words of the verdict: direction, and whether that is good.
fn verdict(row: &MeasureRow, difference: &Difference) -> String {
    let lower = match difference.verdict {
        Verdict::None => return "no difference".into(),
        Verdict::Unclear => return unclear(difference),
        Verdict::Lower => true,
        Verdict::Higher => false,
    };
    let direction = if lower { "▼ lower" } else { "▲ higher" };
    match (row.measure.better, lower) {
        (Better::Neither, _) => direction.into(),
        (Better::Lower, true) | (Better::Higher, false) => format!("{direction}: better"),
        _ => format!("{direction}: worse"),
    }
}

fn unclear(difference: &Difference) -> String {
    match difference.more_runs {
        Some(1) => "no clear difference:\nabout 1 more run would tell".into(),
        Some(more) => format!("no clear difference:\nabout {} more runs would tell", rounded(more)),
        None => "no clear difference".into(),
    }
}

/// Two digits are all that a forecast deserves.
fn rounded(more: usize) -> usize {
    let mut scale = 1;
    while more / scale >= 100 {
        scale *= 10;
    }
    more.div_ceil(scale) * scale
}

fn footer(analysis: &Analysis, foot: &Foot<'_>) -> Part {
    let mut text = format!(
        "± is the half-width of a {} % interval over {} runs",
        short(analysis.level * 100.0, 0),
        analysis.replications as usize - analysis.failures
    );
    if analysis.arms.len() > 1 {
        text.push_str("; differences are paired, verdicts corrected for the number of measures (Holm)");
    }
    text.push_str(".\nChance only: input uncertainty is not included.\n");
    text.push_str(&format!(
        "seed {} · cliniq {} · digest {}\nFiles: {}",
        analysis.seed,
        foot.version,
        &foot.input_digest[..foot.input_digest.len().min(8)],
        foot.folder.display()
    ));
    Part::Paragraph(text)
}

fn value(estimate: Option<Estimate>) -> String {
    let Some(estimate) = estimate else { return "undefined".into() };
    let decimals = decimals(estimate);
    match estimate.half_width {
        None => short(estimate.mean, decimals),
        Some(half) => format!("{} ± {}", short(estimate.mean, decimals), short(half, decimals)),
    }
}

/// A difference with its sign, and in how many runs it was defined where these are not all.
fn signed(estimate: Option<Estimate>, runs: usize) -> String {
    let sign = if estimate.is_some_and(|e| e.mean > 0.0) { "+" } else { "" };
    let defined = estimate.map_or(0, |e| e.n);
    let part = if defined < runs { format!("\nin {defined} runs") } else { String::new() };
    format!("{sign}{}{part}", value(estimate))
}

/// As many decimals as the interval supports (two digits of its half-width), and never more than show four digits
/// of the mean.
fn decimals(estimate: Estimate) -> usize {
    let of_mean = places(estimate.mean.abs(), 1000.0);
    match estimate.half_width {
        Some(half) if half > 0.0 => places(half, 10.0).min(of_mean),
        _ => of_mean,
    }
}

/// Decimals, up to six, that bring a size to at least `goal` when the point is dropped.
fn places(size: f64, goal: f64) -> usize {
    let (mut decimals, mut scaled) = (0, size);
    while decimals < 6 && scaled > 0.0 && scaled < goal {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

fn short(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    // Minus zero is nobody's result.
    if text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') {
        text.replace('-', "")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_what_their_interval_supports() {
        let shown = |mean, half_width| value(Some(Estimate { mean, half_width, level: 0.95, n: 30 }));
        assert_eq!(shown(24.1537, Some(0.3071)), "24.15 ± 0.31");
        assert_eq!(shown(1234.5, Some(56.7)), "1234 ± 57");
        assert_eq!(shown(-0.5, Some(4e-16)), "-0.5000 ± 0.0000");
        assert_eq!(shown(0.00123, Some(0.4)), "0.00 ± 0.40");
        assert_eq!(shown(-0.001, Some(0.4)), "0.00 ± 0.40");
        assert_eq!(shown(0.0, Some(0.0)), "0 ± 0");
        assert_eq!(shown(3.25, None), "3.250");
        assert_eq!(value(None), "undefined");
    }

    #[test]
    fn a_forecast_has_two_digits() {
        assert_eq!([7, 99, 100, 101, 12_345].map(rounded), [7, 99, 100, 110, 13_000]);
    }
}
