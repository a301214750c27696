//! Every parameter of a scenario with its value, meaning and origin.

use serde::Serialize;

use super::Loaded;
use crate::declaration::{Shown, toml_text};

/// One parameter, explained.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// Dotted path.
    pub path: String,
    /// Canonical TOML text of the value.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// Range in words ("" if unlimited or not a number).
    pub range: String,
    /// Where the default comes from.
    pub source: String,
    /// How well the default is supported; a value of one's own is the author's.
    pub grade: String,
    /// `file:line`, or `default`.
    pub set_at: String,
    /// The parent file's value where it differs; "absent" if the parent has no such parameter.
    pub parent: Option<String>,
    /// What the parameter means.
    pub meaning: String,
}

/// Explains the parameters at and below a path ("" for all). `parent` lists those of the parent file.
pub fn explain<P>(loaded: &Loaded<P>, path: &str, parent: Option<&[Shown]>) -> Vec<Explained> {
    let below = |own: &str| path.is_empty() || own == path || own.starts_with(&format!("{path}."));
    loaded
        .shown
        .iter()
        .filter(|shown| below(&shown.path))
        .map(|shown| {
            let about = shown.declaration;
            Explained {
                path: shown.path.clone(),
                value: shown.value.clone(),
                unit: about.unit.to_string(),
                range: about.range_words(),
                source: about.source.to_string(),
                grade: about.grade.words().to_string(),
                set_at: set_at(loaded, &shown.path),
                parent: parent.and_then(|parent| difference(shown, parent)),
                meaning: about.meaning(),
            }
        })
        .collect()
}

/// Where a value was set: `file:line` or `default`.
fn set_at<P>(loaded: &Loaded<P>, path: &str) -> String {
    loaded.tree.get(path).map_or("default".to_string(), |node| {
        let (line, _) = loaded.sources.line_and_column(node.place);
        format!("{}:{line}", loaded.sources.name(node.place.source))
    })
}

fn difference(shown: &Shown, parent: &[Shown]) -> Option<String> {
    if shown.path == "title" || shown.path.starts_with("notes.") {
        return None;
    }
    match parent.iter().find(|p| p.path == shown.path) {
        Some(same) if same.value == shown.value => None,
        Some(other) => Some(other.value.clone()),
        None => Some("absent".to_string()),
    }
}

/// The paths that the parent has and the scenario has not.
pub fn taken_away<P>(loaded: &Loaded<P>, path: &str, parent: &[Shown]) -> Vec<String> {
    parent
        .iter()
        .filter(|p| path.is_empty() || p.path == path || p.path.starts_with(&toml_text::join(path, "")))
        .filter(|p| loaded.shown.iter().all(|s| s.path != p.path))
        .map(|p| p.path.clone())
        .collect()
}
