//! Streams with slots: who is booked today, and when they come.

use super::arrival::Subject;
use super::{Event, Simulation};
use crate::clinic::model::{SourceId, Timing};
use crate::engine::calendar::Calendar;
use crate::engine::random::Purpose;
use crate::engine::time::{DAY, Span, Time};

const BOOKED: Purpose = Purpose::named("booked");
const NO_SHOW: Purpose = Purpose::named("no-show");
const PUNCTUALITY: Purpose = Purpose::named("punctuality");

impl Simulation<'_> {
    /// Draws today's booked patients of a stream and when they come.
    pub(super) fn book_today(&mut self, source: SourceId, day: u64, calendar: &mut Calendar<Event>) {
        let model = &self.model.sources[usize::from(source)];
        let Timing::Slots { slots, booked_share, no_show_share, punctuality_minutes } = &model.timing else {
            return;
        };
        let weekday = self.model.time.roster_day(day);
        let seed = self.world.seed;
        let opening =
            self.model.clinics[usize::from(model.clinic)].open[weekday].map_or(0, |hours| hours.opens);
        let state = &mut self.world.sources[usize::from(source)];
        let last_moment = Time::from_micros((self.world.midnight + DAY).micros() - 1);
        state.today.clear();
        state.next = 0;
        for minute in &slots[weekday] {
            // by the time of the slot: other slots, added or dropped, move nobody
            let slot = day * 1_000_000 + (minute * 100.0) as u64;
            let identity = model.identity.child(slot);
            let drawn_below = |purpose, share: f64| {
                share > 0.0 && (share >= 1.0 || seed.stream(purpose, identity).uniform() < share)
            };
            if !drawn_below(BOOKED, *booked_share) || drawn_below(NO_SHOW, *no_show_share) {
                continue;
            }
            let late = punctuality_minutes.sample(&mut seed.stream(PUNCTUALITY, identity));
            let minute = (minute + late).max(f64::from(opening));
            let time = self.world.midnight + Span::minutes(minute);
            state.today.push((time.min(last_moment), slot));
        }
        state.today.sort_unstable();
        if let Some((time, _)) = state.today.first() {
            calendar.at(*time, Event::KeepsAppointment(source));
        }
    }

    /// The next booked patient of a stream comes.
    pub(super) fn keeps_appointment(&mut self, source: SourceId, calendar: &mut Calendar<Event>) {
        let state = &mut self.world.sources[usize::from(source)];
        let (_, slot) = state.today[state.next];
        state.next += 1;
        if let Some((time, _)) = state.today.get(state.next) {
            calendar.at(*time, Event::KeepsAppointment(source));
        }
        let identity = self.model.sources[usize::from(source)].identity.child(slot);
        self.admit(source, identity, Subject::of_nobody(), calendar);
    }
}
