//! What chance does to the numbers of a study, in words and as ends: a number is told apart from what it should be where it is
//! off by more than three Monte Carlo errors, as in the tables.

use super::super::verdict::Simulated;
use crate::document::{Cell, Ends, Interval};
use crate::engine::distribution::normal_quantile;
use crate::experiment::figures::study::{short, spaced, with_interval};
use crate::experiment::numbers::between;

/// Monte Carlo errors beyond which a number is told apart from what it should be.
const ERRORS: f64 = 3.0;

/// Whether a number is told apart from nothing.
pub fn off_zero(of: Simulated) -> bool {
    of.error.is_some_and(|error| of.value.abs() > ERRORS * error)
}

/// Whether a share is told apart from the level that it should have.
pub fn off_level(of: Simulated, level: f64) -> bool {
    (of.value - level).abs() > ERRORS * (level * (1.0 - level) / of.n as f64).sqrt()
}

/// Whether two numbers are told apart; as if they were independent, which is cautious where they share their worlds.
pub fn apart(one: Simulated, other: Simulated) -> bool {
    let errors = one.error.zip(other.error).map(|(a, b)| (a * a + b * b).sqrt());
    errors.is_some_and(|error| (one.value - other.value).abs() > ERRORS * error)
}

/// What chance leaves open of a share at 95 %, in per cent: Wilson's interval (1927, Journal of the American Statistical
/// Association 22), which has a width even where all repetitions agree.
pub fn share_ends(of: Simulated) -> (f64, f64) {
    let (n, z) = (of.n as f64, normal_quantile(0.975));
    let center = of.value + z * z / (2.0 * n);
    let reach = z * (of.value * (1.0 - of.value) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 100.0 / (1.0 + z * z / n);
    (((center - reach) * scale).max(0.0), ((center + reach) * scale).min(100.0))
}

/// A share in per cent with its ends, as a bar has them.
pub fn bar(of: Option<Simulated>) -> Option<Ends> {
    of.map(|of| {
        let (low, high) = share_ends(of);
        (100.0 * of.value, Some(low), Some(high))
    })
}

/// "62 % [46 to 77]".
pub fn percent(of: Simulated) -> String {
    let (low, high) = share_ends(of);
    per_cent(100.0 * of.value, Some((low, high)))
}

/// The same of a number that is in per cent already, with the ends that it has.
pub fn per_cent(value: f64, ends: Option<(f64, f64)>) -> String {
    let (value, interval) = between(value, ends.map(|ends| ends.0), ends.map(|ends| ends.1));
    if interval.is_empty() { format!("{value} %") } else { format!("{value} % [{interval}]") }
}

/// "-2.04 [-2.11 to -1.97]".
pub fn said(of: Simulated) -> String {
    let ends = of.interval();
    with_interval(of.value, ends.map(|ends| ends.0), ends.map(|ends| ends.1))
}

/// The same with the sign that a difference has.
pub fn signed(of: Simulated) -> String {
    if of.value > 0.0 { format!("+{}", said(of)) } else { said(of) }
}

/// A number alone, with as many digits as its error supports.
pub fn plain(of: Simulated) -> String {
    // What is the same in all repetitions has no error beyond that of its sums.
    let Some(ends) = of.interval().filter(|(low, high)| high - low > 1e-9 * of.value.abs()) else {
        return short(of.value);
    };
    between(of.value, Some(ends.0), Some(ends.1)).0
}

/// A number less the truth as a mark: filled where it is told apart from nothing.
pub fn against_truth(scenario: usize, of: Simulated, words: String) -> Interval {
    let ends = of.interval();
    Interval {
        scenario,
        mean: of.value,
        low: ends.map(|ends| ends.0),
        high: ends.map(|ends| ends.1),
        input_low: None,
        input_high: None,
        clear: off_zero(of),
        words,
    }
}

/// Which of several numbers are off the truth and by how much. `what` they are of is "analyses", `truth` is "the truth of -2.0
/// minutes".
pub fn off_truth(numbers: &[(&str, Simulated)], what: &str, truth: &str, unit: &str) -> String {
    let mut off: Vec<&(&str, Simulated)> = numbers.iter().filter(|(_, of)| off_zero(*of)).collect();
    off.sort_by(|a, b| b.1.value.abs().total_cmp(&a.1.value.abs()));
    if off.is_empty() {
        return match numbers {
            [(name, of)] => {
                format!("{name} is not told apart from {truth} (off by {}{})", signed(*of), spaced(unit))
            }
            _ => format!("none of {} {what} is told apart from {truth}", numbers.len()),
        };
    }
    let words: Vec<String> = off.iter().map(|(name, of)| format!("{name} by {}", signed(*of))).collect();
    let others = match numbers.len() - off.len() {
        0 => String::new(),
        1 => "; the other one is not told apart from it".into(),
        more => format!("; the other {more} are not told apart from it"),
    };
    let verb = if off.len() == 1 { "is" } else { "are" };
    format!("off {truth} {verb} {}{}{others}", super::listed(&words, 2), spaced(unit))
}

/// Cells of a number: itself, and the ends of what chance leaves open.
pub fn cells(of: Option<Simulated>) -> [Cell; 3] {
    let ends = of.and_then(Simulated::interval);
    [
        Cell::number(of.map(|of| of.value)),
        Cell::number(ends.map(|ends| ends.0)),
        Cell::number(ends.map(|ends| ends.1)),
    ]
}

/// Cells of a bar: its number and its ends.
pub fn bar_cells(of: Option<Ends>) -> [Cell; 3] {
    [
        Cell::number(of.map(|of| of.0)),
        Cell::number(of.and_then(|of| of.1)),
        Cell::number(of.and_then(|of| of.2)),
    ]
}

/// Repetitions in which a number was defined.
pub fn n(of: Option<Simulated>) -> Cell {
    Cell::Count(of.map_or(0, |of| of.n as u64))
}
