//! The table of measures: what is made of the facts that handlers state.
//!
//! A fact goes into a *cell* (a count and an exact sum, per site). A measure is a *fold* of cells. Cells are
//! integers, so that sites, periods and threads merge to the same bits in any grouping.

mod answers;
pub mod money;
mod passage;
mod table;
mod table_days;
mod table_money;
mod table_organization;
mod table_panel;
mod table_people;
mod table_safety;
mod table_surveys;
mod table_watch;

pub use answers::{answer_cell, numbers_of};
pub use passage::Passage;
pub use table_days::WORK;

use super::model::{ACTIVITIES, Model, StepId, StepModel};
use super::parameters::values::TaskClass;
use super::science::instruments::survey::KINDS;
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
    /// Time that a clinic is open.
    OpenTime,
    /// Weeks (count), and those of alarm (sum).
    AlarmWeeks,
    /// Weeks from the first alarm to an onset of burnout.
    AlarmLead,
    /// Weeks of onset (count), and those with an alarm before (sum).
    OnsetsWarned,
    /// Weeks of alarm whose sequel is known (count), and those that no onset followed (sum).
    AlarmsFalse,
    /// The same of weeks without an alarm.
    QuietTrue,
    /// Gini coefficient of the load of clinicians, in millionths; one for each clinic and week.
    LoadGini,
    /// Load of the tenth of clinicians with the most, over the mean load, in millionths.
    WorstTenth,
    /// Quality of visits as patients meet it, in millionths.
    VisitQuality,
    /// Quality of the notes that are audited, in millionths.
    NoteQuality,
    /// Medication orders (count), and the same in units of a trillionth (sum).
    MedicationOrders,
    /// Errors of orders to be expected, in trillionths.
    ErrorsMade,
    /// Errors that reached patients (count).
    ErrorsReached,
    /// Errors that reach patients to be expected, in trillionths.
    ErrorsExpected,
    /// Errors that reach patients to be expected, each by the harm that a checklist leaves of it, in trillionths.
    HarmExpected,
    /// The same as the errors expected if nobody were burned out.
    ErrorsWithoutBurnout,
    /// Errors expected of those who are not burned out, in trillionths.
    ErrorsOfOthers,
    /// Their orders, in trillionths.
    OrdersOfOthers,
    /// Errors that did harm (count).
    AdverseEvents,
    /// How much longer overload made work with a load of its own, in millionths of the work; before it is normalised.
    OverloadFactor,
    /// Local rules in force, one number for each clinic and day.
    Rules,
    /// Trust in leaders, in millionths; one for each clinic and day.
    Trust,
    /// Psychological safety, likewise.
    Openness,
    /// Perceived urgency, in millionths of a point.
    Urgency,
    /// Capability to repair causes, in millionths.
    Capability,
    /// Room to learn, in millionths.
    Germane,
    /// Places at huddles planned (count), and those taken (sum).
    Huddles,
    /// Places at all sessions of interventions planned (count), and those taken (sum).
    Sessions,
    /// Alerts.
    Alerts,
    /// Probability that an alert was heeded, in millionths; one for each alert.
    AlertsHeeded,
    /// Cents earned with messages that clinicians answered.
    MessageCents,
    /// Minutes of deep work of clinicians: with patients, on notes and care, without what is extraneous, undisturbed.
    DeepWork,
}

/// Number of fixed cells.
const FIXED: u32 = Fact::DeepWork as u32 + 1;

/// Why work moves from one person to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The person is away.
    Absence,
    /// The person has too much overdue.
    Overload,
    /// People even it out in a huddle.
    Huddle,
}

/// All causes, with their words.
pub const CAUSES: [(Cause, &str); 3] =
    [(Cause::Absence, "absence"), (Cause::Overload, "overload"), (Cause::Huddle, "huddle")];

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
    /// Counts per year.
    CountPerYear(Vec<CellId>),
    /// Counts over counts.
    Share(Vec<CellId>, Vec<CellId>),
    /// Share of the variance of single people that lies between sites: one-way analysis of variance of person-days, each
    /// site's mean against its people; of sums in thousandths, squares in millionths.
    BetweenSites(Vec<CellId>, Vec<CellId>),
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
    /// So many times (sum over sum less sum over sum).
    RateDifference(f64, [(CellId, CellId); 2]),
    /// Sums per week, in units of so many.
    SumsPerWeek(Vec<CellId>, f64),
    /// Sum over (sum minus sum): a ratio of times.
    TimeRatio(CellId, Vec<CellId>, Option<CellId>),
    /// Sum over count of another cell, in units of so many microseconds.
    SumPerCount(CellId, CellId, f64),
    /// For each role: hourly wage times (sum of sums minus a sum), per week.
    Wages(Vec<(f64, Vec<CellId>, Option<CellId>)>),
    /// Amounts of money.
    Money(money::Money),
    /// A constant and so many times other folds.
    Linear(f64, Vec<(f64, Fold)>),
    /// The lag with the largest correlation of two weekly series, whose sums begin at a cell: see [`lag_cell`].
    Lead(CellId),
    /// That correlation.
    LeadCorrelation(CellId),
}

