//! Faults of scenario and study files: what was expected, what was found, where, and what to do.

use std::fmt;
use std::io::IsTerminal;

use serde::Serialize;

use super::render;
use super::sources::{Place, Sources};

/// More faults than this are counted but not kept: nobody reads them, and absurd files stay cheap.
const KEPT: usize = 200;

/// One thing that is wrong in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file as named by the person, or `--set #1` for the first override.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Dotted path of the parameter ("" for the whole file).
    pub path: String,
    /// What would have been right, with unit and range.
    pub expected: String,
    /// What stands there.
    pub found: String,
    /// What to do, if there is more to say.
    pub help: Option<String>,
    /// The bytes that the caret marks.
    #[serde(skip)]
    pub place: Place,
}

/// All faults of a scenario, in order of file and place, with the texts they speak of.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    sources: Sources,
    list: Vec<Fault>,
    not_kept: usize,
    home: Place,
}

impl Faults {
    /// No faults yet, about these sources.
    pub fn new(sources: Sources) -> Self {
        Faults { sources, ..Faults::default() }
    }

    /// The texts that places refer to.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The texts that places refer to, to add one.
    pub fn sources_mut(&mut self) -> &mut Sources {
        &mut self.sources
    }

    /// Adds a fault at a node or place. `expected` and `found` continue "expected …" and "found …".
    pub fn fault(
        &mut self,
        at: impl Into<Place>,
        path: &str,
        expected: impl Into<String>,
        found: impl Into<String>,
        help: Option<String>,
    ) {
        let place = at.into();
        let (line, column) = self.sources.line_and_column(place);
        self.push(Fault {
            file: self.sources.name(place.source).to_string(),
            line,
            column,
            path: path.to_string(),
            expected: expected.into(),
            found: found.into(),
            help,
            place,
        });
    }

    /// Adds a fault; the same one twice counts once.
    pub fn push(&mut self, fault: Fault) {
        if self.list.len() >= KEPT {
            self.not_kept += 1;
        } else if !self.list.contains(&fault) {
            self.list.push(fault);
            self.list.sort_by(|a, b| (a.place, &a.path).cmp(&(b.place, &b.path)));
        }
    }

    /// Takes over the faults of another reading of the same sources.
    pub fn absorb(&mut self, other: Faults) {
        self.not_kept += other.not_kept;
        for fault in other.list {
            self.push(fault);
        }
    }

    /// The faults of several readings, each of its own sources, in the order of the readings; what two of them
    /// say of the same file counts once. `None` where there is nothing to join.
    pub fn joined(readings: Vec<Faults>) -> Option<Faults> {
        let mut readings = readings.into_iter();
        let mut all = readings.next()?;
        for reading in readings {
            let offset = all.sources.append(&reading.sources);
            all.not_kept += reading.not_kept;
            for mut fault in reading.list {
                let same = |known: &Fault| {
                    (&known.file, known.line, known.column, &known.path, &known.expected)
                        == (&fault.file, fault.line, fault.column, &fault.path, &fault.expected)
                };
                if !all.list.iter().any(same) {
                    fault.place.source += offset;
                    all.push(fault);
                }
            }
        }
        Some(all)
    }

    /// Keeps only the faults that satisfy a condition.
    pub fn retain(&mut self, keep: impl FnMut(&Fault) -> bool) {
        self.list.retain(keep);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Number of faults, including those not kept.
    pub fn count(&self) -> usize {
        self.list.len() + self.not_kept
    }

    /// The faults in order of file and place.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.list.iter()
    }

    /// The place where something missing is reported: the enclosing table, or the begin of the file.
    pub fn home(&self) -> Place {
        self.home
    }

    /// Sets the place where something missing is reported, and gives the old one to be set again later.
    pub fn set_home(&mut self, home: Place) -> Place {
        std::mem::replace(&mut self.home, home)
    }

    /// The document that `--json` prints: `{"schema":"cliniq.faults/1","faults":[…]}`.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({ "schema": "cliniq.faults/1", "faults": self.list })
    }

    /// The faults as a person reads them, with colors on request.
    pub fn render(&self, color: bool) -> String {
        let mut text = String::new();
        for fault in &self.list {
            text.push_str(&render::fault(&self.sources, fault, color));
            text.push_str("\n\n");
        }
        text.push_str(&match self.count() {
            1 => "1 fault; nothing was run or written".to_string(),
            n if self.not_kept > 0 => {
                format!("{n} faults ({} not shown); nothing was run or written", self.not_kept)
            }
            n => format!("{n} faults; nothing was run or written"),
        });
        text
    }
}

impl fmt::Display for Faults {
    /// Carets and all; colored only where the terminal shows it and `NO_COLOR` does not forbid it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let forbidden = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        f.write_str(&self.render(std::io::stderr().is_terminal() && !forbidden))
    }
}
