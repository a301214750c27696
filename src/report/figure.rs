//! A figure as data for those who draw it in a browser.

use serde_json::{Value, json};

use crate::document::{Cell, Figure, Table};

/// The figure with its words, its form and its table; undefined numbers are null.
pub fn json(figure: &Figure) -> Value {
    json!({
        "id": figure.id,
        "title": figure.title,
        "note": figure.note,
        "alternative": figure.alternative,
        "foot": figure.foot,
        "command": figure.command,
        "scenarios": figure.scenarios,
        "form": figure.form,
        "table": table(&figure.table),
    })
}

fn table(table: &Table) -> Value {
    let rows: Vec<Vec<Value>> = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    json!({ "columns": table.columns, "rows": rows })
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Text(words) | Cell::Gap(words) => json!(words),
        Cell::Number(number) => json!(number),
        Cell::Count(count) => json!(count),
        Cell::Empty => Value::Null,
    }
}
