//! Random panels: who the patients are, what they ask for, how it is booked, what they write.

use std::fmt::Write;

use super::{Choices, MINUTES, Plan};

/// Everything about panels.
pub(super) fn add(choices: &mut Choices<'_>, plan: &mut Plan, text: &mut String) {
    seen(choices, plan, text);
    patients(choices, text);
    let grid = choices.of(&[20, 30, 15]);
    for kind in 0..1 + choices.number(3) {
        demand(choices, kind, grid, text);
    }
    let renewals = choices.once_in(2);
    let sources: [(&str, &str); 5] = [
        ("panel", "per_patient_year = 20\n"),
        ("orders", "of = \"orders\"\ndelay_hours = { exponential = { mean = 20 } }\n"),
        ("visits", "delay_hours = 30\n"),
        ("unanswered", ""),
        ("prescriptions", ""),
    ];
    for (source, more) in sources {
        let comes = match source {
            "prescriptions" => renewals,
            "orders" => plan.needs && choices.once_in(2),
            _ => choices.once_in(3),
        };
        if comes {
            message(choices, plan, source, more, text);
        }
    }
    booking(choices, plan, grid, text);
}

/// A pathway for booked visits, with papers that belong to the clinician.
fn seen(choices: &mut Choices<'_>, plan: &mut Plan, text: &mut String) {
    let everybody = "roles = [\"doctor\", \"nurse\", \"clerk\"]";
    for (task, class) in [("visit", "visit"), ("note", "note"), ("entry", "order")] {
        let minutes = choices.of(&["12", "{ lognormal = { mean = 15, cv = 0.8 } }", "0", "45"]);
        let _ = writeln!(text, "[tasks.{task}]\nclass = \"{class}\"\n{everybody}\nminutes = {minutes}");
        super::days::of_a_task(choices, plan, text);
        if task == "entry" {
            let _ = writeln!(text, "medication_orders = 2");
        }
    }
    for (pathway, task) in [("note", "note"), ("entry", "entry")] {
        let _ = writeln!(
            text,
            "[pathways.{pathway}]{}\n[pathways.{pathway}.steps.write]\ntask = \"{task}\"\nby = \"own_clinician\"\npriority = {}",
            plan.needs_text(),
            choices.of(&[0, -1, 1])
        );
    }
    let _ = writeln!(text, "[pathways.seen]\nfirst = \"greet\"{}", plan.needs_text());
    let _ = writeln!(text, "[pathways.seen.steps.greet]\ntask = \"t0\"\nnext = \"visit\"");
    let takes_room = choices.once_in(2);
    if takes_room {
        text.push_str("room = \"take exam\"\n");
    }
    text.push_str("[pathways.seen.steps.visit]\ntask = \"visit\"\nby = \"own_clinician\"\n");
    text.push_str(if takes_room { "room = \"release\"\n" } else { "" });
    let starts = choices.of(&[&["note", "entry"] as &[&str], &["note"], &[], &["entry"]]);
    let _ = writeln!(text, "starts = {starts:?}");
    if choices.once_in(2) {
        plan.assistants = true;
        text.push_str("assistants = [\"nurse\", \"clerk\"]\n");
    }
    if choices.once_in(4) {
        text.push_str("helpers = [\"nurse\"]\nhelper_minutes = 4\n");
    }
}

fn patients(choices: &mut Choices<'_>, text: &mut String) {
    if choices.once_in(2) {
        let _ = writeln!(text, "[patients.ages]");
        text.push_str("young = { share = 0.5, requests_factor = 0.5 }\n");
        let medicines = choices.of(&["2", "{ exponential = { mean = 3 } }", "0.4"]);
        let _ = writeln!(text, "old = {{ share = 0.5, long_term_medicines = {medicines} }}");
    }
    if choices.once_in(2) {
        text.push_str("[patients.groups]\nfree = { share = 0.6 }\n");
        text.push_str("bound = { share = 0.4, accepts_share = 0.3, no_show_odds_ratio = 3 }\n");
    }
    let _ = writeln!(
        text,
        "[patients.prescriptions]\nsupply_months = {}\nlate_share = {}\nlate_days = {}",
        choices.of(&["2", "0.5", "6"]),
        choices.of(&["0", "0.5"]),
        choices.of(&["5", "{ exponential = { mean = 9 } }"])
    );
    let _ = writeln!(
        text,
        "asks_days_before = {}\nextended_at_visit_share = {}",
        choices.of(&[0, 7]),
        choices.of(&["0", "0.5", "1"])
    );
}

