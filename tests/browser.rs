//! The page and the report in a real browser: Debian's Chromium, driven by the scripts of tests/browser, which also look for
//! faults of accessibility (axe-core). Where the browser or Node.js is missing and cannot be installed the tests say why and go
//! on, unless `CLINIQ_BROWSER=required`.
#![cfg(target_os = "linux")]

#[path = "support/place.rs"]
mod place;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use place::Place;

const CHROMIUM: &str = "/usr/bin/chromium";

fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The folder of the scripts with their packages, once for all tests; or why there is no browser.
fn scripts() -> Result<&'static Path, String> {
    static READY: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        if !Path::new(CHROMIUM).exists() {
            let install = "apt-get update && apt-get install -y --no-install-recommends chromium";
            let installed =
                succeeds(Command::new("sh").args(["-c", install]).env("DEBIAN_FRONTEND", "noninteractive"));
            if !installed || !Path::new(CHROMIUM).exists() {
                return Err(format!("{CHROMIUM} is missing and cannot be installed here"));
            }
        }
        if !succeeds(Command::new("node").arg("--version")) {
            return Err("Node.js is missing".into());
        }
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
        std::fs::create_dir_all(&target).expect("the folder of tests can be written to");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
        for entry in std::fs::read_dir(source).expect("the scripts").flatten().filter(|e| e.path().is_file())
        {
            std::fs::copy(entry.path(), target.join(entry.file_name())).expect("copied");
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&target);
        if succeeds(&mut npm) {
            Ok(target)
        } else {
            Err("the packages of tests/browser cannot be installed".into())
        }
    });
    ready.as_deref().map_err(Clone::clone)
}

/// Runs a script; where there is no browser says why, which is a failure where one is required.
fn drive(script: &str, arguments: &[&str]) {
    let folder = match scripts() {
        Ok(folder) => folder,
        Err(reason) => {
            assert_ne!(std::env::var("CLINIQ_BROWSER").as_deref(), Ok("required"), "{reason}");
            println!("skipped: {reason}");
            return;
        }
    };
    let ran = Command::new("node")
        .arg(folder.join(script))
        .args(arguments)
        .env("CHROMIUM", CHROMIUM)
        .current_dir(folder)
        .output()
        .expect("Node.js starts");
    let told = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{script}: {told}");
    println!("{told}");
}

/// A server of the program, ended with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cliniq"))
            .args(["serve", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut address = String::new();
        let data = child.stdout.take().expect("its output is taken");
        BufReader::new(data).read_line(&mut address).expect("it says where it listens");
        Self { child, address: address.trim().to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_facilitator_leads_a_room_through_the_page() {
    let (server, place) = (Server::start(), Place::new());
    assert!(server.address.starts_with("http://127.0.0.1:"), "{}", server.address);
    let folder = place.path("files");
    std::fs::create_dir_all(&folder).expect("made");
    let folder = folder.to_string_lossy().into_owned();
    drive("facilitator.mjs", &[&server.address, env!("CARGO_BIN_EXE_cliniq"), &folder]);
}

#[test]
fn a_report_opens_from_disk_draws_everything_and_asks_for_nothing() {
    let place = Place::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let line = format!(
        "compare {root}/scenarios/workshop.toml {root}/scenarios/interventions/work-redesign/inbox-triage.toml \
         --weeks 8 --warmup-weeks 4 --replications 4 --quiet --out out"
    );
    let ran = place.run(&line);
    assert_eq!(ran.code, Some(0), "{}", ran.talk);
    let page = place.path("out/report.html");
    let text = std::fs::read_to_string(&page).expect("the report");
    let figures = text.matches("<figure class=\"figure\"").count().to_string();
    drive("report.mjs", &[&page.to_string_lossy(), &figures]);
}
