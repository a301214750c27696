//! docs/model/checklist.md is true: every item of the checklist is there once, with a place in the code, keys of a scenario or
//! of a trial study, and measures or commands that exist; what is missing says so.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cliniq::clinic::parameters::check::check;
use cliniq::clinic::{Case, Clinics, Parameters};
use cliniq::declaration::{Field, Section, Shape};
use cliniq::experiment::trial::file::TrialFile;
use cliniq::scenario;
use cliniq::system::System;

/// Ids that must be in the table, each once.
fn wanted() -> Vec<String> {
    (1..=174).map(|number| format!("B{number}")).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(root().join("docs/model/checklist.md")).expect("the page is there")
}

/// A line of the table.
#[derive(Debug)]
struct Row {
    id: String,
    code: Vec<String>,
    keys: Vec<String>,
    /// Measures, or commands where they begin with the program's name.
    outputs: Vec<String>,
    note: String,
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The rows of the table, or what is wrong with a line of it.
fn rows(text: &str) -> Result<Vec<Row>, String> {
    let lines = text.lines().filter(|line| {
        line.strip_prefix("| B").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, _, code, keys, outputs, note] = cells[..] else {
            return Err(format!("six cells instead of {}: {line}", cells.len()));
        };
        Ok(Row {
            id: id.to_owned(),
            code: quoted(code),
            keys: quoted(keys),
            outputs: quoted(outputs),
            note: note.to_owned(),
        })
    };
    lines.map(row).collect()
}

/// What exists.
struct World {
    fields: Vec<Field>,
    /// Of trial studies: what stands after [`TRIAL`].
    trial: Vec<Field>,
    measures: BTreeSet<String>,
    commands: Vec<String>,
}

impl World {
    fn new() -> Self {
        let command = cliniq::cli::command();
        Self {
            fields: scenario::root_fields::<Parameters>(),
            trial: TrialFile::fields(),
            measures: measures(),
            commands: command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect(),
        }
    }

