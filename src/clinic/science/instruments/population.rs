//! Prevalence, accuracy and odds ratios in a population: how what is true and what an instrument shows differ.
//!
//! A population is a list of people; an instrument is the function that gives the chance of a positive reading of
//! each, so that all of this has no noise of sampling. Published odds ratios are about instruments: they are
//! brought to the true state through these functions and never put into it directly.

use super::{EXHAUSTION_TOP, Wellbeing};

/// A probability whose odds are so many times those of `chance`: k p / (1 − p + k p); 0 and 1 stay.
pub fn odds_scaled(chance: f64, factor: f64) -> f64 {
    chance * factor / (1.0 - chance + chance * factor)
}

/// The odds ratio of two shares, each above 0 and below 1.
pub fn odds_ratio(exposed: f64, unexposed: f64) -> f64 {
    (exposed / (1.0 - exposed)) / (unexposed / (1.0 - unexposed))
}

/// An instrument against the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// Share of people for whom it is true.
    pub true_share: f64,
    /// Share of positive readings.
    pub positive_share: f64,
    /// Share of positive readings among those for whom it is true; nothing if there are none.
    pub sensitivity: Option<f64>,
    /// Share of negative readings among the others; nothing if there are none.
    pub specificity: Option<f64>,
}

/// Sensitivity, specificity and both prevalences of an instrument in a population that is not empty.
pub fn accuracy(
    population: &[Wellbeing],
    truly: impl Fn(&Wellbeing) -> bool,
    chance: impl Fn(&Wellbeing) -> f64,
) -> Accuracy {
    assert!(!population.is_empty(), "an instrument is judged on at least one person");
    let (mut yes, mut hits, mut alarms) = (0u64, 0.0, 0.0);
    for person in population {
        if truly(person) {
            yes += 1;
            hits += chance(person);
        } else {
            alarms += chance(person);
        }
    }
    let all = population.len() as f64;
    let (yes, no) = (yes as f64, all - yes as f64);
    Accuracy {
        true_share: yes / all,
        positive_share: (hits + alarms) / all,
        sensitivity: (yes > 0.0).then(|| hits / yes),
        specificity: (no > 0.0).then(|| 1.0 - alarms / no),
    }
}

/// The share of positive readings in a population that is not empty.
pub fn measured_share(population: &[Wellbeing], chance: impl Fn(&Wellbeing) -> f64) -> f64 {
    measured_share_of_respondents(population, chance, |_| 1.0).expect("everybody answers")
}

/// The share of positive readings among those who answer; nothing if nobody does.
pub fn measured_share_of_respondents(
    population: &[Wellbeing],
    chance: impl Fn(&Wellbeing) -> f64,
    answers: impl Fn(&Wellbeing) -> f64,
) -> Option<f64> {
    let (mut positive, mut all) = (0.0, 0.0);
    for person in population {
        let weight = answers(person);
        positive += weight * chance(person);
        all += weight;
    }
    (all > 0.0).then(|| positive / all)
}

/// A person whose true exhaustion has its logit shifted, E* in 0 to 1: the scale of the steady state of exhaustion.
pub fn with_logit_shift(person: &Wellbeing, shift: f64) -> Wellbeing {
    let top = f64::from(EXHAUSTION_TOP);
    let exhaustion = odds_scaled(person.exhaustion_score / top, libm::exp(shift));
    Wellbeing { exhaustion_score: top * exhaustion, ..*person }
}

/// The odds ratio that an instrument would show between this population with the logit of its exhaustion shifted
/// and as it is.
pub fn measured_odds_ratio(population: &[Wellbeing], shift: f64, chance: impl Fn(&Wellbeing) -> f64) -> f64 {
    let shifted = measured_share(population, |person| chance(&with_logit_shift(person, shift)));
    odds_ratio(shifted, measured_share(population, chance))
}

