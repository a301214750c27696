//! `cliniq trace`: what the event log says of one replication is possible, and what is told of it is the log.
//!
//! Seeds are fixed, so nothing here fails by chance in one build and passes in the next; where a statement could be false of
//! a correct program under another seed, its false-alarm rate stands beside it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

#[path = "trace/lanes.rs"]
mod lanes;
#[path = "trace/pairs.rs"]
mod pairs;

/// A row of the log by column.
type Row = BTreeMap<String, String>;

fn trace(arguments: &[&str]) -> Output {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline.toml");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cliniq"));
    command.arg("trace").arg(file).args(["--set", "run.warmup_weeks=2"]).args(arguments);
    command.output().expect("the program starts")
}

fn fine(arguments: &[&str]) -> String {
    let output = trace(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// What is said when something is refused with exit code 2.
fn refused(arguments: &[&str]) -> String {
    let output = trace(arguments);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
    String::from_utf8(output.stderr).expect("text")
}

/// The log of measured week 0.
fn week() -> &'static (String, Vec<Row>) {
    static WEEK: OnceLock<(String, Vec<Row>)> = OnceLock::new();
    WEEK.get_or_init(|| {
        let text = fine(&[]);
        let rows = rows(&text);
        (text, rows)
    })
}

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let row = |record: csv::StringRecord| {
        head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.expect("readable"))).collect()
}

/// Rows of each person in the order of the log.
fn by_person(rows: &[Row]) -> BTreeMap<&str, Vec<&Row>> {
    let mut people: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row["resource"].is_empty()) {
        people.entry(&row["resource"]).or_default().push(row);
    }
    people
}

fn day(row: &Row) -> &str {
    row["start"].split([' ', 'T']).next().expect("a day")
}

fn clock(row: &Row) -> &str {
    row["start"].split([' ', 'T']).nth(1).expect("a clock time")
}

#[test]
fn the_log_has_its_columns_and_the_same_seed_gives_the_same_bytes() {
    let (text, rows) = week();
    let head = "case_id,activity,resource,role,clinic,queued,start,end,kind,class,part_id,patient_id,at_home,\
                helps,finished\n";
    assert!(text.starts_with(head), "{}", text.lines().next().unwrap_or_default());
    assert!(rows.len() > 5000, "{} rows of a week", rows.len());
    for row in rows {
        let hex = |text: &str| text.len() == 16 && text.chars().all(|c| c.is_ascii_hexdigit());
        assert!(hex(&row["case_id"]) && hex(&row["part_id"]) && !row["activity"].is_empty(), "{row:?}");
        assert!(row["end"].as_str() >= "w00.1mon 00:00" && row["start"].as_str() < "w01", "{row:?}");
    }
    assert!(&fine(&[]) == text, "the same seed gives the same bytes");
    assert!(&fine(&["--replication", "1"]) != text, "another replication is another week");
}

#[test]
fn dates_stand_where_the_file_has_a_date() {
    let text =
        fine(&["--set", "calendar.start_date=\"2026-01-05\"", "--from", "2026-01-06", "--until", "w0.wed"]);
    let rows = rows(&text);
    assert!(
        rows.len() > 800 && rows.iter().all(|row| row["end"].starts_with("2026-01-06T")),
        "{}",
        rows.len()
    );
}

#[test]
fn a_piece_of_work_is_queued_then_begun_then_ended() {
    for row in &week().1 {
        assert!(row["queued"] <= row["start"] && row["start"] <= row["end"], "{row:?}");
    }
    let starts: Vec<&String> = week().1.iter().map(|row| &row["start"]).collect();
    assert!(starts.is_sorted(), "the log is in the order of begins");
}

#[test]
fn nobody_is_in_two_places() {
    for (name, rows) in by_person(&week().1) {
        for pair in rows.windows(2) {
            assert!(pair[0]["end"] <= pair[1]["start"], "{name}: {:?} and {:?}", pair[0], pair[1]);
        }
    }
}

