//! Files → arms: the scenarios of a command, read with its overrides and made comparable.

use std::path::PathBuf;

use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Clinics, Parameters};
use crate::error::Error;
use crate::experiment::Arm;
use crate::scenario::{self, Loaded, Override};

/// What a command asks for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Scenario files, the baseline first.
    pub files: Vec<PathBuf>,
    /// Overrides `path=value`, for all files.
    pub set: Vec<String>,
    /// Measured weeks.
    pub weeks: Option<u32>,
    /// Weeks of warm-up.
    pub warmup_weeks: Option<u32>,
    /// Weeks of the summary, `[from, until)`, counted from 0.
    pub period: Option<(u32, u32)>,
    /// Number of replications.
    pub replications: Option<u32>,
    /// Master seed.
    pub seed: Option<u64>,
}

/// Arms ready to run.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// One for each file, in order.
    pub arms: Vec<Arm<Case>>,
    /// Each scenario as one self-contained text.
    pub resolved: Vec<String>,
    /// Master seed.
    pub seed: u64,
    /// Number of replications.
    pub replications: u32,
    /// Measures to look at first, the most important first.
    pub leading: Vec<String>,
    /// What a reader of the summary should know.
    pub notices: Vec<String>,
}

/// Measures that matter most, in order, where a scenario has them.
const LEADING: [&str; 5] = [
    "after_hours_minutes_per_day",
    "access_wait_days",
    "patient_wait_minutes",
    "inbox_turnaround_hours",
    "visit_cycle_minutes",
];

/// The system under study.
pub fn system() -> Clinics {
    Clinics
}

/// Reads one scenario file with overrides, all checks made.
///
/// # Errors
/// All faults of the file, its parents and the overrides.
pub fn load(file: &std::path::Path, overrides: &[Override]) -> Result<Loaded<Parameters>, Error> {
    scenario::load_with(file, overrides, check)
}

/// Builds the arm of a scenario.
pub fn arm(loaded: &Loaded<Parameters>) -> Arm<Case> {
    let digest = scenario::digest(&loaded.shown, crate::NUMBERS);
    let before: Vec<_> =
        loaded.shown.iter().filter(|shown| !shown.path.starts_with("interventions.")).cloned().collect();
    let trunk = scenario::digest(&before, crate::NUMBERS);
    Arm {
        name: loaded.name.clone(),
        file: loaded.file.clone(),
        case: Case::new(&loaded.parameters, trunk, smallest_group(loaded)),
        digest,
    }
}

/// From real data, groups of fewer people than this are not shown.
const SMALLEST_REAL_GROUP: usize = 5;

/// Groups of fewer people than this are not shown; 0 where there is nobody to protect.
pub fn smallest_group(loaded: &Loaded<Parameters>) -> usize {
    match loaded.heading.data {
        scenario::Data::Real => SMALLEST_REAL_GROUP,
        scenario::Data::Synthetic => 0,
    }
}

/// Reads all files; all arms run the longest `weeks` and one period.
///
/// # Errors
/// All faults of all files; runs in hours and in weeks do not compare.
pub fn prepare(request: &Request) -> Result<Prepared, Error> {
    let mut overrides = Override::all(&request.set);
    let mut set = |option: &str, path: &str, value: Option<String>| {
        overrides.extend(value.map(|value| Override::new(option, format!("{path}={value}"))));
    };
    set("--weeks", "run.weeks", request.weeks.map(|weeks| weeks.to_string()));
    set("--warmup-weeks", "run.warmup_weeks", request.warmup_weeks.map(|weeks| weeks.to_string()));
    // also these, though they enter no digest: a folder's inputs then say all that is needed to run again
    set("--seed", "run.seed", request.seed.map(|seed| seed.to_string()));
    set("--replications", "run.replications", request.replications.map(|number| number.to_string()));
    set("--period", "run.period", request.period.map(|(from, until)| format!("[{from}, {until}]")));
    let mut loaded = load_all(&request.files, &overrides)?;
    align(request, &overrides, &mut loaded)?;
    let baseline =
        loaded.first().ok_or_else(|| Error::Refused("expected at least one scenario file".to_owned()))?;
    let run = &baseline.parameters.run;
    let (seed, replications) =
        (request.seed.unwrap_or(run.seed), request.replications.unwrap_or(run.replications));
    let arms: Vec<Arm<Case>> = loaded.iter().map(arm).collect();
    if let Some(twice) = (1..arms.len()).find(|&i| arms[..i].iter().any(|arm| arm.name == arms[i].name)) {
        let name = &arms[twice].name;
        return Err(Error::Refused(format!(
            "two files are called `{name}`: results carry the file's stem as name, so rename one of them"
        )));
    }
    let has = |name: &&str| arms[0].case.model.layout.rows.iter().any(|row| row.measure.name == **name);
    let first = arms[0].case.model.layout.rows.first().map(|row| row.measure.name.clone());
    let leading: Vec<String> =
        LEADING.iter().filter(|name| has(name)).map(|name| (*name).to_owned()).collect();
    Ok(Prepared {
        notices: loaded.iter().flat_map(|scenario| rollout_notices(scenario, &arms[0].case)).collect(),
        resolved: loaded.iter().map(scenario::resolved_toml).collect(),
        seed,
        replications,
        leading: if leading.is_empty() { first.into_iter().collect() } else { leading },
        arms,
    })
}

