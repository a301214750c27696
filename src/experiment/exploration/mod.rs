//! Studies over factors: what is varied, at which points, how often — read from a TOML file with all faults at once.
//!
//! [`mod@file`] declares the tables, `check` holds the rules across fields, [`factor`] says which values a factor takes,
//! [`space`] which points a design has. A study that was read ([`Exploration`]) is bound to what the front end knows of the
//! scenario's parameters ([`Exploration::bind`]): factors without a range of their own take the one that their parameter
//! declares.

pub mod built_in;
pub mod check;
pub mod constraint;
pub mod factor;
pub mod file;
mod list;
pub mod space;

use std::path::{Path, PathBuf};

use super::study::{Written, in_order, written};
use super::sweep::Kept;
use crate::declaration::toml_text::join;
use crate::declaration::{Faults, Node, Section, Sources};
use crate::error::Error;
use constraint::Constraint;
pub use factor::{Declared, Factor};
use file::{BuiltIn, DesignFile, ExplorationFile};
pub use space::{Design, Space};

/// What is simulated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A scenario file.
    Scenario(PathBuf),
    /// A system with known answers.
    BuiltIn(BuiltIn),
    /// None: the command names the scenarios.
    None,
}

/// A study that was read without faults.
#[derive(Debug, Clone)]
pub struct Exploration {
    /// The file's stem.
    pub name: String,
    /// The folder that file names in it are relative to.
    pub folder: PathBuf,
    /// Its text.
    pub text: String,
    /// The text of its list of points, where it has one.
    pub list: Option<String>,
    /// What is simulated.
    pub subject: Subject,
    /// What the file says.
    pub file: ExplorationFile,
    /// Factors, in the order of the file.
    pub factors: Vec<Factor>,
    /// Rules that points must obey.
    pub constraints: Vec<Constraint>,
    /// Which points are simulated.
    pub design: Design,
    tree: Node,
    sources: Sources,
}

/// Reads a study file.
///
/// # Errors
/// [`Error::Faults`] with all faults of the file, or of its list of points.
pub fn read(path: &Path) -> Result<Exploration, Error> {
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    read_as(path, name, &|file| path.parent().unwrap_or(Path::new("")).join(file))
}

/// Reads a study that was stored under another name, with its list of points beside it.
///
/// # Errors
/// As [`read`].
pub fn read_stored(path: &Path, list: &Path, name: &str) -> Result<Exploration, Error> {
    read_as(path, name.to_string(), &|_| list.to_path_buf())
}

fn read_as(path: &Path, name: String, beside: &dyn Fn(&String) -> PathBuf) -> Result<Exploration, Error> {
    let Written { text, file, tree, sources } = written(path, check::check)?;
    let subject = match (&file.scenario, &file.system) {
        (Some(scenario), _) => Subject::Scenario(beside(scenario)),
        (None, Some(system)) => Subject::BuiltIn(*system),
        (None, None) => Subject::None,
    };
    let factors = factors(&file, &tree);
    let names: Vec<&str> = factors.iter().map(|factor| factor.name.as_str()).collect();
    let constraints: Vec<Constraint> =
        file.constraints.iter().filter_map(|text| Constraint::read(text, &names).ok()).collect();
    let mut faults = Faults::new(sources);
    let mut list = None;
    let design = match &file.design.list {
        None => design(&file.design),
        Some(named) => {
            let at = tree.locate("design.list.file");
            match list::read(&beside(&named.file), &factors, at, &mut faults) {
                None => return Err(faults.into()),
                Some((text, points)) => {
                    for (rule, constraint) in constraints.iter().enumerate() {
                        for factor in constraint.factors() {
                            if let Some(row) = points.iter().position(|p| p[factor].number().is_none()) {
                                let found = format!(
                                    "{} in row {} of `{}`",
                                    points[row][factor].0,
                                    row + 1,
                                    names[factor]
                                );
                                let path = format!("constraints[{rule}]");
                                faults.fault(
                                    tree.locate(&path),
                                    &path,
                                    "factors that are numbers",
                                    found,
                                    None,
                                );
                            }
                        }
                    }
                    if !faults.is_empty() {
                        return Err(faults.into());
                    }
                    list = Some(text);
                    Design::List(points)
                }
            }
        }
    };
    let sources = faults.sources().clone();
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    Ok(Exploration { name, folder, text, list, subject, file, factors, constraints, design, tree, sources })
}

/// The factors of a file; a built-in system has its own where the file names none.
fn factors(file: &ExplorationFile, tree: &Node) -> Vec<Factor> {
    let names = in_order(tree, "factors", file.factors.keys());
    let named: Vec<Factor> = names.iter().map(|name| Factor::new(name, &file.factors[name])).collect();
    match file.system {
        Some(system) if named.is_empty() => system.factors(),
        _ => named,
    }
}

/// The design of a checked table that is no list.
fn design(file: &DesignFile) -> Design {
    if let Some(grid) = &file.grid {
        return Design::Grid(grid.levels);
    }
    if let Some(latin) = &file.latin_hypercube {
        return Design::LatinHypercube(latin.points);
    }
    if let Some(sobol) = &file.sobol {
        return Design::Sobol { points: sobol.points, scramble: sobol.scramble };
    }
    if let Some(morris) = &file.morris {
        return Design::Morris { trajectories: morris.trajectories, levels: morris.levels };
    }
    match &file.saltelli {
        Some(saltelli) => Design::Saltelli(saltelli.base),
        // Without factors, of a study in which scenarios compete: one point.
        None => Design::Grid(1),
    }
}

