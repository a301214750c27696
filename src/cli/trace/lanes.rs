//! `cliniq trace FILE --lanes`: a day of a clinic, a row for each person, alone or beside the same day in another scenario.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::pair::{labels, say_rollouts};
use super::{Args, rows};
use crate::cli::{cases, output};
use crate::clinic::Case;
use crate::error::Error;
use crate::experiment;
use crate::replay::clock::Clock;
use crate::replay::{self, Arm, Course, Picked, Scene, Which};
use crate::scenario::Override;

/// Runs one scenario or two and tells the day.
///
/// # Errors
/// All faults of the files; [`Error::Refused`] for a day or a clinic that is not there, for scenarios whose days are not the
/// same, and where real people would be told of.
pub(super) fn execute(args: &Args, overrides: &[Override]) -> Result<(), Error> {
    let files: Vec<PathBuf> = std::iter::once(&args.file).chain(&args.against).cloned().collect();
    let loaded = cases::load_files(&files, overrides)?;
    let arms: Vec<_> = loaded.iter().map(cases::arm).collect();
    for arm in &arms {
        replay::protect(&arm.case, None)?; // before anything is run
    }
    let names = match loaded.as_slice() {
        [one] => vec![one.name.clone()],
        two => labels(two).to_vec(),
    };
    let clock = Clock::new(&arms[0].case.model.time);
    let run = (loaded[0].parameters.run.seed, args.replication);
    let which = replay::which(&clock, "--day", args.day.as_deref().unwrap_or("typical"))?;
    let courses = courses(&arms, run, which);
    let picked = pick(which, &courses[0], args.clinic.as_deref(), &names[0])?;
    say_rollouts(&loaded, &names, &clock, picked.day, "--day");
    let worlds = courses.iter().zip(&names).enumerate();
    let worlds: Vec<Arm> = worlds.map(|(scenario, (course, name))| Arm { name, course, scenario }).collect();
    let scene = replay::lanes(&worlds, args.clinic.as_deref(), &picked)?;
    if args.json {
        output::print_json(&document(&scene, &names))
    } else {
        output::print(&rows::text(&scene, &names))
    }
}

/// The runs of all scenarios, each in a thread of its own; a day that is named needs none before its own.
fn courses(arms: &[experiment::Arm<Case>], run: (u64, u32), which: Which) -> Vec<Course<'_>> {
    if let Which::Day(_) = which {
        return arms.iter().map(|arm| Course::still_to_run(&arm.case, run)).collect();
    }
    std::thread::scope(|scope| {
        let courses: Vec<_> =
            arms.iter().map(|arm| scope.spawn(move || Course::of(&arm.case, run))).collect();
        let courses = courses.into_iter();
        courses.map(|course| course.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// The day that is asked for.
fn pick(which: Which, course: &Course, clinic: Option<&str>, name: &str) -> Result<Picked, Error> {
    let model = &course.case().model;
    let clinic = replay::clinic(model, clinic)?;
    match which {
        Which::Day(day) => Ok(replay::named(model, day, clinic)),
        Which::Typical | Which::Bad => Ok(replay::days(course, clinic)?.pick(which, name)),
    }
}

fn document(scene: &Scene, names: &[String]) -> Value {
    let lanes = serde_json::to_value(&scene.lanes).expect("lanes are plain data");
    let mut document = json!({
        "schema": "cliniq.trace.lanes/1",
        "scenarios": names,
        "seed": scene.run.0,
        "replication": scene.run.1,
        "day_name": scene.day_name,
        "patients_seen": scene.seen,
    });
    if let (Some(document), Value::Object(lanes)) = (document.as_object_mut(), lanes) {
        document.extend(lanes);
    }
    document
}
