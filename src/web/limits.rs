//! How much one question may cost. The page is for answers in seconds: what takes longer is for the command line.

use serde_json::Value as Json;

use super::question::{Asked, Question, twice};
use crate::clinic::Parameters;
use crate::clinic::warm::Bounds;
use crate::scenario::Loaded;

/// Most scenarios of a question.
pub const MOST_ARMS: usize = 5;
/// Most replications.
pub const MOST_REPLICATIONS: u32 = 1000;
/// Most measured weeks, and most weeks of warm-up.
pub const MOST_WEEKS: u32 = 260;
/// Most interventions of a scenario.
pub const MOST_INTERVENTIONS: usize = 40;
/// Most people of a scenario.
pub const MOST_PEOPLE: u64 = 400;
/// Most patients on the panels of a scenario: twenty times those of the page's own clinic.
pub const MOST_PATIENTS: u64 = 20 * OWN_PATIENTS;
/// Patients of the page's own clinic.
const OWN_PATIENTS: u64 = 6000;
/// Weeks of the page's own clinic, those of the warm-up included.
const OWN_WEEKS: u64 = 104;
/// Most patients times weeks of one run: a worker cannot be given to somebody else in the middle of it.
const MOST_PATIENT_WEEKS: u64 = 20 * OWN_PATIENTS * OWN_WEEKS;
/// Largest master seed, as scenario files have it: larger whole numbers are not safe in every program that reads them.
const LARGEST_SEED: u64 = 999_999_999_999_999;
/// Most letters of a name.
const LONGEST_NAME: usize = 120;
/// Most weeks times people times replications, over all scenarios: some twenty minutes of two cores.
const MOST_PERSON_WEEKS: u64 = 12_000_000;

/// Bounds of one replication: about fifty times what the clinic of the page needs.
pub const BOUNDS: Bounds = Bounds { events: 50_000_000, open: 2_000_000 };

/// Refuses numbers and names out of bounds.
pub fn numbers(asked: &Question, replications: u32) -> Result<(), String> {
    if asked.arms.is_empty() || asked.arms.len() > MOST_ARMS {
        return Err(format!("A question has 1 to {MOST_ARMS} scenarios; this one has {}.", asked.arms.len()));
    }
    if !(1..=MOST_REPLICATIONS).contains(&replications) {
        return Err(format!(
            "The number of runs is 1 to {MOST_REPLICATIONS}; {replications} were asked for."
        ));
    }
    seed(asked.seed)?;
    asked.arms.iter().try_for_each(scenario)?;
    match twice(&asked.arms) {
        Some(name) => Err(format!("Two scenarios are called {name:?}: rename one of them.")),
        None => Ok(()),
    }
}

/// Refuses a seed that no scenario file could hold.
pub fn seed(seed: u64) -> Result<(), String> {
    match seed > LARGEST_SEED {
        true => Err(format!("The seed is 0 to {LARGEST_SEED}; {seed} was asked for.")),
        false => Ok(()),
    }
}

/// Refuses a scenario by its name and the number of its changes, before any text is made of it.
pub fn scenario(asked: &Asked) -> Result<(), String> {
    let name = asked.name.trim();
    let letters = name.chars().count();
    if letters == 0 || letters > LONGEST_NAME || name.chars().any(char::is_control) {
        let start: String = name.chars().take(20).collect();
        return Err(format!("A scenario has a name of 1 to {LONGEST_NAME} letters; {start:?} is none."));
    }
    let interventions = asked.changes.get("interventions").and_then(Json::as_object);
    most("interventions", interventions.map_or(0, |all| all.len() as u64), MOST_INTERVENTIONS as u64)
}

fn most(what: &str, number: u64, most: u64) -> Result<(), String> {
    match number > most {
        true => Err(format!(
            "at most {most} {what} on the page, found {number}; the command line has no such limit"
        )),
        false => Ok(()),
    }
}

