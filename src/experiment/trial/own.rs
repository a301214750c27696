//! A trial of one's own: what the analyses say of observations that somebody made.

use serde_json::{Value, json};

use super::analysis::{Analysis, Finding};
use crate::document::{Cell, Document, Part, Table};
use crate::experiment::numbers::between;
use crate::statistics::icc::{Icc, icc};
use crate::statistics::trial::{
    Components, Controls, Data, Effect, EventStudy, GroupTimes, Method, Mixed, MixedIcc, NoFit, Permutation,
    Treatment, Weights, closed_form_variance, event_study, gls, group_time, mixed, mixed_icc, permutation,
    weights,
};
use crate::statistics::trial::{Errors, Layout, fixed};
use crate::system::{Identity, Purpose, Seed};

/// What design the trial had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnDesign {
    /// Stepped wedge.
    SteppedWedge,
    /// Parallel clusters.
    Cluster,
    /// Difference in differences.
    Differences,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The design.
    pub design: OwnDesign,
    /// Confidence level.
    pub level: f64,
    /// Variances that are known: between clusters, and of an observation.
    pub known: Option<(f64, f64)>,
    /// Seed of the permutations, where not all are looked at.
    pub seed: u64,
}

/// What the analyses say.
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// Name of the outcome.
    pub outcome: String,
    /// The observations.
    pub data: Data,
    /// Names of the clusters.
    pub clusters: Vec<String>,
    /// Names of the periods.
    pub periods: Vec<String>,
    /// Observations that are missing.
    pub missing: usize,
    /// Each analysis, or why it has no answer.
    pub findings: Vec<(Analysis, Result<Finding, NoFit>)>,
    /// The mixed model by restricted and by full maximum likelihood.
    pub models: [Result<Mixed, NoFit>; 2],
    /// Generalised least squares with the known variances, and the closed form's variance where the design is complete.
    pub gls: Option<(Result<Effect, NoFit>, Option<f64>)>,
    /// Least squares with cluster and period: its parameters, and the error with everybody by themselves.
    pub least_squares: Option<(usize, f64)>,
    /// The permutation test.
    pub permutation: Option<Permutation>,
    /// The course around the change.
    pub course: Option<EventStudy>,
    /// Weights of two-way fixed effects.
    pub weights: Option<Weights>,
    /// Effects by group and time.
    pub group_times: Option<GroupTimes>,
    /// The effect by periods since the change.
    pub exposure: Vec<(String, Result<Effect, NoFit>)>,
    /// How alike observations of a cluster are: analysis of variance, and the mixed model.
    pub icc: (Option<Icc>, Result<MixedIcc, NoFit>),
}

/// All assignments are looked at where there are no more than this.
const ASSIGNMENTS: usize = 20_000;
const DRAWS: usize = 9_999;
const PERMUTED: Purpose = Purpose::named("permutations of a trial");

/// Analyses the observations of a trial; without any change in them, only how alike they are.
pub fn analyse(question: Question, observed: crate::intake::trial::Observed) -> Answer {
    let crate::intake::trial::Observed { data, clusters, periods, outcome, missing, .. } = observed;
    let (level, changes) = (question.level, data.starts.iter().any(Option::is_some));
    let mut stream = Seed::new(question.seed, 0).stream(PERMUTED, Identity::named("own"));
    let mut uniform = || stream.uniform();
    let suited = if changes { suited(question.design, &data) } else { Vec::new() };
    let findings =
        suited.iter().map(|analysis| (*analysis, analysis.of(&data, level, &mut uniform))).collect();
    let staggers = changes && question.design != OwnDesign::Cluster;
    let by_exposure =
        if changes { mixed(&data, true, Treatment::ByExposure, Method::Reml).ok() } else { None };
    let two_way = fixed(&data, true, true, Treatment::Constant).ok();
    Answer {
        findings,
        models: [Method::Reml, Method::Ml].map(|method| mixed(&data, true, Treatment::Constant, method)),
        gls: question.known.map(|known| known_variances(&data, known, level)),
        least_squares: two_way.and_then(|fit| {
            let error = fit.effect(Errors::Independent, level).ok()?.standard_error;
            Some((fit.parameters, error))
        }),
        permutation: suited
            .contains(&Analysis::Permutation)
            .then(|| permutation(&data, ASSIGNMENTS, DRAWS, &mut uniform).ok())
            .flatten(),
        course: if staggers { event_study(&data.cells(), None, level).ok() } else { None },
        weights: if staggers { weights(&data).ok() } else { None },
        group_times: if staggers { group_time(&data, Controls::NotYetTreated, level).ok() } else { None },
        exposure: by_exposure.map_or_else(Vec::new, |fit| exposures(&fit, level)),
        icc: alike(&data, level),
        question,
        outcome,
        data,
        clusters,
        periods,
        missing,
    }
}

