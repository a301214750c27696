//! `cliniq fit --source namcs`: from survey records to numbers of a scenario.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use cliniq::clinic::Parameters;
use cliniq::intake::{fragment, namcs};
use cliniq::scenario;
use serde_json::Value;

/// Two strata of two units; 100 of the weight has a stated reason, 10 has none, 25 is of surgeons.
const VISITS: &str = "\
CSTRATM,CPSUM,PATWT,SPECCAT,SENBEFOR,MAJOR,NUMMED,AGE
A,1,10,Primary care specialty,\"No, new patient\",New problem (less than 3 mos. onset),0,40
A,1,10,Primary care specialty,\"Yes, established patient\",\"Chronic problem, routine\",2,71
A,2,20,Primary care specialty,\"Yes, established patient\",New problem (less than 3 mos. onset),4,60
A,2,10,Primary care specialty,\"No, new patient\",\"Chronic problem, flare-up\",1,52
B,1,30,Primary care specialty,\"Yes, established patient\",Preventive care,0,3
B,1,10,Primary care specialty,\"Yes, established patient\",Blank,6,80
B,2,10,Primary care specialty,\"No, new patient\",New problem (less than 3 mos. onset),1,33
B,2,10,Primary care specialty,\"Yes, established patient\",Post-surgery,3,64
B,2,25,Surgical care specialty,\"No, new patient\",Pre-surgery,9,64
";

fn fit(text: &str, json: bool) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("visits.csv"), text).expect("written");
    let mut command = Command::cargo_bin("cliniq").expect("the program is built");
    command.current_dir(folder.path()).args(["fit", "visits.csv", "--source", "namcs"]);
    if json {
        command.arg("--json");
    }
    let output = command.output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("it ended"), text(output.stdout), text(output.stderr))
}

/// By hand: acute 40 of 100. Linearized totals of the units A1 (10·0.6 − 10·0.4)/100 = 0.02, A2
/// (20·0.6 − 10·0.4)/100 = 0.08, B1 −30·0.4/100 = −0.12, B2 0.02; variance 2·2·0.03² + 2·2·0.07² = 0.0232.
/// New among acute 20 of 40; totals 0.125, −0.25, 0, 0.125; variance 4·0.1875² + 4·0.0625² = 0.15625.
/// Medicines of acute visits (0·10 + 4·20 + 1·10)/40 = 2.25.
#[test]
fn shares_and_errors_agree_with_the_calculation_by_hand() {
    let (code, out, said) = fit(VISITS, true);
    assert_eq!((code, said.as_str()), (0, ""));
    let document: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(document["schema"], "cliniq.fit/1");
    let visits = &document["visits"];
    let close = |found: &Value, expected: f64| {
        let found = found.as_f64().expect("a number");
        assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
    };
    assert_eq!((&visits["rows"], &visits["primary_care"]), (&9.into(), &8.into()));
    assert_eq!((&visits["strata"], &visits["units"]), (&2.into(), &4.into()));
    close(&visits["without_reason"]["value"], 10.0 / 110.0);
    close(&visits["new"]["value"], 30.0 / 110.0);
    let shares =
        [("acute", 0.4, 3), ("chronic_flare", 0.1, 1), ("chronic_routine", 0.2, 2), ("preventive", 0.3, 1)];
    for (kind, (name, share, n)) in visits["kinds"].as_array().expect("a list").iter().zip(shares) {
        assert_eq!((&kind["name"], &kind["share"]["n"]), (&name.into(), &n.into()));
        close(&kind["share"]["value"], share);
    }
    let acute = &visits["kinds"][0];
    close(&acute["share"]["standard_error"], 0.0232_f64.sqrt());
    close(&acute["new"]["value"], 0.5);
    close(&acute["new"]["standard_error"], 0.15625_f64.sqrt());
    close(&acute["medicines"]["value"], 2.25);
    assert_eq!((&acute["new"]["n"], &acute["new"]["caution"]), (&2.into(), &true.into()));
    // fewer than 30 visits of a kind stay together
    let bins = acute["distribution"].as_array().expect("a list");
    assert_eq!((bins.len(), &bins[0]["from"], &bins[0]["to"]), (1, &0.into(), &4.into()));
    close(&bins[0]["value"], 2.25);
}

