//! Who is there: leave, illness, people whom interventions add or take away; and who takes over meanwhile.

use super::service::at_pace;
use super::{Event, Simulation};
use crate::clinic::measures::{Cause, role_cell};
use crate::clinic::model::{Model, NONE, PersonId, PersonModel};
use crate::clinic::science::feedback::absence_probability;
use crate::clinic::trace::Fate;
use crate::clinic::world::CaseId;
use crate::engine::calendar::Calendar;
use crate::engine::line::Rank;
use crate::engine::random::{Purpose, Seed};
use crate::engine::time::{DAY, Span, Time};

const LEAVE: Purpose = Purpose::named("leave");
const ILL: Purpose = Purpose::named("ill");
/// Weeks of a year of leave.
const LEAVE_YEAR_WEEKS: u64 = 52;
/// Days of leave that are a whole week.
const WEEK_WORK_DAYS: f64 = 5.0;

/// Whether a person is on leave on a day: whole weeks of a year, drawn without replacement, then single days.
pub fn on_leave(person: &PersonModel, seed: Seed, day: u64) -> bool {
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
        !self.has_stand_ins() && on_leave(&self.model.people[usize::from(p)], self.world.seed, day)
    }

    /// A day begins: who is part of the staff, and who is away.
    pub(super) fn draw_absences(&mut self, day: u64) {
        let roster_day = self.model.time.roster_day(day);
        for p in 0..self.model.people.len() {
            let model = &self.model.people[p];
            let added = self.world.levers[usize::from(model.clinic)].people[usize::from(model.role)];
            let employed = is_active(model, added);
            let active = employed && !self.is_vacant(p, day);
            let rostered = employed
                && !model.windows[roster_day].is_empty()
                && !self.model.time.is_holiday(day)
                && !self.is_free_weekday(p as PersonId, day);
            let ill = || {
                rostered
                    && model.sick_share > 0.0
                    && self.world.seed.stream(ILL, model.identity.child(day)).uniform() < self.sick_share(p)
            };
            let free = self.is_free_weekday(p as PersonId, day);
            let away = !active || free || on_leave(model, self.world.seed, day) || ill();
            // locums are paid for the hours that they are there
            let paid = away && active && rostered && !self.is_locum(p as PersonId);
            if paid && self.record.counts(self.world.midnight) {
                let minutes: u32 = model.windows[roster_day].iter().map(|(from, until)| until - from).sum();
                let cell = self.model.layout.role(model.role) + role_cell::PAID_ABSENCE;
                self.record.note(model.clinic, cell, Span::minutes(f64::from(minutes)));
            }
            let stands_in = employed && self.has_stand_ins();
            let person = &mut self.world.people[p];
            (person.active, person.away) = (active, away && !stands_in);
            self.see_off(p, day, employed, rostered, away);
        }
        self.count_colleagues();
    }

    /// Whether a stand-in from outside does the work of everybody who is away, so that no colleague has to.
    pub(super) fn has_stand_ins(&self) -> bool {
        self.settings().is_some_and(|settings| !settings.theories.workload_redistribution)
    }

    /// What a morning says of somebody's day: away or not, on the roster or not; people whom a lever brings begin.
    fn see_off(&mut self, p: usize, day: u64, employed: bool, rostered: bool, away: bool) {
        if self.world.population.is_plain() {
            return;
        }
        let model = &self.model.people[p];
        let member = &mut self.world.population.members[p];
        if member.employment.vacancy.is_none() && member.there != employed {
            match employed {
                true => self.world.population.begin(self.model, self.world.seed, p, day),
                false => member.there = false,
            }
        }
        let windows = &model.windows[self.model.time.roster_day(day)];
        let minutes: u32 = windows.iter().map(|(from, until)| until - from).sum();
        let today = &mut self.world.population.today[p];
        today.away = away;
        today.rostered = if rostered { u64::from(minutes) * 60_000_000 } else { 0 };
    }

    /// Probability that somebody is ill on a day of their roster.
    fn sick_share(&self, p: usize) -> f64 {
        let usual = self.model.people[p].sick_share;
        match (self.settings(), self.world.population.members.get(p)) {
            (Some(settings), Some(member)) if member.there => absence_probability(
                usual,
                member.state.z_exhaustion(settings),
                settings.feedback.absence_per_sd,
            ),
            _ => usual,
        }
    }

    /// How many others of a clinic are rostered today, and how many of them are there, for each of its people.
    fn count_colleagues(&mut self) {
        if self.world.population.is_plain() {
            return;
        }
        for clinic in &self.model.clinics {
            let today = &mut self.world.population.today;
            let (mut rostered, mut there) = (0, 0);
            // whom somebody stands in for is there for the others
            let is_there = |p: &PersonId| !self.world.people[usize::from(*p)].away;
            for p in &clinic.staff {
                let exposure = &today[usize::from(*p)];
                rostered += u16::from(exposure.rostered > 0);
                there += u16::from(exposure.rostered > 0 && is_there(p));
            }
            for p in &clinic.staff {
                let exposure = &mut today[usize::from(*p)];
                let own = exposure.rostered > 0;
                exposure.colleagues = rostered - u16::from(own);
                exposure.colleagues_there = there - u16::from(own && is_there(p));
            }
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
                let (from, to) = (owner, cover);
                self.trace_turn(id, self.world.cases[id as usize].entered, Fate::Moves { from, to });
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
            let work = at_pace(case.work, self.pace(receiver));
            self.record.note(case.clinic, cell, work);
        }
    }

    /// A day begins: messages that are due and whose person is away, or that are more than a person can take, go to
    /// the cover. What is moved is found for everybody first, so that nothing moves twice.
    pub(super) fn hand_over(&mut self, calendar: &mut Calendar<Event>) {
        if self.has_stand_ins() {
            return; // what is too much for one is not the others' either
        }
        let mut moving: Vec<(PersonId, CaseId, Cause)> = Vec::new();
        for p in 0..self.model.people.len() as PersonId {
            let model = &self.model.people[usize::from(p)];
            match model.overload {
                _ if model.cover.is_empty() => {}
                _ if self.world.people[usize::from(p)].away => {
                    moving.extend(self.overdue(p, Span::ZERO).map(|id| (p, id, Cause::Absence)));
                }
                Some(limit) => {
                    let first_time = |id: &CaseId| !self.world.cases[*id as usize].moved;
                    moving
                        .extend(self.overdue(p, limit).filter(first_time).map(|id| (p, id, Cause::Overload)));
                }
                None => {}
            }
        }
        for (giver, id, cause) in moving {
            self.move_message(id, giver, cause, calendar);
        }
    }

    /// Messages in a person's own lines that will be due by the end of the day, beyond so much work, in order.
    pub(super) fn overdue(&self, p: PersonId, kept: Span) -> impl Iterator<Item = CaseId> + use<> {
        let end = self.world.midnight + DAY;
        let own = |line: &&u16| self.model.lines[usize::from(**line)].only_leader == Some(p);
        let lines = self.model.people[usize::from(p)].leads.iter().filter(own);
        let waiting = lines.flat_map(|line| self.world.lines[usize::from(*line)].iter());
        let mut due: Vec<_> = waiting.filter(|(_, id)| self.is_due(*id, end)).collect();
        due.sort_unstable_by_key(|(rank, _)| *rank);
        let mut sum = Span::ZERO;
        due.retain(|(_, id)| {
            sum += self.world.cases[*id as usize].work;
            sum > kept
        });
        due.into_iter().map(|(_, id)| id)
    }

    /// Whether somebody has more overdue than their limit.
    fn is_overloaded(&self, p: PersonId) -> bool {
        let limit = self.model.people[usize::from(p)].overload;
        limit.is_some_and(|limit| self.overdue(p, limit).next().is_some())
    }

    /// A day begins: work of lines of which nobody is part of the staff any more goes on: a message to the next of its
    /// way, one's own work to somebody who may do it.
    pub(super) fn take_over_stranded(&mut self, calendar: &mut Calendar<Event>) {
        if self.model.interventions.is_empty() && self.world.population.is_plain() {
            return; // nobody else takes people away
        }
        for line in 0..self.model.lines.len() {
            let mut leaders = self.model.lines[line].leaders.iter().flatten();
            if self.world.lines[line].is_empty() || leaders.any(|p| self.world.people[usize::from(*p)].active)
            {
                continue;
            }
            let stranded: Vec<_> = self.world.lines[line].iter().collect();
            for (rank, id) in stranded {
                if !self.world.cases[id as usize].patient {
                    self.pass_on(line as u16, rank, id, calendar);
                }
            }
        }
    }

    /// Passes on a stranded piece of work, if there is anybody.
    fn pass_on(&mut self, line: u16, rank: Rank, id: CaseId, calendar: &mut Calendar<Event>) {
        let case = &self.world.cases[id as usize];
        let (step_id, clinic, key) = (case.step, case.clinic, case.identity.value());
        let step = &self.model.steps[usize::from(step_id)];
        if step.form {
            self.world.ledger.left += 1; // nobody fills in another's form
            self.trace_turn(id, calendar.now(), Fate::Missed);
            self.withdraw(id, calendar);
            return;
        }
        let onward = step.next.last().map_or(NONE, |(_, next)| *next);
        if step.message != NONE && onward != NONE {
            let taken = self.world.lines[usize::from(line)].remove(rank);
            assert_eq!(taken, Some(id), "work that waits stands in its line");
            self.leave_station(id, calendar.now());
            self.enter_step(id, onward, calendar);
            return;
        }
        let able = |p: &PersonId| {
            self.world.people[usize::from(*p)].active && self.own_line(step_id, clinic, *p) != NONE
        };
        let people: Vec<PersonId> =
            self.model.clinics[usize::from(clinic)].people.iter().copied().filter(able).collect();
        if people.is_empty() {
            return;
        }
        let next = people[(key % people.len() as u64) as usize];
        let to = self.own_line(step_id, clinic, next);
        let taken = self.world.lines[usize::from(line)].remove(rank);
        assert_eq!(taken, Some(id), "work that waits stands in its line");
        let from = self.world.cases[id as usize].owner;
        self.trace_turn(id, calendar.now(), Fate::Moves { from, to: next });
        let case = &mut self.world.cases[id as usize];
        (case.line, case.owner) = (to, next);
        self.world.lines[usize::from(to)].push(rank, id);
        if self.world.is_free(next) {
            self.look_for_work(next, calendar);
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
        let (step, clinic, key, line) = (case.step, case.clinic, case.identity.value(), case.line);
        let Some(cover) = self.covered_by(giver, key) else { return };
        let to = self.own_line(step, clinic, cover);
        if to == NONE || to == line || (cause == Cause::Overload && self.is_overloaded(cover)) {
            return;
        }
        self.hand_message(id, giver, cover, cause, calendar);
    }

    /// A message that waits goes from one person's line to another's.
    pub(super) fn hand_message(
        &mut self,
        id: CaseId,
        giver: PersonId,
        cover: PersonId,
        cause: Cause,
        calendar: &mut Calendar<Event>,
    ) {
        let case = &self.world.cases[id as usize];
        let (line, rank) = (case.line, case.rank);
        let to = self.own_line(case.step, case.clinic, cover);
        let taken = self.world.lines[usize::from(line)].remove(rank);
        assert_eq!(taken, Some(id), "a message that waits stands in its line");
        self.note_moved(id, giver, cover, cause);
        self.trace_turn(id, calendar.now(), Fate::Moves { from: giver, to: cover });
        let case = &mut self.world.cases[id as usize];
        case.line = to;
        case.moved |= cause == Cause::Overload;
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
            recognition: 0.6,
            needs: None,
            cover: Vec::new(),
            overload: None,
            supervision: NONE,
            patients: (0, 0),
            patients_are_own: false,
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
