//! Trials of clinics by the command line: the shipped studies run, a change that does nothing has no effect, results do not depend on
//! threads or interruptions, and a trial of one's own is read and analysed.

#[path = "support/place.rs"]
mod place;

use std::fs;
use std::path::Path;

use place::{Place, copy_folder};
use serde_json::Value;

const STUDIES: &str = "scenarios/studies/trials";

fn place() -> Place {
    let place = Place::new();
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"), &place.path("scenarios"));
    place
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn analysis<'a>(design: &'a Value, name: &str) -> &'a Value {
    let analyses = design["analyses"].as_array().expect("analyses");
    analyses.iter().find(|of| of["analysis"] == name).expect("the analysis")
}

#[test]
fn every_shipped_study_is_checked_and_runs() {
    let place = place();
    let mut studies = 0;
    let mut names: Vec<_> =
        fs::read_dir(place.path(STUDIES)).expect("listed").map(|e| e.expect("an entry").path()).collect();
    names.sort();
    for path in names {
        let text = fs::read_to_string(&path).expect("a file");
        if !text.contains("\nperiod_weeks") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let checked = place.run(&format!("check {STUDIES}/{name}.toml"));
        assert_eq!(checked.code, Some(0), "{name}: {}{}", checked.data, checked.talk);
        let ran = place.run(&format!("trial {STUDIES}/{name}.toml --replications 2 --out {name} --json"));
        assert_eq!(ran.code, Some(0), "{name}: {}{}", ran.data, ran.talk);
        let answer = json(&ran.data);
        assert_eq!(answer["failed"], 0, "{name}");
        for file in ["report.html", "report.md", "result.json", "inputs/study.toml"] {
            assert!(place.path(&format!("{name}/{file}")).is_file(), "{name}/{file}");
        }
        studies += 1;
    }
    assert!(studies >= 13, "{studies} studies");
}

/// In a study whose change does nothing the truth is exactly zero in every repetition, and what is seen is what is seen without it.
#[test]
fn a_change_that_does_nothing_is_nothing_on_any_number_of_threads() {
    let place = place();
    let ran = place.run(&format!("trial {STUDIES}/drift.toml --replications 4 --threads 1 --out one --json"));
    assert_eq!(ran.code, Some(0), "{}", ran.talk);
    for design in json(&ran.data)["designs"].as_array().expect("designs") {
        assert_eq!(
            (&design["truth"]["value"], &design["truth"]["mc_error"]),
            (&Value::from(0.0), &Value::from(0.0))
        );
        for of in design["analyses"].as_array().expect("analyses") {
            assert_eq!(of["power"], of["false_alarms"], "{of}");
        }
    }
    // Two first, then four: the same as four at once, on another number of threads.
    let two =
        place.run(&format!("trial {STUDIES}/drift.toml --replications 2 --threads 2 --out two --quiet"));
    assert_eq!(two.code, Some(0), "{}", two.talk);
    let four =
        place.run(&format!("trial {STUDIES}/drift.toml --replications 4 --threads 2 --out two --json"));
    assert_eq!(four.data, ran.data);
    for file in ["verdict.csv", "estimates.csv", "result.json"] {
        let read = |folder: &str| fs::read(place.path(&format!("{folder}/{file}"))).expect("written");
        assert!(read("one") == read("two"), "{file}");
    }
    let other = place.run(&format!("trial {STUDIES}/volunteers.toml --replications 2 --out two"));
    assert_eq!(other.code, Some(2), "another study is refused: {}", other.talk);
}

/// Triage takes minutes off evenings: in four repetitions the truth is below zero in each design, whoever sees it.
#[test]
fn what_works_has_a_truth_below_zero_and_a_pilot_decides() {
    let place = place();
    let ran = place.run(&format!("trial {STUDIES}/designs.toml --replications 4 --out designs --json"));
    assert_eq!(ran.code, Some(0), "{}", ran.talk);
    let answer = json(&ran.data);
    let designs = answer["designs"].as_array().expect("designs");
    assert_eq!(designs.len(), 6);
    for design in designs {
        assert!(design["truth"]["value"].as_f64().expect("a truth") < -5.0, "{}", design["truth"]);
    }
    let pilot = designs.iter().find(|of| of["design"] == "pilot").expect("a pilot");
    assert_eq!(pilot["decisions"].as_array().map(Vec::len), Some(1));
    let did = designs.iter().find(|of| of["design"] == "did").expect("differences");
    let (changes, fixed) = (analysis(did, "changes"), analysis(did, "fixed_cr2"));
    let gap =
        changes["estimate"]["value"].as_f64().expect("n") - fixed["estimate"]["value"].as_f64().expect("n");
    assert!(gap.abs() < 1e-9, "with one begin both are the difference of mean changes: {gap}");
}

/// A small stepped wedge by hand: two-way fixed effects are solved exactly, and the permutation test looks at all six assignments.
#[test]
fn a_trial_of_ones_own_is_analysed() {
    let place = Place::new();
    let mut text = "site,month,treated,person,minutes\n".to_owned();
    for (site, begin, level) in [("a", 1, 10.0), ("b", 2, 20.0), ("c", 3, 15.0)] {
        for month in 0..4 {
            let changed = month >= begin;
            for person in 0..2 {
                let value = level + f64::from(month) + if changed { -3.0 } else { 0.0 } + f64::from(person);
                text.push_str(&format!("{site},{month},{},{site}{person},{value}\n", u8::from(changed)));
            }
        }
    }
    fs::write(place.path("own.csv"), &text).expect("written");
    let ran = place.run("trial analyse --design sw own.csv --tau2 1 --sigma2 1 --json");
    assert_eq!(ran.code, Some(0), "{}", ran.talk);
    let answer = json(&ran.data);
    let effects = answer["effects"].as_array().expect("effects");
    let permuted = effects.iter().find(|of| of["analysis"] == "permutation").expect("a permutation test");
    assert!((permuted["estimate"].as_f64().expect("n") + 3.0).abs() < 1e-9);
    assert_eq!(
        (&answer["permutation"]["assignments"], &answer["permutation"]["exact"]),
        (&Value::from(6), &Value::from(true))
    );
    let gls = &answer["gls"];
    let error = gls["effect"]["standard_error"].as_f64().expect("n");
    assert!((error - gls["closed_form_se"].as_f64().expect("the table is complete")).abs() < 1e-9, "{gls}");
    fs::write(place.path("bad.csv"), text.replace("a,2,1,", "a,2,0,")).expect("written");
    let bad = place.run("trial analyse --design sw bad.csv");
    assert_eq!(bad.code, Some(2));
    assert!(bad.talk.contains("bad.csv:6:") && bad.talk.contains("taken back"), "{}", bad.talk);
}

#[test]
fn power_in_closed_form_is_that_of_a_t_test_where_it_must_be() {
    let place = Place::new();
    // Twelve clusters by two arms, one observation each: a two-sample t test with 10 degrees of freedom and a noncentrality of 2.1·√3.
    let ran = place.run("trial power --design cluster --clusters 12 --effect 2.1 --sd 1 --icc 0.5 --json");
    let power = json(&ran.data)["power"].as_f64().expect("n");
    // scipy.stats: nct.sf(t.ppf(.975, 10), 10, 2.1*sqrt(3)) and its other tail.
    assert!((power - 0.905_139).abs() < 1e-5, "{power}");
    let refused = place.run("trial power --design sw --clusters 3 --sequences 4 --effect 1 --sd 1 --icc 0.1");
    assert_eq!(refused.code, Some(2), "{}", refused.talk);
}
