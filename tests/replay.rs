//! A day in lanes is the log of that day: what it draws adds up, and looking at it changes nothing.
//!
//! Seeds are fixed; nothing here is a statement about chance.

use cliniq::cli::cases;
use cliniq::clinic::model::{ClinicId, Model};
use cliniq::clinic::trace::Level;
use cliniq::clinic::world::State;
use cliniq::clinic::{Case, Clinics, Simulation};
use cliniq::document::{Form, Lanes, World};
use cliniq::engine::model::run;
use cliniq::engine::random::Seed;
use cliniq::engine::time::{Span, Time};
use cliniq::replay::clock::{Clock, midnight};
use cliniq::replay::log::Log;
use cliniq::replay::{self, Arm, Course, Scene, Which};
use cliniq::scenario::Override;
use cliniq::system::{Outcome, System, Window};

/// Seed and replication of all runs here.
const RUN: (u64, u32) = (1, 0);

fn case(file: &str, more: &[&str]) -> Case {
    let file = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let settings = ["run.warmup_weeks=2", "run.weeks=4"].into_iter().chain(more.iter().copied());
    let overrides = Override::all(&settings.map(str::to_owned).collect::<Vec<_>>());
    cases::arm(&cases::load(&file, &overrides).expect("a shipped scenario")).case
}

fn lanes(cases: &[&Case], which: Which) -> Scene {
    let courses: Vec<Course> = cases.iter().map(|case| Course::of(case, RUN)).collect();
    let picked = replay::days(&courses[0], 0).expect("days").pick(which, "now");
    let named = ["now", "other"].into_iter().zip(&courses).enumerate();
    let arms: Vec<Arm> = named.map(|(scenario, (name, course))| Arm { name, course, scenario }).collect();
    replay::lanes(&arms, None, &picked).expect("nothing is refused")
}

/// The levels of a clinic counted from the cases alone: rooms in use, open messages, patients who wait.
fn recount(simulation: &Simulation, clinic: ClinicId) -> [u32; 3] {
    let here = || {
        simulation.world.cases.iter().filter(move |case| case.clinic == clinic && case.state != State::Free)
    };
    let rooms = here().filter(|case| case.room != u16::MAX && case.state != State::WaitsForRoom).count();
    let waiting = here()
        .filter(|case| case.patient)
        .filter(|case| matches!(case.state, State::WaitsForRoom | State::WaitsForStaff))
        .count();
    [rooms, here().filter(|case| case.message).count(), waiting].map(|number| number as u32)
}

fn level_at(log: &Log, clinic: ClinicId, level: Level, at: Time) -> u32 {
    let course = log.level(clinic, level);
    course.iter().take_while(|(change, _)| *change <= at).last().expect("it has a begin").1
}

fn check_levels(model: &Model, day: u64, hours: &[f64]) -> [u32; 3] {
    let clock = Clock::new(&model.time);
    let log = Log::run("", model, RUN, clock, (midnight(day), midnight(day + 1)));
    let (mut simulation, mut calendar) = Simulation::new(model, Seed::new(RUN.0, RUN.1));
    let mut most = [0; 3];
    for hour in hours {
        let at = midnight(day) + Span::hours(*hour);
        run(&mut simulation, &mut calendar, at);
        for clinic in 0..model.clinics.len() as ClinicId {
            let counted = recount(&simulation, clinic);
            let told =
                [Level::Rooms, Level::Inbox, Level::Waiting].map(|level| level_at(&log, clinic, level, at));
            assert_eq!(told, counted, "day {day}, {hour} h, clinic {clinic}");
            most = [0, 1, 2].map(|place| most[place].max(counted[place]));
        }
    }
    most
}

