//! Surveys are held: who is asked, who answers what, and the form as a piece of work. Nobody acts on an answer, so that
//! a survey that takes no time changes nothing but what is known.

use super::arrival::{Sort, Subject};
use super::{Event, Simulation};
use crate::clinic::measures::{answer_cell, numbers_of};
use crate::clinic::model::{NONE, PersonId};
use crate::clinic::science::instruments::condition::{Condition, Conditions};
use crate::clinic::science::instruments::confusion::indices;
use crate::clinic::science::instruments::survey::Reading;
use crate::clinic::science::instruments::workplace::Team;
use crate::engine::calendar::Calendar;
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::DAY;

const RESPONDS: Purpose = Purpose::named("responds to a survey");
const ANSWERS: Purpose = Purpose::named("answers a survey");
const WEEK_DAYS: u64 = 7;

impl Simulation<'_> {
    /// A day begins: in a week in which a survey is held, everybody whom it asks is asked at the begin of their first day
    /// of work of that week. Who is away all week, and who is no part of the staff, is not asked.
    pub(super) fn hold_surveys(&mut self, day: u64, calendar: &mut Calendar<Event>) {
        let model = self.model;
        let first = model.time.measured_from.micros() / DAY.micros();
        let Some(since) = day.checked_sub(first).filter(|_| !model.surveys.list.is_empty()) else { return };
        let (week, week_began) = (since / WEEK_DAYS, day - since % WEEK_DAYS);
        if day == week_began {
            self.hear_reports();
        }
        for (s, survey) in model.surveys.list.iter().enumerate() {
            if !survey.settings.is_held(week as u32) {
                continue;
            }
            for p in (0..model.people.len()).filter(|p| survey.asks[*p]) {
                let (today, last) = (&self.world.population.today[p], self.world.people[p].last_day);
                let worked_before = last != u64::MAX && last >= week_began;
                let there = self.world.population.members[p].there && !today.away && today.rostered > 0;
                if there && !worked_before {
                    self.ask(s, p, week, calendar);
                }
            }
        }
    }

    /// A week has passed: what clinicians reported in it is what the organisation hears.
    fn hear_reports(&mut self) {
        for clinic in &mut self.world.clinics {
            let (sum, answers) = std::mem::take(&mut clinic.reported);
            if answers > 0 {
                clinic.organization.reported = Some(sum / f64::from(answers));
            }
        }
    }

    /// Somebody is asked: they answer or not, and who answers has a form to fill in.
    fn ask(&mut self, s: usize, p: usize, week: u64, calendar: &mut Calendar<Event>) {
        let Some(well_being) = self.model.well_being.as_deref() else { return };
        let (survey, person) = (&self.model.surveys.list[s], &self.model.people[p]);
        let member = &self.world.population.members[p];
        let who = survey.identity.child(person.identity.value()).child(u64::from(member.holder));
        let identity = who.child(week);
        let cells = self.model.layout.answers(person.role, survey.instrument);
        self.record.count(person.clinic, cells + answer_cell::ASKED);
        let z = member.state.z_exhaustion(&well_being.settings);
        if !survey.settings.responds(z, &mut self.world.seed.stream(RESPONDS, identity)) {
            return;
        }
        let kind = survey.settings.kind().expect("the checks found one instrument");
        let (mut seen, team) = (member.as_seen(well_being), self.team_of(p));
        let shift = self.world.levers[usize::from(person.clinic)].answers_shift;
        seen.exhaustion_score = (seen.exhaustion_score - shift).max(0.0);
        let with = &well_being.measurement;
        let mut stream = self.world.seed.stream(ANSWERS, identity);
        let reading = kind.ask(&seen, &team, with, &mut stream);
        self.record.count(person.clinic, cells + answer_cell::ANSWERED);
        for (place, number) in (0u32..).zip(numbers_of(&kind, &reading, with)) {
            if let Some(number) = number {
                let thousandths = (number * 1e3).round() as u64;
                self.record.number(person.clinic, cells + answer_cell::NUMBERS + place, thousandths);
            }
        }
        if let Reading::Mbi(scores) = &reading
            && self.model.roles[usize::from(person.role)].clinician
        {
            let reported = &mut self.world.clinics[usize::from(person.clinic)].reported;
            (reported.0, reported.1) = (reported.0 + f64::from(scores.exhaustion), reported.1 + 1);
        }
        if let Reading::ConditionScreen(labels) = reading {
            self.note_labels(p, survey.instrument, with.conditions.truly(&seen, &with.mbi), labels);
        }
        self.hand_out_form(survey.pathway, p as PersonId, identity, calendar);
    }

    /// The people of somebody's team who are part of the staff.
    fn team_of(&self, p: usize) -> Team {
        let own = &self.model.people[p];
        let mut team = Team::default();
        for &q in &self.model.clinics[usize::from(own.clinic)].staff {
            let (other, member) =
                (&self.model.people[usize::from(q)], &self.world.population.members[usize::from(q)]);
            if !member.there || other.team != own.team {
                continue;
            }
            match self.model.roles[usize::from(other.role)].clinician {
                true => team.clinician_fte += member.fte,
                false => team.staff_fte += member.fte,
            }
        }
        team
    }

    /// What somebody has, against what a screen called them.
    fn note_labels(&mut self, p: usize, instrument: usize, truly: Conditions, labels: Conditions) {
        let person = &self.model.people[p];
        let cells = self.model.layout.answers(person.role, instrument);
        for row in indices(truly) {
            self.record.count(person.clinic, cells + answer_cell::having(row));
            for column in indices(labels) {
                self.record.count(person.clinic, cells + answer_cell::pair(row, column));
            }
        }
        for condition in Condition::ALL.into_iter().filter(|c| truly.has(*c) && !labels.has(*c)) {
            self.record.count(person.clinic, cells + answer_cell::missed(condition));
        }
    }

    /// A form lies in somebody's own line, among their other work.
    fn hand_out_form(
        &mut self,
        pathway: u16,
        p: PersonId,
        identity: Identity,
        calendar: &mut Calendar<Event>,
    ) {
        if pathway == NONE {
            return;
        }
        let source = self.model.surveys.sources[usize::from(p)];
        let id = self.new_case(source, identity, pathway, Subject::of_nobody(), Sort::Paper, calendar.now());
        self.enter_step(id, self.model.pathways[usize::from(pathway)].first, calendar);
    }
}
