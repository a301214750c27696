//! `run`, `compare`, `reproduce` and `export` as a person meets them: the program as a process.

#[path = "support/place.rs"]
mod place;

use std::collections::BTreeSet;

use place::Place;
use serde_json::Value;

/// The keys of an object, sorted.
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn one_two_and_eight_threads_write_the_same_bytes() {
    let place = Place::new();
    for command in ["run base.toml", "compare base.toml desk.toml same.toml"] {
        let mut first = None;
        for threads in [1, 2, 8] {
            let out = format!("{}-{threads}", &command[..3]);
            let ran =
                place.run(&format!("{command} --replications 9 --json --threads {threads} --out {out}"));
            let found = (ran.fine(), place.result(&out));
            assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "{command}, {threads} threads");
        }
    }
}

#[test]
fn rows_of_a_scenario_are_the_same_in_any_order_and_company() {
    let place = Place::new();
    let all = place.run("compare base.toml desk.toml rooms.toml --replications 6 --json --out all").json();
    let other =
        place.run("compare base.toml rooms.toml desk.toml --replications 6 --json --out other").json();
    let pair = place.run("compare base.toml rooms.toml --replications 6 --json --out pair").json();
    let back = place.run("compare rooms.toml base.toml --replications 6 --json --out back").json();
    let alone = place.run("run rooms.toml --replications 6 --json --out alone").json();
    let rooms = place.rows("all/outcomes.csv", "rooms");
    assert_eq!(rooms.len(), 6);
    for folder in ["other", "pair", "back", "alone"] {
        assert_eq!(place.rows(&format!("{folder}/outcomes.csv"), "rooms"), rooms, "{folder}");
    }
    for (scenario, folder) in [("base", "other"), ("base", "pair"), ("desk", "other"), ("rooms", "pair")] {
        let (one, two) = (format!("{folder}/summary.csv"), "all/summary.csv");
        assert_eq!(place.rows(&one, scenario), place.rows(two, scenario), "{scenario} in {folder}");
    }
    let measures = |document: &Value, index: usize| document["scenarios"][index]["measures"].clone();
    assert_eq!(measures(&all, 2), measures(&other, 1));
    assert_eq!(measures(&all, 2), measures(&back, 0));
    assert_eq!(measures(&all, 2), alone["measures"]);
    assert_eq!(all["differences"][1], pair["differences"][0]);
    assert_eq!(all["differences"][0], other["differences"][1]);
}

#[test]
fn an_empty_change_differs_by_exactly_nothing_and_a_real_one_does() {
    let place = Place::new();
    let found = place.run("compare base.toml same.toml desk.toml --replications 5 --json --out o").json();
    let scenarios = &found["scenarios"];
    assert_eq!(scenarios[0]["digest"], scenarios[1]["digest"]);
    let forked: Vec<&Value> = (0..3).map(|index| &scenarios[index]["forked"]).collect();
    assert_eq!(forked, [&Value::Bool(false), &Value::Bool(true), &Value::Bool(false)]);
    let same = found["differences"][0]["measures"].as_object().expect("measures");
    assert!(same.len() > 15, "{} measures", same.len());
    for (name, measure) in same {
        assert_eq!(measure["verdict"], "none", "{name}");
        if measure["n"] == 0 {
            assert!(measure["mean"].is_null(), "{name}");
        } else {
            assert_eq!(
                (measure["mean"].as_f64(), measure["half_width"].as_f64()),
                (Some(0.0), Some(0.0)),
                "{name}"
            );
        }
    }
    let changed = &found["differences"][1]["measures"];
    // One at the desk in place of two serves 12 patients an hour of 2 minutes: waiting there grows tenfold.
    assert_eq!(changed["step_wait_minutes.check_in"]["verdict"], "higher");
    assert_eq!(changed["utilization.front_desk"]["verdict"], "higher");
}

