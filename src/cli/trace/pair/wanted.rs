//! Which cases are asked for.

use super::course::Course;
use crate::clinic::Model;
use crate::clinic::trace::Entry;
use crate::declaration::suggest;
use crate::error::Error;
use crate::replay::log::Log;
use crate::replay::words::is_message;

/// Words for whole sorts of cases.
const SORTS: [&str; 3] = ["visit", "message", "paper"];
/// Words for papers of a visit, by the class of their work.
const PAPERS: [&str; 2] = ["note", "order"];

/// What is asked for; everything where nothing is.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// A sort of cases or papers, a kind of visit or message, or a pathway.
    pub kind: Option<String>,
    /// One patient.
    pub patient: Option<u32>,
}

impl Wanted {
    /// Whether a word names anything in one of the models.
    ///
    /// # Errors
    /// [`Error::Refused`] with what it could have been.
    pub fn check(kind: &str, models: [&Model; 2]) -> Result<(), Error> {
        let mut known: Vec<&str> = SORTS.into_iter().chain(PAPERS).collect();
        for model in models {
            known.extend(model.arrival_names.iter().map(String::as_str));
            known.extend(model.messages.iter().map(|message| message.name.as_str()));
            known.extend(model.pathways.iter().map(|pathway| pathway.name.as_str()));
        }
        let mut seen = std::collections::BTreeSet::new();
        known.retain(|name| seen.insert(*name));
        if known.contains(&kind) {
            return Ok(());
        }
        let help = suggest::help(kind, known.iter().copied()).unwrap_or_default();
        Err(Error::Refused(format!(
            "--kind: expected a sort of work (visit, message, paper, note, order), a kind of visit or message, or a \
             pathway, found `{kind}`; {help}"
        )))
    }

    /// Whether a case is asked for.
    pub fn is_met(&self, log: &Log, course: &Course) -> bool {
        let of_patient = |patient: u32| course.parts().iter().any(|entry| entry.patient == patient);
        self.patient.is_none_or(of_patient) && !self.parts(log, course).is_empty()
    }

    /// The parts that count: all of a case that is meant itself, else those of its papers that are.
    pub fn parts(&self, log: &Log, course: &Course) -> Vec<u64> {
        let parts = course.parts();
        let all = || parts.iter().map(|entry| entry.part.value()).collect();
        let Some(kind) = self.kind.as_deref() else { return all() };
        let itself = course.first().filter(|entry| entry.part == entry.case);
        if itself.is_some_and(|entry| is_case(log, entry, kind)) {
            return all();
        }
        let papers = parts.iter().filter(|entry| entry.part != entry.case);
        papers.filter(|entry| is_paper(log, entry, kind)).map(|entry| entry.part.value()).collect()
    }
}

/// Whether a word means a case as a whole.
fn is_case(log: &Log, entry: &Entry, kind: &str) -> bool {
    let paper = ["paper", "by the clock"].contains(&entry.kind.as_str());
    match kind {
        "message" => is_message(entry),
        "paper" => paper,
        "visit" => !is_message(entry) && !paper,
        "note" | "order" => false,
        name => entry.kind == name || pathway(log, entry) == name,
    }
}

/// Whether a word means a paper of a case.
fn is_paper(log: &Log, entry: &Entry, kind: &str) -> bool {
    match kind {
        "visit" | "message" | "paper" => false,
        "note" | "order" => entry.class == kind,
        name => pathway(log, entry) == name,
    }
}

fn pathway<'l>(log: &'l Log, entry: &Entry) -> &'l str {
    &log.model.pathways[usize::from(entry.pathway)].name
}
