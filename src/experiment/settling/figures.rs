//! What a study of run length shows: how each measure settles, and how many replications a precision takes.

use super::{Row, Settling, Verdict, WINDOWS, present, tables};
use crate::document::{Axis, Bar, Cell, Course, Figure, Form, Mark, Panel, Scenario, Table};
use crate::experiment::figures::study::{MOST_MEASURES, MOST_ROWS, Origin, words_of};
use crate::experiment::words::shortened;

/// Half windows of the moving averages that are drawn beside the weekly means.
const DRAWN: [usize; 2] = [5, 13];

/// All figures.
pub fn all(result: &Settling, origin: &Origin) -> Vec<Figure> {
    [welch(result, origin), warmups(result, origin), replications(result, origin)]
        .into_iter()
        .flatten()
        .collect()
}

/// Weekly means over the replications and their moving averages, with the weeks that are left out.
fn welch(result: &Settling, origin: &Origin) -> Option<Figure> {
    let rows: Vec<&Row> = result.rows.iter().take(MOST_MEASURES).collect();
    let panels: Vec<Panel> = rows.iter().filter_map(|row| panel(row)).collect();
    if panels.is_empty() {
        return None;
    }
    let form = Form::Courses { x: Axis::new("week of the run", ""), panels, marks: marks(result) };
    let mut figure =
        origin.figure("welch", sentence(present::verdict(result)), form, welch_table(result, &rows));
    figure.scenarios = std::iter::once("mean of each week".to_owned())
        .chain(DRAWN.iter().map(|window| format!("moving average of {} weeks", 2 * window + 1)))
        .map(|name| Scenario { name })
        .collect();
    figure.note = format!(
        "Means over {} replications that begin empty (Welch). A measure has settled where its smooth line has become level; \
         the verdicts are those of a rule (MSER-5), not of the eye. Moving averages have no value in the last weeks of the \
         run.{}",
        result.replications,
        left_out(result.rows.len(), MOST_MEASURES)
    );
    Some(figure)
}

/// A title ends without a stop.
fn sentence(words: String) -> String {
    words.trim_end_matches('.').to_owned()
}

fn left_out(all: usize, shown: usize) -> String {
    match all.saturating_sub(shown) {
        0 => String::new(),
        more => format!(" {more} more measures stand in the tables."),
    }
}

fn panel(row: &Row) -> Option<Panel> {
    let means: Vec<f64> = row.weekly.iter().map(|week| week.mean).collect();
    let mut series = vec![course(0, &means)];
    for (place, window) in DRAWN.iter().enumerate() {
        let smoothed = WINDOWS.iter().position(|known| known == window).map(|at| &row.smoothed[at])?;
        series.push(course(place + 1, smoothed));
    }
    let defined = series.iter().flat_map(|one| &one.mean).any(Option::is_some);
    let (label, unit) = words_of(&row.measure);
    defined.then_some(Panel { label, unit, zero: false, series })
}

/// A course of single numbers, without bands.
fn course(scenario: usize, values: &[f64]) -> Course {
    let none = vec![None; values.len()];
    Course {
        scenario,
        name: String::new(),
        x: (0..values.len()).map(|week| week as f64).collect(),
        mean: values.iter().map(|value| Some(*value).filter(|value| value.is_finite())).collect(),
        low50: none.clone(),
        high50: none.clone(),
        low95: none.clone(),
        high95: none,
    }
}

fn marks(result: &Settling) -> Vec<Mark> {
    let mark = |label: &str, week: u32| Mark {
        scenario: None,
        label: label.into(),
        from: f64::from(week),
        full: None,
        until: None,
    };
    let own = result.warmup_weeks;
    match result.warmup() {
        Some(weeks) if weeks == own => {
            vec![mark("the scenario's warm-up ends; the slowest has settled", own)]
        }
        Some(weeks) => {
            vec![
                mark("the scenario's warm-up ends", own),
                mark("the slowest of the measures has settled", weeks),
            ]
        }
        None => vec![mark("the scenario's warm-up ends", own)],
    }
}

/// What is drawn, as a table; all windows stand in `welch.csv`.
fn welch_table(result: &Settling, rows: &[&Row]) -> Table {
    let whole = tables::welch(result);
    let named = |row: &&Vec<Cell>| rows.iter().any(|shown| row[1] == Cell::text(&shown.measure.name));
    Table { rows: whole.rows.iter().filter(named).cloned().collect(), columns: whole.columns }
}

