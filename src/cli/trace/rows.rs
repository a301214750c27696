//! A day in lanes as text: a letter for every ten minutes.

use super::layout::wrapped;
use crate::document::{Person, World};
use crate::replay::{LETTERS, Scene};

/// No line is longer.
const WIDTH: usize = 130;
/// Columns of names.
const NAME: usize = 16;
/// The shortest text is indented by this much where it belongs to a name.
const GAP: usize = 2;
/// Nothing is done.
const FREE: char = '·';

/// The columns of a day.
struct Grid {
    /// First minute.
    from: f64,
    /// Minutes of a column.
    minutes: f64,
    /// Number of columns.
    columns: usize,
}

impl Grid {
    /// Ten minutes a column, or a quarter of an hour where the day begins too early for that.
    fn new(from: f64, until: f64) -> Self {
        let columns = |minutes: f64| ((until - from) / minutes).ceil() as usize;
        let minutes = if columns(10.0) <= WIDTH - NAME - GAP { 10.0 } else { 15.0 };
        Self { from, minutes, columns: columns(minutes) }
    }

    /// Columns of an hour.
    fn hour(&self) -> usize {
        (60.0 / self.minutes) as usize
    }

    /// A word for every hour, each above or below its hour.
    fn by_hour(&self, word: impl Fn(f64) -> String) -> String {
        let hours = (0..self.columns).step_by(self.hour());
        let cells = hours.map(|column| word(self.from + column as f64 * self.minutes));
        cells.map(|cell| format!("{cell:<width$}", width = self.hour())).collect()
    }

    /// The letter of each column: what takes most of it; free if more than half of it is.
    fn lane(&self, person: &Person) -> String {
        (0..self.columns).map(|column| self.letter(person, column)).collect()
    }

    fn letter(&self, person: &Person, column: usize) -> char {
        let from = self.from + column as f64 * self.minutes;
        let until = from + self.minutes;
        let mut minutes = [[0.0; 2]; LETTERS.len()];
        for piece in &person.pieces {
            let place = LETTERS.iter().position(|(letter, _)| *letter == piece.letter);
            let place = place.expect("the legend has all letters");
            minutes[place][usize::from(piece.home)] +=
                (piece.until.min(until) - piece.from.max(from)).max(0.0);
        }
        let sums = minutes.map(|[at_work, at_home]| at_work + at_home);
        if sums.iter().sum::<f64>() < self.minutes / 2.0 {
            return FREE;
        }
        let most =
            (0..sums.len()).rev().max_by(|a, b| sums[*a].total_cmp(&sums[*b])).expect("there are letters");
        let (letter, [at_work, at_home]) = (LETTERS[most].0, minutes[most]);
        if at_home > at_work { letter.to_ascii_lowercase() } else { letter }
    }
}

/// A scene as text.
pub(super) fn text(scene: &Scene, names: &[String]) -> String {
    let lanes = &scene.lanes;
    let grid = Grid::new(lanes.from, lanes.until);
    let mut text = format!("{}: seed {}, replication {}\n", lanes.day, scene.run.0, scene.run.1);
    text.push_str(&wrapped(&lanes.rule, WIDTH));
    for (world, seen) in lanes.worlds.iter().zip(&scene.seen) {
        text.push_str(&format!(
            "\n{}: {:.0} minutes after hours by clinicians, {seen} patients seen by them\n",
            names[world.scenario], world.after_hours_minutes
        ));
        text.push_str(&world_text(&grid, world));
    }
    let letters = LETTERS.iter().map(|(letter, words)| format!("{letter} {words}")).collect::<Vec<_>>();
    let legend = format!(
        "{}, {FREE} free; small letters at home. A letter stands for what takes most of {:.0} minutes. After hours: before \
         08:00, from 18:00. Inbox: at the full hour; rooms and waiting: most within the hour.",
        letters.join(", "),
        grid.minutes
    );
    text.push('\n');
    text.push_str(&wrapped(&legend, WIDTH));
    text
}

