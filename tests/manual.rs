//! The manual is true: every scenario in it is read without faults and runs, and its measures exist.
//!
//! A block that opens with ```` ```toml scenario NAME ```` is a whole file; one that opens with
//! ```` ```toml part NAME ```` is what a child of that file says, without its heading.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cliniq::clinic::parameters::check::check;
use cliniq::clinic::{Case, Clinics, Parameters};
use cliniq::scenario;
use cliniq::system::{Seed, System, Window};

/// A block of TOML in a page.
struct Block {
    /// Page and line, for messages.
    place: String,
    /// Words after the opening fence.
    words: Vec<String>,
    text: String,
}

fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual")
}

fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = fs::read_dir(manual())
        .expect("the manual is there")
        .map(|entry| entry.expect("it can be listed"))
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"))
        .map(|entry| {
            let text = fs::read_to_string(entry.path()).expect("a page in UTF-8");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect();
    pages.sort();
    pages
}

/// The blocks of a page that open with ```` ```toml ````.
fn blocks(page: &str, text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut inside = None;
    for (number, line) in text.lines().enumerate() {
        match (inside, line.strip_prefix("```")) {
            (None, Some(words)) => {
                let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
                let toml = words.first().is_some_and(|word| word == "toml");
                inside = Some(toml);
                if toml {
                    let place = format!("{page}:{}", number + 1);
                    blocks.push(Block { place, words, text: String::new() });
                }
            }
            (Some(_), Some(_)) => inside = None,
            (Some(true), None) => {
                let block = blocks.last_mut().expect("a block was opened");
                block.text.push_str(line);
                block.text.push('\n');
            }
            _ => {}
        }
    }
    assert_eq!(inside, None, "{page}: a block is not closed");
    blocks
}

/// Writes the blocks of a page as files into a folder and gives their paths with their places.
fn files_of(folder: &Path, blocks: &[Block]) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for (number, block) in blocks.iter().enumerate() {
        let (name, text) = match block.words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["toml", "scenario", name] => (name.to_owned(), block.text.clone()),
            ["toml", "part", parent] => {
                (format!("part-{number}.toml"), format!("schema = 1\nextends = \"{parent}\"\n{}", block.text))
            }
            _ => panic!("{}: expected `toml scenario NAME` or `toml part NAME`", block.place),
        };
        let path = folder.join(name);
        assert!(!path.exists(), "{}: the name is taken", block.place);
        fs::write(&path, text).expect("the folder can be written to");
        files.push((path, block.place.clone()));
    }
    files
}

/// Reads a file with all checks and runs it for a short time; gives the names of its measures.
fn run_shortly(path: &Path, place: &str) -> Vec<String> {
    let load = |overrides: &[String]| scenario::load::<Parameters>(path, overrides, check);
    let loaded = load(&[]).unwrap_or_else(|faults| panic!("{place}:\n{faults}"));
    let weeks: Vec<String> = match loaded.parameters.run.hours {
        Some(_) => Vec::new(),
        None => ["run.weeks=2", "run.warmup_weeks=0", "run.period=none", "calendar.holidays=[]"]
            .map(String::from)
            .to_vec(),
    };
    let loaded = load(&weeks).unwrap_or_else(|faults| panic!("{place}:\n{faults}"));
    let case = Case::new(&loaded.parameters, String::new(), 0);
    let names: Vec<String> = Clinics.measures(&case).into_iter().map(|measure| measure.name).collect();
    let outcome = Clinics.run(&[&case], Seed::new(1, 0)).remove(0);
    let visits = names.iter().position(|name| name == "visits_per_week").expect("patients come");
    assert!(outcome.value(Window::Summary, None, visits) > 0.0, "{place}: nobody finishes");
    names
}

/// The measures of all scenarios of the manual.
fn all_measures() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (page, text) in pages() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, place) in files_of(folder.path(), &blocks(&page, &text)) {
            names.extend(run_shortly(&path, &place));
        }
    }
    names
}

/// The names in the headings of measures.md: between backticks in lines that begin with `###`.
fn documented() -> Vec<String> {
    let text = fs::read_to_string(manual().join("measures.md")).expect("the page is there");
    text.lines()
        .filter(|line| line.starts_with("### "))
        .flat_map(|line| line.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Whether a measure is the documented one, where `<…>` stands for any name.
fn is_meant(documented: &str, measure: &str) -> bool {
    let (mut known, mut found) = (documented.split('.'), measure.split('.'));
    loop {
        match (known.next(), found.next()) {
            (None, None) => return true,
            (Some(word), Some(name)) if word == name || word.starts_with('<') => {}
            _ => return false,
        }
    }
}

#[test]
fn every_scenario_of_the_manual_runs_and_every_measure_is_defined() {
    let (measures, documented) = (all_measures(), documented());
    assert!(measures.len() > 30 && documented.len() > 15, "the manual has examples and definitions");
    for measure in &measures {
        let meant = documented.iter().any(|name| is_meant(name, measure));
        assert!(meant, "measures.md does not define {measure}");
    }
    for name in &documented {
        let exists = measures.iter().any(|measure| is_meant(name, measure));
        assert!(exists, "measures.md defines {name}, which no scenario of the manual has");
    }
}

#[test]
fn every_key_of_the_parameters_is_explained() {
    let read = |path: PathBuf| fs::read_to_string(path).expect("the page is there");
    let explained = read(manual().join("writing-scenarios.md"));
    let parameters = read(manual().join("../parameters.md"));
    let keys = parameters.lines().filter_map(|line| line.strip_prefix("| `")?.split(['`', '.']).next());
    let keys: Vec<&str> = keys.collect();
    assert!(keys.len() > 60, "the generated page lists the keys: {}", keys.len());
    let missing: Vec<&&str> = keys.iter().filter(|key| !explained.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "writing-scenarios.md does not explain {missing:?}");
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    for (page, text) in pages() {
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || target.contains("://") {
                continue;
            }
            assert!(manual().join(file).exists(), "{page}: there is no {file}");
        }
    }
}
