//! What is said of a trial study, to be seen: what each analysis is worth, what designs see, what happens around the change,
//! what other sizes would see, what a literature would say, the tests that need no trial, and who changes when.

mod around;
mod chance;
mod designs;
mod lags;
mod literature;
mod schedule;
mod size;
mod sureness;
#[cfg(test)]
mod tests;
mod truth;
mod variants;

use super::evaluate::{Evaluation, OutcomeWords};
use super::study::Design;
use super::verdict::Shown;
use crate::document::{Course, Figure, Form, Mark, Scenario, Table};
use crate::experiment::figures::study::{MOST_MEASURES, Origin};

/// All figures, by section; a section without any is not there.
pub fn all(evaluation: &Evaluation, origin: &Origin) -> Vec<(String, Vec<Figure>)> {
    let frame = Frame { evaluation, origin };
    let sections = [
        ("Estimate against truth", frame.of_each(truth::figure)),
        ("How sure it says it is", frame.of_each(sureness::figure)),
        ("Which design sees what", designs::figures(&frame)),
        ("Around the change", frame.of_each(around::figure)),
        ("How large, how long", size::figures(&frame)),
        ("What a literature would say", literature::figures(&frame)),
        ("The tests that need no trial", [variants::figures(&frame), lags::figures(&frame)].concat()),
        // The head of a page says what the first figures found: what was planned comes last.
        ("Who changes when", frame.of_first_outcome(schedule::figure)),
    ];
    let there = sections.into_iter().filter(|(_, figures)| !figures.is_empty());
    there.map(|(title, figures)| (title.to_owned(), figures)).collect()
}

/// What all figures of a study have in common.
struct Frame<'a> {
    evaluation: &'a Evaluation,
    origin: &'a Origin,
}

impl Frame<'_> {
    /// Outcomes that have figures: the first ones of the study, so that no section has more figures than can be looked through.
    fn outcomes(&self) -> usize {
        (MOST_MEASURES / self.evaluation.designs.len().max(1)).max(1)
    }

    /// A figure for each design with its first outcome.
    fn of_first_outcome(&self, figure: fn(&Frame<'_>, &Shown) -> Option<Figure>) -> Vec<Figure> {
        let first = self.evaluation.shown.iter().filter(|shown| shown.outcome == 0);
        first.filter_map(|shown| figure(self, shown)).collect()
    }

    /// A figure for each design with each of the outcomes that have figures.
    fn of_each(&self, figure: fn(&Frame<'_>, &Shown) -> Option<Figure>) -> Vec<Figure> {
        let drawn = self.evaluation.shown.iter().filter(|shown| shown.outcome < self.outcomes());
        drawn.filter_map(|shown| figure(self, shown)).collect()
    }

    fn design(&self, shown: &Shown) -> &Design {
        &self.evaluation.designs[shown.design]
    }

    fn outcome(&self, shown: &Shown) -> &OutcomeWords {
        &self.evaluation.outcomes[shown.outcome]
    }

    /// "wedge, work after hours".
    fn whose(&self, shown: &Shown) -> String {
        format!("{}, {}", self.design(shown).name, self.outcome(shown).label)
    }

    /// Beneath a note: how many outcomes have no figure; nothing where all have one.
    fn left_out(&self) -> String {
        match self.evaluation.outcomes.len().saturating_sub(self.outcomes()) {
            0 => String::new(),
            1 => " One more outcome stands in the tables.".into(),
            more => format!(" {more} more outcomes stand in the tables."),
        }
    }

    /// A figure of a design and an outcome.
    fn figure(&self, stem: &str, shown: &Shown, title: String, form: Form, table: Table) -> Figure {
        let id = format!("{stem}-{}-{}", self.design(shown).name, self.outcome(shown).name);
        self.origin.figure(&id, title, form, table)
    }

    /// "4 weeks each".
    fn period(&self) -> String {
        format!("{} each", counted(u64::from(self.evaluation.file.period_weeks), "week"))
    }
}

/// A unit as it stands on an axis: nothing where there is none.
fn unit(outcome: &OutcomeWords) -> &str {
    if matches!(outcome.unit.as_str(), "-" | "ratio") { "" } else { &outcome.unit }
}

/// "1 clinic", "8 clinics".
pub(super) fn counted(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// A mean of counts: "6", "6.3".
pub(super) fn count(mean: f64) -> String {
    let text = format!("{mean:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// "a, b and c"; of more than `most` so many, and how many are left.
fn listed(words: &[String], most: usize) -> String {
    let shown = &words[..words.len().min(most)];
    match (shown.split_last(), words.len() - shown.len()) {
        (None, _) => String::new(),
        (Some((last, [])), 0) => last.clone(),
        (Some((last, rest)), 0) => format!("{} and {last}", rest.join(", ")),
        (Some(_), more) => format!("{} and {more} more", shown.join(", ")),
    }
}

fn scenarios<T: Into<String>>(names: impl IntoIterator<Item = T>) -> Vec<Scenario> {
    names.into_iter().map(|name| Scenario { name: name.into() }).collect()
}

/// A place, a number, and the ends of what chance leaves open of it.
type Point = (f64, Option<f64>, Option<(f64, f64)>);

/// A course of numbers with what chance leaves open of each; without an inner band.
fn course(scenario: usize, name: &str, points: Vec<Point>) -> Course {
    let none = vec![None; points.len()];
    Course {
        scenario,
        name: name.to_owned(),
        x: points.iter().map(|point| point.0).collect(),
        mean: points.iter().map(|point| point.1).collect(),
        low50: none.clone(),
        high50: none,
        low95: points.iter().map(|point| point.2.map(|ends| ends.0)).collect(),
        high95: points.iter().map(|point| point.2.map(|ends| ends.1)).collect(),
    }
}

/// Something that happens at one place.
fn mark(label: String, from: f64) -> Mark {
    Mark { scenario: None, label, from, full: None, until: None }
}
