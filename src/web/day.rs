//! A day in lanes, of the pinned scenario and of the last one.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::crew::Crew;
use super::library::Library;
use super::question::{self, Asked, Question, Refusal};
use crate::error::Error;
use crate::replay::clock::Clock;
use crate::replay::{self, Course, Which};
use crate::report::figure;

/// Which day of which scenarios.
#[derive(Debug, Clone, Deserialize)]
pub struct Day {
    /// The scenario that is changed.
    base: String,
    /// Master seed.
    #[serde(default = "first")]
    seed: u64,
    /// Scenarios, the pinned baseline first.
    arms: Vec<Asked>,
    /// `typical`, `bad`, or the name of a day.
    #[serde(default = "typical")]
    day: String,
}

fn first() -> u64 {
    1
}

fn typical() -> String {
    "typical".into()
}

/// The figure, and the names of the days that may be asked for.
///
/// # Errors
/// Faults of the scenarios; why a day cannot or may not be told. Also where it is told to stop, which nobody reads.
pub fn tell(library: &Library, crew: &Crew, asked: &Day, stop: &AtomicBool) -> Result<Json, Refusal> {
    let question = Question {
        question: 0,
        base: asked.base.clone(),
        seed: asked.seed,
        replications: Some(1),
        arms: asked.arms.clone(),
    };
    let ready = question::prepare(library, &question, 1)?;
    let words = |error: Error| Refusal::Words(error.to_string());
    let last = ready.arms.len() - 1;
    let worlds: Vec<usize> = if last == 0 { vec![0] } else { vec![0, last] };
    let names: Vec<String> = ready.arms.iter().map(|arm| arm.name.clone()).collect();
    for world in &worlds {
        replay::protect(&ready.arms[*world].case, None).map_err(words)?;
    }
    let model = &ready.arms[0].case.model;
    let (clock, clinic) = (Clock::new(&model.time), replay::clinic(model, None).map_err(words)?);
    let which = replay::which(&clock, "day", &asked.day).map_err(words)?;
    let arms: Vec<_> = worlds.iter().map(|world| &ready.arms[*world]).collect();
    let vouched = crew.vouch(&arms, asked.seed, stop);
    if !vouched.map_err(|message| Refusal::Words(format!("The run failed: {message}")))? {
        return Err(Refusal::gone());
    }
    let run = (asked.seed, 0);
    let mut courses: Vec<Course> = Vec::new();
    for world in &worlds {
        // a course cannot be stopped once it runs
        if stop.load(Ordering::Relaxed) {
            return Err(Refusal::gone());
        }
        courses.push(match which {
            // only the baseline's days are ranked, and a day that is named needs no ranking
            Which::Typical | Which::Bad if *world == 0 => Course::of(&ready.arms[0].case, run),
            _ => Course::still_to_run(&ready.arms[*world].case, run),
        });
    }
    let picked = match which {
        Which::Day(day) => replay::named(model, day, clinic),
        which => replay::days(&courses[0], clinic).map_err(words)?.pick(which, &names[0]),
    };
    let shown: Vec<replay::Arm> = worlds
        .iter()
        .zip(&courses)
        .map(|(world, course)| replay::Arm { name: &names[*world], course, scenario: *world })
        .collect();
    if stop.load(Ordering::Relaxed) {
        return Err(Refusal::gone());
    }
    let scene = replay::lanes(&shown, None, &picked).map_err(words)?;
    let days: Vec<String> =
        replay::working_days(model, clinic).into_iter().map(|day| clock.day_name(day)).collect();
    let drawn = replay::figure(&scene, &names, "cliniq trace BASELINE.toml --lanes --against OTHER.toml");
    Ok(json!({ "figure": figure::json(&drawn), "day": scene.day_name, "days": days }))
}
