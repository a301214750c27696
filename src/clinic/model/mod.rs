//! The parameters of a scenario in the form in which they are simulated: names have become indices, rules
//! have become tables. Built once, shared by all replications, never changed by a run.

mod build;
mod build_interventions;
mod build_lines;
mod build_messages;
mod build_panel;
mod build_people;
mod build_scheduled;
mod build_surveys;
mod build_time;
mod build_work;
mod day;
mod panel;
mod safety;
mod source;
mod surveys;
mod time;
mod well_being;

use super::intervention::Active;
use super::levers::Levers;
use super::measures::{CellId, Layout};
use super::parameters::values::{By, DeskFirst, MessageSource, TaskClass};
use super::science::cost::Prices;
use super::science::demand::NEEDS;
use super::science::organization::Organization;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Span;

pub use build::build;
pub(crate) use build_messages::{OWN, belongs_to_somebody, is_inbox};
pub(crate) use build_panel::{MOST_GRID, YEAR_DAYS, months_in_days};
pub use build_time::WEEK_DAYS;
pub(crate) use build_work::slot_times;
pub use day::{DayModel, Home, HomeWindow, RuleModel, ScheduledModel, SessionModel};
pub use panel::{
    AgeModel, BookableDay, BookingModel, DemandModel, GroupModel, PanelModel, PrescriptionModel,
};
pub use safety::SafetyModel;
pub use source::{SourceModel, Times, Timing};
pub use surveys::{SurveyModel, SurveysModel};
pub use time::{TimeModel, Turn};
pub use well_being::WellBeingModel;

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
    /// Names of the streams of patients, as measures name them: arrivals, then kinds of visits of the panels.
    pub arrival_names: Vec<String>,
    /// Kinds of messages.
    pub messages: Vec<MessageModel>,
    /// Panels: their patients, what these ask for and how it is booked.
    pub panel: PanelModel,
    /// Work by the clock.
    pub scheduled: Vec<ScheduledModel>,
    /// Surveys that come round.
    pub surveys: SurveysModel,
    /// Sorts of local rules.
    pub rules: Vec<RuleModel>,
    /// The organisation's own loops.
    pub organization: Organization,
    /// Interventions in the order of their names.
    pub interventions: Vec<Active>,
    /// The levers of a clinic without them.
    pub neutral: Levers,
    /// Medication errors and their layers, where anybody orders.
    pub safety: Option<Box<SafetyModel>>,
    /// The states of people, where they have any.
    pub well_being: Option<Box<WellBeingModel>>,
    /// Days, weeks and what is observed of them.
    pub time: TimeModel,
    /// What things cost; `None` where money is not counted.
    pub prices: Option<Prices>,
    /// What is recorded, and the measures made of it.
    pub layout: Layout,
}

impl Model {
    /// Whether a step is work on a request for a renewal: on a message that comes of prescriptions that run out.
    pub fn is_renewal(&self, step: &StepModel) -> bool {
        step.message != NONE
            && self.messages[usize::from(step.message)].source == MessageSource::Prescriptions
    }
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
    /// The day beside the sessions.
    pub day: DayModel,
    /// What is taken first at the desk.
    pub desk_first: DeskFirst,
}

