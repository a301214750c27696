//! Data sets of several large tables, a row at a time: as CSV, as one SQLite file, or as Parquet.
//!
//! Memory does not grow with the rows. A data set is there whole or not at all: it is written to drafts beside the
//! target, which take their names in [`Writer::end`] and are removed where anything fails before. Every data set has
//! a table `dictionary` that tells each column's type, unit and meaning, and thereby which files belong to it.

mod cell;
mod csv;
mod draft;
#[cfg(feature = "parquet")]
mod parquet;
mod sqlite;

use std::path::Path;

pub use self::cell::{Cell, Column, Format, Kind};
use self::draft::Draft;
use crate::error::Error;

/// The table that describes all others; written by [`Writer::end`].
pub const DICTIONARY: &str = "dictionary";

/// A form's way to write tables one after another.
trait Book: Send {
    /// Completes the table before and begins one.
    fn table(&mut self, name: &str, columns: &[Column]) -> Result<(), Error>;
    /// Adds a row to the last table; the cells fit its columns.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error>;
    /// Completes the last table and hands everything to the operating system.
    fn close(self: Box<Self>) -> Result<(), Error>;
}

/// A data set being written. Dropping it before [`Writer::end`] leaves nothing.
pub struct Writer {
    // Before the draft, because open files cannot be removed everywhere.
    book: Box<dyn Book>,
    draft: Draft,
    format: Format,
    tables: Vec<(String, Vec<Column>)>,
    broken: bool,
}

impl Writer {
    /// Begins a data set at `path`: a file for SQLite, else a folder. The folder that holds it must be there. A file
    /// there is replaced in the end; in a folder, files of the same names are replaced and others stay.
    /// `Error::Refused` without the feature that the format needs.
    pub fn begin(path: &Path, format: Format) -> Result<Writer, Error> {
        #[cfg(not(feature = "parquet"))]
        if format == Format::Parquet {
            let how = "build with `cargo build --release --features parquet`";
            return Err(Error::Refused(format!("this program was built without Parquet; {how}")));
        }
        let draft = if format == Format::Sqlite { Draft::file(path)? } else { Draft::folder(path)? };
        let book: Box<dyn Book> = match format {
            Format::Csv => Box::new(csv::Csv::new(draft.fresh(), path)),
            Format::Sqlite => Box::new(sqlite::Sqlite::new(&draft.fresh(), path)?),
            #[cfg(feature = "parquet")]
            Format::Parquet => Box::new(parquet::Parquet::new(draft.fresh(), path)),
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => unreachable!("refused above"),
        };
        Ok(Writer { book, draft, format, tables: Vec::new(), broken: false })
    }

