//! Tasks, steps, pathways, messages and the streams that feed them.

use std::collections::BTreeMap;

use super::build::{Names, index};
use super::build_lines::{Lines, eligible};
use super::build_time::sessions;
use super::{Model, NONE, PathwayModel, RoomAction, SourceModel, StepId, StepModel, Times, Timing};
use crate::clinic::measures::steps_of;
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::check::first_step;
use crate::clinic::parameters::demand::{Arrival, Message};
use crate::clinic::parameters::values::{By, Next, Rates, RoomRule, TaskClass};
use crate::clinic::parameters::work::{Pathway, Step, Task};
use crate::engine::arrivals::RateProfile;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;

/// The word in a route and in `minutes` for the person to whom a message belongs.
pub const OWN: &str = "own_clinician";

fn cumulated(shares: &[(String, f64)], find: impl Fn(&str) -> u16) -> Vec<(f64, u16)> {
    let mut sum = 0.0;
    let mut table: Vec<(f64, u16)> = shares
        .iter()
        .map(|(name, share)| {
            sum += share;
            (sum, find(name))
        })
        .collect();
    if let Some(last) = table.last_mut() {
        last.0 = f64::INFINITY; // the shares sum to 1 but for rounding
    }
    table
}

/// Adds the pathways of the scenario.
pub(super) fn add_pathways(model: &mut Model, parameters: &Parameters, names: &mut Names, lines: &mut Lines) {
    names.pathways =
        parameters.pathways.keys().enumerate().map(|(i, name)| (name.clone(), index(i))).collect();
    for (name, pathway) in &parameters.pathways {
        let base = model.steps.len();
        let ids: BTreeMap<&str, u16> =
            pathway.steps.keys().enumerate().map(|(i, step)| (step.as_str(), index(base + i))).collect();
        for (step_name, step) in &pathway.steps {
            let built = step_model(model, parameters, names, lines, &ids, (pathway, step_name, step));
            model.steps.push(built);
        }
        let first = first_step(pathway).expect("the checks found the first step");
        let clinician = |role: &String| parameters.roles[role].clinician;
        model.pathways.push(PathwayModel {
            name: name.clone(),
            first: ids[first],
            base: index(base),
            needs: pathway
                .needs
                .iter()
                .map(|(need, variate)| (Identity::named(need), variate.distribution.clone()))
                .collect(),
            own_steps: Vec::new(), // filled in when all steps are known
            meets_clinician: pathway.steps.values().any(|step| {
                parameters.tasks[&step.task].roles.iter().any(clinician) || step.helpers.iter().any(clinician)
            }),
        });
    }
}

fn step_model(
    model: &Model,
    parameters: &Parameters,
    names: &Names,
    lines: &mut Lines,
    ids: &BTreeMap<&str, u16>,
    (pathway, name, step): (&Pathway, &str, &Step),
) -> StepModel {
    let task: &Task = &parameters.tasks[&step.task];
    let roles: Vec<u16> = task.roles.iter().map(|role| names.roles[role]).collect();
    let helpers: Vec<u16> = step.helpers.iter().map(|role| names.roles[role]).collect();
    let mut built = StepModel {
        name: name.to_owned(),
        key: Identity::named(name),
        pathway: index(model.pathways.len()),
        class: task.class,
        staffed: !roles.is_empty(),
        keeps_lead: false, // filled in when all steps are known
        by: step.by,
        minutes: task.minutes.distribution.clone(),
        minutes_per: task
            .minutes_per
            .iter()
            .filter_map(|(need, minutes)| Some((pathway.needs.keys().position(|key| key == need)?, *minutes)))
            .collect(),
        helpers: helpers.clone(),
        wait_for_helpers: step.wait_for_helpers,
        helper_minutes: step.helper_minutes.as_ref().map(|variate| variate.distribution.clone()),
        room: match &step.room {
            RoomRule::None => RoomAction::None,
            RoomRule::Keep => RoomAction::Keep,
            RoomRule::Release => RoomAction::Release,
            RoomRule::Take(kind) => RoomAction::Take(
                model.room_kinds.binary_search(kind).map(index).expect("the checks found rooms of this kind"),
            ),
        },
        priority: step.priority,
        preempts: step.preempts,
        next: cumulated(&step.next.shares, |next| if next == Next::LEAVE { NONE } else { ids[next] }),
        starts: step.starts.iter().map(|pathway| names.pathways[pathway]).collect(),
        lines: Vec::new(),
        own_lines: Vec::new(),
        helper_people: Vec::new(),
    };
    attach_lines(&mut built, model, names, lines, &roles, Some(&step.task));
    built
}

