//! Messages: the way of each kind, one step for each touch, and the ways that interventions may give it.

use std::collections::BTreeMap;

use super::build::{Names, index};
use super::build_lines::Lines;
use super::build_work::{activity_parts, attach_lines, plain_step, rules_for};
use super::{MessageModel, Model, NONE, PathwayModel, StepModel};
use crate::clinic::intervention;
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::demand::Message;
use crate::clinic::parameters::values::{By, MessageSource, TaskClass};
use crate::clinic::parameters::variate::Variate;
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Span;

/// The word in a route and in `minutes` for the person to whom a message belongs.
pub const OWN: &str = "own_clinician";

/// One touch on the way of a message.
struct Touch<'p> {
    role: &'p str,
    closes: f64,
    minutes: Option<&'p Variate>,
}

/// Adds the usual pathways of all kinds of messages.
pub(super) fn add_messages(model: &mut Model, parameters: &Parameters, names: &Names, lines: &mut Lines) {
    for (kind, message) in &parameters.messages {
        let touches = usual_touches(message, parameters);
        let pathway = add_pathway(model, parameters, names, lines, kind, message, &touches);
        model.messages.push(message_model(parameters, kind, message, pathway));
    }
}

/// Adds the other ways that interventions give to messages; by intervention and kind.
pub(super) fn add_other_routes(
    model: &mut Model,
    parameters: &Parameters,
    names: &Names,
    lines: &mut Lines,
) -> BTreeMap<(String, u16), u16> {
    let mut routes = BTreeMap::new();
    for (name, change) in intervention::in_order(parameters) {
        for other in change.plan().other_routes() {
            let message = &parameters.messages[other.kind];
            let mut touches = usual_touches(message, parameters);
            let same_first = touches.first().is_some_and(|touch| touch.role == other.by);
            if touches.len() > 1 && (other.replaces_first || same_first) {
                touches.remove(0);
            }
            touches.insert(0, Touch { role: other.by, closes: other.closes, minutes: Some(other.minutes) });
            let pathway = add_pathway(model, parameters, names, lines, other.kind, message, &touches);
            let kind = parameters.messages.keys().position(|kind| kind == other.kind).map(index);
            routes.insert((name.clone(), kind.expect("the checks found the kind")), pathway);
        }
    }
    routes
}

fn usual_touches<'p>(message: &'p Message, parameters: &Parameters) -> Vec<Touch<'p>> {
    let owners = owner_roles(message, parameters);
    let last = message.route.len() - 1;
    let touch = |(i, role): (usize, &'p String)| {
        let own = role == OWN || (belongs_to_somebody(message) && owners.contains(role));
        Touch {
            role: role.as_str(),
            closes: if i == last { 1.0 } else { message.closes_at_first_touch },
            minutes: message.minutes.get(role).or_else(|| message.minutes.get(OWN).filter(|_| own)),
        }
    };
    message.route.iter().enumerate().map(touch).collect()
}

/// Whether messages of a kind belong to one clinician each.
pub(crate) fn belongs_to_somebody(message: &Message) -> bool {
    message.per.is_some() || message.source != MessageSource::System
}

