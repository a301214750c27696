//! Week by week: signs of pressure at each clinic, who becomes burned out, and what came first.

use super::Simulation;
use crate::clinic::measures::{Fact, LAGS, lag_cell};
use crate::clinic::model::ClinicId;
use crate::clinic::people::watch::look;
use crate::clinic::science::alarm::{HORIZON_WEEKS, is_followed, lead_weeks};
use crate::engine::time::DAY;

impl Simulation<'_> {
    /// A day has begun: yesterday is added to the week, and weeks of the measured time end.
    pub(super) fn watch(&mut self, day: u64) {
        let begins = self.model.time.measured_from.micros() / DAY.micros();
        if day < begins {
            return;
        }
        if day == begins {
            self.world.population.watch.clinics.fill_with(Default::default);
        } else {
            let population = &mut self.world.population;
            let people = self.model.people.iter().zip(&population.today);
            for (person, today) in people.filter(|(p, _)| self.model.roles[usize::from(p.role)].clinician) {
                population.watch.clinics[usize::from(person.clinic)].add_day(today);
            }
        }
        if (day - begins).is_multiple_of(7) {
            self.end_week(day == begins);
        }
    }

    /// Looks at all clinicians; but for the first look, a week ends with it.
    fn end_week(&mut self, first_look: bool) {
        let Some(settings) = self.settings() else { return };
        for c in 0..self.model.clinics.len() {
            let (mut onset, mut exhaustion, mut number) = (false, 0.0, 0.0);
            for p in self.model.clinics[c].staff.iter().map(|p| usize::from(*p)) {
                if !self.model.roles[usize::from(self.model.people[p].role)].clinician {
                    continue;
                }
                let population = &mut self.world.population;
                let member = &population.members[p];
                let holder = member.there.then_some(member.holder);
                onset |= look(&mut population.watch.seen[p], holder, member.burned_out);
                if member.there {
                    exhaustion += member.state.scores(settings)[0];
                    number += 1.0;
                }
            }
            if !first_look {
                let mean = (number > 0.0).then(|| exhaustion / number);
                let open = self.world.clinics[c].open_messages;
                let weeks = &mut self.world.population.watch.clinics[c];
                weeks.end(open, onset, mean, self.model.time.full_day, &settings.alarm);
                self.note_week(c as ClinicId);
                self.note_lags(c as ClinicId);
                self.pay_bonus(c as ClinicId, number);
            }
        }
    }

    /// States what the last week of a clinic tells of alarms.
    fn note_week(&mut self, c: ClinicId) {
        let weeks = &self.world.population.watch.clinics[usize::from(c)];
        let week = weeks.alarms.len() - 1;
        self.record.number(c, Fact::AlarmWeeks as u32, u64::from(weeks.alarms[week]));
        let Some(past) = week.checked_sub(HORIZON_WEEKS) else { return };
        if weeks.onsets[week] {
            let lead = lead_weeks(&weeks.alarms, week);
            self.record.number(c, Fact::OnsetsWarned as u32, u64::from(lead.is_some()));
            if let Some(lead) = lead {
                self.record.number(c, Fact::AlarmLead as u32, lead as u64);
            }
        }
        let followed = is_followed(&weeks.onsets, past).expect("the horizon after that week is over");
        let fact = if weeks.alarms[past] { Fact::AlarmsFalse } else { Fact::QuietTrue };
        self.record.number(c, fact as u32, u64::from(!followed));
    }

    /// Pairs of the last week's exhaustion with work after hours of that week and those before.
    fn note_lags(&mut self, c: ClinicId) {
        let weeks = &self.world.population.watch.clinics[usize::from(c)];
        let Some(Some(later)) = weeks.exhaustion.last().copied() else { return };
        for (lag, earlier) in (0..LAGS).zip(weeks.evenings.iter().rev()) {
            let Some(earlier) = *earlier else { continue };
            let first = self.model.layout.lag(lag);
            for (cell, number) in [
                (lag_cell::PRODUCTS, earlier * later),
                (lag_cell::EARLIER, earlier),
                (lag_cell::EARLIER_SQUARES, earlier * earlier),
                (lag_cell::LATER, later),
                (lag_cell::LATER_SQUARES, later * later),
            ] {
                self.record.number(c, first + cell, number);
            }
        }
    }
}
