//! Lays a child's tree over its parent's.

use super::heading::NOT_INHERITED;
use crate::declaration::tree::Value;
use crate::declaration::{Field, Node, Shape};

/// How two values at one path combine.
#[derive(Clone, Copy)]
enum Kind<'a> {
    /// Key by key, each as its field says.
    Section(&'a [Field]),
    /// Name by name; each name is a section of these fields.
    NamedSections(&'a [Field]),
    /// Name by name; each name is a value.
    NamedValues,
    /// The child's value stands in place of the parent's.
    Whole,
}

/// Merges the trees of a file and its parents, the file first.
pub(super) fn chain(trees: Vec<Node>, fields: &[Field]) -> Node {
    let mut oldest_first = trees.into_iter().rev();
    let mut merged = oldest_first.next().expect("a chain holds at least the file itself");
    for child in oldest_first {
        if let Value::Table(entries) = &mut merged.value {
            entries.retain(|key, _| !NOT_INHERITED.contains(&key.as_str()));
        }
        merged = over(merged, child, fields);
    }
    merged
}

/// Lays `child` over `parent`, both of them sections with these fields.
pub(super) fn over(parent: Node, child: Node, fields: &[Field]) -> Node {
    combine(parent, child, Kind::Section(fields))
}

fn combine(parent: Node, child: Node, kind: Kind<'_>) -> Node {
    let place = child.place;
    match (parent.value, child.value, kind) {
        (_, value, Kind::Whole) => Node { value, place },
        (Value::Table(mut merged), Value::Table(entries), kind) => {
            let named = matches!(kind, Kind::NamedSections(_) | Kind::NamedValues);
            for (key, (key_place, node)) in entries {
                match merged.remove(&key) {
                    // The word "none" takes an inherited name away.
                    Some(_) if named && node.is_none_word() => {}
                    Some((_, old)) => {
                        let node = with_kind(kind, &key, |kind| combine(old, node, kind));
                        merged.insert(key, (key_place, node));
                    }
                    None => drop(merged.insert(key, (key_place, node))),
                }
            }
            Node { value: Value::Table(merged), place }
        }
        (_, value, _) => Node { value, place },
    }
}

/// Calls `then` with the kind of one key of a table of the given kind.
fn with_kind(kind: Kind<'_>, key: &str, then: impl FnOnce(Kind<'_>) -> Node) -> Node {
    match kind {
        Kind::NamedSections(fields) => then(Kind::Section(fields)),
        Kind::NamedValues | Kind::Whole => then(Kind::Whole),
        Kind::Section(fields) => match fields.iter().find(|f| f.declaration.key == key).map(|f| f.shape) {
            Some(Shape::Table(sub) | Shape::Maybe(sub)) => then(Kind::Section(&(sub.fields)())),
            Some(Shape::Tables(sub)) => then(Kind::NamedSections(&(sub.fields)())),
            Some(Shape::Values(_)) => then(Kind::NamedValues),
            _ => then(Kind::Whole),
        },
    }
}
