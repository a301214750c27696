//! Files → arms: the scenarios of a command, read with its overrides and made comparable.

use std::path::{Path, PathBuf};

use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Clinics, Parameters};
use crate::error::Error;
use crate::experiment::Arm;
use crate::scenario::{self, Loaded, Override};

/// A scenario file with settings of its own, beside the files of a command.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The file.
    pub file: PathBuf,
    /// Settings `path=value`.
    pub set: Vec<String>,
    /// What it is called.
    pub name: String,
}

/// What a command asks for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Scenario files, the baseline first.
    pub files: Vec<PathBuf>,
    /// Variants, which stand after the files.
    pub variants: Vec<Variant>,
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
    /// One for each file, in order, then one for each variant.
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

/// Measures in which a bundle of changes is told apart where nobody names others, where a scenario has them.
pub const TOLD: [&str; 12] = [
    "after_hours_minutes_per_day",
    "documentation_minutes_per_day",
    "inbox_minutes_per_day",
    "access_wait_days",
    "patient_wait_minutes",
    "inbox_turnaround_hours",
    "visit_cycle_minutes",
    "visits_per_week",
    "burnout_prevalence",
    "turnover_per_100_fte_year",
    "errors_reaching_patient_per_1000_orders.expected",
    "net_benefit_per_year",
];

/// The system under study.
pub fn system() -> Clinics {
    Clinics
}

/// Reads one scenario file with overrides, all checks made.
///
/// # Errors
/// All faults of the file, its parents and the overrides.
pub fn load(file: &Path, overrides: &[Override]) -> Result<Loaded<Parameters>, Error> {
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
        case: Case::new(&loaded.parameters, trunk, smallest_group(loaded)).with_grades(&loaded.shown),
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

/// A file to be read, with all that is set in it.
struct Wanted<'r> {
    file: &'r Path,
    overrides: Vec<Override>,
}

impl Request {
    /// What is set in all files.
    pub fn overrides(&self) -> Vec<Override> {
        let mut overrides = Override::all(&self.set);
        let mut set = |option: &str, path: &str, value: Option<String>| {
            overrides.extend(value.map(|value| Override::new(option, format!("{path}={value}"))));
        };
        set("--weeks", "run.weeks", self.weeks.map(|weeks| weeks.to_string()));
        set("--warmup-weeks", "run.warmup_weeks", self.warmup_weeks.map(|weeks| weeks.to_string()));
        // also these, though they enter no digest: a folder's inputs then say all that is needed to run again
        set("--seed", "run.seed", self.seed.map(|seed| seed.to_string()));
        set("--replications", "run.replications", self.replications.map(|number| number.to_string()));
        set("--period", "run.period", self.period.map(|(from, until)| format!("[{from}, {until}]")));
        overrides
    }

    /// The files, then the variants.
    fn wanted(&self) -> Vec<Wanted<'_>> {
        let common = self.overrides();
        let wanted = |file, own: &[String]| {
            let own = own.iter().map(|text| Override::new("the parts of a bundle", text));
            Wanted { file, overrides: common.iter().cloned().chain(own).collect() }
        };
        let variants = self.variants.iter().map(|variant| wanted(&variant.file, &variant.set));
        self.files.iter().map(|file| wanted(file, &[])).chain(variants).collect()
    }
}

/// Reads all files and variants; all arms run the longest `weeks` and one period.
///
/// # Errors
/// All faults of all files; runs in hours and in weeks do not compare.
pub fn prepare(request: &Request) -> Result<Prepared, Error> {
    let wanted = request.wanted();
    let mut loaded = load_all(&wanted)?;
    align(&wanted, &mut loaded)?;
    let (files, variants) = loaded.split_at_mut(request.files.len());
    for (scenario, variant) in variants.iter_mut().zip(&request.variants) {
        scenario.name.clone_from(&variant.name);
    }
    let baseline =
        files.first().ok_or_else(|| Error::Refused("expected at least one scenario file".to_owned()))?;
    let run = &baseline.parameters.run;
    let (seed, replications) =
        (request.seed.unwrap_or(run.seed), request.replications.unwrap_or(run.replications));
    let named = |at: &usize| files[..*at].iter().any(|other| other.name == files[*at].name);
    if let Some(twice) = (1..files.len()).find(named) {
        let name = &files[twice].name;
        return Err(Error::Refused(format!(
            "two files are called `{name}`: results carry the file's stem as name, so rename one of them"
        )));
    }
    let arms: Vec<Arm<Case>> = loaded.iter().map(arm).collect();
    let files = &loaded[..request.files.len()];
    Ok(Prepared {
        notices: files.iter().flat_map(|scenario| rollout_notices(scenario, &arms[0].case)).collect(),
        resolved: loaded.iter().map(scenario::resolved_toml).collect(),
        seed,
        replications,
        leading: leading(&arms[0].case),
        arms,
    })
}

/// The measures of a case to look at first, the most important first.
pub fn leading(case: &Case) -> Vec<String> {
    let names = || case.model.layout.rows.iter().map(|row| row.measure.name.as_str());
    let found: Vec<String> =
        LEADING.iter().filter(|name| names().any(|n| n == **name)).map(|name| (*name).to_owned()).collect();
    if found.is_empty() { names().take(1).map(str::to_owned).collect() } else { found }
}

/// Interventions that do not work in full through the weeks of the summary: what is compared there is not their full
/// effect.
fn rollout_notices(loaded: &Loaded<Parameters>, baseline: &Case) -> Vec<String> {
    let week = |time: crate::engine::time::Time| {
        time.since(baseline.model.time.measured_from).in_hours() / (24.0 * 7.0)
    };
    let (from, until) = (week(baseline.model.time.summary.0), week(baseline.model.time.summary.1));
    let notice = |(name, change): (&String, &crate::clinic::intervention::Change)| {
        let rollout = &change.rollout;
        let (first, last) = rollout.begins(loaded.parameters.clinics.keys());
        let full = last + rollout.ramp_weeks;
        let what = if first >= until {
            format!("begins in week {first}, after the weeks of the summary")
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

/// Reads files with the same overrides, all checks made.
///
/// # Errors
/// All faults of all files.
pub fn load_files(files: &[PathBuf], overrides: &[Override]) -> Result<Vec<Loaded<Parameters>>, Error> {
    let wanted = files.iter().map(|file| Wanted { file, overrides: overrides.to_vec() });
    load_all(&wanted.collect::<Vec<_>>())
}

/// Reads all files and lists the faults of all of them.
fn load_all(wanted: &[Wanted<'_>]) -> Result<Vec<Loaded<Parameters>>, Error> {
    let mut loaded = Vec::new();
    let mut faulty: Vec<crate::declaration::Faults> = Vec::new();
    for Wanted { file, overrides } in wanted {
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
fn align(wanted: &[Wanted<'_>], loaded: &mut [Loaded<Parameters>]) -> Result<(), Error> {
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
    for (Wanted { file, overrides }, scenario) in wanted.iter().zip(loaded) {
        let run = &scenario.parameters.run;
        if run.weeks != weeks || run.period != period {
            let mut all = overrides.clone();
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
