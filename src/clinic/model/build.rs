//! Names become indices: roles, clinics, people, rooms; then work, lines, demand and time.

use std::collections::BTreeMap;

use super::build_interventions::{
    add_other_papers, add_session_sources, add_sessions, neutral_levers, steps_by_task,
};
use super::build_lines::{Lines, connect};
use super::build_messages::{add_messages, add_other_routes};
use super::build_panel::{YEAR_DAYS, add_demand_sources, add_message_sources, add_panel, put_reserve_last};
use super::build_people::{people, roles};
use super::build_scheduled::{add_scheduled, add_scheduled_sources, add_supervision};
use super::build_surveys::{add_survey_sources, add_surveys};
use super::build_time::{open_days, roster_days, time_model};
use super::build_work::{add_pathways, arrival_sources, find_kept_leads, find_own_steps};
use super::{ClinicModel, Model, PanelModel, RoomModel, RuleModel, StepModel, SurveysModel};
use crate::clinic::intervention;
use crate::clinic::levers::Levers;
use crate::clinic::measures::Layout;
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::values::By;
use crate::clinic::parameters::work::Rule;
use crate::clinic::science::cost::Prices;
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
    let roles = roles(parameters);
    let people = people(parameters, &mut names);
    let clinics: Vec<ClinicModel> = parameters
        .clinics
        .keys()
        .enumerate()
        .map(|(c, name)| ClinicModel {
            name: name.clone(),
            identity: Identity::named("clinic").child(Identity::named(name).value()),
            people: (0..people.len()).filter(|p| people[*p].serves.contains(&index(c))).map(index).collect(),
            staff: (0..people.len()).filter(|p| people[*p].clinic == index(c)).map(index).collect(),
            lines: Vec::new(), // filled in when all lines are known
            open: open_days(&people, index(c), roster_days(parameters)),
            teams: parameters.clinics[name].teams > 1,
            diaries: Vec::new(), // filled in with the panels
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
        arrival_names: parameters.arrivals.keys().chain(parameters.demand.keys()).cloned().collect(),
        messages: Vec::new(),
        panel: PanelModel::default(),
        scheduled: Vec::new(),
        surveys: SurveysModel::default(),
        rules: rules(parameters),
        organization: parameters.organization.clone(),
        interventions: Vec::new(),
        neutral: Levers::default(),
        safety: None,
        well_being: super::well_being::well_being(parameters),
        time: time_model(parameters),
        prices: parameters.economics.as_ref().map(Prices::new),
        layout: Layout::default(),
    };
    let mut lines = Lines::default();
    add_pathways(&mut model, parameters, &mut names, &mut lines);
    add_messages(&mut model, parameters, &names, &mut lines);
    add_scheduled(&mut model, parameters, &names, &mut lines);
    add_supervision(&mut model, parameters, &names, &mut lines);
    add_surveys(&mut model, parameters, &names, &mut lines); // last of what is there without interventions
    // last of all, so that interventions move no index of what is there without them
    let routes = add_other_routes(&mut model, parameters, &names, &mut lines);
    let papers = add_other_papers(&mut model, parameters, &names, &mut lines);
    let sessions = add_sessions(&mut model, parameters, &names, &mut lines);
    find_own_steps(&mut model);
    find_kept_leads(&mut model);
    add_panel(&mut model, parameters, &names);
    model.sources = arrival_sources(&model, parameters, &names);
    add_message_sources(&mut model, parameters, &names);
    add_demand_sources(&mut model, parameters, &names);
    add_scheduled_sources(&mut model, parameters);
    add_survey_sources(&mut model);
    add_session_sources(&mut model, parameters);
    put_reserve_last(&mut model);
    connect(&mut model, lines);
    find_own_patients(&mut model);
    model.safety = super::safety::safety(&model, parameters);
    model.neutral = neutral_levers(&model, parameters);
    model.interventions = intervention::compile(
        parameters,
        &intervention::Names {
            roles: &names.roles,
            kinds: &indexed(&parameters.messages),
            pathways: &names.pathways,
            tasks: &steps_by_task(&model, parameters),
            scheduled: &indexed(&parameters.scheduled),
            layers: &super::safety::layer_numbers(&model),
            routes: &routes,
            papers: &papers,
            sessions: &sessions,
        },
    );
    model.time.agenda = super::build_time::agenda(&model);
    model.layout = Layout::new(&model, smallest_group);
    let cells: Vec<_> = model.steps.iter().map(|step| model.layout.minutes_cell(&model, step)).collect();
    model.steps.iter_mut().zip(cells).for_each(|(step, cell)| step.minutes_cell = cell);
    model
}

/// Finds the people who see no patients but their own: every step with patients that they may do is by the own clinician.
fn find_own_patients(model: &mut Model) {
    let of_patients: Vec<u16> = model
        .sources
        .iter()
        .filter(|source| !source.message)
        .flat_map(|s| &s.pathways)
        .map(|(_, pathway)| *pathway)
        .collect();
    let shared: Vec<&StepModel> = model
        .steps
        .iter()
        .filter(|step| of_patients.contains(&step.pathway) && step.staffed && step.by == By::Anyone)
        .collect();
    let lines: Vec<u16> = shared.iter().flat_map(|step| step.lines.iter().copied()).collect();
    for person in &mut model.people {
        let clinician = model.roles[usize::from(person.role)].clinician;
        person.patients_are_own = clinician && !person.leads.iter().any(|line| lines.contains(line));
    }
}

fn rules(parameters: &Parameters) -> Vec<RuleModel> {
    let rule = |(name, rule): (&String, &Rule)| RuleModel {
        identity: Identity::named("rule").child(Identity::named(name).value()),
        count: rule.count,
        added_per_day: rule.added_per_year / YEAR_DAYS,
    };
    parameters.rules.iter().map(rule).collect()
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
