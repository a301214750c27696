//! Rules of interventions: one kind each, names that exist, no two that set the same exclusive lever.

use super::{Change, KINDS};
use crate::clinic::parameters::check::{Checker, keys};
use crate::clinic::parameters::values::MessageSource;

/// Checks all interventions.
pub(crate) fn check(checker: &mut Checker<'_>) {
    let p = checker.p;
    for (name, change) in &p.interventions {
        let path = format!("interventions.{name}");
        one_kind(checker, &path, change);
        let clinics = keys(&p.clinics);
        for clinic in &change.rollout.clinics {
            checker.name(&format!("{path}.rollout.clinics"), "clinic", clinic, &clinics);
        }
        if let Some(end) = change.rollout.end_week
            && end < change.rollout.start_week
        {
            let expected = format!("a week after start_week = {}", change.rollout.start_week);
            checker.fault(&format!("{path}.rollout.end_week"), &expected, &end.to_string(), None);
        }
        if p.run.hours.is_some() {
            let help = "interventions act from midnight to midnight: give the run a calendar".to_owned();
            checker.fault(&path, "a run in weeks, for interventions", "a run in hours", Some(help));
        }
        roles(checker, &path, change);
        kinds(checker, &path, change);
    }
    exclusive_routes(checker);
    exclusive_reviews(checker);
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

/// Roles must exist, and where they are to assist, some step must name them.
fn roles(checker: &mut Checker<'_>, path: &str, change: &Change) {
    let p = checker.p;
    let known = keys(&p.roles);
    for role in change.staffing.iter().flat_map(|staffing| staffing.add.keys()) {
        checker.name(&format!("{path}.staffing.add.{role}"), "role", role, &known);
    }
    let documentation = change.team_documentation.iter().map(|set| ("team_documentation", &set.by));
    let orders = change.team_order_entry.iter().map(|set| ("team_order_entry", &set.by));
    for (kind, by) in documentation.chain(orders) {
        for role in &by.0 {
            let path = format!("{path}.{kind}.by");
            let mut steps = p.pathways.values().flat_map(|pathway| pathway.steps.values());
            if checker.name(&path, "role", role, &known) && !steps.any(|step| step.assistants.contains(role))
            {
                let help = format!("add assistants = [\"{role}\"] to the steps at which they write");
                let expected = "a role that some step of a pathway names as assistants";
                checker.fault(&path, expected, &format!("`{role}`"), Some(help));
            }
        }
    }
}

fn kinds(checker: &mut Checker<'_>, path: &str, change: &Change) {
    let p = checker.p;
    let (known, roles) = (keys(&p.messages), keys(&p.roles));
    for kind in change.inbox_reduction.iter().flat_map(|set| set.kinds.keys()) {
        let path = format!("{path}.inbox_reduction.kinds.{kind}");
        if checker.name(&path, "message kind", kind, &known)
            && p.messages[kind].source == MessageSource::Prescriptions
        {
            let help = "a request that does not come leaves a patient without medicine: see annual_prescription_renewal";
            let expected = "messages that nobody needs, not requests for renewals";
            checker.fault(&path, expected, &format!("`{kind}`"), Some(help.to_owned()));
        }
    }
    for route in change.other_routes() {
        let path = match change.inbox_triage {
            Some(_) => format!("{path}.inbox_triage.kinds.{}", route.kind),
            None => format!("{path}.central_prior_authorization"),
        };
        checker.name(&path, "message kind", route.kind, &known);
        checker.name(&format!("{path}.by"), "role", route.by, &roles);
    }
}

/// Two interventions must not review medicines at the same clinic: months and shares belong together.
fn exclusive_reviews(checker: &mut Checker<'_>) {
    let p = checker.p;
    let reviews: Vec<_> =
        p.interventions.iter().filter(|(_, change)| change.annual_prescription_renewal.is_some()).collect();
    for (k, (name, change)) in reviews.iter().enumerate() {
        if let Some((other, _)) = reviews[..k].iter().find(|(_, other)| overlap(other, change)) {
            let expected = "one annual_prescription_renewal at a clinic";
            checker.fault(
                &format!("interventions.{name}"),
                expected,
                &format!("`{other}` and `{name}`"),
                None,
            );
        }
    }
}

/// Whether two interventions share a clinic.
fn overlap(one: &Change, other: &Change) -> bool {
    let (a, b) = (&one.rollout.clinics, &other.rollout.clinics);
    a.is_empty() || b.is_empty() || a.iter().any(|clinic| b.contains(clinic))
}

/// Two interventions must not give one kind of message another way at the same clinic.
fn exclusive_routes(checker: &mut Checker<'_>) {
    let p = checker.p;
    let mut taken: Vec<(&str, &str, &Change)> = Vec::new();
    for (name, change) in &p.interventions {
        for route in change.other_routes() {
            let other = taken
                .iter()
                .find(|(kind, by, other)| *kind == route.kind && *by != name && overlap(other, change));
            if let Some((kind, other, _)) = other {
                let expected = format!("one intervention that routes `{kind}` at a clinic");
                let found = format!("`{other}` and `{name}`");
                checker.fault(&format!("interventions.{name}"), &expected, &found, None);
            }
            taken.push((route.kind, name, change));
        }
    }
}
