//! Tables as Parquet files.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;

use super::{Book, Cell, Column, Kind};
use crate::error::Error;

/// Rows of a group, at most.
const ROWS: usize = 1 << 16;

/// Memory for the cells of a group, about: wide tables and long texts have smaller groups.
const BYTES: usize = 1 << 25;

/// Files of a folder, one after another.
pub(super) struct Parquet {
    folder: PathBuf,
    target: PathBuf,
    file: Option<Sheet>,
}

impl Parquet {
    /// Writes into `folder`; errors name the files as if they were in `target`.
    pub(super) fn new(folder: PathBuf, target: &Path) -> Self {
        Parquet { folder, target: target.into(), file: None }
    }

    fn complete(&mut self) -> Result<(), Error> {
        self.file.take().map_or(Ok(()), Sheet::close)
    }
}

impl Book for Parquet {
    fn table(&mut self, name: &str, columns: &[Column]) -> Result<(), Error> {
        self.complete()?;
        let file = format!("{name}.parquet");
        self.file = Some(Sheet::new(&self.folder.join(&file), self.target.join(&file), name, columns)?);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.file.as_mut().expect("a table is begun before its rows").row(cells)
    }

    fn close(mut self: Box<Self>) -> Result<(), Error> {
        self.complete()
    }
}

/// One file, with the rows of its last group in memory.
struct Sheet {
    writer: SerializedFileWriter<File>,
    target: PathBuf,
    columns: Vec<Buffer>,
    rows: usize,
    bytes: usize,
}

impl Sheet {
    fn new(path: &Path, target: PathBuf, name: &str, columns: &[Column]) -> Result<Self, Error> {
        let file = match File::create(path) {
            Ok(file) => file,
            Err(source) => return Err(Error::file(target, source)),
        };
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let begun = schema(name, columns)
            .and_then(|schema| SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)));
        let writer = match begun {
            Ok(writer) => writer,
            Err(error) => return Err(failed(&target, error)),
        };
        let columns = columns.iter().map(|column| Buffer::new(column.kind)).collect();
        Ok(Sheet { writer, target, columns, rows: 0, bytes: 0 })
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for (buffer, cell) in self.columns.iter_mut().zip(cells) {
            self.bytes += buffer.push(*cell);
        }
        self.rows += 1;
        if self.rows >= ROWS || self.bytes >= BYTES { self.write_group() } else { Ok(()) }
    }

    fn write_group(&mut self) -> Result<(), Error> {
        let columns = &mut self.columns;
        let written = self.writer.next_row_group().and_then(|mut group| {
            for buffer in columns.iter_mut() {
                let column = group.next_column()?.expect("the schema has every column");
                buffer.write(column)?;
            }
            group.close()
        });
        (self.rows, self.bytes) = (0, 0);
        written.map(|_| ()).map_err(|error| failed(&self.target, error))
    }

    fn close(mut self) -> Result<(), Error> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.close().map(|_| ()).map_err(|error| failed(&self.target, error))
    }
}

/// The cells of a column in a group: whether each is there, and those that are.
struct Buffer {
    there: Vec<i16>,
    values: Values,
}

enum Values {
    /// All texts joined, and where each ends.
    Text(Vec<u8>, Vec<usize>),
    Number(Vec<f64>),
    Count(Vec<i64>),
    Truth(Vec<bool>),
}

impl Buffer {
    fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text => Values::Text(Vec::new(), Vec::new()),
            Kind::Number => Values::Number(Vec::new()),
            Kind::Count => Values::Count(Vec::new()),
            Kind::Truth => Values::Truth(Vec::new()),
        };
        Buffer { there: Vec::new(), values }
    }

    /// Takes a cell; the memory it needs, about, with that for encoding it.
    fn push(&mut self, cell: Cell<'_>) -> usize {
        let cell = cell.settled();
        self.there.push(i16::from(cell != Cell::Nothing));
        match (&mut self.values, cell) {
            (_, Cell::Nothing) => 2,
            (Values::Text(bytes, ends), Cell::Text(words)) => {
                bytes.extend_from_slice(words.as_bytes());
                ends.push(bytes.len());
                42 + 2 * words.len()
            }
            (Values::Number(numbers), Cell::Number(number)) => {
                numbers.push(number);
                18
            }
            (Values::Count(counts), Cell::Count(count)) => {
                counts.push(i64::try_from(count).expect("the writer refused it"));
                18
            }
            (Values::Truth(truths), Cell::Truth(truth)) => {
                truths.push(truth);
                4
            }
            _ => unreachable!("the writer checked the kind"),
        }
    }

    /// Hands all to the file and is empty again.
    fn write(&mut self, mut column: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let there = Some(self.there.as_slice());
        match &mut self.values {
            Values::Text(bytes, ends) => {
                // One piece of memory for all texts, in place of one for each.
                let all = ByteArray::from(std::mem::take(bytes));
                let starts = std::iter::once(&0).chain(ends.iter());
                let texts: Vec<ByteArray> =
                    starts.zip(ends.iter()).map(|(start, end)| all.slice(*start, end - start)).collect();
                column.typed::<ByteArrayType>().write_batch(&texts, there, None)?;
                ends.clear();
            }
            Values::Number(numbers) => {
                column.typed::<DoubleType>().write_batch(numbers, there, None)?;
                numbers.clear();
            }
            Values::Count(counts) => {
                column.typed::<Int64Type>().write_batch(counts, there, None)?;
                counts.clear();
            }
            Values::Truth(truths) => {
                column.typed::<BoolType>().write_batch(truths, there, None)?;
                truths.clear();
            }
        }
        self.there.clear();
        column.close()
    }
}

