//! What a comparison with uncertain inputs found, for files, people and programs.

use serde_json::{Value as Json, json};

use super::{Decision, Difference, Inputs, LEVEL, Question};
use crate::document::{Cell, Document, Part, Table};
use crate::statistics::uncertainty::{TwoLevel, Verdict};

/// The words of a verdict.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SignSurvives => "sign survives",
        Verdict::SignDepends => "sign depends on the inputs",
        Verdict::NotClear => "not clear",
    }
}

/// Every difference with both intervals.
pub fn differences(question: &Question, found: &Inputs) -> Table {
    let mut table = Table::new(&[
        "scenario",
        "measure",
        "unit",
        "difference",
        "chance_low",
        "chance_high",
        "inputs_low",
        "inputs_high",
        "both_low",
        "both_high",
        "level",
        "share_of_variance_by_inputs",
        "probability_of_sign",
        "verdict",
        "draws",
        "draws_left_out",
        "replications",
        "replications_left_out",
    ]);
    for difference in &found.differences {
        let measure = &question.measures[difference.measure];
        let mut row = vec![
            Cell::text(&question.alternatives[difference.alternative]),
            Cell::text(&measure.name),
            Cell::text(&measure.unit),
        ];
        match &difference.found {
            None => row.resize(table.columns.len(), Cell::Empty),
            Some(found) => row.extend(numbers(found)),
        }
        table.rows.push(row);
    }
    table
}

fn numbers(found: &TwoLevel) -> Vec<Cell> {
    let half = found.chance.half_width.unwrap_or(f64::NAN);
    vec![
        Cell::Number(found.mean),
        Cell::Number(found.mean - half),
        Cell::Number(found.mean + half),
        Cell::Number(found.inputs.0),
        Cell::Number(found.inputs.1),
        Cell::Number(found.both.0),
        Cell::Number(found.both.1),
        Cell::Number(LEVEL),
        Cell::number(found.components.input_share()),
        Cell::Number(found.sign.probability),
        Cell::text(verdict(found.sign.verdict)),
        Cell::Count(found.draws.0 as u64),
        Cell::Count(found.draws.1 as u64),
        Cell::Count(found.replications.0 as u64),
        Cell::Count(found.replications.1 as u64),
    ]
}

/// Acceptability curves and frontier: of each threshold and alternative.
pub fn curves(question: &Question, found: &Inputs) -> Table {
    let mut table = Table::new(&[
        "threshold",
        "scenario",
        "probability_best",
        "standard_error",
        "draws",
        "expected_net_benefit_against_baseline",
        "chance_half_width",
        "level",
        "replications",
        "on_frontier",
        "frontier_within_chance",
    ]);
    for ((at, levels), unclear) in found.curves.iter().zip(&found.levels).zip(&found.unclear) {
        for (alternative, name) in question.alternatives.iter().enumerate() {
            let level = levels[alternative];
            table.rows.push(vec![
                Cell::Number(at.threshold),
                Cell::text(name),
                Cell::Number(at.probability[alternative]),
                Cell::Number(at.error(alternative)),
                Cell::Count(at.draws as u64),
                Cell::number(level.map(|e| e.mean)),
                Cell::number(level.and_then(|e| e.half_width)),
                Cell::Number(LEVEL),
                Cell::Count(level.map_or(0, |e| e.n as u64)),
                Cell::text(if alternative == at.optimal { "yes" } else { "no" }),
                Cell::text(if *unclear { "yes" } else { "no" }),
            ]);
        }
    }
    table
}

/// What it is worth to know: all factors together, then each alone, the most valuable first.
pub fn worth(question: &Question, found: &Inputs) -> Table {
    let mut table = Table::new(&[
        "threshold",
        "known",
        "value",
        "low",
        "high",
        "level",
        "standard_error",
        "uncorrected",
        "draws",
    ]);
    for worth in &found.worth {
        let threshold = Cell::number(worth.threshold);
        if let Some(all) = &worth.all {
            table.rows.push(vec![
                threshold.clone(),
                Cell::text("all factors"),
                Cell::Number(all.value),
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
                Cell::Number(all.error()),
                Cell::Number(all.uncorrected),
                Cell::Count(found.used as u64),
            ]);
        }
        let mut each: Vec<_> = question
            .factors
            .iter()
            .zip(&worth.each)
            .filter_map(|(name, e)| Some((name, e.as_ref()?)))
            .collect();
        each.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
        for (name, known) in each {
            table.rows.push(vec![
                threshold.clone(),
                Cell::text(name),
                Cell::Number(known.value),
                Cell::Number(known.low),
                Cell::Number(known.high),
                Cell::Number(LEVEL),
                Cell::Number(known.error),
                Cell::Number(known.uncorrected),
                Cell::Count(known.draws as u64),
            ]);
        }
    }
    table
}

/// The result for a person.
pub fn document(title: &str, question: &Question, found: &Inputs, foot: &[String]) -> Document {
    let mut parts = vec![Part::Heading(title.to_string())];
    parts.push(Part::Paragraph(format!(
        "{} draws of {} from their ranges, {} replications of each; differences from {}, paired. \"Chance\" is the 95 % interval of \
         the mean over these draws; \"inputs and chance\" holds 95 % of what to expect when the inputs are not known.",
        found.draws,
        question.factors.join(", "),
        found.replications,
        question.alternatives[0]
    )));
    for alternative in 1..question.alternatives.len() {
        parts.push(Part::Heading(question.alternatives[alternative].clone()));
        let mut table =
            Table::new(&["measure", "difference", "chance", "inputs and chance", "sign as shown", "verdict"]);
        for difference in found.differences.iter().filter(|d| d.alternative == alternative) {
            table.rows.push(screen_row(question, difference));
        }
        parts.push(Part::Table(table));
    }
    if let Some(text) = best_buy(question, found) {
        parts.push(Part::Paragraph(text));
    }
    parts.push(Part::Heading("What it would be worth to know before deciding".into()));
    parts.push(Part::Paragraph(unit_of_worth(question)));
    parts.push(Part::Table(rounded(&worth(question, found))));
    parts.extend(found.notes.iter().chain(foot).map(|note| Part::Paragraph(note.clone())));
    Document { parts }
}

