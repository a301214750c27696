//! What interventions bring to a model: other ways of papers, sessions, the neutral setting of their levers. All of it is
//! added at the end of every list, so that it moves no index of what is there without them.

use std::collections::BTreeMap;

use super::build::{Names, index};
use super::build_lines::Lines;
use super::build_scheduled::{MEETING_PRIORITY, add_single, days_of, made};
use super::build_work::{attach_lines, plain_step};
use super::day::SessionModel;
use super::{Model, NONE, PathwayModel, ScheduledModel, StepModel};
use crate::clinic::intervention::{OtherPaper, Session, identities, in_order};
use crate::clinic::levers::{Levers, Relief};
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::values::{By, TaskClass};
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Span;

/// Adds the other ways that interventions give to papers; by intervention and pathway.
pub(super) fn add_other_papers(
    model: &mut Model,
    parameters: &Parameters,
    names: &Names,
    lines: &mut Lines,
) -> BTreeMap<(String, u16), u16> {
    let mut ways = BTreeMap::new();
    for (name, change) in in_order(parameters) {
        for paper in change.plan().other_papers() {
            let usual = names.pathways[paper.pathway];
            let pathway = add_other_paper(model, names, lines, usual, &paper);
            ways.insert((name.clone(), usual), pathway);
        }
    }
    ways
}

/// The one step of a paper by another role, and the look of the person to whom it belongs. What has to be done is the same.
fn add_other_paper(
    model: &mut Model,
    names: &Names,
    lines: &mut Lines,
    usual: u16,
    paper: &OtherPaper<'_>,
) -> u16 {
    let (base, pathway) = (index(model.steps.len()), index(model.pathways.len()));
    let original = model.steps[usize::from(model.pathways[usize::from(usual)].first)].clone();
    let mut step = StepModel {
        pathway,
        by: By::Anyone,
        minutes_factor: original.minutes_factor * paper.minutes_factor,
        clinicians_note: false,
        own_lines: Vec::new(),
        next: vec![(f64::INFINITY, base + 1)],
        ..original.clone()
    };
    attach_lines(&mut step, model, names, lines, &[names.roles[paper.by]], None);
    let look = StepModel {
        name: "supervision".to_owned(),
        key: Identity::named("supervision of others' work"),
        pathway,
        minutes: Distribution::fixed(paper.supervision_minutes).expect("minutes are finite"),
        minutes_per: Vec::new(),
        minutes_factor: 1.0,
        medication_orders: (0, Vec::new()),
        gap: None,
        rules: Vec::new(),
        starts: Vec::new(),
        next: vec![(f64::INFINITY, NONE)],
        ..original
    };
    model.steps.extend([step, look]);
    model.pathways.push(PathwayModel {
        name: paper.pathway.to_owned(),
        first: base,
        base,
        needs: Vec::new(), // of the case that came
        meets_clinician: false,
        own_steps: Vec::new(),
    });
    pathway
}

/// Adds the sessions that interventions hold; by intervention.
pub(super) fn add_sessions(
    model: &mut Model,
    parameters: &Parameters,
    names: &Names,
    lines: &mut Lines,
) -> BTreeMap<String, Vec<u16>> {
    let mut all = BTreeMap::new();
    let identities = identities(parameters);
    for (i, (name, change)) in in_order(parameters).into_iter().enumerate() {
        let mut own = Vec::new();
        for session in change.plan().sessions() {
            own.push(index(model.scheduled.len()));
            add_session(model, parameters, names, lines, (index(i), identities[i]), &session);
        }
        all.insert(name.clone(), own);
    }
    all
}

