//! A toy system with known answers: sums of uniform noise, moved by what its case says.
#![allow(dead_code)] // each test binary uses its own part

use cliniq::engine::random::Seed;
use cliniq::system::{Better, Measure, Outcome, System};

/// The parameters of a toy.
#[derive(Debug, Clone)]
pub struct ToyCase {
    /// Moves the wait.
    pub wait: f64,
    /// Moves the visits.
    pub visits: f64,
    /// Standard deviation of the noise of this case alone, relative to the others'.
    pub noise: f64,
    /// Share of the replications that fail.
    pub fail_share: f64,
    /// Cases of equal trunk run together.
    pub trunk: String,
    /// Wall time of one case.
    pub milliseconds: u64,
}

impl Default for ToyCase {
    fn default() -> Self {
        ToyCase { wait: 0.0, visits: 0.0, noise: 0.01, fail_share: 0.0, trunk: "one".into(), milliseconds: 0 }
    }
}

/// The toy.
pub struct Toy;

/// A number of mean 0 and variance 1 (a sum of twelve uniform ones), keyed by master seed, number and purpose.
pub fn noise(master: u64, number: u32, purpose: &str) -> f64 {
    from_seed(Seed::new(master, number), purpose)
}

/// The same of a seed.
pub fn from_seed(seed: Seed, purpose: &str) -> f64 {
    let mut reader = blake3::Hasher::new().update(format!("{seed:?} {purpose}").as_bytes()).finalize_xof();
    let mut sum = -6.0;
    for _ in 0..12 {
        let mut bytes = [0; 4];
        reader.fill(&mut bytes);
        sum += f64::from(u32::from_le_bytes(bytes)) / 4_294_967_296.0;
    }
    sum
}

impl System for Toy {
    type Case = ToyCase;

    fn measures(&self, _case: &ToyCase) -> Vec<Measure> {
        let row = |name: &str, label: &str, better| Measure {
            name: name.into(),
            label: label.into(),
            unit: "minutes".into(),
            per: "patient".into(),
            better,
            source: "made up, \"for\" tests".into(),
        };
        vec![
            row("wait", "Wait", Better::Lower),
            row("visits", "Visits", Better::Higher),
            row("busy.one", "Busy, the first", Better::Neither),
            row("busy.two", "Busy, the second, with quite a long label for a narrow screen", Better::Neither),
            row("rare", "Defined now and then", Better::Lower),
            row("never", "Never defined", Better::Lower),
        ]
    }

    fn sites(&self, _case: &ToyCase) -> Vec<String> {
        vec!["north".into(), "south".into()]
    }

    fn trunk(&self, case: &ToyCase) -> String {
        case.trunk.clone()
    }

    fn run(&self, cases: &[&ToyCase], seed: Seed) -> Vec<Outcome> {
        assert!(cases.iter().all(|case| case.trunk == cases[0].trunk), "only equal trunks run together");
        cases.iter().map(|case| one(case, seed)).collect()
    }
}

fn one(case: &ToyCase, seed: Seed) -> Outcome {
    std::thread::sleep(std::time::Duration::from_millis(case.milliseconds));
    let own = format!("{}", case.noise);
    // The share of the standard normal below -0.84 is 0.2, all that a share below 1 is used with.
    let broken = case.fail_share == 1.0 || (case.fail_share > 0.0 && from_seed(seed, "failure") <= -0.84);
    assert!(!broken, "the toy broke");
    let mut values = Vec::new();
    for window in 0..3 {
        for site in 0..3 {
            let draw = |purpose: &str| from_seed(seed, &format!("{purpose} {window} {site}"));
            values.push(10.0 + case.wait + draw("wait") + case.noise * draw(&own));
            values.push(100.0 + case.visits + draw("visits"));
            values.push(0.5 + 0.1 * draw("one") + 0.1 * case.noise * draw(&own));
            values.push(0.5 + 0.1 * draw("two"));
            values.push(if draw("rare?") > 0.0 { draw("rare") } else { f64::NAN });
            values.push(f64::NAN);
        }
    }
    Outcome { measures: 6, sites: 2, periods: 2, values }
}
