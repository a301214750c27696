//! `cliniq trace FILE --against OTHER`: the same case in two scenarios. What is told of each side is what the log of that
//! scenario alone says.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::Value;

use super::{Row, fine, refused, rows, trace};

/// Staff look at the messages of patients first, from the first measured day on, and assistants write half of the notes.
const CHANGED: &str = "
[interventions.triage.inbox_triage.kinds.patient_message]
by = \"nurse\"
closes_at_first_touch = 0.5
minutes = 2
[interventions.quieter.inbox_reduction.kinds]
notification = { keep_share = 0.2 }
[interventions.notes.team_documentation]
note_share = 0.5
";

/// The changed scenario, as a file.
fn changed() -> &'static str {
    static FILE: OnceLock<(tempfile::TempDir, String)> = OnceLock::new();
    let (_, file) = FILE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("changed.toml");
        fs::write(&file, child(CHANGED)).expect("it can be written");
        let name = file.to_string_lossy().into_owned();
        (folder, name)
    });
    file
}

/// The text of a scenario that differs from the baseline by a part.
fn child(part: &str) -> String {
    format!("schema = 1\nextends = '{}'\n{part}", baseline())
}

fn baseline() -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline.toml").to_string_lossy().into_owned()
}

/// What is told against the changed scenario, as JSON.
fn told(arguments: &[&str]) -> Value {
    let text = fine(&[&["--against", changed(), "--json"], arguments].concat());
    serde_json::from_str(&text).expect("JSON")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

fn minutes(value: &Value) -> f64 {
    value.as_f64().expect("minutes")
}

/// Minutes of a moment of a measured week since its first Monday: `w00.5fri 19:15:39.123`.
fn minute_of(moment: &str) -> f64 {
    let (day, time) = moment.split_once(' ').expect("a day and a time");
    let (week, weekday) = day.strip_prefix('w').and_then(|day| day.split_once('.')).expect("a measured week");
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let days = number(week) * 7.0 + number(&weekday[..1]) - 1.0;
    let clock: Vec<f64> = time.split(':').map(number).collect();
    days * 1440.0 + clock[0] * 60.0 + clock[1] + clock[2] / 60.0
}

#[test]
fn a_scenario_against_itself_differs_in_nothing() {
    let text = fine(&["--against", &baseline()]);
    assert!(text.contains("No case differs") && text.contains("had the same course with both"), "{text}");
    let told: Value = serde_json::from_str(&fine(&["--against", &baseline(), "--json"])).expect("JSON");
    let counts = &told["counts"];
    assert!(number(&counts["same"]) > 3000 && counts["same"] == counts["both"], "{counts}");
    assert_eq!((number(&counts["differ"]), told["story"].is_null()), (0, true));
    assert!((0..2).all(|i| number(&counts["only"][i]["cases"]) == 0), "{counts}");
    let listed = fine(&["--against", &baseline(), "--list", "3"]);
    assert!(listed.contains("No case differs"), "{listed}");
}

#[test]
fn a_message_is_touched_first_by_another_role() {
    let told = told(&["--kind", "patient_message"]);
    assert_eq!(told["schema"], "cliniq.trace.pair/1");
    let story = &told["story"];
    let parting = &story["parting"];
    assert_eq!(parting["sort"], "way", "{parting}");
    assert!(parting["why"].as_str().expect("a reason").contains("changed gives such messages another way"));
    let touched = |i: usize| &story["courses"][i]["work"]["steps"][0]["role"];
    assert_ne!(touched(0), "nurse");
    assert_eq!(touched(1), "nurse");
    assert_eq!(story["courses"][0]["came"], story["courses"][1]["came"], "patients write as they would have");
    let text = fine(&["--against", changed(), "--kind", "patient_message"]);
    for words in ["baseline", "changed", "Then they part", "(nurse)", "from coming to the end"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let case = story["case_id"].as_str().expect("an id");
    assert!(text.contains(case), "the same case is told in words");
    let again = self::told(&["--case", case]);
    assert_eq!(again["story"]["parting"], *parting, "a case by its id is the same story");
    assert_eq!(again["story"]["courses"], story["courses"]);
}

/// What two logs of the scenarios alone say of a case, and what the pair says.
#[test]
fn both_sides_are_what_each_log_alone_says_and_the_list_is_in_the_order_of_the_rule() {
    let stretch = ["--from", "w0.mon", "--until", "w3.mon"]; // two weeks more than the cases came in
    let logs: [Vec<Row>; 2] = [rows(&fine(&stretch)), rows(&log_of_changed(&stretch))];
    let told = told(&["--list", "40"]);
    let list = told["list"].as_array().expect("a list");
    assert_eq!(list.len(), 40);
    let sizes: Vec<f64> = list.iter().map(|line| minutes(&line["gap"]["difference_minutes"])).collect();
    assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]), "{sizes:?}");
    let mut closed = 0;
    for line in list {
        let gap = &line["gap"];
        let lengths = [0, 1].map(|i| minutes(&gap["minutes"][i]));
        let others = number(&gap["other_hands"]) as f64;
        let size = (lengths[0] - lengths[1]).abs() + 60.0 * others;
        assert!((minutes(&gap["difference_minutes"]) - size).abs() < 1e-6, "{line}");
        for i in [0, 1].into_iter().filter(|i| gap["open"][*i] == false) {
            let of_case =
                logs[i].iter().filter(|row| row["case_id"] == line["case_id"].as_str().expect("an id"));
            let (came, ended) = of_case.fold((f64::INFINITY, 0.0), |(came, ended): (f64, f64), row| {
                (came.min(minute_of(&row["queued"])), ended.max(minute_of(&row["end"])))
            });
            assert!((ended - came - lengths[i]).abs() < 0.001, "{line}: {came} to {ended}");
            closed += 1;
        }
    }
    assert!(closed > 40, "{closed} courses came to an end");
}

