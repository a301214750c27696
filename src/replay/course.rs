//! One replication, run once, with marks from which its days can be looked at again.

use super::clock::Clock;
use super::log::Log;
use crate::clinic::model::WEEK_DAYS;
use crate::clinic::trace::Tally;
use crate::clinic::workflow::Event;
use crate::clinic::{Case, Simulation};
use crate::engine::calendar::Calendar;
use crate::engine::model::run;
use crate::engine::random::Seed;
use crate::engine::time::{Span, Time};

/// Weeks between two marks: to look at a day again, at most so many are run again.
const MARK_WEEKS: u64 = 4;

/// A replication of a case.
pub struct Course<'c> {
    case: &'c Case,
    /// Master seed and replication.
    run: (u64, u32),
    /// What was worked, up to the end of the summary.
    tally: Tally,
    /// States of the run at the last moment before some midnights, in order.
    marks: Vec<(Simulation<'c>, Calendar<Event>)>,
}

impl<'c> Course<'c> {
    /// Runs a replication of a master seed up to the end of the weeks of the summary.
    pub fn of(case: &'c Case, run: (u64, u32)) -> Self {
        let mut course = Self::still_to_run(case, run);
        let (mut simulation, mut calendar) = course.begin();
        simulation.start_tally();
        let (from, until) = case.model.time.summary;
        let mut next = from;
        while case.model.time.calendar && next < until {
            if let Some(before) = next.micros().checked_sub(1) {
                self::run(&mut simulation, &mut calendar, Time::from_micros(before));
                let mut mark = simulation.clone();
                mark.take_tally();
                course.marks.push((mark, calendar.clone()));
            }
            next += Span::days(MARK_WEEKS * WEEK_DAYS);
        }
        // with the moment itself: there work in hand is counted up to the end of the summary
        self::run(&mut simulation, &mut calendar, until);
        course.tally = simulation.take_tally().expect("it was started above");
        course
    }

    /// A replication of which only single days are wanted, so that nothing need be known of the others.
    pub fn still_to_run(case: &'c Case, run: (u64, u32)) -> Self {
        Self { case, run, tally: Tally::default(), marks: Vec::new() }
    }

    /// The case.
    pub fn case(&self) -> &'c Case {
        self.case
    }

    /// Master seed and replication.
    pub fn run(&self) -> (u64, u32) {
        self.run
    }

    /// Minutes worked by person, and after hours by day; nothing of a run that is still to be made.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    fn begin(&self) -> (Simulation<'c>, Calendar<Event>) {
        Simulation::new(&self.case.model, Seed::new(self.run.0, self.run.1))
    }

    /// The log of a stretch, from the last mark before it.
    pub(super) fn log(&self, scenario: &str, clock: &Clock, stretch: (Time, Time)) -> Log<'c> {
        let mark = self.marks.iter().rev().find(|(_, calendar)| calendar.now() < stretch.0);
        let (mut simulation, mut calendar) = mark.cloned().unwrap_or_else(|| self.begin());
        Log::go_on(&mut simulation, &mut calendar, (scenario, self.run), clock, stretch)
    }
}
