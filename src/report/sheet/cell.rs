//! What tables consist of, and the forms they may take.

/// What the cells of a column are. Any cell may also be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words in UTF-8.
    Text,
    /// A number in double precision.
    Number,
    /// A whole number from 0 to 2⁶³ − 1.
    Count,
    /// Yes or no.
    Truth,
}

impl Kind {
    /// The word for it in the dictionary: `text`, `number`, `count` or `truth`.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Number => "number",
            Kind::Count => "count",
            Kind::Truth => "truth",
        }
    }
}

/// A column of a table, as the dictionary tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name: not empty, no control characters, and unlike the table's others even without regard to case.
    pub name: String,
    /// What its cells are.
    pub kind: Kind,
    /// Unit of its numbers; empty where there is none.
    pub unit: String,
    /// What it tells, and when a cell is missing.
    pub meaning: String,
}

impl Column {
    /// A column.
    pub fn new(name: &str, kind: Kind, unit: &str, meaning: &str) -> Self {
        Column { name: name.into(), kind, unit: unit.into(), meaning: meaning.into() }
    }
}

/// One cell of a row; of the kind of its column, or nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Words. CSV cannot tell empty ones from nothing.
    Text(&'a str),
    /// A number. NaN stands for undefined and is written as nothing; infinities are written.
    Number(f64),
    /// A whole number, at most 2⁶³ − 1.
    Count(u64),
    /// Yes or no: `true` or `false` in CSV, 1 or 0 in SQLite.
    Truth(bool),
    /// Missing: empty in CSV, else NULL.
    Nothing,
}

impl Cell<'_> {
    /// The cell with what is undefined as nothing.
    pub(super) fn settled(self) -> Self {
        match self {
            Cell::Number(number) if number.is_nan() => Cell::Nothing,
            other => other,
        }
    }

    /// Whether a column of this kind takes the cell.
    pub(super) fn fits(self, kind: Kind) -> bool {
        match self {
            Cell::Text(_) => kind == Kind::Text,
            Cell::Number(_) => kind == Kind::Number,
            Cell::Count(_) => kind == Kind::Count,
            Cell::Truth(_) => kind == Kind::Truth,
            Cell::Nothing => true,
        }
    }
}

/// The form of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A folder with a file `TABLE.csv` per table (RFC 4180, UTF-8): a head line, numbers in the shortest form that
    /// reads back to the same bits.
    Csv,
    /// One SQLite file with a table each.
    Sqlite,
    /// A folder with a file `TABLE.parquet` per table. Needs the cargo feature `parquet`.
    Parquet,
}

impl Format {
    /// The ending of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Sqlite => "sqlite",
            Format::Parquet => "parquet",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_fits_columns_of_its_kind_alone_and_nothing_fits_all() {
        let kinds = [Kind::Text, Kind::Number, Kind::Count, Kind::Truth];
        let cells = [Cell::Text(""), Cell::Number(f64::NAN), Cell::Count(0), Cell::Truth(false)];
        for (row, cell) in cells.into_iter().enumerate() {
            let fitting: Vec<usize> = (0..4).filter(|column| cell.fits(kinds[*column])).collect();
            assert_eq!(fitting, [row]);
        }
        assert!(kinds.iter().all(|kind| Cell::Nothing.fits(*kind)));
        assert_eq!(cells.map(Cell::settled), [cells[0], Cell::Nothing, cells[2], cells[3]]);
    }
}
