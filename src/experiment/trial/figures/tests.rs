//! The figures of a trial study show its numbers.

mod told;

use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use super::super::analysis::Analysis;
use super::super::conduct::Given;
use super::super::evaluate::evaluate;
use super::super::file::{LeadingFile, TransferFile, VarianceFile};
use super::super::leading::{Lags, Strongest};
use super::super::sources::{InVariant, Jackknifed};
use super::super::study::{Asked, read};
use super::super::toy::{HusseyHughes, ToyCase};
use super::super::transfer::Transferred;
use super::super::verdict::{Simulated, Worth};
use super::super::{Task, planning};
use super::*;
use crate::declaration::{Faults, Section};
use crate::document::{Cell, Phase};
use crate::error::Error;
use crate::statistics::figure::{Figure as OfAnswers, Kind};
use crate::statistics::trial::Nested;
use crate::store::Folder;
use crate::system::Setting;

/// A drift upward that an analysis without periods, or of those who changed alone, takes for the change.
const STUDY: &str = r#"
schema = 1
replications = 24
period_weeks = 2

[hussey_hughes]
clusters = 6
people = 10
drift_per_period = 2.0
effect = -1.5

[outcomes.y]
response = "y"

[designs.wedge]
clusters = 4
analyses = ["mixed", "mixed_without_periods", "permutation"]
[designs.wedge.stepped_wedge]

[designs.volunteers]
clusters = 2
analyses = ["changes", "pre_post"]
[designs.volunteers.difference_in_differences]

[meta]
design = "volunteers"
analysis = "changes"
trials = 4
"#;

static CONDUCTED: LazyLock<Evaluation> = LazyLock::new(|| conducted(STUDY));

fn conducted(text: &str) -> Evaluation {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("toy.toml");
    std::fs::write(&path, text).expect("written");
    let study = read(&path).expect("no faults");
    let about = study.file.hussey_hughes.clone().expect("it is the toy");
    let periods = study.longest(about.clusters as usize).expect("designs");
    let build = |settings: &[Setting]| {
        ToyCase::new(&about, periods, study.file.period_weeks, settings).map_err(Error::Failed)
    };
    let stop = AtomicBool::new(false);
    let given =
        Given { system: &HusseyHughes, study: &study, build: &build, digest: "t", threads: 2, stop: &stop };
    let task = Task::new(&given).expect("the toy has all of it");
    let kept = Folder::take_for_trial(&folder.path().join("out"), "figures\n").expect("a new folder");
    evaluate(&task, &kept.records(), &mut ()).expect("it was conducted")
}

fn origin() -> Origin {
    Origin { command: "cliniq trial toy.toml".into(), foot: "n = 24 · seed 1".into() }
}

fn section(evaluation: &Evaluation, title: &str) -> Vec<Figure> {
    let found = all(evaluation, &origin()).into_iter().find(|(name, _)| name == title);
    found.map(|(_, figures)| figures).unwrap_or_default()
}

fn share(value: f64, n: usize) -> Option<Simulated> {
    let error = Some((value * (1.0 - value) / n as f64).sqrt());
    Some(Simulated { value, error, n })
}

fn worth_of(evaluation: &Evaluation, analysis: Analysis) -> Worth {
    let worths = evaluation.shown.iter().flat_map(|shown| &shown.worths);
    worths.into_iter().find(|worth| worth.analysis == analysis).expect("it was asked for").clone()
}

#[test]
fn every_figure_says_what_was_found_and_has_a_table() {
    let titles: Vec<String> = all(&CONDUCTED, &origin()).into_iter().map(|(title, _)| title).collect();
    assert_eq!(
        titles,
        [
            "Estimate against truth",
            "How sure it says it is",
            "Which design sees what",
            "Around the change",
            "How large, how long",
            "What a literature would say",
            "Who changes when",
        ]
    );
    for (section, figures) in all(&CONDUCTED, &origin()) {
        for figure in figures {
            assert!(!figure.table.rows.is_empty(), "{section}: {}", figure.id);
            let wide = figure.table.rows.iter().all(|row| row.len() == figure.table.columns.len());
            assert!(wide, "{section}: {}", figure.id);
            assert!(figure.title.contains(|c: char| c.is_ascii_digit()), "{section}: {}", figure.title);
            assert!(!figure.foot.is_empty() && !figure.alternative.is_empty() && !figure.note.is_empty());
        }
    }
}

