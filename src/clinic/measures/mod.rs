//! The table of measures: what is made of the facts that handlers state.
//!
//! A fact goes into a *cell* (a count and an exact sum, per site). A measure is a *fold* of cells. Cells are
//! integers, so that sites, periods and threads merge to the same bits in any grouping.

mod table;
mod table_days;
mod table_panel;

use super::model::{ACTIVITIES, Model, StepId, StepModel};
use super::parameters::values::{MessageSource, TaskClass};
use crate::system::Measure;

/// Index of a cell within a site.
pub type CellId = u32;
/// No such cell.
pub const NO_CELL: CellId = CellId::MAX;

/// Cells that every model has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Fact {
    /// Patients who arrived (no-shows did not).
    Arrived,
    /// Patients who finished their pathway, or left it at closing after being seen.
    Visits,
    /// Wait from arrival to the first meeting with a clinician.
    Wait,
    /// Time from arrival to the end of the pathway.
    Cycle,
    /// Patients who left, or were sent home, without being seen.
    Left,
    /// Patients who found no place to wait or a closed clinic.
    TurnedAway,
    /// From opening to the last piece of work finished that day.
    LastCompletion,
    /// Time from a message's arrival until it is closed.
    Turnaround,
    /// Messages closed after they were due, out of those with a due time.
    Late,
    /// Messages with a due time that were closed.
    Due,
    /// Messages open when the clinic closes.
    Backlog,
    /// Minutes of message work that arrived for clinicians.
    ClinicianMessageWork,
    /// Minutes that clinicians spent on visits in hours.
    ClinicianVisitWork,
    /// Time of a clinician in the room with a patient of a panel or a stream.
    Exam,
    /// Squares of these times, in square milliseconds.
    ExamSquares,
    /// Of these, the times of visits of panels.
    ExamOfPanel,
    /// Their booked lengths.
    ExamBooked,
    /// Time from when a visit was wanted to its appointment, kept or not.
    AccessWait,
    /// Days until the third next available appointment, in time; one for each clinician and day.
    ThirdNext,
    /// Requests for visits that were lost.
    Lost,
    /// Appointments that came due without being cancelled.
    Appointments,
    /// Those that nobody kept.
    NoShow,
    /// Visits of panels that began.
    PanelVisits,
    /// Those with the own clinician.
    OwnVisits,
    /// Notes not finished when the clinic closes.
    NotesOpen,
    /// Time from the end of a visit until its note is finished.
    NoteClosure,
    /// Requests for renewals that came.
    Renewals,
    /// Minutes of all roles on renewals.
    RenewalWork,
    /// Minutes of all roles on prior authorisations.
    AuthorisationWork,
    /// Time without medicine after prescriptions ran out.
    WithoutMedicine,
    /// Time of all prescriptions.
    PrescriptionTime,
    /// Cents spent on interventions.
    InterventionCents,
}

/// Number of fixed cells.
const FIXED: u32 = Fact::InterventionCents as u32 + 1;

/// Why work moves from one person to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The person is away.
    Absence,
    /// The person has too much overdue.
    Overload,
}

/// All causes, with their words.
pub const CAUSES: [(Cause, &str); 2] = [(Cause::Absence, "absence"), (Cause::Overload, "overload")];

/// Facts of which a distribution is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// [`Fact::Wait`].
    Wait,
    /// [`Fact::Turnaround`].
    Turnaround,
    /// [`Fact::AccessWait`].
    AccessWait,
}

/// Number of distributions kept for a site.
pub const SPREADS: usize = 3;

/// How a measure is made of cells.
#[derive(Debug, Clone, PartialEq)]
pub enum Fold {
    /// Sum of all sums over sum of all counts, in units of `unit_micros`.
    Mean(Vec<CellId>, f64),
    /// A quantile of a distribution, in units of so many microseconds.
    Quantile(Spread, f64, f64),
    /// Counts per week.
    CountPerWeek(Vec<CellId>),
    /// Counts over counts.
    Share(CellId, CellId),
    /// So many times the sum of sums over the sum of sums: minutes for each full day of scheduled time, and the like.
    Rate(f64, Vec<CellId>, Vec<CellId>),
    /// So many times the sum of counts over the sum of sums.
    CountRate(f64, Vec<CellId>, Vec<CellId>),
    /// Sum of the first less that of the second, over the count of the first, in units of so many microseconds.
    MeanExcess(CellId, CellId, f64),
    /// Standard deviation of the first, whose squares (in square milliseconds) are the second, in so many microseconds.
    Deviation(CellId, CellId, f64),
    /// Largest less smallest mean of several cells, in units of so many microseconds.
    Gap(Vec<CellId>, f64),
    /// One minus a ratio of sums.
    Complement(CellId, CellId),
    /// Sum per week, in units of so many.
    SumPerWeek(CellId, f64),
    /// Sum over (sum minus sum): a ratio of times.
    TimeRatio(CellId, Vec<CellId>, Option<CellId>),
    /// Sum over count of another cell, in units of so many microseconds.
    SumPerCount(CellId, CellId, f64),
    /// For each role: hourly wage times (sum of sums minus a sum), per week.
    Wages(Vec<(f64, Vec<CellId>, Option<CellId>)>),
}

