//! Figures: what is to be seen, by the question that it answers. How it is drawn is for those who draw; what stands here
//! is plain data, in the order of reading, and every figure carries its table and its words.

use serde::Serialize;

use super::Table;
use super::day::Lanes;
use super::grid::Grid;

/// A picture: title as finding, unit on the axis, how sure, where from, in words and as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Stable name, letters and dashes: the anchor in a page.
    pub id: String,
    /// What is found, as a sentence.
    pub title: String,
    /// How to read it; empty where nothing needs saying.
    pub note: String,
    /// The text alternative: what a reader who does not see it must know.
    pub alternative: String,
    /// Number of runs, seed, level: what stands beneath.
    pub foot: String,
    /// The command that gives these numbers again.
    pub command: String,
    /// The scenarios, the baseline first; forms name them by their place.
    pub scenarios: Vec<Scenario>,
    /// What is to be seen.
    pub form: Form,
    /// The numbers behind it.
    pub table: Table,
}

/// A scenario as figures name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scenario {
    /// Its name.
    pub name: String,
}

/// The forms, by question.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Form {
    /// Differences: a dot and an interval in each row, on a scale of its own, zero in common.
    Intervals {
        /// The rows, by group.
        rows: Vec<IntervalRow>,
    },
    /// Course over time, or over anything else that grows: small multiples with bands.
    Courses {
        /// What grows to the right.
        x: Axis,
        /// One small chart each.
        panels: Vec<Panel>,
        /// What happens at certain places of `x`, in all panels.
        marks: Vec<Mark>,
    },
    /// Distribution over replications: a dot for each.
    Spreads {
        /// One small chart each.
        panels: Vec<Spread>,
    },
    /// Layers with holes, and what each caught.
    Slices {
        /// Unit of what comes and is caught.
        unit: String,
        /// One for each scenario.
        rows: Vec<Slices>,
    },
    /// From one amount to another by steps.
    Steps {
        /// Unit.
        unit: String,
        /// One for each scenario.
        rows: Vec<Steps>,
    },
    /// How unevenly something is spread over people; nobody is named.
    Lorenz {
        /// One for each scenario.
        rows: Vec<Lorenz>,
        /// What is spread.
        x: Axis,
    },
    /// What moves the result when an input goes to its ends.
    Tornado {
        /// The result.
        x: Axis,
        /// Its value where nothing is moved.
        center: f64,
        /// The inputs, the strongest first.
        rows: Vec<Swing>,
    },
    /// Indices with intervals.
    Bars {
        /// The index.
        x: Axis,
        /// What is told apart in each row.
        series: Vec<String>,
        /// The rows.
        rows: Vec<Bar>,
    },
    /// A number over two factors.
    Heat(HeatMap),
    /// Alternatives between two goals.
    Frontier {
        /// To the right.
        x: Axis,
        /// Upward.
        y: Axis,
        /// The alternatives.
        points: Vec<Point>,
    },
    /// A day in lanes.
    Lanes(Lanes),
    /// Clusters by periods of a trial: who works in which way when.
    Grid(Grid),
}

/// An axis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Axis {
    /// What it is.
    pub label: String,
    /// Its unit; empty for none.
    pub unit: String,
}

impl Axis {
    /// An axis with its unit.
    pub fn new(label: impl Into<String>, unit: impl Into<String>) -> Self {
        Axis { label: label.into(), unit: unit.into() }
    }
}

/// A mean with its interval. Without an interval the ends are `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interval {
    /// Which scenario.
    pub scenario: usize,
    /// The mean.
    pub mean: f64,
    /// Lower end: chance.
    pub low: Option<f64>,
    /// Upper end: chance.
    pub high: Option<f64>,
    /// Lower end with the uncertainty of inputs, where it was looked at.
    pub input_low: Option<f64>,
    /// Upper end likewise.
    pub input_high: Option<f64>,
    /// Whether it is told apart from nothing; hollow otherwise.
    pub clear: bool,
    /// The verdict, e.g. "▼ lower: better".
    pub words: String,
}

/// A measure with the differences of all scenarios.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IntervalRow {
    /// Group, e.g. "evenings".
    pub group: String,
    /// The measure's name.
    pub name: String,
    /// The measure's label.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Which direction is good: lower, higher, neither.
    pub better: &'static str,
    /// The scenarios' differences.
    pub marks: Vec<Interval>,
}

