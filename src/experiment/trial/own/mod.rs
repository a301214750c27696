//! A trial of one's own: what the analyses say of observations that somebody made.

mod json;
mod words;

use super::analysis::{Analysis, Finding};
use crate::statistics::icc::{Icc, icc};
use crate::statistics::trial::Observed;
use crate::statistics::trial::{
    Components, Controls, Data, Effect, EventStudy, GroupTimes, Method, Mixed, MixedIcc, NoFit, Permutation,
    Treatment, Weights, closed_form_variance, event_study, gls, group_time, mixed, mixed_icc, permutation,
    weights,
};
use crate::statistics::trial::{Errors, Layout, fixed};
use crate::system::{Identity, Purpose, Seed};

/// What design the trial had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnDesign {
    /// Stepped wedge.
    SteppedWedge,
    /// Parallel clusters.
    Cluster,
    /// Difference in differences.
    Differences,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The design.
    pub design: OwnDesign,
    /// Confidence level.
    pub level: f64,
    /// Variances that are known: between clusters, and of an observation.
    pub known: Option<(f64, f64)>,
    /// Seed of the permutations, where not all are looked at.
    pub seed: u64,
}

/// What the analyses say.
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// Name of the outcome.
    pub outcome: String,
    /// The observations.
    pub data: Data,
    /// Names of the clusters.
    pub clusters: Vec<String>,
    /// Names of the periods.
    pub periods: Vec<String>,
    /// Observations that are missing.
    pub missing: usize,
    /// Each analysis, or why it has no answer.
    pub findings: Vec<(Analysis, Result<Finding, NoFit>)>,
    /// The mixed model by restricted and by full maximum likelihood.
    pub models: [Result<Mixed, NoFit>; 2],
    /// Generalised least squares with the known variances, and the closed form's variance where the design is complete.
    pub gls: Option<(Result<Effect, NoFit>, Option<f64>)>,
    /// Least squares with cluster and period: its parameters, and the error with everybody by themselves.
    pub least_squares: Option<(usize, f64)>,
    /// The permutation test.
    pub permutation: Option<Permutation>,
    /// The course around the change.
    pub course: Option<EventStudy>,
    /// Weights of two-way fixed effects.
    pub weights: Option<Weights>,
    /// Effects by group and time.
    pub group_times: Option<GroupTimes>,
    /// The effect by periods since the change.
    pub exposure: Vec<(String, Result<Effect, NoFit>)>,
    /// How alike observations of a cluster are: analysis of variance, and the mixed model.
    pub icc: (Option<Icc>, Result<MixedIcc, NoFit>),
}

/// All assignments are looked at where there are no more than this.
const ASSIGNMENTS: usize = 20_000;
const DRAWS: usize = 9_999;
const PERMUTED: Purpose = Purpose::named("permutations of a trial");

/// Analyses the observations of a trial; without any change in them, only how alike they are.
pub fn analyse(question: Question, observed: Observed) -> Answer {
    let Observed { data, clusters, periods, outcome, missing, .. } = observed;
    let (level, changes) = (question.level, data.starts.iter().any(Option::is_some));
    let mut stream = Seed::new(question.seed, 0).stream(PERMUTED, Identity::named("own"));
    let mut uniform = || stream.uniform();
    let suited = if changes { suited(question.design, &data) } else { Vec::new() };
    let permuted =
        suited.contains(&Analysis::Permutation).then(|| permutation(&data, ASSIGNMENTS, DRAWS, &mut uniform));
    let found = |analysis: &Analysis| match (&permuted, analysis) {
        (Some(permuted), Analysis::Permutation) => {
            permuted.as_ref().map(Finding::of_permutation).map_err(|why| *why)
        }
        _ => analysis.of(&data, level, &mut || unreachable!("only a permutation test draws")),
    };
    let findings = suited.iter().map(|analysis| (*analysis, found(analysis))).collect();
    let staggers = changes && question.design != OwnDesign::Cluster;
    let by_exposure =
        if changes { mixed(&data, true, Treatment::ByExposure, Method::Reml).ok() } else { None };
    let two_way = fixed(&data, true, true, Treatment::Constant).ok();
    Answer {
        findings,
        models: [Method::Reml, Method::Ml].map(|method| mixed(&data, true, Treatment::Constant, method)),
        gls: question.known.map(|known| known_variances(&data, known, level)),
        least_squares: two_way.and_then(|fit| {
            let error = fit.effect(Errors::Independent, level).ok()?.standard_error;
            Some((fit.parameters, error))
        }),
        permutation: permuted.and_then(Result::ok),
        course: if staggers { event_study(&data.cells(), None, level).ok() } else { None },
        weights: if staggers { weights(&data).ok() } else { None },
        group_times: if staggers { group_time(&data, Controls::NotYetTreated, level).ok() } else { None },
        exposure: by_exposure.map_or_else(Vec::new, |fit| exposures(&fit, level)),
        icc: alike(&data, level),
        question,
        outcome,
        data,
        clusters,
        periods,
        missing,
    }
}

