//! How people spend their time: work in hours and after, by activity; interruptions, gaps, the way to the room.

use super::Simulation;
use super::change::poisson;
use super::service::at_pace;
use crate::clinic::measures::{Fact, NO_CELL, role_cell};
use crate::clinic::model::{PersonId, WHOLE};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::record::RoleCells;
use crate::clinic::world::{CaseId, NO_CASE};
use crate::engine::random::Purpose;
use crate::engine::time::{DAY, HOUR, Span, Time};

const INTERRUPTIONS: Purpose = Purpose::named("interruptions");
/// From Monday to Friday, work between these hours is not after hours (C10).
const HOURS: (u64, u64) = (8 * HOUR.micros(), 18 * HOUR.micros());

/// How much of a stretch of time lies before 8, after 18, and at weekends; in microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Outside {
    early: u64,
    evening: u64,
    weekend: u64,
}

impl Outside {
    fn sum(self) -> u64 {
        self.early + self.evening + self.weekend
    }
}

/// Minutes from midnight at which hours end, from Monday to Friday.
pub const EVENING_MINUTE: f64 = HOURS.1 as f64 / 60e6;

/// How much of a stretch of work is after hours: before 8, after 18, or at a weekend (C10).
pub fn after_hours(from: Time, until: Time) -> Span {
    Span::from_micros(outside(from, until).sum())
}

/// The parts of a stretch outside hours; almost all stretches lie inside, on one day.
#[inline]
fn outside(from: Time, until: Time) -> Outside {
    let (day, start) = (from.micros() / DAY.micros(), from.micros() % DAY.micros());
    let end = start + until.since(from).micros();
    if day % 7 < 5 && start >= HOURS.0 && end <= HOURS.1 {
        return Outside::default();
    }
    outside_slowly(day, start, end)
}

#[cold]
fn outside_slowly(mut day: u64, mut start: u64, mut end: u64) -> Outside {
    let mut sum = Outside::default();
    loop {
        let stop = end.min(DAY.micros());
        let within = |low: u64, high: u64| stop.min(high).saturating_sub(start.max(low));
        if day % 7 >= 5 {
            sum.weekend += stop - start;
        } else {
            sum.early += within(0, HOURS.0);
            sum.evening += within(HOURS.1, DAY.micros());
        }
        if end <= DAY.micros() {
            return sum;
        }
        (day, start, end) = (day + 1, 0, end - DAY.micros());
    }
}

/// A part of so many microseconds.
#[inline]
fn share(micros: u64, part: u32) -> u64 {
    ((u128::from(micros) * u128::from(part)) >> 16) as u64
}

/// Work outside hours: all of it, and what a log at the record would show of evenings and weekends.
#[cold]
fn note_outside(cells: &mut RoleCells<'_>, outside: Outside, at_record: u64, micros: u64) {
    let logged = u128::from(outside.evening + outside.weekend) * u128::from(at_record) / u128::from(micros);
    cells.add(role_cell::AFTER_HOURS, outside.sum());
    cells.add(role_cell::METRIC, logged as u64);
    cells.add(role_cell::EARLY, outside.early);
    cells.add(role_cell::WEEKEND, outside.weekend);
}

/// Whether work of a class needs somebody's whole mind: with patients, on notes, on their care (B30).
fn is_deep(class: TaskClass) -> bool {
    matches!(class, TaskClass::Visit | TaskClass::Note | TaskClass::Care)
}

