//! What a comparison with uncertain inputs shows: differences with both intervals, which alternative is the best buy at which
//! threshold, and what it would be worth to know more.

use super::{Decision, Difference, Inputs, LEVEL, Question, present};
use crate::document::{Axis, Bar, Course, Figure, Form, Interval, IntervalRow, Panel, Scenario, Table};
use crate::experiment::figures::study::{MOST_ROWS, Origin, short, spaced, words_of};
use crate::experiment::numbers::{between, grouped};
use crate::experiment::tables::better;
use crate::statistics::Estimate;
use crate::statistics::uncertainty::Verdict;

/// Alternatives beside the baseline that are told apart in one figure.
const AT_ONCE: usize = 4;
/// Thresholds that are told apart in one figure.
const THRESHOLDS: usize = 4;

/// All figures.
pub fn all(question: &Question, found: &Inputs, origin: &Origin) -> Vec<Figure> {
    let others: Vec<usize> = (1..question.alternatives.len()).collect();
    let mut figures: Vec<Figure> =
        others.chunks(AT_ONCE).filter_map(|some| differences(question, found, some, origin)).collect();
    figures.extend(curves(question, found, origin));
    figures.extend(worth(question, found, origin));
    figures
}

fn scenarios(question: &Question) -> Vec<Scenario> {
    question.alternatives.iter().map(|name| Scenario { name: name.clone() }).collect()
}

/// Differences from the baseline: chance alone, and inputs with chance.
fn differences(
    question: &Question,
    found: &Inputs,
    alternatives: &[usize],
    origin: &Origin,
) -> Option<Figure> {
    let drawn = |d: &&Difference| alternatives.contains(&d.alternative);
    let row = |measure: usize| {
        let of = &question.measures[measure];
        let marks: Vec<Interval> = found
            .differences
            .iter()
            .filter(drawn)
            .filter(|d| d.measure == measure)
            .filter_map(mark)
            .collect();
        let (label, unit) = words_of(of);
        let (name, better) = (of.name.clone(), better(of.better));
        (!marks.is_empty()).then_some(IntervalRow { group: String::new(), name, label, unit, better, marks })
    };
    let rows: Vec<IntervalRow> = (0..question.measures.len()).take(MOST_ROWS).filter_map(row).collect();
    if rows.is_empty() {
        return None;
    }
    let told: Vec<String> = alternatives.iter().map(|a| survives(question, found, *a)).collect();
    let table = present::differences(question, found);
    let title = told.join("; ");
    let mut figure = origin.figure("differences", title, Form::Intervals { rows }, table);
    figure.scenarios = scenarios(question);
    figure.note = format!(
        "Two intervals, one upon the other: the thick line is chance alone, the interval of the mean over {} draws of the inputs; \
         the thin line with ends is inputs and chance together, which holds {} % of what to expect when the inputs are not known. \
         More runs shorten the thick line only; the thin one takes better knowledge of the inputs. A filled mark keeps its sign \
         over the inputs, a hollow one does not or is not clear.",
        found.draws,
        100.0 * LEVEL
    );
    Some(figure)
}

fn mark(difference: &Difference) -> Option<Interval> {
    let found = difference.found.as_ref()?;
    let half = found.chance.half_width;
    Some(Interval {
        scenario: difference.alternative,
        mean: found.mean,
        low: half.map(|half| found.mean - half),
        high: half.map(|half| found.mean + half),
        input_low: Some(found.both.0).filter(|end| end.is_finite()),
        input_high: Some(found.both.1).filter(|end| end.is_finite()),
        clear: found.sign.verdict == Verdict::SignSurvives && !present::nothing(found),
        words: match present::nothing(found) {
            true => "no difference".into(),
            false => format!(
                "{}, sign as shown {:.0} %",
                present::verdict(found.sign.verdict),
                100.0 * found.sign.probability
            ),
        },
    })
}

