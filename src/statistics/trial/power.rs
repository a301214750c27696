//! Power: how likely a trial is to find an effect of a given size, and what it takes.
mod noncentral;

pub use noncentral::noncentral_t;

use statrs::distribution::{ContinuousCDF, Normal};

use super::effect::t_quantile;
use super::gls::{Components, design_variance};
use super::layout::Layout;
use super::root::root;

/// Power of a two-sided test at `alpha` of an effect whose estimate has a standard error, both tails counted.
/// With `freedom` the test is Student's t and the power that of the noncentral t; without it the normal
/// distribution, as if the standard error were known. `standard_error` above 0.
pub fn power(effect: f64, standard_error: f64, freedom: Option<f64>, alpha: f64) -> f64 {
    let away = effect / standard_error;
    match freedom {
        None => {
            let normal = Normal::standard();
            let bound = normal.inverse_cdf(1.0 - alpha / 2.0);
            normal.sf(bound - away) + normal.cdf(-bound - away)
        }
        Some(freedom) => {
            let bound = t_quantile(1.0 - alpha / 2.0, freedom);
            // Both tails as lower ones, so that neither is a difference from 1.
            noncentral_t(-bound, freedom, -away) + noncentral_t(-bound, freedom, away)
        }
    }
}

/// The shape of a trial, before the number of clusters is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// See [`Layout::stepped_wedge`].
    SteppedWedge {
        /// Number of sequences; `None`: each cluster begins by itself.
        sequences: Option<usize>,
        /// Periods before the first step.
        baseline: u32,
        /// Periods for each step.
        step: u32,
        /// Periods left out from each begin on.
        transition: u32,
    },
    /// See [`Layout::parallel`].
    Parallel {
        /// Periods before the begin.
        before: u32,
        /// Periods from the begin on.
        after: u32,
        /// Periods left out from the begin on.
        transition: u32,
    },
}

impl Design {
    /// The design with so many clusters.
    pub fn layout(self, clusters: usize) -> Layout {
        match self {
            Design::SteppedWedge { sequences, baseline, step, transition } => {
                Layout::stepped_wedge(clusters, sequences.unwrap_or(clusters), baseline, step, transition)
            }
            Design::Parallel { before, after, transition } => {
                Layout::parallel(clusters, before, after, transition)
            }
        }
    }

    /// The design with other numbers of periods for each step, or from the begin on.
    fn longer(self, periods: u32) -> Self {
        match self {
            Design::SteppedWedge { sequences, baseline, transition, .. } => {
                Design::SteppedWedge { sequences, baseline, step: periods, transition }
            }
            Design::Parallel { before, transition, .. } => {
                Design::Parallel { before, after: periods + transition, transition }
            }
        }
    }

    /// The fewest clusters with which a test can be made: one for each sequence, and three for a variance.
    fn fewest(self) -> usize {
        match self {
            Design::SteppedWedge { sequences, .. } => sequences.unwrap_or(3).max(3),
            Design::Parallel { .. } => 3,
        }
    }
}

/// Degrees of freedom of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freedom {
    /// The normal distribution: too hopeful with few clusters.
    Normal,
    /// Clusters − 2: exact for cluster means of a balanced parallel trial.
    LessTwo,
    /// Clusters − 1: goes with cluster-robust errors.
    LessOne,
    /// Clusters − (periods + 1), as in Li, Turner & Preisser (2018, Biometrics 74(4)) for stepped wedges:
    /// cautious.
    LessPeriods,
}

/// A trial that is being planned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Its shape.
    pub design: Design,
    /// Number of clusters.
    pub clusters: usize,
    /// Number of observations in each cluster and period, above 0.
    pub size: f64,
    /// The variances that are assumed.
    pub components: Components,
    /// Degrees of freedom of the test.
    pub freedom: Freedom,
    /// Error probability of the two-sided test, in (0, 1).
    pub alpha: f64,
}

impl Plan {
    /// The standard error of the effect; `None` where the design has no contrast.
    pub fn standard_error(&self) -> Option<f64> {
        design_variance(&self.design.layout(self.clusters), self.size, &self.components).map(f64::sqrt)
    }

    /// Power for an effect; `None` where the design has no contrast or leaves no degree of freedom.
    pub fn power(&self, effect: f64) -> Option<f64> {
        let clusters = self.clusters as f64;
        let freedom = match self.freedom {
            Freedom::Normal => None,
            Freedom::LessTwo => Some(clusters - 2.0),
            Freedom::LessOne => Some(clusters - 1.0),
            Freedom::LessPeriods => {
                Some(clusters - 1.0 - f64::from(self.design.layout(self.clusters).periods))
            }
        };
        if freedom.is_some_and(|freedom| freedom < 1.0) {
            return None;
        }
        Some(power(effect, self.standard_error()?, freedom, self.alpha))
    }

    /// The smallest number of clusters, at most `most`, with at least the wanted power.
    pub fn clusters_for(&self, effect: f64, wanted: f64, most: usize) -> Option<usize> {
        (self.design.fewest()..=most)
            .find(|clusters| Plan { clusters: *clusters, ..*self }.reaches(effect, wanted))
    }

    /// The smallest whole number of observations in each cell, at most `most`, with at least the wanted
    /// power. `None` where even that is too little: more people cannot make up for too few clusters that
    /// differ.
    pub fn size_for(&self, effect: f64, wanted: f64, most: usize) -> Option<usize> {
        let reaches = |size: usize| Plan { size: size as f64, ..*self }.reaches(effect, wanted);
        if most == 0 || !reaches(most) {
            return None;
        }
        let (mut low, mut high) = (0, most);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if reaches(middle) { high = middle } else { low = middle }
        }
        Some(high)
    }

    /// The smallest number of periods for each step of a stepped wedge, or from the begin on in a parallel
    /// trial, at most `most`, with at least the wanted power.
    pub fn periods_for(&self, effect: f64, wanted: f64, most: u32) -> Option<u32> {
        (1..=most)
            .find(|periods| Plan { design: self.design.longer(*periods), ..*self }.reaches(effect, wanted))
    }

    /// The smallest effect above 0 that is found with the wanted power, which is above `alpha` and below 1;
    /// `None` where there is no power at all.
    pub fn detectable(&self, wanted: f64) -> Option<f64> {
        let short = |effect: f64| self.power(effect).map_or(f64::NAN, |power| power - wanted);
        let mut far = self.standard_error()?;
        if short(0.0).is_nan() || short(0.0) >= 0.0 || wanted >= 1.0 {
            return None;
        }
        for _ in 0..60 {
            if short(far) > 0.0 {
                return Some(root(0.0, far, short));
            }
            far *= 2.0;
        }
        None
    }

    fn reaches(&self, effect: f64, wanted: f64) -> bool {
        self.power(effect).is_some_and(|power| power >= wanted)
    }
}

#[cfg(test)]
mod tests;
