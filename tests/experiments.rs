//! Experiments on a toy system with known answers; imports no clinic.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use cliniq::cli::export;
use cliniq::cli::stored::repeat;
use cliniq::cli::study::{Kind, Manner, Study, conduct};
use cliniq::error::Error;
use cliniq::experiment::{Arm, Status, Stopping, Watch};
use cliniq::store::Folder;
use support::toy::{Toy, ToyCase};

static NEVER: AtomicBool = AtomicBool::new(false);

fn arm(name: &str, case: ToyCase) -> Arm<ToyCase> {
    Arm { name: name.into(), file: format!("toys/{name}.toml"), digest: format!("{case:?}"), case }
}

fn study(arms: Vec<Arm<ToyCase>>, stopping: Stopping) -> Study<ToyCase> {
    let resolved = arms.iter().map(|arm| format!("# {}\n", arm.name)).collect();
    Study { arms, resolved, seed: 7, stopping, leading: vec!["wait".into()], bundle: None }
}

fn manner<'a>(out: &Path, threads: usize) -> Manner<'a> {
    Manner {
        kind: Kind::Compare,
        measures: None,
        out: Some(out.to_path_buf()),
        threads,
        json: true,
        quiet: false,
        width: 100,
        command: vec![format!("/bin/{threads}/cliniq"), "compare".into(), format!("--threads={threads}")],
        stop: &NEVER,
        narrator: None,
    }
}

/// Conducts a study; gives standard output.
fn go(study: Study<ToyCase>, manner: &Manner<'_>, watch: &mut dyn Watch) -> (Result<(), Error>, String) {
    let (mut data, mut talk) = (Vec::new(), Vec::new());
    let done = conduct(&Toy, study, manner, watch, &mut data, &mut talk);
    (done, String::from_utf8(data).expect("text"))
}

fn usual() -> Vec<Arm<ToyCase>> {
    let base = ToyCase::default();
    vec![
        arm("base", base.clone()),
        arm("less", ToyCase { wait: -0.5, ..base.clone() }),
        arm("apart", ToyCase { trunk: "other".into(), visits: 3.0, ..base.clone() }),
        arm("noisy", ToyCase { noise: 3.0, ..base }),
    ]
}

/// The files of a folder that may not depend on how it came about.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = ["summary.csv", "outcomes.csv", "measures.csv", "manifest.toml", "inputs/base.toml"];
    names
        .iter()
        .map(|n| ((*n).to_string(), std::fs::read(folder.join(n)).expect("a file of the run")))
        .collect()
}

fn rows_of(folder: &Path, scenario: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("summary.csv")).expect("a file of the run");
    text.lines().filter(|line| line.starts_with(&format!("{scenario},"))).map(str::to_string).collect()
}

fn place() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn one_two_and_eight_threads_write_the_same_bytes() {
    let mut first = None;
    for threads in [1, 2, 8] {
        let folder = place();
        let (done, answer) =
            go(study(usual(), Stopping::Replications(40)), &manner(folder.path(), threads), &mut ());
        done.expect("it runs");
        let found = (files(folder.path()), answer);
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found);
    }
}

#[test]
fn rows_of_a_scenario_are_the_same_in_any_order_or_company() {
    let (all, some) = (place(), place());
    let arms = usual();
    let few = vec![arms[0].clone(), arms[3].clone(), arms[1].clone()];
    go(study(arms, Stopping::Replications(20)), &manner(all.path(), 2), &mut ()).0.expect("it runs");
    go(study(few, Stopping::Replications(20)), &manner(some.path(), 2), &mut ()).0.expect("it runs");
    for name in ["base", "less", "noisy"] {
        let rows = rows_of(all.path(), name);
        assert!(rows.len() > 5);
        assert_eq!(rows, rows_of(some.path(), name));
    }
}

