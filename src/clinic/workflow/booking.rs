//! Panels ask for visits: which patient asks, the search for a place in the diaries, follow-ups. What becomes of an
//! appointment stands in `appointments.rs`.
//!
//! ```text
//!  request ──▶ own clinician's diary ──▶ colleague's diary ──▶ lost
//!                      │
//!                 appointment ──▶ kept, not kept, cancelled (and asked again), moved
//! ```

use super::{Event, Simulation};
use crate::clinic::diary::{DiaryDay, What};
use crate::clinic::measures::Fact;
use crate::clinic::model::{BookableDay, DemandModel, NONE, PersonId, SourceId};
use crate::clinic::patients::Booking;
use crate::clinic::world::NO_PATIENT;
use crate::engine::calendar::Calendar;
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::{DAY, Span, Time};

const PATIENT: Purpose = Purpose::named("patient");
const WANTED: Purpose = Purpose::named("wanted");
const ACCEPTS: Purpose = Purpose::named("accepts");
pub(super) const CANCELS: Purpose = Purpose::named("cancels");
const FOLLOWS: Purpose = Purpose::named("follows");

/// An appointment on top of a full day has no unit of the grid.
pub(super) const ON_TOP: u8 = u8::MAX;
/// So often another patient of a panel is tried.
const MOST_TRIES: u32 = 1000;
/// Nobody looks further ahead than this; who finds nothing then has no clinician who works.
pub(super) const MOST_DAYS: u64 = 4_000;

/// A free place in a diary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    with: PersonId,
    day: u64,
    unit: u8,
}

