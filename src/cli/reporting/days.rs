//! The chapter of days: a typical and a bad day in lanes, and how work is spread over people. All of replication 0.

use crate::clinic::Case;
use crate::document::{Cell, Figure, Form, Lorenz, Part, Scenario, Table};
use crate::error::Error;
use crate::experiment::Arm;
use crate::replay::{self, Course, Picked, Which};

/// So many scenarios are shown in lanes beside the baseline: each pair of worlds is some hundred kilobytes.
const SHOWN: usize = 1;
/// Scenarios whose loads stand in one figure.
const LOADS: usize = 5;

/// Runs replication 0 of each scenario once more, and tells its days; where they may not or cannot be told, says why.
pub(super) fn parts(arms: &[Arm<Case>], seed: u64, command: &str) -> Vec<Part> {
    if !arms[0].case.model.time.calendar {
        return vec![Part::Paragraph("This system runs in hours and has no days to show.".into())];
    }
    let courses = courses(arms, seed);
    let mut parts = Vec::new();
    let mut say = |told: Result<Vec<Part>, Error>| match told {
        Ok(more) => parts.extend(more),
        Err(error) => parts.push(Part::Paragraph(format!("Not shown: {error}."))),
    };
    say(lanes(arms, &courses, command));
    say(load(arms, &courses, seed, command).map(|figure| vec![Part::Figure(Box::new(figure))]));
    if arms.len() > SHOWN + 1 {
        parts.push(Part::Paragraph(
            "Days of the other scenarios: cliniq trace BASELINE.toml --lanes --day bad --against OTHER.toml"
                .into(),
        ));
    }
    parts.dedup();
    parts
}

/// The runs, each in a thread of its own.
fn courses<'a>(arms: &'a [Arm<Case>], seed: u64) -> Vec<Course<'a>> {
    std::thread::scope(|scope| {
        let runs: Vec<_> =
            arms.iter().map(|arm| scope.spawn(move || Course::of(&arm.case, (seed, 0)))).collect();
        let ended =
            runs.into_iter().map(|run| run.join().unwrap_or_else(|why| std::panic::resume_unwind(why)));
        ended.collect()
    })
}

/// A typical and a bad day of the baseline, beside the same day in the first scenarios.
fn lanes(arms: &[Arm<Case>], courses: &[Course<'_>], command: &str) -> Result<Vec<Part>, Error> {
    for arm in arms {
        replay::protect(&arm.case, None)?;
    }
    let model = &arms[0].case.model;
    let ranking = replay::days(&courses[0], replay::clinic(model, None)?)?;
    let names: Vec<String> = arms.iter().map(|arm| arm.name.clone()).collect();
    let mut parts = Vec::new();
    for which in [Which::Typical, Which::Bad] {
        let picked = ranking.pick(which, &names[0]);
        let others: Vec<usize> = (1..arms.len()).take(SHOWN).collect();
        let pairs: Vec<Vec<usize>> = match others.is_empty() {
            true => vec![vec![0]],
            false => others.into_iter().map(|other| vec![0, other]).collect(),
        };
        for (number, worlds) in pairs.iter().enumerate() {
            let mut figure = scene(courses, &names, worlds, &picked, command)?;
            if number > 0 {
                figure.id = format!("{}-{}", figure.id, number + 1);
            }
            parts.push(Part::Figure(Box::new(figure)));
        }
    }
    Ok(parts)
}

fn scene(
    courses: &[Course<'_>],
    names: &[String],
    worlds: &[usize],
    picked: &Picked,
    command: &str,
) -> Result<Figure, Error> {
    let shown: Vec<replay::Arm> = worlds
        .iter()
        .map(|&scenario| replay::Arm { name: &names[scenario], course: &courses[scenario], scenario })
        .collect();
    let scene = replay::lanes(&shown, None, picked)?;
    Ok(replay::figure(&scene, names, command))
}

/// How minutes worked are spread over clinicians; nobody is named.
fn load(arms: &[Arm<Case>], courses: &[Course<'_>], seed: u64, command: &str) -> Result<Figure, Error> {
    let rows: Vec<Lorenz> = courses
        .iter()
        .take(LOADS)
        .enumerate()
        .map(|(scenario, course)| replay::load(course, scenario, None))
        .collect::<Result<_, _>>()?;
    if rows.iter().any(|row| row.values.len() < 2) {
        return Err(Error::Refused("fewer than two clinicians have a load to compare".into()));
    }
    let mut table = Table::new(&["scenario", "place, least first", "minutes a week", "Gini coefficient"]);
    for row in &rows {
        for (place, minutes) in row.values.iter().enumerate() {
            let name = Cell::text(&arms[row.scenario].name);
            let place = Cell::Count(place as u64 + 1);
            table.rows.push(vec![name, place, Cell::Number(*minutes), Cell::Number(row.gini)]);
        }
    }
    let told = rows.iter().map(|row| format!("{:.3} in {}", row.gini, arms[row.scenario].name));
    let title = format!(
        "How unevenly clinicians' work is spread, Gini coefficient of one run: {}",
        told.collect::<Vec<_>>().join(", ")
    );
    Ok(Figure {
        id: "load".into(),
        alternative: title.clone(),
        title,
        note: "0 is the same for all. Nobody is named: places are by load, in each scenario anew. Minutes are of all weeks of the \
               summary, so who came late or left early has few; load_gini, where it is measured, is another number: per clinic and \
               week, of those who are there."
            .into(),
        foot: format!("n = 1 run (replication 0) · seed {seed} · no interval"),
        command: command.to_owned(),
        scenarios: arms.iter().map(|arm| Scenario { name: arm.name.clone() }).collect(),
        form: Form::Lorenz { rows, x: replay::load_axis() },
        table,
    })
}