fn screen_row(question: &Question, difference: &Difference) -> Vec<Cell> {
    let name = Cell::text(&question.measures[difference.measure].name);
    let Some(found) = &difference.found else {
        return vec![name, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::text("undefined")];
    };
    let range = |low: f64, high: f64| Cell::text(format!("{} to {}", short(low), short(high)));
    let half = found.chance.half_width.unwrap_or(f64::NAN);
    vec![
        name,
        Cell::text(short(found.mean)),
        range(found.mean - half, found.mean + half),
        range(found.both.0, found.both.1),
        Cell::text(format!("{:.0} %", 100.0 * found.sign.probability)),
        Cell::text(if nothing(found) { "no difference" } else { verdict(found.sign.verdict) }),
    ]
}

/// Whether nothing differs in any draw and replication.
pub(super) fn nothing(found: &TwoLevel) -> bool {
    found.mean == 0.0 && found.chance.half_width == Some(0.0) && found.both == (0.0, 0.0)
}

/// Which alternative is the best buy at which threshold, and whether chance alone could have made it so.
pub(super) fn best_buy(question: &Question, found: &Inputs) -> Option<String> {
    let words: Vec<String> = found
        .curves
        .iter()
        .zip(&found.unclear)
        .map(|(at, unclear)| {
            let chance = if *unclear { ", within chance: more replications are needed" } else { "" };
            format!(
                "{} at {} (best in {:.0} % of the draws{chance})",
                question.alternatives[at.optimal],
                short(at.threshold),
                100.0 * at.frontier()
            )
        })
        .collect();
    (!words.is_empty()).then(|| {
        format!(
            "Highest expected net benefit: {}. Chance between the draws is taken out of these shares, that of their common level is not.",
            words.join("; ")
        )
    })
}

pub(super) fn unit_of_worth(question: &Question) -> String {
    match &question.decision {
        Decision::Measure { measure, .. } => {
            let measure = &question.measures[*measure];
            format!(
                "The decision is by {}; values are in {} of it, chance between the draws taken out. 0: no draw changes the decision.",
                measure.name, measure.unit
            )
        }
        Decision::Money { effect, cost, .. } => format!(
            "The decision is by {} at each threshold less {}; values are in {}, chance between the draws taken out. 0: no draw changes the decision.",
            question.measures[*effect].name, question.measures[*cost].name, question.measures[*cost].unit
        ),
    }
}

/// Four significant digits.
fn short(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return format!("{number}");
    }
    let digits = 3 - libm::floor(libm::log10(number.abs())) as i32;
    format!("{number:.*}", usize::try_from(digits).unwrap_or(0).min(8))
}

fn rounded(table: &Table) -> Table {
    let kept = ["threshold", "known", "value", "low", "high"];
    let places: Vec<usize> = kept.iter().filter_map(|k| table.columns.iter().position(|c| c == k)).collect();
    let cell = |cell: &Cell| match cell {
        Cell::Number(number) if number.is_finite() => Cell::text(short(*number)),
        other => other.clone(),
    };
    Table {
        columns: kept.iter().map(|name| (*name).to_string()).collect(),
        rows: table.rows.iter().map(|row| places.iter().map(|place| cell(&row[*place])).collect()).collect(),
    }
}

/// The result for programs.
pub fn answer(title: &str, question: &Question, found: &Inputs) -> Json {
    let number = |x: f64| if x.is_finite() { json!(x) } else { Json::Null };
    let difference = |d: &Difference| {
        let told = d.found.as_ref().map(|f| {
            let half = f.chance.half_width.unwrap_or(f64::NAN);
            json!({
                "difference": number(f.mean),
                "chance": [number(f.mean - half), number(f.mean + half)],
                "inputs": [number(f.inputs.0), number(f.inputs.1)],
                "both": [number(f.both.0), number(f.both.1)],
                "probability_of_sign": number(f.sign.probability),
                "verdict": verdict(f.sign.verdict),
                "draws": f.draws.0,
                "replications": f.replications.0,
            })
        });
        json!({
            "scenario": question.alternatives[d.alternative],
            "measure": question.measures[d.measure].name,
            "found": told,
        })
    };
    let worth = |w: &super::Worth| {
        let each: Vec<Json> = question
            .factors
            .iter()
            .zip(&w.each)
            .map(|(name, e)| {
                let told = e.map(
                    |e| json!({ "value": number(e.value), "low": number(e.low), "high": number(e.high) }),
                );
                json!({ "factor": name, "evppi": told })
            })
            .collect();
        json!({ "threshold": w.threshold, "evpi": w.all.map(|all| number(all.value)), "each": each })
    };
    let curve = |at: &crate::statistics::uncertainty::Acceptability| json!({ "threshold": at.threshold, "probability_best": at.probability, "optimal": question.alternatives[at.optimal] });
    json!({
        "schema": "cliniq.inputs/1",
        "title": title,
        "draws": found.draws,
        "replications": found.replications,
        "level": LEVEL,
        "alternatives": question.alternatives,
        "factors": question.factors,
        "differences": found.differences.iter().map(difference).collect::<Vec<_>>(),
        "acceptability": found.curves.iter().map(curve).collect::<Vec<_>>(),
        "worth": found.worth.iter().map(worth).collect::<Vec<_>>(),
        "notes": found.notes,
    })
}
