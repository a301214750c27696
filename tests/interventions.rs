//! Interventions do what they say and nothing else: each kind at a small clinic, and at the shipped one.

#[path = "support/clinic.rs"]
mod support;

use std::collections::BTreeMap;

use cliniq::clinic::intervention::{ABOUT, KINDS};
use cliniq::clinic::levers::Levers;
use cliniq::clinic::{Case, Clinics, Simulation};
use cliniq::engine::model::{Model as _, run as go};
use cliniq::engine::random::Seed;
use cliniq::engine::time::{DAY, Span, Time};
use cliniq::system::{Outcome, System, Window};
use support::{case, case_with, faults, index, run, value};

/// The shipped clinic.
const BASELINE: &str = include_str!("../scenarios/baseline.toml");

/// Two physicians with a panel each, two assistants, a nurse; every kind of intervention finds something to change.
const SMALL: &str = r#"
schema = 1
[run]
weeks = 8
warmup_weeks = 2
period = [0, 8]
[calendar]
sessions = { morning = "08:00-12:00", afternoon = "13:00-17:00" }
day_end = "own_limit"
[roles.physician]
clinician = true
day = { lunch_minutes = 40, stays_until = "18:00", evening = "20:00-23:00" }
[roles.ma]
day = { lunch_minutes = 40 }
[roles.nurse]
[clinics.main]
panel_per_clinician = 300
rooms = { exam = 4 }
[clinics.main.staff]
physicians = { role = "physician", count = 2 }
assistants = { role = "ma", count = 2 }
nurses = { role = "nurse" }
[patients.ages.all]
long_term_medicines = 3
[demand.annual]
visits_per_patient_year = 10
pathway = "visit"
longest_wait_days = 10
reviews_medicines = true
[booking]
[tasks]
rooming = { roles = ["ma", "nurse"], minutes = { lognormal = { mean = 6, cv = 0.5 } } }
visit_acute = { roles = ["physician"], minutes = { lognormal = { mean = 18, cv = 0.6 } }, parts = { documentation = 0.2, order_entry = 0.1 } }
note = { class = "note", roles = ["physician"], minutes = { lognormal = { mean = 4, cv = 0.8 } }, extraneous_share = 0.1 }
orders = { class = "order", roles = ["physician"], minutes = 1.5, medication_orders = 1 }
[pathways.note.steps]
note = { task = "note", by = "own_clinician" }
[pathways.orders.steps]
orders = { task = "orders", by = "own_clinician" }
[pathways.visit.needs]
authorisations = { empirical = { values = [0, 1], weights = [0.7, 0.3] } }
[pathways.visit.steps]
rooming = { task = "rooming", room = "take exam", next = "visit" }
visit = { task = "visit_acute", by = "own_clinician", assistants = ["ma"], room = "release", starts = ["note", "orders"] }
[pathways.virtual.steps]
visit = { task = "visit_acute", by = "own_clinician", starts = ["note"] }
[messages.patient_message]
source = "panel"
per_patient_year = 10
route = ["own_clinician"]
minutes = { own_clinician = { lognormal = { mean = 2, cv = 1 } } }
due_hours = 24
[messages.notification]
per = "physicians"
per_hour = 2
route = ["own_clinician"]
minutes = { own_clinician = 0.3 }
[messages.renewal_request]
source = "prescriptions"
route = ["ma", "own_clinician"]
closes_at_first_touch = 0.5
minutes = { ma = 3, own_clinician = 1 }
[messages.prior_auth]
source = "orders"
of = "authorisations"
class = "authorisation"
route = ["ma", "own_clinician"]
closes_at_first_touch = 0.5
minutes = { ma = 12, own_clinician = 8 }
[rules.attestation]
tasks = ["note"]
minutes = 0.1
count = 5
[scheduled.team_meeting]
roles = ["physician", "ma"]
days = "wed"
at = "16:00"
minutes = 30
"#;

/// What kinds of safety, incentives and shocks act on: errors that are frequent, rules, people with states who are asked.
const LIVES: &str = r#"
[safety]
error_probability = 0.2
harm_share = 0.5
[safety.layers.alerts.alerts]
[safety.layers.pharmacist.pharmacist]
[well_being]
enabled = true
[well_being.demand]
commute_minutes = 40
[economics]
price_year = 2023
discount_rate_per_year = 0.03
perspective = "clinic"
revenue_usd_per_visit = 100
[measurement.depression]
care_from = 0
[surveys.burnout]
every_weeks = 1
first_week = 0
[surveys.burnout.mbi]
[demand.acute]
visits_per_patient_year = 1
pathway = "visit"
longest_wait_days = 10
"#;

