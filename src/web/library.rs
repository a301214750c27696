//! The scenarios that a question may start from: those that come with the program, and the files of one folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::cli::model;
use crate::clinic::Parameters;
use crate::clinic::parameters::check::check;
use crate::error::Error;
use crate::scenario::shipped::{self, Shipped};
use crate::scenario::{self, Loaded, Override};

/// What stands before the names of the files of a folder.
pub const MINE: &str = "mine/";

/// Larger files than this are no scenarios.
const LARGEST_FILE: u64 = 1 << 20;

/// More files than this are not looked at.
const MOST_FILES: usize = 500;

/// The folder, if there is one. It is read anew for every question, so that a file can be changed while the page is open.
#[derive(Debug, Clone, Default)]
pub struct Library {
    folder: Option<PathBuf>,
}

/// The texts of a folder by name, `mine/x.toml`.
pub type Texts = Arc<BTreeMap<String, String>>;

impl Library {
    /// The shipped scenarios, and those of a folder.
    ///
    /// # Errors
    /// [`Error::Refused`] if the folder is none.
    pub fn new(folder: Option<&Path>) -> Result<Self, Error> {
        let real = |folder: &Path| {
            fs::canonicalize(folder)
                .ok()
                .filter(|real| real.is_dir())
                .ok_or_else(|| Error::Refused(format!("{}: there is no such folder", folder.display())))
        };
        Ok(Self { folder: folder.map(real).transpose()? })
    }

    /// The scenario files of the folder that really lie in it: what a link leads to elsewhere is not read.
    pub fn texts(&self) -> Texts {
        let Some(folder) = &self.folder else { return Arc::default() };
        let mut texts = BTreeMap::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let fits = name.ends_with(".toml") && !name.starts_with('.') && texts.len() < MOST_FILES;
            let lies_here = || fs::canonicalize(&path).is_ok_and(|real| real.parent() == Some(folder));
            let is_small = || fs::metadata(&path).is_ok_and(|m| m.is_file() && m.len() <= LARGEST_FILE);
            if fits && lies_here() && is_small() {
                texts.extend(fs::read_to_string(&path).ok().map(|text| (format!("{MINE}{name}"), text)));
            }
        }
        Arc::new(texts)
    }

    /// What can be chosen: name, title, question, group.
    pub fn offered(&self) -> Vec<Json> {
        let mut offered = Vec::new();
        for (name, text) in self.texts().iter() {
            let (title, question) = said(name, text);
            let title = if title.is_empty() { name.clone() } else { title };
            offered.push(json!({ "name": name, "title": title, "question": question, "group": "Yours" }));
        }
        for (folder, words) in model::folders() {
            let here = shipped::all().iter().filter(|s| s.folder() == folder && is_base(s));
            let mut here: Vec<&Shipped> = here.collect();
            here.sort_by_key(|s| s.name != super::DEFAULT);
            offered.extend(here.into_iter().map(
                |s| json!({ "name": s.name, "title": s.title(), "question": s.question(), "group": words }),
            ));
        }
        offered
    }

    /// Whether there is such a base.
    pub fn holds(texts: &Texts, name: &str) -> bool {
        texts.contains_key(name) || shipped::all().iter().any(|s| s.name == name && is_base(s))
    }

    /// Reads a base as it is.
    ///
    /// # Errors
    /// Its faults.
    pub fn load(texts: &Texts, name: &str) -> Result<Loaded<Parameters>, Error> {
        match texts.get(name) {
            Some(text) => scenario::load_among(texts, name, text, &[], check),
            None => scenario::load_shipped(name, &[], check),
        }
    }
}

/// Whether it is a scenario of a clinic: studies are asked of one, and checks against theory show nobody anything.
fn is_base(scenario: &Shipped) -> bool {
    !scenario.is_study() && scenario.folder() != "verify"
}

/// Title and question of a text, as far as it can be read.
fn said(name: &str, text: &str) -> (String, String) {
    let table: toml::Table = toml::from_str(text).unwrap_or_default();
    let word =
        |value: Option<&toml::Value>| value.and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let question = word(table.get("notes").and_then(|notes| notes.get("question")));
    let title = word(table.get("title"));
    (if title.is_empty() { name.to_owned() } else { title }, question)
}

/// Overrides that make all arms of a comparison run equally long, and their summaries of the same weeks.
pub fn aligned(weeks: u32, period: Option<&Vec<u32>>) -> [Override; 2] {
    let period = match period {
        Some(weeks) => format!("run.period={weeks:?}"),
        None => "run.period=\"none\"".to_owned(),
    };
    [
        Override::new("the longest of all scenarios", format!("run.weeks={weeks}")),
        Override::new("the period of the baseline", period),
    ]
}
