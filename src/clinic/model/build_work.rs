//! Tasks, steps, pathways and the streams that feed them.

use std::collections::BTreeMap;

use super::build::{Names, index};
use super::build_lines::{Lines, eligible};
use super::build_time::sessions;
use super::{
    ACTIVITIES, Model, NONE, PathwayModel, RoomAction, SourceModel, StepId, StepModel, Times, Timing, WHOLE,
};
use crate::clinic::measures::{NO_CELL, steps_of};
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::check::first_step;
use crate::clinic::parameters::demand::Arrival;
use crate::clinic::parameters::values::{Activity, By, Next, Rates, RoomRule, TaskClass};
use crate::clinic::parameters::work::{Step, Task};
use crate::engine::arrivals::RateProfile;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Span;

pub(super) fn cumulated(shares: &[(String, f64)], find: impl Fn(&str) -> u16) -> Vec<(f64, u16)> {
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
            let built = step_model(model, parameters, names, lines, &ids, (step_name, step));
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
    (name, step): (&str, &Step),
) -> StepModel {
    let task: &Task = &parameters.tasks[&step.task];
    let roles: Vec<u16> = task.roles.iter().map(|role| names.roles[role]).collect();
    let helpers: Vec<u16> = step.helpers.iter().map(|role| names.roles[role]).collect();
    let mut built = StepModel {
        name: name.to_owned(),
        key: Identity::named(name),
        class: task.class,
        staffed: !roles.is_empty(),
        clinicians_note: task.class == TaskClass::Note
            && task.roles.iter().any(|role| parameters.roles[role].clinician),
        by: step.by,
        minutes: task.minutes.distribution.clone(),
        minutes_per: by_need(&task.minutes_per),
        intrinsic_load: (task.intrinsic_load, by_need(&task.intrinsic_load_per)),
        medication_orders: (task.medication_orders, by_need(&task.medication_orders_per)),
        walk: Span::minutes(task.walk_minutes),
        parts: activity_parts(&task.parts, task.class),
        extraneous_share: task.extraneous_share,
        gap: (task.gap_share > 0.0).then(|| (task.gap_share, task.gap_minutes.distribution.clone())),
        rules: rules_for(parameters, &step.task),
        helpers: helpers.clone(),
        assistants: step.assistants.iter().map(|role| names.roles[role]).collect(),
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
        ..plain_step(index(model.pathways.len()))
    };
    attach_lines(&mut built, model, names, lines, &roles, Some(&step.task));
    built
}

/// A step of a pathway at which nothing happens, to be filled in.
pub(super) fn plain_step(pathway: u16) -> StepModel {
    StepModel {
        name: String::new(),
        key: Identity::named(""),
        pathway,
        class: TaskClass::Administration,
        staffed: true,
        keeps_lead: false, // filled in when all steps are known
        by: By::Anyone,
        minutes: Distribution::fixed(0.0).expect("zero is finite"),
        minutes_per: Vec::new(),
        minutes_factor: 1.0,
        scheduled: NONE,
        intrinsic_load: (0.0, Vec::new()),
        medication_orders: (0, Vec::new()),
        walk: Span::ZERO,
        parts: [0; ACTIVITIES],
        extraneous_share: 0.0,
        gap: None,
        rules: Vec::new(),
        by_clock: false,
        form: false,
        clinicians_note: false,
        message: NONE,
        minutes_cell: NO_CELL,
        helpers: Vec::new(),
        assistants: Vec::new(),
        assistant_people: Vec::new(),
        wait_for_helpers: false,
        helper_minutes: None,
        room: RoomAction::None,
        priority: 0,
        preempts: false,
        next: vec![(f64::INFINITY, NONE)],
        starts: Vec::new(),
        lines: Vec::new(),
        own_lines: Vec::new(),
        helper_people: Vec::new(),
    }
}

/// The activities at the record, in the order of a step's shares.
const ACTIVITY_ORDER: [Activity; ACTIVITIES] = [
    Activity::Documentation,
    Activity::OrderEntry,
    Activity::Inbox,
    Activity::ChartReview,
    Activity::Administration,
];

/// Shares of the minutes by activity: as written, else by class.
pub(super) fn activity_parts(parts: &BTreeMap<String, f64>, class: TaskClass) -> [u32; ACTIVITIES] {
    let by_class = match class {
        TaskClass::Note => Activity::Documentation,
        TaskClass::Order => Activity::OrderEntry,
        TaskClass::Message => Activity::Inbox,
        TaskClass::Care => Activity::ChartReview,
        _ => Activity::Other,
    };
    ACTIVITY_ORDER.map(|activity| {
        let share = match parts.is_empty() {
            true => f64::from(u8::from(activity == by_class)),
            false => parts.get(activity.word()).copied().unwrap_or(0.0),
        };
        (share * f64::from(WHOLE)).round() as u32
    })
}

/// Sorts of rules that add minutes to a task or kind of message.
pub(super) fn rules_for(parameters: &Parameters, task: &str) -> Vec<(u16, f64)> {
    let rules = parameters.rules.values().enumerate();
    rules
        .filter(|(_, rule)| rule.tasks.0.iter().any(|name| name == task))
        .map(|(number, rule)| (index(number), rule.minutes))
        .collect()
}

/// Finds the lines of a step at every clinic, or for every person where it is one person's own work.
pub(super) fn attach_lines(
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
    step.assistant_people = clinics
        .clone()
        .map(|clinic| eligible(&model.people, names, clinic, &step.assistants, None))
        .collect();
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

/// The streams of patients by rate, interval or slots: one for each, or one for each person of the groups in `per`.
pub(super) fn arrival_sources(model: &Model, parameters: &Parameters, names: &Names) -> Vec<SourceModel> {
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
                demand: NONE,
                season: None,
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
    sources
}

/// The owners of a stream's cases with the identity of each one's stream.
pub(super) fn owners(
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

pub(super) fn rate_timing(
    per_hour: Option<&Rates>,
    by_hour_of_week: Option<&Rates>,
    parameters: &Parameters,
) -> Timing {
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

/// Numbers by need, with identities in place of names.
fn by_need(numbers: &BTreeMap<String, f64>) -> Vec<(Identity, f64)> {
    numbers.iter().map(|(need, each)| (Identity::named(need), *each)).collect()
}
