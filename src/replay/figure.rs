//! A day in lanes as a figure: what it finds, in words, and as a table.

use super::days::Which;
use super::letters::LETTERS;
use super::scene::Scene;
use crate::document::{Cell, Figure, Form, Person, Scenario, Table, World};

/// How the lanes are read.
const NOTE: &str = "A row for each person, by team. V with a patient, N note, O orders, M message, R renewal, P prior \
     authorisation, H huddle or meeting, L lunch, A other work; shaded: at home. The model knows how many interruptions come \
     from outside, not when: their ticks stand evenly in the piece of work. One day of one run shows how work flows, \
     not what a change does.";

/// The figure of a scene. `scenarios` are the names of all scenarios of the page, to which the worlds point; `command` is what
/// gives the same day again.
pub fn figure(scene: &Scene, scenarios: &[String], command: &str) -> Figure {
    let name = |world: &World| scenarios.get(world.scenario).map_or("", String::as_str);
    let lanes = &scene.lanes;
    let (id, day) = match scene.picked.which {
        Which::Typical => ("day-typical".to_owned(), "A typical day".to_owned()),
        Which::Bad => ("day-bad".to_owned(), "A bad day".to_owned()),
        Which::Day(_) => (format!("day-{}", scene.day_name.replace('.', "-")), lanes.day.clone()),
    };
    let alone = lanes.worlds.len() == 1;
    let with = |world: &World| if alone { String::new() } else { format!(" with {}", name(world)) };
    let found = lanes.worlds.iter().enumerate().map(|(place, world)| {
        let unit = if place == 0 { " after hours" } else { "" };
        let number =
            if place == 0 { minutes(world.after_hours_minutes) } else { whole(world.after_hours_minutes) };
        format!("{number}{unit}{}", with(world))
    });
    let alternative = lanes.worlds.iter().zip(&scene.seen).map(|(world, seen)| {
        let begin = if alone { String::new() } else { format!("With {}: ", name(world)) };
        begin + &told(world, *seen)
    });
    let (seed, replication) = scene.run;
    Figure {
        id,
        title: format!("{day}: {}", found.collect::<Vec<_>>().join(", ")),
        note: NOTE.to_owned(),
        alternative: format!("{}. {}", lanes.day, alternative.collect::<Vec<_>>().join(" ")),
        foot: format!("{}. Replication {replication} of seed {seed}; n = 1 run. {}", lanes.day, lanes.rule),
        command: command.to_owned(),
        scenarios: scenarios.iter().map(|name| Scenario { name: name.clone() }).collect(),
        form: Form::Lanes(lanes.clone()),
        table: table(scene, scenarios),
    }
}

/// A number of minutes, rounded.
fn whole(minutes: f64) -> String {
    // minus zero is nobody's evening
    format!("{:.0}", minutes.max(0.0) + 0.0)
}

fn minutes(minutes: f64) -> String {
    let rounded = whole(minutes);
    format!("{rounded} minute{}", if rounded == "1" { "" } else { "s" })
}

/// Minutes of work; lunch is none.
fn worked(person: &Person) -> f64 {
    person.pieces.iter().filter(|piece| piece.letter != 'L').map(|piece| piece.until - piece.from).sum()
}

/// When somebody's work ends.
fn ends(person: &Person) -> f64 {
    let work = person.pieces.iter().filter(|piece| piece.letter != 'L');
    work.map(|piece| piece.until).fold(0.0, f64::max)
}

/// The person with the most of something; of equals the first.
fn most(world: &World, of: impl Fn(&Person) -> f64) -> Option<(&Person, f64)> {
    let people = world.people.iter().map(|person| (person, of(person))).filter(|(_, value)| *value > 0.0);
    people.fold(None, |best, next| match best {
        Some((_, value)) if value >= next.1 => best,
        _ => Some(next),
    })
}

/// A minute of the day on the clock.
fn clock(minute: f64) -> String {
    let minute = minute.round() as u64;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The day of one world, told.
fn told(world: &World, seen: u32) -> String {
    let mut said = Vec::new();
    if let Some((longest, time)) = most(world, worked) {
        said.push(format!("{} works longest, {:.1} hours", longest.name, time / 60.0));
    }
    if let Some((last, end)) = most(world, ends) {
        let home = last.pieces.iter().any(|piece| piece.home && piece.until == end);
        let place = if home { ", at home" } else { "" };
        said.push(format!("the last to end is {} at {}{place}", last.name, clock(end)));
    }
    said.push(format!("clinicians work {} after hours", minutes(world.after_hours_minutes)));
    said.push(format!("{seen} patient{} seen", if seen == 1 { " is" } else { "s are" }));
    let waiting =
        world.waiting.iter().fold((0.0, 0), |most, next| if next.1 > most.1 { *next } else { most });
    said.push(match waiting {
        (_, 0) => "nobody waits".to_owned(),
        (at, number) => format!("at most {number} wait at once, first at {}", clock(at)),
    });
    let rooms = world.rooms.iter().map(|(_, number)| *number).max().unwrap_or(0);
    if world.all_rooms > 0 {
        said.push(format!("at most {rooms} of {} rooms are in use", world.all_rooms));
    }
    if let (Some((_, first)), Some((_, last))) = (world.inbox.first(), world.inbox.last()) {
        said.push(format!("{first} messages are open at midnight and {last} at the end"));
    }
    let away = world.people.iter().filter(|person| person.away).count();
    if away > 0 {
        said.push(format!("{away} of {} people are not at work", world.people.len()));
    }
    format!("{}.", said.join("; "))
}

/// Minutes of everybody by letter, and those at home.
fn table(scene: &Scene, scenarios: &[String]) -> Table {
    let mut columns = vec!["scenario", "person", "role", "team"];
    columns.extend(LETTERS.iter().map(|(_, words)| *words));
    columns.push("at home");
    let mut table = Table::new(&columns);
    for world in &scene.lanes.worlds {
        let name = scenarios.get(world.scenario).map_or("", String::as_str);
        table.rows.extend(world.people.iter().map(|person| row(name, person)));
    }
    table
}

fn row(scenario: &str, person: &Person) -> Vec<Cell> {
    let sum = |wanted: &dyn Fn(&crate::document::Piece) -> bool| {
        let pieces = person.pieces.iter().filter(|piece| wanted(piece));
        let minutes: f64 = pieces.map(|piece| piece.until - piece.from).sum();
        Cell::Number((minutes * 10.0).round() / 10.0 + 0.0) // the sum of nothing is -0.0, which nobody wants to read
    };
    let mut cells: Vec<Cell> = [scenario, &person.name, &person.role, &person.team].map(Cell::text).to_vec();
    cells.extend(LETTERS.iter().map(|(letter, _)| sum(&|piece| piece.letter == *letter)));
    cells.push(sum(&|piece| piece.home));
    cells
}
