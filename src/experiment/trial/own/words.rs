//! What the analyses say of a trial of one's own, for people.

use super::Answer;
use crate::document::{Cell, Document, Part, Table};
use crate::experiment::numbers::between;
use crate::statistics::trial::{Effect, EventStudy, Mixed, NoFit};

impl Answer {
    /// For a screen.
    pub fn document(&self) -> Document {
        let mut parts = vec![Part::Heading(format!("{}: what the trial says", self.outcome))];
        parts.push(Part::Paragraph(format!(
            "{} observations of {} clinics over {} periods; effects are with the change minus without it, intervals of {} %.",
            self.data.rows.len(),
            self.clusters.len(),
            self.periods.len(),
            100.0 * self.question.level
        )));
        parts.extend(self.warnings().into_iter().map(Part::Paragraph));
        if !self.findings.is_empty() {
            parts.push(Part::Table(self.effects()));
        }
        if let Ok(model) = &self.models[0] {
            parts.push(Part::Subheading("The mixed model (REML)".into()));
            parts.push(Part::Table(coefficients(model)));
        }
        if !self.exposure.is_empty() {
            parts.push(Part::Subheading("By periods since the change (mixed model)".into()));
            parts.push(Part::Table(by_name(&self.exposure)));
        }
        if let Some(course) = &self.course {
            parts.push(Part::Subheading("The course around the change (two-way fixed effects, CR2)".into()));
            parts.push(Part::Paragraph(pre_trend(course)));
            let times: Vec<(String, Result<Effect, NoFit>)> =
                course.times.iter().map(|time| (time.time.to_string(), time.effect)).collect();
            parts.push(Part::Table(by_name(&times)));
        }
        parts.push(Part::Subheading("How alike observations of a clinic are".into()));
        parts.push(Part::Paragraph(self.alike_words()));
        Document { parts }
    }

    fn effects(&self) -> Table {
        let mut table =
            Table::new(&["analysis", "effect", "interval", "standard error", "df", "p", "what it is"]);
        let plain =
            |number: Option<f64>| number.map_or(Cell::Empty, |x| Cell::text(between(x, None, None).0));
        for (analysis, finding) in &self.findings {
            table.rows.push(match finding {
                Err(why) => vec![
                    Cell::text(analysis.name()),
                    Cell::text("-"),
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Empty,
                    Cell::text(why.words()),
                ],
                Ok(of) => {
                    let ends = (of.interval.map(|ends| ends.0), of.interval.map(|ends| ends.1));
                    let (value, interval) = between(of.estimate, ends.0, ends.1);
                    vec![
                        Cell::text(analysis.name()),
                        Cell::text(value),
                        Cell::text(interval),
                        plain(of.standard_error),
                        plain(of.freedom),
                        of.p_value.map_or(Cell::Empty, |p| Cell::text(format!("{p:.4}"))),
                        Cell::text(analysis.words()),
                    ]
                }
            });
        }
        table
    }

    fn alike_words(&self) -> String {
        let (anova, model) = &self.icc;
        let mut words = match anova {
            None => "Analysis of variance: not to be known from these observations.".to_owned(),
            Some(of) => format!(
                "ICC by analysis of variance {:.3} (Searle {:.3} to {:.3}), not cut at zero.",
                of.value, of.low, of.high
            ),
        };
        match model {
            Ok(of) => words.push_str(&format!(
                " By the mixed model (REML, profile likelihood) {:.3} ({:.3} to {:.3}){}.",
                of.fit.icc,
                of.low,
                of.high,
                if of.fit.boundary { ", at the edge" } else { "" }
            )),
            Err(why) => words.push_str(&format!(" By the mixed model: {}.", why.words())),
        }
        words.push_str(" All observations, whatever the period or the change.");
        words
    }
}

fn pre_trend(course: &EventStudy) -> String {
    let test = match course.pre_trend() {
        Some(p) => format!(
            "Trends before the change: the smallest p value of the periods before, times their number, is {p:.3}."
        ),
        None => "Trends before the change cannot be tested.".to_owned(),
    };
    let never = if course.never_treated {
        ""
    } else {
        " No clinic stays without the change, so a straight drift cannot be told from effects that grow."
    };
    format!("{test}{never} A test that does not reject is no proof that trends were parallel.")
}

fn by_name(effects: &[(String, Result<Effect, NoFit>)]) -> Table {
    let mut table = Table::new(&["periods since the change", "effect", "interval", "p"]);
    for (name, effect) in effects {
        table.rows.push(match effect {
            Err(why) => vec![Cell::text(name), Cell::text(why.words()), Cell::Empty, Cell::Empty],
            Ok(of) => {
                let (value, interval) = between(of.estimate, Some(of.low), Some(of.high));
                vec![
                    Cell::text(name),
                    Cell::text(value),
                    Cell::text(interval),
                    Cell::text(format!("{:.4}", of.p_value)),
                ]
            }
        });
    }
    table
}

fn coefficients(model: &Mixed) -> Table {
    let mut table = Table::new(&["term", "estimate", "standard error"]);
    for (place, name) in model.names.iter().enumerate() {
        let error = model.standard_error(place);
        let shown = |x: f64| Cell::text(between(x, Some(x - error), Some(x + error)).0);
        table.rows.push(vec![Cell::text(name), shown(model.coefficients[place]), shown(error)]);
    }
    for (name, value) in [
        ("variance between clinics", model.tau2),
        ("variance within", model.sigma2),
        ("ICC, given periods and change", model.icc),
    ] {
        table.rows.push(vec![Cell::text(name), Cell::text(between(value, None, None).0), Cell::Empty]);
    }
    table
}
