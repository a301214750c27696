//! Reading of one table, field by field, every fault with its place.

use std::collections::BTreeMap;

use super::fault::Faults;
use super::parameter::Parameter;
use super::section::{Declaration, Field, Section, Shape};
use super::sources::Place;
use super::suggest;
use super::toml_text::{is_name, join};
use super::tree::Node;

/// One reading of one table, field by field.
pub struct Reading<'n> {
    node: Option<&'n Node>,
    path: &'n str,
    outer: Place,
}

impl<'n> Reading<'n> {
    /// Begins: the node must be a table, and unknown keys are faults. `None` if it is no table.
    pub fn begin<S: Section>(node: Option<&'n Node>, path: &'n str, faults: &mut Faults) -> Option<Self> {
        let outer = faults.home();
        if let Some(node) = node {
            let Some(entries) = node.as_table() else {
                faults.fault(node, path, "a table", node.describe(), None);
                return None;
            };
            faults.set_home(node.place);
            for (key, place, _) in entries {
                if !S::declarations().iter().any(|d| d.key == key) {
                    let help = unknown_key_help(key, &S::fields());
                    faults.fault(place, &join(path, key), "a known key", format!("`{key}`"), help);
                }
            }
        }
        Some(Reading { node, path, outer })
    }

    /// Ends: what is missing is again reported at the enclosing table.
    pub fn end(self, faults: &mut Faults) {
        faults.set_home(self.outer);
    }

    fn child(&self, key: &str) -> Option<&'n Node> {
        self.node.and_then(|node| node.child(key))
    }

    /// A value with a default.
    pub fn value<T: Parameter>(&self, about: &Declaration, default: T, faults: &mut Faults) -> Option<T> {
        match self.child(about.key) {
            Some(node) => T::read(node, &join(self.path, about.key), about, faults),
            None => Some(default),
        }
    }

    /// A value that must be given.
    pub fn required<T: Parameter>(&self, about: &Declaration, faults: &mut Faults) -> Option<T> {
        let path = join(self.path, about.key);
        match self.child(about.key) {
            Some(node) => T::read(node, &path, about, faults),
            None => {
                let help = format!("add `{} = …`: {}", about.key, about.meaning());
                faults.fault(faults.home(), &path, T::expected(about), MISSING, Some(help));
                None
            }
        }
    }

    /// A value that may be absent.
    pub fn optional<T: Parameter>(&self, about: &Declaration, faults: &mut Faults) -> Option<Option<T>> {
        match self.child(about.key) {
            Some(node) if !node.is_none_word() => {
                T::read(node, &join(self.path, about.key), about, faults).map(Some)
            }
            _ => Some(None),
        }
    }

    /// A sub-table that is always there.
    pub fn table<S: Section>(&self, about: &Declaration, faults: &mut Faults) -> Option<S> {
        S::read(self.child(about.key), &join(self.path, about.key), faults)
    }

    /// A sub-table that may be absent.
    pub fn maybe<S: Section>(&self, about: &Declaration, faults: &mut Faults) -> Option<Option<S>> {
        match self.child(about.key) {
            Some(node) if !node.is_none_word() => {
                S::read(Some(node), &join(self.path, about.key), faults).map(Some)
            }
            _ => Some(None),
        }
    }

    /// Named sub-tables.
    pub fn tables<S: Section>(
        &self,
        about: &Declaration,
        faults: &mut Faults,
    ) -> Option<BTreeMap<String, S>> {
        self.named(about, faults, |node, path, faults| S::read(Some(node), path, faults))
    }

    /// Named values.
    pub fn values<T: Parameter>(
        &self,
        about: &Declaration,
        faults: &mut Faults,
    ) -> Option<BTreeMap<String, T>> {
        self.named(about, faults, |node, path, faults| T::read(node, path, about, faults))
    }

    fn named<T>(
        &self,
        about: &Declaration,
        faults: &mut Faults,
        mut read: impl FnMut(&Node, &str, &mut Faults) -> Option<T>,
    ) -> Option<BTreeMap<String, T>> {
        let Some(node) = self.child(about.key) else { return Some(BTreeMap::new()) };
        let path = join(self.path, about.key);
        let Some(entries) = node.as_table() else {
            let help = format!("write [{path}.<name>], or {path} = {{ <name> = … }}");
            faults.fault(node, &path, "a table of names", node.describe(), Some(help));
            return None;
        };
        let mut fine = true;
        let mut out = BTreeMap::new();
        for (name, place, child) in entries {
            let path = join(&path, name);
            if !is_name(name) {
                let expected = "a name of 1 to 64 letters, digits, _ and -";
                faults.fault(place, &path, expected, format!("{name:?}"), None);
                fine = false;
            }
            match read(child, &path, faults) {
                Some(value) => drop(out.insert(name.to_string(), value)),
                None => fine = false,
            }
        }
        fine.then_some(out)
    }
}

/// What stands in `found` where something required is absent.
pub const MISSING: &str = "nothing";

/// What to do about an unknown key: the near key of this table, or the sub-table that knows the key.
pub fn unknown_key_help(key: &str, fields: &[Field]) -> Option<String> {
    let known = || fields.iter().map(|field| field.declaration.key);
    if suggest::nearest(key, known()).is_none() {
        for field in fields {
            if let Shape::Table(sub) = field.shape
                && (sub.fields)().iter().any(|inner| inner.declaration.key == key)
            {
                return Some(format!("did you mean `{}.{key}`?", field.declaration.key));
            }
        }
    }
    suggest::help(key, known())
}