    /// Begins a table; the rows that follow are its. Names are of the letters a to z, digits and underscores, each
    /// once, and not `dictionary`; a table has columns.
    pub fn table(&mut self, name: &str, columns: &[Column]) -> Result<(), Error> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(!name.is_empty() && name.chars().all(plain), "`{name}` can be the name of a table");
        assert!(name != DICTIONARY, "the writer itself writes the dictionary");
        assert!(self.tables.iter().all(|(other, _)| other != name), "table {name} is begun once");
        assert!(!columns.is_empty(), "table {name} has columns");
        for (index, column) in columns.iter().enumerate() {
            let own = &column.name;
            assert!(!own.is_empty() && !own.contains(char::is_control), "table {name}: a column has a name");
            let twice = columns[..index].iter().any(|other| other.name.eq_ignore_ascii_case(own));
            assert!(!twice, "table {name}: only one column is {own}");
        }
        self.tables.push((name.into(), columns.to_vec()));
        let begun = self.book.table(name, columns);
        self.noted(begun)
    }

    /// Adds a row to the last table begun: a cell per column, of its kind or nothing. `Error::Failed` for a count
    /// above 2⁶³ − 1, which neither SQLite nor most readers of the others can hold.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        let (name, columns) = self.tables.last().expect("a table is begun before its rows");
        assert_eq!(cells.len(), columns.len(), "table {name}: a row has a cell per column");
        for (cell, column) in cells.iter().zip(columns) {
            assert!(cell.fits(column.kind), "table {name}: column {} takes no {cell:?}", column.name);
            if let Cell::Count(count) = *cell
                && i64::try_from(count).is_err()
            {
                self.broken = true;
                return Err(Error::Failed(format!(
                    "table {name}, column {}: {count} is above 2⁶³ − 1, the largest count in a table",
                    column.name
                )));
            }
        }
        let added = self.book.row(cells);
        self.noted(added)
    }

    /// Writes the dictionary, completes all files, makes them durable and gives them their names. After an error of
    /// `table` or `row`, `Error::Failed`.
    pub fn end(mut self) -> Result<(), Error> {
        if self.broken {
            return Err(Error::Failed("a part of the tables could not be written".into()));
        }
        self.write_dictionary()?;
        let Writer { book, draft, format, tables, .. } = self;
        book.close()?;
        let names = tables.iter().map(|(name, _)| name.as_str()).chain([DICTIONARY]);
        let files: Vec<String> = names.map(|name| format!("{name}.{}", format.extension())).collect();
        draft.settle(&files)
    }

    fn write_dictionary(&mut self) -> Result<(), Error> {
        let columns = ["table", "column", "type", "unit", "meaning"];
        let columns = columns.map(|name| Column::new(name, Kind::Text, "", ""));
        self.book.table(DICTIONARY, &columns)?;
        for (table, columns) in &self.tables {
            for Column { name, kind, unit, meaning } in columns {
                let words = [table, name, kind.word(), unit, meaning];
                self.book.row(&words.map(Cell::Text))?;
            }
        }
        Ok(())
    }

    fn noted(&mut self, done: Result<(), Error>) -> Result<(), Error> {
        self.broken |= done.is_err();
        done
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The forms of this build.
    const FORMATS: &[Format] = if cfg!(feature = "parquet") {
        &[Format::Csv, Format::Sqlite, Format::Parquet]
    } else {
        &[Format::Csv, Format::Sqlite]
    };

    /// Cells of every kind that are hard to write; the last row has nothing at all.
    pub fn hard_rows() -> Vec<[Cell<'static>; 4]> {
        vec![
            [Cell::Text("a, \"b\"\r\nc"), Cell::Number(0.1 + 0.2), Cell::Count(0), Cell::Truth(true)],
            [Cell::Text("naïve ✓"), Cell::Number(-0.0), Cell::Count(i64::MAX as u64), Cell::Truth(false)],
            [Cell::Text(""), Cell::Number(f64::INFINITY), Cell::Count(1 << 53), Cell::Nothing],
            [Cell::Nothing, Cell::Number(5e-324), Cell::Nothing, Cell::Truth(true)],
            [Cell::Text("x'y;--"), Cell::Number(f64::MAX), Cell::Count(7), Cell::Truth(false)],
            [Cell::Nothing, Cell::Number(f64::NAN), Cell::Nothing, Cell::Nothing],
        ]
    }

    /// A data set of two tables: the hard rows, and one without rows whose columns have odd names.
    pub fn write_hard(path: &Path, format: Format) -> Result<(), Error> {
        let mut writer = Writer::begin(path, format)?;
        let columns =
            [("words", Kind::Text), ("size", Kind::Number), ("n", Kind::Count), ("ok", Kind::Truth)];
        writer.table(
            "points",
            &columns.map(|(name, kind)| Column::new(name, kind, "min", "some, \"thing\"")),
        )?;
        for row in hard_rows() {
            writer.row(&row)?;
        }
        writer.table("failed_runs", &[Column::new("a \"b\", c", Kind::Text, "", "what \u{2264} failed")])?;
        writer.end()
    }

    /// All files below a folder with their bytes, sorted.
    pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let (path, name) = entry.map(|e| (e.path(), e.file_name())).expect("an entry");
            let name = name.to_string_lossy().into_owned();
            if path.is_dir() {
                found.extend(
                    files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)),
                );
            } else {
                found.push((name, std::fs::read(&path).expect("readable")));
            }
        }
        found.sort();
        found
    }

    #[test]
    fn the_same_rows_give_the_same_bytes_and_only_the_data_set_is_left() {
        for format in FORMATS {
            let folder = tempfile::tempdir().expect("a folder");
            let target = folder.path().join("set");
            write_hard(&target, *format).expect("written");
            let first = files(folder.path());
            let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
            match format {
                Format::Sqlite => assert_eq!(names, ["set"]),
                other => {
                    let file = |name: &str| format!("set/{name}.{}", other.extension());
                    assert_eq!(names, [file(DICTIONARY), file("failed_runs"), file("points")]);
                }
            }
            // Over itself, in place.
            write_hard(&target, *format).expect("written again");
            assert!(first == files(folder.path()), "{format:?}");
        }
    }

    #[test]
    fn what_is_dropped_or_broken_leaves_nothing() {
        for format in FORMATS {
            let folder = tempfile::tempdir().expect("a folder");
            let begin = || {
                let mut writer = Writer::begin(&folder.path().join("set"), *format).expect("begun");
                writer.table("points", &[Column::new("n", Kind::Count, "", "")]).expect("a table");
                writer.row(&[Cell::Count(1)]).expect("a row");
                writer
            };
            drop(begin());
            assert_eq!(files(folder.path()), []);
            let mut writer = begin();
            let error = writer.row(&[Cell::Count(u64::MAX)]).expect_err("too large").to_string();
            assert!(error.starts_with("table points, column n: 18446744073709551615"), "{error}");
            writer.row(&[Cell::Count(2)]).expect("a row");
            assert!(matches!(writer.end(), Err(Error::Failed(_))), "{format:?}");
            assert_eq!(files(folder.path()), []);
        }
    }

    #[test]
    fn a_target_that_cannot_be_is_told_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        std::fs::write(&file, "x").expect("written");
        let told = |path: &Path, format| match Writer::begin(path, format).err() {
            Some(Error::File { path: told, .. }) => assert_eq!(told, path),
            other => panic!("{other:?}"),
        };
        for format in FORMATS {
            told(&folder.path().join("none/set"), *format);
            told(&file.join("set"), *format);
        }
        told(&file, Format::Csv);
        told(folder.path(), Format::Sqlite);
        assert_eq!(files(folder.path()), [("file".to_string(), b"x".to_vec())]);
    }

    #[cfg(not(feature = "parquet"))]
    #[test]
    fn without_the_feature_parquet_is_refused_with_the_way_out() {
        match Writer::begin(Path::new("set"), Format::Parquet).err() {
            Some(Error::Refused(told)) => assert!(told.contains("cargo build --release --features parquet")),
            other => panic!("{other:?}"),
        }
    }
}
