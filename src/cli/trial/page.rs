//! The page of a trial study.

use crate::cli::reporting::page::{self, Page, fact};
use crate::document::{Cell, Part, Table};
use crate::error::Error;
use crate::experiment::figures::study::Origin;
use crate::experiment::trial::evaluate::Evaluation;
use crate::experiment::trial::study::TrialStudy;
use crate::experiment::trial::{figures, present};
use crate::store::Folder;

/// Writes the page of a study whose tables are written.
///
/// # Errors
/// As [`page::write`].
pub(super) fn write(
    folder: &Folder,
    result: &Evaluation,
    study: &TrialStudy,
    digest: &str,
    tables: Vec<&'static str>,
) -> Result<(), Error> {
    let command = format!("cliniq trial {}.toml --replications {}", study.name, study.file.replications);
    let n = result.repetitions.max(result.told.replications as usize);
    let origin = Origin {
        command: command.clone(),
        foot: format!("n = {n} repetitions · seed {} · Monte Carlo errors at 95 %", result.file.seed),
    };
    let scenario = study.file.scenario.clone().unwrap_or_else(|| "the model of Hussey and Hughes".into());
    let tried = match result.file.interventions.as_slice() {
        [] => "nothing".to_owned(),
        some => some.join(", "),
    };
    let mut sections = Vec::new();
    if !result.logic.activities.is_empty() {
        sections.push(("From what is done to what is to come out".to_owned(), vec![logic(result)]));
    }
    if !result.shown.is_empty() {
        let legend = Part::Table(present::legend(result));
        sections.push(("What the analyses are".to_owned(), vec![legend]));
    }
    let again = vec![
        fact("The same study", &command),
        fact("Its text", "inputs/study.toml in this folder; paths in it are seen from where the study was"),
        fact("Its scenario", "inputs/scenario.toml in this folder, self-contained"),
        fact("Seed", study.file.seed.to_string()),
        fact("Digest of what was asked", digest),
    ];
    let page = Page {
        title: result.title.clone(),
        before: vec![if result.shown.is_empty() { NO_TRIAL } else { TRUTH }.to_owned()],
        facts: vec![
            fact("Scenario", scenario),
            fact("What is tried", tried),
            fact("Repetitions", n.to_string()),
            fact("Repetitions that failed and are left out", result.failed.len().to_string()),
            fact("Weeks of a period", study.file.period_weeks.to_string()),
            fact("Seed", study.file.seed.to_string()),
            fact("Version", format!("cliniq {} (numbers {})", env!("CARGO_PKG_VERSION"), crate::NUMBERS)),
            fact("Digest of what was asked", digest),
        ],
        figures: figures::all(result, &origin),
        sections,
        screen: present::document(result, &[]).parts,
        again,
        tables,
    };
    page::write(folder.path(), page)
}

/// What stands at the head of every page of trials.
const TRUTH: &str = "The truth is known here, because it is simulated: the same clinics with the same chance, without the change. It is the truth \
     of a model. What is told is what an evaluation would have seen of it, not what the change does to real people.";

/// The same where there is no trial.
const NO_TRIAL: &str = "Everything here is simulated. It is told what a study of these clinics would find, with all answers in hand; a model is not the \
     clinic, and finds out what follows from what was written into it.";

/// From the interventions by their levers to the outcomes.
fn logic(result: &Evaluation) -> Part {
    let mut table =
        Table::new(&["what is done", "what it moves", "what is to come out", "weakest evidence on the way"]);
    let rows = result.logic.activities.len().max(result.outcomes.len());
    for place in 0..rows {
        let activity = result.logic.activities.get(place);
        let outcome = result.outcomes.get(place);
        let support = result.logic.support.get(place).and_then(Option::as_ref);
        let words = |text: Option<String>| text.map_or(Cell::Empty, Cell::Text);
        table.rows.push(vec![
            words(activity.map(|(name, _)| name.clone())),
            words(activity.map(|(_, levers)| levers.join(", "))),
            words(outcome.map(|of| present::with_unit(&of.label, &of.unit))),
            words(support.map(|(grade, parameter)| format!("{grade} ({parameter})"))),
        ]);
    }
    Part::Table(table)
}