impl Simulation<'_> {
    /// Counts the work in hand up to now: in hours and after, by activity.
    #[inline]
    pub(super) fn settle(&mut self, p: PersonId, now: Time) {
        let person = &mut self.world.people[usize::from(p)];
        if person.case == NO_CASE {
            return;
        }
        let from = std::mem::replace(&mut person.busy_since, now);
        let (on_duty, at_home, id) = (person.on_duty, person.home.is_some(), person.case);
        if at_home {
            self.worked_at_home(p, now - from);
        }
        let (whole_from, whole) = (from, now - from);
        let (from, until) = self.record.observed(from, now);
        let outside = outside(whole_from, now);
        if self.world.tally.is_some() {
            self.tally(p, whole_from, now);
        }
        if !self.world.population.is_plain() {
            self.expose(p, id, whole.micros(), outside.sum());
        }
        if from >= until {
            return;
        }
        let micros = (until - from).micros();
        let model = &self.model.people[usize::from(p)];
        let case = &self.world.cases[id as usize];
        let step = &self.model.steps[usize::from(case.step)];
        let mut cells = self.record.role(model.clinic, self.model.layout.role(model.role));
        cells.add(role_cell::WORK, micros);
        if on_duty {
            cells.add(role_cell::IN_HOURS, micros);
        }
        if step.form {
            cells.add(role_cell::FORMS, micros);
        }
        if step.class == TaskClass::Meeting {
            cells.add(role_cell::MEETING, micros);
        }
        if step.class == TaskClass::Authorisation {
            cells.add(role_cell::AUTHORISATION, micros);
        }
        let clinician = self.model.roles[usize::from(model.role)].clinician;
        let deep = clinician && case.lead == p && is_deep(step.class) && case.interruptions == 0;
        let undisturbed = deep && !case.resumed;
        let extraneous = if undisturbed { self.extraneous_of(case.clinic, step).0 } else { 0.0 };
        let off_log = if at_home { self.world.people[usize::from(p)].off_log } else { 0 };
        let mut cells = self.record.role(model.clinic, self.model.layout.role(model.role));
        let mut at_record = 0;
        if case.lead == p {
            let worked = if case.at_record == WHOLE { micros } else { share(micros, case.at_record) };
            for (activity, part) in (0u32..).zip(case.parts) {
                if part > 0 {
                    let spent = if part == WHOLE { worked } else { share(worked, part) };
                    at_record += spent;
                    cells.add(role_cell::ACTIVITY + activity, spent);
                }
            }
        }
        if !on_duty && at_record > 0 {
            cells.add(role_cell::LOGGED_OUTSIDE, at_record);
        }
        if outside != Outside::default() {
            let outside =
                if (from, until) == (whole_from, now) { outside } else { self::outside(from, until) };
            let logged = at_record - share(at_record, off_log);
            note_outside(&mut cells, outside, logged, micros);
            if off_log > 0 {
                cells.add(role_cell::OFF_LOG, at_record - logged);
            }
        }
        let clinic = model.clinic;
        if undisturbed {
            let own = (micros as f64 * (1.0 - extraneous)).round() as u128;
            self.record.add(clinic, Fact::DeepWork as u32, own);
        }
        if on_duty && clinician && step.class == TaskClass::Visit {
            self.record.add(clinic, Fact::ClinicianVisitWork as u32, u128::from(micros));
        }
        if step.minutes_cell != NO_CELL {
            self.record.add(clinic, step.minutes_cell, u128::from(micros));
        }
    }

    /// Somebody has worked: a part of what today exposes them to.
    #[inline]
    fn expose(&mut self, p: PersonId, id: CaseId, micros: u64, after_hours: u64) {
        let patient = self.world.cases[id as usize].patient;
        let on_duty = self.world.people[usize::from(p)].on_duty;
        let today = &mut self.world.population.today[usize::from(p)];
        today.worked += micros;
        today.after_hours += after_hours;
        today.with_patients += if patient { micros } else { 0 };
        today.beyond_roster += if on_duty { 0 } else { micros };
    }

    /// A piece of work begins: the way to it, and the interruptions from outside that will come, are put on. They belong
    /// to the piece of work, and end with it.
    #[inline]
    pub(super) fn add_interruptions(&mut self, id: CaseId, lead: PersonId, now: Time) {
        let case = &self.world.cases[id as usize];
        let step = &self.model.steps[usize::from(case.step)];
        let model = &self.model.people[usize::from(lead)];
        let day = &self.model.roles[usize::from(model.role)].day;
        let (work, extra, pace) = (case.work, case.extra, self.pace(lead));
        let (mut away, mut number) = (step.walk, 0);
        let quiet = day.interruptions_per_hour == 0.0 && away == Span::ZERO;
        let extraneous_share = self.extraneous_of(case.clinic, step).0;
        if quiet && extra == Span::ZERO && extraneous_share == 0.0 {
            return;
        }
        let at_home = self.world.people[usize::from(lead)].home.is_some();
        let interruptible =
            !matches!(step.class, TaskClass::Visit | TaskClass::Meeting) && !step.by_clock && !at_home;
        if day.interruptions_per_hour > 0.0 && interruptible {
            let mut stream = self.step_stream(id, INTERRUPTIONS);
            let factor = self.world.levers[usize::from(case.clinic)].interruptions_factor;
            let mean = day.interruptions_per_hour * factor * work.in_hours() / pace;
            number = poisson(mean, &mut stream);
            for _ in 0..number {
                away += Span::minutes(day.interruption_minutes.sample_at_least_zero(&mut stream));
                away += day.resumption_lag;
            }
        }
        self.world.cases[id as usize].interruptions = number.min(255) as u8;
        let lags = Span::from_micros(day.resumption_lag.micros() * u64::from(number));
        let away_in_time = away.micros().saturating_sub(step.walk.micros());
        let away_in_time = Span::from_micros(away_in_time);
        if away > Span::ZERO {
            let away = Span::rounded(away.micros() as f64 * pace);
            let whole = work + away;
            let case = &mut self.world.cases[id as usize];
            case.work = whole;
            case.at_record = ((u128::from(work.micros()) << 16) / u128::from(whole.micros().max(1))) as u32;
        }
        if let Some(today) = self.world.population.today.get_mut(usize::from(lead)) {
            today.interrupted += away_in_time.micros();
        }
        if number > 0 || extra > Span::ZERO || extraneous_share > 0.0 {
            let searched =
                Span::rounded(extraneous_share * (work.micros() - extra.micros().min(work.micros())) as f64);
            self.note_extraneous(lead, at_pace(searched, pace), at_pace(extra, pace), lags, number, now);
        }
    }

    /// Work is resumed after something more urgent: it takes time to find back.
    #[cold]
    pub(super) fn find_back(&mut self, id: CaseId, lead: PersonId, now: Time) {
        let model = &self.model.people[usize::from(lead)];
        let lag = self.model.roles[usize::from(model.role)].day.resumption_lag;
        let more = Span::rounded(lag.micros() as f64 * self.pace(lead));
        self.world.cases[id as usize].work += more;
        if let Some(today) = self.world.population.today.get_mut(usize::from(lead)) {
            today.interrupted += lag.micros();
        }
        self.note_extraneous(lead, Span::ZERO, Span::ZERO, lag, 1, now);
    }

    /// Extraneous work of somebody: searched within the work, and gap work beside it.
    #[cold]
    fn note_extraneous(
        &mut self,
        p: PersonId,
        searched: Span,
        obstacles: Span,
        lags: Span,
        interruptions: u32,
        now: Time,
    ) {
        let gap = obstacles + lags;
        if let Some(today) = self.world.population.today.get_mut(usize::from(p)) {
            today.extraneous += (searched + gap).micros();
            today.obstacles += obstacles.micros();
            today.interruptions += interruptions as u16;
        }
        if !self.record.counts(now) {
            return;
        }
        let model = &self.model.people[usize::from(p)];
        let role = self.model.layout.role(model.role);
        self.record.note(model.clinic, role + role_cell::EXTRANEOUS, searched + gap);
        self.record.note(model.clinic, role + role_cell::GAP, gap);
        for _ in 0..interruptions {
            self.record.count(model.clinic, role + role_cell::INTERRUPTIONS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u64, hour: f64) -> Time {
        Time::ZERO + Span::days(day) + Span::hours(hour)
    }

    #[test]
    fn hours_are_from_8_to_18_from_monday_to_friday() {
        let hours = |from, until| {
            let Outside { early, evening, weekend } = outside(from, until);
            [early, evening, weekend].map(|micros| micros as f64 / HOUR.micros() as f64)
        };
        assert_eq!(hours(at(0, 8.0), at(0, 18.0)), [0.0, 0.0, 0.0]);
        assert_eq!(hours(at(0, 7.0), at(0, 8.5)), [1.0, 0.0, 0.0]);
        assert_eq!(hours(at(4, 17.5), at(4, 20.0)), [0.0, 2.0, 0.0]);
        assert_eq!(hours(at(4, 23.0), at(5, 1.0)), [0.0, 1.0, 1.0]);
        assert_eq!(hours(at(5, 9.0), at(5, 11.0)), [0.0, 0.0, 2.0]);
        assert_eq!(hours(at(6, 23.0), at(7, 9.0)), [8.0, 0.0, 1.0]);
    }
}
