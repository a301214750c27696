//! A trial study that was read: designs, outcomes and tests in the order of the file.

use std::path::{Path, PathBuf};

use super::analysis::Analysis;
use super::check;
use super::design::Kind;
use super::file::{OutcomeFile, TrialFile};
use crate::declaration::{Faults, Node, Sources};
use crate::error::Error;
use crate::experiment::exploration::Factor;
use crate::experiment::study::{Written, in_order, written};
use crate::statistics::figure::{Figure, Names};

/// A design of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Number of clusters, where it is not that of the study.
    pub clusters: Option<u32>,
    /// How it is analysed.
    pub analyses: Vec<Analysis>,
}

/// A figure of people's answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// What it is.
    pub figure: Figure,
    /// Where a number to compare it with comes from; empty for none.
    pub source: String,
    /// The ends of what that number may be.
    pub range: Option<(f64, f64)>,
}

/// A trial study that was read without faults.
#[derive(Debug, Clone)]
pub struct TrialStudy {
    /// The file's stem.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The scenario's file; `None` for the model of Hussey and Hughes.
    pub scenario: Option<PathBuf>,
    /// What the file says.
    pub file: TrialFile,
    /// Outcomes, in the order of the file.
    pub outcomes: Vec<(String, OutcomeFile)>,
    /// Designs, in the order of the file.
    pub designs: Vec<Design>,
    /// What is drawn anew in each repetition.
    pub varies: Vec<Factor>,
    /// Variants, in the order of the file: their names and overrides; the scenario itself where the file has none.
    pub variants: Vec<(String, Vec<String>)>,
    /// Figures of answers, in the order of the file.
    pub figures: Vec<Asked>,
    tree: Node,
    sources: Sources,
}

/// Reads a trial study.
///
/// # Errors
/// [`Error::Faults`] with all faults of the file.
pub fn read(path: &Path) -> Result<TrialStudy, Error> {
    let Written { text, file, tree, sources } = written(path, check::check)?;
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let outcomes = in_order(&tree, "outcomes", file.outcomes.keys());
    let outcomes = outcomes.into_iter().map(|name| (name.clone(), file.outcomes[&name].clone())).collect();
    let design = |name: String| {
        let table = &file.designs[&name];
        let kind = Kind::of(table).expect("a design without a kind was faulted");
        let analyses = match table.analyses.is_empty() {
            true => Analysis::usual(&kind),
            false => table.analyses.iter().filter_map(|word| Analysis::named(word)).collect(),
        };
        Design { kind, clusters: table.clusters, analyses, name }
    };
    let designs = in_order(&tree, "designs", file.designs.keys()).into_iter().map(design).collect();
    let varies = in_order(&tree, "varies", file.varies.keys());
    let varies = varies.iter().map(|name| Factor::new(name, &file.varies[name])).collect();
    let variant = |name: String| (name.clone(), file.variants[&name].set.clone());
    let mut variants: Vec<_> =
        in_order(&tree, "variants", file.variants.keys()).into_iter().map(variant).collect();
    if variants.is_empty() {
        variants.push(("as it is".to_owned(), Vec::new()));
    }
    let asked = |name: String| {
        let table = &file.figures[&name];
        let (figure, _) = table.figures().remove(0);
        let range = table.low.zip(table.high).or(table.value.map(|value| (value, value)));
        Asked { figure, source: table.source.clone(), range, name }
    };
    let figures = in_order(&tree, "figures", file.figures.keys()).into_iter().map(asked).collect();
    let scenario = file.scenario.as_ref().map(|named| path.parent().unwrap_or(Path::new("")).join(named));
    Ok(TrialStudy { name, text, scenario, outcomes, designs, varies, variants, figures, tree, sources, file })
}

impl TrialStudy {
    /// Its title, or the name.
    pub fn title(&self) -> &str {
        self.file.title.as_deref().unwrap_or(&self.name)
    }

    /// Number of changes that are tried one after the other by a design.
    pub fn cycles(&self, design: &Design) -> Vec<String> {
        match &design.kind {
            Kind::Pdsa(file) if !file.cycles.is_empty() => file.cycles.clone(),
            Kind::Pdsa(_) => self.file.interventions.clone(),
            _ => Vec::new(),
        }
    }

    /// Number of clusters of a design, where the scenario has so many.
    pub fn clusters(&self, design: &Design, all: usize) -> usize {
        let recruited = self.file.recruitment.clusters.map_or(all, |clusters| clusters as usize);
        design.clusters.map_or(recruited, |clusters| clusters as usize).min(all)
    }

    /// Periods of a design, where the scenario has so many clusters.
    pub fn periods(&self, design: &Design, all: usize) -> u32 {
        design.kind.periods(self.clusters(design, all), self.cycles(design).len())
    }

    /// Periods of the longest design; `None` where the scenario's own length counts, because there is no design.
    pub fn longest(&self, all: usize) -> Option<u32> {
        self.designs.iter().map(|design| self.periods(design, all)).max()
    }

    /// Columns that say which answers belong together.
    pub fn names(&self) -> Names {
        Names {
            cluster: Some(self.file.cluster.clone()),
            person: "human".to_owned(),
            wave: "wave".to_owned(),
        }
    }

    /// The fault of a value at a path of this file.
    pub fn fault(&self, path: &str, expected: &str, found: &str, help: Option<String>) -> Error {
        let mut faults = Faults::new(self.sources.clone());
        faults.fault(self.tree.locate(path), path, expected, found, help);
        faults.into()
    }

    /// Faults of the file that only the scenario shows, all of them together: each its path, what was expected and what was
    /// found.
    ///
    /// # Errors
    /// [`Error::Faults`] where there are any.
    pub fn refuse(&self, found: Vec<(String, String, String, Option<String>)>) -> Result<(), Error> {
        let mut faults = Faults::new(self.sources.clone());
        for (path, expected, found, help) in found {
            faults.fault(self.tree.locate(&path), &path, expected, found, help);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
    }

    /// What of the file changes a repetition of the trial, as one text: what is stored belongs to it. Titles, the number of
    /// repetitions, levels and the settings of analyses are not in it.
    pub fn essence(&self) -> String {
        let mut shown = Vec::new();
        crate::declaration::Section::show(&self.file, "", &mut shown);
        let out = ["title", "replications", "level", "power", "scenario"];
        let analysis = |path: &str| {
            path.starts_with("meta.") || path.starts_with("figures.") || path.ends_with(".analyses")
        };
        let kept = |path: &str| !out.contains(&path) && !analysis(path);
        let lines = shown.iter().filter(|s| kept(&s.path)).map(|s| format!("{} = {}\n", s.path, s.value));
        let names = self.outcomes.iter().map(|(name, _)| name).chain(self.designs.iter().map(|d| &d.name));
        lines.chain(names.map(|name| format!("{name}\n"))).collect()
    }
}
