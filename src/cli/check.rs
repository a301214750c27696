//! `cliniq check FILE…`: all faults at once.

use std::path::PathBuf;

use super::{model, output};
use crate::declaration::Faults;
use crate::error::Error;
use crate::scenario;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario files
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
