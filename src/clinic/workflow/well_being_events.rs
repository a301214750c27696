//! What pieces of work mean for people, and what people's states do to pieces of work: load of a visit, its quality, that of
//! notes, answers that are terse, help that comes or does not.

use super::Simulation;
use crate::clinic::measures::Fact;
use crate::clinic::model::{NONE, PersonId, WHOLE};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::science::cognitive_load::{germane, overload};
use crate::clinic::science::feedback::share_of_cynicism;
use crate::clinic::science::quality;
use crate::clinic::workflow::MOST_REPEATS;
use crate::clinic::world::{CaseId, NO_PATIENT, Pending};
use crate::engine::calendar::Calendar;
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::{Span, Time};

use super::Event;

const AUDITED: Purpose = Purpose::named("audited");
const DENIED: Purpose = Purpose::named("denied");
const NO_PLACE: Purpose = Purpose::named("no place");
const TERSE: Purpose = Purpose::named("terse answer");
const MICROS_PER_DAY: f64 = 86_400e6;

impl Simulation<'_> {
    /// A piece of work begins: what of its load does not fit into working memory makes it longer, normalised at the
    /// reference.
    pub(super) fn bear_load(&mut self, id: CaseId, lead: PersonId) {
        let Some(settings) = self.settings().filter(|settings| settings.theories.cognitive_load) else {
            return;
        };
        let case = &self.world.cases[id as usize];
        let (base, per_need) = &self.model.steps[usize::from(case.step)].intrinsic_load;
        if *base == 0.0 && per_need.is_empty() {
            return;
        }
        let needs =
            per_need.iter().map(|(need, each)| each * self.need_of(case.root, case.root_pathway, *need));
        let intrinsic = base + needs.sum::<f64>();
        let of = &settings.cognitive_load;
        let member = &self.world.population.members[usize::from(lead)];
        let extraneous = if member.there { of.extraneous_scale * member.state.extraneous } else { 0.0 };
        let over = overload(intrinsic, extraneous);
        let room = &mut self.world.clinics[usize::from(case.clinic)].germane_today;
        (room.0, room.1) = (room.0 + germane(intrinsic, extraneous), room.1 + 1);
        let factor = (1.0 + of.time_per_overload * over) / settings.reference.overload;
        let work = Span::rounded(case.work.micros() as f64 * factor);
        let clinic = case.clinic;
        let case = &mut self.world.cases[id as usize];
        case.work = work;
        case.overload = (over * f64::from(WHOLE)).round() as u32;
        if self.record.counts(case.entered) {
            let factor = 1.0 + of.time_per_overload * over;
            self.record.number(clinic, Fact::OverloadFactor as u32, (factor * 1e6).round() as u64);
        }
    }

    /// A message has been touched by somebody other than the person it belongs to: help, if that closed it.
    #[inline]
    pub(super) fn note_first_touch(&mut self, id: CaseId, closed: bool) {
        let case = &self.world.cases[id as usize];
        let owner = case.owner;
        if owner != NONE && case.lead != owner && case.lead != NONE {
            self.note_help(owner, closed);
        }
    }

    /// A message is answered: an authorisation may have been denied; a terse answer may come back as another question.
    pub(super) fn note_answer(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let Some(settings) = self.settings() else { return };
        let case = &self.world.cases[id as usize];
        let (identity, owner, lead) = (case.identity, case.owner, case.lead);
        let (source, subject, repeats, patient_id) =
            (case.source, case.subject, case.repeats, case.patient_id);
        let class = self.model.steps[usize::from(case.step)].class;
        if class == TaskClass::Authorisation && owner != NONE {
            let factor = self.world.levers[usize::from(case.clinic)].denials_factor;
            let share = settings.moral.denied_share * factor;
            let denied = self.world.seed.stream(DENIED, identity).uniform() < share;
            if denied {
                self.note_moral_event(owner);
            }
        }
        let kind = usize::from(self.model.sources[usize::from(source)].name);
        let Some((after, _, _)) = self.model.messages[kind].unanswered else { return };
        let Some(member) = self.world.population.members.get(usize::from(lead)) else { return };
        let terse =
            share_of_cynicism(settings.feedback.rework, member.state.cynicism, settings.reference.cynicism);
        if member.there
            && repeats < MOST_REPEATS
            && terse > 0.0
            && self.world.seed.stream(TERSE, identity).uniform() < terse
        {
            let again = identity.child(Identity::named("asked again").value()).child(u64::from(repeats));
            let pending = Pending {
                source,
                identity: again,
                patient_id,
                subject,
                repeats: repeats + 1,
                unanswered: None,
            };
            self.send_later(pending, calendar.now() + after, calendar);
        }
    }

    /// There is no place for somebody who is ill now, which may weigh on their clinician.
    pub(super) fn weigh_lost_request(&mut self, owner: PersonId, request: Identity) {
        let Some(settings) = self.settings() else { return };
        if self.world.seed.stream(NO_PLACE, request).uniform() < settings.moral.no_place_share {
            self.note_moral_event(owner);
        }
    }

    /// The quality of a visit that ends, as its patient meets it.
    pub(super) fn note_visit_quality(&mut self, id: CaseId) {
        let Some(settings) = self.settings() else { return };
        let case = &self.world.cases[id as usize];
        if !self.record.counts(case.arrived) {
            return;
        }
        let member = &self.world.population.members[usize::from(case.lead)];
        let cynicism = if member.there { member.state.cynicism } else { settings.reference.cynicism };
        let group =
            (case.patient_id != NO_PATIENT).then(|| self.world.patients[case.patient_id as usize].group);
        let factor = group.map_or(1.0, |group| self.model.panel.groups[usize::from(group)].cynicism_factor);
        let waited = (case.started - case.arrived).in_hours();
        let quality = (quality::visit(cynicism, factor, waited, &settings.quality) * 1e6).round() as u64;
        let clinic = case.clinic;
        self.record.number(clinic, Fact::VisitQuality as u32, quality);
        if let Some(group) = group {
            self.record.number(clinic, self.model.layout.group_quality(u16::from(group)), quality);
        }
    }

    /// The quality of a note that is finished, if it is one of those that are audited.
    pub(super) fn note_note_quality(&mut self, id: CaseId, now: Time) {
        let Some(settings) = self.settings() else { return };
        let case = &self.world.cases[id as usize];
        let audited =
            self.world.seed.stream(AUDITED, case.identity).uniform() < settings.quality.audited_share;
        if !audited || !self.record.counts(case.arrived) {
            return;
        }
        let member = &self.world.population.members[usize::from(case.lead)];
        let exhaustion = if member.there { member.state.exhaustion } else { settings.reference.exhaustion };
        let delay = (now - case.arrived).micros() as f64 / MICROS_PER_DAY;
        let written = 1.0 - f64::from(case.left_out) / f64::from(WHOLE);
        let quality = (quality::note(delay, exhaustion, &settings.quality) * written * 1e6).round() as u64;
        let clinic = case.clinic;
        self.record.number(clinic, Fact::NoteQuality as u32, quality);
    }
}
