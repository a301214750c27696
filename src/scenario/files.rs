//! Reads a file and the files it extends.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::heading::SCHEMA;
use super::shipped;
use crate::declaration::text_file::{self, Problem};
use crate::declaration::tree::{self, Value};
use crate::declaration::{Faults, Node, Place, suggest};

/// A chain of more files than this is taken for a mistake.
const LONGEST_CHAIN: usize = 16;

/// Where a scenario comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Origin {
    /// A file.
    Disk(PathBuf),
    /// A scenario that comes with the program.
    Shipped(String),
    /// A text in memory; its parents are found among others, or else are shipped ones.
    Text {
        /// The name that faults show.
        name: String,
        /// The text.
        text: String,
        /// Other texts by their names.
        among: Arc<BTreeMap<String, String>>,
    },
}

impl Origin {
    /// The name that faults show.
    pub(super) fn shown(&self) -> String {
        match self {
            Origin::Disk(path) => path.display().to_string(),
            Origin::Shipped(name) | Origin::Text { name, .. } => name.clone(),
        }
    }

    /// The name without folder and ending.
    pub(super) fn stem(&self) -> String {
        let shown = self.shown();
        Path::new(&shown).file_stem().map_or_else(|| shown.clone(), |s| s.to_string_lossy().into_owned())
    }

    /// What `extends = "…"` in this file means.
    fn parent(&self, name: &str) -> Origin {
        match self {
            Origin::Disk(path) => Origin::Disk(path.parent().unwrap_or(Path::new("")).join(name)),
            Origin::Shipped(own) => {
                let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
                Origin::Shipped(normal(&format!("{folder}/{name}")))
            }
            Origin::Text { name: own, among, .. } => {
                let folder =
                    if among.contains_key(own) { own.rsplit_once('/').map(|(f, _)| f) } else { None };
                let beside = normal(&format!("{}/{name}", folder.unwrap_or("")));
                match among.get(&beside) {
                    Some(text) => Origin::Text { name: beside, text: text.clone(), among: among.clone() },
                    None => Origin::Shipped(normal(name)),
                }
            }
        }
    }

    /// The same for two names of the same file.
    fn identity(&self) -> String {
        match self {
            Origin::Disk(path) => {
                fs::canonicalize(path).unwrap_or_else(|_| path.clone()).display().to_string()
            }
            Origin::Shipped(name) => name.clone(),
            Origin::Text { name, .. } => format!("text {name}"),
        }
    }

    /// The bytes, or what was found instead and what to do.
    fn bytes(&self) -> Result<Vec<u8>, Problem> {
        match self {
            Origin::Disk(path) => text_file::read(path),
            Origin::Text { text, .. } => Ok(text.clone().into_bytes()),
            Origin::Shipped(name) => match shipped::find(name) {
                Some(scenario) => Ok(scenario.text.as_bytes().to_vec()),
                None => {
                    let help = suggest::help(name, shipped::all().iter().map(|s| s.name));
                    Err((format!("no shipped scenario {name:?}"), help))
                }
            },
        }
    }
}

/// Takes `.` and `..` out of a path of a shipped scenario.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The trees of a file and its parents, the file first. Faults are pushed; `None` if nothing can be read on.
pub(super) fn chain(origin: Origin, faults: &mut Faults) -> Option<Vec<Node>> {
    let mut trees = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some((origin, None));
    while let Some((origin, asked_at)) = next.take() {
        let identity = origin.identity();
        if !may_follow(&identity, &mut seen, asked_at, faults) {
            return None;
        }
        let (tree, own) = open(&origin, asked_at, faults)?;
        if !right_schema(&tree, &own, faults) {
            return None;
        }
        if let Some(extends) = tree.child("extends").filter(|node| !node.is_none_word())
            && let Some(name) = extends.as_str()
        {
            next = Some((origin.parent(name), Some(extends.place)));
        }
        trees.push(tree);
    }
    Some(trees)
}

/// Faults a circle and an endless chain.
fn may_follow(identity: &str, seen: &mut Vec<String>, asked_at: Option<Place>, faults: &mut Faults) -> bool {
    let at = asked_at.unwrap_or_default();
    if seen.iter().any(|s| s == identity) {
        let names: Vec<String> = faults.sources().names().map(str::to_string).collect();
        let help = Some(format!("the chain of files is {}", names.join(" → ")));
        let found = "a file that extends this one";
        faults.fault(at, "extends", "a file that does not lead back here", found, help);
        return false;
    }
    if seen.len() == LONGEST_CHAIN {
        let expected = format!("a chain of at most {LONGEST_CHAIN} files");
        faults.fault(at, "extends", expected, "one more", None);
        return false;
    }
    seen.push(identity.to_string());
    true
}

/// Reads and parses one file. What is wrong with the file as a whole stands at the `extends` that asked for
/// it, or else at the begin of the file.
fn open(origin: &Origin, asked_at: Option<Place>, faults: &mut Faults) -> Option<(Node, String)> {
    let text = origin.bytes().and_then(text_file::text_of);
    let (text, problem) = match text {
        Ok(text) => (text, None),
        Err(problem) => (String::new(), Some(problem)),
    };
    let source = faults.sources_mut().add(origin.shown(), text);
    if let Some((found, help)) = problem {
        let (at, path) = match asked_at {
            Some(place) => (place, "extends"),
            None => (Place { source, start: 0, end: 0 }, ""),
        };
        faults.fault(at, path, "a scenario file (TOML in UTF-8)", found, help);
        return None;
    }
    let tree = tree::parse(source, faults)?;
    Some((tree, origin.shown()))
}

/// Checks `schema = 1`. A file of another schema is not read further, since its names differ.
fn right_schema(tree: &Node, file: &str, faults: &mut Faults) -> bool {
    let expected = format!("`schema = {SCHEMA}`");
    match tree.child("schema") {
        None => {
            let help = format!(
                "add `schema = {SCHEMA}` as the first line; an older file: cliniq migrate {file} --write"
            );
            faults.fault(tree, "schema", expected, "no schema", Some(help));
            true
        }
        Some(node) => match node.value {
            Value::Integer(SCHEMA) => true,
            Value::Integer(number) => {
                let help = if number < SCHEMA {
                    format!("run cliniq migrate {file} --write")
                } else {
                    format!("cliniq {} reads schema {SCHEMA}: take a newer cliniq", env!("CARGO_PKG_VERSION"))
                };
                faults.fault(node, "schema", expected, format!("schema {number}"), Some(help));
                false
            }
            _ => {
                faults.fault(node, "schema", expected, node.describe(), None);
                true
            }
        },
    }
}
