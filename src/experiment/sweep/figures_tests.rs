//! The figures of a sweep show its numbers.

use super::cells::Cells;
use super::figures::{along, over_pairs};
use crate::document::{Cell, Form};
use crate::experiment::figures::study::{FactorWords, Origin};
use crate::statistics::estimate;
use crate::system::{Better, Measure};

fn measure(name: &str, better: Better) -> Measure {
    Measure {
        name: name.into(),
        label: format!("Label of {name}"),
        unit: "minutes".into(),
        per: "day".into(),
        better,
        source: String::new(),
    }
}

fn origin() -> Origin {
    Origin { command: "cliniq sweep x.toml".into(), foot: "n".into() }
}

/// A grid of 3 × 2 points, 4 replications each; the measure grows along the first factor and falls along the second.
fn grid() -> Cells {
    let places: Vec<Vec<f64>> = (0..6).map(|p| vec![f64::from(p / 2), f64::from(p % 2)]).collect();
    let chance = [0.0, 0.3, -0.2, 0.1];
    let of_point = |point: &Vec<f64>| chance.iter().map(|c| 10.0 + 5.0 * point[0] - point[1] + c).collect();
    Cells {
        factors: vec![FactorWords::named("a"), FactorWords::named("b")],
        values: vec![places.iter().map(of_point).collect()],
        places,
        measures: vec![measure("y", Better::Lower)],
    }
}

#[test]
fn courses_and_maps_hold_the_means_of_the_points() {
    let cells = grid();
    let figures = along(&cells, &origin());
    assert_eq!(figures.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), ["along-a", "along-b"]);
    let Form::Courses { panels, .. } = &figures[0].form else { panic!("courses") };
    let found = estimate(&cells.values[0][3], 0.95).expect("four runs");
    let course = &panels[0].series[1];
    assert_eq!((course.mean[1], panels[0].series.len()), (Some(found.mean), 2), "b = 1 at a = 1");
    assert_eq!(course.low95[1], found.half_width.map(|half| found.mean - half));
    assert_eq!(figures[0].scenarios[1].name, "b 1");
    assert!(
        figures[0].title.starts_with("Label of y: up by 10"),
        "paired, chance falls out: {}",
        figures[0].title
    );
    let maps = over_pairs(&cells, &origin());
    let Form::Heat(map) = &maps[0].form else { panic!("a map") };
    assert_eq!((map.xs.clone(), map.ys.clone()), (vec![0.0, 1.0, 2.0], vec![0.0, 1.0]));
    assert_eq!(map.values[1][1], Some(found.mean));
    assert_eq!(map.chosen, Some((0, 1)), "less is better");
    assert_eq!(maps[0].table.rows[4][2], Cell::Number(found.mean));
    assert!(maps[0].note.contains("Not told apart from it: 0 of the 5 others"), "{}", maps[0].note);
}

#[test]
fn a_replication_that_failed_somewhere_counts_for_no_mean_over_points() {
    let mut cells = grid();
    cells.values[0][0][2] = f64::NAN;
    let column = cells.column(0, &[0, 1]);
    assert!(column[2].is_nan() && column[3].is_finite());
    let Form::Heat(map) = &over_pairs(&cells, &origin())[0].form else { panic!("a map") };
    let left: Vec<f64> = cells.values[0][0].iter().copied().filter(|value| !value.is_nan()).collect();
    assert_eq!(map.values[0][0], estimate(&left, 0.95).map(|e| e.mean));
}

#[test]
fn what_is_not_crossed_or_has_too_many_values_is_not_drawn() {
    let mut cells = grid();
    cells.places = (0..6).map(|p| vec![f64::from(p), f64::from(p)]).collect();
    assert!(over_pairs(&cells, &origin()).is_empty(), "a diagonal is no map");
    let many = 200;
    cells.places = (0..many).map(|p| vec![f64::from(p), 0.0]).collect();
    cells.values = vec![(0..many).map(|p| vec![f64::from(p)]).collect()];
    assert!(along(&cells, &origin()).is_empty(), "two hundred levels are a cloud");
}
