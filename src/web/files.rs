//! What can be taken along from the page: a scenario as a file that is complete in itself, and every parameter explained.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::library::{Library, Texts};
use super::question::{self, Asked, Refusal, slug};
use super::{changes, limits};
use crate::clinic::Parameters;
use crate::error::Error;
use crate::scenario::{self, Loaded, catalogue, explain};

/// A scenario and how it is run.
#[derive(Debug, Clone, Deserialize)]
pub struct Toml {
    base: String,
    arm: Asked,
    #[serde(default = "one")]
    seed: u64,
    replications: Option<u32>,
}

fn one() -> u64 {
    1
}

/// A base with changes.
#[derive(Debug, Clone, Deserialize)]
pub struct Explain {
    base: String,
    #[serde(default)]
    changes: Map<String, Json>,
}

fn read(texts: &Texts, base: &str, arm: &Asked, settings: &[String]) -> Result<Loaded<Parameters>, Refusal> {
    limits::scenario(arm).map_err(Refusal::Words)?;
    if !Library::holds(texts, base) {
        return Err(Refusal::Words(format!("There is no scenario {base:?} to start from.")));
    }
    if ["schema", "extends", "data"].iter().any(|key| arm.changes.contains_key(*key)) {
        return Err(Refusal::Words(
            "schema, extends and data are given by the base and cannot be changed here.".into(),
        ));
    }
    let set = crate::scenario::Override::all(settings);
    let loaded = question::read(texts, base, arm, &set)
        .map_err(|error: Error| Refusal::Faults(question::faults(0, error)))?;
    limits::size(&loaded.parameters).map_err(Refusal::Words)?;
    Ok(loaded)
}

/// The file: complete in itself, with head comments that say what differs and how to run it.
///
/// # Errors
/// The faults of the changes.
pub fn toml(library: &Library, asked: &Toml) -> Result<String, Refusal> {
    let texts = library.texts(&asked.base);
    limits::seed(asked.seed).map_err(Refusal::Words)?;
    let mut set = vec![format!("run.seed={}", asked.seed)];
    if let Some(replications) = asked.replications {
        if !(1..=limits::MOST_REPLICATIONS).contains(&replications) {
            return Err(Refusal::Words(format!("The number of runs is 1 to {}.", limits::MOST_REPLICATIONS)));
        }
        set.push(format!("run.replications={replications}"));
    }
    let loaded = read(&texts, &asked.base, &asked.arm, &set)?;
    let file = format!("{}.toml", slug(&loaded.name));
    let differs = changes::text(&loaded.name, &asked.base, &Map::new(), &asked.arm.changes);
    let mut head = format!("# {}\n#\n", one_line(&loaded.name));
    head.push_str(&format!(
        "# Written by the what-if page of cliniq {}. It is complete in itself.\n",
        env!("CARGO_PKG_VERSION")
    ));
    head.push_str(&format!("# What differs from {}:\n", one_line(&asked.base)));
    let is_heading =
        |line: &str| ["schema = ", "extends = ", "title = "].iter().any(|key| line.starts_with(key));
    let mut lines: Vec<&str> = differs.lines().filter(|line| !is_heading(line)).collect();
    lines.dedup();
    if lines.iter().all(|line| line.is_empty()) {
        lines = vec!["nothing"];
    }
    for line in lines {
        head.push_str(format!("#   {line}").trim_end());
        head.push('\n');
    }
    head.push_str(&format!(
        "# To run it: cliniq run {file}\n# Beside another: cliniq compare OTHER.toml {file}\n#\n"
    ));
    Ok(format!("{head}{}", scenario::resolved_toml(&loaded)))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Every parameter of a base with changes: value, unit, range, source, grade, where it was set, and the base's own value where it
/// differs.
///
/// # Errors
/// The faults of the changes.
pub fn explain(library: &Library, asked: &Explain) -> Result<Json, Refusal> {
    let texts = library.texts(&asked.base);
    let arm = Asked { name: "These changes".into(), changes: asked.changes.clone(), notes: None };
    let loaded = read(&texts, &asked.base, &arm, &[])?;
    let base =
        Library::load(&texts, &asked.base).map_err(|error| Refusal::Faults(question::faults(0, error)))?;
    let own: BTreeMap<&str, &str> =
        base.shown.iter().map(|shown| (shown.path.as_str(), shown.value.as_str())).collect();
    let value = |text: &str| catalogue::toml_to_json(text).unwrap_or_else(|| json!(text));
    let parameters = explain::explain(&loaded, "", None).into_iter().map(|row| {
        let parent = match own.get(row.path.as_str()) {
            Some(same) if *same == row.value => Json::Null,
            Some(other) => value(other),
            None => json!("absent"),
        };
        let mut told = json!(row);
        told["value"] = value(&row.value);
        told["parent"] = parent;
        told
    });
    Ok(json!({ "title": base.title, "parameters": parameters.collect::<Vec<_>>() }))
}
