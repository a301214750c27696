//! Comparisons in money on a toy whose money is known; imports no clinic.

mod support;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use cliniq::cli::stored::repeat;
use cliniq::cli::study::{Kind, Manner, Study, conduct};
use cliniq::experiment::{Arm, Stopping};
use cliniq::store::Folder;
use cliniq::system::Terms;
use serde_json::Value;
use support::purse::{Purse, PurseCase, empty, terms};

static NEVER: AtomicBool = AtomicBool::new(false);

/// US$ per year that make US$ 2,000 in four weeks.
const TWO_THOUSAND: f64 = 2000.0 * 365.25 / 28.0;

fn study(cases: &[PurseCase], replications: u32) -> Study<PurseCase> {
    let arm = |(number, case): (usize, &PurseCase)| {
        let name = if number == 0 { "base".to_owned() } else { format!("arm-{number}") };
        Arm { file: format!("{name}.toml"), name, digest: format!("{number} {case:?}"), case: case.clone() }
    };
    let arms: Vec<Arm<PurseCase>> = cases.iter().enumerate().map(arm).collect();
    let resolved = vec![String::new(); arms.len()];
    Study {
        arms,
        resolved,
        seed: 3,
        stopping: Stopping::Replications(replications),
        leading: Vec::new(),
        bundle: None,
    }
}

fn manner(out: &Path, json: bool) -> Manner<'_> {
    Manner {
        kind: Kind::Compare,
        measures: None,
        out: Some(out.to_path_buf()),
        threads: 2,
        json,
        quiet: false,
        width: 100,
        command: vec!["cliniq".into(), "compare".into()],
        stop: &NEVER,
        narrator: None,
    }
}

fn place() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Conducts a study; gives standard output.
fn go(cases: &[PurseCase], replications: u32, out: &Path, json: bool) -> String {
    let (mut data, mut talk) = (Vec::new(), Vec::new());
    let manner = manner(out, json);
    conduct(&Purse, study(cases, replications), &manner, &mut (), &mut data, &mut talk).expect("it runs");
    String::from_utf8(data).expect("text")
}

/// The money of the second case against the first.
fn money(cases: &[PurseCase; 2], replications: u32) -> Value {
    let answer = go(cases, replications, place().path(), true);
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    answer["differences"][0]["money"].clone()
}

fn value(money: &Value, name: &str) -> f64 {
    let found = &money["quantities"][name];
    found["value"].as_f64().unwrap_or_else(|| panic!("{name}: {found}"))
}

fn note<'a>(money: &'a Value, name: &str) -> &'a str {
    assert!(money["quantities"][name]["value"].is_null(), "{name}: {money}");
    money["quantities"][name]["note"].as_str().unwrap_or_else(|| panic!("{name}: {money}"))
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{found} instead of {expected}");
}

/// First 2,000 dollars more, then small and at last large gains.
fn investment(rate: f64) -> [PurseCase; 2] {
    let base = PurseCase { wages: vec![70_000.0; 3], ..empty(rate) };
    let after = PurseCase {
        wages: vec![70_000.0 + TWO_THOUSAND, 60_000.0, 60_000.0],
        revenue: vec![0.0, 0.0, 70_000.0],
        ..base.clone()
    };
    [base, after]
}

#[test]
fn the_present_value_is_that_by_hand() {
    let found = money(&investment(0.05), 5);
    // -2000 · 1.05^(-2/52.179) + 766.598 · 1.05^(-6/52.179) + 3066.393 · 1.05^(-9/52.179)
    let year = 365.25 / 7.0;
    let by_hand = [(-2000.0, 2.0), (40_000.0 / year, 6.0), (160_000.0 / year, 9.0)];
    let by_hand: f64 = by_hand.iter().map(|(usd, week)| usd / libm::pow(1.05, week / year)).sum();
    close(by_hand, 1806.7418871005589);
    close(value(&found, "net_present_value"), by_hand);
    for name in ["net_present_value", "net_cost_per_year"] {
        let row = &found["quantities"][name];
        assert_eq!((&row["low"], &row["high"]), (&row["value"], &row["value"]), "nothing varies");
        assert_eq!((row["n"].as_u64(), row["interval"].as_str()), (Some(5), Some("t")));
    }
    assert_eq!((found["weeks"].as_f64(), found["price_year"].as_u64()), (Some(10.0), Some(2023)));
    assert_eq!(found["perspective"], "clinic");
}

