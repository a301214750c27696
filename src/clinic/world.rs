//! The state of one run: cases, people, lines, rooms, streams. All of it can be cloned, which is how arms
//! that share a warm-up part ways.

pub use super::cases::{Case, CaseId, MOST_HELPERS, NO_CASE, NO_PATIENT, State};

use super::diary::{DayBook, Diary};
use super::levers::Levers;
use super::model::{Home, Model, NONE, PersonId, SourceId};
use super::patients::{Booking, Patient, Prescription, Requests};
use super::people::Population;
use super::people::answers::Waves;
use super::people::replay::Recording;
use super::science::organization;
use crate::engine::calendar::Ticket;
use crate::engine::line::Line;
use crate::engine::pool::Pool;
use crate::engine::random::{Identity, Purpose, Seed, Stream};
use crate::engine::time::{Span, Time};

/// What a stream of arrivals draws for itself.
pub const ARRIVALS: Purpose = Purpose::named("arrivals");
/// What the additional arrivals of a surge draw.
pub const SURGE: Purpose = Purpose::named("surge");

/// A person at work.
#[derive(Debug, Clone)]
pub struct Person {
    /// The case in hand.
    pub case: CaseId,
    /// Whether in rostered time.
    pub on_duty: bool,
    /// Whether there to take work (also after hours, while staying).
    pub present: bool,
    /// Since when idle.
    pub idle_since: Time,
    /// Up to when work in hand has been counted.
    pub busy_since: Time,
    /// Up to when rostered time has been counted.
    pub duty_since: Time,
    /// Patients present who belong to them, or whose next step may be theirs.
    pub owned: u32,
    /// Whether on duty until a clinic closed, and so staying until it is empty.
    pub closes: bool,
    /// Whether staying for their own patients only, because their last session ended before closing.
    pub own_only: bool,
    /// Day of the last rostered session.
    pub last_day: u64,
    /// Whether away today: on leave, ill, or taken away by an intervention.
    pub away: bool,
    /// Whether part of the staff: interventions add people and take them away.
    pub active: bool,
    /// Whether the last session of the day is over.
    pub done: bool,
    /// Whether lunch is still to come in this break.
    pub lunch_due: bool,
    /// Work at home: in which window, until when, and how much is left of what was meant to be done.
    pub home: Option<(Home, Time, Span)>,
    /// Weights of the windows at home, by [`Home`].
    pub mix: [f64; 3],
    /// How fast they work now: their usual pace, less what exhaustion and a new post take.
    pub pace: f64,
    /// Whether a weekday that they have just given up is still in their diary.
    pub closes_weekday: bool,
    /// Day of the last huddle to which they came.
    pub met: Option<u64>,
    /// Appointments of today in the first and the last hour of their day, and how many of them were by video.
    pub ends: [u32; 2],
    /// Share of their work at home that is done off the log, in 65,536ths.
    pub off_log: u32,
}

/// A site.
#[derive(Debug, Clone)]
pub struct Clinic {
    /// Patients present.
    pub patients: u32,
    /// Patients present, and other cases in somebody's hands.
    pub pending: u32,
    /// Whether it is between opening and closing.
    pub open: bool,
    /// Whether it has opened today.
    pub opened_today: bool,
    /// The last opening.
    pub opened: Time,
    /// Up to when the time it is open has been counted.
    pub open_since: Time,
    /// When the last piece of work was done.
    pub last_done: Time,
    /// Messages not yet closed.
    pub open_messages: u32,
    /// The random factor of this day.
    pub day_factor: f64,
    /// Notes not yet finished.
    pub open_notes: u32,
    /// Local rules in force, by sort.
    pub rules: Vec<u32>,
    /// Medication orders since it opened.
    pub orders: u32,
    /// Scores of exhaustion reported in this week: their sum and number.
    pub reported: (f64, u32),
    /// Room to learn that the load of work with patients leaves clinicians, as a share of working memory; remembered.
    pub germane: f64,
    /// The same of today's work: its sum and number.
    pub germane_today: (f64, u32),
    /// Places at today's huddles, and how many were taken.
    pub met: [u32; 2],
    /// The organisation's own loops.
    pub organization: organization::State,
}

/// A message that will come.
#[derive(Debug, Clone, Copy)]
pub struct Pending {
    /// Its stream.
    pub source: SourceId,
    /// Owner of its random streams.
    pub identity: Identity,
    /// The patient, or `NO_PATIENT`.
    pub patient_id: u32,
    /// What it is about.
    pub subject: u32,
    /// How often it has been asked before.
    pub repeats: u8,
    /// Of a message sent because another was not answered: that one, with its identity.
    pub unanswered: Option<(CaseId, Identity)>,
}

