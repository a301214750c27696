//! How the replications spread, and how the mean settles as they come.

use super::course::{banded, words};
use super::{Frame, axis_label};
use crate::document::{Axis, Cell, Figure, Form, Panel, Sample, Spread, Table};
use crate::experiment::numbers::between;
use crate::statistics::{estimate, quantile};

/// So many measures are followed as replications come: the first of each group.
const PANELS: usize = 6;
/// Places at which the running mean is shown, at most.
const PLACES: usize = 40;

/// A dot for every replication, of every measure that matters most.
pub(super) fn spreads(frame: &Frame<'_>) -> Option<Figure> {
    let names = frame.key_measures();
    let panels: Vec<Spread> = names.iter().filter_map(|(_, name)| spread(frame, name)).collect();
    if panels.is_empty() {
        return None;
    }
    let columns =
        ["measure", "scenario", "n", "lowest", "5 %", "25 %", "median", "75 %", "95 %", "highest", "mean"];
    let mut table = Table::new(&columns);
    for (_, name) in &names {
        for arm in 0..frame.arms().len() {
            let (Some(measure), Some(values)) = (frame.measure(name), values(frame, arm, name)) else {
                continue;
            };
            let mut cells = vec![
                Cell::text(words(measure)),
                Cell::text(&frame.arms()[arm].name),
                Cell::Count(values.len() as u64),
            ];
            let at = |q: f64| Cell::number(quantile(&values, q));
            cells.extend([0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0].map(at));
            cells.push(Cell::number(estimate(&values, frame.results.level).map(|e| e.mean)));
            table.rows.push(cells);
        }
    }
    let runs = if frame.runs() == 1 { "run spreads" } else { "runs spread" };
    let title = format!("How {} {runs}: one dot for every run", frame.runs());
    let mut figure = frame.figure("spreads", title, Form::Spreads { panels }, table);
    figure.note = "What one clinic may meet in one such time, by chance alone. The intervals of the means are narrower; \
                   differences are sharper than these dots suggest, because they are paired."
        .into();
    figure.alternative = ranges(frame, &names);
    figure.foot = frame.foot(&format!("a dot for every run{}", frame.weeks_of_summary()));
    Some(figure)
}

/// In words: where nine of ten runs of the first measures lie.
fn ranges(frame: &Frame<'_>, names: &[(&'static str, String)]) -> String {
    const TOLD: usize = 4;
    let told = names.iter().take(TOLD).filter_map(|(_, name)| {
        let (label, unit) = axis_label(frame.measure(name)?);
        let arms = (0..frame.arms().len()).filter_map(|arm| {
            let values = values(frame, arm, name)?;
            let word = |q: f64| quantile(&values, q).map(|value| between(value, None, None).0);
            let name = &frame.arms()[arm].name;
            Some(format!(
                "{name} median {}, nine of ten runs from {} to {}",
                word(0.5)?,
                word(0.05)?,
                word(0.95)?
            ))
        });
        Some(format!("{label} ({unit}): {}.", arms.collect::<Vec<_>>().join("; ")))
    });
    told.collect::<Vec<_>>().join(" ")
}

/// The numbers of an arm's replications that are defined, in ascending order.
fn values(frame: &Frame<'_>, arm: usize, name: &str) -> Option<Vec<f64>> {
    let mut values = frame.results.column(arm, None, frame.column(arm, name)?);
    values.retain(|value| !value.is_nan());
    values.sort_by(f64::total_cmp);
    (!values.is_empty()).then_some(values)
}

fn spread(frame: &Frame<'_>, name: &str) -> Option<Spread> {
    let sample = |arm: usize| Some(Sample { scenario: arm, values: values(frame, arm, name)? });
    let series: Vec<Sample> = (0..frame.arms().len()).filter_map(sample).collect();
    let (label, unit) = axis_label(frame.measure(name).filter(|_| !series.is_empty())?);
    Some(Spread { label, unit, series })
}