fn world_text(grid: &Grid, world: &World) -> String {
    let hours = grid.by_hour(|minute| format!("{:02}", (minute / 60.0).floor()));
    let mut lines = vec![line("", &hours)];
    let mut team = "";
    for person in &world.people {
        if person.team != team {
            team = &person.team;
            lines.push(team.to_owned());
        }
        let absent = person.away && person.pieces.is_empty();
        let lane = if absent { "not at work".to_owned() } else { grid.lane(person) };
        lines.push(line(&person.name, &lane));
    }
    let most = |course: &[(f64, u32)], minute: f64| most_within(course, minute, minute + 60.0).to_string();
    if world.all_rooms > 0 {
        let title = format!("rooms of {}", world.all_rooms);
        lines.push(line(&title, &grid.by_hour(|minute| most(&world.rooms, minute))));
    }
    lines.push(line("waiting", &grid.by_hour(|minute| most(&world.waiting, minute))));
    lines.push(line("inbox", &grid.by_hour(|minute| level_at(&world.inbox, minute).to_string())));
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// A row with its name, which is shortened in the middle where it is too long: its end tells people apart.
fn line(name: &str, row: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let short = match letters.len() > NAME {
        false => name.to_owned(),
        true => {
            let (head, tail) = (&letters[..NAME / 2 - 1], &letters[letters.len() - NAME / 2..]);
            head.iter().chain(&['…']).chain(tail).collect()
        }
    };
    format!("{short:<width$}{row}", width = NAME + GAP)
}

/// A level at a moment.
fn level_at(course: &[(f64, u32)], minute: f64) -> u32 {
    course.iter().take_while(|(at, _)| *at <= minute).last().map_or(0, |(_, number)| *number)
}

/// The most of a level within a stretch.
fn most_within(course: &[(f64, u32)], from: f64, until: f64) -> u32 {
    let within = course.iter().filter(|(at, _)| (from..until).contains(at)).map(|(_, number)| *number);
    within.fold(level_at(course, from), u32::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Piece;

    fn person(pieces: &[(f64, f64, char, bool)]) -> Person {
        let piece = |(from, until, letter, home): &(f64, f64, char, bool)| Piece {
            from: *from,
            until: *until,
            letter: *letter,
            what: String::new(),
            case: 0,
            home: *home,
            ticks: Vec::new(),
        };
        let pieces = pieces.iter().map(piece).collect();
        let [name, role, team] = ["physicians-1", "physician", ""].map(str::to_owned);
        Person { name, role, team, away: false, pieces }
    }

    #[test]
    fn a_letter_stands_for_what_takes_most_of_ten_minutes() {
        let grid = Grid::new(1320.0, 1440.0);
        let day = [(1320.0, 1324.0, 'V', false), (1330.0, 1333.0, 'N', false), (1334.0, 1338.0, 'M', true)];
        assert_eq!(grid.lane(&person(&day)), "·m··········", "four minutes of ten are free time");
        assert_eq!(grid.lane(&person(&[(1425.0, 1440.0, 'R', true)])), "··········rr");
        assert_eq!((Grid::new(360.0, 1440.0).columns, Grid::new(0.0, 1440.0).columns), (108, 96));
    }

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(line("prior-authorisation-12", "V"), "prior-a…ation-12  V");
        assert_eq!(line("short", "V"), "short             V");
    }

    #[test]
    fn levels_are_those_before_the_next_change() {
        let course = [(0.0, 4), (70.0, 9), (80.0, 2)];
        assert_eq!([0.0, 69.0, 70.0, 500.0].map(|at| level_at(&course, at)), [4, 4, 9, 2]);
        assert_eq!((most_within(&course, 60.0, 120.0), most_within(&course, 120.0, 180.0)), (9, 2));
    }
}
