//! From real data, nobody is told of who belongs to a small group.

use crate::clinic::Case;
use crate::clinic::model::{ClinicId, Model, PersonId};
use crate::error::Error;

/// Whether a day, a log or a load of single people may be told: of one person their own group counts, of all that is told
/// together all groups.
///
/// # Errors
/// [`Error::Refused`] where a group is too small, with its size.
pub fn protect(case: &Case, person: Option<PersonId>) -> Result<(), Error> {
    let (model, smallest) = (&case.model, case.smallest_group);
    let asked = |p: &usize| person.is_none_or(|person| usize::from(person) == *p);
    let small = staff(model).filter(asked).find(|p| size(model, *p) < smallest);
    let Some(p) = small else { return Ok(()) };
    let (clinic, role) = group(model, p);
    Err(Error::Refused(format!(
        "this scenario rests on real data, and only {} work as {} at {}: what a simulated day looks like could be \
         read as theirs, so groups of fewer than {smallest} are not told of one by one. `cliniq run` shows what holds \
         for all together; with made-up numbers (data = \"synthetic\") everything can be traced",
        size(model, p),
        model.roles[usize::from(role)].name,
        model.clinics[usize::from(clinic)].name,
    )))
}

/// Everybody but those whom an intervention might add.
fn staff(model: &Model) -> impl Iterator<Item = usize> {
    (0..model.people.len()).filter(|p| model.people[*p].reserve <= 0)
}

/// How many have the role of a person at their clinic.
fn size(model: &Model, p: usize) -> usize {
    staff(model).filter(|q| group(model, *q) == group(model, p)).count()
}

/// The clinic and the role of a person.
fn group(model: &Model, p: usize) -> (ClinicId, u16) {
    (model.people[p].clinic, model.people[p].role)
}
