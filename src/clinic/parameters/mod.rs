//! The tree of parameters of a scenario: what a file may say, each declared once with unit, range,
//! default, source and grade.
//!
//! | table | file |
//! |---|---|
//! | `run`, `calendar`, `templates` | [`calendar`] |
//! | `roles`, `clinics`, `scheduled` | [`organization`] |
//! | `tasks`, `pathways`, `rules` | [`work`] |
//! | `arrivals`, `messages` | [`demand`] |
//! | `patients`, `demand`, `booking`, `profiles` | [`panel`] |
//! | `well_being`, `organization`, `workforce`, `safety` | [`super::science`] |
//! | `interventions` | [`super::intervention`] |
//! | `economics` | [`super::science::cost`] |
//! | `measurement`, `surveys` | [`super::science::instruments`] |
//!
//! [`check`] holds the rules across fields; [`variate`] and [`values`] read the leaf values; [`horizon`] says whether anything
//! outlasts a day.

pub mod calendar;
pub mod check;
mod check_demand;
mod check_panel;
mod check_people;
mod check_surveys;
mod check_well_being;
mod check_work;
pub mod days;
pub mod demand;
pub mod horizon;
pub mod notices;
pub mod organization;
pub mod panel;
pub mod values;
pub mod variate;
pub mod work;

use crate::declaration::section;

section! {
    /// A scenario: one clinic system and how it is simulated.
    pub struct Parameters {
        /// How long and how often the system is simulated.
        table run: calendar::Run;
        /// Days, sessions and holidays.
        table calendar: calendar::Calendar;
        /// Weekly session templates: which sessions a person works on which day.
        tables templates: calendar::Template;
        /// Kinds of staff.
        tables roles: organization::Role;
        /// The clinics (sites) with their rooms and people.
        tables clinics: organization::Clinic;
        /// Pieces of work: who may do them and how long they take.
        tables tasks: work::Task;
        /// The ways that patients, calls and cases take through the clinic.
        tables pathways: work::Pathway;
        /// Streams of arriving patients.
        tables arrivals: demand::Arrival;
        /// Shapes of the week in which requests and messages come.
        tables profiles: panel::Profile;
        /// Who the patients of the panels are.
        table patients: panel::Patients;
        /// Kinds of visits that panels ask for.
        tables demand: panel::Demand;
        /// How these are booked.
        table booking: panel::Booking;
        /// Kinds of inbox messages.
        tables messages: demand::Message;
        /// Meetings, huddles, training: work by the clock.
        tables scheduled: organization::Scheduled;
        /// Local rules that add minutes to work.
        tables rules: work::Rule;
        /// States of the people who work here.
        table well_being: super::science::well_being::WellBeing;
        /// The organisation's own loops: trust, rules, urgency, incentives.
        table organization: super::science::organization::Organization;
        /// Medication errors, and the layers that catch them.
        table safety: super::science::error_layers::Safety;
        /// Who leaves, and what follows.
        table workforce: super::science::leaving::Workforce;
        /// What counts as burned out, and from where on a state is a condition: of true states and in surveys.
        table measurement: super::science::instruments::survey::Measurement;
        /// Surveys that come round, by name: `[surveys.<your name>.<instrument>]`.
        tables surveys: super::science::instruments::survey::Survey;
        /// Changes of the system, by name: `[interventions.<your name>.<kind>]`.
        tables interventions: super::intervention::Change;
        /// How money is counted; absent: not at all. An amount is a number in prices of `price_year`, or one in prices of another year, `{ usd = 1983, year = 2000 }`, which is brought to `price_year` by the consumer price index (CPI-U). Wages and costs of interventions are taken as they are.
        maybe economics: super::science::cost::Economics;
    }
}
