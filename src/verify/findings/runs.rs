//! The shipped interventions and bundles, simulated: numbers by replication of what is looked at.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{LEVEL, Size};
use crate::clinic::intervention::About;
use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Clinics, Parameters};
use crate::error::Error;
use crate::scenario::{self, shipped};
use crate::statistics::{Estimate, estimate};
use crate::system::{Outcome, Seed, System, Window};

/// On what everything stands that says nothing else.
const BASELINE: &str = "baseline.toml";

/// What is looked at.
pub(super) const MEASURES: [&str; 42] = [
    "after_hours_minutes_per_day",
    "after_hours_metric_minutes_per_day",
    "early_morning_minutes_per_day",
    "off_log_minutes_per_day",
    "exhaustion_mean",
    "exhaustion_mean.measured",
    "burnout_prevalence",
    "burnout_prevalence.ma",
    "burnout_prevalence.nurse",
    "burnout_prevalence.front_desk",
    "exhaustion_mean.ma",
    "exhaustion_mean.nurse",
    "excess_departures_per_year",
    "turnover_per_100_fte_year",
    "errors_reaching_patient_per_1000_orders.expected",
    "adverse_events_per_year.expected",
    "third_next_available_days",
    "demand_lost_per_week",
    "visits_per_week",
    "notes_open",
    "documentation_quality_audited",
    "net_benefit_per_year",
    "overhead_per_visit",
    "documentation_minutes_per_day",
    "order_entry_minutes_per_day",
    "ehr_minutes_per_day",
    "inbox_minutes_per_day",
    "renewal_requests_per_week",
    "renewal_minutes_per_day",
    "prior_auth_hours_per_week",
    "rules_in_force",
    "load_gini",
    "trust_mean",
    "balance_composite",
    "deep_work_fraction",
    "alerts_heeded_fraction",
    "work_home_conflict_minutes_per_day",
    "medication_adherence",
    "huddles_held_fraction",
    "sessions_held_fraction",
    "exhaustion_mean.surgeon_x",
    "exhaustion_mean.surgeon_y",
];

/// Numbers of one scenario, by replication.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// The summary (the last half year), by measure.
    summary: BTreeMap<&'static str, Vec<f64>>,
    /// Periods of four weeks, by measure and period.
    periods: BTreeMap<&'static str, Vec<Vec<f64>>>,
}

impl Series {
    /// Numbers of a measure in the last half year; `None` where the scenario has no such measure.
    pub fn summary(&self, measure: &str) -> Option<&[f64]> {
        self.summary.get(measure).map(Vec::as_slice)
    }

    /// Means of a measure over periods from one to before another.
    pub fn between(&self, measure: &str, from: usize, until: usize) -> Option<Vec<f64>> {
        let periods = self.periods.get(measure)?.get(from..until)?;
        let number = periods.first()?.len();
        let mean = |r: usize| {
            let known: Vec<f64> = periods.iter().map(|of| of[r]).filter(|value| !value.is_nan()).collect();
            known.iter().sum::<f64>() / known.len() as f64
        };
        Some((0..number).map(mean).collect())
    }

    /// The mean of a measure with its interval.
    pub fn mean(&self, measure: &str) -> Option<Estimate> {
        estimate(self.summary(measure)?, LEVEL)
    }

    /// The paired difference to another scenario, `self − base`.
    pub fn change(&self, base: &Self, measure: &str) -> Option<Estimate> {
        paired(self.summary(measure)?, base.summary(measure)?)
    }

    /// The paired difference in percent of the base.
    pub fn percent(&self, base: &Self, measure: &str) -> Option<Estimate> {
        let (after, before) = (self.summary(measure)?, base.summary(measure)?);
        let percent: Vec<f64> = after.iter().zip(before).map(|(a, b)| 100.0 * (a / b - 1.0)).collect();
        estimate(&percent, LEVEL)
    }
}

/// The estimate of paired differences.
pub(super) fn paired(after: &[f64], before: &[f64]) -> Option<Estimate> {
    let differences: Vec<f64> = after.iter().zip(before).map(|(a, b)| a - b).collect();
    estimate(&differences, LEVEL)
}

/// One scenario and the one on which it stands.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its name among the shipped scenarios.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// The name of the scenario that it extends.
    pub base: String,
    /// What is known of its kinds, beyond those of the base.
    pub about: Vec<&'static About>,
}

/// Scenarios as they were simulated.
#[derive(Debug)]
pub struct Runs {
    /// The scenarios, in the order of their names.
    pub findings: Vec<Finding>,
    /// Their numbers and those of their bases, by name.
    pub series: BTreeMap<String, Series>,
}

