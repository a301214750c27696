//! The series of measures, week by week, out of stored replications.

use crate::error::Error;
use crate::store::Blocks;
use crate::system::{Outcome, Window};

/// For each column a series per replication, in the order of `numbers`; of the whole system.
pub(super) fn read(
    blocks: &Blocks,
    digest: &str,
    seed: u64,
    numbers: &[u32],
    columns: &[usize],
) -> Result<Vec<Vec<Vec<f64>>>, Error> {
    let mut found: Vec<Option<Vec<Vec<f64>>>> = vec![None; numbers.len()];
    blocks.scan(|entry| {
        let place = numbers.binary_search(&entry.replication).ok();
        if let Some(place) = place.filter(|_| entry.digest == digest && entry.seed == seed) {
            found[place] = Some(columns.iter().map(|column| series(&entry.outcome, *column)).collect());
        }
    })?;
    let mut by_column: Vec<Vec<Vec<f64>>> = vec![Vec::new(); columns.len()];
    for (number, one) in numbers.iter().zip(found) {
        let one = one.ok_or_else(|| {
            Error::Failed(format!("the stored replication {number} is gone; run the same command again"))
        })?;
        by_column.iter_mut().zip(one).for_each(|(list, series)| list.push(series));
    }
    Ok(by_column)
}

fn series(outcome: &Outcome, column: usize) -> Vec<f64> {
    (0..outcome.periods).map(|week| outcome.value(Window::Period(week), None, column)).collect()
}
