//! Fatigue (hours to days) and the three legs of burnout (months): exhaustion, cynicism, efficacy. All in [0, 1] by
//! construction. Forms: dynamics D2 and D4; scales of the Maslach inventory only as units of output.

use super::relax;
use crate::declaration::section;

/// Points of the scale of exhaustion.
pub const EXHAUSTION_POINTS: f64 = 54.0;
/// Points of the scale of cynicism (depersonalisation).
pub const CYNICISM_POINTS: f64 = 30.0;
/// Points of the scale of efficacy (personal accomplishment).
pub const EFFICACY_POINTS: f64 = 48.0;
/// The window of recovery after work: 16 hours, in minutes.
const RECOVERY_MINUTES: f64 = 960.0;

section! {
    /// Fatigue: gone after rest, and so not burnout.
    pub struct Fatigue {
        /// How fast strain tires (phi).
        value per_strain: f64 = 0.5, unit "per full day of strain", range 0.0..=10.0, source "dynamics D2", grade Assumption;
        /// Time constant of its recovery off work.
        value recovery_days: f64 = 1.2, unit "days", range 0.05..=30.0, source "Meijman and Mulder 1998 (effort-recovery, form); size: dynamics D2", grade Assumption;
        /// Share of the score of exhaustion that is the mean fatigue of the last seven days (w): what a holiday takes away at once.
        value score_share: f64 = 0.25, unit "share", range 0.0..=0.9, source "dynamics D2", grade Assumption;
    }
}

section! {
    /// Emotional exhaustion.
    pub struct Exhaustion {
        /// Exponent of strain (p).
        value strain_exponent: f64 = 1.979, unit "exponent", range 0.5..=4.0, source "docs/people-calibration.md, V7; plausible 1 to 2.5 (dynamics D8)", grade Calibrated;
        /// Half-life of a deviation at the reference.
        value half_life_days: f64 = 180.0, unit "days", range 20.0..=2000.0, source "dynamics D2 (C112); plausible 90 to 365", grade Assumption;
        /// Rate of gain at strain 1 over rate of recovery with whole evenings (alpha/rho).
        value gain_ratio: f64 = 1.508, unit "ratio", range 0.01..=100.0, source "docs/people-calibration.md, V4", grade Calibrated;
        /// How much people differ: standard deviation of the log gain.
        value person_sd: f64 = 0.7517, unit "log gain", range 0.0..=3.0, source "docs/people-calibration.md, V4 (dynamics D8: variance 0.55)", grade Calibrated;
        /// How much clinics differ beyond what is simulated.
        value clinic_sd: f64 = 0.15, unit "log gain", range 0.0..=2.0, source "dynamics D8 (variance 0.0225)", grade Assumption;
        /// How much each person's life drifts: standard deviation of the log gain.
        value drift_sd: f64 = 0.7066, unit "log gain", range 0.0..=3.0, source "docs/people-calibration.md, V5 (dynamics D8: variance 0.80)", grade Calibrated;
        /// Correlation time of that drift.
        value drift_days: f64 = 90.0, unit "days", range 1.0..=2000.0, source "dynamics D2; plausible 30 to 365", grade Assumption;
        /// How much a year at strain 1 wears off the rate of recovery for good: cracks of metal fatigue.
        value wear_per_year: f64 = 0.0, unit "per year of strain", range 0.0..=1.0, source "mission source 003; 0 is off", grade Assumption;
    }
}

section! {
    /// Cynicism (depersonalisation): driven by exhaustion and by unfair exchange, not by load directly.
    pub struct Cynicism {
        /// Rate of gain at full exhaustion (gamma_C).
        value gain_per_day: f64 = 0.003124, unit "per day", range 0.0..=1.0, source "docs/people-calibration.md, V4 and V5", grade Calibrated;
        /// Rate of recovery (rho_C).
        value recovery_per_day: f64 = 0.003248, unit "per day", range 0.0001..=1.0, source "docs/people-calibration.md, V5", grade Calibrated;
        /// How much people differ: standard deviation of the log gain (u_C).
        value person_sd: f64 = 0.369, unit "log gain", range 0.0..=3.0, source "dynamics D4: else exhaustion and cynicism go together more than they do", grade Calibrated;
        /// Weight of effort beyond reward (eta), relative to the reference of both.
        value imbalance_weight: f64 = 0.5, unit "ratio", range 0.0..=10.0, source "Siegrist 1996 (form); size: dynamics D8", grade Assumption;
        /// How much support speeds up recovery (s).
        value support_weight: f64 = 0.0, unit "ratio", range 0.0..=10.0, source "dynamics D4: support acts through resources", grade Assumption;
    }
}

