//! Kinds of wrong files: the right fault in the right place, exit code 2, nothing written.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// What to replace in the starter's baseline, by what; then the path of the fault and a word of it.
const KINDS: &[(&str, &str, &str, &str)] = &[
    ("weeks = 26", "weaks = 26", "run.weaks", "did you mean `weeks`?"),
    ("weeks = 26", "weeks = \"many\"", "run.weeks", "whole number of weeks"),
    ("weeks = 26", "weeks = 26.5", "run.weeks", "whole number of weeks"),
    ("weeks = 26", "weeks = 0", "run.weeks", "1 to 2600"),
    ("weeks = 26", "weeks = 99999999999", "run.weeks", "1 to 2600"),
    ("weeks = 26", "weeks = 26\nweeks = 27", "", "duplicate key"),
    ("weeks = 26", "weeks = ", "", "a value (text stands in quotes)"),
    ("slot_minutes = 24", "slot_minutes = \"24 min\"", "arrivals.booked.slot_minutes", "write 24"),
    ("no_show_share = 0.08", "no_show_share = \"8 %\"", "arrivals.booked.no_show_share", "write 0.08"),
    ("no_show_share = 0.08", "no_show_share = nan", "arrivals.booked.no_show_share", "share from 0 to 1"),
    ("[roles.nurse]", "[role.nurse]", "role", "did you mean `roles`?"),
    ("schema = 1", "schema = 0", "schema", "migrate"),
    ("schema = 1", "schema = 9", "schema", "newer"),
    ("schema = 1", "", "schema", "no schema"),
    ("schema = 1", "schema = 1\nextends = \"nowhere.toml\"", "extends", "no file"),
    ("schema = 1", "schema = 1\nextends = \"wrong.toml\"", "extends", "chain"),
    ("next = \"rooming\"", "next = \"roaming\"", "pathways.office_visit.steps.check_in.next", "roaming"),
    ("next = \"visit\"", "next = { visit = 0.5 }", "pathways.office_visit.steps.rooming.next", "sum to 1"),
    ("task = \"visit\"", "task = \"visits\"", "pathways.office_visit.steps.visit.task", "visits"),
    ("roles = [\"front_desk\"]", "roles = [\"nobody\"]", "tasks.check_in.roles", "nobody"),
    ("role = \"nurse\"\ncount = 1", "role = \"nurse\"\ncount = 0", "", "rooming"),
    (
        "role = \"nurse\"\ncount = 1",
        "role = \"nurse\"\ncount = -1",
        "clinics.main.staff.nurses.count",
        "people",
    ),
    ("role = \"nurse\"\ncount = 1", "count = 1", "clinics.main.staff.nurses.role", "add `role = …`"),
    (
        "room = \"take exam\"",
        "room = \"take theater\"",
        "pathways.office_visit.steps.rooming.room",
        "theater",
    ),
    ("per = \"physicians\"\nslot", "per = \"doctors\"\nslot", "arrivals.booked.per", "doctors"),
    ("[arrivals.booked]", "[pathways.empty]\n[arrivals.booked]", "pathways.empty", "step"),
    ("morning = \"08:00-12:00\"", "morning = \"12:00-08:00\"", "calendar.sessions.morning", "12:00-08:00"),
    ("morning = \"08:00-12:00\"", "morning = \"8-12\"", "calendar.sessions.morning", "8-12"),
    ("mean = 16, cv = 0.5", "mean = 16, cw = 0.5", "tasks.visit.minutes.lognormal", "cw"),
    ("lognormal = { mean = 16", "lognormale = { mean = 16", "tasks.visit.minutes", "lognormal"),
];

fn check(folder: &Path) -> (Option<i32>, Value) {
    let mut command = Command::cargo_bin("cliniq").expect("the program is built");
    let output =
        command.current_dir(folder).args(["check", "wrong.toml", "--json"]).output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code(), serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn every_kind_of_wrong_file_gets_its_fault() {
    let baseline = include_str!("../src/cli/starter/baseline.toml");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut wrong = Vec::new();
    for (old, new, path, word) in KINDS {
        assert!(baseline.contains(old), "{old:?} stands in the baseline");
        fs::write(folder.path().join("wrong.toml"), baseline.replacen(old, new, 1)).expect("written");
        let (code, json) = check(folder.path());
        let list = json["faults"].as_array().cloned().unwrap_or_default();
        let hit = list.iter().any(|fault| {
            let own = fault["path"].as_str().unwrap_or("");
            (path.is_empty() || own.starts_with(path))
                && fault.to_string().contains(&word.replace('"', "\\\""))
        });
        if code != Some(2) || !hit {
            wrong.push(format!("{old:?} → {new:?}: expected {path} … {word}; exit {code:?}; {json:#}"));
        }
    }
    assert!(wrong.is_empty(), "{} kinds:\n{}", wrong.len(), wrong.join("\n"));
    let left = fs::read_dir(folder.path()).expect("listed").count();
    assert_eq!(left, 1, "nothing is written beside the file");
}

#[test]
fn all_of_several_faults_are_shown_at_once() {
    let baseline = include_str!("../src/cli/starter/baseline.toml");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = baseline
        .replace("weeks = 26", "weeks = 0")
        .replace("[roles.front_desk]", "[role.front_desk]")
        .replace("next = \"rooming\"", "next = \"roaming\"")
        .replace("slot_minutes = 24", "slot_minutes = \"24 min\"");
    fs::write(folder.path().join("wrong.toml"), text).expect("written");
    let (code, json) = check(folder.path());
    let paths: Vec<&str> =
        json["faults"].as_array().into_iter().flatten().filter_map(|f| f["path"].as_str()).collect();
    assert_eq!(code, Some(2));
    let expected =
        ["run.weeks", "role", "pathways.office_visit.steps.check_in.next", "arrivals.booked.slot_minutes"];
    for path in expected {
        assert!(paths.contains(&path), "{path} is missing in {paths:?}");
    }
}
