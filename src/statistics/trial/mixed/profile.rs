//! Intervals from the likelihood itself: the values at which it is not much lower than at its maximum.

use statrs::distribution::{ContinuousCDF, Normal};

use super::super::effect::NoFit;
use super::super::root::root;
use super::likelihood::{Point, grid, maximum, point};
use super::{Method, Mixed};
use crate::statistics::symmetric::dot;

/// So far twice the log likelihood may lie below its maximum: the quantile of χ² with one degree of freedom.
fn allowance(level: f64) -> f64 {
    let quantile = Normal::standard().inverse_cdf(0.5 + level / 2.0);
    quantile * quantile
}

impl Mixed {
    /// The profile likelihood interval of the effect of the change at `level`: the values at which the
    /// likelihood (never the restricted one, which knows no coefficients), with all else at its best, is
    /// within half the quantile of χ² of its maximum (Venzon & Moolgavkar 1988, Applied Statistics 37(1)).
    pub fn effect_profile(&self, level: f64) -> Result<(f64, f64), NoFit> {
        let best = maximum(&self.sums, Method::Ml)?.deviance();
        let base = dot(&self.average, &self.origin);
        let excess = |value: f64| -> f64 {
            let fixed = self.sums.fixed_at(&self.average, value - base);
            maximum(&fixed, Method::Ml)
                .map_or(f64::INFINITY, |found| found.deviance() - best - allowance(level))
        };
        let estimate = dot(&self.average, &self.coefficients);
        let step = self.wald(&self.average, level)?.high - estimate;
        let end = |sign: f64| {
            let (mut near, mut far) = (estimate, estimate + sign * 1.1 * step);
            for _ in 0..60 {
                if excess(far) > 0.0 {
                    return Ok(root(near, far, excess));
                }
                (near, far) = (far, far + 2.0 * (far - near));
            }
            Err(NoFit::NoVariance)
        };
        Ok((end(-1.0)?, end(1.0)?))
    }

    /// The profile interval at `level` of the intraclass correlation, from the likelihood that was maximised.
    /// Its low end is 0 where no variance between clusters is also likely enough, its high end 1 where the
    /// likelihood does not fall far enough. Where likely values do not hang together it reaches from the
    /// least to the greatest of them.
    pub fn icc_interval(&self, level: f64) -> (f64, f64) {
        let limit = -2.0 * self.log_likelihood + allowance(level);
        let excess =
            |lambda: f64| point(&self.sums, self.method, lambda).map_or(f64::NAN, |p| p.deviance() - limit);
        let best = self.tau2 / self.sigma2;
        let mut places: Vec<f64> = grid().chain([best]).collect();
        places.sort_by(f64::total_cmp);
        let likely: Vec<usize> = (0..places.len()).filter(|i| excess(places[*i]) <= 0.0).collect();
        let share = |lambda: f64| lambda / (1.0 + lambda);
        let best = places.iter().position(|place| *place == best).expect("the estimate is among the places");
        let (first, last) = (*likely.first().unwrap_or(&best), *likely.last().unwrap_or(&best));
        let low = if first == 0 { 0.0 } else { share(root(places[first - 1], places[first], excess)) };
        let high = match places.get(last + 1) {
            Some(beyond) => share(root(places[last], *beyond, excess)),
            None => 1.0,
        };
        (low, high)
    }

    /// The profile interval at `level` of the variance between clusters, from the likelihood that was
    /// maximised, with the variance within clusters at its best for each value. Its low end is 0 where that
    /// is likely enough.
    pub fn tau2_interval(&self, level: f64) -> Result<(f64, f64), NoFit> {
        let points: Option<Vec<Point>> =
            grid().map(|lambda| point(&self.sums, self.method, lambda)).collect();
        let points = points.ok_or(NoFit::NoContrast)?;
        let limit = -2.0 * self.log_likelihood + allowance(level);
        let excess = |tau2: f64| self.deviance_at(&points, tau2) - limit;
        let low = if excess(0.0) <= 0.0 { 0.0 } else { root(0.0, self.tau2, excess) };
        let (mut near, mut far) = (self.tau2, 2.0 * self.tau2 + self.sigma2 / self.rows as f64);
        for _ in 0..80 {
            if excess(far) > 0.0 {
                return Ok((low, root(near, far, excess)));
            }
            (near, far) = (far, 2.0 * far);
        }
        Err(NoFit::NoVariance)
    }

    /// The least deviance at a given τ², over all σ².
    fn deviance_at(&self, points: &[Point], tau2: f64) -> f64 {
        if tau2 == 0.0 {
            return points[0].deviance();
        }
        let at = |lambda: f64| point(&self.sums, self.method, lambda).unwrap_or(points[0]);
        let lower = |a: &&Point, b: &&Point| a.deviance_at(tau2).total_cmp(&b.deviance_at(tau2));
        let best = points[1..].iter().min_by(lower).expect("the grid has points");
        let place = points.iter().position(|p| p.lambda == best.lambda).expect("it is one of them");
        // For a τ² close to 0 the best λ is that of σ² without clusters, below the grid.
        let least = 0.1 * tau2 * points[0].freedom / points[0].rest;
        let before = if place > 1 { points[place - 1].lambda } else { least.min(best.lambda) };
        let beyond = points.get(place + 1).map_or(10.0 * best.lambda, |p| p.lambda);
        let slope = |lambda: f64| at(lambda).slope_at(tau2);
        if slope(before) >= 0.0 || slope(beyond) <= 0.0 {
            return best.deviance_at(tau2);
        }
        at(root(before, beyond, slope)).deviance_at(tau2)
    }
}