/// A stream of arrivals.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its own draws.
    pub stream: Stream,
    /// Draws of what a surge adds.
    pub surge: Stream,
    /// Number of those.
    pub surge_ordinal: u64,
    /// Number of cases so far.
    pub ordinal: u64,
    /// Today's booked arrivals in order, with the slot's number.
    pub today: Vec<(Time, u64)>,
    /// The next of them.
    pub next: usize,
    /// Patients of this stream who wait outside rooms.
    pub waiting: u32,
}

/// A step as a station, for Little's law: integral of the number present and sum of the times spent.
#[derive(Debug, Clone, Default)]
pub struct Station {
    /// Cases present.
    pub number: u64,
    /// Up to when the integral has been taken.
    pub since: Time,
    /// Integral of the number over time, in case-microseconds, modulo 2^64 (what is equal is equal there too).
    pub area: u64,
    /// Sum of the times spent by those who have gone, in microseconds, modulo 2^64.
    pub spent: u64,
}

impl Station {
    /// The number present changes.
    #[inline]
    pub fn change(&mut self, now: Time, delta: i64) {
        self.area = self.area.wrapping_add(self.number.wrapping_mul((now - self.since).micros()));
        self.since = now;
        self.number =
            self.number.checked_add_signed(delta).expect("nobody leaves a station without having come");
    }
}

/// How many cases came and where they went; the sums must agree at every moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Cases that came (children included).
    pub came: u64,
    /// Pathways finished.
    pub done: u64,
    /// Left, or were sent home.
    pub left: u64,
    /// Turned away.
    pub turned_away: u64,
}

/// The state of one run.
#[derive(Debug, Clone)]
pub struct World {
    /// The root of all draws.
    pub seed: Seed,
    /// Cases by slot.
    pub cases: Vec<Case>,
    /// Free slots.
    pub free: Vec<CaseId>,
    /// People.
    pub people: Vec<Person>,
    /// Lines for people.
    pub lines: Vec<Line<CaseId>>,
    /// Pools of rooms.
    pub rooms: Vec<Pool<CaseId>>,
    /// Pool of each site and kind, or `NONE`.
    pub room_of: Vec<u16>,
    /// Room time already counted, by pool.
    pub room_counted: Vec<i128>,
    /// Up to when room time has been counted, by pool.
    pub room_since: Vec<Time>,
    /// Sites.
    pub clinics: Vec<Clinic>,
    /// Streams.
    pub sources: Vec<Source>,
    /// Stations, one for each step.
    pub stations: Vec<Station>,
    /// Numbers of those who join lines.
    pub serial: u64,
    /// Begin of today.
    pub midnight: Time,
    /// Whether the present day has ended (a cut at midnight comes before the next day begins).
    pub day_ended: bool,
    /// Next entry of today's agenda.
    pub agenda: usize,
    /// Next end of a stretch of recording.
    pub cut: usize,
    /// Where the cases went.
    pub ledger: Ledger,
    /// Room for a list of cases, kept so that closing allocates nothing.
    pub scratch: Vec<CaseId>,
    /// What days bring that is not by the clock: appointments, messages, prescriptions, evenings.
    pub book: DayBook,
    /// The calendar's event of its next entry.
    pub book_event: Option<Ticket>,
    /// Appointments of each person with a diary.
    pub diaries: Vec<Diary>,
    /// Patients of the panels.
    pub patients: Vec<Patient>,
    /// Their long-term prescriptions.
    pub prescriptions: Vec<Prescription>,
    /// Appointments by slot.
    pub bookings: Vec<Booking>,
    /// Free slots of appointments.
    pub free_bookings: Vec<u32>,
    /// Messages that will come, by slot.
    pub pending: Vec<Pending>,
    /// Free slots of those.
    pub free_pending: Vec<u32>,
    /// Levers of each clinic.
    pub levers: Vec<Levers>,
    /// How far each intervention has been taken up at each clinic, where it has to be learned.
    pub adoption: Vec<f64>,
    /// What became of the requests for visits.
    pub requests: Requests,
    /// States of people; empty in a plain clinic.
    pub population: Population,
    /// What people answer when they are asked, where somebody wants to know.
    pub waves: Option<Box<Waves>>,
    /// The days of people, where they are to be lived again.
    pub recording: Option<Box<Recording>>,
    /// Events of the record, where somebody wants to read them.
    pub trace: Option<Box<super::trace::Trace>>,
    /// Minutes worked by person and by day, where somebody wants to know.
    pub tally: Option<Box<super::trace::Tally>>,
}

