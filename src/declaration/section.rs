//! What is known of the tables of a scenario file and their fields; `macros` declares them.

use std::ops::{RangeFrom, RangeFull, RangeInclusive};

use super::fault::Faults;
use super::tree::Node;

/// How well the default of a parameter is supported by evidence, the best first. A definition stands outside this order: it
/// is a choice, and needs no support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Published, and checked in the publication.
    Published,
    /// Published, but taken from a secondary source.
    PublishedUnverified,
    /// Given by the mission of the project.
    MissionSource,
    /// Computed from published numbers.
    Derived,
    /// Chosen so that the model meets published patterns.
    Calibrated,
    /// A plausible guess.
    Assumption,
    /// A choice of the modeler, nothing to measure.
    Definition,
}

impl Grade {
    /// The grade in words.
    pub fn words(self) -> &'static str {
        match self {
            Grade::Published => "published",
            Grade::PublishedUnverified => "published, unverified",
            Grade::MissionSource => "mission source",
            Grade::Derived => "derived",
            Grade::Calibrated => "calibrated",
            Grade::Assumption => "assumption",
            Grade::Definition => "definition",
        }
    }
}

/// All that is known of one parameter or table, written once.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// Its key.
    pub key: &'static str,
    /// What it means; the first sentence is the meaning in short.
    pub doc: &'static str,
    /// Its unit ("" for tables).
    pub unit: &'static str,
    /// Smallest number allowed.
    pub low: f64,
    /// Largest number allowed.
    pub high: f64,
    /// Canonical TOML text of the default; `None` where it must be given, is optional or is a table.
    pub default: Option<String>,
    /// Where the default comes from.
    pub source: &'static str,
    /// How well that supports it.
    pub grade: Grade,
    /// Of named values: whether their names stand elsewhere in the file and are checked there, so that a name that no file
    /// gives here may be set from outside.
    pub open: bool,
}

impl Declaration {
    /// The first sentence of the meaning, on one line.
    pub fn meaning(&self) -> String {
        let text = self.doc.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.find(". ") {
            Some(end) => text[..=end].to_string(),
            None => text,
        }
    }

    /// The range in words: "0 to 600", "0 or more", "" if any number is allowed.
    pub fn range_words(&self) -> String {
        let number = super::toml_text::number;
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => format!("{} to {}", number(self.low), number(self.high)),
            (true, false) => format!("{} or more", number(self.low)),
            (false, true) => format!("{} or less", number(self.high)),
            (false, false) => String::new(),
        }
    }

    /// The range in which the number may plausibly lie, where the source says so: `plausible 90 to 365`. It is narrower than
    /// the range that is allowed.
    pub fn plausible(&self) -> Option<(f64, f64)> {
        let (_, rest) = self.source.split_once("plausible ")?;
        let (low, rest) = rest.split_once(" to ")?;
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(rest.len());
        let (low, high) = (low.parse().ok()?, rest[..end].trim_end_matches('.').parse().ok()?);
        (low < high).then_some((low, high))
    }

    /// Whether a number lies in the range.
    pub fn allows(&self, number: f64) -> bool {
        number >= self.low && number <= self.high
    }
}

/// What the documents of a leaf need of its type.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// Its JSON schema.
    pub schema: fn(&Declaration) -> serde_json::Value,
    /// What is expected, in words.
    pub expected: fn(&Declaration) -> String,
}

/// What is known of a sub-table.
#[derive(Debug, Clone, Copy)]
pub struct Subsection {
    /// What the table means.
    pub doc: &'static str,
    /// Its fields.
    pub fields: fn() -> Vec<Field>,
}

/// How a field stands in the file.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A value with a default.
    Value(Leaf),
    /// A value that must be given.
    Required(Leaf),
    /// A value that may be absent.
    Optional(Leaf),
    /// Named values.
    Values(Leaf),
    /// A sub-table that is always there.
    Table(Subsection),
    /// A sub-table that may be absent.
    Maybe(Subsection),
    /// Named sub-tables.
    Tables(Subsection),
}

/// One field of a section.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its declaration.
    pub declaration: &'static Declaration,
    /// How it stands in the file.
    pub shape: Shape,
}

/// One resolved parameter.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Dotted path.
    pub path: String,
    /// Canonical TOML text; `"none"` for an absent optional value, `{}` for a table without parameters.
    pub value: String,
    /// Its declaration.
    pub declaration: &'static Declaration,
}

/// A table of the scenario file; implemented by `section!`.
pub trait Section: Sized {
    /// What the table means.
    const DOC: &'static str;

    /// The declarations of its fields, in order.
    fn declarations() -> &'static [Declaration];

    /// Its fields, in order.
    fn fields() -> Vec<Field>;

    /// Reads it; `None` as the node stands for an absent table. All faults are pushed; `None` comes back if
    /// there was any.
    fn read(node: Option<&Node>, path: &str, faults: &mut Faults) -> Option<Self>;

    /// Lists every parameter with its value, defaults too, in order of declaration.
    fn show(&self, path: &str, out: &mut Vec<Shown>);
}

/// A range of a declaration: `0.0..=600.0`, `1.0..` or `..`.
pub trait Bounds {
    /// Smallest and largest number allowed.
    fn bounds(&self) -> (f64, f64);
}

impl Bounds for RangeInclusive<f64> {
    fn bounds(&self) -> (f64, f64) {
        (*self.start(), *self.end())
    }
}

impl Bounds for RangeFrom<f64> {
    fn bounds(&self) -> (f64, f64) {
        (self.start, f64::INFINITY)
    }
}

impl Bounds for RangeFull {
    fn bounds(&self) -> (f64, f64) {
        (f64::NEG_INFINITY, f64::INFINITY)
    }
}

/// Adds a sub-table to the list of parameters; one without parameters is listed itself, as `{}`.
pub fn show_table<S: Section>(
    section: &S,
    path: &str,
    declaration: &'static Declaration,
    out: &mut Vec<Shown>,
) {
    let before = out.len();
    section.show(path, out);
    if out.len() == before {
        out.push(Shown { path: path.to_string(), value: "{}".to_string(), declaration });
    }
}

/// A declaration of which only key and meaning are known yet.
pub fn bare(key: &'static str, doc: &'static str) -> Declaration {
    Declaration {
        key: key.strip_prefix("r#").unwrap_or(key),
        doc,
        unit: "",
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        default: None,
        source: "",
        grade: Grade::Definition,
        open: false,
    }
}
