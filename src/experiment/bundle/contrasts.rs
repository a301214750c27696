//! What the numbers of all combinations say of their parts. A slice holds one number for each combination, in the order
//! of their numbers: part `i` is in combination `c` where bit `i` of `c` is set.

/// Below this share of the numbers it is made of, a contrast is their rounding.
const ROUNDING: f64 = 1e-12;

/// The number of parts behind so many combinations.
fn parts(values: &[f64]) -> usize {
    assert!(values.len().is_power_of_two(), "a number for each combination");
    values.len().trailing_zeros() as usize
}

/// Zero where nothing but rounding is left of these numbers.
fn rounded(contrast: f64, values: &[f64]) -> f64 {
    let size = values.iter().fold(0.0, |size: f64, value| size.max(value.abs()));
    if contrast.abs() <= ROUNDING * size { 0.0 } else { contrast }
}

/// The effect of the parts in `effect` in a 2^k design (Yates 1937; Box, Hunter & Hunter 2005, chapter 5). Of one part: the
/// mean of all combinations with it less that of all without it. Of two: half of how much more one does where the other
/// is in than where it is not; and so on.
pub fn contrast(values: &[f64], effect: usize) -> f64 {
    let parts = parts(values);
    let mut cells = values.to_vec();
    for part in (0..parts).rev() {
        let (without, with) = cells.split_at(cells.len() / 2);
        let differ = effect >> part & 1 == 1;
        let pair = |(without, with): (&f64, &f64)| if differ { with - without } else { without + with };
        cells = without.iter().zip(with).map(pair).collect();
    }
    rounded(cells[0] / f64::from(1_u32 << (parts.max(1) - 1)), values)
}

/// What one part changes alone.
pub fn alone(values: &[f64], part: usize) -> f64 {
    values[1 << part] - values[0]
}

/// What all parts change together.
pub fn together(values: &[f64]) -> f64 {
    values[values.len() - 1] - values[0]
}

/// The sum of what each part changes alone.
pub fn sum_alone(values: &[f64]) -> f64 {
    (0..parts(values)).map(|part| alone(values, part)).sum()
}

/// What all parts change together beyond the sum of what each changes alone.
pub fn synergy(values: &[f64]) -> f64 {
    rounded(together(values) - sum_alone(values), values)
}

/// What each part contributes to what all change together (Shapley 1953): its mean contribution as the parts come one
/// after another, over all orders. The contributions sum to [`together`]; a part that changes nothing contributes 0.
pub fn shapley(values: &[f64]) -> Vec<f64> {
    let parts = parts(values);
    let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
    // share of the orders in which so many others come before a part
    let weight = |before: usize| factorial(before) * factorial(parts - 1 - before) / factorial(parts);
    let contribution = |part: usize| {
        let others = (0..values.len()).filter(|others| others >> part & 1 == 0);
        let added = |others: usize| values[others | 1 << part] - values[others];
        others.map(|others| weight(others.count_ones() as usize) * added(others)).sum()
    };
    (0..parts).map(contribution).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
    }

    #[test]
    fn effects_are_those_of_the_textbook() {
        // Box, Hunter & Hunter, pilot plant: temperature, concentration, catalyst.
        let yields = [60.0, 72.0, 54.0, 68.0, 52.0, 83.0, 45.0, 80.0];
        let effects: Vec<f64> = (1..8).map(|effect| contrast(&yields, effect)).collect();
        for (found, expected) in effects.iter().zip([23.0, -5.0, 1.5, 1.5, 10.0, 0.0, 0.5]) {
            close(*found, expected);
        }
    }

    #[test]
    fn a_sum_has_no_interaction_and_a_product_has_one() {
        let sum: Vec<f64> =
            (0..8_u32).map(|c| 0.1 + 0.3 * f64::from(c & 1) + 0.7 * f64::from(c >> 1 & 1)).collect();
        assert!(
            (3..8)
                .filter(|effect: &usize| effect.count_ones() > 1)
                .all(|effect| contrast(&sum, effect) == 0.0)
        );
        assert_eq!((contrast(&sum, 4), synergy(&sum)), (0.0, 0.0));
        close(contrast(&sum, 1), 0.3);
        // both together give 5 where each alone gives 1
        let product = [10.0, 11.0, 11.0, 15.0];
        close(contrast(&product, 3), 1.5);
        close(contrast(&product, 1), 2.5);
        close(synergy(&product), 3.0);
        assert_eq!((sum_alone(&product), together(&product)), (2.0, 5.0));
    }

    #[test]
    fn contributions_are_shapleys_and_sum_to_the_whole() {
        // Three players of a glove game: one left glove, two right ones; a pair is worth 1.
        let worth = |c: u32| f64::from(c & 1 == 1 && c >> 1 != 0);
        let gloves: Vec<f64> = (0..8).map(worth).collect();
        for (found, expected) in shapley(&gloves).iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            close(*found, expected);
        }
        let odd: Vec<f64> = (0..64_u32).map(|c| f64::from(c.wrapping_mul(2_654_435_761)).sqrt()).collect();
        let parts = shapley(&odd);
        assert!((parts.iter().sum::<f64>() - together(&odd)).abs() < 1e-9 * together(&odd).abs());
    }

    #[test]
    fn who_changes_nothing_contributes_exactly_nothing() {
        // the second part is of no matter
        let of_others = |c: u32| 3.7 + 1.3 * f64::from(c & 1) + 0.77 * f64::from(c & 5 == 5);
        let values: Vec<f64> = (0..8).map(of_others).collect();
        assert_eq!(shapley(&values)[1], 0.0);
        assert!([2, 3, 6, 7].iter().all(|effect| contrast(&values, *effect) == 0.0));
    }
}