/// On a day at work a physician has lunch, unless patients leave no minute of the break. Over sixteen weeks of four seeds
/// that was so on 10 of about 420 days; if days are independent, fewer than eight days in ten with a lunch are a false
/// alarm in less than one week of 10,000 (binomial, 27 days).
#[test]
fn physicians_have_lunch() {
    let (mut at_work, mut lunches) = (0, 0);
    for (name, rows) in by_person(&week().1) {
        if !name.starts_with("physicians") {
            continue;
        }
        let mut days: Vec<&str> =
            rows.iter().filter(|row| row["class"] == "visit").map(|row| day(row)).collect();
        days.dedup();
        at_work += days.len();
        for today in days {
            let rests: Vec<_> =
                rows.iter().filter(|row| row["class"] == "rest" && day(row) == today).collect();
            assert!(rests.len() <= 1, "{name}: one lunch a day");
            assert!(rests.iter().all(|row| ("11:59".."13:00").contains(&clock(row))), "{name}: {rests:?}");
            lunches += rests.len();
        }
    }
    assert!(at_work >= 20, "{at_work} days at work in a week of six physicians");
    assert!(10 * lunches >= 8 * at_work, "{lunches} lunches on {at_work} days");
}

/// Eight clinicians with more desk work than hours. In this week of eight seeds there were 5 to 369 pieces of work in the
/// evening; if their logarithm is normal, a week without any, a false alarm, comes in about 3 of 1000.
#[test]
fn evenings_are_worked_at_home() {
    let rows = &week().1;
    let clinicians = |row: &&Row| row["role"] == "physician" || row["role"] == "app";
    let evening: Vec<&Row> = rows.iter().filter(clinicians).filter(|row| clock(row) >= "20:00").collect();
    assert!(!evening.is_empty(), "somebody works in the evening");
    for row in &evening {
        assert_eq!((row["at_home"].as_str(), row["class"] == "visit"), ("true", false), "{row:?}");
    }
    let early = |row: &&Row| clock(row) < "08:00" || day(row).ends_with("sat") || day(row).ends_with("sun");
    for row in rows.iter().filter(|row| !row["resource"].is_empty()).filter(early) {
        assert_eq!(row["at_home"], "true", "before the first session there is only work at home: {row:?}");
    }
    let by_day = |row: &&Row| ("09:00".."11:00").contains(&clock(row)) && !early(row);
    assert!(rows.iter().filter(by_day).all(|row| row["at_home"] == "false"), "by day people are at work");
}