/// The analyses that suit a design.
fn suited(design: OwnDesign, data: &Data) -> Vec<Analysis> {
    use Analysis::*;
    let mut all = match design {
        OwnDesign::SteppedWedge => {
            vec![Mixed, MixedProfile, MixedZ, FixedCr2, FixedCr1, Permutation, Exposure]
        }
        OwnDesign::Cluster => vec![ClusterMeans, Mixed, MixedProfile],
        OwnDesign::Differences => vec![FixedCr2, FixedCr1, GroupTime, Changes, Permutation],
    };
    let before = |cluster: usize| data.starts[cluster].is_none_or(|start| start > 0);
    if design == OwnDesign::Cluster && data.periods > 1 && (0..data.clusters()).all(before) {
        all.extend([Changes, FixedCr2, Permutation]);
    }
    all
}

fn known_variances(
    data: &Data,
    (tau2, sigma2): (f64, f64),
    level: f64,
) -> (Result<Effect, NoFit>, Option<f64>) {
    let components = Components { tau2, sigma2, omega2: 0.0 };
    let cells = data.summary();
    let equal = cells.first().filter(|first| cells.iter().all(|cell| cell.n == first.n));
    let layout = Layout { starts: data.starts.clone(), transition: data.transition, periods: data.periods };
    let closed = equal
        .filter(|_| data.is_complete())
        .and_then(|cell| closed_form_variance(&layout, cell.n as f64, &components));
    (gls(data, &components, level), closed)
}

/// Each coefficient of the change in a model with one for each number of periods since.
fn exposures(fit: &Mixed, level: f64) -> Vec<(String, Result<Effect, NoFit>)> {
    let places = (0..fit.names.len()).filter(|place| fit.average[*place] != 0.0);
    let of = |place: usize| {
        let mut weights = vec![0.0; fit.names.len()];
        weights[place] = 1.0;
        (fit.names[place].clone(), fit.contrast(&weights, level))
    };
    places.map(of).collect()
}

/// How alike observations of a cluster are, whatever else is the matter with them.
fn alike(data: &Data, level: f64) -> (Option<Icc>, Result<MixedIcc, NoFit>) {
    let mut groups: Vec<Vec<f64>> = vec![Vec::new(); data.clusters()];
    data.rows.iter().for_each(|row| groups[row.cluster as usize].push(row.value));
    (icc(&groups, level), mixed_icc(&groups, Method::Reml, level))
}

impl Answer {
    /// Sentences that a reader must not miss.
    pub fn warnings(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.clusters.len() < 10 {
            said.push(format!(
                "{} clinics are few: trust intervals with small-sample corrections and the permutation test, not z.",
                self.clusters.len()
            ));
        }
        if self.models[0].as_ref().is_ok_and(|model| model.boundary) {
            said.push(
                "The variance between clinics is estimated as zero, the edge of what it can be; the interval of the ICC says what \
                 else it may be."
                    .to_owned(),
            );
        }
        if let Some(weights) = self.weights.as_ref().filter(|weights| weights.negative > 0) {
            said.push(format!(
                "Two-way fixed effects weigh {} of the cells under the change negatively (sum {:.3}): look at the effects by group \
                 and time.",
                weights.negative, weights.negative_sum
            ));
        }
        if self.missing > 0 {
            said.push(format!("{} rows without an outcome are left out.", self.missing));
        }
        if self.data.starts.iter().all(Option::is_none) {
            said.push("The file names no change, so there is no effect to estimate: only how alike people of a clinic are.".to_owned());
        }
        said
    }

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

