//! The rows of a sweep as tables with a dictionary of their columns: points, runs, failed runs.

use std::path::Path;
use std::sync::atomic::Ordering;

use crate::cli::exploring::Sweep;
use crate::cli::interrupt;
use crate::declaration::Scalar;
use crate::error::Error;
use crate::experiment::sweep::{Merged, merge};
use crate::report::sheet::{Cell, Column, Format, Kind, Writer};
use crate::statistics::estimate;
use crate::store::Row;
use crate::system::Measure;

/// Level of the intervals.
pub const LEVEL: f64 = 0.95;

/// Writes the three tables; what `each` is handed as the points are written is the point and its rows.
///
/// # Errors
/// As [`merge`]; [`Error::File`] where the target cannot be written to.
pub fn write(
    sweep: &Sweep,
    target: &Path,
    format: Format,
    mut each: impl FnMut(u64, &[Row]),
) -> Result<Merged, Error> {
    let mut writer = Writer::begin(target, format)?;
    let factors = FactorColumns::new(sweep);
    writer.table("points", &factors.with(point_columns(sweep)))?;
    let merged = merge(&sweep.plan, &sweep.shelf(), |point, rows| {
        go_on()?;
        each(point, rows);
        factors.row(&mut writer, sweep, point, &point_cells(sweep, rows))
    })?;
    writer.table("runs", &factors.with(run_columns(sweep)))?;
    let again = merge(&sweep.plan, &sweep.shelf(), |point, rows| {
        go_on()?;
        let cells = |row| run_cells(row, sweep.plan.measures.len());
        rows.iter().try_for_each(|row| factors.row(&mut writer, sweep, point, &cells(row)))
    })?;
    if again.digest != merged.digest {
        return Err(Error::Failed(
            "results changed while they were read, because another process works on them: give the same command again".into(),
        ));
    }
    writer.table("failed", &failed_columns())?;
    merge(&sweep.plan, &sweep.shelf(), |point, rows| {
        for row in rows {
            if let Err(reason) = &row.result {
                let (point, replication) = (Cell::Count(point), Cell::Count(u64::from(row.replication)));
                writer.row(&[point, replication, Cell::Count(sweep.plan.seed), Cell::Text(reason)])?;
            }
        }
        Ok(())
    })?;
    writer.end()?;
    Ok(merged)
}

/// Writes the points of a plan alone, before anything is run.
///
/// # Errors
/// [`Error::File`] where the target cannot be written to.
pub fn write_plan(sweep: &Sweep, target: &Path) -> Result<(), Error> {
    let mut writer = Writer::begin(target, Format::Csv)?;
    let factors = FactorColumns::new(sweep);
    writer.table("plan", &factors.with(Vec::new()))?;
    for point in 0..sweep.plan.points {
        go_on()?;
        factors.row(&mut writer, sweep, point, &[])?;
    }
    writer.end()
}

/// Ends early when the program was told to stop.
fn go_on() -> Result<(), Error> {
    if interrupt::flag().load(Ordering::Relaxed) {
        return Err(Error::Interrupted(
            "interrupted: results are stored, their tables are not written; give the same command again"
                .into(),
        ));
    }
    Ok(())
}

/// The columns that say which point a row is of.
struct FactorColumns {
    columns: Vec<Column>,
    /// Whether the study has several alternatives.
    alternatives: bool,
}

impl FactorColumns {
    fn new(sweep: &Sweep) -> Self {
        let mut columns = vec![Column::new("point", Kind::Count, "", "Number of the point, from 0.")];
        let alternatives = sweep.ground.alternatives.len() > 1;
        if alternatives {
            columns.push(Column::new("alternative", Kind::Text, "", "Name of the scenario."));
        }
        for (place, factor) in sweep.space.factors().iter().enumerate() {
            let known = (sweep.ground.declared)(&factor.paths[0]);
            let unit = known.map_or_else(String::new, |declared| declared.unit);
            let meaning = format!("Factor: {} ({}).", factor.paths.join(", "), factor.words());
            columns.push(Column::new(&factor.name, kind_of(sweep, place), &unit, &meaning));
        }
        FactorColumns { columns, alternatives }
    }

    fn with(&self, more: Vec<Column>) -> Vec<Column> {
        self.columns.iter().cloned().chain(more).collect()
    }

