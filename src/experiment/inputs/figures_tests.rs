//! The figures of a comparison with uncertain inputs show the numbers of its tables.

use super::figures::all;
use super::{Decision, Numbers, Question, analyze, present};
use crate::document::{Cell, Form};
use crate::experiment::figures::study::Origin;
use crate::system::{Better, Measure};

fn measure(name: &str, unit: &str) -> Measure {
    Measure {
        name: name.into(),
        label: format!("Label of {name}"),
        unit: unit.into(),
        per: "year".into(),
        better: Better::Lower,
        source: String::new(),
    }
}

/// Two alternatives: the second has less of the effect where the factor is great, and costs more.
fn asked() -> (Question, Numbers) {
    let draws = 40;
    let inputs: Vec<f64> = (0..draws).map(|draw| f64::from(draw) / 39.0).collect();
    let chance = [0.0, 0.02, -0.03, 0.01];
    let table = |value: &dyn Fn(f64) -> f64| -> Vec<Vec<f64>> {
        let of_draw =
            |x: &f64| chance.iter().enumerate().map(|(r, c)| value(*x) + c * (1.0 + x + r as f64)).collect();
        inputs.iter().map(of_draw).collect()
    };
    let numbers = vec![
        vec![table(&|_| 10.0), table(&|_| 100.0)],
        vec![table(&|x| 12.0 - 5.0 * x), table(&|x| 103.0 + x)],
    ];
    let question = Question {
        alternatives: vec!["now".into(), "then".into()],
        measures: vec![measure("effect", "minutes"), measure("cost", "US$")],
        factors: vec!["x".into()],
        inputs: vec![inputs],
        ordered: vec![true],
        decision: Decision::Money { effect: 0, higher: false, cost: 1, thresholds: vec![0.0, 5.0] },
    };
    (question, numbers)
}

#[test]
fn both_intervals_the_curves_and_the_worth_are_those_of_the_tables() {
    let (question, numbers) = asked();
    let found = analyze(&question, &numbers);
    let origin = Origin { command: "cliniq compare".into(), foot: "n".into() };
    let figures = all(&question, &found, &origin);
    let ids: Vec<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids, ["differences", "acceptability", "information"]);
    let Form::Intervals { rows } = &figures[0].form else { panic!("intervals") };
    let mark = &rows[0].marks[0];
    let of = found.differences[0].found.as_ref().expect("it is defined");
    assert_eq!((mark.input_low, mark.input_high), (Some(of.both.0), Some(of.both.1)));
    assert_eq!(mark.low, of.chance.half_width.map(|half| of.mean - half));
    assert!(mark.input_high > mark.high && !mark.clear, "inputs widen it, and the sign depends on them");
    assert_eq!(figures[0].table, present::differences(&question, &found));
    let Form::Courses { panels, .. } = &figures[1].form else { panic!("courses") };
    assert_eq!(panels[0].series[1].x, [0.0, 5.0]);
    assert_eq!(panels[0].series[1].mean[1], Some(found.curves[1].probability[1]));
    assert_eq!(panels[1].series[1].mean[1], found.levels[1][1].map(|e| e.mean));
    let Form::Bars { rows, series, .. } = &figures[2].form else { panic!("bars") };
    assert_eq!((rows.len(), series.len()), (2, 2));
    let known = found.worth[1].each[0].expect("it is defined");
    assert_eq!(rows[1].values[1], Some((known.value, Some(known.low), Some(known.high))));
    assert!(figures[2].table.rows.iter().any(|row| row.contains(&Cell::Number(known.value))));
    assert!(figures[2].title.contains("is worth up to"), "{}", figures[2].title);
}
