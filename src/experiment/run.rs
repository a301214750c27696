//! The parallel runner: replications × arms into blocks, the same bits on any number of threads.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::board::Board;
use super::job::{Crew, Ran};
use super::results::Results;
use crate::error::Error;
use crate::statistics::Estimate;
use crate::store::{Blocks, Entry};
use crate::system::System;

/// Work that a kill may cost at most, about.
const BETWEEN_BLOCKS: Duration = Duration::from_secs(3);

/// One scenario of an experiment.
#[derive(Debug, Clone)]
pub struct Arm<C> {
    /// Name: the file's stem.
    pub name: String,
    /// File as given.
    pub file: String,
    /// Digest of the resolved parameters; arms with equal digests are the same case.
    pub digest: String,
    /// The parameters.
    pub case: C,
}

/// How many replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stopping {
    /// So many.
    Replications(u32),
    /// Until the half-width of every leading measure is at most this share of its mean, in every arm.
    Precision(f64),
}

/// What is to be run.
#[derive(Debug)]
pub struct Plan<'a, C> {
    /// Arms, the baseline first.
    pub arms: &'a [Arm<C>],
    /// Master seed.
    pub seed: u64,
    /// How many replications.
    pub stopping: Stopping,
    /// Names of the measures that a precision is asked of, the first one shown while running.
    pub leading: &'a [String],
    /// Level of the intervals, in (0, 1).
    pub level: f64,
    /// Number of threads, 1 or more.
    pub threads: usize,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// Replications done, those found in the store included.
    pub done: u32,
    /// Replications found in the store.
    pub found: u32,
    /// Replications in all; a forecast where a precision decides.
    pub total: u32,
    /// The leading measure of the baseline: its name and present estimate.
    pub leading: Option<(String, Estimate)>,
}

/// Somebody who looks on.
pub trait Watch {
    /// Told a few times a second.
    fn look(&mut self, status: &Status);
}

impl Watch for () {
    fn look(&mut self, _status: &Status) {}
}

/// Runs what the blocks do not hold yet and gives the replications asked for.
///
/// When `stop` becomes true, no replication is started any more, the finished ones are stored and the run ends as
/// [`Error::Interrupted`]. A replication that fails is kept with its message and left out of every arm.
pub fn run<S: System>(
    system: &S,
    plan: &Plan<'_, S::Case>,
    blocks: &Blocks,
    stop: &AtomicBool,
    watch: &mut dyn Watch,
) -> Result<Results, Error> {
    let crew = Crew::new(system, plan.arms, plan.seed);
    let mut board = Board::new(system, plan, &crew);
    let notes = board.load(blocks, &crew)?;
    board.advance()?;
    watch.look(&board.status());
    if board.prefix < board.limit {
        work_through(&crew, plan, &mut board, blocks, stop, watch)?;
    }
    if board.prefix < board.limit {
        return Err(Error::Interrupted(format!(
            "interrupted: {} replications are stored; run the same command to go on",
            board.stored()
        )));
    }
    watch.look(&board.status());
    Ok(board.results(system, plan, &crew, notes))
}

/// Runs the missing replications in parallel, in order of their numbers, and stores them as they come.
fn work_through<S: System>(
    crew: &Crew<'_, S>,
    plan: &Plan<'_, S::Case>,
    board: &mut Board,
    blocks: &Blocks,
    stop: &AtomicBool,
    watch: &mut dyn Watch,
) -> Result<(), Error> {
    let threads = plan.threads.max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Error::Failed(format!("{threads} threads cannot be started: {e}")))?;
    let missing = board.missing();
    let all: Vec<usize> = (0..crew.cases.len()).collect();
    let (next, limit) = (AtomicU32::new(board.prefix), AtomicU32::new(board.limit));
    let (sender, receiver) = sync_channel(4 * threads);
    let work = |sender: SyncSender<(u32, Ran)>| {
        while !stop.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= limit.load(Ordering::Relaxed) {
                break;
            }
            let wanted = missing.get(number as usize).unwrap_or(&all);
            if !wanted.is_empty() && sender.send((number, crew.replicate(number, wanted))).is_err() {
                break;
            }
        }
    };
    pool.in_place_scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(move |_| work(sender));
        }
        drop(sender);
        let collected = collect(crew, board, &receiver, blocks, &limit, watch);
        // Whatever happened, nothing more is started, and nobody waits for a reader who is gone.
        limit.store(0, Ordering::Relaxed);
        drop(receiver);
        collected
    })
}

/// Takes finished replications until nobody works any more; writes a block every few seconds and at the end.
fn collect<S: System>(
    crew: &Crew<'_, S>,
    board: &mut Board,
    receiver: &Receiver<(u32, Ran)>,
    blocks: &Blocks,
    limit: &AtomicU32,
    watch: &mut dyn Watch,
) -> Result<(), Error> {
    let mut pending: Vec<Entry> = Vec::new();
    let (mut written, mut looked) = (Instant::now(), Instant::now());
    loop {
        let arrived = receiver.recv_timeout(Duration::from_millis(200));
        if let Ok((replication, ran)) = arrived {
            for (case, result) in ran {
                if let Ok(outcome) = &result {
                    let digest = crew.cases[case].digest.clone();
                    let outcome = outcome.clone();
                    pending.push(Entry { digest, seed: crew.seed(), replication, outcome });
                }
                board.place(replication, case, result);
            }
            if let Err(error) = board.advance() {
                flush(&mut pending, blocks)?;
                return Err(error);
            }
            limit.store(board.limit, Ordering::Relaxed);
        } else if arrived == Err(RecvTimeoutError::Disconnected) {
            return flush(&mut pending, blocks);
        }
        if written.elapsed() >= BETWEEN_BLOCKS {
            flush(&mut pending, blocks)?;
            written = Instant::now();
        }
        if looked.elapsed() >= Duration::from_millis(200) {
            watch.look(&board.status());
            looked = Instant::now();
        }
    }
}

fn flush(pending: &mut Vec<Entry>, blocks: &Blocks) -> Result<(), Error> {
    if !pending.is_empty() {
        blocks.write(pending)?;
        pending.clear();
    }
    Ok(())
}
