//! Whatever ends the process, the same command goes on to the same bytes. Fifty kills in place of ten:
//! `CLINIQ_KILLS=50 cargo test --test interruption`.
#![cfg(unix)]

#[path = "support/place.rs"]
mod place;

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use cliniq::engine::random::{Identity, Purpose, Seed};
use place::Place;

/// Sends a signal to a process.
fn signal(child: &Child, name: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", child.id())]).status();
    assert!(sent.expect("a shell").success());
}

/// Waits until a file is there.
fn wait_for(place: &Place, file: &str) {
    let began = Instant::now();
    while !place.path(file).exists() {
        assert!(began.elapsed() < Duration::from_secs(60), "{file} never came");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn an_interrupt_ends_with_75_and_the_same_command_goes_on() {
    let place = Place::new();
    let command = "run base.toml --weeks 20 --replications 300 --threads 1";
    for (name, out) in [("INT", "a"), ("TERM", "b")] {
        let mut child = place.start(&format!("{command} --out {out}"));
        // The handler is there before the folder is taken.
        wait_for(&place, &format!("{out}/manifest.toml"));
        std::thread::sleep(Duration::from_millis(100));
        signal(&child, name);
        assert_eq!(child.wait().expect("it ends").code(), Some(75), "{name}");
        assert!(place.text(&format!("{out}/manifest.toml")).contains("complete = false"));
        let unfinished = place.run(&format!("reproduce {out}"));
        assert!(
            unfinished.code == Some(2)
                && unfinished.talk.contains("was interrupted; finish it first: cliniq run")
        );
        assert!(!place.path(&format!("{out}/outcomes.csv")).exists());
    }
    let rest = "run base.toml --weeks 20 --replications 40";
    for out in ["a", "b", "whole"] {
        place.run(&format!("{rest} --out {out}")).fine();
    }
    assert_eq!(place.result("a"), place.result("whole"));
    assert_eq!(place.result("b"), place.result("whole"));
    assert!(
        !place.text("a/run.log").contains("40 replications, 0 of them stored before"),
        "{}",
        place.text("a/run.log")
    );
}

#[test]
fn kills_at_random_moments_end_in_the_digest_of_an_undisturbed_run() {
    let kills =
        std::env::var("CLINIQ_KILLS").ok().map_or(10, |text| text.parse().expect("a number of kills"));
    let place = Place::new();
    let command = "compare base.toml desk.toml same.toml --replications";
    let whole = place.run(&format!("{command} {} --json --out whole", 4 * kills)).fine();
    let mut moments = Seed::new(1, 0).stream(Purpose::named("kills"), Identity::named("moments"));
    let mut alive = 0;
    for kill in 1..=kills {
        // Four replications more each time, so that every process has something to write.
        let mut child = place.start(&format!("{command} {} --out killed", 4 * kill));
        std::thread::sleep(Duration::from_micros((moments.uniform() * 150_000.0) as u64));
        alive += usize::from(child.try_wait().expect("it can be asked").is_none());
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    assert!(alive > 0, "no process was killed at work");
    let last = place.run(&format!("{command} {} --json --out killed", 4 * kills)).fine();
    assert_eq!(last, whole);
    assert_eq!(place.result("killed"), place.result("whole"));
    assert!(!place.text("killed/run.log").contains("set aside"), "no kill tears a block");
    assert_eq!(place.run("reproduce killed").code, Some(0));
}
