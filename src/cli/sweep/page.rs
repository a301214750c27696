//! The page of a sweep: its figures where memory holds its rows, and the way to its tables where not.

use crate::cli::exploring::{Sweep, known};
use crate::cli::reporting::page::{self, Page, fact};
use crate::cli::sensitivity::{MOST_NUMBERS, sample_of};
use crate::document::{Document, Figure};
use crate::error::Error;
use crate::experiment::exploration::Design;
use crate::experiment::figures::study::Origin;
use crate::experiment::sensitivity::{self, Method, Settings, analyze};
use crate::experiment::sweep::{Cells, Merged, figures, merge};
use crate::statistics::sensitivity::Bootstrap;

/// Whether a sweep has a page: where scenarios compete, the command that ran them writes one.
pub fn is_written(sweep: &Sweep) -> bool {
    sweep.ground.alternatives.len() == 1
}

/// Writes the page of a sweep whose tables are written.
///
/// # Errors
/// As [`merge`], and where the folder cannot be written to.
pub fn write(sweep: &Sweep, merged: &Merged, document: &Document) -> Result<(), Error> {
    if !is_written(sweep) {
        return Ok(());
    }
    let command = format!("sweep {}.toml", sweep.plan.name);
    let origin =
        known::origin(sweep, &command, "95 % intervals, each alone · over the ranges of the factors only");
    let (shown, why_not) = shown(sweep, merged, &origin)?;
    let mut again = known::again(sweep, &command);
    again.push(fact("Digest of what came out", &merged.digest));
    let page = Page {
        title: sweep.study.title().to_owned(),
        before: std::iter::once(page::CHANCE_ONLY.to_owned()).chain(why_not).collect(),
        facts: known::facts(sweep, merged.failed),
        figures: shown,
        sections: vec![known::section(sweep)],
        screen: document.parts.clone(),
        again,
        tables: vec!["tables/points.csv", "tables/runs.csv", "tables/dictionary.csv"],
    };
    page::write(sweep.folder.path(), page)
}

/// Figures by section, and what must be said of what is not shown.
type Shown = (Vec<(String, Vec<Figure>)>, Option<String>);

fn shown(sweep: &Sweep, merged: &Merged, origin: &Origin) -> Result<Shown, Error> {
    let numbers = merged.rows.saturating_mul(sweep.plan.measures.len() as u64);
    if merged.rows > known::MOST_ROWS || numbers > MOST_NUMBERS {
        let what = format!(
            "This page has no figures: {} rows are more than it reads ({}). All of them stand in the tables of this folder, \
             tables/points.csv and tables/runs.csv; `cliniq sweep export` writes them for other programs.",
            merged.rows,
            known::MOST_ROWS
        );
        return Ok((Vec::new(), Some(what)));
    }
    match &sweep.study.design {
        Design::Grid(_) | Design::List(_) => {
            let cells = cells(sweep)?;
            let sections = [
                ("Two factors at a time", figures::over_pairs(&cells, origin)),
                ("Along each factor", figures::along(&cells, origin)),
            ];
            let sections: Vec<_> = sections
                .into_iter()
                .filter(|(_, figures)| !figures.is_empty())
                .map(|(title, figures)| (title.to_owned(), figures))
                .collect();
            let why = "The points of this sweep lie on too many values for a line or a map; all stand in the tables.";
            let why_not = sections.is_empty().then(|| why.to_owned());
            Ok((sections, why_not))
        }
        Design::LatinHypercube(_) | Design::Sobol { .. } => cloud(sweep, origin),
        Design::Morris { .. } | Design::Saltelli(_) => Ok((Vec::new(), Some(to_sensitivity(sweep)))),
    }
}

fn to_sensitivity(sweep: &Sweep) -> String {
    format!(
        "The points of this sweep are laid for an analysis of what matters: `cliniq sensitivity {}.toml` shows it, of the same runs.",
        sweep.plan.name
    )
}

/// Points that are spread out: what their lowest and highest fifths say, and maps in bins.
fn cloud(sweep: &Sweep, origin: &Origin) -> Result<Shown, Error> {
    if sweep.plan.rows().saturating_mul(sweep.plan.measures.len() as u64) > MOST_NUMBERS {
        return Ok((Vec::new(), Some(to_sensitivity(sweep))));
    }
    let sample = sample_of(sweep)?;
    let settings = Settings {
        bootstrap: Bootstrap { draws: sweep.study.file.sensitivity.bootstrap as usize, level: 0.95 },
        bins: sweep.study.file.sensitivity.bins as usize,
        seed: sweep.study.file.design_seed,
    };
    let Ok(found) = analyze(&sample, Method::Ranks, &settings) else {
        return Ok((Vec::new(), Some(to_sensitivity(sweep))));
    };
    let factors = known::axes(sweep);
    let told = sensitivity::figures::Known { measures: &sweep.plan.measures, factors: &factors, origin };
    Ok((sensitivity::figures::pictures(&found, &told), Some(to_sensitivity(sweep))))
}

/// All numbers by point.
fn cells(sweep: &Sweep) -> Result<Cells, Error> {
    let plan = &sweep.plan;
    let axes = sweep.space.axes();
    let place = |point: u64| {
        let numbers = sweep.space.numbers(point);
        axes.iter().map(|axis| numbers[axis[0]]).collect()
    };
    let mut values = vec![vec![Vec::new(); plan.points as usize]; plan.measures.len()];
    merge(plan, &sweep.shelf(), |point, rows| {
        for row in rows {
            for (measure, of_measure) in values.iter_mut().enumerate() {
                let value = row.result.as_ref().map_or(f64::NAN, |numbers| numbers[measure]);
                of_measure[point as usize].push(value);
            }
        }
        Ok(())
    })?;
    Ok(Cells {
        factors: known::axes(sweep),
        places: (0..plan.points).map(place).collect(),
        measures: plan.measures.clone(),
        values,
    })
}
