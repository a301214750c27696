//! Money of small clinics, by hand.

#[path = "support/clinic.rs"]
mod support;

use std::collections::BTreeMap;

use cliniq::clinic::science::cost::Part;
use cliniq::clinic::{Case, Clinics};
use cliniq::system::{Outcome, System, YEAR_WEEKS};
use support::{DOCTOR, case, case_with, run, value};

const CLINIC: &str = r#"
[economics]
price_year = 2023
discount_rate_per_year = 0.03
perspective = "clinic"
"#;

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{found} instead of {expected}");
}

/// One Monday: patients on the hour from 09:00, each seen for 50 minutes. The last one leaves at 17:10.
fn monday(money: &str) -> String {
    let text = DOCTOR.replace("minutes = 20", "minutes = 50").replace(
        "clinician = true\n[roles.nurse]",
        "clinician = true\nwage_usd_per_hour = 100\novertime_paid = true\n[roles.nurse]\nwage_usd_per_hour = 30",
    );
    format!(
        "{text}\n[arrivals.a]\npathway = \"visit\"\nevery = 60\n[clinics.main.staff.nurses]\nrole = \"nurse\"\ncount = 2\n{money}"
    )
}

/// All measures of one replication by name.
fn all(case: &Case, outcome: &Outcome) -> BTreeMap<String, u64> {
    let names = Clinics.measures(case).into_iter().map(|measure| measure.name);
    names.zip(outcome.summary()).map(|(name, value)| (name, value.to_bits())).collect()
}

/// The parts that a case counts.
fn parts(case: &Case) -> Vec<String> {
    let names = Clinics.measures(case).into_iter().map(|measure| measure.name);
    names.filter_map(|name| Some(name.strip_prefix("cost_per_year.")?.to_owned())).collect()
}

#[test]
fn a_day_by_hand() {
    let more = "revenue_usd_per_visit = 120\nsupplies_usd_per_visit = 9\noverhead_usd_per_open_hour = 50\n";
    let clinic = case(&monday(&format!("{CLINIC}{more}")));
    let outcome = run(&clinic, 1, 0);
    let of = |name: &str| value(&clinic, &outcome, name);
    let a_day = |usd: f64| usd * YEAR_WEEKS;
    close(of("visits_per_week"), 8.0);
    let wages = 8.0 * 1.3 * (100.0 + 2.0 * 30.0);
    let overtime = 10.0 / 60.0 * 100.0 * 1.5;
    let (supplies, overhead) = (8.0 * 9.0, 9.0 * 50.0); // open through lunch
    close(of("cost_per_year.wages"), a_day(wages));
    close(of("cost_per_year.overtime"), a_day(overtime));
    close(of("cost_per_year.supplies"), a_day(supplies));
    close(of("cost_per_year.overhead"), a_day(overhead));
    assert_eq!(parts(&clinic), ["wages", "overtime", "supplies", "overhead"]);
    close(of("cost_per_year"), a_day(wages + overtime + supplies + overhead));
    close(of("revenue_per_year"), a_day(8.0 * 120.0));
    assert_eq!(of("net_benefit_per_year"), of("revenue_per_year") - of("cost_per_year"));
    // Overhead and the nurses' day, over eight visits.
    close(of("overhead_per_visit"), (overhead + 8.0 * 1.3 * 60.0) / 8.0);
}

#[test]
fn unpaid_hours_count_for_society_alone() {
    let text = monday(CLINIC);
    let unpaid = ["roles.doctor.overtime_paid=false"];
    assert_eq!(
        parts(&case_with(&text, &unpaid)),
        ["wages", "overtime"],
        "the nurses' overtime would be paid"
    );
    let society = case_with(&text, &[unpaid[0], "economics.perspective=society"]);
    let outcome = run(&society, 1, 0);
    close(value(&society, &outcome, "cost_per_year.unpaid_work"), 10.0 / 60.0 * 100.0 * YEAR_WEEKS);
    assert_eq!(value(&society, &outcome, "cost_per_year.overtime"), 0.0);
    assert_eq!(value(&society, &outcome, "revenue_per_year"), 0.0);
}