fn demand(choices: &mut Choices<'_>, kind: usize, grid: usize, text: &mut String) {
    let _ = writeln!(text, "[demand.d{kind}]\nslot_minutes = {}", grid * choices.of(&[1, 2]));
    let pathway = choices.of(&["\"seen\"", "\"seen\"", "{ seen = 0.7, p0 = 0.3 }"]);
    let _ = writeln!(text, "pathway = {pathway}\nvisits_per_patient_year = {}", choices.of(&[6, 15, 1]));
    if choices.once_in(3) {
        let _ = writeln!(
            text,
            "follows_visit_share = 0.3\nfollows_after_days = {}",
            choices.of(&["3", "{ exponential = { mean = 10 } }", "0"])
        );
    }
    let _ = writeln!(text, "same_day = {}", choices.once_in(3));
    if choices.once_in(3) {
        let _ = writeln!(text, "wanted_in_days = {}", choices.of(&["2.5", "{ exponential = { mean = 8 } }"]));
    }
    // without a longest wait the search goes far where demand is above capacity
    if !choices.once_in(5) {
        let _ = writeln!(text, "longest_wait_days = {}", choices.of(&[4, 0, 30]));
    }
    if choices.once_in(2) {
        let _ = writeln!(text, "colleague_after_days = {}", choices.of(&[1, 0, 6]));
    }
    if choices.once_in(4) {
        text.push_str("season_amplitude = 0.5\n");
    }
    let _ = writeln!(text, "reviews_medicines = {}", choices.once_in(2));
}

fn message(choices: &mut Choices<'_>, plan: &mut Plan, source: &str, more: &str, text: &mut String) {
    let kind = format!("of_{source}");
    let route = choices.of(&[&["own_clinician"] as &[&str], &["clerk", "own_clinician"], &["nurse"]]);
    let each: Vec<String> = route.iter().map(|role| format!("{role} = {}", choices.of(&MINUTES))).collect();
    let _ = writeln!(
        text,
        "[messages.{kind}]\nsource = \"{source}\"\n{more}route = {route:?}\nminutes = {{ {} }}",
        each.join(", ")
    );
    let _ = writeln!(text, "closes_at_first_touch = {}", choices.of(&["0.4", "0", "1"]));
    if choices.once_in(2) {
        let _ = writeln!(text, "due_hours = {}", choices.of(&[24, 2, 80]));
    }
    if choices.once_in(3) {
        text.push_str("urgent_share = 0.3\n");
    }
    if choices.once_in(4) {
        text.push_str("class = \"authorisation\"\n");
    }
    if choices.once_in(3) {
        let _ =
            writeln!(text, "unanswered_after_hours = {}\nunanswered_share = 0.7", choices.of(&[12, 1, 60]));
        if let Some(other) = plan.kinds.first().filter(|_| choices.once_in(2)) {
            let _ = writeln!(text, "unanswered_as = \"{other}\"");
        }
    }
    plan.kinds.push(kind);
}

fn booking(choices: &mut Choices<'_>, plan: &Plan, grid: usize, text: &mut String) {
    let _ = writeln!(text, "[booking]\ngrid_minutes = {grid}");
    let _ = writeln!(
        text,
        "held_share = {}\ndesk_minutes_per_session = {}",
        choices.of(&["0", "0.4", "0.8"]),
        choices.of(&[0, 35])
    );
    let _ = writeln!(
        text,
        "punctuality_minutes = {}",
        choices.of(&["0", "{ normal = { mean = -5, sd = 20 } }", "-400", "400"])
    );
    let _ = writeln!(
        text,
        "no_show_at_once = {}\nno_show_lead_odds_ratio = {}",
        choices.of(&["0", "0.1", "0.6"]),
        choices.of(&[1, 5])
    );
    let _ = writeln!(
        text,
        "cancel_share = {}\ncancel_rebook_share = {}",
        choices.of(&["0", "0.3", "1"]),
        choices.of(&["1", "0.5"])
    );
    let _ = writeln!(text, "overbooked_per_day = {}", choices.of(&[0, 1, 5]));
    if choices.once_in(2) {
        text.push_str("rebooking = \"paper\"\n");
    }
    if let Some(kind) =
        plan.kinds.iter().find(|kind| kind.as_str() != "of_prescriptions" && choices.once_in(2))
    {
        let _ = writeln!(text, "lost_message = \"{kind}\"");
    }
}
