//! Analyses: what an evaluator makes of the observations of a trial. Some are what a journal expects; some are usual mistakes,
//! so that it is seen what they cost.

use super::design::Kind;
use crate::statistics::trial::means::{after_means, change_means, pre_post};
use crate::statistics::trial::{
    Controls, Data, Effect, Errors, Method, NoFit, Permutation, Treatment, group_time, mixed, naive,
    permutation, two_way,
};

/// All assignments are looked at where there are no more than this; otherwise so many are drawn.
const ASSIGNMENTS: usize = 5_000;
/// Assignments that are drawn where there are more.
const DRAWS: usize = 999;

/// An analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Analysis {
    /// Mixed model with period effects, REML, Kenward and Roger's correction.
    Mixed,
    /// The same, z in place of t: a mistake with few clusters.
    MixedZ,
    /// The same by maximum likelihood, interval by its profile.
    MixedProfile,
    /// The same without period effects: a mistake wherever there is a trend.
    MixedWithoutPeriods,
    /// The same on the means of clusters and periods.
    MixedCells,
    /// Mean over the effects by time since the change.
    Exposure,
    /// Two-way fixed effects, CR1.
    FixedCr1,
    /// Two-way fixed effects, CR2 with Satterthwaite's degrees of freedom.
    FixedCr2,
    /// Least squares with everybody by themselves: a mistake wherever people of a clinic have something in common.
    Independent,
    /// Permutation test.
    Permutation,
    /// t test of cluster means after the change.
    ClusterMeans,
    /// t test of changes of cluster means: difference in differences.
    Changes,
    /// Paired t test before and after, of those who changed alone: a mistake wherever anything else changes.
    PrePost,
    /// Effects by group and time, against clusters that have not changed yet.
    GroupTime,
}

/// A truth: a mean of the effects on clusters and periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// Over all that were observed under the change.
    All,
    /// Over times since the change, each counting the same.
    EachExposure,
    /// Over those observed under the change while others had not changed yet.
    WithControls,
}

/// What an analysis says of one trial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// The analysis.
    pub analysis: Analysis,
    /// The effect, in the unit of the outcome: with the change minus without it.
    pub estimate: f64,
    /// Its standard error, where it has one.
    pub standard_error: Option<f64>,
    /// Degrees of freedom of its t; `None` for a normal distribution, or none at all.
    pub freedom: Option<f64>,
    /// Its interval, where it has one.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p value, where it has one.
    pub p_value: Option<f64>,
}

