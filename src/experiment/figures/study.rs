//! What the figures of studies have in common: where they come from, and what is known of measures and factors.

use super::axis_label;
use crate::document::{Cell, Figure, Form, Part, Table};
use crate::experiment::numbers::between;
use crate::system::Measure;

/// Rows of a figure, at most: what goes beyond stands in its table.
pub(in crate::experiment) const MOST_ROWS: usize = 25;
/// Measures that have figures, at most: what goes beyond stands in the tables of the folder.
pub(in crate::experiment) const MOST_MEASURES: usize = 12;

/// Where the figures of a study come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// The command that gives their numbers again.
    pub command: String,
    /// What stands beneath each: number of runs, seed, level, and that it is chance only.
    pub foot: String,
}

impl Origin {
    /// A figure whose words for those who do not see it are its title; whoever knows more says so.
    pub(in crate::experiment) fn figure(&self, id: &str, title: String, form: Form, table: Table) -> Figure {
        Figure {
            id: slug(id),
            alternative: title.clone(),
            title,
            note: String::new(),
            foot: self.foot.clone(),
            command: self.command.clone(),
            scenarios: Vec::new(),
            form,
            table,
        }
    }
}

/// What a reader is told of a factor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FactorWords {
    /// Its name in the study.
    pub name: String,
    /// The parameters that it sets.
    pub paths: Vec<String>,
    /// What it takes, in words.
    pub range: String,
    /// Unit; empty for none or where it is not known.
    pub unit: String,
    /// How well the default of its parameter is supported.
    pub grade: String,
    /// Where the default comes from.
    pub source: String,
    /// Words of its values by the numbers that stand for them, where it takes words.
    pub values: Vec<(f64, String)>,
    /// Whether its values have an order.
    pub ordered: bool,
}

impl FactorWords {
    /// A factor of which nothing but its name is known.
    pub fn named(name: &str) -> Self {
        FactorWords { name: name.to_owned(), ordered: true, ..Self::default() }
    }

    /// A value as a reader knows it.
    pub fn said(&self, number: f64) -> String {
        let word = self.values.iter().find(|(known, _)| *known == number);
        word.map_or_else(|| short(number), |(_, word)| word.clone())
    }

    /// "panel 1300".
    pub(in crate::experiment) fn at(&self, number: f64) -> String {
        format!("{} {}", self.name, self.said(number))
    }

    /// The name for an axis, with the words of its values where it takes words.
    pub(in crate::experiment) fn axis(&self) -> String {
        if self.values.is_empty() {
            return self.name.clone();
        }
        let words: Vec<String> =
            self.values.iter().map(|(number, word)| format!("{}: {word}", short(*number))).collect();
        format!("{} ({})", self.name, words.join(", "))
    }
}

/// The factors as a table: what they take, and what their parameters rest on.
pub fn factors(known: &[FactorWords]) -> Part {
    let mut table = Table::new(&["factor", "parameter", "takes", "unit", "grade", "source"]);
    for factor in known {
        let paths = factor.paths.join(", ");
        let cells = [&factor.name, &paths, &factor.range, &factor.unit, &factor.grade, &factor.source]
            .map(Cell::text);
        table.rows.push(cells.to_vec());
    }
    Part::Table(table)
}

/// Label and unit of a measure by its name; the name alone where nothing more is known.
pub(in crate::experiment) fn label_of(measures: &[Measure], name: &str) -> (String, String) {
    let known = measures.iter().find(|measure| measure.name == name);
    known.map_or_else(|| (name.to_owned(), String::new()), words_of)
}

/// Label and unit of a measure; what has no unit has none in words either.
pub(in crate::experiment) fn words_of(measure: &Measure) -> (String, String) {
    let (label, unit) = axis_label(measure);
    let none = matches!(unit.as_str(), "-" | "ratio");
    (label, if none { String::new() } else { unit })
}

/// Letters, digits and dashes of a name: the anchor of a figure.
pub(in crate::experiment) fn slug(name: &str) -> String {
    let letters: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    letters.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// A number with its interval: "0.56 [0.50 to 0.62]"; without one where it has none.
pub(in crate::experiment) fn with_interval(value: f64, low: Option<f64>, high: Option<f64>) -> String {
    let defined = |end: Option<f64>| end.filter(|end| end.is_finite());
    match between(value, defined(low), defined(high)) {
        (value, interval) if interval.is_empty() => value,
        (value, interval) => format!("{value} [{interval}]"),
    }
}

/// Four significant digits, without needless zeros.
pub(in crate::experiment) fn short(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return number.abs().to_string();
    }
    let digits = 3 - libm::floor(libm::log10(number.abs())) as i32;
    let text = format!("{number:.*}", usize::try_from(digits).unwrap_or(0).min(10));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The unit after a number, or nothing where there is none.
pub(in crate::experiment) fn spaced(unit: &str) -> String {
    match unit {
        "" => String::new(),
        "share" => " (share)".into(),
        unit => format!(" {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_in_their_words_and_numbers_without_needless_digits() {
        let mut end = FactorWords::named("end");
        assert_eq!(
            [0.25, 1300.0, -0.000_123_456, 0.0].map(|x| end.said(x)),
            ["0.25", "1300", "-0.0001235", "0"]
        );
        end.values = vec![(0.0, "until_empty".into()), (1.0, "stop".into())];
        assert_eq!(end.at(1.0), "end stop");
        assert_eq!(end.axis(), "end (0: until_empty, 1: stop)");
        assert_eq!(slug("tornado a.b_c (Ü)"), "tornado-a-b-c");
        assert_eq!(with_interval(0.5623, Some(0.5), Some(f64::NAN)), "0.5623 [from 0.5000]");
    }
}