#[test]
fn what_is_printed_is_part_of_a_scenario() {
    // every visit once more, with new and established patients exchanged: half of each kind are new
    let exchanged: Vec<String> = VISITS
        .lines()
        .skip(1)
        .map(|row| match row.contains("No, new") {
            true => row.replace("No, new patient", "Yes, established patient"),
            false => row.replace("Yes, established patient", "No, new patient"),
        })
        .collect();
    let (code, out, _) = fit(&format!("{VISITS}{}\n", exchanged.join("\n")), false);
    assert_eq!(code, 0);
    assert!(out.contains("visits without a stated reason, 0.0909 (n 2, SE "), "{out}");
    assert!(
        out.contains(
            "pathway = { acute = 0.4, chronic_flare = 0.1, chronic_routine = 0.2, preventive = 0.3 }"
        ),
        "{out}"
    );
    assert!(
        out.contains("# new patients 0.5000 (n 3, SE 0.0000)!\nnext = { visit = 0.5, visit_new = 0.5 }"),
        "{out}"
    );
    let digest = with_baseline(&out);
    assert_ne!(digest, baseline());
}

/// The digest of the parameters of a part of a scenario laid over the baseline.
fn with_baseline(part: &str) -> String {
    let text = format!("schema = 1\nextends = \"baseline.toml\"\n{part}");
    let loaded =
        scenario::load_text::<Parameters>("visits", &text, &[], cliniq::clinic::parameters::check::check);
    let loaded = loaded.unwrap_or_else(|faults| panic!("{faults}"));
    scenario::digest(&loaded.shown, "")
}

fn baseline() -> String {
    let loaded =
        scenario::load_shipped::<Parameters>("baseline.toml", &[], cliniq::clinic::parameters::check::check);
    scenario::digest(&loaded.unwrap_or_else(|faults| panic!("{faults}")).shown, "")
}

#[test]
fn a_wrong_file_is_a_fault_with_its_line_and_exit_code_2() {
    let wrong = |from: &str, to: &str, expected: &[&str]| {
        let (code, out, said) = fit(&VISITS.replace(from, to), false);
        assert_eq!((code, out.as_str()), (2, ""), "{said}");
        for words in expected {
            assert!(said.contains(words), "no {words:?} in\n{said}");
        }
    };
    wrong("PATWT", "WEIGHT", &["expected a column PATWT", "visits.csv:1:1"]);
    wrong("CPSUM,", "CPSU,", &["expected a column CPSUM", "is `CPSU` meant?"]);
    wrong("A,2,20,", "A,2,-20,", &["PATWT: expected a weight above 0", "visits.csv:4:5", "found `-20`"]);
    wrong(",6,80", ",many,80", &["NUMMED: expected a whole number of medicines", "visits.csv:7:"]);
    wrong(",6,80", ",31,80", &["found `31`"]);
    wrong("Post-surgery", "Post surgery", &["MAJOR: ", "visits.csv:9:", "did you mean `Post-surgery`?"]);
    wrong("A,2,10,", ",2,10,", &["CSTRATM: expected the number of a stratum"]);
    wrong(",3,64", "", &["expected 8 cells", "visits.csv:9:1", "found 6 cells"]);
    wrong("Primary care specialty", "Medical care specialty", &["SPECCAT: expected visits", "0 of 9 rows"]);
    let (code, _, said) = fit("", false);
    assert!(code == 2 && said.contains("an empty file"), "{said}");
}

/// Needs the public-use file, named by the environment variable CLINIQ_NAMCS (docs/namcs.md).
#[test]
fn the_baseline_has_the_numbers_of_the_survey() {
    let Some(file) = std::env::var_os("CLINIQ_NAMCS") else {
        eprintln!("skipped: CLINIQ_NAMCS does not name the NAMCS file");
        return;
    };
    let visits = namcs::estimate(Path::new(&file)).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((visits.rows, visits.primary_care, visits.units, visits.strata), (8250, 2993, 398, 59));
    let part = fragment::toml(&visits);
    assert_eq!(with_baseline(&part), baseline(), "the baseline differs from\n{part}");
}
