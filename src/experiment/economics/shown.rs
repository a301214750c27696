//! Money on the screen and in `economics.csv`.

use super::{Money, Quantity};
use crate::document::{Cell, Part, Table};
use crate::experiment::compare::{Analysis, ArmRows};
use crate::experiment::numbers::{between, short};

/// What the screen shows; all quantities stand in the file.
const SHOWN: [&str; 5] = [
    "net_cost_per_year",
    "net_present_value",
    "return_on_investment",
    "break_even_week",
    "cost_per_burnout_year_averted",
];

/// The block of a scenario on the screen.
pub fn screen(money: &Money, arm: &ArmRows, baseline: &ArmRows) -> Vec<Part> {
    let terms = &money.terms;
    let rate = format!("{}", (terms.discount_rate * 1e6).round() / 1e4);
    let mut parts = vec![Part::Heading(format!(
        "Money, {} against {}: US$ of {}, view of the {}, {} weeks, discounted at {rate} % a year",
        arm.name,
        baseline.name,
        terms.price_year,
        terms.perspective.replace('_', " "),
        terms.weeks
    ))];
    let mut table = Table::new(&["measure", "value", "interval"]);
    let mut sentences = money.notes.clone();
    for row in money.quantities.iter().filter(|row| SHOWN.contains(&row.name.as_str())) {
        let cells = row.value.map(|value| match row.unit {
            "week" => weeks(value, row.low, row.high),
            _ => between(value, row.low, row.high),
        });
        let (value, interval) = cells.unwrap_or_else(|| ("none".into(), String::new()));
        table.rows.push([label(row), value, interval].map(Cell::text).to_vec());
        sentences.extend(row.note.as_ref().map(|note| format!("{}: {note}.", row.label)));
    }
    if !table.rows.is_empty() {
        parts.push(Part::Table(table));
        sentences.extend(positive(money));
    }
    parts.push(Part::Paragraph(sentences.join("\n")));
    parts
}

fn label(row: &Quantity) -> String {
    match row.unit {
        "US$" | "US$ per year" | "US$ per clinician-year" => format!("{} [US$]", row.label),
        _ => row.label.clone(),
    }
}

/// Whole weeks; an upper end beyond the weeks that were run is open.
fn weeks(value: f64, low: Option<f64>, high: Option<f64>) -> (String, String) {
    let high = high.map_or("never within these weeks".into(), |high| short(high, 0));
    (short(value, 0), low.map_or(String::new(), |low| format!("{} to {high}", short(low, 0))))
}

/// In how many replications the scenario pays, and what that says.
fn positive(money: &Money) -> Option<String> {
    let row = money.quantities.iter().find(|row| row.name == "positive_share")?;
    let above = (row.value? * row.n as f64).round();
    let note = row.note.as_deref()?;
    Some(format!("The net present value is above 0 in {above} of {} replications: {note}.", row.n))
}

/// `economics.csv`: a row per scenario and quantity, then one per sentence (`note`); `None` where no scenario counts
/// money.
pub fn table(analysis: &Analysis) -> Option<Table> {
    let mut table = Table::new(&[
        "scenario",
        "baseline",
        "quantity",
        "unit",
        "value",
        "low",
        "high",
        "interval",
        "level",
        "n",
        "weeks",
        "price_year",
        "discount_rate",
        "perspective",
        "note",
    ]);
    for (arm, money) in analysis.arms.iter().filter_map(|arm| arm.money.as_ref().map(|money| (arm, money))) {
        let head = [&arm.name, &analysis.arms[0].name].map(Cell::text);
        let tail = |note: &str| {
            let terms = &money.terms;
            let (year, rate) = (Cell::Count(terms.price_year.into()), Cell::Number(terms.discount_rate));
            vec![Cell::Number(terms.weeks), year, rate, Cell::text(&terms.perspective), Cell::text(note)]
        };
        let rows = money.quantities.iter().map(|row| (numbers(row, analysis.level), row.note.as_deref()));
        let sentence = |note: &'static str| [vec![Cell::text(note)], vec![Cell::Empty; 7]].concat();
        let notes = money.notes.iter().map(|note| (sentence("note"), Some(note.as_str())));
        for (cells, note) in rows.chain(notes) {
            table.rows.push([head.to_vec(), cells, tail(note.unwrap_or(""))].concat());
        }
    }
    (!table.rows.is_empty()).then_some(table)
}

fn numbers(row: &Quantity, level: f64) -> Vec<Cell> {
    vec![
        Cell::text(&row.name),
        Cell::text(row.unit),
        Cell::number(row.value),
        Cell::number(row.low),
        Cell::number(row.high),
        Cell::text(row.interval.word()),
        Cell::Number(level),
        Cell::Count(row.n as u64),
    ]
}
