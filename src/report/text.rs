//! Documents for a terminal: no color, so nothing is lost without it.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table as Drawn, Width, presets};

use super::csv;
use crate::document::{Document, Part, Table};

/// Width that every table keeps to, in columns.
pub const WIDTH: u16 = 100;

/// The document as text, `width` columns wide at most.
pub fn document(document: &Document, width: u16) -> String {
    let mut text = String::new();
    for part in &document.parts {
        match part {
            Part::Heading(words) => text.push_str(&format!("\n{words}\n")),
            Part::Paragraph(words) => words.lines().for_each(|line| wrap(line, width.into(), &mut text)),
            Part::Table(rows) => text.push_str(&format!("{}\n", table(rows, width))),
        }
    }
    text.trim_start_matches('\n').to_string()
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

fn table(table: &Table, width: u16) -> String {
    let mut drawn = Drawn::new();
    drawn
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(&table.columns);
    for row in &table.rows {
        drawn.add_row(row.iter().map(csv::cell));
    }
    let numeric = |name: &str| !matches!(name, "measure" | "unit" | "verdict");
    for (index, name) in table.columns.iter().enumerate() {
        if let Some(column) = drawn.column_mut(index).filter(|_| numeric(name)) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    // Numbers stay on one line, and a verdict is not chopped into single words: labels give way first.
    for (index, name) in table.columns.iter().enumerate() {
        let constraint = match name.as_str() {
            "measure" | "unit" => continue,
            "verdict" => ColumnConstraint::LowerBoundary(Width::Fixed(22)),
            _ => ColumnConstraint::ContentWidth,
        };
        if let Some(column) = drawn.column_mut(index) {
            column.set_constraint(constraint);
        }
    }
    let lines: Vec<String> = drawn.lines().map(|line| line.trim_end().to_string()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Cell;

    #[test]
    fn everything_keeps_to_the_width_and_numbers_stand_right() {
        let mut rows = Table::new(&["measure", "mean", "verdict"]);
        for mean in ["1.5 ± 0.1", "10.5 ± 0.1"] {
            rows.rows.push(vec![Cell::text("wait"), Cell::text(mean), Cell::text("words ".repeat(20))]);
        }
        let parts = vec![
            Part::Heading("title".into()),
            Part::Table(rows),
            Part::Paragraph("many words in a row ".repeat(9)),
        ];
        let text = document(&Document { parts }, 60);
        assert!(text.starts_with("title\n") && text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.contains("   1.5 ± 0.1 ") && text.contains("  10.5 ± 0.1 "), "{text}");
        assert!(!text.contains('\u{1b}'), "no escape sequences");
    }
}
