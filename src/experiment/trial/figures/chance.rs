//! What chance does to the numbers of a study, in words and as ends: a number is told apart from what it should be where it is
//! off by more than three Monte Carlo errors and its interval of 95 % leaves that out; of a few repetitions nothing is.

use super::super::sources::Jackknifed;
use super::super::verdict::Simulated;
use crate::document::{Cell, Ends, Interval};
use crate::experiment::figures::study::{short, spaced};
use crate::experiment::numbers::between;
use crate::statistics::estimate::t_quantile;

/// The 97.5 % point of the standard normal distribution.
const NORMAL_975: f64 = 1.959_963_984_540_054;
/// Monte Carlo errors beyond which a number is told apart from what it should be.
const ERRORS: f64 = 3.0;

/// Of fewer repetitions than this nothing is said to be off: their errors are themselves not known well.
const FEW: usize = 10;

/// What a title says of fewer.
pub const TOO_FEW: &str = "too few repetitions to tell";

/// Whether there are too few repetitions to say that anything is off.
pub fn few(repetitions: usize) -> bool {
    repetitions < FEW
}

/// Whether a number is told apart from nothing.
pub fn off_zero(of: Simulated) -> bool {
    of.error.is_some_and(|error| of.value.abs() > ERRORS * error) && leaves_out_zero(of)
}

fn leaves_out_zero(of: Simulated) -> bool {
    !few(of.n) && of.interval().is_some_and(|(low, high)| low > 0.0 || high < 0.0)
}

/// The same of one of several numbers that are looked at together: the chance that any of them is told apart where none is
/// shall stay below 5 % (Bonferroni).
pub fn off_zero_among(of: Simulated, numbers: usize) -> bool {
    let level = 1.0 - 0.025 / numbers.max(1) as f64;
    let reach = |error: f64| t_quantile(level, of.n - 1) * error;
    off_zero(of) && of.error.is_some_and(|error| of.value.abs() > reach(error))
}

/// Whether a difference between variants is told apart from nothing by the same rule; of a ratio, whose interval is even on the
/// scale of its logarithm, from 1.
pub fn differs(of: Jackknifed, is_ratio: bool) -> bool {
    let scale = |number: f64| if is_ratio { libm::log(number) } else { number };
    of.interval.is_some_and(|(low, high)| {
        let (value, low, high) = (scale(of.value), scale(low), scale(high));
        let error = (high - low) / 2.0 / t_quantile(0.975, of.n.max(2) - 1);
        !few(of.n) && value.abs() > ERRORS * error && (low > 0.0 || high < 0.0)
    })
}

/// Whether a truth is told from none: where it is not, nothing that finds an effect sees one that is there.
pub fn is_there(truth: Option<Simulated>) -> bool {
    truth.is_some_and(|of| of.value.abs() > ERRORS * of.error.unwrap_or(0.0))
}

/// Whether a share is told apart from the level that it should have.
pub fn off_level(of: Simulated, level: f64) -> bool {
    let (low, high) = share_ends(of);
    let off = (of.value - level).abs() > ERRORS * (level * (1.0 - level) / of.n as f64).sqrt();
    off && !few(of.n) && (low > 100.0 * level || high < 100.0 * level)
}

/// Whether a share is above the level that it should have by more than three Monte Carlo errors of the level.
pub fn above_level(of: Simulated, level: f64) -> bool {
    of.value - level > ERRORS * (level * (1.0 - level) / of.n as f64).sqrt()
}

/// Whether two numbers are told apart; as if they were independent, which is cautious where they share their worlds. Intervals
/// of 95 % do not overlap where this is so.
pub fn apart(one: Simulated, other: Simulated) -> bool {
    let errors = one.error.zip(other.error).map(|(a, b)| (a * a + b * b).sqrt());
    let enough = !few(one.n) && !few(other.n);
    enough && errors.is_some_and(|error| (one.value - other.value).abs() > ERRORS * error)
}

/// What chance leaves open of a share at 95 %, in per cent: Wilson's interval (1927, Journal of the American Statistical
/// Association 22), which has a width even where all repetitions agree.
pub fn share_ends(of: Simulated) -> (f64, f64) {
    let (n, z) = (of.n as f64, NORMAL_975);
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

/// "-2.04 minutes [-2.11 to -1.97]": the unit stands with the number.
pub fn said(of: Simulated, unit: &str) -> String {
    let ends = of.interval();
    let (value, interval) = between(of.value, ends.map(|ends| ends.0), ends.map(|ends| ends.1));
    let words = format!("{value}{}", spaced(unit));
    if interval.is_empty() { words } else { format!("{words} [{interval}]") }
}

/// The same with the sign that a difference has.
pub fn signed(of: Simulated, unit: &str) -> String {
    if of.value > 0.0 { format!("+{}", said(of, unit)) } else { said(of, unit) }
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
    let most = numbers.iter().map(|(_, of)| of.n).max().unwrap_or(0);
    if few(most) {
        return format!("{TOO_FEW} what is off {truth} (n = {most})");
    }
    let mut off: Vec<&(&str, Simulated)> = numbers.iter().filter(|(_, of)| off_zero(*of)).collect();
    off.sort_by(|a, b| b.1.value.abs().total_cmp(&a.1.value.abs()));
    if off.is_empty() {
        return match numbers {
            [(name, of)] => {
                format!("{name} is not told apart from {truth} (off by {})", signed(*of, unit))
            }
            _ => format!("none of {} {what} is told apart from {truth}", numbers.len()),
        };
    }
    let words: Vec<String> =
        off.iter().map(|(name, of)| format!("{name} by {}", signed(*of, unit))).collect();
    let others = match numbers.len() - off.len() {
        0 => String::new(),
        1 => "; the other one is not told apart from it".into(),
        more => format!("; the other {more} are not told apart from it"),
    };
    let verb = if off.len() == 1 { "is" } else { "are" };
    format!("off {truth} {verb} {}{others}", super::listed(&words, 2))
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
