//! Rules of interventions: one kind each, names that exist, no two that set the same exclusive lever.

use super::{Change, KINDS, Reference, Rollout};
use crate::clinic::parameters::calendar::DAYS;
use crate::clinic::parameters::check::{Checker, keys};
use crate::clinic::parameters::organization::EARLIEST_MINUTES;
use crate::clinic::parameters::values::{By, MessageSource};
use crate::clinic::science::error_layers::parameters::{Layer, MOST_LAYERS, check_layer};
use crate::declaration::clock::ClockTime;

/// Checks all interventions.
pub(crate) fn check(checker: &mut Checker<'_>) {
    let p = checker.p;
    for (name, change) in &p.interventions {
        let path = format!("interventions.{name}");
        one_kind(checker, &path, change);
        rollout(checker, &format!("{path}.rollout"), &change.rollout);
        if p.run.hours.is_some() {
            let help = "interventions act from midnight to midnight: give the run a calendar".to_owned();
            checker.fault(&path, "a run in weeks, for interventions", "a run in hours", Some(help));
        }
        let kind = change.kinds().first().copied().unwrap_or_default();
        for (key, reference) in change.plan().references() {
            refers(checker, &format!("{path}.{kind}.{key}"), reference);
        }
        for fault in change.plan().faults() {
            let dot = if fault.key.is_empty() { "" } else { "." };
            let at = format!("{path}.{kind}{dot}{}", fault.key);
            checker.fault(&at, &fault.expected, &fault.found, fault.help);
        }
        sessions(checker, &format!("{path}.{kind}"), change);
        if let Some(layer) = change.plan().added_layer() {
            check_added_layer(checker, name, &format!("{path}.{kind}.layer"), layer);
        }
    }
    number_of_layers(checker);
    let ways = |change: &Change| -> Vec<String> {
        let routes = change.plan().other_routes().into_iter().map(|route| route.kind.to_owned());
        let papers = change.plan().other_papers().into_iter().map(|paper| paper.pathway.to_owned());
        routes.chain(papers).collect()
    };
    exclusive(checker, "routes", ways);
    exclusive(checker, "sets", |change| change.plan().only_one().map(str::to_owned).into_iter().collect());
}

/// Clinics exist and take part, and nothing ends before it begins.
fn rollout(checker: &mut Checker<'_>, path: &str, rollout: &Rollout) {
    let clinics = keys(&checker.p.clinics);
    for clinic in &rollout.clinics {
        checker.name(&format!("{path}.clinics"), "clinic", clinic, &clinics);
    }
    let maps =
        [("clinic_start_weeks", &rollout.clinic_start_weeks), ("clinic_fidelity", &rollout.clinic_fidelity)];
    for (key, clinic) in maps.iter().flat_map(|(key, map)| map.keys().map(move |clinic| (key, clinic))) {
        let path = format!("{path}.{key}.{clinic}");
        if checker.name(&path, "clinic", clinic, &clinics) && !rollout.takes_part(clinic) {
            let help = format!("add `{clinic}` to rollout.clinics, or take it away here");
            let expected = format!("a clinic that takes part, one of {}", rollout.clinics.join(", "));
            checker.fault(&path, &expected, &format!("`{clinic}`"), Some(help));
        }
    }
    let Some(end) = rollout.end_week else { return };
    if end < rollout.start_week {
        let expected = format!("a week after start_week = {}", rollout.start_week);
        checker.fault(&format!("{path}.end_week"), &expected, &end.to_string(), None);
    }
    for (clinic, start) in rollout.clinic_start_weeks.iter().filter(|(_, start)| **start > end) {
        let expected = format!("a week before end_week = {end}");
        checker.fault(&format!("{path}.clinic_start_weeks.{clinic}"), &expected, &start.to_string(), None);
    }
}

/// Sessions are held when people can come: on an open day, from two hours before the first session of the calendar to the
/// end of the last one.
fn sessions(checker: &mut Checker<'_>, path: &str, change: &Change) {
    let calendar = &checker.p.calendar;
    let first = calendar.sessions.values().map(|window| window.from.0).min();
    let last = calendar.sessions.values().map(|window| window.until.0).max();
    let (Some(first), Some(last)) = (first, last) else { return };
    for session in change.plan().sessions() {
        let from = first.saturating_sub(EARLIEST_MINUTES);
        if !(from..last).contains(&session.at.0) {
            let expected = format!(
                "a time at which people can come, {} to {}",
                ClockTime(from).text(),
                ClockTime(last).text()
            );
            checker.fault(&format!("{path}.meeting.at"), &expected, &session.at.text(), None);
        }
        let open = |day: &String| calendar.open_days.contains(day);
        if !session.days.is_empty() && !session.days.iter().any(open) {
            let expected = format!("an open day, one of {}", calendar.open_days.join(", "));
            checker.fault(&format!("{path}.meeting.days"), &expected, &session.days.join(", "), None);
        }
    }
}

