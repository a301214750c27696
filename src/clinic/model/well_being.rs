//! The people of a system in the form in which they are simulated: rates instead of half-lives, scales by role.

use crate::clinic::parameters::Parameters;
use crate::clinic::science::burnout::rates;
use crate::clinic::science::instruments::survey::Measurement;
use crate::clinic::science::leaving::Workforce;
use crate::clinic::science::well_being::WellBeing;

/// Well-being, ready to be simulated.
#[derive(Debug, Clone)]
pub struct WellBeingModel {
    /// As the file says.
    pub settings: WellBeing,
    /// What counts as burned out and as a condition, truly and in surveys.
    pub measurement: Measurement,
    /// Who leaves, and what follows.
    pub workforce: Workforce,
    /// Gain of exhaustion at strain 1, per day.
    pub alpha: f64,
    /// Its recovery with whole evenings, per day.
    pub rho: f64,
    /// What is left of the drift of life after a week.
    pub drift_kept: f64,
    /// Mean of the five resources at the reference.
    pub reference_resources: f64,
    /// By role: what its demands are multiplied by, so that each role is judged against its own ordinary day.
    pub demand_scale: Vec<f64>,
    /// By role: hazard of leaving at the reference, per year.
    pub leaving_per_year: Vec<f64>,
    /// By role: how much exhaustion counts in it.
    pub leaving_weight: Vec<f64>,
}

/// Days of a week.
const WEEK_DAYS: f64 = 7.0;

/// The model of people, where the scenario has any.
pub(super) fn well_being(parameters: &Parameters) -> Option<Box<WellBeingModel>> {
    let settings = parameters.well_being.clone();
    if !settings.enabled {
        return None;
    }
    let of = &settings.reference;
    let (alpha, rho) = rates(&settings.exhaustion, of.exhaustion, of.recovery_window);
    let roles = || parameters.roles.values().map(|role| &role.well_being);
    Some(Box::new(WellBeingModel {
        measurement: parameters.measurement.clone(),
        alpha,
        rho,
        drift_kept: libm::exp(-WEEK_DAYS / settings.exhaustion.drift_days),
        reference_resources: (of.control + of.support + of.leadership + of.fairness + of.fit) / 5.0,
        demand_scale: roles().map(|role| role.demand_reference.map_or(1.0, |own| of.demand / own)).collect(),
        leaving_per_year: roles().map(|role| role.leaving_per_year).collect(),
        leaving_weight: roles().map(|role| role.leaving_weight).collect(),
        workforce: parameters.workforce.clone(),
        settings,
    }))
}
