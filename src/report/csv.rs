//! Tables as CSV: numbers in the shortest form that reads back to the same bits, undefined ones empty.

use crate::document::{Cell, Table};

/// A cell's text.
pub fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => words.clone(),
        Cell::Number(number) if number.is_nan() => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Gap(words) => format!("to be said by the author: {words}"),
        Cell::Empty => String::new(),
    }
}

/// A table with a head line.
pub fn table(table: &Table) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = std::iter::once(table.columns.clone())
        .chain(table.rows.iter().map(|row| row.iter().map(cell).collect()))
        .try_for_each(|record: Vec<String>| writer.write_record(&record));
    written.expect("rows have a cell per column and memory takes them all");
    writer.into_inner().expect("memory takes every byte")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_undefined_ones_are_empty() {
        let mut found = Table::new(&["a", "b, \"c\"", "d"]);
        for number in [0.1 + 0.2, f64::NAN, 1e-300] {
            found.rows.push(vec![Cell::Number(number), Cell::text("x\ny"), Cell::Empty]);
        }
        let text = String::from_utf8(table(&found)).expect("text");
        assert!(text.starts_with("a,\"b, \"\"c\"\"\",d\n0.30000000000000004,\"x\ny\",\n,"), "{text}");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let last = reader.records().last().expect("three rows").expect("readable");
        assert_eq!(last[0].parse::<f64>(), Ok(1e-300));
    }
}
