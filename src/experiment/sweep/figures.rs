//! What a sweep shows: the response along each factor with what chance does to it, and over pairs of factors.

use super::cells::Cells;
use crate::document::{Axis, Bar, Cell, Course, Figure, Form, HeatMap, Panel, Scenario, Table};
use crate::experiment::figures::banded;
use crate::experiment::figures::study::{Origin, short, spaced, with_interval, words_of};
use crate::experiment::sensitivity::pictures::extremes;
use crate::statistics::{Estimate, estimate, paired};
use crate::system::Better;

/// Level of the outer bands and of all intervals.
const LEVEL: f64 = 0.95;
/// Measures that are drawn, at most: what goes beyond stands in the tables.
const MEASURES: usize = 6;
/// Levels of a factor along which something is drawn, at most.
const LEVELS: usize = 40;
/// Levels of the second of two factors that are told apart by a line each.
const LINES: usize = 5;
/// Factors of which pairs are mapped: the first ones, as the study names them.
const MAPPED: usize = 3;

/// The response along each factor; a line for each level of the other one where there are just two.
pub fn along(cells: &Cells, origin: &Origin) -> Vec<Figure> {
    let axes = (0..cells.factors.len()).filter(|axis| drawable(cells, *axis));
    axes.flat_map(|axis| match cells.factors[axis].ordered {
        true => course(cells, axis, origin).into_iter().collect::<Vec<_>>(),
        false => bars(cells, axis, origin),
    })
    .collect()
}

/// Measures over pairs of factors: of two all there is, of more the mean over the levels of the others.
pub fn over_pairs(cells: &Cells, origin: &Origin) -> Vec<Figure> {
    let axes: Vec<usize> =
        (0..cells.factors.len()).filter(|axis| drawable(cells, *axis)).take(MAPPED).collect();
    let pairs = axes.iter().enumerate().flat_map(|(place, x)| axes[place + 1..].iter().map(|y| (*x, *y)));
    let pairs: Vec<(usize, usize)> = pairs.filter(|pair| cells.fills(pair.0, pair.1)).collect();
    let measures = 0..cells.measures.len().min(MEASURES);
    let all = measures.flat_map(|measure| pairs.iter().map(move |pair| (measure, *pair)));
    all.filter_map(|(measure, pair)| heat(cells, measure, pair, origin)).collect()
}

fn drawable(cells: &Cells, axis: usize) -> bool {
    (2..=LEVELS).contains(&cells.levels(axis).len())
}

/// A line on its own: where it stands, the points of each place, and its name.
struct Line {
    name: String,
    /// Level and its points.
    places: Vec<(f64, Vec<usize>)>,
}

fn lines(cells: &Cells, axis: usize) -> Vec<Line> {
    let levels = cells.levels(axis);
    let of = |name: String, keep: &dyn Fn(usize) -> bool| {
        let points = |level: f64| cells.points_at(axis, level).into_iter().filter(|p| keep(*p)).collect();
        Line { name, places: levels.iter().map(|level| (*level, points(*level))).collect() }
    };
    let other = 1 - axis.min(1);
    if cells.factors.len() == 2 && (2..=LINES).contains(&cells.levels(other).len()) {
        let factor = &cells.factors[other];
        let each = |level: &f64| of(factor.at(*level), &|point| cells.places[point][other] == *level);
        return cells.levels(other).iter().map(each).collect();
    }
    let name = if cells.factors.len() > 1 { "mean over the levels of the other factors" } else { "mean" };
    vec![of(name.into(), &|_| true)]
}

fn course(cells: &Cells, axis: usize, origin: &Origin) -> Option<Figure> {
    let lines = lines(cells, axis);
    let panel = |measure: usize| {
        let (label, unit) = words_of(&cells.measures[measure]);
        let series: Vec<Course> =
            lines.iter().enumerate().map(|(n, line)| drawn(cells, measure, n, line)).collect();
        let defined = series.iter().flat_map(|one| &one.mean).any(Option::is_some);
        defined.then_some(Panel { label, unit, zero: false, series })
    };
    let panels: Vec<Panel> = (0..cells.measures.len().min(MEASURES)).filter_map(panel).collect();
    if panels.is_empty() {
        return None;
    }
    let factor = &cells.factors[axis];
    let said: Vec<String> =
        (0..cells.measures.len().min(MEASURES)).filter_map(|measure| change(cells, axis, measure)).collect();
    let title = said.first().cloned().unwrap_or_else(|| format!("Along {}", factor.name));
    let table = course_table(&factor.name, &panels, &lines);
    let form = Form::Courses { x: Axis::new(factor.axis(), &factor.unit), panels, marks: Vec::new() };
    let mut figure = origin.figure(&format!("along-{}", factor.name), title, form, table);
    figure.scenarios = lines.into_iter().map(|line| Scenario { name: line.name }).collect();
    figure.alternative = if said.is_empty() { figure.title.clone() } else { format!("{}.", said.join(". ")) };
    let averaged = if cells.factors.len() > 1 {
        " The finding is of the mean over all levels of the other factors."
    } else {
        ""
    };
    figure.note = format!(
        "Lines are means over the replications; the mean lies in the inner band with 50 %, in the outer one with {} %. All \
         points meet the same chance in the same replication, so differences between them are sharper than the bands.{averaged}{}",
        100.0 * LEVEL,
        more(cells)
    );
    Some(figure)
}