#[test]
fn an_empty_change_differs_by_exactly_nothing() {
    let folder = place();
    let base = ToyCase::default();
    // Equal parameters under another digest, so that both really run; and the very same scenario twice.
    let mut twin = arm("twin", base.clone());
    twin.digest.push('2');
    let arms = vec![arm("base", base.clone()), twin, arm("base", base)];
    let (done, answer) = go(study(arms, Stopping::Replications(12)), &manner(folder.path(), 2), &mut ());
    done.expect("it runs");
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(answer["schema"], "cliniq.compare/1");
    assert_eq!(answer["scenarios"][1]["forked"], true);
    assert_eq!(answer["scenarios"][0]["forked"], false);
    assert_eq!(answer["differences"][1]["scenario"], "base-2");
    for difference in answer["differences"].as_array().expect("two") {
        let measures = difference["measures"].as_object().expect("measures");
        assert_eq!(measures.len(), 6);
        for (name, found) in measures {
            assert_eq!(found["verdict"], "none", "{name}");
            if name != "never" {
                assert_eq!(found["mean"].as_f64(), Some(0.0), "{name}");
                assert_eq!(found["half_width"].as_f64(), Some(0.0), "{name}");
            } else {
                assert!(found["mean"].is_null() && found["n"] == 0);
            }
        }
    }
}

#[test]
fn known_differences_are_found_and_said_in_words() {
    let folder = place();
    let mut as_text = manner(folder.path(), 2);
    as_text.json = false;
    let (done, text) = go(study(usual(), Stopping::Replications(30)), &as_text, &mut ());
    done.expect("it runs");
    // `less` moves every wait by -0.5 plus a hundredth of noise: no chance of a wrong verdict that matters (below 1e-9).
    assert!(text.contains("▼ lower: better"), "{text}");
    assert!(text.contains("▲ higher: better"), "{text}");
    assert!(text.contains("no clear difference"), "{text}");
    assert!(text.contains("Chance only: input uncertainty is not included"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let row = rows_of(folder.path(), "less").into_iter().find(|r| r.contains(",all,wait,")).expect("a row");
    let cells: Vec<&str> = row.split(',').collect();
    assert_eq!((cells[9], cells[14], cells[8]), ("base", "lower", "30"));
    assert!((cells[10].parse::<f64>().expect("a number") + 0.5).abs() < 0.05, "{row}");
}

#[test]
fn killed_blocks_are_run_again_to_the_same_bytes() {
    let (whole, torn) = (place(), place());
    let ask = || study(usual(), Stopping::Replications(20));
    go(ask(), &manner(whole.path(), 2), &mut ()).0.expect("it runs");
    // Grown in steps, so that there are several blocks; then one is lost and one damaged.
    for n in [4, 9, 13, 20] {
        go(study(usual(), Stopping::Replications(n)), &manner(torn.path(), 1), &mut ()).0.expect("it runs");
    }
    assert_eq!(files(whole.path()), files(torn.path()));
    let folder = Folder::open(torn.path()).expect("a finished run").0;
    let names = folder.blocks().names().expect("readable");
    assert_eq!(names.len(), 4);
    std::fs::remove_file(torn.path().join("blocks").join(&names[1])).expect("removable");
    let damaged = torn.path().join("blocks").join(&names[2]);
    let mut bytes = std::fs::read(&damaged).expect("readable");
    bytes.truncate(bytes.len() - 7);
    std::fs::write(&damaged, bytes).expect("writable");
    std::fs::write(torn.path().join("blocks/.x.block.1-0.tmp"), b"half a block").expect("writable");
    go(ask(), &manner(torn.path(), 2), &mut ()).0.expect("it runs");
    assert_eq!(files(whole.path()), files(torn.path()));
    assert!(std::fs::read_to_string(torn.path().join("run.log")).expect("a log").contains("set aside"));
}

/// Interrupts after so many replications.
struct Interrupter<'a>(u32, &'a AtomicBool);

impl Watch for Interrupter<'_> {
    fn look(&mut self, status: &Status) {
        if status.done >= self.0 {
            self.1.store(true, Ordering::Relaxed);
        }
    }
}

