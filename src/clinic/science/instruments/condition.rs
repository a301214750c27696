//! Conditions that look alike (burnout, moral injury, compassion fatigue, depression), and screens that name them.
//!
//! A screen sees burnout through the MBI and each other condition through a signal: state + N(0, SD) ≥ threshold.
//! A form with room for one label takes the first signal of a list of priority; with burnout first, as such forms
//! have it, somebody with moral injury who is also exhausted is called burned out. The mission's claim (source 002)
//! is that most moral injury is missed that way. Given the state, the signals are independent.

use super::Wellbeing;
use super::mbi::{Mbi, Rule};
use super::scale::Threshold;
use crate::declaration::{choice, section};
use crate::engine::random::Stream;

choice! {
    /// A condition of a person, or the label of a screen.
    pub enum Condition {
        /// Burnout by a rule of three scores.
        Burnout = "burnout",
        /// Moral injury.
        MoralInjury = "moral_injury",
        /// Compassion fatigue: secondary trauma.
        CompassionFatigue = "compassion_fatigue",
        /// Depression.
        Depression = "depression",
    }
}

impl Condition {
    /// All conditions, in the order of tables.
    pub const ALL: [Condition; 4] =
        [Condition::Burnout, Condition::MoralInjury, Condition::CompassionFatigue, Condition::Depression];
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();
}

/// Which conditions a person has, or which labels a screen gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conditions([bool; Condition::COUNT]);

impl Conditions {
    /// From a function of the condition.
    pub fn from_fn(mut has: impl FnMut(Condition) -> bool) -> Self {
        Self(Condition::ALL.map(&mut has))
    }

    /// This one alone.
    pub fn only(condition: Condition) -> Self {
        Self::from_fn(|other| other == condition)
    }