fn log_of_changed(arguments: &[&str]) -> String {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cliniq"));
    command.args(["trace", changed(), "--set", "run.warmup_weeks=2"]).args(arguments);
    String::from_utf8(command.output().expect("the program starts").stdout).expect("text")
}

#[test]
fn what_does_not_come_is_counted_and_can_be_told() {
    let told = told(&["--kind", "notification"]);
    let only = &told["counts"]["only"];
    let (gone, kept) = (number(&only[0]["cases"]), number(&only[0]["kept_back_by_the_other"]));
    assert_eq!((gone, number(&only[1]["cases"])), (kept, 0), "{only}");
    // four of five are kept back: of about 380, fewer than 250 is eight standard deviations below the mean
    assert!(gone > 250, "{gone} notifications do not come");
    let rows = rows(&fine(&[]));
    let shared = number(&told["counts"]["both"]);
    let all: std::collections::BTreeSet<_> =
        rows.iter().filter(|row| row["kind"] == "notification").map(|row| &row["case_id"]).collect();
    assert!(shared + gone >= all.len() as u64 / 2 && shared < gone, "{shared} come with both");
    let missing = rows.iter().filter(|row| row["kind"] == "notification").find(|row| {
        let text = fine(&["--against", changed(), "--case", &row["case_id"]]);
        text.contains("kept back") && text.contains("keeps such messages back")
    });
    assert!(missing.is_some(), "a message that was kept back is told as such");
}

/// One more operator: some callers who hung up are answered, and the log says both.
#[test]
fn who_leaves_in_one_and_is_served_in_the_other_is_told_so() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/other-clinics/call-center.toml");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let more = folder.path().join("more.toml");
    let text = format!(
        "schema = 1\nextends = '{}'\n[clinics.calls.staff.operators]\ncount = 5\n",
        file.to_string_lossy()
    );
    fs::write(&more, text).expect("it can be written");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cliniq"));
    command.arg("trace").arg(&file).arg("--against").arg(&more).args(["--list", "20"]);
    let list = String::from_utf8(command.output().expect("the program starts").stdout).expect("text");
    let answered = |line: &&str| {
        line.contains("with more operators-") && line.contains("with call-center the patient left unseen at")
    };
    assert!(list.lines().filter(answered).count() > 0, "{list}");
}

#[test]
fn a_note_that_an_assistant_writes_is_told_as_such() {
    let told = told(&["--kind", "note", "--list", "600"]);
    let partings = told["list"].as_array().expect("a list").iter().map(|line| &line["parting"]);
    let assisted = partings.filter(|parting| parting["sort"] == "assistance");
    let words: Vec<&str> = assisted.map(|parting| parting["what"].as_str().expect("words")).collect();
    assert!(words.len() > 5, "{} visits part where an assistant joins", words.len());
    let with = |words: &&&str| words.contains("writes a share of the note") && words.contains("alone");
    assert!(words.iter().filter(with).count() > 5, "{words:?}");
}

#[test]
fn the_same_question_has_the_same_answer_and_order_of_files_changes_no_count() {
    let ask = ["--against", changed(), "--kind", "message", "--list", "5"];
    assert_eq!(fine(&ask), fine(&ask));
    let forth = told(&["--kind", "message"]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cliniq"));
    command.args(["trace", changed(), "--set", "run.warmup_weeks=2", "--kind", "message", "--json"]);
    let back = command.args(["--against", &baseline()]).output().expect("the program starts");
    let back: Value = serde_json::from_slice(&back.stdout).expect("JSON");
    for count in ["both", "same", "differ"] {
        assert_eq!(forth["counts"][count], back["counts"][count], "{count}");
    }
    assert_eq!(forth["story"]["case_id"], back["story"]["case_id"]);
    assert_eq!(forth["story"]["courses"][0], back["story"]["courses"][1]);
    let patient = forth["story"]["patient_id"].to_string();
    let of_patient = told(&["--patient", &patient]);
    let cases = number(&of_patient["counts"]["both"]);
    assert!((1..100).contains(&cases), "{cases} cases of one patient in a week");
}

#[test]
fn wrong_questions_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, child(text)).expect("it can be written");
        file.to_string_lossy().into_owned()
    };
    let faulty = write("faulty.toml", "[run]\nweeks = 0\n");
    let later = write("later.toml", "[calendar]\nstart_date = \"2026-01-05\"\n");
    for (arguments, said) in [
        (&["--against", changed(), "--kind", "patient_mesage"][..], "did you mean `patient_message`?"),
        (&["--against", changed(), "--case", "xyz"], "16 hex digits"),
        (&["--against", changed(), "--case", "0000000000000000"], "no case"),
        (&["--against", changed(), "--patient", "99999999"], "known here: 0 to"),
        (&["--against", changed(), "--person", "physicians-1", "--day", "w0.wed"], "--against"),
        (&["--against", changed(), "--set", "data=real"], "real data"),
        (&["--against", &faulty, "--set", "roles.ma.wage_usd_per_hour=-1"], "run.weeks"),
        (&["--against", &faulty, "--set", "roles.ma.wage_usd_per_hour=-1"], "roles.ma.wage_usd_per_hour"),
        (&["--against", &later], "do not have the same days"),
        (&["--kind", "visit"], "--against"),
        (&["--list", "3"], "--against"),
    ] {
        let found = refused(arguments);
        assert!(found.contains(said), "{arguments:?}: {found}");
    }
    let none = trace(&["--against", changed(), "--kind", "training"]);
    assert!(none.status.success(), "nothing of a known kind is a normal answer");
    assert!(String::from_utf8_lossy(&none.stdout).contains("No case differs"));
}
