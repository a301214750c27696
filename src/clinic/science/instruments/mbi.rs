//! The Maslach Burnout Inventory as an emulator: three scales with noise, and three rules of what burnout is.
//!
//! reading = round(true score + depression's part + noise), with noise SD = SD × √(1 − reliability): 4.0, 3.1 and
//! 3.5 points. Maslach, Jackson and Leiter (MBI manual); cut-offs by convention (C77; Brady 2020).

use super::depression::Contamination;
use super::scale::{Scale, noise_sd};
use super::{CYNICISM_TOP, EFFICACY_TOP, EXHAUSTION_TOP, Wellbeing};
use crate::declaration::{choice, section};
use crate::engine::random::Stream;

choice! {
    /// Who counts as burned out by three scores.
    pub enum Rule {
        /// High exhaustion (27 or more).
        ExhaustionOnly = "exhaustion_only",
        /// High exhaustion or high cynicism (27 or more, 10 or more).
        Either = "either",
        /// High exhaustion and high cynicism and low efficacy (33 or less).
        AllThree = "all_three",
    }
}

impl Rule {
    /// All rules.
    pub const ALL: [Rule; 3] = [Rule::ExhaustionOnly, Rule::Either, Rule::AllThree];

    /// The rule applied to what the three scales say.
    fn of(self, high_exhaustion: bool, high_cynicism: bool, low_efficacy: bool) -> bool {
        match self {
            Rule::ExhaustionOnly => high_exhaustion,
            Rule::Either => high_exhaustion || high_cynicism,
            Rule::AllThree => high_exhaustion && high_cynicism && low_efficacy,
        }
    }
}

section! {
    /// The Maslach Burnout Inventory as an emulator: three scales, no items. Its cut-offs also say who is truly burned out.
    pub struct Mbi {
        /// Exhaustion is high from this score on.
        value exhaustion_cut: u32 = 27, unit "points of 54", range 1.0..=54.0, source "C77: MBI-HSS convention, found in Brady 2020", grade Published;
        /// Cynicism is high from this score on.
        value cynicism_cut: u32 = 10, unit "points of 30", range 1.0..=30.0, source "C77: MBI-HSS convention, found in Brady 2020", grade Published;
        /// Efficacy is low up to this score.
        value efficacy_cut: u32 = 33, unit "points of 48", range 0.0..=47.0, source "C77: MBI-HSS convention", grade Published;
        /// Reliability (Cronbach's alpha) of exhaustion.
        value exhaustion_reliability: f64 = 0.90, unit "share", range 0.0..=1.0, source "C78: MBI manual", grade PublishedUnverified;
        /// Reliability of cynicism.
        value cynicism_reliability: f64 = 0.79, unit "share", range 0.0..=1.0, source "C78: MBI manual", grade PublishedUnverified;
        /// Reliability of efficacy.
        value efficacy_reliability: f64 = 0.71, unit "share", range 0.0..=1.0, source "C78: MBI manual", grade PublishedUnverified;
        /// Standard deviation of exhaustion scores in the population in which the reliability was found.
        value exhaustion_sd: f64 = 12.5, unit "points of 54", range 0.0..=27.0, source "C76: samples of US physicians, 11 to 13", grade PublishedUnverified;
        /// Standard deviation of cynicism scores there.
        value cynicism_sd: f64 = 6.7, unit "points of 30", range 0.0..=15.0, source "C76: samples of US physicians", grade PublishedUnverified;
        /// Standard deviation of efficacy scores there.
        value efficacy_sd: f64 = 6.5, unit "points of 48", range 0.0..=24.0, source "C76: samples of US physicians", grade PublishedUnverified;
        /// What depression adds.
        table depression: Contamination;
    }
}

section! {
    /// A survey by the Maslach Burnout Inventory; its scales and cut-offs stand in the table of measurement.
    pub struct MbiSurvey {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 8.0, unit "minutes", range 0.0..=120.0, source "22 short items; no source found", grade Assumption;
        /// Which rule its report calls burnout; all three are counted side by side.
        value rule: Rule = Rule::Either, unit "rule", range .., source "the usual rule of national surveys (C77)", grade Definition;
    }
}

