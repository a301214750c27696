//! Tables as CSV files.

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use super::{Book, Cell, Column};
use crate::error::Error;

/// Bytes kept back before they go to a file.
const BUFFER: usize = 1 << 16;

/// Files of a folder, one after another.
pub(super) struct Csv {
    folder: PathBuf,
    target: PathBuf,
    file: Option<Sheet>,
}

impl Csv {
    /// Writes into `folder`; errors name the files as if they were in `target`.
    pub(super) fn new(folder: PathBuf, target: &Path) -> Self {
        Csv { folder, target: target.into(), file: None }
    }
}

impl Book for Csv {
    fn table(&mut self, name: &str, columns: &[Column]) -> Result<(), Error> {
        if let Some(sheet) = &mut self.file {
            sheet.flush()?;
        }
        let name = format!("{name}.csv");
        self.file = Some(Sheet::new(&self.folder.join(&name), self.target.join(&name), columns)?);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.file.as_mut().expect("a table is begun before its rows").row(cells)
    }

    fn close(mut self: Box<Self>) -> Result<(), Error> {
        self.file.as_mut().map_or(Ok(()), Sheet::flush)
    }
}

/// One file.
struct Sheet {
    writer: ::csv::Writer<File>,
    target: PathBuf,
    /// Memory for the text of a number.
    text: String,
}

impl Sheet {
    fn new(path: &Path, target: PathBuf, columns: &[Column]) -> Result<Self, Error> {
        let file = match File::create(path) {
            Ok(file) => file,
            Err(source) => return Err(Error::file(target, source)),
        };
        let mut builder = ::csv::WriterBuilder::new();
        // RFC 4180, section 2: lines end in CRLF.
        builder.terminator(::csv::Terminator::CRLF).buffer_capacity(BUFFER);
        let mut sheet = Sheet { writer: builder.from_writer(file), target, text: String::new() };
        let head = sheet.writer.write_record(columns.iter().map(|column| &column.name));
        head.map_err(|error| sheet.failed(error))?;
        Ok(sheet)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for cell in cells {
            self.text.clear();
            let words = match cell.settled() {
                Cell::Text(words) => words,
                Cell::Truth(truth) => ["false", "true"][usize::from(truth)],
                Cell::Nothing => "",
                Cell::Number(number) => {
                    // Not `{}`: that writes 1 for 1.0, which readers take for a whole number, and 300 digits for 1e300.
                    write!(self.text, "{number:?}").expect("memory takes every byte");
                    &self.text
                }
                Cell::Count(count) => {
                    write!(self.text, "{count}").expect("memory takes every byte");
                    &self.text
                }
            };
            self.writer.write_field(words).map_err(|error| self.failed(error))?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(|error| self.failed(error))
    }

    fn flush(&mut self) -> Result<(), Error> {
        self.writer.flush().map_err(|source| Error::file(&self.target, source))
    }

    fn failed(&self, error: ::csv::Error) -> Error {
        let source = match error.into_kind() {
            ::csv::ErrorKind::Io(source) => source,
            other => std::io::Error::other(format!("{other:?}")),
        };
        Error::file(&self.target, source)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hard_rows, write_hard};
    use super::super::{Format, Kind};
    use super::*;

    fn records(path: &Path) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_path(path).expect("a file");
        let text = |record: ::csv::StringRecord| record.iter().map(String::from).collect();
        reader.records().map(|record| text(record.expect("a record"))).collect()
    }

    #[test]
    fn every_cell_reads_back() {
        let folder = tempfile::tempdir().expect("a folder");
        write_hard(folder.path(), Format::Csv).expect("written");
        let text = std::fs::read_to_string(folder.path().join("points.csv")).expect("text");
        let start = "words,size,n,ok\r\n\"a, \"\"b\"\"\r\nc\",0.30000000000000004,0,true\r\nnaïve ✓,-0.0,";
        assert!(text.starts_with(start) && text.ends_with("\r\n,,,\r\n"), "{text}");
        let found = records(&folder.path().join("points.csv"));
        assert_eq!(found.len(), 7);
        for (found, row) in found[1..].iter().zip(hard_rows()) {
            for (text, cell) in found.iter().zip(row) {
                match cell.settled() {
                    Cell::Text(words) => assert_eq!(text, words),
                    Cell::Number(n) => assert_eq!(text.parse::<f64>().map(f64::to_bits), Ok(n.to_bits())),
                    Cell::Count(n) => assert_eq!(text.parse(), Ok(n)),
                    Cell::Truth(truth) => assert_eq!(text.parse(), Ok(truth)),
                    Cell::Nothing => assert_eq!(text, ""),
                }
            }
        }
        assert_eq!(records(&folder.path().join("failed_runs.csv")), [["a \"b\", c"]]);
        let dictionary = records(&folder.path().join("dictionary.csv"));
        assert_eq!(dictionary.len(), 6);
        assert_eq!(dictionary[0], ["table", "column", "type", "unit", "meaning"]);
        assert_eq!(dictionary[2], ["points", "size", "number", "min", "some, \"thing\""]);
        assert_eq!(dictionary[5], ["failed_runs", "a \"b\", c", "text", "", "what ≤ failed"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_with_the_name_of_the_file() {
        let columns = [Column::new("n", Kind::Count, "", "")];
        let mut sheet =
            Sheet::new(Path::new("/dev/full"), "set/points.csv".into(), &columns).expect("opened");
        let failed = (0..BUFFER as u64).find_map(|n| sheet.row(&[Cell::Count(n)]).err());
        assert!(failed.is_some_and(|error| {
            let Error::File { path, source } = error else { return false };
            path == Path::new("set/points.csv") && source.kind() == std::io::ErrorKind::StorageFull
        }));
    }
}