impl Simulation<'_> {
    pub(super) fn demand(&self, kind: u16) -> &DemandModel {
        &self.model.panel.demand[usize::from(kind)]
    }

    /// A patient of a panel asks for a visit.
    pub(super) fn asks(&mut self, source: SourceId, identity: Identity, calendar: &mut Calendar<Event>) {
        let model = &self.model.sources[usize::from(source)];
        let patient = self.choose_patient(model.owner, identity);
        if !self.is_of_panel(model.clinic, self.world.patients[patient as usize].owner, patient) {
            return;
        }
        let days = self
            .demand(model.demand)
            .wanted_in_days
            .sample_at_least_zero(&mut self.world.seed.stream(WANTED, identity));
        let wanted = calendar.now() + Span::hours(24.0 * days);
        self.request(model.demand, patient, identity, wanted, calendar);
    }

    /// Which patient of a panel it is: those of an age band that asks more often come more often.
    pub(super) fn choose_patient(&self, owner: PersonId, identity: Identity) -> u32 {
        let (first, number) = self.model.people[usize::from(owner)].patients;
        assert!(number > 0, "only panels with patients ask");
        let mut stream = self.world.seed.stream(PATIENT, identity);
        let mut tries = 0;
        loop {
            let patient = first + ((stream.uniform() * f64::from(number)) as u32).min(number - 1);
            let age = &self.model.panel.ages[usize::from(self.world.patients[patient as usize].age)];
            tries += 1;
            // a small panel may hold nobody of a band that asks
            if age.accepted >= 1.0 || tries == MOST_TRIES || stream.uniform() < age.accepted {
                return patient;
            }
        }
    }

    /// Books a visit, or loses the request.
    pub(super) fn request(
        &mut self,
        kind: u16,
        patient: u32,
        identity: Identity,
        wanted: Time,
        calendar: &mut Calendar<Event>,
    ) {
        let now = calendar.now();
        self.world.requests.asked += 1;
        match self.find_opening(kind, patient, identity, wanted.max(now), now) {
            Some(opening) => {
                let booking = Booking {
                    identity,
                    patient,
                    kind,
                    with: opening.with,
                    wanted,
                    booked: now,
                    begins: now,
                    cancels: Time::MAX,
                    unit: 0,
                    open: true,
                };
                let id = self.store_booking(booking);
                self.place(id, opening, calendar);
                self.draw_cancellation(id, calendar);
            }
            None => self.lose_request(kind, patient, identity, calendar),
        }
    }

    /// A request is lost: it is counted, and the patient lets the clinician know.
    pub(super) fn lose_request(
        &mut self,
        kind: u16,
        patient: u32,
        identity: Identity,
        calendar: &mut Calendar<Event>,
    ) {
        self.world.requests.lost += 1;
        let owner = self.world.patients[patient as usize].owner;
        if self.demand(kind).same_day {
            self.weigh_lost_request(owner, identity);
        }
        let clinic = self.model.people[usize::from(owner)].clinic;
        if self.record.counts(calendar.now()) {
            self.record.count(clinic, Fact::Lost as u32);
        }
        let lost = self.booking_model().lost_message;
        if lost != NONE {
            let message = identity.child(Identity::named("lost request").value());
            self.send(lost, owner, message, patient, calendar);
        }
    }

    pub(super) fn booking_model(&self) -> &'_ crate::clinic::model::BookingModel {
        self.model.panel.booking.as_ref().expect("who asks for a visit has a diary to look into")
    }

    fn store_booking(&mut self, booking: Booking) -> u32 {
        match self.world.free_bookings.pop() {
            Some(id) => {
                self.world.bookings[id as usize] = booking;
                id
            }
            None => {
                self.world.bookings.push(booking);
                (self.world.bookings.len() - 1) as u32
            }
        }
    }

    /// The appointment that is taken: the own clinician's first one, a colleague's where that is too late, the best
    /// place on top of a full day for what is wanted the same day.
    pub(super) fn find_opening(
        &mut self,
        kind: u16,
        patient: u32,
        identity: Identity,
        from: Time,
        now: Time,
    ) -> Option<Opening> {
        let demand = self.demand(kind);
        let (longest, colleague_after) = (demand.longest_wait, demand.colleague_after);
        let owner = self.world.patients[patient as usize].owner;
        let first = from.micros() / DAY.micros();
        let last = first + longest.unwrap_or(MOST_DAYS);
        let own = self.first_opening(owner, kind, patient, identity, from, last, now);
        let acceptable = first + colleague_after.unwrap_or(MOST_DAYS);
        if own.is_some_and(|opening| opening.day <= acceptable) {
            return own;
        }
        let clinic = usize::from(self.model.people[usize::from(owner)].clinic);
        let mut best = own;
        for place in 0..self.model.clinics[clinic].diaries.len() {
            let colleague = self.model.clinics[clinic].diaries[place];
            // an earlier day than the best so far, or any within the longest wait
            let until = best.map_or(last, |opening| opening.day - 1);
            if colleague != owner && until >= first {
                let found = self.first_opening(colleague, kind, patient, identity, from, until, now);
                best = found.or(best);
            }
            if best.is_some_and(|opening| opening.day == first) {
                break;
            }
        }
        let today = (now.micros() / DAY.micros()) as u32;
        let free_today = self.world.patients[patient as usize].appointment != today;
        if best.is_none() && self.demand(kind).same_day && first == u64::from(today) && free_today {
            best = self.on_top(owner, now);
        }
        best
    }

    /// The first free place for a kind of visit with one clinician from a moment until a day.
    #[expect(clippy::too_many_arguments, reason = "a search is asked all of this")]
    fn first_opening(
        &mut self,
        with: PersonId,
        kind: u16,
        patient: u32,
        identity: Identity,
        from: Time,
        last: u64,
        now: Time,
    ) -> Option<Opening> {
        if !self.world.people[usize::from(with)].active {
            return None;
        }
        let (units, same_day) = (self.demand(kind).units, self.demand(kind).same_day);
        let group = &self.model.panel.groups[usize::from(self.world.patients[patient as usize].group)];
        let (from_day, today) = (from.micros() / DAY.micros(), now.micros() / DAY.micros());
        // who may use held places or places on top looks at every day, others begin where something else is free
        let every_day = self.places_on_top(with) > 0;
        let open_from = if every_day || (same_day && from_day == today) {
            from_day
        } else {
            self.world.diaries[usize::from(with)].open_from
        };
        let mut day = from_day.max(open_from);
        let mut stream = None;
        while day <= last {
            if day >= today + MOST_DAYS {
                return None;
            }
            self.open_diary(with, day);
            let grid = &self.model.people[usize::from(with)].bookable[self.model.time.roster_day(day)];
            let diary = &self.world.diaries[usize::from(with)];
            let mut free = diary.days[(day - diary.first) as usize].free;
            if day != today || !same_day {
                free &= !grid.held;
            }
            if self.is_day_full(with, day) {
                free = 0;
            }
            if day == from_day && free != 0 {
                free &= later_units(grid, from, day);
            }
            // nobody has two appointments on one day
            let taken = u64::from(self.world.patients[patient as usize].appointment) == day;
            let openings = if free == 0 || taken { 0 } else { grid.openings(free, units) };
            if openings != 0 {
                let suits = group.accepts >= 1.0
                    || stream.get_or_insert_with(|| self.world.seed.stream(ACCEPTS, identity)).uniform()
                        < group.accepts;
                if suits {
                    return Some(Opening { with, day, unit: openings.trailing_zeros() as u8 });
                }
            }
            if every_day && !taken && self.has_place_on_top(with, day, today) {
                return Some(Opening { with, day, unit: ON_TOP });
            }
            // held places are of use today only
            let open_from = self.world.diaries[usize::from(with)].open_from;
            day = if every_day { day + 1 } else { (day + 1).max(open_from) };
        }
        None
    }

    /// Whether a cap of the workload leaves no more to be booked on a day.
    pub(super) fn is_day_full(&self, with: PersonId, day: u64) -> bool {
        let model = &self.model.people[usize::from(with)];
        let cap = self.world.levers[usize::from(model.clinic)].bookable_share;
        if cap >= 1.0 {
            return false;
        }
        let grid = &model.bookable[self.model.time.roster_day(day)];
        let diary = &self.world.diaries[usize::from(with)];
        let booked = (grid.all & !diary.days[(day - diary.first) as usize].free).count_ones();
        f64::from(booked) >= cap * f64::from(grid.all.count_ones())
    }

    /// Places on top of a full day that a lever adds for somebody, of whole visits; below 0 the clinic's own become fewer.
    fn places_on_top(&self, with: PersonId) -> i32 {
        let clinic = self.model.people[usize::from(with)].clinic;
        self.world.levers[usize::from(clinic)].bookings_on_top.floor() as i32
    }

    /// Whether a later day on which somebody works has a place on top that a lever adds.
    fn has_place_on_top(&self, with: PersonId, day: u64, today: u64) -> bool {
        let diary = &self.world.diaries[usize::from(with)];
        let page = &diary.days[(day - diary.first) as usize];
        let works = !page.bookings.is_empty(); // a day of leave has no free unit and no appointment
        day > today && works && i64::from(page.overbooked) < i64::from(self.places_on_top(with))
    }

    /// A place on top of a full day today: of the own clinician, if the rule allows one more.
    fn on_top(&mut self, owner: PersonId, now: Time) -> Option<Opening> {
        let most = self.booking_model().overbooked_per_day.saturating_add_signed(self.places_on_top(owner));
        let today = now.micros() / DAY.micros();
        if most == 0 || self.world.people[usize::from(owner)].away {
            return None;
        }
        self.open_diary(owner, today);
        let grid = &self.model.people[usize::from(owner)].bookable[self.model.time.roster_day(today)];
        let diary = &self.world.diaries[usize::from(owner)];
        let day = &diary.days[(today - diary.first) as usize];
        let later = later_units(grid, now, today) & grid.all;
        // a day of leave has no free unit and no appointment
        let works = !day.bookings.is_empty();
        (works && later != 0 && day.overbooked < most).then_some(Opening {
            with: owner,
            day: today,
            unit: ON_TOP,
        })
    }

    /// Makes sure that a diary holds a day.
    pub(super) fn open_diary(&mut self, p: PersonId, day: u64) {
        loop {
            let diary = &self.world.diaries[usize::from(p)];
            let next = diary.first + diary.days.len() as u64;
            if next > day {
                return;
            }
            let away = self.model.time.is_holiday(next)
                || self.is_on_leave(p, next)
                || (self.is_free_weekday(p, next) && !self.has_stand_ins());
            let grid = &self.model.people[usize::from(p)].bookable[self.model.time.roster_day(next)];
            let free = if away { 0 } else { grid.all & !self.blocked_units(p, next) };
            self.world.diaries[usize::from(p)].days.push_back(DiaryDay { free, ..DiaryDay::default() });
        }
    }

    /// Units of a day during which a person is to be at a meeting.
    fn blocked_units(&self, p: PersonId, day: u64) -> u128 {
        let grid = &self.model.people[usize::from(p)].bookable[self.model.time.roster_day(day)];
        let unit = self.booking_model().unit.in_minutes();
        let mut blocked = 0;
        for (m, work) in self.model.scheduled.iter().enumerate().filter(|(_, work)| work.blocks_diary) {
            let at = work.days[(day % 7) as usize];
            let takes_part =
                work.sources[usize::from(p)] != NONE && (day / 7).is_multiple_of(work.every_weeks);
            if at == u32::MAX || !takes_part || !self.is_known_to_be_held(p, m as u16, day) {
                continue;
            }
            let (from, until) = (f64::from(at), f64::from(at) + work.length.in_minutes());
            for (bit, minute) in grid.minutes.iter().enumerate() {
                let begins = f64::from(*minute);
                blocked |= u128::from(begins < until && begins + unit > from) << bit;
            }
        }
        blocked
    }

    /// Whether somebody's diary of a day keeps work by the clock free: the clinic's own always; sessions of an intervention
    /// once the measured time has begun, at its clinics, on the dates on which they are planned to take place.
    fn is_known_to_be_held(&self, p: PersonId, m: u16, day: u64) -> bool {
        let Some(session) = &self.model.scheduled[usize::from(m)].session else { return true };
        let intervention = &self.model.interventions[usize::from(session.intervention)];
        let (schedule, clinic) = (&intervention.schedule, self.model.people[usize::from(p)].clinic);
        let over =
            intervention.session_weeks.is_some_and(|until| schedule.weeks(usize::from(clinic), day) >= until);
        self.world.midnight >= self.model.time.measured_from
            && !over
            && self.is_date(m, clinic, day, schedule.dose(usize::from(clinic), day))
    }

    /// Writes an appointment into a diary.
    pub(super) fn place(&mut self, id: u32, opening: Opening, calendar: &mut Calendar<Event>) {
        let booking = self.world.bookings[id as usize];
        let units = self.demand(booking.kind).units;
        let p = usize::from(opening.with);
        let grid = &self.model.people[p].bookable[self.model.time.roster_day(opening.day)];
        let midnight = Time::ZERO + Span::days(opening.day);
        let diary = &mut self.world.diaries[p];
        let day = &mut diary.days[(opening.day - diary.first) as usize];
        let minute = if opening.unit == ON_TOP {
            day.overbooked += 1;
            let later = later_units(grid, calendar.now(), opening.day) & grid.all;
            if midnight > self.world.midnight {
                // spread over the day: one after the other at a third, two thirds, a ninth … of it
                grid.minutes[nth_unit(later, spread(day.overbooked))]
            } else {
                grid.minutes[later.trailing_zeros() as usize]
            }
        } else {
            day.free &= !BookableDay::span(units, u32::from(opening.unit));
            grid.minutes[usize::from(opening.unit)]
        };
        day.bookings.push(id);
        self.skip_full_days(opening.with);
        self.world.patients[booking.patient as usize].appointment = opening.day as u32;
        let booking = &mut self.world.bookings[id as usize];
        (booking.with, booking.unit) = (opening.with, opening.unit);
        booking.begins = midnight + Span::minutes(f64::from(minute));
        if booking.cancels >= midnight {
            booking.cancels = Time::MAX; // it has been moved to an earlier day
        }
        if midnight == self.world.midnight {
            self.expect_patient(id, calendar);
        }
    }

    /// Requests that may not use held places begin their search after the days on which nothing else is free.
    fn skip_full_days(&mut self, p: PersonId) {
        let model = &self.model.people[usize::from(p)];
        let diary = &mut self.world.diaries[usize::from(p)];
        while let Some(page) = diary.days.get((diary.open_from - diary.first) as usize) {
            let held = model.bookable[self.model.time.roster_day(diary.open_from)].held;
            if page.free & !held != 0 {
                return;
            }
            diary.open_from += 1;
        }
    }

    /// Whether and when a patient will cancel is known to the patient alone, from the beginning.
    fn draw_cancellation(&mut self, id: u32, calendar: &mut Calendar<Event>) {
        let booking = self.world.bookings[id as usize];
        let (share, _) = self.booking_model().cancel;
        let midnight = Time::from_micros(booking.begins.micros() / DAY.micros() * DAY.micros());
        if share == 0.0 || midnight <= self.world.midnight {
            return;
        }
        let mut stream = self.world.seed.stream(CANCELS, booking.identity);
        if stream.uniform() < share {
            let ahead = (midnight - booking.booked).micros() as f64 * stream.uniform();
            let cancels = booking.booked + Span::rounded(ahead);
            self.world.bookings[id as usize].cancels = cancels;
            self.write(cancels, What::Cancellation, id, calendar);
        }
    }

    /// After a completed visit of a panel: visits of other kinds may follow.
    pub(super) fn book_follow_ups(
        &mut self,
        identity: Identity,
        patient: u32,
        calendar: &mut Calendar<Event>,
    ) {
        if patient == NO_PATIENT {
            return;
        }
        for kind in 0..self.model.panel.demand.len() as u16 {
            let demand = self.demand(kind);
            let Some((share, days)) = &demand.follows else { continue };
            let identity = identity.child(demand.identity.value());
            let mut stream = self.world.seed.stream(FOLLOWS, identity);
            if stream.uniform() < *share {
                let wanted = calendar.now() + Span::hours(24.0 * days.sample_at_least_zero(&mut stream));
                self.request(kind, patient, identity, wanted, calendar);
            }
        }
    }
}

