//! The page of a sensitivity analysis.

use std::path::Path;

use crate::cli::exploring::{Sweep, known};
use crate::cli::reporting::page::{self, Page, fact};
use crate::cli::study::essential;
use crate::error::Error;
use crate::experiment::figures::study::Origin;
use crate::experiment::sensitivity::{Method, Sensitivity, figures, present};

/// What stands beneath the figures of an analysis.
const INTERVALS: &str = "95 % intervals, each of one number alone · over the ranges of the factors only";
/// The tables of an analysis that its page carries.
fn tables(found: &Sensitivity) -> Vec<&'static str> {
    match found.method {
        Method::Morris => vec!["sensitivity.csv"],
        Method::Sobol | Method::Ranks => vec!["sensitivity.csv", "tornado.csv", "heatmap.csv"],
    }
}

/// Writes the page of an analysis whose tables are written.
///
/// # Errors
/// As [`page::write`].
pub(super) fn write(sweep: &Sweep, found: &Sensitivity, failed: u64, foot: &[String]) -> Result<(), Error> {
    let command = format!("sensitivity {}.toml", sweep.plan.name);
    let origin = known::origin(sweep, &command, INTERVALS);
    let factors = known::axes(sweep);
    let told = figures::Known { measures: &sweep.plan.measures, factors: &factors, origin: &origin };
    let page = Page {
        title: sweep.study.title().to_owned(),
        before: vec![page::CHANCE_ONLY.to_owned()],
        facts: known::facts(sweep, failed),
        figures: figures::all(found, &told),
        sections: vec![known::section(sweep)],
        screen: present::document(sweep.study.title(), found, foot).parts,
        again: known::again(sweep, &command),
        tables: [tables(found), vec!["tables/points.csv", "tables/runs.csv"]].concat(),
    };
    page::write(sweep.folder.path(), page)
}

/// The page of an analysis of a table made elsewhere.
///
/// # Errors
/// As [`page::write`].
pub(super) fn write_of_table(
    folder: &Path,
    design: &Path,
    found: &Sensitivity,
    seed: u64,
    foot: &[String],
) -> Result<(), Error> {
    let given: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let command = essential(&given).join(" ");
    let origin = Origin {
        command: command.clone(),
        foot: format!("n = {} replications · seed of the bootstrap {seed} · {INTERVALS}", found.replications),
    };
    let title = design.display().to_string();
    let page = Page {
        title: title.clone(),
        before: vec![page::CHANCE_ONLY.to_owned()],
        facts: vec![
            fact("Table", &title),
            fact("Factors", found.factors.join(", ")),
            fact("Outputs", found.measures.join(", ")),
            fact("Replications", found.replications.to_string()),
        ],
        figures: figures::all(found, &figures::Known { measures: &[], factors: &[], origin: &origin }),
        screen: present::document(&title, found, foot).parts,
        again: vec![fact("The same analysis", command), fact("Its table", title)],
        tables: tables(found),
        ..Page::default()
    };
    page::write(folder, page)
}
