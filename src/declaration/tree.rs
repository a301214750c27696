//! The tree of a TOML text in which every key and value knows its place.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::fault::Faults;
use super::sources::Place;
use super::suggest;
use super::toml_text::join;

/// Texts larger than this are refused: a scenario is a few hundred lines.
pub const LARGEST_TEXT: usize = 4 * 1024 * 1024;

/// Keys of more parts than this are refused before parsing, so that no tree can exhaust the stack.
const DEEPEST_KEY: usize = 16;

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// What stands there.
    pub value: Value,
    /// Where it stands; for a table with a header, the header.
    pub place: Place,
}

/// What can stand in a TOML file.
#[derive(Debug, Clone)]
pub enum Value {
    /// Keys with their places, and values.
    Table(BTreeMap<String, (Place, Node)>),
    /// A list.
    Array(Vec<Node>),
    /// Text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A number (may be infinite or NaN: parameters refuse these).
    Float(f64),
    /// true or false.
    Boolean(bool),
    /// A date or time of TOML, as text.
    Datetime(String),
}

impl From<&Node> for Place {
    fn from(node: &Node) -> Place {
        node.place
    }
}

impl Node {
    /// An empty table at a place.
    pub fn empty_table(place: Place) -> Node {
        Node { value: Value::Table(BTreeMap::new()), place }
    }

    /// The kind in words: "a table", "a string", …
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Table(_) => "a table",
            Value::Array(_) => "a list",
            Value::String(_) => "a string",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Datetime(_) => "a date or time",
        }
    }

    /// What was found, in words: `the string "18 min"`, `700`, `a table`.
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Table(entries) if entries.is_empty() => "an empty table".to_string(),
            Value::Table(entries) => {
                let keys: Vec<&str> = entries.keys().take(4).map(String::as_str).collect();
                let more = if entries.len() > 4 { ", …" } else { "" };
                format!("a table of {}{more}", keys.join(", "))
            }
            Value::Array(list) if list.is_empty() => "an empty list".to_string(),
            Value::Array(list) => format!("a list of {}", list.len()),
            Value::String(text) if text.chars().count() > 40 => {
                format!("the string \"{}…\"", text.chars().take(40).collect::<String>())
            }
            Value::String(text) => format!("the string {text:?}"),
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => format!("{number:?}"),
            Value::Boolean(value) => value.to_string(),
            Value::Datetime(text) => format!("the date or time {text}"),
        }
    }

    /// The entries of a table, by name: key, its place, value.
    pub fn as_table(&self) -> Option<impl Iterator<Item = (&str, Place, &Node)>> {
        match &self.value {
            Value::Table(entries) => {
                Some(entries.iter().map(|(key, (place, node))| (key.as_str(), *place, node)))
            }
            _ => None,
        }
    }

    /// Whether it is a table.
    pub fn is_table(&self) -> bool {
        matches!(self.value, Value::Table(_))
    }

    /// The elements of a list.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(list) => Some(list),
            _ => None,
        }
    }

    /// Text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A number, whole ones too.
    pub fn as_float(&self) -> Option<f64> {
        match self.value {
            Value::Float(number) => Some(number),
            Value::Integer(number) => Some(number as f64),
            _ => None,
        }
    }

    /// A whole number.
    pub fn as_integer(&self) -> Option<i64> {
        match self.value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// true or false.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is the word "none", which unsets an optional or inherited value.
    pub fn is_none_word(&self) -> bool {
        self.as_str() == Some("none")
    }

    /// The value of one key of a table.
    pub fn child(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Table(entries) => entries.get(key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The place of one key of a table.
    pub fn key_place(&self, key: &str) -> Option<Place> {
        match &self.value {
            Value::Table(entries) => entries.get(key).map(|(place, _)| *place),
            _ => None,
        }
    }

    /// The value at a dotted path ("" is this node; `list[2]` is an element).
    pub fn get(&self, path: &str) -> Option<&Node> {
        if path.is_empty() {
            return Some(self);
        }
        path.split('.').try_fold(self, |node, part| {
            let (key, index) = match part.split_once('[') {
                Some((key, rest)) => (key, Some(rest.strip_suffix(']')?.parse::<usize>().ok()?)),
                None => (part, None),
            };
            let child = node.child(key)?;
            index.map_or(Some(child), |i| child.as_array()?.get(i))
        })
    }

    /// The place of the value at a dotted path, or of its deepest ancestor that stands in a file.
    pub fn locate(&self, path: &str) -> Place {
        let mut path = path;
        loop {
            if let Some(node) = self.get(path) {
                return node.place;
            }
            path = path.rsplit_once('.').map_or("", |(above, _)| above);
        }
    }

    /// Faults every key of a table that is not among the known ones, and says whether there was none.
    pub fn only_keys(&self, known: &[&str], path: &str, faults: &mut Faults) -> bool {
        let mut fine = true;
        for (key, place, _) in self.as_table().into_iter().flatten() {
            if !known.contains(&key) {
                let help = suggest::help(key, known.iter().copied());
                faults.fault(place, &join(path, key), "a known key", format!("`{key}`"), help);
                fine = false;
            }
        }
        fine
    }
}

/// Parses a whole text that stands in the sources of `faults`. Syntax errors become faults, and what could
/// be understood is returned all the same; `None` if nothing could.
pub fn parse(source: u32, faults: &mut Faults) -> Option<Node> {
    let sources = faults.sources().clone();
    let text = sources.text(source);
    let whole = Place { source, start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) };
    let start = Place { end: 0, ..whole };
    if text.len() > LARGEST_TEXT {
        let found = format!("{:.1} MB", text.len() as f64 / (1024.0 * 1024.0));
        faults.fault(start, "", "a text of at most 4 MB", found, None);
        return None;
    }
    if !shallow(source, text, faults) {
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        syntax_fault(source, &error, faults);
    }
    let entries = table.into_inner();
    Some(Node { value: table_value(&entries, source, faults), place: start })
}

/// Faults keys of absurdly many parts. The parser bounds nested brackets itself, but not dotted keys.
fn shallow(source: u32, text: &str, faults: &mut Faults) -> bool {
    use toml_parser::lexer::TokenKind;
    let mut dots = 0;
    for token in toml_parser::Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => dots += 1,
            TokenKind::Newline | TokenKind::Equals | TokenKind::Comma => dots = 0,
            _ => {}
        }
        if dots >= DEEPEST_KEY {
            let at = place(source, token.span().start()..token.span().end());
            let expected = format!("a key of at most {DEEPEST_KEY} parts");
            faults.fault(at, "", expected, "a longer one", None);
            return false;
        }
    }
    true
}

