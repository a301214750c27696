//! Seasons and surges of demand: who would have come anyway comes as before, the others are additional.

use super::{Event, Simulation};
use crate::clinic::model::{SourceId, Times, Timing, YEAR_DAYS};
use crate::clinic::parameters::values::MessageSource;
use crate::engine::calendar::Calendar;
use crate::engine::time::{DAY, Time};

/// Sets the identities of additional cases apart from those of the others.
const SURGE_MARK: u64 = u64::MAX;

impl Simulation<'_> {
    /// The season's factor of a stream today.
    pub(super) fn season(&self, source: SourceId) -> f64 {
        self.model.sources[usize::from(source)].season.map_or(1.0, |(amplitude, peak)| {
            let day = (self.world.midnight.micros() / DAY.micros()) as f64;
            1.0 + amplitude * libm::cos(std::f64::consts::TAU * (day - peak) / YEAR_DAYS)
        })
    }

    /// The surge of demand of a stream: how many times as many come, by lever.
    pub(super) fn surge(&self, source: SourceId) -> f64 {
        if self.model.interventions.is_empty() {
            return 1.0;
        }
        let model = &self.model.sources[usize::from(source)];
        let levers = &self.world.levers[usize::from(model.clinic)];
        let of_panel = |kind: u16| self.model.messages[usize::from(kind)].source == MessageSource::Panel;
        match (&model.timing, model.message) {
            (Timing::Rate { .. }, false) => levers.visits_factor,
            (Timing::Rate { .. }, true) if of_panel(model.name) => levers.messages_factor,
            _ => 1.0,
        }
    }

    /// Schedules the next case that a surge adds to a stream: those who would come anyway come as before.
    pub(super) fn schedule_surge(&mut self, source: SourceId, from: Time, calendar: &mut Calendar<Event>) {
        let surge = self.surge(source);
        let model = &self.model.sources[usize::from(source)];
        let Timing::Rate { profile, .. } = &model.timing else { return };
        let factor =
            self.world.clinics[usize::from(model.clinic)].day_factor * self.season(source) * (surge - 1.0);
        if factor <= 0.0 {
            return;
        }
        let state = &mut self.world.sources[usize::from(source)];
        if let Some(time) = profile.next(from, |_| factor, &mut state.surge, self.world.midnight + DAY) {
            calendar.at(time, Event::ArrivesToo(source));
        }
    }

    /// A case comes that would not have come without the surge.
    pub(super) fn arrives_too(&mut self, source: SourceId, calendar: &mut Calendar<Event>) {
        let model = &self.model.sources[usize::from(source)];
        let closed = matches!(model.timing, Timing::Rate { times: Times::OpeningHours, .. })
            && !self.world.clinics[usize::from(model.clinic)].open;
        let state = &mut self.world.sources[usize::from(source)];
        let identity = model.identity.child(SURGE_MARK).child(state.surge_ordinal);
        state.surge_ordinal += 1;
        for k in 0..if closed { 0 } else { u64::from(model.batch_size) } {
            self.comes(source, if k == 0 { identity } else { identity.child(k) }, calendar);
        }
        self.schedule_surge(source, calendar.now(), calendar);
    }
}