/// The small clinic with all of that.
fn lively() -> String {
    with(SMALL, LIVES)
}

/// Kinds that change only what another kind does.
const ONLY_BESIDE_OTHERS: [&str; 1] = ["shared_accountability"];

/// One example of each kind, in the order of the registry; the names fit the small clinic and the shipped one.
const EXAMPLES: [(&str, &str); 53] = [
    ("staffing", "add = { ma = 1, physician = -1 }"),
    ("team_documentation", "note_share = 0.6"),
    ("team_order_entry", "order_share = 0.6"),
    (
        "advanced_team_care",
        "add = { ma = 1 }\nvisit_tasks = [\"visit_acute\"]\nextra_bookings_per_day = 1\npanel_growth = 0.1",
    ),
    (
        "inbox_triage",
        "kinds.patient_message = { by = \"nurse\", closes_at_first_touch = 0.5, minutes = { lognormal = { mean = 3, cv = 0.8 } } }",
    ),
    ("inbox_reduction", "kinds.notification = { keep_share = 0.5, bundle_size = 3 }"),
    ("annual_prescription_renewal", "supply_months = 18"),
    ("central_prior_authorization", "by = \"nurse\""),
    ("payer_compact", "delay_weeks = 0"),
    ("ehr_optimization_sprint", "sprint_weeks = 1"),
    ("deimplementation", "rules_removed_per_year = 50\nmeeting = { roles = [\"physician\", \"nurse\"] }"),
    ("policy_sunset", "paperwork = [\"team_meeting\"]"),
    ("security_friction", "places.office = { time_out_minutes_before = 5, time_out_minutes = 30 }"),
    ("protected_time", "meetings = [\"team_meeting\"]\ncodesign_weeks = 2"),
    ("meeting_hours", "meetings = [\"team_meeting\"]"),
    ("virtual_visits", "virtual_share = 0.5"),
    ("panel_size", "panel_factor = 0.8\nbookable_share = 0.9"),
    ("delegation", "pathways.orders = { to = \"nurse\" }"),
    ("standardization", "level = 0.6"),
    ("default_actions", "extraneous_factor = 0.7"),
    ("payment_reform", "message_payment_usd = 5\nextra_bookings_per_day = 1"),
    ("huddles", "meeting.minutes = 8"),
    ("leadership_rounds", "leaders = 2"),
    ("shared_governance", "vote_share = 0.6"),
    ("shared_accountability", "clinician_minutes_weight = 0.6"),
    ("chief_wellness_officer", "developing_weeks = 1"),
    ("transparency", "shared = 0.5"),
    ("measurement_program", "stakes = 1\nmeeting.every_weeks = 1"),
    ("blame_policy", "gaps_hidden_share = 0.8"),
    ("wellness_champions", "authority = 0.5"),
    ("co_creation", "uptake = 1"),
    ("kept_promises", "kept_share = 0.5"),
    ("trainee_curriculum", "cohort_weeks = 2"),
    ("peer_support", "meeting.every_weeks = 1"),
    ("schwartz_rounds", "meeting.every_weeks = 1"),
    ("buddy_system", "support_share = 0.3"),
    ("collegial_dinners", "participants_share = 1.0"),
    ("peer_coaching", "volunteers_share = 1.0"),
    ("individual_program", "fatigue_share = 0.2"),
    ("friendship_time", "team_contact_factor = 2"),
    ("recognition", "recognition_added = 0.3"),
    ("stigma_reduction", "care_share = 0.5"),
    ("safety_layer", "layer = { orders_share = 0.5, barcode = {} }\ntasks = [\"rooming\"]\nminutes = 0.5"),
    ("harm_checklist", "harm_factor = 0.5"),
    ("after_hours_incentive", "stakes = 2"),
    ("balanced_scorecard", "stakes = 2\nlinked_share = 0.5\nbonus_usd_per_week = 100"),
    ("wellness_only", "relief_effort = 0.5"),
    ("rule_growth", "rules_proposed_per_year = 100\nrule_minutes_factor = 1.5"),
    ("demand_shock", "visits_factor = 1.5\nmessages_factor = 1.5"),
    ("ehr_update", "documentation_added = 0.3"),
    ("staff_loss", "remove = { ma = 1 }"),
    ("shortage", "heavy_events_per_day = 0.5\norder_entry_factor = 1.2"),
    ("regulation_waiver", "order_share = 0.5"),
];

