//! What a selection shows: alternatives between cost and effect, and how far each is from the selected one.

use super::{Cost, Fate, LEVEL, Question, Selected, Standing, present};
use crate::document::{Axis, Cell, Figure, Form, Interval, IntervalRow, Part, Point, Scenario, Table};
use crate::experiment::figures::study::{Origin, short, spaced, with_interval, words_of};
use crate::experiment::words::shortened;
use crate::statistics::Estimate;
use crate::statistics::ranking::{Limit, Verdict};
use crate::system::Measure;

/// Alternatives beside the selected one that are drawn with their difference from it, the nearest first.
const DRAWN: usize = 12;

/// A selection with the names of what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told<'a> {
    /// What was found.
    pub found: &'a Selected,
    /// What was asked.
    pub question: &'a Question,
    /// Names of the alternatives.
    pub names: &'a [String],
    /// The measures.
    pub measures: &'a [Measure],
    /// Where the numbers come from.
    pub origin: &'a Origin,
}

/// All figures.
pub fn all(told: &Told<'_>) -> Vec<Figure> {
    [frontier(told), standings(told)].into_iter().flatten().collect()
}

/// The guard-rails with their limits, of every alternative; nothing where there are none.
pub fn guard_rails(told: &Told<'_>) -> Vec<Part> {
    if told.question.guards.is_empty() {
        return Vec::new();
    }
    let mut table = Table::new(&["alternative", "guard-rail", "measure", "limit", "found", "n", "verdict"]);
    for (name, standing) in told.names.iter().zip(&told.found.standings) {
        for checked in &standing.guards {
            let guard = &told.question.guards[checked.guard];
            let (label, unit) = words_of(&told.measures[guard.measure]);
            let (words, limit) = match guard.limit {
                Limit::AtMost(limit) => ("at most", limit),
                Limit::AtLeast(limit) => ("at least", limit),
            };
            let of = if guard.change { "change " } else { "" };
            let verdict = match checked.verdict {
                Verdict::Holds => "✓ holds",
                Verdict::Broken => "✗ broken",
                Verdict::NotClear => "? not clear",
            };
            table.rows.push(vec![
                Cell::text(name),
                Cell::text(&guard.name),
                Cell::text(label),
                Cell::Text(format!("{of}{words} {}{}", short(limit), spaced(&unit))),
                checked.estimate.map_or(Cell::Empty, |found| Cell::Text(said(found))),
                Cell::Count(checked.estimate.map_or(0, |found| found.n as u64)),
                Cell::text(verdict),
            ]);
        }
    }
    vec![
        Part::Paragraph(
            "What a change may not do, whatever else it is good for. A change is measured from the first alternative, \
             paired; intervals hold together over all alternatives and guard-rails. Not clear: the interval reaches across \
             the limit."
                .into(),
        ),
        Part::Table(table),
    ]
}

fn ends(found: Estimate) -> (Option<f64>, Option<f64>) {
    // What does not vary (a cost that is known beforehand) has no interval to draw.
    let half = found.half_width.filter(|half| *half > 0.0);
    (half.map(|half| found.mean - half), half.map(|half| found.mean + half))
}

fn said(found: Estimate) -> String {
    let (low, high) = ends(found);
    with_interval(found.mean, low, high)
}

/// Alternatives between what they cost and what they do.
fn frontier(told: &Told<'_>) -> Option<Figure> {
    let frontier = told.found.frontier.as_ref()?;
    let steps: Vec<usize> = frontier.steps.iter().map(|step| step.alternative).collect();
    let point = |(a, place): (usize, &[Option<Estimate>; 2])| {
        let [Some(cost), Some(effect)] = *place else { return None };
        let fate = &told.found.standings[a].fate;
        let selected = if *fate == Fate::Selected { " (selected)" } else { "" };
        let ((x_low, x_high), (y_low, y_high)) = (ends(cost), ends(effect));
        Some(Point {
            label: format!("{}{selected}", told.names[a]),
            x: cost.mean,
            x_low,
            x_high,
            y: effect.mean,
            y_low,
            y_high,
            frontier: steps.contains(&a),
            survives: matches!(fate, Fate::Selected | Fate::Undecided),
            breaks: matches!(fate, Fate::BreaksGuards(_)),
        })
    };
    let points: Vec<Point> = told.found.places.iter().enumerate().filter_map(point).collect();
    if points.is_empty() {
        return None;
    }
    let (label, unit) = words_of(&told.measures[told.question.measure]);
    let cost = match &told.question.cost {
        Some(Cost::Measure(measure)) => words_of(&told.measures[*measure]),
        _ => ("Cost, as the study says".into(), "US$ per year".into()),
    };
    let names: Vec<&str> = steps.iter().map(|a| told.names[*a].as_str()).collect();
    let title = format!(
        "Worth their cost, {} of {} alternatives: {}",
        names.len(),
        told.names.len(),
        shortened(&names)
    );
    let form = Form::Frontier { x: Axis::new(cost.0, cost.1), y: Axis::new(label, unit), points };
    let mut figure = told.origin.figure("frontier", title, form, places(told));
    let better = if told.question.higher { "Up and to the left" } else { "Down and to the left" };
    figure.note = format!(
        "{better} is better: less cost, {} of the measure. The line joins what nothing else beats in both, mixtures included. \
         Means of the first stage, which all alternatives ran, before guard-rails; lines through the points are intervals of \
         {} %, of each alone. Differences between alternatives are sharper than these: they are paired. The step from one to the next and its ratio \
         stand in frontier.csv.",
        if told.question.higher { "more" } else { "less" },
        100.0 * LEVEL
    );
    Some(figure)
}

