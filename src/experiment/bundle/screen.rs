//! A bundle on the last screen.

use super::explain::{Alone, Attributed, Explanation};
use super::factorial::{Effect, Effects, Factorial};
use crate::document::{Cell, Part, Table};
use crate::experiment::compare::Verdict;
use crate::experiment::numbers::{short, signed, value};
use crate::experiment::words::{News, label, rests_on, shortened, weakest};
use crate::statistics::Estimate;
use crate::store::Bundle;

/// Between the parts of an interaction.
const BETWEEN: &str = " × ";
/// Bundles of more parts show interactions of three and more parts only where they are clear.
const SMALL: usize = 3;

/// The effects of a bundle's parts: a table per measure.
pub fn factorial(bundle: &Bundle, found: &Factorial) -> Vec<Part> {
    let (parts, combinations) = (bundle.parts.len(), bundle.arms.len());
    let head = format!("{}: {parts} parts, {combinations} combinations", bundle.name);
    let mut all = vec![Part::Heading(head)];
    let moves = |row: &&Effects| row.effects.iter().any(|effect| effect.contrast.verdict != Verdict::None);
    let (moved, same): (Vec<&Effects>, Vec<&Effects>) = found.rows.iter().partition(moves);
    moved.into_iter().for_each(|row| all.extend(of_measure(bundle, row)));
    all.extend(unmoved(same.iter().map(|row| row.measure.label.as_str())));
    all.extend(weakest(found.rows.iter().flat_map(|row| &row.effects).filter_map(|e| e.support.as_ref())));
    all.extend(left_out(&found.left_out));
    let words = "The effect of a part is the mean change that it makes, over all settings of the other parts; × is half of how \
                 much more the one does where the other is in (manual: bundles).";
    all.push(Part::Paragraph(words.into()));
    all
}

fn of_measure(bundle: &Bundle, row: &Effects) -> Vec<Part> {
    let head = format!(
        "{}: {} with none, {} with all ({} runs)",
        label(&row.measure),
        value(row.none),
        value(row.all),
        row.all.map_or(0, |found| found.n)
    );
    let told = |effect: &&Effect| {
        let clear = matches!(effect.contrast.verdict, Verdict::Lower | Verdict::Higher);
        bundle.parts.len() <= SMALL || effect.parts.count_ones() < 3 || clear
    };
    let graded = row.effects.iter().any(|effect| effect.support.is_some());
    let mut columns = vec!["effect", "difference", "verdict"];
    columns.extend(graded.then_some("rests on"));
    let mut table = Table::new(&columns);
    for effect in row.effects.iter().filter(told) {
        let news = News::of(&row.measure, &effect.contrast);
        let mut cells = vec![bundle.words(effect.parts, BETWEEN), signed(effect.contrast.estimate())];
        cells.push(news.verdict(&effect.contrast));
        cells.extend(graded.then(|| rests_on(effect.support.as_ref()).to_owned()));
        table.rows.push(cells.into_iter().map(Cell::text).collect());
    }
    let unclear = row.effects.len() - table.rows.len();
    let mut parts = vec![Part::Heading(head), Part::Table(table)];
    if unclear > 0 {
        let words = "Interactions of three and more parts that are not clear";
        parts.push(Part::Paragraph(format!("{words}: {unclear} (factorial.csv has them).")));
    }
    if bundle.parts.len() > 1 {
        parts.push(Part::Paragraph(against_sum(bundle, row)));
    }
    parts
}

/// "Alone: a -5 ± 1; b -3 ± 1. Their sum is -8 ± 2; together they make -6 ± 1: +2 ± 1 beyond the sum."
fn against_sum(bundle: &Bundle, row: &Effects) -> String {
    let alone = bundle.parts.iter().zip(&row.alone);
    let alone: Vec<String> = alone.map(|(part, found)| format!("{} {}", part.name, signed(*found))).collect();
    format!(
        "Alone: {}. Their sum is {}; together they make {}: {} beyond the sum.",
        alone.join("; "),
        signed(row.sum),
        signed(row.together),
        signed(row.synergy)
    )
}

