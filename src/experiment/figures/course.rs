//! Course over time: means with bands of their intervals, and what begins when.

use super::{Frame, axis_label, row_label};
use crate::document::{Axis, Cell, Course, Figure, Form, Mark, Panel, Table};
use crate::experiment::numbers::between;
use crate::statistics::estimate;
use crate::system::{Begin, Measure, Outcome, Window};

/// Level of the inner band; the outer one has that of the intervals.
const INNER: f64 = 0.5;

/// The course of what is followed, period by period.
pub(super) fn figure(frame: &Frame<'_>) -> Option<Figure> {
    let mut names: Vec<&String> = Vec::new();
    for name in frame.arms().iter().flat_map(|arm| &arm.views.courses) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let panels: Vec<Panel> = names.iter().filter_map(|name| panel(frame, name)).collect();
    if panels.is_empty() {
        return None;
    }
    let title = match frame.arms().len() {
        1 => finding(frame, &names),
        _ => "Levels over time".to_owned(),
    };
    let weeks = frame.arms()[0].views.period_weeks;
    let table = table(frame, &panels);
    let marks = marks(frame.arms().iter().map(|arm| arm.views.begins.as_slice()));
    let words = from_and_to(frame, &panels);
    let form = Form::Courses { x: Axis::new("week", ""), panels, marks };
    let mut figure = frame.figure("courses", title, form, table);
    let outer = crate::experiment::numbers::short(frame.results.level * 100.0, 0);
    figure.note = format!(
        "Lines are means over the runs; a point stands at the middle of its {weeks} weeks. The mean lies in the inner band with \
         50 %, in the outer one with {outer} %, cut at what is possible; few runs make wide bands. Single runs spread wider: see \
         the distributions."
    );
    figure.alternative = words;
    figure.foot = frame.foot(&format!("bands of 50 and {outer} %"));
    Some(figure)
}

/// The paired differences from the baseline, period by period: sharper than the courses, whose bands hide each other.
pub(super) fn differences(frame: &Frame<'_>) -> Option<Figure> {
    let mut panels = Vec::new();
    for name in &frame.arms().first()?.views.courses {
        let Some(measure) = frame.measure(name) else { continue };
        let series = (1..frame.arms().len()).filter_map(|arm| {
            let (after, before) = (frame.results.periods(arm, name)?, frame.results.periods(0, name)?);
            let less = |(after, before): (&Vec<f64>, &Vec<f64>)| -> Vec<f64> {
                after.iter().zip(before).map(|(after, before)| after - before).collect()
            };
            let rows: Vec<Vec<f64>> = after.iter().zip(&before).map(less).collect();
            Some(banded(arm, middles(frame, arm, rows.first()?.len()), &rows, frame.results.level))
        });
        let series: Vec<Course> = series.collect();
        let (label, unit) = axis_label(measure);
        if !series.is_empty() {
            panels.push(Panel { label, unit, zero: true, series });
        }
    }
    if panels.is_empty() {
        return None;
    }
    let names: Vec<&String> = frame.arms()[0].views.courses.iter().collect();
    let (title, table) = (finding(frame, &names), table(frame, &panels));
    let marks = marks(frame.arms().iter().map(|arm| arm.views.begins.as_slice()));
    let words = from_and_to(frame, &panels);
    let form = Form::Courses { x: Axis::new("week", ""), panels, marks };
    let mut figure = frame.figure("course-differences", title, form, table);
    figure.foot = frame.foot("paired differences");
    figure.note = format!(
        "Differences from {}, paired by run; bands of 50 and {} % for their mean. Zero is no difference. A point stands at the \
         middle of its weeks; the last stretch may be shorter, and then has more chance in it.",
        frame.arms()[0].name,
        crate::experiment::numbers::short(frame.results.level * 100.0, 0)
    );
    figure.alternative = format!("Differences. {words}");
    Some(figure)
}

/// Measured weeks at the middle of each period.
fn middles(frame: &Frame<'_>, arm: usize, periods: usize) -> Vec<f64> {
    let views = &frame.arms()[arm].views;
    let last = if views.weeks > 0.0 { views.weeks } else { f64::INFINITY };
    let end = |period: usize| (period as f64 * f64::from(views.period_weeks)).min(last);
    (0..periods).map(|period| (end(period) + end(period + 1)) / 2.0).collect()
}

fn panel(frame: &Frame<'_>, name: &str) -> Option<Panel> {
    let series: Vec<Course> = (0..frame.arms().len()).filter_map(|arm| course(frame, arm, name)).collect();
    let measure = frame.measure(name).filter(|_| !series.is_empty())?;
    let (label, unit) = axis_label(measure);
    let series = series.into_iter().map(|course| possible(course, &unit)).collect();
    Some(Panel { label, unit, zero: false, series })
}

