//! `cliniq trace FILE --against OTHER`: the same case in two scenarios with the same random numbers, side by side. A
//! case is known by its identity, which belongs to where it came from and never to the scenario.

mod choice;
mod course;
mod document;
mod matching;
mod parting;
mod reason;
mod table;
mod telling;
mod wanted;

use std::path::Path;

use super::{Args, find_patient, path, stretch};
use crate::cli::{cases, output};
use crate::clinic::trace::Entry;
use crate::clinic::{Model, Parameters};
use crate::error::Error;
use crate::replay::clock::{Clock, midnight};
use crate::replay::log::Log;
use crate::replay::protect;
use crate::scenario::{Loaded, Override};
use choice::{Pair, choose, gap};
use course::courses;
use telling::Telling;
use wanted::Wanted;

/// Cases that came in the stretch are followed for so many days more, as far as the run goes: what came on its last day
/// has an end too.
const FOLLOW_DAYS: u64 = 14;

/// Runs both scenarios and tells what differs.
///
/// # Errors
/// All faults of both files; [`Error::Refused`] for what is not there, for scenarios whose days are not the same, and
/// where real people would be told of.
pub(super) fn execute(args: &Args, other: &Path, overrides: &[Override]) -> Result<(), Error> {
    let loaded = cases::load_files(&[args.file.clone(), other.to_owned()], overrides)?;
    let arms: Vec<_> = loaded.iter().map(cases::arm).collect();
    let models = [0, 1].map(|i| &arms[i].case.model);
    let labels = labels(&loaded);
    let wanted = Wanted { kind: args.kind.clone(), patient: args.patient };
    if let Some(kind) = &wanted.kind {
        Wanted::check(kind, models)?;
    }
    if let Some(number) = wanted.patient {
        find_patient(models[0], number)?;
    }
    for i in [0, 1] {
        protect(&arms[i].case, None)?;
    }
    let clock = shared_clock(models, &labels, loaded[0].parameters.run.warmup_weeks)?;
    let (from, until) = stretch(args, &clock)?;
    say_rollouts(&loaded, &labels, &clock, from, "--from");
    let end = (until + FOLLOW_DAYS).min(clock.days());
    let seed = loaded[0].parameters.run.seed;
    let run = |i: usize| {
        let stretch = (midnight(from), midnight(end));
        Log::run(&loaded[i].name, models[i], (seed, args.replication), clock.clone(), stretch)
    };
    let [first, second] = std::thread::scope(|scope| {
        let second = scope.spawn(|| run(1));
        let first = run(0);
        [first, second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))]
    });
    let telling = Telling {
        logs: [&first, &second],
        labels: [&labels[0], &labels[1]],
        wanted,
        days: (clock.day_name(from), clock.day_name(until - 1)),
    };
    let told = match &args.case {
        Some(case) => telling.of_case(&find(telling.logs, case)?),
        None => {
            let choice = choose(telling.logs, &telling.wanted, (midnight(from), midnight(until)));
            match args.list {
                Some(number) => telling.list(&choice, number as usize),
                None => telling.most(&choice),
            }
        }
    };
    if args.json { output::print_json(&told.json) } else { output::print(&told.text) }
}

/// What the scenarios are called: by their names, or where these are the same, by their files.
pub(super) fn labels(loaded: &[Loaded<Parameters>]) -> [String; 2] {
    let [first, second] = [&loaded[0], &loaded[1]];
    if first.name != second.name {
        return [first.name.clone(), second.name.clone()];
    }
    match first.file != second.file {
        true => [first.file.clone(), second.file.clone()],
        false => [first.name.clone(), format!("{} again", first.name)],
    }
}

/// The days that both runs have.
fn shared_clock(models: [&Model; 2], labels: &[String; 2], warmup_weeks: u32) -> Result<Clock, Error> {
    let [first, second] = models.map(|model| Clock::new(&model.time));
    if models[0].time.calendar != models[1].time.calendar {
        return Err(Error::Refused(
            "one scenario runs in hours and one in weeks: give both run.hours, or none".to_owned(),
        ));
    }
    if !first.agrees_with(&second) {
        return Err(Error::Refused(format!(
            "{} and {} do not have the same days: run.warmup_weeks or calendar.start_date differs; give both the same, \
             for example --set run.warmup_weeks={}",
            labels[0], labels[1], warmup_weeks
        )));
    }
    Ok(first.until_end_of(&second))
}

/// Says which changes do not work in full on the first day of the stretch; `option` takes another day.
pub(super) fn say_rollouts(
    loaded: &[Loaded<Parameters>],
    labels: &[String],
    clock: &Clock,
    from: u64,
    option: &str,
) {
    let week = (from as f64 - clock.first_measured() as f64) / 7.0;
    for (scenario, label) in loaded.iter().zip(labels) {
        for (name, change) in &scenario.parameters.interventions {
            let (_, last) = change.rollout.begins(scenario.parameters.clinics.keys());
            let full = (last + change.rollout.ramp_weeks).ceil();
            if full > week {
                output::say(&format!(
                    "note: {label}: `{name}` works in full only from week {full} on: {option} w{full}.mon tells of such \
                     a week"
                ));
            }
        }
    }
}

/// The pair of the case that a text names.
fn find<'l>(logs: [&'l Log; 2], text: &str) -> Result<Pair<'l>, Error> {
    let known: Vec<&Entry> = logs
        .iter()
        .flat_map(|log| log.entries.iter().chain(log.turns.iter().map(|turn| &turn.entry)))
        .filter(|entry| entry.class != "rest")
        .collect();
    let case = path::find_case(text, &known)?.value();
    let pair = logs.map(|log| courses(log).remove(&case).unwrap_or_default());
    let gap = gap(logs, &Wanted::default(), &pair);
    Ok(Pair { case, courses: pair, gap })
}
