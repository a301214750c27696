//! What a clinic's organisation is like for its people on a day, beside the work that it gives them: promises kept, trust,
//! what is set to help or to harm them. Interventions reach people through their work; the few that do not stand in here.

use super::{Exposure, Member};
use crate::clinic::levers::{Levers, Relief};
use crate::clinic::science::organization::{State as Organization, Trust, lifted};

/// The climate of one clinic on one day. The default is that of a clinic without interventions, at rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Climate {
    /// Share of what was announced that is really done.
    pub promises: f64,
    /// Trust in leaders; `None` at rest.
    pub trust: Option<f64>,
    /// Psychological safety; `None` at rest.
    pub openness: Option<f64>,
    /// Control added, as a share of what is missing, and lost, as a share of it.
    pub control: [f64; 2],
    /// Support added, as a share of what is missing.
    pub support: f64,
    /// Leadership added, as a share of what is missing.
    pub leadership: f64,
    /// Supplies of autonomy and recognition added.
    pub supplies: [f64; 2],
    /// Gain of cynicism, as a factor.
    pub cynicism: f64,
    /// Share of the trauma of an adverse event that support avoids.
    pub trauma_support: f64,
    /// Weight of the own team in contact, as a factor.
    pub team_contact: f64,
    /// Share of those in need who take up care.
    pub care_uptake: f64,
    /// Fatigue taken off everybody, as a share of it.
    pub fatigue_relief: f64,
}

impl Default for Climate {
    fn default() -> Self {
        Self {
            promises: 1.0,
            trust: None,
            openness: None,
            control: [0.0; 2],
            support: 0.0,
            leadership: 0.0,
            supplies: [0.0; 2],
            cynicism: 1.0,
            trauma_support: 0.0,
            team_contact: 1.0,
            care_uptake: 0.0,
            fatigue_relief: 0.0,
        }
    }
}

impl Climate {
    /// What the levers and the state of the organisation make of it.
    pub fn new(promises: f64, levers: &Levers, state: &Organization, relief_share: f64) -> Self {
        Self {
            promises,
            trust: Some(state.trust),
            openness: Some(state.openness),
            control: [levers.control_added, levers.control_lost],
            support: levers.support_added,
            leadership: levers.leadership_added,
            supplies: [levers.autonomy_added, levers.recognition_added],
            cynicism: levers.cynicism_factor,
            trauma_support: levers.trauma_support,
            team_contact: levers.team_contact,
            care_uptake: levers.care_uptake,
            fatigue_relief: relief_share * state.relief,
        }
    }
}

/// So much of what is missing is added.
fn added(value: f64, share: f64) -> f64 {
    value + (1.0 - value) * share
}

/// How somebody feels about work on a day: what they remember of it, in the climate of the clinic, with what they get from
/// what they take part in.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Felt {
    /// Control.
    pub control: f64,
    /// Support.
    pub support: f64,
    /// Leadership.
    pub leadership: f64,
    /// Added to the supplies of autonomy, recognition and meaning.
    pub supplies: [f64; 3],
}

impl Member {
    /// The day is felt.
    pub(super) fn feel(&mut self, climate: &Climate, relief: &Relief, rest: &Trust) {
        let state = &self.state;
        let level = |value: f64, level: Option<f64>, rest: f64, weight: f64| {
            level.map_or(value, |level| lifted(value, level, rest, weight))
        };
        let leadership = level(state.leadership, climate.trust, rest.trust, rest.leadership_weight);
        let support = level(state.support, climate.openness, rest.openness, rest.support_weight);
        let [control_added, control_lost] = climate.control;
        self.felt = Felt {
            control: added(added(state.control, control_added) * (1.0 - control_lost), relief.control),
            support: added(added(support, climate.support), relief.support),
            leadership: added(leadership, climate.leadership),
            supplies: [climate.supplies[0], climate.supplies[1], relief.meaning],
        };
    }
}

/// What somebody gets of all interventions that they take part in, each as far as they do.
pub fn relief_of(taking_part: &[f64], levers: &[Relief]) -> Relief {
    let mut sum = Relief::default();
    for (part, relief) in taking_part.iter().zip(levers).filter(|(part, _)| **part > 0.0) {
        let own = relief.at(*part);
        sum.support = added(sum.support, own.support);
        sum.control = added(sum.control, own.control);
        sum.fatigue = added(sum.fatigue, own.fatigue);
        sum.cynicism = added(sum.cynicism, own.cynicism);
        sum.meaning += own.meaning;
        sum.recovery += own.recovery;
    }
    sum
}

/// What a person's day is seen with: what it brought, the climate, what they take part in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day<'d> {
    pub today: &'d Exposure,
    pub climate: &'d Climate,
    pub relief: &'d Relief,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_part_in_adds_up_as_far_as_one_does() {
        let relief = Relief { support: 0.4, recovery: 0.5, ..Relief::default() };
        let all = relief_of(&[1.0, 0.5], &[relief, relief]);
        assert!((all.support - (1.0 - 0.6 * 0.8)).abs() < 1e-12);
        assert!((all.recovery - 0.75).abs() < 1e-12);
        assert_eq!(relief_of(&[0.0], &[relief]), Relief::default());
    }
}