/// Bands of what cannot be negative end at 0, those of shares at 1: a t interval does not know that.
fn possible(mut course: Course, unit: &str) -> Course {
    if course.mean.iter().flatten().all(|mean| *mean >= 0.0) {
        for low in course.low50.iter_mut().chain(&mut course.low95).flatten() {
            *low = low.max(0.0);
        }
    }
    if unit == "share" && course.mean.iter().flatten().all(|mean| *mean <= 1.0) {
        for high in course.high50.iter_mut().chain(&mut course.high95).flatten() {
            *high = high.min(1.0);
        }
    }
    course
}

fn course(frame: &Frame<'_>, arm: usize, name: &str) -> Option<Course> {
    let rows = frame.results.periods(arm, name)?;
    Some(banded(arm, middles(frame, arm, rows.first()?.len()), &rows, frame.results.level))
}

/// Means and bands of columns over the replications.
pub(in crate::experiment) fn banded(scenario: usize, x: Vec<f64>, rows: &[Vec<f64>], level: f64) -> Course {
    let mut course = Course {
        scenario,
        name: String::new(),
        mean: Vec::new(),
        low50: Vec::new(),
        high50: Vec::new(),
        low95: Vec::new(),
        high95: Vec::new(),
        x,
    };
    for place in 0..course.x.len() {
        let column: Vec<f64> = rows.iter().map(|row| row.get(place).copied().unwrap_or(f64::NAN)).collect();
        let (inner, outer) = (estimate(&column, INNER), estimate(&column, level));
        let ends = |found: Option<crate::statistics::Estimate>| {
            found.and_then(|e| e.half_width.map(|half| (e.mean - half, e.mean + half)))
        };
        course.mean.push(outer.map(|e| e.mean));
        course.low50.push(ends(inner).map(|e| e.0));
        course.high50.push(ends(inner).map(|e| e.1));
        course.low95.push(ends(outer).map(|e| e.0));
        course.high95.push(ends(outer).map(|e| e.1));
    }
    course
}

/// When what changes the scenarios begins, works in full and ends.
fn marks<'a>(begins: impl Iterator<Item = &'a [Begin]>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (scenario, begins) in begins.enumerate() {
        marks.extend(begins.iter().map(|begin| Mark {
            scenario: Some(scenario),
            label: begin.name.clone(),
            from: begin.from,
            full: begin.full,
            until: begin.until,
        }));
    }
    marks
}

/// What the leading measure's difference is in the summary; of a single run, what is shown.
fn finding(frame: &Frame<'_>, names: &[&String]) -> String {
    let told_first = frame.arms().iter().find_map(|arm| arm.views.leading.clone());
    let leading = told_first.or_else(|| names.first().map(|name| (*name).clone()));
    let Some((name, measure)) = leading.and_then(|name| Some((name.clone(), frame.measure(&name)?))) else {
        return "Course over time".to_owned();
    };
    let (label, unit) = axis_label(measure);
    let told = |arm: usize| {
        let row = frame.analysis.arms[arm].totals().find(|row| row.measure.name == name)?;
        let found = row.difference.as_ref()?.estimate()?;
        let half = found.half_width?;
        let (mean, interval) = between(found.mean, Some(found.mean - half), Some(found.mean + half));
        Some(format!("{mean} [{interval}] {unit} with {}", frame.arms()[arm].name))
    };
    let told: Vec<String> = (1..frame.arms().len()).filter_map(told).collect();
    let weeks = frame.arms()[0]
        .views
        .summary
        .map_or(String::new(), |(from, until)| format!(" in weeks {from} to {until}"));
    match told.is_empty() {
        true => format!("{label} and what goes with it, over time"),
        false => format!("{label}, difference{weeks}: {}", told.join("; ")),
    }
}

/// In words: where the first courses begin and where they end.
fn from_and_to(frame: &Frame<'_>, panels: &[Panel]) -> String {
    const TOLD: usize = 4;
    let ends = |course: &Course| {
        let defined: Vec<f64> = course.mean.iter().flatten().copied().collect();
        let word = |value: f64| between(value, None, None).0;
        Some(format!(
            "{} from {} to {}",
            frame.arms()[course.scenario].name,
            word(*defined.first()?),
            word(*defined.last()?)
        ))
    };
    let told = panels.iter().take(TOLD).map(|panel| {
        let courses: Vec<String> = panel.series.iter().filter_map(ends).collect();
        format!("{} ({}): {}.", panel.label, panel.unit, courses.join(", "))
    });
    told.collect::<Vec<_>>().join(" ")
}

