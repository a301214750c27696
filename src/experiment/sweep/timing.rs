//! How long a replication takes: sizes units, changes no number.

use std::time::{Duration, Instant};

use crate::experiment::job::catch;
use crate::system::{Seed, System};

/// Time that is spent on measuring, about.
const BUDGET: Duration = Duration::from_millis(500);

/// Seconds of one core that a replication of a case takes, with what a failure takes where it fails.
pub fn seconds_per_replication<S: System>(system: &S, case: &S::Case, seed: u64) -> f64 {
    let began = Instant::now();
    let mut runs = 0;
    while runs == 0 || (began.elapsed() < BUDGET && runs < 1_000) {
        // A failing replication is no fault of the plan: it is kept with its reason when it is run.
        let _ = catch(|| system.run(&[case], Seed::new(seed, runs)));
        runs += 1;
    }
    began.elapsed().as_secs_f64() / f64::from(runs)
}