#[test]
fn without_discounting_it_is_the_sum() {
    let found = money(&investment(0.0), 5);
    close(value(&found, "net_present_value"), -2000.0 + 200_000.0 * 7.0 / 365.25);
    // Per year: the same sum over the ten weeks.
    let years = 70.0 / 365.25;
    close(value(&found, "net_cost_per_year"), -(-2000.0 + 200_000.0 * 7.0 / 365.25) / years);
    close(value(&found, "cost_per_year"), (2000.0 - 60_000.0 * 7.0 / 365.25) / years);
    close(value(&found, "cost_per_year.wages"), (2000.0 - 60_000.0 * 7.0 / 365.25) / years);
    close(value(&found, "revenue_per_year"), 140_000.0 * 7.0 / 365.25 / years);
}

#[test]
fn break_even_is_the_end_of_the_period_from_which_the_sum_stays_positive() {
    // -2000, then +767, then +3066: above zero from the last period on, which ends with week 10.
    let late = money(&investment(0.03), 5);
    assert_eq!(value(&late, "break_even_week"), 10.0);
    let [base, mut after] = investment(0.03);
    after.wages[1] = 70_000.0 - 2.0 * TWO_THOUSAND;
    assert_eq!(value(&money(&[base.clone(), after.clone()], 5), "break_even_week"), 8.0);
    after.wages[2] = 1e6;
    let never = money(&[base, after], 5);
    assert_eq!(note(&never, "break_even_week"), "no replication breaks even within 10 weeks");
    assert_eq!(value(&never, "positive_share"), 0.0);
    assert!(value(&never, "net_present_value") < 0.0);
}

#[test]
fn noise_spreads_the_break_even_week_over_replications() {
    let [base, after] = investment(0.03);
    let noisy = PurseCase { noise: (20_000.0, 0.0), ..after };
    let found = money(&[base, noisy], 200);
    let row = &found["quantities"]["break_even_week"];
    // Standard deviation of the net present value about US$ 2,300 around 1,830: a fifth of the replications fails;
    // fewer than 2 or more than 98 of 200 have a chance below 1e-9.
    assert_eq!((row["interval"].as_str(), row["n"].as_u64()), (Some("replications"), Some(200)));
    assert!(row["low"].as_f64().is_some_and(|week| week < 10.0), "{row}");
    assert!(row["high"].is_null(), "the upper end lies beyond the ten weeks: {row}");
    let share = value(&found, "positive_share");
    assert!((0.51..0.99).contains(&share), "{share}");
    let words = found["quantities"]["positive_share"]["note"].as_str().expect("a note");
    assert!(words.contains("chance between replications alone"), "{words}");
}

#[test]
fn equal_scenarios_differ_by_exactly_nothing() {
    let mut case = investment(0.03)[1].clone();
    (case.noise, case.burnout) = ((5000.0, 0.1), vec![0.4, 0.4, 0.4]);
    case.programme = vec![10.0; 3];
    let found = money(&[case.clone(), case], 12);
    let zero = |name: &str| {
        let row = &found["quantities"][name];
        assert_eq!(
            (row["value"].as_f64(), row["low"].as_f64(), row["high"].as_f64()),
            (Some(0.0), Some(0.0), Some(0.0))
        );
        assert!(row["value"].as_f64().is_some_and(f64::is_sign_positive), "{name} is no minus zero");
    };
    let amounts =
        ["net_cost_per_year", "cost_per_year", "cost_per_year.wages", "cost_per_year.interventions"];
    amounts
        .iter()
        .chain(&["net_present_value", "programme_cost", "burnout_years_averted"])
        .for_each(|name| zero(name));
    assert!(note(&found, "return_on_investment").contains("its interventions cost no more"));
    assert_eq!(note(&found, "cost_per_burnout_year_averted"), "burnout is the same in every replication");
    note(&found, "break_even_week");
}

