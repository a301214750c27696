//! The program as a process, in a folder of its own with four small scenarios.
#![allow(dead_code)] // each test binary uses its own part

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A clinic of six doctors, of whom a scenario below takes some weeks.
const MINI: &str = include_str!("../../scenarios/other-clinics/mini-clinic.toml");

/// The scenarios of a place: a short run of the clinic, an empty change of it, and two real changes.
const SCENARIOS: [(&str, &str); 4] = [
    (
        "base.toml",
        "schema = 1\nextends = \"mini-clinic.toml\"\n[run]\nweeks = 5\nwarmup_weeks = 1\nperiod = [1, 5]\n",
    ),
    ("same.toml", "schema = 1\nextends = \"base.toml\"\n"),
    ("desk.toml", "schema = 1\nextends = \"base.toml\"\n[clinics.main.staff.desk]\ncount = 1\n"),
    ("rooms.toml", "schema = 1\nextends = \"base.toml\"\n[clinics.main]\nrooms = { exam = 7 }\n"),
];

/// A folder that is removed in the end.
pub struct Place(tempfile::TempDir);

/// What a command did.
pub struct Ran {
    /// Exit code; none where a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub data: String,
    /// Standard error.
    pub talk: String,
}

impl Ran {
    /// Standard output of a command that must have ended well.
    pub fn fine(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.talk);
        self.data
    }

    /// The JSON document of a command that must have ended well.
    pub fn json(self) -> Value {
        serde_json::from_str(&self.fine()).expect("JSON")
    }
}

impl Place {
    /// A new one.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("mini-clinic.toml"), MINI).expect("written");
        for (name, text) in SCENARIOS {
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        Place(folder)
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The names in it, sorted.
    pub fn names(&self) -> Vec<String> {
        names_in(self.0.path())
    }

    /// The text of a file in it.
    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program with arguments, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cliniq"));
        command.current_dir(self.0.path()).args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, line: &str) -> Ran {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let output = self.command(&arguments).output().expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran { code: output.status.code(), data: text(output.stdout), talk: text(output.stderr) }
    }

    /// Starts the program and leaves it running.
    pub fn start(&self, line: &str) -> Child {
        let arguments: Vec<&str> = line.split_whitespace().collect();
        let mut command = self.command(&arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
    }

    /// The files of a run's folder that may depend on nothing but what was asked.
    pub fn result(&self, folder: &str) -> BTreeMap<String, String> {
        let mut files: BTreeMap<String, String> =
            ["summary.csv", "outcomes.csv", "measures.csv", "manifest.toml"]
                .into_iter()
                .map(|name| (name.to_string(), self.text(&format!("{folder}/{name}"))))
                .collect();
        for name in names_in(&self.path(&format!("{folder}/inputs"))) {
            let text = self.text(&format!("{folder}/inputs/{name}"));
            files.insert(format!("inputs/{name}"), text);
        }
        files
    }

    /// The page in a folder, which must have these figures and ask no other host for anything.
    pub fn page(&self, folder: &str, figures: &[&str]) -> String {
        let page = self.text(&format!("{folder}/report.html"));
        for id in figures {
            assert!(
                page.contains(&format!("<figure class=\"figure\" id=\"{id}\"")),
                "{folder}: no figure {id}"
            );
        }
        assert!(page.contains("default-src 'none'"), "{folder}: nothing may be fetched");
        for sign in ["src=\"http", "href=\"http", "@import", "url(http", "<link ", "<img ", "<iframe"] {
            assert!(!page.contains(sign), "{folder}: {sign}");
        }
        assert!(
            self.text(&format!("{folder}/report.md")).contains("How to get these numbers again"),
            "{folder}"
        );
        page
    }

    /// The lines of a run's table that begin with a scenario's name.
    pub fn rows(&self, table: &str, scenario: &str) -> Vec<String> {
        let begin = format!("{scenario},");
        self.text(table).lines().filter(|line| line.starts_with(&begin)).map(str::to_string).collect()
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("listed").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Copies a folder with all that lies in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("listed") {
        let (path, name) = entry.map(|e| (e.path(), e.file_name())).expect("an entry");
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).expect("copied");
        }
    }
}
