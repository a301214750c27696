//! Through which parameters work becomes a measure.

use cliniq::cli::cases;
use cliniq::clinic::measures::Passage::{self, Economics, Measurement, People, Safety, Surveys};
use cliniq::clinic::measures::Row;
use cliniq::clinic::parameters::check::check;
use cliniq::scenario;

#[test]
fn every_measure_passes_through_what_it_is_made_by() {
    // harm costs the society, and not the clinic
    let view = ["economics.perspective=society".to_owned()];
    let loaded = scenario::load_shipped("baseline.toml", &view, check).expect("no faults");
    let case = cases::arm(&loaded).case;
    let layout = &case.model.layout;
    let expected: [(&str, &[Passage]); 16] = [
        ("patient_wait_minutes", &[]),
        ("patient_wait_minutes_p90", &[]),
        ("after_hours_minutes_per_day", &[]),
        ("medication_orders_per_week", &[]),
        ("load_gini", &[]),
        ("burnout_prevalence", &[Measurement, People]),
        ("exhaustion_mean.ma", &[People]),
        ("work_as_felt.control", &[People]),
        ("turnover_per_100_fte_year", &[People]),
        ("effective_capacity_fraction", &[People]),
        ("pressure_alarm_weeks_fraction", &[People]),
        ("errors_reaching_patient_per_1000_orders", &[Safety]),
        ("errors_caught.alerts", &[Safety]),
        ("attributable_errors_per_1000_orders", &[People, Safety]),
        ("wages_usd_per_week", &[Economics]),
        ("cost_per_year", &[Economics, People, Safety]),
    ];
    let passages = |name: &str| {
        let row = layout.rows.iter().find(|row| row.measure.name == name);
        let mut found = layout.passages(row.unwrap_or_else(|| panic!("no measure {name}")));
        found.sort_by_key(|passage| format!("{passage:?}"));
        found
    };
    for (name, expected) in expected {
        assert_eq!(passages(name), expected, "{name}");
    }
    let asked = |row: &&Row| layout.passages(row).contains(&Surveys);
    assert!(layout.rows.iter().filter(asked).count() > 10, "measures of answers");
}

#[test]
fn sections_are_known_by_their_paths() {
    assert!(People.leads_through("well_being.demand.hours_a_day"));
    assert!(People.leads_through("roles.ma.well_being.leaving_per_year"));
    assert!(!People.leads_through("roles.ma.wage_usd_per_hour") && !Safety.leads_through("safety_net.x"));
    assert!(
        Surveys.leads_through("surveys.burnout.every_weeks")
            && Economics.leads_through("economics.no_show_usd")
    );
    assert!(Measurement.leads_through("measurement.mbi.exhaustion"));
}
