//! The table of measures: what is made of the facts that handlers state.
//!
//! A fact goes into a *cell* (a count and an exact sum, per site). A measure is a *fold* of cells. Cells are
//! integers, so that sites, periods and threads merge to the same bits in any grouping.

mod table;

use super::model::{Model, StepId};
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
}

/// Number of fixed cells.
const FIXED: u32 = Fact::ClinicianVisitWork as u32 + 1;

/// Facts of which a distribution is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// [`Fact::Wait`].
    Wait,
    /// [`Fact::Turnaround`].
    Turnaround,
}

/// Number of distributions kept for a site.
pub const SPREADS: usize = 2;

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
            Fold::Share(part, whole) | Fold::SumPerCount(part, whole, _) => vec![*part, *whole],
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
    /// Number of cells.
    pub const COUNT: u32 = 4;
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
        layout.roles = layout.messages + count(model.message_names.len());
        layout.rooms = layout.roles + role_cell::COUNT * count(model.roles.len());
        layout.cells = layout.rooms + room_cell::COUNT * count(model.room_kinds.len());
        layout.step_waits = vec![NO_CELL; model.steps.len() * layout.arrivals];
        for source in model.sources.iter().filter(|source| !source.message) {
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
        layout.add_message_rows(model);
        layout.add_staff_rows(model);
        layout.withhold(model, smallest_group);
        layout
    }

    /// Marks the rows that would speak of fewer than so many people.
    fn withhold(&mut self, model: &Model, smallest_group: usize) {
        let sites = std::iter::once(None).chain((0..model.clinics.len()).map(Some));
        let too_few = |row: &Row, site: Option<usize>| {
            let here = |clinic: u16| site.is_none_or(|site| site == usize::from(clinic));
            let roles: Vec<u16> =
                row.fold.cells().into_iter().filter_map(|cell| self.role_of(cell)).collect();
            let people = model.people.iter().filter(|p| roles.contains(&p.role) && here(p.clinic)).count();
            let all_here = model.people.iter().filter(|p| here(p.clinic)).count();
            (!roles.is_empty() && people < smallest_group) || all_here < smallest_group
        };
        self.withheld = sites.map(|site| self.rows.iter().map(|row| too_few(row, site)).collect()).collect();
    }

    /// The role of whose people a cell speaks, if of any.
    fn role_of(&self, cell: CellId) -> Option<u16> {
        let role = (self.roles..self.rooms).contains(&cell).then(|| (cell - self.roles) / role_cell::COUNT);
        role.and_then(|role| u16::try_from(role).ok())
    }

    /// Cell of the wait before a step for patients of a stream.
    pub fn step_wait(&self, step: StepId, arrival: u16) -> CellId {
        self.step_waits[usize::from(step) * self.arrivals + usize::from(arrival)]
    }

    /// Cell that counts messages of a kind.
    pub fn message(&self, kind: u16) -> CellId {
        self.messages + u32::from(kind)
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