fn syntax_fault(source: u32, error: &toml::de::Error, faults: &mut Faults) {
    let span = error.span().unwrap_or(0..0);
    let text = faults.sources().text(source);
    let there: String =
        text.get(span.clone()).unwrap_or("").lines().next().unwrap_or("").chars().take(30).collect();
    let there = if there.is_empty() { "nothing".to_string() } else { format!("`{there}`") };
    let (what, expected) = match error.message().split_once(", expected ") {
        Some((what, expected)) => (what, expected),
        None => (error.message(), "correct TOML"),
    };
    let (expected, found) = match what {
        "duplicate key" => ("each key and table once", format!("the duplicate key {there}")),
        "string values must be quoted" => ("a value (text stands in quotes)", there),
        _ => (expected, what.to_string()),
    };
    faults.fault(place(source, span), "", expected, found, None);
}

fn place(source: u32, span: std::ops::Range<usize>) -> Place {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Place { source, start: byte(span.start), end: byte(span.end) }
}

fn table_value(entries: &DeTable<'_>, source: u32, faults: &mut Faults) -> Value {
    let mut table = BTreeMap::new();
    for (key, value) in entries {
        let key_place = place(source, key.span());
        let span = value.span();
        let own = if span.is_empty() { key_place } else { place(source, span) };
        let node = to_node(value.get_ref(), own, source, faults);
        table.insert(key.get_ref().to_string(), (key_place, node));
    }
    Value::Table(table)
}

fn to_node(value: &DeValue<'_>, at: Place, source: u32, faults: &mut Faults) -> Node {
    let value = match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(value) => Value::Datetime(value.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => {
                faults.fault(at, "", "a number of at most 18 digits", number.to_string(), None);
                Value::Integer(0)
            }
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Array(list) => Value::Array(
            list.iter()
                .map(|item| to_node(item.get_ref(), place(source, item.span()), source, faults))
                .collect(),
        ),
        DeValue::Table(entries) => table_value(entries, source, faults),
    };
    Node { value, place: at }
}
