//! The figures that a target may name: how each stands in a study file.

use std::collections::BTreeMap;

use crate::declaration::toml_text::number;
use crate::declaration::{Declaration, Faults, Node, Parameter, section};
use crate::statistics::figure::{Figure, Filter, Kind, Split};

/// A condition on a column: `where = { clinician = 1, wave = { at_least = 2 } }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// Smallest value that counts; −∞ where there is no bound.
    pub least: f64,
    /// Largest value that counts; +∞ where there is no bound.
    pub most: f64,
}

/// Conditions by column.
pub type Conditions = BTreeMap<String, Condition>;

/// Cuts by column.
pub type Cuts = BTreeMap<String, f64>;

impl Parameter for Condition {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        if let Some(value) = node.as_float().filter(|value| value.is_finite()) {
            return Some(Condition { least: value, most: value });
        }
        let bound = |key: &str| node.child(key).and_then(Node::as_float).filter(|bound| bound.is_finite());
        let known = node.as_table().is_some_and(|mut entries| {
            entries.all(|(key, _, _)| matches!(key, "at_least" | "at_most") && bound(key).is_some())
        });
        let (least, most) = (bound("at_least"), bound("at_most"));
        if !known || (least.is_none() && most.is_none()) {
            faults.fault(node, path, Self::expected(about), node.describe(), None);
            return None;
        }
        Some(Condition { least: least.unwrap_or(f64::NEG_INFINITY), most: most.unwrap_or(f64::INFINITY) })
    }

    fn show(&self) -> String {
        if self.least == self.most {
            return number(self.least);
        }
        let bound = |key: &str, bound: f64| bound.is_finite().then(|| format!("{key} = {}", number(bound)));
        let parts = [bound("at_least", self.least), bound("at_most", self.most)];
        format!("{{ {} }}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    fn schema(_: &Declaration) -> serde_json::Value {
        let bound = serde_json::json!({ "type": "number" });
        serde_json::json!({ "oneOf": [{ "type": "number" }, {
            "type": "object", "additionalProperties": false, "minProperties": 1,
            "properties": { "at_least": bound, "at_most": bound },
        }] })
    }

    fn expected(_: &Declaration) -> String {
        "a number, or bounds such as { at_least = 6 }".to_string()
    }
}

section! {
    /// A figure of one column: its mean, standard deviation.
    pub struct OfColumn {
        /// The column.
        required column: String, unit "column", range .., source "convention of study files", grade Definition;
        /// Rows that count.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

section! {
    /// The share of a column at or above a cut.
    pub struct ShareAtLeast {
        /// The column.
        required column: String, unit "column", range .., source "convention of study files", grade Definition;
        /// The cut, in the column's unit.
        required cut: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Rows that count.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

section! {
    /// The share of rows in which any of several columns is at or above its cut.
    pub struct ShareAny {
        /// A cut for each column: `cuts = { exhaustion = 27, cynicism = 10 }`.
        required cuts: Cuts, unit "-", range .., source "convention of study files", grade Definition;
        /// Rows that count.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

section! {
    /// Pearson's correlation of two columns.
    pub struct Correlation {
        /// The first column.
        required a: String, unit "column", range .., source "convention of study files", grade Definition;
        /// The second column.
        required b: String, unit "column", range .., source "convention of study files", grade Definition;
        /// Rows that count.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

section! {
    /// The correlation of a column with the same person's value some waves before.
    pub struct LagCorrelation {
        /// The column.
        required column: String, unit "column", range .., source "convention of study files", grade Definition;
        /// How many waves before.
        required waves: u32, unit "waves", range 1.0..=10000.0, source "convention of study files", grade Definition;
        /// Rows that count; of the two answers the later one.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

section! {
    /// The odds ratio of an outcome for one unit of a predictor, from a logistic regression.
    pub struct OddsRatio {
        /// The column of the outcome: 0 or 1, or cut by the next two keys.
        required outcome: String, unit "column", range .., source "convention of study files", grade Definition;
        /// From here on the outcome is 1.
        optional outcome_at_least: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Up to here the outcome is 0; what lies between is left out.
        optional outcome_at_most: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// The column of the predictor: as it is, or cut by the next two keys.
        required predictor: String, unit "column", range .., source "convention of study files", grade Definition;
        /// From here on the predictor is 1.
        optional predictor_at_least: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Up to here the predictor is 0; what lies between is left out.
        optional predictor_at_most: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Columns of other predictors.
        value adjusting: Vec<String> = Vec::new(), unit "columns", range .., source "none: a crude odds ratio", grade Definition;
        /// Predictors are taken from the person's answers so many waves before the outcome: a prospective cohort.
        value waves_before: u32 = 0, unit "waves", range 0.0..=10000.0, source "none: 0 is the same wave", grade Definition;
        /// Rows that count; where predictors are looked up, those of the outcome.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

section! {
    /// The intraclass correlation of a column in groups.
    pub struct Icc {
        /// The column.
        required column: String, unit "column", range .., source "convention of study files", grade Definition;
        /// The column that says who belongs together.
        required group: String, unit "column", range .., source "convention of study files", grade Definition;
        /// Rows that count.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

section! {
    /// Events of a person and year: the mean of a column times the waves of a year.
    pub struct RatePerYear {
        /// The column that says whether it happened since the last wave (0 or 1).
        required column: String, unit "column", range .., source "convention of study files", grade Definition;
        /// Waves in a year.
        required waves_per_year: f64, unit "waves per year", range 0.01..=366.0, source "convention of study files", grade Definition;
        /// Rows that count.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

section! {
    /// The rate of an event among the exposed over that among the others.
    pub struct HazardRatio {
        /// The column that says whether it happened since the last wave (0 or 1).
        required event: String, unit "column", range .., source "convention of study files", grade Definition;
        /// The column of the exposure: 0 or 1, or cut by the next two keys.
        required exposed: String, unit "column", range .., source "convention of study files", grade Definition;
        /// From here on a person is exposed.
        optional exposed_at_least: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Up to here a person is not exposed; what lies between is left out.
        optional exposed_at_most: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Exposure is taken from the person's answers so many waves before the event.
        value waves_before: u32 = 0, unit "waves", range 0.0..=10000.0, source "none: 0 is the same wave", grade Definition;
        /// Rows that count; where exposure is looked up, those of the event.
        value r#where: Conditions = Conditions::new(), unit "conditions", range .., source "none: every row counts", grade Definition;
    }
}

/// A figure of a kind, of the rows under conditions.
pub(super) fn figure(kind: Kind, conditions: &Conditions) -> Figure {
    let filter = |(column, condition): (&String, &Condition)| Filter {
        column: column.clone(),
        least: condition.least,
        most: condition.most,
    };
    Figure { kind, filters: conditions.iter().map(filter).collect() }
}

fn split(column: &str, at_least: Option<f64>, at_most: Option<f64>) -> Split {
    Split { column: column.to_string(), at_least, at_most }
}

impl OddsRatio {
    /// What it computes.
    pub fn kind(&self) -> Kind {
        Kind::OddsRatio {
            outcome: split(&self.outcome, self.outcome_at_least, self.outcome_at_most),
            predictor: split(&self.predictor, self.predictor_at_least, self.predictor_at_most),
            adjusting: self.adjusting.clone(),
            waves_before: self.waves_before,
        }
    }
}

impl HazardRatio {
    /// What it computes.
    pub fn kind(&self) -> Kind {
        Kind::HazardRatio {
            event: self.event.clone(),
            exposed: split(&self.exposed, self.exposed_at_least, self.exposed_at_most),
            waves_before: self.waves_before,
        }
    }
}
