//! The result on standard output, for a person or a program.

use std::io::Write;

use super::study::{Kind, Manner, closed_pipe};
use crate::document::Document;
use crate::error::Error;
use crate::experiment::bundle::{self, Found};
use crate::experiment::screen::Foot;
use crate::experiment::{Analysis, Results, answer, screen};
use crate::report;
use crate::store::Bundle;

/// What a study found.
pub(super) struct Finding<'a> {
    /// Scenario by scenario.
    pub analysis: &'a Analysis,
    /// What that is made of.
    pub results: &'a Results,
    /// Of a bundle, what is found of its parts.
    pub bundle: Option<(&'a Bundle, &'a Found)>,
}

/// The result on `data`, the notes on `talk`.
pub(super) fn show(
    finding: &Finding<'_>,
    foot: &Foot<'_>,
    manner: &Manner<'_>,
    data: &mut dyn Write,
    talk: &mut dyn Write,
) -> Result<(), Error> {
    let bytes = match (manner.json, manner.quiet) {
        (true, _) => json(finding, manner.kind),
        (false, true) => Vec::new(),
        (false, false) => {
            report::text::document(&document(finding, foot, manner.kind), manner.width).into_bytes()
        }
    };
    let written = data.write_all(&bytes).and_then(|()| data.flush());
    written.or_else(closed_pipe).map_err(|source| Error::file("standard output", source))?;
    if !manner.quiet {
        let mut notes: Vec<String> = finding.results.notes.clone();
        if manner.json {
            notes.push(format!("Files: {}", foot.folder.display()));
        }
        for note in notes {
            let _ = writeln!(talk, "{note}");
        }
    }
    Ok(())
}

fn json(finding: &Finding<'_>, kind: Kind) -> Vec<u8> {
    let Finding { analysis, results, bundle } = finding;
    match (kind, bundle) {
        (_, Some((bundle, Found::Factorial(found)))) => {
            report::json::line(&bundle::answer::factorial(results, bundle, found))
        }
        (_, Some((bundle, Found::Explain(found)))) => {
            let explanation = bundle::answer::explanation(results, bundle, found);
            report::json::line(&answer::compare(&of_pair(analysis, bundle), Some(explanation)))
        }
        (Kind::Run, None) => report::json::line(&answer::run(analysis)),
        (Kind::Compare, None) => report::json::line(&answer::compare(analysis, None)),
    }
}

pub(super) fn document(finding: &Finding<'_>, foot: &Foot<'_>, kind: Kind) -> Document {
    let Finding { analysis, bundle, .. } = finding;
    match (kind, bundle) {
        (_, Some((bundle, Found::Factorial(found)))) => {
            screen::factorial(analysis, bundle::screen::factorial(bundle, found), foot)
        }
        (_, Some((bundle, Found::Explain(found)))) => {
            let explanation = bundle::screen::explanation(bundle, found);
            screen::compare(&of_pair(analysis, bundle), explanation, foot)
        }
        (Kind::Run, None) => screen::run(analysis, foot),
        (Kind::Compare, None) => screen::compare(analysis, Vec::new(), foot),
    }
}

/// The baseline and the scenario that is explained, without its combinations.
fn of_pair(analysis: &Analysis, bundle: &Bundle) -> Analysis {
    let pair = [0, bundle.arm(bundle.all())].map(|arm| analysis.arms[arm].clone());
    Analysis { arms: pair.to_vec(), ..analysis.clone() }
}
