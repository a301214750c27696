//! Estimate against truth: what each analysis says on average over all repetitions, and what it says in a single one.

use super::super::analysis::Looked;
use super::super::verdict::{Shown, Simulated, Worth};
use super::{Frame, chance, listed, scenarios, unit};
use crate::document::{Cell, Figure, Form, Interval, IntervalRow, Table};
use crate::experiment::figures::study::spaced;
use crate::statistics::quantile;

/// An analysis whose estimates can be held against a truth.
struct Held<'a> {
    worth: &'a Worth,
    bias: Simulated,
    /// Where the middle 95 % of single estimates lie, less the truth; not known of a few.
    single: Option<(f64, f64)>,
}

/// Of fewer trials than this, no range holds 95 %: not one of them lies beyond an end.
const RANGED: usize = 40;

impl Held<'_> {
    fn of(worth: &Worth) -> Option<Held<'_>> {
        let (bias, truth) = (worth.bias?, worth.truth?.value);
        let off: Vec<f64> = worth.findings.iter().flatten().map(|found| found.estimate - truth).collect();
        let ends = quantile(&off, 0.025).zip(quantile(&off, 0.975));
        let single = ends.filter(|_| off.len() >= RANGED);
        Some(Held { worth, bias, single })
    }

    fn name(&self) -> &'static str {
        self.worth.analysis.name()
    }
}

/// The analyses of a design and an outcome around the truth.
pub fn figure(frame: &Frame<'_>, shown: &Shown) -> Option<Figure> {
    let held: Vec<Held<'_>> = shown.worths.iter().filter_map(Held::of).collect();
    if held.is_empty() {
        return None;
    }
    let unit = unit(frame.outcome(shown));
    let mut rows = vec![row(&held, "mean", "All trials: mean estimate less truth", unit, mean)];
    if held.iter().any(|of| of.single.is_some()) {
        rows.push(row(&held, "single", "A single trial: estimate less truth, 95 % of trials", unit, single));
    }
    let numbers: Vec<(&str, Simulated)> = held.iter().map(|of| (of.name(), of.bias)).collect();
    let truth = shown.truth.map_or_else(String::new, |of| format!(" of {}", chance::plain(of)));
    let words = chance::off_truth(&numbers, "analyses", &format!("the truth{truth}{}", spaced(unit)), unit);
    let title = format!("{}: {words}", frame.whose(shown));
    let mut figure = frame.figure("truth", shown, title, Form::Intervals { rows }, table(&held));
    figure.scenarios = scenarios(std::iter::once("the truth".to_owned()).chain(held.iter().map(named)));
    figure.note = format!("{}{}{}", note(&held), silent(&shown.worths), frame.left_out());
    let each = held.iter().map(|of| format!("{} {}", of.name(), chance::signed(of.bias, unit)));
    figure.alternative =
        format!("{}. Mean estimate less truth: {}.", figure.title, each.collect::<Vec<_>>().join("; "));
    Some(figure)
}

fn row(
    held: &[Held<'_>],
    name: &str,
    label: &str,
    unit: &str,
    mark: fn(usize, &Held<'_>) -> Option<Interval>,
) -> IntervalRow {
    IntervalRow {
        group: String::new(),
        name: name.into(),
        label: label.into(),
        unit: unit.into(),
        better: "neither",
        marks: held.iter().enumerate().filter_map(|(place, of)| mark(place + 1, of)).collect(),
    }
}

fn mean(scenario: usize, of: &Held<'_>) -> Option<Interval> {
    let words = if chance::off_zero(of.bias) { "off the truth" } else { "not told apart" };
    Some(chance::against_truth(scenario, of.bias, format!("{}: {words}", of.name())))
}

fn single(scenario: usize, of: &Held<'_>) -> Option<Interval> {
    let (low, high) = of.single?;
    let clear = low > 0.0 || high < 0.0;
    let words = match clear {
        true => format!("{}: off it in nearly every trial", of.name()),
        false => of.name().to_owned(),
    };
    Some(Interval {
        scenario,
        mean: of.bias.value,
        low: Some(low),
        high: Some(high),
        input_low: None,
        input_high: None,
        clear,
        words,
    })
}

fn named(of: &Held<'_>) -> String {
    format!("{}: {}", of.name(), of.worth.analysis.words())
}

fn note(held: &[Held<'_>]) -> String {
    let n = held.iter().map(|of| of.bias.n).max().unwrap_or(0);
    let own: String = [Looked::EachExposure, Looked::WithControls].map(|looked| other(held, looked)).concat();
    let single = match held.iter().any(|of| of.single.is_some()) {
        true => {
            " Below, on a scale of its own, the bar reaches over the middle 95 % of the estimates of single trials: one \
             evaluator sees one of them."
        }
        false => " What single trials say is not drawn: too few for a range of 95 % of them.",
    };
    format!(
        "The line in the middle is the truth. The dot is the mean estimate of {n} repetitions less the truth, and the bar its \
         Monte Carlo interval of 95 %; a filled dot is off by more than three Monte Carlo errors.{single}{own}"
    )
}

/// Which analyses are held against another truth than the mean over all that was observed under the change.
fn other(held: &[Held<'_>], looked: Looked) -> String {
    let names: Vec<String> = held
        .iter()
        .filter(|of| of.worth.analysis.looks_for() == looked)
        .map(|of| of.name().to_owned())
        .collect();
    let mean = match looked {
        Looked::EachExposure => "over the times since the change, each counting the same",
        Looked::WithControls => "over what was observed while others had not changed yet",
        Looked::All => "over all that was observed under the change",
    };
    match names.is_empty() {
        true => String::new(),
        false => format!(" The truth of {} is the mean {mean}.", listed(&names, names.len())),
    }
}

/// Which analyses have no answer at all, and why.
fn silent(worths: &[Worth]) -> String {
    let without = worths.iter().filter(|worth| worth.bias.is_none());
    let why = |worth: &Worth| worth.silent.first().map_or("no truth to hold it against", |(why, _)| why);
    let words: Vec<String> =
        without.map(|worth| format!("{} ({})", worth.analysis.name(), why(worth))).collect();
    if words.is_empty() { String::new() } else { format!(" No answer: {}.", words.join(", ")) }
}

fn table(held: &[Held<'_>]) -> Table {
    let mut table = Table::new(&[
        "analysis",
        "truth",
        "mean estimate",
        "bias",
        "bias low",
        "bias high",
        "single trials low",
        "single trials high",
        "standard deviation of estimates",
        "mean stated error",
        "n",
    ]);
    for of in held {
        let mut row = vec![
            Cell::text(of.name()),
            Cell::number(of.worth.truth.map(|of| of.value)),
            Cell::number(of.worth.estimate.map(|of| of.value)),
        ];
        row.extend(chance::cells(Some(of.bias)));
        row.extend([Cell::number(of.single.map(|of| of.0)), Cell::number(of.single.map(|of| of.1))]);
        row.extend([Cell::number(of.worth.spread), Cell::number(of.worth.stated_error)]);
        row.push(chance::n(Some(of.bias)));
        table.rows.push(row);
    }
    table
}
