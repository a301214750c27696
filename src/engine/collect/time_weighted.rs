//! The time average of a whole number that changes at events.

use crate::engine::time::{Span, Time};

/// A whole number over time (a queue length, servers in use) with its exact integral.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct TimeWeighted {
    start: Time,
    since: Time,
    value: i64,
    integral: i128,
}

/// The integral over a closed stretch of time; such stretches add up exactly.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub struct Closed {
    /// Value times microseconds.
    pub integral: i128,
    /// Length of the stretch.
    pub span: Span,
}

impl Closed {
    /// The time average; NaN over no time.
    pub fn mean(&self) -> f64 {
        self.integral as f64 / self.span.micros() as f64
    }

    /// Adds another stretch.
    pub fn merge(&mut self, other: &Closed) {
        self.integral += other.integral;
        self.span += other.span;
    }
}

impl TimeWeighted {
    /// Begins at `now` with `value`.
    pub const fn new(now: Time, value: i64) -> Self {
        TimeWeighted { start: now, since: now, value, integral: 0 }
    }

    /// The value is `value` from `now` on.
    #[inline]
    pub fn set(&mut self, now: Time, value: i64) {
        self.integral += i128::from(self.value) * i128::from((now - self.since).micros() as i64);
        self.since = now;
        self.value = value;
    }

    /// The value changes by `delta` at `now`.
    #[inline]
    pub fn add(&mut self, now: Time, delta: i64) {
        self.set(now, self.value + delta);
    }

    /// The present value.
    pub fn value(&self) -> i64 {
        self.value
    }

    /// Value times microseconds from the start until `now`.
    pub fn integral_until(&self, now: Time) -> i128 {
        self.integral + i128::from(self.value) * i128::from((now - self.since).micros())
    }

    /// The time average from the start until `now`; NaN over no time.
    pub fn mean(&self, now: Time) -> f64 {
        self.close(now).mean()
    }

    /// The stretch from the start until `now`, for merging.
    pub fn close(&self, now: Time) -> Closed {
        Closed { integral: self.integral_until(now), span: now - self.start }
    }

    /// Starts afresh at `now` with the present value, e.g. at the end of a warm-up.
    pub fn reset(&mut self, now: Time) {
        *self = TimeWeighted::new(now, self.value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(micros: u64) -> Time {
        Time::from_micros(micros)
    }

    #[test]
    fn integral_and_mean() {
        let mut value = TimeWeighted::new(t(10), 2);
        value.add(t(20), 3);
        value.set(t(30), -1);
        assert_eq!(value.integral_until(t(40)), 20 + 50 - 10);
        assert_eq!(value.mean(t(40)), 2.0);
        value.reset(t(40));
        assert_eq!((value.integral_until(t(42)), value.value()), (-2, -1));
        assert!(value.mean(t(40)).is_nan());
    }

    #[test]
    fn stretches_merge_to_the_whole() {
        let mut whole = TimeWeighted::new(t(0), 1);
        let mut part = whole;
        let mut sum = Closed::default();
        for (time, value) in [(7, 4), (9, 0), (30, 11)] {
            whole.set(t(time), value);
            part.set(t(time), value);
            sum.merge(&part.close(t(time)));
            part.reset(t(time));
        }
        assert_eq!(sum, whole.close(t(30)));
    }
}