fn add_pathway(
    model: &mut Model,
    parameters: &Parameters,
    names: &Names,
    lines: &mut Lines,
    kind: &str,
    message: &Message,
    touches: &[Touch<'_>],
) -> u16 {
    let base = index(model.steps.len());
    let pathway = index(model.pathways.len());
    let owners = owner_roles(message, parameters);
    for (i, touch) in (0..index(touches.len())).zip(touches) {
        // a role is the own clinician only where all of these are of it
        let own = touch.role == OWN || (belongs_to_somebody(message) && owners == [touch.role]);
        let roles: Vec<u16> = match touch.role {
            OWN => owners.iter().map(|role| names.roles[role]).collect(),
            role => vec![names.roles[role]],
        };
        let last = usize::from(i) + 1 == touches.len();
        let mut step = StepModel {
            name: touch.role.to_owned(),
            key: touch_key(model, usize::from(base), if own { OWN } else { touch.role }),
            class: message.class,
            by: if own { By::OwnClinician } else { By::Anyone },
            minutes: touch.minutes.map_or_else(
                || Distribution::fixed(0.0).expect("zero is finite"),
                |v| v.distribution.clone(),
            ),
            parts: activity_parts(&BTreeMap::new(), message.class),
            extraneous_share: message.extraneous_share,
            rules: rules_for(parameters, kind),
            message: index(model.messages.len()),
            priority: message.priority,
            next: vec![(touch.closes, NONE), (f64::INFINITY, base + i + 1)],
            ..plain_step(pathway)
        };
        if let Some(known) = parameters.messages.keys().position(|known| known == kind) {
            step.message = index(known);
        }
        if last {
            step.next = vec![(f64::INFINITY, NONE)];
        }
        attach_lines(&mut step, model, names, lines, &roles, None);
        model.steps.push(step);
    }
    model.pathways.push(PathwayModel {
        name: kind.to_owned(),
        first: base,
        base,
        needs: Vec::new(),
        meets_clinician: false,
        own_steps: Vec::new(), // the owner of a message is known when it comes
    });
    pathway
}

/// The key of a touch: by role, so that other touches do not move it, and by how often that role came before.
fn touch_key(model: &Model, base: usize, role: &str) -> Identity {
    let mut key = Identity::named(role);
    while model.steps[base..].iter().any(|step| step.key == key) {
        key = key.child(1);
    }
    key
}

fn message_model(parameters: &Parameters, kind: &str, message: &Message, pathway: u16) -> MessageModel {
    let number = |name: &str| parameters.messages.keys().position(|known| known == name).map(index);
    let as_kind = message.unanswered_as.as_deref().unwrap_or(kind);
    MessageModel {
        name: kind.to_owned(),
        source: message.source,
        pathway,
        sources: Vec::new(), // filled in with the streams
        due: message.due_hours.map(Span::hours),
        of: message.of.as_deref().map(Identity::named),
        delay_hours: message.delay_hours.distribution.clone(),
        urgent_share: message.urgent_share,
        medication_orders: message.medication_orders,
        unanswered: message
            .unanswered_after_hours
            .filter(|_| message.unanswered_share > 0.0)
            .and_then(|hours| Some((Span::hours(hours), message.unanswered_share, number(as_kind)?))),
        hours: week_hours(parameters, message.profile.as_ref()),
    }
}

/// Weights of the hours of each day of a week, cumulated within the day.
pub(super) fn week_hours(parameters: &Parameters, profile: Option<&String>) -> Vec<[f64; 24]> {
    let weights = week_weights(parameters, profile);
    weights
        .chunks(24)
        .map(|day| {
            let mut sum = 0.0;
            std::array::from_fn(|hour| {
                sum += day[hour];
                sum
            })
        })
        .collect()
}

/// Weights of the 168 hours of a week; evenly Monday to Friday from 8 to 17 where there is no profile.
pub(super) fn week_weights(parameters: &Parameters, profile: Option<&String>) -> Vec<f64> {
    let profile = profile.and_then(|name| parameters.profiles.get(name));
    let hour_of = |list: &[f64], hour: usize| list.get(hour).copied().unwrap_or(0.0);
    (0..168)
        .map(|hour| match (profile, hour / 24 < 5, hour % 24) {
            (Some(profile), true, hour) => hour_of(&profile.weekday, hour),
            (Some(profile), false, hour) => hour_of(&profile.weekend, hour),
            (None, weekday, hour) => f64::from(u8::from(weekday && (8..17).contains(&hour))),
        })
        .collect()
}

/// The roles of the people to whom a message can belong: of the groups in `per`; else all clinicians.
pub(crate) fn owner_roles(message: &Message, parameters: &Parameters) -> Vec<String> {
    let clinic = message.clinic.as_ref().or_else(|| parameters.clinics.keys().next());
    let staff = clinic.and_then(|clinic| parameters.clinics.get(clinic)).map(|clinic| &clinic.staff);
    let mut roles: Vec<String> = match (&message.per, staff) {
        (Some(groups), Some(staff)) => {
            groups.0.iter().filter_map(|group| staff.get(group)).map(|group| group.role.clone()).collect()
        }
        (None, _) if message.source != MessageSource::System => {
            let clinicians = parameters.roles.iter().filter(|(_, role)| role.clinician);
            clinicians.map(|(name, _)| name.clone()).collect()
        }
        _ => Vec::new(),
    };
    roles.sort();
    roles.dedup();
    roles
}

/// Whether a class is work that comes by the inbox.
pub(crate) fn is_inbox(class: TaskClass) -> bool {
    matches!(class, TaskClass::Message | TaskClass::Authorisation)
}