impl Fold {
    /// The cells of which it is made (those of a quantile are of no role).
    fn cells(&self) -> Vec<CellId> {
        match self {
            Fold::Mean(cells, _) | Fold::CountPerWeek(cells) => cells.clone(),
            Fold::Quantile(..) => Vec::new(),
            Fold::Share(part, whole) | Fold::SumPerCount(part, whole, _) | Fold::Complement(part, whole) => {
                vec![*part, *whole]
            }
            Fold::Rate(_, part, whole) | Fold::CountRate(_, part, whole) => {
                [part.clone(), whole.clone()].concat()
            }
            Fold::MeanExcess(a, b, _) | Fold::Deviation(a, b, _) => vec![*a, *b],
            Fold::Gap(cells, _) => cells.clone(),
            Fold::SumPerWeek(cell, _) => vec![*cell],
            Fold::TimeRatio(part, whole, minus) => {
                let mut cells = vec![*part];
                cells.extend(whole);
                cells.extend(minus);
                cells
            }
            Fold::Wages(roles) => roles.iter().flat_map(|(_, plus, _)| plus).copied().collect(),
        }
    }
}

/// A measure and how it is made.
#[derive(Debug, Clone)]
pub struct Row {
    /// The measure.
    pub measure: Measure,
    /// Its fold.
    pub fold: Fold,
}

/// Where the facts of a model go, and the measures made of them.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Cells of one site.
    pub cells: u32,
    /// The measures.
    pub rows: Vec<Row>,
    /// Whether a row is withheld because it would speak of too few real people: for the whole system, then for
    /// each site.
    pub withheld: Vec<Vec<bool>>,
    step_waits: Vec<CellId>,
    arrivals: usize,
    messages: CellId,
    reached: CellId,
    groups: CellId,
    moved: CellId,
    role_count: u32,
    roles: CellId,
    rooms: CellId,
}

/// Cells of one role, from [`Layout::role`] on.
pub mod role_cell {
    /// Minutes worked.
    pub const WORK: u32 = 0;
    /// Minutes worked in rostered time.
    pub const IN_HOURS: u32 = 1;
    /// Rostered minutes.
    pub const SCHEDULED: u32 = 2;
    /// Person-days rostered (count).
    pub const PERSON_DAYS: u32 = 3;
    /// Minutes worked outside 08:00 to 18:00 from Monday to Friday, and at weekends.
    pub const AFTER_HOURS: u32 = 4;
    /// Minutes at the record from 18:00 to 24:00, and at weekends.
    pub const METRIC: u32 = 5;
    /// Minutes worked before 08:00 from Monday to Friday.
    pub const EARLY: u32 = 6;
    /// Minutes worked at weekends.
    pub const WEEKEND: u32 = 7;
    /// Minutes by activity at the record, in the order of a step's shares.
    pub const ACTIVITY: u32 = 8;
    /// Minutes in meetings.
    pub const MEETING: u32 = ACTIVITY + super::ACTIVITIES as u32;
    /// Extraneous minutes of work begun.
    pub const EXTRANEOUS: u32 = MEETING + 1;
    /// Minutes of gap work of work begun.
    pub const GAP: u32 = MEETING + 2;
    /// Interruptions (count).
    pub const INTERRUPTIONS: u32 = MEETING + 3;
    /// Rostered minutes on leave or ill.
    pub const PAID_ABSENCE: u32 = MEETING + 4;
    /// Number of cells.
    pub const COUNT: u32 = MEETING + 5;
}

/// Cells of one kind of room, from [`Layout::room`] on.
pub mod room_cell {
    /// Room-minutes in use.
    pub const BUSY: u32 = 0;
    /// Room-minutes while the clinic is open.
    pub const OPEN: u32 = 1;
    /// Number of cells.
    pub const COUNT: u32 = 2;
}

const MINUTE: f64 = 60e6;
const HOUR: f64 = 3600e6;

impl Layout {
    /// The layout of a model.
    /// `smallest_group`: rows about fewer people of these roles are withheld.
    pub fn new(model: &Model, smallest_group: usize) -> Self {
        let count = |n: usize| u32::try_from(n).expect("tables are far smaller than four billion entries");
        let mut layout = Layout { arrivals: model.arrival_names.len(), messages: FIXED, ..Layout::default() };
        layout.reached = layout.messages + count(model.messages.len());
        layout.groups = layout.reached + count(model.messages.len());
        layout.moved = layout.groups + count(model.panel.groups.len());
        layout.role_count = count(model.roles.len());
        layout.roles = layout.moved + count(CAUSES.len()) * layout.role_count * layout.role_count;
        layout.rooms = layout.roles + role_cell::COUNT * count(model.roles.len());
        layout.cells = layout.rooms + room_cell::COUNT * count(model.room_kinds.len());
        layout.step_waits = vec![NO_CELL; model.steps.len() * layout.arrivals];
        for source in model.sources.iter().filter(|source| !source.message) {
            let seen = model.sources.iter().find(|other| (other.message, other.name) == (false, source.name));
            if seen.is_some_and(|first| !std::ptr::eq(first, source)) {
                continue; // all streams of one name take the same ways
            }
            for step in steps_of(model, source.pathways.iter().map(|(_, pathway)| *pathway)) {
                let cell =
                    &mut layout.step_waits[usize::from(step) * layout.arrivals + usize::from(source.name)];
                if *cell == NO_CELL {
                    *cell = layout.cells;
                    layout.cells += 1;
                }
            }
        }
        layout.add_patient_rows(model);
        layout.add_step_rows(model);
        layout.add_panel_rows(model);
        layout.add_message_rows(model);
        layout.add_staff_rows(model);
        layout.add_day_rows(model);
        layout.withhold(model, smallest_group);
        layout
    }