/// Measures that no part changes in any run.
fn unmoved<'a>(labels: impl Iterator<Item = &'a str>) -> Option<Part> {
    let labels: Vec<&str> = labels.collect();
    let words = "No part changes (in any run)";
    (!labels.is_empty()).then(|| Part::Paragraph(format!("{words}: {}.", shortened(&labels))))
}

fn left_out(names: &[String]) -> Option<Part> {
    (!names.is_empty())
        .then(|| Part::Paragraph(format!("Not measured in every combination: {}.", shortened(names))))
}

/// What each part of a bundle contributes, and what it moves alone.
pub fn explanation(bundle: &Bundle, found: &Explanation) -> Vec<Part> {
    let (parts, combinations) = (bundle.parts.len(), bundle.arms.len());
    let head =
        format!("What each part contributes: {parts} parts of {}, {combinations} combinations", bundle.name);
    let mut table = Table::new(&["measure", "part", "difference", "share", "runs"]);
    let moves = |row: &&Attributed| row.parts.iter().flatten().any(|part| part.mean != 0.0);
    let (moved, same): (Vec<&Attributed>, Vec<&Attributed>) = found.rows.iter().partition(moves);
    moved.into_iter().for_each(|row| table.rows.extend(contributions(bundle, row)));
    let words = "Each part's mean contribution as the parts come one after another, over all orders (Shapley): the parts sum \
                 to all of it. A share is given where the whole is clear.";
    let mut all = vec![Part::Heading(head), Part::Table(table), Part::Paragraph(words.into())];
    all.extend(unmoved(same.iter().map(|row| row.measure.label.as_str())));
    all.extend(left_out(&found.left_out));
    let words =
        "(pays): a role whose work becomes more, corrected for all measures of work of the part (Holm).";
    all.push(Part::Heading("Each part alone: the levers it moves, and the work that follows".into()));
    for (part, alone) in bundle.parts.iter().zip(&found.alone) {
        all.extend(of_part(&part.name, alone));
    }
    all.push(Part::Paragraph(words.into()));
    all
}

fn contributions(bundle: &Bundle, row: &Attributed) -> Vec<Vec<Cell>> {
    let rest = row.rest.map(|rest| ("the rest of the file".to_string(), Some(rest)));
    let parts = bundle.parts.iter().zip(&row.parts).map(|(part, found)| (part.name.clone(), *found));
    let of_whole = [("all of it".to_string(), row.total)].into_iter().chain(rest).chain(parts);
    let line = |(number, (part, found)): (usize, (String, Option<Estimate>))| {
        let name = if number == 0 { label(&row.measure) } else { String::new() };
        let share = row.share(found).map_or(String::new(), |share| format!("{} %", short(100.0 * share, 0)));
        let runs = found.map_or(0, |found| found.n);
        vec![
            Cell::text(name),
            Cell::text(part),
            Cell::text(signed(found)),
            Cell::text(share),
            Cell::Count(runs as u64),
        ]
    };
    of_whole.enumerate().map(line).collect()
}

/// Work that a part leaves exactly as it is needs no row.
fn of_part(name: &str, alone: &Alone) -> Vec<Part> {
    let levers = match alone.levers.len() {
        0 => "moves no lever".to_string(),
        1 => format!("moves the lever {}", alone.levers[0]),
        _ => format!("moves the levers {}", alone.levers.join(", ")),
    };
    let mut table = Table::new(&["measure", "difference", "runs", "name"]);
    for moved in alone.moved.iter().filter(|moved| moved.change.verdict != Verdict::None) {
        let pays = if moved.pays { " (pays)" } else { "" };
        let change = moved.change.estimate();
        table.rows.push(vec![
            Cell::text(format!("{}{pays}", label(&moved.measure))),
            Cell::text(signed(change)),
            Cell::Count(change.map_or(0, |found| found.n) as u64),
            Cell::text(&moved.measure.name),
        ]);
    }
    let mut parts = vec![Part::Paragraph(format!("\n{name} {levers}."))];
    match table.rows.is_empty() {
        true => parts.push(Part::Paragraph("It changes no minutes of work.".into())),
        false => parts.push(Part::Table(table)),
    }
    parts
}