#[test]
fn a_grid_has_its_clinics_by_name_in_the_order_of_their_begins() {
    let mut evaluation = CONDUCTED.clone();
    let shown = &mut evaluation.shown[0];
    shown.clusters = vec![1, 2, 4, 5];
    shown.example.starts = vec![Some(3), Some(1), Some(4), Some(2)];
    let mean = |cluster: u32| {
        let cell = |row: &&crate::statistics::trial::Row| row.cluster == cluster && row.period == 2;
        let values: Vec<f64> = shown.example.rows.iter().filter(cell).map(|row| row.value).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let (second, fourth) = (mean(1), mean(3));
    let figures = section(&evaluation, "Who changes when");
    let Form::Grid(grid) = &figures[0].form else { panic!("a grid") };
    let labels: Vec<&str> = grid.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["cluster-3", "cluster-6", "cluster-2", "cluster-5"]);
    let states: Vec<Phase> = grid.rows[1].cells.iter().map(|cell| cell.state).collect();
    assert_eq!(states, [Phase::Before, Phase::Before, Phase::After, Phase::After, Phase::After]);
    let near = |found: Option<f64>, value: f64| (found.expect("observed") - value).abs() < 1e-9;
    assert!(near(grid.rows[0].cells[2].value, second) && near(grid.rows[1].cells[2].value, fourth));
    assert_eq!(figures[0].title, "wedge: 4 clinics cross over one after the other in 5 periods of 2 weeks");
    assert!(figures[1].title.contains("2 of 6 clinics change together in period 3"), "{}", figures[1].title);
    evaluation.designs[0].kind = {
        let super::super::design::Kind::SteppedWedge(of) = &evaluation.designs[0].kind else { panic!() };
        super::super::design::Kind::SteppedWedge(super::super::file::SteppedWedge {
            sequences: Some(2),
            ..of.clone()
        })
    };
    evaluation.shown[0].example.transition = 1;
    let figures = section(&evaluation, "Who changes when");
    let Form::Grid(grid) = &figures[0].form else { panic!("a grid") };
    assert_eq!(grid.rows[0].cells[1].state, Phase::Transition);
    assert!(figures[0].title.contains("in 2 groups one after the other"), "{}", figures[0].title);
}

