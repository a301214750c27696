//! The study reader: what is asked of a scenario, read from a TOML file with all faults at once.
//!
//! [`mod@file`] declares the tables, [`figures`] the figures that a target may name, [`check`] holds the rules across
//! fields. What only the model can tell — whether a column or a path exists — is faulted later, at its place in the
//! file ([`Study::check_columns`], [`Study::no_such_parameter`]).

pub mod check;
pub mod figures;
pub mod file;

use std::path::{Path, PathBuf};

use crate::declaration::reading::MISSING;
use crate::declaration::toml_text::{join, number};
use crate::declaration::tree::Value;
use crate::declaration::{Faults, Node, Place, Section, Sources, suggest, text_file, tree};
use crate::error::Error;
use crate::statistics::figure::{Figure, Names};
use crate::system::Setting;
use file::StudyFile;
pub use file::{Method, Scale, Search, TargetFile};

/// A study that was read without faults.
#[derive(Debug, Clone)]
pub struct Study {
    /// The file's stem.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its title, or the name.
    pub title: String,
    /// The scenario's file.
    pub scenario: PathBuf,
    /// Number of replications.
    pub replications: u32,
    /// Master seed.
    pub seed: u64,
    /// Parameters of the scenario that are changed throughout, as `path=value`.
    pub set: Vec<String>,
    /// Columns that say which answers belong together.
    pub names: Names,
    /// Free parameters, in the order of the file.
    pub parameters: Vec<FreeParameter>,
    /// Targets, in the order of the file.
    pub targets: Vec<Target>,
    /// Steps, in the order of the file.
    pub steps: Vec<Step>,
    /// How parameters are looked for.
    pub search: Search,
    tree: Node,
    sources: Sources,
}

/// A free parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeParameter {
    /// Its name in the study.
    pub name: String,
    /// Its path in the scenario.
    pub path: String,
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// How it is spread between them.
    pub scale: Scale,
}

/// A target.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Its name in the study.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// The number to be met; `None` where a target is only compared and has none.
    pub value: Option<f64>,
    /// What is acceptable.
    pub range: Option<(f64, f64)>,
    /// Uncertainty of the target; `None` where it is only compared.
    pub deviation: Option<f64>,
    /// Reported, never fitted.
    pub compare_only: bool,
    /// The figure.
    pub figure: Figure,
    /// The figure's canonical text.
    pub text: String,
}

/// A step: places of parameters and targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Parameters that it frees.
    pub parameters: Vec<usize>,
    /// Targets that it fits.
    pub targets: Vec<usize>,
}

impl FreeParameter {
    /// The value at a place from 0 (low) to 1 (high).
    pub fn at(&self, unit: f64) -> f64 {
        let between = |low: f64, high: f64| low + unit * (high - low);
        match self.scale {
            Scale::Linear => between(self.low, self.high),
            Scale::Log => libm::exp(between(libm::log(self.low), libm::log(self.high))),
        }
        .clamp(self.low, self.high)
    }

    /// As it is set in the scenario.
    pub fn setting(&self, value: f64) -> Setting {
        Setting { key: self.path.clone(), value: number(value) }
    }
}

/// Reads a study file.
///
/// # Errors
/// [`Error::Faults`] with all faults.
pub fn read(path: &Path) -> Result<Study, Error> {
    let Written { text, file, tree, sources } = written(path, check::check)?;
    Ok(study(path, text, &file, tree, sources))
}

/// A study file without faults, as written.
pub(super) struct Written<F> {
    /// The text.
    pub text: String,
    /// What it says.
    pub file: F,
    /// The same with places.
    pub tree: Node,
    /// The text under its name, for faults that are found later.
    pub sources: Sources,
}

/// Reads a file of declared tables; `check` holds the rules across fields.
///
/// # Errors
/// [`Error::Faults`] with all faults.
pub(super) fn written<F: Section>(
    path: &Path,
    check: impl FnOnce(&F, &Node, &mut Faults),
) -> Result<Written<F>, Error> {
    let text = text_file::read(path).and_then(text_file::text_of);
    let mut faults = Faults::default();
    let (text, problem) = match text {
        Ok(text) => (text, None),
        Err(problem) => (String::new(), Some(problem)),
    };
    let source = faults.sources_mut().add(path.display().to_string(), text.clone());
    if let Some((found, help)) = problem {
        let start = Place { source, start: 0, end: 0 };
        faults.fault(start, "", "a study file (TOML in UTF-8)", found, help);
        return Err(faults.into());
    }
    let Some(tree) = tree::parse(source, &mut faults) else { return Err(faults.into()) };
    let broken = !faults.is_empty();
    faults.set_home(tree.place);
    let file = F::read(Some(&tree), "", &mut faults);
    if broken {
        // What cannot be understood is missing elsewhere: such consequences would only mislead.
        faults.retain(|fault| fault.path.is_empty() || fault.found != MISSING);
    }
    if let Some(file) = file.as_ref().filter(|_| !broken) {
        check(file, &tree, &mut faults);
    }
    match file {
        Some(file) if faults.is_empty() => {
            Ok(Written { text, file, tree, sources: faults.sources().clone() })
        }
        _ => Err(faults.into()),
    }
}

