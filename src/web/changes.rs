//! Changes as the page keeps them, a tree of JSON, as the text of a scenario file.

use serde_json::{Map, Value as Json};

use crate::declaration::toml_text::{key, number, quoted};

/// Tables have headings of their own down to this depth; deeper ones stand on one line. So a deep tree makes no long text.
const HEADINGS: usize = 3;

/// The scenario file that says only what differs from its parent.
pub fn text(title: &str, parent: &str, notes: &Map<String, Json>, changes: &Map<String, Json>) -> String {
    let mut text = format!("schema = 1\nextends = {}\n", quoted(parent));
    if !changes.contains_key("title") {
        text.push_str(&format!("title = {}\n", quoted(title)));
    }
    let mut tables = String::new();
    if !notes.is_empty() {
        table(&["notes"], notes, &mut tables);
    }
    let (values, subtables): (Vec<_>, Vec<_>) = changes.iter().partition(|(_, value)| !value.is_object());
    for (name, entry) in values {
        text.push_str(&format!("{} = {}\n", key(name), value(entry)));
    }
    for (name, entry) in subtables {
        if let Json::Object(inner) = entry {
            table(&[name], inner, &mut tables);
        }
    }
    text + &tables
}

/// One table under its heading, then those below it.
fn table(path: &[&str], entries: &Map<String, Json>, out: &mut String) {
    let has_heading = |value: &Json| value.is_object() && path.len() < HEADINGS;
    if entries.is_empty() || entries.values().any(|value| !has_heading(value)) {
        let words: Vec<String> = path.iter().map(|word| key(word)).collect();
        out.push_str(&format!("\n[{}]\n", words.join(".")));
    }
    for (name, entry) in entries.iter().filter(|(_, value)| !has_heading(value)) {
        out.push_str(&format!("{} = {}\n", key(name), value(entry)));
    }
    for (name, entry) in entries.iter().filter(|(_, value)| has_heading(value)) {
        if let Json::Object(inner) = entry {
            table(&[path, &[name.as_str()]].concat(), inner, out);
        }
    }
}

/// A value on one line; null takes a name away, as the word does.
fn value(json: &Json) -> String {
    match json {
        Json::Null => quoted("none"),
        Json::Bool(truth) => truth.to_string(),
        Json::Number(whole) if whole.is_i64() || whole.is_u64() => whole.to_string(),
        Json::Number(other) => other.as_f64().map_or_else(|| other.to_string(), number),
        Json::String(text) => quoted(text),
        Json::Array(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Json::Object(entries) => {
            let inside: Vec<String> =
                entries.iter().map(|(name, entry)| format!("{} = {}", key(name), value(entry))).collect();
            format!("{{ {} }}", inside.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Map<String, Json> {
        serde_json::from_str(text).expect("an object")
    }

    #[test]
    fn a_tree_becomes_a_file_that_says_the_same() {
        let changes = object(
            r#"{"run": {"weeks": 52}, "interventions": {"a": {"staffing": {"add": {"ma": 4}}, "rollout": {"start_week": 13.5}},
                "b": "none", "c": {"huddles": {}}}, "roles": {"ma": {"day": {"x": [1, {"y": "z"}]}}}, "title": "own"}"#,
        );
        let text = text("A \"title\"", "workshop.toml", &object(r#"{"question": "why?"}"#), &changes);
        let table: toml::Table = toml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let back = serde_json::to_value(&table).expect("TOML is JSON");
        for (name, value) in changes.iter().filter(|(name, _)| *name != "title") {
            assert_eq!(back[name], *value);
        }
        assert_eq!(back["extends"], "workshop.toml");
        assert_eq!(back["notes"]["question"], "why?");
        assert!(text.contains("[interventions.a.rollout]\nstart_week = 13.5\n"), "{text}");
    }

    #[test]
    fn deep_trees_stay_short() {
        let mut deep = String::from("1");
        for _ in 0..100 {
            deep = format!("{{\"{}\": {deep}}}", "k".repeat(60));
        }
        assert!(text("t", "p", &Map::new(), &object(&deep)).len() < 2 * deep.len());
    }
}
