//! `--set path=value`: one way to vary anything, for the command line, studies and the page.

use std::collections::BTreeMap;

use super::merge;
use crate::declaration::toml_text::is_name;
use crate::declaration::tree::{self, Value};
use crate::declaration::{Faults, Field, Node, Place, Shape, suggest};

/// Keys that say what a file is and cannot be set from outside.
const FIXED: [&str; 2] = ["schema", "extends"];

/// One part of a path, with its place.
type Part<'t> = (&'t str, Place);

/// A value set from outside, and what faults call the place where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// Who sets it, as a person knows it: `--set #1`, `--weeks`.
    pub source: String,
    /// `path=value`.
    pub text: String,
}

impl Override {
    /// A value that a person or an option of another name sets.
    pub fn new(source: impl Into<String>, text: impl Into<String>) -> Self {
        Override { source: source.into(), text: text.into() }
    }

    /// The texts of `--set`, in order.
    pub fn all(texts: &[String]) -> Vec<Self> {
        let number = |(index, text)| Override::new(format!("--set #{}", index + 1), text);
        texts.iter().enumerate().map(number).collect()
    }
}

/// Sets one override on the merged tree.
pub(super) fn apply(change: &Override, tree: &mut Node, fields: &[Field], faults: &mut Faults) {
    let text = change.text.as_str();
    let source = faults.sources_mut().add(change.source.clone(), text);
    let whole = place(source, 0, text.len());
    let Some((path, written)) = text.split_once('=') else {
        let help = Some("for example --set run.weeks=52".to_string());
        faults.fault(whole, "", "path=value", format!("{text:?}"), help);
        return;
    };
    let parts = parts_of(source, path);
    let path = path.trim();
    if let Some((part, at)) = parts.iter().find(|(part, _)| !is_name(part)) {
        faults.fault(*at, path, "names joined by dots", format!("{part:?}"), None);
        return;
    }
    let Some(value) = value_of(source, text, path, written, faults) else { return };
    let Some(depth) = declared_depth(&parts, tree, fields, faults) else { return };
    let value = if depth < parts.len() {
        match inside_leaf(&parts, depth, tree, fields, value, faults) {
            Some(leaf) => leaf,
            None => return,
        }
    } else {
        value
    };
    let change = nest(&parts[..depth], value, whole);
    let old = std::mem::replace(tree, Node::empty_table(whole));
    let own_place = old.place;
    *tree = merge::over(old, change, fields);
    tree.place = own_place;
}

fn place(source: u32, start: usize, end: usize) -> Place {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Place { source, start: byte(start), end: byte(end) }
}

fn parts_of(source: u32, path: &str) -> Vec<Part<'_>> {
    let mut start = 0;
    path.split('.')
        .map(|raw| {
            let lead = raw.len() - raw.trim_start().len();
            let part = raw.trim();
            let at = place(source, start + lead, start + lead + part.len());
            start += raw.len() + 1;
            (part, at)
        })
        .collect()
}

/// The value: TOML, or else a bare word taken as a text.
fn value_of(source: u32, text: &str, path: &str, written: &str, faults: &mut Faults) -> Option<Node> {
    let mut own = Faults::new(faults.sources().clone());
    let tree = tree::parse(source, &mut own);
    let single = |tree: &Node| {
        let mut node = Some(tree);
        path.split('.').all(|part| {
            let alone = node.and_then(Node::as_table).is_some_and(|entries| entries.count() == 1);
            node = node.and_then(|n| n.child(part.trim()));
            alone && node.is_some()
        })
    };
    if own.is_empty()
        && let Some(tree) = tree
    {
        let dotted: Vec<&str> = path.split('.').map(str::trim).collect();
        if single(&tree) {
            return tree.get(&dotted.join(".")).cloned();
        }
        faults.fault(tree.place, path, "one value", "several", None);
        return None;
    }
    let word = written.trim();
    let start = text.len() - written.trim_start().len();
    let at = place(source, start, start + word.len());
    if word.is_empty() {
        faults.fault(at, path, "a value after the equals sign", "nothing", None);
        return None;
    }
    if !word.contains(['"', '\'', '[', ']', '{', '}', '=', '#', '\n', '\\']) {
        return Some(Node { value: Value::String(word.to_string()), place: at });
    }
    faults.absorb(own);
    None
}

