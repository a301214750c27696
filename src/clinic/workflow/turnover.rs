//! People leave and cut their hours; posts stand vacant, are filled by locums, then by somebody new.

use super::Simulation;
use crate::clinic::measures::role_cell;
use crate::clinic::model::{PersonId, WellBeingModel};
use crate::clinic::people::Vacancy;
use crate::clinic::science::leaving::{Workforce, cut_hazard, leaving_hazard};
use crate::engine::calendar::Calendar;
use crate::engine::distribution::Distribution;
use crate::engine::random::Purpose;

use super::Event;

const VACANCY: Purpose = Purpose::named("vacancy");
const LOCUM: Purpose = Purpose::named("locum");
const VACANT_AT_FIRST: Purpose = Purpose::named("vacant at first");
const FREE_DAY: Purpose = Purpose::named("free weekday");
/// Days of a year of hazards.
const YEAR_DAYS: f64 = 365.25;

impl Simulation<'_> {
    /// A day has begun: hazards grow by yesterday; whoever has borne their fill leaves, or cuts a weekday; vacancies end.
    pub(super) fn turn_over(&mut self, day: u64) {
        for p in 0..self.model.people.len() {
            let employment = self.world.population.members[p].employment;
            match employment.vacancy {
                Some(vacancy) if vacancy.until <= day => self.fill_post(p, day),
                Some(_) => {}
                None if self.world.population.members[p].there => self.bear(p, day),
                None => {}
            }
        }
    }

    /// One day of hazard for the holder of a post.
    fn bear(&mut self, p: usize, day: u64) {
        let Some(well_being) = &self.model.well_being else { return };
        let (settings, of) = (&well_being.settings, &well_being.workforce);
        let role = usize::from(self.model.people[p].role);
        let member = &mut self.world.population.members[p];
        let z = member.state.z_exhaustion(settings);
        let tenure =
            member.employment.since.map_or(f64::INFINITY, |since| (day - since) as f64 / YEAR_DAYS * 12.0);
        let base = well_being.leaving_per_year[role];
        if base > 0.0 {
            let weight = well_being.leaving_weight[role];
            member.employment.leaving +=
                leaving_hazard(base, weight, z, member.state.moral, tenure, of) / YEAR_DAYS;
        }
        if member.employment.leaving > member.traits.patience_leaving {
            self.leaves(p, day);
            return;
        }
        if of.cut_per_year > 0.0 && base > 0.0 && member.employment.free_weekday.is_none() {
            member.employment.cutting += cut_hazard(z, of) / YEAR_DAYS;
            if member.employment.cutting > member.traits.patience_cutting {
                self.cuts_hours(p);
            }
        }
    }

    /// Somebody leaves: the post is vacant for a while, perhaps with a locum. Whose work goes where follows at midnight from
    /// nobody being there.
    fn leaves(&mut self, p: usize, day: u64) {
        let model = self.model;
        let Some(well_being) = model.well_being.as_deref() else { return };
        let person = &model.people[p];
        self.vacate(well_being, p, day, self.vacancy_days(well_being, p));
        if self.record.counts(self.world.midnight) {
            self.record.count(person.clinic, model.layout.role(person.role) + role_cell::DEPARTURES);
        }
    }

    /// How long a post is vacant.
    fn vacancy_days(&self, well_being: &WellBeingModel, p: usize) -> f64 {
        let (of, person) = (&well_being.workforce, &self.model.people[p]);
        let identity = person.identity.child(u64::from(self.world.population.members[p].holder));
        let (mean, fixed) = usual_vacancy(of, self.model.roles[usize::from(person.role)].clinician);
        let length = Distribution::lognormal_cv(mean, of.vacancy_cv)
            .map_or(mean, |length| length.sample(&mut self.world.seed.stream(VACANCY, identity)));
        fixed * self.world.levers[usize::from(person.clinic)].credentialing_factor + length
    }

    /// Nobody holds a post for so many days from a day on, but perhaps a locum fills it.
    fn vacate(&mut self, well_being: &WellBeingModel, p: usize, day: u64, days: f64) {
        let (of, person) = (&well_being.workforce, &self.model.people[p]);
        let clinician = self.model.roles[usize::from(person.role)].clinician;
        let identity = person.identity.child(u64::from(self.world.population.members[p].holder));
        let share = if clinician { of.locum_share } else { 0.0 };
        let by_locum = self.world.seed.stream(LOCUM, identity).uniform() < share;
        let locum_from = match (well_being.settings.theories.workload_redistribution, by_locum) {
            (false, _) => day,
            (true, true) => day + of.locum_after_days.round() as u64,
            (true, false) => u64::MAX,
        };
        let until = day + days.round() as u64;
        self.world.population.note_departure(self.model, p, day);
        let employment = &mut self.world.population.members[p].employment;
        employment.vacancy = Some(Vacancy { until, locum_from });
        employment.free_weekday = None; // a locum works the whole roster
    }

    /// Before the first day: some posts are vacant, as many and for as long as at any other time.
    pub(super) fn begin_vacancies(&mut self) {
        let model = self.model;
        let Some(well_being) = model.well_being.as_deref() else { return };
        for p in 0..model.people.len() {
            let role = usize::from(model.people[p].role);
            let of = &well_being.settings.reference;
            let base = well_being.leaving_per_year[role];
            // the mean over people who differ as a standard normal does
            let slope = well_being.leaving_weight[role] * well_being.workforce.leaving_per_sd;
            let at_mean =
                leaving_hazard(base, 0.0, 0.0, of.moral_residue, f64::INFINITY, &well_being.workforce);
            let hazard = at_mean * libm::exp(slope * slope / 2.0);
            if hazard == 0.0 || !self.world.population.members[p].there {
                continue;
            }
            let (mean, fixed) = usual_vacancy(&well_being.workforce, model.roles[role].clinician);
            let expected = hazard * (mean + fixed) / YEAR_DAYS;
            let mut stream = self.world.seed.stream(VACANT_AT_FIRST, model.people[p].identity);
            if stream.uniform() < expected / (1.0 + expected) {
                let left = self.vacancy_days(well_being, p) * stream.uniform();
                self.vacate(well_being, p, 0, left);
                self.world.population.departures.fill(None);
            }
        }
    }

    /// Somebody new begins.
    fn fill_post(&mut self, p: usize, day: u64) {
        self.world.population.replace(self.model, self.world.seed, p);
        self.world.population.members[p].employment.since = Some(day);
    }

    /// Somebody no longer works one weekday of their roster, the one that a draw of their own names.
    fn cuts_hours(&mut self, p: usize) {
        let model = &self.model.people[p];
        let works = |day: &u8| !model.windows[usize::from(*day) % model.windows.len()].is_empty();
        let weekdays: Vec<u8> = (0..7).filter(works).collect();
        if weekdays.len() < 2 {
            return;
        }
        let holder = u64::from(self.world.population.members[p].holder);
        let u = self.world.seed.stream(FREE_DAY, model.identity.child(holder)).uniform();
        let member = &mut self.world.population.members[p];
        member.employment.free_weekday = Some(weekdays[(u * weekdays.len() as f64) as usize]);
        member.fte *= 1.0 - 1.0 / weekdays.len() as f64;
        if self.record.counts(self.world.midnight) {
            let cell = self.model.layout.role(model.role) + role_cell::HOURS_CUT;
            self.record.count(model.clinic, cell);
        }
        self.world.people[p].closes_weekday = true;
    }

    /// Whether nobody at all fills a post today.
    pub(super) fn is_vacant(&self, p: usize, day: u64) -> bool {
        let vacancy = self.world.population.members.get(p).and_then(|member| member.employment.vacancy);
        vacancy.is_some_and(|vacancy| day < vacancy.until && day < vacancy.locum_from)
    }

    /// Whether who is at work in a post is a locum: nobody holds it.
    pub(super) fn is_locum(&self, p: PersonId) -> bool {
        let member = self.world.population.members.get(usize::from(p));
        member.is_some_and(|member| member.employment.vacancy.is_some())
    }

    /// Whether it is the weekday that somebody no longer works.
    pub(super) fn is_free_weekday(&self, p: PersonId, day: u64) -> bool {
        let member = self.world.population.members.get(usize::from(p));
        member.is_some_and(|member| member.employment.free_weekday == Some((day % 7) as u8))
    }

    /// Diaries of those who have just given up a weekday are cleared of it.
    pub(super) fn close_weekdays(&mut self, calendar: &mut Calendar<Event>) {
        for p in 0..self.world.people.len() as PersonId {
            if !std::mem::take(&mut self.world.people[usize::from(p)].closes_weekday) {
                continue;
            }
            for page in 1..self.world.diaries[usize::from(p)].days.len() {
                let day = self.world.diaries[usize::from(p)].first + page as u64;
                if self.is_free_weekday(p, day) && !self.has_stand_ins() {
                    self.move_day(p, page, calendar);
                }
            }
        }
    }
}

/// Mean days of a vacancy, and days on top that do not vary.
fn usual_vacancy(of: &Workforce, clinician: bool) -> (f64, f64) {
    match clinician {
        true => (of.vacancy_days_clinician, of.credentialing_days),
        false => (of.vacancy_days_staff, 0.0),
    }
}
