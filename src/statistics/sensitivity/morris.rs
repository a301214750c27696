//! Morris's screening: elementary effects of inputs along a few trajectories through the unit cube.

use super::interval::{Bootstrap, Interval, draw};
use crate::statistics::estimate::moments;

/// What the elementary effects of one input say, in units of the response per whole range of the input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Screened {
    /// Mean effect; opposite effects cancel.
    pub mu: f64,
    /// Mean size of effects, μ*, with its percentile interval over trajectories; it ranks inputs.
    pub mu_star: Interval,
    /// Standard deviation of effects over trajectories: interactions, curvature and chance; `None` of one trajectory.
    pub sigma: Option<f64>,
    /// Chance; `None` with one replication.
    pub chance: Option<Chance>,
    /// Number of trajectories left out because an effect is not finite.
    pub left_out: usize,
}

/// What chance does to the effects of one input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Standard error of μ that is due to chance: √(variance over replications of their mean effect / n). It holds
    /// whether trajectories share seeds or not.
    pub error_of_mu: f64,
    /// Standard error of one effect that is due to chance: √(s²/n), s² the variance over replications of an effect, on
    /// average over trajectories.
    pub error_of_effect: f64,
    /// The μ* to expect from an input without effect: the mean size of a normal number with `error_of_effect` as
    /// standard deviation, `error_of_effect` · √(2/π) (where chance differs between trajectories, at most that). An
    /// input stands out where the lower end of its μ* is well above. With one set of seeds for all trajectories their
    /// chance is alike, and the μ* of an input without effect may by itself be two or three times as large: then compare
    /// `mu` with `error_of_mu` too.
    pub mu_star: f64,
    /// Standard deviation of effects over trajectories without chance (from pairs of different replications); 0 where
    /// chance accounts for all of it, `None` of one trajectory.
    pub sigma: Option<f64>,
}

/// The elementary effect of each input along a trajectory (Morris 1991, Technometrics 33(2)): the change of the response
/// over the change of the one coordinate that differs between a point and the next, in unit coordinates. NaN for an input
/// that does not move. Panics where steps change another number of coordinates than one, or an input moves twice.
pub fn trajectory_effects(points: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    assert_eq!(points.len(), values.len(), "each point of a trajectory has a value");
    let mut effects = vec![f64::NAN; points.first().map_or(0, Vec::len)];
    let mut moved = vec![false; effects.len()];
    for (points, values) in points.windows(2).zip(values.windows(2)) {
        let changed: Vec<usize> = (0..moved.len()).filter(|&i| points[0][i] != points[1][i]).collect();
        assert_eq!(changed.len(), 1, "each step of a trajectory moves one input");
        let input = changed[0];
        assert!(!moved[input], "a trajectory moves each input once");
        moved[input] = true;
        effects[input] = (values[1] - values[0]) / (points[1][input] - points[0][input]);
    }
    effects
}

/// Screens inputs by `effects[input][trajectory]` of a response without chance: μ and σ (Morris 1991, Technometrics
/// 33(2)), μ* (Campolongo, Cariboni & Saltelli 2007, Environmental Modelling & Software 22(10)). `None` for an input
/// without an effect that is finite. `uniform` gives numbers in [0, 1).
pub fn morris(
    effects: &[Vec<f64>],
    bootstrap: &Bootstrap,
    uniform: &mut impl FnMut() -> f64,
) -> Vec<Option<Screened>> {
    effects.iter().map(|input| screen(std::slice::from_ref(input), bootstrap, uniform)).collect()
}

/// Screens inputs by `effects[input][replication][trajectory]`: effects of the mean response over replications, and what
/// chance does to them. Both ends of an effect of one replication may share its seeds. Panics where replications differ
/// in their number of trajectories.
pub fn morris_replicated(
    effects: &[Vec<Vec<f64>>],
    bootstrap: &Bootstrap,
    uniform: &mut impl FnMut() -> f64,
) -> Vec<Option<Screened>> {
    effects.iter().map(|input| screen(input, bootstrap, uniform)).collect()
}

