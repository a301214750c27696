//! A toy that spends and earns what its case says, period by period, with or without noise.
#![allow(dead_code)] // each test binary uses its own part

use cliniq::engine::random::Seed;
use cliniq::system::{Better, Measure, Outcome, System, Terms};

use super::toy::from_seed;

/// What a purse spends and earns, per year, in each period.
#[derive(Debug, Clone)]
pub struct PurseCase {
    /// On what terms.
    pub terms: Option<Terms>,
    /// Earned per year.
    pub revenue: Vec<f64>,
    /// Wages per year.
    pub wages: Vec<f64>,
    /// Spent on a programme per week; empty: there is none, nor a measure of it.
    pub programme: Vec<f64>,
    /// Share of clinicians burned out; empty: not measured.
    pub burnout: Vec<f64>,
    /// Standard deviations of noise of this case alone: of the wages, of the share.
    pub noise: (f64, f64),
    /// Share of the replications in which the wages are undefined.
    pub undefined_share: f64,
}

/// The usual terms: ten weeks, periods of 4, 4 and 2.
pub fn terms(discount_rate: f64) -> Terms {
    let prices = vec![("a visit".to_owned(), 100.0), ("an hour".to_owned(), 1.3)];
    let perspective = "clinic".to_owned();
    Terms { price_year: 2023, discount_rate, perspective, weeks: 10.0, clinicians: 8.0, prices }
}

/// A purse of ten weeks that neither earns nor spends.
pub fn empty(discount_rate: f64) -> PurseCase {
    PurseCase {
        terms: Some(terms(discount_rate)),
        revenue: vec![0.0; 3],
        wages: vec![0.0; 3],
        programme: Vec::new(),
        burnout: Vec::new(),
        noise: (0.0, 0.0),
        undefined_share: 0.0,
    }
}

/// The toy.
pub struct Purse;

impl System for Purse {
    type Case = PurseCase;

    fn measures(&self, case: &PurseCase) -> Vec<Measure> {
        let row = |name: &str, unit: &str| Measure {
            name: name.into(),
            label: name.into(),
            unit: unit.into(),
            per: "year".into(),
            better: Better::Lower,
            source: "made up".into(),
        };
        let mut rows = ["cost_per_year", "cost_per_year.wages", "net_benefit_per_year", "revenue_per_year"]
            .map(|name| row(name, "US$"))
            .to_vec();
        if !case.programme.is_empty() {
            rows.push(row("cost_per_year.interventions", "US$"));
            rows.push(row("intervention_usd_per_week", "US$"));
        }
        if !case.burnout.is_empty() {
            rows.push(row("burnout_prevalence", "share"));
        }
        rows
    }

    fn sites(&self, _case: &PurseCase) -> Vec<String> {
        vec!["only".into()]
    }

    fn trunk(&self, _case: &PurseCase) -> String {
        "one".into()
    }

    fn terms(&self, case: &PurseCase) -> Option<Terms> {
        case.terms.clone()
    }

    fn run(&self, cases: &[&PurseCase], seed: Seed) -> Vec<Outcome> {
        cases.iter().map(|case| one(case, seed)).collect()
    }
}

fn one(case: &PurseCase, seed: Seed) -> Outcome {
    let year_weeks = 365.25 / 7.0;
    let (periods, own) = (case.wages.len(), format!("{:?}", case.noise));
    let undefined = case.undefined_share > 0.0 && from_seed(seed, "undefined") < -0.84;
    let mut values = Vec::new();
    // The summary repeats the first period: money must not be made of it.
    for period in std::iter::once(0).chain(0..periods) {
        let draw = |what: &str| from_seed(seed, &format!("{what} {own} {period}"));
        let wages = if undefined { f64::NAN } else { case.wages[period] + case.noise.0 * draw("wages") };
        let programme = case.programme.get(period).map(|weekly| weekly * year_weeks);
        let cost = wages + programme.unwrap_or(0.0);
        let revenue = case.revenue[period];
        let mut row = vec![cost, wages, revenue - cost, revenue];
        row.extend(programme.into_iter().flat_map(|yearly| [yearly, yearly / year_weeks]));
        row.extend(case.burnout.get(period).map(|share| share + case.noise.1 * draw("burnout")));
        values.extend(row.iter().chain(&row));
    }
    let measures = Purse.measures(case).len() as u32;
    Outcome { measures, sites: 1, periods: periods as u32, values }
}
