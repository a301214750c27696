//! Working on units in parallel: what the blocks do not hold is run and written, every few seconds and at the end.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use super::chunk::{self, Chunk, Todo};
use super::plan::Plan;
use crate::error::Error;
use crate::experiment::run::{Status, Watch};
use crate::store::rows::{Index, Rows};
use crate::store::{Row, Shelf};
use crate::system::{Outcome, System};

/// Work that a kill may cost at most, about.
const BETWEEN_BLOCKS: Duration = Duration::from_secs(3);
/// Rows that wait to be written, at most, about: of a very fast system many come in three seconds.
const MOST_WAITING: usize = 100_000;
/// Points of a chunk, at most: those of equal trunk share a warm-up, and so many cases are in memory for each thread.
const CHUNK_POINTS: usize = 16;
/// Work of a chunk, about: short enough that no thread waits long for another at the end.
const CHUNK_SECONDS: f64 = 3.0;

/// Builds the case of a point; the error says why the scenario refuses it.
pub type Build<'a, C> = dyn Fn(u64) -> Result<C, String> + Sync + 'a;

/// What is worked on.
pub struct Task<'a, S: System> {
    /// The system.
    pub system: &'a S,
    /// The plan.
    pub plan: &'a Plan,
    /// Builds the case of a point.
    pub build: &'a Build<'a, S::Case>,
    /// Where the rows are.
    pub shelf: &'a Shelf,
    /// Number of threads, 1 or more.
    pub threads: usize,
    /// Becomes true when the work shall stop: no replication is begun any more, the finished ones are stored.
    pub stop: &'a AtomicBool,
}

/// Which part of a plan is wanted.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Units, in the order of the work.
    pub units: Vec<u64>,
    /// Only these points; absent: all.
    pub points: Option<BTreeSet<u64>>,
    /// Only so many replications of each point; absent: as many as the plan says.
    pub replications: Option<u32>,
    /// Whether replications that failed are run again.
    pub failed: bool,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Rows found in the blocks.
    pub found: u64,
    /// Rows that were run.
    pub run: u64,
    /// Of these, rows that failed.
    pub failed: u64,
    /// What must be said of the blocks.
    pub notices: Vec<String>,
}

impl<S: System> Task<'_, S> {
    /// The numbers of a row, by the names of the plan's measures; NaN where a case has no such measure.
    pub(super) fn columns(&self, case: &S::Case, outcome: &Outcome) -> Vec<f64> {
        let measures = self.system.measures(case);
        let value = |name: &str| {
            let place = measures.iter().position(|measure| measure.name == name);
            place.map_or(f64::NAN, |place| outcome.summary()[place])
        };
        // Every NaN alike, so that rows compare by their bits.
        let plain = |value: f64| if value.is_nan() { f64::NAN } else { value };
        self.plan.measures.iter().map(|measure| plain(value(&measure.name))).collect()
    }
}

/// Works on a part of a plan.
///
/// # Errors
/// [`Error::Interrupted`] when told to stop; [`Error::File`] where blocks cannot be read or written; [`Error::Refused`] and
/// [`Error::Failed`] as [`Shelf::read`]. What was finished before is stored, except where writing failed.
pub fn work<S: System>(task: &Task<'_, S>, part: &Part, watch: &mut dyn Watch) -> Result<Work, Error> {
    let threads = task.threads.max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Error::Failed(format!("{threads} threads cannot be started: {e}")))?;
    let queue = Mutex::new(Queue::new(task, part)?);
    let (sender, receiver) = sync_channel::<(u64, Vec<Row>)>(16 * threads);
    let over = AtomicBool::new(false);
    let thread = |sender: std::sync::mpsc::SyncSender<(u64, Vec<Row>)>| {
        loop {
            let next = lock(&queue).next(task);
            let Some(chunk) = next.filter(|_| !over.load(Ordering::Relaxed)) else { break };
            let unit = chunk.unit;
            chunk::work_off(task, chunk, |rows| sender.send((unit, rows)).is_ok());
        }
    };
    let work = pool.in_place_scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(move |_| thread(sender));
        }
        drop(sender);
        let collected = collect(task, &queue, &receiver, watch);
        // Whatever happened, nothing more is started, and nobody waits for a reader who is gone.
        over.store(true, Ordering::Relaxed);
        drop(receiver);
        collected
    })?;
    let queue = queue.into_inner().expect("no thread fails while it holds the queue");
    if let Some(error) = queue.error {
        return Err(error);
    }
    let unopened = queue.next_unit < part.units.len() || !queue.chunks.is_empty();
    if task.stop.load(Ordering::Relaxed) && (unopened || queue.asked > queue.found + work.run) {
        return Err(Error::Interrupted(
            "interrupted: what was finished is stored; run the same command to go on".into(),
        ));
    }
    Ok(Work { found: queue.found, notices: queue.notices, ..work })
}

fn lock<'q, 'a>(queue: &'q Mutex<Queue<'a>>) -> std::sync::MutexGuard<'q, Queue<'a>> {
    queue.lock().expect("no thread fails while it holds the queue")
}

/// What is still to be done: units are opened one after the other, and cut into chunks.
struct Queue<'a> {
    part: &'a Part,
    index: Index,
    next_unit: usize,
    chunks: VecDeque<Chunk>,
    /// Rows asked for in the units opened so far; with a precision, no more than a bound.
    asked: u64,
    found: u64,
    notices: Vec<String>,
    error: Option<Error>,
}

