//! The commands about files, as a person meets them.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

fn cliniq(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("cliniq").expect("the program is built");
    command.current_dir(folder);
    command
}

/// A starter folder of its own, which is removed in the end.
fn starter() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    cliniq(folder.path()).args(["new", "."]).assert().success();
    folder
}

fn stdout(command: &mut Command, code: i32) -> String {
    let output = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn stderr(command: &mut Command, code: i32) -> String {
    let output = command.output().expect("it runs");
    assert_eq!(output.status.code(), Some(code));
    String::from_utf8(output.stderr).expect("UTF-8")
}

#[test]
fn a_starter_folder_is_complete_and_without_faults() {
    let folder = starter();
    for file in ["baseline.toml", "second-nurse.toml", "longer-slots.toml"] {
        let text = stdout(cliniq(folder.path()).args(["check", file]), 0);
        assert!(text.starts_with(&format!("{file}: no faults (digest ")), "{text}");
    }
    assert!(folder.path().join("README.md").exists());
    let refused = stderr(cliniq(folder.path()).args(["new", "."]), 2);
    assert!(refused.contains("not an empty folder"), "{refused}");
}

#[test]
fn faults_speak_to_people_and_to_programs() {
    let folder = starter();
    fs::write(
        folder.path().join("wrong.toml"),
        "schema = 1\nextends = \"baseline.toml\"\n[run]\nweeks = 0\n[clinic.main]\nrooms = {}\n",
    )
    .expect("written");
    let text = stderr(cliniq(folder.path()).args(["check", "wrong.toml"]), 2);
    assert!(text.contains("--> wrong.toml:4:9"), "{text}");
    assert!(text.contains("did you mean `clinics`?"), "{text}");
    assert!(text.ends_with("2 faults; nothing was run or written\n"), "{text}");
    assert!(!text.contains('\u{1b}'), "no color where there is no terminal");
    let json = stdout(cliniq(folder.path()).args(["check", "wrong.toml", "--json"]), 2);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["schema"], "cliniq.faults/1");
    assert_eq!(json["faults"].as_array().map(Vec::len), Some(2));
    let keys: Vec<&str> =
        json["faults"][0].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["column", "expected", "file", "found", "help", "line", "path"]);
    let fine: Value =
        serde_json::from_str(&stdout(cliniq(folder.path()).args(["check", "baseline.toml", "--json"]), 0))
            .expect("JSON");
    assert_eq!(fine["faults"], serde_json::json!([]));
}

#[test]
fn explain_says_what_differs_and_where_it_was_set() {
    let folder = starter();
    let json = stdout(cliniq(folder.path()).args(["explain", "second-nurse.toml", "--changes", "--json"]), 0);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let row = &json["parameters"][0];
    assert_eq!(json["parameters"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&row["path"], &row["value"], &row["parent"]),
        (&"clinics.main.staff.nurses.count".into(), &2.into(), &1.into())
    );
    assert!(row["set_at"].as_str().is_some_and(|at| at.starts_with("second-nurse.toml:")), "{row}");
    let text = stderr(cliniq(folder.path()).args(["explain", "baseline.toml", "run.weks"]), 2);
    assert!(text.contains("did you mean `run.weeks`?"), "{text}");
}

