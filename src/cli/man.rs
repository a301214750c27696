//! `cliniq man DIR`: a man page for the program and for each command.

use std::fs;
use std::path::PathBuf;

use super::output;
use crate::error::Error;

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder for the pages, made if it does not exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the man pages.
///
/// # Errors
/// [`Error::File`] if the folder cannot be written to.
pub fn execute(args: Args) -> Result<(), Error> {
    fs::create_dir_all(&args.folder).map_err(|error| Error::file(&args.folder, error))?;
    clap_mangen::generate_to(super::command(), &args.folder)
        .map_err(|error| Error::file(&args.folder, error))?;
    output::say(&format!("man pages are in {}", args.folder.display()));
    Ok(())
}
