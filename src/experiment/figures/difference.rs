//! Differences against the baseline: dots with intervals, and the findings in sentences.

use super::{Frame, axis_label, row_label};
use crate::document::{Cell, Figure, Form, Interval, IntervalRow, Table};
use crate::experiment::compare::{Difference, MeasureRow, Verdict};
use crate::experiment::numbers::{between, rounded};
use crate::experiment::tables::better;
use crate::experiment::words::{News, rests_on};
use crate::statistics::Estimate;

/// What is watched because a change may harm it stands in a group of its own, where it is not looked at anyway.
const WATCHED: &str = "To watch";

/// Differences in what matters most, with the measures to watch.
pub(super) fn figure(frame: &Frame<'_>) -> Option<Figure> {
    let mut names = frame.key_measures();
    for row in frame.analysis.arms.iter().flat_map(|arm| arm.totals()).filter(|row| row.watched) {
        if !names.iter().any(|(_, name)| *name == row.measure.name) {
            names.push((WATCHED, row.measure.name.clone()));
        }
    }
    let rows: Vec<IntervalRow> =
        names.iter().filter_map(|(group, name)| interval_row(frame, group, name)).collect();
    if rows.is_empty() {
        return None;
    }
    let headlines = headlines(frame);
    let title = match headlines.as_slice() {
        [one] => one.clone(),
        many => format!("{} scenarios against {}", many.len(), frame.arms()[0].name),
    };
    let table = table(frame, &names);
    let mut figure = frame.figure("differences", title, Form::Intervals { rows }, table);
    figure.note = format!(
        "Each row has a scale of its own; the line in the middle is no difference from {}. A filled mark is told apart from \
         it, a hollow one is not clear yet. Differences are paired: every scenario meets the same patients. Verdicts are \
         corrected for the number of measures (Holm).",
        frame.arms()[0].name
    );
    figure.alternative = headlines.join(" ");
    Some(figure)
}

/// The aims of the system side by side: what is won in one may be paid in another.
pub(super) fn scorecard(frame: &Frame<'_>) -> Option<Figure> {
    let aims = &frame.arms().iter().find(|arm| !arm.views.scorecard.is_empty())?.views.scorecard;
    let names: Vec<(&str, String)> =
        aims.iter().flat_map(|(aim, names)| names.iter().map(move |name| (*aim, name.clone()))).collect();
    let rows: Vec<IntervalRow> =
        names.iter().filter_map(|(aim, name)| interval_row(frame, aim, name)).collect();
    if rows.is_empty() || aims.len() < 2 {
        return None;
    }
    let told = (1..frame.arms().len()).map(|arm| balance(frame, arm, aims));
    let title = told.collect::<Vec<_>>().join("; ");
    let table = table(frame, &names);
    let mut figure = frame.figure("scorecard", title, Form::Intervals { rows }, table);
    figure.note = "Care, health, cost and the people who do the work (the quadruple aim), side by side: a change that is good \
                   in one and bad in another is a trade, not a success. Measures that are not clear count for neither."
        .into();
    figure.alternative = figure.title.clone();
    Some(figure)
}

/// "b: care better, cost worse, health and workforce not clear".
fn balance(frame: &Frame<'_>, arm: usize, aims: &[(&'static str, Vec<String>)]) -> String {
    let told = aims.iter().filter_map(|(aim, names)| {
        let news: Vec<News> = names
            .iter()
            .filter_map(|name| row_of(frame, arm, name))
            .map(|(row, difference)| News::of(&row.measure, difference))
            .collect();
        if news.is_empty() {
            return None; // not measured in both
        }
        let has = |kind| news.contains(&kind);
        let word = match (has(News::Better), has(News::Worse)) {
            (true, true) => "better and worse",
            (true, false) => "better",
            (false, true) => "worse",
            (false, false) if news.iter().all(|news| *news == News::Same) => "the same",
            (false, false) => "not clear",
        };
        Some(format!("{} {word}", aim.to_lowercase()))
    });
    format!("{}: {}", frame.arms()[arm].name, told.collect::<Vec<_>>().join(", "))
}

