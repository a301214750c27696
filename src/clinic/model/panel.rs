//! Panels in the form in which they are simulated.

use super::SourceId;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Span;

/// Panels: their patients, what these ask for, and how it is booked.
#[derive(Debug, Clone, Default)]
pub struct PanelModel {
    /// Number of patients of all panels.
    pub patients: u32,
    /// Age bands.
    pub ages: Vec<AgeModel>,
    /// Groups.
    pub groups: Vec<GroupModel>,
    /// Long-term prescriptions, where some kind of message asks for renewals.
    pub prescriptions: Option<PrescriptionModel>,
    /// Kinds of visits.
    pub demand: Vec<DemandModel>,
    /// How they are booked, where there are any.
    pub booking: Option<BookingModel>,
    /// Kinds of messages that orders bring.
    pub after_orders: Vec<u16>,
    /// Kinds of messages that visits bring.
    pub after_visits: Vec<u16>,
}

/// An age band.
#[derive(Debug, Clone)]
pub struct AgeModel {
    /// Cumulated share.
    pub upto: f64,
    /// How often its patients ask, over the largest factor of all bands.
    pub accepted: f64,
    /// Long-term medicines.
    pub medicines: Distribution,
}

/// A group of patients.
#[derive(Debug, Clone)]
pub struct GroupModel {
    /// Its name.
    pub name: String,
    /// Cumulated share.
    pub upto: f64,
    /// Probability that an appointment suits.
    pub accepts: f64,
    /// Logarithm of the odds ratio of not coming.
    pub no_show_log_odds: f64,
    /// How much more they lose to a cynical clinician.
    pub cynicism_factor: f64,
}

/// Prescriptions that run out.
#[derive(Debug, Clone)]
pub struct PrescriptionModel {
    /// The kind of message that asks for a renewal.
    pub kind: u16,
    /// Days of a renewal.
    pub supply_days: u64,
    /// Days before the end at which patients ask.
    pub asks_before_days: u64,
    /// Who asks late: how probable, how many days.
    pub late: (f64, Distribution),
    /// Share extended at every visit.
    pub extended_share: f64,
}

/// A kind of visit that panels ask for.
#[derive(Debug, Clone)]
pub struct DemandModel {
    /// Owner of its random streams.
    pub identity: Identity,
    /// Its stream for each person with a diary, or `NONE`.
    pub sources: Vec<SourceId>,
    /// Share of completed visits after which it follows, and after how many days.
    pub follows: Option<(f64, Distribution)>,
    /// Whether it is wanted the same day.
    pub same_day: bool,
    /// How many days ahead it is wanted.
    pub wanted_in_days: Distribution,
    /// Longest wait in days.
    pub longest_wait: Option<u64>,
    /// Days of waiting after which a colleague is taken.
    pub colleague_after: Option<u64>,
    /// Length on the grid of the diary.
    pub units: u32,
    /// Whether all prescriptions are reviewed.
    pub reviews_medicines: bool,
}

/// How visits are booked.
#[derive(Debug, Clone)]
pub struct BookingModel {
    /// A unit of the grid.
    pub unit: Span,
    /// Length of the shortest kind, for the third next available appointment.
    pub shortest: u32,
    /// Minutes after the booked time.
    pub punctuality_minutes: Distribution,
    /// Log odds of not coming to an appointment at once; `None`: everybody comes.
    pub no_show_log_odds: Option<f64>,
    /// What is added to them for each unit of ln(1 + days ahead).
    pub no_show_slope: f64,
    /// Share cancelled, and share of these who ask again.
    pub cancel: (f64, f64),
    /// Bookings on top of a full day.
    pub overbooked_per_day: u32,
    /// Kind of message of those whose request is lost, or `NONE`.
    pub lost_message: u16,
    /// Paper work of moving an appointment, or `NONE`.
    pub rebooking: u16,
}

/// What can be booked on one day of the roster: the grid of the bookable time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BookableDay {
    /// Begin of each unit in minutes after midnight.
    pub minutes: Vec<u16>,
    /// Units that are there.
    pub all: u128,
    /// Units after which the next one follows without a gap.
    pub joined: u128,
    /// Units held for requests of the same day.
    pub held: u128,
}

impl BookableDay {
    /// Units at which an appointment of so many units can begin, where these are free.
    pub fn openings(&self, free: u128, units: u32) -> u128 {
        let mut open = free;
        for ahead in 1..units {
            open &= (free >> ahead) & (self.joined >> (ahead - 1));
        }
        open
    }

    /// The units of an appointment.
    pub fn span(units: u32, from: u32) -> u128 {
        (((1u128 << (units - 1)) << 1).wrapping_sub(1)) << from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appointments_fit_into_gaps_and_not_over_lunch() {
        // units 0 1 2 | 3 4 5, lunch between 2 and 3
        let day = BookableDay { minutes: vec![0; 6], all: 0b11_1111, joined: 0b01_1011, held: 0 };
        assert_eq!(day.openings(0b11_1111, 1), 0b11_1111);
        assert_eq!(day.openings(0b11_1111, 2), 0b01_1011);
        assert_eq!(day.openings(0b11_1111, 3), 0b00_1001);
        assert_eq!(day.openings(0b10_1111, 3), 0b00_0001);
        assert_eq!(day.openings(0b11_1111, 4), 0);
        assert_eq!(BookableDay::span(3, 2), 0b01_1100);
        assert_eq!(BookableDay::span(128, 0), u128::MAX);
    }
}