    /// Marks the rows that would speak of fewer than so many people.
    fn withhold(&mut self, model: &Model, smallest_group: usize) {
        let sites = std::iter::once(None).chain((0..model.clinics.len()).map(Some));
        let too_few = |row: &Row, site: Option<usize>| {
            let here = |clinic: u16| site.is_none_or(|site| site == usize::from(clinic));
            let roles: Vec<u16> = row.fold.cells().into_iter().flat_map(|cell| self.roles_of(cell)).collect();
            // people whom an intervention may add are no real people
            let real = || model.people.iter().filter(|p| p.reserve <= 0 && here(p.clinic));
            let people = real().filter(|p| roles.contains(&p.role)).count();
            let all_here = real().count();
            // moved work tells of both sides
            let pair = row.measure.name.starts_with("moved_minutes");
            let one_side = |role: &u16| real().filter(|p| p.role == *role).count() < smallest_group;
            (!roles.is_empty() && people < smallest_group)
                || (pair && roles.iter().any(one_side))
                || all_here < smallest_group
        };
        self.withheld = sites.map(|site| self.rows.iter().map(|row| too_few(row, site)).collect()).collect();
    }

    /// The roles of whose people a cell speaks; of moved work the giver's and the receiver's.
    fn roles_of(&self, cell: CellId) -> Vec<u16> {
        let role = |number: u32| u16::try_from(number).ok();
        if (self.roles..self.rooms).contains(&cell) {
            return role((cell - self.roles) / role_cell::COUNT).into_iter().collect();
        }
        if (self.moved..self.roles).contains(&cell) {
            let pair = (cell - self.moved) % (self.role_count * self.role_count);
            let roles = [pair / self.role_count, pair % self.role_count];
            return roles.into_iter().filter_map(role).collect();
        }
        Vec::new()
    }

    /// Cell of the wait before a step for patients of a stream.
    pub fn step_wait(&self, step: StepId, arrival: u16) -> CellId {
        self.step_waits[usize::from(step) * self.arrivals + usize::from(arrival)]
    }

    /// Cell that counts messages of a kind.
    pub fn message(&self, kind: u16) -> CellId {
        self.messages + u32::from(kind)
    }

    /// Cell that counts touches of a kind of message that reach a clinician.
    pub fn reached(&self, kind: u16) -> CellId {
        self.reached + u32::from(kind)
    }

    /// Cell of the access wait of a group of patients.
    pub fn group(&self, group: u16) -> CellId {
        self.groups + u32::from(group)
    }

    /// Cell of the work that moved for a cause from one role to another.
    pub fn moved(&self, cause: Cause, giver: u16, receiver: u16) -> CellId {
        let pair = u32::from(giver) * self.role_count + u32::from(receiver);
        self.moved + cause as u32 * self.role_count * self.role_count + pair
    }

    /// The further cell to which the minutes of a step are added, or `NO_CELL`.
    pub fn minutes_cell(&self, model: &Model, step: &StepModel) -> CellId {
        let renewal = || model.messages[usize::from(step.message)].source == MessageSource::Prescriptions;
        match step.class {
            TaskClass::Authorisation => Fact::AuthorisationWork as CellId,
            _ if step.message != super::model::NONE && renewal() => Fact::RenewalWork as CellId,
            _ => NO_CELL,
        }
    }

    /// First cell of a role.
    pub fn role(&self, role: u16) -> CellId {
        self.roles + role_cell::COUNT * u32::from(role)
    }

    /// First cell of a kind of room.
    pub fn room(&self, kind: u16) -> CellId {
        self.rooms + room_cell::COUNT * u32::from(kind)
    }
}

/// All steps that cases of these pathways can come to, those of pathways set going on the way included.
pub(super) fn steps_of(model: &Model, pathways: impl Iterator<Item = u16>) -> Vec<StepId> {
    let mut todo: Vec<u16> = pathways.collect();
    let mut known = todo.clone();
    let mut steps = Vec::new();
    while let Some(pathway) = todo.pop() {
        for (s, step) in model.steps.iter().enumerate().filter(|(_, step)| step.pathway == pathway) {
            steps.push(s as StepId);
            for &child in &step.starts {
                if !known.contains(&child) {
                    known.push(child);
                    todo.push(child);
                }
            }
        }
    }
    steps.sort_unstable();
    steps
}