#[test]
fn a_patient_is_checked_in_then_roomed_then_seen() {
    let rows = &week().1;
    let mut visits: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row["case_id"] == row["part_id"] && row["helps"] == "false") {
        visits.entry(&row["case_id"]).or_default().push(row);
    }
    let mut seen = 0;
    for steps in visits.values().filter(|steps| steps.iter().any(|row| row["class"] == "visit")) {
        let at = |activity: &str| steps.iter().position(|row| row["activity"].starts_with(activity));
        let (check_in, rooming, visit) = (at("check_in"), at("rooming"), at("visit"));
        if steps[0]["kind"] == "virtual" {
            assert!(
                check_in.is_none() && rooming.is_none(),
                "nobody rooms a patient who is elsewhere: {steps:?}"
            );
        } else {
            assert!(check_in.is_some() && check_in < rooming && rooming < visit, "{steps:?}");
        }
        for pair in steps.windows(2) {
            assert!(
                pair[0]["end"] <= pair[1]["queued"] || pair[0]["queued"] == pair[1]["queued"],
                "{pair:?}"
            );
        }
        seen += 1;
    }
    assert!(seen > 400, "{seen} visits in a week of eight clinicians");
    let patient = &visits.values().find(|steps| steps.len() > 4).expect("a visit")[0]["patient_id"];
    let told = fine(&["--patient", patient]);
    let places: Vec<_> =
        ["check_in", "rooming", "visit"].iter().map(|step| told.find(&format!("  {step}"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{told}");
}

#[test]
fn a_case_brings_its_results_and_a_message_is_followed_to_its_end() {
    let rows = &week().1;
    let test = rows.iter().find(|row| row["class"] == "order").expect("orders are entered");
    let told: Value = serde_json::from_str(&fine(&["--case", &test["case_id"], "--json"])).expect("JSON");
    assert_eq!(told["schema"], "cliniq.trace.path/1");
    assert_eq!(told["cases"][0]["case_id"], test["case_id"].as_str());
    let told: Value =
        serde_json::from_str(&fine(&["--message", "renewal_request", "--number", "3", "--json"]))
            .expect("JSON");
    let case = &told["cases"][0];
    let steps = case["steps"].as_array().expect("steps");
    let minutes = |value: &Value| value.as_f64().expect("minutes");
    let touched: f64 = steps.iter().map(|step| minutes(&step["minutes"])).sum();
    assert!((minutes(&case["minutes"]) - touched).abs() < 1e-6 && !steps.is_empty(), "{told}");
    let waited: f64 = steps.iter().map(|step| minutes(&step["waited_minutes"])).sum();
    assert!(case["closed"].is_null() || (minutes(&case["waited_minutes"]) - waited).abs() < 1e-6, "{told}");
}

#[test]
fn a_day_is_told_from_midnight_to_midnight() {
    let told: Value = serde_json::from_str(&fine(&["--person", "physicians-1", "--day", "w0.wed", "--json"]))
        .expect("JSON");
    assert_eq!((&told["schema"], &told["role"]), (&"cliniq.trace.day/1".into(), &"physician".into()));
    let lines = told["lines"].as_array().expect("lines");
    let sum: f64 = lines.iter().map(|line| line["minutes"].as_f64().expect("minutes")).sum();
    assert!((sum - 1440.0).abs() < 1e-6, "{sum} minutes of a day");
    assert!(lines.windows(2).all(|pair| pair[0]["end"] == pair[1]["start"]), "no gap and no overlap");
    // the same work as in the log of the week
    let of_week = by_person(&week().1)["physicians-1"].iter().filter(|row| day(row) == "w00.3wed").count();
    assert_eq!(lines.iter().filter(|line| line["class"] != "free").count(), of_week);
    let text = fine(&["--person", "physicians-1", "--day", "w0.wed"]);
    for words in ["free", "work before 08:00", "work after 18:00", "24:00:00"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn who_or_what_is_not_there_is_refused_with_a_suggestion() {
    for (arguments, said) in [
        (&["--person", "physician-1", "--day", "w0.wed"][..], "did you mean `physicians-1`?"),
        (&["--person", "physicians-1", "--day", "w0.weds"], "did you mean `wed`?"),
        (&["--person", "physicians-1", "--day", "w99.wed"], "not in the run"),
        (&["--patient", "99999999"], "known here: 0 to"),
        (&["--message", "renewal_reqest"], "did you mean `renewal_request`?"),
        (&["--message", "renewal_request", "--number", "99999"], "no number 99999"),
        (&["--case", "xyz"], "16 hex digits"),
        (&["--case", "0000000000000000"], "no case"),
        (&["--until", "w0.mon"], "expected one after"),
        (&["--set", "run.weeks=0", "--set", "roles.ma.wage_usd_per_hour=-1"], "run.weeks"),
    ] {
        let found = refused(arguments);
        assert!(found.contains(said), "{arguments:?}: {found}");
    }
    let both = refused(&["--set", "run.weeks=0", "--set", "roles.ma.wage_usd_per_hour=-1"]);
    assert!(both.contains("roles.ma.wage_usd_per_hour"), "all faults at once: {both}");
}

#[test]
fn small_groups_of_real_people_are_not_told_of() {
    fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
        [&["--set", "data=real"][..], more].concat()
    }
    assert!(refused(&with(&[])).contains("real data"));
    let apps = refused(&with(&["--person", "apps-1", "--day", "w0.wed"]));
    assert!(apps.contains("only 2 work as app at main"), "{apps}");
    assert!(fine(&with(&["--person", "physicians-1", "--day", "w0.wed"])).contains("physician"));
}