#[test]
fn an_interrupted_run_goes_on_to_the_same_bytes() {
    let slow = || {
        usual().into_iter().map(|mut a| {
            a.case.milliseconds = 5;
            a
        })
    };
    let (whole, cut) = (place(), place());
    let ask = || study(slow().collect(), Stopping::Replications(60));
    go(ask(), &manner(whole.path(), 2), &mut ()).0.expect("it runs");
    let mut interruptions = 0;
    for round in 1..20 {
        let stop = AtomicBool::new(false);
        let manner = Manner { stop: &stop, ..manner(cut.path(), 2) };
        match go(ask(), &manner, &mut Interrupter(10 * round, &stop)).0 {
            Ok(()) => break,
            Err(error) => {
                assert_eq!(error.exit_code(), 75);
                assert!(error.to_string().contains("run the same command to go on"), "{error}");
                assert_eq!(Folder::open(cut.path()).expect_err("not finished").exit_code(), 2);
                interruptions += 1;
            }
        }
    }
    assert!(interruptions > 0);
    assert_eq!(files(whole.path()), files(cut.path()));
}

#[test]
fn a_precision_stops_at_the_same_replication_on_any_threads() {
    let ask = || study(usual(), Stopping::Precision(0.04));
    let mut first = None;
    for threads in [1, 2, 8] {
        let folder = place();
        go(ask(), &manner(folder.path(), threads), &mut ()).0.expect("it runs");
        let found = files(folder.path());
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found);
        let manifest = Folder::open(folder.path()).expect("a finished run").1;
        assert!((11..5000).contains(&manifest.replications), "{}", manifest.replications);
        let widest = ["base", "less", "apart", "noisy"].map(|name| {
            let row =
                rows_of(folder.path(), name).into_iter().find(|r| r.contains(",all,wait,")).expect("a row");
            let cells: Vec<f64> =
                row.split(',').skip(5).take(2).map(|c| c.parse().expect("a number")).collect();
            cells[1] / cells[0]
        });
        assert!(widest.iter().all(|relative| *relative <= 0.04), "{widest:?}");
        // One replication less was not enough.
        let before = place();
        let fewer = Stopping::Replications(manifest.replications - 1);
        go(study(usual(), fewer), &manner(before.path(), 2), &mut ()).0.expect("it runs");
        let row =
            rows_of(before.path(), "noisy").into_iter().find(|r| r.contains(",all,wait,")).expect("a row");
        let cells: Vec<f64> = row.split(',').skip(5).take(2).map(|c| c.parse().expect("a number")).collect();
        assert!(cells[1] / cells[0] > 0.04);
    }
}

#[test]
fn a_precision_of_nothing_is_refused() {
    let folder = place();
    let mut asked = study(usual(), Stopping::Precision(0.04));
    asked.leading = vec!["never".into()];
    let error = go(asked, &manner(folder.path(), 2), &mut ()).0.expect_err("undefined");
    assert!(error.exit_code() == 2 && error.to_string().contains("never"), "{error}");
}

#[test]
fn a_failed_replication_is_dropped_everywhere_and_the_rest_goes_on() {
    let base = ToyCase::default();
    let arms = || {
        vec![
            arm("base", base.clone()),
            arm("frail", ToyCase { wait: 1.0, fail_share: 0.2, ..base.clone() }),
            arm("less", ToyCase { wait: -0.5, ..base.clone() }),
        ]
    };
    let mut first = None;
    for threads in [1, 4] {
        let folder = place();
        for _ in 0..2 {
            let ask = study(arms(), Stopping::Replications(40));
            let error = go(ask, &manner(folder.path(), threads), &mut ()).0.expect_err("some fail");
            assert_eq!(error.exit_code(), 1);
            assert!(error.to_string().contains("the toy broke"), "{error}");
        }
        let manifest = Folder::open(folder.path()).expect("a finished run").1;
        assert!((1..20).contains(&manifest.failed.len()), "{}", manifest.failed.len());
        assert!(manifest.failed.iter().all(|f| f.scenario == "frail" && f.seed == 7));
        let outcomes =
            std::fs::read_to_string(folder.path().join("outcomes.csv")).expect("a file of the run");
        assert_eq!(outcomes.lines().count(), 1 + 3 * (40 - manifest.failed.len()));
        let found = files(folder.path());
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found);
    }
}

