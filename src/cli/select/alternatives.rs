//! What competes in a selection: candidates, portfolios of interventions, or a scenario at the points of a design.

use std::path::Path;

use super::MOST_ALTERNATIVES;
use crate::cli::cases::{self, Request, Variant};
use crate::cli::exploring::{Ground, folder, ground};
use crate::declaration::suggest;
use crate::error::Error;
use crate::experiment::exploration::file::PortfoliosFile;
use crate::experiment::exploration::{self, Exploration, Subject};

/// Most parts of a portfolio: 65,536 combinations before a budget.
const MOST_PARTS: usize = 16;

/// What competes.
pub(super) struct Alternatives {
    pub ground: Ground,
    pub notes: Vec<String>,
    /// What each costs a year, where that is known beforehand.
    pub costs: Option<Vec<f64>>,
}

/// The alternatives of a study: candidates, portfolios, or the scenario itself at the points of a design.
pub(super) fn alternatives(study: &Exploration) -> Result<Alternatives, Error> {
    let plain = |ground| Alternatives { ground, notes: Vec::new(), costs: None };
    let Subject::Scenario(file) = &study.subject else { return folder::ground_of(study).map(plain) };
    if let Some(portfolios) = &study.file.portfolios {
        return of_portfolios(study, file, portfolios);
    }
    let beside = |name: &String| study.folder.join(name);
    let variant = |(name, candidate): (&String, &exploration::file::CandidateFile)| Variant {
        file: candidate.file.as_ref().map_or_else(|| file.clone(), beside),
        set: candidate.set.clone(),
        name: name.clone(),
    };
    let variants: Vec<Variant> = study.file.candidates.iter().map(variant).collect();
    prepared(study, file, variants).map(plain)
}

/// Reads the study's scenario and its variants as alternatives, all with the same weeks.
fn prepared(study: &Exploration, file: &Path, variants: Vec<Variant>) -> Result<Ground, Error> {
    let request = Request {
        files: vec![file.to_path_buf()],
        variants,
        set: study.file.set.clone(),
        ..Request::default()
    };
    let prepared = cases::prepare(&request)?;
    ground::comparable(&prepared)
}

/// The portfolios that the study's scenario can be cut down to: the empty one first.
fn of_portfolios(study: &Exploration, file: &Path, asked: &PortfoliosFile) -> Result<Alternatives, Error> {
    let whole = cases::load(file, &folder::overrides(study))?;
    let known: Vec<&str> = whole.parameters.interventions.keys().map(String::as_str).collect();
    let parts = parts(study, asked, &known)?;
    let (mut variants, mut costs, mut dear) = (Vec::new(), Vec::new(), 0);
    let without = |inside: &[usize]| -> Vec<String> {
        let kept: Vec<&str> =
            inside.iter().flat_map(|place| parts[*place].split('+').map(str::trim)).collect();
        known
            .iter()
            .filter(|name| !kept.contains(*name))
            .map(|name| format!("interventions.{name}=none"))
            .collect()
    };
    for combination in 0..1_usize << parts.len() {
        let is_in = |place: &usize| combination >> place & 1 == 1;
        let inside: Vec<usize> = (0..parts.len()).filter(is_in).collect();
        if asked.most.is_some_and(|most| inside.len() > most as usize) {
            continue;
        }
        let cost: f64 = inside.iter().filter_map(|p| asked.costs_usd_per_year.get(&parts[*p])).sum();
        if asked.budget_usd_per_year.is_some_and(|budget| cost > budget) {
            dear += 1;
            continue;
        }
        let names: Vec<&str> = inside.iter().map(|place| parts[*place].as_str()).collect();
        variants.push(Variant {
            file: file.to_path_buf(),
            set: without(&inside),
            name: if names.is_empty() { "none".into() } else { names.join("+") },
        });
        costs.push(cost);
        if variants.len() > MOST_ALTERNATIVES {
            let expected = format!("at most {MOST_ALTERNATIVES} portfolios");
            let help = "join parts with +, or limit them with `most = …` or a budget".to_owned();
            return Err(study.fault("portfolios", &expected, "more", Some(help)));
        }
    }
    let notes =
        (dear > 0).then(|| format!("{dear} portfolios cost more than the budget and are not simulated"));
    // The file itself, with all its parts, stands first in what is read; the empty portfolio takes its place.
    let mut ground = prepared(study, file, variants)?;
    ground.drop_first();
    let costs = (!asked.costs_usd_per_year.is_empty()).then_some(costs);
    Ok(Alternatives { ground, notes: notes.into_iter().collect(), costs })
}

/// The parts of the portfolios, by the names of their interventions.
fn parts(study: &Exploration, asked: &PortfoliosFile, known: &[&str]) -> Result<Vec<String>, Error> {
    let parts: Vec<String> = match asked.parts.is_empty() {
        true => known.iter().map(|name| (*name).to_owned()).collect(),
        false => asked.parts.clone(),
    };
    for (place, part) in parts.iter().enumerate() {
        if let Some(name) = part.split('+').map(str::trim).find(|name| !known.contains(name)) {
            let path = format!("portfolios.parts[{place}]");
            let help = suggest::help(name, known.iter().copied());
            return Err(study.fault(&path, "interventions of the scenario", &format!("`{name}`"), help));
        }
        let before = || parts[..place].iter().flat_map(|other| other.split('+')).map(str::trim);
        if let Some(name) = part.split('+').map(str::trim).find(|name| before().any(|other| other == *name)) {
            let path = format!("portfolios.parts[{place}]");
            return Err(study.fault(
                &path,
                "each intervention in one part",
                &format!("`{name}` again"),
                None,
            ));
        }
    }
    if let Some(part) = parts.iter().find(|part| !asked.costs_usd_per_year.contains_key(*part))
        && !asked.costs_usd_per_year.is_empty()
    {
        let help =
            format!("add {} = …; what costs nothing costs 0", crate::declaration::toml_text::key(part));
        let found = format!("none of `{part}`");
        let path = "portfolios.costs_usd_per_year";
        return Err(study.fault(path, "the cost of every part", &found, Some(help)));
    }
    if parts.is_empty() || parts.len() > MOST_PARTS {
        let expected = format!("1 to {MOST_PARTS} parts");
        return Err(study.fault("portfolios", &expected, &parts.len().to_string(), None));
    }
    if let Some(name) = asked.costs_usd_per_year.keys().find(|name| !parts.contains(name)) {
        let path = format!("portfolios.costs_usd_per_year.{name}");
        let help = suggest::help(name, parts.iter().map(String::as_str));
        return Err(study.fault(&path, "the name of a part", &format!("`{name}`"), help));
    }
    Ok(parts)
}