/// Finds the lines of a step at every clinic, or for every person where it is one person's own work.
fn attach_lines(
    step: &mut StepModel,
    model: &Model,
    names: &Names,
    lines: &mut Lines,
    roles: &[u16],
    task: Option<&str>,
) {
    let clinics = 0..index(model.clinics.len());
    step.helper_people =
        clinics.clone().map(|clinic| eligible(&model.people, names, clinic, &step.helpers, None)).collect();
    let joint = |helpers: &[Vec<u16>]| if step.wait_for_helpers { helpers.to_vec() } else { Vec::new() };
    match step.by {
        By::Anyone => {
            step.lines = clinics
                .map(|clinic| {
                    let leaders = eligible(&model.people, names, clinic, roles, task);
                    lines.line(leaders, joint(&step.helper_people[usize::from(clinic)]))
                })
                .collect();
        }
        By::OwnClinician | By::SamePerson => {
            step.own_lines = vec![NONE; model.clinics.len() * model.people.len()];
            for clinic in clinics {
                for &p in eligible(&model.people, names, clinic, roles, task).iter().flatten() {
                    let helpers = &step.helper_people[usize::from(clinic)];
                    step.own_lines[usize::from(clinic) * model.people.len() + usize::from(p)] =
                        lines.line(vec![vec![p]], joint(helpers));
                }
            }
        }
    }
}

/// Adds the pathways of the messages: one step for each touch.
pub(super) fn add_messages(model: &mut Model, parameters: &Parameters, names: &mut Names, lines: &mut Lines) {
    for (kind, message) in &parameters.messages {
        let base = index(model.steps.len());
        let touches = index(message.route.len());
        let pathway = index(model.pathways.len());
        let owner_roles = owner_roles(message, parameters);
        for (i, role) in (0..touches).zip(&message.route) {
            let own = role == OWN || (message.per.is_some() && owner_roles.contains(role));
            let roles: Vec<u16> = match role.as_str() {
                OWN => owner_roles.iter().map(|role| names.roles[role]).collect(),
                role => vec![names.roles[role]],
            };
            let minutes = message.minutes.get(role).or_else(|| message.minutes.get(OWN).filter(|_| own));
            let closes = if i + 1 == touches { 1.0 } else { message.closes_at_first_touch };
            let mut step = StepModel {
                name: role.clone(),
                key: touch_key(model, usize::from(base), if own { OWN } else { role }),
                pathway,
                class: TaskClass::Message,
                staffed: true,
                keeps_lead: false,
                by: if own { By::OwnClinician } else { By::Anyone },
                minutes: minutes.map_or_else(
                    || Distribution::fixed(0.0).expect("zero is finite"),
                    |v| v.distribution.clone(),
                ),
                minutes_per: Vec::new(),
                helpers: Vec::new(),
                wait_for_helpers: false,
                helper_minutes: None,
                room: RoomAction::None,
                priority: message.priority,
                preempts: false,
                next: vec![(closes, NONE), (f64::INFINITY, base + i + 1)],
                starts: Vec::new(),
                lines: Vec::new(),
                own_lines: Vec::new(),
                helper_people: Vec::new(),
            };
            if i + 1 == touches {
                step.next = vec![(f64::INFINITY, NONE)];
            }
            attach_lines(&mut step, model, names, lines, &roles, None);
            model.steps.push(step);
        }
        names.pathways.insert(message_pathway(kind), pathway);
        model.pathways.push(PathwayModel {
            name: kind.clone(),
            first: base,
            base,
            needs: Vec::new(),
            meets_clinician: false,
            own_steps: Vec::new(), // the owner of a message is known when it comes
        });
    }
}

