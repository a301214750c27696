//! One job: one replication with all arms. Arms with equal trunks share a warm-up; a failure stays in its job.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use super::run::Arm;
use crate::system::{Outcome, Seed, System};

/// The distinct cases of a plan and who shares a warm-up with whom.
pub(super) struct Crew<'a, S: System> {
    system: &'a S,
    seed: u64,
    /// The distinct cases, in the order of the arms.
    pub cases: Vec<&'a Arm<S::Case>>,
    /// Which case an arm is; arms of equal digest are one case.
    pub case_of_arm: Vec<usize>,
    /// Cases with equal trunks, in the order of the cases.
    groups: Vec<Vec<usize>>,
    /// Number of measures and sites of each case.
    shapes: Vec<(usize, usize)>,
}

/// What became of the cases of one replication: the case, and its outcome or what the model said as it failed.
pub(super) type Ran = Vec<(usize, Result<Outcome, String>)>;

impl<'a, S: System> Crew<'a, S> {
    pub fn new(system: &'a S, arms: &'a [Arm<S::Case>], seed: u64) -> Self {
        let mut cases: Vec<&Arm<S::Case>> = Vec::new();
        let mut case_of_arm = Vec::new();
        for arm in arms {
            let known = cases.iter().position(|case| case.digest == arm.digest);
            case_of_arm.push(known.unwrap_or(cases.len()));
            if known.is_none() {
                cases.push(arm);
            }
        }
        let trunks: Vec<String> = cases.iter().map(|arm| system.trunk(&arm.case)).collect();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for case in 0..cases.len() {
            match groups.iter_mut().find(|group| trunks[group[0]] == trunks[case]) {
                Some(group) => group.push(case),
                None => groups.push(vec![case]),
            }
        }
        let shapes =
            cases.iter().map(|a| (system.measures(&a.case).len(), system.sites(&a.case).len())).collect();
        Crew { system, seed, cases, case_of_arm, groups, shapes }
    }

    /// Master seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Whether an outcome has the number of measures and sites of a case.
    pub fn fits(&self, case: usize, outcome: &Outcome) -> bool {
        let (measures, sites) = self.shapes[case];
        let rows = (1 + outcome.periods as usize) * (1 + sites);
        (outcome.measures as usize, outcome.sites as usize) == (measures, sites)
            && outcome.values.len() == rows * measures
    }

    /// Runs the missing cases of a replication. Where a group fails, its cases are run alone, so that the failure
    /// is known by the scenario it belongs to, whoever stood beside it.
    pub fn replicate(&self, replication: u32, missing: &[usize]) -> Ran {
        let mut ran = Ran::new();
        for group in &self.groups {
            let wanted: Vec<usize> = group.iter().copied().filter(|case| missing.contains(case)).collect();
            if wanted.is_empty() {
                continue;
            }
            match self.attempt(replication, &wanted) {
                Ok(outcomes) => ran.extend(wanted.into_iter().zip(outcomes.into_iter().map(Ok))),
                Err(message) if wanted.len() == 1 => ran.push((wanted[0], Err(message))),
                Err(message) => ran.extend(self.attempt_singly(replication, &wanted, &message)),
            }
        }
        ran
    }

    fn attempt_singly(&self, replication: u32, wanted: &[usize], message: &str) -> Ran {
        let mut ran: Ran = Vec::new();
        for &case in wanted {
            let alone = self.attempt(replication, &[case]);
            ran.push((case, alone.map(|mut outcomes| outcomes.remove(0))));
        }
        if ran.iter().all(|(_, result)| result.is_ok()) {
            ran[0].1 = Err(format!("failed only together with other scenarios: {message}"));
        }
        ran
    }

    fn attempt(&self, replication: u32, wanted: &[usize]) -> Result<Vec<Outcome>, String> {
        let cases: Vec<&S::Case> = wanted.iter().map(|&case| &self.cases[case].case).collect();
        catch(|| {
            let outcomes = self.system.run(&cases, Seed::new(self.seed, replication));
            assert_eq!(outcomes.len(), wanted.len(), "a run yields an outcome per case");
            for (&case, outcome) in wanted.iter().zip(&outcomes) {
                assert!(self.fits(case, outcome), "an outcome has a number per measure, site and period");
            }
            outcomes
        })
    }
}

thread_local! {
    static LISTENING: Cell<bool> = const { Cell::new(false) };
    static HEARD: RefCell<Option<String>> = const { RefCell::new(None) };
}
static HOOK: Once = Once::new();

/// Runs `work`; a panic becomes its message and place, and the terminal stays quiet.
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !LISTENING.get() {
                return usual(info);
            }
            let what = info.payload_as_str().unwrap_or("failed without a message");
            let place = info.location().map(|l| format!(" ({}:{})", l.file(), l.line())).unwrap_or_default();
            HEARD.set(Some(format!("{what}{place}")));
        }));
    });
    LISTENING.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    LISTENING.set(false);
    result.map_err(|_| HEARD.take().unwrap_or_else(|| "failed without a message".into()))
}
