//! Loops and traps, each with its remedy, over a part of the parameter space: where a movement that the sources expect
//! appears, and where it does not.

use super::runs::{Series, load, paired, simulate};
use super::{LEVEL, Size};
use crate::clinic::Case;
use crate::error::Error;
use crate::statistics::{Estimate, Ratio, estimate, ratio};

/// One row: what was set, and estimates in the order of the table's columns; none where there is no such measure.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was set.
    pub set: Vec<String>,
    /// What came out.
    pub estimates: Vec<Option<Estimate>>,
}

/// Tables of loops and traps.
#[derive(Debug)]
pub struct Pairs {
    /// Stakes and linked measures: changes of `CAMPBELL`.
    pub campbell: Vec<Row>,
    /// Nothing, relief, repair in each half year of three: changes of `BURDEN` against doing nothing.
    pub burden: Vec<Row>,
    /// Relief beside repair: changes of `BURDEN` in the last half year.
    pub relief_beside_repair: Vec<Row>,
    /// A resilience app in clinics with more or fewer patients: changes of `APP`.
    pub app: Vec<Row>,
    /// The gain of assistants who go again: changes of `SLIPPED`.
    pub slipped: Vec<Row>,
    /// The three-part programme: contrasts of `PROGRAMME`.
    pub programme: Vec<Row>,
    /// Fall of exhaustion by programmes for the individual over that by redesign of work; none where the latter is not told
    /// from nothing.
    pub individual_over_redesign: Vec<(&'static str, Option<Ratio>)>,
    /// The two surgeons: changes of `SURGEONS`.
    pub surgeons: Vec<Row>,
}

/// Columns of Campbell's law.
pub const CAMPBELL: [&str; 7] = [
    "after_hours_metric_minutes_per_day",
    "after_hours_minutes_per_day",
    "early_morning_minutes_per_day",
    "off_log_minutes_per_day",
    "notes_open",
    "documentation_quality_audited",
    "balance_composite",
];
/// Columns of shifting the burden.
pub const BURDEN: [&str; 5] = [
    "exhaustion_mean.measured",
    "exhaustion_mean",
    "after_hours_minutes_per_day",
    "excess_departures_per_year",
    "rules_in_force",
];
/// Columns of the app.
pub const APP: [&str; 5] = [
    "exhaustion_mean",
    "burnout_prevalence",
    "after_hours_minutes_per_day",
    "errors_reaching_patient_per_1000_orders.expected",
    "sessions_held_fraction",
];
/// Columns of what slips back.
pub const SLIPPED: [&str; 4] = [
    "documentation_minutes_per_day",
    "after_hours_minutes_per_day",
    "exhaustion_mean",
    "burnout_prevalence.ma",
];
/// Columns of the programme.
pub const PROGRAMME: [&str; 4] =
    ["documentation_minutes_per_day", "after_hours_minutes_per_day", "load_gini", "exhaustion_mean"];
/// Columns of the surgeons.
pub const SURGEONS: [&str; 2] = ["exhaustion_mean.surgeon_x", "exhaustion_mean.surgeon_y"];

/// Half years of three.
const HALF_YEARS: usize = 6;
/// Periods of four weeks in half a year.
const HALF_YEAR: usize = 6;

fn set(path: &str, value: f64) -> String {
    format!("{path}={value}")
}

fn changes(after: &Series, before: &Series, columns: &[&str]) -> Vec<Option<Estimate>> {
    // what exists in one of them alone (sessions) is shown as it is
    columns.iter().map(|measure| after.change(before, measure).or_else(|| after.mean(measure))).collect()
}

fn changes_between(
    after: &Series,
    before: &Series,
    columns: &[&str],
    (from, until): (usize, usize),
) -> Vec<Option<Estimate>> {
    let one = |measure: &&str| {
        paired(&after.between(measure, from, until)?, &before.between(measure, from, until)?)
    };
    columns.iter().map(one).collect()
}

impl Pairs {
    /// All of them.
    ///
    /// # Errors
    /// [`Error::Faults`] where a shipped file has any.
    pub fn new(size: Size) -> Result<Self, Error> {
        let individual_over_redesign = individual_over_redesign(size)?;
        Ok(Self {
            campbell: campbell(size)?,
            burden: burden(size)?,
            relief_beside_repair: relief_beside_repair(size)?,
            app: app(size)?,
            slipped: slipped(size)?,
            programme: programme(size)?,
            individual_over_redesign,
            surgeons: surgeons(size)?,
        })
    }
}

/// Runs scenarios with overrides of their own and the usual weeks.
fn run(arms: &[(&str, Vec<String>)], weeks: u32, size: Size) -> Result<Vec<Series>, Error> {
    let mut cases: Vec<Case> = Vec::new();
    for (name, overrides) in arms {
        let mut all = vec![format!("run.weeks={weeks}")];
        all.extend_from_slice(overrides);
        cases.push(load(name, &all)?.case);
    }
    let cases: Vec<&Case> = cases.iter().collect();
    Ok(simulate(&cases, size))
}

fn campbell(size: Size) -> Result<Vec<Row>, Error> {
    let (stakes, linked, deferral) = ([0.5, 1.0, 2.0], [0.0, 0.5, 0.9], [0.35, 0.7, 1.4]);
    let path = "interventions.scorecard.balanced_scorecard";
    let mut points = Vec::new();
    for stake in stakes {
        points.extend(linked.map(|linked| [stake, linked, 0.7]));
    }
    points.extend(deferral.into_iter().filter(|k| *k != 0.7).map(|k| [1.0, 0.0, k]));
    let mut arms = vec![("baseline", Vec::new())];
    arms.extend(points.iter().map(|[stakes, linked, deferral]| {
        let overrides = vec![
            set(&format!("{path}.stakes"), *stakes),
            set(&format!("{path}.linked_share"), *linked),
            set("organization.incentives.deferral", *deferral),
        ];
        ("bundles/campbell-remedy", overrides)
    }));
    let series = run(&arms, size.weeks, size)?;
    let row = |(point, series_of): (&[f64; 3], &Series)| Row {
        set: point.iter().map(|value| format!("{value}")).collect(),
        estimates: changes(series_of, &series[0], &CAMPBELL),
    };
    Ok(points.iter().zip(&series[1..]).map(row).collect())
}

/// Three years.
const LONG_WEEKS: u32 = 156;

fn burden(size: Size) -> Result<Vec<Row>, Error> {
    let names = ["bundles/do-nothing-rule-growth", "bundles/shifting-the-burden", "bundles/fundamental-fix"];
    let words = ["nothing, against the first half year", "relief", "repair"];
    let series = run(&names.map(|name| (name, Vec::new())), LONG_WEEKS, size)?;
    let mut rows = Vec::new();
    for (arm, word) in words.into_iter().enumerate() {
        for half in 0..HALF_YEARS {
            let periods = (half * HALF_YEAR, (half + 1) * HALF_YEAR);
            let estimates = if arm == 0 {
                let own = |measure: &&str| {
                    let now = series[0].between(measure, periods.0, periods.1)?;
                    paired(&now, &series[0].between(measure, 0, HALF_YEAR)?)
                };
                BURDEN.iter().map(own).collect()
            } else {
                changes_between(&series[arm], &series[0], &BURDEN, periods)
            };
            rows.push(Row { set: vec![word.to_owned(), format!("{}", half + 1)], estimates });
        }
    }
    Ok(rows)
}

fn relief_beside_repair(size: Size) -> Result<Vec<Row>, Error> {
    let efforts = [0.0, 0.1, 0.4, 1.6];
    let mut arms = vec![("bundles/do-nothing-rule-growth", Vec::new())];
    arms.extend(efforts.map(|effort| {
        let path = "interventions.wellness.wellness_only.relief_effort";
        ("bundles/relief-beside-repair", vec![set(path, effort)])
    }));
    let series = run(&arms, LONG_WEEKS, size)?;
    let last = ((HALF_YEARS - 1) * HALF_YEAR, HALF_YEARS * HALF_YEAR);
    let row = |(effort, of): (&f64, &Series)| Row {
        set: vec![format!("{effort}")],
        estimates: changes_between(of, &series[0], &BURDEN, last),
    };
    Ok(efforts.iter().zip(&series[1..]).map(row).collect())
}

fn app(size: Size) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for (word, base, with) in [
        ("overloaded", "bundles/overloaded", "bundles/app-in-an-overloaded-clinic"),
        ("unloaded", "bundles/unloaded", "bundles/app-in-an-unloaded-clinic"),
    ] {
        let minutes = [5.0, 15.0, 30.0];
        let mut arms = vec![(base, Vec::new())];
        arms.extend(
            minutes.map(|of| (with, vec![set("interventions.app.individual_program.meeting.minutes", of)])),
        );
        let series = run(&arms, size.weeks, size)?;
        rows.extend(minutes.iter().zip(&series[1..]).map(|(minutes, of)| Row {
            set: vec![word.to_owned(), format!("{minutes}")],
            estimates: changes(of, &series[0], &APP),
        }));
    }
    Ok(rows)
}