/// Shares of a day at which places on top follow each other, far from each other: van der Corput's sequence in base 3.
fn spread(ordinal: u32) -> f64 {
    let (mut rest, mut digit, mut share) = (ordinal, 1.0 / 3.0, 0.0);
    while rest > 0 {
        share += f64::from(rest % 3) * digit;
        rest /= 3;
        digit /= 3.0;
    }
    share
}

/// The unit at a share of those that there are.
fn nth_unit(units: u128, share: f64) -> usize {
    let wanted = (share * f64::from(units.count_ones())) as u32;
    let mut left = units;
    for _ in 0..wanted {
        left &= left - 1;
    }
    left.trailing_zeros() as usize
}

/// The units of a day that begin at a moment or later.
fn later_units(grid: &BookableDay, from: Time, day: u64) -> u128 {
    let minute = from.since(Time::ZERO + Span::days(day)).in_minutes();
    let first = grid.minutes.partition_point(|at| f64::from(*at) < minute);
    if first >= 128 { 0 } else { u128::MAX << first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_on_top_are_spread_over_a_day() {
        let shares: Vec<f64> = (1..=4).map(spread).collect();
        assert!((shares[0] - 1.0 / 3.0).abs() < 1e-12 && (shares[1] - 2.0 / 3.0).abs() < 1e-12);
        assert!((shares[2] - 1.0 / 9.0).abs() < 1e-12 && (shares[3] - 4.0 / 9.0).abs() < 1e-12);
        assert_eq!((nth_unit(0b1011, 0.0), nth_unit(0b1011, 0.34), nth_unit(0b1011, 0.99)), (0, 1, 3));
    }
}
