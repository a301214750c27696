//! Every shipped study runs; what it says is told.

#[path = "support/place.rs"]
mod place;

use std::path::Path;

use cliniq::scenario::shipped;
use place::{Place, Ran};

/// The studies and the commands that they are for.
const STUDIES: [(&str, &str); 9] = [
    ("sweep", "sweep"),
    ("factors", "sensitivity"),
    ("morris", "sensitivity"),
    ("sobol", "sensitivity"),
    ("ishigami", "sensitivity"),
    ("select", "select"),
    ("portfolios", "select"),
    ("inputs", "compare"),
    ("calibration", "calibrate"),
];

fn shipped_folder() -> String {
    format!("{}/scenarios", env!("CARGO_MANIFEST_DIR"))
}

fn run(place: &Place, name: &str) -> Ran {
    let command = STUDIES.iter().find(|(study, _)| *study == name).map(|(_, command)| *command);
    let folder = shipped_folder();
    place.run(&format!("{} {folder}/studies/{name}.toml --out {name}", command.expect("a study")))
}

#[test]
fn every_study_is_in_the_table() {
    // Those of trials are run by tests/trials_clinic.rs, all that are there.
    let known = |name: &str| {
        name.starts_with("studies/trials/")
            || STUDIES.iter().any(|(study, _)| format!("studies/{study}.toml") == name)
    };
    let missing: Vec<&str> = shipped::all()
        .iter()
        .filter(|file| file.is_study() && !known(file.name))
        .map(|file| file.name)
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
    assert!(
        STUDIES
            .iter()
            .all(|(name, _)| Path::new(&shipped_folder()).join(format!("studies/{name}.toml")).exists())
    );
}

#[test]
fn the_sweep_tells_its_points() {
    let place = Place::new();
    let told = run(&place, "sweep").fine();
    assert!(told.contains("Panels and assistants") && told.contains("6 points, 24 replications"), "{told}");
    assert!(place.text("sweep/tables/points.csv").lines().count() == 7);
    let map = "heat-after-hours-minutes-per-day-panel-assistants";
    let page = place.page("sweep", &["along-panel", "along-assistants", map]);
    assert!(page.contains("cliniq sweep sweep.toml") && page.contains("download=\"points.csv\""));
}

#[test]
fn the_sample_of_all_kinds_of_factors_is_told_by_ranks() {
    let place = Place::new();
    let told = run(&place, "factors").fine();
    assert!(told.contains("leave_physicians+leave_apps"), "{told}");
    let points = place.text("factors/tables/points.csv");
    let mut reader = csv::Reader::from_reader(points.as_bytes());
    let head = reader.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|h| h == name).expect("a column");
    let names = ["physicians", "apps", "theory", "leave_physicians", "leave_apps"].map(column);
    for record in reader.records() {
        let record = record.expect("a row");
        let number = |place: usize| record[place].parse::<f64>().expect("a number");
        let [physicians, apps, theory, leave, leave_apps] = names;
        assert!(number(physicians) + number(apps) <= 9.0, "the rule holds");
        assert!(number(physicians).fract() == 0.0 && ["true", "false"].contains(&&record[theory]));
        assert!((number(leave) - number(leave_apps) - 5.0).abs() < 1e-9, "they move together");
    }
    assert!(place.text("factors/tornado.csv").lines().count() > 1);
    assert!(place.text("factors/heatmap.csv").lines().count() > 1);
    place.page("factors", &["indices-patient-wait-minutes", "tornado-patient-wait-minutes"]);
}

#[test]
fn elementary_effects_and_shares_of_variance_are_told() {
    let place = Place::new();
    let told = run(&place, "morris").fine();
    assert!(told.contains("size of effects (mu*)") && told.contains("half_life"), "{told}");
    place.page("morris", &["indices-exhaustion-mean", "indices-after-hours-minutes-per-day"]);
    let told = run(&place, "sobol").fine();
    assert!(told.contains("total") && told.contains("panel"), "{told}");
    let measure = "after-hours-minutes-per-day";
    let figures = ["indices", "tornado", "heat"].map(|kind| format!("{kind}-{measure}"));
    place.page("sobol", &[figures[0].as_str(), &figures[1], &format!("{}-panel-illness", figures[2])]);
}

#[test]
fn the_best_is_selected_and_a_portfolio_within_the_budget() {
    let place = Place::new();
    let told = run(&place, "select").fine();
    assert!(told.contains("selected") || told.contains("leads, not decided"), "{told}");
    assert!(place.text("select/guards.csv").lines().count() == 1 + 5 * 2);
    assert!(place.page("select", &["frontier", "standings"]).contains("Guard-rails"));
    let told = run(&place, "portfolios").fine();
    assert!(told.contains("Efficient frontier"), "{told}");
    place.page("portfolios", &["frontier", "standings"]);
    assert!(
        !place.text("portfolios/selection.csv").contains("documentation+rounds"),
        "35,000 are beyond the budget"
    );
}

#[test]
fn a_verdict_is_asked_whether_it_survives_uncertain_inputs() {
    let place = Place::new();
    let folder = shipped_folder();
    let files = format!("{folder}/baseline.toml {folder}/second-ma.toml {folder}/team-documentation.toml");
    let told =
        place.run(&format!("compare {files} --inputs {folder}/studies/inputs.toml --out inputs")).fine();
    assert!(told.contains("inputs and chance") && told.contains("What it would be worth to know"), "{told}");
    assert!(place.text("inputs/acceptability.csv").lines().count() == 1 + 3 * 3);
    assert!(place.text("inputs/information.csv").lines().count() > 3);
    let page = place.page("inputs", &["differences", "acceptability", "information"]);
    assert!(page.contains("inputs and chance together") && page.contains("cliniq compare"));
}
