//! Documents for a terminal: no color, so nothing is lost without it.

use comfy_table::{CellAlignment, ContentArrangement, Table as Drawn, presets};

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
            Part::Paragraph(words) => text.push_str(&format!("{words}\n")),
            Part::Table(rows) => text.push_str(&format!("{}\n", table(rows, width))),
        }
    }
    text.trim_start_matches('\n').to_string()
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
    let lines: Vec<String> = drawn.lines().map(|line| line.trim_end().to_string()).collect();
    lines.join("\n")
}
