//! A bundle of interventions taken apart: which parts it has, and a scenario for every combination of them.

use std::path::Path;

use super::cases::{self, Prepared, Request, TOLD, Variant};
use crate::clinic::measures::WORK;
use crate::declaration::suggest;
use crate::error::Error;
use crate::store::bundle::MOST_PARTS;
use crate::store::{Bundle, BundlePart, View};

/// Longest name of a combination; a longer one numbers its parts.
const LONGEST_NAME: usize = 100;

/// The scenarios of `factorial`: every combination of the interventions of the one file, the empty one first.
///
/// # Errors
/// Faults of the file; factors that it has not, and more than can be run in all combinations.
pub fn factorial(mut request: Request, factors: &[String]) -> Result<(Prepared, Bundle), Error> {
    let file = request.files[0].clone();
    let whole = cases::load(&file, &request.overrides())?;
    let names: Vec<&str> = whole.parameters.interventions.keys().map(String::as_str).collect();
    if names.is_empty() {
        return Err(refused(&file, "has no interventions, so there is nothing to combine"));
    }
    let parts = parts(&file, &names, factors, Others::Stay)?;
    let mut bundle = bundle(whole.name, View::Factorial, parts);
    request.variants = (0..bundle.all()).map(|combination| variant(&file, &bundle, combination)).collect();
    let mut prepared = cases::prepare(&request)?;
    // the whole one was read first, and stands last
    prepared.arms.rotate_left(1);
    prepared.resolved.rotate_left(1);
    let all = bundle.all();
    prepared.arms[all].name = name(&bundle, all);
    bundle.arms = (0..).take(bundle.arms.len()).collect();
    Ok((prepared, bundle))
}

/// The scenarios of `compare --explain`: the baseline, the file, and the file with every other combination of the
/// interventions that the baseline does not have.
///
/// # Errors
/// As [`factorial`].
pub fn explain(mut request: Request, factors: &[String]) -> Result<(Prepared, Bundle), Error> {
    let file = request.files[1].clone();
    let (base, whole) =
        (cases::load(&request.files[0], &request.overrides())?, cases::load(&file, &request.overrides())?);
    let known = &base.parameters.interventions;
    let of_file = whole.parameters.interventions.keys();
    let added: Vec<&str> = of_file.filter(|name| !known.contains_key(*name)).map(String::as_str).collect();
    if added.is_empty() {
        let what = format!("has no intervention that {} does not have; compare without --explain", base.name);
        return Err(refused(&file, &what));
    }
    let parts = parts(&file, &added, factors, Others::Alone)?;
    let mut bundle = bundle(whole.name, View::Explain, parts);
    request.variants = (0..bundle.all()).map(|combination| variant(&file, &bundle, combination)).collect();
    let mut prepared = cases::prepare(&request)?;
    // the baseline, the whole, then the combinations; without parts the file may be the baseline
    let same = prepared.arms[0].digest == prepared.arms[2].digest;
    if same {
        prepared.arms.remove(2);
        prepared.resolved.remove(2);
    }
    let (empty, first) = if same { (0, 2) } else { (2, 3) };
    let others = (first..).take(bundle.all() - 1);
    bundle.arms = std::iter::once(empty).chain(others).chain(std::iter::once(1)).collect();
    Ok((prepared, bundle))
}

/// A bundle whose arms are still to be found.
fn bundle(name: String, view: View, parts: Vec<BundlePart>) -> Bundle {
    let words = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let work = if view == View::Explain { words(&WORK) } else { Vec::new() };
    Bundle { name, view, told: words(&TOLD), work, arms: vec![0; 1 << parts.len()], parts }
}

fn variant(file: &Path, bundle: &Bundle, combination: usize) -> Variant {
    Variant { file: file.to_path_buf(), set: bundle.settings(combination), name: name(bundle, combination) }
}

/// What a combination is called, also as a file.
fn name(bundle: &Bundle, combination: usize) -> String {
    let name = bundle.words(combination, "+");
    match name.len() {
        0 => "none".to_owned(),
        1..=LONGEST_NAME => name,
        _ => {
            let numbers = (0..bundle.parts.len()).filter(|part| combination >> part & 1 == 1);
            numbers.map(|part| (part + 1).to_string()).collect::<Vec<_>>().join("+")
        }
    }
}