/// Refuses a scenario that is too large to be built or run while somebody waits.
pub fn size(parameters: &Parameters) -> Result<(), String> {
    let run = &parameters.run;
    most("weeks", u64::from(run.weeks), u64::from(MOST_WEEKS))?;
    most("weeks of warm-up", u64::from(run.warmup_weeks), u64::from(MOST_WEEKS))?;
    most("hours", run.hours.map_or(0, |hours| hours as u64), u64::from(MOST_WEEKS) * 168)?;
    most("interventions", parameters.interventions.len() as u64, MOST_INTERVENTIONS as u64)?;
    most("people", people(parameters), MOST_PEOPLE)?;
    let (patients, weeks) = (patients(parameters), weeks(parameters));
    most("patients", patients, MOST_PATIENTS)?;
    if patients * weeks > MOST_PATIENT_WEEKS {
        return Err(format!(
            "one run of this clinic is too long for an answer while people wait: {patients} patients for {weeks} weeks, \
             where the page does {} weeks with so many; ask for fewer weeks or patients, or use the command line",
            MOST_PATIENT_WEEKS / patients
        ));
    }
    Ok(())
}

/// Weeks that are run, those of the warm-up included.
fn weeks(parameters: &Parameters) -> u64 {
    match parameters.run.hours {
        Some(hours) => (hours / 168.0).ceil() as u64,
        None => u64::from(parameters.run.weeks + parameters.run.warmup_weeks),
    }
}

/// Everybody who works there, those whom interventions bring included.
fn people(parameters: &Parameters) -> u64 {
    let staff = parameters.clinics.values().flat_map(|clinic| clinic.staff.values());
    let here: u64 = staff.map(|staff| u64::from(staff.count)).sum();
    let added = |change: &crate::clinic::intervention::Change| -> u64 {
        change.plan().added_people().iter().map(|(_, number)| u64::from(*number)).sum()
    };
    let clinics = parameters.clinics.len() as u64;
    here + clinics * parameters.interventions.values().map(added).sum::<u64>()
}

fn patients(parameters: &Parameters) -> u64 {
    let of = |clinic: &crate::clinic::parameters::organization::Clinic| {
        let clinicians = clinic
            .staff
            .values()
            .filter(|staff| parameters.roles.get(&staff.role).is_some_and(|role| role.clinician));
        let shares = clinicians.map(|staff| f64::from(staff.count) * staff.panel_share);
        (f64::from(clinic.panel_per_clinician) * shares.sum::<f64>()).ceil() as u64
    };
    parameters.clinics.values().map(of).sum()
}

/// Refuses a question that would take too long.
pub fn cost(loaded: &[Loaded<Parameters>], replications: u32) -> Result<(), String> {
    let one = |one: &Loaded<Parameters>| weeks(&one.parameters) * people(&one.parameters).max(1);
    let all = loaded.iter().map(one).sum::<u64>() * u64::from(replications);
    if all > MOST_PERSON_WEEKS {
        return Err(format!(
            "This would take too long for an answer while people wait: {all} weeks of people are to be simulated, and the \
             page does {MOST_PERSON_WEEKS} at most. Ask for fewer runs, weeks or scenarios, or use the command line."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic::parameters::check::check;
    use crate::scenario::{load_shipped, root_fields};

    #[test]
    fn the_limits_are_those_of_files_and_of_the_pages_clinic() {
        let declared = super::super::catalogue::declared(&root_fields::<Parameters>(), "run.seed");
        assert_eq!(declared.map(|declared| declared.high), Some(LARGEST_SEED as f64));
        assert!(seed(LARGEST_SEED).is_ok() && seed(LARGEST_SEED + 1).is_err());
        let own =
            load_shipped::<Parameters>(super::super::DEFAULT, &[], check).expect("it is shipped").parameters;
        assert_eq!((patients(&own), weeks(&own)), (OWN_PATIENTS, OWN_WEEKS));
        assert!(size(&own).is_ok());
    }
}