#[test]
fn json_documents_have_the_promised_keys() {
    let place = Place::new();
    let run = place.run("run base.toml --replications 3 --seed 4 --json --out r").json();
    assert_eq!(keys(&run), ["measures", "replications", "scenario", "schema", "seed"]);
    assert_eq!(
        (&run["schema"], &run["seed"], &run["replications"]),
        (&"cliniq.run/1".into(), &4.into(), &3.into())
    );
    assert_eq!(keys(&run["scenario"]), ["digest", "file", "name"]);
    assert_eq!((&run["scenario"]["name"], &run["scenario"]["file"]), (&"base".into(), &"base.toml".into()));
    let numbers = ["half_width", "level", "mean", "n", "per", "unit"];
    for (name, measure) in run["measures"].as_object().expect("measures") {
        assert_eq!(keys(measure), numbers, "{name}");
        assert_eq!(measure["level"], 0.95);
    }
    let wanted = [
        "visits_per_week",
        "patient_wait_minutes",
        "patient_wait_minutes_p90",
        "visit_cycle_minutes",
        "last_completion_minutes",
        "utilization.doctor",
        "room_utilization.exam",
        "step_wait_minutes.rooming",
        "step_wait_minutes.rooming.booked",
        "left_without_being_seen_fraction",
        "turned_away_fraction",
        "inbox_messages_per_week",
        "inbox_messages_per_week.inbox",
        "inbox_turnaround_hours",
        "inbox_turnaround_hours_p90",
        "inbox_backlog",
        "inbox_traffic_intensity",
        "work_minutes_per_day.assistant",
        "in_hours_intensity.front_desk",
    ];
    let found = keys(&run["measures"]);
    assert!(wanted.iter().all(|name| found.contains(name)), "{found:?}");
    let compare = place.run("compare base.toml desk.toml --replications 3 --json --out c").json();
    assert_eq!(keys(&compare), ["differences", "scenarios", "schema", "seed"]);
    assert_eq!(compare["schema"], "cliniq.compare/1");
    for scenario in compare["scenarios"].as_array().expect("two") {
        assert_eq!(keys(scenario), ["digest", "file", "forked", "measures", "name"]);
        assert!(scenario["measures"].as_object().expect("measures").values().all(|m| keys(m) == numbers));
    }
    let difference = &compare["differences"][0];
    assert_eq!(keys(difference), ["baseline", "measures", "scenario"]);
    let words = [
        "correlation",
        "half_width",
        "level",
        "mean",
        "more_runs",
        "n",
        "p_adjusted",
        "verdict",
        "watched",
        "weakest_grade",
    ];
    for (name, measure) in difference["measures"].as_object().expect("measures") {
        assert_eq!(keys(measure), words, "{name}");
        let verdict = measure["verdict"].as_str().expect("a word");
        assert!(["lower", "higher", "unclear", "none"].contains(&verdict), "{name}: {verdict}");
    }
}

#[test]
fn six_replications_and_six_more_are_twelve() {
    let place = Place::new();
    let grown = "compare base.toml desk.toml --json --out grown --replications";
    place.run(&format!("{grown} 6")).fine();
    let shorter = place.result("grown");
    let longer = place.run(&format!("{grown} 12")).fine();
    let whole = place.run("compare base.toml desk.toml --json --out whole --replications 12").fine();
    assert_eq!(longer, whole);
    assert_eq!(place.result("grown"), place.result("whole"));
    assert!(place.text("grown/run.log").contains("12 replications, 6 of them stored before"));
    // and back: the twelve are stored, six are reported
    place.run(&format!("{grown} 6")).fine();
    assert_eq!(place.result("grown"), shorter);
}

#[test]
fn a_folder_of_another_digest_is_refused_and_left_alone() {
    let place = Place::new();
    place.run("run base.toml --replications 2 --out mine").fine();
    let before = place.result("mine");
    for other in
        ["run desk.toml", "run base.toml --seed 9", "run base.toml --weeks 6", "compare base.toml desk.toml"]
    {
        let ran = place.run(&format!("{other} --replications 2 --out mine"));
        assert_eq!(ran.code, Some(2), "{other}: {}", ran.talk);
        assert!(ran.talk.contains("mine holds another run"), "{}", ran.talk);
        assert!(ran.data.is_empty());
        assert_eq!(place.result("mine"), before, "{other}");
    }
    std::fs::create_dir(place.path("foreign")).expect("a folder");
    std::fs::write(place.path("foreign/letter.txt"), "dear").expect("written");
    assert_eq!(place.run("run base.toml --replications 2 --out foreign").code, Some(2));
    assert_eq!(std::fs::read_dir(place.path("foreign")).expect("listed").count(), 1);
}

#[test]
fn the_default_folder_is_named_by_scenario_and_digest() {
    let place = Place::new();
    place.run("run base.toml --replications 2 --quiet").fine();
    let names: Vec<String> = std::fs::read_dir(place.path("output"))
        .expect("listed")
        .map(|entry| entry.expect("listed").file_name().to_string_lossy().into_owned())
        .collect();
    let digest = place.text(&format!("output/{}/manifest.toml", names[0]));
    let digest = digest.lines().find_map(|line| line.strip_prefix("input_digest = \"")).expect("a digest");
    assert_eq!(names, [format!("base-{}", &digest[..8])]);
    // The same command goes on in the same folder.
    place.run("run base.toml --replications 3 --quiet").fine();
    assert_eq!(std::fs::read_dir(place.path("output")).expect("listed").count(), 1);
}

