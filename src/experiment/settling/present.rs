//! The result for people: a document for the screen.

use super::{Row, Settling, Verdict};
use crate::document::{Cell, Document, Part, Table};
use crate::experiment::numbers::{rounded, value};
use crate::experiment::words::{label, shortened};
use crate::statistics::Estimate;
use crate::statistics::settling::Unsettled;
use crate::statistics::settling::mser::{BATCH, FEWEST_BATCHES};

impl Settling {
    /// Why it is not known when a measure settles, in weeks of the run.
    pub fn reason(&self, reason: Unsettled) -> String {
        match reason {
            Unsettled::TooShort(_) => {
                format!("{} weeks are too few: {} at least", self.weeks, BATCH * FEWEST_BATCHES)
            }
            Unsettled::Undefined(week) => {
                format!("undefined in every replication in weeks {week} to {}", week + BATCH - 1)
            }
            Unsettled::NeverDefined => "undefined for too much of the run".into(),
            Unsettled::Late(weeks) => format!(
                "the rule would leave out {weeks} of {} weeks, more than half: too few weeks or replications for it, or it \
                 does not settle (--weeks, --replications)",
                self.weeks
            ),
        }
    }
}

/// The result as a document.
pub fn document(result: &Settling) -> Document {
    let mut parts = vec![
        Part::Heading(format!("{} ({})", result.name, result.file)),
        Part::Paragraph(verdict(result)),
        Part::Table(settling_table(result)),
    ];
    parts.extend(reasons(result));
    parts.push(Part::Heading("Replications".into()));
    parts.push(Part::Paragraph(replications(result)));
    parts.push(Part::Table(needed_table(result)));
    parts.extend(result.notes.iter().cloned().map(Part::Paragraph));
    parts.push(Part::Paragraph(how(result)));
    Document { parts }
}

/// Whether the scenario's warm-up suffices, in a sentence or two.
pub(super) fn verdict(result: &Settling) -> String {
    let own = format!("run.warmup_weeks = {}", result.warmup_weeks);
    let named = |verdict| {
        let rows = result.rows.iter().filter(|row| row.verdict(result.warmup_weeks) == verdict);
        shortened(&rows.map(|row| row.measure.label.as_str()).collect::<Vec<_>>())
    };
    let unknown = match named(Verdict::Unknown) {
        names if names.is_empty() => String::new(),
        names => format!(" Not known: {names}."),
    };
    match (result.verdict(), result.warmup()) {
        (_, None) => format!("Whether {own} suffices is not known for any measure."),
        (Verdict::TooShort, Some(weeks)) => format!(
            "{own} is too short for: {}. {weeks} weeks would do for all of which it is known.{unknown}",
            named(Verdict::TooShort)
        ),
        (_, Some(weeks)) => {
            let which = if unknown.is_empty() {
                "all measures asked for"
            } else {
                "the measures of which it is known"
            };
            format!("{own} suffices for {which}: they have settled after {weeks} weeks.{unknown}")
        }
    }
}

/// Why some verdicts are not known: a sentence for each reason, with the measures of which it is true.
fn reasons(result: &Settling) -> Vec<Part> {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for row in &result.rows {
        let Err(reason) = row.warmup else { continue };
        let (words, label) = (result.reason(reason), row.measure.label.as_str());
        match told.iter_mut().find(|(known, _)| *known == words) {
            Some((_, labels)) => labels.push(label),
            None => told.push((words, vec![label])),
        }
    }
    let sentence = |(words, labels): (String, Vec<&str>)| format!("{}: {words}.", shortened(&labels));
    told.into_iter().map(sentence).map(Part::Paragraph).collect()
}

/// The warm-up that each measure needs.
fn settling_table(result: &Settling) -> Table {
    let mut table = Table::new(&["measure", "needs weeks", "single runs", "verdict", "name"]);
    for row in &result.rows {
        let single = match (row.single.least, row.single.median, row.single.most) {
            (Some(least), Some(median), Some(most)) => format!("{least} – {median} – {most}"),
            _ => String::new(),
        };
        let words = match row.verdict(result.warmup_weeks) {
            Verdict::Suffices => format!("{} suffice", result.warmup_weeks),
            Verdict::TooShort => format!("{} are too few", result.warmup_weeks),
            Verdict::Unknown => "not known".into(),
        };
        table.rows.push(vec![
            Cell::text(label(&row.measure)),
            row.warmup.map_or(Cell::text("–"), |weeks| Cell::Count(weeks.into())),
            Cell::text(single),
            Cell::text(words),
            Cell::text(&row.measure.name),
        ]);
    }
    table
}

/// How many replications all measures take, in a sentence.
pub(super) fn replications(result: &Settling) -> String {
    let width = format!("± {} % of every mean, at {} %,", percent(result.precision), percent(result.level));
    match result.needed() {
        (Some(n), Some(cautious)) => format!(
            "{width} takes about {} replications; {}, where this pilot is too quiet by chance.",
            rounded(n),
            rounded(cautious)
        ),
        (Some(n), None) => {
            format!("{width} takes about {} replications, if this pilot is typical.", rounded(n))
        }
        _ => format!("{width} is out of reach for at least one measure."),
    }
}

pub(super) fn percent(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}

/// The replications that each measure needs.
fn needed_table(result: &Settling) -> Table {
    let wanted = format!("for ± {} %", percent(result.precision));
    let mut table = Table::new(&["measure", "mean of the pilot", &wanted, "with caution", "name"]);
    let number = |n: Option<usize>| n.map_or(Cell::text("out of reach"), |n| Cell::Count(rounded(n) as u64));
    for row in &result.rows {
        let Row { measure, needed: Some(of), .. } = row else {
            let cells = [label(&row.measure), "undefined".into(), "–".into(), "–".into()];
            let mut cells = cells.map(Cell::text).to_vec();
            cells.push(Cell::text(&row.measure.name));
            table.rows.push(cells);
            continue;
        };
        let estimate =
            Estimate { mean: of.mean, half_width: Some(of.half_width), level: result.level, n: of.pilot };
        table.rows.push(vec![
            Cell::text(label(measure)),
            Cell::text(value(Some(estimate))),
            number(of.replications),
            number(of.cautious),
            Cell::text(&measure.name),
        ]);
    }
    table
}

/// What was run, and by which rules.
fn how(result: &Settling) -> String {
    let (from, until) = result.summary;
    format!(
        "{} replications of {} weeks from an empty beginning, seed {}. Warm-up: MSER-5 (White 1997) on the mean over \
         replications of each week, in steps of {BATCH} weeks; single runs: least, median and most of the replications by \
         themselves. Replications: t interval, from the summary of weeks {from} to {until} of these runs; with caution: the \
         upper bound of the variance (chi-square).",
        result.replications, result.weeks, result.seed
    )
}
