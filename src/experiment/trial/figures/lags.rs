//! The tests that need no trial, over time: what people who move become, and what leads what.

use super::super::leading::{Lags, Strongest};
use super::super::sources::Jackknifed;
use super::super::verdict::Simulated;
use super::{Frame, chance, course, listed, mark, scenarios};
use crate::document::{Axis, Cell, Figure, Form, Panel, Table};
use crate::experiment::figures::study::MOST_MEASURES;

/// Variants that are told apart by a line each.
const LINES: usize = 5;

/// The transfer test, then leading indicators.
pub fn figures(frame: &Frame<'_>) -> Vec<Figure> {
    [transfer(frame), leading(frame)].into_iter().flatten().collect()
}

/// The share of the gap that people who moved have closed.
fn transfer(frame: &Frame<'_>) -> Option<Figure> {
    let asked = frame.evaluation.file.transfer.as_ref()?;
    let all: Vec<_> = frame.evaluation.variants.iter().zip(&frame.evaluation.told.transfer).collect();
    let line = |(place, (name, of)): (usize, &(&String, &super::super::transfer::Transferred))| {
        let point = |(after, share, _): &(i32, Option<Jackknifed>, usize)| {
            (f64::from(*after), share.map(|of| of.value), share.and_then(|of| of.interval))
        };
        course(place, name, of.closed.iter().map(point).collect())
    };
    let series: Vec<_> = all.iter().take(LINES).enumerate().map(line).collect();
    let last = |of: &super::super::transfer::Transferred| {
        of.closed.iter().rev().find_map(|(after, share, _)| Some((*after, (*share)?))).filter(|of| of.0 > 0)
    };
    let known = all.iter().filter_map(|(name, of)| Some((name, last(of)?)));
    let words: Vec<String> = known
        .map(|(name, (after, of))| {
            let ends = of.interval.map(|(low, high)| (100.0 * low, 100.0 * high));
            let periods = super::counted(u64::from(after.unsigned_abs()), "period");
            format!("{} after {periods} ({name})", chance::per_cent(100.0 * of.value, ends))
        })
        .collect();
    if words.is_empty() {
        return None;
    }
    let panel = Panel {
        label: "Share of the gap closed".into(),
        unit: "(0: as they were, 1: as those there)".into(),
        zero: true,
        series,
    };
    let form = Form::Courses {
        x: Axis::new("periods after the last answer at the old clinic", frame.period()),
        panels: vec![panel],
        marks: vec![mark("last answer at the old clinic".into(), 0.0)],
    };
    let title = format!("Of the gap in {} movers have closed {}", asked.column, listed(&words, 3));
    let mut figure = frame.origin.figure("transfer", title, form, transfer_table(frame));
    figure.scenarios = scenarios(frame.evaluation.variants.iter().cloned());
    figure.note = format!(
        "Clinicians who change clinics, against those who stayed at the old one; the gap is between those who stayed at the two. \
         At 1 movers have become like the people there: what is asked lies in the work. At 0 they stay as they were: it lies in \
         them. Before the move it should be 0. Intervals of 95 % from leaving out one replication at a time.{}",
        more(frame)
    );
    Some(figure)
}

/// How many variants have no line.
fn more(frame: &Frame<'_>) -> String {
    match frame.evaluation.variants.len().saturating_sub(LINES) {
        0 => String::new(),
        more => format!(" {more} more variants stand in the tables."),
    }
}

fn transfer_table(frame: &Frame<'_>) -> Table {
    let mut table = Table::new(&["variant", "periods after", "share closed", "low", "high", "moves"]);
    for (name, of) in frame.evaluation.variants.iter().zip(&frame.evaluation.told.transfer) {
        for (after, share, moves) in &of.closed {
            let mut row = vec![Cell::text(name), Cell::Number(f64::from(*after))];
            let ends = share.and_then(|of| of.interval);
            row.extend(chance::bar_cells(
                share.map(|of| (of.value, ends.map(|ends| ends.0), ends.map(|ends| ends.1))),
            ));
            row.push(Cell::Count(*moves as u64));
            table.rows.push(row);
        }
    }
    table
}

