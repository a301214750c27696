//! What a model must be able to do, and the loop that moves it.

use super::calendar::Calendar;
use super::time::Time;

/// A system that changes at events.
pub trait Model {
    /// What can happen: small and `Copy`, so that the calendar holds it by value.
    type Event: Copy;

    /// Lets `event` happen at `calendar.now()`; what follows from it is put into the calendar.
    fn handle(&mut self, event: Self::Event, calendar: &mut Calendar<Self::Event>);
}

/// Runs all events at or before `until`; the clock ends at `until`.
#[inline]
pub fn run<M: Model>(model: &mut M, calendar: &mut Calendar<M::Event>, until: Time) {
    while let Some(event) = calendar.next(until) {
        model.handle(event, calendar);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::HOUR;

    struct Clock(u32);

    impl Model for Clock {
        type Event = ();

        fn handle(&mut self, (): (), calendar: &mut Calendar<()>) {
            self.0 += 1;
            calendar.after(HOUR, ());
        }
    }

    #[test]
    fn runs_to_the_end_and_can_go_on() {
        let (mut clock, mut calendar) = (Clock(0), Calendar::new());
        calendar.at(Time::ZERO, ());
        run(&mut clock, &mut calendar, Time::hours(2.5));
        assert_eq!((clock.0, calendar.now()), (3, Time::hours(2.5)));
        run(&mut clock, &mut calendar, Time::hours(5.0));
        assert_eq!(clock.0, 6);
    }
}
