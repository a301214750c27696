//! Whether a scenario has a beginning to be left out at all: what outlasts a day.

use super::Parameters;
use super::calendar::Calendar;
use super::values::{By, DayEnd, MessageSource};
use super::work::Task;

/// Minutes of a day.
const DAY_MINUTES: u32 = 1440;
/// How a message's route names the person to whom it belongs.
const OWN: &str = "own_clinician";

/// Why a scenario needs no warm-up to be found for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminating {
    /// It runs in hours: no calendar, no weeks; the hours are its horizon.
    Hours,
    /// Every day ends empty, so that every evening it is where it was at the beginning.
    EmptyDays,
}

/// Whether runs of a scenario end by themselves (terminating simulations, Law 2015, section 9.3), and why.
///
/// Decided by what a file says alone. `run.hours` is one. With a calendar all of these must hold:
///
/// - `calendar.day_end = "until_empty"`: nobody goes home before all is done, and the clinic closes before midnight;
/// - no `[demand]`: panels have diaries, prescriptions and follow-ups that reach over weeks;
/// - `well_being` is off, so nobody's state outlasts a night, and nobody leaves;
/// - no `[rules]` are added in the course of a year;
/// - messages come by a rate alone (not days after a visit, not again where there was no answer), and no task is a mere delay
///   (`roles = []`), which could last until tomorrow;
/// - where messages or steps belong to single persons, everybody is there every open day (full time, no leave, no illness):
///   what belongs to somebody who is away waits for them.
///
/// Messages that come at night wait for the morning; the same evening they are done. Leave and illness are drawn by the day
/// and do not depend on days before. Interventions are left out of the question: a warm-up has none.
pub fn terminating(p: &Parameters) -> Option<Terminating> {
    if p.run.hours.is_some() {
        return Some(Terminating::Hours);
    }
    let by_rate = p
        .messages
        .values()
        .all(|kind| kind.source == MessageSource::System && kind.unanswered_after_hours.is_none());
    let empty = p.calendar.day_end == DayEnd::UntilEmpty
        && !goes_on_at_night(&p.calendar)
        && p.demand.is_empty()
        && !p.well_being.enabled
        && p.rules.values().all(|rule| rule.added_per_year == 0.0)
        && by_rate
        && !p.tasks.values().any(Task::is_delay)
        && (!belongs_to_persons(p) || everybody_comes(p));
    empty.then_some(Terminating::EmptyDays)
}

/// Whether some session lasts until midnight and some begins then.
fn goes_on_at_night(calendar: &Calendar) -> bool {
    let windows = || calendar.sessions.values();
    windows().any(|window| window.until.0 >= DAY_MINUTES) && windows().any(|window| window.from.0 == 0)
}

/// Whether something can be done by one person only, and so waits for them.
fn belongs_to_persons(p: &Parameters) -> bool {
    let own_step = |by: By| by == By::OwnClinician;
    p.messages.values().any(|kind| kind.per.is_some() || kind.route.iter().any(|role| role == OWN))
        || p.pathways.values().flat_map(|pathway| pathway.steps.values()).any(|step| own_step(step.by))
}

fn everybody_comes(p: &Parameters) -> bool {
    let mut groups = p.clinics.values().flat_map(|clinic| clinic.staff.values());
    groups.all(|group| {
        group.fte == 1.0
            && group.template == "full"
            && group.leave_days_per_year == 0.0
            && group.sick_share == 0.0
    })
}

impl Task {
    /// Whether it only takes time and nobody.
    fn is_delay(&self) -> bool {
        self.roles.is_empty()
    }
}