/// The warm-up that each measure needs, beside the scenario's.
fn warmups(result: &Settling, origin: &Origin) -> Option<Figure> {
    let known: Vec<&Row> = result.rows.iter().filter(|row| row.warmup.is_ok()).collect();
    if known.is_empty() {
        return None;
    }
    let weeks = |row: &&&Row| row.warmup.map(f64::from).unwrap_or(f64::NAN);
    let bar = |row: &&Row| Bar {
        label: row.measure.label.clone(),
        values: vec![
            Some((weeks(&row), row.single.least.map(|w| w as f64), row.single.most.map(|w| w as f64))),
            Some((f64::from(result.warmup_weeks), None, None)),
        ],
    };
    let rows = known.iter().take(MOST_ROWS).map(bar).collect();
    let series = vec!["needed".into(), "the scenario's own".into()];
    let form = Form::Bars { x: Axis::new("warm-up", "weeks"), series, rows };
    let late: Vec<&str> = known
        .iter()
        .filter(|row| row.verdict(result.warmup_weeks) == Verdict::TooShort)
        .map(|row| row.measure.label.as_str())
        .collect();
    let own = result.warmup_weeks;
    let title = match late.is_empty() {
        true => {
            format!("{own} weeks of warm-up are enough for {} measures of which it is known", known.len())
        }
        false => format!("{own} weeks of warm-up are too few for: {}", shortened(&late)),
    };
    let mut figure = origin.figure("warmups", title, form, tables::settling(result));
    figure.note = "The bar is what the rule finds in the mean over all replications; the line reaches from the least to the \
                   most that it finds in single ones, which wander more: it is a range, no interval."
        .into();
    figure.foot = format!("{} · the range is of single replications", origin.foot);
    Some(figure)
}

/// The replications that each measure takes.
fn replications(result: &Settling, origin: &Origin) -> Option<Figure> {
    let mut known: Vec<&Row> = result.rows.iter().filter(|row| row.needed.is_some()).collect();
    known.sort_by_key(|row| std::cmp::Reverse(row.needed.as_ref().and_then(|of| of.replications)));
    let bar = |row: &&Row| {
        let value = |n: Option<usize>| n.map(|n| (n as f64, None, None));
        let of = row.needed.as_ref();
        Bar {
            label: row.measure.label.clone(),
            values: vec![value(of.and_then(|of| of.replications)), value(of.and_then(|of| of.cautious))],
        }
    };
    let rows: Vec<Bar> = known.iter().take(MOST_ROWS).map(bar).collect();
    if rows.is_empty() {
        return None;
    }
    let wanted = format!("for ± {} % of the mean", present::percent(result.precision));
    let form = Form::Bars {
        x: Axis::new("replications needed", ""),
        series: vec![wanted, "with caution".into()],
        rows,
    };
    let mut figure =
        origin.figure("replications", sentence(present::replications(result)), form, tables::needed(result));
    figure.note = "What it takes to know each mean so well. With caution: if this pilot was quieter than usual by chance. A \
                   measure without a bar is out of reach. Differences between scenarios take fewer: they are paired."
        .into();
    Some(figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::settling::{Averaged, Goal, Truncations, Unsettled, needed};
    use crate::system::{Better, Measure};

    fn row(name: &str, warmup: Result<u32, Unsettled>) -> Row {
        let weeks = 120;
        let measure = Measure {
            name: name.into(),
            label: format!("Label of {name}"),
            unit: "minutes".into(),
            per: "day".into(),
            better: Better::Lower,
            source: String::new(),
        };
        let mean = |week: usize| if week == 3 { f64::NAN } else { week as f64 };
        Row {
            measure,
            weekly: (0..weeks).map(|week| Averaged { mean: mean(week), n: 4 }).collect(),
            smoothed: WINDOWS.iter().map(|w| (0..weeks).map(|week| (week * w) as f64).collect()).collect(),
            warmup,
            settled_mean: 1.0,
            single: Truncations { settled: 4, unsettled: 0, least: Some(0), median: Some(5), most: Some(9) },
            needed: needed(&[1.0, 2.0, 3.0], Goal::Relative(0.1), 0.95),
        }
    }

    fn result() -> Settling {
        Settling {
            name: "base".into(),
            file: "base.toml".into(),
            seed: 1,
            replications: 4,
            failed: Vec::new(),
            weeks: 120,
            warmup_weeks: 4,
            summary: (4, 120),
            precision: 0.1,
            level: 0.95,
            rows: vec![row("a", Ok(9)), row("b", Err(Unsettled::NeverDefined))],
            notes: Vec::new(),
        }
    }

    #[test]
    fn the_figures_show_the_numbers_of_the_tables() {
        let origin = Origin { command: "cliniq runlength base.toml".into(), foot: "n = 4".into() };
        let result = result();
        let figures = all(&result, &origin);
        let ids: Vec<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
        assert_eq!(ids, ["welch", "warmups", "replications"]);
        let Form::Courses { panels, marks, .. } = &figures[0].form else { panic!("courses") };
        assert_eq!((panels.len(), panels[0].series.len()), (2, 3));
        assert_eq!(panels[0].series[0].mean[2..5], [Some(2.0), None, Some(4.0)]);
        assert_eq!(panels[0].series[1].mean[2], Some(10.0), "the window of 5");
        assert_eq!(marks.iter().map(|mark| mark.from).collect::<Vec<_>>(), [4.0, 9.0]);
        let Form::Bars { rows, .. } = &figures[1].form else { panic!("bars") };
        assert_eq!(rows.len(), 1, "only what is known");
        assert_eq!(rows[0].values[0], Some((9.0, Some(0.0), Some(9.0))));
        let Form::Bars { rows, .. } = &figures[2].form else { panic!("bars") };
        let of = result.rows[0].needed.as_ref().and_then(|of| of.replications).expect("in reach");
        assert_eq!(rows[0].values[0], Some((of as f64, None, None)));
        assert!(figures[1].title.contains("too few for: Label of a"), "{}", figures[1].title);
    }
}