fn places(told: &Told<'_>) -> Table {
    let mut table = Table::new(&[
        "alternative",
        "cost",
        "cost_half_width",
        "effect",
        "effect_half_width",
        "n",
        "on_frontier",
        "fate",
    ]);
    for (a, [cost, effect]) in told.found.places.iter().enumerate() {
        let on = told.found.frontier.as_ref().is_some_and(|f| f.steps.iter().any(|s| s.alternative == a));
        let fate = &told.found.standings[a].fate;
        table.rows.push(vec![
            Cell::text(&told.names[a]),
            Cell::number(cost.map(|e| e.mean)),
            Cell::number(cost.and_then(|e| e.half_width)),
            Cell::number(effect.map(|e| e.mean)),
            Cell::number(effect.and_then(|e| e.half_width)),
            Cell::Count(effect.map_or(0, |e| e.n as u64)),
            Cell::text(if on { "yes" } else { "no" }),
            Cell::text(present::fate(fate, told.found.decided, told.names, told.question)),
        ]);
    }
    table
}

/// How far every alternative is from the selected one.
fn standings(told: &Told<'_>) -> Option<Figure> {
    let best = told.found.best?;
    let mut others: Vec<(usize, &Standing, Estimate)> = told
        .found
        .standings
        .iter()
        .enumerate()
        .filter_map(|(a, standing)| Some((a, standing, standing.behind?.difference)))
        .collect();
    others.sort_by(|a, b| a.2.mean.abs().total_cmp(&b.2.mean.abs()));
    let left_out = others.len().saturating_sub(DRAWN);
    others.truncate(DRAWN);
    if others.is_empty() {
        return None;
    }
    let marks = others.iter().enumerate().map(|(place, (_, standing, found))| {
        let half = found.half_width;
        Interval {
            scenario: place + 1,
            mean: found.mean,
            low: half.map(|half| found.mean - half),
            high: half.map(|half| found.mean + half),
            input_low: None,
            input_high: None,
            clear: half.is_some_and(|half| found.mean.abs() > half),
            words: present::fate(&standing.fate, told.found.decided, told.names, told.question),
        }
    });
    let of = &told.measures[told.question.measure];
    let (label, unit) = words_of(of);
    let row = IntervalRow {
        group: String::new(),
        name: of.name.clone(),
        label: format!("{label}, difference from {}", told.names[best]),
        unit,
        better: if told.question.higher { "higher" } else { "lower" },
        marks: marks.collect(),
    };
    let title = finding(told, best);
    let table = present::standings(told.found, told.question, told.names);
    let mut figure = told.origin.figure("standings", title, Form::Intervals { rows: vec![row] }, table);
    figure.scenarios = std::iter::once(&told.names[best])
        .chain(others.iter().map(|(a, ..)| &told.names[*a]))
        .map(|name| Scenario { name: name.clone() })
        .collect();
    let more = if left_out > 0 { format!(" {left_out} more stand in the table.") } else { String::new() };
    figure.note = format!(
        "The line in the middle is {}. A filled mark is told apart from it (paired, {} % each alone), a hollow one is not. Who \
         was out early ran fewer replications and has a wider interval.{more}",
        told.names[best],
        100.0 * LEVEL
    );
    Some(figure)
}

fn finding(told: &Told<'_>, best: usize) -> String {
    let (label, unit) = words_of(&told.measures[told.question.measure]);
    let mean = told.found.standings[best].mean.map_or_else(|| "undefined".to_owned(), said);
    let name = &told.names[best];
    let confidence = short(told.question.confidence);
    let of = if told.question.higher { "highest" } else { "lowest" };
    match told.found.decided {
        true => format!(
            "{name} is selected (confidence {confidence}). {label}: {of} there, {mean}{}",
            spaced(&unit)
        ),
        false => format!("{name} leads, but it is not decided. {label}: {mean}{} there", spaced(&unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{question, run_all};
    use super::*;
    use crate::system::Better;

    fn measure(name: &str) -> Measure {
        Measure {
            name: name.into(),
            label: format!("Label of {name}"),
            unit: "minutes".into(),
            per: "day".into(),
            better: Better::Neither,
            source: String::new(),
        }
    }

    #[test]
    fn points_and_differences_are_those_of_the_tables() {
        let asked = question(true);
        let (found, _) = run_all(&asked, 2.0);
        let names: Vec<String> = ["p", "q", "r", "s"].map(str::to_owned).into();
        let measures = [measure("effect"), measure("cost")];
        let origin = Origin { command: "cliniq select x.toml".into(), foot: "n".into() };
        let told =
            Told { found: &found, question: &asked, names: &names, measures: &measures, origin: &origin };
        let figures = all(&told);
        let Form::Frontier { points, .. } = &figures[0].form else { panic!("a frontier") };
        assert_eq!(points.len(), 4);
        let steps = found.frontier.as_ref().expect("a cost is named").steps.len();
        assert_eq!(points.iter().filter(|point| point.frontier).count(), steps);
        assert!(points[3].survives && points[3].label == "s (selected)" && !points[0].survives);
        assert_eq!(Cell::Number(points[2].y), figures[0].table.rows[2][3]);
        let Form::Intervals { rows } = &figures[1].form else { panic!("intervals") };
        let of_table: Vec<f64> =
            found.standings.iter().filter_map(|s| s.behind).map(|p| p.difference.mean).collect();
        let mut drawn: Vec<f64> = rows[0].marks.iter().map(|mark| mark.mean).collect();
        drawn.sort_by(f64::total_cmp);
        let mut expected = of_table;
        expected.sort_by(f64::total_cmp);
        assert_eq!(drawn, expected);
        assert_eq!(figures[1].scenarios[0].name, "s", "differences are from the selected one");
        assert!(guard_rails(&told).is_empty());
    }
}