/// A small chart of courses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Panel {
    /// What is drawn.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Whether nothing is a place on the scale that must be seen.
    pub zero: bool,
    /// The courses.
    pub series: Vec<Course>,
}

/// One course with its bands; all lists are as long as `x`, undefined places are `None`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Course {
    /// Which scenario.
    pub scenario: usize,
    /// A name, where the scenario does not tell it apart; else empty.
    pub name: String,
    /// The places.
    pub x: Vec<f64>,
    /// Means.
    pub mean: Vec<Option<f64>>,
    /// The inner band, 50 %.
    pub low50: Vec<Option<f64>>,
    /// The inner band, 50 %.
    pub high50: Vec<Option<f64>>,
    /// The outer band, 95 %.
    pub low95: Vec<Option<f64>>,
    /// The outer band, 95 %.
    pub high95: Vec<Option<f64>>,
}

/// Something that happens along `x`: it begins, works in full, ends.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// Which scenario; `None` for all.
    pub scenario: Option<usize>,
    /// What happens.
    pub label: String,
    /// Where it begins.
    pub from: f64,
    /// Where it works in full, if that is later.
    pub full: Option<f64>,
    /// Where it ends, if it does.
    pub until: Option<f64>,
}

/// A small chart of a distribution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// What is drawn.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// The samples.
    pub series: Vec<Sample>,
}

/// One number of every replication, in ascending order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sample {
    /// Which scenario.
    pub scenario: usize,
    /// The numbers.
    pub values: Vec<f64>,
}

/// The layers of one scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slices {
    /// Which scenario.
    pub scenario: usize,
    /// What came to the first layer.
    pub came: f64,
    /// The layers, in the order in which an error meets them.
    pub layers: Vec<Layer>,
    /// What passed all of them.
    pub passed: f64,
    /// Half-width of the interval of what passed.
    pub half_width: Option<f64>,
}

/// One layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// What came to it.
    pub came: f64,
    /// What it caught.
    pub caught: f64,
    /// Half-width of the interval of what it caught.
    pub half_width: Option<f64>,
}

/// The steps of one scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Steps {
    /// Which scenario.
    pub scenario: usize,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// What it is.
    pub label: String,
    /// How far it goes; of a total, where it stands.
    pub value: f64,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Whether it is a total, from zero.
    pub total: bool,
}

/// How something is spread over people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lorenz {
    /// Which scenario.
    pub scenario: usize,
    /// The load of everybody, in ascending order.
    pub values: Vec<f64>,
    /// Gini coefficient.
    pub gini: f64,
}

/// The result at the two ends of an input.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Swing {
    /// The input.
    pub label: String,
    /// What its low end is.
    pub low_label: String,
    /// What its high end is.
    pub high_label: String,
    /// The result at the low end.
    pub low: f64,
    /// The result at the high end.
    pub high: f64,
}

/// A number, then the lower and the upper end of its interval.
pub type Ends = (f64, Option<f64>, Option<f64>);

/// A row of indices.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// The row.
    pub label: String,
    /// For each series a number with the ends of its interval.
    pub values: Vec<Option<Ends>>,
}

/// A number over two factors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeatMap {
    /// To the right.
    pub x: Axis,
    /// Upward.
    pub y: Axis,
    /// The number.
    pub z: Axis,
    /// Places to the right.
    pub xs: Vec<f64>,
    /// Places upward.
    pub ys: Vec<f64>,
    /// For each place upward, in order, the numbers to the right.
    pub values: Vec<Vec<Option<f64>>>,
    /// The chosen place, by its indices to the right and upward.
    pub chosen: Option<(usize, usize)>,
}

/// An alternative.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Its name.
    pub label: String,
    /// To the right.
    pub x: f64,
    /// Ends of its interval.
    pub x_low: Option<f64>,
    /// Ends of its interval.
    pub x_high: Option<f64>,
    /// Upward.
    pub y: f64,
    /// Ends of its interval.
    pub y_low: Option<f64>,
    /// Ends of its interval.
    pub y_high: Option<f64>,
    /// Whether it lies on the frontier.
    pub frontier: bool,
    /// Whether it is still in the race.
    pub survives: bool,
    /// Whether it breaks a guard-rail.
    pub breaks: bool,
}
