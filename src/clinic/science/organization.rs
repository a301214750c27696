//! The organisation's own loops: trust and psychological safety, who makes and removes rules, symptoms relieved or causes
//! repaired, what a metric with stakes does to work. Pure functions; sizes are assumptions unless said otherwise, since no
//! study measured them (dynamics D7, D8).

use super::relax;
use crate::declaration::section;

section! {
    /// The organisation's own loops.
    pub struct Organization {
        /// Trust in leaders and psychological safety.
        table trust: Trust;
        /// Who decides which local rules there are.
        table deciders: Deciders;
        /// What pressure to do something about burnout sets free.
        table urgency: Urgency;
        /// What stakes on a metric do to work.
        table incentives: Incentives;
        /// The composite of linked measures.
        table balance: Balance;
        /// Share of the extraneous minutes that one small improvement of tools or work takes away.
        value improvement_share: f64 = 0.01, unit "share", range 0.0..=0.5, source "no source found", grade Assumption;
        /// Dates of huddles over which a team remembers whether it meets (time constant).
        value huddle_memory: f64 = 10.0, unit "dates", range 1.0..=500.0, source "no source found", grade Assumption;
        /// Dates of a programme over which somebody's part in it is remembered (time constant).
        value attendance_memory: f64 = 3.0, unit "dates", range 1.0..=100.0, source "no source found", grade Assumption;
    }
}