impl Fold {
    /// The cells of which it is made (those of a quantile are of no role).
    fn cells(&self) -> Vec<CellId> {
        match self {
            Fold::Mean(cells, _) | Fold::CountPerWeek(cells) | Fold::CountPerYear(cells) => cells.clone(),
            Fold::Quantile(..) | Fold::Lead(_) | Fold::LeadCorrelation(_) => Vec::new(),
            Fold::SumPerCount(part, whole, _) | Fold::Complement(part, whole) => vec![*part, *whole],
            Fold::Share(part, whole) | Fold::BetweenSites(part, whole) => {
                [part.clone(), whole.clone()].concat()
            }
            Fold::Rate(_, part, whole) | Fold::CountRate(_, part, whole) => {
                [part.clone(), whole.clone()].concat()
            }
            Fold::MeanExcess(a, b, _) | Fold::Deviation(a, b, _) => vec![*a, *b],
            Fold::Gap(cells, _) | Fold::SumsPerWeek(cells, _) => cells.clone(),
            Fold::SumPerWeek(cell, _) => vec![*cell],
            Fold::RateDifference(_, pairs) => pairs.iter().flat_map(|(a, b)| [*a, *b]).collect(),
            Fold::TimeRatio(part, whole, minus) => {
                let mut cells = vec![*part];
                cells.extend(whole);
                cells.extend(minus);
                cells
            }
            Fold::Wages(roles) => roles.iter().flat_map(|(_, plus, _)| plus).copied().collect(),
            Fold::Linear(_, terms) => terms.iter().flat_map(|(_, fold)| fold.cells()).collect(),
            Fold::Money(money) => money.charges().map(|charge| charge.cell).collect(),
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
    /// Cells of levels: of a longer time counts what was stated at its end, not the sum.
    pub levels: Vec<CellId>,
    step_waits: Vec<CellId>,
    answers: CellId,
    answers_of_role: u32,
    /// Of instruments that are asked by, in the order of all: where their cells begin among those of a role.
    answer_offsets: Vec<Option<u32>>,
    arrivals: usize,
    messages: CellId,
    reached: CellId,
    caught: CellId,
    groups: CellId,
    group_quality: CellId,
    moved: CellId,
    role_count: u32,
    roles: CellId,
    rooms: CellId,
    lags: CellId,
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
    /// Score of exhaustion in thousandths; the count is that of person-days with somebody in the post.
    pub const EXHAUSTION: u32 = MEETING + 5;
    /// Its squares, in millionths.
    pub const EXHAUSTION_SQUARES: u32 = MEETING + 6;
    /// Score of cynicism in thousandths.
    pub const CYNICISM: u32 = MEETING + 7;
    /// Score of efficacy in thousandths.
    pub const EFFICACY: u32 = MEETING + 8;
    /// Fatigue in millionths.
    pub const FATIGUE: u32 = MEETING + 9;
    /// Person-days burned out by exhaustion or cynicism (count).
    pub const BURNED_EITHER: u32 = MEETING + 10;
    /// By exhaustion alone.
    pub const BURNED_EXHAUSTION: u32 = MEETING + 11;
    /// By all three legs.
    pub const BURNED_ALL: u32 = MEETING + 12;
    /// Person-days with moral injury.
    pub const MORAL_INJURY: u32 = MEETING + 13;
    /// Person-days with compassion fatigue.
    pub const COMPASSION_FATIGUE: u32 = MEETING + 14;
    /// The first of the resources and what leads to them, in millionths: see [`super::REMEMBERED`].
    pub const REMEMBERED: u32 = MEETING + 15;
    /// Minutes on the forms of surveys.
    pub const FORMS: u32 = REMEMBERED + super::REMEMBERED.len() as u32;
    /// Minutes at the record outside rostered time.
    pub const LOGGED_OUTSIDE: u32 = FORMS + 1;
    /// People who left (count).
    pub const DEPARTURES: u32 = FORMS + 2;
    /// People who cut their hours (count).
    pub const HOURS_CUT: u32 = DEPARTURES + 1;
    /// Hazard of leaving above that of people who are not burned out, in billionths of a departure.
    pub const EXCESS_DEPARTURES: u32 = DEPARTURES + 2;
    /// Posts in thousandths of a full-time post and days.
    pub const POSTS: u32 = DEPARTURES + 3;
    /// Of them vacant, in thousandths and days.
    pub const VACANT: u32 = DEPARTURES + 4;
    /// Posts on the roster of the day, in thousandths.
    pub const CAPACITY_PLANNED: u32 = DEPARTURES + 5;
    /// What they can do: there, at their pace, in thousandths.
    pub const CAPACITY: u32 = DEPARTURES + 6;
    /// Person-days at work (count).
    pub const DAYS_AT_WORK: u32 = DEPARTURES + 7;
    /// Of them days that needed more hours than there are.
    pub const INFEASIBLE: u32 = DEPARTURES + 8;
    /// Minutes that work took because of slowness, rules, gaps and interruptions.
    pub const NOT_IMAGINED: u32 = DEPARTURES + 9;
    /// Of the rostered minutes those of locums.
    pub const LOCUM: u32 = DEPARTURES + 10;
    /// Minutes on prior authorisations.
    pub const AUTHORISATION: u32 = DEPARTURES + 11;
    /// Minutes at the record at home that no log shows.
    pub const OFF_LOG: u32 = DEPARTURES + 12;
    /// Minutes of conflict with life at home.
    pub const CONFLICT: u32 = DEPARTURES + 13;
    /// Knowledge from a course in millionths, of all people of its roles: a level at the end of each stretch.
    pub const KNOWLEDGE: u32 = DEPARTURES + 14;
    /// Number of cells.
    pub const COUNT: u32 = DEPARTURES + 15;
}

/// What is remembered of work, with the name of its measure and its words; means over people and days.
pub const REMEMBERED: [(&str, &str); 8] = [
    ("control", "Control: share of work that went as planned"),
    ("support", "Support: help received, colleagues present"),
    ("leadership", "Leadership: obstacles removed, promises kept"),
    ("fairness", "Fairness: own load and reward against the team"),
    ("fit", "Fit of needs and what work supplies"),
    ("supply", "What work supplies of autonomy, recognition and meaning"),
    ("demand", "Demand of a day at work, in full days"),
    ("meaningful_work", "Share of work with patients"),
];

/// Cells of one kind of room, from [`Layout::room`] on.
pub mod room_cell {
    /// Room-minutes in use.
    pub const BUSY: u32 = 0;
    /// Room-minutes while the clinic is open.
    pub const OPEN: u32 = 1;
    /// Number of cells.
    pub const COUNT: u32 = 2;
}

/// Cells of one lag, from [`Layout::lag`] on: sums of pairs of weeks, of whole numbers.
pub mod lag_cell {
    /// Products of the earlier and the later (the count is that of pairs).
    pub const PRODUCTS: u32 = 0;
    /// The earlier.
    pub const EARLIER: u32 = 1;
    /// Its squares.
    pub const EARLIER_SQUARES: u32 = 2;
    /// The later.
    pub const LATER: u32 = 3;
    /// Its squares.
    pub const LATER_SQUARES: u32 = 4;
    /// Number of cells.
    pub const COUNT: u32 = 5;
}

/// Lags of weeks, from 0 on.
pub const LAGS: u32 = super::science::alarm::HORIZON_WEEKS as u32 + 1;

const MINUTE: f64 = 60e6;
const HOUR: f64 = 3600e6;

impl Layout {
    /// The layout of a model.
    /// `smallest_group`: rows about fewer people of these roles are withheld.
    pub fn new(model: &Model, smallest_group: usize) -> Self {
        let count = |n: usize| u32::try_from(n).expect("tables are far smaller than four billion entries");
        let mut layout = Layout { arrivals: model.arrival_names.len(), messages: FIXED, ..Layout::default() };
        layout.reached = layout.messages + count(model.messages.len());
        layout.caught = layout.reached + count(model.messages.len());
        let layers = model.safety.as_ref().map_or(0, |safety| safety.defences.layers().len());
        layout.groups = layout.caught + count(layers);
        layout.group_quality = layout.groups + count(model.panel.groups.len());
        layout.moved = layout.group_quality + count(model.panel.groups.len());
        layout.role_count = count(model.roles.len());
        layout.roles = layout.moved + count(CAUSES.len()) * layout.role_count * layout.role_count;
        layout.rooms = layout.roles + role_cell::COUNT * count(model.roles.len());
        layout.lags = layout.rooms + room_cell::COUNT * count(model.room_kinds.len());
        layout.cells = layout.lags + if model.well_being.is_some() { LAGS * lag_cell::COUNT } else { 0 };
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
        layout.place_answers(model);
        layout.add_patient_rows(model);
        layout.add_step_rows(model);
        layout.add_panel_rows(model);
        layout.add_message_rows(model);
        layout.add_staff_rows(model);
        layout.add_day_rows(model);
        layout.add_log_rows(model);
        layout.add_people_rows(model);
        layout.add_watch_rows(model);
        layout.add_safety_rows(model);
        layout.add_organization_rows(model);
        layout.add_money_rows(model);
        layout.add_survey_rows(model);
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
            let people = real().filter(|p| roles.contains(&p.role)).count().min(self.asked(model, row, site));
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

    /// The cells of answers, after all others so far.
    fn place_answers(&mut self, model: &Model) {
        let held = |k: usize| model.surveys.list.iter().any(|survey| survey.instrument == k);
        self.answers = self.cells;
        for (k, name) in KINDS.iter().enumerate() {
            self.answer_offsets.push(held(k).then_some(self.answers_of_role));
            self.answers_of_role += if held(k) { answers::cells_of(name) } else { 0 };
        }
        self.cells += self.answers_of_role * self.role_count;
    }

    /// How many real people are asked for the answers of which a row is made; no limit where it is made of others.
    fn asked(&self, model: &Model, row: &Row, site: Option<usize>) -> usize {
        let cells: Vec<(u16, usize)> =
            row.fold.cells().into_iter().filter_map(|cell| self.instrument_of(cell)).collect();
        if cells.is_empty() {
            return usize::MAX;
        }
        let is_asked = |p: &usize| {
            let person = &model.people[*p];
            let here = site.is_none_or(|site| site == usize::from(person.clinic));
            let by = |(role, k): &(u16, usize)| *role == person.role && model.surveys.asks(*p, *k);
            person.reserve <= 0 && here && cells.iter().any(by)
        };
        (0..model.people.len()).filter(is_asked).count()
    }

    /// The role and the instrument of a cell of answers.
    fn instrument_of(&self, cell: CellId) -> Option<(u16, usize)> {
        let end = self.answers + self.answers_of_role * self.role_count;
        let within = (self.answers..end).contains(&cell).then(|| cell - self.answers)?;
        let (role, place) = (within / self.answers_of_role, within % self.answers_of_role);
        let begun = |offset: &Option<u32>| offset.is_some_and(|offset| offset <= place);
        let instrument = self.answer_offsets.iter().rposition(begun)?;
        Some((u16::try_from(role).ok()?, instrument))
    }

    /// First cell of the answers of a role to an instrument by which somebody is asked.
    pub fn answers(&self, role: u16, instrument: usize) -> CellId {
        let offset = self.answer_offsets[instrument].expect("somebody is asked by this instrument");
        self.answers + self.answers_of_role * u32::from(role) + offset
    }

    /// The roles of whose people a cell speaks; of moved work the giver's and the receiver's.
    fn roles_of(&self, cell: CellId) -> Vec<u16> {
        let role = |number: u32| u16::try_from(number).ok();
        if (self.roles..self.rooms).contains(&cell) {
            return role((cell - self.roles) / role_cell::COUNT).into_iter().collect();
        }
        if let Some((role, _)) = self.instrument_of(cell) {
            return vec![role];
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

    /// Cell that counts errors caught at a layer.
    pub fn caught(&self, layer: usize) -> CellId {
        self.caught + layer as u32
    }

    /// Cell of the access wait of a group of patients.
    pub fn group(&self, group: u16) -> CellId {
        self.groups + u32::from(group)
    }

    /// Cell of the quality of visits of a group of patients.
    pub fn group_quality(&self, group: u16) -> CellId {
        self.group_quality + u32::from(group)
    }

    /// Cell of the work that moved for a cause from one role to another.
    pub fn moved(&self, cause: Cause, giver: u16, receiver: u16) -> CellId {
        let pair = u32::from(giver) * self.role_count + u32::from(receiver);
        self.moved + cause as u32 * self.role_count * self.role_count + pair
    }

    /// The further cell to which the minutes of a step are added, or `NO_CELL`.
    pub fn minutes_cell(&self, model: &Model, step: &StepModel) -> CellId {
        match step.class {
            TaskClass::Authorisation => Fact::AuthorisationWork as CellId,
            _ if model.is_renewal(step) => Fact::RenewalWork as CellId,
            _ => NO_CELL,
        }
    }

    /// First cell of a role.
    pub fn role(&self, role: u16) -> CellId {
        self.roles + role_cell::COUNT * u32::from(role)
    }

    /// First cell of a lag of so many weeks between work after hours and exhaustion.
    pub fn lag(&self, weeks: u32) -> CellId {
        self.lags + lag_cell::COUNT * weeks
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