/// The analyses that suit a design.
fn suited(design: OwnDesign, data: &Data) -> Vec<Analysis> {
    use Analysis::*;
    let mut all = match design {
        OwnDesign::SteppedWedge => {
            vec![Mixed, MixedProfile, MixedZ, FixedCr2, FixedCr1, Permutation, Exposure]
        }
        OwnDesign::Cluster => vec![ClusterMeans, Mixed, MixedProfile],
        OwnDesign::Differences => vec![FixedCr2, FixedCr1, GroupTime, Changes, Permutation],
    };
    let before = |cluster: usize| data.starts[cluster].is_none_or(|start| start > 0);
    if design == OwnDesign::Cluster && data.periods > 1 && (0..data.clusters()).all(before) {
        all.extend([Changes, FixedCr2, Permutation]);
    }
    all
}

fn known_variances(
    data: &Data,
    (tau2, sigma2): (f64, f64),
    level: f64,
) -> (Result<Effect, NoFit>, Option<f64>) {
    let components = Components { tau2, sigma2, omega2: 0.0 };
    let cells = data.summary();
    let equal = cells.first().filter(|first| cells.iter().all(|cell| cell.n == first.n));
    let layout = Layout { starts: data.starts.clone(), transition: data.transition, periods: data.periods };
    let closed = equal
        .filter(|_| data.is_complete())
        .and_then(|cell| closed_form_variance(&layout, cell.n as f64, &components));
    (gls(data, &components, level), closed)
}

/// Each coefficient of the change in a model with one for each number of periods since.
fn exposures(fit: &Mixed, level: f64) -> Vec<(String, Result<Effect, NoFit>)> {
    let places = (0..fit.names.len()).filter(|place| fit.average[*place] != 0.0);
    let of = |place: usize| {
        let mut weights = vec![0.0; fit.names.len()];
        weights[place] = 1.0;
        (fit.names[place].clone(), fit.contrast(&weights, level))
    };
    places.map(of).collect()
}

/// How alike observations of a cluster are, whatever else is the matter with them.
fn alike(data: &Data, level: f64) -> (Option<Icc>, Result<MixedIcc, NoFit>) {
    let mut groups: Vec<Vec<f64>> = vec![Vec::new(); data.clusters()];
    data.rows.iter().for_each(|row| groups[row.cluster as usize].push(row.value));
    (icc(&groups, level), mixed_icc(&groups, Method::Reml, level))
}

impl Answer {
    /// Sentences that a reader must not miss.
    pub fn warnings(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.clusters.len() < 10 {
            said.push(format!(
                "{} clinics are few: trust intervals with small-sample corrections and the permutation test, not z.",
                self.clusters.len()
            ));
        }
        if self.models[0].as_ref().is_ok_and(|model| model.boundary) {
            said.push(
                "The variance between clinics is estimated as zero, the edge of what it can be; the interval of the ICC says what \
                 else it may be."
                    .to_owned(),
            );
        }
        if let Some(weights) = self.weights.as_ref().filter(|weights| weights.negative > 0) {
            said.push(format!(
                "Two-way fixed effects weigh {} of the cells under the change negatively (sum {:.3}): look at the effects by group \
                 and time.",
                weights.negative, weights.negative_sum
            ));
        }
        if self.missing > 0 {
            said.push(format!("{} rows without an outcome are left out.", self.missing));
        }
        if self.data.starts.iter().all(Option::is_none) {
            said.push("The file names no change, so there is no effect to estimate: only how alike people of a clinic are.".to_owned());
        }
        said
    }
}
