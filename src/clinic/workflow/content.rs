//! Content of work: how long a piece of work takes by itself, before anybody does it, under what is set for the moment:
//! what is delegated, rules, gaps, tools, standards.

use super::Simulation;
use crate::clinic::levers::Levers;
use crate::clinic::model::{ACTIVITIES, NONE, StepId, StepModel, WHOLE};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::world::CaseId;
use crate::engine::random::Purpose;
use crate::engine::time::Span;

const GAP: Purpose = Purpose::named("gap");
/// Place of documentation among a step's parts.
pub(super) const DOCUMENTATION: usize = 0;
/// Place of order entry.
pub(super) const ORDER_ENTRY: usize = 1;
/// No lever takes more than this share off the minutes of a step. Assumption: no source found.
const MOST_TAKEN_OFF: f64 = 0.9;

/// Parts of minutes of which so many of one activity are taken off and so many put on, in all of which they are parts.
pub(super) fn changed_parts(
    parts: [u32; ACTIVITIES],
    minutes: f64,
    changes: &[(usize, f64)],
) -> [u32; ACTIVITIES] {
    let left = minutes + changes.iter().map(|(_, change)| change).sum::<f64>();
    if left <= 0.0 {
        return parts;
    }
    let whole = f64::from(WHOLE);
    let mut spent = parts.map(|part| f64::from(part) / whole * minutes);
    changes.iter().for_each(|(activity, change)| spent[*activity] += change);
    spent.map(|spent| (spent / left * whole).clamp(0.0, whole) as u32)
}

/// Share of the minutes of a step that is extraneous while it is so many times what it usually is:
/// `s·f/(1 − s + s·f)`, of minutes that are `1 − s + s·f` of the usual ones.
fn extraneous(share: f64, factor: f64) -> (f64, f64) {
    let minutes = 1.0 - share + share * factor;
    (if minutes > 0.0 { share * factor / minutes } else { 0.0 }, minutes)
}

/// Minutes of work with patients under a standard: nearer to their mean, plus what fits no standard
/// (`mean + spread·(x − mean) + misfit·|x − mean|`; B32).
fn standardized(minutes: f64, mean: f64, spread: f64, misfit: f64) -> f64 {
    (mean + spread * (minutes - mean) + misfit * (minutes - mean).abs()).max(0.0)
}

