//! How work is spread over people. Nobody is named.

use super::course::Course;
use super::protect;
use crate::clinic::science::equity::gini;
use crate::document::{Axis, Lorenz};
use crate::error::Error;

/// What is spread.
pub fn axis() -> Axis {
    Axis::new("Minutes worked a week, for a full-time share", "minutes")
}

/// Minutes worked a week by everybody who worked in the weeks of the summary, for a full-time share as in `load_gini`, in ascending
/// order: of all clinicians, or of a role.
///
/// # Errors
/// [`Error::Refused`] where real people could be told apart.
pub fn load(course: &Course, scenario: usize, role: Option<&str>) -> Result<Lorenz, Error> {
    protect(course.case(), None)?;
    let (model, worked) = (&course.case().model, &course.tally().worked);
    assert!(worked.len() == model.people.len(), "load is of a run that has been made");
    let (from, until) = model.time.summary;
    let weeks = until.since(from).in_hours() / (24.0 * 7.0);
    let asked = |p: &usize| {
        let of = &model.roles[usize::from(model.people[*p].role)];
        role.map_or(of.clinician, |role| of.name == role)
    };
    let minutes = |p: usize| worked[p] as f64 / 60e6 / weeks / model.people[p].fte;
    let mut values: Vec<f64> =
        (0..model.people.len()).filter(asked).filter(|p| worked[*p] > 0).map(minutes).collect();
    values.sort_unstable_by(f64::total_cmp);
    let gini = if values.is_empty() { 0.0 } else { gini(&values) };
    Ok(Lorenz { scenario, values, gini })
}
