//! Distributions as scenario files write them: a number, or `{ lognormal = { mean = 18, sd = 7 } }`.

use crate::declaration::toml_text::{key, number};
use crate::declaration::{Declaration, Faults, Node, Parameter, suggest};
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

/// The kinds with their keys, as scenario files write them.
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
        Self { distribution, text: number(value) }
    }
}

/// Numbers of one distribution table, read by key.
struct Numbers<'a> {
    node: &'a Node,
    path: &'a str,
    complete: bool,
}

impl Numbers<'_> {
    fn read<T>(
        &mut self,
        name: &str,
        what: &str,
        take: impl Fn(&Node) -> Option<T>,
        faults: &mut Faults,
    ) -> Option<T> {
        let found = self.node.child(name);
        let taken = found.and_then(take);
        if taken.is_none() {
            let text = found.map_or_else(|| "nothing".to_owned(), Node::describe);
            let help = found.is_none().then(|| format!("add `{name} = …`"));
            faults.fault(found.unwrap_or(self.node), &format!("{}.{name}", self.path), what, text, help);
            self.complete = false;
        }
        taken
    }

    fn number(&mut self, name: &str, faults: &mut Faults) -> f64 {
        let finite = |node: &Node| node.as_float().filter(|x| x.is_finite());
        self.read(name, "a number", finite, faults).unwrap_or(f64::NAN)
    }

    fn list(&mut self, name: &str, faults: &mut Faults) -> Vec<f64> {
        let take = |node: &Node| -> Option<Vec<f64>> {
            node.as_array()?.iter().map(|item| item.as_float().filter(|x| x.is_finite())).collect()
        };
        self.read(name, "a list of numbers", take, faults).unwrap_or_default()
    }

    /// A whole number of stages.
    fn stages(&mut self, faults: &mut Faults) -> u32 {
        let take = |node: &Node| {
            node.as_integer().filter(|k| (1..=1000).contains(k)).and_then(|k| u32::try_from(k).ok())
        };
        self.read("stages", "a whole number of stages from 1 to 1000", take, faults).unwrap_or(1)
    }
}

/// Builds a distribution of a known kind; `None` where numbers were missing.
fn build(
    kind: &str,
    n: &mut Numbers,
    faults: &mut Faults,
) -> Option<Result<Distribution, DistributionError>> {
    let built = match kind {
        "exponential" => Distribution::exponential(n.number("mean", faults)),
        "lognormal" if n.node.child("sd").is_some() => {
            if n.node.child("cv").is_some() {
                faults.fault(n.node, n.path, "either `sd` or `cv`", "both", None);
                n.complete = false;
            }
            Distribution::lognormal(n.number("mean", faults), n.number("sd", faults))
        }
        "lognormal" => Distribution::lognormal_cv(n.number("mean", faults), n.number("cv", faults)),
        "gamma" => Distribution::gamma(n.number("mean", faults), n.number("cv", faults)),
        "erlang" => Distribution::erlang(n.number("mean", faults), n.stages(faults)),
        "triangular" => Distribution::triangular(
            n.number("low", faults),
            n.number("mode", faults),
            n.number("high", faults),
        ),
        "uniform" => Distribution::uniform(n.number("low", faults), n.number("high", faults)),
        "normal" => Distribution::normal(n.number("mean", faults), n.number("sd", faults)),
        "weibull" => Distribution::weibull(n.number("shape", faults), n.number("scale", faults)),
        _ => {
            let values = n.list("values", faults);
            let equal = n.node.child("weights").is_none();
            let weights = if equal { vec![1.0; values.len()] } else { n.list("weights", faults) };
            Distribution::empirical(&values, &weights)
        }
    };
    n.complete.then_some(built)
}

