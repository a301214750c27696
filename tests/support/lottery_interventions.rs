//! Random interventions of all kinds, with rollouts.

use std::fmt::Write;

use super::{Choices, Plan, ROLES};

/// Up to three interventions; none where nothing can be changed from midnight to midnight.
pub(super) fn some(choices: &mut Choices<'_>, plan: &Plan) -> String {
    let mut text = String::new();
    if !plan.calendar {
        return text;
    }
    for number in 0..choices.number(4) {
        let kind = choices.number(8);
        let Some(settings) = settings(choices, plan, kind) else { continue };
        let _ = writeln!(text, "[interventions.i{number}.{settings}");
        rollout(choices, plan, number, &mut text);
    }
    text
}

/// The settings of a kind by its number, or nothing where the scenario has nothing that it could change.
fn settings(choices: &mut Choices<'_>, plan: &Plan, kind: usize) -> Option<String> {
    let message = |choices: &mut Choices<'_>| match plan.kinds.as_slice() {
        [] => None,
        kinds => Some(kinds[choices.number(kinds.len())].clone()),
    };
    Some(match kind {
        0 => {
            let role = choices.of(&ROLES);
            format!("staffing]\nadd = {{ {role} = {} }}", choices.of(&[1, -1, 2, -2]))
        }
        1 if plan.assistants => {
            format!("team_documentation]\nby = [\"nurse\"]\nnote_share = {}", choices.of(&["0.5", "1"]))
        }
        2 if plan.assistants => {
            let by = choices.of(&["[\"nurse\"]", "[\"clerk\", \"nurse\"]"]);
            format!("team_order_entry]\nby = {by}\nverbal_orders = {}", choices.once_in(2))
        }
        3 => {
            let kind = message(choices)?;
            let (by, closes) = (choices.of(&ROLES), choices.of(&["0.5", "0", "1"]));
            format!(
                "inbox_triage.kinds.{kind}]\nby = \"{by}\"\ncloses_at_first_touch = {closes}\nminutes = 3"
            )
        }
        4 => {
            let (kind, keep) = (message(choices)?, choices.of(&["0.5", "0", "1"]));
            format!(
                "inbox_reduction.kinds.{kind}]\nkeep_share = {keep}\nbundle_size = {}",
                choices.of(&[1, 4])
            )
        }
        5 => {
            let months = choices.of(&[18, 1]);
            format!("annual_prescription_renewal]\nsupply_months = {months}\nminutes_per_prescription = 1")
        }
        6 => {
            let (kind, by) = (message(choices)?, choices.of(&ROLES));
            format!("central_prior_authorization]\nkind = \"{kind}\"\nby = \"{by}\"")
        }
        7 => {
            let factors = choices.of(&[("2", "1"), ("0.4", "3"), ("1", "0"), ("0", "1")]);
            format!("demand_shock]\nvisits_factor = {}\nmessages_factor = {}", factors.0, factors.1)
        }
        _ => return None,
    })
}

fn rollout(choices: &mut Choices<'_>, plan: &Plan, number: usize, text: &mut String) {
    let start = choices.number(plan.weeks + 1);
    let _ = writeln!(text, "[interventions.i{number}.rollout]\nstart_week = {start}");
    let _ = writeln!(text, "ramp_weeks = {}", choices.of(&["0", "1", "2.5"]));
    if choices.once_in(2) {
        let _ = writeln!(text, "end_week = {}", start + choices.number(3));
    }
    if choices.once_in(3) {
        let _ = writeln!(text, "fidelity = {}", choices.of(&["0.5", "0"]));
    }
    if choices.once_in(4) {
        text.push_str("decay_half_life_weeks = 1\n");
    }
    if plan.clinics == 2 && choices.once_in(2) {
        text.push_str("clinics = [\"c1\"]\n");
    }
    if plan.clinics == 2 && choices.once_in(3) {
        let _ = writeln!(text, "clinic_start_weeks = {{ c1 = {} }}", start.saturating_sub(1));
        let _ = writeln!(text, "clinic_fidelity = {{ c1 = {} }}", choices.of(&["0.5", "0"]));
    }
    if choices.once_in(3) {
        let _ = writeln!(text, "[interventions.i{number}.cost]\nsetup_usd = 500\nrunning_usd_per_week = 70");
    }
}
