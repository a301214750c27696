//! Demands, resources, fit and strain of a day. All demands are minutes, so every weight is a ratio of minutes.

use crate::declaration::section;

section! {
    /// What counts as demand.
    pub struct Demand {
        /// Further weight of a minute after hours: evening, early morning, weekend, logged or not (a_AH).
        value after_hours_weight: f64 = 0.75, unit "minutes per minute", range 0.0..=3.0, source "dynamics D1; plausible 0.5 to 1", grade Assumption;
        /// Further weight of an extraneous minute: searching, log-ins, low-value messages, gap work, interruptions (a_X).
        value extraneous_weight: f64 = 0.5, unit "minutes per minute", range 0.0..=3.0, source "dynamics D1, informed by Melnick 2020 (C85)", grade Assumption;
        /// Weight of a minute of conflict with life at home: sessions outside `home_hours`, the way to work (a_H).
        value conflict_weight: f64 = 0.5, unit "minutes per minute", range 0.0..=3.0, source "dynamics D1", grade Assumption;
        /// Weight of a morally or emotionally heavy event (a_M).
        value moral_event_minutes: f64 = 30.0, unit "minutes", range 0.0..=240.0, source "dynamics D1", grade Assumption;
        /// Exponent of the full-time share by which demands are divided (theta): 0 judges the hours worked, 1 the load for each hour of employment. Between, so that part-timers are not free of burnout by construction.
        value part_time_exponent: f64 = 0.5, unit "exponent", range 0.0..=1.0, source "dynamics D1", grade Assumption;
        /// Begin of the hours in which work does not clash with life at home.
        value home_hours_from: crate::declaration::clock::ClockTime = crate::declaration::clock::ClockTime(450), unit "clock time", range .., source "no source found", grade Assumption;
        /// Their end.
        value home_hours_until: crate::declaration::clock::ClockTime = crate::declaration::clock::ClockTime(1050), unit "clock time", range .., source "no source found", grade Assumption;
        /// Minutes of the way to work and back, of which `conflict_weight` counts.
        value commute_minutes: f64 = 0.0, unit "minutes", range 0.0..=300.0, source "none: 0 is the neutral value", grade Definition;
        /// Conflict of a day at work that the reference contains already, as everybody's: only what lies above or below it counts.
        value ordinary_conflict_minutes: f64 = 0.0, unit "minutes", range 0.0..=300.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// What people have to meet demands with, each in [0, 1] from what happened.
    pub struct Resources {
        /// How much full resources damp demands (b); JD-R buffering.
        value buffer: f64 = 0.5, unit "share", range 0.0..=0.9, source "Bakker and Demerouti 2007 (form); size: dynamics D1, plausible 0 to 0.8", grade Assumption;
        /// How much of the resources full exhaustion uses up (lambda): the loss spiral of conservation of resources.
        value loss_spiral: f64 = 0.3, unit "share", range 0.0..=0.8, source "Hobfoll 1989 (form); size: dynamics D8, plausible 0 to 0.5", grade Assumption;
        /// Days at work over which resources are remembered (time constant).
        value memory_days: f64 = 20.0, unit "days", range 1.0..=400.0, source "no source found", grade Assumption;
        /// Help counts as received if it comes within so many minutes.
        value help_within_minutes: f64 = 10.0, unit "minutes", range 0.0..=480.0, source "no source found", grade Assumption;
        /// Share of the working time in rules and gap work at which leadership, as felt, falls to 37 %.
        value obstacle_tolerance: f64 = 0.1, unit "share", range 0.001..=10.0, source "no source found", grade Assumption;
        /// How steeply fairness falls with the own load above the team's: it falls to 37 % where the excess is one over this.
        value unfairness: f64 = 2.0, unit "per relative excess", range 0.0..=20.0, source "no source found", grade Assumption;
        /// Share of time on meaningful work (with patients) at which 63 % of the need for meaning is met.
        value meaningful_share: f64 = 0.2, unit "share", range 0.01..=1.0, source "Shanafelt 2009 (C108): 20 % of time", grade PublishedUnverified;
        /// Mean of what people need of autonomy, recognition and meaning.
        value need_mean: f64 = 0.65, unit "share", range 0.05..=0.95, source "no source found", grade Assumption;
        /// How much they differ in it: standard deviation of the log odds.
        value need_sd: f64 = 0.7, unit "log odds", range 0.0..=3.0, source "no source found", grade Assumption;
        /// How much they differ in what matters to them: coefficient of variation of each weight before these are scaled to 1.
        value weight_cv: f64 = 0.7, unit "ratio", range 0.0..=2.0, source "no source found", grade Assumption;
    }
}

impl Demand {
    /// Conflict that the reference of a day contains, in minutes: none on a day without the way to work.
    pub fn ordinary_conflict(&self, on_the_way: bool) -> f64 {
        if on_the_way { self.ordinary_conflict_minutes } else { 0.0 }
    }
}

/// Number of needs: autonomy, recognition, meaning.
pub const NEEDS: usize = 3;

/// What a day asked of a person, in minutes but for the events.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Minutes {
    /// Worked.
    pub worked: f64,
    /// Of these after hours.
    pub after_hours: f64,
    /// Extraneous ones.
    pub extraneous: f64,
    /// Conflict with life at home.
    pub conflict: f64,
    /// Whether it was a day with the way to work: rostered, and at work.
    pub on_the_way: bool,
    /// Heavy events.
    pub moral_events: f64,
}