/// The three scores of one answered questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MbiReading {
    /// Emotional exhaustion, 0 to 54.
    pub exhaustion: u32,
    /// Cynicism, 0 to 30.
    pub cynicism: u32,
    /// Efficacy, 0 to 48.
    pub efficacy: u32,
}

/// One number for each rule, side by side: whether, how likely, what share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByRule<T> {
    /// By exhaustion alone.
    pub exhaustion_only: T,
    /// By exhaustion or cynicism.
    pub either: T,
    /// By all three.
    pub all_three: T,
}

impl<T> ByRule<T> {
    /// From a function of the rule.
    pub fn from_fn(mut of: impl FnMut(Rule) -> T) -> Self {
        Self {
            exhaustion_only: of(Rule::ExhaustionOnly),
            either: of(Rule::Either),
            all_three: of(Rule::AllThree),
        }
    }
}

impl Mbi {
    fn exhaustion(&self) -> Scale {
        Scale::new(0, EXHAUSTION_TOP, noise_sd(self.exhaustion_sd, self.exhaustion_reliability))
    }

    fn cynicism(&self) -> Scale {
        Scale::new(0, CYNICISM_TOP, noise_sd(self.cynicism_sd, self.cynicism_reliability))
    }

    fn efficacy(&self) -> Scale {
        Scale::new(0, EFFICACY_TOP, noise_sd(self.efficacy_sd, self.efficacy_reliability))
    }

    /// One answered questionnaire. Takes three uniforms.
    pub fn ask(&self, person: &Wellbeing, stream: &mut Stream) -> MbiReading {
        let seen = self.depression.seen(person);
        MbiReading {
            exhaustion: self.exhaustion().read(seen.exhaustion_score, stream),
            cynicism: self.cynicism().read(seen.cynicism_score, stream),
            efficacy: self.efficacy().read(seen.efficacy_score, stream),
        }
    }

    /// The true scores as a perfectly reliable questionnaire without depression in it would show them: rounded.
    /// True classification goes by these, so that it is the limit of the measured one.
    pub fn perfect(&self, person: &Wellbeing) -> MbiReading {
        MbiReading {
            exhaustion: self.exhaustion().perfect(person.exhaustion_score),
            cynicism: self.cynicism().perfect(person.cynicism_score),
            efficacy: self.efficacy().perfect(person.efficacy_score),
        }
    }

    /// Whether these scores are burnout by a rule.
    pub fn positive(&self, reading: MbiReading, rule: Rule) -> bool {
        rule.of(
            reading.exhaustion >= self.exhaustion_cut,
            reading.cynicism >= self.cynicism_cut,
            reading.efficacy <= self.efficacy_cut,
        )
    }

    /// Whether a person is truly burned out by a rule.
    pub fn truly(&self, person: &Wellbeing, rule: Rule) -> bool {
        self.positive(self.perfect(person), rule)
    }

    /// The probability that the questionnaire calls a person burned out; the noises of the scales are independent.
    pub fn chance(&self, person: &Wellbeing, rule: Rule) -> f64 {
        let seen = self.depression.seen(person);
        let exhaustion = self.exhaustion().chance_at_least(seen.exhaustion_score, self.exhaustion_cut);
        let cynicism = || self.cynicism().chance_at_least(seen.cynicism_score, self.cynicism_cut);
        match rule {
            Rule::ExhaustionOnly => exhaustion,
            Rule::Either => 1.0 - (1.0 - exhaustion) * (1.0 - cynicism()),
            Rule::AllThree => {
                let high = self.efficacy().chance_at_least(seen.efficacy_score, self.efficacy_cut + 1);
                exhaustion * cynicism() * (1.0 - high)
            }
        }
    }