#[test]
fn levels_are_those_that_a_recount_of_all_cases_finds() {
    let hours: Vec<f64> = (0..96).map(|quarter| f64::from(quarter) / 4.0 + 0.111).collect();
    let most = check_levels(&case("baseline.toml", &[]).model, 22, &hours);
    assert!(most[0] > 3 && most[1] > 20 && most[2] > 1, "a day with something to count: {most:?}");
    check_levels(&case("second-ma.toml", &[]).model, 29, &hours);
    check_levels(&case("other-clinics/urgent-care.toml", &[]).model, 15, &hours);
}

/// The run of a course has copies of the world on the way; a day from the copy before it is that of a run from the start.
#[test]
fn a_day_looked_at_again_is_the_same_day() {
    let case = case("baseline.toml", &["run.weeks=11", "run.period=[1,11]"]);
    let (course, fresh) = (Course::of(&case, RUN), Course::still_to_run(&case, RUN));
    // in the warm-up, before the first copy, on its first day, within and after the last one
    for day in [8, 18, 21, 25, 49, 51, 80] {
        let picked = replay::named(&case.model, day, 0);
        let [again, alone] = [&course, &fresh].map(|course| {
            replay::lanes(&[Arm { name: "now", course, scenario: 0 }], None, &picked).expect("a day")
        });
        assert_eq!(again.lanes, alone.lanes, "day {day}");
        assert_eq!(again.lanes.worlds[0].people.len(), case.model.people.len());
    }
}

fn same_bits(watched: &Outcome, alone: &Outcome) {
    assert!(watched.same_bits(alone), "who is watched does the same");
}

#[test]
fn looking_changes_nothing() {
    for file in ["baseline.toml", "second-ma.toml"] {
        let case = case(file, &[]);
        let alone = Clinics.run(&[&case], Seed::new(RUN.0, RUN.1)).remove(0);
        let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(RUN.0, RUN.1));
        simulation.start_tally();
        simulation.start_trace(midnight(15), midnight(20));
        run(&mut simulation, &mut calendar, midnight(20));
        assert!(!simulation.end_trace(midnight(20)).expect("a log").entries.is_empty());
        run(&mut simulation, &mut calendar, case.model.time.end);
        simulation.check(calendar.now());
        same_bits(&simulation.record.outcome(&case.model), &alone);
    }
}

/// The definition of after hours is one: what days are ranked by adds up to the measure, and a day in lanes has its share.
#[test]
fn minutes_after_hours_are_those_of_the_measure_and_of_the_day() {
    let case = case("baseline.toml", &["run.period=[0,4]"]);
    let outcome = Clinics.run(&[&case], Seed::new(RUN.0, RUN.1)).remove(0);
    let measures = Clinics.measures(&case);
    let value = |name: &str| {
        let place = measures.iter().position(|measure| measure.name == name).expect("the baseline has it");
        outcome.value(Window::Summary, None, place)
    };
    let course = Course::of(&case, RUN);
    let tally = course.tally();
    let (from, until) = (14, 14 + 28);
    let told: u64 = tally.after_hours[0][from..until].iter().sum();
    // minutes of a full day and utilization of a role have the same denominator, and all its work is told by person
    let of_role = |role: &str| {
        let people = case.model.people.iter().zip(&tally.worked);
        let worked = people.filter(|(person, _)| case.model.roles[usize::from(person.role)].name == role);
        let worked: u64 = worked.map(|(_, micros)| micros).sum();
        let hours = 4.0 * value(&format!("role_hours_per_week.{role}"));
        assert!((worked as f64 / 3.6e9 / hours - 1.0).abs() < 1e-9, "{role}: {worked} µs, {hours} h");
        let after_hours = value(&format!("after_hours_minutes_per_day.{role}")) / case.model.time.full_day;
        worked as f64 * after_hours / value(&format!("utilization.{role}"))
    };
    let measured: f64 = ["physician", "app"].into_iter().map(of_role).sum();
    assert!(told > 0 && (told as f64 / measured - 1.0).abs() < 1e-9, "{told} told, {measured} measured");
}

