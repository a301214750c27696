//! The run that answers one question: its jobs, what is known of it, and when it is told.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use serde_json::json;

use super::answer;
use super::crew::Crew;
use super::outbox::Outbox;
use super::question::Ready;
use crate::cli::cases;
use crate::cli::study::LEVEL;
use crate::clinic::Case;
use crate::clinic::warm::Trunk;
use crate::experiment::live::Found;
use crate::experiment::{Arm, Live};
use crate::system::Outcome;

/// The first result has so many replications at least.
pub const FIRST: u32 = 4;

/// Between two results, at least.
const BETWEEN: Duration = Duration::from_millis(250);

/// And so many times as long as it took to put the last one together: telling is not to hold up what is told of.
const TIMES: u32 = 10;

static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// One piece of work of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// A replication of a case.
    Replicate {
        /// Which replication.
        replication: u32,
        /// Which of the distinct cases.
        case: usize,
    },
    /// Replication 0 of a case once more, with a period for each week.
    ByWeeks {
        /// Which of the distinct cases.
        case: usize,
    },
}

/// A case that is run: arms that are the same are one.
pub struct Subject {
    /// The arm that stands for it.
    pub arm: usize,
    /// Its digest.
    pub digest: Arc<str>,
    /// The name of its trunk.
    pub trunk_name: Arc<str>,
    /// What it has in common with others until the measured time begins.
    pub trunk: Arc<Trunk>,
}

/// A run.
pub struct Run {
    /// Unique among all runs of this server.
    pub id: u64,
    /// The number that the page gave the question.
    pub question: u64,
    /// The arms.
    pub arms: Vec<Arm<Case>>,
    /// The distinct cases.
    pub subjects: Vec<Subject>,
    /// Master seed.
    pub seed: u64,
    /// Replications wanted.
    pub wanted: u32,
    /// Becomes true when nobody wants it any more.
    pub stop: Arc<AtomicBool>,
    outbox: Arc<Outbox>,
    next: AtomicU32,
    running: AtomicBool,
    state: Mutex<State>,
    /// Whoever tells holds this, so that results go out one by one.
    telling: Mutex<Told>,
    /// How often somebody wished that it be told.
    wishes: AtomicU64,
}

struct State {
    live: Live,
    weekly: Vec<Option<Arc<Outcome>>>,
    looked: usize,
}

struct Told {
    known: u32,
    weekly: bool,
    /// When the next result may go out.
    next: Option<Instant>,
}