/// A kind of messages.
#[derive(Debug, Clone)]
pub struct MessageModel {
    /// Its name.
    pub name: String,
    /// Where they come from.
    pub source: MessageSource,
    /// The usual way.
    pub pathway: u16,
    /// Stream of the messages of each person, or `NONE`.
    pub sources: Vec<SourceId>,
    /// When one is late.
    pub due: Option<Span>,
    /// Need of a visit of which there is one message for each unit; `None` is one for each visit.
    pub of: Option<Identity>,
    /// Hours until it comes.
    pub delay_hours: Distribution,
    /// Share that interrupts.
    pub urgent_share: f64,
    /// What a patient does who is not answered: after what time, how probably, by which kind.
    pub unanswered: Option<(Span, f64, u16)>,
    /// Medication orders that closing one makes.
    pub medication_orders: u32,
    /// Weights of the hours of a week, cumulated for each day (prescriptions).
    pub hours: Vec<[f64; 24]>,
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
    /// Everybody whose home it is.
    pub staff: Vec<PersonId>,
    /// The lines from which they take it.
    pub lines: Vec<LineId>,
    /// When it is open on each day of the roster, in minutes after midnight; closed days have none.
    pub open: Vec<Option<OpenDay>>,
    /// Whether it has teams whose people are asked first.
    pub teams: bool,
    /// People with a panel or a diary, in order.
    pub diaries: Vec<PersonId>,
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
    /// Their team.
    pub team: u16,
    /// Who is at work by lever: the number among those whom an intervention adds, from 1; or below 0, the number from
    /// the end among those whom one may take away, from −1.
    pub reserve: i32,
    /// Days of leave in a year.
    pub leave_days: f64,
    /// Share of days ill.
    pub sick_share: f64,
    /// Recognition that they get for their work.
    pub recognition: f64,
    /// What they need and how much it matters, where the file says so.
    pub needs: Option<([f64; NEEDS], [f64; NEEDS])>,
    /// Who covers them.
    pub cover: Vec<PersonId>,
    /// Overdue work beyond which the cover takes over.
    pub overload: Option<Span>,
    /// The pathway of supervision that follows each of their visits, or `NONE`.
    pub supervision: u16,
    /// Their patients: the first one and how many.
    pub patients: (u32, u32),
    /// Whether all patients whom they may see are their own: then others' patients do not keep them after hours.
    pub patients_are_own: bool,
    /// What can be booked on each day of the roster; empty for those without a diary.
    pub bookable: Vec<BookableDay>,
}

/// A waiting line for people: who may take from it.
#[derive(Debug, Clone, PartialEq)]
pub struct LineModel {
    /// Whether the first of them is a clinician.
    pub clinician: bool,
    /// Their mean pace.
    pub pace: f64,
    /// The one person who may take from it, where there is only one; those whom an intervention may add do not count,
    /// so that they change nothing before they come.
    pub only_leader: Option<PersonId>,
    /// Whether nobody else may ever take from it.
    pub alone: bool,
    /// What its people take first at the desk.
    pub desk_first: DeskFirst,
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

/// Number of activities at the record.
pub const ACTIVITIES: usize = 5;
/// The whole of a share.
pub const WHOLE: u32 = 65_536;

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
    /// Minutes for each unit of a need of the case that came.
    pub minutes_per: Vec<(Identity, f64)>,
    /// How long it takes whoever does it here, as a factor of the minutes.
    pub minutes_factor: f64,
    /// Intrinsic cognitive load, and that for each unit of a need.
    pub intrinsic_load: (f64, Vec<(Identity, f64)>),
    /// Medication orders that it makes, and those for each unit of a need.
    pub medication_orders: (u32, Vec<(Identity, f64)>),
    /// The way before it.
    pub walk: Span,
    /// Shares of the minutes by activity, in 65,536ths: documentation, order entry, inbox, chart review, administration.
    pub parts: [u32; ACTIVITIES],
    /// Share of the minutes that is extraneous.
    pub extraneous_share: f64,
    /// Gap work: how probable, how long.
    pub gap: Option<(f64, Distribution)>,
    /// Sorts of rules that add minutes, with those of one rule.
    pub rules: Vec<(u16, f64)>,
    /// Whether it is work by the clock, which ends on time.
    pub by_clock: bool,
    /// The work by the clock that it is, by number, or `NONE`.
    pub scheduled: u16,
    /// Whether it is the form of a survey.
    pub form: bool,
    /// Whether it is the note of a clinician, one of those that are counted as open.
    pub clinicians_note: bool,
    /// Kind of message, or `NONE`.
    pub message: u16,
    /// A further cell for its minutes, or `NO_CELL`.
    pub minutes_cell: CellId,
    /// Roles who may write and enter orders beside the lead.
    pub assistants: Vec<u16>,
    /// Those people, for each clinic and assistant role.
    pub assistant_people: Vec<Vec<Vec<PersonId>>>,
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
