//! Panels: who the patients are, which visits they ask for, and how these are booked.

use super::values::Next;
use super::variate::Variate;
use crate::declaration::section;

section! {
    /// Patients of the panels. A patient's attributes are a function of who they are: the same in every scenario.
    pub struct Patients {
        /// Age bands by name. Without any, all patients are of one band without long-term medicines.
        tables ages: AgeBand;
        /// Groups of patients between which access is compared. Without any, all are of one group.
        tables groups: PatientGroup;
        /// Prescriptions of long-term medicines: each has a date on which it runs out.
        table prescriptions: Prescriptions;
    }
}

section! {
    /// An age band of patients.
    pub struct AgeBand {
        /// Share of the panel; the shares of all bands sum to 1.
        value share: f64 = 1.0, unit "share", range 0.0..=1.0, source "the clinic's own figures", grade Definition;
        /// How often they ask for visits, relative to the other bands; the panel's total stays what `demand` says.
        value requests_factor: f64 = 1.0, unit "ratio", range 0.0..=20.0, source "none: 1 is the neutral value", grade Definition;
        /// Long-term medicines of a patient, rounded to a whole number.
        value long_term_medicines: Variate = Variate::zero(), unit "medicines", range 0.0..=50.0, source "none: 0 has no prescriptions", grade Definition;
    }
}

section! {
    /// A group of patients: what they can accept, and how often they do not come.
    pub struct PatientGroup {
        /// Share of the panel; the shares of all groups sum to 1.
        value share: f64 = 1.0, unit "share", range 0.0..=1.0, source "the clinic's own figures", grade Definition;
        /// Probability that an appointment which is offered suits them (work, transport, care of others); else the next day's is tried.
        value accepts_share: f64 = 1.0, unit "probability", range 0.05..=1.0, source "none: 1 is the neutral value", grade Definition;
        /// Odds of not coming, relative to the other groups.
        value no_show_odds_ratio: f64 = 1.0, unit "ratio", range 0.01..=100.0, source "none: 1 is the neutral value", grade Definition;
        /// How much more these patients lose to a cynical clinician: exponent of what is left of the quality of a visit.
        value cynicism_factor: f64 = 1.0, unit "exponent", range 0.0..=10.0, source "none: 1 is the neutral value", grade Definition;
    }
}