/// The example of a kind.
fn example(kind: &str) -> (&'static str, &'static str) {
    let found = EXAMPLES.into_iter().find(|(known, _)| *known == kind);
    found.unwrap_or_else(|| panic!("there is no example of {kind}"))
}

/// An intervention called `x` with its rollout.
fn change(kind: &str, settings: &str, rollout: &str) -> String {
    format!("[interventions.x.{kind}]\n{settings}\n[interventions.x.rollout]\n{rollout}\n")
}

fn with(text: &str, more: &str) -> String {
    format!("{text}\n{more}")
}

/// The measures in which two outcomes differ, of those that both have; in every window.
fn differences((a, of_a): (&Case, &Outcome), (b, of_b): (&Case, &Outcome)) -> Vec<String> {
    let mut found = Vec::new();
    let windows = std::iter::once(Window::Summary).chain((0..of_a.periods).map(Window::Period));
    for window in windows {
        for (here, row) in a.model.layout.rows.iter().enumerate() {
            let name = &row.measure.name;
            let Some(there) = b.model.layout.rows.iter().position(|row| row.measure.name == *name) else {
                continue;
            };
            let (x, y) = (of_a.value(window, None, here), of_b.value(window, None, there));
            if x.to_bits() != y.to_bits() {
                found.push(format!("{window:?} {name}: {x}, {y}"));
            }
        }
    }
    found
}

/// A change whose rollout reaches nobody moves no bit.
fn moves_nothing(text: &str, overrides: &[&str], rollout: &str) {
    let plain = case_with(text, overrides);
    let before = run(&plain, 3, 0);
    for (kind, settings) in EXAMPLES {
        let changed = case_with(&with(text, &change(kind, settings, rollout)), overrides);
        let after = run(&changed, 3, 0);
        let found = differences((&plain, &before), (&changed, &after));
        assert!(found.is_empty(), "{kind}, {rollout}: {found:#?}");
    }
}

const SHORT: [&str; 3] = ["run.weeks=2", "run.warmup_weeks=1", "run.period=[0, 2]"];

#[test]
fn there_is_an_example_of_every_kind() {
    assert_eq!(EXAMPLES.map(|(kind, _)| kind), *KINDS);
}

#[test]
fn what_is_not_carried_out_moves_no_bit() {
    moves_nothing(&lively(), &[], "fidelity = 0");
    moves_nothing(BASELINE, &SHORT, "fidelity = 0");
}

#[test]
fn what_begins_after_the_end_moves_no_bit() {
    moves_nothing(&lively(), &[], "start_week = 9");
    moves_nothing(BASELINE, &SHORT, "start_week = 3");
}

/// Each example does move something, or the two tests before would say nothing.
#[test]
fn what_is_carried_out_moves_something() {
    let text = lively();
    let plain = case(&text);
    let before = run(&plain, 3, 0);
    for (kind, settings) in EXAMPLES {
        let changed = case(&with(&text, &change(kind, settings, "")));
        let moved = !differences((&plain, &before), (&changed, &run(&changed, 3, 0))).is_empty();
        assert_eq!(moved, !ONLY_BESIDE_OTHERS.contains(&kind), "{kind}");
    }
}

/// The levers of the clinic on every day of a run, at the first event after its midnight.
fn levers_by_day(case: &Case) -> Vec<Levers> {
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(3, 0));
    let mut days = Vec::new();
    while let Some(event) = calendar.next(case.model.time.end) {
        simulation.handle(event, &mut calendar);
        if days.len() as u64 <= calendar.now().micros() / DAY.micros() {
            days.push(simulation.world.levers[0].clone());
        }
    }
    days
}

#[test]
fn after_the_end_levers_are_neutral() {
    for (kind, settings) in EXAMPLES {
        let rollout = "start_week = 1\nramp_weeks = 1\nend_week = 3\nfidelity = 0.8";
        let case = case_with(&with(&lively(), &change(kind, settings, rollout)), &SHORT[1..2]);
        let neutral = &case.model.neutral;
        for (day, levers) in levers_by_day(&case).into_iter().enumerate() {
            // a week of warm-up, a week before the begin; on the first day of the ramp the dose is 0
            let acts = (15..28).contains(&day);
            assert_eq!(levers != *neutral, acts, "{kind} on day {day}");
        }
    }
}

