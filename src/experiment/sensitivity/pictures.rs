//! Tornado and heat maps of one measure.

use super::figures::Shown;
use super::{Map, Sensitivity, present};
use crate::document::{Axis, Figure, Form, HeatMap, Swing, Table};
use crate::experiment::figures::study::{MOST_ROWS, short, spaced, with_interval};
use crate::statistics::sensitivity::Bar as Fifths;

impl Shown<'_> {
    /// Mean responses in the lowest and the highest fifth of each factor.
    pub(super) fn tornado(&self) -> Option<Figure> {
        let place = self.found.bars.iter().position(|(measure, _)| measure == self.name)?;
        let bars = &self.found.bars[place].1;
        let center = self.found.centers[place];
        if bars.is_empty() || !center.is_finite() {
            return None;
        }
        let (label, unit) = &self.words;
        let form = Form::Tornado {
            x: Axis::new(label, unit),
            center,
            rows: bars.iter().take(MOST_ROWS).map(|bar| self.swing(bar)).collect(),
        };
        let table = self.rows(present::tornado(self.found), &["measure"]);
        let mut figure = self.figure("tornado", self.widest(bars), form, table);
        figure.note = format!(
            "Each bar reaches from the mean over the points in the lowest fifth of a factor to that in its highest fifth, all \
             other factors as they fall; the line is the mean over all points, {}{}. The widest bar stands first. A factor \
             that bends within its range can have a short bar.",
            short(center),
            spaced(unit)
        );
        Some(figure)
    }

    fn swing(&self, bar: &Fifths) -> Swing {
        let factor = self.factor(bar.input);
        let end = |number: f64, words: &str| match factor.values.is_empty() {
            true => format!("{words} {}{}", factor.said(number), spaced(&factor.unit)),
            false => factor.said(number),
        };
        Swing {
            label: factor.name.clone(),
            low_label: end(bar.low_until, "up to"),
            high_label: end(bar.high_from, "from"),
            low: bar.low.mean,
            high: bar.high.mean,
        }
    }

    fn widest(&self, bars: &[Fifths]) -> String {
        let (label, unit) = &self.words;
        let said = |bar: &Fifths| {
            let found = bar.difference;
            let half = found.half_width;
            let change = with_interval(
                found.mean,
                half.map(|half| found.mean - half),
                half.map(|half| found.mean + half),
            );
            format!("{change}{}", spaced(unit))
        };
        let name = |bar: &Fifths| self.factor(bar.input).name;
        let clear = |bar: &Fifths| bar.difference.half_width.is_some_and(|half| bar.span() > half);
        let then = bars.get(1).map_or(String::new(), |bar| format!("; of {}, by {}", name(bar), said(bar)));
        if !clear(&bars[0]) {
            return format!(
                "{label}: no factor's highest fifth is told apart from its lowest; the widest is {}, {}",
                name(&bars[0]),
                said(&bars[0])
            );
        }
        format!(
            "{label}: from the lowest to the highest fifth of {}, a change of {}{then}",
            name(&bars[0]),
            said(&bars[0])
        )
    }

    /// The mean response over two factors.
    pub(super) fn heat(&self, map: &Map) -> Option<Figure> {
        let (label, unit) = &self.words;
        let [first, second] = map.factors.map(|factor| self.factor(factor));
        let middles = |edges: &[f64]| {
            edges.windows(2).map(|ends| rounded(f64::midpoint(ends[0], ends[1]))).collect::<Vec<f64>>()
        };
        let (xs, ys) = (middles(&map.edges[0]), middles(&map.edges[1]));
        let values: Vec<Vec<Option<f64>>> =
            (0..ys.len()).map(|j| map.map.cells.iter().map(|column| column[j].mean).collect()).collect();
        let [low, high] = extremes(&values)?;
        let at = |(x, y, value): (usize, usize, f64)| {
            format!("{}{} around {} and {}", short(value), spaced(unit), first.at(xs[x]), second.at(ys[y]))
        };
        let title = format!("{label}: lowest, {}; highest, {}", at(low), at(high));
        let id = format!("heat-{}-{}-{}", self.name, first.name, second.name);
        let form = Form::Heat(HeatMap {
            x: Axis::new(first.axis(), &first.unit),
            y: Axis::new(second.axis(), &second.unit),
            z: Axis::new(label, unit),
            xs,
            ys,
            values,
            chosen: None,
        });
        let mut figure = self.known.origin.figure(&id, title, form, self.cells(map));
        figure.note = "Mean over the points in each cell, all other factors as they fall; cells are named by their middles. \
                       A cell of few points is less sure: their number and the standard error stand in the table, with the edges of \
                       the cells. Where no point fell there is no number."
            .into();
        Some(figure)
    }

    /// The cells of a map as a table.
    fn cells(&self, map: &Map) -> Table {
        let one = Sensitivity { maps: vec![map.clone()], ..self.found.clone() };
        self.rows(present::heat_maps(&one), &["measure"])
    }
}

/// The smallest and the greatest number with their places to the right and upward.
pub(in crate::experiment) fn extremes(values: &[Vec<Option<f64>>]) -> Option<[(usize, usize, f64); 2]> {
    let cells = values.iter().enumerate().flat_map(|(y, row)| {
        row.iter().enumerate().filter_map(move |(x, value)| Some((x, y, value.filter(|v| v.is_finite())?)))
    });
    let mut found: Option<[(usize, usize, f64); 2]> = None;
    for cell in cells {
        let [low, high] = found.get_or_insert([cell; 2]);
        if cell.2 < low.2 {
            *low = cell;
        }
        if cell.2 > high.2 {
            *high = cell;
        }
    }
    found
}

/// Four significant digits of a middle, which only names its cell.
fn rounded(number: f64) -> f64 {
    short(number).parse().map_or(number, |near: f64| if number < 0.0 { -near.abs() } else { near })
}
