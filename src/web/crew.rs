//! The workers: a few threads that share the jobs of all tabs fairly, one tab after the other, the first replications of each
//! question before all others.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;

use super::outcomes::Outcomes;
use super::run::{Job, Run, Subject};
use super::worlds::Worlds;
use crate::clinic::Case;
use crate::clinic::warm::Trunk;
use crate::experiment::live::Found;
use crate::experiment::{Arm, catch};
use crate::system::Outcome;

/// So many replications are run for a report, where memory lost them: a few seconds of one thread.
const MOST_MISSING: usize = 40;

/// What the workers share.
#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    bell: Condvar,
    worlds: Worlds,
    outcomes: Outcomes,
    /// Trunks that a run or a world holds.
    trunks: Mutex<Vec<Weak<Trunk>>>,
}

#[derive(Default)]
struct Queue {
    /// Runs with jobs that nobody has begun; the first is the next in turn.
    waiting: VecDeque<Arc<Run>>,
    /// Runs with jobs at work, once for each.
    at_work: Vec<Arc<Run>>,
    /// Trunks of the last question of each tab, which are still looked at.
    in_use: Vec<(u64, Arc<str>)>,
    closed: bool,
}

/// The workers and their queue.
pub struct Crew {
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Crew {
    /// Starts so many workers.
    pub fn new(threads: usize) -> Self {
        let shared = Arc::new(Shared::default());
        let start = |number: usize| {
            let shared = shared.clone();
            std::thread::Builder::new()
                .name(format!("worker {number}"))
                .spawn(move || shared.work())
                .expect("a thread can be started")
        };
        let threads = Mutex::new((1..=threads.max(1)).map(start).collect());
        Crew { shared, threads }
    }

    /// Takes a run up.
    pub fn submit(&self, run: Arc<Run>) {
        run.says("settling");
        let mut queue = self.shared.lock();
        queue.in_use.extend(run.subjects.iter().map(|subject| (run.id, subject.trunk_name.clone())));
        queue.waiting.push_back(run);
        drop(queue);
        self.shared.bell.notify_all();
    }

    /// Ends a run; `keep_worlds` where its tab goes on looking at the same clinic.
    pub fn cancel(&self, run: &Run, keep_worlds: bool) {
        run.stop.store(true, Ordering::Relaxed);
        let mut queue = self.shared.lock();
        queue.waiting.retain(|waiting| waiting.id != run.id);
        if !keep_worlds {
            queue.in_use.retain(|(id, _)| *id != run.id);
        }
    }

    /// The results of a run whose replications are known; a few that are known no more are run here and now. `None` where more
    /// are missing, or where it is told to stop.
    pub fn known(&self, run: &Run) -> Option<crate::experiment::Results> {
        let mut missing = Vec::new();
        for replication in 0..run.wanted {
            for (case, subject) in run.subjects.iter().enumerate() {
                let key = (subject.digest.clone(), run.seed, replication);
                match self.shared.outcomes.get(&key) {
                    Some(found) => run.take_in(replication, case, found),
                    None => missing.push((replication, case)),
                }
            }
        }
        if missing.len() > MOST_MISSING {
            return None;
        }
        for (replication, case) in missing {
            run.take_in(replication, case, self.shared.replicate(run, replication, case)?);
        }
        Some(run.results())
    }

    /// The trunk of a case, one for all who share it.
    pub fn trunk(&self, case: &Case) -> Arc<Trunk> {
        let mut trunks = self.shared.trunks.lock().unwrap_or_else(PoisonError::into_inner);
        trunks.retain(|known| known.strong_count() > 0);
        if let Some(known) = trunks.iter().filter_map(Weak::upgrade).find(|known| known.name == case.trunk) {
            return known;
        }
        let trunk = Arc::new(case.stem());
        trunks.push(Arc::downgrade(&trunk));
        trunk
    }

    /// Makes sure that replication 0 of scenarios comes to an end within the bounds of the page, before it is run where nothing
    /// bounds it. False where it is told to stop.
    ///
    /// # Errors
    /// What the model said as it failed.
    pub fn vouch(&self, arms: &[&Arm<Case>], seed: u64, stop: &AtomicBool) -> Result<bool, String> {
        for arm in arms {
            if let Some(known) = self.shared.outcomes.get(&(Arc::from(arm.digest.as_str()), seed, 0)) {
                known?;
                continue;
            }
            let key = (Arc::from(arm.case.trunk.as_str()), seed, 0);
            let trunk = self.trunk(&arm.case);
            let outcome = catch(|| {
                let world = self.shared.worlds.get(&trunk, &key, stop, &|_| true);
                world.and_then(|world| world.run(&arm.case, stop))
            })?;
            if outcome.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Number of warm worlds, and of runs that wait or are at work.
    pub fn load(&self) -> (usize, usize) {
        let queue = self.shared.lock();
        let mut runs: Vec<u64> = queue.waiting.iter().chain(&queue.at_work).map(|run| run.id).collect();
        runs.sort_unstable();
        runs.dedup();
        drop(queue);
        (self.shared.worlds.count(), runs.len())
    }

    /// Ends all runs and workers.
    pub fn close(&self) {
        let mut queue = self.shared.lock();
        queue.closed = true;
        queue.waiting.iter().chain(&queue.at_work).for_each(|run| run.stop.store(true, Ordering::Relaxed));
        queue.waiting.clear();
        drop(queue);
        self.shared.bell.notify_all();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            let _ = thread.join();
        }
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        while let Some((run, job)) = self.next() {
            // what a job itself does not catch must not end the worker, and nobody is to wait for what it would have told
            let failure = catch(|| self.fulfil(&run, job)).err();
            failure.iter().for_each(|message| run.fail(message));
            let mut queue = self.lock();
            if failure.is_some() {
                queue.waiting.retain(|waiting| waiting.id != run.id);
            }
            let place = queue.at_work.iter().position(|other| other.id == run.id);
            place.map(|place| queue.at_work.swap_remove(place));
        }
    }

    /// The next job, as soon as there is one; `None` when all is over.
    fn next(&self) -> Option<(Arc<Run>, Job)> {
        let mut queue = self.lock();
        loop {
            if queue.closed {
                return None;
            }
            if let Some(found) = queue.take() {
                return Some(found);
            }
            queue = self.bell.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn fulfil(&self, run: &Run, job: Job) {
        match job {
            Job::Replicate { replication, case } => {
                if let Some(found) = self.replicate(run, replication, case) {
                    run.place(replication, case, found);
                }
            }
            Job::ByWeeks { case } => {
                if let Some(found) = self.by_weeks(run, case) {
                    run.place_weekly(case, found);
                }
            }
        }
    }

    /// What became of a case of a replication, from memory or run now; `None` where it was stopped.
    fn replicate(&self, run: &Run, replication: u32, case: usize) -> Option<Found> {
        let subject = &run.subjects[case];
        let key = (subject.digest.clone(), run.seed, replication);
        if let Some(known) = self.outcomes.get(&key) {
            run.says("running");
            return Some(known);
        }
        let simulated = self.simulate(run, subject, replication, &run.arms[subject.arm].case)?;
        let found = simulated.map(|outcome| Arc::new(run.keep(case, &outcome)));
        self.outcomes.put(key, found.clone());
        Some(found)
    }

    /// Replication 0 of a case by weeks; `Some(None)` where it failed, `None` where it was stopped.
    fn by_weeks(&self, run: &Run, case: usize) -> Option<Option<Arc<Outcome>>> {
        let subject = &run.subjects[case];
        if let Some(known) = self.outcomes.weekly(&subject.digest, run.seed) {
            return Some(Some(known));
        }
        let weekly = run.arms[subject.arm].case.clone().weekly();
        let outcome = self.simulate(run, subject, 0, &weekly)?.ok().map(Arc::new);
        if let Some(outcome) = &outcome {
            self.outcomes.put_weekly(subject.digest.clone(), run.seed, outcome.clone());
        }
        Some(outcome)
    }

    /// Runs a case of a replication from a warm world; a failure is told, as the command line tells it.
    fn simulate(
        &self,
        run: &Run,
        subject: &Subject,
        replication: u32,
        case: &Case,
    ) -> Option<Result<Outcome, String>> {
        let key = (subject.trunk_name.clone(), run.seed, replication);
        let in_use = |trunk: &str| self.lock().in_use.iter().any(|(_, name)| **name == *trunk);
        let simulated = catch(|| {
            let world = self.worlds.get(&subject.trunk, &key, &run.stop, &in_use)?;
            run.says("running");
            world.run(case, &run.stop)
        });
        simulated.transpose()
    }
}

impl Queue {
    /// The next job: of a run whose first result waits for it, or else of whoever is next in turn.
    fn take(&mut self) -> Option<(Arc<Run>, Job)> {
        while !self.waiting.is_empty() {
            let place = self.waiting.iter().position(|run| run.is_urgent()).unwrap_or(0);
            let run = self.waiting.remove(place)?;
            let job = run.take();
            if !run.is_spent() {
                self.waiting.push_back(run.clone());
            }
            if let Some(job) = job {
                self.at_work.push(run.clone());
                return Some((run, job));
            }
        }
        None
    }
}