#[test]
fn the_schema_and_the_list_are_json() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let schema: Value = serde_json::from_str(&stdout(cliniq(folder.path()).arg("schema"), 0)).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["properties"]["run"]["properties"]["weeks"]["type"], "integer");
    let list = stdout(cliniq(folder.path()).args(["list", "--json"]), 0);
    let list: Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list["schema"], "cliniq.list/1");
    for scenario in list["scenarios"].as_array().expect("a list") {
        let group = scenario["group"].as_str().expect("words");
        assert!(!group.is_empty() && !group.contains('/'), "no words for the folder of {scenario}");
    }
    let groups = |name: &str| list[name].as_array().expect("a list").iter().map(|one| one["group"].clone());
    assert_eq!(groups("scenarios").next(), Some("Start here".into()));
    let mut kinds: Vec<Value> = groups("interventions").collect();
    kinds.dedup();
    let mut once = kinds.clone();
    once.sort_by_key(ToString::to_string);
    once.dedup();
    assert_eq!(kinds.len(), once.len(), "kinds of a group stand together: {kinds:?}");
    for kind in list["interventions"].as_array().expect("a list") {
        let texts = ["name", "meaning", "group", "grade", "reported", "pays"];
        assert!(texts.iter().all(|key| kind[key].as_str().is_some_and(|text| !text.is_empty())), "{kind}");
        assert!(kind["direct"].is_boolean() && kind["watch"].is_array(), "{kind}");
    }
}

#[test]
fn the_list_shows_scenarios_and_kinds_by_group() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = stdout(cliniq(folder.path()).arg("list"), 0);
    let place = |words: &str| list.find(words).unwrap_or_else(|| panic!("no {words:?} in the list:\n{list}"));
    let order = [
        "Scenarios\n",
        "  Start here\n    baseline.toml ",
        "  Interventions: safety\n    interventions/safety/",
        "  Bundles",
        "  Other clinics\n    other-clinics/",
        "  Studies\n    studies/",
        "  Checks against theory\n    verify/",
        "Interventions, [interventions.<your name>.<kind>]\n",
        "  Work redesign\n    staffing ",
        "  Safety\n    safety_layer ",
        "  Shocks\n    demand_shock ",
        "Measures of the baseline",
    ];
    let places: Vec<usize> = order.iter().map(|words| place(words)).collect();
    assert!(places.is_sorted(), "{list}");
}

#[test]
fn migrate_prints_or_replaces() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let old = include_str!("migrate/schema0.toml");
    let new = include_str!("migrate/schema1.toml");
    fs::write(folder.path().join("old.toml"), old).expect("written");
    let said = stderr(cliniq(folder.path()).args(["check", "old.toml"]), 2);
    assert!(said.contains("cliniq migrate old.toml --write"), "{said}");
    assert_eq!(stdout(cliniq(folder.path()).args(["migrate", "old.toml"]), 0), new);
    assert_eq!(fs::read_to_string(folder.path().join("old.toml")).expect("readable"), old);
    cliniq(folder.path()).args(["migrate", "old.toml", "--write"]).assert().success();
    assert_eq!(fs::read_to_string(folder.path().join("old.toml")).expect("readable"), new);
    cliniq(folder.path()).args(["check", "old.toml"]).assert().success();
}

#[test]
fn completions_man_pages_and_usage() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for shell in ["bash", "zsh", "fish"] {
        assert!(stdout(cliniq(folder.path()).args(["completions", shell]), 0).contains("explain"));
    }
    cliniq(folder.path()).args(["man", "pages"]).assert().success();
    let page = fs::read_to_string(folder.path().join("pages/cliniq-explain.1")).expect("a man page");
    assert!(page.contains(".TH"));
    for wrong in [vec!["nonsense"], vec!["check"], vec!["check", "a.toml", "--nonsense"]] {
        cliniq(folder.path()).args(wrong).assert().code(2);
    }
}

#[test]
fn a_reader_who_stops_early_is_no_fault() {
    use std::process::{Command as Process, Stdio};
    let mut child = Process::new(env!("CARGO_BIN_EXE_cliniq"))
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_fault_names_the_option_that_it_stands_in() {
    for (option, value) in [("--weeks", "0"), ("--warmup-weeks", "9999"), ("--period", "3..900")] {
        let mut command = Command::cargo_bin("cliniq").expect("the program is built");
        let output =
            command.args(["run", "scenarios/baseline.toml", option, value]).output().expect("it starts");
        let text = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(&format!("--> {option}:1")) && !text.contains("--set"), "{text}");
    }
}