    /// The means of the three scores that the questionnaire would give a person: exhaustion, cynicism, efficacy.
    pub fn expected(&self, person: &Wellbeing) -> [f64; 3] {
        let seen = self.depression.seen(person);
        [
            self.exhaustion().expected(seen.exhaustion_score),
            self.cynicism().expected(seen.cynicism_score),
            self.efficacy().expected(seen.efficacy_score),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    fn defaults() -> Mbi {
        super::super::defaults()
    }

    #[test]
    fn three_rules_side_by_side_at_their_edges() {
        let mbi = defaults();
        let by = |exhaustion, cynicism, efficacy| {
            let reading = MbiReading { exhaustion, cynicism, efficacy };
            let found = ByRule::from_fn(|rule| mbi.positive(reading, rule));
            (found.exhaustion_only, found.either, found.all_three)
        };
        assert_eq!(by(26, 9, 20), (false, false, false));
        assert_eq!(by(27, 9, 20), (true, true, false));
        assert_eq!(by(26, 10, 20), (false, true, false));
        assert_eq!(by(27, 10, 34), (true, true, false));
        assert_eq!(by(27, 10, 33), (true, true, true));
    }

    #[test]
    fn the_true_class_is_the_limit_of_the_measured_one() {
        let mut mbi = defaults();
        for reliability in
            [&mut mbi.exhaustion_reliability, &mut mbi.cynicism_reliability, &mut mbi.efficacy_reliability]
        {
            *reliability = 1.0;
        }
        for scores in [(26.5, 3.0, 40.0), (26.4, 9.5, 40.0), (26.4, 9.4, 20.0), (40.0, 20.0, 33.4)] {
            let person = Wellbeing::of_scores(scores.0, scores.1, scores.2);
            for rule in Rule::ALL {
                let chance = f64::from(u8::from(mbi.truly(&person, rule)));
                assert_eq!(mbi.chance(&person, rule), chance, "{scores:?} {rule:?}");
            }
        }
    }

    /// 3 people, 3 rules, 40,000 answers each: 4.5 standard errors are exceeded with probability 7e-6, so a new
    /// seed gives a false alarm with probability 6e-5.
    #[test]
    fn answers_come_with_the_stated_chances() {
        let (mbi, count) = (defaults(), 40_000u32);
        let people = [
            Wellbeing::of_scores(25.0, 8.0, 36.0),
            Wellbeing { depression: 0.8, ..Wellbeing::of_scores(25.0, 8.0, 36.0) },
            Wellbeing::of_scores(35.0, 14.0, 31.0),
        ];
        for (ordinal, person) in (0u64..).zip(&people) {
            let owner = Identity::named("somebody").child(ordinal);
            let mut stream = Seed::new(3, 0).stream(Purpose::named("test of answers"), owner);
            let readings: Vec<MbiReading> = (0..count).map(|_| mbi.ask(person, &mut stream)).collect();
            for rule in Rule::ALL {
                let chance = mbi.chance(person, rule);
                let share = readings.iter().filter(|reading| mbi.positive(**reading, rule)).count() as f64;
                let error = (chance * (1.0 - chance) / f64::from(count)).sqrt();
                assert!((share / f64::from(count) - chance).abs() <= 4.5 * error, "{ordinal} {rule:?}");
            }
        }
        let [plain, depressed] = [0, 1].map(|i| mbi.chance(&people[i], Rule::Either));
        assert!(depressed > plain + 0.15, "depression is read as burnout: {plain} {depressed}");
    }

    #[test]
    fn expected_scores_of_the_middle_are_the_true_ones() {
        let [exhaustion, cynicism, efficacy] = defaults().expected(&Wellbeing::of_scores(24.0, 15.0, 24.0));
        assert!((exhaustion - 24.0).abs() < 0.001 && (cynicism - 15.0).abs() < 0.001);
        assert!((efficacy - 24.0).abs() < 0.001);
    }

    /// V4 asks for 0.38 to 0.45 of readings of 27 or more at the published mean and standard deviation.
    #[test]
    fn the_published_population_has_the_published_prevalence() {
        let (mbi, people) = (defaults(), Wellbeing::published_population(2000));
        let share: f64 = people.iter().map(|person| mbi.chance(person, Rule::ExhaustionOnly)).sum();
        assert!((0.38..0.45).contains(&(share / 2000.0)), "{share}");
    }
}
