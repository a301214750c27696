//! Trajectories for elementary effects: each step moves one coordinate, and each coordinate moves once.

use super::below;

/// Random trajectories on a grid of `levels` equally spaced values from 0 to 1 (Morris 1991, Technometrics 33(2)):
/// `count` of them, each of `dimensions` + 1 points. A step is Δ = levels / (2 (levels − 1)) up or down, so that all
/// levels are equally likely; the order of the coordinates, their first levels and their signs are independent.
/// `levels` is even and at least 2; `uniform` gives numbers in [0, 1).
pub fn trajectories(
    count: usize,
    dimensions: usize,
    levels: usize,
    uniform: &mut impl FnMut() -> f64,
) -> Vec<Vec<Vec<f64>>> {
    assert!(levels >= 2 && levels.is_multiple_of(2), "the levels are an even number, and not {levels}");
    (0..count).map(|_| trajectory(dimensions, levels, uniform)).collect()
}

fn trajectory(dimensions: usize, levels: usize, uniform: &mut impl FnMut() -> f64) -> Vec<Vec<f64>> {
    let half = levels / 2;
    let value = |level: usize| level as f64 / (levels - 1) as f64;
    let mut point = Vec::with_capacity(dimensions);
    let mut target = Vec::with_capacity(dimensions);
    for _ in 0..dimensions {
        // A level of the lower half and its partner in the upper half: the ends of a step.
        let low = below(half, uniform);
        let (from, to) = if uniform() < 0.5 { (low, low + half) } else { (low + half, low) };
        point.push(value(from));
        target.push(value(to));
    }
    let mut order: Vec<usize> = (0..dimensions).collect();
    for last in (1..dimensions).rev() {
        order.swap(last, below(last + 1, uniform));
    }
    let mut points = vec![point.clone()];
    for coordinate in order {
        point[coordinate] = target[coordinate];
        points.push(point.clone());
    }
    points
}

/// A step from one point to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Which coordinate moved, from 0 on.
    pub coordinate: usize,
    /// By how much: the coordinate after less the one before, never zero. An elementary effect is the change of an
    /// outcome divided by it.
    pub by: f64,
}

/// The step between two points; `None` unless exactly one coordinate differs, or where it is not finite, or where the
/// points have different dimensions.
pub fn moved(before: &[f64], after: &[f64]) -> Option<Move> {
    if before.len() != after.len() {
        return None;
    }
    let mut differing = before.iter().zip(after).enumerate().filter(|(_, (a, b))| a != b);
    let (coordinate, (a, b)) = differing.next()?;
    let by = b - a;
    (differing.next().is_none() && by.is_finite()).then_some(Move { coordinate, by })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::latin::tests::generator;

    #[test]
    fn each_step_moves_one_coordinate_by_delta_and_each_coordinate_moves_once() {
        for (levels, delta) in [(2, 1.0), (4, 2.0 / 3.0), (6, 0.6), (8, 4.0 / 7.0)] {
            for trajectory in trajectories(50, 7, levels, &mut generator(1)) {
                assert_eq!(trajectory.len(), 8);
                let mut times = [0; 7];
                for pair in trajectory.windows(2) {
                    let step = moved(&pair[0], &pair[1]).expect("one coordinate moves");
                    assert!((step.by.abs() - delta).abs() < 1e-15, "{step:?}");
                    times[step.coordinate] += 1;
                }
                assert_eq!(times, [1; 7]);
                let steps = (levels - 1) as f64;
                assert!(trajectory.iter().flatten().all(|x| (0..levels).any(|l| *x == l as f64 / steps)));
            }
        }
    }

    #[test]
    fn levels_signs_and_orders_are_equally_likely() {
        // 12,000 trajectories; each bound is five standard errors (false alarm 6e-7 each, fewer than fifty).
        const COUNT: usize = 12_000;
        let (mut levels, mut up, mut place) = ([[0_usize; 4]; 3], [0_usize; 3], [[0_usize; 3]; 3]);
        let mut both_up = 0;
        for trajectory in trajectories(COUNT, 3, 4, &mut generator(2)) {
            for i in 0..3 {
                levels[i][(trajectory[0][i] * 3.0).round() as usize] += 1;
                up[i] += usize::from(trajectory[3][i] > trajectory[0][i]);
            }
            both_up += usize::from((0..2).all(|i| trajectory[3][i] > trajectory[0][i]));
            for (step, pair) in trajectory.windows(2).enumerate() {
                place[step][moved(&pair[0], &pair[1]).expect("one coordinate moves").coordinate] += 1;
            }
        }
        let near = |found: usize, share: f64| {
            let bound = 5.0 * (COUNT as f64 * share * (1.0 - share)).sqrt();
            assert!((found as f64 - COUNT as f64 * share).abs() < bound, "{found} of {COUNT}, not {share}");
        };
        levels.iter().flatten().for_each(|&n| near(n, 0.25));
        up.iter().for_each(|&n| near(n, 0.5));
        place.iter().flatten().for_each(|&n| near(n, 1.0 / 3.0));
        near(both_up, 0.25);
    }

    #[test]
    fn the_effects_of_a_linear_function_are_its_slopes() {
        let slopes = [3.0, -1.0, 0.5, 0.0];
        let value = |p: &[f64]| p.iter().zip(slopes).map(|(x, s)| x * s).sum::<f64>();
        for trajectory in trajectories(10, 4, 6, &mut generator(3)) {
            for pair in trajectory.windows(2) {
                let step = moved(&pair[0], &pair[1]).expect("one coordinate moves");
                let effect = (value(&pair[1]) - value(&pair[0])) / step.by;
                assert!((effect - slopes[step.coordinate]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn no_step_or_two_at_once_are_none() {
        assert_eq!(moved(&[0.0, 1.0], &[0.5, 1.0]), Some(Move { coordinate: 0, by: 0.5 }));
        assert_eq!(moved(&[0.0, 1.0], &[0.0, -2.0]), Some(Move { coordinate: 1, by: -3.0 }));
        assert_eq!(moved(&[0.0, 1.0], &[0.0, 1.0]), None);
        assert_eq!(moved(&[0.0, 1.0], &[0.5, 0.5]), None);
        assert_eq!(moved(&[0.0], &[0.5, 0.5]), None);
        assert_eq!(moved(&[0.0], &[f64::NAN]), None);
        assert_eq!(trajectories(2, 0, 4, &mut || 0.0), [[[0.0; 0]], [[0.0; 0]]]);
    }

    #[test]
    #[should_panic(expected = "even number, and not 5")]
    fn an_odd_number_of_levels_is_refused() {
        trajectories(1, 2, 5, &mut || 0.0);
    }
}