/// Of how many measures the sign survives what is not known.
fn survives(question: &Question, found: &Inputs, alternative: usize) -> String {
    let of: Vec<&super::TwoLevel> = found
        .differences
        .iter()
        .filter(|d| d.alternative == alternative)
        .filter_map(|d| d.found.as_ref())
        .filter(|found| !present::nothing(found))
        .collect();
    let sure = of.iter().filter(|found| found.sign.verdict == Verdict::SignSurvives).count();
    let name = &question.alternatives[alternative];
    format!(
        "{name}: the sign of {sure} of {} differences survives what is not known about the inputs",
        of.len()
    )
}

/// How often each alternative is the best buy, and what it brings, over what a unit of the effect may be worth.
fn curves(question: &Question, found: &Inputs, origin: &Origin) -> Option<Figure> {
    let Decision::Money { effect, cost, .. } = &question.decision else { return None };
    let mut order: Vec<usize> = (0..found.curves.len()).collect();
    order.sort_by(|a, b| found.curves[*a].threshold.total_cmp(&found.curves[*b].threshold));
    let title = best_buys(question, found, &order)?;
    let x: Vec<f64> = order.iter().map(|at| found.curves[*at].threshold).collect();
    let of = |alternative: usize, value: &dyn Fn(usize) -> Option<Estimate>| {
        let found: Vec<Option<Estimate>> = order.iter().map(|at| value(*at)).collect();
        banded(alternative, &x, &found)
    };
    let share = |alternative: usize| {
        of(alternative, &|at| {
            let mean = found.curves[at].probability[alternative];
            Some(Estimate { mean, half_width: None, level: LEVEL, n: found.curves[at].draws })
        })
    };
    let benefit = |alternative: usize| of(alternative, &|at| found.levels[at][alternative]);
    let all = || 0..question.alternatives.len();
    let (_, money) = words_of(&question.measures[*cost]);
    let panels = vec![
        Panel {
            label: "Share of draws in which it is the best buy".into(),
            unit: String::new(),
            zero: true,
            series: all().map(share).collect(),
        },
        Panel {
            label: format!("Expected net benefit above {}", question.alternatives[0]),
            unit: money.clone(),
            zero: true,
            series: all().map(benefit).collect(),
        },
    ];
    let (label, unit) = words_of(&question.measures[*effect]);
    let of = if unit.is_empty() { label } else { format!("{label}, in {unit}") };
    let form =
        Form::Courses { x: Axis::new(format!("worth of a unit of: {of}"), money), panels, marks: Vec::new() };
    let table = present::curves(question, found);
    let mut figure = origin.figure("acceptability", title, form, table);
    figure.scenarios = scenarios(question);
    figure.note = format!(
        "Left: acceptability, over draws of the inputs, chance taken out. Right: the mean over draws with its interval of chance \
         ({} %); the highest line at a threshold is the frontier, which is what to choose there. An alternative may be best \
         on average and not best most often.",
        100.0 * LEVEL
    );
    Some(figure)
}

/// Which alternative is the best buy on average, from which threshold to which, and where that is within chance.
fn best_buys(question: &Question, found: &Inputs, order: &[usize]) -> Option<String> {
    let first = *order.first()?;
    let money = |at: usize| grouped(&short(found.curves[at].threshold));
    let mut told = vec![(found.curves[first].optimal, first, first)];
    for &at in &order[1..] {
        let (best, _, last) = told.last_mut().expect("there is one from the start");
        if *best == found.curves[at].optimal {
            *last = at;
        } else {
            told.push((found.curves[at].optimal, at, at));
        }
    }
    let words = told.iter().map(|(best, from, to)| match from == to {
        true => format!("{} at {}", question.alternatives[*best], money(*from)),
        false => format!("{} from {} to {}", question.alternatives[*best], money(*from), money(*to)),
    });
    let words = words.collect::<Vec<_>>().join(", ");
    let unclear: Vec<String> = order.iter().filter(|at| found.unclear[**at]).map(|at| money(*at)).collect();
    let chance = match unclear.is_empty() {
        true => String::new(),
        false => format!("; within chance at {}: more replications are needed", unclear.join(", ")),
    };
    Some(format!("Best buy by what a unit of the effect is worth: {words}{chance}"))
}