#[test]
fn who_is_off_the_truth_is_filled_and_named() {
    let figures = section(&CONDUCTED, "Estimate against truth");
    let Form::Intervals { rows } = &figures[0].form else { panic!("intervals") };
    let marks = &rows[0].marks;
    assert_eq!(marks.iter().map(|mark| mark.clear).collect::<Vec<_>>(), [false, true, false]);
    let naive = worth_of(&CONDUCTED, Analysis::MixedWithoutPeriods);
    let bias = naive.bias.expect("it answers");
    assert_eq!((marks[1].mean, marks[1].low), (bias.value, bias.interval().map(|ends| ends.0)));
    assert!(bias.value > 1.0, "the drift is taken for the change: {}", bias.value);
    assert_eq!(rows.len(), 1, "24 trials are too few for a range of 95 % of them");
    assert_eq!(figures[0].table.rows[1][6], Cell::Empty);
    assert_eq!(figures[0].scenarios[marks[1].scenario].name.split(':').next(), Some("mixed_without_periods"));
    let title = &figures[0].title;
    assert!(title.starts_with("wedge, y: off the truth of -1.5"), "{title}");
    assert!(title.contains("is mixed_without_periods by +") && title.contains("other 2 are not"), "{title}");
    assert!(!figures[0].note.contains("The truth of"), "all look for the same: {}", figures[0].note);
    let mut evaluation = CONDUCTED.clone();
    for worth in &mut evaluation.shown[0].worths {
        worth.findings = worth.findings.repeat(2);
    }
    let ranged = section(&evaluation, "Estimate against truth").remove(0);
    let Form::Intervals { rows } = &ranged.form else { panic!("intervals") };
    let truth = naive.truth.expect("it is known").value;
    let off: Vec<f64> = naive.findings.iter().flatten().map(|of| of.estimate - truth).collect();
    let twice = off.repeat(2);
    assert_eq!(rows[1].marks[1].low, crate::statistics::quantile(&twice, 0.025));
    assert_eq!(rows[1].marks[1].high, crate::statistics::quantile(&twice, 0.975));
    for worth in &mut evaluation.shown[0].worths {
        worth.bias = worth.bias.map(|of| Simulated { n: 9, ..of });
    }
    let few = section(&evaluation, "Estimate against truth").remove(0).title;
    assert!(few.contains("too few repetitions to tell") && few.ends_with("(n = 9)"), "{few}");
    let mut evaluation = CONDUCTED.clone();
    evaluation.shown[0].worths[0].analysis = Analysis::GroupTime;
    evaluation.shown[0].worths[2].bias = None;
    let note = section(&evaluation, "Estimate against truth").remove(0).note;
    assert!(note.contains("The truth of group_time is the mean over what was observed while"), "{note}");
    assert!(note.contains("No answer: permutation"), "{note}");
}

#[test]
fn what_is_off_its_level_stands_in_the_title_and_power_where_nothing_is() {
    let mut evaluation = CONDUCTED.clone();
    let worths = &mut evaluation.shown[0].worths;
    worths.truncate(1);
    (worths[0].coverage, worths[0].power, worths[0].false_alarms) =
        (share(1.0, 24), share(0.5, 24), share(0.0, 24));
    let figures = section(&evaluation, "How sure it says it is");
    assert!(figures[0].title.contains("mixed sees the effect in 50 % ["), "{}", figures[0].title);
    let mut nothing = evaluation.clone();
    nothing.shown[0].truth = Some(Simulated { value: 0.2, error: Some(0.1), n: 24 });
    let title = section(&nothing, "How sure it says it is").remove(0).title;
    assert!(title.contains("mixed finds an effect that is not there in 50 % ["), "{title}");
    let Form::Bars { rows, .. } = &figures[0].form else { panic!("bars") };
    let (value, low, high) = rows[0].values[0].expect("it has a coverage");
    assert_eq!((value, high), (100.0, Some(100.0)));
    // Wilson's lower end for 24 of 24 is n / (n + z²).
    assert!((low.expect("an end") - 100.0 * 24.0 / (24.0 + 3.841_458_8)).abs() < 1e-6, "{low:?}");
    evaluation.shown[0].worths[0].coverage = share(0.75, 24);
    let title = &section(&evaluation, "How sure it says it is")[0].title;
    assert!(title.contains("off the level: coverage of mixed (75 % [") && title.contains("place of 95 %"));
}

