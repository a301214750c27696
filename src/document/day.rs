//! A day in lanes: who did what, in one or two worlds, and what piled up meanwhile.

use serde::Serialize;

/// A day, in one or two worlds with the same patients.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lanes {
    /// The day, in words.
    pub day: String,
    /// Why this day.
    pub rule: String,
    /// First and last minute of the day that are drawn, from midnight.
    pub from: f64,
    /// Last minute.
    pub until: f64,
    /// The hours that count as evening, minutes from midnight.
    pub evening_from: f64,
    /// The worlds, one above the other.
    pub worlds: Vec<World>,
}

/// The day in one world.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct World {
    /// Which scenario.
    pub scenario: usize,
    /// The people, by team.
    pub people: Vec<Person>,
    /// Rooms in use: (minute, number) at every change.
    pub rooms: Vec<(f64, u32)>,
    /// Number of rooms.
    pub all_rooms: u32,
    /// Messages open.
    pub inbox: Vec<(f64, u32)>,
    /// Patients who wait.
    pub waiting: Vec<(f64, u32)>,
    /// Minutes worked after hours by all clinicians together.
    pub after_hours_minutes: f64,
}

/// The lane of one (simulated) person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Person {
    /// Role and number, e.g. `physicians-1`.
    pub name: String,
    /// Role.
    pub role: String,
    /// Team, in words; empty for none.
    pub team: String,
    /// Whether they are not at work on this day.
    pub away: bool,
    /// What they do, in order.
    pub pieces: Vec<Piece>,
}

/// One activity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Piece {
    /// Begin, minutes from midnight.
    pub from: f64,
    /// End.
    pub until: f64,
    /// Letter: V visit, N note, O order, M message, R renewal, P prior authorisation, H huddle or meeting, L lunch, A other.
    pub letter: char,
    /// What it is, in words.
    pub what: String,
    /// Whose case it is, the same in both worlds; 0 for nobody's.
    pub case: u32,
    /// Whether it is done at home; not written where it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub home: bool,
    /// Interruptions within it; not written where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ticks: Vec<f64>,
}