/// What is asked of people: the share of days that need more hours than there are, scenario by scenario.
pub(super) fn asked_of_people(frame: &Frame<'_>) -> Option<String> {
    let (name, limit) = frame.arms().first()?.views.infeasible.as_ref()?;
    let told = frame.analysis.arms.iter().filter_map(|arm| {
        let row = arm.totals().find(|row| row.measure.name == *name)?;
        let found = row.estimate?;
        let half = found.half_width.map_or(String::new(), |half| format!(" ± {:.1}", 100.0 * half));
        Some(format!("{:.1}{half} % in {}", 100.0 * found.mean, arm.name))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| {
        format!(
            "What is asked of people. Days with {limit}: {}. Whatever else gets better, these are too much to ask; and burden that \
             a change moves to another role is a cost of it, even where the sum is smaller.",
            told.join(", ")
        )
    })
}

fn row_of<'a>(frame: &'a Frame<'_>, arm: usize, name: &str) -> Option<(&'a MeasureRow, &'a Difference)> {
    let row = frame.analysis.arms[arm].totals().find(|row| row.measure.name == name)?;
    Some((row, row.difference.as_ref()?))
}

fn interval_row(frame: &Frame<'_>, group: &str, name: &str) -> Option<IntervalRow> {
    let mark = |arm: usize| {
        let (row, difference) = row_of(frame, arm, name)?;
        let found = difference.estimate()?;
        let half = found.half_width;
        let news = News::of(&row.measure, difference);
        Some(Interval {
            scenario: arm,
            mean: found.mean,
            low: half.map(|half| found.mean - half),
            high: half.map(|half| found.mean + half),
            input_low: None,
            input_high: None,
            clear: matches!(difference.verdict, Verdict::Lower | Verdict::Higher),
            words: news.verdict(difference),
        })
    };
    let marks: Vec<Interval> = (1..frame.arms().len()).filter_map(mark).collect();
    let measure = frame.measure(name).filter(|_| !marks.is_empty())?;
    let (label, unit) = axis_label(measure);
    let name = name.to_owned();
    Some(IntervalRow { group: group.to_owned(), name, label, unit, better: better(measure.better), marks })
}

fn table(frame: &Frame<'_>, names: &[(&str, String)]) -> Table {
    let mut table = Table::new(&[
        "group",
        "measure",
        "scenario",
        "baseline",
        "difference",
        "interval",
        "verdict",
        "rests on",
    ]);
    for (group, name) in names {
        let before = frame.analysis.arms[0].totals().find(|row| row.measure.name == *name);
        for arm in 1..frame.arms().len() {
            let Some((row, difference)) = row_of(frame, arm, name) else { continue };
            let (mean, interval) = difference.estimate().map_or(("undefined".into(), String::new()), ends);
            let cells = [
                (*group).to_owned(),
                row_label(&row.measure),
                frame.arms()[arm].name.clone(),
                crate::experiment::numbers::value(before.and_then(|row| row.estimate)),
                mean,
                interval,
                News::of(&row.measure, difference).verdict(difference),
                rests_on(row.support.as_ref()).to_owned(),
            ];
            table.rows.push(cells.map(Cell::Text).to_vec());
        }
    }
    table
}

/// A number and its interval in words.
fn ends(found: Estimate) -> (String, String) {
    let half = found.half_width;
    between(found.mean, half.map(|half| found.mean - half), half.map(|half| found.mean + half))
}

/// One sentence for each scenario: best and worst news among what matters most, or what it would take to know.
pub(super) fn headlines(frame: &Frame<'_>) -> Vec<String> {
    (1..frame.arms().len()).map(|arm| headline(frame, arm)).collect()
}

