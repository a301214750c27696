//! Studies read from text.

use super::*;

const GOOD: &str = r#"schema = 1
scenario = "../base.toml"
replications = 9
cluster = "clinic"
[parameters.zeta]
path = "a.b"
low = 0.001
high = 0.1
scale = "log"
[parameters.alpha]
path = "a.c"
low = -1
high = 3
[targets.mean]
value = 23.8
tolerance = 1.5
standard_deviation = 0.8
[targets.mean.mean]
column = "ee"
where = { clinician = 1, wave = { at_least = 2 } }
[targets.any]
low = 0.4
high = 0.5
[targets.any.share_any]
cuts = { ee = 27, dp = 10 }
[targets.or]
value = 2.43
low = 2.0
high = 2.9
[targets.or.odds_ratio]
outcome = "burned_out"
predictor = "hours"
predictor_at_least = 6
predictor_at_most = 5
adjusting = ["age"]
[targets.seen]
compare_only = true
[targets.seen.icc]
column = "ee"
group = "clinic"
[steps.second]
parameters = ["alpha", "zeta"]
targets = ["or"]
[steps.first]
parameters = ["zeta"]
targets = ["mean", "any"]
"#;

fn parse(text: &str) -> Result<Study, Faults> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("well-being.toml");
    std::fs::write(&path, text).expect("written");
    match read(&path) {
        Ok(study) => Ok(study),
        Err(Error::Faults(faults)) => Err(faults),
        Err(other) => panic!("{other}"),
    }
}

fn faults_of(text: &str) -> Vec<String> {
    let faults = parse(text).expect_err("faults");
    faults.iter().map(|f| format!("{} {}: {}, found {}", f.line, f.path, f.expected, f.found)).collect()
}

#[test]
fn a_study_keeps_the_order_of_its_file_and_fills_in_what_follows() {
    let study = parse(GOOD).expect("no faults");
    assert_eq!((study.name.as_str(), study.title.as_str()), ("well-being", "well-being"));
    assert!(study.scenario.ends_with("../base.toml"));
    assert_eq!(study.halves(), (4, 5));
    let names: Vec<&str> = study.parameters.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["zeta", "alpha"]);
    let steps: Vec<(&str, &[usize], &[usize])> =
        study.steps.iter().map(|s| (s.name.as_str(), &s.parameters[..], &s.targets[..])).collect();
    assert_eq!(steps, [("second", &[1, 0][..], &[2][..]), ("first", &[0][..], &[0, 1][..])]);
    let [mean, any, or, seen] = &study.targets[..] else { panic!("four targets") };
    assert_eq!((mean.value, mean.deviation), (Some(23.8), Some(0.8)));
    assert!(mean.range.is_some_and(|(low, high)| (low - 22.3).abs() + (high - 25.3).abs() < 1e-9));
    assert_eq!(mean.figure.filters.len(), 2);
    assert_eq!(mean.text, "mean.column = \"ee\"\nmean.where = { clinician = 1, wave = { at_least = 2 } }");
    assert!(
        (any.value.expect("the middle") - 0.45).abs() + (any.deviation.expect("half") - 0.025).abs() < 1e-12
    );
    assert_eq!((or.value, or.range), (Some(2.43), Some((2.0, 2.9))));
    assert_eq!((seen.value, seen.range, seen.deviation, seen.compare_only), (None, None, None, true));
    let without = GOOD.split("[steps.second]").next().expect("a text");
    assert_eq!(parse(without).expect("no faults").steps[0].targets, [0, 1, 2]);
}

#[test]
fn a_parameter_goes_from_low_to_high_on_its_scale() {
    let study = parse(GOOD).expect("no faults");
    let [zeta, alpha] = &study.parameters[..] else { panic!("two parameters") };
    assert!((zeta.at(0.5) - 0.01).abs() < 1e-15);
    assert_eq!([0.0, 0.25, 1.0].map(|u| alpha.at(u)), [-1.0, 0.0, 3.0]);
    assert_eq!(zeta.setting(zeta.at(1.0)), Setting { key: "a.b".into(), value: "0.1".into() });
}

