//! What a wrong choice would cost: the expected opportunity cost of the selected alternative.

use crate::statistics::estimate::{moments, t_p_value};

/// How good a selection is likely to be, given the replications that led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    /// Upper bound of the expected opportunity cost, the mean of the best less the mean of the selected, in the unit
    /// of the measure: zero or more. `None` where a rival that varies has fewer than three pairs.
    pub cost: Option<f64>,
    /// Lower bound of the probability that no rival is better by more than the indifference zone, in \[0, 1\]; with a
    /// zone of zero that of a correct selection.
    pub correct: f64,
    /// A rival each, in the order given.
    pub rivals: Vec<Rival>,
}

/// The selected alternative against one rival.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rival {
    /// Mean lead of the selected one over the pairs; below zero where the rival looks better.
    pub lead: f64,
    /// Standard error of the lead.
    pub error: f64,
    /// Expected amount by which the rival is better (zero where it is worse); `None` where that is not finite, with
    /// two pairs that differ.
    pub cost: Option<f64>,
    /// Probability that the rival is better by more than the indifference zone.
    pub better: f64,
    /// Pairs in which the difference was finite.
    pub pairs: usize,
}

/// Bounds from the paired differences selected − rival, a slice for each rival; larger is better.
///
/// With d_j the mean of n differences, s_j their standard deviation and ν = n − 1, the mean lead has a t distribution
/// about d_j with scale s_j/√n, given normal differences and a non-informative prior. By Bonferroni's inequality
///
/// cost ≤ Σ_j s_j/√n · Ψ_ν(d_j / (s_j/√n)) and correct ≥ 1 − Σ_j Φ_ν(−(d_j + δ) / (s_j/√n)), not below zero,
///
/// (Chick & Inoue 2001, Operations Research 49(5) and Management Science 47(8); the zone δ ≥ 0: Branke, Chick &
/// Schmidt 2007, Management Science 53(12)). [`loss`] is Ψ. Differences that do not vary are taken for certain: they
/// cost what the rival is ahead, and an equal rival is not better. Pairs that are not finite are left out. `None`
/// where a rival has fewer than two pairs; without rivals nothing can be lost.
pub fn opportunity(differences: &[&[f64]], indifference_zone: f64) -> Option<Opportunity> {
    assert!(indifference_zone >= 0.0, "the indifference zone is not negative");
    let rivals: Vec<Rival> =
        differences.iter().map(|column| rival(column, indifference_zone)).collect::<Option<_>>()?;
    let (mut cost, mut wrong) = (Some(0.0), 0.0);
    for rival in &rivals {
        cost = cost.zip(rival.cost).map(|(sum, next)| sum + next);
        wrong += rival.better;
    }
    Some(Opportunity { cost, correct: (1.0 - wrong).max(0.0), rivals })
}

/// [`opportunity`] of selecting one of several alternatives, from a column of paired replications each; the rivals are
/// the others in index order. Panics where the columns differ in length or there is no such alternative.
pub fn opportunity_of(
    alternatives: &[&[f64]],
    selected: usize,
    indifference_zone: f64,
) -> Option<Opportunity> {
    assert!(selected < alternatives.len(), "the selected alternative is one of them");
    let own = alternatives[selected];
    assert!(alternatives.iter().all(|c| c.len() == own.len()), "columns have a value per replication each");
    let rivals = alternatives.iter().enumerate().filter(|(j, _)| *j != selected);
    let differences: Vec<Vec<f64>> =
        rivals.map(|(_, column)| own.iter().zip(*column).map(|(a, b)| a - b).collect()).collect();
    opportunity(&differences.iter().map(Vec::as_slice).collect::<Vec<_>>(), indifference_zone)
}

fn rival(differences: &[f64], zone: f64) -> Option<Rival> {
    let finite: Vec<f64> = differences.iter().copied().filter(|d| d.is_finite()).collect();
    let found = moments(&finite)?;
    let (lead, pairs) = (found.mean, finite.len());
    let error = (found.variance? / pairs as f64).sqrt();
    let (cost, better) = if error == 0.0 {
        (Some((-lead).max(0.0)), if lead + zone < 0.0 { 1.0 } else { 0.0 })
    } else {
        let cost = error * loss(lead / error, pairs - 1);
        (cost.is_finite().then_some(cost), tail((lead + zone) / error, pairs - 1))
    };
    Some(Rival { lead, error, cost, better, pairs })
}

