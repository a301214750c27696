//! Who works where: roles, clinics, rooms, groups of people.

use super::values::{DeskFirst, Names, TaskClass};
use super::variate::Variate;
use crate::clinic::science::leaving::RoleWellBeing;
use crate::declaration::clock::{ClockTime, ClockWindow};
use crate::declaration::section;

/// Nobody is wanted for work by the clock more than this before their first session.
pub const EARLIEST_MINUTES: u32 = 120;

section! {
    /// A kind of staff.
    pub struct Role {
        /// Whether meeting a person of this role is what a patient waits for (physician, advanced practice clinician, dentist, …).
        value clinician: bool = false, unit "yes or no", range .., source "convention of scenario files", grade Definition;
        /// Hourly wage; `[economics]` adds the cost of employment by its `benefit_load`. Counts in `wages_usd_per_week` as it is, for rostered hours, and for hours worked beyond them where overtime is paid.
        value wage_usd_per_hour: f64 = 0.0, unit "US$ per hour", range 0.0..=2000.0, source "the clinic's own figures", grade Definition;
        /// Whether hours worked beyond the roster are paid; `false` for salaried staff.
        value overtime_paid: bool = true, unit "yes or no", range .., source "the clinic's own figures", grade Definition;
        /// How people of this role spend a day beside their sessions.
        table day: Day;
        /// Their demands, leaving and replacement, where people have states.
        table well_being: RoleWellBeing;
    }
}

