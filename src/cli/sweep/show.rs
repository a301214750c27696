//! What `cliniq sweep` says, for people and for programs.

use serde_json::{Value as Json, json};

use super::data_set::{LEVEL, values};
use crate::cli::exploring::Sweep;
use crate::cli::output;
use crate::document::{Cell, Document, Part, Table};
use crate::error::Error;
use crate::experiment::sweep::{Merged, Missing, merge};
use crate::report;
use crate::statistics::estimate;

/// A sweep of more points than this is told by the range of its means.
const POINTS_SHOWN: u64 = 40;
/// Of each point, so many measures are told on the screen.
const MEASURES_SHOWN: usize = 4;

/// The plan in words.
pub fn plan(sweep: &Sweep) -> String {
    let plan = &sweep.plan;
    let hours = plan.rows() as f64 * plan.seconds_per_replication / 3600.0;
    let time = if hours < 0.05 { format!("{:.0} s", hours * 3600.0) } else { format!("{hours:.1} h") };
    let most = if plan.kept.precision.is_some() { "at most " } else { "" };
    let (folder, units) = (sweep.folder.path().display(), plan.units());
    format!(
        "{}: {} points, {most}{} replications of each, about {time} of one core\n\
         Folder: {folder} ({units} units of {} points; points in planned/plan.csv)\n\
         Next: cliniq sweep worker {folder} --shard 0/1, or on a cluster cliniq sweep submit {folder} --slurm --shards N\n",
        sweep.study.title(),
        plan.points,
        plan.kept.replications,
        plan.points_per_unit
    )
}

/// What is there, in words.
pub fn status(sweep: &Sweep, found: &Missing) -> String {
    let plan = &sweep.plan;
    let mut text = format!(
        "{}: {} of {} units are whole, {} of {}{} replications are there, {} of them failed\n",
        plan.name,
        found.whole,
        plan.units(),
        found.rows,
        if plan.kept.precision.is_some() { "at most " } else { "" },
        plan.rows(),
        found.failed
    );
    if !found.units.is_empty() {
        let shown: Vec<String> = found.units.iter().take(10).map(u64::to_string).collect();
        let more = if found.units.len() > 10 { ", …" } else { "" };
        text.push_str(&format!("Units that are not whole: {}{more}\n", shown.join(", ")));
    }
    text
}

/// What is there, for programs.
pub fn status_json(sweep: &Sweep, found: &Missing) -> Json {
    json!({
        "schema": "cliniq.sweep.status/1",
        "name": sweep.plan.name,
        "units": sweep.plan.units(),
        "whole_units": found.whole,
        "units_not_whole": found.units,
        "replications": found.rows,
        "replications_planned": sweep.plan.rows(),
        "failed": found.failed,
        "complete": found.units.is_empty(),
    })
}

/// The result for programs.
pub fn json(sweep: &Sweep, merged: &Merged) -> Json {
    json!({
        "schema": "cliniq.sweep.result/1",
        "name": sweep.plan.name,
        "title": sweep.study.title(),
        "plan_digest": sweep.plan.digest,
        "result_digest": merged.digest,
        "numbers": sweep.plan.numbers,
        "seed": sweep.plan.seed,
        "points": sweep.plan.points,
        "replications": merged.rows,
        "failed": merged.failed,
        "points_not_precise": merged.imprecise,
        "asked": sweep.plan.kept,
        "measures": sweep.plan.measures,
        "folder": sweep.folder.path().display().to_string(),
    })
}

/// The result in words, from its document: that and where the files are.
pub fn result(sweep: &Sweep, document: &Document) -> String {
    let folder = sweep.folder.path().display();
    let mut document = document.clone();
    let page = if super::page::is_written(sweep) { format!("; {folder}/report.html") } else { String::new() };
    document.parts.push(Part::Paragraph(format!(
        "Files: {folder}/tables (points.csv, runs.csv, failed.csv, dictionary.csv){page}"
    )));
    report::text::document(&document, output::width())
}

