//! Correlations: Pearson's, Spearman's, and of a person with their own earlier answers.

use std::collections::BTreeMap;

use super::estimate::moments;

/// Pearson's correlation of two columns, in [-1, 1]; `None` where one of them does not vary. Panics where they
/// differ in length.
pub fn pearson(first: &[f64], second: &[f64]) -> Option<f64> {
    assert_eq!(first.len(), second.len(), "correlated columns have a value per pair each");
    let (a, b) = (moments(first)?, moments(second)?);
    let scale = a.variance?.sqrt() * b.variance?.sqrt() * (first.len() - 1) as f64;
    let mut products = 0.0;
    for (x, y) in first.iter().zip(second) {
        products += (x - a.mean) * (y - b.mean);
    }
    (scale > 0.0).then(|| (products / scale).clamp(-1.0, 1.0))
}

/// Spearman's rank correlation: Pearson's of the ranks, equal values sharing their mean rank.
pub fn spearman(first: &[f64], second: &[f64]) -> Option<f64> {
    pearson(&ranks(first), &ranks(second))
}

/// Ranks from 1, equal values sharing their mean rank.
pub(super) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..].iter().take_while(|&&i| values[i] == values[order[from]]).count();
        for &index in &order[from..from + same] {
            ranks[index] = from as f64 + (same + 1) as f64 / 2.0;
        }
        from += same;
    }
    ranks
}

/// For each answer the place of the answer that the same person gave so many waves before; `None` where there is
/// none. Panics where the columns differ in length.
pub fn earlier(person: &[f64], wave: &[f64], waves: u32) -> Vec<Option<usize>> {
    assert_eq!(person.len(), wave.len(), "an answer has a person and a wave");
    // Whole numbers have one pattern of bits each; adding zero makes −0 to 0.
    let key = |person: f64, wave: f64| ((person + 0.0).to_bits(), (wave + 0.0).to_bits());
    let places: BTreeMap<(u64, u64), usize> =
        person.iter().zip(wave).enumerate().map(|(index, (p, w))| (key(*p, *w), index)).collect();
    person.iter().zip(wave).map(|(p, w)| places.get(&key(*p, *w - f64::from(waves))).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::close;

    #[test]
    fn anscombe_has_his_correlation_and_ranks_share_ties() {
        // Anscombe 1973, The American Statistician 27(1), first set: r = 0.81642.
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        close(pearson(&x, &y).expect("both vary"), 0.81642051634484);
        // Ranks of y: 7, 4, 6, 9, 8, 10, 5, 1, 11, 2, 3; squared differences from those of x sum to 40.
        close(spearman(&x, &y).expect("both vary"), 1.0 - 6.0 * 40.0 / (11.0 * 120.0));
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert_eq!(pearson(&[1.0, 1.0], &[0.0, 1.0]), None);
        assert_eq!(pearson(&[], &[]), None);
    }

    #[test]
    fn a_person_is_found_in_an_earlier_wave_whatever_the_order() {
        let person = [7.0, 8.0, 7.0, 8.0, 7.0];
        let wave = [2.0, 0.0, 0.0, 1.0, 1.0];
        assert_eq!(earlier(&person, &wave, 1), [Some(4), None, None, Some(1), Some(2)]);
        assert_eq!(earlier(&person, &wave, 2), [Some(2), None, None, None, None]);
    }
}