fn more(cells: &Cells) -> String {
    match cells.measures.len().saturating_sub(MEASURES) {
        0 => String::new(),
        more => format!(" {more} more measures stand in the tables."),
    }
}

fn drawn(cells: &Cells, measure: usize, number: usize, line: &Line) -> Course {
    let columns: Vec<Vec<f64>> =
        line.places.iter().map(|(_, points)| cells.column(measure, points)).collect();
    let most = columns.iter().map(Vec::len).max().unwrap_or(0);
    let row = |r: usize| columns.iter().map(|column| column.get(r).copied().unwrap_or(f64::NAN)).collect();
    let rows: Vec<Vec<f64>> = (0..most).map(row).collect();
    banded(number, line.places.iter().map(|(level, _)| *level).collect(), &rows, LEVEL)
}

/// How a measure changes from the first to the last level of a factor, over all levels of the others.
fn change(cells: &Cells, axis: usize, measure: usize) -> Option<String> {
    let levels = cells.levels(axis);
    let (first, last) = (*levels.first()?, *levels.last()?);
    let column = |level: f64| cells.column(measure, &cells.points_at(axis, level));
    let (mut after, mut before) = (column(last), column(first));
    let common = after.len().min(before.len());
    after.truncate(common);
    before.truncate(common);
    let found = paired(&after, &before, LEVEL)?.difference;
    let factor = &cells.factors[axis];
    let (label, unit) = words_of(&cells.measures[measure]);
    let clear = found.half_width.is_some_and(|half| found.mean.abs() > half);
    let verb = match (clear, found.mean < 0.0) {
        (false, _) => "no clear change,",
        (true, true) => "down by",
        (true, false) => "up by",
    };
    let size = if clear { Estimate { mean: found.mean.abs(), ..found } } else { found };
    Some(format!(
        "{label}: {verb} {}{}, from {} to {}",
        said(size),
        spaced(&unit),
        factor.at(first),
        factor.said(last)
    ))
}

fn said(found: Estimate) -> String {
    let half = found.half_width;
    with_interval(found.mean, half.map(|half| found.mean - half), half.map(|half| found.mean + half))
}

fn course_table(factor: &str, panels: &[Panel], lines: &[Line]) -> Table {
    let mut table = Table::new(&["measure", "unit", "line", factor, "mean", "low", "high"]);
    for panel in panels {
        for course in &panel.series {
            for (place, level) in course.x.iter().enumerate() {
                table.rows.push(vec![
                    Cell::text(&panel.label),
                    Cell::text(&panel.unit),
                    Cell::text(&lines[course.scenario].name),
                    Cell::Number(*level),
                    Cell::number(course.mean[place]),
                    Cell::number(course.low95[place]),
                    Cell::number(course.high95[place]),
                ]);
            }
        }
    }
    table
}

/// A factor whose values are words without an order: a row for each of them.
fn bars(cells: &Cells, axis: usize, origin: &Origin) -> Vec<Figure> {
    let factor = &cells.factors[axis];
    let lines = lines(cells, axis);
    let figure = |measure: usize| {
        let (label, unit) = words_of(&cells.measures[measure]);
        let drawn: Vec<Course> =
            lines.iter().enumerate().map(|(n, line)| drawn(cells, measure, n, line)).collect();
        let value = |course: &Course, place: usize| {
            course.mean[place].map(|mean| (mean, course.low95[place], course.high95[place]))
        };
        let rows: Vec<Bar> = cells
            .levels(axis)
            .iter()
            .enumerate()
            .map(|(place, level)| Bar {
                label: factor.at(*level),
                values: drawn.iter().map(|course| value(course, place)).collect(),
            })
            .collect();
        let panels = [Panel { label: label.clone(), unit: unit.clone(), zero: true, series: drawn }];
        let title = change(cells, axis, measure).unwrap_or_else(|| format!("{label} by {}", factor.name));
        let series = lines.iter().map(|line| line.name.clone()).collect();
        let table = course_table(&factor.name, &panels, &lines);
        let form = Form::Bars { x: Axis::new(label, unit), series, rows };
        let id = format!("along-{}-{}", factor.name, cells.measures[measure].name);
        let mut figure = origin.figure(&id, title, form, table);
        figure.note = format!("Means over the replications with intervals of {} %.", 100.0 * LEVEL);
        figure
    };
    (0..cells.measures.len().min(MEASURES)).map(figure).collect()
}