fn study(path: &Path, text: String, file: &StudyFile, tree: Node, sources: Sources) -> Study {
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let parameter = |name: String| {
        let free = &file.parameters[&name];
        let (path, scale) = (free.path.trim().to_string(), free.scale);
        FreeParameter { path, low: free.low, high: free.high, scale, name }
    };
    let parameters =
        in_order(&tree, "parameters", file.parameters.keys()).into_iter().map(parameter).collect();
    let targets = in_order(&tree, "targets", file.targets.keys());
    let targets = targets.into_iter().map(|name| target(&file.targets[&name], name)).collect();
    let mut study = Study {
        title: file.title.clone().unwrap_or_else(|| name.clone()),
        name,
        text,
        scenario: path.parent().unwrap_or(Path::new("")).join(&file.scenario),
        replications: file.replications,
        seed: file.seed,
        set: file.set.clone(),
        names: Names { cluster: file.cluster.clone(), person: file.person.clone(), wave: file.wave.clone() },
        parameters,
        targets,
        steps: Vec::new(),
        search: file.search.clone(),
        tree,
        sources,
    };
    study.steps = check::steps(file, &study);
    study
}

/// A checked target. What is acceptable without a tolerance: two standard deviations on either side; the standard
/// deviation without one: half of the way to the nearer end of what is acceptable, which is then about an interval of
/// 95 %.
fn target(file: &TargetFile, name: String) -> Target {
    let middle = file.low.zip(file.high).map(|(low, high)| low + (high - low) / 2.0);
    let value = file.value.or(middle);
    let tolerance = file.tolerance.or(file.standard_deviation.map(|deviation| 2.0 * deviation));
    let around = value.zip(tolerance).map(|(value, tolerance)| (value - tolerance, value + tolerance));
    let range = file.low.zip(file.high).or(around);
    let half = value.zip(range).map(|(value, (low, high))| (high - value).max(value - low) / 2.0);
    let (figure, text) = file.figures().remove(0);
    Target {
        name,
        source: file.source.clone(),
        value,
        range,
        deviation: file.standard_deviation.or(half).filter(|_| !file.compare_only),
        compare_only: file.compare_only,
        figure,
        text,
    }
}

/// Names of a table in the order in which the file has them.
pub(super) fn in_order<'a>(tree: &Node, table: &str, names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = names.cloned().collect();
    names.sort_by_key(|name| tree.child(table).and_then(|node| node.key_place(name)));
    names
}

impl Study {
    /// How many replications are fitted and how many are kept for the check: at least one each.
    pub fn halves(&self) -> (u32, u32) {
        let check = (f64::from(self.replications) * self.search.check_share).round() as u32;
        let check = check.clamp(1, self.replications - 1);
        (self.replications - check, check)
    }

    /// Faults every column of a figure that the answers do not have.
    ///
    /// # Errors
    /// [`Error::Faults`] with all of them.
    pub fn check_columns(&self, columns: &[String]) -> Result<(), Error> {
        let mut faults = Faults::new(self.sources.clone());
        let help = |column: &str| {
            let near = suggest::nearest(column, columns.iter().map(String::as_str));
            near.map_or(format!("columns: {}", columns.join(", ")), |near| format!("did you mean `{near}`?"))
        };
        for target in &self.targets {
            let path = join("targets", &target.name);
            let table = self.tree.get(&path).expect("a target was read from the file");
            for column in target.figure.columns(&self.names) {
                if columns.iter().all(|known| known != column) {
                    let (path, at) = match place_of(table, column) {
                        Some(place) => (path.as_str(), place),
                        None => self.names_key(column),
                    };
                    let found = format!("`{column}`");
                    faults.fault(at, path, "a column of the answers", found, Some(help(column)));
                }
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
    }

    /// The key that names a column for the whole study, and its place.
    fn names_key(&self, column: &str) -> (&'static str, Place) {
        let key = match column {
            _ if self.names.cluster.as_deref() == Some(column) => "cluster",
            _ if self.names.person == column => "person",
            _ => "wave",
        };
        (key, self.tree.locate(key))
    }

    /// The fault of parameters that the scenario does not take, each with what it says.
    pub fn no_such_parameter(&self, refused: &[(usize, String)]) -> Error {
        let mut faults = Faults::new(self.sources.clone());
        for (index, words) in refused {
            let parameter = &self.parameters[*index];
            let path = join(&join("parameters", &parameter.name), "path");
            let expected = format!(
                "a parameter of the scenario that takes numbers from {} to {}",
                number(parameter.low),
                number(parameter.high)
            );
            let help = format!("the scenario says: {words}");
            faults.fault(
                self.tree.locate(&path),
                &path,
                expected,
                format!("{:?}", parameter.path),
                Some(help),
            );
        }
        faults.into()
    }
}

/// The place of a text or key below a node.
fn place_of(node: &Node, word: &str) -> Option<Place> {
    match &node.value {
        Value::String(text) if text == word => Some(node.place),
        Value::Array(list) => list.iter().find_map(|item| place_of(item, word)),
        Value::Table(entries) => entries
            .iter()
            .find_map(|(key, (place, child))| if key == word { Some(*place) } else { place_of(child, word) }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
