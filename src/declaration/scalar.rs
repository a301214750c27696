//! A plain value of any kind, kept as its canonical text: what a list of alternatives is made of.

use serde_json::{Value as Json, json};

use super::fault::Faults;
use super::parameter::Parameter;
use super::section::Declaration;
use super::toml_text::{number, quoted};
use super::tree::{Node, Value};

/// A number, `true` or `false`, or a text, as canonical TOML text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scalar(pub String);

impl Scalar {
    /// The words of a text, without quotes; of anything else as it is written.
    pub fn words(&self) -> String {
        let value = format!("v = {}", self.0).parse::<toml::Table>();
        let text = value.ok().and_then(|table| table["v"].as_str().map(str::to_string));
        text.unwrap_or_else(|| self.0.clone())
    }

    /// The number that it is; `None` for a text, and for `true` and `false`.
    pub fn number(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

impl Parameter for Scalar {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        let text = match &node.value {
            Value::Integer(whole) => Some(whole.to_string()),
            Value::Float(value) if value.is_finite() => Some(number(*value)),
            Value::Boolean(value) => Some(value.to_string()),
            Value::String(text) => Some(quoted(text)),
            _ => None,
        };
        if text.is_none() {
            faults.fault(node, path, Self::expected(about), node.describe(), None);
        }
        text.map(Scalar)
    }

    fn show(&self) -> String {
        self.0.clone()
    }

    fn schema(_: &Declaration) -> Json {
        json!({ "type": ["number", "boolean", "string"] })
    }

    fn expected(_: &Declaration) -> String {
        "a number, true or false, or a text in quotes".to_string()
    }
}
