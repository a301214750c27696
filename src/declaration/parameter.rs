//! The types of single parameters: how each is read, shown and described.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::fault::Faults;
use super::section::Declaration;
use super::toml_text::{self, join, quoted};
use super::tree::{Node, Value};

/// The type of a single parameter.
pub trait Parameter: Sized + Clone {
    /// Reads it; pushes a fault and gives `None` where the node is not such a value or out of range.
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self>;

    /// Canonical TOML text, which reads back to the same value.
    fn show(&self) -> String;

    /// JSON schema (draft 2020-12), without the description.
    fn schema(about: &Declaration) -> Json;

    /// What is expected: "a whole number of people from 0 to 1000".
    fn expected(about: &Declaration) -> String;
}

/// "a number of minutes from 0 to 600", "a share from 0 to 1".
fn number_words(what: &str, about: &Declaration) -> String {
    let unit = about.unit;
    let countable = unit.ends_with('s') || unit.contains(" per ") || matches!(unit, "people" | "FTE");
    let mut words = match unit {
        "" | "-" | "1" | "none" => what.to_string(),
        "share" | "probability" | "fraction" | "ratio" if what == "a number" => format!("a {unit}"),
        _ if countable => format!("{what} of {unit}"),
        _ => format!("{what} ({unit})"),
    };
    match (about.low.is_finite(), about.high.is_finite()) {
        (true, true) => words.push_str(&format!(" from {}", about.range_words())),
        (true, false) => words.push_str(&format!(", {}", about.range_words())),
        (false, true) => words.push_str(&format!(", {}", about.range_words())),
        (false, false) => {}
    }
    words
}

fn number_schema(kind: &str, about: &Declaration) -> Json {
    let mut schema = json!({ "type": kind });
    if about.low.is_finite() {
        schema["minimum"] = bound(about.low);
    }
    if about.high.is_finite() {
        schema["maximum"] = bound(about.high);
    }
    schema
}

fn bound(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(number as i64) } else { json!(number) }
}

/// What to do about a text where a number is expected.
fn unit_help(node: &Node) -> Option<String> {
    let text = node.as_str()?.trim();
    let digits = text.find(|c: char| !(c.is_ascii_digit() || "+-._eE".contains(c))).unwrap_or(text.len());
    let number: f64 = text[..digits].trim_end_matches(['e', 'E']).parse().ok()?;
    if digits == text.len() {
        Some(format!("write {text} without quotes"))
    } else if text[digits..].trim() == "%" {
        let share = (number * 1e6).round() / 1e8;
        Some(format!("shares are numbers from 0 to 1: write {}", toml_text::number(share)))
    } else {
        Some(format!("units stand in the key: write {}", toml_text::number(number)))
    }
}

/// Reads a number within the declared range.
pub fn read_number(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<f64> {
    match node.as_float() {
        Some(number) if number.is_finite() && about.allows(number) => Some(number),
        found => {
            let help = if found.is_some() { None } else { unit_help(node) };
            faults.fault(node, path, f64::expected(about), node.describe(), help);
            None
        }
    }
}

impl Parameter for f64 {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        read_number(node, path, about, faults)
    }

    fn show(&self) -> String {
        toml_text::number(*self)
    }

    fn schema(about: &Declaration) -> Json {
        number_schema("number", about)
    }

    fn expected(about: &Declaration) -> String {
        number_words("a number", about)
    }
}

/// Reads a whole number within the declared range and within the type.
fn read_whole<T: TryFrom<i64> + Parameter>(
    node: &Node,
    path: &str,
    about: &Declaration,
    faults: &mut Faults,
) -> Option<T> {
    let whole = node.as_integer();
    if let Some(number) = whole
        && about.allows(number as f64)
        && let Ok(number) = T::try_from(number)
    {
        return Some(number);
    }
    let help = match node.value {
        Value::Float(number) if number.fract() == 0.0 && about.allows(number) => {
            Some(format!("write {}", toml_text::number(number)))
        }
        _ => unit_help(node),
    };
    faults.fault(node, path, T::expected(about), node.describe(), help);
    None
}

