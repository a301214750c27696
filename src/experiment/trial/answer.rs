//! What is said of a trial study, for programs.

use serde_json::{Value, json};

use super::evaluate::Evaluation;
use super::sources::Jackknifed;
use super::verdict::{Shown, Simulated, Worth};

/// The answer of `trial` as JSON.
pub fn answer(evaluation: &Evaluation) -> Value {
    let told = &evaluation.told;
    json!({
        "schema": "cliniq.trial/1",
        "title": evaluation.title,
        "seed": evaluation.file.seed,
        "level": evaluation.file.level,
        "repetitions": evaluation.repetitions,
        "failed": evaluation.failed.len() + told.failed.len(),
        "logic": evaluation.logic.activities.iter().map(|(name, levers)| json!({
            "intervention": name, "levers": levers,
        })).collect::<Vec<_>>(),
        "designs": evaluation.shown.iter().zip(&evaluation.sizing).map(|(shown, sizing)| {
            let mut of = design(evaluation, shown);
            of["size"] = sizing.as_ref().map_or(Value::Null, |sizing| json!({
                "between": simulated(Some(sizing.between)),
                "within": simulated(Some(sizing.within)),
                "clusters_needed": sizing.clusters_needed,
                "periods_needed": sizing.periods_needed,
                "power_by_clusters": sizing.by_clusters,
                "power_by_periods": sizing.by_periods,
            }));
            of
        }).collect::<Vec<_>>(),
        "meta": evaluation.literature.iter().flat_map(|of| {
            of.pools.iter().enumerate().map(|(filtered, pool)| json!({
                "outcome": evaluation.outcomes[of.outcome].name,
                "published_alone": filtered == 1,
                "meta_analyses": pool.n,
                "trials_in_each": pool.trials,
                "truth": simulated(of.truth),
                "pooled": simulated(pool.estimate),
                "bias": simulated(pool.bias),
                "standardised": simulated(pool.standardised),
                "coverage": simulated(pool.coverage),
            })).collect::<Vec<_>>()
        }).collect::<Vec<_>>(),
        "figures": evaluation.figures.iter().zip(&told.figures).flat_map(|(asked, variants)| {
            evaluation.variants.iter().zip(variants).map(|(variant, of)| json!({
                "figure": asked.name,
                "variant": variant,
                "value": jackknifed(of.value.ok()),
                "difference": jackknifed(of.difference),
                "why_not": of.value.err(),
            })).collect::<Vec<_>>()
        }).collect::<Vec<_>>(),
        "variance": evaluation.variants.iter().zip(&told.variance).map(|(variant, parts)| {
            let of = |place: usize| {
                let shares: Vec<f64> = parts.iter().map(|part| part.shares[place]).collect();
                simulated(Simulated::mean(&shares))
            };
            json!({ "variant": variant, "clinics": of(0), "people": of(1), "occasions": of(2) })
        }).collect::<Vec<_>>(),
        "transfer": evaluation.variants.iter().zip(&told.transfer).map(|(variant, of)| json!({
            "variant": variant,
            "closed": of.closed.iter().map(|(after, share, moves)| json!({
                "periods_after": after, "share": jackknifed(*share), "moves": moves,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "leading": evaluation.variants.iter().zip(&told.leading).map(|(variant, of)| json!({
            "variant": variant,
            "strongest": of.strongest.iter().map(|strongest| strongest.map(|of| json!({
                "lag": of.lag,
                "lag_leaving_one_out": [of.range.0, of.range.1],
                "correlation": simulated(Some(of.correlation)),
            }))).collect::<Vec<_>>(),
            "correlations": of.correlations.iter().map(|lags| {
                lags.iter().map(|lag| simulated(*lag)).collect::<Vec<_>>()
            }).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn design(evaluation: &Evaluation, shown: &Shown) -> Value {
    let design = &evaluation.designs[shown.design];
    json!({
        "design": design.name,
        "kind": design.kind.words(),
        "outcome": evaluation.outcomes[shown.outcome].name,
        "clusters": shown.example.clusters(),
        "periods": shown.example.periods,
        "truth": simulated(shown.truth),
        "truth_by_exposure": shown.by_exposure.iter().map(|of| simulated(*of)).collect::<Vec<_>>(),
        "decisions": shown.decisions.iter().map(|of| simulated(Some(*of))).collect::<Vec<_>>(),
        "effect_after_spread": simulated(shown.spread),
        "analyses": shown.worths.iter().map(worth).collect::<Vec<_>>(),
        "course": shown.course.as_ref().map(|course| json!({
            "steps": course.steps.iter().map(|(time, found, truth)| json!({
                "periods_since_change": time, "estimate": simulated(Some(*found)), "truth": truth,
            })).collect::<Vec<_>>(),
            "pre_trend_rejected": simulated(course.pre_trend),
            "negative_weights": course.negative_weights,
            "negative_weights_sum": course.negative_sum,
        })),
    })
}

fn worth(worth: &Worth) -> Value {
    json!({
        "analysis": worth.analysis.name(),
        "truth": simulated(worth.truth),
        "estimate": simulated(worth.estimate),
        "bias": simulated(worth.bias),
        "empirical_sd": worth.spread,
        "stated_standard_error": worth.stated_error,
        "coverage": simulated(worth.coverage),
        "power": simulated(worth.power),
        "false_alarms": simulated(worth.false_alarms),
        "no_answer": worth.silent.iter().map(|(why, n)| json!({ "why": why, "n": n })).collect::<Vec<_>>(),
    })
}

fn simulated(of: Option<Simulated>) -> Value {
    of.map_or(Value::Null, |of| json!({ "value": of.value, "mc_error": of.error, "n": of.n }))
}

fn jackknifed(of: Option<Jackknifed>) -> Value {
    of.map_or(Value::Null, |of| {
        json!({
            "value": of.value,
            "interval": of.interval.map(|(low, high)| [low, high]),
            "n": of.n,
        })
    })
}