/// More of an intervention moves its first lever further, and hardly any of it hardly.
#[test]
fn more_of_it_moves_the_first_lever_further() {
    let weeks = ["run.weeks=3", "run.warmup_weeks=1", "run.period=[0, 3]"];
    for ((kind, settings), about) in EXAMPLES.iter().zip(ABOUT) {
        let moved = |fidelity: f64| {
            let text = with(SMALL, &change(kind, settings, &format!("fidelity = {fidelity}")));
            let case = case_with(&text, &weeks);
            let last = levers_by_day(&case).pop().expect("days pass");
            last.distance(&case.model.neutral, about.first).expect("it is a lever")
        };
        let (hardly, half, full) = (moved(1e-3), moved(0.5), moved(1.0));
        assert!(half > 0.0 && full > half, "{kind}: {half} and {full} of {}", about.first);
        assert!(hardly < 0.01 * full, "{kind}: {hardly} and {full} of {}", about.first);
    }
}

/// Time spent on each finished step of each part of a case; without meetings, of which late-comers have what is left.
fn spent(case: &Case) -> BTreeMap<(u64, String), Span> {
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(3, 0));
    simulation.start_trace(Time::ZERO, Time::MAX);
    go(&mut simulation, &mut calendar, case.model.time.end);
    let trace = simulation.take_trace().expect("it was started");
    let (mut spans, mut finished) = (BTreeMap::new(), Vec::new());
    for entry in
        trace.entries.iter().filter(|entry| !entry.helps && !["rest", "meeting"].contains(&entry.class))
    {
        let key = (entry.part.value(), entry.activity.clone());
        *spans.entry(key.clone()).or_insert(Span::ZERO) += entry.end - entry.start;
        finished.extend(entry.finished.then_some(key));
    }
    finished
        .into_iter()
        .filter_map(|key| spans.get_key_value(&key).map(|(k, span)| (k.clone(), *span)))
        .collect()
}

/// More assistants and fewer physicians move nobody's needs: every step that both runs finish takes as long in both.
#[test]
fn staffing_moves_no_needs() {
    let (kind, settings) = example("staffing");
    let plain = spent(&case(SMALL));
    let changed = spent(&case(&with(SMALL, &change(kind, settings, ""))));
    let mut common = 0;
    for (key, span) in &plain {
        if let Some(other) = changed.get(key) {
            assert_eq!(span, other, "{key:?}");
            common += 1;
        }
    }
    assert!(2 * common > plain.len() && common > 1000, "{common} of {}", plain.len());
}

/// What assistants take over in rooming is taken off the visits, and nothing else changes.
#[test]
fn what_is_taken_over_in_rooming_is_taken_off_the_visit() {
    let settings = "visit_tasks = [\"visit_acute\"]\nrooming_takeover_minutes = 2\ntakeover_pace = 1.5\nnote_share = 0\norder_share = 0";
    let plain = spent(&case(SMALL));
    let changed = spent(&case(&with(SMALL, &change("advanced_team_care", settings, ""))));
    let mut common = BTreeMap::from([("rooming", 0), ("visit", 0), ("note", 0)]);
    for ((part, activity), before) in &plain {
        let Some(after) = changed.get(&(*part, activity.clone())) else { continue };
        let (before, after) = (before.in_minutes(), after.in_minutes());
        let expected = match activity.as_str() {
            "rooming" => before + 3.0,
            "visit" => (before - 2.0).max(0.1 * before),
            _ => before,
        };
        // in the two weeks before it begins nothing changes
        let is_met = [before, expected].iter().any(|minutes| (after - minutes).abs() < 1e-4);
        assert!(is_met, "{activity}: {before} and {after} minutes");
        if let Some(number) = common.get_mut(activity.as_str()).filter(|_| (after - expected).abs() < 1e-4) {
            *number += 1;
        }
    }
    assert!(common.values().all(|number| *number > 300), "{common:?}");
}

/// Training takes place while a sprint lasts; what was built stays.
#[test]
fn a_sprint_trains_people_only_while_it_lasts() {
    let sprint = change("ehr_optimization_sprint", "sprint_weeks = 1", "start_week = 1\nfidelity = 0.5");
    let case = case_with(&with(SMALL, &sprint), &SHORT[1..2]);
    for (day, levers) in levers_by_day(&case).into_iter().enumerate() {
        let held = levers.held.last().copied();
        assert_eq!(held, Some(if (14..21).contains(&day) { 0.5 } else { 0.0 }), "day {day}");
        // by the end of its first day a seventh of it is built, after a week half (fidelity) of the 30 %
        let taken_off = 0.3 * 0.5 * ((day as f64 - 13.0) / 7.0).clamp(0.0, 1.0);
        assert!((levers.extraneous_factor - (1.0 - taken_off)).abs() < 1e-9, "day {day}");
    }
}

