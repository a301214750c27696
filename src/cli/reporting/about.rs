//! What is known of a clinic's scenarios beside their results: what their authors ask and conclude, days, what they rest on.

use super::{Chapters, Narrator, days, publication, rests};
use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Parameters};
use crate::document::{Cell, Part};
use crate::error::Error;
use crate::experiment::{Arm, Results};
use crate::scenario::{self, Loaded, Notes};
use crate::store::Bundle;

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

impl Clinic {
    /// The scenarios of a bundle that are told of: that without its parts and that with all of them; all, where there is none.
    ///
    /// # Errors
    /// As [`Clinic::new`].
    pub fn of(arms: &[Arm<Case>], resolved: &[String], bundle: Option<&Bundle>) -> Result<Self, Error> {
        let told: Vec<usize> = match bundle {
            None => (0..arms.len()).collect(),
            Some(bundle) => vec![0, bundle.arm(bundle.all())],
        };
        let texts: Vec<String> = told.iter().map(|arm| resolved[*arm].clone()).collect();
        Self::new(told.iter().map(|arm| arms[*arm].clone()).collect(), &texts)
    }
}

impl Narrator for Clinic {
    fn chapters(&self, results: &Results, command: &str) -> Chapters {
        Chapters {
            before: said(&self.loaded, &["question", "hypothesis"]),
            days: days::parts(&self.arms, results.seed, command),
            rests: rests::parts(&self.loaded, results),
            after: said(&self.loaded, &["findings", "decision"]),
            publication: publication::parts(self, results),
        }
    }
}

/// What the authors wrote into `[notes]`; what none of the scenarios says is a gap for them.
fn said(loaded: &[Loaded<Parameters>], keys: &[&str]) -> Vec<Part> {
    let mut facts = Vec::new();
    for key in keys {
        let words = |notes: &Notes| match *key {
            "question" => notes.question.trim().to_owned(),
            "hypothesis" => notes.hypothesis.trim().to_owned(),
            "findings" => notes.findings.trim().to_owned(),
            _ => notes.decision.trim().to_owned(),
        };
        let told = loaded.iter().map(|one| (&one.name, words(&one.heading.notes)));
        let told: Vec<_> = told.filter(|(_, words)| !words.is_empty()).collect();
        if told.is_empty() {
            facts.push(((*key).to_owned(), Cell::Gap(format!("{key}, under [notes] of a scenario file"))));
        }
        facts.extend(told.into_iter().map(|(name, words)| (format!("{name}: {key}"), Cell::Text(words))));
    }
    vec![Part::Facts(facts)]
}