#[test]
fn a_stored_run_is_reproduced_or_told_apart() {
    let place = Place::new();
    place.run("compare base.toml desk.toml --replications 4 --measures utilization --out done").fine();
    let said = place.run("reproduce done").fine();
    assert!(said.starts_with("identical: 4 replications of 2 scenarios, result digest "), "{said}");
    for table in ["done/outcomes.csv", "done/summary.csv", "done/measures.csv"] {
        let honest = place.text(table);
        let row = honest.lines().nth(3).expect("a row");
        let forged = if table == "done/measures.csv" {
            row.replace("desk", "dusk")
        } else {
            row.replacen("0.", "1.", 1)
        };
        let forged = if forged == row { format!("{row} ") } else { forged };
        std::fs::write(place.path(table), honest.replacen(row, &forged, 1)).expect("written");
        let ran = place.run("reproduce done");
        assert_eq!(ran.code, Some(1), "{table}: {}", ran.data);
        assert!(ran.talk.contains(&format!("{}, line 4: stored ", &table[5..])), "{}", ran.talk);
        std::fs::write(place.path(table), honest).expect("written");
    }
    assert_eq!(place.run("reproduce done").code, Some(0));
    let input = place.text("done/inputs/desk.toml");
    std::fs::write(
        place.path("done/inputs/desk.toml"),
        input.replace("mean = 2.0", "mean = 2.5").replace("mean = 2 }", "mean = 2.5 }"),
    )
    .expect("written");
    let ran = place.run("reproduce done");
    assert!(ran.code == Some(1) && ran.talk.contains("digest of desk"), "{:?}: {}", ran.code, ran.talk);
    std::fs::write(place.path("done/inputs/desk.toml"), input).expect("written");
    let block = std::fs::read_dir(place.path("done/blocks"))
        .expect("listed")
        .next()
        .expect("a block")
        .expect("listed");
    let mut bytes = std::fs::read(block.path()).expect("readable");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(block.path(), bytes).expect("written");
    let ran = place.run("reproduce done");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.talk.contains("missing or damaged") && ran.talk.contains("cliniq compare base.toml"),
        "{}",
        ran.talk
    );
}

#[test]
fn an_export_holds_every_number_and_its_dictionary_every_measure() {
    let place = Place::new();
    let found = place.run("compare base.toml desk.toml --replications 3 --json --out done").json();
    let rows = place.run("export done").fine();
    let mut lines = rows.lines();
    assert_eq!(lines.next(), Some("scenario,replication,window,site,measure,unit,value"));
    let measures = found["scenarios"][0]["measures"].as_object().expect("measures");
    // Two scenarios, three replications, the summary and two periods (of five weeks: four and one).
    assert_eq!(lines.count(), 2 * 3 * 3 * measures.len());
    assert!(rows.contains("\ndesk,2,period 2,all,visits_per_week,visits,"));
    let of = |begin: &str| -> Vec<f64> {
        let rows = rows
            .lines()
            .filter(|line| line.starts_with(begin) && line.contains(",summary,all,visit_cycle_minutes,"));
        rows.map(|row| row.rsplit(',').next().and_then(|cell| cell.parse().ok()).expect("a number")).collect()
    };
    let values = of("base,");
    let mean = found["scenarios"][0]["measures"]["visit_cycle_minutes"]["mean"].as_f64().expect("a mean");
    assert!(
        values.len() == 3 && (values.iter().sum::<f64>() / 3.0 - mean).abs() < 1e-9,
        "{values:?}, {mean}"
    );
    place.run("export done --out long.csv").fine();
    assert_eq!(place.text("long.csv"), rows);
    let dictionary = place.run("export done --dictionary").fine();
    assert!(dictionary.starts_with("measure,label,unit,per,better,source\n"), "{dictionary}");
    let named: BTreeSet<&str> =
        dictionary.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(named, measures.keys().map(String::as_str).collect());
}

#[test]
fn measures_are_chosen_by_name_or_family_and_unknown_ones_refused() {
    let place = Place::new();
    let ran = place.run("run base.toml --replications 2 --measures patient_wiat_minutes --out o");
    assert_eq!(ran.code, Some(2));
    assert!(ran.talk.contains("did you mean patient_wait_minutes?"), "{}", ran.talk);
    assert!(!place.names().contains(&"o".to_string()), "nothing is written");
    let found = place
        .run("run base.toml --replications 2 --measures utilization,inbox_backlog --json --out o")
        .json();
    assert_eq!(
        keys(&found["measures"]),
        ["inbox_backlog", "utilization.assistant", "utilization.doctor", "utilization.front_desk"]
    );
}

