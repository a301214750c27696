//! The result for programs: `cliniq.runlength/1`. What is not known is null.

use serde::Serialize;

use super::Settling;
use crate::experiment::answer::Ordered;

#[derive(Serialize)]
struct Scenario {
    name: String,
    file: String,
}

#[derive(Serialize)]
struct Single {
    settled: usize,
    unsettled: usize,
    least: Option<usize>,
    median: Option<usize>,
    most: Option<usize>,
}

#[derive(Serialize)]
struct Needed {
    pilot: usize,
    mean: f64,
    standard_deviation: f64,
    half_width: f64,
    half_width_wanted: f64,
    replications: Option<usize>,
    cautious: Option<usize>,
}

#[derive(Serialize)]
struct OfMeasure {
    unit: String,
    per: String,
    warmup_weeks_needed: Option<u32>,
    verdict: &'static str,
    reason: Option<String>,
    settled_mean: Option<f64>,
    single_replications: Single,
    needed: Option<Needed>,
}

/// The answer of `runlength`.
#[derive(Serialize)]
pub struct Answer {
    schema: &'static str,
    seed: u64,
    replications: u32,
    scenario: Scenario,
    weeks: usize,
    warmup_weeks: u32,
    warmup_weeks_needed: Option<u32>,
    verdict: &'static str,
    summary_weeks: (u32, u32),
    precision: f64,
    level: f64,
    replications_needed: Option<usize>,
    replications_cautious: Option<usize>,
    measures: Ordered<OfMeasure>,
    notes: Vec<String>,
}

/// The answer.
pub fn answer(result: &Settling) -> Answer {
    let (replications_needed, replications_cautious) = result.needed();
    let measures = result.rows.iter().map(|row| {
        let single = row.single;
        let of = OfMeasure {
            unit: row.measure.unit.clone(),
            per: row.measure.per.clone(),
            warmup_weeks_needed: row.warmup.ok(),
            verdict: row.verdict(result.warmup_weeks).word(),
            reason: row.warmup.err().map(|reason| result.reason(reason)),
            settled_mean: Some(row.settled_mean).filter(|mean| !mean.is_nan()),
            single_replications: Single {
                settled: single.settled,
                unsettled: single.unsettled,
                least: single.least,
                median: single.median,
                most: single.most,
            },
            needed: row.needed.map(|of| Needed {
                pilot: of.pilot,
                mean: of.mean,
                standard_deviation: of.deviation,
                half_width: of.half_width,
                half_width_wanted: of.wanted,
                replications: of.replications,
                cautious: of.cautious,
            }),
        };
        (row.measure.name.clone(), of)
    });
    Answer {
        schema: "cliniq.runlength/1",
        seed: result.seed,
        replications: result.replications,
        scenario: Scenario { name: result.name.clone(), file: result.file.clone() },
        weeks: result.weeks,
        warmup_weeks: result.warmup_weeks,
        warmup_weeks_needed: result.warmup(),
        verdict: result.verdict().word(),
        summary_weeks: result.summary,
        precision: result.precision,
        level: result.level,
        replications_needed,
        replications_cautious,
        measures: Ordered(measures.collect()),
        notes: result.notes.clone(),
    }
}
