//! `cliniq migrate FILE`: an older file in today's format, comments kept.

use std::fs;
use std::path::PathBuf;

use super::output;
use crate::error::Error;
use crate::scenario::migrate::{Migrated, migrate};

/// Arguments of `migrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario file of an older schema
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the file instead of printing to stdout
    #[arg(long)]
    write: bool,
    /// Print faults as JSON
    #[arg(long)]
    json: bool,
}

/// Migrates one file; the files it extends are migrated one by one.
///
/// # Errors
/// [`Error::Faults`] if the file is no TOML, [`Error::Refused`] if it is newer than this program or not UTF-8.
pub fn execute(args: Args) -> Result<(), Error> {
    let shown = args.file.display().to_string();
    let bytes = fs::read(&args.file).map_err(|error| Error::Refused(format!("{shown}: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::Refused(format!("{shown}: expected a text in UTF-8; save it so and try again"))
    })?;
    match (migrate(&shown, &text)?, args.write) {
        (Migrated::Already, true) => output::say(&format!("{shown} has today's format already; unchanged")),
        (Migrated::Already, false) => {
            output::say(&format!("{shown} has today's format already"));
            output::print(&text)?;
        }
        (Migrated::Text(text), true) => {
            output::write_file(&args.file, &text)?;
            output::say(&format!("{shown} is written in today's format; see its faults with cliniq check"));
        }
        (Migrated::Text(text), false) => output::print(&text)?,
    }
    Ok(())
}
