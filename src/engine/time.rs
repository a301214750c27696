//! Time as whole microseconds: keys of the calendar are ordered and equal exactly, 08:00 is exactly 08:00,
//! and sums of durations do not depend on their order.

use std::ops::{Add, AddAssign, Mul, Sub};

const MICROS_PER_MINUTE: f64 = 60_000_000.0;
const MICROS_PER_HOUR: f64 = 3_600_000_000.0;
/// Microseconds of one hour.
pub const HOUR: Span = Span(3_600_000_000);
/// Microseconds of one day of 24 hours.
pub const DAY: Span = Span(86_400_000_000);

/// A point in time: microseconds since Monday 00:00 of week 0.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Time(u64);

/// A duration in microseconds, never negative.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span(u64);

impl Time {
    /// Monday 00:00 of week 0.
    pub const ZERO: Time = Time(0);
    /// Later than everything.
    pub const MAX: Time = Time(u64::MAX);

    /// The point `micros` microseconds after [`Time::ZERO`].
    pub const fn from_micros(micros: u64) -> Self {
        Time(micros)
    }

    /// Microseconds since [`Time::ZERO`].
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// The point `hours` hours after [`Time::ZERO`]; as for [`Span::hours`].
    pub fn hours(hours: f64) -> Self {
        Time(Span::hours(hours).0)
    }

    /// The time that has gone by since `earlier`; zero where `earlier` is later.
    pub const fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time.
    pub const ZERO: Span = Span(0);

    /// A duration of `micros` microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Span(micros)
    }

    /// A duration in minutes, rounded to the nearest microsecond. Asserts that it is finite, not negative and
    /// below 290,000 years.
    #[inline]
    pub fn minutes(minutes: f64) -> Self {
        Span::rounded(minutes * MICROS_PER_MINUTE)
    }

    /// A duration in hours, rounded and asserted as in [`Span::minutes`].
    #[inline]
    pub fn hours(hours: f64) -> Self {
        Span::rounded(hours * MICROS_PER_HOUR)
    }

    /// Whole days of 24 hours.
    pub const fn days(days: u64) -> Self {
        Span(days * DAY.0)
    }

    /// Microseconds.
    pub const fn micros(self) -> u64 {
        self.0
    }

    /// The duration in minutes.
    pub fn in_minutes(self) -> f64 {
        self.0 as f64 / MICROS_PER_MINUTE
    }

    /// The duration in hours.
    pub fn in_hours(self) -> f64 {
        self.0 as f64 / MICROS_PER_HOUR
    }

    /// A duration in microseconds, rounded to the nearest, asserted as in [`Span::minutes`].
    #[inline]
    pub fn rounded(micros: f64) -> Self {
        // Near 2^63, so that a signed conversion, the cheaper one, suffices; the comparison is false for NaN.
        assert!(
            (0.0..9.2e18).contains(&micros),
            "a duration must be finite and not negative, found {micros} microseconds"
        );
        Span((micros + 0.5) as i64 as u64)
    }
}

impl Add<Span> for Time {
    type Output = Time;
    #[inline]
    fn add(self, span: Span) -> Time {
        Time(self.0 + span.0)
    }
}

impl AddAssign<Span> for Time {
    #[inline]
    fn add_assign(&mut self, span: Span) {
        self.0 += span.0;
    }
}

impl Sub for Time {
    type Output = Span;
    /// The time from `earlier` to `self`; asserts their order.
    #[inline]
    fn sub(self, earlier: Time) -> Span {
        assert!(self.0 >= earlier.0, "time runs forward: {} is before {}", self.0, earlier.0);
        Span(self.0 - earlier.0)
    }
}

impl Add for Span {
    type Output = Span;
    #[inline]
    fn add(self, other: Span) -> Span {
        Span(self.0 + other.0)
    }
}

impl AddAssign for Span {
    #[inline]
    fn add_assign(&mut self, other: Span) {
        self.0 += other.0;
    }
}

impl Sub for Span {
    type Output = Span;
    /// Asserts that nothing below zero comes out.
    #[inline]
    fn sub(self, other: Span) -> Span {
        assert!(self.0 >= other.0, "a duration cannot be negative: {} - {}", self.0, other.0);
        Span(self.0 - other.0)
    }
}

impl Mul<u64> for Span {
    type Output = Span;
    #[inline]
    fn mul(self, times: u64) -> Span {
        Span(self.0 * times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_round_to_the_nearest_microsecond() {
        assert_eq!(Span::minutes(15.0).micros(), 900_000_000);
        assert_eq!(Span::minutes(0.000_000_01).micros(), 1);
        assert_eq!(Span::minutes(0.000_000_008).micros(), 0);
        assert_eq!(Time::hours(8.0).micros(), 8 * 3_600_000_000);
        assert_eq!(Span::days(2) + HOUR, Span::hours(49.0));
        assert_eq!(Span::minutes(90.0).in_hours(), 1.5);
    }

    #[test]
    fn since_stops_at_zero() {
        assert_eq!(Time::from_micros(3).since(Time::from_micros(5)), Span::ZERO);
        assert_eq!(Time::from_micros(5).since(Time::from_micros(3)), Span::from_micros(2));
    }

    #[test]
    #[should_panic(expected = "time runs forward")]
    fn backward_differences_are_refused() {
        let _ = Time::from_micros(3) - Time::from_micros(5);
    }

    #[test]
    #[should_panic(expected = "must be finite")]
    fn undefined_durations_are_refused() {
        let _ = Span::minutes(f64::NAN);
    }
}
