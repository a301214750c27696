//! The people of a clinic system as one table of a scenario file, with a switch for each theory.

use super::alarm::Alarm;
use super::burnout::{Cynicism, Efficacy, Exhaustion, Fatigue};
use super::cognitive_load::CognitiveLoad;
use super::contagion::Contagion;
use super::demand::{Demand, Resources};
use super::feedback::{Feedback, Loop};
use super::moral::Moral;
use super::quality::Quality;
use crate::declaration::section;

section! {
    /// Well-being of everybody who works here, driven by the exposures that the simulated days produce.
    pub struct WellBeing {
        /// Whether people have states at all; without, this is a plain clinic.
        value enabled: bool = false, unit "yes or no", range .., source "none: off is the neutral value", grade Definition;
        /// Which theories take part.
        table theories: Theories;
        /// What counts as demand.
        table demand: Demand;
        /// What damps it.
        table resources: Resources;
        /// Fatigue.
        table fatigue: Fatigue;
        /// Exhaustion.
        table exhaustion: Exhaustion;
        /// Cynicism.
        table cynicism: Cynicism;
        /// Efficacy.
        table efficacy: Efficacy;
        /// Moral residue and trauma.
        table moral: Moral;
        /// Emotional contagion.
        table contagion: Contagion;
        /// Cognitive load.
        table cognitive_load: CognitiveLoad;
        /// What burnout does to work.
        table feedback: Feedback;
        /// Quality of visits and notes.
        table quality: Quality;
        /// When a clinic's week is one of alarm.
        table alarm: Alarm;
        /// The shipped baseline's own means, against which deviations are judged; frozen, since restandardising in each scenario would erase the effect one looks for.
        table reference: Reference;
        /// A day that needs more hours than these is one that nobody can do.
        value longest_day_hours: f64 = 10.0, unit "hours", range 1.0..=24.0, source "no source found", grade Assumption;
    }
}

section! {
    /// Theories, each on its own. One that is off holds what it speaks of at the reference, so that levels stay and only its effect goes.
    pub struct Theories {
        /// Job demands-resources: resources damp demands.
        value job_demands_resources: bool = true, unit "yes or no", range .., source "Bakker and Demerouti 2007", grade Definition;
        /// Demand-control: control is one of the resources.
        value demand_control: bool = true, unit "yes or no", range .., source "Karasek 1979", grade Definition;
        /// Effort-reward: imbalance makes cynical, unfairness takes away resources.
        value effort_reward: bool = true, unit "yes or no", range .., source "Siegrist 1996", grade Definition;
        /// Person-environment fit: own needs, own weights.
        value person_environment_fit: bool = true, unit "yes or no", range .., source "Edwards, Caplan and Harrison 1998", grade Definition;
        /// Conservation of resources: exhaustion uses resources up.
        value conservation_of_resources: bool = true, unit "yes or no", range .., source "Hobfoll 1989", grade Definition;
        /// Cognitive load: overload costs time and makes errors.
        value cognitive_load: bool = true, unit "yes or no", range .., source "Sweller 1988", grade Definition;
        /// Emotional contagion: colleagues' states add to one's own gain.
        value emotional_contagion: bool = true, unit "yes or no", range .., source "Hatfield 1994; Bakker 2001", grade Definition;
        /// Workload redistribution: colleagues take over work of those who are away or have left. Off: a stand-in from outside, of whom nothing else is known, does the work of each.
        value workload_redistribution: bool = true, unit "yes or no", range .., source "mission source 001", grade Definition;
    }
}

section! {
    /// Means of the shipped baseline.
    pub struct Reference {
        /// Exhaustion of clinicians.
        value exhaustion: f64 = 0.487, unit "share", range 0.01..=0.99, source "docs/people-check.md: mean of the baseline", grade Calibrated;
        /// Its standard deviation between clinicians.
        value exhaustion_sd: f64 = 0.19, unit "share", range 0.01..=0.5, source "docs/people-check.md", grade Calibrated;
        /// Fatigue of clinicians, mean of a week.
        value fatigue: f64 = 0.254, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Cynicism of clinicians.
        value cynicism: f64 = 0.222, unit "share", range 0.01..=0.99, source "docs/people-check.md", grade Calibrated;
        /// Its standard deviation.
        value cynicism_sd: f64 = 0.13, unit "share", range 0.01..=0.5, source "docs/people-check.md", grade Calibrated;
        /// Demand of a clinician's day at work.
        value demand: f64 = 1.08, unit "full days", range 0.05..=5.0, source "docs/people-check.md", grade Calibrated;
        /// Minutes worked on a clinician's day at work.
        value worked_minutes: f64 = 545.0, unit "minutes", range 1.0..=1440.0, source "docs/people-check.md", grade Calibrated;
        /// Of these after hours.
        value after_hours_minutes: f64 = 76.0, unit "minutes", range 0.0..=1440.0, source "docs/people-check.md", grade Calibrated;
        /// Recovery window left by work after hours, mean over all days.
        value recovery_window: f64 = 0.942, unit "share", range 0.01..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Control.
        value control: f64 = 0.507, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Support.
        value support: f64 = 0.85, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Leadership.
        value leadership: f64 = 0.837, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Fairness.
        value fairness: f64 = 0.949, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Fit of people and their work.
        value fit: f64 = 0.926, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Supplies of autonomy, recognition and meaning, their mean.
        value supply: f64 = 0.658, unit "share", range 0.01..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Efficacy.
        value efficacy: f64 = 0.86, unit "share", range 0.01..=0.99, source "docs/people-check.md", grade Calibrated;
        /// Moral residue.
        value moral_residue: f64 = 0.12, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Trauma.
        value trauma: f64 = 0.094, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Share of work with patients.
        value meaningful_share: f64 = 0.43, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Extraneous share of work.
        value extraneous_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Room to learn that work with patients leaves clinicians.
        value germane: f64 = 0.196, unit "share", range 0.001..=1.0, source "docs/people-check.md", grade Calibrated;
        /// Mean slow-down factor, which published minutes contain.
        value slow_down: f64 = 1.0179, unit "ratio", range 1.0..=3.0, source "docs/people-check.md", grade Calibrated;
        /// Mean overload factor of work with patients, which published minutes contain.
        value overload: f64 = 1.0065, unit "ratio", range 1.0..=3.0, source "docs/people-check.md", grade Calibrated;
    }
}

/// From this gain on, a push is amplified more than threefold.
pub const GAIN_WARNED: f64 = 0.7;
/// From this gain on, the loop runs away.
pub const GAIN_REFUSED: f64 = 0.95;

impl WellBeing {
    /// The loop of work and exhaustion at the reference, with the theories that take part.
    pub fn with_loop<T>(&self, look: impl FnOnce(&Loop<'_>) -> T) -> T {
        let on = |yes: bool, value: f64| if yes { value } else { 0.0 };
        let contagion = Contagion {
            exhaustion: on(self.theories.emotional_contagion, self.contagion.exhaustion),
            ..self.contagion.clone()
        };
        let of = &self.reference;
        look(&Loop {
            demand: &self.demand,
            resources: &self.resources,
            loses_resources: self.theories.conservation_of_resources,
            fatigue: &self.fatigue,
            exhaustion: &self.exhaustion,
            contagion: &contagion,
            feedback: &self.feedback,
            at: of.exhaustion,
            fatigue_week: of.fatigue,
            resources_at: (of.control + of.support + of.leadership + of.fairness + of.fit) / 5.0,
            worked: of.worked_minutes,
            after_hours: of.after_hours_minutes,
        })
    }
}