/// What the scenario does to the measure that leads, then what else is clearly worse and better: of the measures that matter
/// most and those that are watched, the one that moved farthest from where it was.
fn headline(frame: &Frame<'_>, arm: usize) -> String {
    let name = &frame.arms()[arm].name;
    let rows: Vec<_> = frame.analysis.arms[arm]
        .totals()
        .filter(|row| row.watched || frame.key_measures().iter().any(|(_, key)| *key == row.measure.name))
        .filter_map(|row| Some((row, row.difference.as_ref()?)))
        .filter(|(_, difference)| difference.estimate().is_some())
        .collect();
    if rows.is_empty() {
        return format!("{name}: nothing of what matters most was measured in both.");
    }
    if frame.runs() < 2 {
        return format!(
            "{name}: one run has no interval; two at least are needed to tell a difference from chance."
        );
    }
    let leads = frame.arms().iter().find_map(|arm| arm.views.leading.as_ref());
    let leading = rows.iter().find(|(row, _)| Some(&row.measure.name) == leads).copied();
    let farthest = |kind: News| {
        let of_kind = rows.iter().copied().filter(|(row, difference)| {
            News::of(&row.measure, difference) == kind && Some(&row.measure.name) != leads
        });
        of_kind.max_by(|a, b| relative(frame, *a).total_cmp(&relative(frame, *b)))
    };
    let told = [leading, farthest(News::Worse), farthest(News::Better)];
    let said: Vec<String> =
        told.into_iter().flatten().filter_map(|(row, difference)| moved(row, difference)).collect();
    let clear = |(row, difference): &(&MeasureRow, &Difference)| {
        !matches!(News::of(&row.measure, difference), News::Unclear | News::Same)
    };
    if rows.iter().any(clear) {
        return format!("{name}: {}.", said.join("; "));
    }
    if rows.iter().all(|(row, difference)| News::of(&row.measure, difference) == News::Same) {
        return format!("{name}: no difference in what matters most, the same in every run.");
    }
    let more = rows.iter().filter_map(|(row, d)| d.more_runs.map(|more| (more, &row.measure.label))).min();
    match more {
        Some((more, label)) => {
            let more = rounded(more);
            let runs = if more == 1 { "run" } else { "runs" };
            format!("{name}: nothing is clear yet. About {more} more {runs} would tell of: {label}.")
        }
        None => format!("{name}: nothing is clear, and no number of runs in reach would tell."),
    }
}

/// How far a measure moved, as a share of where it was.
fn relative(frame: &Frame<'_>, (row, difference): (&MeasureRow, &Difference)) -> f64 {
    let before = frame.analysis.arms[0].totals().find(|other| other.measure.name == row.measure.name);
    let was = before.and_then(|before| before.estimate).map_or(0.0, |found| found.mean.abs());
    let moved = difference.estimate().map_or(0.0, |found| found.mean.abs());
    if was > 0.0 { moved / was } else { 0.0 }
}

/// "Minutes worked after hours: down by 31.2 [24.1 to 38.3] minutes: better".
fn moved(row: &MeasureRow, difference: &Difference) -> Option<String> {
    let found = difference.estimate()?;
    let down = found.mean < 0.0;
    let (label, unit) = axis_label(&row.measure);
    let unit = if unit == "share" { "(share)".to_owned() } else { unit };
    let verdict = match News::of(&row.measure, difference) {
        News::Better => "better",
        News::Worse => "worse",
        News::Changed => "changed",
        News::Unclear => {
            let (mean, interval) = ends(found);
            return Some(
                format!("{label}: no clear difference, {mean} [{interval}] {unit}").trim_end().to_owned(),
            );
        }
        News::Same => return Some(format!("{label}: the same in every run")),
    };
    let (mean, interval) = ends(Estimate { mean: found.mean.abs(), ..found });
    let direction = if down { "down" } else { "up" };
    Some(format!("{label}: {direction} by {mean} [{interval}] {unit} ({verdict})"))
}
