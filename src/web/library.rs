//! The scenarios that a question may start from: those that come with the program, and the files of one folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

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

/// Longer chains of parents than this are refused by whoever reads them.
const LONGEST_CHAIN: usize = 64;

/// Letters of a title or question that the list shows.
const LONGEST_WORDS: usize = 1000;

/// The folder, if there is one. What a question starts from is read anew each time, so that a file can be changed while the page
/// is open; of all others only what the list says is known, as long as they stay as they are.
#[derive(Debug, Default)]
pub struct Library {
    folder: Option<PathBuf>,
    listed: Mutex<BTreeMap<String, Listed>>,
}

/// What the list says of a file, and of which state of the file.
#[derive(Debug, Clone)]
struct Listed {
    state: (u64, Option<SystemTime>),
    title: String,
    question: String,
}

/// Texts of a folder by name, `mine/x.toml`.
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
        Ok(Self { folder: folder.map(real).transpose()?, listed: Mutex::default() })
    }

    /// The texts that a base of the folder is made of: its own and those of its parents there; none of a shipped one.
    pub fn texts(&self, base: &str) -> Texts {
        let (mut texts, mut next) = (BTreeMap::new(), Some(base.to_owned()));
        while let Some(name) = next.take() {
            if texts.contains_key(&name) || texts.len() > LONGEST_CHAIN {
                break; // whoever reads them says what is wrong with such a chain
            }
            let Some(text) = name.strip_prefix(MINE).and_then(|file| self.read(file)) else { break };
            next = parent(&text);
            texts.insert(name, text);
        }
        Arc::new(texts)
    }

    /// A scenario file that really lies in the folder, and its state: what a link leads to elsewhere is not read.
    fn file(&self, file: &str) -> Option<(PathBuf, (u64, Option<SystemTime>))> {
        let folder = self.folder.as_ref()?;
        let fits = file.ends_with(".toml") && !file.starts_with('.') && !file.contains(['/', '\\']);
        let real = fs::canonicalize(folder.join(file).as_path()).ok().filter(|_| fits)?;
        let about =
            fs::metadata(&real).ok().filter(|about| about.is_file() && about.len() <= LARGEST_FILE)?;
        (real.parent() == Some(folder)).then(|| (real, (about.len(), about.modified().ok())))
    }

    fn read(&self, file: &str) -> Option<String> {
        let (path, _) = self.file(file)?;
        let mut text = String::new();
        // it may have grown since it was looked at
        File::open(path).ok()?.take(LARGEST_FILE).read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// What the list says of each file of the folder; those that changed are read, one after the other.
    fn listed(&self) -> BTreeMap<String, Listed> {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = self.folder.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let mut now = BTreeMap::new();
        for entry in entries {
            let file = entry.file_name().to_string_lossy().into_owned();
            if now.len() == MOST_FILES {
                break;
            }
            let Some((_, state)) = self.file(&file) else { continue };
            let name = format!("{MINE}{file}");
            let one = listed.remove(&name).filter(|known| known.state == state).or_else(|| {
                let (title, question) = said(&name, &self.read(&file)?);
                Some(Listed { state, title, question })
            });
            now.extend(one.map(|one| (name, one)));
        }
        listed.clone_from(&now);
        now
    }

    /// What can be chosen: name, title, question, group.
    pub fn offered(&self) -> Vec<Json> {
        let mut offered = Vec::new();
        for (name, Listed { title, question, .. }) in self.listed() {
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
    let word = |value: Option<&toml::Value>| -> String {
        value.and_then(toml::Value::as_str).unwrap_or_default().chars().take(LONGEST_WORDS).collect()
    };
    let question = word(table.get("notes").and_then(|notes| notes.get("question")));
    let title = word(table.get("title"));
    (if title.is_empty() { name.to_owned() } else { title }, question)
}

/// The name of the file of the same folder that a file extends, if it extends one there.
fn parent(text: &str) -> Option<String> {
    let extends = match toml::from_str::<toml::Table>(text) {
        Ok(table) => table.get("extends")?.as_str()?.to_owned(),
        // its faults are told together with those of its parents, so far as they can be found
        Err(_) => {
            let line = text.lines().find_map(|line| line.trim().strip_prefix("extends"))?;
            line.split('"').nth(1)?.to_owned()
        }
    };
    let mut parts = vec![MINE.trim_end_matches('/')];
    for part in extends.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(parts.join("/")).filter(|name| name.starts_with(MINE))
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