/// A layer that an intervention adds has one kind, and a name that no layer of the clinic has.
fn check_added_layer(checker: &mut Checker<'_>, name: &str, path: &str, layer: &Layer) {
    let mut found = Vec::new();
    check_layer(layer, |key, expected, given, help| {
        found.push((key.to_owned(), expected.to_owned(), given.to_owned(), help));
    });
    for (key, expected, given, help) in found {
        checker.fault(&format!("{path}{key}"), &expected, &given, help);
    }
    if checker.p.safety.layers.contains_key(name) {
        let help = "the layer is called like the intervention: rename the intervention".to_owned();
        let expected = "a name that no layer of [safety.layers] has";
        checker.fault(path, expected, &format!("`{name}`"), Some(help));
    }
}

/// Those of the clinic and those that interventions add fit into one chain.
fn number_of_layers(checker: &mut Checker<'_>) {
    let own = checker.p.safety.layers.len();
    let adds = |change: &&Change| change.plan().added_layer().is_some();
    let added = checker.p.interventions.values().filter(adds).count();
    if added > 0 && own <= MOST_LAYERS && own + added > MOST_LAYERS {
        let expected = format!("at most {MOST_LAYERS} layers");
        checker.fault("interventions", &expected, &format!("{own} of the clinic and {added} more"), None);
    }
}

fn one_kind(checker: &mut Checker<'_>, path: &str, change: &Change) {
    let kinds = change.kinds();
    if kinds.len() != 1 {
        let found = if kinds.is_empty() { "none".to_owned() } else { kinds.join(" and ") };
        let help = "give each kind an intervention, and so a name, of its own".to_owned();
        let expected = format!("exactly one kind of {}", KINDS.join(", "));
        checker.fault(path, &expected, &found, Some(help));
    }
}

/// A name must exist, and be fit for what it is used for.
fn refers(checker: &mut Checker<'_>, path: &str, reference: Reference<'_>) {
    let p = checker.p;
    match reference {
        Reference::Role(role) => {
            checker.name(path, "role", role, &keys(&p.roles));
        }
        Reference::Assistant(role) => {
            let mut steps = p.pathways.values().flat_map(|pathway| pathway.steps.values());
            if checker.name(path, "role", role, &keys(&p.roles))
                && !steps.any(|step| step.assistants.iter().any(|known| known == role))
            {
                let help = format!("add assistants = [\"{role}\"] to the steps at which they write");
                let expected = "a role that some step of a pathway names as assistants";
                checker.fault(path, expected, &format!("`{role}`"), Some(help));
            }
        }
        Reference::Message(kind) => {
            checker.name(path, "message kind", kind, &keys(&p.messages));
        }
        Reference::MessageToThin(kind) => {
            if checker.name(path, "message kind", kind, &keys(&p.messages))
                && p.messages[kind].source == MessageSource::Prescriptions
            {
                let help = "a request that does not come leaves a patient without medicine: see annual_prescription_renewal";
                let expected = "messages that nobody needs, not requests for renewals";
                checker.fault(path, expected, &format!("`{kind}`"), Some(help.to_owned()));
            }
        }
        Reference::Task(task) => {
            checker.name(path, "task", task, &keys(&p.tasks));
        }
        Reference::Pathway(pathway) => {
            checker.name(path, "pathway", pathway, &keys(&p.pathways));
        }
        Reference::Paper(pathway) => {
            if checker.name(path, "pathway", pathway, &keys(&p.pathways)) {
                let steps = &p.pathways[pathway].steps;
                if steps.len() != 1 || steps.values().any(|step| step.by != By::OwnClinician) {
                    let expected = "a pathway of papers: one step, by = \"own_clinician\"";
                    checker.fault(path, expected, &format!("`{pathway}`"), None);
                }
            }
        }
        Reference::Scheduled(name) => {
            checker.name(path, "work by the clock", name, &keys(&p.scheduled));
        }
        Reference::Layer(layer) => {
            checker.name(path, "layer of safety", layer, &keys(&p.safety.layers));
        }
        Reference::Day(day) => {
            checker.name(path, "day", day, &DAYS);
        }
    }
}

/// Whether two interventions share a clinic.
fn overlap(one: &Change, other: &Change) -> bool {
    let (a, b) = (&one.rollout, &other.rollout);
    a.clinics.is_empty() || a.clinics.iter().any(|clinic| b.takes_part(clinic))
}

/// Two interventions must not set the same thing at the same clinic where only one can.
fn exclusive(checker: &mut Checker<'_>, verb: &str, sets: impl Fn(&Change) -> Vec<String>) {
    let p = checker.p;
    let mut taken: Vec<(String, &str, &Change)> = Vec::new();
    for (name, change) in &p.interventions {
        for thing in sets(change) {
            let other = taken
                .iter()
                .find(|(known, by, other)| *known == thing && by != name && overlap(other, change));
            if let Some((_, other, _)) = other {
                let expected = format!("one intervention that {verb} `{thing}` at a clinic");
                let found = format!("`{other}` and `{name}`");
                checker.fault(&format!("interventions.{name}"), &expected, &found, None);
            }
            taken.push((thing, name, change));
        }
    }
}