impl Exploration {
    /// Its title, or the name.
    pub fn title(&self) -> &str {
        self.file.title.as_deref().unwrap_or(&self.name)
    }

    /// How many replications of each point.
    pub fn kept(&self) -> Kept {
        match self.file.precision {
            None => Kept { replications: self.file.replications, precision: None },
            Some(precision) => Kept { replications: self.file.most_replications, precision: Some(precision) },
        }
    }

    /// Gives factors without a range the one that their parameter declares, and makes the points of the design.
    ///
    /// # Errors
    /// [`Error::Faults`]: parameters that the scenario does not have or that declare no range; too many points; none that
    /// obeys the constraints.
    pub fn bind(&mut self, declared: impl Fn(&str) -> Option<Declared>) -> Result<Space, Error> {
        let mut faults = Faults::new(self.sources.clone());
        let is_list = matches!(self.design, Design::List(_));
        for factor in self.factors.iter_mut().filter(|factor| factor.spread.is_none() && !is_list) {
            if let Err(expected) = factor.take_declared(declared(&factor.paths[0]).as_ref()) {
                let path = join("factors", &factor.name);
                faults.fault(self.tree.locate(&path), &path, expected, "none of these", None);
            }
        }
        if faults.is_empty()
            && matches!(self.design, Design::Morris { .. } | Design::Sobol { scramble: false, .. })
            && let Some(endless) = self.factors.iter().find(|factor| !factor.is_bounded())
        {
            let path = join("factors", &endless.name);
            let help = "this design has points at the ends: add low and high, which cut the distribution off";
            let at = self.tree.locate(&path);
            faults.fault(at, &path, "a smallest and a largest value", "none", Some(help.into()));
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let space = Space::new(&self.factors, &self.design, &self.constraints, self.file.design_seed);
        space.map_err(|what| {
            let (expected, found) = what.split_once(", but ").unwrap_or((&what, "other"));
            faults.fault(self.tree.locate("design"), "design", expected, found, None);
            faults.into()
        })
    }

    /// The fault of a factor whose values the scenario refuses.
    pub fn refused(&self, refused: &[(usize, String)]) -> Error {
        let mut faults = Faults::new(self.sources.clone());
        for (factor, words) in refused {
            let factor = &self.factors[*factor];
            let path = join("factors", &factor.name);
            let expected = format!("a parameter of the scenario that takes {}", factor.words());
            let whole = words.contains("a whole number") && !factor.integer;
            let hint = if whole { "; write `integer = true` in the factor" } else { "" };
            let help = Some(format!("the scenario says: {words}{hint}"));
            let at = self.tree.locate(&path);
            faults.fault(at, &path, expected, format!("`{}`", factor.paths.join("`, `")), help);
        }
        faults.into()
    }

    /// Faults a study that names no scenario and no system.
    ///
    /// # Errors
    /// That fault.
    pub fn need_subject(&self) -> Result<(), Error> {
        match self.subject {
            Subject::None => {
                let help = "add `scenario = \"…\"` (a file), or `system = \"ishigami\"` (a built-in one)";
                Err(self.fault("scenario", "a scenario or a system", "neither", Some(help.into())))
            }
            _ => Ok(()),
        }
    }

    /// Faults the first of some keys that the file gives although a command does not heed it.
    ///
    /// # Errors
    /// That fault.
    pub fn not_heeded(&self, keys: &[&str], help: &str) -> Result<(), Error> {
        match keys.iter().find(|key| self.tree.get(key).is_some()) {
            None => Ok(()),
            Some(key) => Err(self.fault(key, "no such key for this command", "one", Some(help.into()))),
        }
    }

    /// Faults a study without a table that a command needs.
    ///
    /// # Errors
    /// That fault.
    pub fn needed<'f, T>(&self, table: &str, value: Option<&'f T>, help: &str) -> Result<&'f T, Error> {
        value.ok_or_else(|| self.fault(table, &format!("a table [{table}]"), "none", Some(help.into())))
    }

    /// The fault of a value at a path of this file.
    pub fn fault(&self, path: &str, expected: &str, found: &str, help: Option<String>) -> Error {
        let mut faults = Faults::new(self.sources.clone());
        faults.fault(self.tree.locate(path), path, expected, found, help);
        faults.into()
    }

    /// What of the file changes a row of a sweep, as one text: the base of a plan's digest. Titles, numbers of replications and
    /// settings of analyses are not in it.
    pub fn essence(&self) -> String {
        let mut shown = Vec::new();
        self.file.show("", &mut shown);
        let kept = ["noise", "seed", "design_seed", "constraints", "system"];
        let in_it =
            |path: &str| kept.contains(&path) || path.starts_with("factors.") || path.starts_with("design.");
        let lines = shown.iter().filter(|s| in_it(&s.path)).map(|s| format!("{} = {}\n", s.path, s.value));
        let mut text: String = lines.collect();
        // Names in the order of the file, which orders the axes; ranges that come from the scenario.
        for factor in &self.factors {
            text.push_str(&format!("{}: {}\n", factor.name, factor.words()));
        }
        text.push_str(self.list.as_deref().unwrap_or_default());
        text
    }
}
