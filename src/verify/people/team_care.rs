//! Advanced team care (V18, V19): what a second assistant who writes and enters does to desk work and to people, beside what
//! the pilots report. Reported, never fitted.

use rayon::prelude::*;

use super::{LEVEL, Size, case};
use crate::clinic::Clinics;
use crate::error::Error;
use crate::statistics::{Estimate, estimate};
use crate::system::{Seed, System, Window};

/// The scenario that is set against the baseline.
pub const SCENARIO: &str = "team-documentation";

/// What is looked at: the measure, whether its change is given in percent of the baseline, and what the pilots report.
const MEASURES: [(&str, bool, &str); 8] = [
    ("documentation_minutes_per_day", true, "-20 % (A13)"),
    ("order_entry_minutes_per_day", true, "-47 % (A14)"),
    ("ehr_minutes_per_day", true, "-18 % (V18)"),
    ("visits_per_week", true, "+20 % (A15)"),
    ("after_hours_minutes_per_day", true, "none"),
    ("exhaustion_mean", false, "less burnout (V18)"),
    ("burnout_prevalence", false, "-0.28, from 0.56 to 0.28 (V19)"),
    ("overhead_per_visit", true, "unchanged (A11)"),
];

/// Half a year and a year after the begin, in periods of four weeks.
pub const PERIODS: [u32; 2] = [6, 12];

/// The change of one measure.
#[derive(Debug, Clone)]
pub struct Change {
    /// The measure.
    pub measure: &'static str,
    /// Whether it is in percent of the baseline.
    pub percent: bool,
    /// What the pilots report.
    pub reported: &'static str,
    /// Changes in the periods of [`PERIODS`].
    pub after: Vec<Estimate>,
}

/// Paired changes against the baseline.
///
/// # Errors
/// [`Error::Faults`] where a shipped file has any; [`Error::Failed`] where a measure is not there.
pub fn changes(size: Size) -> Result<Vec<Change>, Error> {
    let arms = [case("baseline", &[])?, case(SCENARIO, &[])?];
    let names: Vec<Vec<String>> = arms
        .iter()
        .map(|arm| Clinics.measures(arm).into_iter().map(|measure| measure.name).collect())
        .collect();
    let outcomes: Vec<_> = (0..size.replications)
        .into_par_iter()
        .map(|replication| {
            let seed = Seed::new(size.seed, replication);
            let alone = |arm: usize| Clinics.run(&[&arms[arm]], seed).remove(0);
            [alone(0), alone(1)]
        })
        .collect();
    let change = |&(measure, percent, reported): &(&'static str, bool, &'static str)| {
        let places: Option<Vec<usize>> =
            names.iter().map(|names| names.iter().position(|name| name == measure)).collect();
        let places = places?;
        let at = |period: u32| {
            let values: Vec<f64> = outcomes
                .iter()
                .map(|pair| {
                    let [before, after] =
                        [0, 1].map(|arm| pair[arm].value(Window::Period(period), None, places[arm]));
                    if percent { 100.0 * (after / before - 1.0) } else { after - before }
                })
                .collect();
            estimate(&values, LEVEL)
        };
        let after: Option<Vec<Estimate>> = PERIODS.iter().map(|period| at(*period)).collect();
        Some(Change { measure, percent, reported, after: after? })
    };
    let all: Option<Vec<Change>> = MEASURES.iter().map(change).collect();
    all.ok_or_else(|| Error::Failed("the shipped scenarios measure what is compared".to_owned()))
}
