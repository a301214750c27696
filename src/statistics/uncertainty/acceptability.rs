//! How often each alternative is the best buy: cost-effectiveness acceptability curves and their frontier.

use super::shrinkage::without_chance;

/// What an alternative brings and costs in one draw of the inputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Effect, more is better, in any unit.
    pub effect: f64,
    /// Cost, in money.
    pub cost: f64,
}

impl Outcome {
    /// Net (monetary) benefit at a threshold, the money that a unit of effect is worth: threshold × effect − cost
    /// (Stinnett & Mullahy 1998, Medical Decision Making 18(2 Suppl)).
    pub fn net_benefit(self, threshold: f64) -> f64 {
        threshold * self.effect - self.cost
    }
}

/// The alternatives at one threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptability {
    /// Money that a unit of effect is worth.
    pub threshold: f64,
    /// For each alternative the share of draws in which it has the highest net benefit; equal ones share a draw
    /// evenly. The sum is 1.
    pub probability: Vec<f64>,
    /// For each alternative its expected net benefit.
    pub expected: Vec<f64>,
    /// The frontier: the alternative with the highest *expected* net benefit, the first of equal ones. It need not be
    /// the one that is most often best.
    pub optimal: usize,
    /// Number of draws in which every alternative is defined.
    pub draws: usize,
}

impl Acceptability {
    /// The frontier's height: probability that the optimal alternative is the best one.
    pub fn frontier(&self) -> f64 {
        self.probability[self.optimal]
    }

    /// Standard error, due to the number of draws, of an alternative's probability: sqrt(p (1 − p) / draws).
    pub fn error(&self, alternative: usize) -> f64 {
        let p = self.probability[alternative];
        (p * (1.0 - p) / self.draws as f64).sqrt()
    }
}

/// Acceptability curves and frontier at the thresholds, of `alternatives[alternative][draw]` (Fenwick, Claxton &
/// Sculpher 2001, Health Economics 10:779). Draws in which an alternative is undefined are left out; `None` where no
/// draw is left or there is no alternative. Panics where alternatives differ in draws or a threshold is negative or
/// not finite.
///
/// Where draws are means of few replications their chance pulls probabilities towards even shares: take it out with
/// `increments_without_chance` first.
pub fn acceptability(alternatives: &[Vec<Outcome>], thresholds: &[f64]) -> Option<Vec<Acceptability>> {
    let count = alternatives.first()?.len();
    for alternative in alternatives {
        assert_eq!(alternative.len(), count, "every alternative has the same draws");
    }
    let defined = |d: &usize| alternatives.iter().all(|a| !(a[*d].effect - a[*d].cost).is_nan());
    let draws: Vec<usize> = (0..count).filter(defined).collect();
    if draws.is_empty() {
        return None;
    }
    Some(thresholds.iter().map(|threshold| at(alternatives, &draws, *threshold)).collect())
}

fn at(alternatives: &[Vec<Outcome>], draws: &[usize], threshold: f64) -> Acceptability {
    assert!(threshold >= 0.0 && threshold.is_finite(), "a threshold is zero or more, not {threshold}");
    let mut probability = vec![0.0; alternatives.len()];
    let mut expected = vec![0.0; alternatives.len()];
    for draw in draws {
        let benefits: Vec<f64> = alternatives.iter().map(|a| a[*draw].net_benefit(threshold)).collect();
        let best = benefits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ties = benefits.iter().filter(|b| **b == best).count() as f64;
        for (i, benefit) in benefits.iter().enumerate() {
            probability[i] += if *benefit == best { 1.0 / ties } else { 0.0 };
            expected[i] += benefit;
        }
    }
    let count = draws.len() as f64;
    probability.iter_mut().chain(&mut expected).for_each(|value| *value /= count);
    let mut optimal = 0;
    for (i, value) in expected.iter().enumerate() {
        if *value > expected[optimal] {
            optimal = i;
        }
    }
    Acceptability { threshold, probability, expected, optimal, draws: draws.len() }
}