/// How many parts of the path lead to a declared table, name or value; the rest lies inside a value.
fn declared_depth(parts: &[Part<'_>], tree: &Node, fields: &[Field], faults: &mut Faults) -> Option<usize> {
    let mut fields = fields.to_vec();
    let mut node = Some(tree);
    let mut depth = 0;
    while depth < parts.len() {
        let (key, at) = parts[depth];
        let found = fields.iter().find(|f| f.declaration.key == key && !FIXED.contains(&key));
        let Some(field) = found else {
            let known: Vec<&str> =
                fields.iter().map(|f| f.declaration.key).filter(|k| !FIXED.contains(k)).collect();
            let help = suggest::help(key, known.iter().copied());
            faults.fault(at, &dotted(parts), "a declared parameter", format!("`{key}`"), help);
            return None;
        };
        node = node.and_then(|n| n.child(key));
        depth += 1;
        match field.shape {
            Shape::Table(sub) | Shape::Maybe(sub) => fields = (sub.fields)(),
            Shape::Tables(_) | Shape::Values(_) if depth == parts.len() => {}
            Shape::Tables(sub) => {
                node = Some(named(parts, depth, node, faults)?);
                depth += 1;
                fields = (sub.fields)();
            }
            Shape::Values(_) if field.declaration.open => return Some(depth + 1),
            Shape::Values(_) => {
                named(parts, depth, node, faults)?;
                return Some(depth + 1);
            }
            Shape::Value(_) | Shape::Required(_) | Shape::Optional(_) => return Some(depth),
        }
    }
    Some(depth)
}

/// The existing entry of a table of names; a name that does not exist is a fault.
fn named<'n>(
    parts: &[Part<'_>],
    depth: usize,
    node: Option<&'n Node>,
    faults: &mut Faults,
) -> Option<&'n Node> {
    let (name, at) = parts[depth];
    if let Some(child) = node.and_then(|n| n.child(name)) {
        return Some(child);
    }
    let above = dotted(&parts[..depth]);
    let names: Vec<&str> =
        node.and_then(Node::as_table).into_iter().flatten().map(|(name, _, _)| name).collect();
    let help = suggest::help(name, names.iter().copied())
        .unwrap_or_else(|| format!("the file names none under {above}"));
    faults.fault(at, &dotted(parts), format!("a name under {above}"), format!("`{name}`"), Some(help));
    None
}

/// The value at `depth` with one part inside it replaced, as in `tasks.x.minutes.lognormal.mean`.
fn inside_leaf(
    parts: &[Part<'_>],
    depth: usize,
    tree: &Node,
    fields: &[Field],
    value: Node,
    faults: &mut Faults,
) -> Option<Node> {
    let leaf_path = dotted(&parts[..depth]);
    let mut leaf = match tree.get(&leaf_path) {
        Some(node) => node.clone(),
        None => default_of(&parts[..depth], fields, faults).unwrap_or(Node::empty_table(parts[depth].1)),
    };
    let mut node = &mut leaf;
    for (key, at) in &parts[depth..] {
        let known: Vec<String> =
            node.as_table().into_iter().flatten().map(|(k, _, _)| k.to_string()).collect();
        let here = node.describe();
        match &mut node.value {
            Value::Table(entries) if entries.contains_key(*key) => {
                node = &mut entries.get_mut(*key).expect("it was just found").1;
            }
            _ => {
                let help = suggest::help(key, known.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("set the whole value: --set {leaf_path}=…"));
                let expected = format!("a part of the value of {leaf_path} ({here})");
                faults.fault(*at, &dotted(parts), expected, format!("`{key}`"), Some(help));
                return None;
            }
        }
    }
    *node = value;
    Some(leaf)
}

/// The declared default of a value that no file gives.
fn default_of(parts: &[Part<'_>], fields: &[Field], faults: &mut Faults) -> Option<Node> {
    let mut fields = fields.to_vec();
    let mut rest = parts.iter().map(|(part, _)| *part);
    let declaration = loop {
        let key = rest.next()?;
        let field = *fields.iter().find(|f| f.declaration.key == key)?;
        match field.shape {
            Shape::Table(sub) | Shape::Maybe(sub) => fields = (sub.fields)(),
            Shape::Tables(sub) => {
                rest.next();
                fields = (sub.fields)();
            }
            _ => break field.declaration,
        }
    };
    let text = format!("default = {}", declaration.default.as_ref()?);
    let source = faults.sources_mut().add("the declared default", text);
    tree::parse(source, faults)?.child("default").cloned()
}

fn dotted(parts: &[Part<'_>]) -> String {
    parts.iter().map(|(part, _)| *part).collect::<Vec<_>>().join(".")
}

/// The tree that holds one value at a path.
fn nest(parts: &[Part<'_>], value: Node, whole: Place) -> Node {
    parts.iter().rev().fold(value, |inner, (key, at)| Node {
        value: Value::Table(BTreeMap::from([(key.to_string(), (*at, inner))])),
        place: whole,
    })
}