fn add_session(
    model: &mut Model,
    parameters: &Parameters,
    names: &Names,
    lines: &mut Lines,
    (intervention, owner): (u16, Identity),
    session: &Session<'_>,
) {
    let identity = owner.child(Identity::named(session.name).value());
    let mut step = StepModel {
        name: session.name.to_owned(),
        key: identity,
        class: TaskClass::Meeting,
        by: By::OwnClinician,
        minutes: Distribution::fixed(session.minutes).expect("minutes are finite"),
        priority: MEETING_PRIORITY,
        by_clock: true,
        scheduled: index(model.scheduled.len()),
        ..plain_step(index(model.pathways.len()))
    };
    let roles: Vec<u16> = session.roles.iter().map(|role| names.roles[role]).collect();
    attach_lines(&mut step, model, names, lines, &roles, None);
    let pathway = add_single(model, session.name, step);
    let listed = if session.days.is_empty() { &parameters.calendar.open_days } else { session.days };
    model.scheduled.push(ScheduledModel {
        pathway,
        sources: Vec::new(), // filled in with the streams
        days: days_of(listed, session.at.0),
        length: Span::minutes(session.minutes),
        every_weeks: u64::from(session.every_weeks),
        blocks_diary: session.protected,
        session: Some(SessionModel {
            identity,
            intervention,
            protected: session.protected,
            skip_above: Span::minutes(session.skip_above_minutes),
            uptake: session.uptake,
            rebalances: session.rebalances,
        }),
    });
}

/// Adds the stream of everybody who takes part in a session.
pub(super) fn add_session_sources(model: &mut Model, parameters: &Parameters) {
    let mut m = parameters.scheduled.len();
    for (_, change) in in_order(parameters) {
        for session in change.plan().sessions() {
            let identity = model.scheduled[m].session.as_ref().map(|session| session.identity);
            let base = identity.expect("sessions come after the clinic's own work by the clock");
            let mut sources = vec![NONE; model.people.len()];
            let mut number = vec![0u32; model.clinics.len() * model.roles.len()];
            for (p, source) in sources.iter_mut().enumerate() {
                let person = &model.people[p];
                let role = &model.roles[usize::from(person.role)].name;
                let place = usize::from(person.clinic) * model.roles.len() + usize::from(person.role);
                let among = session.people.is_none_or(|people| number[place] < people);
                if session.roles.contains(role) && among {
                    number[place] += 1;
                    *source = index(model.sources.len());
                    let identity = base.child(person.identity.value());
                    let own = made(identity, person.clinic, index(p), model.scheduled[m].pathway);
                    model.sources.push(own);
                }
            }
            model.scheduled[m].sources = sources;
            m += 1;
        }
    }
}

/// The levers of a clinic without interventions.
pub(super) fn neutral_levers(model: &Model, parameters: &Parameters) -> Levers {
    let layers = model.safety.as_ref().map_or(&[][..], |safety| safety.defences.layers());
    let own = |layer: &str| parameters.safety.layers.contains_key(layer);
    Levers {
        people: vec![0.0; model.roles.len()],
        routes: vec![None; model.messages.len()],
        papers: vec![None; model.pathways.len()],
        kept: vec![1.0; model.messages.len()],
        minutes_factor: vec![1.0; model.messages.len()],
        step_minutes: vec![0.0; model.steps.len()],
        held: model.scheduled.iter().map(|work| f64::from(u8::from(work.session.is_none()))).collect(),
        meeting_minutes: vec![1.0; model.scheduled.len()],
        layer_share: layers.iter().map(|layer| f64::from(u8::from(own(&layer.name)))).collect(),
        layer_odds: vec![1.0; layers.len()],
        relief: vec![Relief::default(); parameters.interventions.len()],
        ..Levers::default()
    }
}

/// The steps at which each task is done, by task.
pub(super) fn steps_by_task(model: &Model, parameters: &Parameters) -> BTreeMap<String, Vec<u16>> {
    let mut tasks: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for (pathway, built) in parameters.pathways.values().zip(&model.pathways) {
        for (place, step) in pathway.steps.values().enumerate() {
            tasks.entry(step.task.clone()).or_default().push(built.base + index(place));
        }
    }
    tasks
}
