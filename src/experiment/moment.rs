//! The result at a moment of a run, for the page: measures by group with their differences, and the figures.

use serde::Serialize;

use super::compare::{Analysis, MeasureRow, Verdict};
use super::figures::{self, Frame};
use super::words::News;
use crate::document::Figure;
use crate::system::Better;

/// What the page shows.
#[derive(Serialize)]
pub struct Moment {
    seed: u64,
    level: f64,
    arms: Vec<Named>,
    headline: Vec<String>,
    measures: Vec<Told>,
}

#[derive(Serialize)]
struct Named {
    name: String,
    digest: String,
}

#[derive(Serialize)]
struct Told {
    name: String,
    label: String,
    unit: String,
    per: String,
    better: Better,
    group: &'static str,
    arms: Vec<Option<Number>>,
    differences: Vec<Option<Change>>,
}

#[derive(Serialize)]
struct Number {
    mean: Option<f64>,
    half_width: Option<f64>,
    n: usize,
}

#[derive(Serialize)]
struct Change {
    mean: Option<f64>,
    half_width: Option<f64>,
    p_adjusted: Option<f64>,
    verdict: &'static str,
    words: String,
    clear: bool,
    more_runs: Option<usize>,
    watched: bool,
    grade: Option<&'static str>,
    rests_on: Option<String>,
}

/// What is shown of an analysis, and its figures by their names.
pub fn tell(frame: Frame<'_>) -> (Moment, Vec<Figure>) {
    let analysis = frame.analysis;
    let arms = analysis.arms.iter().map(|arm| Named { name: arm.name.clone(), digest: arm.digest.clone() });
    let moment = Moment {
        seed: analysis.seed,
        level: analysis.level,
        arms: arms.collect(),
        headline: figures::headlines(frame),
        measures: names(analysis).into_iter().map(|name| told(frame, name)).collect(),
    };
    (moment, figures::all(frame))
}

/// The measures of the whole system in any arm, each once, in the order of their tables.
fn names(analysis: &Analysis) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for arm in &analysis.arms {
        // where arms have the same table, which is the rule, there is nothing to look for
        let own: Vec<&str> = arm.totals().map(|row| row.measure.name.as_str()).collect();
        if own != names {
            names.extend(own.into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>());
        }
    }
    names
}

fn told(frame: Frame<'_>, name: &str) -> Told {
    let rows: Vec<Option<&MeasureRow>> =
        frame.analysis.arms.iter().map(|arm| arm.totals().find(|row| row.measure.name == name)).collect();
    let measure = &rows.iter().flatten().next().expect("a name is that of a row").measure;
    let number = |row: &&MeasureRow| Number {
        mean: row.estimate.map(|found| found.mean),
        half_width: row.estimate.and_then(|found| found.half_width),
        n: row.estimate.map_or(0, |found| found.n),
    };
    let of_arm = |arm: &crate::experiment::results::ArmFacts| figures::group_of(&arm.views, name);
    let groups = frame.results.arms.iter().map(of_arm);
    Told {
        name: name.to_owned(),
        label: measure.label.clone(),
        unit: measure.unit.clone(),
        per: measure.per.clone(),
        better: measure.better,
        group: groups.min_by_key(|words| *words == figures::MORE).unwrap_or(figures::MORE),
        arms: rows.iter().map(|row| row.as_ref().map(number)).collect(),
        differences: rows.iter().map(|row| row.and_then(change)).collect(),
    }
}

fn change(row: &MeasureRow) -> Option<Change> {
    let found = row.difference.as_ref()?;
    let estimate = found.estimate();
    Some(Change {
        mean: estimate.map(|e| e.mean),
        half_width: estimate.and_then(|e| e.half_width),
        p_adjusted: found.p_adjusted,
        verdict: found.verdict.word(),
        words: News::of(&row.measure, found).verdict(found),
        clear: matches!(found.verdict, Verdict::Lower | Verdict::Higher),
        more_runs: found.more_runs,
        watched: row.watched,
        grade: row.support.as_ref().map(|support| support.grade),
        rests_on: row.support.as_ref().map(|support| support.parameter.clone()),
    })
}
