//! What is known of a clinic's scenarios beside their results: what their authors ask and conclude, days, what they rest on.

use super::{Chapters, Narrator, publication, rests};
use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Parameters};
use crate::document::{Cell, Part};
use crate::error::Error;
use crate::experiment::{Arm, Results};
use crate::scenario::{self, Loaded};

/// The scenarios of a comparison, with all that their files say.
#[derive(Debug)]
pub struct Clinic {
    /// Ready to run, the baseline first.
    pub arms: Vec<Arm<Case>>,
    /// As they were read.
    pub loaded: Vec<Loaded<Parameters>>,
}

impl Clinic {
    /// Reads the resolved texts of arms again: the files themselves may be gone by the time of a report.
    ///
    /// # Errors
    /// [`Error::Faults`] if a text cannot be read, which then is no resolved one.
    pub fn new(arms: Vec<Arm<Case>>, resolved: &[String]) -> Result<Self, Error> {
        let read = |(arm, text): (&Arm<Case>, &String)| {
            scenario::load_text(&format!("{}.toml", arm.name), text, &[], check)
        };
        let loaded: Result<Vec<_>, Error> = arms.iter().zip(resolved).map(read).collect();
        Ok(Self { loaded: loaded?, arms })
    }
}

impl Narrator for Clinic {
    fn chapters(&self, results: &Results) -> Chapters {
        Chapters {
            before: said(&self.loaded, &["question", "hypothesis"]),
            days: Vec::new(),
            rests: rests::parts(&self.loaded, results),
            after: said(&self.loaded, &["findings", "decision"]),
            publication: publication::parts(self, results),
        }
    }
}

/// What the authors wrote into `[notes]`, scenario by scenario; what they left empty is a gap for them.
fn said(loaded: &[Loaded<Parameters>], keys: &[&str]) -> Vec<Part> {
    let mut facts = Vec::new();
    for one in loaded {
        for key in keys {
            let notes = &one.heading.notes;
            let words = match *key {
                "question" => &notes.question,
                "hypothesis" => &notes.hypothesis,
                "findings" => &notes.findings,
                _ => &notes.decision,
            };
            let cell = match words.trim() {
                "" => Cell::Gap(format!("{key}, in [notes] of the file")),
                said => Cell::text(said),
            };
            facts.push((format!("{}: {key}", one.name), cell));
        }
    }
    vec![Part::Facts(facts)]
}