fn table(frame: &Frame<'_>, panels: &[Panel]) -> Table {
    let mut table =
        Table::new(&["measure", "unit", "scenario", "middle of the period, week", "mean", "low", "high"]);
    for panel in panels {
        for course in &panel.series {
            let name = &frame.arms()[course.scenario].name;
            for (place, week) in course.x.iter().enumerate() {
                table.rows.push(vec![
                    Cell::text(&panel.label),
                    Cell::text(&panel.unit),
                    Cell::text(name),
                    Cell::Number(*week),
                    Cell::number(course.mean[place]),
                    Cell::number(course.low95[place]),
                    Cell::number(course.high95[place]),
                ]);
            }
        }
    }
    table
}

/// What somebody in charge would see live: one history (a single replication), week by week, with the weeks of alarm; how
/// far ahead the alarm comes and how often it is false stands in the summaries of all replications.
///
/// `weekly` holds for each scenario the outcome of that replication with a period for every week.
pub fn pressure(frame: Frame<'_>, weekly: &[Outcome]) -> Option<Figure> {
    let mut panels: Vec<Panel> = Vec::new();
    let names = &frame.arms().first()?.views.pressure;
    for name in names {
        let measure = frame.measure(name)?;
        let series: Vec<Course> = weekly
            .iter()
            .enumerate()
            .filter_map(|(arm, outcome)| {
                let column = frame.column(arm, name)?;
                Some(live(arm, weeks(outcome, column)))
            })
            .collect();
        let (label, unit) = axis_label(measure);
        if frame.arms()[0].views.stocks.contains(name) {
            let slopes = series.iter().map(slope).collect();
            let (steep, per_week) = (format!("Slope of: {label}"), format!("{unit} per week"));
            panels.push(Panel { label, unit, zero: true, series });
            panels.push(Panel { label: steep, unit: per_week, zero: true, series: slopes });
        } else {
            panels.push(Panel { label, unit, zero: true, series });
        }
    }
    if panels.is_empty() {
        return None;
    }
    let table = table(&frame, &panels);
    let marks = marks(frame.arms().iter().map(|arm| arm.views.begins.as_slice()));
    let title = alarm_words(&frame).unwrap_or_else(|| "Pressure week by week, in one history".into());
    let form = Form::Courses { x: Axis::new("week", ""), panels, marks };
    let mut figure = frame.figure("pressure", title, form, table);
    figure.note = "One history out of many, as a clinic would have it live; where the panel of the alarm stands at 1, the \
                   alarm is on. A traffic intensity above 1 means that more work comes than there is time for: then \
                   backlog grows without end."
        .into();
    figure.alternative = figure.title.clone();
    figure.foot = format!("one run (replication 0) · seed {} · no interval", frame.results.seed);
    Some(figure)
}

fn weeks(outcome: &Outcome, column: usize) -> Vec<f64> {
    (0..outcome.periods).map(|week| outcome.value(Window::Period(week), None, column)).collect()
}

/// A course of single numbers, without bands.
fn live(scenario: usize, values: Vec<f64>) -> Course {
    let none = vec![None; values.len()];
    Course {
        scenario,
        name: String::new(),
        x: (1..=values.len()).map(|week| week as f64).collect(),
        mean: values.into_iter().map(|value| Some(value).filter(|v| !v.is_nan())).collect(),
        low50: none.clone(),
        high50: none.clone(),
        low95: none.clone(),
        high95: none,
    }
}

/// From week to week, the mean of the last four weeks: what somebody would see without being misled by single weeks.
fn slope(course: &Course) -> Course {
    const OVER: usize = 4;
    let steps = (0..course.mean.len()).map(|week| {
        let before = course.mean[week.checked_sub(OVER)?]?;
        Some((course.mean[week]? - before) / OVER as f64)
    });
    Course { mean: steps.collect(), ..course.clone() }
}

/// How far ahead the alarm comes and how often nothing follows it, over all replications of the baseline.
fn alarm_words(frame: &Frame<'_>) -> Option<String> {
    let mean = |name: &str| {
        let rows = frame.analysis.arms[0].totals().find(|row| row.measure.name == name)?;
        rows.estimate.map(|found| (found.mean, found.n))
    };
    let [lead, nothing, without] = frame.arms()[0].views.alarm.as_ref()?;
    let (lead, false_share, quiet) = (mean(lead)?, mean(nothing)?, mean(without)?);
    Some(format!(
        "Where burnout begins, the alarm came {:.0} weeks before ({} runs in which it does); nothing follows {:.0} % of its weeks, \
         and {:.0} % of weeks without an alarm ({} runs of {})",
        lead.0,
        lead.1,
        100.0 * false_share.0,
        100.0 * quiet.0,
        false_share.1,
        frame.arms()[0].name
    ))
}

/// The words of a measure, for the tables of others.
pub(super) fn words(measure: &Measure) -> String {
    row_label(measure)
}