#[test]
fn a_compact_changes_nothing_before_its_delay_is_over() {
    let compact = change("payer_compact", "delay_weeks = 2\nauthorisations_kept_share = 0.6", "");
    let case = case_with(&with(SMALL, &compact), &SHORT[1..2]);
    for (day, levers) in levers_by_day(&case).into_iter().enumerate() {
        let kept: Vec<&f64> = levers.kept.iter().filter(|kept| **kept != 1.0).collect();
        let expected: &[&f64] = if day < 7 + 14 { &[] } else { &[&0.6] };
        assert_eq!(kept, expected, "day {day}");
    }
}

/// The kind whose random numbers are keyed by the name of its intervention: the layer that it adds is called like it.
const KEYED: [&str; 1] = ["safety_layer"];

/// Neither the order in the file nor the names (and with them the order of pulling) matter.
#[test]
fn the_order_of_interventions_does_not_matter() {
    let all = |order: &[usize], names: &[String]| {
        let text: String = order
            .iter()
            .map(|k| {
                let (kind, settings) = EXAMPLES[*k];
                change(kind, settings, "ramp_weeks = 2").replace(".x.", &format!(".{}.", names[*k]))
            })
            .collect();
        let case = case(&with(&lively(), &text));
        let outcome = run(&case, 3, 0);
        (case, outcome)
    };
    let kinds: Vec<usize> = (0..EXAMPLES.len()).filter(|kind| !KEYED.contains(&EXAMPLES[*kind].0)).collect();
    let names: Vec<String> = (0..EXAMPLES.len()).map(|k| format!("n{k:02}")).collect();
    let (case, outcome) = all(&kinds, &names);
    let backwards: Vec<usize> = kinds.iter().rev().copied().collect();
    let reversed: Vec<String> = names.iter().rev().cloned().collect();
    for (order, names) in [(&backwards, &names), (&kinds, &reversed)] {
        let (other, after) = all(order, names);
        let found = differences((&case, &outcome), (&other, &after));
        assert!(found.is_empty(), "{order:?} {names:?}: {found:#?}");
    }
}

/// Arms that differ by interventions share a warm-up, and are each the same bits as alone.
#[test]
fn arms_with_interventions_fork_as_alone() {
    let texts: Vec<String> = EXAMPLES
        .iter()
        .map(|(kind, settings)| with(&lively(), &change(kind, settings, "ramp_weeks = 1")))
        .collect();
    let mut cases = vec![case(&lively())];
    cases.extend(texts.iter().map(|text| case(text)));
    let arms: Vec<&Case> = cases.iter().collect();
    assert!(arms.iter().all(|arm| arm.trunk == arms[0].trunk));
    let together = Clinics.run(&arms, Seed::new(3, 0));
    for (number, (arm, outcome)) in arms.iter().zip(&together).enumerate() {
        let found = differences((arm, outcome), (arm, &run(arm, 3, 0)));
        assert!(found.is_empty(), "arm {number}: {found:#?}");
    }
}

#[test]
fn two_ways_for_one_kind_of_message_are_a_fault() {
    let two = |first: &str, second: &str| {
        let triage = |name: &str, clinics: &str| {
            let (kind, settings) = example("inbox_triage");
            format!(
                "[interventions.{name}.{kind}]\n{settings}\n[interventions.{name}.rollout]\nclinics = {clinics}\n"
            )
        };
        faults(&with(SMALL, &format!("{}{}", triage("one", first), triage("two", second))))
    };
    assert!(two("[]", "[\"main\"]").contains("one intervention that routes `patient_message` at a clinic"));
    let central = change("central_prior_authorization", example("central_prior_authorization").1, "");
    let triage = "[interventions.y.inbox_triage]\nkinds.prior_auth = { by = \"nurse\", minutes = 3 }\n";
    assert!(
        faults(&with(SMALL, &format!("{central}{triage}")))
            .contains("one intervention that routes `prior_auth`")
    );
    let other = triage.replace("prior_auth", "patient_message");
    assert_eq!(faults(&with(SMALL, &format!("{central}{other}"))), "");
    assert!(faults(&with(SMALL, "[interventions.z.rollout]\n")).contains("exactly one kind"));
}

