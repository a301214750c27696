//! Tables in one SQLite file.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode};

use super::{Book, Cell, Column, Kind};
use crate::error::Error;

/// "CLNQ": tells the file from those of other programs (`PRAGMA application_id`).
const APPLICATION: i32 = 0x434C_4E51;

/// The version of the layout of the data set (`PRAGMA user_version`).
const LAYOUT: i32 = 1;

/// A file that grows in one transaction.
pub(super) struct Sqlite {
    connection: Connection,
    target: PathBuf,
    /// The statement that adds a row to the last table.
    insert: String,
}

impl Sqlite {
    /// Writes the file `path`; errors name `target`.
    pub(super) fn new(path: &Path, target: &Path) -> Result<Self, Error> {
        let connection = Connection::open(path).map_err(|error| failed(target, &error))?;
        let book = Sqlite { connection, target: target.into(), insert: String::new() };
        // A draft needs no way back: where anything fails, it is removed.
        book.execute(&format!(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {LAYOUT}; BEGIN"
        ))?;
        Ok(book)
    }

    fn execute(&self, statements: &str) -> Result<(), Error> {
        self.connection.execute_batch(statements).map_err(|error| failed(&self.target, &error))
    }

    fn add(&self, cells: &[Cell<'_>]) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(&self.insert)?;
        for (index, cell) in cells.iter().enumerate() {
            statement.raw_bind_parameter(index + 1, cell)?;
        }
        statement.raw_execute().map(|_| ())
    }
}

impl Book for Sqlite {
    fn table(&mut self, name: &str, columns: &[Column]) -> Result<(), Error> {
        let declared: Vec<String> = columns
            .iter()
            .map(|column| format!("{} {}", quoted(&column.name), declared(column.kind)))
            .collect();
        self.execute(&format!("CREATE TABLE {} ({}) STRICT", quoted(name), declared.join(", ")))?;
        let places = vec!["?"; columns.len()].join(", ");
        self.insert = format!("INSERT INTO {} VALUES ({places})", quoted(name));
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.add(cells).map_err(|error| failed(&self.target, &error))
    }

    fn close(self: Box<Self>) -> Result<(), Error> {
        self.execute("COMMIT")?;
        let Sqlite { connection, target, .. } = *self;
        connection.close().map_err(|(_, error)| failed(&target, &error))
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.settled() {
            Cell::Text(words) => ValueRef::Text(words.as_bytes()),
            Cell::Number(number) => ValueRef::Real(number),
            Cell::Count(count) => ValueRef::Integer(i64::try_from(count).expect("the writer refused it")),
            Cell::Truth(truth) => ValueRef::Integer(i64::from(truth)),
            Cell::Nothing => ValueRef::Null,
        }))
    }
}

/// The types of strict tables; there is none for truths.
fn declared(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "TEXT",
        Kind::Number => "REAL",
        Kind::Count | Kind::Truth => "INTEGER",
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn failed(target: &Path, error: &rusqlite::Error) -> Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => ErrorKind::StorageFull,
        Some(ErrorCode::ReadOnly) => ErrorKind::ReadOnlyFilesystem,
        Some(ErrorCode::PermissionDenied) => ErrorKind::PermissionDenied,
        _ => ErrorKind::Other,
    };
    Error::file(target, std::io::Error::new(kind, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::tests::{hard_rows, write_hard};
    use super::*;

    fn one<T: rusqlite::types::FromSql>(connection: &Connection, query: &str) -> T {
        connection.query_row(query, [], |row| row.get(0)).expect("an answer")
    }

    #[test]
    fn every_cell_reads_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("set.sqlite");
        write_hard(&path, Format::Sqlite).expect("written");
        let connection = Connection::open(&path).expect("opened");
        let mut statement = connection.prepare("SELECT * FROM points ORDER BY rowid").expect("a table");
        assert!(statement.column_names().eq(["words", "size", "n", "ok"]));
        let mut found = statement.query([]).expect("rows");
        for cells in hard_rows() {
            let row = found.next().expect("readable").expect("a row");
            for (index, cell) in cells.iter().enumerate() {
                match (row.get_ref(index).expect("a cell"), cell.settled()) {
                    (ValueRef::Text(text), Cell::Text(words)) => assert_eq!(text, words.as_bytes()),
                    (ValueRef::Real(a), Cell::Number(b)) => assert!(a == b, "{a} is not {b}"),
                    (ValueRef::Integer(a), Cell::Count(b)) => assert_eq!(a as u64, b),
                    (ValueRef::Integer(a), Cell::Truth(b)) => assert_eq!(a, i64::from(b)),
                    (ValueRef::Null, Cell::Nothing) => {}
                    other => panic!("{other:?}"),
                }
            }
        }
        assert!(found.next().expect("readable").is_none());
    }

    #[test]
    fn the_file_is_sound_and_tells_what_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("set.sqlite");
        write_hard(&path, Format::Sqlite).expect("written");
        let connection = Connection::open(&path).expect("opened");
        assert_eq!(one::<String>(&connection, "PRAGMA integrity_check"), "ok");
        assert_eq!(one::<i32>(&connection, "PRAGMA application_id"), APPLICATION);
        assert_eq!(one::<i32>(&connection, "PRAGMA user_version"), LAYOUT);
        assert_eq!(
            one::<u32>(&connection, "SELECT count(*) FROM failed_runs WHERE \"a \"\"b\"\", c\" = ''"),
            0
        );
        let query =
            "SELECT group_concat(\"table\" || '.' || \"column\" || ' ' || type || unit, '|') FROM dictionary";
        let all = "points.words textmin|points.size numbermin|points.n countmin|points.ok truthmin";
        assert_eq!(one::<String>(&connection, query), format!("{all}|failed_runs.a \"b\", c text"));
    }

    #[test]
    fn a_full_disk_is_told_with_the_name_of_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = Path::new("set.sqlite");
        let mut book = Sqlite::new(&folder.path().join("file"), target).expect("begun");
        book.table("points", &[Column::new("n", Kind::Count, "", "")]).expect("a table");
        book.execute("PRAGMA max_page_count = 20").expect("set");
        let failed = (0..100_000).find_map(|n| book.row(&[Cell::Count(n)]).err());
        assert!(failed.is_some_and(|error| {
            let Error::File { path, source } = error else { return false };
            path == target && source.kind() == ErrorKind::StorageFull
        }));
    }
}
