//! The keys that every scenario has, whatever the model: schema, title, parent, kind of data, notes.

use std::collections::BTreeMap;

use crate::declaration::parameter::choice;
use crate::declaration::tree::Value;
use crate::declaration::{Faults, Field, Node, Section, Shown, section, suggest};

/// The format that this version reads and writes.
pub const SCHEMA: i64 = 1;

choice! {
    /// Whether a scenario rests on real people's data.
    pub enum Data {
        /// Nobody's data: nothing to protect.
        Synthetic = "synthetic",
        /// Real data: groups under five people are withheld from reports.
        Real = "real",
    }
}

section! {
    /// What the author thinks; shown in the report, without effect on any number.
    pub struct Notes {
        /// The question that the scenario answers.
        value question: String = String::new(), unit "text", range .., source "convention of scenario files", grade Definition;
        /// What the author expects.
        value hypothesis: String = String::new(), unit "text", range .., source "convention of scenario files", grade Definition;
        /// What came out.
        value findings: String = String::new(), unit "text", range .., source "convention of scenario files", grade Definition;
        /// What was decided.
        value decision: String = String::new(), unit "text", range .., source "convention of scenario files", grade Definition;
        /// Where the numbers come from.
        value sources: Vec<String> = Vec::new(), unit "text", range .., source "convention of scenario files", grade Definition;
    }
}

section! {
    /// The keys that every scenario has.
    pub struct Heading {
        /// Number of the file format, always 1.
        required schema: u32, unit "-", range 1.0..=1.0, source "convention of scenario files", grade Definition;
        /// Title in reports; not inherited.
        optional title: String, unit "text", range .., source "convention of scenario files", grade Definition;
        /// The parent file, relative to this one; this file then says only what differs.
        optional extends: String, unit "file name", range .., source "convention of scenario files", grade Definition;
        /// Whether the numbers are made up or those of real people; groups under five people are then withheld.
        value data: Data = Data::Synthetic, unit "-", range .., source "convention of scenario files", grade Definition;
        /// What the author thinks; shown in the report, not inherited, without effect on any number.
        table notes: Notes;
    }
}

/// Keys of a file that its children do not inherit.
pub(super) const NOT_INHERITED: [&str; 4] = ["schema", "title", "extends", "notes"];

/// Splits the tree into heading and model, and faults keys that belong to neither.
pub(super) fn split<P: Section>(tree: &Node, fields: &[Field], faults: &mut Faults) -> (Node, Node) {
    let (mut heading, mut model) = (BTreeMap::new(), BTreeMap::new());
    for (key, place, node) in tree.as_table().into_iter().flatten() {
        let of_model = P::declarations().iter().any(|d| d.key == key);
        let of_heading = Heading::declarations().iter().any(|d| d.key == key);
        if of_heading {
            heading.insert(key.to_string(), (place, node.clone()));
        }
        if of_model {
            model.insert(key.to_string(), (place, node.clone()));
        }
        if !of_model && !of_heading {
            let help = crate::declaration::section::unknown_key_help(key, fields);
            let word = suggest::nearest(key, ["schema"]).is_some() && tree.child("schema").is_none();
            let help = if word { Some("did you mean `schema`?".to_string()) } else { help };
            faults.fault(place, key, "a known key", format!("`{key}`"), help);
        }
    }
    // A missing schema was already reported with the file that lacks it.
    let given = Node { value: Value::Integer(SCHEMA), place: tree.place };
    heading.entry("schema".to_string()).or_insert((tree.place, given));
    let node = |entries| Node { value: Value::Table(entries), place: tree.place };
    (node(heading), node(model))
}

/// The parameters of the heading that matter after loading.
pub(super) fn shown(heading: &Heading) -> Vec<Shown> {
    let mut shown = Vec::new();
    heading.show("", &mut shown);
    shown.retain(|s| s.path != "schema" && s.path != "extends");
    shown
}