section! {
    /// A day of a person beside the sessions: lunch, how long they stay, work at home, interruptions.
    pub struct Day {
        /// Lunch within the break between two sessions: patients who are ready are seen first, after lunch comes work at the desk until the session begins. Absent: the whole break is free.
        optional lunch_minutes: f64, unit "minutes", range 0.0..=240.0, source "the clinic's own figures", grade Definition;
        /// With `day_end = "own_limit"`: until when they go on with their own notes and messages after the last session. Absent: they go home when no patient needs them.
        optional stays_until: ClockTime, unit "clock time", range .., source "the clinic's own figures", grade Definition;
        /// When they work at home in the evening, on days on which they worked.
        optional evening: ClockWindow, unit "clock time", range .., source "the clinic's own figures", grade Definition;
        /// When they work before the first session, on days on which they work.
        optional early_morning: ClockWindow, unit "clock time", range .., source "the clinic's own figures", grade Definition;
        /// When they work on Saturday and Sunday.
        optional weekend: ClockWindow, unit "clock time", range .., source "the clinic's own figures", grade Definition;
        /// Most minutes of one evening.
        value evening_minutes_most: f64 = 180.0, unit "minutes", range 0.0..=720.0, source "no source found", grade Assumption;
        /// Most minutes of one early morning.
        value early_minutes_most: f64 = 60.0, unit "minutes", range 0.0..=720.0, source "no source found", grade Assumption;
        /// Most minutes of one day of a weekend.
        value weekend_minutes_most: f64 = 180.0, unit "minutes", range 0.0..=720.0, source "no source found", grade Assumption;
        /// Less work than this is left for tomorrow.
        value home_minutes_least: f64 = 5.0, unit "minutes", range 0.0..=240.0, source "no source found", grade Assumption;
        /// Messages due within so many hours of the midnight before are cared for at home; 36 is the next noon.
        value home_due_hours: f64 = 36.0, unit "hours", range 0.0..=8760.0, source "no source found", grade Assumption;
        /// Weight of the evening in what people do with work that is left and due: notes, and messages due soon (`home_due_hours`).
        value evening_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found", grade Assumption;
        /// Weight of the early morning.
        value early_weight: f64 = 0.0, unit "weight", range 0.0..=100.0, source "none: 0 is the neutral value", grade Definition;
        /// Weight of the weekend.
        value weekend_weight: f64 = 0.0, unit "weight", range 0.0..=100.0, source "none: 0 is the neutral value", grade Definition;
        /// How much people differ in these weights: coefficient of variation of a factor of each person on each weight.
        value mix_cv: f64 = 0.0, unit "ratio", range 0.0..=3.0, source "none: 0 is the neutral value", grade Definition;
        /// What is taken first at the desk: `messages`, `notes`, or what has waited longest (`in_order`). Patients and higher priorities go before all of these.
        value desk_first: DeskFirst = DeskFirst::InOrder, unit "rule", range .., source "none: the order of coming is the neutral value", grade Definition;
        /// Longest piece of desk work that is begun in a session while a patient of one's own is in the clinic; absent: any.
        optional between_patients_minutes: f64, unit "minutes", range 0.1..=480.0, source "the clinic's own figures", grade Definition;
        /// Interruptions from outside the model (questions, calls) in an hour of work without a patient.
        value interruptions_per_hour: f64 = 0.0, unit "interruptions per hour", range 0.0..=60.0, source "none: 0 is the neutral value", grade Definition;
        /// How long one takes.
        value interruption_minutes: Variate = Variate::zero(), unit "minutes", range 0.0..=60.0, source "none: 0 is the neutral value", grade Definition;
        /// Time to find back into work after an interruption, from outside or by more urgent work.
        value resumption_lag_minutes: f64 = 0.0, unit "minutes", range 0.0..=30.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// Work by the clock: meetings, huddles, training, signing on. Everybody of the roles who is at work that day takes part; who is with a patient comes later and stays for what is left, or misses it. With `day_end = "own_limit"` it may begin up to two hours before the first session.
    pub struct Scheduled {
        /// The roles who take part.
        required roles: Names, unit "roles", range .., source "the clinic's own figures", grade Definition;
        /// The clinics; absent: all.
        optional clinics: Names, unit "clinics", range .., source "the clinic's own figures", grade Definition;
        /// The days; absent: every open day.
        optional days: Names, unit "days", range .., source "the clinic's own figures", grade Definition;
        /// When it begins.
        required at: ClockTime, unit "clock time", range .., source "the clinic's own figures", grade Definition;
        /// How long it takes.
        required minutes: f64, unit "minutes", range 0.1..=480.0, source "the clinic's own figures", grade Definition;
        /// Whether it ends on time, and nothing is booked meanwhile: who comes late stays for what is left. Else everybody needs all of the minutes, whenever they begin (signing on).
        value ends_on_time: bool = true, unit "yes or no", range .., source "convention of scenario files", grade Definition;
        /// Every how many weeks.
        value every_weeks: u32 = 1, unit "weeks", range 1.0..=520.0, source "none: 1 is every week", grade Definition;
        /// What kind of work it is.
        value class: TaskClass = TaskClass::Meeting, unit "class", range .., source "convention of scenario files", grade Definition;
        /// Share of it that is spent at the electronic record (signing on); the rest is not.
        value ehr_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// A clinic (site) with its rooms and people.
    pub struct Clinic {
        /// Patients who belong to a full-time clinician; needed where `[demand]` asks for visits.
        value panel_per_clinician: u32 = 0, unit "patients", range 0.0..=20000.0, source "none: 0 has no panel", grade Definition;
        /// Teams: person number n of every group belongs to team n modulo this number. People of a case's own team are asked first.
        value teams: u32 = 1, unit "teams", range 1.0..=1000.0, source "none: 1 is the neutral value", grade Definition;
        /// Rooms by kind and number: `rooms = { exam = 16 }`.
        values rooms: u32, unit "rooms", range 0.0..=10000.0, source "the clinic's own figures", grade Definition;
        /// Groups of people of one role and roster.
        tables staff: Staff;
    }
}

section! {
    /// What people need of their work, and how much each need matters to them beside the others.
    pub struct Needs {
        /// Need of autonomy: to decide for themselves.
        value autonomy: f64 = 0.65, unit "share", range 0.0..=1.0, source "well_being.resources.need_mean", grade Assumption;
        /// Need of recognition: to be seen and valued.
        value recognition: f64 = 0.65, unit "share", range 0.0..=1.0, source "well_being.resources.need_mean", grade Assumption;
        /// Need of meaning: time with patients.
        value meaning: f64 = 0.65, unit "share", range 0.0..=1.0, source "well_being.resources.need_mean", grade Assumption;
        /// Weight of autonomy.
        value autonomy_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "none: 1 is the neutral value", grade Definition;
        /// Weight of recognition.
        value recognition_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "none: 1 is the neutral value", grade Definition;
        /// Weight of meaning.
        value meaning_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "none: 1 is the neutral value", grade Definition;
    }
}

impl Needs {
    /// Needs, and weights that sum to 1 (all alike where none is above 0).
    pub fn numbers(&self) -> ([f64; 3], [f64; 3]) {
        let weights = [self.autonomy_weight, self.recognition_weight, self.meaning_weight];
        let sum: f64 = weights.iter().sum();
        let weights = if sum > 0.0 { weights.map(|weight| weight / sum) } else { [1.0 / 3.0; 3] };
        ([self.autonomy, self.recognition, self.meaning], weights)
    }
}

section! {
    /// A group of people of one role and roster. They are called `<group>-1`, `<group>-2`, ….
    pub struct Staff {
        /// Their role: a name under `[roles]`.
        required role: String, unit "role", range .., source "the clinic's own figures", grade Definition;
        /// How many people.
        value count: u32 = 1, unit "people", range 0.0..=5000.0, source "the clinic's own figures", grade Definition;
        /// Share of full time of each. A smaller share works so many of the template's sessions, spread evenly over the week.
        value fte: f64 = 1.0, unit "FTE", range 0.01..=1.0, source "the clinic's own figures", grade Definition;
        /// Weekly session template: a name under `[templates]`, or `full`.
        value template: String = "full".to_owned(), unit "template", range .., source "the clinic's own figures", grade Definition;
        /// Pace of work: 1 takes the task's minutes, 0.5 twice as long.
        value speed: f64 = 1.0, unit "ratio", range 0.05..=20.0, source "none: 1 is the neutral value", grade Definition;
        /// Tasks that these people can do; absent: every task that their role may do.
        optional skills: Vec<String>, unit "tasks", range .., source "the clinic's own figures", grade Definition;
        /// Other clinics whose work these people take as well (a shared service); they keep one place in one line for all.
        value also_serves: Vec<String> = Vec::new(), unit "clinics", range .., source "the clinic's own figures", grade Definition;
        /// Panel of each person, as a share of `panel_per_clinician` and full time; only of clinicians.
        value panel_share: f64 = 1.0, unit "share", range 0.0..=3.0, source "none: 1 is the neutral value", grade Definition;
        /// Planned leave, whole weeks first, known to the diary.
        value leave_days_per_year: f64 = 0.0, unit "days per year", range 0.0..=200.0, source "none: 0 is the neutral value", grade Definition;
        /// Share of rostered days on which a person is ill, known that morning.
        value sick_share: f64 = 0.0, unit "share", range 0.0..=0.9, source "none: 0 is the neutral value", grade Definition;
        /// Recognition that these people get for their work, against which their need of it and their colleagues' are held.
        value recognition: f64 = 0.6, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// What these people need of their work, where it is known; absent: everybody's needs are drawn by `well_being.resources`.
        maybe needs: Needs;
        /// Staff groups of this clinic who take over messages while a person is away, or has more overdue than `overload_minutes`.
        value cover: Vec<String> = Vec::new(), unit "staff groups", range .., source "the clinic's own figures", grade Definition;
        /// Overdue messages, in minutes of work, beyond which the rest goes to the cover each morning; absent: never.
        optional overload_minutes: f64, unit "minutes", range 0.0..=100000.0, source "the clinic's own figures", grade Definition;
        /// The role that supervises these people (trainees): after each of their visits somebody of it is needed.
        optional supervised_by: String, unit "role", range .., source "the clinic's own figures", grade Definition;
        /// Minutes of the supervisor for a visit.
        value supervision_minutes: Variate = Variate::zero(), unit "minutes", range 0.0..=240.0, source "none: 0 is the neutral value", grade Definition;
    }
}