impl Simulation<'_> {
    /// Sets the work of a case at its step, with what is delegated, rules and gaps, and its parts.
    #[inline]
    pub(super) fn set_work(&mut self, id: CaseId) {
        let model = self.model;
        let case = &self.world.cases[id as usize];
        let step = &model.steps[usize::from(case.step)];
        let base = self.base_minutes(case.step, case.identity, case.round, (case.root, case.root_pathway));
        let (mut minutes, mut parts) = self.content(case.clinic, case.step, base);
        if matches!(step.class, TaskClass::Note | TaskClass::Order) {
            (minutes, parts) = self.minutes_left(id, step, minutes, parts);
        }
        let extra = self.extra_minutes(id, step, minutes);
        let work = (minutes + extra).max(0.0);
        let case = &mut self.world.cases[id as usize];
        (case.work, case.extra) = (Span::minutes(work), Span::minutes(extra.max(0.0)));
        (case.served, case.at_record, case.parts) = (Span::ZERO, WHOLE, parts);
        case.interruptions = 0;
    }

    /// The extraneous share of a step at a clinic, and its minutes as a factor.
    #[inline]
    pub(super) fn extraneous_of(&self, clinic: u16, step: &StepModel) -> (f64, f64) {
        let factor = self.world.levers[usize::from(clinic)].extraneous_factor
            * self.world.clinics[usize::from(clinic)].organization.tools;
        if factor == 1.0 || step.extraneous_share == 0.0 {
            return (step.extraneous_share, 1.0);
        }
        extraneous(step.extraneous_share, factor)
    }

    /// Minutes of a step at a clinic and their parts, as tools and standards make them; before anything is delegated.
    #[inline]
    pub(super) fn content(&self, clinic: u16, step_id: StepId, base: f64) -> (f64, [u32; ACTIVITIES]) {
        let step = &self.model.steps[usize::from(step_id)];
        let levers = &self.world.levers[usize::from(clinic)];
        let (mut minutes, mut parts) = (base, step.parts);
        if step.message != NONE {
            minutes *= levers.minutes_factor[usize::from(step.message)];
        }
        if step.scheduled != NONE {
            minutes *= levers.meeting_minutes[usize::from(step.scheduled)];
        }
        let put_on = levers.step_minutes[usize::from(step_id)];
        if put_on != 0.0 {
            minutes = (minutes + put_on).max(minutes * (1.0 - MOST_TAKEN_OFF));
        }
        if step.class == TaskClass::Visit {
            if levers.content_spread != 1.0 || levers.misfit != 0.0 {
                let mean = step.minutes.mean();
                minutes = standardized(minutes, mean, levers.content_spread, levers.misfit);
            }
            minutes *= levers.visit_minutes_factor;
        }
        minutes *= self.extraneous_of(clinic, step).1;
        let places: &[usize] = match step.class {
            TaskClass::Visit => &[DOCUMENTATION, ORDER_ENTRY],
            TaskClass::Note => &[DOCUMENTATION],
            TaskClass::Order => &[ORDER_ENTRY],
            _ => &[],
        };
        let mut changes = [(DOCUMENTATION, 0.0), (ORDER_ENTRY, 0.0)];
        for &place in places {
            let own = minutes * f64::from(parts[place]) / f64::from(WHOLE);
            changes[place].1 = own * (content_factor(levers, place) - 1.0);
        }
        if changes.iter().any(|(_, change)| *change != 0.0) {
            parts = changed_parts(parts, minutes, &changes);
            minutes += changes[0].1 + changes[1].1;
        }
        (minutes, parts)
    }

    /// Minutes beside the content: rules (below 0 where some have been taken away that published minutes contain), gaps,
    /// logging in again.
    #[inline]
    fn extra_minutes(&self, id: CaseId, step: &StepModel, minutes: f64) -> f64 {
        let case = &self.world.cases[id as usize];
        let levers = &self.world.levers[usize::from(case.clinic)];
        let mut extra = 0.0;
        if !step.rules.is_empty() {
            extra += self.rule_minutes(case.clinic, &step.rules);
        }
        if let Some((share, length)) = &step.gap {
            let mut stream = self.step_stream(id, GAP);
            if stream.uniform() < *share * levers.gap_factor {
                extra += length.sample_at_least_zero(&mut stream);
            }
        }
        if levers.log_in_minutes_per_hour != 0.0 && step.parts.iter().any(|part| *part > 0) {
            let at_record = minutes * f64::from(step.parts.iter().sum::<u32>().min(WHOLE)) / f64::from(WHOLE);
            extra += at_record / 60.0 * levers.log_in_minutes_per_hour;
        }
        extra
    }
}

/// The factor on documentation or on order entry.
fn content_factor(levers: &Levers, place: usize) -> f64 {
    if place == DOCUMENTATION { levers.documentation_minutes } else { levers.order_entry_minutes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_what_is_taken_off_and_put_on() {
        let half = WHOLE / 2;
        // ten minutes, half of them notes; two are written by another: 3 of 8 are left
        let parts = changed_parts([half, 0, 0, half, 0], 10.0, &[(0, -2.0)]);
        assert_eq!(parts, [WHOLE * 3 / 8, 0, 0, WHOLE * 5 / 8, 0]);
        // all of it is written by another, half a minute of review is put on
        let parts = changed_parts([WHOLE, 0, 0, 0, 0], 4.0, &[(0, -3.5)]);
        assert_eq!(parts, [WHOLE, 0, 0, 0, 0]);
        assert_eq!(changed_parts([half, 0, 0, 0, 0], 0.0, &[]), [half, 0, 0, 0, 0]);
    }

    #[test]
    fn half_as_much_searching_takes_half_of_it_off() {
        let (share, minutes) = extraneous(0.2, 0.5);
        assert!((minutes - 0.9).abs() < 1e-12 && (share - 0.1 / 0.9).abs() < 1e-12);
        assert_eq!(extraneous(1.0, 0.0), (0.0, 0.0));
    }

    #[test]
    fn a_standard_brings_minutes_nearer_to_their_mean_and_misfit_puts_some_on() {
        assert_eq!(standardized(26.0, 18.0, 0.5, 0.0), 22.0);
        assert_eq!(standardized(10.0, 18.0, 0.5, 0.25), 16.0);
        assert_eq!(standardized(18.0, 18.0, 0.5, 0.25), 18.0);
    }
}
