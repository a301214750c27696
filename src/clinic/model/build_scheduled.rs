//! Work that the model itself makes: meetings by the clock, and the supervision of trainees.

use super::build::{Names, index};
use super::build_lines::Lines;
use super::build_work::{attach_lines, plain_step};
use super::{ACTIVITIES, Model, NONE, PathwayModel, ScheduledModel, SourceModel, StepModel, Timing, WHOLE};
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::calendar::DAYS;
use crate::clinic::parameters::organization::Scheduled;
use crate::clinic::parameters::values::{By, TaskClass};
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;
use crate::engine::time::Span;

/// Meetings go before everything that is not yet begun.
pub(super) const MEETING_PRIORITY: i32 = 1_000_000;

/// Adds a pathway of one step.
pub(super) fn add_single(model: &mut Model, name: &str, step: StepModel) -> u16 {
    let (base, pathway) = (index(model.steps.len()), index(model.pathways.len()));
    model.steps.push(step);
    model.pathways.push(PathwayModel {
        name: name.to_owned(),
        first: base,
        base,
        needs: Vec::new(),
        meets_clinician: false,
        own_steps: Vec::new(),
    });
    pathway
}

/// Adds the pathways of work by the clock.
pub(super) fn add_scheduled(model: &mut Model, parameters: &Parameters, names: &Names, lines: &mut Lines) {
    for (name, scheduled) in &parameters.scheduled {
        let mut step = StepModel {
            name: name.clone(),
            key: Identity::named(name),
            class: scheduled.class,
            by: By::OwnClinician,
            minutes: Distribution::fixed(scheduled.minutes).expect("minutes are finite"),
            parts: ehr_parts(scheduled.ehr_share),
            priority: MEETING_PRIORITY,
            by_clock: scheduled.ends_on_time,
            scheduled: index(model.scheduled.len()),
            ..plain_step(index(model.pathways.len()))
        };
        let roles: Vec<u16> = scheduled.roles.0.iter().map(|role| names.roles[role]).collect();
        attach_lines(&mut step, model, names, lines, &roles, None);
        let pathway = add_single(model, name, step);
        model.scheduled.push(ScheduledModel {
            pathway,
            sources: Vec::new(), // filled in with the streams
            days: days(scheduled, parameters),
            length: Span::minutes(scheduled.minutes),
            every_weeks: u64::from(scheduled.every_weeks),
            blocks_diary: scheduled.ends_on_time,
            session: None,
        });
    }
}

/// Work at the record that is none of the named kinds counts as administration.
fn ehr_parts(share: f64) -> [u32; ACTIVITIES] {
    let mut parts = [0; ACTIVITIES];
    parts[ACTIVITIES - 1] = (share * f64::from(WHOLE)).round() as u32;
    parts
}

fn days(scheduled: &Scheduled, parameters: &Parameters) -> Vec<u32> {
    let listed = scheduled.days.as_ref().map_or(&parameters.calendar.open_days, |days| &days.0);
    days_of(listed, scheduled.at.0)
}

/// The minute of something on each day of a week; `u32::MAX` on those that are not listed.
pub(super) fn days_of(listed: &[String], at: u32) -> Vec<u32> {
    let minute = |day: &&str| if listed.iter().any(|known| known == day) { at } else { u32::MAX };
    DAYS.iter().map(minute).collect()
}

/// Adds the stream of every person who takes part in work by the clock.
pub(super) fn add_scheduled_sources(model: &mut Model, parameters: &Parameters) {
    let clinic_names: Vec<&String> = parameters.clinics.keys().collect();
    for (m, (name, scheduled)) in parameters.scheduled.iter().enumerate() {
        let base = Identity::named("scheduled").child(Identity::named(name).value());
        let takes_part = |p: usize| {
            let person = &model.people[p];
            let role = &model.roles[usize::from(person.role)].name;
            let clinic = clinic_names[usize::from(person.clinic)];
            scheduled.roles.0.contains(role)
                && scheduled.clinics.as_ref().is_none_or(|list| list.0.contains(clinic))
        };
        let mut sources = vec![NONE; model.people.len()];
        for p in (0..model.people.len()).filter(|p| takes_part(*p)) {
            sources[p] = index(model.sources.len());
            let pathway = model.scheduled[m].pathway;
            let identity = base.child(model.people[p].identity.value());
            model.sources.push(made(identity, model.people[p].clinic, index(p), pathway));
        }
        model.scheduled[m].sources = sources;
    }
}

/// A stream whose cases the model makes.
pub(super) fn made(identity: Identity, clinic: u16, owner: u16, pathway: u16) -> SourceModel {
    SourceModel {
        identity,
        name: 0,
        message: true,
        demand: NONE,
        season: None,
        clinic,
        owner,
        pathways: vec![(f64::INFINITY, pathway)],
        timing: Timing::Made,
        batch_size: 1,
        patience_minutes: None,
        waiting_room: None,
        priority: 0,
        due_hours: None,
    }
}

/// Adds the pathways of supervision: one for each role and length that supervises.
pub(super) fn add_supervision(model: &mut Model, parameters: &Parameters, names: &Names, lines: &mut Lines) {
    for (c, clinic) in parameters.clinics.values().enumerate() {
        for (group, staff) in &clinic.staff {
            let Some(role) = &staff.supervised_by else { continue };
            let mut step = StepModel {
                name: "supervision".to_owned(),
                key: Identity::named("supervision"),
                class: TaskClass::Administration,
                minutes: staff.supervision_minutes.distribution.clone(),
                ..plain_step(index(model.pathways.len()))
            };
            attach_lines(&mut step, model, names, lines, &[names.roles[role]], None);
            let pathway = add_single(model, "supervision", step);
            for &p in &names.groups[&(index(c), group.clone())] {
                model.people[usize::from(p)].supervision = pathway;
            }
        }
    }
}
