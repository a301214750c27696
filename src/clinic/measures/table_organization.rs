//! Rows of the organisation: rules, trust, urgency and capability, sessions that took place and what they taught, alerts,
//! deep work, and the composite of linked measures.

use super::{CellId, Fact, Fold, Layout, MINUTE, role_cell};
use crate::clinic::model::{Model, NONE, StepModel};
use crate::system::Better;

impl Layout {
    /// Rows of the organisation's own loops and of what interventions hold.
    pub(super) fn add_organization_rows(&mut self, model: &Model) {
        if !model.time.calendar {
            return;
        }
        let mean = |fact: Fact, unit: f64| Fold::Mean(vec![fact as CellId], unit);
        let day = "clinic and day";
        if !model.rules.is_empty() {
            let (label, source) = ("Local rules in force", "all sorts of rules together");
            let fold = mean(Fact::Rules, 1.0);
            self.add("rules_in_force", label, ("rules", day), Better::Lower, source, fold);
        }
        self.add_session_rows(model);
        self.add_alert_rows(model);
        self.add_deep_work_row(model);
        if model.well_being.is_none() {
            return;
        }
        let source = "moves with promises, openness about results, blame; rests at organization.trust.trust";
        let (label, fold) = ("Trust in leaders", mean(Fact::Trust, 1e6));
        self.add("trust_mean", label, ("share", day), Better::Higher, source, fold);
        let source = "rests at organization.trust.openness; a component of support";
        let (label, fold) = ("Psychological safety", mean(Fact::Openness, 1e6));
        self.add("psychological_safety_mean", label, ("share", day), Better::Higher, source, fold);
        let source = "follows reported exhaustion above organization.urgency.target_score";
        let (label, fold) = ("Perceived urgency", mean(Fact::Urgency, 1e6));
        self.add("urgency_mean", label, ("points", day), Better::Neither, source, fold);
        let source = "built by repairing causes, decays without";
        let (label, fold) = ("Capability to repair causes", mean(Fact::Capability, 1e6));
        self.add("capability_mean", label, ("share", day), Better::Higher, source, fold);
        let loaded = |step: &StepModel| step.intrinsic_load.0 > 0.0 || !step.intrinsic_load.1.is_empty();
        if model.steps.iter().any(loaded) {
            let source = "1 less intrinsic and extraneous load of work with patients, 0 at least: germane load, which sets the pace of adoption";
            let (label, fold) = ("Room to learn", mean(Fact::Germane, 1e6));
            self.add("germane_load_mean", label, ("share", day), Better::Higher, source, fold);
        }
        self.add_balance_row(model);
    }

    fn add_session_rows(&mut self, model: &Model) {
        let sessions = || model.scheduled.iter().filter_map(|work| work.session.as_ref());
        let place = ("share", "place at a date");
        if sessions().next().is_some() {
            let source = "places taken over places of people at work, all sessions of interventions";
            let fold = Fold::Mean(vec![Fact::Sessions as CellId], 1.0);
            let label = "Sessions of interventions that people come to";
            self.add("sessions_held_fraction", label, place, Better::Higher, source, fold);
        }
        if sessions().any(|session| session.rebalances) {
            let source = "places taken over places of people at work";
            let fold = Fold::Mean(vec![Fact::Huddles as CellId], 1.0);
            let label = "Huddles that people come to";
            self.add("huddles_held_fraction", label, place, Better::Higher, source, fold);
        }
        self.add_knowledge_row(model);
    }

    /// What is known of courses, where there are any.
    fn add_knowledge_row(&mut self, model: &Model) {
        let courses = model.interventions.iter().filter(|active| active.hours_to_know.is_some());
        let sessions: Vec<u16> = courses.flat_map(|active| active.sessions.iter().copied()).collect();
        if sessions.is_empty() {
            return;
        }
        let is_for = |p: usize| sessions.iter().any(|m| model.scheduled[usize::from(*m)].sources[p] != NONE);
        let is_of =
            |r: &u16| model.people.iter().enumerate().any(|(p, person)| person.role == *r && is_for(p));
        let roles = (0..model.roles.len() as u16).filter(is_of);
        let cells: Vec<CellId> = roles.map(|r| self.role(r) + role_cell::KNOWLEDGE).collect();
        self.levels.extend(&cells);
        let source = "1 − e^(−hours attended / hours_to_know) at the end of the time, mean over all people of its roles on the staff";
        let label = "What people know of the course";
        let per = ("score", "person of the course");
        self.add("curriculum_knowledge", label, per, Better::Higher, source, Fold::Mean(cells, 1e6));
    }