fn slipped(size: Size) -> Result<Vec<Row>, Error> {
    let series = run(&[("baseline", Vec::new()), ("bundles/staffing-slips-back", Vec::new())], 78, size)?;
    let rows =
        [("weeks 25 to 36, the assistants are there", (6, 9)), ("weeks 53 to 76, they are gone", (13, 19))];
    let row = |(word, periods): (&str, (usize, usize))| Row {
        set: vec![word.to_owned()],
        estimates: changes_between(&series[1], &series[0], &SLIPPED, periods),
    };
    Ok(rows.map(row).into())
}

/// Names of the parts of the programme.
const PARTS: [&str; 3] = ["documentation", "rounds", "huddles"];

fn programme(size: Size) -> Result<Vec<Row>, Error> {
    let arms: Vec<(&str, Vec<String>)> = (0..8u32)
        .map(|on| {
            let off = PARTS.iter().enumerate().filter(|(k, _)| on >> k & 1 == 0);
            let off = off.map(|(_, part)| format!("interventions.{part}.rollout.fidelity=0"));
            ("bundles/three-part-programme", off.collect())
        })
        .collect();
    let series = run(&arms, size.weeks, size)?;
    let mut rows = Vec::new();
    for which in 1..8u32 {
        let names: Vec<&str> =
            PARTS.iter().enumerate().filter(|(k, _)| which >> k & 1 == 1).map(|(_, part)| *part).collect();
        let contrast = |measure: &&str| {
            let columns: Option<Vec<&[f64]>> = series.iter().map(|one| one.summary(measure)).collect();
            let columns = columns?;
            // the effect of parts together, beyond what fewer of them do: signs of the usual contrast from all off
            let sign = |on: u32| if (which & !on).count_ones().is_multiple_of(2) { 1.0 } else { -1.0 };
            let subset = (0..8u32).filter(|on| on & !which == 0);
            let value = |r: usize| subset.clone().map(|on| sign(on) * columns[on as usize][r]).sum::<f64>();
            let values: Vec<f64> = (0..columns[0].len()).map(value).collect();
            estimate(&values, LEVEL)
        };
        rows.push(Row { set: vec![names.join(" × ")], estimates: PROGRAMME.iter().map(contrast).collect() });
    }
    Ok(rows)
}

