//! A CSV file whose cells know their places.

use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use crate::declaration::{Faults, Place, suggest};
use crate::error::Error;

/// A larger file is no table of visits.
const LARGEST: u64 = 512 * 1024 * 1024;

/// The rows of a CSV file under a header. Columns are those asked for, in the order of asking.
#[derive(Debug)]
pub struct Table {
    source: u32,
    header: Vec<String>,
    text: String,
    columns: Vec<usize>,
    names: Vec<String>,
    rows: Vec<StringRecord>,
}

impl Table {
    /// Reads these columns of a file. Whatever is wrong with the file as a table is a fault, and then there is
    /// no table.
    ///
    /// # Errors
    /// [`Error::File`] if the file cannot be read.
    pub fn read(path: &Path, columns: &[&str], faults: &mut Faults) -> Result<Option<Table>, Error> {
        let name = path.display().to_string();
        let fail = |error| Error::file(path, error);
        let about = std::fs::metadata(path);
        let problem = match &about {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some("no such file"),
            Ok(about) if !about.is_file() => Some("something that is no file"),
            Ok(about) if about.len() > LARGEST => Some("more than 512 MB"),
            _ => None,
        };
        let found = match problem {
            Some(problem) => Err(problem),
            None => {
                String::from_utf8(std::fs::read(path).map_err(fail)?).map_err(|_| "other bytes than UTF-8")
            }
        };
        match found {
            Ok(text) => Ok(Self::parse(&name, text, columns, faults)),
            Err(problem) => {
                let source = faults.sources_mut().add(name, "");
                let place = Place { source, ..Place::default() };
                faults.fault(place, "", "a CSV file (UTF-8) with a header", problem, None);
                Ok(None)
            }
        }
    }

    /// The same from a text.
    pub fn parse(name: &str, text: String, columns: &[&str], faults: &mut Faults) -> Option<Table> {
        let source = faults.sources_mut().add(name, text.clone());
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows: Vec<StringRecord> = reader.records().map_while(Result::ok).collect();
        let start = Place { source, ..Place::default() };
        if rows.is_empty() {
            faults.fault(start, "", "a CSV file (UTF-8) with a header", "an empty file", None);
            return None;
        }
        let header = rows.remove(0);
        let names = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut table = Table { source, header: names, text, columns: Vec::new(), names: Vec::new(), rows };
        let before = faults.count();
        for column in columns {
            match header.iter().position(|name| name.trim().eq_ignore_ascii_case(column)) {
                Some(index) => table.columns.push(index),
                None => {
                    let help =
                        suggest::nearest(column, header.iter()).map(|near| format!("is `{near}` meant?"));
                    let found = format!("a header of {} columns without it", header.len());
                    faults.fault(start, "", format!("a column {column}"), found, help);
                }
            }
            table.names.push((*column).to_owned());
        }
        table.check_widths(header.len(), faults);
        (faults.count() == before).then_some(table)
    }

    fn check_widths(&self, width: usize, faults: &mut Faults) {
        for (row, record) in self.rows.iter().enumerate().filter(|(_, record)| record.len() != width) {
            let at = self.span(row, 0);
            let expected = format!("{width} cells, as the header has");
            faults.fault(at, "", expected, format!("{} cells", record.len()), None);
        }
    }

    /// The names of all columns of the file.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Number of rows below the header.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row below the header.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A cell, without blanks around it.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows[row].get(self.columns[column]).unwrap_or("").trim()
    }

    /// Adds a fault about a cell.
    pub fn fault(
        &self,
        row: usize,
        column: usize,
        expected: &str,
        help: Option<String>,
        faults: &mut Faults,
    ) {
        let found = format!("`{}`", self.cell(row, column));
        faults.fault(self.span(row, self.columns[column]), &self.names[column], expected, found, help);
    }

    /// A finite number in a cell that satisfies a condition, else a fault.
    pub fn number(
        &self,
        (row, column): (usize, usize),
        expected: &str,
        fits: impl Fn(f64) -> bool,
        faults: &mut Faults,
    ) -> Option<f64> {
        let number = self.cell(row, column).parse().ok().filter(|x: &f64| x.is_finite() && fits(*x));
        if number.is_none() {
            self.fault(row, column, expected, None, faults);
        }
        number
    }

    /// The begin of the file, for faults about all of it.
    pub fn start(&self) -> Place {
        Place { source: self.source, ..Place::default() }
    }

    /// The bytes of the `index`-th cell of a row; commas in quotes do not separate.
    fn span(&self, row: usize, index: usize) -> Place {
        let bytes = self.text.as_bytes();
        let mut at = self.rows[row].position().map_or(0, |position| position.byte() as usize);
        while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
            at += 1; // the end of the row before
        }
        let cell_end = |from: usize| {
            let mut quoted = false;
            let ends = |b: &u8| {
                quoted ^= *b == b'"';
                !quoted && matches!(*b, b',' | b'\n' | b'\r')
            };
            bytes[from..].iter().position(ends).map_or(bytes.len(), |length| from + length)
        };
        for _ in 0..index {
            at = (cell_end(at) + 1).min(bytes.len());
        }
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Place { source: self.source, start: place(at), end: place(cell_end(at)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, columns: &[&str]) -> (Option<Table>, Vec<String>) {
        let mut faults = Faults::default();
        let table = Table::parse("visits.csv", text.to_owned(), columns, &mut faults);
        (table, lines(&faults))
    }

    fn lines(faults: &Faults) -> Vec<String> {
        faults
            .iter()
            .map(|f| format!("{}:{}:{} expected {}, found {}", f.file, f.line, f.column, f.expected, f.found))
            .collect()
    }

    #[test]
    fn cells_are_found_by_name_and_know_their_places() {
        let (table, faults) = parse("b,a,c\r\n1,\"x, y\",2\r\n\r\n3,z,-4 \r\n", &["a", "C"]);
        assert!(faults.is_empty());
        let table = table.expect("no faults");
        assert_eq!((table.len(), table.cell(0, 0), table.cell(1, 1)), (2, "x, y", "-4"));
        let mut faults = Faults::default();
        faults.sources_mut().add("visits.csv", table.text.clone());
        assert_eq!(table.number((0, 1), "a count", |x| x >= 0.0, &mut faults), Some(2.0));
        assert_eq!(table.number((1, 1), "a count", |x| x >= 0.0, &mut faults), None);
        assert_eq!(table.number((0, 0), "a count", |_| true, &mut faults), None);
        assert_eq!(
            lines(&faults),
            ["visits.csv:2:3 expected a count, found `x, y`", "visits.csv:4:5 expected a count, found `-4`",]
        );
    }

    #[test]
    fn a_wrong_table_is_a_fault_with_its_line() {
        let (table, faults) = parse("", &["a"]);
        assert!(
            table.is_none()
                && faults
                    == ["visits.csv:1:1 expected a CSV file (UTF-8) with a header, found an empty file"]
        );
        let (table, faults) = parse("a,b\n1,2\n1\n", &["a", "weight"]);
        assert!(table.is_none());
        assert_eq!(
            faults,
            [
                "visits.csv:1:1 expected a column weight, found a header of 2 columns without it",
                "visits.csv:3:1 expected 2 cells, as the header has, found 1 cells",
            ]
        );
    }
}