    fn add_alert_rows(&mut self, model: &Model) {
        let clinicians = self.clinicians_scheduled(model);
        let Some(safety) = model.safety.as_ref().filter(|_| !clinicians.is_empty()) else { return };
        let full_day = model.time.full_day * MINUTE;
        let alerts = Fold::CountRate(full_day, vec![Fact::Alerts as CellId], clinicians);
        let (label, source) = ("Alerts", "alerts beside those of errors, over full days of clinicians");
        let per = ("alerts", "full-time clinician and day at work");
        self.add("alerts_per_day", label, per, Better::Lower, source, alerts);
        if safety.defences.heeds(&Default::default()).is_some() {
            let source = "probability that an alert is heeded under the circumstances in which it came";
            let fold = Fold::Mean(vec![Fact::AlertsHeeded as CellId], 1e6);
            let label = "Alerts that are heeded";
            self.add("alerts_heeded_fraction", label, ("share", "alert"), Better::Higher, source, fold);
        }
    }

    /// Cells of all roles of clinicians somebody has.
    fn clinicians(&self, model: &Model) -> Vec<CellId> {
        let clinician = |r: &u16| {
            model.roles[usize::from(*r)].clinician && model.people.iter().any(|person| person.role == *r)
        };
        (0..model.roles.len() as u16).filter(clinician).map(|r| self.role(r)).collect()
    }

    fn add_deep_work_row(&mut self, model: &Model) {
        let worked: Vec<CellId> =
            self.clinicians(model).into_iter().map(|role| role + role_cell::WORK).collect();
        if worked.is_empty() {
            return;
        }
        let fold = Fold::Rate(1.0, vec![Fact::DeepWork as CellId], worked);
        let source =
            "undisturbed work of clinicians with patients, on notes and care, without what is extraneous";
        let label = "Deep work";
        self.add("deep_work_fraction", label, ("share", "minute worked"), Better::Higher, source, fold);
    }

    fn add_balance_row(&mut self, model: &Model) {
        let of = &model.organization.balance;
        let roles = self.clinicians(model);
        let note = model.steps.iter().any(|step| step.clinicians_note);
        if roles.is_empty() || !note {
            return;
        }
        let cells = |cell: u32| roles.iter().map(|role| role + cell).collect::<Vec<CellId>>();
        let scheduled = cells(role_cell::SCHEDULED);
        let after_hours = Fold::Rate(model.time.full_day, cells(role_cell::AFTER_HOURS), scheduled.clone());
        let notes = Fold::SumPerCount(Fact::NotesOpen as CellId, Fact::NotesOpen as CellId, 1.0);
        let intensity = Fold::Rate(1.0, cells(role_cell::IN_HOURS), scheduled);
        let quality = Fold::Mean(vec![Fact::NoteQuality as CellId], 1e6);
        let exhaustion = Fold::Mean(cells(role_cell::EXHAUSTION), 1e3);
        let weights = of.after_hours_weight
            + of.notes_weight
            + of.intensity_weight
            + of.quality_weight
            + of.exhaustion_weight;
        if weights <= 0.0 {
            return;
        }
        let missing = of.quality_weight / (1.0 - of.quality_reference) / weights;
        let terms = vec![
            (of.after_hours_weight / of.after_hours_reference_minutes / weights, after_hours),
            (of.notes_weight / of.notes_reference / weights, notes),
            (of.intensity_weight / of.intensity_reference / weights, intensity),
            (-missing, quality),
            (of.exhaustion_weight / of.exhaustion_reference_points / weights, exhaustion),
        ];
        let source = "weighted mean of five measures over their references: work after hours, open notes, intensity in hours, what is missing in notes, exhaustion (organization.balance)";
        let label = "Composite of linked measures";
        let per = ("ratio", "reference");
        self.add("balance_composite", label, per, Better::Lower, source, Fold::Linear(missing, terms));
    }
}
