//! Random people: states, leaving so often that posts change hands within a run, orders of medicines, surveys.

use std::fmt::Write;

use super::{Choices, Plan, ROLES};

/// Everything about people.
pub(super) fn add(choices: &mut Choices<'_>, plan: &Plan, text: &mut String) {
    text.push_str("[well_being]\nenabled = true\n");
    for theory in ["emotional_contagion", "workload_redistribution", "cognitive_load"] {
        if choices.once_in(3) {
            let _ = writeln!(text, "theories.{theory} = false");
        }
    }
    if choices.once_in(2) {
        text.push_str("feedback = { slow_down = 0.1, rework = 1, less_help = 3, absence_per_sd = 1 }\n");
    }
    let _ = writeln!(
        text,
        "[workforce]\ncut_per_year = {}\nvacancy_days_clinician = {}\ncredentialing_days = 0\nvacancy_days_staff = {}\nlocum_share = {}\nlocum_after_days = {}",
        choices.of(&[0, 1]),
        choices.of(&[3, 10, 0]),
        choices.of(&[3, 10, 0]),
        choices.of(&[0.0, 0.5, 1.0]),
        choices.of(&[0, 2]),
    );
    for role in ROLES {
        let leaving = choices.of(&["0", "2", "0.3"]);
        let _ = writeln!(text, "[roles.{role}.well_being]\nleaving_per_year = {leaving}");
    }
    if plan.panels && choices.once_in(2) {
        text.push_str("[safety]\nbase = \"prescribing\"\nverified_by = \"clerk\"\n");
        text.push_str(
            "[safety.layers.a.alerts]\n[safety.layers.b.pharmacist]\n[safety.layers.c.double_check]\n",
        );
    }
    if choices.once_in(3) {
        let _ = writeln!(
            text,
            "[surveys.asked]\nevery_weeks = 1\n[surveys.asked.mbi]\nminutes = {}",
            choices.of(&[5, 0, 30])
        );
    }
}