/// Draws without chance of `values[alternative][draw][replication]` with the same seeds everywhere: means of the
/// increments of effect and cost over the first alternative, whose own are zero, with their spread and covariance
/// shrunk to what the inputs alone make (see `without_chance`). Which alternative is best depends on increments only,
/// and in them the chance that all alternatives have in common cancels. Undefined draws are NaN. `None` without an
/// alternative beside the first, or with fewer than two draws or two replications left.
pub fn increments_without_chance(values: &[Vec<Vec<Outcome>>]) -> Option<Vec<Vec<Outcome>>> {
    let (first, others) = values.split_first()?;
    for other in others {
        assert_eq!(other.len(), first.len(), "every alternative has the same draws");
    }
    let table = |other: &[Vec<Outcome>], pick: fn(&Outcome) -> f64| -> Vec<Vec<f64>> {
        let row = |(a, b): (&Vec<Outcome>, &Vec<Outcome>)| {
            assert_eq!(a.len(), b.len(), "every draw has the same replications");
            a.iter().zip(b).map(|(x, y)| pick(x) - pick(y)).collect()
        };
        other.iter().zip(first).map(row).collect()
    };
    let quantities: Vec<Vec<Vec<f64>>> =
        others.iter().flat_map(|other| [table(other, |o| o.effect), table(other, |o| o.cost)]).collect();
    let shrunk = without_chance(&quantities)?;
    let mut result = vec![vec![Outcome { effect: 0.0, cost: 0.0 }; first.len()]];
    for pair in shrunk.chunks(2) {
        result.push(pair[0].iter().zip(&pair[1]).map(|(e, c)| Outcome { effect: *e, cost: *c }).collect());
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, Normal};

    use super::super::tests::normal;
    use super::*;

    fn outcomes(pairs: &[(f64, f64)]) -> Vec<Outcome> {
        pairs.iter().map(|(effect, cost)| Outcome { effect: *effect, cost: *cost }).collect()
    }

    #[test]
    fn the_frontier_follows_expectations_and_ties_are_shared() {
        // At 10: net benefits 0 0 0 0 and −1 −1 −1 9: the second is best once in four, and best on average.
        let nothing = outcomes(&[(0.0, 0.0); 4]);
        let gamble = outcomes(&[(0.0, 1.0), (0.0, 1.0), (0.0, 1.0), (1.0, 1.0)]);
        let found = acceptability(&[nothing.clone(), gamble], &[0.0, 1.0, 10.0]).expect("four draws");
        assert_eq!((found[0].optimal, found[0].frontier()), (0, 1.0));
        assert_eq!(found[1].probability, [0.875, 0.125], "0 and 0 in the last draw are a tie");
        assert_eq!((found[2].optimal, found[2].frontier()), (1, 0.25));
        assert_eq!(found[2].expected, [0.0, 1.5]);
        assert_eq!(found[2].error(1), (0.25_f64 * 0.75 / 4.0).sqrt());
        let tied = acceptability(&[nothing.clone(), nothing], &[3.0]).expect("four draws");
        assert_eq!((tied[0].probability.as_slice(), tied[0].optimal), (&[0.5, 0.5][..], 0));
    }

    #[test]
    fn undefined_draws_are_left_out() {
        let one = outcomes(&[(1.0, f64::NAN), (1.0, 0.0)]);
        let other = outcomes(&[(1.0, 0.0), (2.0, 0.0)]);
        let found = acceptability(&[one.clone(), other], &[1.0]).expect("one draw");
        assert_eq!((found[0].probability.as_slice(), found[0].draws), (&[0.0, 1.0][..], 1));
        assert_eq!(acceptability(&[one[..1].to_vec()], &[1.0]), None);
        assert_eq!(acceptability(&[], &[1.0]), None);
    }

    #[test]
    fn normal_increments_have_the_closed_form_and_chance_does_not_flatten_the_curve() {
        // Increments: effect N(0.5, 1), cost N(1, 2²). At 4: mean 1, variance 16 + 4, Φ(1 / sqrt(20)) = 0.588. At
        // 100: mean 49, variance 10004, Φ = 0.688. With chance of variance 4 and 100 in effect and cost, over 2
        // replications, the raw means would give variances 3·16 + 54 and Φ = 0.539.
        let mut state = 3;
        let (mut one, mut other) = (Vec::new(), Vec::new());
        for _ in 0..4_000 {
            let (effect, cost) = (0.5 + normal(&mut state), 1.0 + 2.0 * normal(&mut state));
            one.push(outcomes(&[(7.0, 1.0), (3.0, 2.0)]));
            other.push(
                [(7.0, 1.0), (3.0, 2.0)]
                    .iter()
                    .map(|(e, c)| Outcome {
                        effect: e + effect + 2.0 * normal(&mut state),
                        cost: c + cost + 10.0 * normal(&mut state),
                    })
                    .collect::<Vec<_>>(),
            );
        }
        let draws = increments_without_chance(&[one, other]).expect("a full table");
        let found = acceptability(&draws, &[4.0, 100.0]).expect("draws");
        // Standard errors: 0.8 % by counting, 1.1 % by the mean's chance and the shrinkage; bounds at three and a half
        // of both together.
        for (curve, z) in found.iter().zip([1.0 / 20.0_f64.sqrt(), 49.0 / 10_004.0_f64.sqrt()]) {
            let exact = Normal::standard().cdf(z);
            assert!((curve.probability[1] - exact).abs() < 0.045, "{} {exact}", curve.probability[1]);
        }
    }
}
