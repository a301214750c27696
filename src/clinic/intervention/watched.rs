//! What to watch when interventions are added: balancing measures. One number may improve at the expense of another, and one
//! role at the expense of others (source 000).

use crate::clinic::model::Model;

/// Watched whatever is added: access, open notes, work that a log does not show, quality, what a visit costs, and gaps between
/// groups of patients.
const ALWAYS: [&str; 9] = [
    "third_next_available_days",
    "demand_lost_per_week",
    "notes_open",
    "early_morning_minutes_per_day",
    "off_log_minutes_per_day",
    "documentation_quality_audited",
    "overhead_per_visit",
    "access_gap_days",
    "visit_quality_gap",
];

/// Measures to watch where a model has interventions that a base has not: those that their kinds name, those that are always
/// watched, and the burnout of every role that is no clinician's. Names that the model has no measure of do no harm.
pub fn watched(base: &Model, case: &Model) -> Vec<String> {
    let known = |name: &str| base.interventions.iter().any(|other| other.name == name);
    let added: Vec<_> = case.interventions.iter().filter(|active| !known(&active.name)).collect();
    if added.is_empty() {
        return Vec::new();
    }
    let roles = case.roles.iter().filter(|role| !role.clinician);
    let mut names: Vec<String> = roles.map(|role| format!("burnout_prevalence.{}", role.name)).collect();
    let of_kinds = added.iter().flat_map(|active| active.about.watch);
    for name in ALWAYS.iter().chain(of_kinds) {
        if !names.iter().any(|other| other == name) {
            names.push((*name).to_owned());
        }
    }
    names
}
