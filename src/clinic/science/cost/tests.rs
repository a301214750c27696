//! Unit prices by perspective, and the published examples.

use super::*;
use crate::declaration::{Faults, Section, Sources, tree};

fn read(text: &str) -> Result<Economics, Vec<String>> {
    let mut sources = Sources::default();
    let source = sources.add("t.toml", text);
    let mut faults = Faults::new(sources);
    let root = tree::parse(source, &mut faults);
    let read = Economics::read(root.as_ref(), "economics", &mut faults);
    read.filter(|_| faults.is_empty())
        .ok_or_else(|| faults.iter().map(|fault| format!("{}: {}", fault.path, fault.expected)).collect())
}

fn prices(perspective: &str, more: &str) -> Prices {
    let text =
        format!("price_year = 2023\ndiscount_rate_per_year = 0.03\nperspective = \"{perspective}\"\n{more}");
    Prices::new(&read(&text).unwrap_or_else(|faults| panic!("{faults:?}")))
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{found} instead of {expected}");
}

#[test]
fn cheers_asks_for_year_rate_and_perspective() {
    let faults = read("").expect_err("three keys are missing");
    assert_eq!(
        faults,
        [
            "economics.discount_rate_per_year: a share from 0 to 0.2",
            "economics.perspective: one of \"clinic\", \"health_system\", \"society\"",
            "economics.price_year: a whole number (year) from 2000 to 2100"
        ]
    );
    let euro = "price_year = 2023\ndiscount_rate_per_year = 0\nperspective = \"clinic\"\ncurrency = \"EUR\"";
    assert_eq!(read(euro).expect_err("no euros"), ["economics.currency: one of \"US$\""]);
}

#[test]
fn amounts_are_of_the_price_year_or_say_their_own() {
    let plain = prices("society", "harm_usd_per_adverse_event = 3000");
    assert_eq!(plain.harm, 3000.0);
    let other = prices("society", "harm_usd_per_adverse_event = { usd = 3000, year = 2010 }");
    close(other.harm, 3000.0 * 304.702 / 218.056);
    close(prices("society", "").harm, 1983.0 * 304.702 / 172.2);
    let text = |amount: &str| {
        let found = read(&format!(
            "price_year = 2023\ndiscount_rate_per_year = 0\nperspective = \"clinic\"\nerror_usd = {amount}"
        ));
        found.expect_err(amount)
    };
    assert!(text("{ usd = 1, year = 1999 }")[0].starts_with("economics.error_usd.year: a year from 2000"));
    assert!(text("{ year = 2003 }")[0].starts_with("economics.error_usd: a number (US$) from 0"));
    assert!(text("{ usd = -1 }")[0].starts_with("economics.error_usd.usd: "));
    assert!(text("\"much\"")[0].starts_with("economics.error_usd: "));
}

#[test]
fn shown_amounts_read_back() {
    let first = read("price_year = 2023\ndiscount_rate_per_year = 0.03\nperspective = \"society\"\nrevenue_usd_per_visit = { usd = 90, year = 2019 }")
        .expect("no faults");
    let mut shown = Vec::new();
    first.show("", &mut shown);
    let text: Vec<String> = shown.iter().map(|s| format!("{} = {}", s.path, s.value)).collect();
    assert_eq!(read(&text.join("\n")), Ok(first));
    assert!(text.contains(&"no_show_usd = { usd = 196, year = 2008 }".to_owned()), "{text:?}");
}

#[test]
fn lost_revenue_counts_once() {
    let without = prices("clinic", "");
    close(without.replacement_of_clinician, 0.5 * 500_000.0 * 304.702 / 245.120);
    assert!(without.vacancy_month > 140_000.0 && without.no_show > 196.0);
    assert_eq!(without.revenue_per_visit, 0.0);
    let with = prices("clinic", "revenue_usd_per_visit = 120\nreplacement_lost_revenue_share = 0.6");
    close(with.replacement_of_clinician, 0.4 * 500_000.0 * 304.702 / 245.120);
    assert_eq!((with.vacancy_month, with.no_show, with.revenue_per_visit), (0.0, 0.0, 120.0));
}

#[test]
fn payments_count_for_the_clinic_alone_and_harm_for_the_others() {
    let clinic = prices("clinic", "revenue_usd_per_visit = 120");
    assert_eq!((clinic.harm, clinic.excess_care, clinic.unpaid_hour), (0.0, 0.0, 0.0));
    for (perspective, unpaid) in [("health_system", 0.0), ("society", 1.0)] {
        let found = prices(perspective, "revenue_usd_per_visit = 120");
        assert_eq!((found.revenue_per_visit, found.vacancy_month, found.no_show), (0.0, 0.0, 0.0));
        assert!(found.harm > 1983.0 && found.excess_care > 86_336.0);
        assert_eq!(found.unpaid_hour, unpaid);
        close(found.replacement_of_clinician, 0.5 * 500_000.0 * 304.702 / 245.120);
    }
    close(clinic.rostered_hour, 1.3);
    close(clinic.overtime_hour, 1.5);
    close(clinic.locum_hour, 1.95);
}

#[test]
fn every_part_has_a_word_of_its_own_and_society_counts_most() {
    for (index, part) in Part::ALL.iter().enumerate() {
        assert!(Part::ALL[..index].iter().all(|other| other.word() != part.word()), "{part:?}");
        let health_system = part.counts(Perspective::HealthSystem, true);
        assert!(!health_system || part.counts(Perspective::Society, true), "{part:?}");
    }
    let counted =
        |perspective, earns| Part::ALL.iter().filter(|part| part.counts(perspective, earns)).count();
    assert_eq!([true, false].map(|earns| counted(Perspective::Clinic, earns)), [8, 10]);
    assert_eq!(counted(Perspective::Society, true), 11);
}
