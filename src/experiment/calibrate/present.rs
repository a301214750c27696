//! The result of a calibration for people: a document for screen and page.

use super::acceptable::{FEWEST, NOT_IDENTIFIED};
use super::check::{LEVEL, Verdict};
use super::{Calibration, ParameterRow, StepResult};
use crate::document::{Cell, Document, Part, Table};

/// The result as a document, for screen and page.
pub fn document(result: &Calibration) -> Document {
    let mut parts = vec![Part::Heading(result.title.clone())];
    let hits = |verdict| result.targets.iter().filter(|row| row.verdict == verdict).count();
    parts.push(Part::Paragraph(format!(
        "{} of {} fitted targets are met; {} are only compared.",
        hits(Verdict::Hit),
        hits(Verdict::Hit) + hits(Verdict::Miss),
        hits(Verdict::CompareOnly)
    )));
    parts.push(Part::Table(target_table(result)));
    for row in &result.targets {
        if let Some(reason) = &row.found.reason {
            parts.push(Part::Paragraph(format!("{} is undefined: {reason}.", row.target.name)));
        }
    }
    parts.push(Part::Heading("Parameters".into()));
    parts.push(Part::Table(parameter_table(result)));
    parts.extend(result.steps.iter().map(|step| Part::Paragraph(step_words(result, step))));
    parts.push(Part::Heading("How".into()));
    parts.push(Part::Paragraph(how(result)));
    Document { parts }
}

/// Targets beside the simulation.
fn target_table(result: &Calibration) -> Table {
    let columns =
        ["target", "source", "value", "acceptable", "simulated", "interval", "n", "fitted at", "verdict"];
    let mut table = Table::new(&columns);
    for row in &result.targets {
        let fitted = row.fitted.map_or(Cell::Empty, |value| Cell::text(shown(value)));
        table.rows.push(vec![
            Cell::text(&row.target.name),
            Cell::text(&row.target.source),
            row.target.value.map_or(Cell::Empty, |value| Cell::text(shown(value))),
            range(row.target.range),
            Cell::text(shown(row.found.value)),
            range(row.interval),
            Cell::Count(row.found.n),
            fitted,
            Cell::text(row.verdict.word()),
        ]);
    }
    table
}

fn parameter_table(result: &Calibration) -> Table {
    let columns = ["parameter", "path", "tried", "best", "acceptable", "share of range", "verdict"];
    let mut table = Table::new(&columns);
    for row in &result.parameters {
        table.rows.push(vec![
            Cell::text(&row.name),
            Cell::text(&row.path),
            range(Some((row.low, row.high))),
            Cell::text(shown(row.best)),
            range(row.acceptable),
            row.share.map_or(Cell::Empty, |share| Cell::text(format!("{:.0} %", 100.0 * share))),
            Cell::text(identified(row)),
        ]);
    }
    table
}

/// Whether the targets tell a parameter.
pub(super) fn identified(row: &ParameterRow) -> &'static str {
    match row.share {
        None => "no acceptable point",
        Some(share) if share > NOT_IDENTIFIED => "not identified",
        Some(_) => "identified",
    }
}

fn step_words(result: &Calibration, step: &StepResult) -> String {
    let name = |place: usize| result.parameters[step.parameters[place]].name.as_str();
    let (all, good) = (step.points.len(), step.acceptable.count);
    let refused = step.points.iter().filter(|point| point.evaluation.refused.is_some()).count();
    let mut words = format!("Step {}: {good} of {all} points are acceptable.", step.name);
    if refused > 0 {
        words.push_str(&format!(" The model refused {refused}."));
    }
    for (first, second, rho) in &step.acceptable.ridges {
        let (first, second) = (name(*first), name(*second));
        words.push_str(&format!(
            " {first} and {second} make up for each other (rank correlation {rho:.2}): only their combination is \
             identified."
        ));
    }
    if good > 0 && good < FEWEST {
        words.push_str(" That is too few to look for parameters that make up for each other.");
    }
    words
}

fn how(result: &Calibration) -> String {
    let way = if result.fast {
        "by the equations of people alone on recorded exposures, the check by full runs"
    } else {
        "by full runs"
    };
    format!(
        "Fitted on {} replications ({way}), checked on {} others, seed {}. Intervals: {:.0} %, bootstrap of clusters. \
         A point is acceptable within 3 standard deviations of every target, its own and those of chance. A parameter \
         whose acceptable values fill more than {:.0} % of its range is not identified: its best value is one of many. Points are those that the method met: after a search a narrow \
         range may say no more than where it went.",
        result.fitted,
        result.checked,
        result.seed,
        100.0 * LEVEL,
        100.0 * NOT_IDENTIFIED
    )
}

fn range(ends: Option<(f64, f64)>) -> Cell {
    ends.map_or(Cell::Empty, |(low, high)| Cell::text(format!("{} to {}", shown(low), shown(high))))
}

/// Four digits, which is more than any of these numbers deserve.
fn shown(number: f64) -> String {
    if number.is_nan() {
        return "undefined".into();
    }
    let size = number.abs();
    if size != 0.0 && !(1e-3..1e6).contains(&size) {
        return format!("{number:.3e}");
    }
    let mut decimals = 0;
    let mut scaled = size;
    while scaled < 1000.0 && decimals < 6 && scaled > 0.0 {
        scaled *= 10.0;
        decimals += 1;
    }
    let text = format!("{number:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn numbers_have_four_digits() {
        let found = [23.8, 0.38, 1234.56, -0.012345, 0.0, 1e-9, f64::NAN, 7.0].map(shown);
        assert_eq!(found, ["23.8", "0.38", "1235", "-0.01235", "0", "1.000e-9", "undefined", "7"]);
    }
}
