//! `cliniq check FILE…`: all faults at once, of scenarios and of studies with their scenarios.

use std::path::{Path, PathBuf};

use super::{exploring, model, output, trial};
use crate::declaration::Faults;
use crate::error::Error;
use crate::experiment;
use crate::experiment::exploration::Subject;
use crate::scenario;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario files, and study files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Set a parameter, e.g. clinics.main.staff.physicians.count=5 (repeatable)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Print the faults as JSON
    #[arg(long)]
    json: bool,
}

/// Reads every file and reports the faults of all of them together.
///
/// # Errors
/// [`Error::Faults`] if there are any.
pub fn execute(args: Args) -> Result<(), Error> {
    let mut readings = Vec::new();
    let mut fine = String::new();
    for file in &args.files {
        if let Some(checked) = study(file) {
            match checked {
                Ok(points) => fine.push_str(&format!("{}: no faults ({points})\n", file.display())),
                Err(Error::Faults(faults)) => readings.push(faults),
                Err(other) => return Err(other),
            }
            continue;
        }
        match scenario::load::<model::Parameters>(file, &args.set, model::check) {
            Ok(loaded) => {
                let digest = scenario::digest(&loaded.shown, crate::NUMBERS);
                fine.push_str(&format!("{}: no faults (digest {})\n", loaded.file, &digest[..8]));
                for notice in model::notices(&loaded.parameters) {
                    output::say(&format!("note: {}: {notice}", loaded.file));
                }
            }
            Err(Error::Faults(faults)) => readings.push(faults),
            Err(other) => return Err(other),
        }
    }
    if let Some(faults) = Faults::joined(readings) {
        return Err(faults.into());
    }
    if args.json { output::print_json(&Faults::default().to_json()) } else { output::print(&fine) }
}

/// Checks a study with its scenario and its points; `None` for a file that is none.
fn study(file: &Path) -> Option<Result<String, Error>> {
    let text = std::fs::read_to_string(file).ok()?;
    let table: toml::Table = text.parse().ok()?;
    if table.contains_key("targets") {
        return Some(experiment::study::read(file).map(|study| format!("{} targets", study.targets.len())));
    }
    let of_trials = ["designs", "outcomes", "variance", "transfer", "leading", "figures"];
    if of_trials.iter().any(|key| table.contains_key(*key)) {
        return Some(trial::checked(file));
    }
    let of_studies = ["factors", "design", "candidates", "portfolios"];
    of_studies.iter().any(|key| table.contains_key(*key)).then(|| exploration(file))
}

fn exploration(file: &Path) -> Result<String, Error> {
    let mut study = experiment::exploration::read(file)?;
    if study.subject == Subject::None {
        return Ok("its scenarios are named by the command".to_owned());
    }
    let ground = exploring::folder::ground_of(&study)?;
    let space = study.bind(&ground.declared)?;
    for note in ground.try_factors(&study, &space)? {
        output::say(&format!("note: {}: {note}", file.display()));
    }
    exploring::folder::measures_of(&study, &ground)?;
    Ok(format!("{} points", space.points()))
}