/// Reads `{ kind = { … } }`.
fn read_kind(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Distribution> {
    let entries: Vec<_> = node.as_table().into_iter().flatten().collect();
    let [(kind, kind_place, inner)] = entries.as_slice() else {
        faults.fault(node, path, Variate::expected(about), node.describe(), None);
        return None;
    };
    let path = format!("{path}.{kind}");
    let Some((kind, keys)) = KINDS.iter().find(|(name, _)| name == kind) else {
        let names = KINDS.iter().map(|(name, _)| *name);
        faults.fault(
            *kind_place,
            &path,
            "a kind of distribution",
            format!("`{kind}`"),
            suggest::help(kind, names),
        );
        return None;
    };
    if *kind == "fixed" {
        let value = f64::read(inner, &path, about, faults)?;
        return Distribution::fixed(value).ok();
    }
    if !inner.is_table() {
        faults.fault(*inner, &path, format!("a table with {}", keys.join(", ")), inner.describe(), None);
        return None;
    }
    let known = inner.only_keys(keys, &path, faults);
    let mut numbers = Numbers { node: inner, path: &path, complete: known };
    let distribution = match build(kind, &mut numbers, faults)? {
        Ok(distribution) => distribution,
        Err(error) => {
            faults.fault(*inner, &path, "a distribution that exists", error.to_string(), None);
            return None;
        }
    };
    let (least, mean) = (distribution.lower_end(), distribution.mean());
    // a normal duration is redrawn below 0, so its own lower end does not matter
    let low_enough = *kind == "normal" || least >= about.low;
    if !low_enough || !about.allows(mean) {
        let expected = format!("values and a mean of {} from {}", about.unit, about.range_words());
        faults.fault(
            *inner,
            &path,
            expected,
            format!("a mean of {}, values from {}", number(mean), number(least)),
            None,
        );
        return None;
    }
    Some(distribution)
}

/// Canonical text of a distribution: keys in order.
fn canonical(node: &Node) -> String {
    if let Some(table) = node.as_table() {
        let parts: Vec<String> =
            table.map(|(name, _, value)| format!("{} = {}", key(name), canonical(value))).collect();
        return format!("{{ {} }}", parts.join(", "));
    }
    if let Some(items) = node.as_array() {
        return format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(", "));
    }
    node.as_float().map_or_else(|| node.describe(), number)
}

impl Parameter for Variate {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        if node.as_float().is_some() {
            return f64::read(node, path, about, faults).map(Self::fixed);
        }
        if !node.is_table() {
            // a text such as "6 min" is answered as for a plain number
            if node.as_str().is_some() && f64::read(node, path, about, faults).is_none() {
                return None;
            }
            faults.fault(node, path, Self::expected(about), node.describe(), None);
            return None;
        }
        let distribution = read_kind(node, path, about, faults)?;
        Some(Self { distribution, text: canonical(node) })
    }
    fn show(&self) -> String {
        self.text.clone()
    }
    fn schema(about: &Declaration) -> serde_json::Value {
        let parameter = |name: &str| match name {
            "values" | "weights" => {
                serde_json::json!({ "type": "array", "items": { "type": "number" }, "minItems": 1 })
            }
            "stages" => serde_json::json!({ "type": "integer", "minimum": 1, "maximum": 1000 }),
            _ => serde_json::json!({ "type": "number" }),
        };
        let mut any = vec![f64::schema(about)];
        for (kind, keys) in KINDS {
            let properties: serde_json::Map<String, serde_json::Value> =
                keys.iter().map(|name| ((*name).to_owned(), parameter(name))).collect();
            let inner = match *kind {
                "fixed" => serde_json::json!({ "type": "number" }),
                _ => {
                    serde_json::json!({ "type": "object", "additionalProperties": false, "properties": properties })
                }
            };
            any.push(serde_json::json!({
                "type": "object", "additionalProperties": false, "required": [kind], "properties": { *kind: inner }
            }));
        }
        serde_json::json!({ "oneOf": any })
    }
    fn expected(about: &Declaration) -> String {
        format!(
            "{}, or a distribution such as {{ lognormal = {{ mean = 6, cv = 0.5 }} }}",
            f64::expected(about)
        )
    }
}
