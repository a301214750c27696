//! Work at home: evenings, early mornings, weekends. Pieces of work from the same lines as by day, taken up by the
//! same people; nothing is computed from a backlog. What is left and due decides how long somebody means to work.

use super::{Event, Simulation};
use crate::clinic::diary::What;
use crate::clinic::model::{Home, PersonId, WHOLE};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::science::organization::{Gaming, gaming};
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
        let mut meant = Span::rounded(left.micros() as f64 * person.mix[w] / still).min(window.most);
        let gaming = self.gaming_of(p, WINDOWS[w]);
        if gaming.put_off > 0.0 {
            meant = Span::rounded(meant.micros() as f64 * (1.0 - gaming.put_off));
            self.put_off_notes(p, gaming.put_off);
        }
        if meant < day.home_least {
            return;
        }
        let off_log = (gaming.off_log * f64::from(WHOLE)).round() as u32;
        let until = self.world.midnight + Span::minutes(f64::from(window.until));
        let person = &mut self.world.people[usize::from(p)];
        person.home = Some((WINDOWS[w], until, meant));
        person.off_log = off_log;
        (person.present, person.own_only, person.idle_since) = (true, true, calendar.now());
        self.look_for_work(p, calendar);
    }

    /// What stakes on the metric do to somebody's work at home: it shows evenings and weekends, not early mornings.
    fn gaming_of(&self, p: PersonId, window: Home) -> Gaming {
        let clinic = usize::from(self.model.people[usize::from(p)].clinic);
        let levers = &self.world.levers[clinic];
        if levers.incentive_stakes == 0.0 || window == Home::EarlyMorning {
            return Gaming::default();
        }
        gaming(levers.incentive_stakes, levers.linked_measures, &self.model.organization.incentives)
    }

    /// Notes that somebody puts off cost finding back into them, and some of their text, as far as they are put off.
    fn put_off_notes(&mut self, p: PersonId, share: f64) {
        let clinic = usize::from(self.model.people[usize::from(p)].clinic);
        let of = &self.model.organization.incentives;
        let levers = &self.world.levers[clinic];
        let left_out = gaming(levers.incentive_stakes, levers.linked_measures, of).left_out;
        let left_out = left_out * share; // of the notes that are put off, as a share of all
        let factor = (1.0 + of.rework_share * share) * (1.0 - left_out);
        for place in 0..self.model.people[usize::from(p)].leads.len() {
            let line = self.model.people[usize::from(p)].leads[place];
            if self.model.lines[usize::from(line)].only_leader != Some(p) {
                continue;
            }
            let waiting: Vec<u32> = self.world.lines[usize::from(line)].iter().map(|(_, id)| id).collect();
            for id in waiting {
                let case = &mut self.world.cases[id as usize];
                if self.model.steps[usize::from(case.step)].clinicians_note && !case.message && !case.resumed
                {
                    // the text that is left out is so once, however often it is put off
                    let again = if case.put_off { 1.0 + of.rework_share * share } else { factor };
                    case.work = Span::rounded(case.work.micros() as f64 * again);
                    case.left_out = (left_out * f64::from(WHOLE)).round() as u32;
                    case.put_off = true;
                }
            }
        }
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
