//! `cliniq trace FILE --lanes`: a day in lanes. Every lane is that person's day as `--person` tells it.

use serde_json::Value;

use super::{fine, refused};

/// A run that is long enough to have typical days and short enough to be tested.
const WEEKS: [&str; 4] = ["--set", "run.weeks=3", "--set", "run.period=[1,3]"];

fn lanes(more: &[&str]) -> String {
    fine(&[&WEEKS[..], &["--lanes"], more].concat())
}

fn json(more: &[&str]) -> Value {
    serde_json::from_str(&lanes(&[more, &["--json"]].concat())).expect("JSON")
}

fn other() -> String {
    format!("{}/scenarios/second-ma.toml", env!("CARGO_MANIFEST_DIR"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

#[test]
fn every_lane_is_the_day_that_is_told_of_its_person() {
    let told = json(&["--day", "w1.wed"]);
    assert_eq!((&told["schema"], &told["day_name"]), (&"cliniq.trace.lanes/1".into(), &"w01.3wed".into()));
    let people = list(&told["worlds"][0]["people"]);
    assert!(people.len() > 20, "{} people", people.len());
    for name in ["physicians-1", "physicians-4", "apps-1", "assistants-2", "nurses-1", "desk-1"] {
        let lane = people.iter().find(|person| person["name"] == name).expect("they have a lane");
        let asked = [&WEEKS[..], &["--person", name, "--day", "w1.wed", "--json"]].concat();
        let day: Value = serde_json::from_str(&fine(&asked)).expect("JSON");
        let mut sums = [0.0; 3];
        for piece in list(&lane["pieces"]) {
            let minutes = number(&piece["until"]) - number(&piece["from"]);
            let place = if piece["letter"] == "L" { 1 } else { 0 };
            sums[place] += minutes;
            sums[2] += if piece["home"] == true { minutes } else { 0.0 };
        }
        let of_day = &day["minutes"];
        let rest = of_day["rest"].as_f64().unwrap_or(0.0);
        let expected = [number(&of_day["work in all"]), rest, number(&of_day["work at home"])];
        for (sum, expected) in sums.iter().zip(expected) {
            assert!((sum - expected).abs() < 1e-6, "{name}: {sums:?}, {of_day}");
        }
    }
}

#[test]
fn lanes_are_printed_with_a_letter_for_ten_minutes() {
    let text = lanes(&["--day", "w1.wed"]);
    assert!(
        text.starts_with("Wednesday of week 1 (w01.3wed): seed 1, replication 0\nChosen by hand."),
        "{text}"
    );
    assert!(text.lines().all(|line| line.chars().count() <= 130), "{text}");
    let hours = text.lines().find(|line| line.trim_start().starts_with("06")).expect("a line of hours");
    assert_eq!(hours.split_whitespace().count(), 18, "6 to 24 h: {hours}");
    let lane = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).expect("a lane");
        line.chars().skip(18).collect::<String>()
    };
    let all: Vec<String> =
        (1..=6).map(|number| lane(&format!("physicians-{number}"))).chain([lane("desk-1")]).collect();
    let at_work = || all.iter().filter(|lane| *lane != "not at work");
    for lane in at_work() {
        assert!(lane.chars().all(|letter| "VNOMRPHLAvnomrpha·".contains(letter)), "{lane}");
    }
    let physician: Vec<char> = at_work().next().expect("not everybody is away").chars().collect();
    assert_eq!(physician.len(), 108, "{physician:?}");
    assert!(physician.iter().filter(|letter| **letter == 'V').count() > 20, "{physician:?}");
    assert!(
        physician[..12].iter().all(|letter| !letter.is_uppercase()),
        "nobody is at work before 8: {physician:?}"
    );
    for words in [
        "team 1\n",
        "team 4\n",
        "rooms of ",
        "waiting ",
        "inbox ",
        "V with a patient",
        "small letters at home",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_typical_day_is_shorter_than_a_bad_one_and_both_stand_beside_another_scenario() {
    let other = other();
    let told = |day: &str| json(&["--day", day, "--against", &other]);
    let (typical, bad) = (told("typical"), told("bad"));
    let after_hours = |told: &Value, world: usize| number(&told["worlds"][world]["after_hours_minutes"]);
    assert!(
        after_hours(&typical, 0) < after_hours(&bad, 0),
        "in the first scenario, in which they are chosen"
    );
    for (told, words) in [(&typical, "at the median"), (&bad, "at the 95th percentile")] {
        let rule = told["rule"].as_str().expect("a rule");
        assert!(
            rule.contains(words) && rule.contains("10 working days") && rule.contains("baseline"),
            "{rule}"
        );
        assert_eq!((list(&told["worlds"]).len(), &told["worlds"][1]["scenario"]), (2, &1.into()));
    }
    assert_eq!(json(&[]), json(&["--day", "typical"]), "typical where nothing is said");
    let text = lanes(&["--day", "bad", "--against", &other]);
    let heads: Vec<&str> =
        text.lines().filter(|line| line.contains("minutes after hours by clinicians")).collect();
    assert!(
        heads.len() == 2 && heads[0].starts_with("baseline: ") && heads[1].starts_with("second-ma: "),
        "{heads:?}"
    );
    assert!(text.lines().any(|line| line.starts_with("added-ma-8")), "whom the second scenario adds: {text}");
}

#[test]
fn wrong_questions_about_lanes_are_refused() {
    for (arguments, said) in [
        (&["--lanes", "--day", "w99.wed"][..], "not in the run"),
        (&["--lanes", "--day", "worst"], "expected a day such as"),
        (&["--lanes", "--clinic", "mian"], "no clinic is called `mian`"),
        (&["--lanes", "--person", "physicians-1", "--day", "w0.wed"], "cannot be used with"),
        (&["--lanes", "--from", "w0.wed"], "cannot be used with"),
        (&["--day", "w0.wed"], "required"),
        (&["--lanes", "--set", "data=real"], "real data"),
    ] {
        let found = refused(arguments);
        assert!(found.contains(said), "{arguments:?}: {found}");
    }
}
