//! Appointments: kept, not kept, cancelled, moved because somebody is away.

use super::booking::{CANCELS, MOST_DAYS, ON_TOP};
use super::{Event, Simulation};
use crate::clinic::diary::What;
use crate::clinic::measures::{Fact, Spread};
use crate::clinic::model::{BookableDay, NONE, PersonId};
use crate::clinic::patients::Booking;
use crate::engine::calendar::Calendar;
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::{DAY, Span, Time};

const NO_SHOW: Purpose = Purpose::named("no-show");
const BY_VIDEO: Purpose = Purpose::named("by video");
const PUNCTUALITY: Purpose = Purpose::named("punctuality");
/// The latest minute at which a patient comes, so that nobody comes tomorrow.
const LAST_MINUTE: f64 = 1439.0;

impl Simulation<'_> {
    /// A patient cancels; some ask again. An appointment may have been moved to an earlier day meanwhile, or lost.
    pub(super) fn cancels(&mut self, id: u32, calendar: &mut Calendar<Event>) {
        let booking = self.world.bookings[id as usize];
        let ahead = booking.begins >= self.world.midnight + DAY;
        if !booking.open || !ahead || booking.cancels != calendar.now() {
            return;
        }
        self.world.requests.cancelled += 1;
        self.leave_diary(id);
        self.free_booking(id);
        self.rebooking_work(booking.with, booking.identity, calendar);
        let (_, again) = self.booking_model().cancel;
        let identity = booking.identity.child(1);
        if self.world.seed.stream(CANCELS, identity).uniform() < again {
            self.request(
                booking.kind,
                booking.patient,
                identity,
                booking.wanted.max(calendar.now()),
                calendar,
            );
        }
    }

    /// Takes an appointment out of its diary.
    fn leave_diary(&mut self, id: u32) {
        let booking = self.world.bookings[id as usize];
        let units = self.demand(booking.kind).units;
        let day = booking.begins.micros() / DAY.micros();
        let diary = &mut self.world.diaries[usize::from(booking.with)];
        let page = &mut diary.days[(day - diary.first) as usize];
        let place = page.bookings.iter().position(|other| *other == id);
        page.bookings.remove(place.expect("an open appointment stands in its diary"));
        if booking.unit == ON_TOP {
            page.overbooked -= 1;
        } else {
            page.free |= BookableDay::span(units, u32::from(booking.unit));
            diary.open_from = diary.open_from.min(day);
        }
    }

    pub(super) fn free_booking(&mut self, id: u32) {
        assert!(self.world.bookings[id as usize].open, "an appointment ends once");
        self.world.bookings[id as usize].open = false;
        self.world.free_bookings.push(id);
    }

    /// Moving an appointment is work of the desk.
    fn rebooking_work(&mut self, with: PersonId, identity: Identity, calendar: &mut Calendar<Event>) {
        let pathway = self.booking_model().rebooking;
        if pathway != NONE {
            let day = self.world.midnight.micros() / DAY.micros();
            let paper = identity.child(Identity::named("rebooking").value()).child(day);
            self.make_paper(pathway, with, paper, calendar);
        }
    }

    /// A day begins: diaries turn, those at work expect their patients, then who is away has theirs moved.
    pub(super) fn turn_diaries(&mut self, day: u64, calendar: &mut Calendar<Event>) {
        let mut away = Vec::new();
        for c in 0..self.model.clinics.len() {
            for place in 0..self.model.clinics[c].diaries.len() {
                let p = self.model.clinics[c].diaries[place];
                let diary = &mut self.world.diaries[usize::from(p)];
                while diary.first < day {
                    diary.days.pop_front();
                    diary.first += 1;
                }
                diary.open_from = diary.open_from.max(day);
                self.open_diary(p, day);
                let person = &self.world.people[usize::from(p)];
                if person.away || !person.active {
                    // nobody is moved to somebody who is away as well
                    self.world.diaries[usize::from(p)].days[0].free = 0;
                    away.push(p);
                } else {
                    let expected = self.world.diaries[usize::from(p)].days[0].bookings.clone();
                    expected.into_iter().for_each(|id| self.expect_patient(id, calendar));
                }
            }
        }
        for p in away {
            match self.world.people[usize::from(p)].active {
                true => self.move_day(p, 0, calendar),
                false => self.move_all(p, calendar),
            }
        }
    }

    /// All appointments of somebody who has left are moved to others.
    fn move_all(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        for page in 0..self.world.diaries[usize::from(p)].days.len() {
            self.move_day(p, page, calendar);
        }
        // whoever comes back begins with empty pages
        let diary = &mut self.world.diaries[usize::from(p)];
        diary.days.truncate(1);
        diary.open_from = diary.first;
    }

    /// The appointments of one day of somebody who is away are moved: the patients are asked to come another time.
    pub(super) fn move_day(&mut self, p: PersonId, page: usize, calendar: &mut Calendar<Event>) {
        let moved = std::mem::take(&mut self.world.diaries[usize::from(p)].days[page].bookings);
        self.world.diaries[usize::from(p)].days[page].free = 0;
        for id in moved {
            let booking = self.world.bookings[id as usize];
            self.rebooking_work(booking.with, booking.identity, calendar);
            let (now, from) = (calendar.now(), calendar.now().max(booking.wanted));
            match self.find_opening(booking.kind, booking.patient, booking.identity, from, now) {
                Some(opening) => self.place(id, opening, calendar),
                None => {
                    self.free_booking(id);
                    self.lose_request(booking.kind, booking.patient, booking.identity, calendar);
                }
            }
        }
    }

    /// Today's patient: comes at about the booked time, or does not.
    pub(super) fn expect_patient(&mut self, id: u32, calendar: &mut Calendar<Event>) {
        let booking = self.world.bookings[id as usize];
        let source = self.demand(booking.kind).sources[usize::from(booking.with)];
        let clinic = self.model.sources[usize::from(source)].clinic;
        let wait = booking.begins.since(booking.wanted);
        if self.record.counts(booking.begins) {
            self.record.count(clinic, Fact::Appointments as u32);
            self.record.spread(clinic, Fact::AccessWait, Spread::AccessWait, wait);
            let group = self.world.patients[booking.patient as usize].group;
            self.record.note(clinic, self.model.layout.group(u16::from(group)), wait);
        }
        if self.does_not_come(&booking) {
            self.world.requests.no_show += 1;
            if self.record.counts(booking.begins) {
                self.record.count(clinic, Fact::NoShow as u32);
            }
            self.free_booking(id);
            return;
        }
        let late = self
            .booking_model()
            .punctuality_minutes
            .sample(&mut self.world.seed.stream(PUNCTUALITY, booking.identity));
        let roster_day = self.model.time.roster_day(self.world.midnight.micros() / DAY.micros());
        let opens = self.model.clinics[usize::from(clinic)].open[roster_day].map_or(0, |hours| hours.opens);
        let minute = (booking.begins - self.world.midnight).in_minutes() + late;
        let minute = minute.max(f64::from(opens)).min(LAST_MINUTE);
        let comes = (self.world.midnight + Span::minutes(minute)).max(calendar.now());
        self.write(comes, What::Appointment, id, calendar);
    }

    /// Log odds of not coming: those at once, more with the days ahead and the group.
    fn does_not_come(&self, booking: &Booking) -> bool {
        let model = self.booking_model();
        let Some(at_once) = model.no_show_log_odds else { return false };
        let days = booking.begins.since(booking.booked).in_hours() / 24.0;
        let group = self.world.patients[booking.patient as usize].group;
        let odds = libm::exp(
            at_once
                + model.no_show_slope * libm::log(1.0 + days)
                + self.model.panel.groups[usize::from(group)].no_show_log_odds,
        );
        self.world.seed.stream(NO_SHOW, booking.identity).uniform() < odds / (1.0 + odds)
    }

    /// A booked patient comes.
    pub(super) fn keeps_booking(&mut self, id: u32, calendar: &mut Calendar<Event>) {
        let booking = self.world.bookings[id as usize];
        self.world.requests.kept += 1;
        self.free_booking(id);
        let demand = self.demand(booking.kind);
        let (source, units) = (demand.sources[usize::from(booking.with)], demand.units);
        let clinic = self.model.sources[usize::from(source)].clinic;
        if self.record.counts(calendar.now()) {
            self.record.count(clinic, Fact::PanelVisits as u32);
            if self.world.patients[booking.patient as usize].owner == booking.with {
                self.record.count(clinic, Fact::OwnVisits as u32);
            }
        }
        match self.by_video(&booking) {
            Some(pathway) => {
                self.admit_by_video(source, booking.identity, booking.patient, units, pathway, calendar);
            }
            None => self.admit_patient(source, booking.identity, booking.patient, units, calendar),
        }
    }

    /// The way of a video visit, if an appointment in the first or the last hour of a person's day is held so. The visit at
    /// which medicines are reviewed never is: somebody has to be examined.
    fn by_video(&mut self, booking: &Booking) -> Option<u16> {
        let person = &self.model.people[usize::from(booking.with)];
        let route = self.world.levers[usize::from(person.clinic)].virtual_ends?;
        let windows = &person.windows[self.model.time.roster_day(self.day())];
        let (first, last) = (windows.first()?.0, windows.last()?.1);
        let minute = (booking.begins.since(self.world.midnight)).in_minutes();
        let at_an_end = minute < f64::from(first) + 60.0 || minute >= f64::from(last) - 60.0;
        let suits = || self.world.seed.stream(BY_VIDEO, booking.identity).uniform() < route.share;
        let by_video = at_an_end && !self.demand(booking.kind).reviews_medicines && suits();
        let ends = &mut self.world.people[usize::from(booking.with)].ends;
        *ends = [ends[0] + u32::from(at_an_end), ends[1] + u32::from(by_video)];
        by_video.then_some(route.pathway)
    }

    /// At opening: days until the third next free appointment of every clinician at work.
    pub(super) fn note_third_next(&mut self, clinic: u16, now: Time) {
        if !self.record.counts(now) || self.model.panel.booking.is_none() {
            return;
        }
        let shortest = self.booking_model().shortest;
        let today = now.micros() / DAY.micros();
        for place in 0..self.model.clinics[usize::from(clinic)].diaries.len() {
            let p = self.model.clinics[usize::from(clinic)].diaries[place];
            let person = &self.world.people[usize::from(p)];
            let works =
                !self.model.people[usize::from(p)].windows[self.model.time.roster_day(today)].is_empty();
            if !works || person.away || !person.active {
                continue;
            }
            let mut left = 3;
            let mut day = self.world.diaries[usize::from(p)].open_from.max(today);
            while day < today + MOST_DAYS {
                self.open_diary(p, day);
                let grid = &self.model.people[usize::from(p)].bookable[self.model.time.roster_day(day)];
                let diary = &self.world.diaries[usize::from(p)];
                let mut free = diary.days[(day - diary.first) as usize].free & !grid.held;
                if self.is_day_full(p, day) {
                    free = 0;
                }
                while left > 0 {
                    let openings = grid.openings(free, shortest);
                    if openings == 0 {
                        break;
                    }
                    left -= 1;
                    free &= !BookableDay::span(shortest, openings.trailing_zeros());
                }
                if left == 0 {
                    break;
                }
                day += 1;
            }
            if left == 0 {
                self.record.note(clinic, Fact::ThirdNext as u32, Span::days(day - today));
            }
        }
    }

    /// Appointments that are still to come.
    pub(super) fn open_bookings(&self) -> u64 {
        self.world.bookings.iter().filter(|booking| booking.open).count() as u64
    }
}
