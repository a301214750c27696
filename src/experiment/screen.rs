//! The last screen: what a person in a hurry reads. All the numbers stand in the files.

use std::path::Path;

use super::compare::{Analysis, ArmRows, Difference, MeasureRow, Verdict};
use super::economics;
use super::numbers::{rounded, short, signed, value};
use super::words::{NAMES, News, label, rests_on, sentence, shortened, weakest};
use crate::document::{Cell, Document, Part, Table};

/// Rows of a comparison; what comes after them is named beneath.
const ROWS: usize = 20;

/// A run of more measures than this shows only those that are no part of another.
const MOST_RUN_ROWS: usize = 60;

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
    let runs = succeeded(analysis);
    let mut table = Table::new(&["measure", "mean", "name"]);
    let all = told(arm);
    let rows: Vec<&MeasureRow> = if all.len() > MOST_RUN_ROWS { wholes(&all) } else { all.clone() };
    let left_out = all.len() - rows.len();
    for row in rows {
        let mut mean = value(row.estimate);
        if let Some(found) = row.estimate.filter(|found| found.n < runs) {
            mean.push_str(&format!("\nin {} runs", found.n));
        }
        table.rows.push(vec![
            Cell::text(label(&row.measure)),
            Cell::text(mean),
            Cell::text(&row.measure.name),
        ]);
    }
    let title = format!("{} ({})", arm.name, arm.file);
    let mut parts = vec![Part::Heading(title), Part::Table(table)];
    if left_out > 0 {
        let what = "by role, kind or step stand in summary.csv; --measures shows them here.";
        parts.push(Part::Paragraph(format!("{left_out} more measures {what}")));
    }
    parts.push(footer(analysis, "", "summary.csv", foot));
    Document { parts }
}

/// The rows that are no part of another one.
fn wholes<'a>(rows: &[&'a MeasureRow]) -> Vec<&'a MeasureRow> {
    let is_row = |name: &str| rows.iter().any(|row| row.measure.name == name);
    let is_part = |name: &str| name.match_indices('.').any(|(at, _)| is_row(&name[..at]));
    rows.iter().filter(|row| !is_part(&row.measure.name)).copied().collect()
}

/// The last screen of `factorial`, whose parts are given.
pub fn factorial(analysis: &Analysis, mut parts: Vec<Part>, foot: &Foot<'_>) -> Document {
    let words = "; effects are paired, verdicts corrected for the number of all effects shown (Holm)";
    parts.push(footer(analysis, words, "factorial.csv", foot));
    Document { parts }
}

/// The last screen of `compare`: a table per scenario, best and worst news first; then what else there is to say.
pub fn compare(analysis: &Analysis, more: Vec<Part>, foot: &Foot<'_>) -> Document {
    if analysis.arms.len() == 1 {
        return run(analysis, foot);
    }
    let mut parts = Vec::new();
    for arm in &analysis.arms[1..] {
        parts.extend(against(&analysis.arms[0], arm, succeeded(analysis)));
        parts.extend(watched(&analysis.arms[0], arm, succeeded(analysis)));
        parts.extend(
            arm.money.iter().flat_map(|money| economics::shown::screen(money, arm, &analysis.arms[0])),
        );
    }
    parts.extend(more);
    let words = "; differences are paired, verdicts corrected for the number of measures (Holm)";
    parts.push(footer(analysis, words, "summary.csv", foot));
    Document { parts }
}

fn succeeded(analysis: &Analysis) -> usize {
    analysis.replications as usize - analysis.failures
}

/// The rows of the whole system that say something of their own: the only part of a whole repeats it.
fn told(arm: &ArmRows) -> Vec<&MeasureRow> {
    let rows: Vec<&MeasureRow> = arm.totals().collect();
    let repeats = |row: &&&MeasureRow| {
        let Some((whole, _)) = row.measure.name.rsplit_once('.') else { return false };
        let same = |other: &&&MeasureRow| {
            other.measure.name == whole
                && (other.estimate, &other.difference) == (row.estimate, &row.difference)
        };
        rows.iter().any(|other| same(&other))
    };
    rows.iter().filter(|row| !repeats(row)).copied().collect()
}

/// A row with its difference.
type Told<'a> = (News, &'a MeasureRow, &'a Difference);

