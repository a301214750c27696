//! Surveys: whom they ask, and the forms that people fill in, as work of their own.

use super::build::{Names, index};
use super::build_lines::Lines;
use super::build_scheduled::{add_single, made};
use super::build_work::{attach_lines, plain_step};
use super::surveys::SurveyModel;
use super::{Model, NONE, StepModel};
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::values::By;
use crate::clinic::science::instruments::survey::{KINDS, Survey};
use crate::engine::distribution::Distribution;
use crate::engine::random::Identity;

/// Adds the surveys with the pathways of their forms. Those that take no time have none, so that they change nothing.
pub(super) fn add_surveys(model: &mut Model, parameters: &Parameters, names: &Names, lines: &mut Lines) {
    if !parameters.well_being.enabled {
        return; // there is nobody to ask
    }
    for (name, survey) in &parameters.surveys {
        let kind = survey.kind().expect("the checks found one instrument");
        let asks: Vec<bool> = (0..model.people.len()).map(|p| asks(model, survey, p)).collect();
        let pathway = match kind.minutes() {
            0.0 => NONE,
            minutes => add_form(model, names, lines, name, minutes),
        };
        let instrument = KINDS.iter().position(|key| *key == survey.kinds()[0]);
        model.surveys.list.push(SurveyModel {
            identity: Identity::named("survey").child(Identity::named(name).value()),
            settings: survey.clone(),
            instrument: instrument.expect("the list names every instrument"),
            asks,
            pathway,
        });
    }
}

fn asks(model: &Model, survey: &Survey, p: usize) -> bool {
    let person = &model.people[p];
    let role = &model.roles[usize::from(person.role)].name;
    let clinic = &model.clinics[usize::from(person.clinic)].name;
    survey.roles.as_ref().is_none_or(|list| list.0.contains(role))
        && survey.clinics.as_ref().is_none_or(|list| list.0.contains(clinic))
}

/// The pathway of a form: paper in one's own line, not at the record.
fn add_form(model: &mut Model, names: &Names, lines: &mut Lines, name: &str, minutes: f64) -> u16 {
    let mut step = StepModel {
        name: name.to_owned(),
        key: Identity::named("survey").child(Identity::named(name).value()),
        by: By::OwnClinician,
        minutes: Distribution::fixed(minutes).expect("minutes are finite"),
        form: true,
        ..plain_step(index(model.pathways.len()))
    };
    let roles: Vec<u16> = (0..model.roles.len()).map(index).collect();
    attach_lines(&mut step, model, names, lines, &roles, None);
    add_single(model, name, step)
}

/// Adds the stream of everybody who is asked to fill in a form.
pub(super) fn add_survey_sources(model: &mut Model) {
    let mut sources = vec![NONE; model.people.len()];
    for (p, source) in sources.iter_mut().enumerate() {
        let mut forms = model.surveys.list.iter().filter(|survey| survey.pathway != NONE && survey.asks[p]);
        if let Some(first) = forms.next() {
            *source = index(model.sources.len());
            let person = &model.people[p];
            let identity = Identity::named("forms").child(person.identity.value());
            model.sources.push(made(identity, person.clinic, index(p), first.pathway));
        }
    }
    model.surveys.sources = sources;
}