impl Analysis {
    /// All, in the order of reading.
    pub const ALL: [Analysis; 14] = [
        Analysis::Mixed,
        Analysis::MixedCells,
        Analysis::MixedProfile,
        Analysis::MixedZ,
        Analysis::MixedWithoutPeriods,
        Analysis::Exposure,
        Analysis::FixedCr2,
        Analysis::FixedCr1,
        Analysis::Independent,
        Analysis::Permutation,
        Analysis::ClusterMeans,
        Analysis::Changes,
        Analysis::PrePost,
        Analysis::GroupTime,
    ];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Analysis::Mixed => "mixed",
            Analysis::MixedCells => "mixed_cells",
            Analysis::MixedProfile => "mixed_profile",
            Analysis::MixedZ => "mixed_z",
            Analysis::MixedWithoutPeriods => "mixed_without_periods",
            Analysis::Exposure => "exposure",
            Analysis::FixedCr2 => "fixed_cr2",
            Analysis::FixedCr1 => "fixed_cr1",
            Analysis::Independent => "independent",
            Analysis::Permutation => "permutation",
            Analysis::ClusterMeans => "cluster_means",
            Analysis::Changes => "changes",
            Analysis::PrePost => "pre_post",
            Analysis::GroupTime => "group_time",
        }
    }

    /// What it is, for a reader.
    pub const fn words(self) -> &'static str {
        match self {
            Analysis::Mixed => "mixed model with periods, REML, Kenward-Roger",
            Analysis::MixedCells => "the same on means of clinic and period",
            Analysis::MixedProfile => "mixed model with periods, ML, profile likelihood",
            Analysis::MixedZ => "mixed model with periods, z in place of t (a mistake with few clinics)",
            Analysis::MixedWithoutPeriods => "mixed model without periods (a mistake where there is a trend)",
            Analysis::Exposure => "mean over the effects by time since the change",
            Analysis::FixedCr2 => "two-way fixed effects, CR2, Satterthwaite",
            Analysis::FixedCr1 => "two-way fixed effects, CR1, t with clinics - 1",
            Analysis::Independent => "everybody by themselves (a mistake where people share a clinic)",
            Analysis::Permutation => {
                "permutation test of two-way fixed effects (exact where a lot was drawn)"
            }
            Analysis::ClusterMeans => "t test of clinics' means after the change",
            Analysis::Changes => "t test of clinics' changes",
            Analysis::PrePost => {
                "before and after, of those who changed alone (a mistake where anything else changes)"
            }
            Analysis::GroupTime => "effects by group and time against clinics not yet changed",
        }
    }

    /// The analysis of this name.
    pub fn named(word: &str) -> Option<Analysis> {
        Analysis::ALL.into_iter().find(|analysis| analysis.name() == word)
    }

    /// Those that suit a design, the usual mistakes beside them.
    pub fn usual(kind: &Kind) -> Vec<Analysis> {
        use Analysis::*;
        match kind {
            Kind::SteppedWedge(_) => vec![
                Mixed,
                MixedZ,
                MixedWithoutPeriods,
                Exposure,
                FixedCr2,
                FixedCr1,
                Independent,
                Permutation,
                GroupTime,
            ],
            Kind::Parallel(of) if of.before_periods == 0 => vec![ClusterMeans, Mixed, Independent],
            Kind::Parallel(_) => {
                vec![ClusterMeans, Changes, Mixed, FixedCr2, Independent, Permutation]
            }
            Kind::Differences(of) if of.begins.len() > 1 => {
                vec![FixedCr2, FixedCr1, GroupTime, Permutation, PrePost]
            }
            Kind::Differences(_) => vec![FixedCr2, FixedCr1, GroupTime, Changes, Permutation, PrePost],
            Kind::Pilot(_) => vec![Changes, Permutation, PrePost],
            Kind::PrePost(_) | Kind::Pdsa(_) => vec![PrePost],
        }
    }

    /// The truth that it looks for.
    pub fn looks_for(self) -> Looked {
        match self {
            Analysis::Exposure => Looked::EachExposure,
            Analysis::GroupTime => Looked::WithControls,
            _ => Looked::All,
        }
    }

    /// Evaluates the observations of a trial. `uniform` gives the random numbers of a permutation test.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn of(self, data: &Data, level: f64, uniform: &mut dyn FnMut() -> f64) -> Result<Finding, NoFit> {
        let fit = |periods, treatment| mixed(data, periods, treatment, Method::Reml);
        let effect = match self {
            Analysis::Mixed => fit(true, Treatment::Constant)?.effect(level),
            Analysis::MixedCells => {
                mixed(&data.cells(), true, Treatment::Constant, Method::Reml)?.effect(level)
            }
            Analysis::MixedZ => {
                let found = fit(true, Treatment::Constant)?;
                found.wald(&found.average, level)
            }
            Analysis::MixedWithoutPeriods => fit(false, Treatment::Constant)?.effect(level),
            Analysis::MixedProfile => return profile(data, level),
            Analysis::Exposure => fit(true, Treatment::ByExposure)?.effect(level),
            Analysis::FixedCr1 => two_way(data, Errors::Cr1, level),
            Analysis::FixedCr2 => two_way(data, Errors::Cr2, level),
            Analysis::Independent => naive(data, true, level),
            Analysis::ClusterMeans => after_means(data, level),
            Analysis::Changes => change_means(data, level),
            Analysis::PrePost => pre_post(data, false, level),
            Analysis::GroupTime => {
                let found = group_time(data, Controls::NotYetTreated, level)?.simple;
                return Ok(found.effect.map_or_else(|_| self.bare(found.estimate, None), |e| self.says(e)));
            }
            Analysis::Permutation => {
                return permutation(data, ASSIGNMENTS, DRAWS, uniform)
                    .map(|found| Finding::of_permutation(&found));
            }
        };
        effect.map(|effect| self.says(effect))
    }

    fn says(self, effect: Effect) -> Finding {
        Finding {
            analysis: self,
            estimate: effect.estimate,
            standard_error: Some(effect.standard_error),
            freedom: effect.freedom,
            interval: Some((effect.low, effect.high)),
            p_value: Some(effect.p_value),
        }
    }

    fn bare(self, estimate: f64, p_value: Option<f64>) -> Finding {
        Finding { analysis: self, estimate, standard_error: None, freedom: None, interval: None, p_value }
    }
}

/// By maximum likelihood: the interval is where the profile is not lower than chance allows. It has no t and no p of its own: a
/// value is refuted where the interval leaves it out.
fn profile(data: &Data, level: f64) -> Result<Finding, NoFit> {
    let found = mixed(data, true, Treatment::Constant, Method::Ml)?;
    let interval = found.effect_profile(level)?;
    let wald = found.wald(&found.average, level)?;
    Ok(Finding {
        analysis: Analysis::MixedProfile,
        estimate: wald.estimate,
        standard_error: Some(wald.standard_error),
        freedom: None,
        interval: Some(interval),
        p_value: None,
    })
}

impl Finding {
    /// What a permutation test says.
    pub fn of_permutation(found: &Permutation) -> Finding {
        Analysis::Permutation.bare(found.observed, Some(found.p_value))
    }

    /// Whether no effect is refuted at a level: by the p value, or by the interval where there is none.
    pub fn rejects(&self, level: f64) -> Option<bool> {
        let by_interval = self.interval.map(|(low, high)| low > 0.0 || high < 0.0);
        self.p_value.map(|p| p < 1.0 - level).or(by_interval)
    }

    /// Whether the interval holds a value.
    pub fn covers(&self, value: f64) -> Option<bool> {
        self.interval.map(|(low, high)| (low..=high).contains(&value))
    }
}
