//! Bundles of a toy system with known answers: effects, interactions and contributions; imports no clinic.

mod support;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use cliniq::cli::stored::repeat;
use cliniq::cli::study::{Kind, Manner, Study, conduct};
use cliniq::experiment::{Arm, Stopping};
use cliniq::store::{Bundle, BundlePart, Folder, View};
use serde_json::Value;
use support::toy::{Toy, ToyCase};

static NEVER: AtomicBool = AtomicBool::new(false);

/// A toy in every combination of its parts; `wait` says how each combination moves the wait.
fn study(parts: &[&str], view: View, noise: f64, wait: impl Fn(usize) -> f64) -> Study<ToyCase> {
    let part = |name: &&str| BundlePart {
        name: (*name).into(),
        changes: vec![(*name).into()],
        off: vec![format!("{name}=none")],
    };
    let all = (1 << parts.len()) - 1;
    // the whole stands beside the baseline where that is explained
    let order: Vec<usize> = match view {
        View::Factorial => (0..=all).collect(),
        View::Explain => [0, all].into_iter().chain(1..all).collect(),
    };
    let place = |combination: usize| order.iter().position(|other| *other == combination).expect("in it");
    let bundle = Bundle {
        name: "toys".into(),
        view,
        told: vec!["wait".into(), "rare".into(), "never".into(), "missing".into()],
        work: vec!["busy".into()],
        arms: (0..=all).map(|combination| place(combination) as u32).collect(),
        parts: parts.iter().map(part).collect(),
    };
    let arm = |combination: usize| {
        // a little noise of its own for each, where there is any
        let own = noise * (1.0 + 1e-6 * combination as f64);
        let case = ToyCase { wait: wait(combination), noise: own, ..ToyCase::default() };
        let name = if combination == 0 { "none".into() } else { bundle.words(combination, "+") };
        Arm { name, file: "toys.toml".into(), digest: format!("{combination} {case:?}"), case }
    };
    let arms: Vec<Arm<ToyCase>> = order.into_iter().map(arm).collect();
    let resolved = arms.iter().map(|arm| format!("# {}\n", arm.name)).collect();
    let (leading, stopping) = (vec!["wait".into()], Stopping::Replications(20));
    Study { arms, resolved, seed: 7, stopping, leading, bundle: Some(bundle) }
}

fn manner<'a>(out: &Path, json: bool) -> Manner<'a> {
    Manner {
        kind: Kind::Compare,
        measures: None,
        out: Some(out.to_path_buf()),
        threads: 2,
        json,
        quiet: false,
        width: 100,
        command: vec!["cliniq".into(), "factorial".into()],
        stop: &NEVER,
        narrator: None,
    }
}

/// Conducts a study in a folder; gives standard output.
fn shown(study: Study<ToyCase>, folder: &Path, json: bool) -> String {
    let (mut data, mut talk) = (Vec::new(), Vec::new());
    conduct(&Toy, study, &manner(folder, json), &mut (), &mut data, &mut talk).expect("it runs");
    String::from_utf8(data).expect("text")
}

fn answer(study: Study<ToyCase>) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    serde_json::from_str(&shown(study, folder.path(), true)).expect("JSON")
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} in {value}"))
}

fn bit(combination: usize, part: usize) -> f64 {
    f64::from(u8::from(combination >> part & 1 == 1))
}

/// 0.5, -0.25 and 0.125 where they are in.
fn sum(combination: usize) -> f64 {
    0.5 * bit(combination, 0) - 0.25 * bit(combination, 1) + 0.125 * bit(combination, 2)
}

