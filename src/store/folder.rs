//! The run's folder: who may write into it, and its files.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Blocks, Manifest, Records, Shelf, disk};
use crate::error::Error;

/// Name of the manifest.
const MANIFEST: &str = "manifest.toml";
/// Name of the file that marks the folder of a calibration.
const CALIBRATION: &str = "calibration.txt";
/// Name of the file that marks the folder of a sweep.
const PLAN: &str = "plan.json";
/// Name of the file that marks the folder of a study of run length.
const RUN_LENGTH: &str = "runlength.txt";
/// Name of the file that marks the folder of a simulated trial.
const TRIAL: &str = "trial.txt";

/// The folder of one run.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Takes a folder for the run that `manifest` describes: a new or empty one is begun, one with the same input
    /// digest is continued, any other is refused and left as it is.
    pub fn take(path: &Path, manifest: &Manifest) -> Result<Self, Error> {
        Self::begin_or_continue(path, MANIFEST, &manifest.to_text(), |folder| folder.check(manifest))
    }

    /// Takes a folder for a calibration, whose mark is a line of text: a new or empty one is begun, one with the same
    /// mark is continued, any other is refused and left as it is.
    pub fn take_for_calibration(path: &Path, mark: &str) -> Result<Self, Error> {
        Self::take_marked(path, CALIBRATION, mark, "calibration")
    }

    /// Takes a folder for a study of run length, in the same way.
    pub fn take_for_run_length(path: &Path, mark: &str) -> Result<Self, Error> {
        Self::take_marked(path, RUN_LENGTH, mark, "study of run length")
    }

    /// Takes a folder for a simulated trial, in the same way.
    pub fn take_for_trial(path: &Path, mark: &str) -> Result<Self, Error> {
        Self::take_marked(path, TRIAL, mark, "simulated trial")
    }

    fn take_marked(path: &Path, marker: &str, mark: &str, what: &str) -> Result<Self, Error> {
        Self::begin_or_continue(path, marker, mark, |folder| {
            if folder.text(marker)? == mark {
                return Ok(());
            }
            Err(Error::Refused(format!(
                "{} holds another {what}; nothing was written: give another folder to --out, or remove this one",
                path.display()
            )))
        })
    }

    /// Takes a folder for a sweep, whose mark is its plan: a new or empty one is begun, one whose plan `same` accepts is
    /// continued with the plan it has, any other is refused and left as it is. Gives the text of the plan that holds.
    pub fn take_for_sweep(
        path: &Path,
        plan: &str,
        same: impl FnOnce(&str) -> Result<(), String>,
    ) -> Result<(Self, String), Error> {
        let folder = Self::begin_or_continue(path, PLAN, plan, |folder| {
            same(&folder.text(PLAN)?).map_err(|why| {
                Error::Refused(format!(
                    "{} holds another sweep ({why}); nothing was written: give another folder to --out, or remove this one",
                    path.display()
                ))
            })
        })?;
        let text = folder.text(PLAN)?;
        Ok((folder, text))
    }

    /// Opens the folder of a sweep; gives the text of its plan.
    pub fn open_sweep(path: &Path) -> Result<(Self, String), Error> {
        let folder = Folder { path: path.to_path_buf() };
        if !path.join(PLAN).is_file() {
            return Err(Error::Refused(format!(
                "{} holds no sweep of cliniq ({PLAN} is missing); give the folder that `cliniq sweep plan` wrote",
                path.display()
            )));
        }
        let text = folder.text(PLAN)?;
        Ok((folder, text))
    }

    /// Replaces the plan of a sweep.
    pub fn put_plan(&self, text: &str) -> Result<(), Error> {
        self.put(PLAN, text.as_bytes())
    }

    fn begin_or_continue(
        path: &Path,
        marker: &str,
        text: &str,
        check: impl FnOnce(&Folder) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let folder = Folder { path: path.to_path_buf() };
        if path.exists() && !path.is_dir() {
            return Err(Error::Refused(format!("{} is a file; give a folder to --out", path.display())));
        }
        let names = disk::names(path)?;
        if names.iter().any(|name| name == marker) {
            check(&folder)?;
        } else if names.iter().all(|name| disk::is_draft(name)) {
            disk::create_folder(path)?;
            if !disk::write_new(&path.join(marker), text.as_bytes())? {
                // Another process began at the same moment, and was first.
                check(&folder)?;
            }
        } else {
            return Err(Error::Refused(format!(
                "{} is not empty and holds no run of cliniq; give another folder to --out",
                path.display()
            )));
        }
        Ok(folder)
    }

    /// Refuses a folder whose run was asked for with other inputs.
    fn check(&self, manifest: &Manifest) -> Result<(), Error> {
        let found = self.manifest()?;
        if found.input_digest == manifest.input_digest {
            return Ok(());
        }
        let names: Vec<&str> = found.arms.iter().map(|arm| arm.name.as_str()).collect();
        Err(Error::Refused(format!(
            "{} holds another run ({}, seed {}, version {}); nothing was written: give another folder to --out, \
             or remove this one",
            self.path.display(),
            names.join(", "),
            found.seed,
            found.version
        )))
    }

    /// Opens the folder of a finished run for reading.
    pub fn open(path: &Path) -> Result<(Self, Manifest), Error> {
        let folder = Folder { path: path.to_path_buf() };
        if !path.join(MANIFEST).is_file() {
            return Err(Error::Refused(format!(
                "{} holds no run of cliniq ({MANIFEST} is missing); give the folder that `run` or `compare` wrote",
                path.display()
            )));
        }
        let manifest = folder.manifest()?;
        if !manifest.complete {
            return Err(Error::Refused(format!(
                "the run in {} was interrupted; finish it first: {}",
                path.display(),
                manifest.command.join(" ")
            )));
        }
        Ok((folder, manifest))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its manifest.
    pub fn manifest(&self) -> Result<Manifest, Error> {
        let text = self.text(MANIFEST)?;
        Manifest::from_text(&text).map_err(|what| {
            Error::Refused(format!(
                "{}: cannot be read as a manifest: {what}",
                self.path.join(MANIFEST).display()
            ))
        })
    }

    /// Its blocks.
    pub fn blocks(&self) -> Blocks {
        Blocks::new(self.path.join("blocks"))
    }

    /// The rows of its sweep, whose plan has this digest.
    pub fn shelf(&self, plan: &str) -> Shelf {
        Shelf::new(self.path.join("blocks"), plan)
    }

    /// Its records of single points.
    pub fn records(&self) -> Records {
        Records::new(self.path.join("points"))
    }

    /// The text of one of its files.
    pub fn text(&self, name: &str) -> Result<String, Error> {
        let path = self.path.join(name);
        std::fs::read_to_string(&path).map_err(|source| Error::file(path, source))
    }

    /// Writes a file, whole or not at all; `name` may lie in a folder of its own.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path.join(name);
        if let Some(parent) = path.parent() {
            disk::create_folder(parent)?;
        }
        disk::write_whole(&path, bytes)
    }

    /// Writes the manifest.
    pub fn put_manifest(&self, manifest: &Manifest) -> Result<(), Error> {
        self.put(MANIFEST, manifest.to_text().as_bytes())
    }

    /// Adds a line to `run.log`, which is outside every digest.
    pub fn log(&self, line: &str) -> Result<(), Error> {
        let path = self.path.join("run.log");
        let file = OpenOptions::new().append(true).create(true).open(&path);
        file.and_then(|mut f| f.write_all(format!("{line}\n").as_bytes()))
            .map_err(|source| Error::file(path, source))
    }
}
