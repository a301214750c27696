//! Reads on where single values are faulty, so that the rules across fields report in the same breath.

use crate::declaration::tree::Value;
use crate::declaration::{Faults, Field, Node, Section, Shape};

/// The parameters with every faulty value left at its default, and the paths left out. `None` where a value
/// that must be given is among them.
pub(super) fn read<P: Section>(tree: &Node, faults: &Faults) -> Option<(P, Vec<String>)> {
    let mut tree = tree.clone();
    let fields = P::fields();
    let mut left_out = Vec::new();
    for fault in faults.iter() {
        let parts: Vec<&str> = fault.path.split('.').collect();
        if let Some(depth) = take(&mut tree, &parts, 0, &fields) {
            left_out.push(parts[..depth].join("."));
        }
    }
    let mut ignored = Faults::new(faults.sources().clone());
    P::read(Some(&tree), "", &mut ignored).map(|parameters| (parameters, left_out))
}

/// Takes the declared value that a path leads to or into; gives how many parts of the path lead to it.
fn take(node: &mut Node, parts: &[&str], depth: usize, fields: &[Field]) -> Option<usize> {
    let key = parts.get(depth)?.split('[').next()?;
    let field = fields.iter().find(|f| f.declaration.key == key)?;
    let Value::Table(entries) = &mut node.value else { return None };
    let child = &mut entries.get_mut(key)?.1;
    let deeper = match field.shape {
        Shape::Table(sub) | Shape::Maybe(sub) if child.is_table() => {
            return take(child, parts, depth + 1, &(sub.fields)());
        }
        Shape::Tables(_) | Shape::Values(_) if child.is_table() => true,
        _ => false,
    };
    if !deeper {
        entries.remove(key);
        return Some(depth + 1);
    }
    let name = *parts.get(depth + 1)?;
    let Value::Table(named) = &mut child.value else { return None };
    match (field.shape, named.get_mut(name)) {
        (Shape::Tables(sub), Some((_, entry))) if entry.is_table() => {
            take(entry, parts, depth + 2, &(sub.fields)())
        }
        (_, Some(_)) => {
            named.remove(name);
            Some(depth + 2)
        }
        (_, None) => None,
    }
}

/// Whether a fault at a path may only follow from a value that was left out: one above it, or beside it in
/// the same table. A name that is given there and wrong is wrong whatever stands beside it.
pub(super) fn follows(path: &str, left_out: &[String], tree: &Node) -> bool {
    let table = |path: &str| path.rsplit_once('.').map_or(String::new(), |(above, _)| above.to_string());
    let names = |node: &Node| {
        node.as_str().is_some()
            || node.as_array().is_some_and(|list| list.iter().all(|n| n.as_str().is_some()))
    };
    let is_name = tree.get(path).is_some_and(names);
    left_out.iter().any(|left| {
        let beside = table(left) == table(path) && !is_name;
        path.is_empty() || left == path || left.starts_with(&format!("{path}.")) || beside
    })
}