fn check_world(case: &Case, world: &World, lanes: &Lanes, day: u64) {
    assert_eq!((lanes.evening_from, lanes.until), (1080.0, 1440.0));
    let course = Course::of(case, RUN);
    let by_tally = course.tally().after_hours[0][day as usize] as f64 / 60e6;
    assert!((by_tally - world.after_hours_minutes).abs() < 1e-6, "{by_tally}: {}", world.after_hours_minutes);
    for person in &world.people {
        for pair in person.pieces.windows(2) {
            assert!(pair[0].until <= pair[1].from, "{}: one thing at a time", person.name);
        }
        for piece in &person.pieces {
            let inside = |at: &f64| (piece.from..=piece.until).contains(at);
            assert!(lanes.from <= piece.from && piece.from < piece.until && piece.until <= lanes.until);
            assert!(piece.ticks.iter().all(inside), "{}: {piece:?}", person.name);
            match piece.letter {
                'L' | 'H' => assert_eq!(piece.case, 0, "nobody's case: {piece:?}"),
                'A' => (), // of a patient, or of the clock
                _ => assert!(piece.case > 0, "{piece:?}"),
            }
        }
    }
    for course in [&world.rooms, &world.inbox, &world.waiting] {
        assert_eq!(course[0].0, 0.0, "a level is known from midnight on");
        assert!(course.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 != pair[1].1));
    }
    let pieces = || world.people.iter().flat_map(|person| &person.pieces);
    assert!(pieces().any(|piece| !piece.ticks.is_empty()), "somebody is interrupted");
    assert!(pieces().any(|piece| piece.home && piece.from > 1140.0), "somebody works at home in the evening");
    assert!(world.rooms.iter().all(|(_, number)| *number <= world.all_rooms));
}

#[test]
fn a_scene_has_everybody_and_the_same_patients_in_both_worlds() {
    let cases = [case("baseline.toml", &[]), case("second-ma.toml", &[])];
    let scene = lanes(&[&cases[0], &cases[1]], Which::Bad);
    let day = scene.picked.day;
    for (case, world) in cases.iter().zip(&scene.lanes.worlds) {
        check_world(case, world, &scene.lanes, day);
    }
    let [now, other] = [0, 1].map(|place| &scene.lanes.worlds[place]);
    let staff = cases[0].model.people.iter().filter(|person| person.reserve <= 0).count();
    assert_eq!(now.people.len(), staff, "who is away has a lane too");
    assert!(other.people.len() > staff, "and so has whom an intervention adds");
    assert!(now.people.iter().all(|person| person.team.starts_with("team ")));
    assert!(now.people.iter().map(|person| &person.team).is_sorted());
    // numbers are given in order of first appearance, and mean the same patient in both
    let patients = |world: &World| {
        let mut seen: Vec<(u32, String)> = world
            .people
            .iter()
            .flat_map(|person| &person.pieces)
            .filter(|piece| piece.letter == 'V')
            .filter_map(|piece| Some((piece.case, piece.what.rsplit_once("of patient ")?.1.to_owned())))
            .map(|(case, patient)| (case, patient.trim_end_matches(", interrupted").to_owned()))
            .collect();
        seen.sort();
        seen.dedup();
        seen
    };
    let (here, there) = (patients(now), patients(other));
    let shared = here.iter().filter(|pair| there.contains(pair)).count();
    assert!(shared > 20, "{shared} of {} patients in both", here.len());
    for (case, patient) in &here {
        let same = there.iter().filter(|(other, _)| other == case).all(|(_, other)| other == patient);
        assert!(same, "case {case} is of one patient in both worlds");
    }
    let all: Vec<u32> = scene
        .lanes
        .worlds
        .iter()
        .flat_map(|world| &world.people)
        .flat_map(|p| &p.pieces)
        .map(|piece| piece.case)
        .collect();
    let most = all.iter().copied().max().expect("pieces");
    assert!((1..=most).all(|number| all.contains(&number)), "no number is left out");
}

