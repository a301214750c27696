//! Around the change: the effect by periods since it, as an event study sees it, beside the truth.

use super::super::verdict::{Course, Shown, Simulated};
use super::sureness::whole;
use super::{Frame, chance, counted, course, mark, scenarios, unit};
use crate::document::{Axis, Cell, Figure, Form, Panel, Table};
use crate::experiment::figures::study::{short, spaced};
use crate::experiment::numbers;

/// The course of a design and an outcome.
pub fn figure(frame: &Frame<'_>, shown: &Shown) -> Option<Figure> {
    let found = shown.course.as_ref().filter(|found| !found.steps.is_empty())?;
    let outcome = frame.outcome(shown);
    let mut truth = Vec::new();
    let mut estimate = Vec::new();
    for (time, of, known) in &found.steps {
        estimate.push((*time as f64, Some(of.value), of.interval()));
        truth.push((*time as f64, *known, None));
    }
    // The last period before the change is what all others are compared with: no difference by definition.
    let place = found.steps.iter().filter(|step| step.0 < REFERENCE).count();
    estimate.insert(place, (REFERENCE as f64, Some(0.0), Some((0.0, 0.0))));
    truth.insert(place, (REFERENCE as f64, Some(0.0), None));
    let panel = Panel {
        label: format!("{}, difference", outcome.label),
        unit: unit(outcome).into(),
        zero: true,
        series: vec![course(0, "truth", truth), course(1, "estimate", estimate)],
    };
    let form = Form::Courses {
        x: Axis::new("periods since the change", frame.period()),
        panels: vec![panel],
        marks: vec![mark("first period in the new way".into(), 0.0)],
    };
    let title =
        format!("{}: {}", frame.whose(shown), finding(found, unit(outcome), chance::is_there(shown.truth)));
    let mut figure = frame.figure("around", shown, title, form, table(found));
    figure.scenarios = scenarios(["the truth", "mean estimate of all repetitions"]);
    figure.note = note(frame, found);
    let each =
        found.steps.iter().map(|(time, of, _)| format!("{time}: {}", chance::said(*of, unit(outcome))));
    figure.alternative =
        format!("{}. Estimates by period: {}.", figure.title, each.collect::<Vec<_>>().join("; "));
    Some(figure)
}

/// The event time that is compared with.
const REFERENCE: i64 = -1;

/// Whether there is something before the change, and how large the effect gets, where there `is_one`.
fn finding(found: &Course, unit: &str, is_one: bool) -> String {
    let n = found.steps.iter().map(|step| step.1.n).max().unwrap_or(0);
    if chance::few(n) {
        return format!("{} what happens around the change (n = {n})", chance::TOO_FEW);
    }
    let (leads, lags): (Vec<&Step>, Vec<&Step>) = found.steps.iter().partition(|step| step.0 < 0);
    let off = leads.iter().copied().filter(|step| chance::off_zero_among(step.1, leads.len()));
    let before = match largest(off) {
        Some((time, of, _)) => format!(
            "trends already differ before the change, by {} {} before it",
            chance::signed(*of, unit),
            counted(time.unsigned_abs(), "period")
        ),
        None if leads.is_empty() => "whether trends differ before the change cannot be seen".into(),
        None => "before the change nothing is told apart from 0".into(),
    };
    let after = match largest(lags.into_iter()).filter(|step| chance::off_zero(step.1)) {
        Some((time, of, truth)) => {
            let truth = truth
                .map_or_else(String::new, |truth| format!(", the truth {}{}", short(truth), spaced(unit)));
            let when = format!("{} since", counted(time.unsigned_abs(), "period"));
            let what = if is_one { "effect" } else { "estimate" };
            format!("the {what} is largest at {when}, {}{truth}", chance::said(*of, unit))
        }
        None if is_one => "no effect is told apart from 0 after it".into(),
        None => "no estimate is told apart from 0 after it".into(),
    };
    format!("{before}; {after}")
}

/// Periods since the change, the estimate, and the truth.
type Step = (i64, Simulated, Option<f64>);

fn largest<'a>(steps: impl Iterator<Item = &'a Step>) -> Option<&'a Step> {
    steps.max_by(|a, b| a.1.value.abs().total_cmp(&b.1.value.abs()))
}

fn note(frame: &Frame<'_>, found: &Course) -> String {
    let mut words = String::from(
        "Two-way fixed effects with an effect for each period since the change, mean over all repetitions. The last period \
         before it is 0 by definition: all others are compared with it. Late periods are known from the clinics that began \
         early.",
    );
    if let Some(test) = found.pre_trend {
        words.push_str(&format!(
            " The test that trends were parallel before the change rejects in {} of repetitions; by chance alone it should in \
             {} %.",
            chance::percent(test),
            whole(1.0 - frame.evaluation.file.level)
        ));
    }
    if found.negative_weights > 0.0 {
        words.push_str(&format!(
            " One mean effect by two-way fixed effects would give {} of the clinic-periods in the new way a negative weight \
             (sum {}): where effects grow, it is not the mean effect.",
            super::count(found.negative_weights),
            numbers::short(found.negative_sum, 2)
        ));
    }
    words + &frame.left_out()
}

fn table(found: &Course) -> Table {
    let mut table = Table::new(&["periods since the change", "estimate", "low", "high", "truth", "n"]);
    for (time, of, truth) in &found.steps {
        let mut row = vec![Cell::Number(*time as f64)];
        row.extend(chance::cells(Some(*of)));
        row.extend([Cell::number(*truth), chance::n(Some(*of))]);
        table.rows.push(row);
    }
    table
}