/// One cell of two factors.
struct Spot {
    column: Vec<f64>,
    found: Option<Estimate>,
    points: usize,
}

fn heat(cells: &Cells, measure: usize, (x, y): (usize, usize), origin: &Origin) -> Option<Figure> {
    let (xs, ys) = (cells.levels(x), cells.levels(y));
    let by_x: Vec<Vec<usize>> = xs.iter().map(|level| cells.points_at(x, *level)).collect();
    let spot = |points: &Vec<usize>, level: f64| {
        let points: Vec<usize> = points.iter().copied().filter(|p| cells.places[*p][y] == level).collect();
        let column = cells.column(measure, &points);
        Spot { found: estimate(&column, LEVEL), points: points.len(), column }
    };
    let spots: Vec<Vec<Spot>> =
        ys.iter().map(|level| by_x.iter().map(|points| spot(points, *level)).collect()).collect();
    let values: Vec<Vec<Option<f64>>> =
        spots.iter().map(|row| row.iter().map(|spot| spot.found.map(|found| found.mean)).collect()).collect();
    let [low, high] = extremes(&values)?;
    let (first, second) = (&cells.factors[x], &cells.factors[y]);
    let of = &cells.measures[measure];
    let (label, unit) = words_of(of);
    let at = |(a, b, value): (usize, usize, f64)| {
        let words = spots[b][a].found.map_or_else(|| short(value), said);
        format!("{} and {}, {words}{}", first.at(xs[a]), second.at(ys[b]), spaced(&unit))
    };
    let best = match of.better {
        Better::Lower => Some(low),
        Better::Higher => Some(high),
        Better::Neither => None,
    };
    let title = match best {
        Some(best) => format!("{label}: best at {}", at(best)),
        None => format!("{label}: lowest at {}; highest at {}", at(low), at(high)),
    };
    let id = format!("heat-{}-{}-{}", of.name, first.name, second.name);
    let table = heat_table(&spots, [(&first.name, &xs), (&second.name, &ys)]);
    let near = best.map(|best| alike(&spots, best));
    let form = Form::Heat(HeatMap {
        x: Axis::new(first.axis(), &first.unit),
        y: Axis::new(second.axis(), &second.unit),
        z: Axis::new(label, unit),
        xs,
        ys,
        values,
        chosen: best.map(|best| (best.0, best.1)),
    });
    let mut figure = origin.figure(&id, title, form, table);
    let others = if cells.factors.len() > 2 { " Means over all levels of the other factors." } else { "" };
    figure.note = format!("Means over the replications.{others}{}", near.unwrap_or_default());
    Some(figure)
}

/// How many other cells are not told apart from the best one.
fn alike(spots: &[Vec<Spot>], best: (usize, usize, f64)) -> String {
    let chosen = &spots[best.1][best.0].column;
    let is_near = |spot: &&Spot| {
        let common = spot.column.len().min(chosen.len());
        let found = paired(&spot.column[..common], &chosen[..common], LEVEL);
        found.is_some_and(|p| p.difference.half_width.is_none_or(|half| p.difference.mean.abs() <= half))
    };
    // The best one is near to itself.
    let near = spots.iter().flatten().filter(is_near).count().saturating_sub(1);
    let all = spots.iter().flatten().filter(|spot| spot.found.is_some()).count() - 1;
    format!(
        " The marked cell has the best mean. Not told apart from it: {near} of the {all} others (paired, each at {} %).",
        100.0 * LEVEL
    )
}

fn heat_table(spots: &[Vec<Spot>], [x, y]: [(&String, &Vec<f64>); 2]) -> Table {
    let mut table = Table::new(&[x.0, y.0, "mean", "half_width", "replications", "points"]);
    for (b, row) in spots.iter().enumerate() {
        for (a, spot) in row.iter().enumerate() {
            table.rows.push(vec![
                Cell::Number(x.1[a]),
                Cell::Number(y.1[b]),
                Cell::number(spot.found.map(|found| found.mean)),
                Cell::number(spot.found.and_then(|found| found.half_width)),
                Cell::Count(spot.found.map_or(0, |found| found.n as u64)),
                Cell::Count(spot.points as u64),
            ]);
        }
    }
    table
}
