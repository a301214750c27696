//! What identifies a scenario, and its text in one self-contained file.

use super::Loaded;
use super::heading::SCHEMA;
use crate::declaration::Shown;

/// Paths that do not change the results of a replication, so that runs can be extended and described anew.
const WITHOUT_EFFECT: [&str; 6] =
    ["title", "run.replications", "run.seed", "run.precision", "run.threads", "run.measures"];

/// The digest of resolved parameters and version: 64 hexadecimal digits. Two files that resolve to the same
/// parameters have the same digest; title, notes, number of replications, seed and precision do not enter.
pub fn digest(shown: &[Shown], version: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("cliniq {version}\n").as_bytes());
    for parameter in shown {
        if !WITHOUT_EFFECT.contains(&parameter.path.as_str()) && !parameter.path.starts_with("notes.") {
            hasher.update(format!("{} = {}\n", parameter.path, parameter.value).as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// One self-contained file, without parents and defaults, that loads to the same parameters.
pub fn resolved_toml<P>(loaded: &Loaded<P>) -> String {
    let mut tables: Vec<(&str, Vec<String>)> = vec![("", vec![format!("schema = {SCHEMA}")])];
    for Shown { path, value, .. } in &loaded.shown {
        if value == "{}" && loaded.tree.get(path).is_none_or(|node| node.is_table()) && is_table(loaded, path)
        {
            tables.push((path, Vec::new()));
            continue;
        }
        let (table, key) = path.rsplit_once('.').unwrap_or(("", path));
        let line = format!("{key} = {value}");
        match tables.iter_mut().find(|(name, _)| *name == table) {
            Some((_, lines)) => lines.push(line),
            None => tables.push((table, vec![line])),
        }
    }
    let mut text = String::new();
    for (name, lines) in tables {
        if !name.is_empty() {
            text.push_str(&format!("\n[{name}]\n"));
        }
        for line in lines {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

/// Whether a path shown as `{}` is a table without parameters; an empty value such as no shares has a unit.
fn is_table<P>(loaded: &Loaded<P>, path: &str) -> bool {
    loaded.shown.iter().any(|s| s.path == path && s.declaration.unit.is_empty())
}
