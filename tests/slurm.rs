//! A sweep on a cluster of three nodes on this machine: a task is requeued, another is told to stop, and all ends in the digest of
//! one process. Where Slurm cannot be installed, the script says so and the test goes on.
//!
//! A lost node takes two minutes: `tests/slurm/cluster.sh node-loss target/release/cliniq tests/slurm/study.toml`.
#![cfg(target_os = "linux")]

use std::process::Command;

#[test]
fn a_sweep_on_slurm_ends_in_the_digest_of_one_process() {
    let root = env!("CARGO_MANIFEST_DIR");
    let ran = Command::new("bash")
        .arg(format!("{root}/tests/slurm/cluster.sh"))
        .args(["cheap", env!("CARGO_BIN_EXE_cliniq"), &format!("{root}/tests/slurm/study.toml")])
        .output()
        .expect("a shell");
    let told = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{told}");
    println!("{told}");
    assert!(told.contains("skipped: ") || told.contains("identical to one process"), "{told}");
}
