//! The page of a study of run length.

use crate::cli::reporting::page::{self, Page, fact};
use crate::error::Error;
use crate::experiment::figures::study::Origin;
use crate::experiment::settling::{Settling, figures, present};
use crate::store::Folder;

/// Writes the page of a study of run length whose tables are written.
///
/// # Errors
/// As [`page::write`].
pub(super) fn write(folder: &Folder, result: &Settling, command: &str) -> Result<(), Error> {
    let level = result.level * 100.0;
    let origin = Origin {
        command: command.to_owned(),
        foot: format!(
            "n = {} replications of {} weeks · seed {} · {level} % · chance only",
            result.replications, result.weeks, result.seed
        ),
    };
    let page = Page {
        title: format!("How long must a run be? {}", result.name),
        before: vec![
            "Chance only, of a scenario without interventions: how long it takes from an empty beginning until its measures have \
             settled, and how many replications make means as sure as wanted."
                .into(),
        ],
        facts: vec![
            fact("Scenario", format!("{} ({})", result.name, result.file)),
            fact("Replications", result.replications.to_string()),
            fact("Failed and left out", result.failed.len().to_string()),
            fact("Weeks of each", result.weeks.to_string()),
            fact("The scenario's own warm-up", format!("{} weeks", result.warmup_weeks)),
            fact("Seed", result.seed.to_string()),
            fact("Version", format!("cliniq {} (numbers {})", env!("CARGO_PKG_VERSION"), crate::NUMBERS)),
        ],
        figures: vec![("What is found".into(), figures::all(result, &origin))],
        screen: present::document(result).parts,
        again: vec![
            fact("The same study", command),
            fact("Its scenario", format!("inputs/{}.toml in this folder, self-contained", result.name)),
        ],
        tables: vec!["settling.csv", "needed.csv", "welch.csv"],
        ..Page::default()
    };
    page::write(folder.path(), page)
}