/// The result as a document: few points each with its means, many by the range of their means.
///
/// # Errors
/// As [`merge`].
pub fn document(sweep: &Sweep, merged: &Merged) -> Result<Document, Error> {
    let table = if sweep.plan.points <= POINTS_SHOWN { of_points(sweep)? } else { of_ranges(sweep)? };
    let foot = format!(
        "{} points, {} replications in all, {} failed; seed {}, numbers {}; intervals are of 95 %, each of one mean alone.",
        sweep.plan.points, merged.rows, merged.failed, sweep.plan.seed, sweep.plan.numbers
    );
    let imprecise = match (sweep.plan.kept.precision, merged.imprecise) {
        (None, _) | (_, 0) => String::new(),
        (Some(precision), points) => format!(
            "{points} points did not reach the precision of {} % in {} replications.",
            100.0 * precision,
            sweep.plan.kept.replications
        ),
    };
    Ok(Document {
        parts: vec![
            Part::Heading(sweep.study.title().to_owned()),
            Part::Table(table),
            Part::Paragraph(foot),
            Part::Paragraph(imprecise),
            Part::Paragraph(format!("digest: {}", merged.digest)),
        ],
    })
}

fn of_points(sweep: &Sweep) -> Result<Table, Error> {
    let measures = &sweep.plan.measures[..sweep.plan.measures.len().min(MEASURES_SHOWN)];
    let several = sweep.ground.alternatives.len() > 1;
    let mut columns = vec!["point".to_owned()];
    columns.extend(several.then(|| "scenario".to_owned()));
    columns.extend(sweep.space.factors().iter().map(|factor| factor.name.clone()));
    columns.extend(measures.iter().map(|measure| measure.name.clone()));
    columns.push("n".to_owned());
    let mut table = Table { columns, rows: Vec::new() };
    let count = sweep.ground.alternatives.len() as u64;
    merge(&sweep.plan, &sweep.shelf(), |point, rows| {
        let mut cells = vec![Cell::Count(point)];
        cells.extend(several.then(|| Cell::text(&sweep.ground.alternatives[(point % count) as usize].name)));
        cells.extend(sweep.space.values(point / count).iter().map(|value| Cell::text(value.words())));
        cells.extend((0..measures.len()).map(|column| {
            let found = estimate(&values(rows, column), LEVEL);
            found.map_or(Cell::Empty, |e| {
                let half = e.half_width.map_or(String::new(), |half| format!(" ± {}", short(half)));
                Cell::text(format!("{}{half}", short(e.mean)))
            })
        }));
        cells.push(Cell::Count(rows.iter().filter(|row| row.result.is_ok()).count() as u64));
        table.rows.push(cells);
        Ok(())
    })?;
    Ok(table)
}

fn of_ranges(sweep: &Sweep) -> Result<Table, Error> {
    let count = sweep.plan.measures.len();
    // Smallest mean with its point, largest mean with its point.
    let mut ends: Vec<Option<[(f64, u64); 2]>> = vec![None; count];
    merge(&sweep.plan, &sweep.shelf(), |point, rows| {
        for (column, end) in ends.iter_mut().enumerate() {
            if let Some(found) = estimate(&values(rows, column), LEVEL) {
                let [low, high] = end.get_or_insert([(found.mean, point); 2]);
                if found.mean < low.0 {
                    *low = (found.mean, point);
                }
                if found.mean > high.0 {
                    *high = (found.mean, point);
                }
            }
        }
        Ok(())
    })?;
    let mut table = Table::new(&["measure", "unit", "lowest mean", "at point", "highest mean", "at point "]);
    for (measure, end) in sweep.plan.measures.iter().zip(ends) {
        let of = |place: usize| match end {
            Some(end) => [Cell::text(short(end[place].0)), Cell::Count(end[place].1)],
            None => [Cell::Empty, Cell::Empty],
        };
        let [low, at_low] = of(0);
        let [high, at_high] = of(1);
        table.rows.push(vec![
            Cell::text(&measure.name),
            Cell::text(&measure.unit),
            low,
            at_low,
            high,
            at_high,
        ]);
    }
    Ok(table)
}

/// A number with four significant digits.
fn short(number: f64) -> String {
    let digits = if number == 0.0 { 1 } else { libm::floor(libm::log10(number.abs())) as i32 };
    format!("{number:.*}", usize::try_from(3 - digits).unwrap_or(0).min(8))
}