#[test]
fn all_faults_come_at_once_each_at_its_place() {
    let wrong = GOOD
        .replace("low = -1", "low = 4")
        .replace("low = 0.001", "low = 0")
        .replace("tolerance = 1.5\nstandard_deviation = 0.8\n", "")
        .replace("targets = [\"or\"]", "targets = [\"or\", \"seen\", \"men\"]")
        .replace("parameters = [\"zeta\"]", "parameters = []");
    assert_eq!(
        faults_of(&wrong),
        [
            "7 parameters.zeta.low: a number above 0, because the scale is log, found 0",
            "13 parameters.alpha.high: a number above low, which is 4, found 3",
            "14 targets.mean: how well the target is known, found nothing",
            "41 steps.second.targets[1]: a target that may be fitted, found `seen`, which is compare_only",
            "41 steps.second.targets[2]: a name under [targets], found `men`",
            "43 steps.first.parameters: at least one name, found none",
        ]
    );
}

#[test]
fn figures_that_are_unknown_missing_or_twice_are_faults() {
    let unknown = faults_of(&GOOD.replace("[targets.mean.mean]", "[targets.mean.median]"));
    assert_eq!(unknown, ["18 targets.mean.median: a known key, found `median`"]);
    let none = GOOD.replace("[targets.seen.icc]\ncolumn = \"ee\"\ngroup = \"clinic\"\n", "");
    assert_eq!(faults_of(&none), ["36 targets.seen: one figure, found none"]);
    let twice = GOOD.replace("[targets.seen.icc]", "[targets.seen.sd]\ncolumn = \"ee\"\n[targets.seen.icc]");
    assert_eq!(faults_of(&twice), ["36 targets.seen: one figure, found several"]);
    let condition = faults_of(&GOOD.replace("{ at_least = 2 }", "{ atleast = 2 }"));
    assert_eq!(
        condition,
        [
            "20 targets.mean.mean.where.wave: a number, or bounds such as { at_least = 6 }, found a table of atleast"
        ]
    );
}

#[test]
fn more_than_twelve_parameters_and_forgotten_names_are_faults() {
    let mut many = GOOD.split("[steps.second]").next().expect("a text").to_string();
    for number in 1..=11 {
        many.push_str(&format!("[parameters.p{number}]\npath = \"x\"\nlow = 0\nhigh = 1\n"));
    }
    let found = faults_of(&many);
    assert_eq!(found, ["81 parameters.p11: at most 12 free parameters, found 13"]);
    let forgotten = GOOD.replace("[\"alpha\", \"zeta\"]", "[\"zeta\"]").replace("\"mean\", ", "");
    assert_eq!(
        faults_of(&forgotten),
        [
            "10 parameters.alpha: a step that names it, found none",
            "14 targets.mean: a step that names it, found none"
        ]
    );
}

#[test]
fn files_that_cannot_be_read_say_so() {
    assert_eq!(faults_of(" "), ["1 : a study file (TOML in UTF-8), found an empty file"]);
    let broken = faults_of("schema = 1\nscenario = \n");
    assert!(broken.len() == 1 && broken[0].starts_with("2 : "), "{broken:?}");
    let missing = read(Path::new("no/such.toml")).expect_err("no file").to_string();
    assert!(missing.contains("no file no/such.toml"), "{missing}");
}

#[test]
fn columns_and_paths_that_the_model_lacks_are_faulted_in_the_file() {
    let study = parse(GOOD).expect("no faults");
    let known = ["ee", "dp", "clinician", "wave", "burned_out", "hours", "ages"].map(str::to_string);
    let text = study.check_columns(&known).expect_err("two are missing").to_string();
    assert!(text.contains(":35:14") && text.contains("did you mean `ages`?"), "{text}");
    assert!(text.contains(":4:11") && text.contains("`clinic`"), "the cluster, where it is named: {text}");
    let with: Vec<String> = known.iter().cloned().chain(["age".into(), "clinic".into()]).collect();
    study.check_columns(&with).expect("all are there");
    let text = study.no_such_parameter(&[(1, "no key c".into())]).to_string();
    assert!(text.contains(":11:8") && text.contains("takes numbers from -1 to 3"), "{text}");
}