#[test]
fn parts_that_add_up_have_main_effects_and_no_interaction() {
    let found = answer(study(&["a", "b", "c"], View::Factorial, 0.01, sum));
    assert_eq!(found["schema"], "cliniq.factorial/1");
    let wait = &found["measures"]["wait"];
    let effects = wait["effects"].as_object().expect("effects");
    let names: Vec<&str> = effects.keys().map(String::as_str).collect();
    assert_eq!(names.len(), 7, "{names:?}");
    for (name, truth, verdict) in [("a", 0.5, "higher"), ("b", -0.25, "lower"), ("c", 0.125, "higher")] {
        let effect = &effects[name];
        // eight numbers with a noise of 0.01 each over 20 replications: sd 0.0016
        assert!((number(effect, "mean") - truth).abs() < 0.008, "{name}: {effect}");
        assert!(number(effect, "half_width") < 0.01 && effect["n"] == 20, "{effect}");
        assert_eq!(effect["verdict"], verdict);
    }
    for name in ["a:b", "a:c", "b:c", "a:b:c"] {
        assert!(number(&effects[name], "mean").abs() < 0.008, "{name}: {}", effects[name]);
        assert_eq!(effects[name]["verdict"], "unclear", "{name}");
    }
    assert!((number(&wait["sum_of_alone"], "mean") - 0.375).abs() < 0.03, "{wait}");
    assert!((number(&wait["together"], "mean") - 0.375).abs() < 0.015, "{wait}");
    assert!(number(&wait["synergy"], "mean").abs() < 0.03 && number(&wait["synergy"], "half_width") < 0.03);
}

#[test]
fn without_noise_interactions_are_exactly_nothing() {
    let found = answer(study(&["a", "b", "c"], View::Factorial, 0.0, sum));
    let wait = &found["measures"]["wait"];
    for (name, effect) in wait["effects"].as_object().expect("effects").iter().filter(|(n, _)| n.len() > 1) {
        assert_eq!((number(effect, "mean"), &effect["verdict"]), (0.0, &"none".into()), "{name}");
    }
    assert_eq!(number(&wait["synergy"], "mean"), 0.0);
    assert!((number(&wait["effects"]["b"], "mean") + 0.25).abs() < 1e-12);
}

#[test]
fn a_known_interaction_is_found_and_corrected_for_all_effects() {
    let both = |combination: usize| sum(combination) + bit(combination, 0) * bit(combination, 1);
    let found = answer(study(&["a", "b", "c"], View::Factorial, 0.01, both));
    let wait = &found["measures"]["wait"];
    // half of how much more `a` does where `b` is in
    let effect = &wait["effects"]["a:b"];
    assert!((number(effect, "mean") - 0.5).abs() < 0.008 && effect["verdict"] == "higher", "{effect}");
    assert!((number(&wait["effects"]["a"], "mean") - 1.0).abs() < 0.008, "{wait}");
    assert!((number(&wait["synergy"], "mean") - 1.0).abs() < 0.04, "{wait}");
    // `never` is undefined, `rare` in some replications
    assert_eq!(found["left_out"], serde_json::json!(["never"]));
    let rare = &found["measures"]["rare"]["effects"]["a"];
    assert!((2..19).contains(&rare["n"].as_u64().expect("a number")) && rare["verdict"] == "none", "{rare}");
    // 7 effects of `wait` alone differ: the largest p of a clear one is multiplied by at least those that are not
    assert!(number(&wait["effects"]["a:c"], "p_adjusted") > 0.2, "{wait}");
}

#[test]
fn contributions_sum_to_the_whole_and_who_does_nothing_contributes_nothing() {
    // `b` does nothing; `a` and `c` do more together
    let wait = |combination: usize| {
        0.3 * bit(combination, 0)
            - 0.2 * bit(combination, 2)
            - 0.6 * bit(combination, 0) * bit(combination, 2)
    };
    let found = answer(study(&["a", "b", "c"], View::Explain, 0.0, wait));
    assert_eq!(found["schema"], "cliniq.compare/1");
    let told = &found["explanation"]["measures"]["wait"];
    let part = |name: &str| number(&told["parts"][name], "mean");
    assert!((part("a") - 0.0).abs() < 1e-12 && (part("c") + 0.5).abs() < 1e-12, "{told}");
    assert_eq!((part("b"), number(&told["parts"]["b"], "half_width")), (0.0, 0.0));
    let total = number(&told["total"], "mean");
    assert!((part("a") + part("b") + part("c") - total).abs() < 1e-9, "{told}");
    assert!((number(&told["parts"]["c"], "share") - 1.0).abs() < 1e-9, "{told}");
    // noise of each combination's own changes nothing of that
    let noisy = answer(study(&["a", "b", "c"], View::Explain, 0.1, wait));
    let told = &noisy["explanation"]["measures"]["wait"];
    let parts: f64 = ["a", "b", "c"].map(|name| number(&told["parts"][name], "mean")).iter().sum();
    assert!((parts - number(&told["total"], "mean")).abs() < 1e-9, "{told}");
    assert!(
        number(&told["parts"]["b"], "mean").abs() < 0.1 && number(&told["parts"]["b"], "half_width") > 0.0
    );
}

