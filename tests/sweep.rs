//! Sweeps end in the same bits however they are run, and nothing wrong is merged.
//!
//! Forty kills; two hundred: `CLINIQ_KILLS=50 cargo test --test sweep` (four for each kill of the other tests).
#![cfg(unix)]

#[path = "support/place.rs"]
mod place;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use cliniq::engine::random::{Identity, Purpose, Seed};
use place::Place;

/// A sweep of the small clinic, with a factor of each of three kinds.
const STUDY: &str = "schema = 1
title = \"Desks and rooms\"
scenario = \"base.toml\"
replications = 6
seed = 7
measures = [\"patient_wait_minutes\", \"visits_per_week\"]
[factors.desks]
path = \"clinics.main.staff.desk.count\"
low = 1
high = 3
integer = true
[factors.rooms]
path = \"clinics.main.rooms.exam\"
values = [7, 12]
[factors.end]
path = \"calendar.day_end\"
values = [\"until_empty\", \"stop\"]
[design.grid]
";

fn place() -> Place {
    let place = Place::new();
    fs::write(place.path("study.toml"), STUDY).expect("written");
    place
}

/// The digest that a merge names.
fn digest(place: &Place, folder: &str) -> String {
    let answer = place.run(&format!("sweep merge {folder} --json")).json();
    answer["result_digest"].as_str().expect("a digest").to_string()
}

/// The files of rows in a folder of a sweep.
fn blocks(place: &Place, folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.path(&format!("{folder}/blocks"))).expect("blocks");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("listed").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "rows"));
    files.sort();
    files
}

#[test]
fn one_process_two_threads_and_shards_in_any_order_give_the_same_bits() {
    let place = place();
    place.run("sweep study.toml --out one --threads 1 --quiet").fine();
    place.run("sweep run study.toml --out two --threads 2 --quiet").fine();
    place.run("sweep plan study.toml --out shards").fine();
    for shard in [3, 0, 4, 1, 2] {
        let before = place.run("sweep merge shards");
        assert_eq!(before.code, Some(75), "{}", before.talk);
        assert!(before.talk.contains("is not complete: unit"), "{}", before.talk);
        place.run(&format!("sweep worker shards --shard {shard}/5 --quiet")).fine();
    }
    // again, in other shards: nothing is left to do
    let again = place.run("sweep worker shards --shard 1/2");
    assert!(again.talk.contains(" 0 run"), "{}", again.talk);
    let first = digest(&place, "one");
    assert_eq!(first, digest(&place, "two"));
    assert_eq!(first, digest(&place, "shards"));
    let tables = ["points", "runs", "failed", "dictionary"];
    for name in tables.map(|name| format!("tables/{name}.csv")) {
        let text = place.text(&format!("one/{name}"));
        assert_eq!(text, place.text(&format!("two/{name}")), "{name}");
        assert_eq!(text, place.text(&format!("shards/{name}")), "{name}");
    }
    assert_eq!(place.text("one/tables/runs.csv").lines().count(), 1 + 12 * 6);
    let page = place.page("one", &["along-desks", "along-rooms", "along-end-patient-wait-minutes"]);
    assert!(
        page == place.text("two/report.html") && page == place.text("shards/report.html"),
        "the same page"
    );
}

#[test]
fn a_point_of_a_sweep_is_the_run_of_its_scenario() {
    let place = place();
    place.run("sweep study.toml --out one --quiet").fine();
    let set =
        "--set clinics.main.staff.desk.count=2 --set clinics.main.rooms.exam=7 --set calendar.day_end=stop";
    place.run(&format!("run base.toml --replications 6 --seed 7 {set} --out run --quiet")).fine();
    let outcomes = place.text("run/outcomes.csv");
    let mut rows = outcomes.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = rows.next().expect("a head");
    let wait = head.iter().position(|name| *name == "patient_wait_minutes").expect("the measure");
    let of_run: Vec<f64> = rows.map(|row| row[wait].parse().expect("a number")).collect();
    let runs = place.text("one/tables/runs.csv");
    let of_point: Vec<f64> = runs
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|row| row[1..4] == ["2.0", "7.0", "stop"])
        .map(|row| row[6].parse().expect("a number"))
        .collect();
    assert_eq!(of_point, of_run, "the same bits");
}

