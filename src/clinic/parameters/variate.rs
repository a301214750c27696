//! Distributions as scenario files write them: a number, or `{ lognormal = { mean = 18, sd = 7 } }`.

use crate::declaration::fault::Faults;
use crate::declaration::tree::Node;
use crate::declaration::{Declaration, Parameter};
use crate::engine::distribution::{Distribution, DistributionError};

/// A distribution together with the words that declared it.
#[derive(Debug, Clone)]
pub struct Variate {
    /// What is sampled.
    pub distribution: Distribution,
    text: String,
}

impl PartialEq for Variate {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// The kinds with their keys, as in scenario-format.md.
const KINDS: &[(&str, &[&str])] = &[
    ("fixed", &[]),
    ("exponential", &["mean"]),
    ("lognormal", &["mean", "sd", "cv"]),
    ("gamma", &["mean", "cv"]),
    ("erlang", &["mean", "stages"]),
    ("triangular", &["low", "mode", "high"]),
    ("uniform", &["low", "high"]),
    ("normal", &["mean", "sd"]),
    ("weibull", &["shape", "scale"]),
    ("empirical", &["values", "weights"]),
];

impl Variate {
    /// Always zero.
    pub fn zero() -> Self {
        Self::fixed(0.0)
    }

    /// Always the same value, which must be finite.
    pub fn fixed(value: f64) -> Self {
        let distribution = Distribution::fixed(value).expect("a finite number can be fixed");
        Self { distribution, text: format!("{value:?}") }
    }

    /// The smallest value that can occur, where the kind has one.
    fn least(node: &Node, kind: &str) -> Option<f64> {
        match kind {
            "triangular" | "uniform" => node.get("low").and_then(Node::as_float),
            "empirical" => node.get("values").and_then(Node::as_array).and_then(|items| {
                items.iter().filter_map(Node::as_float).min_by(f64::total_cmp)
            }),
            "fixed" => node.as_float(),
            "normal" => None,
            _ => Some(0.0),
        }
    }
}

/// Numbers of one distribution table, read by key.
struct Numbers<'a> {
    node: &'a Node,
    path: String,
    complete: bool,
}

impl Numbers<'_> {
    fn number(&mut self, key: &str, faults: &mut Faults) -> f64 {
        match self.node.get(key) {
            Some(value) => match value.as_float().filter(|x| x.is_finite()) {
                Some(number) => return number,
                None => faults.expected(value, &format!("{}.{key}", self.path), "a number", &[]),
            },
            None => faults.missing(self.node, &self.path, key, "a number"),
        }
        self.complete = false;
        f64::NAN
    }

    fn list(&mut self, key: &str, faults: &mut Faults) -> Vec<f64> {
        let read = self.node.get(key).and_then(Node::as_array).and_then(|items| {
            items.iter().map(|item| item.as_float().filter(|x| x.is_finite())).collect::<Option<Vec<f64>>>()
        });
        read.unwrap_or_else(|| {
            match self.node.get(key) {
                Some(value) => faults.expected(value, &format!("{}.{key}", self.path), "a list of numbers", &[]),
                None => faults.missing(self.node, &self.path, key, "a list of numbers"),
            }
            self.complete = false;
            Vec::new()
        })
    }
}

