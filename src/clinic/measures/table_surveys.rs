//! Rows of what is measured: answers to surveys, who answers and what it costs, labels against what people have, and a
//! log of the record.

use super::answers::{self, answer_cell};
use super::{CellId, Fold, Layout, role_cell};
use crate::clinic::model::Model;
use crate::clinic::science::instruments::condition::Condition;
use crate::clinic::science::instruments::confusion::SIDE;
use crate::clinic::science::instruments::ehr_log::EIGHT_HOURS;
use crate::clinic::science::instruments::survey::KINDS;
use crate::system::Better;

const SCREEN: &str = "condition_screen";
/// The roles of which a row speaks, with what is added to its name and its words.
type Group = (String, String, Vec<u16>);

impl Layout {
    /// Rows of surveys, where there are any.
    pub(super) fn add_survey_rows(&mut self, model: &Model) {
        if model.surveys.list.is_empty() {
            return;
        }
        let held: Vec<usize> = (0..KINDS.len()).filter(|k| self.answer_offsets[*k].is_some()).collect();
        for &k in &held {
            for (suffix, words, roles) in asked_groups(model, &[k]) {
                for (place, of) in (0u32..).zip(answers::of_instrument(KINDS[k])) {
                    let cells = self.of_roles(&roles, k, answer_cell::NUMBERS + place);
                    let name = format!("{}{suffix}.measured", of.name);
                    let label = format!("{}, measured{words}", of.label);
                    let source = format!("answers to surveys: {}", of.source);
                    self.add(&name, &label, (of.unit, "answer"), of.better, &source, Fold::Mean(cells, 1e3));
                }
            }
        }
        for (suffix, words, roles) in asked_groups(model, &held) {
            self.add_cost_rows(model, (&suffix, &words), &roles, &held);
        }
        for &k in held.iter().filter(|k| KINDS[**k] == SCREEN) {
            self.add_label_rows(model, k);
        }
        if held.iter().any(|k| KINDS[*k] == "team_structure") {
            self.add_delegation_row(model);
        }
    }

    fn of_roles(&self, roles: &[u16], instrument: usize, cell: u32) -> Vec<CellId> {
        roles.iter().map(|role| self.answers(*role, instrument) + cell).collect()
    }

    /// Who answers, and what it costs.
    fn add_cost_rows(&mut self, model: &Model, (suffix, words): (&str, &str), roles: &[u16], held: &[usize]) {
        let all = |cell: u32| held.iter().flat_map(|k| self.of_roles(roles, *k, cell)).collect();
        let fold = Fold::Share(all(answer_cell::ANSWERED), all(answer_cell::ASKED));
        let source = "answers over people asked, all surveys";
        let (name, label) =
            (format!("survey_response_fraction{suffix}"), format!("Share who answer surveys{words}"));
        self.add(&name, &label, ("share", "person asked"), Better::Neither, source, fold);
        let cells = |cell: u32| roles.iter().map(|role| self.role(*role) + cell).collect();
        let week = 5.0 * model.time.full_day;
        let fold = Fold::Rate(week, cells(role_cell::FORMS), cells(role_cell::SCHEDULED));
        let source = "minutes worked on the forms of surveys";
        let (name, label) =
            (format!("survey_minutes_per_week{suffix}"), format!("Minutes spent on surveys{words}"));
        let per = ("minutes", "full-time person and week at work");
        self.add(&name, &label, per, Better::Lower, source, fold);
    }