#[test]
fn kills_at_random_moments_end_in_the_digest_of_an_undisturbed_sweep() {
    let kills: usize =
        std::env::var("CLINIQ_KILLS").ok().map_or(10, |text| text.parse().expect("a number of kills"));
    let place = place();
    let more = STUDY.replace("replications = 6", &format!("replications = {}", 8 * kills));
    fs::write(place.path("more.toml"), &more).expect("written");
    place.run("sweep more.toml --out whole --quiet").fine();
    place.run("sweep plan more.toml --out killed").fine();
    let mut moments = Seed::new(1, 0).stream(Purpose::named("kills"), Identity::named("moments of a sweep"));
    let mut alive = 0;
    for kill in 0..4 * kills {
        // Processes at work beside each other, and alone, and while the plan is taken up again.
        let line = match kill % 3 {
            0 => "sweep worker killed --quiet --threads 2",
            1 => "sweep worker killed --quiet --shard 1/2",
            _ => "sweep run more.toml --out killed --quiet",
        };
        let mut child = place.start(line);
        std::thread::sleep(Duration::from_micros((moments.uniform() * 120_000.0) as u64));
        alive += usize::from(child.try_wait().expect("it can be asked").is_none());
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    assert!(alive > kills, "{alive} processes were killed at work");
    place.run("sweep run more.toml --out killed --quiet").fine();
    assert_eq!(digest(&place, "killed"), digest(&place, "whole"));
    assert!(!place.text("killed/run.log").contains("set aside"), "no kill tears a block");
}

#[test]
fn damaged_blocks_are_run_again_and_never_merged() {
    let place = place();
    place.run("sweep study.toml --out one --quiet").fine();
    let whole = digest(&place, "one");
    let files = blocks(&place, "one");
    assert!(files.len() > 1);
    let bytes = fs::read(&files[0]).expect("readable");
    fs::write(&files[0], &bytes[..bytes.len() / 2]).expect("cut short");
    let mut altered = fs::read(&files[1]).expect("readable");
    let last = altered.len() - 3;
    altered[last] ^= 1;
    fs::write(&files[1], altered).expect("altered");
    let merged = place.run("sweep merge one");
    assert_eq!(merged.code, Some(75), "{}", merged.talk);
    assert!(merged.talk.contains("set aside"), "{}", merged.talk);
    let rest = place.run("sweep worker one");
    assert!(rest.talk.contains("set aside") || rest.talk.contains("run"), "{}", rest.talk);
    assert_eq!(rest.code, Some(0));
    assert_eq!(digest(&place, "one"), whole);
    assert!(files[0].with_extension("rows.damaged").exists(), "what was damaged is kept beside");
}

#[test]
fn other_plans_other_versions_and_changed_inputs_are_refused() {
    let place = place();
    place.run("sweep plan study.toml --out one").fine();
    fs::write(place.path("other.toml"), STUDY.replace("seed = 7", "seed = 8")).expect("written");
    let other = place.run("sweep plan other.toml --out one");
    assert_eq!(other.code, Some(2));
    assert!(other.talk.contains("holds another sweep"), "{}", other.talk);
    // more replications are the same plan
    fs::write(place.path("more.toml"), STUDY.replace("replications = 6", "replications = 7"))
        .expect("written");
    place.run("sweep worker one --quiet").fine();
    place.run("sweep run more.toml --out one --quiet").fine();
    place.run("sweep run more.toml --out fresh --quiet").fine();
    assert_eq!(digest(&place, "one"), digest(&place, "fresh"));
    // blocks of another plan
    place.run("sweep run other.toml --out other --quiet").fine();
    let stranger = blocks(&place, "other").remove(0);
    fs::copy(&stranger, place.path("one/blocks").join(stranger.file_name().expect("a name")))
        .expect("copied");
    let merged = place.run("sweep merge one");
    assert_eq!(merged.code, Some(2));
    assert!(merged.talk.contains("belongs to another plan"), "{}", merged.talk);
    fs::remove_file(place.path("one/blocks").join(stranger.file_name().expect("a name"))).expect("removed");
    // another version of the numbers
    let plan = place.text("one/plan.json");
    let old = plan.replace(cliniq::NUMBERS, "0.0.9+1");
    fs::write(place.path("one/plan.json"), old).expect("written");
    let worker = place.run("sweep worker one");
    assert_eq!(worker.code, Some(2));
    assert!(worker.talk.contains("of version 0.0.9+1"), "{}", worker.talk);
    fs::write(place.path("one/plan.json"), plan).expect("written");
    // inputs that were changed
    let study = place.text("one/inputs/study.toml");
    fs::write(place.path("one/inputs/study.toml"), study.replace("[7, 12]", "[7, 13]")).expect("written");
    let worker = place.run("sweep worker one");
    assert_eq!(worker.code, Some(2));
    assert!(worker.talk.contains("inputs are not those of its plan"), "{}", worker.talk);
    let nothing = place.run("sweep status .");
    assert!(nothing.code == Some(2) && nothing.talk.contains("holds no sweep"), "{}", nothing.talk);
}

#[test]
fn folders_of_machines_are_merged_and_strangers_are_not() {
    let place = place();
    place.run("sweep run study.toml --out whole --quiet").fine();
    place.run("sweep plan study.toml --out here").fine();
    place.run("sweep plan study.toml --out there").fine();
    place.run("sweep worker here --shard 0/2 --quiet").fine();
    place.run("sweep worker there --shard 1/2 --quiet").fine();
    place.run("sweep worker there --shard 0/3 --quiet").fine();
    place.run("sweep merge here --from there --quiet").fine();
    assert_eq!(digest(&place, "here"), digest(&place, "whole"));
    fs::write(place.path("other.toml"), STUDY.replace("seed = 7", "seed = 8")).expect("written");
    place.run("sweep plan other.toml --out other").fine();
    let refused = place.run("sweep merge here --from other");
    assert!(refused.code == Some(2) && refused.talk.contains("nothing was taken over"), "{}", refused.talk);
}

#[test]
fn failed_runs_are_kept_with_seed_and_reason_and_run_again_on_request() {
    let place = place();
    // Every end of the range is fine alone; with one of the values the scenario refuses the point.
    let study = STUDY.replace("values = [7, 12]", "values = [7, 999999]");
    fs::write(place.path("broken.toml"), study).expect("written");
    let ran = place.run("sweep broken.toml --out one");
    assert_eq!(ran.code, Some(1), "{}", ran.talk);
    assert!(ran.talk.contains("note: alone, the scenario refuses rooms = 999999"), "{}", ran.talk);
    assert!(ran.talk.contains("36 of 72 replications failed"), "{}", ran.talk);
    let failed = place.text("one/tables/failed.csv");
    assert_eq!(failed.lines().count(), 1 + 36);
    let line = failed.lines().nth(1).expect("a failure");
    assert!(line.contains(",0,7,") && line.contains("the scenario refuses this point"), "{line}");
    let before = digest_with_failures(&place, "one");
    let again = place.run("sweep worker one");
    assert!(again.talk.contains(" 0 run"), "{}", again.talk);
    let again = place.run("sweep worker one --failed");
    assert_eq!(again.code, Some(0), "{}", again.talk);
    assert!(again.talk.contains("36 run, 36 of them failed"), "{}", again.talk);
    assert_eq!(digest_with_failures(&place, "one"), before);
}

/// The digest of a sweep in which runs failed.
fn digest_with_failures(place: &Place, folder: &str) -> String {
    assert_eq!(place.run(&format!("sweep merge {folder} --quiet")).code, Some(1));
    let answer: serde_json::Value =
        serde_json::from_str(&place.text(&format!("{folder}/result.json"))).expect("JSON");
    answer["result_digest"].as_str().expect("a digest").to_string()
}

#[test]
fn a_full_disk_and_a_folder_that_cannot_be_written_to_lose_nothing() {
    let place = place();
    place.run("sweep run study.toml --out whole --quiet").fine();
    place.run("sweep plan study.toml --out one").fine();
    // No file may grow beyond half a kilobyte: what a full disk does, without one.
    let program = env!("CARGO_BIN_EXE_cliniq");
    let script = format!("trap '' XFSZ; ulimit -f 1; exec {program} sweep worker one --threads 2");
    let ran = Command::new("bash").current_dir(place.path(".")).args(["-c", &script]).output();
    let ran = ran.expect("a shell");
    let talk = String::from_utf8_lossy(&ran.stderr).into_owned();
    if blocks_hold_more_than(&place, "whole", 1024) {
        assert_eq!(ran.status.code(), Some(1), "{talk}");
        assert!(talk.contains("File too large") && talk.contains("one/"), "{talk}");
    }
    // A file where the folder of blocks should be.
    if place.path("one/blocks").exists() {
        fs::rename(place.path("one/blocks"), place.path("one/kept")).expect("moved");
    }
    fs::write(place.path("one/blocks"), "in the way").expect("written");
    let blocked = place.run("sweep worker one");
    assert_eq!(blocked.code, Some(1), "{}", blocked.talk);
    assert!(blocked.talk.contains("one/blocks"), "{}", blocked.talk);
    fs::remove_file(place.path("one/blocks")).expect("removed");
    if place.path("one/kept").exists() {
        fs::rename(place.path("one/kept"), place.path("one/blocks")).expect("moved back");
    }
    place.run("sweep worker one --quiet").fine();
    assert_eq!(digest(&place, "one"), digest(&place, "whole"));
}

fn blocks_hold_more_than(place: &Place, folder: &str, bytes: u64) -> bool {
    blocks(place, folder).iter().any(|file| fs::metadata(file).is_ok_and(|about| about.len() > bytes))
}

#[test]
fn on_a_real_full_or_read_only_disk_the_error_is_clear() {
    let place = place();
    let disk = place.path("disk");
    fs::create_dir(&disk).expect("made");
    let mount = |arguments: &[&str]| {
        Command::new("mount").args(arguments).arg(&disk).output().is_ok_and(|out| out.status.success())
    };
    if !mount(&["-t", "tmpfs", "-o", "size=64k", "tmpfs"]) {
        return println!("skipped: a small disk can only be mounted by root");
    }
    let unmount = Unmount(&disk);
    place.run("sweep run study.toml --out whole --quiet").fine();
    place.run("sweep plan study.toml --out disk/one").fine();
    let filler = vec![0_u8; 64 * 1024];
    let _ = fs::write(place.path("disk/filler"), filler);
    let full = place.run("sweep worker disk/one");
    assert_eq!(full.code, Some(1), "{}", full.talk);
    assert!(full.talk.contains("No space left on device") && full.talk.contains("disk/one"), "{}", full.talk);
    fs::remove_file(place.path("disk/filler")).expect("removed");
    place.run("sweep worker disk/one --quiet --shard 0/2").fine();
    assert!(mount(&["-o", "remount,ro"]), "it can be made read-only");
    let read_only = place.run("sweep worker disk/one");
    assert_eq!(read_only.code, Some(1), "{}", read_only.talk);
    assert!(read_only.talk.contains("Read-only file system"), "{}", read_only.talk);
    assert!(mount(&["-o", "remount,rw,size=8m"]), "it can be written to again");
    place.run("sweep worker disk/one --quiet").fine();
    assert_eq!(digest(&place, "disk/one"), digest(&place, "whole"));
    drop(unmount);
}

/// Takes a mounted disk away, whatever happened.
struct Unmount<'p>(&'p Path);

impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn points_stop_at_their_precision_wherever_they_are_run() {
    let place = place();
    let precise = STUDY.replace("replications = 6", "precision = 0.02\nmost_replications = 40");
    let precise = precise.replace("\"patient_wait_minutes\", ", "");
    fs::write(place.path("precise.toml"), precise).expect("written");
    place.run("sweep precise.toml --out one --quiet").fine();
    place.run("sweep plan precise.toml --out two").fine();
    for shard in [1, 0] {
        place.run(&format!("sweep worker two --shard {shard}/2 --quiet")).fine();
    }
    assert_eq!(digest(&place, "one"), digest(&place, "two"));
    let points = place.text("one/tables/points.csv");
    let mut reader = csv::Reader::from_reader(points.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|h| h == name).expect("a column");
    let (n, mean, half) =
        (column("replications"), column("visits_per_week.mean"), column("visits_per_week.half_width"));
    for record in reader.records() {
        let record = record.expect("a row");
        let number = |place: usize| record[place].parse::<f64>().expect("a number");
        let relative = number(half) / number(mean);
        assert!((10.0..=40.0).contains(&number(n)) && (relative <= 0.02 || number(n) == 40.0), "{record:?}");
    }
}

#[test]
fn a_hundred_thousand_points_are_planned_and_merged() {
    let place = Place::new();
    let study = "schema = 1\ntitle = \"Many\"\nsystem = \"g_function\"\nreplications = 2\n\
                 [design.latin_hypercube]\npoints = 100000\n";
    fs::write(place.path("many.toml"), study).expect("written");
    place.run("sweep plan many.toml --out one").fine();
    assert_eq!(place.text("one/planned/plan.csv").lines().count(), 100_001);
    let status = place.run("sweep status one --json").json();
    assert_eq!((status["units"].as_u64(), status["complete"].as_bool()), (Some(65), Some(false)));
    place.run("sweep worker one --quiet --threads 2").fine();
    place.run("sweep merge one --quiet").fine();
    place.run("sweep export one --format sqlite").fine();
    let base = rusqlite::Connection::open(place.path("one/sweep.sqlite")).expect("a database");
    let count: i64 = base.query_row("select count(*) from runs", [], |row| row.get(0)).expect("a table");
    assert_eq!(count, 200_000);
    let means: f64 = base.query_row("select avg(y) from runs", [], |row| row.get(0)).expect("a column");
    // The g-function has mean 1; a Latin hypercube of so many points is nearer than a hundredth.
    assert!((means - 1.0).abs() < 0.01, "{means}");
    let about = "select meaning from dictionary where \"table\" = 'runs' and \"column\" = 'x1'";
    let meaning: String = base.query_row(about, [], |row| row.get(0)).expect("a dictionary");
    assert!(meaning.starts_with("Factor: x1"), "{meaning}");
}

