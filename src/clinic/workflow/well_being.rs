//! The end of a day for people: what it asked of them is gathered, their states move, and what follows for tomorrow.

use super::Simulation;
use super::change::poisson;
use super::service::at_pace;
use crate::clinic::intervention::Active;
use crate::clinic::model::PersonId;
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::people::steady::RECORDED_WEEKS;
use crate::clinic::people::{Climate, Exposure};
use crate::clinic::science::burnout::exhaustion_score;
use crate::clinic::science::feedback::{share_of_cynicism, slow_down};
use crate::clinic::science::leaving::ramp;
use crate::clinic::science::well_being::WellBeing;
use crate::clinic::world::{CaseId, NO_CASE};
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::{DAY, Span, Time};

const DEATHS: Purpose = Purpose::named("deaths");
const HEAVY: Purpose = Purpose::named("heavy events of a shortage");
const HELPS: Purpose = Purpose::named("helps");
const MICROS_PER_MINUTE: u64 = 60_000_000;

impl<'m> Simulation<'m> {
    /// What is known of people, where they have states.
    #[inline]
    pub(super) fn settings(&self) -> Option<&'m WellBeing> {
        self.model.well_being.as_ref().map(|model| &model.settings)
    }
}

impl Simulation<'_> {
    /// How fast somebody works now.
    #[inline]
    pub(super) fn pace(&self, p: PersonId) -> f64 {
        self.world.people[usize::from(p)].pace
    }

    /// A day has ended, `day` begins: what it was moves people's states. Nothing happens in a plain clinic.
    pub(super) fn live(&mut self, day: u64) {
        if self.world.population.is_plain() || day == 0 {
            return;
        }
        self.gather(day - 1);
        let begins = self.model.time.measured_from.micros() / DAY.micros();
        let steady_start = begins.saturating_sub(1);
        let climates = self.climates(day - 1);
        self.share_relief();
        self.record_people(day, steady_start, &climates);
        self.world.population.end_day(self.model, self.world.seed, day - 1, &climates);
        if self.world.population.frozen && day >= steady_start {
            self.settle_down(day, &climates);
        } else if !self.world.population.frozen {
            self.ask_people(day);
        }
        self.see_who_is_burned_out();
        self.note_people(day - 1);
        self.watch(day);
        self.move_people(day);
        self.turn_over(day);
        self.world.population.today.fill(Default::default());
        self.set_paces(day);
    }

    /// The last weeks before the steady start are kept; where the days of people are to be lived again, all later ones are
    /// as well.
    fn record_people(&mut self, day: u64, steady_start: u64, climates: &[Climate]) {
        if self.world.population.frozen {
            if day + 7 * RECORDED_WEEKS <= steady_start {
                return;
            }
            self.world.population.record_day();
        }
        if let Some(recording) = &mut self.world.recording {
            recording.keep(&self.world.population, day - 1, climates);
        }
    }

    /// Where somebody wants to know, people are asked when it is time.
    fn ask_people(&mut self, day: u64) {
        if let Some(waves) = &mut self.world.waves {
            waves.ask_if_due(&mut self.world.population, self.model, self.world.seed, day);
        }
    }

    /// The steady start: from now on states are alive.
    fn settle_down(&mut self, day: u64, climates: &[Climate]) {
        let mut population = std::mem::take(&mut self.world.population);
        let first_day = day - population.recorded_days() as u64;
        let on_leave = |p: usize, day: u64| super::on_leave(&self.model.people[p], self.world.seed, day);
        population.settle_down(self.model, self.world.seed, first_day, climates, on_leave);
        self.world.population = population;
    }

    /// What each clinic's organisation is like for its people: promises are the share of what is announced that is really
    /// done (fidelity, decay, ends; 1 where nothing is).
    fn climates(&self, day: u64) -> Vec<Climate> {
        let share = self.model.organization.urgency.relief_share;
        let of = |c: usize| {
            let announced = |i: &&Active| i.about.announced;
            let kept = self.model.interventions.iter().filter(announced);
            let kept: Vec<f64> = kept.filter_map(|i| i.schedule.kept(c, day)).collect();
            let promises = if kept.is_empty() { 1.0 } else { kept.iter().sum::<f64>() / kept.len() as f64 };
            Climate::new(promises, &self.world.levers[c], &self.world.clinics[c].organization, share)
        };
        (0..self.model.clinics.len()).map(of).collect()
    }

    /// What cannot be counted while it happens: what is left, conflict with life at home, the roster, deaths, short days.
    fn gather(&mut self, day: u64) {
        for p in 0..self.model.people.len() {
            if !self.world.population.members[p].there {
                continue;
            }
            if self.world.population.today[p].away {
                // whatever was done in their place was done by a stand-in
                let today = &mut self.world.population.today[p];
                *today = Exposure { rostered: today.rostered, away: true, ..Exposure::default() };
            }
            let (left, unfinished) = self.left_undone(p as PersonId);
            let conflict = self.conflict(p, day);
            self.world.people[p].ends = [0; 2];
            let (deaths, heavy) = (self.deaths(p, day), self.heavy_events(p, day));
            let today = &mut self.world.population.today[p];
            (today.left, today.unfinished) = (left, unfinished);
            today.conflict += if today.on_the_way() { conflict } else { 0 };
            today.moral += if today.at_work() { heavy } else { 0 };
            today.deaths += deaths;
        }
        self.note_shortages();
    }

    /// Own work that was due by now: papers, and messages whose time is over.
    fn left_undone(&self, p: PersonId) -> (u64, u32) {
        let pace = self.pace(p);
        let end = self.world.midnight + DAY;
        let (mut micros, mut pieces) = (0, 0);
        for &line in &self.model.people[usize::from(p)].leads {
            if self.model.lines[usize::from(line)].only_leader != Some(p) {
                continue;
            }
            for (_, id) in self.world.lines[usize::from(line)].iter() {
                let case = &self.world.cases[id as usize];
                let class = self.model.steps[usize::from(case.step)].class;
                let paper = !case.message && !case.patient && class != TaskClass::Meeting;
                if paper || self.is_due(id, end) {
                    micros += at_pace(case.work, pace).micros();
                    pieces += 1;
                }
            }
        }
        (micros, pieces)
    }

    /// Sessions outside the hours in which work does not clash with life at home, and the way to work.
    fn conflict(&self, p: usize, day: u64) -> u64 {
        let demand = self.settings().map(|settings| &settings.demand);
        let Some(demand) = demand else { return 0 };
        let (from, until) = (demand.home_hours_from.0, demand.home_hours_until.0);
        // whose first and last patients came by video may go when it suits
        let [ends, by_video] = self.world.people[p].ends;
        let saved = self.world.levers[usize::from(self.model.people[p].clinic)].commute_saved;
        let saved = if ends > 0 { saved * f64::from(by_video) / f64::from(ends) } else { 0.0 };
        let windows = &self.model.people[p].windows[self.model.time.roster_day(day)];
        let outside = |(begin, end): &(u32, u32)| {
            u64::from((*end - *begin) - (*end).min(until).saturating_sub((*begin).max(from)))
        };
        windows.iter().map(outside).sum::<u64>() * MICROS_PER_MINUTE
            + (demand.commute_minutes * (1.0 - saved) * MICROS_PER_MINUTE as f64) as u64
    }

    /// Work outside rostered time that clashed with life at home, because it was set for then.
    pub(super) fn clash(&mut self, p: PersonId, from: Time, until: Time) {
        let Some(settings) = self.settings() else { return };
        let at = |time: Time| time.since(self.world.midnight).in_minutes();
        let (begin, end) = (at(from), at(until));
        let home =
            (f64::from(settings.demand.home_hours_from.0), f64::from(settings.demand.home_hours_until.0));
        let inside = (end.min(home.1) - begin.max(home.0)).max(0.0);
        let outside = (end - begin - inside).max(0.0) * MICROS_PER_MINUTE as f64;
        self.world.population.today[usize::from(p)].conflict += outside as u64;
    }

    /// Morally heavy events that a shortage brings somebody on a day.
    fn heavy_events(&self, p: usize, day: u64) -> u16 {
        let person = &self.model.people[p];
        let mean = self.world.levers[usize::from(person.clinic)].heavy_events_per_day;
        if mean <= 0.0 {
            return 0;
        }
        poisson(mean, &mut self.world.seed.stream(HEAVY, person.identity.child(day))) as u16
    }

    /// Deaths of patients of a panel.
    fn deaths(&self, p: usize, day: u64) -> u16 {
        let Some(settings) = self.settings() else { return 0 };
        let person = &self.model.people[p];
        let mean = settings.moral.deaths_per_patient_year * f64::from(person.patients.1) / 365.25;
        if mean == 0.0 {
            return 0;
        }
        let mut stream = self.world.seed.stream(DEATHS, person.identity.child(day));
        poisson(mean, &mut stream) as u16
    }

    /// A day on which too few of a role were there is a heavy one for those who came.
    fn note_shortages(&mut self) {
        let Some(below) = self.settings().map(|settings| settings.moral.short_below) else { return };
        for c in 0..self.model.clinics.len() {
            for role in 0..self.model.roles.len() {
                let (mut rostered, mut there) = (0u32, 0u32);
                let of_role = |p: &&PersonId| usize::from(self.model.people[usize::from(**p)].role) == role;
                for p in self.model.clinics[c].staff.iter().filter(of_role) {
                    let today = &self.world.population.today[usize::from(*p)];
                    rostered += u32::from(today.rostered > 0);
                    there += u32::from(today.rostered > 0 && !self.world.people[usize::from(*p)].away);
                }
                if rostered == 0 || f64::from(there) >= below * f64::from(rostered) {
                    continue;
                }
                for p in self.model.clinics[c].staff.iter().filter(of_role) {
                    let today = &mut self.world.population.today[usize::from(*p)];
                    today.moral += u16::from(today.at_work());
                }
            }
        }
    }

    /// Everybody's pace of today: their usual one, slower with exhaustion (normalised at the reference) and in a new post.
    /// Who has work in hand goes on as they began.
    fn set_paces(&mut self, day: u64) {
        let Some(well_being) = &self.model.well_being else { return };
        let settings = &well_being.settings;
        let delta = settings.feedback.slow_down;
        let stand_ins = !settings.theories.workload_redistribution;
        for (p, person) in self.world.people.iter_mut().enumerate().filter(|(_, one)| one.case == NO_CASE) {
            let (model, member) = (&self.model.people[p], &self.world.population.members[p]);
            let workforce = &well_being.workforce;
            let clinician = self.model.roles[usize::from(model.role)].clinician;
            person.pace = model.speed;
            if !member.there {
                person.pace *= if stand_ins { 1.0 } else { workforce.locum_pace };
                continue;
            }
            if delta > 0.0 {
                let score =
                    exhaustion_score(member.state.exhaustion, member.state.fatigue_week(), &settings.fatigue);
                person.pace *= settings.reference.slow_down / slow_down(score, delta);
            }
            if let Some(since) = member.employment.since {
                let weeks = (day - since) as f64 / 7.0;
                let whole =
                    if clinician { workforce.ramp_weeks_clinician } else { workforce.ramp_weeks_staff };
                person.pace *= ramp(weeks, workforce.start_pace, whole);
            }
        }
    }

    /// Whether somebody gives help that is not their duty: less so the more cynical they are.
    pub(super) fn is_willing(&self, p: PersonId, id: CaseId) -> bool {
        let Some(settings) = self.settings() else { return true };
        let member = &self.world.population.members[usize::from(p)];
        let refuses = share_of_cynicism(
            settings.feedback.less_help,
            member.state.cynicism,
            settings.reference.cynicism,
        );
        if refuses <= 0.0 || !member.there {
            return true;
        }
        let who = self.model.people[usize::from(p)].identity.value();
        let identity: Identity = self.world.cases[id as usize].identity.child(who);
        self.world.seed.stream(HELPS, identity).uniform() >= refuses
    }

    /// Help was asked for by somebody, and given in time or not.
    #[inline]
    pub(super) fn note_help(&mut self, asked_by: PersonId, helped: bool) {
        if let Some(today) = self.world.population.today.get_mut(usize::from(asked_by)) {
            today.asked += 1;
            today.helped += u32::from(helped);
        }
    }

    /// Something morally heavy happened to somebody.
    #[cold]
    pub(super) fn note_moral_event(&mut self, p: PersonId) {
        if let Some(today) = self.world.population.today.get_mut(usize::from(p)) {
            today.moral += 1;
        }
    }

    /// How long help may take to count as given in time.
    pub(super) fn help_in_time(&self) -> Span {
        self.settings().map_or(Span::ZERO, |settings| Span::minutes(settings.resources.help_within_minutes))
    }
}