fn build(kind: &str, n: &mut Numbers, faults: &mut Faults) -> Option<Result<Distribution, DistributionError>> {
    let built = match kind {
        "fixed" => match n.node.as_float() {
            Some(value) => Distribution::fixed(value),
            None => {
                faults.expected(n.node, &n.path, "a number", &[]);
                return None;
            }
        },
        "exponential" => Distribution::exponential(n.number("mean", faults)),
        "lognormal" if n.node.get("sd").is_some() && n.node.get("cv").is_some() => {
            faults.expected_found(n.node, &n.path, "either `sd` or `cv`", "both");
            return None;
        }
        "lognormal" if n.node.get("sd").is_some() => {
            Distribution::lognormal(n.number("mean", faults), n.number("sd", faults))
        }
        "lognormal" => Distribution::lognormal_cv(n.number("mean", faults), n.number("cv", faults)),
        "gamma" => Distribution::gamma(n.number("mean", faults), n.number("cv", faults)),
        "erlang" => {
            let mean = n.number("mean", faults);
            let stages = n.number("stages", faults);
            if n.complete && (stages.fract() != 0.0 || !(1.0..=1000.0).contains(&stages)) {
                let found = n.node.get("stages").unwrap_or(n.node);
                faults.expected(found, &format!("{}.stages", n.path), "a whole number of stages from 1 to 1000", &[]);
                return None;
            }
            Distribution::erlang(mean, stages as u32)
        }
        "triangular" => {
            Distribution::triangular(n.number("low", faults), n.number("mode", faults), n.number("high", faults))
        }
        "uniform" => Distribution::uniform(n.number("low", faults), n.number("high", faults)),
        "normal" => Distribution::normal(n.number("mean", faults), n.number("sd", faults)),
        "weibull" => Distribution::weibull(n.number("shape", faults), n.number("scale", faults)),
        _ => {
            let values = n.list("values", faults);
            let weights = if n.node.get("weights").is_some() { n.list("weights", faults) } else { vec![1.0; values.len()] };
            Distribution::empirical(&values, &weights)
        }
    };
    n.complete.then_some(built)
}

impl Parameter for Variate {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        if let Some(value) = node.as_float() {
            if !value.is_finite() || !(about.low..=about.high).contains(&value) {
                faults.expected(node, path, &Self::expected(about), &[]);
                return None;
            }
            return Some(Self::fixed(value));
        }
        let entries: Vec<_> = node.as_table().into_iter().flatten().collect();
        let [(kind, _, inner)] = entries.as_slice() else {
            faults.expected(node, path, &Self::expected(about), &[]);
            return None;
        };
        let inner_path = format!("{path}.{kind}");
        let Some((kind, keys)) = KINDS.iter().find(|(name, _)| name == kind) else {
            let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            faults.unknown_key(node, path, kind, &names);
            return None;
        };
        let before = faults.len();
        for (key, _, _) in inner.as_table().into_iter().flatten() {
            if !keys.contains(&key) {
                faults.unknown_key(inner, &inner_path, key, keys);
            }
        }
        if *kind != "fixed" && inner.as_table().is_none() {
            faults.expected(inner, &inner_path, &format!("a table with {}", keys.join(", ")), &[]);
        }
        if faults.len() > before {
            return None;
        }
        let mut numbers = Numbers { node: inner, path: inner_path.clone(), complete: true };
        let distribution = match build(kind, &mut numbers, faults)? {
            Ok(distribution) => distribution,
            Err(error) => {
                faults.expected_found(inner, &inner_path, "a distribution that exists", &error.to_string());
                return None;
            }
        };
        let mean = distribution.mean();
        if Self::least(inner, kind).is_some_and(|least| least < about.low) || !(about.low..=about.high).contains(&mean) {
            let expected = format!("values and a mean from {} to {} {}", about.low, about.high, about.unit);
            faults.expected_found(inner, &inner_path, &expected, &format!("mean {mean} {}", about.unit));
            return None;
        }
        Some(Self { distribution, text: node.show() })
    }
    fn show(&self) -> String {
        self.text.clone()
    }
    fn schema(about: &Declaration) -> serde_json::Value {
        let kinds: Vec<serde_json::Value> = KINDS
            .iter()
            .map(|(kind, keys)| {
                let inner = match *kind {
                    "fixed" => serde_json::json!({ "type": "number" }),
                    _ => serde_json::json!({ "type": "object", "additionalProperties": false,
                        "properties": keys.iter().map(|key| ((*key).to_owned(), match *key {
                            "values" | "weights" => serde_json::json!({ "type": "array", "items": { "type": "number" } }),
                            _ => serde_json::json!({ "type": "number" }),
                        })).collect::<serde_json::Map<_, _>>() }),
                };
                serde_json::json!({ "type": "object", "additionalProperties": false, "required": [kind], "properties": { *kind: inner } })
            })
            .collect();
        let mut any = vec![serde_json::json!({ "type": "number", "minimum": about.low, "maximum": about.high })];
        any.extend(kinds);
        serde_json::json!({ "oneOf": any })
    }
    fn expected(about: &Declaration) -> String {
        format!(
            "a number of {} from {} to {}, or a distribution such as {{ lognormal = {{ mean = 6, cv = 0.5 }} }}",
            about.unit, about.low, about.high
        )
    }
}
