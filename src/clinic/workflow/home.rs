//! Work at home: evenings, early mornings, weekends. Pieces of work from the same lines as by day, taken up by the
//! same people; nothing is computed from a backlog. What is left and due decides how long somebody means to work.

use super::{Event, Simulation};
use crate::clinic::diary::What;
use crate::clinic::model::{Home, PersonId};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::world::NO_CASE;
use crate::engine::calendar::Calendar;
use crate::engine::time::{DAY, Span, Time};

/// The windows, by index.
const WINDOWS: [Home; 3] = [Home::Evening, Home::EarlyMorning, Home::Weekend];

impl Simulation<'_> {
    /// A day begins: who may work at home today, and when.
    pub(super) fn plan_home(&mut self, day: u64, calendar: &mut Calendar<Event>) {
        let weekend = day % 7 >= 5;
        let holiday = self.model.time.is_holiday(day);
        let roster_day = self.model.time.roster_day(day);
        for p in 0..self.model.people.len() {
            let model = &self.model.people[p];
            let windows = &self.model.roles[usize::from(model.role)].day.home;
            if windows.iter().all(Option::is_none) || self.world.people[p].away {
                continue;
            }
            let works = !model.windows[roster_day].is_empty() && !holiday;
            for (w, window) in windows.iter().enumerate() {
                let today = match WINDOWS[w] {
                    Home::Evening | Home::EarlyMorning => works,
                    Home::Weekend => weekend && !works,
                };
                if let Some(window) = window.filter(|_| today && self.world.people[p].mix[w] > 0.0) {
                    let at = self.world.midnight + Span::minutes(f64::from(window.from));
                    self.write(at, What::LogsOn, (p * WINDOWS.len() + w) as u32, calendar);
                }
            }
        }
    }

    /// Somebody looks, at home, at what is left: notes, and messages that are due soon. They mean to do
    /// as much of it now as their habit gives to this window, of the windows still to come.
    pub(super) fn logs_on(&mut self, id: u32, calendar: &mut Calendar<Event>) {
        let (p, w) = ((id as usize / WINDOWS.len()) as PersonId, id as usize % WINDOWS.len());
        let person = &self.world.people[usize::from(p)];
        if person.present || person.case != NO_CASE {
            return; // still, or already, at work
        }
        let model = &self.model.people[usize::from(p)];
        let day = &self.model.roles[usize::from(model.role)].day;
        let Some(window) = day.home[w] else { return };
        // what is not done in the evening may be done in the early morning, and at last at the weekend
        let still: f64 = person.mix[w..].iter().sum();
        let left = self.work_left(p, calendar.now());
        let meant = Span::rounded(left.micros() as f64 * person.mix[w] / still).min(window.most);
        if meant < day.home_least {
            return;
        }
        let until = self.world.midnight + Span::minutes(f64::from(window.until));
        let person = &mut self.world.people[usize::from(p)];
        person.home = Some((WINDOWS[w], until, meant));
        (person.present, person.own_only, person.idle_since) = (true, true, calendar.now());
        self.look_for_work(p, calendar);
    }

    /// Work of a person's own that should not be left: all papers, and messages due soon (by default before the next noon).
    fn work_left(&self, p: PersonId, now: Time) -> Span {
        let model = &self.model.people[usize::from(p)];
        let due = self.model.roles[usize::from(model.role)].day.home_due;
        let until = Time::from_micros(now.micros() / DAY.micros() * DAY.micros()) + due;
        let mut sum = Span::ZERO;
        for &line in &model.leads {
            if self.model.lines[usize::from(line)].only_leader != Some(p) {
                continue;
            }
            for (_, id) in self.world.lines[usize::from(line)].iter() {
                let case = &self.world.cases[id as usize];
                let paper = !case.message && !case.patient;
                let class = self.model.steps[usize::from(case.step)].class;
                if (paper && class != TaskClass::Meeting) || self.is_due(id, until) {
                    sum += super::service::at_pace(case.work, self.pace(p));
                }
            }
        }
        sum
    }

    /// Whether somebody at home takes up another piece of work.
    pub(super) fn goes_on_at_home(&self, p: PersonId, now: Time) -> bool {
        let person = &self.world.people[usize::from(p)];
        person.home.is_some_and(|(_, until, left)| left > Span::ZERO && now < until)
    }

    /// Work at home was done for some time.
    pub(super) fn worked_at_home(&mut self, p: PersonId, span: Span) {
        if let Some((_, _, left)) = &mut self.world.people[usize::from(p)].home {
            *left = Span::from_micros(left.micros().saturating_sub(span.micros()));
        }
    }
}