/// What becomes of interventions that no factor names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Others {
    /// They stay as the file has them.
    Stay,
    /// Each is a part of its own.
    Alone,
}

/// The parts: the factors as given, or each intervention.
fn parts(file: &Path, names: &[&str], factors: &[String], others: Others) -> Result<Vec<BundlePart>, Error> {
    let mut parts: Vec<Vec<&str>> = Vec::new();
    for factor in factors {
        let mut part = Vec::new();
        for word in factor.split('+').map(str::trim) {
            let Some(name) = names.iter().find(|name| **name == word) else {
                let help = suggest::help(word, names.iter().copied()).unwrap_or_default();
                return Err(Error::Refused(format!(
                    "--factors: expected names of interventions of {}, found `{word}`; {help}",
                    file.display()
                )));
            };
            if part.contains(name) || parts.iter().flatten().any(|known| known == name) {
                return Err(Error::Refused(format!("--factors: `{name}` stands in it twice; name it once")));
            }
            part.push(*name);
        }
        parts.push(part);
    }
    if factors.is_empty() || others == Others::Alone {
        let named: Vec<&str> = parts.iter().flatten().copied().collect();
        parts.extend(names.iter().filter(|name| !named.contains(name)).map(|name| vec![*name]));
    }
    if parts.len() > MOST_PARTS {
        let (number, combinations) = (parts.len(), 1_u64 << parts.len().min(60));
        return Err(refused(
            file,
            &format!(
                "has {number} parts, which make {combinations} combinations; at most {MOST_PARTS} parts are run: join \
                 some with --factors, for example --factors {}+{} (interventions: {})",
                names[0],
                names[1],
                names.join(", ")
            ),
        ));
    }
    Ok(parts.iter().map(|changes| part(changes)).collect())
}

fn part(changes: &[&str]) -> BundlePart {
    BundlePart {
        name: changes.join("+"),
        changes: changes.iter().map(|name| (*name).to_owned()).collect(),
        off: changes.iter().map(|name| format!("interventions.{name}=none")).collect(),
    }
}

fn refused(file: &Path, what: &str) -> Error {
    Error::Refused(format!("{} {what}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::model;

    fn words(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn named(factors: &[&str], others: Others) -> Result<Vec<String>, String> {
        let found = parts(Path::new("x.toml"), &["a", "b", "c"], &words(factors), others);
        found.map(|parts| parts.into_iter().map(|part| part.name).collect()).map_err(|e| e.to_string())
    }

    #[test]
    fn factors_join_interventions_and_the_others_stay_or_stand_alone() {
        assert_eq!(named(&[], Others::Stay), Ok(words(&["a", "b", "c"])));
        assert_eq!(named(&["c+a"], Others::Stay), Ok(words(&["c+a"])));
        assert_eq!(named(&["c+a"], Others::Alone), Ok(words(&["c+a", "b"])));
        assert!(
            named(&["a", "a+b"], Others::Stay).is_err_and(|what| what.contains("`a` stands in it twice"))
        );
        assert!(
            named(&["a+other"], Others::Stay)
                .is_err_and(|what| what.contains("found `other`; known here: a, b, c"))
        );
    }

    #[test]
    fn long_names_of_combinations_become_numbers() {
        let long = ["a".repeat(60), "b".repeat(60), "c".into()];
        let parts = long.iter().map(|name| part(&[name])).collect();
        let bundle = bundle("x".into(), View::Factorial, parts);
        assert_eq!([0, 4, 3, 7].map(|combination| name(&bundle, combination)), ["none", "c", "1+2", "1+2+3"]);
        assert_eq!(bundle.settings(5), [format!("interventions.{}=none", long[1])]);
    }

    #[test]
    fn the_measures_that_are_told_exist() {
        let known = model::measures().expect("the shipped baseline has no faults");
        let missing = |name: &&&str| !known.iter().any(|measure| measure.name == **name);
        assert_eq!(TOLD.iter().filter(missing).collect::<Vec<_>>(), Vec::<&&str>::new());
        let family = |name: &&str| known.iter().any(|measure| measure.name.starts_with(&format!("{name}.")));
        assert!(WORK.iter().all(family), "work is told by role");
    }
}