    /// Whether it is among them.
    pub fn has(self, condition: Condition) -> bool {
        self.0[condition as usize]
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

section! {
    /// From where on a state counts as a condition.
    pub struct ConditionThresholds {
        /// Rule of burnout.
        value burnout_rule: Rule = Rule::Either, unit "rule", range .., source "the usual rule of national surveys (C77)", grade Definition;
        /// Moral injury from this moral residue on.
        value moral_injury: f64 = 0.25, unit "share", range 0.01..=1.0, source "no source found", grade Assumption;
        /// Compassion fatigue from this secondary trauma on.
        value compassion_fatigue: f64 = 0.25, unit "share", range 0.01..=1.0, source "no source found", grade Assumption;
        /// Depression from this trait on.
        value depression: f64 = 0.5, unit "share", range 0.01..=1.0, source "no source found", grade Assumption;
    }
}

impl ConditionThresholds {
    /// State and threshold of a condition other than burnout.
    fn of(&self, condition: Condition, person: &Wellbeing) -> Option<(f64, f64)> {
        match condition {
            Condition::Burnout => None,
            Condition::MoralInjury => Some((person.moral_injury, self.moral_injury)),
            Condition::CompassionFatigue => Some((person.trauma, self.compassion_fatigue)),
            Condition::Depression => Some((person.depression, self.depression)),
        }
    }

    /// The conditions that a person truly has; burnout by the cut-offs of `mbi` on true scores.
    pub fn truly(&self, person: &Wellbeing, mbi: &Mbi) -> Conditions {
        Conditions::from_fn(|condition| match self.of(condition, person) {
            None => mbi.truly(person, self.burnout_rule),
            Some((state, threshold)) => state >= threshold,
        })
    }
}

section! {
    /// A screen that names conditions: one label for everybody, or as many as apply.
    pub struct ConditionScreen {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 12.0, unit "minutes", range 0.0..=120.0, source "the MBI and some items more; no source found", grade Assumption;
        /// Whether the form has room for one label only.
        value one_label: bool = true, unit "yes or no", range .., source "source 002: screens give one label", grade MissionSource;
        /// With one label: the first of these that shows is given. What is not in the list is never named.
        value priority: Vec<Condition> = Condition::ALL.to_vec(), unit "conditions", range .., source "source 002: the label defaults to burnout; order of the others assumed", grade MissionSource;
        /// Standard deviation of the noise of the signals of moral injury, compassion fatigue and depression.
        value signal_noise: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

impl ConditionScreen {
    fn signal(&self, threshold: f64) -> Threshold {
        Threshold { cut: threshold, noise_sd: self.signal_noise }
    }

    /// What the screen notices in a person, before labels are given. Takes six uniforms.
    pub fn notices(
        &self,
        person: &Wellbeing,
        mbi: &Mbi,
        thresholds: &ConditionThresholds,
        stream: &mut Stream,
    ) -> Conditions {
        let burned_out = mbi.positive(mbi.ask(person, stream), thresholds.burnout_rule);
        Conditions::from_fn(|condition| match thresholds.of(condition, person) {
            None => burned_out,
            Some((state, threshold)) => self.signal(threshold).read(state, stream),
        })
    }

    /// The labels for what was noticed: all of it, or the first by priority.
    pub fn labels(&self, noticed: Conditions) -> Conditions {
        if !self.one_label {
            return noticed;
        }
        let first = self.priority.iter().copied().find(|condition| noticed.has(*condition));
        first.map_or_else(Conditions::default, Conditions::only)
    }

    /// How likely each condition is noticed, in the order of [`Condition::ALL`].
    fn notice_chances(
        &self,
        person: &Wellbeing,
        mbi: &Mbi,
        thresholds: &ConditionThresholds,
    ) -> [f64; Condition::COUNT] {
        Condition::ALL.map(|condition| match thresholds.of(condition, person) {
            None => mbi.chance(person, thresholds.burnout_rule),
            Some((state, threshold)) => self.signal(threshold).chance(state),
        })
    }

    /// How likely a person gets each label, in the order of [`Condition::ALL`]: with one label, that it is noticed
    /// and nothing before it in the list.
    pub fn label_chances(
        &self,
        person: &Wellbeing,
        mbi: &Mbi,
        thresholds: &ConditionThresholds,
    ) -> [f64; Condition::COUNT] {
        let noticed = self.notice_chances(person, mbi, thresholds);
        if !self.one_label {
            return noticed;
        }
        let mut labels = [0.0; Condition::COUNT];
        let mut nothing_yet = 1.0;
        for condition in &self.priority {
            let index = *condition as usize;
            labels[index] = nothing_yet * noticed[index];
            nothing_yet *= 1.0 - noticed[index];
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::super::confusion::Confusion;
    use super::*;
    use crate::engine::distribution::normal::quantile;
    use crate::engine::random::{Identity, Purpose, Seed};

    fn defaults() -> (ConditionScreen, Mbi, ConditionThresholds) {
        use super::super::defaults;
        (defaults(), defaults(), defaults())
    }

    #[test]
    fn conditions_begin_at_their_thresholds() {
        let (_, mbi, thresholds) = defaults();
        let person = Wellbeing {
            moral_injury: 0.25,
            trauma: 0.24,
            depression: 0.9,
            ..Wellbeing::of_scores(26.0, 9.0, 40.0)
        };
        let truly = thresholds.truly(&person, &mbi);
        let expected = [false, true, false, true];
        assert_eq!(Condition::ALL.map(|condition| truly.has(condition)), expected);
        let exhausted = Wellbeing { exhaustion_score: 27.0, ..person };
        assert!(thresholds.truly(&exhausted, &mbi).has(Condition::Burnout) && !truly.is_none());
    }

    #[test]
    fn one_label_goes_by_priority() {
        let (mut screen, ..) = defaults();
        let both = Conditions([true, true, false, true]);
        assert_eq!(screen.labels(both), Conditions::only(Condition::Burnout));
        assert!(screen.labels(Conditions::default()).is_none());
        screen.priority = vec![Condition::Depression, Condition::MoralInjury];
        assert_eq!(screen.labels(both), Conditions::only(Condition::Depression));
        assert!(
            screen.labels(Conditions::only(Condition::Burnout)).is_none(),
            "what is not listed is not named"
        );
        screen.one_label = false;
        assert_eq!(screen.labels(both), both);
    }

    /// People whose moral residue goes with their exhaustion (correlation 0.5), as moral distress drains.
    fn morally_distressed() -> Vec<Wellbeing> {
        let mut stream = Seed::new(6, 0).stream(Purpose::named("people of a test"), Identity::named("all"));
        let mut normal = || quantile(stream.uniform());
        (0..20_000)
            .map(|_| {
                let (shared, own) = (normal(), normal());
                let moral = 0.5 * shared + 0.866 * own;
                let scores = (23.8 + 11.9 * shared).clamp(0.0, 54.0);
                let cynicism = (9.0 + 3.5 * shared + 4.8 * normal()).clamp(0.0, 30.0);
                Wellbeing {
                    moral_injury: (0.1 + 0.15 * moral).clamp(0.0, 1.0),
                    ..Wellbeing::of_scores(scores, cynicism, 40.0)
                }
            })
            .collect()
    }

    fn table(screen: &ConditionScreen, people: &[Wellbeing]) -> (Confusion, [f64; Condition::COUNT]) {
        let (_, mbi, thresholds) = defaults();
        let mut stream = Seed::new(9, 0).stream(Purpose::named("test of a screen"), Identity::named("all"));
        let mut confusion = Confusion::default();
        let mut expected = [0.0; Condition::COUNT];
        for person in people {
            let noticed = screen.notices(person, &mbi, &thresholds, &mut stream);
            confusion.add(thresholds.truly(person, &mbi), screen.labels(noticed));
            let chances = screen.label_chances(person, &mbi, &thresholds);
            expected.iter_mut().zip(chances).for_each(|(sum, chance)| *sum += chance);
        }
        (confusion, expected)
    }

    /// A count of labels among 20,000 people has a standard deviation of at most 71; 4.5 of them, for 8 counts:
    /// false alarm 6e-5 for a new seed.
    #[test]
    fn one_label_misses_most_moral_injury_and_several_do_not() {
        let people = morally_distressed();
        let (mut screen, ..) = defaults();
        let (one, expected_one) = table(&screen, &people);
        screen.one_label = false;
        let (several, expected_several) = table(&screen, &people);
        for (confusion, expected) in [(&one, expected_one), (&several, expected_several)] {
            for condition in Condition::ALL {
                let off = confusion.labelled(condition) as f64 - expected[condition as usize];
                assert!(off.abs() < 4.5 * 71.0, "{condition:?} {off}");
            }
        }
        let missed = |table: &Confusion| table.missed_share(Condition::MoralInjury).expect("some have it");
        assert!(missed(&one) > 0.5 && missed(&several) < 0.3, "{} {}", missed(&one), missed(&several));
        let taken = one.share(Condition::MoralInjury, Condition::Burnout).expect("some have it");
        assert!(taken > 0.5, "{taken}");
    }
}
