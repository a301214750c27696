//! The parameters of a scenario in the form in which they are simulated: names have become indices, rules
//! have become tables. Built once, shared by all replications, never changed by a run.

mod build;
mod build_lines;
mod build_time;
mod build_work;

use super::measures::Layout;
use super::parameters::values::{By, TaskClass};
use crate::engine::arrivals::RateProfile;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Time;

pub use build::build;
pub use build_time::{PERIOD_WEEKS, WEEK_DAYS};
pub(crate) use build_work::{OWN, slot_times};

/// Index of a person.
pub type PersonId = u16;
/// Index of a clinic.
pub type ClinicId = u16;
/// Index of a step; the steps of all pathways stand in one list.
pub type StepId = u16;
/// Index of a waiting line for people.
pub type LineId = u16;
/// Index of a pool of rooms.
pub type RoomId = u16;
/// Index of a stream of arrivals.
pub type SourceId = u16;
/// "No such thing" for all of these indices.
pub const NONE: u16 = u16::MAX;

/// A system of clinics, ready to be simulated.
#[derive(Debug, Clone)]
pub struct Model {
    /// Kinds of staff.
    pub roles: Vec<RoleModel>,
    /// Sites.
    pub clinics: Vec<ClinicModel>,
    /// Everybody.
    pub people: Vec<PersonModel>,
    /// Waiting lines for people.
    pub lines: Vec<LineModel>,
    /// Pools of rooms.
    pub rooms: Vec<RoomModel>,
    /// Names of the kinds of rooms.
    pub room_kinds: Vec<String>,
    /// Ways through the clinic, those of messages included.
    pub pathways: Vec<PathwayModel>,
    /// The steps of all pathways.
    pub steps: Vec<StepModel>,
    /// Streams of arrivals.
    pub sources: Vec<SourceModel>,
    /// Names of the streams of patients, as measures name them.
    pub arrival_names: Vec<String>,
    /// Names of the kinds of messages.
    pub message_names: Vec<String>,
    /// Days, weeks and what is observed of them.
    pub time: TimeModel,
    /// What is recorded, and the measures made of it.
    pub layout: Layout,
}

/// A kind of staff.
#[derive(Debug, Clone)]
pub struct RoleModel {
    /// Its name.
    pub name: String,
    /// Whether patients wait for it.
    pub clinician: bool,
    /// Hourly wage.
    pub wage_usd_per_hour: f64,
    /// Whether overtime is paid.
    pub overtime_paid: bool,
}

/// A site.
#[derive(Debug, Clone)]
pub struct ClinicModel {
    /// Its name.
    pub name: String,
    /// Owner of its random streams.
    pub identity: Identity,
    /// Everybody who takes its work.
    pub people: Vec<PersonId>,
    /// The lines from which they take it.
    pub lines: Vec<LineId>,
    /// When it is open on each day of the roster, in minutes after midnight; closed days have none.
    pub open: Vec<Option<OpenDay>>,
}

/// The hours of a site on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDay {
    /// Opening, in minutes after midnight.
    pub opens: u32,
    /// Closing, in minutes after midnight.
    pub closes: u32,
    /// Minutes in between that belong to a session.
    pub minutes: u32,
}

/// A person.
#[derive(Debug, Clone)]
pub struct PersonModel {
    /// `<group>-<number>`.
    pub name: String,
    /// Owner of their random streams.
    pub identity: Identity,
    /// Home clinic.
    pub clinic: ClinicId,
    /// Role.
    pub role: u16,
    /// Full-time share.
    pub fte: f64,
    /// Pace of work.
    pub speed: f64,
    /// Windows of duty on each day of the roster, in minutes after midnight.
    pub windows: Vec<Vec<(u32, u32)>>,
    /// Lines from which they take work.
    pub leads: Vec<LineId>,
    /// Lines whose work waits for their help.
    pub helps: Vec<LineId>,
    /// Clinics whose work they take.
    pub serves: Vec<ClinicId>,
}

/// A waiting line for people: who may take from it.
#[derive(Debug, Clone, PartialEq)]
pub struct LineModel {
    /// Whether the first of them is a clinician.
    pub clinician: bool,
    /// Their mean pace.
    pub pace: f64,
    /// The one person who may take from it, where there is only one.
    pub only_leader: Option<PersonId>,
    /// Those who may take from it, grouped by preferred role.
    pub leaders: Vec<Vec<PersonId>>,
    /// For work that waits for helpers: who may help, by role.
    pub helpers: Vec<Vec<PersonId>>,
}

/// A pool of rooms of one kind at one site.
#[derive(Debug, Clone)]
pub struct RoomModel {
    /// The site.
    pub clinic: ClinicId,
    /// The kind.
    pub kind: u16,
    /// How many.
    pub count: u32,
}

/// A way through the clinic.
#[derive(Debug, Clone)]
pub struct PathwayModel {
    /// Its name.
    pub name: String,
    /// Where it begins.
    pub first: StepId,
    /// Its first step in the list of all steps; the others follow.
    pub base: StepId,
    /// What each case brings with it.
    pub needs: Vec<(Identity, Distribution)>,
    /// Whether a clinician takes part in any step.
    pub meets_clinician: bool,
    /// Its steps, and those of the pathways that it sets going, that the own clinician does.
    pub own_steps: Vec<StepId>,
}

