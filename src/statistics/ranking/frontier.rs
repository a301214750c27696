//! Which alternatives are worth their cost: the efficient frontier.

/// The efficient frontier of alternatives with a cost and an effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// The alternatives on the frontier, from the cheapest to the most effective.
    pub steps: Vec<Step>,
    /// The others that are defined, in index order.
    pub excluded: Vec<Excluded>,
    /// Alternatives left out because their cost or effect is not finite, in index order.
    pub undefined: Vec<usize>,
}

/// An alternative on the frontier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Which alternative.
    pub alternative: usize,
    /// Cost above that of the step before; `None` for the first.
    pub cost: Option<f64>,
    /// Effect above that of the step before, positive; `None` for the first.
    pub effect: Option<f64>,
    /// Incremental cost-effectiveness ratio: cost over effect, money per unit of effect. Positive, and never falling
    /// from step to step but for rounding; `None` for the first.
    pub ratio: Option<f64>,
}

/// An alternative that is not on the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excluded {
    /// Which alternative.
    pub alternative: usize,
    /// Why.
    pub dominance: Dominance,
}

/// Why an alternative is not on the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dominance {
    /// Another costs no more and has no less effect, and is better in one of them: the most effective of those that
    /// cost no more.
    Strong {
        /// That other.
        by: usize,
    },
    /// A mixture of two neighbors on the frontier has the same effect at a lower cost.
    Extended {
        /// The less effective of the two.
        below: usize,
        /// The more effective of the two.
        above: usize,
    },
    /// Another of lower index has the same cost and the same effect, and stands for both.
    Equal {
        /// That other.
        to: usize,
    },
}

impl Frontier {
    /// The alternative with the largest net benefit effect × `threshold` − cost, where a unit of effect is worth
    /// `threshold` ≥ 0: the last step whose ratio does not exceed it. `None` on an empty frontier.
    pub fn choice(&self, threshold: f64) -> Option<usize> {
        self.steps.iter().take_while(|s| s.ratio.is_none_or(|r| r <= threshold)).last().map(|s| s.alternative)
    }
}

/// The efficient frontier: less cost and more effect are better. Alternatives that others dominate strongly are taken
/// out, then those that mixtures dominate (extended dominance), and what is left is the lower convex hull, with the
/// incremental ratio of each step (Drummond, Sculpher, Claxton, Stoddart & Torrance 2015, Methods for the Economic
/// Evaluation of Health Care Programmes, 4th edition, chapter 4; Karlsson & Johannesson 1996, PharmacoEconomics 9(2)).
/// One exactly on the line between its neighbors stays. Panics where the slices differ in length.
pub fn frontier(costs: &[f64], effects: &[f64]) -> Frontier {
    assert_eq!(costs.len(), effects.len(), "an alternative has a cost and an effect");
    let is_defined = |&i: &usize| costs[i].is_finite() && effects[i].is_finite();
    let (mut order, undefined): (Vec<usize>, Vec<usize>) = (0..costs.len()).partition(is_defined);
    // Stable: equals stay in index order. Adding zero makes one of both zeros, which the total order tells apart.
    order.sort_by(|&a, &b| {
        (costs[a] + 0.0).total_cmp(&(costs[b] + 0.0)).then((effects[b] + 0.0).total_cmp(&(effects[a] + 0.0)))
    });
    let (mut hull, mut excluded, mut extended) = (Vec::<usize>::new(), Vec::new(), Vec::new());
    let mut leader: Option<usize> = None;
    for next in order {
        if let Some(by) = leader.filter(|&l| effects[next] <= effects[l]) {
            let same = costs[next] == costs[by] && effects[next] == effects[by];
            let dominance = if same { Dominance::Equal { to: by } } else { Dominance::Strong { by } };
            excluded.push(Excluded { alternative: next, dominance });
            continue;
        }
        leader = Some(next);
        while let [.., before, last] = hull[..] {
            let (first, second) = (costs[last] - costs[before], costs[next] - costs[last]);
            if first * (effects[next] - effects[last]) <= second * (effects[last] - effects[before]) {
                break;
            }
            extended.push(last);
            hull.pop();
        }
        hull.push(next);
    }
    for alternative in extended {
        let place = hull.partition_point(|&h| effects[h] < effects[alternative]);
        let dominance = Dominance::Extended { below: hull[place - 1], above: hull[place] };
        excluded.push(Excluded { alternative, dominance });
    }
    excluded.sort_by_key(|e| e.alternative);
    Frontier { steps: steps(&hull, costs, effects), excluded, undefined }
}

