//! Content without form: what an analysis has to say, before anyone decides how it looks.

mod day;
mod figure;
mod grid;

pub use day::{Lanes, Person, Piece, World};
pub use figure::{
    Axis, Bar, Course, Ends, Figure, Form, HeatMap, Interval, IntervalRow, Layer, Lorenz, Mark, Panel, Point,
    Sample, Scenario, Slices, Spread, Step, Steps, Swing,
};
pub use grid::{Grid, GridCell, GridRow, Phase};

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number; NaN stands for undefined.
    Number(f64),
    /// A whole number.
    Count(u64),
    /// What the author has yet to say.
    Gap(String),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Self {
        Cell::Text(words.into())
    }

    /// A number that may be undefined.
    pub fn number(number: Option<f64>) -> Self {
        number.map_or(Cell::Empty, Cell::Number)
    }
}

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, each with a cell per column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table.
    pub fn new(columns: &[&str]) -> Self {
        Table { columns: columns.iter().map(|c| (*c).to_string()).collect(), rows: Vec::new() }
    }
}

/// One part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A heading.
    Heading(String),
    /// A heading beneath it.
    Subheading(String),
    /// A paragraph.
    Paragraph(String),
    /// Sentences, one beneath the other.
    List(Vec<String>),
    /// Names with what they are.
    Facts(Vec<(String, Cell)>),
    /// Parts that most readers pass over, beneath their title.
    Folded(String, Vec<Part>),
    /// A table.
    Table(Table),
    /// A picture, with the table behind it.
    Figure(Box<Figure>),
}

/// Parts in the order of reading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The parts.
    pub parts: Vec<Part>,
}
