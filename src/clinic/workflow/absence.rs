//! Who is there: leave, illness, people whom interventions add or take away; and who takes over meanwhile.

use super::service::at_pace;
use super::{Event, Simulation};
use crate::clinic::measures::{Cause, role_cell};
use crate::clinic::model::{Model, NONE, PersonId, PersonModel};
use crate::clinic::world::CaseId;
use crate::engine::calendar::Calendar;
use crate::engine::random::{Purpose, Seed};
use crate::engine::time::{DAY, Span, Time};

const LEAVE: Purpose = Purpose::named("leave");
const ILL: Purpose = Purpose::named("ill");
/// Weeks of a year of leave.
const LEAVE_YEAR_WEEKS: u64 = 52;
/// Days of leave that are a whole week.
const WEEK_WORK_DAYS: f64 = 5.0;

/// Whether a person is on leave on a day: whole weeks of a year, drawn without replacement, then single days.
fn on_leave(person: &PersonModel, seed: Seed, day: u64) -> bool {
    if person.leave_days == 0.0 {
        return false;
    }
    let (week, weekday) = (day / 7, day % 7);
    let (year, week) = (week / LEAVE_YEAR_WEEKS, week % LEAVE_YEAR_WEEKS);
    let mut stream = seed.stream(LEAVE, person.identity.child(year));
    let draws: [u64; LEAVE_YEAR_WEEKS as usize] = std::array::from_fn(|_| stream.next_u64());
    let own = draws[week as usize];
    let before = draws.iter().enumerate().filter(|(k, draw)| (**draw, *k as u64) < (own, week)).count();
    let whole = (person.leave_days / WEEK_WORK_DAYS).floor();
    let rest = person.leave_days - whole * WEEK_WORK_DAYS;
    (before as f64) < whole || (before as f64 == whole && (weekday as f64) < rest.round())
}

/// Whether somebody is part of the staff while a lever adds so many people of their role.
fn is_active(person: &PersonModel, added: f64) -> bool {
    let added = (added + 1e-9).floor();
    match person.reserve {
        number if number > 0 => f64::from(number) <= added,
        number => added + f64::from(-number) > 0.0,
    }
}

impl Simulation<'_> {
    /// Whether a person is on leave on a day of the run.
    pub(super) fn is_on_leave(&self, p: PersonId, day: u64) -> bool {
        on_leave(&self.model.people[usize::from(p)], self.world.seed, day)
    }

    /// A day begins: who is part of the staff, and who is away.
    pub(super) fn draw_absences(&mut self, day: u64) {
        let roster_day = self.model.time.roster_day(day);
        for p in 0..self.model.people.len() {
            let model = &self.model.people[p];
            let added = self.world.levers[usize::from(model.clinic)].people[usize::from(model.role)];
            let active = is_active(model, added);
            let rostered = !model.windows[roster_day].is_empty() && !self.model.time.is_holiday(day);
            let ill = || {
                rostered
                    && model.sick_share > 0.0
                    && self.world.seed.stream(ILL, model.identity.child(day)).uniform() < model.sick_share
            };
            let away = !active || on_leave(model, self.world.seed, day) || ill();
            if away && active && rostered && self.record.counts(self.world.midnight) {
                let minutes: u32 = model.windows[roster_day].iter().map(|(from, until)| until - from).sum();
                let cell = self.model.layout.role(model.role) + role_cell::PAID_ABSENCE;
                self.record.note(model.clinic, cell, Span::minutes(f64::from(minutes)));
            }
            let person = &mut self.world.people[p];
            (person.active, person.away) = (active, away);
        }
    }

    /// Whether somebody is expected at work today.
    fn works_today(&self, p: PersonId) -> bool {
        let day = self.world.midnight.micros() / DAY.micros();
        let windows = &self.model.people[usize::from(p)].windows[self.model.time.roster_day(day)];
        !self.world.people[usize::from(p)].away && !windows.is_empty()
    }

    /// Who takes over a piece of work of a person: somebody of their cover at work today, of their team if possible;
    /// which of them, the piece of work decides.
    fn covered_by(&self, p: PersonId, key: u64) -> Option<PersonId> {
        let model = &self.model.people[usize::from(p)];
        let team = model.team;
        let at_work = |q: &PersonId| self.works_today(*q);
        let own_team = |q: &PersonId| self.model.people[usize::from(*q)].team == team;
        let count =
            |own: bool| model.cover.iter().filter(|q| at_work(q) && (!own || own_team(q))).count() as u64;
        let teams = self.model.clinics[usize::from(model.clinic)].teams && count(true) > 0;
        let number = count(teams);
        if number == 0 {
            return None;
        }
        let mut able = model.cover.iter().filter(|q| at_work(q) && (!teams || own_team(q)));
        able.nth((key % number) as usize).copied()
    }

    /// The person who takes a message of somebody at their step: they themselves, or who covers them while away.
    pub(super) fn taker_of(&mut self, id: CaseId, owner: PersonId) -> PersonId {
        let person = &self.world.people[usize::from(owner)];
        if !person.away || self.model.people[usize::from(owner)].cover.is_empty() {
            return owner;
        }
        let case = &self.world.cases[id as usize];
        let (step, clinic, key) = (case.step, case.clinic, case.identity.value());
        match self.covered_by(owner, key) {
            Some(cover) if self.own_line(step, clinic, cover) != NONE => {
                self.note_moved(id, owner, cover, Cause::Absence);
                cover
            }
            _ => owner,
        }
    }

    /// Work moves from one person to another.
    fn note_moved(&mut self, id: CaseId, giver: PersonId, receiver: PersonId, cause: Cause) {
        let case = &self.world.cases[id as usize];
        if self.record.counts(self.world.midnight) {
            let (from, to) =
                (&self.model.people[usize::from(giver)], &self.model.people[usize::from(receiver)]);
            let cell = self.model.layout.moved(cause, from.role, to.role);
            let work = at_pace(case.work, to.speed);
            self.record.note(case.clinic, cell, work);
        }
    }

    /// A day begins: messages that are due and whose person is away, or that are more than a person can take, go to
    /// the cover.
    pub(super) fn hand_over(&mut self, calendar: &mut Calendar<Event>) {
        for p in 0..self.model.people.len() as PersonId {
            let model = &self.model.people[usize::from(p)];
            let away = self.world.people[usize::from(p)].away;
            if model.cover.is_empty() || (!away && model.overload.is_none()) {
                continue;
            }
            let (kept, cause) = match model.overload {
                _ if away => (Span::ZERO, Cause::Absence),
                Some(limit) => (limit, Cause::Overload),
                None => continue,
            };
            let mut moving = std::mem::take(&mut self.world.scratch);
            self.list_overdue(p, kept, &mut moving);
            for id in moving.drain(..) {
                self.move_message(id, p, cause, calendar);
            }
            self.world.scratch = moving;
        }
    }

    /// Messages in a person's own lines that will be due by the end of the day, beyond so much work.
    fn list_overdue(&self, p: PersonId, kept: Span, list: &mut Vec<CaseId>) {
        let end = self.world.midnight + DAY;
        let mut sum = Span::ZERO;
        for &line in &self.model.people[usize::from(p)].leads {
            if self.model.lines[usize::from(line)].only_leader != Some(p) {
                continue;
            }
            for (_, id) in self.world.lines[usize::from(line)].iter() {
                if self.is_due(id, end) {
                    sum += self.world.cases[id as usize].work;
                    if sum > kept {
                        list.push(id);
                    }
                }
            }
        }
    }

    /// Whether an open message is due before a time.
    pub(super) fn is_due(&self, id: CaseId, before: Time) -> bool {
        let case = &self.world.cases[id as usize];
        if !case.message {
            return false;
        }
        let source = &self.model.sources[usize::from(case.source)];
        source.due_hours.is_some_and(|hours| case.arrived + Span::hours(hours) <= before)
    }

    fn move_message(&mut self, id: CaseId, giver: PersonId, cause: Cause, calendar: &mut Calendar<Event>) {
        let case = &self.world.cases[id as usize];
        let (step, clinic, key, line, rank) =
            (case.step, case.clinic, case.identity.value(), case.line, case.rank);
        let Some(cover) = self.covered_by(giver, key) else { return };
        let to = self.own_line(step, clinic, cover);
        if to == NONE || to == line {
            return;
        }
        let taken = self.world.lines[usize::from(line)].remove(rank);
        assert_eq!(taken, Some(id), "a message that waits stands in its line");
        self.note_moved(id, giver, cover, cause);
        self.world.cases[id as usize].line = to;
        self.world.lines[usize::from(to)].push(rank, id);
        if self.world.is_free(cover) {
            self.look_for_work(cover, calendar);
        }
    }
}

