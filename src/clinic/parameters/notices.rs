//! What is allowed but is probably a slip of the pen: things declared that nothing uses. And what follows from parameters of
//! interventions without being written: sizes that were solved for.

use std::collections::BTreeMap;

use super::Parameters;
use super::values::RoomRule;
use crate::clinic::intervention::Change;

/// Sentences about what a scenario declares and does not use, in the order of the tables, and about what its interventions
/// come to.
pub fn notices(p: &Parameters) -> Vec<String> {
    let mut list = super::check_well_being::notices(p);
    list.extend(super::check_surveys::notices(p));
    let staff = || p.clinics.values().flat_map(|clinic| clinic.staff.values());
    let steps = || p.pathways.values().flat_map(|pathway| pathway.steps.values());
    let added = |name: &str| {
        let mut changes = p.interventions.values().flat_map(|change| change.plan().added_people());
        changes.any(|(role, _)| role == name)
    };
    let assists = |name: &str| steps().any(|step| step.assistants.iter().any(|role| role == name));
    unused(
        &mut list,
        &p.roles,
        |role| staff().any(|group| group.role == role) || added(role) || assists(role),
        "roles",
        "nobody has this role",
    );
    unused(
        &mut list,
        &p.templates,
        |name| staff().any(|g| g.template == name),
        "templates",
        "nobody works it",
    );
    unused(&mut list, &p.tasks, |name| steps().any(|step| step.task == name), "tasks", "no step does it");
    let started = |name: &str| steps().any(|step| step.starts.iter().any(|child| child == name));
    let arriving = |name: &str| {
        let streams = p.arrivals.values().map(|a| &a.pathway);
        let mut streams = streams.chain(p.demand.values().map(|d| &d.pathway));
        streams.any(|pathway| pathway.shares.iter().any(|(known, _)| known == name))
            || p.booking.rebooking.as_deref() == Some(name)
    };
    unused(&mut list, &p.pathways, |name| started(name) || arriving(name), "pathways", "nothing comes to it");
    for (clinic, declared) in &p.clinics {
        let taken =
            |kind: &str| steps().any(|step| matches!(&step.room, RoomRule::Take(known) if known == kind));
        unused(
            &mut list,
            &declared.rooms,
            taken,
            &format!("clinics.{clinic}.rooms"),
            "no step takes this room",
        );
        let empty = declared.staff.iter().filter(|(_, group)| group.count == 0);
        list.extend(
            empty.map(|(name, _)| format!("clinics.{clinic}.staff.{name}: count = 0, so nobody is there")),
        );
    }
    for (name, arrival) in p.arrivals.iter().filter(|_| p.run.hours.is_none()) {
        if let Some(super::values::Rates::ByHour(hours)) = &arrival.per_hour
            && hours.len() < 24
        {
            let hour = hours.len();
            list.push(format!(
                "arrivals.{name}.per_hour: {hour} hours are listed, none come from {hour}:00 on"
            ));
        }
    }
    let follows = |(name, change): (&String, &Change)| {
        let said = change.plan().notice(&p.well_being)?;
        Some(format!("interventions.{name}: {said}"))
    };
    list.extend(p.interventions.iter().filter_map(follows));
    list
}

fn unused<T>(
    list: &mut Vec<String>,
    table: &BTreeMap<String, T>,
    used: impl Fn(&str) -> bool,
    path: &str,
    why: &str,
) {
    list.extend(table.keys().filter(|name| !used(name)).map(|name| format!("{path}.{name}: {why}")));
}