#[test]
fn the_job_scripts_of_slurm_are_shown_without_slurm() {
    let place = place();
    place.run("sweep plan study.toml --out one").fine();
    let shown = place.run("sweep submit one --slurm --shards 5 --minutes 30 --dry-run").fine();
    for line in
        ["#SBATCH --array=0-4%5", "#SBATCH --time=30", "#SBATCH --signal=B:TERM@60", "/5\n", "sweep merge"]
    {
        assert!(shown.contains(line), "{line} is missing:\n{shown}");
    }
    assert!(!place.path("one/sweep.sbatch").exists(), "nothing was written");
    let bash = Command::new("bash").args(["-n", "-c", &shown]).status();
    assert!(bash.expect("a shell").success(), "the scripts are shell");
    let refused = place.run("sweep submit one --shards 5 --dry-run");
    assert_eq!(refused.code, Some(2), "an engine is named");
}

#[test]
fn units_of_any_size_make_the_same_sweep() {
    // Two machines may measure other times, and cut the same plan into other units.
    let place = place();
    place.run("sweep run study.toml --out whole --quiet").fine();
    place.run("sweep plan study.toml --out one").fine();
    let plan = place.text("one/plan.json");
    let of_size = |size: u32| {
        let at = plan.find("\"points_per_unit\": ").expect("a size") + "\"points_per_unit\": ".len();
        let end = at + plan[at..].find(',').expect("an end");
        format!("{}{size}{}", &plan[..at], &plan[end..])
    };
    for (size, shard) in [(5, "0/2"), (3, "1/3"), (7, "1/2"), (2, "0/1")] {
        fs::write(place.path("one/plan.json"), of_size(size)).expect("written");
        place.run(&format!("sweep worker one --quiet --shard {shard}")).fine();
    }
    assert_eq!(digest(&place, "one"), digest(&place, "whole"));
    assert_eq!(place.text("one/tables/runs.csv"), place.text("whole/tables/runs.csv"));
}

