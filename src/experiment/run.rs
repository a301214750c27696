//! The parallel runner: replications × arms into blocks, the same bits on any number of threads.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::job::{Crew, Ran};
use super::precision::{FEWEST, MOST, Precision};
use super::results::{ArmFacts, Kept, Results};
use crate::error::Error;
use crate::statistics::{Estimate, estimate};
use crate::store::manifest::Failure;
use crate::store::{Blocks, Entry, digest};
use crate::system::{Outcome, System};

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
    board.found = board.slots.iter().filter(|slot| whole(slot)).count() as u32;
    board.advance()?;
    watch.look(&board.status());
    if board.prefix < board.limit {
        work_through(&crew, plan, &mut board, blocks, stop, watch)?;
    }
    if board.prefix < board.limit {
        return Err(Error::Interrupted(format!(
            "interrupted: {} replications are stored; run the same command to go on",
            board.slots.iter().filter(|slot| whole(slot)).count()
        )));
    }
    watch.look(&board.status());
    Ok(board.results(system, plan, &crew, notes))
}

/// What became of one case of one replication.
enum Fate {
    Kept(Kept),
    Failed(String),
}

/// The cases of one replication.
type Slot = Vec<Option<Fate>>;

fn whole(slot: &Slot) -> bool {
    slot.iter().all(Option::is_some)
}

/// All replications known, and how far they are known without a gap.
struct Board {
    cases: usize,
    slots: Vec<Slot>,
    prefix: u32,
    limit: u32,
    found: u32,
    precision: Option<Precision>,
    notes: Vec<String>,
    leading: Option<(String, usize)>,
    level: f64,
}

impl Board {
    fn new<S: System>(system: &S, plan: &Plan<'_, S::Case>, crew: &Crew<'_, S>) -> Self {
        let mut targets = Vec::new();
        for (case, arm) in crew.cases.iter().enumerate() {
            for (column, measure) in system.measures(&arm.case).iter().enumerate() {
                if plan.leading.contains(&measure.name) {
                    targets.push((case, column, format!("{} of {}", measure.name, arm.name)));
                }
            }
        }
        let first = system.measures(&plan.arms[0].case);
        let leading = plan.leading.iter().find_map(|name| {
            first.iter().position(|measure| measure.name == *name).map(|column| (name.clone(), column))
        });
        let (limit, precision) = match plan.stopping {
            Stopping::Replications(n) => (n, None),
            Stopping::Precision(relative) => (MOST, Some(Precision::new(relative, plan.level, targets))),
        };
        let (notes, level) = (Vec::new(), plan.level);
        let (slots, cases) = (Vec::new(), crew.cases.len());
        Board { cases, slots, prefix: 0, limit, found: 0, precision, notes, leading, level }
    }

    /// Takes in what the blocks hold of this plan.
    fn load<S: System>(&mut self, blocks: &Blocks, crew: &Crew<'_, S>) -> Result<Vec<String>, Error> {
        let mut stranger = None;
        let notes = blocks.scan(|entry| {
            let case = crew.cases.iter().position(|arm| arm.digest == entry.digest);
            if let Some(case) = case.filter(|_| entry.seed == crew.seed()) {
                if !crew.fits(case, &entry.outcome) {
                    stranger = Some(entry.replication);
                } else if entry.replication < self.limit {
                    self.place(entry.replication, case, Ok(entry.outcome));
                }
            }
        })?;
        match stranger {
            None => Ok(notes),
            Some(number) => Err(Error::Failed(format!(
                "the stored replication {number} has other measures or sites than its scenario; \
                 remove the folder's blocks to run it again"
            ))),
        }
    }

    fn place(&mut self, replication: u32, case: usize, result: Result<Outcome, String>) {
        let index = replication as usize;
        while self.slots.len() <= index {
            self.slots.push((0..self.cases).map(|_| None).collect());
        }
        self.slots[index][case] = Some(match result {
            Err(message) => Fate::Failed(message),
            Ok(outcome) => Fate::Kept(Kept {
                bits: digest::outcome_digest(&outcome),
                summary: outcome.values[..((1 + outcome.sites) * outcome.measures) as usize].to_vec(),
            }),
        });
    }

