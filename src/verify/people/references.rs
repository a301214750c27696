//! Frozen references beside what the baseline gives now.

use rayon::prelude::*;

use super::rows::{Rows, ask, mean, place};
use super::{LEVEL, Size};
use crate::clinic::science::well_being::Reference;
use crate::clinic::{Case, Clinics};
use crate::error::Error;
use crate::statistics::estimate::{half_width, moments};
use crate::statistics::{Estimate, estimate};
use crate::system::{Seed, System};

/// How near a reference must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Near {
    /// A share of it.
    Share(f64),
    /// In its own unit.
    Absolute(f64),
}

/// One reference with what came out.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Its key in a scenario.
    pub key: String,
    /// The frozen value.
    pub frozen: f64,
    /// What came out, over replications.
    pub found: Estimate,
    /// Standard deviation between people, where it is a state of people.
    pub deviation: Option<f64>,
    /// How near it must be.
    pub near: Near,
}

impl Compared {
    /// How far the tolerance reaches, in its unit.
    pub fn reach(&self) -> f64 {
        match self.near {
            Near::Share(share) => share * self.frozen,
            Near::Absolute(by) => by,
        }
    }

    /// Whether it is near enough.
    pub fn verdict(&self) -> Verdict {
        let off = (self.found.mean - self.frozen).abs();
        if off <= self.reach() {
            return Verdict::Near;
        }
        match off - self.found.half_width.unwrap_or(0.0) <= self.reach() {
            true => Verdict::Unclear,
            false => Verdict::Off,
        }
    }
}

/// Whether a reference is near enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within the tolerance.
    Near,
    /// Outside, but its interval reaches the tolerance.
    Unclear,
    /// Outside with its whole interval.
    Off,
}

/// Shares may be off by so much.
const SHARES: Near = Near::Absolute(0.02);
/// Minutes and days.
const AMOUNTS: Near = Near::Share(0.05);
/// Factors near 1.
const FACTORS: Near = Near::Absolute(0.005);
/// Minutes a working day of hours a week, of five working days.
const MINUTES_OF_HOURS: f64 = 60.0 / 5.0;

