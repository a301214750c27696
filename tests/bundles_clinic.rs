//! Bundles of a small clinic, as a person meets them: `factorial` and `compare --explain` as a process.

#[path = "support/place.rs"]
mod place;

use place::Place;
use serde_json::Value;

/// Two physicians with a panel each, two assistants, a nurse; people have states, orders may go wrong, money counts.
const BASE: &str = r#"
schema = 1
[run]
weeks = 5
warmup_weeks = 1
period = [1, 5]
[calendar]
sessions = { morning = "08:00-12:00", afternoon = "13:00-17:00" }
day_end = "own_limit"
[roles.physician]
clinician = true
wage_usd_per_hour = 100
day = { lunch_minutes = 40, stays_until = "18:00", evening = "20:00-23:00" }
[roles.ma]
wage_usd_per_hour = 20
day = { lunch_minutes = 40 }
[roles.nurse]
[well_being]
enabled = true
[economics]
price_year = 2023
discount_rate_per_year = 0.03
perspective = "clinic"
[clinics.main]
panel_per_clinician = 400
rooms = { exam = 4 }
[clinics.main.staff]
physicians = { role = "physician", count = 2 }
assistants = { role = "ma", count = 2 }
nurses = { role = "nurse" }
[demand.annual]
visits_per_patient_year = 10
pathway = "visit"
longest_wait_days = 10
[booking]
[tasks]
rooming = { roles = ["ma", "nurse"], minutes = { lognormal = { mean = 6, cv = 0.5 } } }
visit = { roles = ["physician"], minutes = { lognormal = { mean = 18, cv = 0.6 } }, medication_orders = 1 }
note = { class = "note", roles = ["physician"], minutes = { lognormal = { mean = 6, cv = 0.8 } }, parts = { documentation = 1 } }
[pathways.note.steps]
note = { task = "note", by = "own_clinician" }
[pathways.visit.steps]
rooming = { task = "rooming", room = "take exam", next = "visit" }
visit = { task = "visit", by = "own_clinician", assistants = ["ma"], room = "release", starts = ["note"] }
[messages.patient_message]
source = "panel"
per_patient_year = 10
route = ["own_clinician"]
minutes = { own_clinician = { lognormal = { mean = 2, cv = 1 } } }
due_hours = 24
"#;

/// Writing by assistants, a nurse who looks at messages first, and an announcement of which nothing comes.
const BUNDLE: &str = r#"
schema = 1
extends = "clinic.toml"
[interventions.notes.team_documentation]
note_share = 0.6
[interventions.nurse.inbox_triage]
kinds.patient_message = { by = "nurse", closes_at_first_touch = 0.5, minutes = 3 }
[interventions.words.inbox_reduction]
kinds.patient_message = { keep_share = 0.1 }
[interventions.words.rollout]
fidelity = 0
"#;

/// More people and nothing else; a bundle of which more than the interventions differs; too many parts.
const OTHERS: [(&str, &str); 3] = [
    ("people.toml", "[interventions.more.staffing]\nadd = { ma = 1 }\n"),
    (
        "moved.toml",
        "[clinics.main]\npanel_per_clinician = 300\n[interventions.notes.team_documentation]\nnote_share = 0.6\n\
         [interventions.more.staffing]\nadd = { ma = 1 }\n",
    ),
    (
        "many.toml",
        "[interventions]\na = { staffing.add.ma = 1 }\nb = { staffing.add.ma = 1 }\nc = { staffing.add.ma = 1 }\n\
         d = { staffing.add.ma = 1 }\ne = { staffing.add.ma = 1 }\nf = { staffing.add.ma = 1 }\ng = { staffing.add.ma = 1 }\n",
    ),
];

fn place() -> Place {
    let place = Place::new();
    let write = |name: &str, text: &str| std::fs::write(place.path(name), text).expect("written");
    write("clinic.toml", BASE);
    write("bundle.toml", BUNDLE);
    for (name, text) in OTHERS {
        write(name, &format!("schema = 1\nextends = \"clinic.toml\"\n{text}"));
    }
    place
}

fn mean(value: &Value) -> f64 {
    value["mean"].as_f64().unwrap_or_else(|| panic!("a mean in {value}"))
}

