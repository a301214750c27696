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
