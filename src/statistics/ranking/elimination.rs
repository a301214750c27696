//! One step of elimination, which the sequential procedure and the screening share: who is dominated, and by whom.

use crate::statistics::estimate::moments;

/// An alternative that fell behind another by more than the margin of the two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dropped {
    /// Which alternative.
    pub alternative: usize,
    /// The one that dominates it. Of several, one that is itself kept before one that is not, then the one that is
    /// ahead of its margin by most, then the lowest index.
    pub by: usize,
    /// How much its mean lies behind, in the unit of the measure; above the margin.
    pub behind: f64,
    /// The margin that chance and indifference allowed; zero or more.
    pub margin: f64,
}

/// A system that left a sequential race.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Elimination {
    /// Which system, which one dominated it, and by how much.
    pub dropped: Dropped,
    /// Its mean when it left.
    pub mean: f64,
    /// Replications that counted, up to and with the one at which it left.
    pub replication: usize,
    /// Replications that had been pushed, skipped ones among them.
    pub pushed: usize,
}

/// Error probability for each of the k − 1 comparisons with a rival (Bonferroni). Panics unless there are two
/// alternatives and `alpha` lies in (0, 1 − 1/k): a wider one would be met by a draw of lots.
pub(super) fn error_per_rival(alpha: f64, alternatives: usize) -> f64 {
    assert!(alternatives >= 2, "a choice needs two alternatives");
    let lots = 1.0 - 1.0 / alternatives as f64;
    assert!(
        alpha > 0.0 && alpha < lots,
        "the error probability lies between zero and that of a draw of lots"
    );
    alpha / (alternatives - 1) as f64
}

/// Drops every member of the race that lies behind another by more than their margin: `behind(i, l)` is the lead of l
/// over i, `margin(i, l)` is not negative. The one with the largest mean always stays. Both lists are in index order.
pub(super) fn eliminate(
    race: &[usize],
    behind: impl Fn(usize, usize) -> f64,
    margin: impl Fn(usize, usize) -> f64,
) -> (Vec<usize>, Vec<Dropped>) {
    let dominates = |l: usize, i: usize| l != i && behind(i, l) > margin(i, l);
    let (kept, out): (Vec<usize>, Vec<usize>) =
        race.iter().partition(|&&i| !race.iter().any(|&l| dominates(l, i)));
    let strongest = |i: usize, among: &[usize]| {
        let mut found: Option<Dropped> = None;
        for &l in among.iter().filter(|&&l| dominates(l, i)) {
            let next = Dropped { alternative: i, by: l, behind: behind(i, l), margin: margin(i, l) };
            if found.is_none_or(|f| next.behind - next.margin > f.behind - f.margin) {
                found = Some(next);
            }
        }
        found
    };
    let dropped = out.iter().filter_map(|&i| strongest(i, &kept).or_else(|| strongest(i, race))).collect();
    (kept, dropped)
}

/// Sample variance of the difference of every two columns, with n − 1 in the denominator. The columns have the same
/// length of two or more.
pub(super) fn difference_variances(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut found = vec![vec![0.0; columns.len()]; columns.len()];
    for i in 0..columns.len() {
        for l in 0..i {
            let differences: Vec<f64> = columns[i].iter().zip(&columns[l]).map(|(a, b)| a - b).collect();
            let variance = moments(&differences).and_then(|m| m.variance);
            found[i][l] = variance.expect("the caller gives two replications or more");
            found[l][i] = found[i][l];
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_stays_and_the_dominating_one_is_named() {
        let means: [f64; 4] = [1.0, 5.0, 9.0, 8.5];
        let behind = |i: usize, l: usize| means[l] - means[i];
        let (kept, dropped) = eliminate(&[0, 1, 2, 3], behind, |_, _| 1.0);
        assert_eq!(kept, [2, 3]);
        assert_eq!(dropped[0], Dropped { alternative: 0, by: 2, behind: 8.0, margin: 1.0 });
        assert_eq!((dropped[1].alternative, dropped[1].by), (1, 2));
        // Only 1 dominates 0, and is itself dropped.
        let margin = |i: usize, l: usize| if i + l == 1 || i + l == 3 && i * l == 2 { 1.0 } else { 100.0 };
        let (kept, dropped) = eliminate(&[0, 1, 2, 3], behind, margin);
        assert_eq!(kept, [2, 3]);
        assert_eq!((dropped[0].by, dropped[1].by), (1, 2));
    }

    #[test]
    fn equals_and_a_lead_of_exactly_the_margin_drop_nobody() {
        let means: [f64; 3] = [2.0, 2.0, 1.5];
        let (kept, dropped) = eliminate(&[0, 1, 2], |i, l| means[l] - means[i], |_, _| 0.5);
        assert!(kept == [0, 1, 2] && dropped.is_empty());
        let (kept, _) = eliminate(&[1, 2], |i, l| means[l] - means[i], |_, _| 0.0);
        assert_eq!(kept, [1]);
    }

    #[test]
    fn variances_are_those_of_the_differences() {
        let columns = [vec![0.0, 0.0, 0.0], vec![-1.0, -2.0, -3.0], vec![3.0, -3.0, 0.0]];
        let expected = [[0.0, 1.0, 9.0], [1.0, 0.0, 7.0], [9.0, 7.0, 0.0]];
        assert_eq!(difference_variances(&columns), expected.map(|row| row.to_vec()));
    }

    #[test]
    #[should_panic(expected = "draw of lots")]
    fn an_error_probability_that_lots_would_meet_is_refused() {
        error_per_rival(0.5, 2);
    }
}
