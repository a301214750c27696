//! The shipped library of interventions and bundles: every file says what it asks and on what it rests, is read without
//! faults, acts, and runs to an end with its books in order.

#[path = "support/clinic.rs"]
mod support;

use cliniq::clinic::intervention::{ABOUT, Dose, Intervention as _, KINDS};
use cliniq::clinic::levers::Relief;
use cliniq::clinic::parameters::check::check;
use cliniq::clinic::{Parameters, Simulation};
use cliniq::engine::model::run as go;
use cliniq::engine::random::Seed;
use cliniq::scenario::shipped::{self, Shipped};
use cliniq::scenario::{Loaded, load_shipped};
use support::case_of;

/// The files about one intervention, and those about several.
fn library() -> impl Iterator<Item = &'static Shipped> {
    let folders = ["interventions/", "bundles/"];
    shipped::all().iter().filter(move |file| folders.iter().any(|folder| file.name.starts_with(folder)))
}

fn load(file: &Shipped, overrides: &[String]) -> Loaded<Parameters> {
    load_shipped::<Parameters>(file.name, overrides, check)
        .unwrap_or_else(|faults| panic!("{}:\n{faults}", file.name))
}

/// The comment with which a file opens.
fn comment(file: &Shipped) -> String {
    let lines = file.text.lines().map_while(|line| line.strip_prefix('#'));
    lines.collect::<Vec<_>>().join("\n")
}

/// The words with which a part of the comment begins: at the begin of a line.
fn has_part(comment: &str, words: &str) -> bool {
    comment.lines().any(|line| line.trim_start().starts_with(words))
}

#[test]
fn every_file_opens_with_what_it_asks_and_rests_on() {
    for file in library() {
        let comment = comment(file);
        for words in ["Question", "Sources", "Look at", "Evidence"] {
            assert!(has_part(&comment, words), "{}: the opening comment says no `{words}`", file.name);
        }
        let loaded = load(file, &[]);
        assert!(!loaded.heading.notes.sources.is_empty(), "{}: [notes] names no sources", file.name);
    }
}

#[test]
fn every_kind_has_a_file_in_the_folder_of_its_group() {
    for (kind, about) in KINDS.iter().zip(ABOUT) {
        let name = format!("interventions/{}/{}.toml", about.group.words().1, kind.replace('_', "-"));
        let file = shipped::find(&name).unwrap_or_else(|| panic!("there is no {name}"));
        let parameters = load(file, &[]).parameters;
        let used = parameters.interventions.values().any(|change| change.kinds().contains(kind));
        assert!(used, "{name} does not use {kind}");
    }
}

/// The file as a run of two weeks, after one of warm-up, in which all its interventions begin at once and end after the first.
fn short(file: &Shipped) -> Loaded<Parameters> {
    let mut overrides: Vec<String> =
        ["run.weeks=2", "run.warmup_weeks=1", "run.period=none"].map(str::to_owned).to_vec();
    for name in load(file, &[]).parameters.interventions.keys() {
        for set in ["start_week=0", "ramp_weeks=0", "end_week=1"] {
            overrides.push(format!("interventions.{name}.rollout.{set}"));
        }
    }
    load(file, &overrides)
}

#[test]
fn every_file_runs_and_ends_with_its_books_in_order() {
    for file in library() {
        let case = case_of(&short(file));
        let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(1, 0));
        go(&mut simulation, &mut calendar, case.model.time.end);
        simulation.check(calendar.now());
        let left = simulation.world.levers[0].moved(&case.model.neutral);
        assert!(left.is_empty(), "{}: levers {left:?} stay moved after the end", file.name);
        assert!(simulation.world.requests.asked > 0, "{}: nobody asks", file.name);
    }
}

/// No intervention of the library is without any effect on who does what: ten years after its begin, so that delays are over.
#[test]
fn every_intervention_of_the_library_acts() {
    for file in library() {
        let case = case_of(&load(file, &[]));
        for active in &case.model.interventions {
            let mut levers = case.model.neutral.clone();
            active.kind.pull(Dose { share: 1.0, weeks: 520.0 }, &mut levers);
            let acts = levers != case.model.neutral
                || !active.sessions.is_empty()
                || active.relief != Relief::default();
            assert!(acts, "{}: {} changes nothing", file.name, active.name);
        }
    }
}
