//! What a comparison shows: the same figures for the report and for the page, made of results alone.

mod course;
mod difference;
mod money;
mod sample;
mod slices;
pub mod study;

pub(super) use course::banded;
pub use course::pressure;

use super::compare::Analysis;
use super::results::{ArmFacts, Results};
use super::words::label;
use crate::document::{Figure, Form, Scenario, Table};
use crate::system::{Measure, Views};

/// What all figures of one comparison have in common.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The replications.
    pub results: &'a Results,
    /// What they say.
    pub analysis: &'a Analysis,
    /// The command that gives them again.
    pub command: &'a str,
}

/// All figures of a run or a comparison, in the order of reading. What the system does not measure has none.
pub fn all(frame: Frame<'_>) -> Vec<Figure> {
    let one = [
        difference::figure(&frame),
        difference::scorecard(&frame),
        course::differences(&frame),
        course::figure(&frame),
        sample::spreads(&frame),
        sample::convergence(&frame),
        slices::figure(&frame),
        money::steps(&frame),
        money::break_even(&frame),
    ];
    one.into_iter().flatten().collect()
}

/// The findings as sentences, one for each scenario that is compared.
pub fn headlines(frame: Frame<'_>) -> Vec<String> {
    difference::headlines(&frame)
}

/// The group of measures that no view names.
pub const MORE: &str = "More";

/// What is asked of people, in words; nothing where the system does not measure it.
pub fn asked_of_people(frame: Frame<'_>) -> Option<String> {
    difference::asked_of_people(&frame)
}

/// The words of the group of a measure.
pub fn group_of(views: &Views, measure: &str) -> &'static str {
    let named = |(_, names): &&(&str, Vec<String>)| names.iter().any(|name| name == measure);
    views.groups.iter().find(named).map_or(MORE, |(words, _)| *words)
}

impl Frame<'_> {
    fn arms(&self) -> &[ArmFacts] {
        &self.results.arms
    }

    fn scenarios(&self) -> Vec<Scenario> {
        self.arms().iter().map(|arm| Scenario { name: arm.name.clone() }).collect()
    }

    fn runs(&self) -> usize {
        self.results.numbers().count()
    }

    /// "n = 30 runs · seed 1 · 95 % intervals · chance only".
    fn foot(&self, of_what: &str) -> String {
        format!(
            "n = {} runs · seed {} · {of_what} · chance only: what is not known about the inputs is not in it",
            self.runs(),
            self.results.seed
        )
    }

    /// "95 % intervals · summary: weeks 52 to 78".
    fn intervals(&self) -> String {
        format!(
            "{} % intervals{}",
            super::numbers::short(self.results.level * 100.0, 0),
            self.weeks_of_summary()
        )
    }

    /// " · summary: weeks 52 to 78", the measured weeks that the numbers are of; nothing for a system without weeks.
    fn weeks_of_summary(&self) -> String {
        match self.arms().first().and_then(|arm| arm.views.summary) {
            Some((from, until)) => format!(" · summary: weeks {from} to {until}"),
            None => String::new(),
        }
    }

    fn figure(&self, id: &str, title: String, form: Form, table: Table) -> Figure {
        Figure {
            id: id.to_owned(),
            title,
            note: String::new(),
            alternative: String::new(),
            foot: self.foot(&self.intervals()),
            command: self.command.to_owned(),
            scenarios: self.scenarios(),
            form,
            table,
        }
    }

    /// The place of a measure in the table of an arm.
    fn column(&self, arm: usize, measure: &str) -> Option<usize> {
        self.arms()[arm].measures.iter().position(|m| m.name == measure)
    }

    /// A measure by name, from the first scenario that has it.
    fn measure(&self, name: &str) -> Option<&Measure> {
        self.arms().iter().flat_map(|arm| &arm.measures).find(|measure| measure.name == name)
    }

    /// What all scenarios look at first, each name once, with its group, in the order of reading.
    fn key_measures(&self) -> Vec<(&'static str, String)> {
        let mut found: Vec<(&'static str, String)> = Vec::new();
        for (words, names) in self.arms().iter().flat_map(|arm| &arm.views.groups) {
            for name in names.iter().filter(|name| self.shown(name)) {
                if !found.iter().any(|(_, known)| known == name) {
                    found.push((words, name.clone()));
                }
            }
        }
        let mut order: Vec<&'static str> = Vec::new();
        found.iter().for_each(|(words, _)| {
            if !order.contains(words) {
                order.push(words);
            }
        });
        found.sort_by_key(|(words, _)| order.iter().position(|known| known == words));
        found
    }

    /// Whether the analysis shows a measure: a reader may have asked for some only.
    fn shown(&self, name: &str) -> bool {
        self.analysis.arms.iter().flat_map(|arm| arm.totals()).any(|row| row.measure.name == name)
    }
}

/// "Minutes worked after hours [min]".
pub(super) fn axis_label(measure: &Measure) -> (String, String) {
    let unit = match (measure.unit.as_str(), measure.per.as_str()) {
        (unit @ ("share" | "ratio"), _) => unit.to_owned(),
        (unit, per) if needs_saying(per) => {
            format!("{unit} per {}", per.replace("full-time clinician and day at work", "clinician and day"))
        }
        (unit, _) => unit.to_owned(),
    };
    (measure.label.clone(), unit)
}

/// Whether a denominator changes what a number means: a rate by time, by posts or by many; a mean over what it is of does not.
fn needs_saying(per: &str) -> bool {
    matches!(per, "hour" | "day" | "week" | "year")
        || per.starts_with(|c: char| c.is_ascii_digit())
        || per.starts_with("full-time")
}

/// The words of a measure in a table.
fn row_label(measure: &Measure) -> String {
    label(measure)
}