/// A course with an outer band only.
fn banded(scenario: usize, x: &[f64], found: &[Option<Estimate>]) -> Course {
    let end = |sign: f64| {
        let of = |e: &Option<Estimate>| e.and_then(|e| e.half_width.map(|half| e.mean + sign * half));
        found.iter().map(of).collect::<Vec<_>>()
    };
    Course {
        scenario,
        name: String::new(),
        x: x.to_vec(),
        mean: found.iter().map(|e| e.map(|e| e.mean)).collect(),
        low50: vec![None; x.len()],
        high50: vec![None; x.len()],
        low95: end(-1.0),
        high95: end(1.0),
    }
}

/// What it would be worth to know the factors before deciding, all of them and each alone.
fn worth(question: &Question, found: &Inputs, origin: &Origin) -> Option<Figure> {
    let all = |w: &super::Worth| w.all.as_ref().map_or(f64::NEG_INFINITY, |all| all.value);
    let mut shown: Vec<&super::Worth> = found.worth.iter().collect();
    shown.sort_by(|a, b| all(b).total_cmp(&all(a)));
    let left_out = shown.len().saturating_sub(THRESHOLDS);
    shown.truncate(THRESHOLDS);
    let greatest = *shown.first()?;
    shown.sort_by(|a, b| a.threshold.partial_cmp(&b.threshold).unwrap_or(std::cmp::Ordering::Equal));
    let (label, unit) = match &question.decision {
        Decision::Measure { measure, .. } => words_of(&question.measures[*measure]),
        Decision::Money { cost, .. } => {
            ("What it is worth to know".into(), words_of(&question.measures[*cost]).1)
        }
    };
    let mut order: Vec<usize> = (0..question.factors.len()).collect();
    let alone = |factor: usize| greatest.each[factor].map_or(f64::NEG_INFINITY, |known| known.value);
    order.sort_by(|a, b| alone(*b).total_cmp(&alone(*a)));
    let together = Bar {
        label: "all factors".into(),
        values: shown.iter().map(|w| w.all.as_ref().map(|all| (all.value, None, None))).collect(),
    };
    let each = order.iter().take(MOST_ROWS).map(|factor| Bar {
        label: question.factors[*factor].clone(),
        values: shown
            .iter()
            .map(|w| w.each[*factor].map(|known| (known.value, Some(known.low), Some(known.high))))
            .collect(),
    });
    let rows: Vec<Bar> = std::iter::once(together).chain(each).collect();
    let series = shown.iter().map(|w| match w.threshold {
        Some(threshold) => format!("a unit is worth {}", grouped(&short(threshold))),
        None => "worth of knowing".into(),
    });
    let form = Form::Bars { x: Axis::new(label, &unit), series: series.collect(), rows };
    let first = order.first().and_then(|factor| Some((*factor, greatest.each[*factor]?)));
    let title = finding(question, greatest, first, &unit);
    let table: Table = present::worth(question, found);
    let mut figure = origin.figure("information", title, form, table);
    let more =
        if left_out > 0 { format!(" {left_out} more thresholds stand in the table.") } else { String::new() };
    figure.note = format!(
        "{} What is worth little need not be measured before deciding. Intervals are of {} %; that of all factors has a standard \
         error only, in the table. Estimated from few draws, one factor may seem worth more than all.{more}",
        present::unit_of_worth(question),
        100.0 * LEVEL
    );
    Some(figure)
}

fn finding(
    question: &Question,
    greatest: &super::Worth,
    first: Option<(usize, crate::statistics::uncertainty::Evppi)>,
    unit: &str,
) -> String {
    let at = greatest
        .threshold
        .map_or(String::new(), |t| format!(" (where a unit is worth {})", grouped(&short(t))));
    let all = greatest.all.as_ref().map_or(0.0, |all| all.value);
    if all <= 0.0 {
        return "Nothing that could be learnt about these inputs would change the decision".into();
    }
    let each = first.filter(|(_, known)| known.value > 0.0).map_or(String::new(), |(factor, known)| {
        let (value, interval) = between(known.value, Some(known.low), Some(known.high));
        let value = format!("{} [{}]", grouped(&value), grouped(&interval));
        format!("; most of {} alone: {value}{}", question.factors[factor], spaced(unit))
    });
    format!(
        "To know all factors before deciding is worth up to {}{}{at}{each}",
        grouped(&short(all)),
        spaced(unit)
    )
}