/// The mean of a measure over four replications.
fn mean(case: &Case, measure: &str) -> f64 {
    (0..4).map(|replication| value(case, &run(case, 3, replication), measure)).sum::<f64>() / 4.0
}

/// A measure without and with a change.
fn before_and_after(text: &str, kind: &str, settings: &str, measure: &str) -> (f64, f64) {
    (mean(&case(text), measure), mean(&case(&with(text, &change(kind, settings, ""))), measure))
}

#[test]
fn more_assistants_do_not_make_rooming_slower() {
    // rooming and the rest of their work fill the assistants' day to the brim
    let busy =
        SMALL.replace("mean = 6, cv = 0.5", "mean = 24, cv = 0.5").replace("[\"ma\", \"nurse\"]", "[\"ma\"]");
    let (before, after) =
        before_and_after(&busy, "staffing", "add = { ma = 2 }", "step_wait_minutes.rooming");
    assert!(after < 0.7 * before, "{before} and {after} minutes");
}

#[test]
fn triage_moves_work_from_clinicians_to_those_who_look_first() {
    let (kind, settings) = example("inbox_triage");
    let reach = "clinician_messages_per_day.patient_message";
    let (before, after) = before_and_after(SMALL, kind, settings, reach);
    // half of some 950 messages of four runs: a standard error of 0.016; four of them (false alarm 1 in 16,000)
    assert!((after / before - 0.5).abs() < 0.065, "{before} and {after} messages");
    let (before, after) = before_and_after(SMALL, kind, settings, "work_minutes_per_day.nurse");
    assert!(after > before + 10.0, "{before} and {after} minutes of a nurse");
}

#[test]
fn fewer_notifications_come_and_bundles_take_longer_each() {
    let (kind, settings) = ("inbox_reduction", "kinds.notification = { keep_share = 1, bundle_size = 4 }");
    let (before, after) = before_and_after(SMALL, kind, settings, "clinician_messages_per_day.notification");
    // a quarter of some 5,100 messages of four runs: a standard error of 0.006; four of them
    assert!((after / before - 0.25).abs() < 0.025, "{before} and {after} messages");
    let off = "kinds.notification = { keep_share = 0 }";
    let (_, none) = before_and_after(SMALL, kind, off, "inbox_messages_per_week.notification");
    assert_eq!(none, 0.0);
}

/// Over a year and a half with one visit a year: long supplies make most requests unnecessary, usual ones save about as
/// many as the visit moves on, and short ones none.
#[test]
fn renewals_fall_because_supplies_last_longer() {
    let text = SMALL.replace("visits_per_patient_year = 10", "visits_per_patient_year = 1.2").replace(
        "weeks = 8\nwarmup_weeks = 2\nperiod = [0, 8]",
        "weeks = 104\nwarmup_weeks = 2\nperiod = [78, 104]",
    );
    let measure = "renewal_requests_per_week";
    let fewer = |months: &str| {
        let settings = format!("supply_months = {months}\nstable_share = 1");
        let changed = case(&with(&text, &change("annual_prescription_renewal", &settings, "")));
        1.0 - mean(&changed, measure) / mean(&case(&text), measure)
    };
    let (long, usual, short) = (fewer("18"), fewer("6"), fewer("0.5"));
    assert!(long > 0.5, "{long}");
    assert!(usual > 0.0 && usual < 0.5 * long, "{usual} of {long}");
    assert!(short.abs() < 0.05, "{short}");
}

#[test]
fn a_central_team_takes_over_forms() {
    let (kind, settings) = example("central_prior_authorization");
    let (before, after) = before_and_after(SMALL, kind, settings, "clinician_messages_per_day.prior_auth");
    // 30 % instead of 50 % reach the clinician: of some 700 in four runs; the limit is five standard errors away
    assert!(after < 0.8 * before, "{before} and {after} reach the clinician");
    let (before, after) = before_and_after(SMALL, kind, settings, "work_minutes_per_day.ma");
    assert!(after < before - 10.0, "{before} and {after} minutes of an assistant");
    let (before, after) = before_and_after(SMALL, kind, settings, "work_minutes_per_day.nurse");
    assert!(after > before + 10.0, "{before} and {after} minutes of a nurse");
}

