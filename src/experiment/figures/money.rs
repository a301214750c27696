//! Money: from what costs more to what is left, and when it pays.

use super::Frame;
use super::course::banded;
use crate::document::{Axis, Cell, Course, Figure, Form, Mark, Panel, Step, Steps, Table};
use crate::experiment::economics::{self, Money, Quantity};
use crate::experiment::numbers::{between, grouped, short};

/// From the change of each part of the cost, and of revenue, to the net cost per year.
pub(super) fn steps(frame: &Frame<'_>) -> Option<Figure> {
    let moneys =
        || frame.analysis.arms.iter().enumerate().filter_map(|(a, arm)| Some((a, arm.money.as_ref()?)));
    let rows: Vec<Steps> = moneys().filter_map(|(arm, money)| waterfall(arm, money)).collect();
    if rows.is_empty() {
        return None;
    }
    let mut table = Table::new(&["scenario", "step", "unit", "value", "low", "high"]);
    for row in &rows {
        for step in &row.steps {
            table.rows.push(vec![
                Cell::text(&frame.arms()[row.scenario].name),
                Cell::text(&step.label),
                Cell::text("US$ per year"),
                Cell::Number(step.value),
                Cell::number(step.low),
                Cell::number(step.high),
            ]);
        }
    }
    let told: Vec<String> = moneys().filter_map(|(arm, money)| net(frame, arm, money)).collect();
    let title = format!("Net cost per year: {}", told.join("; "));
    let form = Form::Steps { unit: "US$ per year".into(), rows };
    let mut figure = frame.figure("money", title, form, table);
    let terms = &moneys().next()?.1.terms;
    figure.note = format!(
        "Changes against {}, in US$ of {}, view of the {}, over {} weeks; bars to the right cost, bars to the left save or \
         earn.",
        frame.arms()[0].name,
        terms.price_year,
        terms.perspective.replace('_', " "),
        terms.weeks
    );
    figure.alternative = figure.title.clone();
    Some(figure)
}

fn net(frame: &Frame<'_>, arm: usize, money: &Money) -> Option<String> {
    let row = quantity(money, "net_cost_per_year")?;
    let (value, interval) = between(row.value?, row.low, row.high);
    Some(format!("US$ {} [{}] with {}", grouped(&value), grouped(&interval), frame.arms()[arm].name))
}

fn quantity<'m>(money: &'m Money, name: &str) -> Option<&'m Quantity> {
    money.quantities.iter().find(|row| row.name == name)
}

/// Parts of the cost, then revenue with the opposite sign, then what is left; parts that do not move are left out.
fn waterfall(arm: usize, money: &Money) -> Option<Steps> {
    let mut steps: Vec<Step> = Vec::new();
    let flipped = |end: Option<f64>| end.map(|usd| 0.0 - usd);
    for row in &money.quantities {
        let Some(value) = row.value else { continue };
        let moves = value != 0.0;
        if row.name.starts_with("cost_per_year.") && moves {
            let label = row.label.trim_start_matches("Cost per year: ").to_owned();
            steps.push(Step { label, value, low: row.low, high: row.high, total: false });
        } else if row.name == "revenue_per_year" && moves {
            let (low, high) = (flipped(row.high), flipped(row.low));
            steps.push(Step { label: "revenue, gained".into(), value: -value, low, high, total: false });
        }
    }
    let total = quantity(money, "net_cost_per_year")?;
    let (value, low, high) = (total.value?, total.low, total.high);
    steps.push(Step { label: "net cost".into(), value, low, high, total: true });
    Some(Steps { scenario: arm, steps })
}

/// Nothing is gained or lost before the beginning.
fn begin_at_nothing(course: &mut Course) {
    course.x.insert(0, 0.0);
    for list in
        [&mut course.mean, &mut course.low50, &mut course.high50, &mut course.low95, &mut course.high95]
    {
        list.insert(0, Some(0.0));
    }
}

/// Net benefit summed up from the beginning, discounted, with its band.
pub(super) fn break_even(frame: &Frame<'_>) -> Option<Figure> {
    let mut series = Vec::new();
    let mut told = Vec::new();
    let mut marks = Vec::new();
    for (arm, rows) in frame.analysis.arms.iter().enumerate() {
        let Some(money) = &rows.money else { continue };
        let Some((weeks, sums)) = economics::cumulative_benefit(frame.results, arm, money) else { continue };
        let mut course = banded(arm, weeks, &sums, frame.results.level);
        begin_at_nothing(&mut course);
        series.push(course);
        let Some(row) = quantity(money, "break_even_week") else { continue };
        let note = row.note.as_deref().unwrap_or("no break-even is known");
        let week = row.value.map(|week| {
            let label = format!("break-even of half of the runs, week {}", short(week, 0));
            marks.push(Mark { scenario: Some(arm), label, from: week, full: None, until: None });
            format!("break-even in week {}, ", short(week, 0))
        });
        let worth = quantity(money, "net_present_value").and_then(|row| {
            let (value, interval) = between(row.value?, row.low, row.high);
            Some(format!("net present value US$ {} [{}]; ", grouped(&value), grouped(&interval)))
        });
        let words = worth.into_iter().chain(week).collect::<String>();
        told.push(format!("{}: {words}{note}", rows.name));
    }
    if series.is_empty() {
        return None;
    }
    let mut table = Table::new(&["scenario", "until week", "US$", "low", "high"]);
    for course in &series {
        for place in 0..course.x.len() {
            table.rows.push(vec![
                Cell::text(&frame.arms()[course.scenario].name),
                Cell::Number(course.x[place]),
                Cell::number(course.mean[place]),
                Cell::number(course.low95[place]),
                Cell::number(course.high95[place]),
            ]);
        }
    }
    let label = "Net benefit since the beginning, discounted".to_owned();
    let panels = vec![Panel { label, unit: "US$".into(), zero: true, series }];
    let form = Form::Courses { x: Axis::new("week", ""), panels, marks };
    let mut figure = frame.figure("break-even", told.join("; "), form, table);
    figure.note =
        "Money earned less money spent, against the baseline; it pays once it stays above zero.".into();
    figure.alternative = figure.title.clone();
    Some(figure)
}
