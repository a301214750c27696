//! The tests that need no trial, for people.

use super::evaluate::Evaluation;
use super::present::share;
use super::sources::Jackknifed;
use super::study::Asked;
use super::verdict::Simulated;
use crate::document::{Cell, Part, Table};
use crate::experiment::figures::study::short;
use crate::experiment::numbers::between;
use crate::statistics::figure::{Kind, Split};

/// What stands beneath intervals of fewer than ten replications.
pub const FEW: &str = "few replications: intervals are wide";

/// Whether there are so few replications that this must be said.
pub fn few(evaluation: &Evaluation) -> bool {
    evaluation.told.replications < 10
}

/// All of them.
pub fn parts(evaluation: &Evaluation) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |title: &str, words: &str, table: Table| {
        if !table.rows.is_empty() {
            parts.push(Part::Subheading(title.to_owned()));
            parts.push(Part::Paragraph(words.to_owned()));
            parts.push(Part::Table(table));
            if few(evaluation) {
                parts.push(Part::Paragraph(format!("n = {}; {FEW}.", evaluation.told.replications)));
            }
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

/// What a figure is, from its kind: "share of answers with exhaustion_measured of 27 or more (from_27)".
pub fn words(asked: &Asked) -> String {
    let waves = |number: u32| match number {
        0 => String::new(),
        1 => " of 1 wave before".to_owned(),
        more => format!(" of {more} waves before"),
    };
    let what = match &asked.figure.kind {
        Kind::Mean(column) => format!("mean of {column}"),
        Kind::Sd(column) => format!("standard deviation of {column}"),
        Kind::ShareAtLeast(column, cut) => {
            format!("share of answers with {column} of {} or more", short(*cut))
        }
        Kind::ShareAny(cuts) => {
            let of = cuts.iter().map(|(column, cut)| format!("{column} of {} or more", short(*cut)));
            format!("share of answers with {}", of.collect::<Vec<_>>().join(" or "))
        }
        Kind::Correlation(a, b) => format!("r of {a} and {b}"),
        Kind::LagCorrelation(column, before) => format!("r of {column} and that{}", waves(*before)),
        Kind::OddsRatio { outcome, predictor, adjusting, waves_before } => {
            let adjusted = match adjusting.split_last() {
                None => String::new(),
                Some((only, [])) => format!(", adjusted for {only}"),
                Some((last, others)) => format!(", adjusted for {} and {last}", others.join(", ")),
            };
            let (outcome, predictor) = (split(outcome), split(predictor));
            format!("odds ratio of {outcome} for {predictor}{}{adjusted}", waves(*waves_before))
        }
        Kind::Icc(column, group) => format!("ICC of {column} by {group}"),
        Kind::RatePerYear(column, _) => format!("{column} of a person and year"),
        Kind::HazardRatio { event, exposed, waves_before } => {
            format!("hazard ratio of {event} for {}{}", split(exposed), waves(*waves_before))
        }
    };
    format!("{what} ({})", asked.name)
}

/// What is 1 of a column that may be cut; of what is counted, 1 or more is that it happens.
fn split(of: &Split) -> String {
    let column = &of.column;
    match (of.at_least, of.at_most) {
        (None, None) => column.clone(),
        (Some(1.0), None) => column.clone(),
        (Some(least), None) => format!("{column} of {} or more", short(least)),
        (None, Some(most)) => format!("{column} above {}", short(most)),
        (Some(least), Some(most)) => {
            format!("{column} of {} or more against {} or less", short(least), short(most))
        }
    }
}

/// Whether a figure is a correlation, whose square is the share of variance that it explains.
pub fn is_correlation(asked: &Asked) -> bool {
    matches!(asked.figure.kind, Kind::Correlation(..) | Kind::LagCorrelation(..))
}

/// A figure with its interval cut where no figure of its kind can be.
pub fn possible(asked: &Asked, of: Jackknifed) -> Jackknifed {
    let (least, most) = match asked.figure.kind {
        Kind::ShareAtLeast(..) | Kind::ShareAny(_) => (0.0, 1.0),
        Kind::Correlation(..) | Kind::LagCorrelation(..) => (-1.0, 1.0),
        Kind::Icc(..) => (f64::NEG_INFINITY, 1.0),
        Kind::Sd(_) | Kind::OddsRatio { .. } | Kind::HazardRatio { .. } => (0.0, f64::INFINITY),
        Kind::Mean(_) | Kind::RatePerYear(..) => (f64::NEG_INFINITY, f64::INFINITY),
    };
    within(of, least, most)
}

/// The same of a difference between variants.
pub fn possible_difference(asked: &Asked, of: Jackknifed) -> Jackknifed {
    let (least, most) = match asked.figure.kind {
        Kind::ShareAtLeast(..) | Kind::ShareAny(_) => (-1.0, 1.0),
        Kind::OddsRatio { .. } | Kind::HazardRatio { .. } => (0.0, f64::INFINITY),
        Kind::Correlation(..) | Kind::LagCorrelation(..) => (-2.0, 2.0),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    };
    within(of, least, most)
}

fn within(of: Jackknifed, least: f64, most: f64) -> Jackknifed {
    let cut = |(low, high): (f64, f64)| (low.max(least), high.min(most));
    Jackknifed { interval: of.interval.map(cut), ..of }
}

/// "1.5 to 2 (mission source 002)": what is reported of a figure, where anything is.
pub fn reported(asked: &Asked) -> Option<String> {
    let (low, high) = asked.range?;
    let value = if low == high { short(low) } else { format!("{} to {}", short(low), short(high)) };
    let source = source(asked);
    Some(if source.is_empty() { value } else { format!("{value} ({source})") })
}

/// Where a number comes from, without the places of a checklist: of "mission source 002 (B140)" nothing after 002.
fn source(asked: &Asked) -> String {
    let place = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().is_some_and(|letter| letter.is_ascii_uppercase());
        first && !letters.as_str().is_empty() && letters.all(|letter| letter.is_ascii_digit())
    };
    let (mut rest, mut kept) = (asked.source.as_str(), String::new());
    while let Some((from, length)) = rest.find('(').and_then(|from| Some((from, rest[from..].find(')')?))) {
        let inner = &rest[from + 1..from + length];
        let mut words = inner.split([' ', ',', ';']).filter(|word| !word.is_empty() && *word != "to");
        match words.all(place) {
            true => kept.push_str(rest[..from].trim_end()),
            false => kept.push_str(&rest[..=from + length]),
        }
        rest = &rest[from + length + 1..];
    }
    (kept + rest).trim().to_owned()
}

fn jackknifed(of: Jackknifed) -> String {
    let (value, interval) = between(of.value, of.interval.map(|ends| ends.0), of.interval.map(|ends| ends.1));
    if interval.is_empty() { value } else { format!("{value} ({interval})") }
}

fn figures(evaluation: &Evaluation) -> Table {
    let mut table = Table::new(&["figure", "variant", "value", "r²", "difference", "reported", "n"]);
    for (asked, variants) in evaluation.figures.iter().zip(&evaluation.told.figures) {
        for (place, (variant, of)) in evaluation.variants.iter().zip(variants).enumerate() {
            let explained = of.value.ok().filter(|_| is_correlation(asked)).map(|of| of.value * of.value);
            table.rows.push(vec![
                Cell::text(if place == 0 { words(asked) } else { String::new() }),
                Cell::text(variant),
                Cell::text(of.value.map_or_else(str::to_owned, |of| jackknifed(possible(asked, of)))),
                explained.map_or(Cell::Empty, |of| Cell::text(format!("{of:.2}"))),
                of.difference
                    .map_or(Cell::Empty, |of| Cell::text(jackknifed(possible_difference(asked, of)))),
                reported(asked).filter(|_| place == 0).map_or(Cell::Empty, Cell::text),
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
    let indicators = evaluation.leading.split_last().map_or(&[][..], |(_, indicators)| indicators);
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
