//! The texts that a scenario was read from, and places in them.

use std::sync::Arc;

/// A stretch of bytes of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Number of the source in [`Sources`].
    pub source: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// One text: a file, or an override of the command line.
#[derive(Debug)]
struct Source {
    name: String,
    text: String,
}

/// The texts read so far. Cloning is cheap.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    list: Vec<Arc<Source>>,
}

impl Sources {
    /// Keeps a text under the name that faults show, and gives its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> u32 {
        self.list.push(Arc::new(Source { name: name.into(), text: text.into() }));
        u32::try_from(self.list.len() - 1).expect("fewer sources than 2^32 are read")
    }

    /// Takes over the texts of others, and gives what their numbers grow by.
    pub fn append(&mut self, others: &Sources) -> u32 {
        let offset = u32::try_from(self.list.len()).expect("fewer sources than 2^32 are read");
        self.list.extend(others.list.iter().cloned());
        offset
    }

    /// The name of a source ("" if there is none of that number).
    pub fn name(&self, source: u32) -> &str {
        self.list.get(source as usize).map_or("", |s| s.name.as_str())
    }

    /// The text of a source ("" if there is none of that number).
    pub fn text(&self, source: u32) -> &str {
        self.list.get(source as usize).map_or("", |s| s.text.as_str())
    }

    /// The names of all sources in the order of reading: for a file and its parents, the file first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|s| s.name.as_str())
    }

    /// Line and column of a place, both from 1; the column counts characters.
    pub fn line_and_column(&self, place: Place) -> (u32, u32) {
        let text = self.text(place.source);
        let at = floor_boundary(text, place.start as usize);
        let before = &text[..at];
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

/// The nearest boundary of characters at or before a byte, within the text.
pub(super) fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_places_beyond_the_text_are_harmless() {
        let mut sources = Sources::default();
        let id = sources.add("a.toml", "x = 1\nμμ = 2\n");
        let place = |start| Place { source: id, start, end: start + 1 };
        assert_eq!(sources.line_and_column(place(0)), (1, 1));
        assert_eq!(sources.line_and_column(place(11)), (2, 4));
        assert_eq!(sources.line_and_column(place(7)), (2, 1), "inside a character: its begin");
        assert_eq!(sources.line_and_column(place(999)), (3, 1));
    }
}
