//! Which measures a person wants to see, by name or family.

use crate::error::Error;
use crate::system::Measure;

/// Which measures are shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    names: Option<Vec<String>>,
}

impl Selection {
    /// Every measure.
    pub fn all() -> Self {
        Selection { names: None }
    }

    /// The named measures; a name also stands for its family (`utilization` for `utilization.<role>`). Refuses a name
    /// that no scenario has.
    pub fn named(names: &[String], tables: &[Vec<Measure>]) -> Result<Self, Error> {
        for name in names {
            if !tables.iter().flatten().any(|measure| stands_for(name, &measure.name)) {
                return Err(Error::Refused(unknown(name, tables)));
            }
        }
        Ok(Selection { names: Some(names.to_vec()) })
    }

    /// Whether a measure is shown.
    pub fn shows(&self, measure: &str) -> bool {
        self.names.as_ref().is_none_or(|names| names.iter().any(|name| stands_for(name, measure)))
    }

    /// The measures of a table that were named, or `None` where all are shown.
    pub fn leading(&self, tables: &[Vec<Measure>]) -> Option<Vec<String>> {
        self.names.as_ref()?;
        let mut found: Vec<String> = Vec::new();
        for measure in tables.iter().flatten() {
            if self.shows(&measure.name) && !found.contains(&measure.name) {
                found.push(measure.name.clone());
            }
        }
        Some(found)
    }

    /// The measures that were named, in the order of their names; a name stands for its family only where it is no
    /// measure itself. `None` where none were named.
    pub fn named_ones(&self, tables: &[Vec<Measure>]) -> Option<Vec<String>> {
        let mut found: Vec<String> = Vec::new();
        for name in self.names.as_ref()? {
            let is_measure = tables.iter().flatten().any(|measure| measure.name == *name);
            let meant = |measure: &str| if is_measure { measure == name } else { stands_for(name, measure) };
            for measure in tables.iter().flatten().filter(|measure| meant(&measure.name)) {
                if !found.contains(&measure.name) {
                    found.push(measure.name.clone());
                }
            }
        }
        Some(found)
    }
}

/// Whether a name is that of a measure, or of its family.
pub(super) fn stands_for(name: &str, measure: &str) -> bool {
    measure.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn unknown(name: &str, tables: &[Vec<Measure>]) -> String {
    let close = |measure: &&str| strsim::jaro_winkler(name, measure);
    let names = tables.iter().flatten().map(|measure| measure.name.as_str());
    let best = names.max_by(|a, b| close(a).total_cmp(&close(b)));
    let hint = best.filter(|b| close(b) > 0.75).map(|b| format!(" did you mean {b}?")).unwrap_or_default();
    format!("--measures: there is no measure {name};{hint} `cliniq list` names them all")
}