#[test]
fn a_precision_stops_at_the_same_number_on_any_threads() {
    let place = Place::new();
    let mut first = None;
    for threads in [1, 2, 8] {
        let command =
            "run base.toml --weeks 2 --period 0..2 --precision 0.03 --measures patient_wait_minutes";
        let ran = place.run(&format!("{command} --json --threads {threads} --out p{threads}"));
        let found = (ran.json(), place.result(&format!("p{threads}")));
        let wait = &found.0["measures"]["patient_wait_minutes"];
        let relative =
            wait["half_width"].as_f64().expect("a number") / wait["mean"].as_f64().expect("a number");
        assert!(relative <= 0.03, "{relative}");
        assert!(wait["n"].as_u64().is_some_and(|n| (10..2000).contains(&n)), "{wait}");
        assert_eq!(first.get_or_insert_with(|| found.clone()), &found);
    }
    let both = place.run("run base.toml --precision 0.1 --replications 4 --out q");
    assert_eq!(both.code, Some(2), "{}", both.talk);
}

#[test]
fn options_and_overrides_are_one_and_the_same() {
    let place = Place::new();
    let digest = |line: &str, out: &str| {
        let found = place.run(&format!("run base.toml --replications 2 --json --out {out} {line}")).json();
        (found["scenario"]["digest"].clone(), found["measures"].clone())
    };
    let options = digest("--weeks 6 --warmup-weeks 2 --period 1..4", "a");
    let sets = digest("--set run.weeks=6 --set run.warmup_weeks=2 --set run.period=[1,4]", "b");
    assert_eq!(options, sets);
    assert!(place.text("a/inputs/base.toml").contains("weeks = 6"));
    let plain = digest("", "c");
    let desk = digest("--set clinics.main.staff.desk.count=1", "d");
    assert!(options != plain && desk != plain);
    // An override says the same as a file that extends.
    let file = place.run("run desk.toml --replications 2 --json --out e").json();
    assert_eq!(desk, (file["scenario"]["digest"].clone(), file["measures"].clone()));
    let seeded = digest("--seed 2", "f");
    assert!(seeded.0 == plain.0 && seeded.1 != plain.1, "the seed is no part of the scenario");
}

#[test]
fn faults_of_overrides_point_at_the_override_and_nothing_is_written() {
    let place = Place::new();
    let before = place.names();
    let cases = [
        ("clinics.main.staff.desk.cuont=1", "did you mean `count`?", "#2:1:25"),
        ("clinics.main.staff.desk.count=-1", "0 to 5000", "#2:1:31"),
        ("clinics.north.staff.desk.count=1", "main", "#2:1:9"),
        ("run.weeks=many", "whole number", "#2:1:11"),
        ("run.weeks", "path=value", "#2:1:1"),
    ];
    for (set, word, spot) in cases {
        let ran = place.run(&format!("run base.toml --set run.weeks=6 --set {set}"));
        assert_eq!(ran.code, Some(2), "{set}");
        assert!(
            ran.talk.contains(&format!("--set {spot}")) && ran.talk.contains(word),
            "{set}: {}",
            ran.talk
        );
        let ran = place.run(&format!("run base.toml --json --set run.weeks=6 --set {set}"));
        let document: Value = serde_json::from_str(&ran.data).expect("JSON");
        assert_eq!(document["faults"][0]["file"], "--set #2", "{document:#}");
        assert!(ran.talk.is_empty(), "faults are data where JSON was asked for: {}", ran.talk);
    }
    for wrong in ["--replications 0", "--precision 2", "--period 4..1", "--threads 0", "--nonsense"] {
        assert_eq!(place.run(&format!("run base.toml {wrong}")).code, Some(2), "{wrong}");
    }
    assert_eq!(place.run("compare base.toml").code, Some(2));
    assert_eq!(place.names(), before);
}

#[test]
fn quiet_says_nothing_and_talk_never_enters_the_data() {
    let place = Place::new();
    let quiet = place.run("run base.toml --replications 2 --quiet --out q");
    assert_eq!((quiet.code, quiet.data.as_str(), quiet.talk.as_str()), (Some(0), "", ""));
    let loud = place.run("compare base.toml desk.toml --replications 2 --out l");
    assert!(loud.data.contains("front_desk") && loud.data.contains("\nFiles: l "), "{}", loud.data);
    let json = place.run("run base.toml --replications 2 --json --out j");
    assert!(
        serde_json::from_str::<Value>(&json.data).is_ok() && json.talk.contains("Files: j"),
        "{}",
        json.talk
    );
}