section! {
    /// Efficacy (personal accomplishment).
    pub struct Efficacy {
        /// Gain for meaningful work alone (a1).
        value gain_per_day: f64 = 0.02086, unit "per day", range 0.0..=1.0, source "docs/people-calibration.md, C76", grade Calibrated;
        /// Loss at full cynicism (a2).
        value cynicism_loss_per_day: f64 = 0.005, unit "per day", range 0.0..=1.0, source "dynamics D4", grade Assumption;
        /// Loss where nothing that is due gets finished (a3).
        value unfinished_loss_per_day: f64 = 0.002, unit "per day", range 0.0..=1.0, source "dynamics D4", grade Assumption;
        /// How much people differ: standard deviation of the log gain.
        value person_sd: f64 = 0.5694, unit "log gain", range 0.0..=3.0, source "dynamics D4", grade Calibrated;
    }
}

/// Fatigue after a day: work tires (`F += (1−F)(1−e^(−φS))`), then the hours off work restore (`F·e^(−h/(24τ))`).
pub fn fatigue(before: f64, strain: f64, off_hours: f64, settings: &Fatigue) -> f64 {
    let tired = relax(before, settings.per_strain * strain, 0.0);
    relax(tired, 0.0, off_hours / (24.0 * settings.recovery_days))
}

/// The share of the recovery window that work after hours and conflict leave: `q = 1 − (AH + H)/960`, weekends included.
pub fn recovery_window(after_hours_minutes: f64, conflict_minutes: f64) -> f64 {
    (1.0 - (after_hours_minutes + conflict_minutes) / RECOVERY_MINUTES).clamp(0.0, 1.0)
}

/// Rates of the reference: recovery ρ with whole evenings, and gain α at strain 1, per day. A deviation at the reference E
/// relaxes by `g + r` = ln 2/half-life, of which `r = ρ·q` is the share 1 − E.
pub fn rates(settings: &Exhaustion, reference_exhaustion: f64, reference_window: f64) -> (f64, f64) {
    let relaxation = std::f64::consts::LN_2 / settings.half_life_days;
    let recovery = relaxation * (1.0 - reference_exhaustion) / reference_window;
    (settings.gain_ratio * recovery, recovery)
}

/// Exhaustion of the next day: `E += (1−E)(1−e^(−g)) − E(1−e^(−r))` with `g = α·e^(log gain)·(1 + μ_T·T)·mean₇(S^p)` and
/// `r = ρ·q`. Steady state: `logit E* = ln(α/ρ) + ln mean(S^p) − ln q + u + v` (a logistic regression).
#[inline]
pub fn exhaustion(before: f64, gain: f64, recovery: f64) -> f64 {
    relax(before, gain, recovery)
}

/// Effort over reward, both against their references: `ER = (D/D_ref)/(supply/supply_ref)` (Siegrist 1996).
pub fn effort_reward(demand: f64, demand_reference: f64, supply: f64, supply_reference: f64) -> f64 {
    (demand / demand_reference) / (supply / supply_reference).max(1e-6)
}

/// Cynicism of the next day: gain `γ·e^(log gain)·E²·(1 + η·max(0, ER − 1))·(1 + μM)`, recovery `ρ_C(1 + s·support)`.
/// Load has no direct way to it (C1: no link of cynicism with work at the record).
pub fn cynicism(before: f64, now: &CynicismDrivers, settings: &Cynicism) -> f64 {
    let imbalance = 1.0 + settings.imbalance_weight * (now.effort_reward - 1.0).max(0.0);
    let gain = settings.gain_per_day
        * libm::exp(now.log_gain)
        * now.exhaustion
        * now.exhaustion
        * imbalance
        * (1.0 + now.moral);
    relax(before, gain, settings.recovery_per_day * (1.0 + settings.support_weight * now.support))
}

/// What moves cynicism.
#[derive(Debug, Clone, Copy, Default)]
pub struct CynicismDrivers {
    /// The own log gain, and what colleagues add.
    pub log_gain: f64,
    /// Exhaustion.
    pub exhaustion: f64,
    /// Effort over reward.
    pub effort_reward: f64,
    /// Weight of moral residue times residue.
    pub moral: f64,
    /// Support, in [0, 1].
    pub support: f64,
}