fn individual_over_redesign(size: Size) -> Result<Vec<(&'static str, Option<Ratio>)>, Error> {
    let redesigns = ["bundles/advanced-team-care", "bundles/three-part-programme"];
    let mut arms = vec![("baseline", Vec::new()), ("bundles/individual-only", Vec::new())];
    arms.extend(redesigns.map(|name| (name, Vec::new())));
    let series = run(&arms, size.weeks, size)?;
    let fall = |arm: usize| -> Vec<f64> {
        let (Some(before), Some(after)) =
            (series[0].summary("exhaustion_mean"), series[arm].summary("exhaustion_mean"))
        else {
            return Vec::new();
        };
        before.iter().zip(after).map(|(before, after)| before - after).collect()
    };
    let individual = fall(1);
    let one = |(k, name): (usize, &&'static str)| (*name, ratio(&individual, &fall(2 + k), LEVEL));
    Ok(redesigns.iter().enumerate().map(one).collect())
}

fn surgeons(size: Size) -> Result<Vec<Row>, Error> {
    let names = [
        ("more recognition for both", "other-clinics/two-surgeons-recognition"),
        ("a standard for both", "other-clinics/two-surgeons-standard"),
        ("each what they need", "other-clinics/two-surgeons-each"),
    ];
    let mut arms = vec![("other-clinics/two-surgeons", Vec::new())];
    arms.extend(names.map(|(_, name)| (name, Vec::new())));
    let series = run(&arms, size.weeks, size)?;
    let row = |((word, _), of): (&(&str, &str), &Series)| Row {
        set: vec![(*word).to_owned()],
        estimates: changes(of, &series[0], &SURGEONS),
    };
    Ok(names.iter().zip(&series[1..]).map(row).collect())
}