fn steps(hull: &[usize], costs: &[f64], effects: &[f64]) -> Vec<Step> {
    let mut before: Option<usize> = None;
    let mut found = Vec::with_capacity(hull.len());
    for &alternative in hull {
        let cost = before.map(|b| costs[alternative] - costs[b]);
        let effect = before.map(|b| effects[alternative] - effects[b]);
        let ratio = cost.zip(effect).map(|(c, e)| c / e);
        found.push(Step { alternative, cost, effect, ratio });
        before = Some(alternative);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excluded(alternative: usize, dominance: Dominance) -> Excluded {
        Excluded { alternative, dominance }
    }

    #[test]
    fn a_frontier_worked_by_hand() {
        // Effects 0, 1, 2, 3, 5 at costs 0, 10, 40, 50, 130: ratios 10, 30, 10, 40. The second step is dearer than the
        // third, so alternative 2 goes, and from 1 to 3 the ratio is 40/2 = 20.
        let costs = [40.0, 0.0, 130.0, 10.0, 50.0, 60.0, f64::NAN, 10.0, 130.0];
        let effects = [2.0, 0.0, 5.0, 1.0, 3.0, 2.5, 4.0, 0.5, 5.0];
        let found = frontier(&costs, &effects);
        let step = |alternative, cost, effect, ratio| Step { alternative, cost, effect, ratio };
        assert_eq!(
            found.steps,
            [
                step(1, None, None, None),
                step(3, Some(10.0), Some(1.0), Some(10.0)),
                step(4, Some(40.0), Some(2.0), Some(20.0)),
                step(2, Some(80.0), Some(2.0), Some(40.0)),
            ]
        );
        assert_eq!(
            found.excluded,
            [
                excluded(0, Dominance::Extended { below: 3, above: 4 }),
                excluded(5, Dominance::Strong { by: 4 }),
                excluded(7, Dominance::Strong { by: 3 }),
                excluded(8, Dominance::Equal { to: 2 }),
            ]
        );
        assert_eq!(found.undefined, [6]);
        let choices = [0.0, 10.0, 19.9, 20.0, 1e9].map(|threshold| found.choice(threshold));
        assert_eq!(choices, [Some(1), Some(3), Some(3), Some(4), Some(2)]);
    }

    #[test]
    fn the_choice_has_the_largest_net_benefit() {
        let costs = [3.0, 9.0, 4.0, 20.0, 7.5, 31.0, 12.0, 55.0];
        let effects = [1.0, 4.0, 3.0, 7.0, 3.5, 8.0, 4.5, 9.0];
        let found = frontier(&costs, &effects);
        for threshold in [0.0, 0.4, 0.6, 1.0, 3.0, 5.5, 8.0, 20.0, 30.0] {
            let benefit = |i: usize| effects[i] * threshold - costs[i];
            let chosen = benefit(found.choice(threshold).expect("eight alternatives"));
            assert!((0..8).all(|i| benefit(i) <= chosen + 1e-12), "{threshold}");
        }
        assert!(found.steps.windows(2).skip(1).all(|pair| pair[0].ratio < pair[1].ratio), "{found:?}");
    }

    #[test]
    fn several_in_a_row_are_dominated_by_the_same_two_and_the_line_itself_stays() {
        let found = frontier(&[0.0, 5.0, 7.0, 8.0], &[0.0, 1.0, 2.0, 10.0]);
        assert_eq!(found.steps.iter().map(|s| s.alternative).collect::<Vec<_>>(), [0, 3]);
        let dominance = Dominance::Extended { below: 0, above: 3 };
        assert_eq!(found.excluded, [excluded(1, dominance), excluded(2, dominance)]);
        assert_eq!(frontier(&[0.0, 2.0, 4.0], &[0.0, 1.0, 2.0]).steps.len(), 3);
    }

    #[test]
    fn equals_negative_costs_and_nothing() {
        let found = frontier(&[0.0, -0.0, -5.0], &[1.0, 1.0, 1.0]);
        assert_eq!(found.steps.iter().map(|s| s.alternative).collect::<Vec<_>>(), [2]);
        let by = Dominance::Strong { by: 2 };
        assert_eq!(found.excluded, [excluded(0, by), excluded(1, by)]);
        assert_eq!(frontier(&[0.0, -0.0], &[-0.0, 0.0]).excluded, [excluded(1, Dominance::Equal { to: 0 })]);
        assert_eq!(frontier(&[], &[]).choice(1.0), None);
        assert_eq!(frontier(&[f64::INFINITY], &[1.0]).undefined, [0]);
    }
}