#[test]
fn the_course_has_its_reference_and_says_whether_trends_differed() {
    let mut evaluation = CONDUCTED.clone();
    let of = |value| Simulated { value, error: Some(0.1), n: 24 };
    let place = evaluation.shown.iter().position(|shown| shown.course.is_some()).expect("a wedge");
    let course = evaluation.shown[place].course.as_mut().expect("it is there");
    course.steps = vec![
        (-2, of(0.2), Some(0.0)),
        (0, of(-1.0), Some(-1.1)),
        (1, of(-2.0), Some(-2.25)),
        (2, of(-1.9), None),
    ];
    let figure = section(&evaluation, "Around the change").remove(0);
    let Form::Courses { panels, marks, .. } = &figure.form else { panic!("courses") };
    let [truth, estimate] = panels[0].series.as_slice() else { panic!("two courses") };
    assert_eq!(estimate.x, [-2.0, -1.0, 0.0, 1.0, 2.0]);
    assert_eq!(estimate.mean[..3], [Some(0.2), Some(0.0), Some(-1.0)]);
    assert_eq!(truth.mean[2..], [Some(-1.1), Some(-2.25), None]);
    assert_eq!((truth.name.as_str(), marks[0].from), ("truth", 0.0));
    assert_eq!(estimate.low95[3], of(-2.0).interval().map(|ends| ends.0));
    assert!(figure.title.contains("before the change nothing is told apart from 0"), "{}", figure.title);
    assert!(figure.title.contains("the effect is largest at 1 period since, -2.0"), "{}", figure.title);
    assert!(figure.title.ends_with("the truth -2.25"), "{}", figure.title);
    let mut nothing = evaluation.clone();
    nothing.shown[place].truth = Some(Simulated { value: 0.0, error: Some(0.0), n: 24 });
    let title = section(&nothing, "Around the change").remove(0).title;
    assert!(title.contains("the estimate is largest at 1 period since"), "{title}");
    let course = evaluation.shown[place].course.as_mut().expect("it is there");
    course.steps[0].1 = of(0.5);
    let title = &section(&evaluation, "Around the change")[0].title;
    assert!(title.contains("trends already differ before the change, by +0.5"), "{title}");
    assert!(title.contains("2 periods before it"), "{title}");
    // Of one lead 3.1 errors are enough; of many they are not.
    let lead = |value| (-2, of(value), Some(0.0));
    let title = |steps: Vec<_>| {
        let mut evaluation = evaluation.clone();
        evaluation.shown[place].course.as_mut().expect("it is there").steps = steps;
        section(&evaluation, "Around the change").remove(0).title
    };
    assert!(title(vec![lead(0.31)]).contains("trends already differ"));
    let many = [vec![lead(0.31)], (3..15).map(|time| (-time, of(0.0), Some(0.0))).collect()].concat();
    assert!(title(many).contains("nothing is told apart from 0"));
}

#[test]
fn power_by_size_marks_what_is_wanted_beside_what_was_simulated() {
    let mut evaluation = CONDUCTED.clone();
    let of = Simulated { value: 1.0, error: Some(0.1), n: 24 };
    evaluation.sizing = vec![None; evaluation.shown.len()];
    evaluation.sizing[0] = Some(planning::Sizing {
        between: of,
        within: of,
        effect: -1.5,
        by_clusters: vec![(4, 0.41), (6, 0.6), (8, 0.81)],
        by_periods: vec![(5, 0.41), (9, 0.7)],
        clusters_needed: Some(8),
        periods_needed: None,
    });
    evaluation.shown[0].worths[0].power = share(0.5, 24);
    let figures = section(&evaluation, "How large, how long");
    assert_eq!(figures.len(), 2);
    let Form::Courses { panels, marks, .. } = &figures[0].form else { panic!("courses") };
    assert_eq!(panels[0].series[0].mean, [Some(41.0), Some(60.0), Some(81.0)]);
    assert_eq!(marks[0].from, 8.0);
    let standing = &panels[0].series[1];
    assert_eq!((standing.x.clone(), standing.mean[3]), (vec![4.0; 4], Some(50.0)));
    assert!(standing.mean[0] < Some(40.0) && standing.mean[1] > Some(60.0) && standing.mean[2].is_none());
    let title = &figures[0].title;
    assert!(title.contains("80 % power takes 8 clinics over 5 periods; with 4 clinics it is 41 %"));
    assert!(title.contains("50 % [") && title.ends_with("simulated (mixed)"), "{title}");
    let mut other = evaluation.clone();
    other.shown[0].worths[0].power = share(0.95, 24);
    let title = section(&other, "How large, how long").remove(0).title;
    assert!(
        title.starts_with("Closed form does not hold here: wedge, y, in closed form 80 % power"),
        "{title}"
    );
    let Form::Courses { marks, .. } = &figures[1].form else { panic!("courses") };
    assert!(
        marks.is_empty()
            && figures[1].title.contains("no number of periods that was looked at has 80 % power"),
        "{}",
        figures[1].title
    );
}