#[test]
fn a_factorial_holds_every_combination_and_each_can_be_run_again() {
    let place = place();
    let found = place.run("factorial bundle.toml --replications 3 --json --out f").json();
    assert_eq!((&found["schema"], &found["scenario"]), (&"cliniq.factorial/1".into(), &"bundle".into()));
    let combinations = found["combinations"].as_array().expect("a list");
    assert_eq!(combinations.len(), 8);
    let manifest = place.text("f/manifest.toml");
    assert_eq!(manifest.matches("forked = true").count(), 7, "all share the warm-up: {manifest}");
    // notes alone, by the settings that the answer gives
    let one = &combinations[1];
    assert_eq!(one["scenario"], "notes");
    let set: Vec<String> = one["set"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|s| format!("--set {}", s.as_str().expect("text")))
        .collect();
    let line = format!("run bundle.toml --replications 3 --json --out r {}", set.join(" "));
    let alone = place.run(&line).json();
    assert_eq!(alone["scenario"]["digest"], one["digest"]);
    let rows = |folder: &str, name: &str| -> Vec<String> {
        let rows = place.rows(&format!("{folder}/outcomes.csv"), name);
        rows.iter().map(|row| row.split_once(',').expect("cells").1.to_owned()).collect()
    };
    assert!(rows("r", "bundle").len() == 3, "{:?}", rows("r", "bundle"));
    let visits = |folder: &str, name: &str| -> Vec<String> {
        rows(folder, name).iter().map(|row| row.split(',').take(8).collect::<Vec<_>>().join(",")).collect()
    };
    assert_eq!(visits("r", "bundle"), visits("f", "notes"));
    // an announcement of which nothing comes has no effect and no part in any
    let minutes = &found["measures"]["documentation_minutes_per_day"];
    for (name, effect) in minutes["effects"].as_object().expect("effects") {
        if name.contains("words") {
            assert_eq!((mean(effect), &effect["verdict"]), (0.0, &"none".into()), "{name}");
        }
    }
    assert!(mean(&minutes["effects"]["notes"]) < -1.0, "{minutes}");
    assert!(place.run("reproduce f").fine().starts_with("identical: 3 replications of 8 scenarios"));
    // more replications go on from the stored ones
    place.run("factorial bundle.toml --replications 4 --quiet --out f").fine();
    assert!(place.text("f/run.log").contains("4 replications, 3 of them stored before"));
}

#[test]
fn factors_join_interventions_and_leave_the_others_as_they_are() {
    let place = place();
    let command =
        "factorial bundle.toml --replications 2 --json --measures inbox_minutes_per_day --out f --factors";
    let found = place.run(&format!("{command} nurse+words")).json();
    assert_eq!(
        found["parts"][0],
        serde_json::json!({ "name": "nurse+words", "changes": ["nurse", "words"] })
    );
    let combinations: Vec<&str> = found["combinations"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|c| c["scenario"].as_str())
        .collect();
    assert_eq!(combinations, ["none", "nurse+words"]);
    assert!(place.text("f/inputs/none.toml").contains("[interventions.notes.team_documentation]"));
    assert!(!place.text("f/inputs/none.toml").contains("interventions.nurse"));
    let before = place.names();
    for (factors, words) in
        [("nruse", "did you mean `nurse`?"), ("nurse,nurse", "stands in it twice"), ("nurse+", "found ``")]
    {
        let ran = place.run(&format!("factorial bundle.toml --factors {factors}"));
        assert!(ran.code == Some(2) && ran.talk.contains(words), "{factors}: {}", ran.talk);
    }
    for (line, words) in [
        (
            "factorial many.toml",
            "7 parts, which make 128 combinations; at most 6 parts are run: join some with --factors",
        ),
        ("compare clinic.toml many.toml --explain", "at most 6 parts"),
        ("factorial clinic.toml", "has no interventions"),
        ("compare bundle.toml bundle.toml --explain", "has no intervention that bundle does not have"),
        ("compare clinic.toml bundle.toml people.toml --explain", "one file"),
        ("compare clinic.toml bundle.toml --factors notes", "--explain"),
    ] {
        let ran = place.run(line);
        assert!(ran.code == Some(2) && ran.talk.contains(words), "{line}: {}", ran.talk);
    }
    assert_eq!(place.names(), before, "nothing is written");
}

