//! What a literature would say: repeated trials pooled, all of them and the published ones alone.

use super::super::meta::{Literature, Pool};
use super::super::verdict::Simulated;
use super::{Frame, chance, scenarios, unit};
use crate::document::{Cell, Figure, Form, IntervalRow, Table};
use crate::experiment::figures::study::spaced;

/// The two pools, in the order of [`Literature::pools`].
const POOLS: [&str; 2] = ["all trials", "published alone"];

/// A figure for each outcome that is pooled.
pub fn figures(frame: &Frame<'_>) -> Vec<Figure> {
    frame.evaluation.literature.iter().filter_map(|of| figure(frame, of)).collect()
}

fn figure(frame: &Frame<'_>, of: &Literature) -> Option<Figure> {
    let known: Vec<(usize, Simulated)> =
        of.pools.iter().enumerate().filter_map(|(place, pool)| Some((place, pool.bias?))).collect();
    if known.is_empty() {
        return None;
    }
    let outcome = &frame.evaluation.outcomes[of.outcome];
    let unit = unit(outcome);
    let mark = |(place, bias): &(usize, Simulated)| {
        let words = if chance::off_zero(*bias) { "off the truth" } else { "not told apart" };
        chance::against_truth(place + 1, *bias, format!("{}: {words}", POOLS[*place]))
    };
    let row = IntervalRow {
        group: String::new(),
        name: outcome.name.clone(),
        label: format!("{}: pooled effect less truth", outcome.label),
        unit: unit.into(),
        better: "neither",
        marks: known.iter().map(mark).collect(),
    };
    let truth =
        of.truth.map_or_else(String::new, |truth| format!("{}{}", chance::plain(truth), spaced(unit)));
    let title = format!("{}: {}", outcome.label, finding(of, &truth, unit));
    let id = format!("literature-{}", outcome.name);
    let form = Form::Intervals { rows: vec![row] };
    let mut figure = frame.origin.figure(&id, title, form, table(of));
    figure.scenarios = scenarios(["the truth".to_owned()].into_iter().chain(POOLS.map(str::to_owned)));
    figure.note = note(frame, of);
    Some(figure)
}

/// What the published trials alone make of the truth, and what all of them do.
fn finding(of: &Literature, truth: &str, unit: &str) -> String {
    let [all, published] = &of.pools;
    let said = |pool: &Pool| pool.estimate.map_or("nothing".into(), |found| chance::said(found, unit));
    let of_all = format!("all trials give {}", said(all));
    let Some((bias, known)) = published.bias.zip(of.truth) else {
        return format!("too few trials are published to pool any; {of_all}, the truth is {truth}");
    };
    if chance::few(bias.n) {
        let n = bias.n;
        return format!(
            "too few meta-analyses to tell what published trials alone make of it (n = {n}): they give {}, {of_all}, the truth \
             is {truth}",
            said(published)
        );
    }
    let words = match (chance::off_zero(bias), bias.value * known.value > 0.0) {
        (false, _) => "published trials alone are not told apart from the truth",
        _ if !chance::is_there(of.truth) => "published trials alone find an effect that is not there",
        (true, true) => "published trials alone overstate the effect",
        (true, false) => "published trials alone understate the effect, or turn it round",
    };
    format!("{words}: they give {}, {of_all}, the truth is {truth}", said(published))
}

fn note(frame: &Frame<'_>, of: &Literature) -> String {
    let pooled = |pool: &Pool| {
        let cover =
            pool.coverage.map_or_else(String::new, |of| format!(", coverage {}", chance::percent(of)));
        let between =
            pool.heterogeneity.map_or_else(String::new, |of| format!(", I² {:.0} %", 100.0 * of.value));
        format!("{} trials in each of {}{cover}{between}", super::count(pool.trials), pool.n)
    };
    let filter = frame.evaluation.file.meta.as_ref().map_or_else(String::new, |asked| {
        format!(
            " Repetitions of {} are pooled {} at a time, analysed by {}. Published are those with good news and a p value \
             below {}, and {:.0} % of the others.",
            asked.design,
            asked.trials,
            asked.analysis,
            asked.published_below_p,
            100.0 * asked.others_published_share
        )
    });
    let [all, published] = &of.pools;
    format!(
        "The line in the middle is the truth; a filled dot is off it by more than three Monte Carlo errors, the bar is the \
         Monte Carlo interval of 95 % over meta-analyses.{filter} All trials: {}. Published alone: {}. A literature that shows \
         its null results would be as the first.",
        pooled(all),
        pooled(published)
    )
}

fn table(of: &Literature) -> Table {
    let mut table = Table::new(&[
        "pooled",
        "meta-analyses",
        "trials in each",
        "effect",
        "effect low",
        "effect high",
        "truth",
        "bias",
        "bias low",
        "bias high",
        "standardised",
        "coverage %",
        "I² %",
    ]);
    let per_cent = |of: Option<Simulated>| Cell::number(of.map(|of| 100.0 * of.value));
    for (name, pool) in POOLS.iter().zip(&of.pools) {
        let mut row = vec![Cell::text(*name), Cell::Count(pool.n as u64), Cell::Number(pool.trials)];
        row.extend(chance::cells(pool.estimate));
        row.push(Cell::number(of.truth.map(|of| of.value)));
        row.extend(chance::cells(pool.bias));
        row.push(Cell::number(pool.standardised.map(|of| of.value)));
        row.extend([per_cent(pool.coverage), per_cent(pool.heterogeneity)]);
        table.rows.push(row);
    }
    table
}
