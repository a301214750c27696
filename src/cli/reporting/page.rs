//! The report page of a study: its figures, what its screen says, and how to get all of it again.

use std::path::Path;

use crate::document::{Cell, Document, Figure, Form, Part};
use crate::error::Error;
use crate::report::{self, html::Attachment};
use crate::store::disk;

/// Tables that a page carries are smaller than this, in bytes; larger ones stand beside it.
const MOST_BYTES: u64 = 300_000;
/// So many findings stand at the head of a page.
const FINDINGS: usize = 6;

/// What a page holds.
#[derive(Debug, Default)]
pub(in crate::cli) struct Page {
    /// Its title.
    pub title: String,
    /// What must be said before anything else.
    pub before: Vec<String>,
    /// What was run.
    pub facts: Vec<(String, Cell)>,
    /// Figures by section.
    pub figures: Vec<(String, Vec<Figure>)>,
    /// More sections after the figures.
    pub sections: Vec<(String, Vec<Part>)>,
    /// What the screen of the command says.
    pub screen: Vec<Part>,
    /// How to get the numbers again.
    pub again: Vec<(String, Cell)>,
    /// Tables of the folder that the page carries: their names in it.
    pub tables: Vec<&'static str>,
}

/// Writes `report.html` and `report.md` into a folder whose tables are there already.
///
/// # Errors
/// [`Error::File`] where the folder cannot be read or written to.
pub(in crate::cli) fn write(folder: &Path, page: Page) -> Result<(), Error> {
    let (attachments, beside) = carried(folder, &page.tables)?;
    let document = compose(page, &beside);
    let html = report::html::page(&document, &attachments);
    disk::write_whole(&folder.join("report.html"), html.as_bytes())?;
    disk::write_whole(&folder.join("report.md"), report::markdown::document(&document).as_bytes())
}

/// The tables that are small enough to be carried, and the names of those that are not.
fn carried(folder: &Path, names: &[&'static str]) -> Result<(Vec<Attachment>, Vec<&'static str>), Error> {
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for name in names {
        let path = folder.join(name);
        let failed = |source| Error::file(&path, source);
        if std::fs::metadata(&path).map_err(failed)?.len() > MOST_BYTES {
            large.push(*name);
            continue;
        }
        let bytes = std::fs::read(&path).map_err(failed)?;
        let own =
            Path::new(name).file_name().map_or_else(String::new, |own| own.to_string_lossy().into_owned());
        small.push(Attachment { name: own, bytes });
    }
    Ok((small, large))
}

fn compose(page: Page, beside: &[&str]) -> Document {
    let mut parts = vec![Part::Heading(page.title)];
    let findings = page.figures.iter().flat_map(|(_, figures)| figures).filter(|figure| leads(figure));
    let findings: Vec<String> = findings.map(|figure| figure.title.clone()).take(FINDINGS).collect();
    if !findings.is_empty() {
        parts.push(Part::List(findings));
    }
    parts.extend(page.before.into_iter().map(Part::Paragraph));
    parts.push(Part::Facts(page.facts));
    let mut ids: Vec<String> = Vec::new();
    for (title, figures) in page.figures {
        parts.push(Part::Heading(title));
        for mut figure in figures {
            figure.id = unlike(&figure.id, &ids);
            ids.push(figure.id.clone());
            parts.push(Part::Figure(Box::new(figure)));
        }
    }
    for (title, more) in page.sections.into_iter().filter(|(_, more)| !more.is_empty()) {
        parts.push(Part::Heading(title));
        parts.extend(more);
    }
    parts.push(Part::Heading("The result in words and tables".into()));
    parts.extend(page.screen.into_iter().skip(1).map(beneath));
    parts.push(Part::Heading("How to get these numbers again".into()));
    parts.push(Part::Facts(page.again));
    if !beside.is_empty() {
        parts.push(Part::Paragraph(format!(
            "Too large to be carried by this page, in the folder beside it: {}.",
            beside.join(", ")
        )));
    }
    Document { parts }
}

/// Whether a figure's finding belongs at the head: of maps only where a place is chosen.
fn leads(figure: &Figure) -> bool {
    !matches!(&figure.form, Form::Heat(map) if map.chosen.is_none())
}

/// An anchor that no other figure of the page has.
fn unlike(id: &str, others: &[String]) -> String {
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    let mut names = std::iter::once(id.to_owned()).chain(numbered);
    names.find(|name| !others.contains(name)).expect("numbers do not end")
}

fn beneath(part: Part) -> Part {
    match part {
        Part::Heading(words) => Part::Subheading(words),
        other => other,
    }
}

/// That intervals are of chance alone: every page says so at its head.
pub(in crate::cli) const CHANCE_ONLY: &str = "Chance only: intervals say what chance does over so many runs and points. What is not known \
     about the inputs is in them only as far as the factors cover it. A model is not the clinic: it finds out what follows from what was written into it.";

/// A fact in words.
pub(in crate::cli) fn fact(name: &str, what: impl Into<String>) -> (String, Cell) {
    (name.to_owned(), Cell::Text(what.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Axis, Table};

    fn figure(id: &str) -> Figure {
        Figure {
            id: id.into(),
            title: format!("Finding of {id}"),
            note: String::new(),
            alternative: String::new(),
            foot: String::new(),
            command: String::new(),
            scenarios: Vec::new(),
            form: Form::Bars { x: Axis::new("x", ""), series: Vec::new(), rows: Vec::new() },
            table: Table::new(&["a"]),
        }
    }

    #[test]
    fn a_page_carries_small_tables_names_large_ones_and_tells_equal_anchors_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("tables")).expect("made");
        std::fs::write(folder.path().join("small.csv"), "a\n1\n").expect("written");
        std::fs::write(folder.path().join("tables/large.csv"), "1\n".repeat(200_000)).expect("written");
        let page = || Page {
            title: "A study".into(),
            figures: vec![("Found".into(), vec![figure("one"), figure("one")])],
            screen: vec![Part::Heading("A study".into()), Part::Heading("beneath".into())],
            tables: vec!["small.csv", "tables/large.csv"],
            ..Page::default()
        };
        write(folder.path(), page()).expect("written");
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("there");
        let (html, markdown) = (read("report.html"), read("report.md"));
        assert!(html.contains("id=\"one\"") && html.contains("id=\"one-2\""), "equal anchors are told apart");
        assert!(html.contains("download=\"small.csv\"") && !html.contains("download=\"large.csv\""));
        assert!(markdown.contains("beside it: tables/large.csv") && markdown.contains("- Finding of one"));
        assert_eq!(markdown.matches("A study").count(), 1, "{markdown}");
        write(folder.path(), page()).expect("written again");
        assert!(html == read("report.html"), "the same bytes");
    }
}
