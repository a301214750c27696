//! What is due to burnout, by the arithmetic of textbooks. These are the plain formulas of the sources, beside which a
//! simulated counterfactual can be put; they know of no confounding.

use super::odds::at_odds_ratio;

/// Population attributable risk: p · (RR − 1) · I₀, the rate that would not be there without the exposure (Levin 1953;
/// source 003, worked example 1). `prevalence` is a share, `unexposed` the rate of those who are not exposed, in any
/// unit, which is that of the answer. Valid for a prevalence from 0 to 1 and rates from 0.
pub fn population_attributable_risk(prevalence: f64, relative_risk: f64, unexposed: f64) -> f64 {
    prevalence * (relative_risk - 1.0) * unexposed
}

/// The relative risk that a population attributable risk implies: 1 + PAR / (p · I₀). Valid for a prevalence and a rate
/// above 0.
pub fn implied_relative_risk(prevalence: f64, attributable: f64, unexposed: f64) -> f64 {
    1.0 + attributable / (prevalence * unexposed)
}

/// The rate of all: that of the unexposed and what is attributable.
pub fn total_rate(prevalence: f64, relative_risk: f64, unexposed: f64) -> f64 {
    unexposed + population_attributable_risk(prevalence, relative_risk, unexposed)
}

/// Population attributable fraction: p(RR − 1) / (1 + p(RR − 1)) (Levin 1953).
pub fn attributable_fraction(prevalence: f64, relative_risk: f64) -> f64 {
    let excess = prevalence * (relative_risk - 1.0);
    excess / (1.0 + excess)
}

/// Share of those without burnout who leave in a year: TO / (1 + b(RR − 1)); with a doubled risk this is the TO / (1 + b)
/// of the worksheet (Shanafelt, Goh and Sinsky 2017, JAMA Internal Medicine 177, 1826; row C70). Valid for shares from
/// 0 to 1 and a relative risk above 0.
pub fn turnover_without_burnout(turnover: f64, prevalence: f64, relative_risk: f64) -> f64 {
    turnover / (1.0 + prevalence * (relative_risk - 1.0))
}

/// Departures in a year beyond those of people without burnout: N · b · (RR − 1) · TO_nb (the same worksheet; source 003,
/// worked example 2). `turnover` is the share of all who leave in a year.
pub fn excess_departures(people: f64, prevalence: f64, relative_risk: f64, turnover: f64) -> f64 {
    let without = turnover_without_burnout(turnover, prevalence, relative_risk);
    people * population_attributable_risk(prevalence, relative_risk, without)
}

/// Capacity as a share of nominal: 1 − b(1 − φ), where a share b works at a productivity of φ (source 002, worked example
/// 3). Valid for shares from 0 to 1.
pub fn effective_capacity(prevalence: f64, productivity: f64) -> f64 {
    1.0 - prevalence * (1.0 - productivity)
}

/// Probability of an error when burnout changes by `change` standard deviations: odds' = odds × OR^change (source 002,
/// worked example 4).
pub fn error_after(probability: f64, odds_ratio_per_sd: f64, change: f64) -> f64 {
    at_odds_ratio(probability, libm::pow(odds_ratio_per_sd, change))
}

/// By what share harm given an error must fall so that a smaller relief of burnout together with that prevents as much
/// harm as a larger relief alone: 1 − p(larger) / p(smaller). Changes are in standard deviations, downwards negative.
pub fn break_even_harm_cut(probability: f64, odds_ratio_per_sd: f64, larger: f64, smaller: f64) -> f64 {
    1.0 - error_after(probability, odds_ratio_per_sd, larger)
        / error_after(probability, odds_ratio_per_sd, smaller)
}

/// How many times as much passes all layers when the odds of a miss at each are multiplied: Π p'ᵢ / Π pᵢ (worked example
/// 5). `misses` are probabilities above 0 and at most 1.
pub fn let_through_ratio(misses: &[f64], odds_ratio: f64) -> f64 {
    misses.iter().map(|miss| at_odds_ratio(*miss, odds_ratio) / miss).product()
}

/// The same where misses are rare: ratioⁿ, for then odds ratios are risk ratios.
pub fn let_through_ratio_of_rare_misses(ratio: f64, layers: u32) -> f64 {
    (0..layers).map(|_| ratio).product()
}

/// Share of the variance that a correlation explains: r² (source 002, worked example 6).
pub fn explained_variance(correlation: f64) -> f64 {
    correlation * correlation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attributable_fraction_is_the_risk_over_the_rate_of_all() {
        for (p, rr, rate) in [(0.36, 1.35, 2.0), (0.4, 2.0, 0.05), (0.0, 3.0, 1.0)] {
            let share = population_attributable_risk(p, rr, rate) / total_rate(p, rr, rate);
            assert!((share - attributable_fraction(p, rr)).abs() < 1e-15);
        }
        assert!(
            (implied_relative_risk(0.36, population_attributable_risk(0.36, 1.35, 2.0), 2.0) - 1.35).abs()
                < 1e-15
        );
    }

    #[test]
    fn those_with_and_without_burnout_make_the_turnover_of_all() {
        let without = turnover_without_burnout(0.08, 0.4, 2.1);
        assert!((0.6 * without + 0.4 * 2.1 * without - 0.08).abs() < 1e-15);
        assert!((excess_departures(50.0, 0.4, 2.1, 0.08) - 50.0 * (0.08 - without)).abs() < 1e-13);
    }

    #[test]
    fn the_published_worksheet_saves_over_a_million() {
        // C70: 450 physicians, turnover 7.5 %, burnout 50 %: 2.5 % a year are attributable.
        let excess = excess_departures(450.0, 0.5, 2.0, 0.075);
        assert!((excess / 450.0 - 0.025).abs() < 1e-12);
        // A fifth less burnout at the same turnover of those without saves a fifth of that.
        let left = 450.0 * population_attributable_risk(0.4, 2.0, turnover_without_burnout(0.075, 0.5, 2.0));
        assert!(((excess - left) * 500_000.0 - 1_125_000.0).abs() < 1e-6);
        assert_eq!(excess_departures(1000.0, 0.4, 1.0, 0.08), 0.0);
    }

    /// The shortcut for rare misses is the limit of the exact ratio, and misses that are certain cannot grow.
    #[test]
    fn layers_multiply_only_where_misses_are_rare() {
        let exact = let_through_ratio(&[1e-9; 3], 1.35);
        assert!((exact / let_through_ratio_of_rare_misses(1.35, 3) - 1.0).abs() < 1e-8);
        assert!(let_through_ratio(&[0.9, 0.5, 0.6], 1.35) < 1.33);
        assert_eq!(let_through_ratio(&[1.0; 3], 1.35), 1.0);
    }

    #[test]
    fn a_harm_cut_at_break_even_makes_the_two_equal() {
        let cut = break_even_harm_cut(0.1, 1.25, -1.0, -0.4);
        let (larger, smaller) = (error_after(0.1, 1.25, -1.0), error_after(0.1, 1.25, -0.4));
        assert!((larger - smaller * (1.0 - cut)).abs() < 1e-16);
        assert_eq!(effective_capacity(0.0, 0.6), 1.0);
    }
}