section! {
    /// Trust in leaders, a component of leadership as people feel it, and psychological safety, one of support. Both rest at a level that the reference contains; what happens moves them, slowly up and fast down.
    pub struct Trust {
        /// Resting level of trust.
        value trust: f64 = 0.6, unit "share", range 0.05..=0.95, source "no source found", grade Assumption;
        /// Resting level of psychological safety.
        value openness: f64 = 0.6, unit "share", range 0.05..=0.95, source "no source found", grade Assumption;
        /// Days in which a deviation from these falls to 37 %.
        value memory_days: f64 = 180.0, unit "days", range 1.0..=3650.0, source "no source found", grade Assumption;
        /// How much of leadership, as felt, goes with trust: at 1 no trust leaves none of it, and full trust makes it whole.
        value leadership_weight: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How much of support goes with psychological safety.
        value support_weight: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

section! {
    /// Deciders and rules: a proposed rule has a use for who decides and a cost for those who work by it. It is made if `(1 − vote)·(use − weight·cost) + vote·(shared·use − cost)` is above 0 (principal and agent, mission source 000).
    pub struct Deciders {
        /// Weight of the cost to clinicians in what the decider minds; 1 minds it like the own use.
        value weight: f64 = 0.1, unit "ratio", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Mean cost of a proposed rule to those who work by it, in means of its use to the decider; both are drawn from exponential distributions.
        value cost_mean: f64 = 1.0, unit "ratio", range 0.01..=100.0, source "no source found", grade Assumption;
        /// Share of its use that those see who work by it.
        value shared_use: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

section! {
    /// Shifting the burden: burnout as it is reported makes urgency, urgency sets efforts free; relief takes symptoms and with them the urgency away, repair takes causes away as far as the capability goes, which decays when it is not used (mission sources 001 and 003; dynamics D7). Nothing is set free unless an intervention says how much.
    pub struct Urgency {
        /// Mean reported exhaustion of clinicians above which there is urgency.
        value target_score: f64 = 18.0, unit "points of 54", range 0.0..=54.0, source "no source found", grade Assumption;
        /// Days in which urgency follows what is reported (time constant).
        value days: f64 = 90.0, unit "days", range 1.0..=2000.0, source "no source found", grade Assumption;
        /// Capability to repair causes at the beginning.
        value capability: f64 = 0.2, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// How fast full exercise builds it.
        value capability_gain_per_year: f64 = 1.0, unit "per year", range 0.0..=50.0, source "no source found", grade Assumption;
        /// How fast it decays.
        value capability_loss_per_year: f64 = 0.3, unit "per year", range 0.0..=50.0, source "no source found", grade Assumption;
        /// Fatigue that full relief takes off everybody in a day.
        value relief_share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Rules, of each sort, that full repair removes in a year.
        value rules_repaired_per_year: f64 = 12.0, unit "rules per year", range 0.0..=10000.0, source "no source found", grade Assumption;
        /// Small improvements that full repair makes in a year.
        value improvements_per_year: f64 = 12.0, unit "improvements per year", range 0.0..=10000.0, source "no source found", grade Assumption;
    }
}

section! {
    /// Campbell's law: a metric with stakes is met by moving work out of it (mission source 000; dynamics D7).
    pub struct Incentives {
        /// How fast work is put off with growing stakes (k): `theta = 1 − e^(−k·stakes)` of the work of an evening or a weekend.
        value deferral: f64 = 0.7, unit "per stake", range 0.0..=20.0, source "no source found", grade Assumption;
        /// Share of the work still done in the evening that is done off the log, likewise (psi).
        value off_log: f64 = 0.2, unit "per stake", range 0.0..=20.0, source "no source found", grade Assumption;
        /// What finding back into a note costs that was put off, for each time.
        value rework_share: f64 = 0.05, unit "share", range 0.0..=1.0, source "dynamics D7", grade Assumption;
        /// Share of a note that is left out, likewise, and is missing in its quality.
        value left_out: f64 = 0.05, unit "per stake", range 0.0..=20.0, source "no source found", grade Assumption;
    }
}

section! {
    /// A composite of measures that a gamed metric leaves alone: the weighted mean of each over its reference, 1 at the shipped baseline, lower is better (source 000: composite of linked metrics).
    pub struct Balance {
        /// Weight of minutes after hours, off the log and early morning included.
        value after_hours_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: all alike", grade Assumption;
        /// Their reference.
        value after_hours_reference_minutes: f64 = 90.0, unit "minutes", range 0.1..=1440.0, source "mean of the shipped baseline", grade Calibrated;
        /// Weight of open notes.
        value notes_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: all alike", grade Assumption;
        /// Their reference.
        value notes_reference: f64 = 92.0, unit "notes", range 0.1..=100000.0, source "mean of the shipped baseline", grade Calibrated;
        /// Weight of the intensity in hours.
        value intensity_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: all alike", grade Assumption;
        /// Its reference.
        value intensity_reference: f64 = 0.986, unit "ratio", range 0.01..=10.0, source "mean of the shipped baseline", grade Calibrated;
        /// Weight of what is missing in audited notes to full quality.
        value quality_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: all alike", grade Assumption;
        /// Its reference: the quality.
        value quality_reference: f64 = 0.8755, unit "share", range 0.0..=0.999, source "mean of the shipped baseline", grade Calibrated;
        /// Weight of exhaustion.
        value exhaustion_weight: f64 = 1.0, unit "weight", range 0.0..=100.0, source "no source found: all alike", grade Assumption;
        /// Its reference.
        value exhaustion_reference_points: f64 = 24.0, unit "points of 54", range 0.1..=54.0, source "mean of the shipped baseline", grade Calibrated;
    }
}

/// State of an organisation at one clinic. Shares, unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Trust in leaders.
    pub trust: f64,
    /// Psychological safety.
    pub openness: f64,
    /// Perceived urgency, in points of reported exhaustion.
    pub urgency: f64,
    /// Capability to repair causes.
    pub capability: f64,
    /// Small improvements of tools and work so far.
    pub improvements: f64,
    /// Extraneous minutes that these leave, as a factor.
    pub tools: f64,
    /// How far the team has met lately to plan its day.
    pub huddles: f64,
    /// Effort of relief today, from 0 to 1.
    pub relief: f64,
    /// Effort of repair today, from 0 to 1.
    pub repair: f64,
    /// Mean exhaustion that clinicians reported when they were last asked, in points; none before.
    pub reported: Option<f64>,
}

impl State {
    /// As it is at rest.
    pub fn at_rest(settings: &Organization) -> Self {
        Self {
            trust: settings.trust.trust,
            openness: settings.trust.openness,
            urgency: 0.0,
            capability: settings.urgency.capability,
            improvements: 0.0,
            tools: 1.0,
            huddles: 0.0,
            relief: 0.0,
            repair: 0.0,
            reported: None,
        }
    }
}

const YEAR_DAYS: f64 = 365.25;

/// A level of the next day that gains a share of what is missing, loses a share of itself and returns to rest:
/// `T += (1−T)(1−e^(−g)) − T(1−e^(−l)) + (T₀ − T)(1−e^(−1/τ))`; rates per year. In [0, 1].
pub fn level(now: f64, gain: f64, loss: f64, rest: f64, memory_days: f64) -> f64 {
    let moved = relax(now, gain / YEAR_DAYS, loss / YEAR_DAYS);
    moved - libm::expm1(-1.0 / memory_days) * (rest - moved)
}

/// A resource as felt while something that it contains stands at a level: unchanged at the resting level, made whole by
/// a full one and taken away by none, each as far as the weight says. In [0, 1].
pub fn lifted(resource: f64, level: f64, rest: f64, weight: f64) -> f64 {
    if level >= rest {
        resource + (1.0 - resource) * weight * (level - rest) / (1.0 - rest)
    } else {
        resource * (1.0 - weight * (rest - level) / rest)
    }
}

/// Whether a proposed rule is made: see [`Deciders`]. Use and cost in means of the use; weight and vote in [0, 1].
pub fn is_made(uses: f64, cost: f64, weight: f64, vote: f64, shared_use: f64) -> bool {
    (1.0 - vote) * (uses - weight * cost) + vote * (shared_use * uses - cost) > 0.0
}

/// Urgency of the next day: it follows what is reported above the target (`U' = ((EE − target)⁺ − U)/τ`).
pub fn urgency(now: f64, reported: f64, settings: &Urgency) -> f64 {
    now - libm::expm1(-1.0 / settings.days) * ((reported - settings.target_score).max(0.0) - now)
}

/// An effort that saturates: `1 − e^(−x)`, in [0, 1).
pub fn effort(x: f64) -> f64 {
    -libm::expm1(-x)
}

/// Capability of the next day: built by exercise and by what leaders add, decaying (`K' = a·f·(1 − K) − d·K`).
pub fn capability(now: f64, exercise: f64, added_per_year: f64, settings: &Urgency) -> f64 {
    let gain = settings.capability_gain_per_year * exercise + added_per_year;
    relax(now, gain / YEAR_DAYS, settings.capability_loss_per_year / YEAR_DAYS)
}

/// What stakes do to the work of an evening: shares put off, done off the log, and left out of notes. Linked measures show a
/// part of what leaves the metric, which then does not pay.
pub fn gaming(stakes: f64, linked: f64, settings: &Incentives) -> Gaming {
    let stakes = stakes * (1.0 - linked);
    Gaming {
        put_off: effort(settings.deferral * stakes),
        off_log: effort(settings.off_log * stakes),
        left_out: effort(settings.left_out * stakes),
    }
}

/// What stakes on the metric of work after hours do. Shares.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Gaming {
    /// Of the work of an evening or a weekend, put off.
    pub put_off: f64,
    /// Of the work that is done then, off the log.
    pub off_log: f64,
    /// Of a note, left out.
    pub left_out: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    fn defaults() -> Organization {
        Organization::read(None, "", &mut Faults::default()).expect("all have defaults")
    }

    #[test]
    fn at_rest_nothing_moves() {
        let settings = defaults();
        let rest = settings.trust.trust;
        assert_eq!(level(rest, 0.0, 0.0, rest, 180.0), rest);
        assert_eq!(lifted(0.8, rest, rest, 0.5), 0.8);
        assert_eq!(urgency(0.0, 10.0, &settings.urgency), 0.0);
        assert_eq!(gaming(0.0, 0.0, &settings.incentives), Gaming::default());
        assert_eq!(
            gaming(2.0, 1.0, &settings.incentives),
            Gaming::default(),
            "gaming that shows does not pay"
        );
    }

    #[test]
    fn trust_falls_and_rises_and_comes_back() {
        let down = (0..365).fold(0.6, |t, _| level(t, 0.0, 1.0, 0.6, 180.0));
        let up = (0..365).fold(0.6, |t, _| level(t, 1.0, 0.0, 0.6, 180.0));
        assert!(down < 0.45 && up > 0.7, "{down} {up}");
        let back = (0..1800).fold(down, |t, _| level(t, 0.0, 0.0, 0.6, 180.0));
        assert!((back - 0.6).abs() < 1e-4);
        assert_eq!((lifted(0.8, 0.0, 0.6, 1.0), lifted(0.8, 1.0, 0.6, 1.0)), (0.0, 1.0));
    }

    /// Use 1, cost 2: the decider alone makes it, the front line alone does not; it is made until the vote is large.
    #[test]
    fn who_bears_the_cost_makes_fewer_rules() {
        assert!(is_made(1.0, 2.0, 0.1, 0.0, 0.5) && !is_made(1.0, 2.0, 0.1, 1.0, 0.5));
        assert!(!is_made(1.0, 2.0, 1.0, 0.0, 0.5), "a decider who minds all of it does not");
        let votes: Vec<bool> = (0..=10).map(|v| is_made(1.0, 2.0, 0.1, f64::from(v) / 10.0, 0.5)).collect();
        assert!(votes.windows(2).all(|pair| pair[0] || !pair[1]), "more of a vote never makes more rules");
    }

    #[test]
    fn capability_grows_with_exercise_and_decays_without() {
        let of = defaults().urgency;
        let grown = (0..730).fold(0.2, |k, _| capability(k, 1.0, 0.0, &of));
        let decayed = (0..730).fold(0.2, |k, _| capability(k, 0.0, 0.0, &of));
        assert!(grown > 0.6 && decayed < 0.12, "{grown} {decayed}");
        let pressed = (0..90).fold(0.0, |u, _| urgency(u, 28.0, &of));
        assert!((pressed - 10.0 * (1.0 - libm::exp(-1.0))).abs() < 1e-9);
    }
}