#[test]
fn an_explanation_sums_to_the_difference_and_names_levers_and_who_pays() {
    let place = place();
    let found = place.run("compare clinic.toml bundle.toml --explain --replications 4 --json --out x").json();
    let plain = place.run("compare clinic.toml bundle.toml --replications 4 --json --out p").json();
    assert_eq!(found["differences"], plain["differences"]);
    assert_eq!(found["scenarios"], plain["scenarios"]);
    let explanation = &found["explanation"];
    let measures = explanation["measures"].as_object().expect("measures");
    assert!(measures.len() > 5, "{measures:?}");
    for (name, told) in measures {
        let parts: f64 = told["parts"].as_object().expect("parts").values().map(mean).sum();
        let total = mean(&told["total"]);
        assert!((parts - total).abs() <= 1e-9 * total.abs().max(1.0), "{name}: {parts}, {total}");
        assert_eq!(mean(&told["parts"]["words"]), 0.0, "{name}");
        assert!(told.get("rest").is_none(), "{name}");
        assert_eq!(total, mean(&plain["differences"][0]["measures"][name]), "{name}");
    }
    let alone = &explanation["alone"]["notes"];
    assert_eq!(alone["levers"], serde_json::json!(["notes"]));
    let moved = alone["moved"].as_array().expect("a list");
    let of = |name: &str| moved.iter().find(|one| one["measure"] == name);
    assert!(mean(of("documentation_minutes_per_day").expect("always told")) < -1.0, "{moved:?}");
    let pays = of("documentation_minutes_per_day.ma").expect("assistants pay");
    assert!(mean(pays) > 1.0 && pays["n"] == 4, "{pays}");
    assert!(of("documentation_minutes_per_day.nurse").is_none(), "who writes nothing pays nothing");
    assert!(place.run("reproduce x").fine().starts_with("identical: 4 replications of 8 scenarios"));
    let text = place.run("compare clinic.toml bundle.toml --explain --replications 4 --out x").fine();
    for words in ["What each part contributes", "notes moves the lever notes.", "(pays)", "rests on"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn what_else_a_file_changes_is_told_apart_from_its_interventions() {
    let place = place();
    let found = place.run("compare clinic.toml moved.toml --explain --replications 2 --json --out x").json();
    let told = &found["explanation"]["measures"]["visits_per_week"];
    let parts: f64 = told["parts"].as_object().expect("parts").values().map(mean).sum();
    assert!(mean(&told["rest"]) < -10.0, "a smaller panel: {told}");
    assert!((parts + mean(&told["rest"]) - mean(&told["total"])).abs() < 1e-9, "{told}");
    assert_eq!(found["explanation"]["combinations"][0]["scenario"], "none");
}

#[test]
fn a_verdict_carries_the_weakest_grade_between_the_change_and_the_measure() {
    let place = place();
    let grades = |files: &str, out: &str| {
        let found = place.run(&format!("compare {files} --replications 2 --json --out {out}")).json();
        found["differences"][0]["measures"].clone()
    };
    let grade = |of: &Value, name: &str| of[name]["weakest_grade"]["grade"].clone();
    // more people are a definition: nothing but what turns work into the measure is graded
    let people = grades("clinic.toml people.toml", "a");
    assert_eq!(people["patient_wait_minutes"]["weakest_grade"], Value::Null);
    assert_eq!(people["utilization.physician"]["weakest_grade"], Value::Null);
    assert_eq!(grade(&people, "exhaustion_mean"), "assumption");
    let first = people["exhaustion_mean"]["weakest_grade"]["parameter"].as_str().expect("a path");
    assert!(first.starts_with("well_being."), "{first}");
    assert_eq!(grade(&people, "cost_per_year.wages"), "assumption");
    let first = people["cost_per_year.wages"]["weakest_grade"]["parameter"].as_str().expect("a path");
    assert!(first.starts_with("economics."), "{first}");
    // a share that nobody has measured is on the way to everything
    let bundle = grades("clinic.toml bundle.toml", "b");
    let wait = &bundle["patient_wait_minutes"]["weakest_grade"];
    assert_eq!((&wait["grade"], &wait["parameters"]), (&"assumption".into(), &5.into()), "{wait}");
    // the same file twice differs in nothing
    std::fs::write(place.path("again.toml"), "schema = 1\nextends = \"clinic.toml\"\n").expect("written");
    let again = grades("clinic.toml again.toml", "c");
    assert!(again.as_object().expect("measures").values().all(|m| m["weakest_grade"].is_null()), "{again}");
    // the files say the same
    let rows = place.rows("a/summary.csv", "people");
    let row = rows.iter().find(|row| row.contains(",all,exhaustion_mean,")).expect("a row");
    assert!(row.contains(",assumption,well_being."), "{row}");
    let text = place.run("compare clinic.toml people.toml --replications 2 --out a").fine();
    assert!(text.contains("rests on") && text.contains("Rests on: the weakest grade"), "{text}");
}