/// The standard t loss Ψ_ν(x) = E\[(T − x)⁺\] = (ν + x²)/(ν − 1) · φ_ν(x) − x Φ_ν(−x), with density φ_ν and distribution
/// function Φ_ν of Student's t with ν = `freedom` ≥ 1 degrees of freedom; infinite for a single one. It falls from
/// −x far below zero to zero far above.
pub fn loss(x: f64, freedom: usize) -> f64 {
    assert!(freedom >= 1, "a t distribution has a degree of freedom");
    if freedom == 1 {
        return f64::INFINITY;
    }
    if x < 0.0 {
        return loss(-x, freedom) - x;
    }
    let (n, square) = (freedom as f64, x * x);
    if square.is_infinite() {
        return 0.0;
    }
    ((n + square) / (n - 1.0) * density(x, freedom) - x * tail(x, freedom)).max(0.0)
}

/// Φ_ν(−x): the probability above x.
fn tail(x: f64, freedom: usize) -> f64 {
    let half = t_p_value(x, freedom) / 2.0;
    if x < 0.0 { 1.0 - half } else { half }
}

/// From so many degrees of freedom on, the series is exact to fourteen digits; the logarithms of two large gamma
/// functions would lose as many in their difference.
const MANY: usize = 100;

/// φ_ν(x) = Γ((ν + 1)/2) / (Γ(ν/2) √(νπ)) · (1 + x²/ν)^(−(ν + 1)/2).
fn density(x: f64, freedom: usize) -> f64 {
    let n = freedom as f64;
    let ratio = if freedom < MANY {
        libm::exp(libm::lgamma((n + 1.0) / 2.0) - libm::lgamma(n / 2.0)) / (n / 2.0).sqrt()
    } else {
        let terms = [-1.0 / 4.0, 1.0 / 32.0, 5.0 / 128.0, -21.0 / 2048.0, -399.0 / 8192.0, 869.0 / 65_536.0];
        1.0 + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / n)
    };
    ratio / (2.0 * std::f64::consts::PI).sqrt() * libm::exp(-(n + 1.0) / 2.0 * libm::log1p(x * x / n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::close;

    /// Simpson's rule.
    fn simpson(from: f64, to: f64, value: impl Fn(f64) -> f64) -> f64 {
        const STEPS: u32 = 20_000;
        let width = (to - from) / f64::from(STEPS);
        let mut sum = value(from) + value(to);
        for i in 1..STEPS {
            sum += value(from + f64::from(i) * width) * if i % 2 == 1 { 4.0 } else { 2.0 };
        }
        sum * width / 3.0
    }

    /// E[(T − x)⁺] by integration over t = √ν tan θ, whose density goes with cos^(ν − 1) θ. Neither the density nor the
    /// distribution function above takes part.
    fn integral(x: f64, freedom: usize) -> f64 {
        let root = (freedom as f64).sqrt();
        let weight = |angle: f64| libm::pow(libm::cos(angle), (freedom - 1) as f64);
        let right = std::f64::consts::FRAC_PI_2;
        let above = |angle: f64| (root * libm::tan(angle) - x) * weight(angle);
        simpson(libm::atan(x / root), right, above) / simpson(-right, right, weight)
    }

    #[test]
    fn the_loss_is_the_integral() {
        for freedom in [2, 3, 9, 29, 99, 100, 999] {
            for x in [-3.0, -0.5, 0.0, 0.7, 1.5, 4.0] {
                let (found, expected) = (loss(x, freedom), integral(x, freedom));
                assert!(
                    (found - expected).abs() < 1e-8 * expected.max(1e-3),
                    "{x} {freedom}: {found} {expected}"
                );
            }
        }
    }

    #[test]
    fn the_loss_agrees_with_exact_values() {
        // By hand: Ψ_2(x) = (√(2 + x²) − x)/2. Others by quadrature in thirty digits (mpmath).
        for x in [0.0, 1.0, 7.0] {
            close(loss(x, 2), ((2.0 + x * x).sqrt() - x) / 2.0);
        }
        close(loss(0.0, 9), 0.436_539_272_480_627_2);
        close(loss(1.5, 9), 0.052_918_493_965_258_79);
        close(loss(-1.5, 9), 1.552_918_493_965_258_8);
        for (found, expected) in [
            (loss(4.0, 29), 7.285_077_990_142_336e-5),
            (loss(3.0, 99), 5.336_969_280_343_07e-4),
            (loss(3.0, 100), 5.320_035_259_442_853e-4),
            (loss(2.0, 999), 8.585_619_337_847_971e-3),
            (loss(6.0, 5000), 1.686_067_043_875_46e-10),
        ] {
            assert!((found / expected - 1.0).abs() < 1e-9, "{found} instead of {expected}");
        }
        assert_eq!((loss(0.0, 1), loss(1e200, 5), loss(-1e200, 5)), (f64::INFINITY, 0.0, 1e200));
    }

    #[test]
    fn bounds_are_sums_over_the_rivals() {
        let near = [0.0, 2.0, 4.0];
        let found = opportunity(&[&near, &[5.0, 5.0, 5.0]], 0.0).expect("three pairs");
        // Three pairs 0, 2, 4: lead 2, error 2/√3, so x = √3 and Ψ_2 = (√5 − √3)/2; Φ_2(−x) = ½ (1 − x/√(2 + x²)).
        let root = 3.0_f64.sqrt();
        close(found.cost.expect("three pairs"), 2.0 / root * (5.0_f64.sqrt() - root) / 2.0);
        close(found.correct, 0.5 + 0.5 * root / 5.0_f64.sqrt());
        assert_eq!(
            (found.rivals[1].cost, found.rivals[1].better, found.rivals[1].error),
            (Some(0.0), 0.0, 0.0)
        );
        let wide = opportunity(&[&near], 2.0).expect("three pairs");
        close(wide.correct, 0.5 + root / 14.0_f64.sqrt());
        assert_eq!(wide.cost, found.cost);
        let columns: [&[f64]; 3] = [&[1.0, 2.0, 3.0], &[1.0, 4.0, 7.0], &[-4.0, -1.0, 2.0]];
        assert_eq!(opportunity_of(&columns, 1, 0.0), opportunity(&[&near, &[5.0, 5.0, 5.0]], 0.0));
        assert_eq!(opportunity(&[&near, &[1.0, f64::NAN]], 0.0), None);
    }

    #[test]
    fn without_variance_the_cost_is_what_the_rival_is_ahead() {
        let found = opportunity(&[&[-2.0; 3], &[0.0; 3], &[1.0; 3]], 0.5).expect("three pairs");
        assert_eq!((found.cost, found.correct), (Some(2.0), 0.0));
        assert_eq!(opportunity(&[&[-2.0; 3], &[0.0; 3]], 2.0).map(|o| o.correct), Some(1.0));
        // Small variance comes near that.
        let found = opportunity(&[&[-2.0, -2.0 + 1e-9, -2.0 - 1e-9]], 0.0).expect("three pairs");
        assert!((found.cost.expect("three pairs") - 2.0).abs() < 1e-12 && found.correct < 1e-12);
        let two = opportunity(&[&[1.0, 2.0]], 0.0).expect("two pairs");
        assert!(two.cost.is_none() && two.correct > 0.5, "{two:?}");
        assert_eq!(opportunity(&[], 0.0).map(|o| (o.cost, o.correct)), Some((Some(0.0), 1.0)));
    }

    #[test]
    fn three_equal_rivals_leave_nothing_certain() {
        let noise: &[f64] = &[-1.0, 1.0, 0.5, -0.5];
        let found = opportunity(&[noise; 3], 0.0).expect("four pairs");
        assert_eq!((found.correct, found.rivals[0].better), (0.0, 0.5));
    }
}