#[test]
fn a_shock_brings_more_patients_and_messages() {
    let text = SMALL.replace("longest_wait_days = 10\n", "");
    let asked = |case: &Case| {
        let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(3, 0));
        go(&mut simulation, &mut calendar, case.model.time.end);
        simulation.world.requests.asked as f64
    };
    let shock =
        |visits: &str| case(&with(&text, &change("demand_shock", &format!("visits_factor = {visits}"), "")));
    let plain = asked(&case(&text));
    // 10 weeks, 8 of them with the factor: 1150 requests and their standard error of 34; five of them
    assert!((asked(&shock("2")) / plain - 1.8).abs() < 0.15, "{} after {plain}", asked(&shock("2")));
    assert!((asked(&shock("0.5")) / plain - 0.6).abs() < 0.15, "{} after {plain}", asked(&shock("0.5")));
    let (before, after) = before_and_after(
        SMALL,
        "demand_shock",
        "messages_factor = 1.5",
        "inbox_messages_per_week.patient_message",
    );
    assert!((after / before - 1.5).abs() < 0.15, "{before} and {after} messages");
}

/// Who is not there writes nothing: without assistants the notes stay as they are.
#[test]
fn nobody_free_writes_nothing() {
    let settings = "note_share = 0.6";
    let measure = "documentation_minutes_per_day.physician";
    let (before, after) = before_and_after(SMALL, "team_documentation", settings, measure);
    assert!(after < 0.85 * before, "{before} and {after} minutes");
    let nobody = SMALL
        .replace("assistants = { role = \"ma\", count = 2 }", "assistants = { role = \"ma\", count = 0 }")
        .replace("\"ma\"", "\"nurse\"")
        .replace("role = \"nurse\", count = 0", "role = \"ma\", count = 0")
        .replace("minutes = { ma = ", "minutes = { nurse = ")
        .replace("assistants = [\"nurse\"]", "assistants = [\"ma\"]")
        .replace("[\"nurse\", \"nurse\"]", "[\"nurse\"]");
    assert!(
        nobody.contains("role = \"ma\", count = 0") && nobody.contains("assistants = [\"ma\"]"),
        "{nobody}"
    );
    let plain = case(&nobody);
    for (kind, settings) in [example("team_documentation"), example("team_order_entry")] {
        let changed = case(&with(&nobody, &change(kind, settings, "")));
        let found = differences((&plain, &run(&plain, 3, 0)), (&changed, &run(&changed, 3, 0)));
        assert!(found.is_empty(), "{kind}: {found:#?}");
    }
}

/// Costs of an intervention are spent when it goes on, and only then.
#[test]
fn costs_are_spent_while_it_goes_on() {
    let text = change("demand_shock", "", "start_week = 2\nend_week = 6");
    let text = format!("{text}[interventions.x.cost]\nsetup_usd = 800\nrunning_usd_per_week = 50\n");
    let case = case(&with(SMALL, &text));
    let found = run(&case, 3, 0).summary()[index(&case, "intervention_usd_per_week")];
    assert!((found - (800.0 + 4.0 * 50.0) / 8.0).abs() < 1e-9, "{found}");
}

/// A physician who leaves has months of appointments: they are moved to the other, and those of them that
/// would have been cancelled later are not cancelled twice.
#[test]
fn the_appointments_of_one_who_leaves_are_moved() {
    let text = SMALL
        .replace("longest_wait_days = 10", "wanted_in_days = 20\nlongest_wait_days = 40")
        .replace("[booking]", "[booking]\ncancel_share = 0.6");
    let case = case(&with(&text, &change("staffing", "add = { physician = -1 }", "start_week = 3")));
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(3, 0));
    go(&mut simulation, &mut calendar, case.model.time.end);
    simulation.check(calendar.now());
    let requests = simulation.world.requests;
    assert!(requests.cancelled > 100, "{requests:?}");
    let with_leaver = simulation
        .world
        .bookings
        .iter()
        .filter(|b| b.open && simulation.world.people[usize::from(b.with)].away);
    assert_eq!(with_leaver.count(), 0);
}