#[test]
fn the_figure_says_what_it_shows() {
    let cases = [case("baseline.toml", &[]), case("second-ma.toml", &[])];
    let scene = lanes(&[&cases[0], &cases[1]], Which::Typical);
    let names = ["Now", "Second MA"].map(str::to_owned);
    let figure = replay::figure(&scene, &names, "cliniq trace FILE --lanes");
    let [now, other] = [0, 1].map(|place| scene.lanes.worlds[place].after_hours_minutes.round());
    assert_eq!(
        figure.title,
        format!("A typical day: {now} minutes after hours with Now, {other} with Second MA")
    );
    assert_eq!((figure.id.as_str(), figure.scenarios.len()), ("day-typical", 2));
    for words in
        ["With Now: ", "With Second MA: ", "works longest", "the last to end is", "patients are seen"]
    {
        assert!(figure.alternative.contains(words), "{words}: {}", figure.alternative);
    }
    assert!(figure.foot.contains("n = 1 run") && figure.foot.contains("median"), "{}", figure.foot);
    let people: usize = scene.lanes.worlds.iter().map(|world| world.people.len()).sum();
    assert_eq!(figure.table.rows.len(), people);
    assert!(figure.table.rows.iter().all(|row| row.len() == figure.table.columns.len()));
    assert!(matches!(figure.form, Form::Lanes(_)));
}

#[test]
fn load_is_of_clinicians_in_ascending_order() {
    let case = case("baseline.toml", &["run.period=[0,4]"]);
    let course = Course::of(&case, RUN);
    let load = replay::load(&course, 3, None).expect("made-up numbers");
    assert_eq!((load.scenario, load.values.len()), (3, 8), "eight clinicians of the baseline");
    assert!(load.values.is_sorted() && load.values[0] > 0.0, "{:?}", load.values);
    let n = load.values.len() as f64;
    let sum: f64 = load.values.iter().sum();
    let spread: f64 = load.values.iter().flat_map(|a| load.values.iter().map(move |b| (a - b).abs())).sum();
    assert!((load.gini - spread / (2.0 * n * sum)).abs() < 1e-9, "half the mean difference over the mean");
    let nurses = replay::load(&course, 0, Some("nurse")).expect("made-up numbers");
    assert!(!nurses.values.is_empty() && nurses.values != load.values);
}

#[test]
fn small_groups_of_real_people_have_no_lanes_and_no_load() {
    let real = case("baseline.toml", &["data=real"]);
    let course = Course::of(&real, RUN);
    let refused = replay::load(&course, 0, None).expect_err("two APPs").to_string();
    assert!(refused.contains("real data"), "{refused}");
    let picked = replay::days(&course, 0).expect("days").pick(Which::Typical, "now");
    let arm = Arm { name: "now", course: &course, scenario: 0 };
    assert!(replay::lanes(&[arm], None, &picked).is_err());
}

#[test]
fn scenarios_without_days_and_days_outside_the_run_are_refused() {
    let file =
        std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios/other-clinics/nurse-unit.toml");
    let hours = cases::arm(&cases::load(&file, &[]).expect("a shipped scenario")).case;
    let weeks = case("baseline.toml", &[]);
    let refused = |case: &Case, day| {
        let course = Course::still_to_run(case, RUN);
        let arm = Arm { name: "this one", course: &course, scenario: 0 };
        let found = replay::lanes(&[arm], None, &replay::named(&case.model, day, 0));
        found.expect_err("it is refused").to_string()
    };
    assert!(refused(&hours, 0).contains("run.hours"), "{}", refused(&hours, 0));
    assert!(refused(&weeks, 400).contains("ends before"), "{}", refused(&weeks, 400));
    assert!(replay::clinic(&weeks.model, Some("mian")).expect_err("no").to_string().contains("`main`"));
}