/// The running mean with its interval, from the second replication on: of differences where there are scenarios to compare.
pub(super) fn convergence(frame: &Frame<'_>) -> Option<Figure> {
    let names = first_of_groups(frame);
    let panels: Vec<Panel> = names.iter().filter_map(|name| panel(frame, name)).collect();
    if panels.is_empty() {
        return None;
    }
    let table = table(frame, &panels);
    let title = settled(frame, &panels);
    let form = Form::Courses { x: Axis::new("runs", ""), panels, marks: Vec::new() };
    let mut figure = frame.figure("convergence", title, form, table);
    figure.note =
        "The mean of the first n runs with its intervals. An interval that still wanders asks for more runs \
                   (--replications, or --precision)."
            .into();
    figure.alternative = figure.title.clone();
    Some(figure)
}

fn first_of_groups(frame: &Frame<'_>) -> Vec<String> {
    let mut seen: Vec<&str> = Vec::new();
    let leading = frame.arms().iter().find_map(|arm| arm.views.leading.clone());
    let mut names: Vec<String> = leading.into_iter().filter(|name| frame.shown(name)).collect();
    for (group, name) in frame.key_measures() {
        if !seen.contains(&group) && names.len() < PANELS && !names.contains(&name) {
            seen.push(group);
            names.push(name);
        }
    }
    names
}

fn panel(frame: &Frame<'_>, name: &str) -> Option<Panel> {
    let measure = frame.measure(name)?;
    let compares = frame.arms().len() > 1;
    let column = |arm: usize| Some(frame.results.column(arm, None, frame.column(arm, name)?));
    let baseline = column(0);
    let first = usize::from(compares);
    let series = (first..frame.arms().len()).filter_map(|arm| {
        let mut values = column(arm)?;
        if compares {
            values = values.iter().zip(baseline.as_ref()?).map(|(after, before)| after - before).collect();
        }
        running(arm, &values, frame.results.level)
    });
    let series: Vec<_> = series.collect();
    let (label, unit) = axis_label(measure);
    let label = if compares { format!("{label}, difference") } else { label };
    (!series.is_empty()).then_some(Panel { label, unit, zero: compares, series })
}

/// The course of the mean of the first n values.
fn running(scenario: usize, values: &[f64], level: f64) -> Option<crate::document::Course> {
    let n = values.len();
    if n < 2 {
        return None;
    }
    let places = PLACES.min(n - 1);
    let mut xs: Vec<usize> = (1..=places).map(|k| 1 + (k * (n - 1)).div_ceil(places)).collect();
    xs.dedup();
    let mut whole = banded(scenario, Vec::new(), &[], level);
    for n in xs {
        let one = banded(scenario, vec![n as f64], &transposed(&values[..n]), level);
        whole.x.extend(one.x);
        whole.mean.extend(one.mean);
        whole.low50.extend(one.low50);
        whole.high50.extend(one.high50);
        whole.low95.extend(one.low95);
        whole.high95.extend(one.high95);
    }
    Some(whole)
}

fn transposed(values: &[f64]) -> Vec<Vec<f64>> {
    values.iter().map(|value| vec![*value]).collect()
}

/// What the last interval of the first panel is.
fn settled(frame: &Frame<'_>, panels: &[Panel]) -> String {
    let first = &panels[0];
    let ends = first.series.iter().filter_map(|course| {
        let (mean, low, high) = (course.mean.last()?, course.low95.last()?, course.high95.last()?);
        let (mean, interval) = between((*mean)?, *low, *high);
        Some(format!("{mean} [{interval}] {} with {}", first.unit, frame.arms()[course.scenario].name))
    });
    let ends: Vec<String> = ends.collect();
    format!("After {} runs: {} {}", frame.runs(), first.label, ends.join("; "))
}

fn table(frame: &Frame<'_>, panels: &[Panel]) -> Table {
    let mut table = Table::new(&["measure", "unit", "scenario", "runs", "mean", "low", "high"]);
    for panel in panels {
        for course in &panel.series {
            for place in 0..course.x.len() {
                table.rows.push(vec![
                    Cell::text(&panel.label),
                    Cell::text(&panel.unit),
                    Cell::text(&frame.arms()[course.scenario].name),
                    Cell::Count(course.x[place] as u64),
                    Cell::number(course.mean[place]),
                    Cell::number(course.low95[place]),
                    Cell::number(course.high95[place]),
                ]);
            }
        }
    }
    table
}
