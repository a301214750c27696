//! The table of measures: what is made of the facts that handlers state.
//!
//! A fact goes into a *cell* (a count and an exact sum, per site). A measure is a *fold* of cells. Cells are
//! integers, so that sites, periods and threads merge to the same bits in any grouping.

use super::model::{Model, StepId};
use super::parameters::values::TaskClass;
use crate::system::{Better, Measure};

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
    /// For each role: wage times (scheduled + worked − worked in hours), per week.
    Wages(Vec<(f64, CellId, CellId, CellId)>),
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
    pub fn new(model: &Model) -> Self {
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
        layout
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

    fn add(
        &mut self,
        name: &str,
        label: &str,
        unit_per: (&str, &str),
        better: Better,
        source: &str,
        fold: Fold,
    ) {
        let measure = Measure {
            name: name.to_owned(),
            label: label.to_owned(),
            unit: unit_per.0.to_owned(),
            per: unit_per.1.to_owned(),
            better,
            source: source.to_owned(),
        };
        self.rows.push(Row { measure, fold });
    }

    fn add_patient_rows(&mut self, model: &Model) {
        if model.sources.iter().all(|source| source.message) {
            return;
        }
        let cell = |fact: Fact| fact as CellId;
        let patients = ("minutes", "patient");
        self.add(
            "visits_per_week",
            "Visits completed",
            ("visits", "week"),
            Better::Higher,
            "count of patients who finished their pathway",
            Fold::CountPerWeek(vec![cell(Fact::Visits)]),
        );
        if model.pathways.iter().any(|pathway| pathway.meets_clinician) {
            let seen = ("minutes", "patient seen");
            self.add(
                "patient_wait_minutes",
                "Wait before being seen",
                seen,
                Better::Lower,
                "arrival to first meeting with a clinician",
                Fold::Mean(vec![cell(Fact::Wait)], MINUTE),
            );
            self.add(
                "patient_wait_minutes_p90",
                "Wait before being seen, 9 of 10 wait less",
                seen,
                Better::Lower,
                "90th percentile of the same",
                Fold::Quantile(Spread::Wait, 0.9, MINUTE),
            );
        }
        self.add(
            "visit_cycle_minutes",
            "Time in the clinic",
            patients,
            Better::Lower,
            "arrival to the end of the pathway",
            Fold::Mean(vec![cell(Fact::Cycle)], MINUTE),
        );
        self.add(
            "left_without_being_seen_fraction",
            "Left without being seen",
            ("share", "patient arriving"),
            Better::Lower,
            "patience ended, or sent home at closing, before being seen",
            Fold::Share(cell(Fact::Left), cell(Fact::Arrived)),
        );
        self.add(
            "turned_away_fraction",
            "Turned away",
            ("share", "patient arriving"),
            Better::Lower,
            "no place to wait, or closed for the day",
            Fold::Share(cell(Fact::TurnedAway), cell(Fact::Arrived)),
        );
        if model.time.calendar {
            self.add(
                "last_completion_minutes",
                "Last work done, after opening",
                ("minutes", "clinic and open day"),
                Better::Lower,
                "opening to the last piece of work finished that day",
                Fold::Mean(vec![cell(Fact::LastCompletion)], MINUTE),
            );
        }
    }

    fn add_step_rows(&mut self, model: &Model) {
        let mut names: Vec<&str> = Vec::new();
        for step in model
            .steps
            .iter()
            .filter(|step| step.class != TaskClass::Message || self.has_wait(model, &step.name))
        {
            if !names.contains(&step.name.as_str()) {
                names.push(&step.name);
            }
        }
        for name in names {
            let mut all = Vec::new();
            let mut rows = Vec::new();
            for (a, arrival) in model.arrival_names.iter().enumerate() {
                let cells: Vec<CellId> = (0..model.steps.len())
                    .filter(|&s| model.steps[s].name == name)
                    .map(|s| self.step_waits[s * self.arrivals + a])
                    .filter(|cell| *cell != NO_CELL)
                    .collect();
                if !cells.is_empty() {
                    all.extend(&cells);
                    rows.push((arrival, cells));
                }
            }
            let per = ("minutes", "step begun");
            let source = "end of the step before (or arrival) to the begin of this one";
            if !all.is_empty() {
                self.add(
                    &format!("step_wait_minutes.{name}"),
                    &format!("Wait for {name}"),
                    per,
                    Better::Lower,
                    source,
                    Fold::Mean(all, MINUTE),
                );
            }
            for (arrival, cells) in rows {
                self.add(
                    &format!("step_wait_minutes.{name}.{arrival}"),
                    &format!("Wait for {name}, {arrival}"),
                    per,
                    Better::Lower,
                    source,
                    Fold::Mean(cells, MINUTE),
                );
            }
        }
    }

    fn has_wait(&self, model: &Model, name: &str) -> bool {
        (0..model.steps.len()).filter(|&s| model.steps[s].name == name).any(|s| {
            self.step_waits[s * self.arrivals..(s + 1) * self.arrivals].iter().any(|cell| *cell != NO_CELL)
        })
    }

    fn add_message_rows(&mut self, model: &Model) {
        if model.message_names.is_empty() {
            return;
        }
        let cell = |fact: Fact| fact as CellId;
        let all = (0..model.message_names.len()).map(|kind| self.message(kind as u16)).collect();
        self.add(
            "inbox_messages_per_week",
            "Messages arriving",
            ("messages", "week"),
            Better::Neither,
            "count of messages of all kinds",
            Fold::CountPerWeek(all),
        );
        for (kind, name) in model.message_names.iter().enumerate() {
            self.add(
                &format!("inbox_messages_per_week.{name}"),
                &format!("Messages arriving: {name}"),
                ("messages", "week"),
                Better::Neither,
                "count of messages of this kind",
                Fold::CountPerWeek(vec![self.message(kind as u16)]),
            );
        }
        let closed = ("hours", "message closed");
        self.add(
            "inbox_turnaround_hours",
            "Time until a message is closed",
            closed,
            Better::Lower,
            "arrival to the end of the last touch",
            Fold::Mean(vec![cell(Fact::Turnaround)], HOUR),
        );
        self.add(
            "inbox_turnaround_hours_p90",
            "Time until 9 of 10 messages are closed",
            closed,
            Better::Lower,
            "90th percentile of the same",
            Fold::Quantile(Spread::Turnaround, 0.9, HOUR),
        );
        if model.sources.iter().any(|source| source.due_hours.is_some()) {
            self.add(
                "inbox_late_fraction",
                "Messages closed late",
                ("share", "message with a due time"),
                Better::Lower,
                "closed after `due_hours`",
                Fold::Share(cell(Fact::Late), cell(Fact::Due)),
            );
        }
        if model.time.calendar {
            self.add(
                "inbox_backlog",
                "Messages open at the day's end",
                ("messages", "clinic and open day"),
                Better::Lower,
                "open messages when the clinic closes",
                Fold::SumPerCount(cell(Fact::Backlog), cell(Fact::Backlog), 1.0),
            );
        }
        let scheduled: Vec<CellId> = (0..model.roles.len())
            .filter(|&r| model.roles[r].clinician && model.people.iter().any(|p| usize::from(p.role) == r))
            .map(|r| self.role(r as u16) + role_cell::SCHEDULED)
            .collect();
        if !scheduled.is_empty() {
            self.add(
                "inbox_traffic_intensity",
                "Traffic intensity of clinicians' inboxes",
                ("ratio", "scheduled minute not taken by visits"),
                Better::Lower,
                "model.md section 6: arriving message minutes over the time left for them",
                Fold::TimeRatio(
                    cell(Fact::ClinicianMessageWork),
                    scheduled,
                    Some(cell(Fact::ClinicianVisitWork)),
                ),
            );
        }
    }

    fn add_staff_rows(&mut self, model: &Model) {
        let staffed: Vec<usize> = (0..model.roles.len())
            .filter(|&r| model.people.iter().any(|p| usize::from(p.role) == r))
            .collect();
        for &r in &staffed {
            let (name, base) = (&model.roles[r].name, self.role(r as u16));
            self.add(
                &format!("utilization.{name}"),
                &format!("Utilization of {name}"),
                ("ratio", "rostered minute"),
                Better::Neither,
                "busy over rostered time; work after hours counts as busy, so it can exceed 1",
                Fold::TimeRatio(base + role_cell::WORK, vec![base + role_cell::SCHEDULED], None),
            );
        }
        for (k, name) in model.room_kinds.iter().enumerate() {
            let base = self.room(k as u16);
            self.add(
                &format!("room_utilization.{name}"),
                &format!("Rooms in use: {name}"),
                ("ratio", "room-minute while open"),
                Better::Neither,
                "occupied over open room time",
                Fold::TimeRatio(base + room_cell::BUSY, vec![base + room_cell::OPEN], None),
            );
        }
        for &r in staffed.iter().filter(|_| model.time.calendar) {
            let (name, base) = (&model.roles[r].name, self.role(r as u16));
            self.add(
                &format!("work_minutes_per_day.{name}"),
                &format!("Minutes worked by {name}"),
                ("minutes", "person and rostered day"),
                Better::Lower,
                "all minutes of work, in hours and after",
                Fold::SumPerCount(base + role_cell::WORK, base + role_cell::PERSON_DAYS, MINUTE),
            );
        }
        for &r in &staffed {
            let (name, base) = (&model.roles[r].name, self.role(r as u16));
            self.add(
                &format!("in_hours_intensity.{name}"),
                &format!("In-hours intensity of {name}"),
                ("ratio", "scheduled minute"),
                Better::Lower,
                "minutes worked in hours over scheduled minutes",
                Fold::TimeRatio(base + role_cell::IN_HOURS, vec![base + role_cell::SCHEDULED], None),
            );
        }
        if model.roles.iter().any(|role| role.wage_usd_per_hour > 0.0) {
            let roles = staffed
                .iter()
                .map(|&r| {
                    let base = self.role(r as u16);
                    (
                        model.roles[r].wage_usd_per_hour,
                        base + role_cell::SCHEDULED,
                        base + role_cell::WORK,
                        base + role_cell::IN_HOURS,
                    )
                })
                .collect();
            self.add(
                "wages_usd_per_week",
                "Wages",
                ("US$", "week"),
                Better::Lower,
                "rostered hours and hours worked beyond them, at the role's wage",
                Fold::Wages(roles),
            );
        }
    }
}

/// All steps that cases of these pathways can come to, those of pathways set going on the way included.
fn steps_of(model: &Model, pathways: impl Iterator<Item = u16>) -> Vec<StepId> {
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
