//! `cliniq reproduce DIR`: run a stored result again and compare bit for bit.

use std::io::Write;
use std::path::PathBuf;

use super::cases::{Prepared, Request};
use super::options::threads;
use super::stored::repeat;
use super::study::{Kind, Manner, Study};
use super::{interrupt, progress::Progress};
use crate::error::Error;
use crate::experiment::Stopping;
use crate::store::{Folder, Manifest};

/// Arguments of `reproduce`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The folder of a finished run
    pub folder: PathBuf,
    /// Number of threads [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Print errors only
    #[arg(long)]
    pub quiet: bool,
}

/// Runs the command.
pub fn execute(args: Args) -> Result<(), Error> {
    let (folder, manifest) = Folder::open(&args.folder)?;
    same_version(&manifest)?;
    let Prepared { arms, resolved, leading, .. } = stored(&folder, &manifest)?;
    let stopping = Stopping::Replications(manifest.replications);
    let bundle = manifest.bundle.clone();
    let study = Study { arms, resolved, seed: manifest.seed, stopping, leading, bundle };
    let manner = Manner {
        kind: Kind::Compare,
        measures: None,
        out: None,
        threads: threads(args.threads),
        json: false,
        quiet: args.quiet,
        width: crate::report::text::WIDTH,
        command: manifest.command.clone(),
        stop: interrupt::flag(),
        narrator: None,
    };
    let mut progress = Progress::new(args.quiet);
    let found = repeat(&super::cases::system(), study, (&folder, &manifest), &manner, &mut progress);
    progress.finish();
    let found = found?;
    if !found.is_empty() {
        return Err(Error::Failed(format!("{} differs:\n  {}", args.folder.display(), found.join("\n  "))));
    }
    if !args.quiet {
        let words = format!(
            "identical: {} replications of {} scenarios, result digest {}",
            manifest.replications,
            manifest.arms.len(),
            manifest.result_digest
        );
        let written = writeln!(std::io::stdout(), "{words}");
        written
            .or_else(super::study::closed_pipe)
            .map_err(|source| Error::file("standard output", source))?;
    }
    Ok(())
}

pub(super) fn same_version(manifest: &Manifest) -> Result<(), Error> {
    let version = env!("CARGO_PKG_VERSION");
    if manifest.version == version {
        return Ok(());
    }
    Err(Error::Failed(format!(
        "the run was made by cliniq {}, this is {version}: bits are promised for one version only",
        manifest.version
    )))
}

/// The scenarios of a folder's inputs, under the names and files they had.
pub(super) fn stored(folder: &Folder, manifest: &Manifest) -> Result<Prepared, Error> {
    let inputs = folder.path().join("inputs");
    let request = Request {
        files: manifest.arms.iter().map(|arm| inputs.join(format!("{}.toml", arm.name))).collect(),
        replications: Some(manifest.replications),
        seed: Some(manifest.seed),
        ..Request::default()
    };
    let mut prepared = super::cases::prepare(&request)?;
    for (arm, record) in prepared.arms.iter_mut().zip(&manifest.arms) {
        arm.name.clone_from(&record.name);
        arm.file.clone_from(&record.file);
    }
    Ok(prepared)
}
