//! Instruments: what a survey, a screen or a log shows of the true state of people.
//!
//! Classification is measurement and not state. Every instrument here is an emulator of what it measures, from
//! its published reliability and cut-off; no items and no wording are in it, since these are licensed. A reading
//! takes the true state and a stream; beside it stands the chance of a positive reading in closed form, so that
//! measured prevalence has the same mean with far less noise.
//!
//! | what | file |
//! |---|---|
//! | scales and thresholds with noise | [`scale`] |
//! | three scales and three rules of burnout | [`mbi`] |
//! | one item; one item with drivers | [`single_item`], [`mini_z`] |
//! | fulfillment and burnout | [`professional_fulfillment`] |
//! | distress by a count | [`well_being_index`] |
//! | leaders, safety culture, team structure | [`workplace`] |
//! | intention to leave or to work less | [`intention`] |
//! | one label or several; who is missed | [`condition`], [`confusion`] |
//! | who is asked and who answers | [`survey`] |
//! | metrics of a log at the record | [`ehr_log`] |
//! | prevalence, accuracy and odds ratios in a population | [`population`] |

pub mod condition;
pub mod confusion;
mod depression;
pub mod ehr_log;
pub mod intention;
pub mod mbi;
pub mod mini_z;
pub mod population;
pub mod professional_fulfillment;
pub mod scale;
pub mod single_item;
pub mod survey;
pub mod well_being_index;
pub mod workplace;

pub use depression::{Contamination, DepressionTrait};

/// Largest exhaustion score: nine items from 0 to 6.
pub const EXHAUSTION_TOP: u32 = 54;
/// Largest cynicism (depersonalisation) score: five items from 0 to 6.
pub const CYNICISM_TOP: u32 = 30;
/// Largest efficacy (personal accomplishment) score: eight items from 0 to 6.
pub const EFFICACY_TOP: u32 = 48;

/// The true state of a person, as far as instruments can see it. Scores have no noise and no rounding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wellbeing {
    /// Emotional exhaustion on the scale of the MBI, 0 to 54; holds the fast part from fatigue.
    pub exhaustion_score: f64,
    /// Cynicism (depersonalisation) on the scale of the MBI, 0 to 30.
    pub cynicism_score: f64,
    /// Efficacy (personal accomplishment) on the scale of the MBI, 0 to 48.
    pub efficacy_score: f64,
    /// Moral residue, 0 to 1.
    pub moral_injury: f64,
    /// Secondary trauma, 0 to 1.
    pub trauma: f64,
    /// Depression as a trait of its own, 0 to 1: burnout is not depression.
    pub depression: f64,
    /// Control over the day, 0 to 1.
    pub control: f64,
    /// Teamwork: help from others, 0 to 1.
    pub teamwork: f64,
    /// The leader as this person meets them, 0 to 1.
    pub leadership: f64,
    /// Chaos, overload of the workplace, 0 to 1.
    pub overload: f64,
}

/// A table of which nothing is written.
#[cfg(test)]
fn defaults<S: crate::declaration::Section>() -> S {
    S::read(None, "", &mut crate::declaration::Faults::default()).expect("everything has a default")
}

#[cfg(test)]
impl Wellbeing {
    /// Somebody with these three scores, without other conditions, at a middling workplace.
    fn of_scores(exhaustion_score: f64, cynicism_score: f64, efficacy_score: f64) -> Self {
        Self {
            exhaustion_score,
            cynicism_score,
            efficacy_score,
            moral_injury: 0.0,
            trauma: 0.0,
            depression: 0.0,
            control: 0.5,
            teamwork: 0.5,
            leadership: 0.5,
            overload: 0.5,
        }
    }

    /// People whose true exhaustion is normal with mean 23.82 (C75) and the true part of the observed standard
    /// deviation 12.5 (C76; reliability 0.90, C78), cut at the ends of the scale; evenly by their quantiles.
    fn published_population(people: u32) -> Vec<Self> {
        let sd = 12.5 * libm::sqrt(0.9);
        let score = |i: u32| {
            let rank = (f64::from(i) + 0.5) / f64::from(people);
            23.82 + sd * crate::engine::distribution::normal::quantile(rank)
        };
        (0..people).map(|i| Self::of_scores(score(i).clamp(0.0, 54.0), 9.0, 40.0)).collect()
    }
}
