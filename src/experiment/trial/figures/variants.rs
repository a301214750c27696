//! The tests that need no trial, by variant: figures of people's answers, and where what they answer differs.

use super::super::sources::{InVariant, Jackknifed};
use super::super::study::Asked;
use super::super::tests_words;
use super::super::verdict::Simulated;
use super::{Frame, chance, listed};
use crate::document::{Axis, Bar, Cell, Ends, Figure, Form, Table};
use crate::experiment::figures::study::{MOST_MEASURES, MOST_ROWS, with_interval};
use crate::statistics::figure::Kind;

/// Figures of answers in variants, then the variance test.
pub fn figures(frame: &Frame<'_>) -> Vec<Figure> {
    let asked = frame.evaluation.figures.iter().zip(&frame.evaluation.told.figures);
    let mut figures: Vec<Figure> = asked
        .take(MOST_MEASURES)
        .filter_map(|(asked, variants)| in_variants(frame, asked, variants))
        .collect();
    let more = frame.evaluation.told.figures.len().saturating_sub(MOST_MEASURES);
    if let Some(last) = figures.last_mut().filter(|_| more > 0) {
        last.note.push_str(&format!(" {more} more figures stand in the tables."));
    }
    figures.extend(variance(frame));
    figures
}

/// A figure of answers as a bar in each variant, with the number that is reported where it is one.
fn in_variants(frame: &Frame<'_>, asked: &Asked, variants: &[InVariant]) -> Option<Figure> {
    let names = &frame.evaluation.variants;
    let row = |(name, of): (&String, &InVariant)| Bar {
        label: name.clone(),
        values: vec![of.value.ok().map(|of| ends(tests_words::possible(asked, of)))],
    };
    let mut rows: Vec<Bar> = names.iter().zip(variants).map(row).collect();
    rows.iter().find(|row| row.values[0].is_some())?;
    rows.truncate(MOST_ROWS);
    let reported = tests_words::reported(asked);
    if let Some((value, _)) = asked.range.filter(|(low, high)| low == high) {
        rows.push(Bar {
            label: format!("reported: {}", reported.as_deref().unwrap_or_default()),
            values: vec![Some((value, None, None))],
        });
    }
    let words = tests_words::words(asked);
    let form = Form::Bars { x: Axis::new(&words, ""), series: vec![words], rows };
    let title = finding(asked, names, variants, reported.as_deref());
    let id = format!("figure-{}", asked.name);
    let mut figure = frame.origin.figure(&id, title, form, table(asked, names, variants));
    let compared = reported.map_or_else(String::new, |value| format!(" Reported: {value}."));
    let few = match tests_words::few(frame.evaluation) {
        true => format!(" n = {}; {}.", frame.evaluation.told.replications, tests_words::FEW),
        false => String::new(),
    };
    let ratio = match is_ratio(asked) {
        true => " It is a ratio: 1 is no difference, and variants are compared by the ratio of the two.",
        false => "",
    };
    figure.note = format!(
        "Of all {} replications together; lines are intervals of 95 % from leaving out one replication at a time. Variants have \
         the same random numbers, so their differences are sharper than the lines.{ratio}{compared}{few}",
        frame.evaluation.told.replications
    );
    Some(figure)
}

fn is_ratio(asked: &Asked) -> bool {
    matches!(asked.figure.kind, Kind::OddsRatio { .. } | Kind::HazardRatio { .. })
}

fn ends(of: Jackknifed) -> Ends {
    (of.value, of.interval.map(|ends| ends.0), of.interval.map(|ends| ends.1))
}

fn said(of: Jackknifed) -> String {
    let (value, low, high) = ends(of);
    with_interval(value, low, high)
}

/// What the figure is, and which variants differ from the first.
fn finding(asked: &Asked, names: &[String], variants: &[InVariant], reported: Option<&str>) -> String {
    let known = names.iter().zip(variants).find_map(|(name, of)| Some((name, of.value.ok()?)));
    let (name, value) = known.expect("a figure without any value is not drawn");
    let square = match tests_words::is_correlation(asked) {
        true => format!(", r² {:.2}", value.value * value.value),
        false => String::new(),
    };
    let what = tests_words::words(asked);
    let value = format!("{}{square}", said(tests_words::possible(asked, value)));
    let base = match (names.len(), reported) {
        (1, Some(reported)) => format!("{what} is {value}, reported: {reported}"),
        (1, None) => format!("{what} is {value}"),
        _ => format!("{what} is {value} in {name}"),
    };
    if names.len() == 1 {
        return base;
    }
    let most = variants.iter().filter_map(|of| of.value.ok()).map(|of| of.n).max().unwrap_or(0);
    if chance::few(most) {
        return format!("{base}; {} whether other variants differ (n = {most})", chance::TOO_FEW);
    }
    let differs = |difference: &Jackknifed| chance::differs(*difference, is_ratio(asked));
    let apart: Vec<String> = names
        .iter()
        .zip(variants)
        .filter_map(|(name, of)| {
            let difference = of.difference.filter(differs)?;
            let difference = tests_words::possible_difference(asked, difference);
            let words = match (is_ratio(asked), difference.value > 0.0) {
                (true, _) => format!("{name} by the factor {}", said(difference)),
                (false, true) => format!("{name} by +{}", said(difference)),
                (false, false) => format!("{name} by {}", said(difference)),
            };
            Some(words)
        })
        .collect();
    match apart.is_empty() {
        true => format!("{base}; no other variant is told apart from it"),
        false => format!("{base}; it differs in {}", listed(&apart, 3)),
    }
}

