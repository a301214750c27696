//! The layers that errors must pass, and what each caught.

use super::Frame;
use crate::document::{Cell, Figure, Form, Layer, Slices, Table};
use crate::statistics::{Estimate, estimate};
use crate::system::Chain;

/// The chain of layers of every scenario that has one.
pub(super) fn figure(frame: &Frame<'_>) -> Option<Figure> {
    let one = |arm: usize| slices(frame, arm, frame.arms()[arm].views.chain.as_ref()?);
    let rows: Vec<Slices> = (0..frame.arms().len()).filter_map(one).collect();
    let first = frame.arms().iter().find_map(|arm| arm.views.chain.as_ref())?;
    if rows.is_empty() {
        return None;
    }
    let unit = frame.measure(&first.passed).map_or(String::new(), |m| format!("{} per 1,000 orders", m.unit));
    let mut table =
        Table::new(&["scenario", "layer", "came to it", "caught", "half-width", "share let through"]);
    for row in &rows {
        let name = &frame.arms()[row.scenario].name;
        for layer in &row.layers {
            table.rows.push(vec![
                Cell::text(name),
                Cell::text(&layer.name),
                Cell::Number(layer.came),
                Cell::Number(layer.caught),
                Cell::number(layer.half_width),
                Cell::number((layer.came > 0.0).then(|| 1.0 - layer.caught / layer.came)),
            ]);
        }
        let passed = [Cell::text(name), Cell::text("the patient"), Cell::Number(row.passed), Cell::Empty];
        table.rows.push(passed.into_iter().chain([Cell::number(row.half_width), Cell::Empty]).collect());
    }
    let told: Vec<String> = rows.iter().map(|row| told(frame, row)).collect();
    let title = format!("Of 1,000 orders, errors that reach patients, counted: {}", told.join("; "));
    let form = Form::Slices { unit, rows };
    let mut figure = frame.figure("slices", title, form, table);
    figure.note = "What comes to the first layer is all errors that reached patients and all that were caught, counted. A \
                   hole is as large as the share of all errors left that the layer lets through; not every order meets \
                   every layer. Holes widen with what people behind the layer bear. Counts have much chance in them: whether \
                   scenarios differ, the row of expected errors tells among the differences."
        .into();
    figure.alternative = figure.title.clone();
    Some(figure)
}

fn told(frame: &Frame<'_>, row: &Slices) -> String {
    let half = row.half_width.map_or(String::new(), |half| format!(" ± {half:.2}"));
    format!("{:.2}{half} of {:.2} with {}", row.passed, row.came, frame.arms()[row.scenario].name)
}

/// The layers of an arm: what came to the first is what passed all of them and what they caught.
fn slices(frame: &Frame<'_>, arm: usize, chain: &Chain) -> Option<Slices> {
    let of = |name: &str| -> Option<Estimate> {
        let column = frame.results.column(arm, None, frame.column(arm, name)?);
        estimate(&column, frame.results.level)
    };
    let reached = of(&chain.passed)?;
    let passed = reached.mean;
    let caught: Vec<(String, Estimate)> =
        chain.caught.iter().filter_map(|(layer, name)| Some((layer.clone(), of(name)?))).collect();
    let came = passed + caught.iter().map(|(_, found)| found.mean).sum::<f64>();
    let mut left = came;
    let layers = caught
        .into_iter()
        .map(|(name, found)| {
            let layer = Layer { name, came: left, caught: found.mean, half_width: found.half_width };
            left -= found.mean;
            layer
        })
        .collect();
    Some(Slices { scenario: arm, came, layers, passed, half_width: reached.half_width })
}
