//! Columns of a plain text.

/// Rows with their columns below each other, two blanks between; `right` are the columns that stand at the right.
pub fn columns(rows: &[Vec<String>], right: &[usize]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let width = widths[column];
            if right.contains(&column) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A paragraph in lines of at most so many columns.
pub fn wrapped(paragraph: &str, width: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            text.push('\n');
            column = 0;
        }
        if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
    text
}

/// Minutes with one decimal.
pub fn minutes(minutes: f64) -> String {
    format!("{minutes:.1}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_line_is_longer_than_it_may_be() {
        assert_eq!(super::wrapped("one two  three", 7), "one two\nthree\n");
        assert_eq!(super::wrapped("unbreakable", 4), "unbreakable\n");
    }

    #[test]
    fn columns_stand_below_each_other() {
        let rows = [vec!["a".to_owned(), "10.0".to_owned()], vec!["long".to_owned(), "1.0".to_owned()]];
        assert_eq!(super::columns(&rows, &[1]), "a     10.0\nlong   1.0\n");
    }
}