    /// For programs.
    pub fn json(&self) -> Value {
        let (anova, model) = &self.icc;
        json!({
            "schema": "cliniq.trial-analysis/1",
            "outcome": self.outcome,
            "level": self.question.level,
            "rows": self.data.rows.len(),
            "missing": self.missing,
            "clusters": self.clusters.len(),
            "periods": self.periods.len(),
            "effects": self.findings.iter().map(|(analysis, finding)| of_finding(*analysis, finding)).collect::<Vec<_>>(),
            "reml": self.models[0].as_ref().ok().map(|fit| of_mixed(fit, self.question.level)),
            "ml": self.models[1].as_ref().ok().map(|fit| of_mixed(fit, self.question.level)),
            "gls": self.gls.as_ref().map(|(effect, closed)| json!({
                "effect": of_effect(effect),
                "z": effect.as_ref().ok().map(|of| of.statistic()),
                "closed_form_variance": closed,
                "closed_form_se": closed.map(f64::sqrt),
            })),
            "fixed_effects": self.least_squares.map(|(parameters, error)| json!({
                "parameters": parameters, "se_iid": error,
            })),
            "permutation": self.permutation.as_ref().map(|of| json!({
                "statistic": "two-way fixed effects on the means of cluster and period",
                "observed": of.observed, "assignments": of.assignments, "exact": of.exact,
                "p_value": of.p_value, "sd": of.deviation,
            })),
            "exposure": self.exposure.iter().map(|(name, effect)| json!({
                "name": name, "effect": of_effect(effect),
            })).collect::<Vec<_>>(),
            "event_study": self.course.as_ref().map(|course| json!({
                "times": course.times.iter().map(|time| json!({
                    "time": time.time, "effect": of_effect(&time.effect),
                })).collect::<Vec<_>>(),
                "never_treated": course.never_treated,
                "pre_trend": course.leads.ok().map(|leads| json!({
                    "f": leads.f, "leads": leads.leads, "df": leads.freedom, "p_value": leads.p_value,
                })),
            })),
            "weights": self.weights.as_ref().map(|of| json!({
                "negative": of.negative, "negative_sum": of.negative_sum,
            })),
            "group_times": self.group_times.as_ref().map(|of| json!({
                "cells": of.cells.iter().map(|cell| json!({
                    "start": cell.start, "period": cell.period, "estimate": cell.estimate,
                    "clusters": cell.clusters, "controls": cell.controls,
                })).collect::<Vec<_>>(),
                "simple": { "estimate": of.simple.estimate, "effect": of_effect(&of.simple.effect) },
            })),
            "icc": {
                "anova": anova.map(|of| json!({
                    "n": of.n, "groups": of.groups, "n0": of.size, "msb": of.between, "msw": of.within,
                    "icc": of.value, "interval": [of.low, of.high],
                })),
                "mixed": model.as_ref().ok().map(|of| json!({
                    "icc": of.fit.icc, "interval": [of.low, of.high], "tau2": of.fit.tau2, "sigma2": of.fit.sigma2,
                    "mean": of.fit.coefficients.first(), "se": of.fit.standard_error(0),
                    "log_likelihood": of.fit.log_likelihood, "boundary": of.fit.boundary,
                })),
            },
            "warnings": self.warnings(),
        })
    }
}

fn pre_trend(course: &EventStudy) -> String {
    let test = match &course.leads {
        Ok(leads) => format!(
            "Trends before the change: F({}, {}) = {:.2}, p = {:.3}.",
            leads.leads, leads.freedom, leads.f, leads.p_value
        ),
        Err(why) => format!("Trends before the change cannot be tested: {}.", why.words()),
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

fn of_finding(analysis: Analysis, finding: &Result<Finding, NoFit>) -> Value {
    match finding {
        Err(why) => json!({ "analysis": analysis.name(), "why_not": why.words() }),
        Ok(of) => json!({
            "analysis": analysis.name(),
            "estimate": of.estimate,
            "standard_error": of.standard_error,
            "df": of.freedom,
            "interval": of.interval.map(|(low, high)| [low, high]),
            "p_value": of.p_value,
        }),
    }
}

fn of_effect(effect: &Result<Effect, NoFit>) -> Value {
    match effect {
        Err(why) => json!({ "why_not": why.words() }),
        Ok(of) => json!({
            "estimate": of.estimate, "standard_error": of.standard_error, "df": of.freedom,
            "interval": [of.low, of.high], "p_value": of.p_value,
        }),
    }
}

fn of_mixed(fit: &Mixed, level: f64) -> Value {
    let (low, high) = fit.icc_interval(level);
    json!({
        "order": fit.names,
        "beta": fit.coefficients,
        "se": (0..fit.names.len()).map(|place| fit.standard_error(place)).collect::<Vec<_>>(),
        "tau2": fit.tau2,
        "sigma2": fit.sigma2,
        "icc": fit.icc,
        "icc_interval": [low, high],
        "tau2_interval": fit.tau2_interval(level).ok().map(|(low, high)| [low, high]),
        "log_likelihood": fit.log_likelihood,
        "boundary": fit.boundary,
        "effect_profile": fit.effect_profile(level).ok().map(|(low, high)| [low, high]),
        "effect": of_effect(&fit.effect(level)),
    })
}
