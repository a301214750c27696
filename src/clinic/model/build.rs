//! Names become indices: roles, clinics, people, rooms; then work, lines, demand and time.

use std::collections::BTreeMap;

use super::build_lines::{Lines, connect};
use super::build_time::{open_days, roster_days, time_model, windows};
use super::build_work::{add_messages, add_pathways, find_kept_leads, find_own_steps, sources};
use super::{ClinicModel, Model, PersonModel, RoleModel, RoomModel};
use crate::clinic::measures::Layout;
use crate::clinic::parameters::Parameters;
use crate::engine::random::Identity;

/// Indices by name, needed while building.
pub(super) struct Names {
    pub roles: BTreeMap<String, u16>,
    pub clinics: BTreeMap<String, u16>,
    pub pathways: BTreeMap<String, u16>,
    /// People of a staff group, by clinic and group.
    pub groups: BTreeMap<(u16, String), Vec<u16>>,
    /// Tasks that a person can do; `None` is all of the role's.
    pub skills: Vec<Option<Vec<String>>>,
}

fn indexed<T>(table: &BTreeMap<String, T>) -> BTreeMap<String, u16> {
    table.keys().enumerate().map(|(i, name)| (name.clone(), index(i))).collect()
}

pub(super) fn index(i: usize) -> u16 {
    u16::try_from(i)
        .ok()
        .filter(|i| *i < super::NONE)
        .expect("the checks limit all tables to fewer than 65,535 entries")
}

/// Builds the model of parameters that have passed all checks.
/// Measures about fewer than `smallest_group` people of a role are withheld (0: none are).
pub fn build(parameters: &Parameters, smallest_group: usize) -> Model {
    let mut names = Names {
        roles: indexed(&parameters.roles),
        clinics: indexed(&parameters.clinics),
        pathways: BTreeMap::new(),
        groups: BTreeMap::new(),
        skills: Vec::new(),
    };
    let roles = parameters
        .roles
        .iter()
        .map(|(name, role)| RoleModel {
            name: name.clone(),
            clinician: role.clinician,
            wage_usd_per_hour: role.wage_usd_per_hour,
            overtime_paid: role.overtime_paid,
        })
        .collect();
    let people = people(parameters, &mut names);
    let clinics: Vec<ClinicModel> = parameters
        .clinics
        .keys()
        .enumerate()
        .map(|(c, name)| ClinicModel {
            name: name.clone(),
            identity: Identity::named("clinic").child(Identity::named(name).value()),
            people: (0..people.len()).filter(|p| people[*p].serves.contains(&index(c))).map(index).collect(),
            lines: Vec::new(), // filled in when all lines are known
            open: open_days(&people, index(c), roster_days(parameters)),
        })
        .collect();
    let (rooms, room_kinds) = rooms(parameters);
    let mut model = Model {
        roles,
        clinics,
        people,
        lines: Vec::new(),
        rooms,
        room_kinds,
        pathways: Vec::new(),
        steps: Vec::new(),
        sources: Vec::new(),
        arrival_names: parameters.arrivals.keys().cloned().collect(),
        message_names: parameters.messages.keys().cloned().collect(),
        time: time_model(parameters),
        layout: Layout::default(),
    };
    let mut lines = Lines::default();
    add_pathways(&mut model, parameters, &mut names, &mut lines);
    add_messages(&mut model, parameters, &mut names, &mut lines);
    find_own_steps(&mut model);
    find_kept_leads(&mut model);
    model.sources = sources(&model, parameters, &names);
    connect(&mut model, lines);
    model.time.agenda = super::build_time::agenda(&model.people, &model.clinics, model.time.roster_days);
    model.layout = Layout::new(&model, smallest_group);
    model
}

fn people(parameters: &Parameters, names: &mut Names) -> Vec<PersonModel> {
    let days = roster_days(parameters);
    let mut people = Vec::new();
    for (c, (clinic_name, clinic)) in parameters.clinics.iter().enumerate() {
        for (group_name, group) in &clinic.staff {
            let mut members = Vec::new();
            for number in 0..u64::from(group.count) {
                members.push(index(people.len()));
                names.skills.push(group.skills.clone());
                let mut serves = vec![index(c)];
                serves.extend(group.also_serves.iter().map(|name| names.clinics[name]));
                let identity = Identity::named(clinic_name).child(Identity::named(group_name).value());
                people.push(PersonModel {
                    name: format!("{group_name}-{}", number + 1),
                    identity: identity.child(number),
                    clinic: index(c),
                    role: names.roles[&group.role],
                    fte: group.fte,
                    speed: group.speed,
                    windows: windows(parameters, group, number, days),
                    leads: Vec::new(),
                    helps: Vec::new(),
                    serves,
                });
            }
            names.groups.insert((index(c), group_name.clone()), members);
        }
    }
    people
}

fn rooms(parameters: &Parameters) -> (Vec<RoomModel>, Vec<String>) {
    let mut kinds: Vec<String> =
        parameters.clinics.values().flat_map(|clinic| clinic.rooms.keys().cloned()).collect();
    kinds.sort();
    kinds.dedup();
    let mut rooms = Vec::new();
    for (c, clinic) in parameters.clinics.values().enumerate() {
        for (kind, count) in &clinic.rooms {
            let kind = kinds.binary_search(kind).expect("every kind of room was collected just above");
            rooms.push(RoomModel { clinic: index(c), kind: index(kind), count: *count });
        }
    }
    (rooms, kinds)
}