#[test]
fn designs_are_compared_where_there_are_two_and_false_alarms_count_against_power() {
    let mut evaluation = CONDUCTED.clone();
    for worth in evaluation.shown.iter_mut().flat_map(|shown| &mut shown.worths) {
        (worth.power, worth.false_alarms) = (None, None);
    }
    evaluation.shown[0].worths[0].power = share(0.9, 100);
    evaluation.shown[0].worths[0].false_alarms = share(0.05, 100);
    evaluation.shown[1].worths[0].power = share(0.3, 100);
    evaluation.shown[1].worths[0].false_alarms = share(0.06, 100);
    let figures = section(&evaluation, "Which design sees what");
    assert!(figures[0].title.contains("wedge sees the effect most often, in 90"), "{}", figures[0].title);
    assert_eq!(figures[0].table.rows[1][6], Cell::Number(30.0));
    let Form::Intervals { rows } = &figures[1].form else { panic!("intervals") };
    let bias = evaluation.shown[1].worths[0].bias.expect("it answers").value;
    assert_eq!((rows[0].marks.len(), rows[0].marks[1].mean), (2, bias));
    evaluation.shown[0].worths[0].false_alarms = share(0.4, 100);
    let title = section(&evaluation, "Which design sees what").remove(0).title;
    assert!(title.contains("volunteers sees the effect in 30"), "{title}");
    assert!(title.ends_with("wedge does not keep its level"), "{title}");
    let other = evaluation.shown[0].worths[2].analysis;
    evaluation.shown[0].worths[2].power = share(0.7, 100);
    evaluation.shown[0].worths[2].false_alarms = share(0.05, 100);
    let figure = section(&evaluation, "Which design sees what").remove(0);
    assert!(figure.title.contains("wedge sees the effect most often, in 70"), "{}", figure.title);
    let Form::Bars { rows, .. } = &figure.form else { panic!("bars") };
    assert!(rows[0].label.ends_with(&format!("by {}", other.name())), "{}", rows[0].label);
    evaluation.shown.retain(|shown| shown.design == 0);
    assert!(section(&evaluation, "Which design sees what").is_empty(), "one design is compared with nothing");
}

#[test]
fn published_trials_alone_are_seen_to_overstate() {
    let mut evaluation = CONDUCTED.clone();
    let of = |value| Some(Simulated { value, error: Some(0.1), n: 12 });
    let literature = &mut evaluation.literature[0];
    literature.truth = of(-1.5);
    (literature.pools[0].estimate, literature.pools[0].bias) = (of(-1.4), of(0.1));
    (literature.pools[1].estimate, literature.pools[1].bias) = (of(-2.5), of(-1.0));
    let figure = section(&evaluation, "What a literature would say").remove(0);
    let Form::Intervals { rows } = &figure.form else { panic!("intervals") };
    let marks: Vec<(f64, bool)> = rows[0].marks.iter().map(|mark| (mark.mean, mark.clear)).collect();
    assert_eq!(marks, [(0.1, false), (-1.0, true)]);
    assert!(figure.title.contains("published trials alone overstate the effect"), "{}", figure.title);
    evaluation.literature[0].pools[1].bias = of(-1.0).map(|of| Simulated { n: 6, ..of });
    let title = section(&evaluation, "What a literature would say").remove(0).title;
    assert!(title.contains("too few meta-analyses to tell"), "{title}");
    evaluation.literature[0].pools[1].bias = of(1.0);
    let title = section(&evaluation, "What a literature would say").remove(0).title;
    assert!(title.contains("understate the effect"), "{title}");
    evaluation.literature[0].pools[1].bias = None;
    let title = section(&evaluation, "What a literature would say").remove(0).title;
    assert!(title.contains("too few trials are published"), "{title}");
}