/// What a step does with rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomAction {
    /// Gives back what is held before the step.
    None,
    /// Waits for a room of this kind.
    Take(u16),
    /// Holds on.
    Keep,
    /// Holds on, and gives back at the end.
    Release,
}

/// One step of a pathway.
#[derive(Debug, Clone)]
pub struct StepModel {
    /// Its name.
    pub name: String,
    /// Its share in the identity of draws: by name, so that other steps do not move it.
    pub key: Identity,
    /// Its pathway.
    pub pathway: u16,
    /// What kind of work it is.
    pub class: TaskClass,
    /// Whether anybody is needed.
    pub staffed: bool,
    /// Whether the next step with staff may be one of the `same_person`, who therefore stays.
    pub keeps_lead: bool,
    /// Who does it.
    pub by: By,
    /// How long it takes.
    pub minutes: Distribution,
    /// Minutes for each unit of a need (index into the pathway's needs).
    pub minutes_per: Vec<(usize, f64)>,
    /// Roles that help if they are free.
    pub helpers: Vec<u16>,
    /// Whether it waits for them.
    pub wait_for_helpers: bool,
    /// Each helper's own part.
    pub helper_minutes: Option<Distribution>,
    /// The room.
    pub room: RoomAction,
    /// Rank among waiting work.
    pub priority: i32,
    /// Whether it interrupts.
    pub preempts: bool,
    /// Cumulated shares of the next steps; `NONE` is leaving.
    pub next: Vec<(f64, StepId)>,
    /// Pathways that it sets going.
    pub starts: Vec<u16>,
    /// Line for each clinic (`by` anyone).
    pub lines: Vec<LineId>,
    /// Line for each clinic and person, clinic by clinic (`by` own clinician or same person).
    pub own_lines: Vec<LineId>,
    /// People who may help, for each clinic and helper role.
    pub helper_people: Vec<Vec<Vec<PersonId>>>,
}

/// When a rate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// At all times.
    Always,
    /// On days on which the clinic opens.
    OpenDays,
    /// From opening to closing.
    OpeningHours,
}

/// How the cases of a stream come.
#[derive(Debug, Clone)]
pub enum Timing {
    /// A Poisson process with a rate profile.
    Rate {
        /// The rate.
        profile: RateProfile,
        /// At which times of the week.
        times: Times,
    },
    /// Independent intervals, in minutes, from opening on.
    Interval(Distribution),
    /// Slots of the day: minutes after midnight on each day of the roster.
    Slots {
        /// The slots.
        slots: Vec<Vec<f64>>,
        /// Share of them that is booked.
        booked_share: f64,
        /// Share of the booked that do not come.
        no_show_share: f64,
        /// Minutes after the slot's time.
        punctuality_minutes: Distribution,
    },
}

/// A stream of arrivals.
#[derive(Debug, Clone)]
pub struct SourceModel {
    /// Owner of its random streams.
    pub identity: Identity,
    /// Index of its name among the arrivals or the messages.
    pub name: u16,
    /// Whether messages come rather than patients.
    pub message: bool,
    /// The site.
    pub clinic: ClinicId,
    /// The person to whom its cases belong, or `NONE`.
    pub owner: PersonId,
    /// Cumulated shares of pathways.
    pub pathways: Vec<(f64, u16)>,
    /// When they come.
    pub timing: Timing,
    /// How many come together.
    pub batch_size: u32,
    /// How long they wait.
    pub patience_minutes: Option<Distribution>,
    /// Waiting places.
    pub waiting_room: Option<u32>,
    /// Added to the priority of every step.
    pub priority: i32,
    /// When an open message is late, in hours.
    pub due_hours: Option<f64>,
}

/// One thing that the clock of a day brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// A session of a person ends.
    Off(PersonId),
    /// A clinic closes.
    Close(ClinicId),
    /// A clinic opens.
    Open(ClinicId),
    /// A session of a person begins.
    On(PersonId),
}

/// Days, weeks and what is observed of them.
#[derive(Debug, Clone)]
pub struct TimeModel {
    /// Whether there are sessions and days at all.
    pub calendar: bool,
    /// Whether those on duty at closing stay until nobody and nothing waits.
    pub until_empty: bool,
    /// End of the run.
    pub end: Time,
    /// Counted is what begins at or after this time …
    pub observe_from: Time,
    /// … and before this one.
    pub observe_until: Time,
    /// The summary window.
    pub summary: (Time, Time),
    /// Number of periods.
    pub periods: u32,
    /// What the clock brings on each day of the roster, in minutes after midnight, in order.
    pub agenda: Vec<Vec<(u32, Turn)>>,
    /// Days after which the roster repeats: a week, or more where part-timers work an uneven number of sessions.
    pub roster_days: u64,
    /// Days of the run on which everything is closed.
    pub holidays: Vec<u64>,
    /// Coefficient of variation of the day factor.
    pub day_factor_cv: f64,
}

impl TimeModel {
    /// The day of the roster that a day of the run is.
    #[inline]
    pub fn roster_day(&self, day: u64) -> usize {
        (day % self.roster_days) as usize
    }

    /// Whether a day of the run is a holiday.
    pub fn is_holiday(&self, day: u64) -> bool {
        self.holidays.binary_search(&day).is_ok()
    }
}
