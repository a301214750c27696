//! Random days of people: lunch, evenings, interruptions, absence, meetings, rules.

use std::fmt::Write;

use super::{Choices, MINUTES, Plan, ROLES};

/// A day beside the sessions.
pub(super) fn of_a_role(choices: &mut Choices<'_>, plan: &Plan, role: &str, text: &mut String) {
    let mut day = Vec::new();
    if plan.own_limit && !choices.once_in(4) {
        for (line, times) in [
            ("lunch_minutes = 40", 2),
            ("stays_until = \"18:00\"", 2),
            ("evening = \"19:00-22:30\"", 2),
            ("weekend = \"09:00-12:00\"\nweekend_weight = 0.5", 3),
            ("mix_cv = 0.6", 4),
            ("evening_minutes_most = 30", 4),
        ] {
            if choices.once_in(times) {
                day.push(line);
            }
        }
        if !plan.begins_at_midnight && choices.once_in(3) {
            day.push("early_morning = \"04:30-05:45\"\nearly_weight = 0.3");
        }
    }
    if choices.once_in(4) {
        day.push("interruptions_per_hour = 4\ninterruption_minutes = { exponential = { mean = 2 } }");
    }
    if choices.once_in(4) {
        day.push("resumption_lag_minutes = 1.5");
    }
    if choices.once_in(3) {
        day.push(choices.of(&["desk_first = \"messages\"", "desk_first = \"notes\""]));
    }
    if !day.is_empty() {
        let _ = writeln!(text, "[roles.{role}.day]\n{}", day.join("\n"));
    }
}

/// Leave, illness, cover, supervision.
pub(super) fn of_a_group(choices: &mut Choices<'_>, own: &str, groups: &[&str], text: &mut String) {
    if choices.once_in(4) {
        let _ = writeln!(text, "leave_days_per_year = {}", choices.of(&[27, 120, 200]));
    }
    if choices.once_in(4) {
        let _ = writeln!(text, "sick_share = {}", choices.of(&["0.05", "0.5", "0.9"]));
    }
    if choices.once_in(3) {
        let cover: Vec<String> =
            groups.iter().skip(choices.number(groups.len())).map(|name| format!("{name}s")).collect();
        let _ = writeln!(text, "cover = {cover:?}");
        if choices.once_in(2) {
            let _ = writeln!(text, "overload_minutes = {}", choices.of(&[20, 0, 200]));
        }
    }
    if choices.once_in(6) {
        let _ = writeln!(
            text,
            "supervised_by = \"{}\"\nsupervision_minutes = {}",
            choices.of(if own == ROLES[0] { &ROLES[1..] } else { &ROLES[..1] }),
            choices.of(&["6", "{ exponential = { mean = 8 } }"])
        );
    }
    if choices.once_in(5) {
        let _ = writeln!(text, "panel_share = {}", choices.of(&["0.5", "0", "2"]));
    }
}

/// What a task holds beside its minutes.
pub(super) fn of_a_task(choices: &mut Choices<'_>, plan: &Plan, text: &mut String) {
    if choices.once_in(4) {
        text.push_str("parts = { documentation = 0.3, order_entry = 0.2, chart_review = 0.4 }\n");
    }
    if choices.once_in(5) {
        let _ = writeln!(text, "gap_share = 0.4\ngap_minutes = {}", choices.of(&MINUTES));
    }
    if choices.once_in(5) {
        text.push_str("extraneous_share = 0.25\n");
    }
    if choices.once_in(5) {
        text.push_str("walk_minutes = 1.5\n");
    }
    if plan.needs && choices.once_in(4) {
        text.push_str("minutes_per = { orders = 1.5 }\n");
    }
}

/// Meetings and signing on.
pub(super) fn by_the_clock(choices: &mut Choices<'_>, text: &mut String) {
    for number in 0..1 + choices.number(2) {
        let roles = choices.of(&[&["doctor"] as &[&str], &["doctor", "nurse", "clerk"], &["nurse", "clerk"]]);
        let _ = writeln!(
            text,
            "[scheduled.w{number}]\nroles = {roles:?}\nat = \"{}\"\nminutes = {}",
            choices.of(&["09:00", "08:00", "12:30", "15:30", "11:58", "15:59"]),
            choices.of(&[15, 60, 5])
        );
        let _ = writeln!(text, "every_weeks = {}", choices.of(&[1, 2]));
        if choices.once_in(2) {
            let _ = writeln!(text, "ends_on_time = false\nclass = \"administration\"\nehr_share = 0.5");
        }
        if choices.once_in(3) {
            text.push_str("days = [\"mon\", \"wed\"]\n");
        }
    }
}

/// Local rules.
pub(super) fn rules(choices: &mut Choices<'_>, plan: &Plan, text: &mut String) {
    let mut of = vec!["t0".to_owned(), "t1".to_owned()];
    of.extend(plan.kinds.iter().take(1).cloned());
    let _ = writeln!(text, "[rules.r0]\ntasks = {of:?}\nminutes = 0.5\ncount = {}", choices.of(&[1, 0, 4]));
    if plan.calendar && choices.once_in(2) {
        text.push_str("added_per_year = 300\n");
    }
}