#[test]
fn what_else_a_scenario_changes_stands_apart_from_its_parts() {
    let mut asked = study(&["a", "b"], View::Explain, 0.0, sum);
    // a baseline of its own, in which the wait is longer by 2
    let mut base = asked.arms[0].clone();
    base.name = "base".into();
    base.case.wait += 2.0;
    base.digest.push_str(" base");
    asked.arms.insert(0, base);
    asked.resolved.insert(0, "# base\n".into());
    asked.bundle.as_mut().expect("a bundle").arms.iter_mut().for_each(|arm| *arm += 1);
    let found = answer(asked);
    let told = &found["explanation"]["measures"]["wait"];
    let means = [&told["total"], &told["rest"], &told["parts"]["a"], &told["parts"]["b"]];
    for (found, truth) in means.iter().zip([-1.75, -2.0, 0.5, -0.25]) {
        assert!((number(found, "mean") - truth).abs() < 1e-9, "{told}");
    }
}

#[test]
fn the_screen_says_it_in_words_and_the_files_hold_all_of_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ask = || study(&["a", "b"], View::Factorial, 0.01, sum);
    let text = shown(ask(), folder.path(), false);
    assert!(text.starts_with("toys: 2 parts, 4 combinations\n"), "{text}");
    for words in
        ["a × b", "▲ higher: worse", "beyond the sum", "Not measured in every combination: never", "(Holm)"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a file of the run");
    let rows = read("factorial.csv");
    // two measures: 3 effects, 2 alone, sum, together, synergy
    assert_eq!(rows.lines().count(), 1 + 2 * 8, "{rows}");
    assert!(rows.contains("\nwait,minutes,patient,interaction,a:b,"), "{rows}");
    let combinations = read("combinations.csv");
    assert!(combinations.starts_with("scenario,digest,a,b,set\nnone,"), "{combinations}");
    assert!(combinations.lines().nth(2).is_some_and(|row| row.ends_with(",1,0,b=none")), "{combinations}");
    let (stored, manifest) = Folder::open(folder.path()).expect("a finished run");
    let again = |study| repeat(&Toy, study, (&stored, &manifest), &manner(folder.path(), false), &mut ());
    assert_eq!(again(ask()).expect("it runs"), Vec::<String>::new());
    std::fs::write(folder.path().join("factorial.csv"), rows.replacen("main", "mean", 1)).expect("writable");
    let found = again(ask()).expect("it runs");
    assert!(found[0].starts_with("factorial.csv, line 2: stored"), "{found:?}");
}

#[test]
fn named_measures_are_told_alone_and_families_by_their_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let told = |names: &[&str], out: &str| {
        let mut manner = manner(&folder.path().join(out), true);
        manner.measures = Some(names.iter().map(|name| (*name).to_string()).collect());
        let (mut data, mut talk) = (Vec::new(), Vec::new());
        let asked = study(&["a"], View::Factorial, 0.01, sum);
        conduct(&Toy, asked, &manner, &mut (), &mut data, &mut talk).expect("it runs");
        let found: Value = serde_json::from_slice(&data).expect("JSON");
        let names = found["measures"].as_object().expect("measures").keys();
        names.cloned().collect::<Vec<String>>()
    };
    assert_eq!(told(&["visits", "busy"], "f"), ["busy.one", "busy.two", "visits"]);
    assert_eq!(told(&["busy.two"], "g"), ["busy.two"]);
}

#[test]
fn each_part_alone_tells_the_work_that_it_moves() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = shown(study(&["a", "b"], View::Explain, 0.01, sum), folder.path(), false);
    for words in ["a+b against none", "What each part contributes: 2 parts of toys", "a moves no lever"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let levers = std::fs::read_to_string(folder.path().join("levers.csv")).expect("a file of the run");
    assert!(
        levers.starts_with("part,levers,measure,unit,per,mean,half_width,level,n,p_adjusted\n"),
        "{levers}"
    );
}