/// The key of a touch: by role, so that other touches do not move it, and by how often that role came before.
fn touch_key(model: &Model, base: usize, role: &str) -> Identity {
    let mut key = Identity::named(role);
    while model.steps[base..].iter().any(|step| step.key == key) {
        key = key.child(1);
    }
    key
}

/// Finds the steps after which somebody stays with the case: the next with staff may be of the `same_person`.
pub(super) fn find_kept_leads(model: &mut Model) {
    for s in 0..model.steps.len() {
        let mut todo: Vec<StepId> = model.steps[s].next.iter().map(|(_, next)| *next).collect();
        let mut known = Vec::new();
        while let Some(next) = todo.pop() {
            if next == NONE || known.contains(&next) {
                continue;
            }
            known.push(next);
            let step = &model.steps[usize::from(next)];
            if step.by == By::SamePerson {
                model.steps[s].keeps_lead = true;
                break;
            }
            if !step.staffed {
                todo.extend(step.next.iter().map(|(_, next)| *next));
            }
        }
    }
}

/// Finds, for each pathway, the steps that the own clinician does, there and in what it sets going.
pub(super) fn find_own_steps(model: &mut Model) {
    for pathway in 0..index(model.pathways.len()) {
        let steps = steps_of(model, std::iter::once(pathway));
        let own = steps.into_iter().filter(|s| model.steps[usize::from(*s)].by == By::OwnClinician).collect();
        model.pathways[usize::from(pathway)].own_steps = own;
    }
}

/// The name of a message's pathway; no scenario can use it, since names hold no blanks.
fn message_pathway(kind: &str) -> String {
    format!("message {kind}")
}

/// The roles of the people to whom a message can belong.
pub(crate) fn owner_roles(message: &Message, parameters: &Parameters) -> Vec<String> {
    let clinic = message.clinic.as_ref().or_else(|| parameters.clinics.keys().next());
    let staff = clinic.and_then(|clinic| parameters.clinics.get(clinic)).map(|clinic| &clinic.staff);
    let mut roles: Vec<String> = match (&message.per, staff) {
        (Some(groups), Some(staff)) => {
            groups.0.iter().filter_map(|group| staff.get(group)).map(|group| group.role.clone()).collect()
        }
        _ => Vec::new(),
    };
    roles.sort();
    roles.dedup();
    roles
}

/// The streams of patients and messages: one for each stream, or one for each person of the groups in `per`.
pub(super) fn sources(model: &Model, parameters: &Parameters, names: &Names) -> Vec<SourceModel> {
    let mut sources = Vec::new();
    for (i, (name, arrival)) in parameters.arrivals.iter().enumerate() {
        let clinic = arrival.clinic.as_ref().map_or(0, |clinic| names.clinics[clinic]);
        for (owner, identity) in
            owners(model, names, clinic, arrival.per.as_ref().map(|per| &per.0), "arrival", name)
        {
            sources.push(SourceModel {
                identity,
                name: index(i),
                message: false,
                clinic,
                owner,
                pathways: cumulated(&arrival.pathway.shares, |name| names.pathways[name]),
                timing: arrival_timing(model, parameters, arrival, clinic, owner),
                batch_size: arrival.batch_size,
                patience_minutes: arrival
                    .patience_minutes
                    .as_ref()
                    .map(|variate| variate.distribution.clone()),
                waiting_room: arrival.waiting_room,
                priority: arrival.priority,
                due_hours: None,
            });
        }
    }
    for (i, (name, message)) in parameters.messages.iter().enumerate() {
        let clinic = message.clinic.as_ref().map_or(0, |clinic| names.clinics[clinic]);
        for (owner, identity) in
            owners(model, names, clinic, message.per.as_ref().map(|per| &per.0), "message", name)
        {
            sources.push(SourceModel {
                identity,
                name: index(i),
                message: true,
                clinic,
                owner,
                pathways: vec![(f64::INFINITY, names.pathways[&message_pathway(name)])],
                timing: rate_timing(message.per_hour.as_ref(), message.by_hour_of_week.as_ref(), parameters),
                batch_size: 1,
                patience_minutes: None,
                waiting_room: None,
                priority: 0,
                due_hours: message.due_hours,
            });
        }
    }
    sources
}

