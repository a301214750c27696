//! Documents for a terminal: no color, so nothing is lost without it.

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Drawn, TableStyle,
};

use super::csv;
use crate::document::{Document, Part, Table};

/// Width of a text that goes to no terminal, in columns.
pub const WIDTH: u16 = 100;

/// Blanks between columns, one of them the style's.
const BETWEEN: usize = 2;

/// Columns of words, which stand left; the others hold numbers.
const WORDS: [&str; 14] = [
    "factor",
    "known",
    "note",
    "scenario",
    "measure",
    "verdict",
    "name",
    "target",
    "source",
    "parameter",
    "path",
    "rests on",
    "effect",
    "part",
];

/// The document as text, `width` columns wide at most.
pub fn document(document: &Document, width: u16) -> String {
    let mut text = String::new();
    document.parts.iter().for_each(|part| block(part, width, &mut text));
    text.trim_start_matches('\n').to_string()
}

fn block(part: &Part, width: u16, text: &mut String) {
    let lines =
        |words: &str, text: &mut String| words.lines().for_each(|line| wrap(line, width.into(), text));
    match part {
        Part::Heading(words) | Part::Subheading(words) => text.push_str(&format!("\n{words}\n")),
        Part::Paragraph(words) => lines(words, text),
        Part::List(sentences) => sentences.iter().for_each(|one| lines(&format!("- {one}"), text)),
        Part::Facts(facts) => {
            facts.iter().for_each(|(name, what)| lines(&format!("{name}: {}", csv::cell(what)), text));
        }
        Part::Folded(title, parts) => {
            text.push_str(&format!("\n{title}\n"));
            parts.iter().for_each(|part| block(part, width, text));
        }
        Part::Table(rows) => text.push_str(&format!("{}\n", table(rows, width))),
        Part::Figure(figure) => {
            text.push_str(&format!("\n{}\n", figure.title));
            [&figure.alternative, &figure.note]
                .iter()
                .filter(|words| !words.is_empty() && **words != &figure.title)
                .for_each(|words| lines(words, text));
            text.push_str(&format!("{}\n", table(&figure.table, width)));
            lines(&figure.foot, text);
        }
    }
}

/// Breaks a line between words; a word that is too long (a path) stays whole.
fn wrap(line: &str, width: usize, text: &mut String) {
    let mut used = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            text.push_str("\n  ");
            used = 2;
        } else if used > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += length;
    }
    text.push('\n');
}

/// A table without lines between its rows; its last column `name` is left out where it would make rows wrap.
fn table(table: &Table, width: u16) -> String {
    let tail = table.columns.len() - 1;
    if table.columns[tail] != "name" || natural_width(table) <= usize::from(width) {
        return drawn(table, width);
    }
    let mut narrow = table.clone();
    narrow.columns.truncate(tail);
    narrow.rows.iter_mut().for_each(|row| row.truncate(tail));
    drawn(&narrow, width)
}

/// Width of a table whose cells do not wrap.
fn natural_width(table: &Table) -> usize {
    let longest = |column: usize| {
        let cells = table.rows.iter().map(|row| csv::cell(&row[column]));
        let texts = cells.chain([table.columns[column].clone()]);
        texts.flat_map(|text| text.lines().map(|l| l.chars().count()).collect::<Vec<_>>()).max().unwrap_or(0)
    };
    (0..table.columns.len()).map(|column| longest(column) + BETWEEN).sum::<usize>() - BETWEEN
}

fn drawn(table: &Table, width: u16) -> String {
    let style = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
    let mut drawn = Drawn::new();
    drawn
        .load_style(style)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(&table.columns);
    for row in &table.rows {
        drawn.add_row(row.iter().map(csv::cell));
    }
    for (index, name) in table.columns.iter().enumerate() {
        let column = drawn.column_mut(index).expect("a row has a cell per column");
        column.set_padding((0, if index + 1 < table.columns.len() { BETWEEN as u16 - 1 } else { 0 }));
        // Numbers and verdicts stay on one line: labels give way.
        if name != "measure" {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        if !WORDS.contains(&name.as_str()) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = drawn.lines().map(|line| line.trim_end().to_string()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Cell;

    fn long_labels() -> Document {
        let mut rows = Table::new(&["measure", "mean", "verdict", "name"]);
        let label = "a label of many words ".repeat(2);
        for mean in ["1.5 ± 0.1", "10.5 ± 0.1"] {
            let cells = [label.as_str(), mean, "▼ lower: better", "wait.visit"];
            rows.rows.push(cells.map(Cell::text).to_vec());
        }
        let paragraph = Part::Paragraph("many words in a row ".repeat(9));
        Document { parts: vec![Part::Heading("title".into()), Part::Table(rows), paragraph] }
    }

    #[test]
    fn everything_keeps_to_the_width_and_numbers_stand_right() {
        let text = document(&long_labels(), 60);
        assert!(text.starts_with("title\n") && text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.contains("   1.5 ± 0.1  ▼") && text.contains("  10.5 ± 0.1  ▼"), "{text}");
        assert_eq!(text.lines().position(|line| line.contains("row")), Some(7), "two lines a row: {text}");
        assert!(!text.contains('\u{1b}'), "no escape sequences");
    }

    #[test]
    fn names_stand_where_there_is_room() {
        assert!(!document(&long_labels(), 70).contains("name"));
        let text = document(&long_labels(), 90);
        assert_eq!(text.lines().filter(|line| line.ends_with("wait.visit")).count(), 2, "{text}");
    }
}