#[test]
fn where_all_replications_fail_only_the_first_message_and_its_seed_are_shown() {
    let folder = place();
    let arms = vec![arm("base", ToyCase { fail_share: 1.0, ..ToyCase::default() })];
    let (done, text) = go(
        study(arms, Stopping::Replications(3)),
        &Manner { json: false, ..manner(folder.path(), 2) },
        &mut (),
    );
    let error = done.expect_err("all fail");
    assert_eq!((error.exit_code(), text.as_str()), (1, ""));
    let words = "all 3 replications failed, so there is no result. The first was replication 0 of base (seed 7): \
                 the toy broke";
    assert!(error.to_string().starts_with(words), "{error}");
}

#[test]
fn a_folder_of_another_run_is_refused_and_left_alone() {
    let folder = place();
    go(study(usual(), Stopping::Replications(3)), &manner(folder.path(), 2), &mut ()).0.expect("it runs");
    let before = files(folder.path());
    let mut other = study(usual(), Stopping::Replications(3));
    other.seed = 8;
    let error = go(other, &manner(folder.path(), 2), &mut ()).0.expect_err("another seed");
    assert_eq!(error.exit_code(), 2);
    assert_eq!(before, files(folder.path()));
    let foreign = place();
    std::fs::write(foreign.path().join("letter.txt"), "dear").expect("writable");
    let asked = study(usual(), Stopping::Replications(3));
    assert_eq!(go(asked, &manner(foreign.path(), 2), &mut ()).0.expect_err("not ours").exit_code(), 2);
    assert_eq!(std::fs::read_dir(foreign.path()).expect("readable").count(), 1);
}

#[test]
fn an_unknown_measure_is_refused_with_a_hint_and_a_family_is_shown() {
    let folder = place().path().join("new");
    let mut wrong = manner(&folder, 2);
    wrong.measures = Some(vec!["wiat".into()]);
    let error =
        go(study(usual(), Stopping::Replications(3)), &wrong, &mut ()).0.expect_err("no such measure");
    assert!(error.exit_code() == 2 && error.to_string().contains("did you mean wait?"), "{error}");
    assert!(!folder.exists());
    let folder = place();
    let mut family = manner(folder.path(), 2);
    family.measures = Some(vec!["busy".into()]);
    go(study(usual(), Stopping::Replications(3)), &family, &mut ()).0.expect("it runs");
    assert_eq!(rows_of(folder.path(), "base").len(), 2 * 3, "two measures, in total and at two sites");
}

#[test]
fn a_stored_run_is_reproduced_bit_for_bit_or_told_apart() {
    let folder = place();
    go(study(usual(), Stopping::Replications(8)), &manner(folder.path(), 2), &mut ()).0.expect("it runs");
    let (stored, manifest) = Folder::open(folder.path()).expect("a finished run");
    let again = |arms| {
        let asked = study(arms, Stopping::Replications(8));
        repeat(&Toy, asked, (&stored, &manifest), &manner(folder.path(), 1), &mut ()).expect("it runs")
    };
    assert_eq!(again(usual()), Vec::<String>::new());
    // A model that changed behind the same digest.
    let mut changed = usual();
    changed[1].case.wait = -0.25;
    let found = again(changed);
    assert!(found[0].starts_with("less, replication 0: wait (summary, all): stored"), "{found:?}");
}

