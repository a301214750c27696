//! 64 replications of the mini-clinic with one thread and with two, by turns: the ratio of their times. Results go into
//! block files as in any run.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use cliniq::clinic::parameters::check::check;
use cliniq::clinic::{Case, Clinics, Parameters};
use cliniq::experiment::{self, Arm, Plan, Stopping};
use cliniq::scenario;
use cliniq::store::Blocks;

const MINI: &str = include_str!("../scenarios/other-clinics/mini-clinic.toml");
const REPLICATIONS: u32 = 64;

/// Seconds of a whole run in a new folder, and the digest of what came out.
fn run(arms: &[Arm<Case>], threads: usize) -> (f64, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let blocks = Blocks::new(folder.path());
    let stopping = Stopping::Replications(REPLICATIONS);
    let plan = Plan { arms, seed: 1, stopping, leading: &[], level: 0.95, threads };
    let start = Instant::now();
    let results =
        experiment::run(&Clinics, &plan, &blocks, &AtomicBool::new(false), &mut ()).expect("it runs");
    (start.elapsed().as_secs_f64(), results.result_digest())
}

fn main() {
    let loaded =
        scenario::load_text::<Parameters>("mini-clinic", MINI, &[], check).expect("it has no faults");
    let case = Case::new(&loaded.parameters, String::new(), 1);
    let arm =
        Arm { name: "mini-clinic".into(), file: "mini-clinic.toml".into(), digest: "mini".into(), case };
    let arms = [arm];
    let (mut one, mut two) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..5 {
        let (alone, digest) = run(&arms, 1);
        let (together, same) = run(&arms, 2);
        assert_eq!(digest, same, "threads change no bit");
        (one, two) = (one.min(alone), two.min(together));
    }
    println!(
        "{REPLICATIONS} replications of the mini-clinic: {one:.2} s with one thread, {two:.2} s with two, ratio {:.2} (at least 1.9)",
        one / two
    );
}
