//! An intervention that begins clinic by clinic: each clinic has its own begin and its own share of it.

#[path = "support/clinic.rs"]
mod support;
#[path = "support/two.rs"]
mod two;

use cliniq::clinic::Case;
use cliniq::system::{Outcome, Window};
use support::{case, case_with, faults, index, run};
use two::TWO;

/// Kinds that act at each clinic by itself, and draw nothing that is keyed by their own name or number. They act by their
/// dose alone, by the weeks since their begin (`ehr_update`), on prescriptions, or in the organisation (`rule_growth`,
/// `kept_promises`).
const ALONE: [(&str, &str); 8] = [
    ("team_documentation", "note_share = 0.6"),
    ("team_order_entry", "order_share = 0.6"),
    ("annual_prescription_renewal", "supply_months = 18"),
    ("inbox_triage", "kinds.patient_message = { by = \"ma\", closes_at_first_touch = 0.5, minutes = 3 }"),
    ("demand_shock", "visits_factor = 1.3\nmessages_factor = 1.5"),
    ("ehr_update", "documentation_added = 0.5"),
    ("rule_growth", "rules_proposed_per_year = 100\nrule_minutes_factor = 1.5"),
    ("kept_promises", "kept_share = 0.5"),
];

fn with(kind: &str, settings: &str, name: &str, rollout: &str) -> String {
    format!("[interventions.{name}.{kind}]\n{settings}\n[interventions.{name}.rollout]\n{rollout}\n")
}

/// A case with one of its outcomes.
struct Ran {
    case: Case,
    outcome: Outcome,
}

/// The two clinics with more text, run once.
fn ran(more: &str) -> Ran {
    let case = case(&format!("{TWO}{more}"));
    let outcome = run(&case, 3, 0);
    Ran { case, outcome }
}

/// The measures, sites and windows in which two outcomes differ, of the measures that both have.
fn differences(one: &Ran, other: &Ran) -> Vec<String> {
    let windows: Vec<Window> =
        std::iter::once(Window::Summary).chain((0..one.outcome.periods).map(Window::Period)).collect();
    let mut found = Vec::new();
    for (here, row) in one.case.model.layout.rows.iter().enumerate() {
        let name = &row.measure.name;
        let there = other.case.model.layout.rows.iter().position(|row| row.measure.name == *name);
        let Some(there) = there else { continue };
        for (window, site) in windows.iter().flat_map(|w| [None, Some(0), Some(1)].map(|site| (*w, site))) {
            let (x, y) = (one.outcome.value(window, site, here), other.outcome.value(window, site, there));
            if x.to_bits() != y.to_bits() {
                found.push(format!("{window:?} {site:?} {name}: {x}, {y}"));
            }
        }
    }
    found
}

/// Fails where two outcomes differ.
fn assert_same(what: &str, one: &Ran, other: &Ran) {
    let found = differences(one, other);
    assert!(found.is_empty(), "{what}: {} differ, {:#?}", found.len(), &found[..found.len().min(5)]);
}

#[test]
fn staggered_begins_are_two_interventions_at_one_clinic_each() {
    let more = "ramp_weeks = 1\nadoption_weeks = 4\nend_week = 7";
    let plain = ran("");
    for (kind, settings) in ALONE {
        let of = |name: &str, rollout: &str| with(kind, settings, name, &format!("{more}\n{rollout}"));
        let begins = "clinic_start_weeks = { north = 2, south = 4.5 }\nclinic_fidelity = { south = 0.7 }";
        let north = of("x", "clinics = [\"north\"]\nstart_week = 2");
        let south = of("y", "clinics = [\"south\"]\nstart_week = 4.5\nfidelity = 0.7");
        let staggered = ran(&of("x", begins));
        assert_same(kind, &staggered, &ran(&format!("{north}{south}")));
        assert!(!differences(&staggered, &plain).is_empty(), "{kind} does nothing");
    }
}

#[test]
fn a_begin_after_the_end_of_the_run_changes_nothing_there() {
    let plain = ran("");
    for (kind, settings) in ALONE {
        let of = |rollout: &str| ran(&with(kind, settings, "x", rollout));
        assert_same(kind, &plain, &of("clinic_start_weeks = { north = 9, south = 2600 }"));
        let south = of("start_week = 9\nclinic_start_weeks = { south = 4 }");
        assert_same(kind, &south, &of("clinics = [\"south\"]\nstart_week = 4"));
    }
}

/// Each clinic pays half of the whole, from its own begin on.
#[test]
fn each_clinic_bears_its_share_from_its_own_begin_on() {
    let begins = "start_week = 2\nend_week = 6\nclinic_start_weeks = { south = 4 }";
    let cost = "[interventions.x.cost]\nsetup_usd = 800\nrunning_usd_per_week = 50\n";
    let Ran { case, outcome } = ran(&format!("{}{cost}", with("demand_shock", "", "x", begins)));
    let usd = |site| 8.0 * outcome.value(Window::Summary, site, index(&case, "intervention_usd_per_week"));
    // odd cents of a day are the second clinic's
    assert!((usd(Some(0)) - (400.0 + 4.0 * 25.0)).abs() < 0.2, "{}", usd(Some(0)));
    assert!((usd(Some(1)) - (400.0 + 2.0 * 25.0)).abs() < 0.2, "{}", usd(Some(1)));
}

#[test]
fn begins_are_set_from_outside_and_wrong_ones_are_faults() {
    let of = |rollout: &str| with("demand_shock", "visits_factor = 1.2", "x", rollout);
    let set = ["clinic_start_weeks.south=3", "clinic_fidelity.north=0.5"];
    let set = set.map(|set| format!("interventions.x.rollout.{set}"));
    let case = case_with(&format!("{TWO}{}", of("end_week = 6")), &set.each_ref().map(String::as_str));
    let outcome = run(&case, 3, 0);
    let written = "end_week = 6\nclinic_start_weeks = { south = 3 }\nclinic_fidelity = { north = 0.5 }";
    assert_same("set from outside", &ran(&of(written)), &Ran { case, outcome });

    let faults = |rollout: &str| faults(&format!("{TWO}{}", of(rollout)));
    assert!(faults("clinic_start_weeks = { nort = 3 }").contains("did you mean `north`?"));
    assert!(
        faults("clinics = [\"north\"]\nclinic_fidelity = { south = 0.5 }")
            .contains("a clinic that takes part")
    );
    assert!(
        faults("end_week = 6\nclinic_start_weeks = { south = 7 }").contains("a week before end_week = 6")
    );
    assert_eq!(faults("end_week = 6\nclinic_start_weeks = { south = 6 }"), "");
}