/// Screens one input by `effects[replication][trajectory]`.
fn screen(
    effects: &[Vec<f64>],
    bootstrap: &Bootstrap,
    uniform: &mut impl FnMut() -> f64,
) -> Option<Screened> {
    let count = effects.first()?.len();
    assert!(
        effects.iter().all(|replication| replication.len() == count),
        "replications have the same trajectories"
    );
    let finite = |t: &usize| effects.iter().all(|replication| replication[*t].is_finite());
    let used: Vec<usize> = (0..count).filter(finite).collect();
    let effects: Vec<Vec<f64>> =
        effects.iter().map(|replication| used.iter().map(|&t| replication[t]).collect()).collect();
    let of_trajectory = |t: usize| effects.iter().map(|replication| replication[t]).collect::<Vec<f64>>();
    let means: Vec<f64> =
        (0..used.len()).map(|t| moments(&of_trajectory(t)).map(|found| found.mean)).collect::<Option<_>>()?;
    let found = moments(&means)?;
    let sizes: Vec<f64> = means.iter().map(|mean| mean.abs()).collect();
    let size_of = |places: &[usize]| {
        let mut sum = 0.0;
        for &place in places {
            sum += sizes[place];
        }
        sum / places.len() as f64
    };
    let draws: Vec<f64> = (0..bootstrap.draws).map(|_| size_of(&draw(sizes.len(), uniform))).collect();
    let all: Vec<usize> = (0..sizes.len()).collect();
    Some(Screened {
        mu: found.mean,
        mu_star: Interval::of(size_of(&all), &draws, sizes.len(), bootstrap.level),
        sigma: found.variance.map(f64::sqrt),
        chance: chance(&effects, &means),
        left_out: count - used.len(),
    })
}