/// What makes a reference.
enum Of {
    /// Mean of a column over clinicians, times a factor.
    Mean(&'static str, f64),
    /// Standard deviation of a column between clinicians.
    Deviation(&'static str),
    /// A measure of the clinic.
    Measure(&'static str),
}

/// All references of clinicians.
fn list(of: &Reference) -> Vec<(&'static str, f64, Of, Near)> {
    use Of::{Deviation, Mean, Measure};
    let efficacy = 1.0 / crate::clinic::science::burnout::EFFICACY_POINTS;
    vec![
        ("exhaustion", of.exhaustion, Mean("exhaustion_state", 1.0), SHARES),
        ("exhaustion_sd", of.exhaustion_sd, Deviation("exhaustion_state"), SHARES),
        ("fatigue", of.fatigue, Mean("fatigue_week", 1.0), SHARES),
        ("cynicism", of.cynicism, Mean("cynicism_state", 1.0), SHARES),
        ("cynicism_sd", of.cynicism_sd, Deviation("cynicism_state"), SHARES),
        ("demand", of.demand, Mean("demand", 1.0), AMOUNTS),
        ("worked_minutes", of.worked_minutes, Mean("worked_minutes", 1.0), AMOUNTS),
        (
            "after_hours_minutes",
            of.after_hours_minutes,
            Mean("after_hours_hours_per_week", MINUTES_OF_HOURS),
            AMOUNTS,
        ),
        ("recovery_window", of.recovery_window, Mean("recovery_window", 1.0), SHARES),
        ("control", of.control, Mean("control", 1.0), SHARES),
        ("support", of.support, Mean("support", 1.0), SHARES),
        ("leadership", of.leadership, Mean("leadership", 1.0), SHARES),
        ("fairness", of.fairness, Mean("fairness", 1.0), SHARES),
        ("fit", of.fit, Mean("fit", 1.0), SHARES),
        ("supply", of.supply, Mean("supply", 1.0), SHARES),
        ("efficacy", of.efficacy, Mean("efficacy", efficacy), SHARES),
        ("moral_residue", of.moral_residue, Mean("moral", 1.0), SHARES),
        ("trauma", of.trauma, Mean("trauma", 1.0), SHARES),
        ("meaningful_share", of.meaningful_share, Measure("work_as_felt.meaningful_work"), SHARES),
        ("slow_down", of.slow_down, Mean("slow_down", 1.0), FACTORS),
        ("overload", of.overload, Measure("overload_factor"), FACTORS),
        ("germane", of.germane, Measure("germane_load_mean"), FACTORS),
    ]
}

/// Compares all.
///
/// # Errors
/// [`Error::Failed`] where the baseline lacks a measure.
pub fn compare(baseline: &Case, size: Size) -> Result<Vec<Compared>, Error> {
    let well_being = baseline.model.well_being.as_ref().expect("people of the baseline have states");
    let rows = ask(baseline, baseline, size);
    let measured = measured(baseline, size);
    let names = Clinics.measures(baseline);
    let mut all = Vec::new();
    for (name, frozen, of, near) in list(&well_being.settings.reference) {
        let each: Vec<f64>;
        let (found, deviation) = match of {
            Of::Mean(column, factor) => {
                each = rows.iter().map(|rows| factor * mean(&rows.clinicians(column))).collect();
                (estimate(&each, LEVEL), Some(factor * deviation(&rows, column, None)))
            }
            Of::Deviation(column) => (Some(jackknife(&rows, column)), None),
            Of::Measure(name) => {
                let place = names.iter().position(|measure| measure.name == name);
                each = place.map_or_else(Vec::new, |place| measured.iter().map(|run| run[place]).collect());
                (estimate(&each, LEVEL), None)
            }
        };
        let found =
            found.ok_or_else(|| Error::Failed(format!("nothing tells well_being.reference.{name}")))?;
        all.push(Compared { key: format!("well_being.reference.{name}"), frozen, found, deviation, near });
    }
    all.extend(of_roles(baseline, &rows));
    Ok(all)
}

/// Demand of roles that are judged against their own day.
fn of_roles(baseline: &Case, rows: &[Rows]) -> Vec<Compared> {
    let well_being = baseline.model.well_being.as_ref().expect("people of the baseline have states");
    let demand = well_being.settings.reference.demand;
    let judged = baseline.model.roles.iter().enumerate().filter(|(r, _)| well_being.demand_scale[*r] != 1.0);
    judged
        .filter_map(|(r, role)| {
            let scale = well_being.demand_scale[r];
            let of_role = |row: &[f64]| row[place("role")] == r as f64;
            let each: Vec<f64> =
                rows.iter().map(|rows| mean(&rows.column("demand", of_role)) / scale).collect();
            let key = format!("roles.{}.well_being.demand_reference", role.name);
            let found = estimate(&each, LEVEL)?;
            Some(Compared { key, frozen: demand / scale, found, deviation: None, near: AMOUNTS })
        })
        .collect()
}

/// Measures of full runs.
fn measured(baseline: &Case, size: Size) -> Vec<Vec<f64>> {
    (0..size.replications)
        .into_par_iter()
        .map(|replication| {
            Clinics.run(&[baseline], Seed::new(size.seed, replication)).remove(0).summary().to_vec()
        })
        .collect()
}

/// Standard deviation between all clinicians of all replications but one.
fn deviation(rows: &[Rows], column: &str, without: Option<usize>) -> f64 {
    let kept = rows.iter().enumerate().filter(|(r, _)| Some(*r) != without);
    let all: Vec<f64> = kept.flat_map(|(_, rows)| rows.clinicians(column)).collect();
    moments(&all).and_then(|found| found.variance).map_or(f64::NAN, f64::sqrt)
}

/// The same with the jackknife's interval over replications (Efron 1981: each left out once, pseudo-values).
fn jackknife(rows: &[Rows], column: &str) -> Estimate {
    let (n, whole) = (rows.len(), deviation(rows, column, None));
    let pseudo: Vec<f64> =
        (0..n).map(|r| n as f64 * whole - (n - 1) as f64 * deviation(rows, column, Some(r))).collect();
    let variance = moments(&pseudo).and_then(|found| found.variance);
    Estimate { mean: whole, half_width: variance.map(|v| half_width(v, n, 1.0 - LEVEL)), level: LEVEL, n }
}