/// The lag of a place in a list of correlations.
fn lag(place: usize, of: &[Option<Simulated>]) -> i64 {
    place as i64 - (of.len() / 2) as i64
}

/// The correlation of each indicator with the outcome, by lag.
fn leading(frame: &Frame<'_>) -> Option<Figure> {
    let (outcome, indicators) = frame.evaluation.leading.split_last()?;
    let told = &frame.evaluation.told.leading;
    let panel = |(place, indicator): (usize, &String)| {
        let line = |(variant, lags): (usize, &Lags)| {
            let of = &lags.correlations[place];
            let point = |(at, found): (usize, &Option<Simulated>)| {
                let ends = found.and_then(Simulated::interval);
                (lag(at, of) as f64, found.map(|of| of.value), ends)
            };
            course(variant, &frame.evaluation.variants[variant], of.iter().enumerate().map(point).collect())
        };
        let series: Vec<_> = told.iter().take(LINES).enumerate().map(line).collect();
        let defined = series.iter().flat_map(|line| &line.mean).any(Option::is_some);
        defined.then(|| Panel {
            label: indicator.clone(),
            unit: format!("correlation with {outcome}"),
            zero: true,
            series,
        })
    };
    let panels: Vec<Panel> = indicators.iter().enumerate().take(MOST_MEASURES).filter_map(panel).collect();
    let first = told.first().filter(|_| !panels.is_empty())?;
    let words: Vec<String> = indicators
        .iter()
        .zip(&first.strongest)
        .filter_map(|(name, strongest)| Some(leads(name, (*strongest)?)))
        .collect();
    let form = Form::Courses {
        x: Axis::new("periods by which the indicator comes first", frame.period()),
        panels,
        marks: vec![mark("the same period".into(), 0.0)],
    };
    let title = format!("Against \u{201c}{outcome}\u{201d}: {}", listed(&words, 3));
    let mut figure = frame.origin.figure("leading", title, form, leading_table(frame, indicators));
    figure.scenarios = scenarios(frame.evaluation.variants.iter().cloned());
    figure.note = format!(
        "Correlations within clinics, mean over replications; to the right of 0 the indicator comes before the outcome, to the left \
         after it. The strongest lag is that of the mean correlation. What comes first need not be the cause.{}",
        more(frame)
    );
    Some(figure)
}

/// Whether an indicator comes before the outcome: only where it does so whatever replication is left out, and where there is a
/// correlation at all.
fn leads(name: &str, strongest: Strongest) -> String {
    let of = strongest.correlation;
    if chance::few(of.n) {
        return format!("of {name} too few replications to tell (n = {})", of.n);
    }
    let r = format!("r = {}, r² = {:.2}", chance::said(of, ""), of.value * of.value);
    let clear = chance::off_zero(of);
    let periods = super::counted(strongest.lag.unsigned_abs(), "period");
    match strongest.range {
        _ if !clear => format!("{name} tells nothing of it that is told from chance"),
        (low, _) if low > 0 => format!("{name} comes {periods} before it ({r})"),
        (_, high) if high < 0 => format!("{name} comes {periods} after it ({r})"),
        _ => format!("{name} neither leads nor follows ({r} at lag {})", strongest.lag),
    }
}

fn leading_table(frame: &Frame<'_>, indicators: &[String]) -> Table {
    let mut table = Table::new(&["variant", "indicator", "lag", "correlation", "low", "high", "n"]);
    for (name, lags) in frame.evaluation.variants.iter().zip(&frame.evaluation.told.leading) {
        for (indicator, of) in indicators.iter().zip(&lags.correlations) {
            for (at, found) in of.iter().enumerate() {
                let mut row =
                    vec![Cell::text(name), Cell::text(indicator.as_str()), Cell::Number(lag(at, of) as f64)];
                row.extend(chance::cells(*found));
                row.push(chance::n(*found));
                table.rows.push(row);
            }
        }
    }
    table
}
