//! Days on which something takes place.

use crate::declaration::{Declaration, Faults, Node, Parameter};

/// Days of the week by name; none is every open day, which a file writes as `"open"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days(pub Vec<String>);

/// The word for every open day.
const OPEN: &str = "open";

impl Parameter for Days {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        match node.as_str() {
            Some(OPEN) => return Some(Self(Vec::new())),
            Some(day) => return Some(Self(vec![day.to_owned()])),
            None => {}
        }
        let days: Option<Vec<String>> = node
            .as_array()
            .and_then(|items| items.iter().map(|item| item.as_str().map(String::from)).collect());
        if let Some(days) = days.filter(|days| !days.is_empty()) {
            return Some(Self(days));
        }
        faults.fault(node, path, Self::expected(about), node.describe(), None);
        None
    }

    fn show(&self) -> String {
        if self.0.is_empty() {
            return format!("\"{OPEN}\"");
        }
        let parts: Vec<String> = self.0.iter().map(|day| format!("\"{day}\"")).collect();
        format!("[{}]", parts.join(", "))
    }

    fn schema(_: &Declaration) -> serde_json::Value {
        serde_json::json!({ "oneOf": [
            { "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }
        ] })
    }

    fn expected(_: &Declaration) -> String {
        "a day or a list of days, mon to sun, or \"open\" for every open day".to_owned()
    }
}