section! {
    /// Prescriptions of long-term medicines. One that runs out without having been extended makes the patient ask for a renewal: a message of the kind with `source = "prescriptions"`.
    pub struct Prescriptions {
        /// Months for which a renewal is given.
        value supply_months: f64 = 6.0, unit "months", range 0.5..=60.0, source "C31a: two requests a year and prescription", grade Published;
        /// Probability that a patient asks late, some days after the medicine ran out.
        value late_share: f64 = 0.0, unit "probability", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// How many days late those are.
        value late_days: Variate = Variate::fixed(14.0), unit "days", range 0.0..=365.0, source "no source found", grade Assumption;
        /// Days before the end at which the others ask.
        value asks_days_before: f64 = 0.0, unit "days", range 0.0..=60.0, source "none: 0 is the neutral value", grade Definition;
        /// Share of a patient's prescriptions that a completed visit extends as a matter of course, without an intervention.
        value extended_at_visit_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// A kind of visit that the patients of a panel ask for. Requests come from the panel (`visits_per_patient_year`), or follow a completed visit (`follows_visit_share`), or both.
    pub struct Demand {
        /// Requests of a patient and year, by themselves.
        value visits_per_patient_year: f64 = 0.0, unit "requests per patient and year", range 0.0..=100.0, source "the clinic's own figures", grade Definition;
        /// Share of completed visits, of whatever kind, after which a visit of this kind is booked.
        value follows_visit_share: f64 = 0.0, unit "share", range 0.0..=0.95, source "none: 0 is the neutral value", grade Definition;
        /// Days after that visit at which it is wanted.
        value follows_after_days: Variate = Variate::zero(), unit "days", range 0.0..=1000.0, source "the clinic's own figures", grade Definition;
        /// The pathway, or shares that sum to 1.
        required pathway: Next, unit "pathway", range .., source "the clinic's own figures", grade Definition;
        /// Whether it is wanted on the day of the request; only such requests may use held slots.
        value same_day: bool = false, unit "yes or no", range .., source "convention of scenario files", grade Definition;
        /// Days ahead at which panel requests are wanted.
        value wanted_in_days: Variate = Variate::zero(), unit "days", range 0.0..=1000.0, source "none: 0 is as soon as possible", grade Definition;
        /// Longest wait that is accepted, beyond which the request is lost; absent: patients wait as long as it takes.
        optional longest_wait_days: f64, unit "days", range 0.0..=2000.0, source "the clinic's own figures", grade Definition;
        /// Wait for the own clinician beyond which a colleague with an earlier appointment is taken; absent: only where the longest wait would be exceeded.
        optional colleague_after_days: f64, unit "days", range 0.0..=2000.0, source "the clinic's own figures", grade Definition;
        /// Booked length.
        value slot_minutes: f64 = 20.0, unit "minutes", range 1.0..=480.0, source "the clinic's own figures", grade Definition;
        /// Shape of the week in which requests come: a name under `[profiles]`; absent: evenly from Monday to Friday, 08:00 to 17:00.
        optional profile: String, unit "profile", range .., source "the clinic's own figures", grade Definition;
        /// Amplitude of the season: 0.1 is 10 % more at the peak and 10 % less half a year later.
        value season_amplitude: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// Measured week of the peak, from 0.
        value season_peak_week: f64 = 0.0, unit "weeks", range 0.0..=52.0, source "convention of scenario files", grade Definition;
        /// Whether it is the visit at which prescriptions are reviewed as a whole (the annual visit): `annual_prescription_renewal` acts there.
        value reviews_medicines: bool = false, unit "yes or no", range .., source "convention of scenario files", grade Definition;
    }
}

section! {
    /// How visits of panels are booked.
    pub struct Booking {
        /// Grid of the diary; every `slot_minutes` is a whole number of these, and a day holds at most 128.
        value grid_minutes: u32 = 5, unit "minutes", range 1.0..=60.0, source "common practice of office-based care", grade Assumption;
        /// Minutes at the end of every session that are not booked: protected time at the desk.
        value desk_minutes_per_session: f64 = 0.0, unit "minutes", range 0.0..=480.0, source "none: 0 is the neutral value", grade Definition;
        /// Share of the bookable time, at the end of each session, that is held for requests of the same day.
        value held_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// Minutes after the booked time at which patients come; below 0 is early. Nobody comes before the clinic opens.
        value punctuality_minutes: Variate = Variate::zero(), unit "minutes", range -1000.0..=1000.0, source "none: 0 is the neutral value", grade Definition;
        /// Probability of not coming to an appointment of the same day.
        value no_show_at_once: f64 = 0.0, unit "probability", range 0.0..=0.9, source "none: 0 is the neutral value", grade Definition;
        /// Odds of not coming when booked four weeks ahead, over those at once; in between and beyond they grow with the logarithm of the days.
        value no_show_lead_odds_ratio: f64 = 1.0, unit "ratio", range 0.01..=100.0, source "none: 1 is the neutral value", grade Definition;
        /// Share of appointments of later days that patients cancel, at a moment evenly spread over the time until the day.
        value cancel_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the neutral value", grade Definition;
        /// Share of these who ask for another appointment at once.
        value cancel_rebook_share: f64 = 1.0, unit "share", range 0.0..=1.0, source "none: 1 is the neutral value", grade Definition;
        /// Requests of the same day that may be booked on top of a full day of a clinician.
        value overbooked_per_day: u32 = 0, unit "visits", range 0.0..=50.0, source "none: 0 is the neutral value", grade Definition;
        /// Kind of message that a patient sends whose request is lost.
        optional lost_message: String, unit "message kind", range .., source "the clinic's own figures", grade Definition;
        /// Pathway of paper work for every appointment that is cancelled or has to be moved.
        optional rebooking: String, unit "pathway", range .., source "the clinic's own figures", grade Definition;
    }
}

section! {
    /// A shape of the week: relative weights of the hours. Only their proportions matter.
    pub struct Profile {
        /// Weights of the hours of Monday to Friday, from midnight; hours not listed have none.
        value weekday: Vec<f64> = Vec::new(), unit "weights", range 0.0..=1000000.0, source "the clinic's own figures", grade Definition;
        /// Weights of the hours of Saturday and Sunday.
        value weekend: Vec<f64> = Vec::new(), unit "weights", range 0.0..=1000000.0, source "the clinic's own figures", grade Definition;
    }
}
