//! What the numbers of a report rest on: what the scenarios change, and every parameter with its grade and source.

use crate::clinic::Parameters;
use crate::clinic::evidence::grade;
use crate::declaration::toml_text::quoted;
use crate::declaration::{Grade, Shown};
use crate::document::{Cell, Part, Table};
use crate::experiment::Results;
use crate::scenario::Loaded;

/// The chapter.
pub(super) fn parts(loaded: &[Loaded<Parameters>], results: &Results) -> Vec<Part> {
    let Some((baseline, others)) = loaded.split_first() else { return Vec::new() };
    let mut parts = Vec::new();
    if !others.is_empty() {
        parts.push(Part::Subheading("What the scenarios change".into()));
        parts.push(Part::Table(changes(baseline, others)));
    }
    parts.extend(behind(results));
    parts.push(Part::Subheading(format!("How well the parameters of {} are supported", baseline.name)));
    parts.push(Part::Table(counts(&baseline.shown)));
    let assumed: Vec<&Shown> =
        baseline.shown.iter().filter(|shown| grade(shown) == Some(Grade::Assumption)).collect();
    parts.push(Part::Folded(
        format!("{} assumptions, and values of the author's own", assumed.len()),
        vec![Part::Table(parameters(&assumed))],
    ));
    let rest: Vec<&Shown> = baseline
        .shown
        .iter()
        .filter(|shown| grade(shown).is_some_and(|grade| grade != Grade::Assumption))
        .collect();
    parts.push(Part::Folded(
        format!("{} parameters with a source", rest.len()),
        vec![Part::Table(parameters(&rest))],
    ));
    parts.push(sources(loaded));
    parts
}

/// Verdicts by the weakest grade behind them.
fn behind(results: &Results) -> Vec<Part> {
    let mut told: Vec<String> = Vec::new();
    for arm in results.arms.iter().skip(1) {
        let mut by: Vec<(&str, usize)> = Vec::new();
        for support in arm.support.iter().flatten() {
            match by.iter_mut().find(|(grade, _)| *grade == support.grade) {
                Some((_, count)) => *count += 1,
                None => by.push((support.grade, 1)),
            }
        }
        let words: Vec<String> =
            by.iter().map(|(grade, count)| format!("{count} measures on {grade}")).collect();
        if !words.is_empty() {
            told.push(format!(
                "{}: differences rest, at their weakest point, in {}.",
                arm.name,
                words.join(", in ")
            ));
        }
    }
    if told.is_empty() { Vec::new() } else { vec![Part::List(told)] }
}

fn changes(baseline: &Loaded<Parameters>, others: &[Loaded<Parameters>]) -> Table {
    let mut table =
        Table::new(&["scenario", "parameter", baseline.name.as_str(), "here", "unit", "grade", "source"]);
    let spoken = |path: &str| path != "title" && !path.starts_with("notes.");
    for one in others {
        for shown in one.shown.iter().filter(|shown| spoken(&shown.path)) {
            let before = baseline.shown.iter().find(|other| other.path == shown.path);
            let about = shown.declaration;
            let usual = || about.default.clone().unwrap_or_else(|| quoted("none"));
            if before.map_or_else(usual, |before| before.value.clone()) == shown.value {
                continue; // the same, or a part of something new that stands at its default
            }
            let cells = [
                one.name.as_str(),
                &shown.path,
                before.map_or("–", |before| &before.value),
                &shown.value,
                about.unit,
                grade(shown).map_or("a choice", Grade::words),
                about.source,
            ];
            table.rows.push(cells.into_iter().map(Cell::text).collect());
        }
        for gone in baseline.shown.iter().filter(|shown| spoken(&shown.path)) {
            if one.shown.iter().all(|shown| shown.path != gone.path) {
                let cells =
                    [one.name.as_str(), &gone.path, &gone.value, "taken away", gone.declaration.unit, "", ""];
                table.rows.push(cells.into_iter().map(Cell::text).collect());
            }
        }
    }
    table
}

fn counts(shown: &[Shown]) -> Table {
    let mut table = Table::new(&["grade", "parameters"]);
    let mut grades: Vec<(Option<Grade>, u64)> = Vec::new();
    for grade in shown.iter().map(grade) {
        match grades.iter_mut().find(|(known, _)| *known == grade) {
            Some((_, count)) => *count += 1,
            None => grades.push((grade, 1)),
        }
    }
    grades.sort_by_key(|(grade, _)| *grade);
    for (grade, count) in grades {
        let words = grade.map_or("choice or definition", Grade::words);
        table.rows.push(vec![Cell::text(words), Cell::Count(count)]);
    }
    table
}

fn parameters(shown: &[&Shown]) -> Table {
    let mut table = Table::new(&["parameter", "value", "unit", "range", "grade", "source of the default"]);
    for one in shown {
        let about = one.declaration;
        let range = about.range_words();
        let words = grade(one).map_or("a choice", Grade::words);
        let cells = [one.path.as_str(), &one.value, about.unit, &range, words, about.source];
        table.rows.push(cells.into_iter().map(Cell::text).collect());
    }
    table
}

fn sources(loaded: &[Loaded<Parameters>]) -> Part {
    let told = loaded.iter().filter(|one| !one.heading.notes.sources.is_empty());
    let mut facts: Vec<(String, Cell)> = told
        .map(|one| (format!("Sources of {}", one.name), Cell::Text(one.heading.notes.sources.join("; "))))
        .collect();
    if facts.is_empty() {
        facts.push(("Sources".into(), Cell::Gap("sources, under [notes] of a scenario file".into())));
    }
    Part::Facts(facts)
}
