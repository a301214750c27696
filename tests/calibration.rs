//! The baseline's day meets what the sources report, and docs/calibration.md tells what the program computes.

use cliniq::verify::calibration::{compare, page};
use cliniq::verify::renewal::{self, months};

/// The page's seed and number of replications. Targets are met within their tolerances for this seed, which no tuning has
/// seen; with the intervals of the page (half-widths below a fifth of the tolerances, but for the minutes after hours) a new
/// seed would fail less than once in 1,000.
#[test]
fn the_page_is_fresh_and_every_target_is_met() {
    let compared = compare(2026, 12).unwrap_or_else(|error| panic!("{error}"));
    let missed: Vec<_> = compared.iter().filter(|row| row.passes() == Some(false)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/calibration.md");
    let stored = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        stored == page(&compared, 2026, 12),
        "docs/calibration.md is stale: cargo run --release -- verify calibration --markdown > docs/calibration.md"
    );
}

/// The same for annual renewal; and with the supply set back most of the effect is gone, in every month of the second year.
#[test]
fn annual_renewal_acts_through_later_expiries_and_its_page_is_fresh() {
    let months = months(2026, 6).unwrap_or_else(|error| panic!("{error}"));
    for month in &months[13..] {
        let share = month.annual[0].mean / month.baseline[0].mean;
        assert!((-0.75..-0.35).contains(&share), "month {}: {share}", month.number);
        let left = month.set_back[0].mean / month.annual[0].mean;
        assert!(
            (-0.05..0.1).contains(&left),
            "month {}: {left} of the effect without later expiries",
            month.number
        );
    }
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/annual-renewal.md");
    let stored = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        stored == renewal::page(&months, 2026, 6),
        "docs/annual-renewal.md is stale: cargo run --release -- verify renewal --markdown > docs/annual-renewal.md"
    );
}

/// The page of the people's calibration is long to make (its study takes minutes), so it is held against what can be read at
/// once: the study's targets stand on it, and the shipped defaults are the parameters that it found best, to three digits.
#[test]
fn the_defaults_of_people_are_what_their_calibration_found() {
    let page = include_str!("../docs/people-calibration.md");
    let study = include_str!("../scenarios/studies/calibration.toml");
    let names = |table: &str| -> Vec<String> {
        let opening = format!("[{table}.");
        let heads = study.lines().filter_map(|line| line.strip_prefix(&opening)?.strip_suffix(']'));
        heads.filter(|name| !name.contains('.')).map(str::to_owned).collect()
    };
    let row = |name: &str| {
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        page.lines().map(cells).find(|cells| cells.get(1).is_some_and(|cell| cell == name))
    };
    for target in names("targets") {
        assert!(row(&target).is_some(), "the page has no row of {target}");
    }
    let loaded = cliniq::scenario::load_shipped::<cliniq::clinic::Parameters>(
        "baseline",
        &[],
        cliniq::clinic::parameters::check::check,
    )
    .expect("the baseline loads");
    let parameters = names("parameters");
    assert!(parameters.len() > 5, "{parameters:?}");
    for name in parameters {
        let cells = row(&name).unwrap_or_else(|| panic!("the page has no row of {name}"));
        let shipped =
            loaded.shown.iter().find(|shown| shown.path == cells[2]).expect("a parameter of the baseline");
        let (shipped, found): (f64, f64) =
            (shipped.value.parse().expect("a number"), cells[4].parse().expect("a number"));
        assert!(
            (shipped - found).abs() <= 0.006 * found.abs(),
            "{name}: {shipped} is shipped, {found} was found"
        );
    }
}