/// Two doctors and a nurse for three years, who leave often; a locum comes for each doctor after a month.
fn leaving(money: &str) -> String {
    let text = monday(money)
        .replace("weeks = 1", "weeks = 156\nperiod = [0, 156]")
        .replace("warmup_weeks = 0", "warmup_weeks = 8")
        .replace("open_days = [\"mon\"]", "")
        .replace("overtime_paid = true", "overtime_paid = false")
        .replace(
            "role = \"doctor\"",
            "role = \"doctor\"\ncount = 2\nsick_share = 0.05\nleave_days_per_year = 20",
        );
    let people = r#"
[well_being]
enabled = true
[roles.doctor.well_being]
leaving_per_year = 0.8
[roles.nurse.well_being]
leaving_per_year = 0.8
[workforce]
locum_share = 1
locum_after_days = 30
"#;
    format!("{text}{people}")
}

#[test]
fn who_leaves_is_replaced_and_who_stands_in_is_paid_as_a_locum() {
    let clinic = case(&leaving(CLINIC));
    let outcome = run(&clinic, 1, 0);
    let of = |name: &str| value(&clinic, &outcome, name);
    let price = |usd: f64, year: u32| usd * cliniq::clinic::science::price::price_index(year, 2023, 0.025);
    let departures =
        |role: &str, posts: f64| of(&format!("turnover_per_100_fte_year.{role}")) * posts / 100.0;
    let (doctors, nurses) = (departures("doctor", 2.0), departures("nurse", 2.0));
    assert!(doctors > 0.3 && nurses > 0.3, "{doctors} and {nurses} leave a year");
    close(
        of("cost_per_year.replacement"),
        doctors * 0.5 * price(500_000.0, 2017) + nurses * price(14_200.0, 2017),
    );
    // Without revenue, a month without a clinician or a locum costs what is not earned.
    assert!(of("vacant_fte.doctor") > 0.0 && of("vacant_fte.nurse") > 0.0);
    close(of("cost_per_year.vacancy"), of("vacant_fte.doctor") * 12.0 * price(140_000.0, 2021));
    // Rostered time is paid once: to the employed with benefits, to locums at half as much again.
    assert!(of("cost_per_year.locums") > 0.0);
    let hours = of("cost_per_year.wages") / 1.3 + of("cost_per_year.locums") / 1.95;
    close(hours, of("wages_usd_per_week") * YEAR_WEEKS);
    let sum: f64 = parts(&clinic).iter().map(|part| of(&format!("cost_per_year.{part}"))).sum();
    assert_eq!(of("cost_per_year"), sum);
}

#[test]
fn each_view_has_its_parts() {
    let counted = |sets: &[&str]| {
        let case = case_with(&leaving(CLINIC), sets);
        let names = parts(&case);
        Part::ALL.into_iter().filter(|part| names.iter().any(|name| name == part.word())).collect::<Vec<_>>()
    };
    use Part::{ExcessCare, Locums, Overtime, Replacement, UnpaidWork, Vacancy, Wages};
    assert_eq!(counted(&[]), [Wages, Overtime, Replacement, Vacancy, Locums]);
    assert_eq!(counted(&["economics.revenue_usd_per_visit=100"]), [Wages, Overtime, Replacement, Locums]);
    assert_eq!(
        counted(&["economics.perspective=health_system"]),
        [Wages, Overtime, Replacement, Locums, ExcessCare]
    );
    assert_eq!(
        counted(&["economics.perspective=society"]),
        [Wages, Overtime, UnpaidWork, Replacement, Locums, ExcessCare]
    );
}

#[test]
fn counting_money_moves_no_other_number() {
    let (with, without) = (case(&leaving(CLINIC)), case(&leaving("")));
    let (counted, plain) = (all(&with, &run(&with, 2, 0)), all(&without, &run(&without, 2, 0)));
    assert!(plain.len() > 50 && counted.len() > plain.len());
    for (name, bits) in &plain {
        assert_eq!(counted.get(name), Some(bits), "{name}");
    }
}