/// Chance, of finite effects by replication and trajectory and their means over replications; `None` with one
/// replication.
fn chance(effects: &[Vec<f64>], means: &[f64]) -> Option<Chance> {
    let n = effects.len() as f64;
    let mus: Vec<f64> = effects
        .iter()
        .map(|replication| moments(replication).map(|found| found.mean))
        .collect::<Option<_>>()?;
    let of_mu = moments(&mus)?.variance? / n;
    let (mut within, mut spread) = (0.0, 0.0);
    for replication in effects {
        let deviations: Vec<f64> =
            replication.iter().zip(means).map(|(effect, mean)| effect - mean).collect();
        for deviation in &deviations {
            within += deviation * deviation;
        }
        spread += moments(&deviations)?.variance.unwrap_or(0.0);
    }
    let error_of_effect = (within / means.len() as f64 / (n - 1.0) / n).sqrt();
    // The variance over trajectories is a quadratic form: that of the mean holds 1/n of chance's own (see `forms`).
    let apart = moments(means)?.variance.map(|variance| variance - spread / (n - 1.0) / n);
    Some(Chance {
        error_of_mu: of_mu.sqrt(),
        error_of_effect,
        mu_star: error_of_effect * (2.0 / std::f64::consts::PI).sqrt(),
        sigma: apart.map(|variance| variance.max(0.0).sqrt()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::points::{normal, uniforms};
    use super::*;
    use crate::statistics::estimate::tests::close;

    const BOOTSTRAP: Bootstrap = Bootstrap { draws: 1000, level: 0.95 };

    #[test]
    fn a_trajectory_gives_the_effect_of_each_input_that_moves() {
        let points = [vec![0.0, 1.0, 0.5], vec![0.0, 1.0 / 3.0, 0.5], vec![2.0 / 3.0, 1.0 / 3.0, 0.5]];
        let found = trajectory_effects(&points, &[5.0, 3.0, 7.0]);
        close(found[0], 6.0);
        close(found[1], 3.0);
        assert!(found[2].is_nan());
        assert!(trajectory_effects(&[], &[]).is_empty());
    }

    #[test]
    fn the_mean_size_sees_effects_that_cancel() {
        let found =
            morris(&[vec![3.0, -3.0, 1.0, -1.0, f64::NAN], vec![2.0; 5]], &BOOTSTRAP, &mut uniforms(1));
        let first = found[0].expect("four trajectories");
        assert_eq!((first.mu, first.mu_star.estimate, first.mu_star.n, first.left_out), (0.0, 2.0, 4, 1));
        close(first.sigma.expect("four trajectories"), (20.0_f64 / 3.0).sqrt());
        assert!(first.mu_star.low == 1.0 && first.mu_star.high == 3.0 && first.chance.is_none());
        let second = found[1].expect("five trajectories");
        assert_eq!(
            (second.mu, second.sigma, second.mu_star.low, second.mu_star.high),
            (2.0, Some(0.0), 2.0, 2.0)
        );
        assert_eq!(morris(&[vec![f64::NAN], vec![]], &BOOTSTRAP, &mut uniforms(1)), [None, None]);
        assert_eq!(morris(&[vec![4.0]], &BOOTSTRAP, &mut uniforms(1))[0].expect("one").sigma, None);
    }

    #[test]
    fn chance_of_a_small_table_agrees_with_the_formulas() {
        // Two replications, two trajectories: means 2 and 6; deviations ∓1 and ∓2.
        let found = morris_replicated(&[vec![vec![1.0, 4.0], vec![3.0, 8.0]]], &BOOTSTRAP, &mut uniforms(1));
        let found = found[0].expect("two trajectories");
        assert_eq!((found.mu, found.sigma), (4.0, Some(8.0_f64.sqrt())));
        let chance = found.chance.expect("two replications");
        // Means of replications 2.5 and 5.5: variance 4.5. Variances of effects 2 and 8: mean 5.
        close(chance.error_of_mu, 1.5);
        close(chance.error_of_effect, 2.5_f64.sqrt());
        close(chance.mu_star, (5.0 / std::f64::consts::PI).sqrt());
        // The one pair of different replications: the covariance of (1, 4) and (3, 8) is 7.5.
        close(chance.sigma.expect("two trajectories"), 7.5_f64.sqrt());
    }

    /// 1000 screenings with 10 trajectories and 4 replications of effects 5 ± 2 by trajectory, with chance of each effect
    /// (variance 4) and of all alike (variance 9). Averages at 4.5 standard errors: one false alarm in 25,000 seeds.
    #[test]
    fn chance_is_measured_without_bias_whether_or_not_trajectories_share_it() {
        let mut uniform = uniforms(8);
        let (mut of_mu, mut of_effect, mut sigma, mut size) = (vec![], vec![], vec![], vec![]);
        for _ in 0..1000 {
            let truth: Vec<f64> = (0..10).map(|_| 5.0 + 2.0 * normal(&mut uniform)).collect();
            let mut replications = |truth: &[f64], common: f64| -> Vec<Vec<f64>> {
                (0..4)
                    .map(|_| {
                        let shift = common * normal(&mut uniform);
                        truth.iter().map(|effect| effect + shift + 2.0 * normal(&mut uniform)).collect()
                    })
                    .collect()
            };
            let inputs = [replications(&truth, 3.0), replications(&[0.0; 10], 0.0)];
            let found = morris_replicated(&inputs, &Bootstrap { draws: 0, level: 0.95 }, &mut || 0.0);
            let chance =
                |input: usize| found[input].and_then(|found| found.chance).expect("four replications");
            of_mu.push(chance(0).error_of_mu * chance(0).error_of_mu);
            of_effect.push(chance(0).error_of_effect * chance(0).error_of_effect);
            let apart = chance(0).sigma.expect("ten trajectories");
            sigma.push(apart * apart);
            size.push(found[1].expect("ten trajectories").mu_star.estimate - chance(1).mu_star);
        }
        // Cutting at zero is rare: √4 is far above its error. √s² is a little below s: 30 degrees of freedom, 0.8 %.
        for (values, expected) in [(of_mu, 9.4 / 4.0), (of_effect, 13.0 / 4.0), (sigma, 4.0), (size, 0.0066)]
        {
            let found = moments(&values).expect("many");
            let z = (found.mean - expected) / (found.variance.expect("many") / 1000.0).sqrt();
            assert!(z.abs() < 4.5, "{} instead of {expected}, z = {z}", found.mean);
        }
    }
}
