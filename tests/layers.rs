//! The direction of dependencies, enforced; and generated documents that must not go stale.

use std::fs;
use std::path::{Path, PathBuf};

use cliniq::clinic::Parameters;
use cliniq::experiment::exploration::file::ExplorationFile;
use cliniq::experiment::trial::file::TrialFile;
use cliniq::scenario::{catalogue, root_fields};

/// What each module may import from this crate. The model (left of `system`) and the experiments (right of
/// it) meet only there; `cli` and `web` join all and nobody imports them.
const MAY_IMPORT: [(&str, &[&str]); 17] = [
    ("error", &["declaration"]),
    ("declaration", &["error"]),
    ("document", &[]),
    ("statistics", &[]),
    ("engine", &[]),
    ("system", &["engine"]),
    ("clinic", &["engine", "system", "declaration"]),
    ("scenario", &["clinic", "declaration", "error"]),
    ("replay", &["engine", "clinic", "document", "system", "declaration", "error"]),
    ("intake", &["statistics", "scenario", "document", "declaration", "error"]),
    ("store", &["system", "error"]),
    ("experiment", &["system", "statistics", "store", "declaration", "document", "error"]),
    ("report", &["document", "system", "error"]),
    ("verify", &["engine", "clinic", "scenario", "system", "statistics", "experiment", "error"]),
    ("cli", &["*"]),
    ("web", &["*"]),
    ("lib", &[]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be listed").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources_below(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

/// The modules of this crate that a source names as `crate::<module>`, with lines; comments are left out.
fn imports(text: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or("");
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            if let Some(list) = rest.strip_prefix('{') {
                for item in list.trim_end_matches(['}', ';']).split(',') {
                    found.push((number + 1, first_word(item.trim()), line.to_string()));
                }
            } else {
                found.push((number + 1, first_word(rest), line.to_string()));
            }
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_go_one_way() {
    let mut files = Vec::new();
    sources_below(&root().join("src"), &mut files);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in &files {
        let below = file.strip_prefix(root().join("src")).expect("it lies below src");
        let module = below.components().next().expect("a file has a name").as_os_str().to_string_lossy();
        let module = module.trim_end_matches(".rs");
        if module == "main" {
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{}: the module {module} is not in the table", below.display()));
            continue;
        };
        for (line, name, text) in imports(&fs::read_to_string(file).expect("a source can be read")) {
            seen += 1;
            let fine = name == module || allowed.contains(&"*") || allowed.contains(&name.as_str());
            let only_random = module != "system" || text.contains("crate::engine::random::");
            if !fine || !only_random {
                wrong.push(format!("{}:{line}: {module} may not import {name}", below.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 20, "the sources name each other; {seen} imports are too few to be true");
}

#[test]
fn imports_are_found_in_code_and_not_in_comments() {
    let text = "use crate::{error::Error, cli};\n// crate::web\nlet x = crate::store::open();\n";
    let names: Vec<String> = imports(text).into_iter().map(|(_, name, _)| name).collect();
    assert_eq!(names, ["error", "cli", "store"]);
}

#[test]
fn every_declaration_is_finished() {
    assert_eq!(catalogue::unfinished("", &root_fields::<Parameters>()), Vec::<String>::new());
}

#[test]
fn the_table_of_study_files_is_fresh() {
    let stored = fs::read_to_string(root().join("docs/study-files.md")).unwrap_or_default();
    assert!(
        stored == catalogue::studies_markdown::<ExplorationFile>(),
        "docs/study-files.md is stale: cargo run -- schema --studies --markdown > docs/study-files.md"
    );
}

#[test]
fn the_table_of_trial_files_is_fresh() {
    let stored = fs::read_to_string(root().join("docs/trial-files.md")).unwrap_or_default();
    assert!(
        stored == catalogue::trials_markdown::<TrialFile>(),
        "docs/trial-files.md is stale: cargo run -- schema --trials --markdown > docs/trial-files.md"
    );
}

#[test]
fn the_table_of_parameters_is_fresh() {
    let file = root().join("docs/parameters.md");
    let stored = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        stored == catalogue::parameters_markdown::<Parameters>(),
        "docs/parameters.md is stale: cargo run -- schema --markdown > docs/parameters.md"
    );
}
