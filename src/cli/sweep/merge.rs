//! `cliniq sweep merge DIR` and `export DIR`: all rows checked, in order, as tables.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{data_set, page, show};
use crate::cli::exploring::{self, Sweep};
use crate::cli::output;
use crate::error::Error;
use crate::experiment::sweep::Merged;
use crate::report::sheet::Format;
use crate::store::disk;

/// Arguments of `sweep merge`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The folder of the sweep
    folder: PathBuf,
    /// Folders of the same sweep from other machines, whose results are taken over first
    #[arg(long, value_name = "DIR", num_args = 1..)]
    from: Vec<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Print errors only
    #[arg(long)]
    quiet: bool,
}

/// Arguments of `sweep export`.
#[derive(Debug, Clone, clap::Args)]
pub struct Export {
    /// The folder of the sweep
    folder: PathBuf,
    /// The form of the tables
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// Where they go: a folder, or a file for SQLite [default: beside the sweep's own tables]
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
}

/// The form of exported tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A folder with a CSV file for each table
    Csv,
    /// One SQLite file
    Sqlite,
    /// A folder with a Parquet file for each table (programs built with `--features parquet`)
    Parquet,
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Csv => Format::Csv,
            Form::Sqlite => Format::Sqlite,
            Form::Parquet => Format::Parquet,
        }
    }
}

/// Runs `sweep merge`.
///
/// # Errors
/// [`Error::Interrupted`] where rows are missing; [`Error::Failed`] where results contradict each other, and after all is
/// written where replications failed.
pub fn execute(args: Args) -> Result<(), Error> {
    let sweep = exploring::open(&args.folder)?;
    for other in &args.from {
        take_over(&sweep, other)?;
    }
    let merged = write_tables(&sweep)?;
    let document = show::document(&sweep, &merged)?;
    page::write(&sweep, &merged, &document)?;
    merged.notices.iter().for_each(|notice| output::say(notice));
    if args.json {
        output::print_json(&show::json(&sweep, &merged))?;
    } else if !args.quiet {
        output::print(&show::result(&sweep, &document))?;
    }
    failures(&merged)
}

/// Takes over the results of another folder of the same sweep.
fn take_over(sweep: &Sweep, other: &Path) -> Result<(), Error> {
    let theirs = exploring::open(other)?;
    if theirs.plan.digest != sweep.plan.digest {
        return Err(Error::Refused(format!(
            "{} holds another sweep (plan {}) than {} (plan {}); nothing was taken over",
            other.display(),
            &theirs.plan.digest[..8],
            sweep.folder.path().display(),
            &sweep.plan.digest[..8]
        )));
    }
    let mut notices = Vec::new();
    let taken = sweep.shelf().take_over(&theirs.shelf(), &mut notices);
    notices.iter().for_each(|notice| output::say(notice));
    taken
}

/// Writes the tables of a whole sweep into its folder, and its result.
///
/// # Errors
/// As [`data_set::write`].
pub fn write_tables(sweep: &Sweep) -> Result<Merged, Error> {
    let merged = data_set::write(sweep, &sweep.folder.path().join("tables"), Format::Csv, |_, _| ())?;
    let result = format!("{:#}\n", show::json(sweep, &merged));
    sweep.folder.put("result.json", result.as_bytes())?;
    Ok(merged)
}

/// Writes the points of a plan, before anything is run.
///
/// # Errors
/// [`Error::File`] where the folder cannot be written to.
pub fn write_points(sweep: &Sweep) -> Result<(), Error> {
    data_set::write_plan(sweep, &sweep.folder.path().join("planned"))
}

/// Runs `sweep export`.
///
/// # Errors
/// As [`data_set::write`]; [`Error::Refused`] for Parquet where the program was built without it.
pub fn export(args: Export) -> Result<(), Error> {
    let sweep = exploring::open(&args.folder)?;
    let name = match args.format {
        Form::Csv => "tables",
        Form::Sqlite => "sweep.sqlite",
        Form::Parquet => "parquet",
    };
    let target = args.out.unwrap_or_else(|| sweep.folder.path().join(name));
    refuse_others(&sweep, &target, args.format, name)?;
    let merged = data_set::write(&sweep, &target, args.format.into(), |_, _| ())?;
    output::say(&format!(
        "{} points, {} runs, {} of them failed: {}",
        sweep.plan.points,
        merged.rows,
        merged.failed,
        target.display()
    ));
    Ok(())
}

/// Refuses to replace what no export has written.
fn refuse_others(sweep: &Sweep, target: &Path, form: Form, name: &str) -> Result<(), Error> {
    let refused =
        |what: &str| Err(Error::Refused(format!("{}: {what}; give another --out", target.display())));
    let folder = sweep.folder.path();
    if target.starts_with(folder) && target != folder.join(name) {
        return refused("the folder of the sweep holds files of its own");
    }
    if form == Form::Sqlite {
        let mut begin = [0; 16];
        let read = std::fs::File::open(target).and_then(|mut file| file.read_exact(&mut begin));
        let is_ours = !target.exists() || (read.is_ok() && begin == *b"SQLite format 3\0");
        return if is_ours { Ok(()) } else { refused("a file that is no SQLite database would be replaced") };
    }
    let dictionary = format!("dictionary.{}", Format::from(form).extension());
    let holds_others =
        target.is_dir() && !disk::names(target)?.is_empty() && !target.join(dictionary).is_file();
    if holds_others { refused("a folder that holds other files") } else { Ok(()) }
}

/// The error at the end of a sweep in which replications failed.
///
/// # Errors
/// [`Error::Failed`] if any did.
pub fn failures(merged: &Merged) -> Result<(), Error> {
    if merged.failed == 0 {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "{} of {} replications failed and were left out; seeds and reasons are in the table of failed runs, and `--failed` runs \
         them again",
        merged.failed, merged.rows
    )))
}
