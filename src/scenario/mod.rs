//! From a scenario file to checked parameters.
//!
//! A file is read (`files`), its parents are merged below it (`merge`), overrides are set
//! (`overrides`), the keys that every scenario has are taken off ([`heading`]), and the rest is read as the
//! root section of the model. All faults are reported together. [`mod@digest`] identifies what was read,
//! [`explain`] and [`catalogue`] show it, [`migrate`] brings older files up to date and [`shipped`] holds the
//! scenarios that come with the program.

pub mod catalogue;
pub mod digest;
pub mod explain;
mod files;
pub mod heading;
mod merge;
pub mod migrate;
mod overrides;
mod repair;
pub mod shipped;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::declaration::reading::MISSING;
use crate::declaration::{Faults, Field, Node, Section, Shown, Sources};
use crate::error::Error;

pub use digest::{digest, resolved_toml};
use files::Origin;
use heading::Heading;
pub use heading::{Data, Notes};
pub use overrides::Override;

/// A scenario that was read without faults.
#[derive(Debug, Clone)]
pub struct Loaded<P> {
    /// The file's stem.
    pub name: String,
    /// The file as given.
    pub file: String,
    /// Its title, or the name where there is none. A title is not inherited.
    pub title: String,
    /// The keys that every scenario has.
    pub heading: Heading,
    /// The parameters of the model.
    pub parameters: P,
    /// The merged tree with overrides; every value knows its file and place.
    pub tree: Node,
    /// The texts of the file, its parents and the overrides.
    pub sources: Sources,
    /// Every parameter with its value, defaults too.
    pub shown: Vec<Shown>,
}

/// Reads a scenario file with its parents and overrides (`path=value`). `check` holds the rules across
/// fields; where single values are faulty it sees their defaults.
///
/// # Errors
/// [`Error::Faults`] with all faults of all files and overrides.
pub fn load<P: Section>(
    file: &Path,
    overrides: &[String],
    check: fn(&P, &Node, &mut Faults),
) -> Result<Loaded<P>, Error> {
    load_from(Origin::Disk(file.to_path_buf()), &Override::all(overrides), check)
}

/// As [`load`], with overrides that carry names of their own.
///
/// # Errors
/// As [`load`].
pub fn load_with<P: Section>(
    file: &Path,
    overrides: &[Override],
    check: fn(&P, &Node, &mut Faults),
) -> Result<Loaded<P>, Error> {
    load_from(Origin::Disk(file.to_path_buf()), overrides, check)
}

/// Reads a scenario that comes with the program, by its name in [`shipped::all`].
///
/// # Errors
/// [`Error::Faults`] with all faults; an unknown name is one.
pub fn load_shipped<P: Section>(
    name: &str,
    overrides: &[String],
    check: fn(&P, &Node, &mut Faults),
) -> Result<Loaded<P>, Error> {
    load_from(Origin::Shipped(name.to_string()), &Override::all(overrides), check)
}

/// Reads a scenario from a text; its parents are found among the shipped scenarios.
///
/// # Errors
/// [`Error::Faults`] with all faults.
pub fn load_text<P: Section>(
    name: &str,
    text: &str,
    overrides: &[String],
    check: fn(&P, &Node, &mut Faults),
) -> Result<Loaded<P>, Error> {
    load_among(&Arc::default(), name, text, &Override::all(overrides), check)
}

/// As [`load_text`], with parents among other texts by their names too; nothing is read from a disk.
///
/// # Errors
/// [`Error::Faults`] with all faults.
pub fn load_among<P: Section>(
    among: &Arc<BTreeMap<String, String>>,
    name: &str,
    text: &str,
    overrides: &[Override],
    check: fn(&P, &Node, &mut Faults),
) -> Result<Loaded<P>, Error> {
    let (name, text, among) = (name.to_string(), text.to_string(), among.clone());
    load_from(Origin::Text { name, text, among }, overrides, check)
}

fn load_from<P: Section>(
    origin: Origin,
    overrides: &[Override],
    check: fn(&P, &Node, &mut Faults),
) -> Result<Loaded<P>, Error> {
    let (name, file) = (origin.stem(), origin.shown());
    let fields = root_fields::<P>();
    let mut faults = Faults::default();
    let Some(chain) = files::chain(origin, &mut faults) else { return Err(faults.into()) };
    let syntax_lines: Vec<(u32, u32)> =
        faults.iter().filter(|f| f.path.is_empty()).map(|f| (f.place.source, f.line)).collect();
    let mut tree = merge::chain(chain, &fields);
    for change in overrides {
        overrides::apply(change, &mut tree, &fields, &mut faults);
    }
    let (heading_tree, model_tree) = heading::split::<P>(&tree, &fields, &mut faults);
    faults.set_home(tree.place);
    let heading = Heading::read(Some(&heading_tree), "", &mut faults);
    let parameters = P::read(Some(&model_tree), "", &mut faults);
    if !syntax_lines.is_empty() {
        // What cannot be understood is missing elsewhere: such consequences would only mislead.
        faults.retain(|f| {
            let consequence = f.found == MISSING || syntax_lines.contains(&(f.place.source, f.line));
            f.path.is_empty() || !consequence
        });
    }
    match &parameters {
        Some(parameters) => check(parameters, &tree, &mut faults),
        None => check_rest(&model_tree, &tree, check, &mut faults),
    }
    let (Some(heading), Some(parameters), true) = (heading, parameters, faults.is_empty()) else {
        return Err(faults.into());
    };
    let mut shown = heading::shown(&heading);
    parameters.show("", &mut shown);
    let title = heading.title.clone().unwrap_or_else(|| name.clone());
    let sources = faults.sources().clone();
    Ok(Loaded { name, file, title, heading, parameters, tree, sources, shown })
}

/// Checks the rules across fields although single values are faulty, and keeps what does not follow from those.
fn check_rest<P: Section>(
    model_tree: &Node,
    tree: &Node,
    check: fn(&P, &Node, &mut Faults),
    faults: &mut Faults,
) {
    if let Some((parameters, left_out)) = repair::read::<P>(model_tree, faults) {
        let mut more = Faults::new(faults.sources().clone());
        check(&parameters, tree, &mut more);
        more.retain(|fault| !repair::follows(&fault.path, &left_out, tree));
        faults.absorb(more);
    }
}

/// The fields of a whole scenario file: those of every scenario, then those of the model.
pub fn root_fields<P: Section>() -> Vec<Field> {
    let model = P::fields();
    let mut fields = Heading::fields();
    fields.retain(|f| model.iter().all(|m| m.declaration.key != f.declaration.key));
    fields.extend(model);
    fields
}

#[cfg(test)]
mod tests;
