//! Systems with known answers, simulated like any other, so that anyone can check the methods.

use super::factor::{Cut, Factor, Spread};
use super::file::BuiltIn;
use crate::statistics::sensitivity::Analytic;
use crate::statistics::uncertainty::InputDistribution;
use crate::system::{Better, Identity, Measure, Outcome, Purpose, Seed, Setting, System};

/// Coefficients of the g-function: factors of falling importance (Saltelli et al. 2010, Computer Physics Communications 181(2)).
const G_COEFFICIENTS: [f64; 8] = [0.0, 0.5, 3.0, 9.0, 99.0, 99.0, 99.0, 99.0];

impl BuiltIn {
    /// The function.
    pub fn function(self) -> Analytic {
        match self {
            BuiltIn::Ishigami => Analytic::Ishigami { a: 7.0, b: 0.1 },
            BuiltIn::GFunction => Analytic::G { a: G_COEFFICIENTS.to_vec() },
            BuiltIn::Normal => {
                Analytic::Linear { coefficients: vec![1.0; 4], deviations: vec![4.0, 3.0, 2.0, 1.0] }
            }
        }
    }

    /// Its factors: places from 0 to 1 in the ranges or distributions of its inputs.
    pub fn factors(self) -> Vec<Factor> {
        let uniform = Cut { distribution: InputDistribution::Uniform { low: 0.0, high: 1.0 }, bounds: None };
        let factor = |number: usize| Factor {
            name: format!("x{number}"),
            paths: vec![format!("x{number}")],
            spread: Some(Spread::Number(uniform.clone())),
            levels: None,
            together: None,
            integer: false,
        };
        (1..=self.function().dimension()).map(factor).collect()
    }
}

/// A built-in system, with chance added where the study says so: one half of its variance is shared by all points of a
/// replication, as common random numbers do, the other half is each point's own.
#[derive(Debug, Clone)]
pub struct BuiltInSystem {
    function: Analytic,
    noise: f64,
}

impl BuiltInSystem {
    /// The system of a study.
    pub fn new(system: BuiltIn, noise: f64) -> Self {
        BuiltInSystem { function: system.function(), noise }
    }

    /// The point of the unit cube that settings name.
    ///
    /// # Errors
    /// What is wrong with a setting.
    pub fn case(&self, settings: &[Setting]) -> Result<Vec<f64>, String> {
        let mut point = vec![0.5; self.function.dimension()];
        for setting in settings {
            let place = setting.key.strip_prefix('x').and_then(|number| number.parse::<usize>().ok());
            let place = place.filter(|place| (1..=point.len()).contains(place));
            let number = setting.value.parse::<f64>().ok().filter(|u| (0.0..=1.0).contains(u));
            match (place, number) {
                (Some(place), Some(number)) => point[place - 1] = number,
                _ => {
                    return Err(format!(
                        "{} = {}: x1 to x{} from 0 to 1",
                        setting.key,
                        setting.value,
                        point.len()
                    ));
                }
            }
        }
        Ok(point)
    }

    fn chance(&self, point: &[f64], seed: Seed) -> f64 {
        if self.noise == 0.0 {
            return 0.0;
        }
        let own = point.iter().fold(Identity::named("own"), |identity, x| identity.child(x.to_bits()));
        let draw = |identity| {
            let mut stream = seed.stream(Purpose::named("noise of a built-in system"), identity);
            // Box & Muller 1958, Annals of Mathematical Statistics 29(2).
            let radius = (-2.0 * libm::log(stream.uniform())).sqrt();
            radius * libm::cos(std::f64::consts::TAU * stream.uniform())
        };
        self.noise * std::f64::consts::FRAC_1_SQRT_2 * (draw(Identity::named("shared")) + draw(own))
    }
}

impl System for BuiltInSystem {
    type Case = Vec<f64>;

    fn measures(&self, _case: &Vec<f64>) -> Vec<Measure> {
        vec![Measure {
            name: "y".into(),
            label: "Response".into(),
            unit: "-".into(),
            per: "-".into(),
            better: Better::Neither,
            source: "analytic function".into(),
        }]
    }

    fn sites(&self, _case: &Vec<f64>) -> Vec<String> {
        vec!["all".into()]
    }

    fn trunk(&self, _case: &Vec<f64>) -> String {
        "analytic".into()
    }

    fn run(&self, cases: &[&Vec<f64>], seed: Seed) -> Vec<Outcome> {
        let outcome = |point: &&Vec<f64>| {
            let value = self.function.value(point) + self.chance(point, seed);
            Outcome { measures: 1, sites: 1, periods: 0, values: vec![value; 2] }
        };
        cases.iter().map(outcome).collect()
    }
}
