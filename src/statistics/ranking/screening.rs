//! Subset selection: which alternatives a fixed number of replications already rules out.

use super::elimination::{Dropped, difference_variances, eliminate, error_per_rival};
use crate::statistics::estimate::{moments, t_quantile};

/// What a screening kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// Alternatives that may be the best, in index order; never empty.
    pub kept: Vec<usize>,
    /// Those ruled out, with the one that dominates each.
    pub dropped: Vec<Dropped>,
    /// Mean of every alternative over the replications that counted.
    pub means: Vec<f64>,
    /// Replications that counted: those in which every alternative is finite.
    pub replications: usize,
    /// Replications left out because an alternative was undefined in them.
    pub skipped: usize,
}

/// Screens to the best: keeps alternative i if for every other l X̄_i ≥ X̄_l − (W_il − δ)⁺, with
/// W_il = t_{1 − α/(k − 1), n − 1} · S_il / √n and S²_il the variance of the paired differences (Nelson, Swann,
/// Goldsman & Song 2001, Operations Research 49(6); the form for common random numbers).
///
/// The kept ones contain the best with probability 1 − `alpha` or more wherever it leads all others by the
/// indifference zone δ ≥ 0, and always with δ = 0. Larger is better. A column per alternative, a place per
/// replication; `None` with no alternative or fewer than two whole replications. A single alternative is kept. Panics
/// where the columns differ in length, and for `alpha` outside (0, 1 − 1/k) with two alternatives or more.
pub fn screen(alternatives: &[&[f64]], indifference_zone: f64, alpha: f64) -> Option<Screening> {
    let length = alternatives.first()?.len();
    assert!(alternatives.iter().all(|c| c.len() == length), "columns have a value per replication each");
    assert!(indifference_zone >= 0.0, "the indifference zone is not negative");
    let whole: Vec<usize> = (0..length).filter(|&r| alternatives.iter().all(|c| c[r].is_finite())).collect();
    let n = whole.len();
    if n < 2 {
        return None;
    }
    // One number subtracted from all of them: a large common offset costs no digits.
    let origin = alternatives[0][whole[0]];
    let columns: Vec<Vec<f64>> =
        alternatives.iter().map(|c| whole.iter().map(|&r| c[r] - origin).collect()).collect();
    let means: Vec<f64> = columns.iter().map(|c| moments(c).map(|m| m.mean)).collect::<Option<_>>()?;
    let race: Vec<usize> = (0..columns.len()).collect();
    let quantile = match race.len() {
        1 => 0.0,
        k => t_quantile(1.0 - error_per_rival(alpha, k), n - 1),
    };
    let variances = difference_variances(&columns);
    let margin =
        |i: usize, l: usize| (quantile * (variances[i][l] / n as f64).sqrt() - indifference_zone).max(0.0);
    let (kept, dropped) = eliminate(&race, |i, l| means[l] - means[i], margin);
    let means = means.iter().map(|mean| origin + mean).collect();
    Some(Screening { kept, dropped, means, replications: n, skipped: length - n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::{X, close};

    /// X less 0.37 on average, with a standard error of the difference of 0.0989387 (paired t test of the crate).
    const Y: [f64; 10] =
        [11.9, 11.700000000000001, 12.2, 12.6, 11.8, 11.6, 12.1, 12.6, 11.899999999999999, 12.4];

    #[test]
    fn the_margin_is_that_of_the_paired_differences() {
        // Two alternatives: t of 0.95 with nine degrees of freedom is 1.8331129326536335 (tables: 1.833). The
        // two-sided half-width 0.22381514646204803 at 95 % over 2.262157162798205 is the standard error.
        let found = screen(&[&Y, &X], 0.0, 0.05).expect("ten replications");
        assert_eq!((found.kept.as_slice(), found.replications, found.skipped), (&[1][..], 10, 0));
        let dropped = found.dropped[0];
        assert_eq!((dropped.alternative, dropped.by), (0, 1));
        close(dropped.behind, 0.37);
        close(dropped.margin, 1.8331129326536335 * 0.22381514646204803 / 2.262157162798205);
        close(found.means[1], 12.45);
        // The zone makes the margin narrower, down to zero.
        close(screen(&[&Y, &X], 0.1, 0.05).expect("ten").dropped[0].margin, dropped.margin - 0.1);
        assert_eq!(screen(&[&Y, &X], 1.0, 0.05).expect("ten").dropped[0].margin, 0.0);
        // A lead of 3.74 standard errors; for an α of 0.000 01 it would take 8.10 (mpmath).
        assert_eq!(screen(&[&Y, &X], 0.0, 1e-5).expect("ten").kept, [0, 1]);
    }

    #[test]
    fn more_alternatives_widen_the_margin_and_an_offset_does_not() {
        let far: Vec<f64> = X.iter().map(|x| x - 40.0).collect();
        let three = screen(&[&Y, &X, &far], 0.0, 0.05).expect("ten replications");
        // t of 0.975.
        close(three.dropped[0].margin, 0.22381514646204803);
        assert_eq!((three.kept.as_slice(), three.dropped[1].by), (&[1][..], 1));
        let high = |c: &[f64]| c.iter().map(|x| x * 1024.0 + 1e9).collect::<Vec<f64>>();
        let found = screen(&[&high(&Y), &high(&X)], 0.0, 0.05).expect("ten replications");
        assert!((found.dropped[0].behind / 1024.0 - 0.37).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn equals_stay_and_undefined_replications_are_left_out() {
        let found = screen(&[&X, &X], 0.0, 0.05).expect("ten replications");
        assert_eq!((found.kept.as_slice(), found.dropped.as_slice()), (&[0, 1][..], &[][..]));
        let found = screen(&[&[1.0, f64::NAN, 3.0, 5.0], &[0.0, 9.0, 2.0, f64::INFINITY]], 0.0, 0.05);
        let found = found.expect("two whole replications");
        // A constant difference has no margin.
        assert_eq!((found.kept.as_slice(), found.means.as_slice()), (&[0][..], &[2.0, 1.0][..]));
        assert_eq!((found.replications, found.skipped), (2, 2));
        assert_eq!(screen(&[&X], 0.0, 0.05).expect("one alternative").kept, [0]);
        assert_eq!(screen(&[], 0.0, 0.05), None);
        assert_eq!(screen(&[&[1.0, f64::NAN], &[1.0, 2.0]], 0.0, 0.05), None);
    }
}
