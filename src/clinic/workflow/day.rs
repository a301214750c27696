//! The clock: midnight, sessions, opening and closing, cuts of the record.

use super::{Event, Simulation};
use crate::clinic::measures::{Fact, role_cell, room_cell};
use crate::clinic::model::{ClinicId, Model, NONE, OpenDay, PersonId, SourceId, Times, Timing, Turn};
use crate::clinic::record::Record;
use crate::clinic::world::{ARRIVALS, NO_CASE, SURGE};
use crate::engine::calendar::Calendar;
use crate::engine::distribution::Distribution;
use crate::engine::random::{Purpose, Seed};
use crate::engine::time::{DAY, Span, Time};

const DAY_FACTOR: Purpose = Purpose::named("day factor");

/// The factor of a clinic and day that multiplies all arrival rates: gamma with mean 1.
pub(super) fn day_factor(model: &Model, seed: Seed, clinic: ClinicId, day: u64) -> f64 {
    if model.time.day_factor_cv == 0.0 {
        return 1.0;
    }
    let factor = Distribution::gamma(1.0, model.time.day_factor_cv)
        .expect("the range of day_factor_cv makes a gamma distribution");
    factor.sample(&mut seed.stream(DAY_FACTOR, model.clinics[usize::from(clinic)].identity.child(day)))
}

/// Minutes of a day.
const MIDNIGHT_MINUTE: u32 = 1440;