/// A shipped scenario with overrides: its case, and what its interventions are.
pub(super) struct Loaded {
    pub name: String,
    pub title: String,
    pub case: Case,
    /// The weeks that its summary is about, where it names them.
    pub period: Option<Vec<u32>>,
    pub kinds: Vec<(String, &'static About)>,
}

/// Loads a shipped scenario.
pub(super) fn load(name: &str, overrides: &[String]) -> Result<Loaded, Error> {
    let loaded = scenario::load_shipped::<Parameters>(name, overrides, check)?;
    let before: Vec<_> =
        loaded.shown.iter().filter(|shown| !shown.path.starts_with("interventions.")).cloned().collect();
    let kinds =
        loaded.parameters.interventions.iter().map(|(name, change)| (name.clone(), change.about())).collect();
    Ok(Loaded {
        name: name.to_owned(),
        title: shipped::find(name).map(|shipped| shipped.title()).unwrap_or_default(),
        case: Case::new(&loaded.parameters, scenario::digest(&before, "findings"), 0),
        period: loaded.parameters.run.period.clone(),
        kinds,
    })
}

/// Simulates cases on the same random numbers; those with one trunk share their warm-up.
pub(super) fn simulate(cases: &[&Case], size: Size) -> Vec<Series> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, case) in cases.iter().enumerate() {
        groups.entry(case.trunk.as_str()).or_default().push(place);
    }
    let jobs: Vec<(u32, &Vec<usize>)> = (0..size.replications)
        .flat_map(|replication| groups.values().map(move |group| (replication, group)))
        .collect();
    let looked: Vec<Vec<(usize, Vec<Vec<f64>>)>> = jobs
        .into_par_iter()
        .map(|(replication, group)| {
            let arms: Vec<&Case> = group.iter().map(|place| cases[*place]).collect();
            let outcomes = Clinics.run(&arms, Seed::new(size.seed, replication));
            group
                .iter()
                .zip(arms)
                .zip(outcomes)
                .map(|((place, case), of)| (*place, look(case, &of)))
                .collect()
        })
        .collect();
    let mut series = vec![Series::default(); cases.len()];
    for (place, numbers) in looked.into_iter().flatten() {
        for (measure, numbers) in MEASURES.iter().zip(numbers).filter(|(_, numbers)| !numbers.is_empty()) {
            let one = &mut series[place];
            one.summary.entry(measure).or_default().push(numbers[0]);
            let periods = one.periods.entry(measure).or_insert_with(|| vec![Vec::new(); numbers.len() - 1]);
            periods.iter_mut().zip(&numbers[1..]).for_each(|(list, value)| list.push(*value));
        }
    }
    series
}

/// Numbers of every measure: the summary, then the periods; none where there is no such measure.
fn look(case: &Case, outcome: &Outcome) -> Vec<Vec<f64>> {
    let rows = &case.model.layout.rows;
    let of = |measure: &&str| {
        let Some(place) = rows.iter().position(|row| row.measure.name == **measure) else {
            return Vec::new();
        };
        let windows = std::iter::once(Window::Summary).chain((0..outcome.periods).map(Window::Period));
        windows.map(|window| outcome.value(window, None, place)).collect()
    };
    MEASURES.iter().map(of).collect()
}

impl Runs {
    /// All shipped interventions and bundles.
    ///
    /// # Errors
    /// [`Error::Faults`] where a shipped file has any.
    pub fn new(size: Size) -> Result<Self, Error> {
        let weeks = [format!("run.weeks={}", size.weeks)];
        let wanted = |shipped: &&shipped::Shipped| {
            shipped.name.starts_with("interventions/") || shipped.name.starts_with("bundles/")
        };
        let mut loaded: BTreeMap<String, Loaded> = BTreeMap::new();
        let mut findings = Vec::new();
        for shipped in shipped::all().iter().filter(wanted) {
            let mut know = |name: &str| -> Result<usize, Error> {
                if !loaded.contains_key(name) {
                    loaded.insert(name.to_owned(), load(name, &weeks)?);
                }
                Ok(loaded[name].kinds.len())
            };
            let mut base = shipped.parent().unwrap_or_else(|| BASELINE.to_owned());
            let own = know(shipped.name)?;
            // a file that only tells another one's intervention anew stands on what that one stands on
            while own > 0 && know(&base)? == own {
                base = shipped::find(&base)
                    .and_then(|file| file.parent())
                    .unwrap_or_else(|| BASELINE.to_owned());
            }
            know(&base)?;
            // a file that looks at weeks of its own is compared in those weeks
            if let Some([from, until]) = loaded[shipped.name].period.as_deref()
                && loaded[shipped.name].period != loaded[&base].period
            {
                let name = format!("{}, weeks {from} to {until}", base.trim_end_matches(".toml"));
                if !loaded.contains_key(&name) {
                    let overrides = [weeks[0].clone(), format!("run.period=[{from}, {until}]")];
                    let same_weeks = Loaded { name: name.clone(), ..load(&base, &overrides)? };
                    loaded.insert(name.clone(), same_weeks);
                }
                base = name;
            }
            let theirs = &loaded[&base].kinds;
            let own = loaded[shipped.name].kinds.iter();
            let about = own.filter(|(name, _)| !theirs.iter().any(|(known, _)| known == name));
            findings.push(Finding {
                name: shipped.name,
                title: loaded[shipped.name].title.clone(),
                about: about.map(|(_, about)| *about).collect(),
                base,
            });
        }
        let cases: Vec<&Case> = loaded.values().map(|one| &one.case).collect();
        let series = simulate(&cases, size);
        let series = loaded.values().map(|one| one.name.clone()).zip(series).collect();
        Ok(Self { findings, series })
    }

    /// The numbers of a scenario and of the one on which it stands.
    pub fn pair(&self, finding: &Finding) -> (&Series, &Series) {
        (&self.series[finding.name], &self.series[&finding.base])
    }

    /// A finding by the name of its file, with or without its folder.
    pub fn find(&self, name: &str) -> Option<&Finding> {
        let ends = |finding: &&Finding| finding.name == name || finding.name.ends_with(&format!("/{name}"));
        self.findings.iter().find(ends)
    }
}