impl Run {
    /// A run that has not begun.
    pub fn new(ready: Ready, question: u64, outbox: Arc<Outbox>, crew: &Crew) -> Self {
        let Ready { arms, seed, replications, .. } = ready;
        let live = Live::new(&cases::system(), &arms, seed, LEVEL, replications);
        let mut subjects: Vec<Subject> = Vec::new();
        for &arm in live.cases() {
            let case = &arms[arm].case;
            let trunk = crew.trunk(case);
            let (digest, trunk_name) = (arms[arm].digest.as_str(), trunk.name.as_str());
            subjects.push(Subject {
                arm,
                digest: Arc::from(digest),
                trunk_name: Arc::from(trunk_name),
                trunk,
            });
        }
        let arms = arms.into_iter().map(|arm| Arm { case: arm.case.without_stem(), ..arm }).collect();
        let state = State { live, weekly: vec![None; subjects.len()], looked: 0 };
        Run {
            id: NUMBERS.fetch_add(1, Ordering::Relaxed),
            question,
            arms,
            subjects,
            seed,
            wanted: replications,
            stop: Arc::default(),
            outbox,
            next: AtomicU32::new(0),
            running: AtomicBool::new(false),
            state: Mutex::new(state),
            telling: Mutex::new(Told { known: 0, weekly: false, next: None }),
            wishes: AtomicU64::new(0),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The job with a number: the first replications of all cases, then each case by weeks, then all others.
    fn job(&self, number: u32) -> Option<Job> {
        let cases = self.subjects.len() as u32;
        let first = cases * FIRST.min(self.wanted);
        let replicate =
            |number: u32| Job::Replicate { replication: number / cases, case: (number % cases) as usize };
        if number < first {
            return Some(replicate(number));
        }
        if number < first + cases {
            return Some(Job::ByWeeks { case: (number - first) as usize });
        }
        (number - cases < cases * self.wanted).then(|| replicate(number - cases))
    }

    /// The next job, which is then begun; `None` when all are.
    pub fn take(&self) -> Option<Job> {
        self.job(self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether its next job is one of those that the first result waits for.
    pub fn is_urgent(&self) -> bool {
        self.next.load(Ordering::Relaxed) < self.subjects.len() as u32 * FIRST.min(self.wanted)
    }

    /// Whether all its jobs are begun.
    pub fn is_spent(&self) -> bool {
        self.job(self.next.load(Ordering::Relaxed)).is_none()
    }

    /// What is kept of an outcome of a case.
    pub fn keep(&self, case: usize, outcome: &Outcome) -> crate::experiment::results::Kept {
        self.state().live.keep(case, outcome)
    }

    /// Takes in a replication, and tells what is known if it is time.
    pub fn place(&self, replication: u32, case: usize, found: Found) {
        self.state().live.place(replication, case, found);
        self.tell();
    }

    /// Takes in a replication, and tells nobody.
    pub fn take_in(&self, replication: u32, case: usize, found: Found) {
        self.state().live.place(replication, case, found);
    }

    /// The results of what is known.
    pub fn results(&self) -> crate::experiment::Results {
        self.state().live.results()
    }

    /// Takes in a case by weeks; `None` where it failed.
    pub fn place_weekly(&self, case: usize, outcome: Option<Arc<Outcome>>) {
        let mut state = self.state();
        state.weekly[case] = outcome;
        state.looked += 1;
        drop(state);
        self.tell();
    }

    /// Says that the run has been taken up, or, the first time that a world is there, that it runs.
    pub fn says(&self, word: &'static str) {
        if word == "running" && self.running.swap(true, Ordering::Relaxed) {
            return;
        }
        self.say(word, self.state().live.known(), "");
    }

    fn say(&self, word: &str, n: u32, message: &str) {
        let state = json!({ "question": self.question, "state": word, "n": n, "wanted": self.wanted, "message": message });
        self.outbox.tell(self.id, "state", state.to_string());
    }

    /// Says that the answer cannot be put together, and ends the run.
    pub fn fail(&self, message: &str) {
        if self.stop.swap(true, Ordering::Relaxed) {
            return;
        }
        // after whoever is telling now: that is the last word
        let _last = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        let words = format!("The program failed while it put the answer together: {message}");
        self.say("failed", self.state().live.known(), &words);
    }

    /// Tells what is known: at once when the first result is possible and when all is known, else a few times a second.
    fn tell(&self) {
        self.wishes.fetch_add(1, Ordering::SeqCst);
        loop {
            let mut told = match self.telling.try_lock() {
                Ok(told) => told,
                Err(TryLockError::Poisoned(told)) => told.into_inner(),
                // Who tells already looks again after this wish, so nothing is lost.
                Err(TryLockError::WouldBlock) => return,
            };
            let seen = self.wishes.load(Ordering::SeqCst);
            if let Some(news) = self.news(&told) {
                (told.known, told.weekly) = (news.known, news.all_weekly);
                let begun = Instant::now();
                self.send(news);
                told.next = Some(Instant::now() + BETWEEN.max(TIMES * begun.elapsed()));
            }
            drop(told);
            if self.wishes.load(Ordering::SeqCst) == seen {
                return;
            }
        }
    }

    /// What is to be told now, if anything is.
    fn news(&self, told: &Told) -> Option<News> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        let state = self.state();
        let known = state.live.known();
        let all_weekly = state.looked == self.subjects.len();
        let complete = known == self.wanted;
        let new = known > told.known || (all_weekly && !told.weekly);
        let enough = known >= FIRST.min(self.wanted);
        let due = told.next.is_none_or(|next| Instant::now() >= next) || (complete && all_weekly);
        if !(new && enough && due) {
            return None;
        }
        let weekly: Option<Vec<Arc<Outcome>>> =
            (0..self.arms.len()).map(|arm| state.weekly[state.live.case_of(arm)].clone()).collect();
        Some(News { known, all_weekly, results: state.live.results(), weekly })
    }

    fn send(&self, news: News) {
        let told = answer::result(self, &news.results, news.weekly.as_deref());
        if self.stop.load(Ordering::Relaxed) {
            return;
        }
        let failed = news.results.failures();
        let kept = news.known as usize - failed;
        let message = news.results.failed.first().map(|first| {
            format!(
                "{failed} of {} runs failed and are left out of every scenario; the first was run {} of {}: {}",
                news.known, first.replication, first.scenario, first.message
            )
        });
        if kept > 0 {
            self.outbox.tell(self.id, "result", told);
        }
        let word = match (news.known == self.wanted && news.all_weekly, kept) {
            (true, 0) => "failed",
            (true, _) => "done",
            (false, _) => "running",
        };
        self.say(word, news.known, &message.unwrap_or_default());
    }
}

struct News {
    known: u32,
    all_weekly: bool,
    results: crate::experiment::Results,
    weekly: Option<Vec<Arc<Outcome>>>,
}
