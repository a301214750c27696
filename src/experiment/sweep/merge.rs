//! Reading a sweep's rows in order, one unit at a time, and saying what is missing.

use super::chunk::replications_needed;
use super::plan::Plan;
use crate::error::Error;
use crate::store::{Row, Shelf};

/// What a whole sweep holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Rows in all, failed ones included.
    pub rows: u64,
    /// Rows that failed.
    pub failed: u64,
    /// With a precision: points that did not reach it.
    pub imprecise: u64,
    /// Digest of all rows in order: the same for one process, many threads, shards in any order and restarts.
    pub digest: String,
    /// What must be said of the blocks.
    pub notices: Vec<String>,
}

/// What a sweep lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Missing {
    /// Rows that are there.
    pub rows: u64,
    /// Rows that failed.
    pub failed: u64,
    /// Units that are whole.
    pub whole: u64,
    /// Units that are not, in order.
    pub units: Vec<u64>,
    /// What must be said of the blocks.
    pub notices: Vec<String>,
}

/// Counts what is there; works while others write.
///
/// # Errors
/// As [`Shelf::read`].
pub fn status(plan: &Plan, shelf: &Shelf) -> Result<Missing, Error> {
    let index = shelf.index()?;
    let mut found = Missing::default();
    for unit in 0..plan.units() {
        let rows = shelf.read(&index, plan.points_of(unit), &mut found.notices)?;
        let mut whole = true;
        for point in plan.points_of(unit) {
            let of_point: Vec<&Row> = rows.range((point, 0)..(point + 1, 0)).map(|(_, row)| row).collect();
            let needed = wanted(plan, &of_point);
            whole &= needed.is_some();
            let counted = &of_point[..needed.unwrap_or(of_point.len()).min(of_point.len())];
            found.rows += counted.len() as u64;
            found.failed += counted.iter().filter(|row| row.result.is_err()).count() as u64;
        }
        if whole {
            found.whole += 1;
        } else {
            found.units.push(unit);
        }
    }
    Ok(found)
}

/// Hands on every row in order of points and replications.
///
/// # Errors
/// [`Error::Interrupted`] where rows are missing, with the number of the first unit that lacks some; else as
/// [`Shelf::read`], and what `each` says.
pub fn merge(
    plan: &Plan,
    shelf: &Shelf,
    mut each: impl FnMut(u64, &[Row]) -> Result<(), Error>,
) -> Result<Merged, Error> {
    let index = shelf.index()?;
    let mut merged = Merged { rows: 0, failed: 0, imprecise: 0, digest: String::new(), notices: Vec::new() };
    let mut hasher = blake3::Hasher::new();
    hasher.update(plan.digest.as_bytes());
    for unit in 0..plan.units() {
        let mut rows = shelf.read(&index, plan.points_of(unit), &mut merged.notices)?;
        for point in plan.points_of(unit) {
            let mut rest = rows.split_off(&(point + 1, 0));
            std::mem::swap(&mut rows, &mut rest);
            let mut of_point: Vec<Row> = rest.into_values().collect();
            let Some(number) = wanted(plan, &of_point.iter().collect::<Vec<_>>()) else {
                return Err(incomplete(plan, unit, &merged.notices));
            };
            of_point.truncate(number);
            merged.rows += number as u64;
            let known =
                || replications_needed(plan.kept.precision.unwrap_or(1.0), plan.measures.len(), &of_point);
            merged.imprecise += u64::from(plan.kept.precision.is_some() && known().is_none());
            for row in &of_point {
                merged.failed += u64::from(row.result.is_err());
                add(&mut hasher, row);
            }
            each(point, &of_point)?;
        }
    }
    merged.digest = hasher.finalize().to_hex().to_string();
    Ok(merged)
}

/// How many of a point's rows, in order, belong to the result; `None` where some are missing.
fn wanted(plan: &Plan, rows: &[&Row]) -> Option<usize> {
    let all = plan.kept.replications as usize;
    let gapless = rows.iter().zip(0..).take_while(|(row, number)| row.replication == *number).count();
    let needed = match plan.kept.precision {
        None => all,
        Some(relative) => {
            let known: Vec<Row> = rows[..gapless.min(all)].iter().map(|row| (*row).clone()).collect();
            replications_needed(relative, plan.measures.len(), &known).unwrap_or(all)
        }
    };
    (gapless >= needed).then_some(needed)
}

fn add(hasher: &mut blake3::Hasher, row: &Row) {
    hasher.update(&row.point.to_le_bytes());
    hasher.update(&row.replication.to_le_bytes());
    match &row.result {
        Ok(values) => {
            hasher.update(&[1]);
            for value in values {
                hasher.update(&value.to_bits().to_le_bytes());
            }
        }
        // Not its words: they name places in the program, which other builds of the same version may not have.
        Err(_) => {
            hasher.update(&[0]);
        }
    }
}

fn incomplete(plan: &Plan, unit: u64, notices: &[String]) -> Error {
    let said: String = notices.iter().map(|notice| format!("{notice}\n")).collect();
    Error::Interrupted(format!(
        "{said}the sweep is not complete: unit {unit} of {} (points {} to {}) lacks replications; run the workers again, or \
         `cliniq sweep run`, then merge (`cliniq sweep status` counts what is there)",
        plan.units(),
        plan.points_of(unit).start,
        plan.points_of(unit).end - 1
    ))
}