/// Efficacy of the next day: gain `a₁·e^(log gain)·meaningful share`, loss `a₂·C + a₃·unfinished share`; on a day without
/// work nothing moves.
pub fn efficacy(
    before: f64,
    log_gain: f64,
    meaningful_share: f64,
    cynicism: f64,
    unfinished_share: f64,
    settings: &Efficacy,
) -> f64 {
    let gain = settings.gain_per_day * libm::exp(log_gain) * meaningful_share;
    let loss =
        settings.cynicism_loss_per_day * cynicism + settings.unfinished_loss_per_day * unfinished_share;
    relax(before, gain, loss)
}

/// The score of exhaustion without noise: `54·((1−w)E + w·F₇)`.
#[inline]
pub fn exhaustion_score(exhaustion: f64, fatigue_week: f64, settings: &Fatigue) -> f64 {
    EXHAUSTION_POINTS * ((1.0 - settings.score_share) * exhaustion + settings.score_share * fatigue_week)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic::science::logit;
    use crate::declaration::{Faults, Section};

    fn defaults<S: Section>() -> S {
        S::read(None, "", &mut Faults::default()).expect("all have defaults")
    }

    /// Iterated long enough, exhaustion stands where the closed form says.
    #[test]
    fn the_steady_state_is_a_logistic_regression() {
        let settings = Exhaustion { gain_ratio: 1.1, ..defaults() };
        let (alpha, rho) = rates(&settings, 0.45, 0.92);
        for (strain, window, u) in [(1.0_f64, 0.9, 0.0), (1.3, 0.7, -0.5), (0.6, 1.0, 0.8)] {
            let gain = alpha * libm::exp(u) * libm::pow(strain, settings.strain_exponent);
            let end = (0..20_000).fold(0.1, |e, _| exhaustion(e, gain, rho * window));
            let expected =
                libm::log(1.1) + settings.strain_exponent * libm::log(strain) - libm::log(window) + u;
            assert!((logit(end) - expected).abs() < 0.01, "{} {expected}", logit(end));
        }
    }

    #[test]
    fn a_deviation_halves_in_its_half_life() {
        let settings: Exhaustion = Exhaustion { gain_ratio: 0.45 / 0.55, ..defaults() };
        let (alpha, rho) = rates(&settings, 0.45, 1.0);
        let end = (0..180).fold(0.47, |e, _| exhaustion(e, alpha, rho));
        assert!((end - 0.46).abs() < 2e-4, "{end}");
    }

    /// Two weeks away: fatigue is gone within days, exhaustion hardly moves.
    #[test]
    fn rest_cures_fatigue_and_not_burnout() {
        let settings: Fatigue = defaults();
        let tired = (0..5).fold(0.2, |f, _| fatigue(f, 1.1, 14.0, &settings));
        let rested = (0..14).fold(tired, |f, _| fatigue(f, 0.0, 24.0, &settings));
        assert!(tired > 0.3 && rested < 0.001 * tired + 1e-5, "{tired} {rested}");
        let (_, rho) = rates(&defaults(), 0.45, 0.9);
        let after = (0..14).fold(0.6, |e, _| exhaustion(e, 0.0, rho));
        assert!(after > 0.57, "{after}");
    }

    #[test]
    fn cynicism_answers_to_exhaustion_and_imbalance_and_efficacy_to_meaning() {
        let drivers = CynicismDrivers { exhaustion: 0.5, effort_reward: 1.0, ..CynicismDrivers::default() };
        let after = |drivers: &CynicismDrivers| cynicism(0.3, drivers, &defaults());
        assert!(after(&CynicismDrivers { exhaustion: 0.7, ..drivers }) > after(&drivers));
        assert!(after(&CynicismDrivers { effort_reward: 1.5, ..drivers }) > after(&drivers));
        assert_eq!(after(&CynicismDrivers { effort_reward: 0.5, ..drivers }), after(&drivers));
        let efficacy = |m, c| efficacy(0.8, 0.0, m, c, 0.1, &defaults());
        assert!(efficacy(0.5, 0.3) > efficacy(0.1, 0.3) && efficacy(0.5, 0.3) > efficacy(0.5, 0.6));
        assert!((effort_reward(1.5, 1.0, 0.5, 0.5) - 1.5).abs() < 1e-12);
    }

    #[test]
    fn the_score_mixes_the_slow_and_the_fast_state() {
        assert!((exhaustion_score(0.4, 0.6, &defaults()) - 54.0 * 0.45).abs() < 1e-12);
        assert_eq!(recovery_window(96.0, 0.0), 0.9);
    }
}