#[test]
fn a_programme_returns_its_net_benefit_over_its_cost() {
    // 1000 a week spent; wages fall by 1.125 times that: 12.5 % at any discount rate, as in the published worksheet.
    let base = PurseCase { wages: vec![500_000.0; 3], ..empty(0.03) };
    let saved = 1125.0 * 365.25 / 7.0;
    let programme = vec![1000.0; 3];
    let after = PurseCase { wages: vec![500_000.0 - saved; 3], programme, ..base.clone() };
    let found = money(&[base.clone(), after.clone()], 4);
    close(value(&found, "return_on_investment"), 0.125);
    close(value(&found, "cost_per_year.interventions"), 1000.0 * 365.25 / 7.0);
    assert_eq!(found["quantities"]["return_on_investment"]["interval"], "fieller");
    // The other way round the programme is given up.
    let given_up = money(&[after, base], 4);
    assert!(note(&given_up, "return_on_investment").contains("its interventions cost no more"));
    close(value(&given_up, "cost_per_year.interventions"), -1000.0 * 365.25 / 7.0);
}

#[test]
fn less_burnout_has_a_price_where_it_is_clear() {
    let base = PurseCase { burnout: vec![0.5; 3], ..empty(0.0) };
    let after = PurseCase { wages: vec![40_000.0; 3], burnout: vec![0.25; 3], ..base.clone() };
    let found = money(&[base.clone(), after.clone()], 3);
    // 8 clinicians, a quarter of them for 10 weeks: 2 · 70/365.25 clinician-years, at 20,000 a year each.
    close(value(&found, "burnout_years_averted"), 2.0 * 70.0 / 365.25);
    close(value(&found, "cost_per_burnout_year_averted"), 20_000.0);
    // Clear with noise of 0.05 and 30 replications (the share moves by 0.25), and within Fieller's ends.
    let noisy = money(&[base.clone(), PurseCase { noise: (4000.0, 0.05), ..after.clone() }], 30);
    let row = &noisy["quantities"]["cost_per_burnout_year_averted"];
    let [low, high] = ["low", "high"].map(|end| row[end].as_f64().expect("an end"));
    // An interval at 95 % misses the true value in one of twenty seeds; this seed is fixed.
    assert!(low < 20_000.0 && 20_000.0 < high && high - low < 10_000.0, "{row}");
    // The noise is eight times the effect: the interval of the effect includes zero for all but few seeds.
    let small = PurseCase { burnout: vec![0.49; 3], noise: (0.0, 0.08), ..after.clone() };
    let unclear = money(&[base.clone(), small], 6);
    assert!(note(&unclear, "cost_per_burnout_year_averted").contains("its interval includes 0"));
    let worse = money(&[after.clone(), PurseCase { wages: vec![90_000.0; 3], ..base.clone() }], 3);
    assert!(note(&worse, "cost_per_burnout_year_averted").contains("more burnout"));
    let cheaper = PurseCase { wages: vec![-1.0; 3], ..after.clone() };
    let saves = money(&[base.clone(), cheaper], 3);
    assert!(note(&saves, "cost_per_burnout_year_averted").contains("costs nothing on balance"));
    let alone = money(&[base, after], 1);
    assert_eq!(note(&alone, "cost_per_burnout_year_averted"), "needs two replications");
}

#[test]
fn other_terms_are_refused_and_other_prices_are_said() {
    let [base, after] = investment(0.03);
    let with = |terms: Terms| PurseCase { terms: Some(terms), ..after.clone() };
    let usual = terms(0.03);
    let others = [
        (Terms { price_year: 2020, ..usual.clone() }, "the price year differs (2023 and 2020)"),
        (Terms { discount_rate: 0.05, ..usual.clone() }, "the discount rate differs (0.03 and 0.05)"),
        (
            Terms { perspective: "society".into(), ..usual.clone() },
            "the perspective differs (clinic and society)",
        ),
        (Terms { weeks: 9.0, ..usual.clone() }, "the number of weeks differs (10 and 9)"),
    ];
    for (other, words) in others {
        let found = money(&[base.clone(), with(other)], 3);
        assert_eq!(found["quantities"], serde_json::json!({}), "{words}");
        assert_eq!(found["notes"], serde_json::json!([format!("Money is not compared: {words}.")]));
    }
    let none = money(&[base.clone(), PurseCase { terms: None, ..after.clone() }], 3);
    assert_eq!(none["notes"], serde_json::json!(["Money is not compared: arm-1 does not count it."]));
    let mut dearer = usual;
    dearer.prices[0].1 = 120.0;
    let found = money(&[base, with(dearer)], 3);
    let words = found["notes"][0].as_str().expect("a sentence");
    assert!(words.contains("Unit prices differ") && words.ends_with("a visit (100 and 120)."), "{words}");
    value(&found, "net_present_value");
}