/// What is to be watched: a table of what moved the wrong way and of how people of other roles are, and what else was looked
/// at; nothing where nothing is to be watched.
fn watched(baseline: &ArmRows, arm: &ArmRows, runs: usize) -> Vec<Part> {
    let rows = arm.totals().filter(|row| row.watched);
    let rows: Vec<Told<'_>> = rows
        .filter_map(|row| {
            row.difference.as_ref().map(|difference| (News::of(&row.measure, difference), row, difference))
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let of_role = |row: &MeasureRow| row.measure.name.contains('.');
    let (mut shown, others): (Vec<Told<'_>>, Vec<Told<'_>>) =
        rows.into_iter().partition(|(news, row, _)| *news == News::Worse || of_role(row));
    shown.sort_by_key(|(news, ..)| *news != News::Worse); // stable: else in the order of the table
    let worse = shown.iter().filter(|(news, ..)| *news == News::Worse).count();
    let words = match worse {
        0 => "none of them is clearly worse".to_owned(),
        number => format!("{number} of them worse"),
    };
    let mut parts =
        vec![Part::Heading(format!("To watch with {}, since its changes may harm these: {words}", arm.name))];
    if !shown.is_empty() {
        parts.push(Part::Table(table(baseline, &shown, runs)));
    }
    for (kind, words) in [(News::Better, "Better"), (News::Unclear, "No clear difference")] {
        sentence(&mut parts, words, others.iter().filter(|(news, ..)| *news == kind).map(|(_, row, _)| *row));
    }
    parts
}

/// One scenario: its heading, its table, and the measures that need no row.
fn against(baseline: &ArmRows, arm: &ArmRows, runs: usize) -> Vec<Part> {
    let (mut news, mut alone): (Vec<Told<'_>>, Vec<&MeasureRow>) = (Vec::new(), Vec::new());
    for row in told(arm) {
        match &row.difference {
            Some(difference) => news.push((News::of(&row.measure, difference), row, difference)),
            None => alone.push(row),
        }
    }
    let mut parts = vec![Part::Heading(format!("{} against {}: {}", arm.name, baseline.name, counts(&news)))];
    let (mut rows, same): (Vec<Told<'_>>, Vec<Told<'_>>) =
        news.iter().partition(|(news, ..)| *news != News::Same);
    rows.sort_by(|a, b| place(a).partial_cmp(&place(b)).expect("sizes and p values are numbers"));
    let beneath = rows.split_off(rows.len().min(ROWS));
    if !rows.is_empty() {
        parts.push(Part::Table(table(baseline, &rows, runs)));
        parts.extend(weakest(rows.iter().filter_map(|(_, row, _)| row.support.as_ref())));
    }
    for (kind, words) in [(News::Better, "better"), (News::Worse, "worse"), (News::Changed, "changed")] {
        for (verdict, direction) in [(Verdict::Lower, "▼ lower"), (Verdict::Higher, "▲ higher")] {
            let chosen = beneath.iter().filter(|(news, _, d)| *news == kind && d.verdict == verdict);
            let ending = if kind == News::Changed { String::new() } else { format!(": {words}") };
            sentence(&mut parts, &format!("Also {direction}{ending}"), chosen.map(|(_, row, _)| *row));
        }
    }
    let unclear = rows.iter().chain(&beneath).filter(|(news, ..)| *news == News::Unclear);
    parts.extend(more_runs(unclear));
    sentence(&mut parts, "No difference (the same in every run)", same.iter().map(|(_, row, _)| *row));
    sentence(&mut parts, &format!("Not measured in {}", baseline.name), alone.into_iter());
    parts
}

/// "12 better, 3 worse, 5 no clear difference".
fn counts(news: &[Told<'_>]) -> String {
    let kinds = [
        (News::Better, "better"),
        (News::Worse, "worse"),
        (News::Changed, "changed"),
        (News::Unclear, "not clear"),
        (News::Same, "the same"),
    ];
    let count = |kind| news.iter().filter(|(news, ..)| *news == kind).count();
    let parts = kinds.iter().map(|(kind, words)| (count(*kind), words)).filter(|(count, _)| *count > 0);
    parts.map(|(count, words)| format!("{count} {words}")).collect::<Vec<_>>().join(", ")
}

/// Good and bad news first, then changes that are neither, then unclear ones; within these what concerns the whole
/// before its roles and steps, and large or likely effects first.
fn place((news, row, difference): &Told<'_>) -> (News, bool, f64) {
    let part = row.measure.name.contains('.');
    match news {
        News::Better | News::Worse => (News::Better, part, -difference.standardized().abs()),
        News::Changed | News::Same => (*news, part, -difference.standardized().abs()),
        News::Unclear => (*news, false, difference.paired.and_then(|p| p.p).unwrap_or(1.0)),
    }
}

fn table(baseline: &ArmRows, rows: &[Told<'_>], runs: usize) -> Table {
    let head = if baseline.name.chars().count() <= 16 { baseline.name.as_str() } else { "baseline" };
    let graded = rows.iter().any(|(_, row, _)| row.support.is_some());
    let mut columns = vec!["measure", head, "difference", "verdict"];
    columns.extend(graded.then_some("rests on"));
    columns.push("name");
    let mut table = Table::new(&columns);
    for (news, row, difference) in rows {
        let before = baseline.totals().find(|other| other.measure.name == row.measure.name);
        let estimate = difference.estimate();
        let mut change = signed(estimate);
        if let Some(found) = estimate.filter(|found| found.n < runs) {
            change.push_str(&format!("\nin {} runs", found.n));
        }
        let mut cells = vec![label(&row.measure), value(before.and_then(|other| other.estimate)), change];
        cells.push(news.verdict(difference));
        cells.extend(graded.then(|| rests_on(row.support.as_ref()).to_owned()));
        cells.push(row.measure.name.clone());
        table.rows.push(cells.into_iter().map(Cell::text).collect());
    }
    table
}

/// The unclear measures, and about how many more runs would tell.
fn more_runs<'a>(unclear: impl Iterator<Item = &'a Told<'a>>) -> Option<Part> {
    let (mut within, mut beyond): (Vec<(usize, &str)>, Vec<&str>) = (Vec::new(), Vec::new());
    for (_, row, difference) in unclear {
        match difference.more_runs {
            Some(more) => within.push((more, &row.measure.label)),
            None => beyond.push(&row.measure.label),
        }
    }
    within.sort_by_key(|(more, _)| *more);
    let mut told: Vec<String> = Vec::new();
    let left_out = within.len().saturating_sub(NAMES);
    for (index, (more, label)) in within.iter().take(NAMES).enumerate() {
        let (more, runs) = (rounded(*more), if *more == 1 { "run" } else { "runs" });
        told.push(match index {
            0 => format!("{label}: about {more} more {runs} would tell"),
            _ => format!("{label}: {more}"),
        });
    }
    if left_out > 0 {
        told.push(format!("and {left_out} more that need as many or more"));
    }
    if !beyond.is_empty() {
        told.push(format!("no number of runs in reach would tell: {}", shortened(&beyond)));
    }
    (!told.is_empty()).then(|| Part::Paragraph(format!("No clear difference: {}.", told.join("; "))))
}

fn footer(analysis: &Analysis, words: &str, table: &str, foot: &Foot<'_>) -> Part {
    let mut text = format!(
        "\n± is the half-width of a {} % interval over {} runs",
        short(analysis.level * 100.0, 0),
        succeeded(analysis)
    );
    text.push_str(words);
    text.push_str(".\nChance only: input uncertainty is not included.\n");
    text.push_str(&format!(
        "seed {} · cliniq {} · digest {}\nFiles: {} (all numbers: {table})",
        analysis.seed,
        foot.version,
        &foot.input_digest[..foot.input_digest.len().min(8)],
        foot.folder.display()
    ));
    Part::Paragraph(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Estimate, paired};
    use crate::system::{Better, Measure};

    fn row(name: &str, better: Better, mean: f64, verdict: Verdict, more_runs: Option<usize>) -> MeasureRow {
        let text = |words: &str| words.to_string();
        let (label, unit) = (format!("Label of {name}"), text("minutes"));
        let measure =
            Measure { name: text(name), label, unit, per: text("patient"), better, source: text("") };
        let paired = paired(&[mean, 1.1 * mean], &[0.0, 0.0], 0.95);
        let difference = Some(Difference { paired, p_adjusted: None, verdict, more_runs });
        let estimate = Some(Estimate { mean, half_width: Some(0.1), level: 0.95, n: 2 });
        MeasureRow { measure, site: None, estimate, difference, watched: false, support: None }
    }

    fn shown(rows: Vec<MeasureRow>) -> String {
        let arm = |name: &str| ArmRows {
            name: name.into(),
            file: String::new(),
            digest: String::new(),
            forked: false,
            rows: rows.clone(),
            money: None,
        };
        let mut text = String::new();
        for part in against(&arm("before"), &arm("after"), 2) {
            match part {
                Part::Heading(words) | Part::Paragraph(words) => text.push_str(&format!("{words}\n")),
                Part::Table(table) => table.rows.iter().for_each(|row| text.push_str(&format!("{row:?}\n"))),
                _ => {}
            }
        }
        text
    }

    #[test]
    fn news_come_first_unclear_and_unchanged_measures_last_and_repetitions_not_at_all() {
        let text = shown(vec![
            row("same", Better::Lower, 0.0, Verdict::None, None),
            row("unclear", Better::Lower, 0.5, Verdict::Unclear, Some(121)),
            row("beyond", Better::Lower, 0.1, Verdict::Unclear, None),
            row("changed", Better::Neither, 3.0, Verdict::Higher, None),
            row("wait.visit", Better::Lower, -2.0, Verdict::Lower, None),
            row("wait.visit.booked", Better::Lower, -2.0, Verdict::Lower, None),
            row("visits", Better::Higher, -1.0, Verdict::Lower, None),
        ]);
        let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
        assert!(
            text.starts_with("after against before: 1 better, 1 worse, 1 changed, 2 not clear, 1 the same\n")
        );
        assert!(!text.contains("booked"), "{text}");
        assert!(
            place("visits [min]") < place("wait.visit [min]") && place("wait.visit") < place("of changed")
        );
        assert!(place("of changed") < place("Label of unclear [min]"), "{text}");
        assert!(text.contains("▼ lower: worse") && text.contains("\"▲ higher\""), "{text}");
        place("No clear difference: Label of unclear: about 130 more runs would tell; no number of runs");
        place("No difference (the same in every run): Label of same.");
    }

    #[test]
    fn beyond_twenty_rows_measures_are_named() {
        let rows = (10..35).map(|i| row(&format!("m{i}"), Better::Lower, -1.0, Verdict::Lower, None));
        let text = shown(rows.collect());
        assert_eq!(text.matches("▼ lower: better").count(), 21, "{text}");
        assert!(text.contains("Also ▼ lower: better: Label of m30; Label of m31"), "{text}");
    }
}