#[test]
fn processes_that_begin_at_once_share_a_folder() {
    let place = place();
    place.run("sweep run study.toml --out whole --quiet").fine();
    let mut children: Vec<_> =
        (0..4).map(|_| place.start("sweep run study.toml --out one --quiet --threads 1")).collect();
    for child in &mut children {
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
    assert_eq!(digest(&place, "one"), digest(&place, "whole"));
}

#[test]
fn what_would_mislead_later_is_a_fault_before() {
    let place = place();
    let says = |old: &str, new: &str, word: &str| {
        assert!(STUDY.contains(old), "{old}");
        fs::write(place.path("wrong.toml"), STUDY.replace(old, new)).expect("written");
        let refused = place.run("sweep wrong.toml --out wrong");
        assert_eq!(refused.code, Some(2), "{new}: {}{}", refused.data, refused.talk);
        assert!(
            refused.talk.contains(word) && refused.talk.contains("wrong.toml:"),
            "{new}: {}",
            refused.talk
        );
        assert!(!place.path("wrong").exists(), "{new}: nothing is written");
    };
    says("[factors.desks]", "[factors.Replication]", "tables of results have a column");
    says("[factors.desks]", "[factors.visits_per_week]", "another name than those of measures");
    says("[factors.desks]", "[factors.ROOMS]", "differ by more than the case");
    says("clinics.main.staff.desk.count", "clinics.main.rooms", "which `desks` sets or holds too");
    says("clinics.main.staff.desk.count", "clinics.main.rooms.exam", "sets or holds too");
    says("clinics.main.staff.desk.count", "run.seed", "say it with `seed = …`");
    says("high = 3", "high = 3.5", "a whole number, because the factor is an integer");
    says("integer = true", "integer = true\nscale = \"log\"", "because the factor is an integer");
    says("[design.grid]", "[design.sobol]\npoints = 12", "a power of two");
    says("[design.grid]", "[design.grid]\n[design.sobol]\npoints = 8", "one design");
    says("values = [7, 12]", "values = [7]", "two values or more");
    says("\"visits_per_week\"", "\"visits_per_wek\"", "did you mean visits_per_week");
    says("[design.grid]", "[candidates.x]\n[design.grid]", "run by `cliniq select`");
    says("seed = 7", "seed = 7\nconstraints = [\"desks + room <= 3\"]", "the name of a factor");
}

#[test]
fn exports_replace_nothing_but_exports() {
    let place = place();
    place.run("sweep run study.toml --out one --quiet").fine();
    for (arguments, word) in [
        ("--format csv --out .", "holds other files"),
        ("--format sqlite --out study.toml", "no SQLite database"),
        ("--format csv --out one/blocks", "files of its own"),
    ] {
        let refused = place.run(&format!("sweep export one {arguments}"));
        assert_eq!(refused.code, Some(2), "{arguments}");
        assert!(refused.talk.contains(word), "{arguments}: {}", refused.talk);
    }
    for _ in 0..2 {
        place.run("sweep export one --format sqlite --out copy.sqlite").fine();
        place.run("sweep export one --format csv --out copy").fine();
    }
    assert_eq!(place.text("copy/runs.csv"), place.text("one/tables/runs.csv"));
}
