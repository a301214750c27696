//! The page of a selection.

use super::foot;
use crate::cli::exploring::{Sweep, known};
use crate::cli::reporting::page::{self, Page, fact};
use crate::error::Error;
use crate::experiment::figures::study::Origin;
use crate::experiment::select::{Question, Selected, figures, present};

/// Writes the page of a selection whose tables are written.
///
/// # Errors
/// As [`page::write`].
pub(super) fn write(
    sweep: &Sweep,
    found: &Selected,
    question: &Question,
    names: &[String],
    failed: usize,
) -> Result<(), Error> {
    let command = format!("select {}.toml", sweep.plan.name);
    let most = found.standings.iter().filter_map(|s| s.mean).map(|mean| mean.n).max().unwrap_or(0);
    let first = (question.first_stage as usize).min(most);
    let number = if first < most { format!("{first} to {most}") } else { most.to_string() };
    let origin = Origin {
        command: format!("cliniq {command}"),
        foot: format!(
            "n = {number} replications, first stage and race · {} alternatives · seed {} · 95 % intervals · chance only",
            names.len(),
            sweep.plan.seed
        ),
    };
    let (title, measures) = (sweep.study.title(), &sweep.plan.measures);
    let told = figures::Told { found, question, names, measures, origin: &origin };
    let screen =
        present::document(title, found, question, names, measures, &[foot(sweep, names.len(), failed)]);
    let mut facts = known::facts(sweep, failed as u64);
    facts.retain(|(name, _)| name != "Replications of each" && name != "Points");
    facts.insert(1, fact("Alternatives", names.len().to_string()));
    facts.insert(
        2,
        fact("Replications", format!("{} of each, then at most {}", question.first_stage, question.most)),
    );
    facts.insert(3, fact("Indifference zone", question.indifference_zone.to_string()));
    facts.insert(4, fact("Confidence", question.confidence.to_string()));
    let page = Page {
        title: title.to_owned(),
        before: vec![page::CHANCE_ONLY.to_owned()],
        facts,
        figures: vec![("What is found".into(), figures::all(&told))],
        sections: vec![("Guard-rails".into(), figures::guard_rails(&told)), known::section(sweep)],
        screen: screen.parts,
        again: known::again(sweep, &command),
        tables: vec!["selection.csv", "guards.csv", "frontier.csv"],
    };
    page::write(sweep.folder.path(), page)
}