/// The owners of a stream's cases with the identity of each one's stream.
fn owners(
    model: &Model,
    names: &Names,
    clinic: u16,
    per: Option<&Vec<String>>,
    kind: &str,
    name: &str,
) -> Vec<(u16, Identity)> {
    let base = Identity::named(kind).child(Identity::named(name).value());
    match per {
        None => vec![(NONE, base.child(model.clinics[usize::from(clinic)].identity.value()))],
        Some(groups) => groups
            .iter()
            .flat_map(|group| &names.groups[&(clinic, group.clone())])
            .map(|&p| (p, base.child(model.people[usize::from(p)].identity.value())))
            .collect(),
    }
}

fn rate_timing(per_hour: Option<&Rates>, by_hour_of_week: Option<&Rates>, parameters: &Parameters) -> Timing {
    let (rates, times) = match (per_hour, by_hour_of_week) {
        (Some(Rates::Constant(_)), _) if parameters.run.hours.is_none() => (per_hour, Times::OpeningHours),
        (Some(_), _) => (per_hour, Times::OpenDays),
        (None, _) => (by_hour_of_week, Times::Always),
    };
    let profile = match rates.expect("the checks found a rate for every stream") {
        Rates::Constant(rate) => RateProfile::constant(*rate),
        Rates::ByHour(list) => {
            let mut hours = list.clone();
            let period = match (parameters.run.hours, times) {
                (Some(hours), _) => hours.ceil() as usize,
                (None, Times::Always) => 168,
                (None, _) => 24,
            };
            hours.resize(period.max(hours.len()), 0.0);
            RateProfile::periodic(hours)
        }
    };
    Timing::Rate { profile, times }
}

fn arrival_timing(
    model: &Model,
    parameters: &Parameters,
    arrival: &Arrival,
    clinic: u16,
    owner: u16,
) -> Timing {
    if let Some(every) = &arrival.every {
        return Timing::Interval(every.distribution.clone());
    }
    let (Some(slot_minutes), Some(slots_per_day)) = (arrival.slot_minutes, arrival.slots_per_day) else {
        return rate_timing(arrival.per_hour.as_ref(), arrival.by_hour_of_week.as_ref(), parameters);
    };
    let slots = (0..model.time.roster_days as usize).map(|day| {
        let windows: Vec<(u32, u32)> = match owner {
            NONE => sessions(&model.people, clinic, day),
            p => model.people[usize::from(p)].windows[day].clone(),
        };
        slot_times(&windows, slot_minutes, slots_per_day)
    });
    let slots = slots.collect();
    Timing::Slots {
        slots,
        booked_share: arrival.booked_share,
        no_show_share: arrival.no_show_share,
        punctuality_minutes: arrival.punctuality_minutes.distribution.clone(),
    }
}

/// Slots that follow each other through the windows of a day and fit into them.
pub(crate) fn slot_times(windows: &[(u32, u32)], slot_minutes: f64, slots_per_day: u32) -> Vec<f64> {
    let mut times = Vec::new();
    for &(from, until) in windows {
        let fitting = ((f64::from(until - from)) / slot_minutes + 1e-9).floor() as u32;
        times.extend((0..fitting).map(|k| f64::from(from) + f64::from(k) * slot_minutes));
    }
    times.truncate(slots_per_day as usize);
    times
}