    /// What is untrue about a row.
    fn complaints(&self, row: &Row) -> Vec<String> {
        let mut list = Vec::new();
        let mut say = |what: String| list.push(format!("{}: {what}", row.id));
        let planned = row.note.starts_with("planned");
        if planned && !(4..=8).any(|issue| row.note.contains(&format!("issue {issue}"))) {
            say("what is planned names its issue".to_owned());
        }
        let empty = [("code", &row.code), ("key", &row.keys), ("measure or command", &row.outputs)];
        for (what, _) in empty.iter().filter(|(_, cell)| cell.is_empty() && !planned) {
            say(format!("no {what}, and not planned"));
        }
        row.code.iter().filter_map(|place| no_such_place(place)).for_each(&mut say);
        for key in &row.keys {
            let (fields, path, kind) = match key.strip_prefix(TRIAL) {
                Some(path) => (&self.trial, path, "key of trial studies"),
                None => (&self.fields, key.as_str(), "parameter"),
            };
            if !has_key(fields, &path.split('.').collect::<Vec<_>>()) {
                say(format!("no {kind} {path}"));
            }
        }
        for output in &row.outputs {
            match output.strip_prefix("cliniq ") {
                Some(command) if self.commands.iter().any(|name| command.split(' ').next() == Some(name)) => {
                }
                None if self.measures.iter().any(|measure| is_meant(output, measure)) => {}
                _ => say(format!("no measure and no command {output}")),
            }
        }
        list
    }
}

/// What a key of a trial study begins with, where all others are of scenarios.
const TRIAL: &str = "trial: ";

/// Why a place in the code, `file.rs::name`, is none; a name is that of a function, type or constant of the file.
fn no_such_place(place: &str) -> Option<String> {
    let Some((file, name)) = place.split_once("::") else {
        return Some(format!("{place} is no file.rs::name"));
    };
    let Ok(text) = fs::read_to_string(root().join("src").join(file)) else {
        return Some(format!("no file src/{file}"));
    };
    let is_defined = |line: &str| {
        let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let kinds = ["fn", "struct", "enum", "const", "trait"];
        words.windows(2).any(|pair| kinds.contains(&pair[0]) && pair[1] == name)
    };
    let mut code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    (!code.any(is_defined)).then(|| format!("src/{file} has no {name}"))
}

/// Whether a path is that of a parameter or of a table of them; `<…>` stands for a name of the file's own.
fn has_key(fields: &[Field], path: &[&str]) -> bool {
    let Some(field) = path.first().and_then(|key| fields.iter().find(|field| field.declaration.key == *key))
    else {
        return false;
    };
    let is_placeholder = |word: &&str| word.starts_with('<') && word.ends_with('>');
    let below = &path[1..];
    match field.shape {
        Shape::Value(_) | Shape::Required(_) | Shape::Optional(_) => below.is_empty(),
        Shape::Values(_) => below.iter().all(is_placeholder) && below.len() <= 1,
        Shape::Table(sub) | Shape::Maybe(sub) => below.is_empty() || has_key(&(sub.fields)(), below),
        Shape::Tables(sub) => match below {
            [] => true,
            [name, rest @ ..] => is_placeholder(name) && (rest.is_empty() || has_key(&(sub.fields)(), rest)),
        },
    }
}

/// Whether a measure is the one that is written, where `<…>` stands for any name.
fn is_meant(written: &str, measure: &str) -> bool {
    let (mut known, mut found) = (written.split('.'), measure.split('.'));
    loop {
        match (known.next(), found.next()) {
            (None, None) => return true,
            (Some(word), Some(name)) if word == name || word.starts_with('<') => {}
            _ => return false,
        }
    }
}

/// The measures of the shipped baseline, and of the children of it that the page shows.
fn measures() -> BTreeSet<String> {
    let baseline = root().join("scenarios/baseline.toml");
    let mut names = measures_of(&baseline);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = page();
    let blocks = page.split("```toml part baseline.toml\n").skip(1);
    for (number, block) in blocks.map(|rest| rest.split("```").next().unwrap_or_default()).enumerate() {
        let path = folder.path().join(format!("child-{number}.toml"));
        let parent = baseline.display();
        fs::write(&path, format!("schema = 1\nextends = '{parent}'\n{block}")).expect("it can be written");
        names.extend(measures_of(&path));
    }
    names
}

fn measures_of(path: &Path) -> BTreeSet<String> {
    let loaded = scenario::load::<Parameters>(path, &[], check).unwrap_or_else(|faults| panic!("{faults}"));
    let case = Case::new(&loaded.parameters, String::new(), 0);
    Clinics.measures(&case).into_iter().map(|measure| measure.name).collect()
}

#[test]
fn every_item_has_a_place_that_exists_or_is_planned() {
    let rows = rows(&page()).expect("every line of the table has its cells");
    let found: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(found, wanted(), "every item once, in order");
    let world = World::new();
    let wrong: Vec<String> = rows.iter().flat_map(|row| world.complaints(row)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn untrue_rows_are_refused() {
    let world = World::new();
    let complaints = |line: &str| {
        let rows = rows(line).expect("six cells");
        rows.iter().flat_map(|row| world.complaints(row)).collect::<Vec<_>>()
    };
    let true_row = "| B1 | x | `clinic/science/burnout.rs::exhaustion` | `well_being.exhaustion`, `roles.<r>.day.evening` | `exhaustion_mean.<role>`, `cliniq verify` | |";
    assert_eq!(complaints(true_row), Vec::<String>::new());
    for (true_part, untrue_part, complaint) in [
        ("burnout.rs", "burn.rs", "B1: no file src/clinic/science/burn.rs"),
        ("::exhaustion`", "::exhausted`", "B1: src/clinic/science/burnout.rs has no exhausted"),
        ("::exhaustion`", "`", "B1: clinic/science/burnout.rs is no file.rs::name"),
        ("well_being.exhaustion", "well_being.exhausted", "B1: no parameter well_being.exhausted"),
        ("roles.<r>.day", "roles.physician.day", "B1: no parameter roles.physician.day.evening"),
        ("exhaustion_mean.<role>", "exhaustion_mode", "B1: no measure and no command exhaustion_mode"),
        ("cliniq verify", "cliniq heal", "B1: no measure and no command cliniq heal"),
        ("`clinic/science/burnout.rs::exhaustion`", "", "B1: no code, and not planned"),
        ("`exhaustion_mean.<role>`, `cliniq verify`", "", "B1: no measure or command, and not planned"),
        ("| |", "| planned |", "B1: what is planned names its issue"),
    ] {
        assert_eq!(complaints(&true_row.replace(true_part, untrue_part)), [complaint]);
    }
    let of_trials = "| B135 | x | `experiment/trial/design.rs::Kind` | `trial: designs.<d>.stepped_wedge.sequences`, `trial: meta` | `cliniq trial` | |";
    assert_eq!(complaints(of_trials), Vec::<String>::new());
    for (true_part, untrue_part, complaint) in [
        (
            "designs.<d>.stepped",
            "designs.<d>.stopped",
            "B135: no key of trial studies designs.<d>.stopped_wedge.sequences",
        ),
        ("trial: meta", "trial: well_being", "B135: no key of trial studies well_being"),
        ("trial: meta", "meta", "B135: no parameter meta"),
        ("cliniq trial", "cliniq try", "B135: no measure and no command cliniq try"),
        ("design.rs::Kind", "design.rs::Sort", "B135: src/experiment/trial/design.rs has no Sort"),
    ] {
        assert_eq!(complaints(&of_trials.replace(true_part, untrue_part)), [complaint]);
    }
    assert_eq!(complaints("| B9 | x | | | | planned (issue 5) |"), Vec::<String>::new());
    assert!(rows("| B1 | too few | cells |").is_err());
}