macro_rules! whole_number {
    ($($ty:ty),*) => { $(
        impl Parameter for $ty {
            fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
                read_whole(node, path, about, faults)
            }

            fn show(&self) -> String {
                self.to_string()
            }

            fn schema(about: &Declaration) -> Json {
                number_schema("integer", &within_type(about, <$ty>::MIN as f64))
            }

            fn expected(about: &Declaration) -> String {
                number_words("a whole number", &within_type(about, <$ty>::MIN as f64))
            }
        }
    )* };
}

whole_number!(u8, u16, u32, u64, i32, i64);

/// Unsigned types allow nothing below 0, whatever the declaration says.
fn within_type(about: &Declaration, least: f64) -> Declaration {
    let low = if least == 0.0 { about.low.max(0.0) } else { about.low };
    Declaration { low, ..about.clone() }
}

impl Parameter for bool {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        if node.as_bool().is_none() {
            let help = match node.as_str() {
                Some(word @ ("true" | "false")) => Some(format!("write {word} without quotes")),
                Some("yes" | "on") => Some("write true".to_string()),
                Some("no" | "off") => Some("write false".to_string()),
                _ => None,
            };
            faults.fault(node, path, Self::expected(about), node.describe(), help);
        }
        node.as_bool()
    }

    fn show(&self) -> String {
        self.to_string()
    }

    fn schema(_: &Declaration) -> Json {
        json!({ "type": "boolean" })
    }

    fn expected(_: &Declaration) -> String {
        "true or false".to_string()
    }
}

impl Parameter for String {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        if node.as_str().is_none() {
            let help = matches!(node.value, Value::Integer(_) | Value::Float(_) | Value::Boolean(_))
                .then(|| format!("write \"{}\" in quotes", node.describe()));
            faults.fault(node, path, Self::expected(about), node.describe(), help);
        }
        node.as_str().map(str::to_string)
    }

    fn show(&self) -> String {
        quoted(self)
    }

    fn schema(_: &Declaration) -> Json {
        json!({ "type": "string" })
    }

    fn expected(about: &Declaration) -> String {
        match about.unit {
            "" | "-" | "text" => "a text in quotes".to_string(),
            unit => {
                let one = unit.strip_suffix('s').filter(|one| !one.ends_with('s')).unwrap_or(unit);
                let article = if one.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                format!("{article} {one} in quotes")
            }
        }
    }
}

impl<T: Parameter> Parameter for Vec<T> {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        let Some(list) = node.as_array() else {
            let scalar = matches!(node.value, Value::String(_) | Value::Integer(_) | Value::Float(_));
            let help = scalar.then(|| "put it in brackets: [ … ]".to_string());
            faults.fault(node, path, Self::expected(about), node.describe(), help);
            return None;
        };
        let read: Vec<Option<T>> = list
            .iter()
            .enumerate()
            .map(|(i, item)| T::read(item, &format!("{path}[{i}]"), about, faults))
            .collect();
        read.into_iter().collect()
    }

    fn show(&self) -> String {
        let items: Vec<String> = self.iter().map(Parameter::show).collect();
        format!("[{}]", items.join(", "))
    }

    fn schema(about: &Declaration) -> Json {
        json!({ "type": "array", "items": T::schema(about) })
    }

    fn expected(about: &Declaration) -> String {
        format!("a list; each element {}", T::expected(about))
    }
}

impl<T: Parameter> Parameter for BTreeMap<String, T> {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        let Some(entries) = node.as_table() else {
            faults.fault(node, path, Self::expected(about), node.describe(), None);
            return None;
        };
        let read: Vec<Option<(String, T)>> = entries
            .map(|(name, _, child)| {
                T::read(child, &join(path, name), about, faults).map(|value| (name.to_string(), value))
            })
            .collect();
        read.into_iter().collect()
    }

    fn show(&self) -> String {
        if self.is_empty() {
            return "{}".to_string();
        }
        let entries: Vec<String> =
            self.iter().map(|(name, value)| format!("{} = {}", toml_text::key(name), value.show())).collect();
        format!("{{ {} }}", entries.join(", "))
    }

    fn schema(about: &Declaration) -> Json {
        json!({ "type": "object", "additionalProperties": T::schema(about) })
    }

    fn expected(about: &Declaration) -> String {
        format!("a table of names, each with {}", T::expected(about))
    }
}
