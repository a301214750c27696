//! Both courses of a case side by side: a row for each piece of work, a group of columns for each scenario.

use super::choice::{Place, places};
use super::course::{Course, Stay};
use super::reason::{delegated, fate};
use crate::cli::trace::layout::{columns, minutes};
use crate::clinic::trace::{Entry, Fate};
use crate::engine::time::Time;
use crate::replay::clock::{day_of, of_day};
use crate::replay::log::Log;

/// Columns of one scenario: when a piece was begun, how long it had waited, how long it took, who did it.
const GROUP: [&str; 4] = ["begun", "waited", "minutes", "by"];

/// A moment with its day.
pub fn moment(log: &Log, at: Time) -> String {
    format!("{} {}", log.clock.day_name(day_of(at)), of_day(at))
}

/// The table of one case and of what followed from it: each with a title and its two courses.
pub fn table(logs: [&Log; 2], labels: [&str; 2], cases: &[(String, [&Course; 2])]) -> String {
    let mut rows = vec![row("", [label(labels[0]), label(labels[1])]), row("", [words(GROUP), words(GROUP)])];
    let mut titles = Vec::new();
    for (title, pair) in cases {
        titles.push((rows.len(), title));
        rows.extend(rows_of(logs, *pair));
    }
    // titles stand between the rows and take part in no column
    let body = columns(&rows, &[2, 3, 6, 7]);
    let mut text = String::new();
    for (number, line) in body.lines().enumerate() {
        if let Some((_, title)) = titles.iter().find(|(row, title)| *row == number && !title.is_empty()) {
            text.push_str(&format!("\n{title}\n"));
        }
        text.push_str(&format!("{line}\n"));
    }
    text
}

fn words(cells: [&str; 4]) -> [String; 4] {
    cells.map(str::to_owned)
}

fn label(name: &str) -> [String; 4] {
    words([name, "", "", ""])
}

/// A row: what it is, then the cells of both.
fn row(what: &str, groups: [[String; 4]; 2]) -> Vec<String> {
    std::iter::once(what.to_owned()).chain(groups.into_iter().flatten()).collect()
}

/// The rows of one case, from its coming to its end.
fn rows_of(logs: [&Log; 2], pair: [&Course; 2]) -> Vec<Vec<String>> {
    let mut rows = vec![row("came", [0, 1].map(|i| came(logs[i], pair[i])))];
    let stays = pair.map(Course::stays);
    let by_place = [places(&stays[0]), places(&stays[1])];
    for place in merged(&by_place) {
        let both = [0, 1].map(|i| by_place[i].iter().find(|(own, _)| *own == place).map(|(_, stay)| *stay));
        let longest = both.iter().flatten().map(|stay| stay.pieces.len()).max().unwrap_or(0).max(1);
        for piece in 0..longest {
            let what = if piece == 0 { place.1.as_str() } else { "  resumed" };
            rows.push(row(what, [0, 1].map(|i| stay_cells(logs[i], pair[i], both[i], piece))));
        }
    }
    rows.push(row("end", [0, 1].map(|i| end(logs[i], pair[i]))));
    let whole = [0, 1].map(|i| whole(logs[i], pair[i]));
    rows.push(row("from coming to the end, and in hand", whole));
    rows
}

/// The places of both courses: those of the first in order, those of the second alone after what precedes them there.
fn merged(by_place: &[Vec<(Place, &Stay)>; 2]) -> Vec<Place> {
    let mut order: Vec<Place> = by_place[0].iter().map(|(place, _)| place.clone()).collect();
    let mut next = 0;
    for (place, _) in &by_place[1] {
        match order.iter().position(|known| known == place) {
            Some(known) => next = next.max(known + 1),
            None => {
                order.insert(next, place.clone());
                next += 1;
            }
        }
    }
    order
}

fn came(log: &Log, course: &Course) -> [String; 4] {
    let text = match course.came() {
        Some(came) if came < log.from => format!("before {}", log.clock.day_name(day_of(log.from))),
        Some(came) => moment(log, came),
        None if course.is_kept_back() => "kept back".to_owned(),
        None => String::new(),
    };
    words([&text, "", "", ""])
}

/// What is said of a piece of work, or of a stay without any.
fn stay_cells(log: &Log, course: &Course, stay: Option<&Stay>, number: usize) -> [String; 4] {
    let Some(stay) = stay else { return words([""; 4]) };
    let since = |from: Time, until: Time| minutes(until.since(from).in_minutes());
    let turns: Vec<String> = stay.turns.iter().map(|turn| turned(log, turn.fate, turn.entry.end)).collect();
    let Some(piece) = stay.pieces.get(number) else {
        let unbegun = number == 0;
        let waits = stay.turns.last().filter(|_| unbegun).map(|turn| since(stay.of.queued, turn.entry.end));
        let said = if unbegun { turns.join(", ") } else { String::new() };
        return [String::new(), waits.unwrap_or_default(), String::new(), said];
    };
    let mut by = vec![person(log, piece)];
    by.extend(course.helpers(piece).map(|helper| format!("with {}", person(log, helper))));
    by.extend(delegated(piece).filter(|_| number == 0).map(str::to_owned));
    by.extend(piece.at_home.then(|| "at home".to_owned()));
    match (piece.finished, piece.end >= log.until) {
        (true, _) => {}
        (false, true) => by.push("in hand at the end of this time".to_owned()),
        (false, false) => by.push("interrupted".to_owned()),
    }
    by.extend(turns.into_iter().filter(|_| number == 0));
    [
        moment(log, piece.start),
        since(stay.waited_since(number), piece.start),
        since(piece.start, piece.end),
        by.join(", "),
    ]
}

fn person(log: &Log, entry: &Entry) -> String {
    match entry.has_person() {
        true => format!("{} ({})", log.resource(entry), log.role(entry)),
        false => "nobody".to_owned(),
    }
}

/// What became of a case meanwhile, with its clock time.
fn turned(log: &Log, what: Fate, at: Time) -> String {
    match what {
        Fate::Waits => "waits at the end of this time".to_owned(),
        Fate::HasRoom => format!("room {}", of_day(at)),
        Fate::Moves { from, to } => {
            format!("from {} to {} {}", log.name(from), log.name(to), moment(log, at))
        }
        what => format!("{} {}", fate(what), of_day(at)),
    }
}

fn end(log: &Log, course: &Course) -> [String; 4] {
    let text = match course.end(log, |_| true).filter(|_| !course.is_kept_back()) {
        None => String::new(),
        Some((_, true)) => "still open at the end of this time".to_owned(),
        Some((end, false)) => moment(log, end),
    };
    words([&text, "", "", ""])
}

/// How long it lasted, and how long it was in somebody's hands.
fn whole(log: &Log, course: &Course) -> [String; 4] {
    let (Some(came), Some((end, open))) = (course.came(), course.end(log, |_| true)) else {
        return words([""; 4]);
    };
    let at_least = if open { "at least " } else { "" };
    let hands = course.entries.iter().filter(|entry| !entry.helps && entry.has_person());
    let hands: f64 = hands.map(|entry| entry.end.since(entry.start).in_minutes()).sum();
    let lasted = format!("{at_least}{} minutes", minutes(end.since(came).in_minutes()));
    [lasted, String::new(), minutes(hands + 0.0), String::new()]
}
