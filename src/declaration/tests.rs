//! Tests of sections on a small root, read from text.

use std::collections::BTreeMap;

use super::clock::ClockWindow;
use super::macros::choice;
use super::*;

choice! {
    /// What happens at closing time.
    pub enum DayEnd {
        /// Goes on.
        UntilEmpty = "until_empty",
        /// Stops.
        Stop = "stop",
    }
}

section! {
    /// How long to run.
    pub struct Run {
        /// Simulated weeks. The rest is warm-up.
        value weeks: u32 = 78, unit "weeks", range 1.0..=5200.0, source "test", grade Definition;
        /// Share of something.
        value share: f64 = 0.5, unit "share", range 0.0..=1.0, source "test", grade Assumption;
        /// End of the day.
        value day_end: DayEnd = DayEnd::UntilEmpty, unit "-", range .., source "test", grade Definition;
        /// Sessions of a day.
        value sessions: BTreeMap<String, ClockWindow> = BTreeMap::new(), unit "-", range .., source "test",
            grade Definition;
    }
}

section! {
    /// People.
    pub struct Staff {
        /// Which role.
        required role: String, unit "role name", range .., source "-", grade Definition;
        /// How many.
        value count: u32 = 1, unit "people", range 0.0..=1000.0, source "test", grade Assumption;
        /// Patience.
        optional patience_minutes: f64, unit "minutes", range 0.0..=600.0, source "test", grade Assumption;
    }
}

section! {
    /// A table without required parameters.
    pub struct Empty {
        /// Maybe a number.
        optional number: i64, unit "-", range .., source "-", grade Definition;
    }
}

section! {
    /// The root.
    pub struct Root {
        /// Run.
        table run: Run;
        /// Extra.
        maybe extra: Empty;
        /// People by name.
        tables staff: Staff;
        /// Rooms by name.
        values rooms: u32, unit "rooms", range 0.0..=1000.0, source "test", grade Assumption;
    }
}

fn read(text: &str) -> Result<Root, Faults> {
    let mut faults = Faults::default();
    let source = faults.sources_mut().add("t.toml", text);
    let node = tree::parse(source, &mut faults);
    let root = node.as_ref().and_then(|node| Root::read(Some(node), "", &mut faults));
    match root {
        Some(root) if faults.is_empty() => Ok(root),
        _ => Err(faults),
    }
}

fn lines(faults: &Faults) -> Vec<String> {
    faults
        .iter()
        .map(|f| {
            let help = f.help.as_ref().map_or(String::new(), |h| format!(" | {h}"));
            format!("{}:{} {}: {}, found {}{help}", f.line, f.column, f.path, f.expected, f.found)
        })
        .collect()
}

#[test]
fn values_and_defaults() {
    let root = read("rooms = { exam = 3 }\n[run]\nweeks = 2\n[staff.a]\nrole = \"ma\"\npatience_minutes = 4")
        .expect("no faults");
    assert_eq!((root.run.weeks, root.run.share), (2, 0.5));
    assert_eq!(root.staff["a"].patience_minutes, Some(4.0));
    assert_eq!((root.rooms["exam"], &root.extra), (3, &None));
    let mut shown = Vec::new();
    root.show("", &mut shown);
    let lines: Vec<String> = shown.iter().map(|s| format!("{} = {}", s.path, s.value)).collect();
    assert_eq!(
        lines.join("\n"),
        "run.weeks = 2\nrun.share = 0.5\nrun.day_end = \"until_empty\"\nrun.sessions = {}\n\
         staff.a.role = \"ma\"\nstaff.a.count = 1\nstaff.a.patience_minutes = 4\nrooms.exam = 3"
    );
}

#[test]
fn all_faults_at_once_with_places_and_help() {
    let faults = read(
        "romms = { exam = 3 }\nweeks = 3\n[run]\nweeks = \"18 min\"\nshare = 1.5\nday_end = \"until_emty\"\n\
         sessions = { a = \"12:00-08:00\" }\n[staff.a]\ncount = 2.0\npatience_minutes = nan\n[staff.\"b c\"]\n\
         role = 3\n[rooms]\nx = -1",
    )
    .expect_err("faults");
    assert_eq!(
        lines(&faults),
        [
            "1:1 romms: a known key, found `romms` | did you mean `rooms`?",
            "2:1 weeks: a known key, found `weeks` | did you mean `run.weeks`?",
            "4:9 run.weeks: a whole number of weeks from 1 to 5200, found the string \"18 min\" | units stand \
             in the key: write 18",
            "5:9 run.share: a share from 0 to 1, found 1.5",
            "6:11 run.day_end: one of \"until_empty\", \"stop\", found the string \"until_emty\" | did you \
             mean \"until_empty\"?",
            "7:18 run.sessions.a: a window of the day such as \"08:00-12:00\", found the string \
             \"12:00-08:00\" | the window must end after its begin, on the same day",
            "8:1 staff.a.role: a role name in quotes, found nothing | add `role = …`: Which role.",
            "9:9 staff.a.count: a whole number of people from 0 to 1000, found 2.0 | write 2",
            "10:20 staff.a.patience_minutes: a number of minutes from 0 to 600, found NaN",
            "11:8 staff.b c: a name of 1 to 64 letters, digits, _ and -, found \"b c\"",
            "12:8 staff.b c.role: a role name in quotes, found 3 | write \"3\" in quotes",
            "14:5 rooms.x: a whole number of rooms from 0 to 1000, found -1",
        ]
    );
    assert!(faults.render(false).ends_with("12 faults; nothing was run or written"));
}

#[test]
fn a_fault_is_drawn_with_its_line_and_a_caret() {
    let faults = read("[run]\nweeks = 0 # none\n").expect_err("a fault");
    assert_eq!(
        faults.render(false),
        "error: run.weeks: expected a whole number of weeks from 1 to 5200\n --> t.toml:2:9\n  |\n\
         2 | weeks = 0 # none\n  |         ^ found 0\n\n1 fault; nothing was run or written"
    );
}

#[test]
fn optional_values_and_tables_can_be_unset_by_the_word_none() {
    let root =
        read("extra = \"none\"\n[staff.a]\nrole = \"ma\"\npatience_minutes = \"none\"").expect("no faults");
    assert_eq!((root.extra, root.staff["a"].patience_minutes), (None, None));
    let root = read("[extra]").expect("no faults");
    assert_eq!(root.extra, Some(Empty { number: None }));
}

#[test]
fn several_syntax_errors_are_shown_at_once() {
    let faults = read("a = \nb = 1\nb = 2\n[run\nweeks = 3\n").expect_err("faults");
    assert!(faults.count() >= 3, "{}", faults.render(false));
    assert!(lines(&faults).iter().any(|l| l.contains("duplicate key")), "{}", faults.render(false));
}

#[test]
fn absurd_texts_are_faults_and_never_panic() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
        format!("[{}a]", "a.".repeat(100_000)),
        "a = 99999999999999999999999".to_string(),
        "a = {".repeat(5000),
        format!("a = \"{}", "x".repeat(100_000)),
        "\u{feff}\0\0\0".to_string(),
        " ".repeat(tree::LARGEST_TEXT + 1),
    ] {
        let faults = read(&text).expect_err("a fault");
        assert!(faults.render(true).len() < 200_000, "{}", faults.render(false).len());
    }
}
