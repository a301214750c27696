//! `cliniq report DIR`: draw the report of a stored result again, without running it again.

use std::path::PathBuf;

use super::reporting::{self, Clinic};
use super::shown::Finding;
use super::study::Kind;
use super::{interrupt, output, reproduce};
use crate::error::Error;
use crate::experiment::{self, Plan, Selection, Stopping, bundle};
use crate::report;
use crate::store::Folder;
use crate::system::Measure;

/// Arguments of `report`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The folder of a finished run
    pub folder: PathBuf,
    /// `files` writes report.html and report.md into the folder; the others print to standard output
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Form::Files)]
    pub form: Form,
}

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// Both files, into the folder.
    Files,
    /// One page.
    Html,
    /// Markdown.
    Markdown,
    /// Words and tables for a terminal.
    Text,
}

/// Runs the command.
///
/// # Errors
/// [`Error::Failed`] for a folder of another version, or one from which replications are gone.
pub fn execute(args: Args) -> Result<(), Error> {
    let (folder, manifest) = Folder::open(&args.folder)?;
    reproduce::same_version(&manifest)?;
    let prepared = reproduce::stored(&folder, &manifest)?;
    let plan = Plan {
        arms: &prepared.arms,
        seed: manifest.seed,
        stopping: Stopping::Replications(manifest.replications),
        leading: &prepared.leading,
        level: manifest.level,
        threads: super::options::threads(None),
    };
    let results =
        experiment::run(&super::cases::system(), &plan, &folder.blocks(), interrupt::flag(), &mut ())?;
    let tables: Vec<Vec<Measure>> = results.arms.iter().map(|arm| arm.measures.clone()).collect();
    let selection = match &manifest.measures {
        None => Selection::all(),
        Some(names) => Selection::named(names, &tables)?,
    };
    let analysis = experiment::compare::analyze(&results, &selection);
    let parts = manifest.bundle.as_ref().map(|bundle| bundle::analyze(&results, bundle));
    let finding = Finding {
        analysis: &analysis,
        results: &results,
        bundle: manifest.bundle.as_ref().zip(parts.as_ref()),
    };
    let clinic = Clinic::of(&prepared.arms, &prepared.resolved, manifest.bundle.as_ref())?;
    let kind = if manifest.arms.len() == 1 { Kind::Run } else { Kind::Compare };
    if args.form == Form::Files {
        for (name, bytes) in reporting::files(&finding, &manifest, kind, Some(&clinic)) {
            folder.put(name, &bytes)?;
        }
        output::say(&format!("written: {}", args.folder.join("report.html").display()));
        return Ok(());
    }
    let (document, attachments) = reporting::compose(&finding, &manifest, kind, Some(&clinic));
    output::print(&match args.form {
        Form::Html => report::html::page(&document, &attachments),
        Form::Markdown => report::markdown::document(&document),
        Form::Files | Form::Text => report::text::document(&document, output::width()),
    })
}