/// Weights of the windows at home of one person: those of the role, each by a factor of the person's own.
pub fn home_mix(model: &Model, seed: Seed, person: &PersonModel) -> [f64; 3] {
    const MIX: Purpose = Purpose::named("windows at home");
    let day = &model.roles[usize::from(person.role)].day;
    let mut stream = seed.stream(MIX, person.identity);
    day.home.map(|window| {
        let factor = match crate::engine::distribution::Distribution::gamma(1.0, day.mix_cv) {
            Ok(factor) if day.mix_cv > 0.0 => factor.sample(&mut stream),
            _ => 1.0,
        };
        window.map_or(0.0, |window| window.weight * factor)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(reserve: i32) -> PersonModel {
        PersonModel {
            name: String::new(),
            identity: crate::engine::random::Identity::named("somebody"),
            clinic: 0,
            role: 0,
            fte: 1.0,
            speed: 1.0,
            windows: Vec::new(),
            leads: Vec::new(),
            helps: Vec::new(),
            serves: Vec::new(),
            team: 0,
            reserve,
            leave_days: 33.0,
            sick_share: 0.0,
            cover: Vec::new(),
            overload: None,
            supervision: NONE,
            patients: (0, 0),
            bookable: Vec::new(),
        }
    }

    #[test]
    fn leave_is_as_long_as_it_says_in_every_year() {
        let somebody = person(0);
        for seed in 0..20 {
            let seed = Seed::new(seed, 0);
            for year in 0..3 {
                let days = (0..364).filter(|day| day % 7 < 5 && on_leave(&somebody, seed, year * 364 + day));
                assert_eq!(days.count(), 33);
            }
        }
    }

    #[test]
    fn whole_people_come_and_the_last_go_first() {
        let active = |reserve, added| is_active(&person(reserve), added);
        assert_eq!(
            [active(1, 0.0), active(1, 0.99), active(1, 1.0), active(2, 1.5)],
            [false, false, true, false]
        );
        assert_eq!([active(-1, 0.0), active(-1, -0.5), active(-1, -1.0)], [true, false, false]);
        assert_eq!([active(-2, -1.0), active(-2, -2.0), active(-2, 3.0)], [true, false, true]);
    }
}