fn table(asked: &Asked, names: &[String], variants: &[InVariant]) -> Table {
    let mut table = Table::new(&[
        "variant",
        "value",
        "low",
        "high",
        "r²",
        "difference",
        "difference low",
        "difference high",
        "n",
        "why not",
    ]);
    for (name, of) in names.iter().zip(variants) {
        let mut row = vec![Cell::text(name)];
        let value = of.value.ok().map(|of| tests_words::possible(asked, of));
        let difference = of.difference.map(|of| tests_words::possible_difference(asked, of));
        row.extend(chance::bar_cells(value.map(ends)));
        row.push(Cell::number(
            value.filter(|_| tests_words::is_correlation(asked)).map(|of| of.value * of.value),
        ));
        row.extend(chance::bar_cells(difference.map(ends)));
        row.push(of.value.map_or(Cell::Empty, |of| Cell::Count(of.n as u64)));
        row.push(of.value.err().map_or(Cell::Empty, Cell::text));
        table.rows.push(row);
    }
    table
}

/// The parts of a variance.
const PARTS: [&str; 3] = ["between clinics", "between people of a clinic", "between a person's occasions"];

/// Where what people answer differs: shares of the variance, a row for each variant.
fn variance(frame: &Frame<'_>) -> Option<Figure> {
    let asked = frame.evaluation.file.variance.as_ref()?;
    let shares = |part: usize, of: &[crate::statistics::trial::Nested]| {
        Simulated::mean(&of.iter().map(|of| 100.0 * of.shares[part]).collect::<Vec<_>>())
    };
    let names = frame.evaluation.variants.iter();
    let known: Vec<(&String, [Option<Simulated>; 3])> = names
        .zip(&frame.evaluation.told.variance)
        .map(|(name, of)| (name, [0, 1, 2].map(|part| shares(part, of))))
        .filter(|(_, of)| of.iter().any(Option::is_some))
        .take(MOST_ROWS)
        .collect();
    let clinics: Vec<String> = known
        .iter()
        .filter_map(|(name, of)| {
            let share = of[0]?;
            Some(format!("{} {}", chance::per_cent(share.value, share.interval()), in_variant(frame, name)))
        })
        .collect();
    if clinics.is_empty() {
        return None;
    }
    let bar = |of: Option<Simulated>| {
        of.map(|of| (of.value, of.interval().map(|ends| ends.0), of.interval().map(|ends| ends.1)))
    };
    let row = |(name, of): &(&String, [Option<Simulated>; 3])| Bar {
        label: (*name).clone(),
        values: of.map(bar).to_vec(),
    };
    let form = Form::Bars {
        x: Axis::new(format!("share of the variance of {}", asked.column), "%"),
        series: PARTS.map(str::to_owned).to_vec(),
        rows: known.iter().map(row).collect(),
    };
    let title = format!(
        "Share of the variance of {} that lies between clinics: {}",
        asked.column,
        listed(&clinics, 3)
    );
    let mut figure = frame.origin.figure("variance", title, form, variance_table(&known));
    figure.note = "What differs between clinics lies in the work and its place, what differs between people of a clinic in \
                   them, and what differs between a person's occasions in the moment. Means over replications with their \
                   intervals of 95 %; nested analysis of variance, in which a share may come out below 0 by chance."
        .into();
    Some(figure)
}

/// "in calm"; of the scenario as it is no more than that.
fn in_variant(frame: &Frame<'_>, name: &str) -> String {
    if frame.evaluation.variants.len() == 1 { name.to_owned() } else { format!("in {name}") }
}

fn variance_table(known: &[(&String, [Option<Simulated>; 3])]) -> Table {
    let mut table = Table::new(&["variant", "part", "share %", "low", "high", "n"]);
    for (name, of) in known {
        for (part, share) in PARTS.iter().zip(of) {
            let mut row = vec![Cell::text(name.as_str()), Cell::text(*part)];
            row.extend(chance::cells(*share));
            row.push(chance::n(*share));
            table.rows.push(row);
        }
    }
    table
}
