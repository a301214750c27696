//! A chunk: some points next to each other, and the replications of each that are missing, worked off by one thread.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;

use super::work::Task;
use crate::experiment::job::catch;
use crate::experiment::precision::{FEWEST, Precision};
use crate::store::Row;
use crate::system::{Seed, System};

/// Level at which a precision is asked for.
const LEVEL: f64 = 0.95;

/// One point of a chunk.
#[derive(Debug, Clone)]
pub(super) struct Todo {
    pub point: u64,
    /// The replications that are missing, in order.
    pub missing: VecDeque<u32>,
    /// With a precision: the rows that are known, in order of the replications, without a gap.
    pub known: Vec<Row>,
}

/// A chunk.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    pub unit: u64,
    pub todo: Vec<Todo>,
}

/// A point at work.
struct AtWork<C> {
    todo: Todo,
    case: C,
    precision: Option<Precision>,
    done: bool,
}

/// Works a chunk off; every finished replication is handed on, until `hand_on` says no or the task is told to stop.
pub(super) fn work_off<S: System>(
    task: &Task<'_, S>,
    chunk: Chunk,
    mut hand_on: impl FnMut(Vec<Row>) -> bool,
) {
    let mut groups: Vec<(String, Vec<AtWork<S::Case>>)> = Vec::new();
    for todo in chunk.todo {
        match catch(|| (task.build)(todo.point)).and_then(|built| built) {
            Ok(case) => {
                let trunk = task.system.trunk(&case);
                let at_work = AtWork { precision: precision(task, &todo), todo, case, done: false };
                match groups.last_mut().filter(|(known, _)| *known == trunk) {
                    Some((_, group)) => group.push(at_work),
                    None => groups.push((trunk, vec![at_work])),
                }
            }
            Err(words) => {
                let failed = |replication| Row {
                    point: todo.point,
                    replication,
                    result: Err(format!("the scenario refuses this point: {words}")),
                };
                if !hand_on(todo.missing.iter().copied().map(failed).collect()) {
                    return;
                }
            }
        }
    }
    for (_, mut group) in groups {
        while let Some(replication) = next_replication(&mut group) {
            if task.stop.load(Ordering::Relaxed) || !hand_on(replicate(task, &mut group, replication)) {
                return;
            }
        }
    }
}

/// The smallest replication that any point still needs.
fn next_replication<C>(group: &mut [AtWork<C>]) -> Option<u32> {
    for point in group.iter_mut().filter(|point| !point.done) {
        point.done = point.todo.missing.is_empty() || point.precise();
    }
    let needed = group.iter().filter(|point| !point.done);
    needed.filter_map(|point| point.todo.missing.front().copied()).min()
}

/// Runs a replication of all points that need it: together, or where that fails one by one.
fn replicate<S: System>(task: &Task<'_, S>, group: &mut [AtWork<S::Case>], replication: u32) -> Vec<Row> {
    let mut wanted: Vec<&mut AtWork<S::Case>> =
        group.iter_mut().filter(|p| !p.done && p.todo.missing.front() == Some(&replication)).collect();
    let seed = Seed::new(task.plan.seed, replication);
    let run = |cases: &[&S::Case]| {
        catch(|| {
            let outcomes = task.system.run(cases, seed);
            assert_eq!(outcomes.len(), cases.len(), "a run yields an outcome per case");
            outcomes.iter().zip(cases).map(|(outcome, case)| task.columns(case, outcome)).collect::<Vec<_>>()
        })
    };
    let cases: Vec<&S::Case> = wanted.iter().map(|point| &point.case).collect();
    let results: Vec<Result<Vec<f64>, String>> = match run(&cases) {
        Ok(rows) => rows.into_iter().map(Ok).collect(),
        Err(words) if cases.len() == 1 => vec![Err(words)],
        Err(_) => cases.iter().map(|case| run(&[*case]).map(|mut rows| rows.remove(0))).collect(),
    };
    let finish = |(point, result): (&mut &mut AtWork<S::Case>, _)| {
        point.todo.missing.pop_front();
        let row = Row { point: point.todo.point, replication, result };
        point.see(&row);
        row
    };
    wanted.iter_mut().zip(results).map(finish).collect()
}

/// The watch over a point's precision, which knows its stored rows; `None` where a number of replications is asked for.
fn precision<S: System>(task: &Task<'_, S>, todo: &Todo) -> Option<Precision> {
    let relative = task.plan.kept.precision?;
    let targets = (0..task.plan.measures.len()).map(|column| (0, column, String::new())).collect();
    let mut precision = Precision::new(relative, LEVEL, targets);
    for row in &todo.known {
        if let Ok(values) = &row.result {
            precision.push(|_, column| values[column]);
        }
    }
    Some(precision)
}

impl<C> AtWork<C> {
    /// Takes in a finished replication.
    fn see(&mut self, row: &Row) {
        if let Some(precision) = &mut self.precision {
            if let Ok(values) = &row.result {
                precision.push(|_, column| values[column]);
            }
            self.todo.known.push(row.clone());
        }
    }

    /// Whether the precision is reached by what is known.
    fn precise(&self) -> bool {
        self.precision.as_ref().is_some_and(|precision| precise(precision, &self.todo.known))
    }
}

/// Whether the rows of a point, in order and without a gap, have the precision. Measures that were never defined are passed
/// over: they would keep the point at work for nothing.
fn precise(precision: &Precision, known: &[Row]) -> bool {
    let column = |_, column: usize| -> Vec<f64> {
        known.iter().filter_map(|row| row.result.as_ref().ok().map(|values| values[column])).collect()
    };
    known.len() >= FEWEST as usize && precision.met_where_defined(column)
}

/// After how many of a point's rows its precision is reached; `None` where it is not.
pub(super) fn replications_needed(relative: f64, measures: usize, rows: &[Row]) -> Option<usize> {
    let targets = (0..measures).map(|column| (0, column, String::new())).collect();
    let mut precision = Precision::new(relative, LEVEL, targets);
    (0..rows.len()).find_map(|place| {
        if let Ok(values) = &rows[place].result {
            precision.push(|_, column| values[column]);
        }
        precise(&precision, &rows[..=place]).then_some(place + 1)
    })
}
