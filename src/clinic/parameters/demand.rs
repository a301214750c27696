//! What arrives: patients (by rate, by interval or by slots) and messages.

use super::values::{MessageSource, Names, Next, Rates, TaskClass};
use super::variate::Variate;
use crate::declaration::section;

section! {
    /// A stream of arriving patients: by rate (`per_hour` or `by_hour_of_week`), by interval (`every`) or by slots (`slot_minutes` and `slots_per_day`).
    pub struct Arrival {
        /// The pathway they take, or shares that sum to 1: `{ acute = 0.3, routine = 0.7 }`.
        required pathway: Next, unit "pathway", range .., source "the clinic's own figures", grade Definition;
        /// The clinic they come to; may be left out where there is one.
        optional clinic: String, unit "clinic", range .., source "the clinic's own figures", grade Definition;
        /// Staff groups of that clinic: every person of them has a stream of their own and is the case's own clinician.
        optional per: Names, unit "staff groups", range .., source "convention of scenario files", grade Definition;
        /// Mean arrivals in each hour of an open day, from midnight (hours that are not listed have none); a single number holds from opening to closing.
        optional per_hour: Rates, unit "arrivals per hour", range 0.0..=100000.0, source "the clinic's own figures", grade Definition;
        /// Mean arrivals in each of the 168 hours of a week from Monday 00:00, whether the clinic is open or not.
        optional by_hour_of_week: Rates, unit "arrivals per hour", range 0.0..=100000.0, source "the clinic's own figures", grade Definition;
        /// Time between arrivals, from opening on.
        optional every: Variate, unit "minutes", range 0.0..=1000000.0, source "the clinic's own figures", grade Definition;
        /// How many arrive together.
        value batch_size: u32 = 1, unit "patients", range 1.0..=1000.0, source "none: 1 is the neutral value", grade Definition;
        /// Length of a slot. The slots follow each other through the sessions of the person in `per` (or of the clinic).
        optional slot_minutes: f64, unit "minutes", range 1.0..=1440.0, source "the clinic's own figures", grade Definition;
        /// Slots a day of a person who works all sessions.
        optional slots_per_day: u32, unit "slots", range 1.0..=1000.0, source "the clinic's own figures", grade Definition;
        /// Share of the slots that are booked.
        value booked_share: f64 = 1.0, unit "share", range 0.0..=1.0, source "none: 1 is the neutral value", grade Definition;
        /// Minutes after the slot's time at which patients come; below 0 is early. Nobody comes before the clinic opens.
        value punctuality_minutes: Variate = Variate::zero(), unit "minutes", range -1000.0..=1000.0, source "none: 0 is the neutral value", grade Definition;
        /// Share of booked patients who do not come.
        value no_show_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// How long patients wait, counted from arrival, before they leave without being seen (by a clinician; on a pathway without one: served at the first step); absent: for ever.
        optional patience_minutes: Variate, unit "minutes", range 0.0..=1000000.0, source "the clinic's own figures", grade Definition;
        /// Places for patients of this stream who wait outside rooms; who must wait and finds none is turned away; absent: no limit.
        optional waiting_room: u32, unit "places", range 0.0..=1000000.0, source "the clinic's own figures", grade Definition;
        /// Added to the priority of every step for patients of this stream.
        value priority: i32 = 0, unit "rank", range -1000.0..=1000.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// A kind of inbox message: who looks at it first, who next, and how long each takes.
    pub struct Message {
        /// The clinic it comes to; may be left out where there is one.
        optional clinic: String, unit "clinic", range .., source "the clinic's own figures", grade Definition;
        /// Staff groups whose every person gets a stream of their own.
        optional per: Names, unit "staff groups", range .., source "convention of scenario files", grade Definition;
        /// Where they come from: `panel` (`per_patient_year`), `orders` (`of`), `visits` (`of`, or one for each visit), `prescriptions`, `unanswered`, or `system` (a rate).
        value source: MessageSource = MessageSource::System, unit "source", range .., source "convention of scenario files", grade Definition;
        /// From a panel: messages of a patient and year.
        value per_patient_year: f64 = 0.0, unit "messages per patient and year", range 0.0..=1000.0, source "the clinic's own figures", grade Definition;
        /// Shape of the week for `panel` and `prescriptions`: a name under `[profiles]`; absent: evenly from Monday to Friday, 08:00 to 17:00.
        optional profile: String, unit "profile", range .., source "the clinic's own figures", grade Definition;
        /// From orders or visits: a need of the visit, one message for each unit of it.
        optional of: String, unit "need", range .., source "the clinic's own figures", grade Definition;
        /// From orders or visits: hours until the message comes.
        value delay_hours: Variate = Variate::zero(), unit "hours", range 0.0..=10000.0, source "none: 0 is the neutral value", grade Definition;
        /// Mean messages in each hour of an open day, from midnight (for each person, with `per`); a single number holds from opening to closing.
        optional per_hour: Rates, unit "messages per hour", range 0.0..=100000.0, source "the clinic's own figures", grade Definition;
        /// Mean messages in each of the 168 hours of a week from Monday 00:00, open or not.
        optional by_hour_of_week: Rates, unit "messages per hour", range 0.0..=100000.0, source "the clinic's own figures", grade Definition;
        /// The roles that touch it in turn: the first, then where it escalates. `own_clinician` (or the role of the person in `per`) is that person, every other role anyone of it.
        required route: Vec<String>, unit "roles", range .., source "convention of scenario files", grade Definition;
        /// Probability that a touch other than the last closes the message; else it escalates and the time spent is lost.
        value closes_at_first_touch: f64 = 0.0, unit "probability", range 0.0..=1.0, source "none: 0 passes everything on", grade Definition;
        /// Minutes of each role in the route: `{ ma = …, own_clinician = … }`.
        values minutes: Variate, unit "minutes", range 0.0..=10000.0, source "the clinic's own figures", grade Definition;
        /// Hours after which an open message counts as late.
        optional due_hours: f64, unit "hours", range 0.0..=10000.0, source "the clinic's own figures", grade Definition;
        /// What kind of work it is: `message`, or `authorisation` for prior authorisations.
        value class: TaskClass = TaskClass::Message, unit "class", range .., source "convention of scenario files", grade Definition;
        /// Share of the minutes that is extraneous: searching, clicking, alerts.
        value extraneous_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// Medication orders that closing such a message makes; each passes the layers of `[safety]`.
        value medication_orders: u32 = 0, unit "orders", range 0.0..=1000.0, source "none: 0 is the neutral value", grade Definition;
        /// Share that is urgent: such a message interrupts desk work, never a visit.
        value urgent_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// Hours without an answer after which a patient may write again.
        optional unanswered_after_hours: f64, unit "hours", range 0.1..=10000.0, source "the clinic's own figures", grade Definition;
        /// Probability that a patient does, each time; at most twice.
        value unanswered_share: f64 = 0.0, unit "probability", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// The kind of message that comes then; absent: the same kind.
        optional unanswered_as: String, unit "message kind", range .., source "the clinic's own figures", grade Definition;
        /// Larger numbers go first; among equals, people who are present go before messages.
        value priority: i32 = 0, unit "rank", range -1000.0..=1000.0, source "convention of scenario files", grade Definition;
    }
}

impl Arrival {
    /// Visits of the panels of some staff groups of a clinic, told as a stream of arrivals.
    pub(super) fn of_panel(pathway: Next, clinic: &str, groups: Vec<String>) -> Self {
        Self {
            pathway,
            clinic: Some(clinic.to_owned()),
            per: Some(Names(groups)),
            per_hour: None,
            by_hour_of_week: None,
            every: None,
            batch_size: 1,
            slot_minutes: None,
            slots_per_day: None,
            booked_share: 1.0,
            punctuality_minutes: Variate::zero(),
            no_show_share: 0.0,
            patience_minutes: None,
            waiting_room: None,
            priority: 0,
        }
    }
}