impl<'a> Queue<'a> {
    fn new<S: System>(task: &Task<'_, S>, part: &'a Part) -> Result<Self, Error> {
        Ok(Queue {
            part,
            index: task.shelf.index()?,
            next_unit: 0,
            chunks: VecDeque::new(),
            asked: 0,
            found: 0,
            notices: Vec::new(),
            error: None,
        })
    }

    /// The next chunk; `None` at the end, when told to stop and after an error.
    fn next<S: System>(&mut self, task: &Task<'_, S>) -> Option<Chunk> {
        while self.chunks.is_empty() {
            if task.stop.load(Ordering::Relaxed) || self.error.is_some() {
                return None;
            }
            let unit = *self.part.units.get(self.next_unit)?;
            self.next_unit += 1;
            match task.shelf.read(&self.index, task.plan.points_of(unit), &mut self.notices) {
                Ok(rows) => self.open(task.plan, unit, rows),
                Err(error) => self.error = Some(error),
            }
        }
        self.chunks.pop_front()
    }

    /// Cuts what a unit lacks into chunks.
    fn open(&mut self, plan: &Plan, unit: u64, mut rows: Rows) {
        if self.part.failed {
            rows.retain(|_, row| row.result.is_ok());
        }
        let replications = self.part.replications.unwrap_or(plan.kept.replications);
        let wanted = |point: &u64| self.part.points.as_ref().is_none_or(|points| points.contains(point));
        let mut todo = Vec::new();
        for point in plan.points_of(unit).filter(wanted) {
            let mut of_point = todo_of(plan, point, replications, &rows);
            let known = u64::from(replications) - of_point.missing.len() as u64;
            self.found += known;
            self.asked += u64::from(replications);
            if plan.kept.precision.is_some() {
                of_point.known = known_of(point, &mut rows);
            }
            if !of_point.missing.is_empty() {
                todo.push(of_point);
            }
        }
        for group in todo.chunks(CHUNK_POINTS) {
            self.chunks.extend(split(plan, unit, group));
        }
    }
}

/// The replications of a point that are not known.
fn todo_of(plan: &Plan, point: u64, replications: u32, rows: &Rows) -> Todo {
    let missing: VecDeque<u32> = (0..replications).filter(|r| !rows.contains_key(&(point, *r))).collect();
    let first = missing.front().copied().unwrap_or(replications);
    // With a precision, whether more are wanted is decided in order: what lies behind a gap is found again by then.
    let missing = if plan.kept.precision.is_some() { (first..replications).collect() } else { missing };
    Todo { point, missing, known: Vec::new() }
}

/// The rows of a point up to the first gap, in order.
fn known_of(point: u64, rows: &mut Rows) -> Vec<Row> {
    (0..).map_while(|replication| rows.remove(&(point, replication))).collect()
}

/// Cuts the replications of a few points so that a chunk is not too long; with a precision they stay together.
fn split(plan: &Plan, unit: u64, group: &[Todo]) -> Vec<Chunk> {
    let of_all = plan.seconds_per_replication.max(1e-9) * group.len() as f64;
    let longest = if plan.kept.precision.is_some() { u32::MAX } else { (CHUNK_SECONDS / of_all) as u32 };
    let longest = longest.max(1);
    let mut chunks: BTreeMap<u32, Chunk> = BTreeMap::new();
    for todo in group {
        let missing: Vec<u32> = todo.missing.iter().copied().collect();
        for part in missing.chunk_by(|a, b| a / longest == b / longest) {
            let chunk = chunks.entry(part[0] / longest).or_insert(Chunk { unit, todo: Vec::new() });
            let (point, known) = (todo.point, todo.known.clone());
            chunk.todo.push(Todo { point, missing: part.iter().copied().collect(), known });
        }
    }
    chunks.into_values().collect()
}

/// Takes finished rows until nobody works any more; writes a block of each unit every few seconds and at the end.
fn collect<S: System>(
    task: &Task<'_, S>,
    queue: &Mutex<Queue<'_>>,
    receiver: &Receiver<(u64, Vec<Row>)>,
    watch: &mut dyn Watch,
) -> Result<Work, Error> {
    let mut work = Work::default();
    let mut pending: BTreeMap<u64, Vec<Row>> = BTreeMap::new();
    let (mut written, mut looked, mut waiting) = (Instant::now(), Instant::now(), 0);
    let total = u32::try_from(task.plan.rows()).unwrap_or(u32::MAX);
    let mut look = |work: &Work| {
        let found = u32::try_from(lock(queue).found).unwrap_or(u32::MAX);
        let done = found.saturating_add(u32::try_from(work.run).unwrap_or(u32::MAX));
        watch.look(&Status { done, found, total: total.max(done), leading: None });
    };
    loop {
        let arrived = receiver.recv_timeout(Duration::from_millis(200));
        if let Ok((unit, rows)) = arrived {
            work.run += rows.len() as u64;
            waiting += rows.len();
            work.failed += rows.iter().filter(|row| row.result.is_err()).count() as u64;
            pending.entry(unit).or_default().extend(rows);
        } else if arrived == Err(RecvTimeoutError::Disconnected) {
            flush(task.shelf, &mut pending)?;
            look(&work);
            return Ok(work);
        }
        if written.elapsed() >= BETWEEN_BLOCKS || waiting >= MOST_WAITING {
            flush(task.shelf, &mut pending)?;
            waiting = 0;
            written = Instant::now();
        }
        if looked.elapsed() >= Duration::from_millis(200) {
            look(&work);
            looked = Instant::now();
        }
    }
}

fn flush(shelf: &Shelf, pending: &mut BTreeMap<u64, Vec<Row>>) -> Result<(), Error> {
    while let Some((_, rows)) = pending.pop_first() {
        shelf.write(rows)?;
    }
    Ok(())
}