impl Simulation<'_> {
    /// The first events of a run.
    pub(super) fn begin(&mut self, calendar: &mut Calendar<Event>) {
        let cuts = Record::cuts(&self.model.time);
        calendar.at(cuts[0], Event::Cut);
        self.begin_panels(calendar);
        if self.model.time.calendar {
            self.begin_vacancies();
            calendar.at(Time::ZERO, Event::Midnight);
            return;
        }
        self.draw_day_factors(0);
        for source in 0..self.model.sources.len() as SourceId {
            self.schedule_arrival(source, Time::ZERO, calendar);
        }
    }

    /// The number of the present day.
    pub(super) fn day(&self) -> u64 {
        self.world.midnight.micros() / DAY.micros()
    }

    /// The opening hours of a clinic on a day, if it opens.
    fn hours(&self, clinic: ClinicId, day: u64) -> Option<OpenDay> {
        let weekday = self.model.time.roster_day(day);
        self.model.clinics[usize::from(clinic)].open[weekday].filter(|_| !self.model.time.is_holiday(day))
    }

    /// Whether patients of a stream come on a day: those who belong to a person come on the days they work.
    fn comes_today(&self, source: SourceId, day: u64) -> bool {
        let model = &self.model.sources[usize::from(source)];
        let roster_day = self.model.time.roster_day(day);
        let works = || {
            let owner = usize::from(model.owner);
            !self.model.people[owner].windows[roster_day].is_empty() && !self.world.people[owner].away
        };
        model.message || model.demand != NONE || model.owner == NONE || works()
    }

    /// Whether a clinic that is open at midnight stays so.
    pub(super) fn goes_on_tonight(&self, clinic: ClinicId) -> bool {
        let closes = self.hours(clinic, self.day()).map(|hours| hours.closes);
        let opens = self.hours(clinic, self.day() + 1).map(|hours| hours.opens);
        self.model.time.calendar && (closes, opens) == (Some(MIDNIGHT_MINUTE), Some(0))
    }

    /// Whether a clinic opens on the present day.
    pub(super) fn opens_today(&self, clinic: ClinicId) -> bool {
        self.hours(clinic, self.day()).is_some()
    }

    fn draw_day_factors(&mut self, day: u64) {
        if self.model.time.day_factor_cv == 0.0 {
            return;
        }
        for c in 0..self.world.clinics.len() {
            self.world.clinics[c].day_factor = day_factor(self.model, self.world.seed, c as ClinicId, day);
        }
    }

    /// A day begins: what ran until midnight ends unless it goes on, then today's arrivals are scheduled.
    pub(super) fn midnight(&mut self, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        self.end_day(calendar);
        self.world.midnight = now;
        self.world.day_ended = false;
        if now >= self.model.time.end {
            return;
        }
        let day = self.day();
        self.draw_day_factors(day);
        calendar.at(now + DAY, Event::Midnight);
        self.schedule_agenda(calendar);
        self.begin_day(day, calendar);
        for source in 0..self.model.sources.len() as SourceId {
            let model = &self.model.sources[usize::from(source)];
            let hours = self.hours(model.clinic, day).filter(|_| self.comes_today(source, day));
            let goes_on = self.world.clinics[usize::from(model.clinic)].open
                && matches!(model.timing, Timing::Interval(_));
            if !goes_on {
                // each day has its own draws: what happened before, or who opened when, moves nobody
                let state = &mut self.world.sources[usize::from(source)];
                state.stream = self.world.seed.stream(ARRIVALS, model.identity.child(day));
                state.ordinal = day << 32;
            }
            if self.world.levers[usize::from(model.clinic)].is_surge() {
                let state = &mut self.world.sources[usize::from(source)];
                state.surge = self.world.seed.stream(SURGE, model.identity.child(day));
                state.surge_ordinal = day << 32;
                let from = match (&model.timing, hours) {
                    (Timing::Rate { times: Times::Always, .. }, _) => Some(now),
                    (Timing::Rate { .. }, Some(hours)) => Some(now + Span::minutes(f64::from(hours.opens))),
                    _ => None,
                };
                from.into_iter().for_each(|from| self.schedule_surge(source, from, calendar));
            }
            match (&model.timing, hours) {
                (Timing::Rate { times: Times::Always, .. }, _)
                | (Timing::Rate { times: Times::OpenDays, .. }, Some(_)) => {
                    self.schedule_arrival(source, now, calendar);
                }
                // where the clinic did not close at midnight, intervals go on
                (Timing::Interval(_), Some(_)) if self.world.clinics[usize::from(model.clinic)].open => {}
                (Timing::Interval(_) | Timing::Rate { .. }, Some(hours)) => {
                    let opening = now + Span::minutes(f64::from(hours.opens));
                    self.schedule_arrival(source, opening, calendar);
                }
                (Timing::Slots { .. }, Some(_)) => self.book_today(source, day, calendar),
                (Timing::Made, _) | (_, None) => {}
            }
        }
    }

    /// What a day begins with, in this order: levers, rules, who is away, what waits in the books.
    fn begin_day(&mut self, day: u64, calendar: &mut Calendar<Event>) {
        self.pull_levers(day);
        self.remember_huddles();
        self.govern();
        self.change_rules(day);
        if day > 0 {
            self.world.book.turn(day);
        }
        self.expect_book(calendar);
        self.draw_absences(day);
        self.take_over_stranded(calendar);
        self.hand_over(calendar);
        self.turn_diaries(day, calendar);
        self.close_weekdays(calendar); // after those who are expected today are known
        self.plan_home(day, calendar);
        self.hold_surveys(day, calendar);
    }

    /// Yesterday ends: sessions and opening hours until midnight, when the last work was done, what it did to people.
    fn end_day(&mut self, calendar: &mut Calendar<Event>) {
        if std::mem::replace(&mut self.world.day_ended, true) {
            return;
        }
        let (yesterday, today) = (self.day(), self.day() + 1);
        let goes_on = |windows: Option<&(u32, u32)>| windows.is_some_and(|first| first.0 == 0);
        for p in 0..self.world.people.len() as PersonId {
            let windows = &self.model.people[usize::from(p)].windows[self.model.time.roster_day(today)];
            let on = self.world.people[usize::from(p)].on_duty;
            if on && (self.model.time.is_holiday(today) || !goes_on(windows.first())) {
                self.goes_off(p, calendar);
            }
        }
        for c in 0..self.world.clinics.len() as ClinicId {
            let goes_on = self.hours(c, today).is_some_and(|hours| hours.opens == 0);
            if self.world.clinics[usize::from(c)].open && !goes_on {
                self.closes(c, calendar);
            }
            if !goes_on {
                self.send_home(c, true, calendar); // nobody waits in a closed clinic past midnight
                self.world.clinics[usize::from(c)].opened_today = false;
            }
            let clinic = &self.world.clinics[usize::from(c)];
            if self.hours(c, yesterday).is_some()
                && clinic.last_done > clinic.opened
                && self.record.counts(clinic.opened)
            {
                self.record.note(c, Fact::LastCompletion as u32, clinic.last_done - clinic.opened);
            }
        }
        self.live(today);
    }

    /// Schedules today's agenda before anything else of the day, so that at the same moment the clock goes first.
    fn schedule_agenda(&mut self, calendar: &mut Calendar<Event>) {
        let day = self.day();
        self.world.agenda = 0;
        if self.model.time.is_holiday(day) {
            return;
        }
        let mut last = None;
        for (minute, _) in &self.model.time.agenda[self.model.time.roster_day(day)] {
            if *minute < MIDNIGHT_MINUTE && last.replace(*minute) != Some(*minute) {
                calendar.at(self.world.midnight + Span::minutes(f64::from(*minute)), Event::Agenda);
            }
        }
    }

    /// All entries of today's agenda that belong to this minute.
    pub(super) fn agenda(&mut self, calendar: &mut Calendar<Event>) {
        let model = self.model;
        let agenda = &model.time.agenda[self.model.time.roster_day(self.day())];
        let (minute, _) = agenda[self.world.agenda];
        // who comes to work by the clock takes nothing else before it
        let mut now = agenda[self.world.agenda..].iter().take_while(|(at, _)| *at == minute);
        let meeting = now.any(|(_, turn)| matches!(turn, Turn::Meet(m) if self.is_held_somewhere(*m)));
        let mut came = Vec::new();
        while let Some((_, turn)) = agenda.get(self.world.agenda).filter(|(at, _)| *at == minute) {
            self.world.agenda += 1;
            match *turn {
                Turn::Off(p) => self.goes_off(p, calendar),
                Turn::Close(c) => self.closes(c, calendar),
                Turn::Open(c) => self.opens(c, calendar.now()),
                Turn::On(p) if meeting => {
                    self.comes_on(p, calendar);
                    came.push(p);
                }
                Turn::On(p) => {
                    self.comes_on(p, calendar);
                    self.look_for_work(p, calendar);
                }
                Turn::Meet(m) => self.meet(m, calendar),
            }
        }
        for p in came {
            self.look_for_work(p, calendar);
        }
    }

    fn opens(&mut self, c: ClinicId, now: Time) {
        self.count_room_time(c, now);
        self.count_open_time(c, now);
        let clinic = &mut self.world.clinics[usize::from(c)];
        clinic.open = true;
        clinic.opened_today = true;
        clinic.opened = now;
        clinic.orders = 0;
        self.note_third_next(c, now);
    }

    fn closes(&mut self, c: ClinicId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        self.count_room_time(c, now);
        self.count_open_time(c, now);
        let clinic = &mut self.world.clinics[usize::from(c)];
        clinic.open = false;
        if self.record.counts(Time::from_micros(now.micros().saturating_sub(1))) {
            self.record.number(c, Fact::Backlog as u32, u64::from(clinic.open_messages));
            self.record.number(c, Fact::NotesOpen as u32, u64::from(clinic.open_notes));
        }
        self.send_home(c, !self.model.time.until_empty, calendar);
        self.go_home_if_done(c, calendar);
    }

    fn comes_on(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        let (now, day) = (calendar.now(), self.day());
        if self.world.people[usize::from(p)].away {
            return;
        }
        self.settle(p, now);
        let person = &mut self.world.people[usize::from(p)];
        let goes_on = person.on_duty; // the session began before midnight
        if !goes_on {
            person.on_duty = true;
            person.duty_since = now;
            person.closes = false;
            person.own_only = false;
            person.done = false;
            person.lunch_due = false;
            person.home = None;
            if !person.present {
                person.present = true;
                person.idle_since = now;
            }
        }
        if std::mem::replace(&mut person.last_day, day) != day && self.record.counts(now) {
            let model = &self.model.people[usize::from(p)];
            self.record.count(model.clinic, self.model.layout.role(model.role) + role_cell::PERSON_DAYS);
        }
    }

    fn goes_off(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        if !self.world.people[usize::from(p)].on_duty {
            return; // away today
        }
        self.settle(p, now);
        self.count_duty(p, now);
        let model = &self.model.people[usize::from(p)];
        let windows = &model.windows[self.model.time.roster_day(self.day())];
        let minute = ((now - self.world.midnight).micros() / 60_000_000) as u32;
        let last_session = windows.iter().all(|(_, until)| *until <= minute);
        let closing = model
            .serves
            .iter()
            .all(|c| self.hours(*c, self.day()).is_none_or(|hours| hours.closes <= minute));
        let lunch = self.model.roles[usize::from(model.role)].day.lunch.is_some();
        let person = &mut self.world.people[usize::from(p)];
        person.on_duty = false;
        person.done = last_session;
        person.closes = last_session && closing;
        person.lunch_due = !last_session && lunch && self.model.time.own_limit;
        person.own_only = !person.closes && !person.lunch_due;
        // at a break and without staying, nothing new is begun; who has something in hand finishes it
        if (!last_session && !person.lunch_due) || !self.model.time.until_empty {
            person.present = false;
        } else if person.case == NO_CASE {
            self.look_for_work(p, calendar);
        }
    }

    /// Counts rostered time up to now.
    fn count_duty(&mut self, p: PersonId, now: Time) {
        let person = &mut self.world.people[usize::from(p)];
        if person.on_duty {
            let from = std::mem::replace(&mut person.duty_since, now);
            let model = &self.model.people[usize::from(p)];
            let cells = self.model.layout.role(model.role);
            self.record.passed(model.clinic, cells + role_cell::SCHEDULED, from, now);
            if self.is_locum(p) {
                self.record.passed(model.clinic, cells + role_cell::LOCUM, from, now);
            }
        }
    }

    /// Counts the time that a clinic has been open, up to now.
    fn count_open_time(&mut self, c: ClinicId, now: Time) {
        let clinic = &mut self.world.clinics[usize::from(c)];
        let since = std::mem::replace(&mut clinic.open_since, now);
        if clinic.open {
            self.record.passed(c, Fact::OpenTime as u32, since, now);
        }
    }

    /// Counts the room time of a clinic, in use and open, up to now.
    fn count_room_time(&mut self, c: ClinicId, now: Time) {
        let rooms = self.model.rooms.iter().enumerate();
        for (r, room) in rooms.filter(|(_, room)| room.clinic == c) {
            let used = self.world.rooms[r].busy().integral_until(now);
            let before = std::mem::replace(&mut self.world.room_counted[r], used);
            let cells = self.model.layout.room(room.kind);
            let since = std::mem::replace(&mut self.world.room_since[r], now);
            let clinic = &self.world.clinics[usize::from(room.clinic)];
            if self.record.counts(since) {
                let micros = u128::try_from(used - before).expect("rooms are never used for a negative time");
                self.record.add(room.clinic, cells + room_cell::BUSY, micros);
                if clinic.open {
                    let open = u128::from((now - since).micros()) * u128::from(room.count);
                    self.record.add(room.clinic, cells + room_cell::OPEN, open);
                }
            }
        }
    }

    /// A stretch of recording ends: all time up to now is counted, then folded.
    pub(super) fn cut(&mut self, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        if self.model.time.calendar {
            self.end_day(calendar); // all cuts of a calendar are at midnight
        }
        for p in 0..self.world.people.len() as PersonId {
            self.settle(p, now);
            self.count_duty(p, now);
        }
        for c in 0..self.world.clinics.len() as ClinicId {
            self.count_room_time(c, now);
            self.count_open_time(c, now);
        }
        self.count_prescription_time(self.record.since(), now);
        self.note_knowledge();
        self.record.cut(now, self.model);
        let cuts = Record::cuts(&self.model.time);
        self.world.cut += 1;
        if let Some(next) = cuts.get(self.world.cut) {
            calendar.at(*next, Event::Cut);
        }
    }
}
