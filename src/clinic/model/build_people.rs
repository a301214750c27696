//! People: those of the staff groups, and those whom interventions may add.

use std::collections::BTreeMap;

use super::build::{Names, index};
use super::build_time::{full_windows, roster_days, windows};
use super::{DayModel, HomeWindow, NONE, PersonId, PersonModel, RoleModel};
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::organization::{Day, Needs, Role};
use crate::declaration::clock::ClockWindow;
use crate::engine::random::Identity;
use crate::engine::time::Span;

pub(super) fn roles(parameters: &Parameters) -> Vec<RoleModel> {
    let role = |(name, role): (&String, &Role)| RoleModel {
        name: name.clone(),
        clinician: role.clinician,
        wage_usd_per_hour: role.wage_usd_per_hour,
        overtime_paid: role.overtime_paid,
        day: day(&role.day),
        desk_first: role.day.desk_first,
    };
    parameters.roles.iter().map(role).collect()
}

fn day(day: &Day) -> DayModel {
    let home = |window: &Option<ClockWindow>, most: f64, weight: f64| {
        let window = (*window).filter(|_| weight > 0.0 && most > 0.0)?;
        Some(HomeWindow { from: window.from.0, until: window.until.0, most: Span::minutes(most), weight })
    };
    DayModel {
        lunch: day.lunch_minutes.map(Span::minutes),
        stays_until: day.stays_until.map(|clock| clock.0),
        home: [
            home(&day.evening, day.evening_minutes_most, day.evening_weight),
            home(&day.early_morning, day.early_minutes_most, day.early_weight),
            home(&day.weekend, day.weekend_minutes_most, day.weekend_weight),
        ],
        home_least: Span::minutes(day.home_minutes_least),
        home_due: Span::hours(day.home_due_hours),
        mix_cv: day.mix_cv,
        between_patients: day.between_patients_minutes.map(Span::minutes),
        interruptions_per_hour: day.interruptions_per_hour,
        interruption_minutes: day.interruption_minutes.distribution.clone(),
        resumption_lag: Span::minutes(day.resumption_lag_minutes),
    }
}

/// Everybody of the staff groups, then those whom interventions may add, so that these move no index of the others.
pub(super) fn people(parameters: &Parameters, names: &mut Names) -> Vec<PersonModel> {
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
                let clinician = parameters.roles[&group.role].clinician;
                let panel = f64::from(clinic.panel_per_clinician) * group.panel_share * group.fte;
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
                    team: (number % u64::from(clinic.teams)) as u16,
                    reserve: 0, // filled in below
                    leave_days: group.leave_days_per_year,
                    sick_share: group.sick_share,
                    recognition: group.recognition,
                    needs: group.needs.as_ref().map(Needs::numbers),
                    cover: Vec::new(), // filled in when all groups are known
                    overload: group.overload_minutes.map(Span::minutes),
                    supervision: NONE, // filled in with the pathways
                    patients: (0, if clinician { panel.round() as u32 } else { 0 }),
                    patients_are_own: false, // filled in with the lines
                    bookable: Vec::new(),    // filled in with the panels
                });
            }
            names.groups.insert((index(c), group_name.clone()), members);
        }
    }
    cover(parameters, names, &mut people);
    number_from_the_end(&mut people);
    add_reserve(parameters, names, &mut people, days);
    people
}

fn cover(parameters: &Parameters, names: &Names, people: &mut [PersonModel]) {
    for (c, clinic) in parameters.clinics.values().enumerate() {
        for (group_name, group) in &clinic.staff {
            let cover: Vec<PersonId> = group
                .cover
                .iter()
                .flat_map(|name| &names.groups[&(index(c), name.clone())])
                .copied()
                .collect();
            for &p in &names.groups[&(index(c), group_name.clone())] {
                people[usize::from(p)].cover = cover.iter().copied().filter(|other| *other != p).collect();
            }
        }
    }
}

/// The last of a role at a clinic are the first to be taken away.
fn number_from_the_end(people: &mut [PersonModel]) {
    let mut counted: BTreeMap<(u16, u16), i32> = BTreeMap::new();
    for person in people.iter_mut().rev() {
        let number = counted.entry((person.clinic, person.role)).or_insert(0);
        *number -= 1;
        person.reserve = *number;
    }
}

/// People whom interventions may add: as many of a role at every clinic as all of them together.
fn add_reserve(parameters: &Parameters, names: &mut Names, people: &mut Vec<PersonModel>, days: u64) {
    let mut most: BTreeMap<&str, u32> = BTreeMap::new();
    for (role, number) in parameters.interventions.values().flat_map(|change| change.plan().added_people()) {
        *most.entry(role).or_insert(0) += number;
    }
    for (c, (clinic_name, clinic)) in parameters.clinics.iter().enumerate() {
        for (role, number) in &most {
            let identity = Identity::named(clinic_name).child(Identity::named(role).value()).child(u64::MAX);
            // they are like those who are there: their template, skills and other clinics, as long on leave, as often ill
            let alike = clinic.staff.values().find(|group| group.role == **role);
            let mut serves = vec![index(c)];
            let others = alike.iter().flat_map(|group| &group.also_serves);
            serves.extend(others.map(|name| names.clinics[name]));
            for n in 0..*number {
                names.skills.push(alike.and_then(|group| group.skills.clone()));
                people.push(PersonModel {
                    name: format!("added-{role}-{}", n + 1),
                    identity: identity.child(u64::from(n)),
                    clinic: index(c),
                    role: names.roles[*role],
                    fte: 1.0,
                    speed: 1.0,
                    windows: full_windows(parameters, alike.map_or("full", |group| &group.template), days),
                    leads: Vec::new(),
                    helps: Vec::new(),
                    serves: serves.clone(),
                    team: (n % clinic.teams) as u16,
                    reserve: n as i32 + 1,
                    leave_days: alike.map_or(0.0, |group| group.leave_days_per_year),
                    sick_share: alike.map_or(0.0, |group| group.sick_share),
                    recognition: alike.map_or(0.6, |group| group.recognition),
                    needs: alike.and_then(|group| group.needs.as_ref()).map(Needs::numbers),
                    cover: Vec::new(),
                    overload: None,
                    supervision: NONE,
                    patients: (0, 0),
                    patients_are_own: false,
                    bookable: Vec::new(),
                });
            }
        }
    }
}
