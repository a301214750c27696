//! Money through time: amounts at times, in one year's prices.
//!
//! Methods: Drummond et al. 2015, *Methods for the Economic Evaluation of Health Care Programmes*, 4th ed.; what a
//! report must say: CHEERS 2022 (Husereau et al., BMJ 376:e067975).

/// What an amount so many years after the beginning is worth at the beginning: `(1 + rate)^(−years)`, for a rate per
/// year above −1. A rate of 0 gives exactly 1.
pub fn discount_factor(rate_per_year: f64, years: f64) -> f64 {
    libm::pow(1.0 + rate_per_year, -years)
}

/// Present value of a stream of (years after the beginning, amount): the sum of `amount · (1 + rate)^(−years)`.
pub fn present_value(stream: &[(f64, f64)], rate_per_year: f64) -> f64 {
    cumulative(stream, rate_per_year).last().copied().unwrap_or(0.0)
}

/// The sums of a stream up to each of its amounts, discounted: the last one is its present value.
pub fn cumulative(stream: &[(f64, f64)], rate_per_year: f64) -> Vec<f64> {
    let mut value = 0.0;
    let mut add = |(years, amount): &(f64, f64)| {
        value += amount * discount_factor(rate_per_year, *years);
        value
    };
    stream.iter().map(&mut add).collect()
}

/// The first place from which a cumulative net benefit stays above zero until its end; `None` where it ends at or
/// below zero.
pub fn break_even(cumulative: &[f64]) -> Option<usize> {
    let below = cumulative.iter().rposition(|value| *value <= 0.0 || value.is_nan());
    let first = below.map_or(0, |place| place + 1);
    (first < cumulative.len()).then_some(first)
}

/// Return on investment: net benefit over what the programme costs, 0.125 is 12.5 % (Shanafelt, Goh & Sinsky 2017,
/// JAMA Internal Medicine 177:1826). `None` where the programme costs nothing.
pub fn return_on_investment(net_benefit: f64, programme_cost: f64) -> Option<f64> {
    (programme_cost > 0.0).then(|| net_benefit / programme_cost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::close;

    #[test]
    fn money_of_later_years_is_worth_less() {
        // 1000 at the beginning, after one and after two years: 1000 + 1000/1.03 + 1000/1.0609.
        let stream = [(0.0, 1000.0), (1.0, 1000.0), (2.0, 1000.0)];
        close(present_value(&stream, 0.03), 1000.0 + 970.8737864077669 + 942.5959091337543);
        close(discount_factor(0.05, 0.5), 0.9759000729485332);
        assert_eq!(present_value(&stream, 0.0), 3000.0);
        assert_eq!(present_value(&[], 0.03), 0.0);
    }

    #[test]
    fn sums_grow_by_discounted_amounts() {
        let sums = cumulative(&[(0.5, -210.0), (1.5, 205.0)], 0.1025);
        close(sums[0], -200.0);
        close(sums[1], -200.0 + 205.0 / (1.1025 * 1.05));
        assert_eq!(sums.len(), 2);
    }

    #[test]
    fn break_even_is_where_the_sum_stays_positive() {
        assert_eq!(break_even(&[-5.0, -1.0, 2.0, 3.0]), Some(2));
        assert_eq!(
            break_even(&[-5.0, 1.0, -2.0, 3.0]),
            Some(3),
            "a first success that does not last is none"
        );
        assert_eq!(break_even(&[1.0, 2.0]), Some(0));
        assert_eq!(break_even(&[-1.0, 0.0]), None, "zero is not above zero");
        assert_eq!(break_even(&[3.0, -1.0]), None);
        assert_eq!(break_even(&[f64::NAN, 1.0]), Some(1));
        assert_eq!(break_even(&[]), None);
    }

    #[test]
    fn the_published_example_returns_an_eighth() {
        // Saved 1.125 million by a programme of 1 million (C70).
        assert_eq!(return_on_investment(1_125_000.0 - 1_000_000.0, 1_000_000.0), Some(0.125));
        assert_eq!(return_on_investment(5.0, 0.0), None);
    }
}
