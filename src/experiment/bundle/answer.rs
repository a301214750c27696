//! A bundle for programs: `cliniq.factorial/1`, and the `explanation` of `cliniq.compare/1`. Undefined numbers are null.

use serde::Serialize;

use super::explain::{Attributed, Explanation, Moved};
use super::factorial::{Effect, Effects, Factorial};
use super::tables::BETWEEN;
use crate::experiment::answer::Ordered;
use crate::experiment::results::Results;
use crate::statistics::Estimate;
use crate::store::Bundle;
use crate::system::Support;

#[derive(Serialize)]
struct Number {
    mean: Option<f64>,
    half_width: Option<f64>,
    level: f64,
    n: usize,
}

#[derive(Serialize)]
struct Part {
    name: String,
    changes: Vec<String>,
}

#[derive(Serialize)]
struct Combination {
    scenario: String,
    digest: String,
    parts: Vec<String>,
    set: Vec<String>,
}

#[derive(Serialize)]
struct EffectAnswer {
    #[serde(flatten)]
    number: Number,
    p_adjusted: Option<f64>,
    verdict: &'static str,
    more_runs: Option<usize>,
    weakest_grade: Option<Support>,
}

#[derive(Serialize)]
struct EffectsAnswer {
    unit: String,
    per: String,
    none: Number,
    all: Number,
    effects: Ordered<EffectAnswer>,
    alone: Ordered<Number>,
    sum_of_alone: Number,
    together: Number,
    synergy: Number,
}

/// The answer of `factorial`.
#[derive(Serialize)]
pub struct FactorialAnswer {
    schema: &'static str,
    seed: u64,
    replications: u32,
    scenario: String,
    parts: Vec<Part>,
    combinations: Vec<Combination>,
    measures: Ordered<EffectsAnswer>,
    left_out: Vec<String>,
}

#[derive(Serialize)]
struct Share {
    #[serde(flatten)]
    number: Number,
    share: Option<f64>,
}

#[derive(Serialize)]
struct AttributedAnswer {
    unit: String,
    per: String,
    total: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    rest: Option<Share>,
    parts: Ordered<Share>,
}

#[derive(Serialize)]
struct MovedAnswer {
    measure: String,
    label: String,
    unit: String,
    per: String,
    #[serde(flatten)]
    number: Number,
    p_adjusted: Option<f64>,
}

#[derive(Serialize)]
struct AloneAnswer {
    levers: Vec<String>,
    moved: Vec<MovedAnswer>,
}

/// What `compare --explain` adds to the answer of `compare`.
#[derive(Serialize)]
pub struct ExplanationAnswer {
    parts: Vec<Part>,
    combinations: Vec<Combination>,
    measures: Ordered<AttributedAnswer>,
    alone: Ordered<AloneAnswer>,
    left_out: Vec<String>,
}

fn number(estimate: Option<Estimate>, level: f64) -> Number {
    Number {
        mean: estimate.map(|e| e.mean),
        half_width: estimate.and_then(|e| e.half_width),
        level,
        n: estimate.map_or(0, |e| e.n),
    }
}

fn parts(bundle: &Bundle) -> Vec<Part> {
    let part =
        |part: &crate::store::BundlePart| Part { name: part.name.clone(), changes: part.changes.clone() };
    bundle.parts.iter().map(part).collect()
}

fn combinations(results: &Results, bundle: &Bundle) -> Vec<Combination> {
    let one = |combination: usize| {
        let facts = &results.arms[bundle.arm(combination)];
        Combination {
            scenario: facts.name.clone(),
            digest: facts.digest.clone(),
            parts: bundle.parts_of(combination).map(|part| part.name.clone()).collect(),
            set: bundle.settings(combination),
        }
    };
    (0..bundle.arms.len()).map(one).collect()
}

/// The answer of `factorial`.
pub fn factorial(results: &Results, bundle: &Bundle, found: &Factorial) -> FactorialAnswer {
    let rows = found.rows.iter().map(|row| (row.measure.name.clone(), effects(results.level, bundle, row)));
    FactorialAnswer {
        schema: "cliniq.factorial/1",
        seed: results.seed,
        replications: results.replications,
        scenario: bundle.name.clone(),
        parts: parts(bundle),
        combinations: combinations(results, bundle),
        measures: Ordered(rows.collect()),
        left_out: found.left_out.clone(),
    }
}

fn effects(level: f64, bundle: &Bundle, row: &Effects) -> EffectsAnswer {
    let effect = |effect: &Effect| EffectAnswer {
        number: number(effect.contrast.estimate(), level),
        p_adjusted: effect.contrast.p_adjusted,
        verdict: effect.contrast.verdict.word(),
        more_runs: effect.contrast.more_runs,
        weakest_grade: effect.support.clone(),
    };
    let name = |parts: usize| bundle.words(parts, BETWEEN);
    let alone = bundle.parts.iter().zip(&row.alone);
    EffectsAnswer {
        unit: row.measure.unit.clone(),
        per: row.measure.per.clone(),
        none: number(row.none, level),
        all: number(row.all, level),
        effects: Ordered(row.effects.iter().map(|one| (name(one.parts), effect(one))).collect()),
        alone: Ordered(alone.map(|(part, found)| (part.name.clone(), number(*found, level))).collect()),
        sum_of_alone: number(row.sum, level),
        together: number(row.together, level),
        synergy: number(row.synergy, level),
    }
}

/// What `compare --explain` adds.
pub fn explanation(results: &Results, bundle: &Bundle, found: &Explanation) -> ExplanationAnswer {
    let level = results.level;
    let rows = found.rows.iter().map(|row| (row.measure.name.clone(), attributed(level, bundle, row)));
    let moved = |one: &Moved| MovedAnswer {
        measure: one.measure.name.clone(),
        label: one.measure.label.clone(),
        unit: one.measure.unit.clone(),
        per: one.measure.per.clone(),
        number: number(one.change.estimate(), level),
        p_adjusted: one.change.p_adjusted,
    };
    let alone = bundle.parts.iter().zip(&found.alone).map(|(part, alone)| {
        let moved = alone.moved.iter().map(moved).collect();
        (part.name.clone(), AloneAnswer { levers: alone.levers.clone(), moved })
    });
    ExplanationAnswer {
        parts: parts(bundle),
        combinations: combinations(results, bundle),
        measures: Ordered(rows.collect()),
        alone: Ordered(alone.collect()),
        left_out: found.left_out.clone(),
    }
}

fn attributed(level: f64, bundle: &Bundle, row: &Attributed) -> AttributedAnswer {
    let share = |found: Option<Estimate>| Share { number: number(found, level), share: row.share(found) };
    let parts = bundle.parts.iter().zip(&row.parts);
    AttributedAnswer {
        unit: row.measure.unit.clone(),
        per: row.measure.per.clone(),
        total: number(row.total, level),
        rest: row.rest.map(|rest| share(Some(rest))),
        parts: Ordered(parts.map(|(part, found)| (part.name.clone(), share(*found))).collect()),
    }
}