/// Demand of a day in full days of 480 minutes: `D = (W + a_AH·AH + a_X·X + a_H·H + a_M·n_M)/480/FTE^θ` (dynamics D1).
/// Of the conflict, what everybody's
/// ordinary day contains does not count. Valid for any minutes of at least 0 and a full-time share in (0, 1].
pub fn demand(minutes: &Minutes, fte: f64, settings: &Demand) -> f64 {
    let sum = minutes.worked
        + settings.after_hours_weight * minutes.after_hours
        + settings.extraneous_weight * minutes.extraneous
        + settings.conflict_weight * (minutes.conflict - settings.ordinary_conflict(minutes.on_the_way))
        + settings.moral_event_minutes * minutes.moral_events;
    sum.max(0.0) / 480.0 / libm::pow(fte, settings.part_time_exponent)
}

/// Person-environment fit: `1 − Σ n_k·max(0, need_k − supply_k)` with weights that sum to 1 (Edwards, Caplan and Harrison
/// 1998; dynamics D1). Needs and supplies in [0, 1], so the fit is as well. With equal weights it is the reward side of
/// effort-reward imbalance.
pub fn fit(needs: &[f64; NEEDS], weights: &[f64; NEEDS], supplies: &[f64; NEEDS]) -> f64 {
    let missing = |k: usize| weights[k] * (needs[k] - supplies[k]).max(0.0);
    1.0 - (0..NEEDS).map(missing).sum::<f64>()
}

/// Control as Karasek (1979) means it, measured: the share of a day's work that went as planned, in [0, 1]. Unplanned are
/// minutes beyond the roster and minutes of interruptions.
pub fn control(worked: f64, unplanned: f64) -> f64 {
    if worked > 0.0 { (1.0 - unplanned / worked).max(0.0) } else { 1.0 }
}

/// Leadership as felt: promises kept (share of what was announced that is really done), times `e^−(obstacles/tolerance)`
/// with obstacles as the share of work in rules and gap work. In [0, 1] by construction.
pub fn leadership(promises_kept: f64, obstacle_share: f64, tolerance: f64) -> f64 {
    promises_kept * libm::exp(-obstacle_share / tolerance)
}