    fn row(&self, writer: &mut Writer, sweep: &Sweep, point: u64, more: &[Cell<'_>]) -> Result<(), Error> {
        let count = sweep.ground.alternatives.len() as u64;
        let values = sweep.space.values(point / count);
        let words: Vec<String> = values.iter().map(Scalar::words).collect();
        let mut cells = vec![Cell::Count(point)];
        if self.alternatives {
            cells.push(Cell::Text(&sweep.ground.alternatives[(point % count) as usize].name));
        }
        let first = cells.len();
        let all = values.iter().zip(&words).zip(&self.columns[first..]);
        cells.extend(all.map(|((value, words), column)| cell(value, words, column.kind)));
        cells.extend_from_slice(more);
        writer.row(&cells)
    }
}

/// What the values of a factor are: numbers, truths or words. A list is asked for all of its values.
fn kind_of(sweep: &Sweep, factor: usize) -> Kind {
    let study = &sweep.study;
    let values: Vec<Scalar> = match (&study.design, study.factors[factor].alternatives()) {
        (crate::experiment::exploration::Design::List(points), _) => {
            points.iter().map(|point| point[factor].clone()).collect()
        }
        (_, Some(values)) => values.to_vec(),
        _ => return Kind::Number,
    };
    let is_truth = |value: &Scalar| value.0 == "true" || value.0 == "false";
    match (values.iter().all(|value| value.number().is_some()), values.iter().all(is_truth)) {
        (true, _) => Kind::Number,
        (false, true) => Kind::Truth,
        (false, false) => Kind::Text,
    }
}

fn cell<'w>(value: &Scalar, words: &'w str, kind: Kind) -> Cell<'w> {
    match kind {
        Kind::Number | Kind::Count => value.number().map_or(Cell::Nothing, Cell::Number),
        Kind::Truth => Cell::Truth(value.0 == "true"),
        Kind::Text => Cell::Text(words),
    }
}

fn about(measure: &Measure) -> (String, String) {
    let unit = if measure.per.is_empty() || measure.per == "-" {
        measure.unit.clone()
    } else {
        format!("{} per {}", measure.unit, measure.per)
    };
    (unit, format!("{} ({}).", measure.label, measure.source))
}

fn point_columns(sweep: &Sweep) -> Vec<Column> {
    let mut columns = vec![
        Column::new(
            "replications",
            Kind::Count,
            "",
            "Number of replications that count, failed ones included.",
        ),
        Column::new("failed", Kind::Count, "", "Replications that failed and are left out of the numbers."),
    ];
    for measure in &sweep.plan.measures {
        let (unit, meaning) = about(measure);
        let name = &measure.name;
        columns.push(Column::new(&format!("{name}.mean"), Kind::Number, &unit, &format!("Mean: {meaning}")));
        let half = "Half-width of the 95 % t interval of the mean; missing with fewer than two replications.";
        columns.push(Column::new(&format!("{name}.half_width"), Kind::Number, &unit, half));
        let n = "Number of replications in which it is defined.";
        columns.push(Column::new(&format!("{name}.n"), Kind::Count, "", n));
    }
    columns
}

fn point_cells(sweep: &Sweep, rows: &[Row]) -> Vec<Cell<'static>> {
    let failed = rows.iter().filter(|row| row.result.is_err()).count() as u64;
    let mut cells = vec![Cell::Count(rows.len() as u64), Cell::Count(failed)];
    for column in 0..sweep.plan.measures.len() {
        let found = estimate(&values(rows, column), LEVEL);
        cells.push(found.map_or(Cell::Nothing, |e| Cell::Number(e.mean)));
        cells.push(found.and_then(|e| e.half_width).map_or(Cell::Nothing, Cell::Number));
        cells.push(Cell::Count(found.map_or(0, |e| e.n as u64)));
    }
    cells
}

/// A measure over the replications of a point that did not fail.
pub fn values(rows: &[Row], column: usize) -> Vec<f64> {
    rows.iter().filter_map(|row| row.result.as_ref().ok().map(|values| values[column])).collect()
}

fn run_columns(sweep: &Sweep) -> Vec<Column> {
    let mut columns = vec![
        Column::new("replication", Kind::Count, "", "Number of the replication, from 0."),
        Column::new(
            "done",
            Kind::Truth,
            "",
            "Whether it ended; else its numbers are missing, see the table of failed runs.",
        ),
    ];
    columns.extend(sweep.plan.measures.iter().map(|measure| {
        let (unit, meaning) = about(measure);
        Column::new(&measure.name, Kind::Number, &unit, &meaning)
    }));
    columns
}

fn run_cells(row: &Row, measures: usize) -> Vec<Cell<'static>> {
    let number = |column: usize| match &row.result {
        Ok(values) => Cell::Number(values[column]),
        Err(_) => Cell::Nothing,
    };
    let key = [Cell::Count(u64::from(row.replication)), Cell::Truth(row.result.is_ok())];
    key.into_iter().chain((0..measures).map(number)).collect()
}

fn failed_columns() -> Vec<Column> {
    vec![
        Column::new("point", Kind::Count, "", "Number of the point, from 0."),
        Column::new("replication", Kind::Count, "", "Number of the replication, from 0."),
        Column::new("seed", Kind::Count, "", "Master seed."),
        Column::new("reason", Kind::Text, "", "What the model said."),
    ]
}