#[test]
fn an_export_holds_every_number_with_a_dictionary() {
    let folder = place();
    go(study(usual(), Stopping::Replications(5)), &manner(folder.path(), 2), &mut ()).0.expect("it runs");
    let (stored, manifest) = Folder::open(folder.path()).expect("a finished run");
    let write = |dictionary| {
        let mut bytes = Vec::new();
        export::write(&stored, &manifest, dictionary, &mut bytes).expect("it is written");
        String::from_utf8(bytes).expect("text")
    };
    let rows = write(false);
    // 4 scenarios, 5 replications, the summary and 2 periods, all and 2 sites, 6 measures.
    assert_eq!(rows.lines().count(), 1 + 4 * 5 * 3 * 3 * 6);
    assert!(rows.contains("base,0,summary,all,never,minutes,\n") && rows.contains(",period 2,north,wait,"));
    let wait = rows.lines().find(|l| l.starts_with("less,3,summary,all,wait,")).expect("a row");
    let value = wait.rsplit(',').next().expect("a cell");
    let outcomes = std::fs::read_to_string(folder.path().join("outcomes.csv")).expect("a file of the run");
    assert!(outcomes.lines().any(|line| line.starts_with(&format!("less,3,{value},"))), "{wait}");
    let dictionary = write(true);
    assert!(dictionary.starts_with("measure,label,unit,per,better,source\nwait,Wait,minutes,patient,lower,"));
    assert_eq!(dictionary.lines().count(), 7);
}

/// Not a test by itself: grows a run step by step in the folder that its parent names, until it is killed.
#[test]
#[ignore = "started by `kills_at_any_moment_end_in_the_same_bytes` as a process of its own"]
fn victim() {
    let folder = std::env::var_os("CLINIQ_VICTIM").expect("a folder from the parent");
    for n in 1..=40 {
        go(study(usual(), Stopping::Replications(n)), &manner(Path::new(&folder), 2), &mut ())
            .0
            .expect("it runs");
    }
}

fn start_victim(folder: &Path) -> std::process::Child {
    std::process::Command::new(std::env::current_exe().expect("this test's program"))
        .args(["--exact", "victim", "--ignored"])
        .env("CLINIQ_VICTIM", folder)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("a process can be started")
}

#[test]
fn kills_at_any_moment_end_in_the_same_bytes() {
    let (whole, killed) = (place(), place());
    go(study(usual(), Stopping::Replications(40)), &manner(whole.path(), 2), &mut ()).0.expect("it runs");
    for round in 0..50_u64 {
        let mut child = start_victim(killed.path());
        std::thread::sleep(std::time::Duration::from_millis(1 + 37 * round % 61));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    // Two processes in one folder at the end.
    let mut pair = [start_victim(killed.path()), start_victim(killed.path())];
    assert!(pair.iter_mut().all(|child| child.wait().expect("it ends").success()));
    assert_eq!(files(whole.path()), files(killed.path()));
    assert!(!std::fs::read_to_string(killed.path().join("run.log")).expect("a log").contains("set aside"));
}

#[test]
fn intervals_of_95_percent_hold_the_truth_in_93_to_97_of_a_hundred() {
    // 2,000 intervals of 8 normal-like values each: their share has a standard error of 0.5 %, so a fair level leaves the bounds with
    // probability below 1e-4; the seed is fixed.
    let mut held = 0;
    for block in 0..2000_u32 {
        let values: Vec<f64> = (0..8).map(|i| support::toy::noise(11, block * 8 + i, "coverage")).collect();
        let found = cliniq::statistics::estimate(&values, 0.95).expect("eight values");
        held += u32::from(found.mean.abs() <= found.half_width.expect("eight values"));
    }
    assert!((1860..=1940).contains(&held), "{held}");
}
