//! The tests that need no trial, for people.

use super::evaluate::Evaluation;
use super::present::share;
use super::sources::Jackknifed;
use super::verdict::Simulated;
use crate::document::{Cell, Part, Table};
use crate::experiment::numbers::between;

/// All of them.
pub fn parts(evaluation: &Evaluation) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |title: &str, words: &str, table: Table| {
        if !table.rows.is_empty() {
            parts.push(Part::Subheading(title.to_owned()));
            parts.push(Part::Paragraph(words.to_owned()));
            parts.push(Part::Table(table));
        }
    };
    add(
        "Figures of people's answers",
        "Of all replications together; intervals from leaving out one replication at a time, 95 %. Differences are paired; of odds \
         ratios and hazard ratios they are ratios. Where a figure is a correlation, r² beside it is the share of variance that it \
         explains.",
        figures(evaluation),
    );
    add(
        "Variance test: where does it differ?",
        "Shares of the variance: between clinics (the environment), between people of a clinic, and between one person's occasions. \
         Nested analysis of variance; nothing is cut at zero.",
        variance(evaluation),
    );
    add(
        "Transfer test: do people become like those to whom they move?",
        "Share of the gap between the two clinics that movers have closed, against those who stayed at the old one. 1: it lay in the \
         work; 0: it lay in them. Before the move it should be 0.",
        transfer(evaluation),
    );
    add(
        "Leading against lagging indicators",
        "The correlation of the indicator with the outcome so many periods later, within clinics, at the lag where it is strongest. \
         A lag above 0: the indicator comes first.",
        leading(evaluation),
    );
    parts
}

fn jackknifed(of: Jackknifed) -> String {
    let (value, interval) = between(of.value, of.interval.map(|ends| ends.0), of.interval.map(|ends| ends.1));
    if interval.is_empty() { value } else { format!("{value} ({interval})") }
}

fn figures(evaluation: &Evaluation) -> Table {
    use crate::statistics::figure::Kind;
    let mut table = Table::new(&["figure", "variant", "value", "r²", "difference", "reported", "n"]);
    for (asked, variants) in evaluation.figures.iter().zip(&evaluation.told.figures) {
        for (place, (variant, of)) in evaluation.variants.iter().zip(variants).enumerate() {
            let correlated = matches!(asked.figure.kind, Kind::Correlation(..) | Kind::LagCorrelation(..));
            let explained = of.value.ok().filter(|_| correlated).map(|of| of.value * of.value);
            let reported = match asked.range {
                Some((low, high)) if low == high => format!("{low}; {}", asked.source),
                Some((low, high)) => format!("{low} to {high}; {}", asked.source),
                None => String::new(),
            };
            table.rows.push(vec![
                Cell::text(if place == 0 { &asked.name } else { "" }),
                Cell::text(variant),
                Cell::text(of.value.map_or_else(str::to_owned, jackknifed)),
                explained.map_or(Cell::Empty, |of| Cell::text(format!("{of:.2}"))),
                of.difference.map_or(Cell::Empty, |of| Cell::text(jackknifed(of))),
                if place == 0 { Cell::text(reported) } else { Cell::Empty },
                of.value.map_or(Cell::Empty, |of| Cell::Count(of.n as u64)),
            ]);
        }
    }
    table
}

fn variance(evaluation: &Evaluation) -> Table {
    let mut table = Table::new(&["variant", "between clinics", "between people", "between occasions", "n"]);
    for (variant, parts) in evaluation.variants.iter().zip(&evaluation.told.variance) {
        let of = |place: usize| {
            let shares: Vec<f64> = parts.iter().map(|part| part.shares[place]).collect();
            Cell::text(share(Simulated::mean(&shares)))
        };
        table.rows.push(vec![Cell::text(variant), of(0), of(1), of(2), Cell::Count(parts.len() as u64)]);
    }
    table
}

fn transfer(evaluation: &Evaluation) -> Table {
    let mut table = Table::new(&["variant", "periods after the move", "share of the gap closed", "moves"]);
    for (variant, transfer) in evaluation.variants.iter().zip(&evaluation.told.transfer) {
        for (after, closed, moves) in &transfer.closed {
            table.rows.push(vec![
                Cell::text(variant),
                Cell::text(after.to_string()),
                Cell::text(closed.map_or("-".to_owned(), jackknifed)),
                Cell::Count(*moves as u64),
            ]);
        }
    }
    table
}

fn leading(evaluation: &Evaluation) -> Table {
    let mut table =
        Table::new(&["variant", "indicator", "lag", "leaving one out", "correlation there", "r²", "n"]);
    let indicators: Vec<&String> =
        evaluation.file.leading.iter().flat_map(|asked| &asked.indicators).collect();
    for (variant, lags) in evaluation.variants.iter().zip(&evaluation.told.leading) {
        for (indicator, strongest) in indicators.iter().zip(&lags.strongest) {
            let names = [Cell::text(variant), Cell::text(indicator.as_str())];
            let rest = match strongest {
                None => vec![Cell::text("-"), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Count(0)],
                Some(of) => {
                    let r = of.correlation.value;
                    let ends = of.correlation.interval();
                    let (value, interval) = between(r, ends.map(|of| of.0), ends.map(|of| of.1));
                    vec![
                        Cell::text(of.lag.to_string()),
                        Cell::text(format!("{} to {}", of.range.0, of.range.1)),
                        Cell::text(if interval.is_empty() { value } else { format!("{value} ({interval})") }),
                        Cell::text(format!("{:.2}", r * r)),
                        Cell::Count(of.correlation.n as u64),
                    ]
                }
            };
            table.rows.push(names.into_iter().chain(rest).collect());
        }
    }
    table
}