    /// What a screen calls those who have a condition, of everybody whom it asks.
    fn add_label_rows(&mut self, model: &Model, instrument: usize) {
        let asked = |role: &u16| {
            let of_role = |p: &usize| model.people[*p].role == *role;
            (0..model.people.len()).filter(of_role).any(|p| model.surveys.asks(p, instrument))
        };
        let roles: Vec<u16> = (0..model.roles.len() as u16).filter(asked).collect();
        let word = |index: usize| Condition::ALL.get(index).map_or("none", |condition| condition.word());
        let per = ("share", "person screened who has it");
        for row in 0..SIDE {
            for column in 0..SIDE {
                let fold = Fold::Share(
                    self.of_roles(&roles, instrument, answer_cell::pair(row, column)),
                    self.of_roles(&roles, instrument, answer_cell::having(row)),
                );
                let (has, called) = (word(row), word(column));
                let label = format!("Truly {}, called {}", spaced(has), spaced(called));
                let better = if row == column { Better::Higher } else { Better::Lower };
                let source = "labels of the screen against true states";
                self.add(&format!("screen_labelled.{has}.{called}"), &label, per, better, source, fold);
            }
        }
        for condition in Condition::ALL {
            let fold = Fold::Share(
                self.of_roles(&roles, instrument, answer_cell::missed(condition)),
                self.of_roles(&roles, instrument, answer_cell::having(condition as usize)),
            );
            let word = condition.word();
            let label = format!("Missed by the screen: {}", spaced(word));
            let source = "those who have it whose label does not say so";
            self.add(&format!("{word}_missed_fraction"), &label, per, Better::Lower, source, fold);
        }
    }

    /// How much of the writing, ordering and answering others than clinicians do: counted, where teams are assessed.
    fn add_delegation_row(&mut self, model: &Model) {
        let desk = [role_cell::ACTIVITY, role_cell::ACTIVITY + 1, role_cell::ACTIVITY + 2];
        let cells = |all: bool| -> Vec<CellId> {
            let roles = (0..model.roles.len()).filter(|r| all || !model.roles[*r].clinician);
            roles.flat_map(|r| desk.map(|cell| self.role(r as u16) + cell)).collect()
        };
        let fold = Fold::Rate(1.0, cells(false), cells(true));
        let source = "minutes at the record on notes, orders and messages by others than clinicians, over those of all";
        let per = ("share", "minute of notes, orders and messages");
        self.add(
            "delegation_fraction.measured",
            "Desk work done by the team",
            per,
            Better::Neither,
            source,
            fold,
        );
    }

    /// Work outside of work, as a log of the record shows it. The other metrics of a log are minutes by activity.
    pub(super) fn add_log_rows(&mut self, model: &Model) {
        let scheduled = self.clinicians_scheduled(model);
        if !model.time.calendar || scheduled.is_empty() {
            return;
        }
        let logged = |cell: &CellId| cell - role_cell::SCHEDULED + role_cell::LOGGED_OUTSIDE;
        let fold = Fold::Rate(EIGHT_HOURS, scheduled.iter().map(logged).collect(), scheduled);
        let label = "Time at the record outside scheduled hours";
        let per = ("minutes", "eight scheduled hours of a clinician");
        let source = "WOW8: logged minutes outside rostered time, early, at noon and at home (Sinsky 2020)";
        self.add("ehr_log.wow8", label, per, Better::Lower, source, fold);
    }
}

fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

/// The clinicians whom some instruments ask, then each role of people whom they ask.
fn asked_groups(model: &Model, instruments: &[usize]) -> Vec<Group> {
    let asked = |r: &u16| {
        let of_role = |p: &usize| model.people[*p].role == *r;
        let asks = |p: usize| instruments.iter().any(|k| model.surveys.asks(p, *k));
        (0..model.people.len()).filter(of_role).any(asks)
    };
    let roles: Vec<u16> = (0..model.roles.len() as u16).filter(asked).collect();
    let clinicians: Vec<u16> =
        roles.iter().copied().filter(|r| model.roles[usize::from(*r)].clinician).collect();
    let mut groups = Vec::new();
    if !clinicians.is_empty() {
        groups.push((String::new(), String::new(), clinicians));
    }
    let name = |r: &u16| model.roles[usize::from(*r)].name.as_str();
    groups.extend(roles.iter().map(|r| (format!(".{}", name(r)), format!(": {}", name(r)), vec![*r])));
    groups
}
