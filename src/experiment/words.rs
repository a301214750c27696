//! The words of screens: what a change is to its reader, labels with units, lists of names that may still be read.

use super::compare::{Difference, MeasureRow, Verdict};
use crate::document::Part;
use crate::system::{Better, Measure, Support};

/// Names in a sentence beneath a table.
pub(super) const NAMES: usize = 8;

/// What a row of a comparison is to its reader, in the order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum News {
    Better,
    Worse,
    Changed,
    Unclear,
    Same,
}

impl News {
    /// What a difference in a measure is.
    pub fn of(measure: &Measure, difference: &Difference) -> Self {
        match (difference.verdict, measure.better) {
            (Verdict::None, _) => News::Same,
            (Verdict::Unclear, _) => News::Unclear,
            (_, Better::Neither) => News::Changed,
            (Verdict::Lower, Better::Lower) | (Verdict::Higher, Better::Higher) => News::Better,
            _ => News::Worse,
        }
    }

    /// The words of the verdict: direction, and whether that is good.
    pub fn verdict(self, difference: &Difference) -> String {
        let direction = if difference.verdict == Verdict::Lower { "▼ lower" } else { "▲ higher" };
        match self {
            News::Better => format!("{direction}: better"),
            News::Worse => format!("{direction}: worse"),
            News::Changed => direction.into(),
            News::Unclear => "no clear difference".into(),
            News::Same => "no difference".into(),
        }
    }
}

/// The label and the unit; a ratio has none, and only a rate needs its denominator said.
pub(super) fn label(measure: &Measure) -> String {
    match (measure.unit.as_str(), measure.per.as_str()) {
        ("" | "ratio", _) => measure.label.clone(),
        ("minutes", _) => format!("{} [min]", measure.label),
        ("hours", _) => format!("{} [h]", measure.label),
        (unit, "hour" | "day" | "week") => format!("{} [{unit}/{}]", measure.label, measure.per),
        (unit, _) => format!("{} [{unit}]", measure.label),
    }
}

/// The weakest grade behind a verdict, in the column `rests on`.
pub(super) fn rests_on(support: Option<&Support>) -> &'static str {
    support.map_or("–", |support| support.grade)
}

/// Where the weakest grades of a table stand first; nothing where there are none.
pub(super) fn weakest<'a>(supports: impl Iterator<Item = &'a Support>) -> Option<Part> {
    let mut told: Vec<String> = Vec::new();
    for support in supports {
        let words = format!("{} ({})", support.parameter, support.grade);
        if !told.contains(&words) {
            told.push(words);
        }
    }
    let words =
        "Rests on: the weakest grade of evidence between the change and the measure; it stands first at";
    (!told.is_empty()).then(|| Part::Paragraph(format!("{words} {}.", shortened(&told))))
}

/// A sentence that names measures, where there are any.
pub(super) fn sentence<'a>(parts: &mut Vec<Part>, words: &str, rows: impl Iterator<Item = &'a MeasureRow>) {
    let names: Vec<&str> = rows.map(|row| row.measure.label.as_str()).collect();
    if !names.is_empty() {
        parts.push(Part::Paragraph(format!("{words}: {}.", shortened(&names))));
    }
}

/// Names that a person in a hurry may still read; how many more there are.
pub(super) fn shortened<T: AsRef<str>>(names: &[T]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMES).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(NAMES) {
        0 => shown.join("; "),
        more => format!("{}; and {more} more", shown.join("; ")),
    }
}
