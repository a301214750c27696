//! Stored results in long form: every number of every replication, with its window and site.

use super::tables::WHOLE;
use crate::error::Error;
use crate::store::{Entry, Folder, Manifest};
use crate::system::{Measure, Outcome, Window};

/// Columns of the long form. `replication` counts from 0; `window` is `summary`, or `period 1` for the first four
/// weeks of the measured time and so on; `site` is a site's name or `all`; an undefined `value` is empty.
pub const COLUMNS: [&str; 7] = ["scenario", "replication", "window", "site", "measure", "unit", "value"];

/// One number of one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// Scenario.
    pub scenario: &'a str,
    /// Number of the replication, from 0.
    pub replication: u32,
    /// `summary` or `period k`.
    pub window: String,
    /// Name of the site or `all`.
    pub site: &'a str,
    /// The measure.
    pub measure: &'a Measure,
    /// The number; NaN where undefined.
    pub value: f64,
}

/// Hands on every number that a finished run reports: by scenario, replication, window, site, measure.
/// `tables` gives the measures of each arm of the manifest.
pub fn export(
    folder: &Folder,
    manifest: &Manifest,
    tables: &[Vec<Measure>],
    mut each: impl FnMut(Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let failed: Vec<u32> = manifest.failed.iter().map(|failure| failure.replication).collect();
    let wanted = |number: u32| number < manifest.replications && !failed.contains(&number);
    let mut shelf = Shelf::open(folder, manifest.seed, wanted)?;
    for (arm, measures) in manifest.arms.iter().zip(tables) {
        for replication in (0..manifest.replications).filter(|number| wanted(*number)) {
            let outcome = shelf.outcome(&arm.digest, replication)?;
            let sites = if arm.sites.len() > 1 { outcome.sites } else { 0 };
            for window in std::iter::once(Window::Summary).chain((0..outcome.periods).map(Window::Period)) {
                for site in std::iter::once(None).chain((0..sites).map(Some)) {
                    for (index, measure) in measures.iter().enumerate() {
                        each(Row {
                            scenario: &arm.name,
                            replication,
                            window: window_name(window),
                            site: site.map_or(WHOLE, |s| arm.sites[s as usize].as_str()),
                            measure,
                            value: outcome.value(window, site, index),
                        })?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// The name of a window in files.
pub fn window_name(window: Window) -> String {
    match window {
        Window::Summary => "summary".into(),
        Window::Period(period) => format!("period {}", period + 1),
    }
}

/// Stored outcomes by digest and replication, with one block in memory at a time.
pub(super) struct Shelf<'a> {
    folder: &'a Folder,
    /// (digest, replication, block, place in the block), sorted.
    places: Vec<(String, u32, usize, usize)>,
    names: Vec<String>,
    open: Option<(usize, Vec<Entry>)>,
}

impl<'a> Shelf<'a> {
    pub fn open(folder: &'a Folder, seed: u64, wanted: impl Fn(u32) -> bool) -> Result<Self, Error> {
        let blocks = folder.blocks();
        let names = blocks.names()?;
        let mut places = Vec::new();
        for (block, name) in names.iter().enumerate() {
            for (place, entry) in blocks.read(name)?.unwrap_or_default().into_iter().enumerate() {
                if entry.seed == seed && wanted(entry.replication) {
                    places.push((entry.digest, entry.replication, block, place));
                }
            }
        }
        places.sort();
        Ok(Shelf { folder, places, names, open: None })
    }

    pub fn outcome(&mut self, digest: &str, replication: u32) -> Result<&Outcome, Error> {
        let at = self.places.partition_point(|(d, r, ..)| (d.as_str(), *r) < (digest, replication));
        let Some((_, _, block, place)) =
            self.places.get(at).filter(|(d, r, ..)| (d.as_str(), *r) == (digest, replication))
        else {
            return Err(Error::Failed(format!(
                "{}: replication {replication} of a scenario is missing or damaged; run the same command again: {}",
                self.folder.path().display(),
                self.folder.manifest()?.command.join(" ")
            )));
        };
        if self.open.as_ref().is_none_or(|(open, _)| open != block) {
            let entries = self.folder.blocks().read(&self.names[*block])?.unwrap_or_default();
            self.open = Some((*block, entries));
        }
        let entries = self.open.as_ref().map_or(&[] as &[Entry], |(_, entries)| entries);
        entries.get(*place).map(|entry| &entry.outcome).ok_or_else(|| {
            Error::Failed(format!("{}: a block changed while it was read", self.folder.path().display()))
        })
    }
}
