//! Canonical TOML text of values: one value has one text, so that digests can be taken over it.

/// A string in quotes, escaped.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key: bare where TOML allows it, else in quotes.
pub fn key(name: &str) -> String {
    if is_name(name) { name.to_string() } else { quoted(name) }
}

/// Whether a word may name a role, task, clinic, …: letters, digits, `_` and `-`, at most 64 of them.
pub fn is_name(word: &str) -> bool {
    (1..=64).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// A number with the fewest digits that read back to the same bits; whole numbers without a fraction.
pub fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_string();
    }
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { format!("{value:?}") }
}

/// The dotted path of a key below a path ("" is the root).
pub fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_read_back_to_the_same_value() {
        for text in ["", "plain", "a \"b\" \\ c", "line\nline\ttab", "\u{1}\u{7f}μ"] {
            let value: toml::Table = toml::from_str(&format!("v = {}", quoted(text))).expect("valid TOML");
            assert_eq!(value["v"].as_str(), Some(text));
        }
        for value in [0.1, 1.0, 1e300, 1e-300, -2.5, 123456789.0, 1e15, 1e16] {
            let table: toml::Table = toml::from_str(&format!("v = {}", number(value))).expect("valid TOML");
            let read = table["v"].as_float().or(table["v"].as_integer().map(|i| i as f64));
            assert_eq!(read, Some(value));
        }
    }
}