#[test]
fn replications_without_a_cost_are_left_out_and_counted() {
    let [base, after] = investment(0.0);
    let found = money(&[base, PurseCase { undefined_share: 0.2, ..after }], 40);
    let n = found["quantities"]["net_present_value"]["n"].as_u64().expect("a count");
    // A fifth of 40 at random: none or all undefined have a chance of 1e-4 and less; the seed is fixed.
    assert!((20..40).contains(&n), "{n}");
    close(value(&found, "net_present_value"), -2000.0 + 200_000.0 * 7.0 / 365.25);
    assert_eq!(found["quantities"]["break_even_week"]["n"].as_u64(), Some(n));
    let notes = found["notes"].as_array().expect("sentences");
    assert!(
        notes.iter().any(|words| words == &format!("Money is known in {n} of 40 replications.")),
        "{notes:?}"
    );
}

#[test]
fn the_screen_and_the_file_say_terms_and_intervals() {
    let folder = place();
    let mut cases = investment(0.03).to_vec();
    cases.push(PurseCase { terms: Some(Terms { price_year: 2019, ..terms(0.03) }), ..cases[1].clone() });
    let screen = go(&cases, 6, folder.path(), false);
    assert!(
        screen.contains("Money, arm-1 against base: US$ of 2023, view of the clinic, 10 weeks"),
        "{screen}"
    );
    assert!(
        screen.contains("discounted at 3 % a year") && screen.contains("Net present value [US$]"),
        "{screen}"
    );
    assert!(screen.contains("above 0 in 6 of 6 replications: chance between replications alone"), "{screen}");
    assert!(screen.contains("Money is not compared: the price year differs (2023 and 2019)"), "{screen}");
    assert!(screen.lines().all(|line| line.chars().count() <= 100), "{screen}");
    let text = std::fs::read_to_string(folder.path().join("economics.csv")).expect("the table");
    let head = "scenario,baseline,quantity,unit,value,low,high,interval,level,n,weeks,price_year,discount_rate,perspective,note";
    assert_eq!(text.lines().next(), Some(head));
    let row = text.lines().find(|line| line.contains(",net_present_value,")).expect("a row");
    assert!(
        row.starts_with("arm-1,base,net_present_value,US$,18")
            && row.ends_with(",t,0.95,6,10,2023,0.03,clinic,"),
        "{row}"
    );
    assert!(text.lines().any(|line| line.starts_with("arm-2,base,note,,")), "{text}");
}

#[test]
fn a_stored_table_of_money_is_checked_when_repeated() {
    let (folder, again) = (place(), place());
    let cases = investment(0.03);
    go(&cases, 4, folder.path(), true);
    let file = folder.path().join("economics.csv");
    let text = std::fs::read_to_string(&file).expect("the table");
    let differences = || {
        let (stored, manifest) = Folder::open(folder.path()).expect("a finished run");
        let manner = manner(again.path(), true);
        repeat(&Purse, study(&cases, 4), (&stored, &manifest), &manner, &mut ()).expect("it runs")
    };
    assert_eq!(differences(), Vec::<String>::new());
    std::fs::write(&file, text.replace("2023", "2024")).expect("it can be written");
    assert!(differences()[0].starts_with("economics.csv, line 2"), "{:?}", differences());
}

#[test]
fn who_counts_no_money_sees_none() {
    let folder = place();
    let cases = investment(0.03).map(|case| PurseCase { terms: None, ..case });
    let answer = go(&cases, 3, folder.path(), true);
    assert!(!answer.contains("\"money\""), "{answer}");
    assert!(!folder.path().join("economics.csv").exists());
}
