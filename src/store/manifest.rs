//! The manifest of a run's folder: all that is needed to run it again, and nothing that changes by the hour.

use serde::{Deserialize, Serialize};

use super::Bundle;

/// The contents of `manifest.toml`. No wall time, host or number of threads is in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `cliniq.manifest/1`.
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// False from the first moment of a run until its files are complete.
    pub complete: bool,
    /// Master seed.
    #[serde(with = "seed")]
    pub seed: u64,
    /// Level of all intervals.
    pub level: f64,
    /// Number of replications the files speak of, failed ones included.
    pub replications: u32,
    /// The command, without the options that change no number.
    pub command: Vec<String>,
    /// The measures that were asked for with `--measures`: the summary corrects for so many comparisons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Vec<String>>,
    /// Digest of what was asked.
    pub input_digest: String,
    /// Digest of what came out; empty until complete.
    pub result_digest: String,
    /// Scenarios, the baseline first.
    pub arms: Vec<ArmRecord>,
    /// Replications that failed and were left out of every scenario.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<Failure>,
    /// Where the scenarios are combinations of the parts of a bundle: which holds what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Bundle>,
}

/// A scenario in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArmRecord {
    /// Name.
    pub name: String,
    /// File as given.
    pub file: String,
    /// Digest of the resolved parameters.
    pub digest: String,
    /// Whether it shared the baseline's warm-up.
    pub forked: bool,
    /// Names of the sites.
    pub sites: Vec<String>,
}

/// A replication that failed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Failure {
    /// Number of the replication, from 0.
    pub replication: u32,
    /// Master seed.
    #[serde(with = "seed")]
    pub seed: u64,
    /// The scenario that failed.
    pub scenario: String,
    /// What the model said.
    pub message: String,
}

/// TOML's integers end at 2^63 − 1; larger seeds are written as text.
mod seed {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(u64),
        Text(String),
    }

    pub fn serialize<S: Serializer>(seed: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        match i64::try_from(*seed) {
            Ok(number) => serializer.serialize_i64(number),
            Err(_) => serializer.serialize_str(&seed.to_string()),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(number),
            Written::Text(text) => text.parse().map_err(D::Error::custom),
        }
    }
}

impl Manifest {
    /// The file's text.
    pub fn to_text(&self) -> String {
        toml::to_string(self).expect("a manifest holds only what TOML can say")
    }

    /// Reads the file's text; the error is a sentence.
    pub fn from_text(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{BundlePart, View};

    fn bundle() -> Bundle {
        let part =
            BundlePart { name: "x".into(), changes: vec!["x".into()], off: vec!["changes.x=none".into()] };
        Bundle {
            name: "a".into(),
            view: View::Explain,
            told: vec!["wait".into()],
            work: Vec::new(),
            arms: vec![0, 1],
            parts: vec![part],
        }
    }

    #[test]
    fn a_manifest_survives_its_text_with_any_seed() {
        for seed in [0, 1, i64::MAX as u64, u64::MAX] {
            let failed = Failure { replication: 3, seed, scenario: "a".into(), message: "b \"c\"\nd".into() };
            let arm = ArmRecord {
                name: "a".into(),
                file: "x/a.toml".into(),
                digest: "00ff".into(),
                forked: false,
                sites: vec!["north".into()],
            };
            let manifest = Manifest {
                schema: "cliniq.manifest/1".into(),
                version: "0".into(),
                complete: true,
                seed,
                level: 0.95,
                replications: 30,
                command: vec!["cliniq".into(), "run".into()],
                measures: (seed > 0).then(|| vec!["wait".into()]),
                input_digest: "1".into(),
                result_digest: "2".into(),
                arms: vec![arm],
                failed: vec![failed],
                bundle: (seed > 0).then(bundle),
            };
            assert_eq!(Manifest::from_text(&manifest.to_text()), Ok(manifest));
        }
    }
}