/// Fairness: `e^(−k·max(0, (own load/team's)/(own reward/team's) − 1))`; 1 where nobody carries more for less (Siegrist
/// 1996 and Adams' equity, as a comparison with the team). In (0, 1].
pub fn fairness(own_load: f64, team_load: f64, own_reward: f64, team_reward: f64, slope: f64) -> f64 {
    if team_load <= 0.0 || own_reward <= 0.0 || team_reward <= 0.0 {
        return 1.0;
    }
    let relative = own_load / team_load * team_reward / own_reward;
    libm::exp(-slope * (relative - 1.0).max(0.0))
}

/// Meaning that a share of time with patients supplies: `1 − e^−(share/m)`; 63 % at the share m (C108: a fifth of the time).
pub fn meaning(share: f64, settings: &Resources) -> f64 {
    -libm::expm1(-share / settings.meaningful_share)
}

/// Resources less what exhaustion uses up: `R_eff = R·(1 − λE)` (Hobfoll 1989; dynamics D1).
#[inline]
pub fn effective_resources(resources: f64, loss_spiral: f64, exhaustion: f64) -> f64 {
    resources * (1.0 - loss_spiral * exhaustion)
}

/// Strain: `S = D·(1 − b·R_eff)` (Bakker and Demerouti 2007; demand-control is the case in which resources are control).
#[inline]
pub fn strain(demand: f64, buffer: f64, effective_resources: f64) -> f64 {
    demand * (1.0 - buffer * effective_resources)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    fn defaults<S: Section>() -> S {
        S::read(None, "", &mut Faults::default()).expect("all have defaults")
    }

    #[test]
    fn demand_by_hand() {
        let minutes = Minutes {
            worked: 600.0,
            after_hours: 80.0,
            extraneous: 40.0,
            conflict: 20.0,
            on_the_way: true,
            moral_events: 2.0,
        };
        // (600 + 60 + 20 + 10 + 60)/480
        assert!((demand(&minutes, 1.0, &defaults()) - 750.0 / 480.0).abs() < 1e-12);
        assert!((demand(&minutes, 0.25, &defaults()) - 2.0 * 750.0 / 480.0).abs() < 1e-12);
    }

    /// Dr X wants to decide, Dr Y to be recognised (source 002): more recognition helps Y only.
    #[test]
    fn recognition_helps_whom_it_matters_to() {
        let (x, y) = ([0.8, 0.1, 0.1], [0.1, 0.8, 0.1]);
        let needs = [0.8, 0.8, 0.5];
        let gain = |weights: &[f64; 3]| {
            fit(&needs, weights, &[0.5, 0.8, 0.5]) - fit(&needs, weights, &[0.5, 0.5, 0.5])
        };
        assert!((gain(&y) - 0.24).abs() < 1e-12 && (gain(&x) - 0.03).abs() < 1e-12);
        assert_eq!(fit(&needs, &x, &[1.0; 3]), 1.0, "more than is needed adds nothing");
    }

    #[test]
    fn resources_damp_demands_more_where_demands_are_high() {
        let relief = |d| strain(d, 0.5, 0.2) - strain(d, 0.5, 0.8);
        assert!(relief(1.4) > relief(0.7));
        assert!((strain(1.2, 0.5, 0.5) - 0.9).abs() < 1e-12);
        assert!((effective_resources(0.6, 0.3, 0.5) - 0.51).abs() < 1e-12);
    }

    #[test]
    fn resources_are_shares() {
        assert_eq!(control(500.0, 100.0), 0.8);
        assert_eq!((control(0.0, 0.0), control(10.0, 20.0)), (1.0, 0.0));
        assert!((leadership(0.5, 0.1, 0.1) - 0.5 / std::f64::consts::E).abs() < 1e-12);
        assert!((fairness(1.5, 1.0, 0.6, 0.6, 2.0) - 1.0 / std::f64::consts::E).abs() < 1e-12);
        assert_eq!(fairness(0.8, 1.0, 0.6, 0.6, 2.0), 1.0);
        assert!(fairness(1.0, 1.0, 0.3, 0.6, 2.0) < 0.2, "the same load for half the reward");
        assert!((meaning(0.2, &defaults()) - 0.632).abs() < 1e-3);
    }
}
