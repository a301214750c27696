//! The scenarios that come with the program.

use crate::declaration::{Faults, Node, tree};

/// One scenario file, as it stood in `scenarios/` when the program was built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shipped {
    /// Path below `scenarios/`, with forward slashes, e.g. `other-clinics/urgent-care.toml`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Listed by the build script.
const ALL: &[Shipped] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// All of them, by name.
pub fn all() -> &'static [Shipped] {
    ALL
}

/// One of them by its name, with or without `.toml` and `scenarios/`.
pub fn find(name: &str) -> Option<&'static Shipped> {
    let name = name.strip_prefix("scenarios/").unwrap_or(name);
    ALL.iter().find(|s| s.name == name || s.name.strip_suffix(".toml") == Some(name))
}

impl Shipped {
    /// The folder below `scenarios/` in which it lies; "" for that folder itself.
    pub fn folder(&self) -> &'static str {
        self.name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Its title ("" if it has none).
    pub fn title(&self) -> String {
        self.text_at("title")
    }

    /// The shipped scenario that it extends, by its name.
    pub fn parent(&self) -> Option<String> {
        let extends = self.text_at("extends");
        let folder = self.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in extends.split('/') {
            match part {
                "." => {}
                ".." => drop(path.pop()),
                part => path.push(part),
            }
        }
        (!extends.is_empty()).then(|| path.join("/"))
    }

    /// Whether it is a study: what is asked of a scenario beyond one run.
    pub fn is_study(&self) -> bool {
        let tree = self.tree();
        let has = |key: &str| tree.as_ref().is_some_and(|tree| tree.get(key).is_some());
        ["scenario", "system", "inputs.effect", "hussey_hughes"].into_iter().any(has)
    }

    /// The question it answers: `notes.question`, or else the comment that opens the file.
    pub fn question(&self) -> String {
        let noted = self.text_at("notes.question");
        if !noted.is_empty() {
            return noted;
        }
        let comment =
            self.text.lines().skip_while(|l| l.starts_with("#:")).map_while(|l| l.strip_prefix('#'));
        comment.map(str::trim).take_while(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn text_at(&self, path: &str) -> String {
        self.tree()
            .and_then(|tree| tree.get(path).and_then(|node| node.as_str().map(str::to_string)))
            .unwrap_or_default()
    }

    fn tree(&self) -> Option<Node> {
        let mut faults = Faults::default();
        let source = faults.sources_mut().add(self.name, self.text);
        tree::parse(source, &mut faults)
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                files_below(&entry.path(), found);
            } else if entry.path().extension().is_some_and(|e| e == "toml") {
                found.push(entry.path());
            }
        }
    }

    #[test]
    fn every_scenario_file_is_carried() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let mut files = Vec::new();
        files_below(&folder, &mut files);
        assert_eq!(files.len(), all().len());
        for file in files {
            let name =
                file.strip_prefix(&folder).expect("it lies there").to_string_lossy().replace('\\', "/");
            let shipped = find(&name).unwrap_or_else(|| panic!("{name} is not carried"));
            assert_eq!(shipped.text, std::fs::read_to_string(&file).expect("readable"));
            assert!(!shipped.title().is_empty(), "{name} has no title");
            assert!(!shipped.question().is_empty(), "{name} does not say which question it answers");
        }
    }
}