/// Interventions that do not work in full through the weeks of the summary: what is compared there is not their full
/// effect.
fn rollout_notices(loaded: &Loaded<Parameters>, baseline: &Case) -> Vec<String> {
    let week = |time: crate::engine::time::Time| {
        time.since(baseline.model.time.observe_from).in_hours() / (24.0 * 7.0)
    };
    let (from, until) = (week(baseline.model.time.summary.0), week(baseline.model.time.summary.1));
    let notice = |(name, change): (&String, &crate::clinic::intervention::Change)| {
        let rollout = &change.rollout;
        let full = rollout.start_week + rollout.ramp_weeks;
        let what = if rollout.start_week >= until {
            format!("begins in week {}, after the weeks of the summary", rollout.start_week)
        } else if full > from {
            format!("works in full only from week {full} on")
        } else if rollout.end_week.is_some_and(|end| end < until) {
            format!("ends in week {}", rollout.end_week.unwrap_or_default())
        } else {
            return None;
        };
        Some(format!(
            "note: {}: `{name}` {what}; the summary is of weeks {from} to {until} (--period A..B takes others)",
            loaded.name
        ))
    };
    loaded.parameters.interventions.iter().filter_map(notice).collect()
}

/// Reads all files, all checks made.
///
/// # Errors
/// All faults of all files.
pub fn load_all(files: &[PathBuf], overrides: &[Override]) -> Result<Vec<Loaded<Parameters>>, Error> {
    let mut loaded = Vec::new();
    let mut faulty: Vec<crate::declaration::Faults> = Vec::new();
    for file in files {
        match load(file, overrides) {
            Ok(scenario) => loaded.push(scenario),
            Err(Error::Faults(faults)) => faulty.push(faults),
            Err(other) => return Err(other),
        }
    }
    match crate::declaration::Faults::joined(faulty) {
        Some(faults) => Err(Error::Faults(faults)),
        None => Ok(loaded),
    }
}

/// Gives all arms the longest `weeks` and the baseline's period.
fn align(request: &Request, overrides: &[Override], loaded: &mut [Loaded<Parameters>]) -> Result<(), Error> {
    let in_hours = loaded.iter().filter(|scenario| scenario.parameters.run.hours.is_some()).count();
    if in_hours > 0 && in_hours < loaded.len() {
        return Err(Error::Refused(
            "some scenarios run in hours and some in weeks: give all of them run.hours, or none".to_owned(),
        ));
    }
    let Some(weeks) =
        loaded.iter().map(|scenario| scenario.parameters.run.weeks).max().filter(|_| in_hours == 0)
    else {
        return Ok(());
    };
    let period = loaded[0].parameters.run.period.clone();
    for (file, scenario) in request.files.iter().zip(loaded) {
        let run = &scenario.parameters.run;
        if run.weeks != weeks || run.period != period {
            let mut all = overrides.to_vec();
            all.push(Override::new("the longest of all scenarios", format!("run.weeks={weeks}")));
            let period = match &period {
                Some(weeks) => format!("run.period={weeks:?}"),
                None => "run.period=\"none\"".to_owned(),
            };
            all.push(Override::new("the period of the baseline", period));
            *scenario = load(file, &all)?;
        }
    }
    Ok(())
}
