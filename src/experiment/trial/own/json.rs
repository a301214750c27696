//! What the analyses say of a trial of one's own, for programs.

use serde_json::{Value, json};

use super::super::analysis::{Analysis, Finding};
use super::Answer;
use crate::statistics::trial::{Effect, Mixed, NoFit};

impl Answer {
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
                "pre_trend": course.pre_trend().map(|p| json!({ "p_value": p })),
                "joint": course.leads.ok().map(|leads| json!({
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