    /// The cases still missing of the replications known so far, by replication.
    fn missing(&self) -> Vec<Vec<usize>> {
        let gaps = |slot: &Slot| (0..self.cases).filter(|&case| slot[case].is_none()).collect();
        self.slots.iter().map(gaps).collect()
    }

    /// Follows the replications in order as far as there is no gap, and decides on the precision at each.
    fn advance(&mut self) -> Result<(), Error> {
        while self.prefix < self.limit && self.slots.get(self.prefix as usize).is_some_and(whole) {
            let slot = &self.slots[self.prefix as usize];
            self.prefix += 1;
            let Some(precision) = &mut self.precision else { continue };
            if let Some(kept) = succeeded(slot) {
                precision.push(|case, column| kept[case].summary[column]);
            }
            if self.prefix < FEWEST {
                continue;
            }
            if let Some(words) = precision.undefined() {
                return Err(Error::Refused(format!(
                    "{words} was undefined in all of the first {FEWEST} replications, so no precision of it can be \
                     reached; choose another measure with --measures, or give --replications"
                )));
            }
            let known = &self.slots[..self.prefix as usize];
            if precision.met(|case, column| values(known, case, column)) {
                self.limit = self.prefix;
            } else if self.prefix == MOST {
                self.notes.push(format!(
                    "the precision was not reached in {MOST} replications, where cliniq stops; \
                     the intervals are as wide as they are shown"
                ));
            }
        }
        Ok(())
    }

    fn status(&self) -> Status {
        let known = &self.slots[..self.prefix as usize];
        let leading = self.leading.as_ref().and_then(|(name, column)| {
            estimate(&values(known, 0, *column), self.level).map(|found| (name.clone(), found))
        });
        let done = self.slots.iter().take(self.limit as usize).filter(|slot| whole(slot)).count() as u32;
        let total = match &self.precision {
            Some(precision) if self.prefix < self.limit => precision.forecast().max(self.prefix + 1),
            _ => self.limit,
        };
        Status { done, found: self.found.min(self.limit), total, leading }
    }

    fn results<S: System>(
        self,
        system: &S,
        plan: &Plan<'_, S::Case>,
        crew: &Crew<'_, S>,
        mut notes: Vec<String>,
    ) -> Results {
        let trunk = system.trunk(&plan.arms[0].case);
        let facts = |(index, arm): (usize, &Arm<S::Case>)| ArmFacts {
            name: arm.name.clone(),
            file: arm.file.clone(),
            digest: arm.digest.clone(),
            forked: index > 0 && system.trunk(&arm.case) == trunk,
            measures: system.measures(&arm.case),
            sites: system.sites(&arm.case),
            case: crew.case_of_arm[index],
        };
        let mut results = Results {
            seed: plan.seed,
            level: plan.level,
            arms: plan.arms.iter().enumerate().map(facts).collect(),
            replications: self.limit,
            kept: Vec::new(),
            failed: Vec::new(),
            notes: Vec::new(),
            found: self.found.min(self.limit),
        };
        for (number, slot) in (0..self.limit).zip(self.slots) {
            keep(&mut results, number, slot);
        }
        notes.extend(self.notes);
        results.notes = notes;
        results
    }
}

/// Sorts one replication into the results: its summaries, or the failures of its scenarios.
fn keep(results: &mut Results, replication: u32, slot: Slot) {
    for arm in &results.arms {
        if let Some(Fate::Failed(message)) = &slot[arm.case] {
            let (scenario, message) = (arm.name.clone(), message.clone());
            results.failed.push(Failure { replication, seed: results.seed, scenario, message });
        }
    }
    let fates = slot.into_iter().map(|fate| match fate {
        Some(Fate::Kept(kept)) => Some(kept),
        _ => None,
    });
    if let Some(kept) = fates.collect() {
        results.kept.push((replication, kept));
    }
}

/// What is kept of a replication that succeeded in every case.
fn succeeded(slot: &Slot) -> Option<Vec<&Kept>> {
    let kept = slot.iter().map(|fate| match fate {
        Some(Fate::Kept(kept)) => Some(kept),
        _ => None,
    });
    kept.collect()
}

/// A column of the summaries, over the replications that succeeded in every case.
fn values(slots: &[Slot], case: usize, column: usize) -> Vec<f64> {
    slots.iter().filter_map(|slot| succeeded(slot).map(|kept| kept[case].summary[column])).collect()
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