#[test]
fn a_change_of_a_layer_is_one_of_three() {
    let text = lively();
    let of = |settings: &str| faults(&with(&text, &change("safety_layer", settings, "")));
    let expected = "exactly one of layer, remove and strengthen";
    assert!(of("minutes = 1\ntasks = [\"orders\"]").contains(expected));
    assert!(of("remove = \"alerts\"\nstrengthen = \"pharmacist\"").contains("found remove and strengthen"));
    assert!(of("remove = \"alarms\"").contains("did you mean `alerts`"));
    assert!(of("layer = { alerts = {}, barcode = {} }").contains("found alerts and barcode"));
    for fine in ["layer = { barcode = {} }", "remove = \"alerts\"", "strengthen = \"pharmacist\""] {
        assert_eq!(of(fine), "", "{fine}");
    }
    let taken = "[interventions.alerts.safety_layer]\nlayer = { barcode = {} }\n";
    assert!(faults(&with(&text, taken)).contains("rename the intervention"));
    let layers = |number: usize| {
        let one = |n| format!("[interventions.more{n}.safety_layer]\nlayer = {{ barcode = {{}} }}\n");
        faults(&with(&text, &(0..number).map(one).collect::<String>()))
    };
    assert_eq!(layers(6), "");
    assert!(layers(7).contains("2 of the clinic and 7 more"));
}

/// A layer that is added catches, one that is taken away does not, a stronger one catches more.
#[test]
fn layers_come_go_and_become_stronger() {
    let text = lively();
    let reach = "errors_reaching_patient_per_1000_orders.expected";
    let plain = mean(&case(&text), reach);
    let after = |settings: &str| mean(&case(&with(&text, &change("safety_layer", settings, ""))), reach);
    assert!(after("layer = { barcode = {} }") < 0.75 * plain, "a bar code prevents 0.41 where it is scanned");
    assert!(after("strengthen = \"pharmacist\"\nodds_ratio = 3") < 0.75 * plain);
    assert!(after("remove = \"pharmacist\"") > 1.5 * plain);
}

/// A checklist leaves errors as they are, and takes its part of the harm away.
#[test]
fn a_checklist_leaves_errors_and_takes_harm() {
    let text = lively();
    let harm =
        |settings: &str| before_and_after(&text, "harm_checklist", settings, "adverse_events_per_year");
    let (before, after) = harm("harm_factor = 0.5");
    // some 150 harmed in four runs, of whom half are drawn: a standard error of 0.04; five of them
    assert!((after / before - 0.5).abs() < 0.2, "{before} and {after} harmed");
    assert_eq!(harm("harm_factor = 0").1, 0.0);
}

#[test]
fn an_update_makes_notes_longer() {
    let settings = "documentation_added = 0.5\nlasting_share = 1";
    let measure = "documentation_minutes_per_day.physician";
    let (before, after) = before_and_after(SMALL, "ehr_update", settings, measure);
    assert!((after / before - 1.5).abs() < 0.1, "{before} and {after} minutes");
}

#[test]
fn a_waiver_moves_order_entry_to_assistants_until_it_ends() {
    let settings = "order_share = 0.6";
    let measure = "order_entry_minutes_per_day.physician";
    let (before, after) = before_and_after(SMALL, "regulation_waiver", settings, measure);
    assert!(after < 0.8 * before, "{before} and {after} minutes");
    let (before, after) =
        before_and_after(SMALL, "regulation_waiver", settings, "order_entry_minutes_per_day.ma");
    assert!(after > before, "{before} and {after} minutes of an assistant");
}

/// Who is lost is missing as who is taken away: the same bits.
#[test]
fn a_loss_is_staffing_below_zero() {
    let of = |kind: &str, settings: &str| {
        let case = case(&with(SMALL, &change(kind, settings, "start_week = 1\nend_week = 5")));
        let outcome = run(&case, 3, 0);
        (case, outcome)
    };
    let (taken, before) = of("staffing", "add = { ma = -1 }");
    let (lost, after) = of("staff_loss", "remove = { ma = 1 }");
    let found = differences((&taken, &before), (&lost, &after));
    assert!(found.is_empty(), "{found:#?}");
}

/// Proposals become rules by whoever decides: nearly all where others bear the cost, fewer where it counts.
#[test]
fn rules_grow_as_deciders_let_them() {
    let made = |weight: f64| {
        let deciders = format!("[organization.deciders]\nweight = {weight}\n");
        let settings = "rules_proposed_per_year = 500";
        let text = format!("{}{deciders}{}", lively(), change("rule_growth", settings, ""));
        let case = case(&text);
        let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(3, 0));
        go(&mut simulation, &mut calendar, case.model.time.end);
        f64::from(simulation.world.clinics[0].rules[0])
    };
    // 500 a year are 77 in 8 weeks; of them 1/(1 + weight) are made: 77 and 38, standard errors 9 and 6; five of them
    let (careless, careful) = (made(0.0), made(1.0));
    assert!((careless - 77.0).abs() < 45.0, "{careless} rules");
    assert!((careful / careless - 0.5).abs() < 0.3, "{careful} of {careless} rules");
}