/// The shift of the logit of exhaustion that shows as this odds ratio: the inverse of [`measured_odds_ratio`], by
/// halving between −8 and 8. Asserts that the ratio is within reach there.
pub fn logit_shift(population: &[Wellbeing], ratio: f64, chance: impl Fn(&Wellbeing) -> f64) -> f64 {
    let found = |shift| measured_odds_ratio(population, shift, &chance);
    let (mut low, mut high) = (-8.0, 8.0);
    assert!(found(low) <= ratio && ratio <= found(high), "the odds ratio {ratio} is out of reach");
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if found(middle) < ratio {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::super::mbi::{Mbi, Rule};
    use super::*;

    fn mbi() -> Mbi {
        super::super::defaults()
    }

    #[test]
    fn odds_by_hand() {
        assert_eq!((odds_scaled(0.0, 5.0), odds_scaled(1.0, 5.0), odds_scaled(0.5, 3.0)), (0.0, 1.0, 0.75));
        assert!((odds_ratio(0.75, 0.5) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn accuracy_by_hand() {
        let people = [10.0, 20.0, 30.0, 40.0, 50.0].map(|e| Wellbeing::of_scores(e, 5.0, 40.0));
        let chance = |person: &Wellbeing| if person.exhaustion_score > 15.0 { 0.75 } else { 0.0 };
        let table = accuracy(&people, |person| person.exhaustion_score >= 30.0, chance);
        assert!((table.true_share - 0.6).abs() < 1e-12 && (table.positive_share - 0.6).abs() < 1e-12);
        assert_eq!((table.sensitivity, table.specificity), (Some(0.75), Some(0.625)));
        let nobody = accuracy(&people, |_| false, chance);
        assert_eq!((nobody.true_share, nobody.sensitivity), (0.0, None));
    }

    #[test]
    fn noise_moves_prevalence_towards_a_half_and_costs_accuracy() {
        let (mbi, people) = (mbi(), Wellbeing::published_population(4000));
        let by = |rule| accuracy(&people, |p| mbi.truly(p, rule), |p| mbi.chance(p, rule));
        let table = by(Rule::ExhaustionOnly);
        assert!(table.positive_share > table.true_share, "{table:?}");
        let accuracy = (table.sensitivity.expect("some are"), table.specificity.expect("some are not"));
        assert!((0.82..0.92).contains(&accuracy.0) && (0.88..0.95).contains(&accuracy.1), "{table:?}");
    }

    #[test]
    fn who_answers_matters() {
        let (mbi, people) = (mbi(), Wellbeing::published_population(2000));
        let chance = |p: &Wellbeing| mbi.chance(p, Rule::ExhaustionOnly);
        let all = measured_share(&people, chance);
        let shy = |p: &Wellbeing| odds_scaled(0.6, libm::pow(0.5, (p.exhaustion_score - 23.82) / 12.5));
        let answered = measured_share_of_respondents(&people, chance, shy).expect("some answer");
        assert!(answered < all - 0.05, "{answered} {all}");
        assert!((measured_share_of_respondents(&people, chance, |_| 0.6).expect("some") - all).abs() < 1e-12);
        assert_eq!(measured_share_of_respondents(&people, chance, |_| 0.0), None);
    }

    /// The evidence notes say that the logarithm of the measured odds ratio was about 1.41 times the shift of the
    /// logit of exhaustion, in a population of the prototype; the population here is another one.
    #[test]
    fn a_measured_odds_ratio_is_more_than_the_shift_behind_it() {
        let (mbi, people) = (mbi(), Wellbeing::published_population(2000));
        let chance = |p: &Wellbeing| mbi.chance(p, Rule::ExhaustionOnly);
        let ratio = libm::log(measured_odds_ratio(&people, 0.4, chance)) / 0.4;
        assert!((1.2..1.8).contains(&ratio), "{ratio}");
        let shift = logit_shift(&people, 2.43, chance);
        assert!((measured_odds_ratio(&people, shift, chance) - 2.43).abs() < 1e-9);
        assert!(logit_shift(&people, 1.0, chance).abs() < 1e-9);
        let moved = with_logit_shift(&people[1000], 0.5);
        let logit = |p: &Wellbeing| libm::log(p.exhaustion_score / (54.0 - p.exhaustion_score));
        assert!((logit(&moved) - logit(&people[1000]) - 0.5).abs() < 1e-9);
    }
}