impl World {
    /// The empty world at the beginning of a run.
    pub fn new(model: &Model, seed: Seed) -> Self {
        let always = !model.time.calendar;
        let kinds = model.room_kinds.len();
        let mut room_of = vec![NONE; model.clinics.len() * kinds];
        for (r, room) in model.rooms.iter().enumerate() {
            room_of[usize::from(room.clinic) * kinds + usize::from(room.kind)] = r as u16;
        }
        let person = Person {
            case: NO_CASE,
            on_duty: always,
            present: always,
            idle_since: Time::ZERO,
            busy_since: Time::ZERO,
            duty_since: Time::ZERO,
            owned: 0,
            closes: false,
            own_only: false,
            last_day: u64::MAX,
            away: false,
            active: true,
            done: false,
            lunch_due: false,
            home: None,
            mix: [0.0; 3],
            pace: 1.0,
            closes_weekday: false,
            met: None,
            off_log: 0,
            ends: [0; 2],
        };
        let people = model.people.iter().map(|of| Person {
            active: of.reserve <= 0,
            away: of.reserve > 0, // nobody waits for them before they come
            present: always && of.reserve <= 0,
            on_duty: always && of.reserve <= 0,
            mix: super::workflow::home_mix(model, seed, of),
            pace: of.speed,
            ..person.clone()
        });
        let clinic = Clinic {
            patients: 0,
            pending: 0,
            open: always,
            opened_today: always,
            opened: Time::ZERO,
            open_since: Time::ZERO,
            last_done: Time::ZERO,
            open_messages: 0,
            day_factor: 1.0,
            open_notes: 0,
            rules: model.rules.iter().map(|rule| rule.count).collect(),
            orders: 0,
            reported: (0.0, 0),
            germane: model.well_being.as_ref().map_or(1.0, |people| people.settings.reference.germane),
            germane_today: (0.0, 0),
            met: [0; 2],
            organization: organization::State::at_rest(&model.organization),
        };
        let source = |identity: Identity| Source {
            stream: seed.stream(ARRIVALS, identity),
            surge: seed.stream(SURGE, identity),
            surge_ordinal: 0,
            ordinal: 0,
            today: Vec::new(),
            next: 0,
            waiting: 0,
        };
        Self {
            seed,
            cases: Vec::new(),
            free: Vec::new(),
            people: people.collect(),
            lines: vec![Line::new(); model.lines.len()],
            rooms: model.rooms.iter().map(|room| Pool::new(room.count)).collect(),
            room_of,
            room_counted: vec![0; model.rooms.len()],
            room_since: vec![Time::ZERO; model.rooms.len()],
            clinics: vec![clinic; model.clinics.len()],
            sources: model.sources.iter().map(|model| source(model.identity)).collect(),
            stations: vec![Station::default(); model.steps.len()],
            serial: 0,
            midnight: Time::ZERO,
            day_ended: true,
            agenda: 0,
            cut: 0,
            ledger: Ledger::default(),
            scratch: Vec::new(),
            book: DayBook::default(),
            book_event: None,
            diaries: vec![Diary::default(); model.people.len()],
            patients: Vec::new(),
            prescriptions: Vec::new(),
            bookings: Vec::new(),
            free_bookings: Vec::new(),
            pending: Vec::new(),
            free_pending: Vec::new(),
            levers: vec![model.neutral.clone(); model.clinics.len()],
            adoption: vec![0.0; model.interventions.len() * model.clinics.len()],
            requests: Requests::default(),
            population: Population::new(model, seed),
            waves: None,
            recording: None,
            trace: None,
            tally: None,
        }
    }

    /// Whether a person is there and has nothing in hand.
    #[inline]
    pub fn is_free(&self, person: PersonId) -> bool {
        let person = &self.people[usize::from(person)];
        person.present && person.case == NO_CASE
    }

    /// Puts a case into a slot.
    pub fn admit(&mut self, case: Case) -> CaseId {
        self.ledger.came += 1;
        match self.free.pop() {
            Some(id) => {
                self.cases[id as usize] = case;
                id
            }
            None => {
                self.cases.push(case);
                (self.cases.len() - 1) as CaseId
            }
        }
    }

    /// Cases that have come and not gone.
    pub fn open_cases(&self) -> u64 {
        (self.cases.len() - self.free.len()) as u64
    }
}