/// The schema: plain types, every column may be missing.
fn schema(name: &str, columns: &[Column]) -> Result<Type, ParquetError> {
    let field = |column: &Column| {
        let (physical, logical) = match column.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Count => (Physical::INT64, None),
            Kind::Truth => (Physical::BOOLEAN, None),
        };
        let builder = Type::primitive_type_builder(&column.name, physical);
        builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical).build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder(name).with_fields(fields).build()
}

fn failed(target: &Path, error: ParquetError) -> Error {
    let source = match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(source) => *source,
            Err(other) => std::io::Error::other(other),
        },
        other => std::io::Error::other(other),
    };
    Error::file(target, source)
}

#[cfg(test)]
mod tests {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::{Field, Row};

    use super::super::tests::{hard_rows, write_hard};
    use super::super::{Format, Writer};
    use super::*;

    fn reader(path: &Path) -> SerializedFileReader<File> {
        SerializedFileReader::new(File::open(path).expect("a file")).expect("a sound file")
    }

    fn rows(path: &Path) -> Vec<Row> {
        reader(path).get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect()
    }

    #[test]
    fn every_cell_reads_back() {
        let folder = tempfile::tempdir().expect("a folder");
        write_hard(folder.path(), Format::Parquet).expect("written");
        let found = rows(&folder.path().join("points.parquet"));
        assert_eq!(found.len(), 6);
        for (row, cells) in found.iter().zip(hard_rows()) {
            for ((name, field), cell) in row.get_column_iter().zip(cells) {
                match (field, cell.settled()) {
                    (Field::Str(text), Cell::Text(words)) => assert_eq!(text, words),
                    (Field::Double(a), Cell::Number(b)) => assert_eq!(a.to_bits(), b.to_bits()),
                    (Field::Long(a), Cell::Count(b)) => assert_eq!(*a as u64, b),
                    (Field::Bool(a), Cell::Truth(b)) => assert_eq!(*a, b),
                    (Field::Null, Cell::Nothing) => {}
                    other => panic!("{name}: {other:?}"),
                }
            }
        }
        let odd = reader(&folder.path().join("failed_runs.parquet"));
        assert_eq!(odd.metadata().file_metadata().num_rows(), 0);
        assert_eq!(odd.metadata().file_metadata().schema().get_fields()[0].name(), "a \"b\", c");
        let dictionary = rows(&folder.path().join("dictionary.parquet"));
        let second: Vec<String> = dictionary[1].get_column_iter().map(|(_, f)| f.to_string()).collect();
        assert_eq!((dictionary.len(), &second[1], &second[2]), (5, &"\"size\"".into(), &"\"number\"".into()));
    }

    #[test]
    fn groups_end_at_a_number_of_rows_and_at_a_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let (many, long) = (ROWS as u64 + 5, "x".repeat(BYTES / 7));
        let mut writer = Writer::begin(folder.path(), Format::Parquet).expect("begun");
        writer.table("many", &[Column::new("n", Kind::Count, "", "")]).expect("a table");
        (0..many).try_for_each(|n| writer.row(&[Cell::Count(n)])).expect("rows");
        writer.table("long", &[Column::new("words", Kind::Text, "", "")]).expect("a table");
        (0..6).try_for_each(|_| writer.row(&[Cell::Text(&long)])).expect("rows");
        writer.end().expect("ended");
        let groups = |name: &str| -> Vec<i64> {
            let reader = reader(&folder.path().join(name));
            reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect()
        };
        assert_eq!(groups("many.parquet"), [ROWS as i64, 5]);
        assert_eq!(groups("long.parquet"), [4, 2]);
        let last = &rows(&folder.path().join("many.parquet"))[ROWS + 4];
        assert_eq!(last.get_column_iter().next().map(|(_, f)| f.clone()), Some(Field::Long(many as i64 - 1)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_with_the_name_of_the_file() {
        let columns = [Column::new("n", Kind::Count, "", "")];
        let target = PathBuf::from("set/points.parquet");
        let mut sheet =
            Sheet::new(Path::new("/dev/full"), target.clone(), "points", &columns).expect("opened");
        let failed = (0..2 * ROWS as u64).find_map(|n| sheet.row(&[Cell::Count(n)]).err());
        assert!(failed.is_some_and(|error| {
            let Error::File { path, source } = error else { return false };
            path == target && source.kind() == std::io::ErrorKind::StorageFull
        }));
    }
}
