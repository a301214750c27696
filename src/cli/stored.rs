//! What a study leaves in its folder, and whether a stored one is still what its inputs make.

use super::reporting;
use super::shown::Finding;
use super::study::{Manner, Study, begin, simulate};
use crate::error::Error;
use crate::experiment::{self, Selection, Watch, bundle, economics, tables};
use crate::report;
use crate::store::{Folder, Manifest};
use crate::system::{Measure, System};

/// Writes the files of a finished run, the manifest last. Where a longer run replaces a shorter one, the folder
/// says that it is incomplete meanwhile, so that its files always speak of one number of replications.
pub(super) fn write_files<C>(
    folder: &Folder,
    study: &Study<C>,
    finding: &Finding<'_>,
    manifest: &Manifest,
    manner: &Manner<'_>,
) -> Result<(), Error> {
    let before = folder.manifest()?;
    if before.complete && before != *manifest {
        folder.put_manifest(&Manifest { complete: false, ..before })?;
    }
    for (arm, text) in study.arms.iter().zip(&study.resolved) {
        folder.put(&format!("inputs/{}.toml", arm.name), text.as_bytes())?;
    }
    for (name, bytes) in csv_files(finding) {
        folder.put(name, &bytes)?;
    }
    if finding.results.numbers().next().is_some() {
        for (name, bytes) in reporting::files(finding, manifest, manner.kind, manner.narrator) {
            folder.put(name, &bytes)?;
        }
    }
    folder.put_manifest(manifest)
}

/// The tables of a run's folder: their names and bytes follow from the results alone.
fn csv_files(finding: &Finding<'_>) -> Vec<(&'static str, Vec<u8>)> {
    let Finding { analysis, results, bundle } = finding;
    let names = results.arms.iter().map(|arm| (arm.name.as_str(), arm.measures.as_slice()));
    let mut files = vec![
        ("measures.csv", report::csv::table(&tables::measures(names))),
        ("outcomes.csv", report::csv::table(&tables::outcomes(results))),
        ("summary.csv", report::csv::table(&tables::summary(analysis))),
    ];
    files
        .extend(economics::shown::table(analysis).map(|table| ("economics.csv", report::csv::table(&table))));
    let of_bundle = bundle.iter().flat_map(|(bundle, found)| bundle::tables::all(results, bundle, found));
    files.extend(of_bundle.map(|(name, table)| (name, report::csv::table(&table))));
    files
}

/// Which tables in a folder are not those that its results make, in sentences.
fn altered_files(folder: &Folder, fresh: &[(&str, Vec<u8>)]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, bytes) in fresh {
        let Ok(stored) = folder.text(name) else {
            found.push(format!("{name}: missing, or not a text"));
            continue;
        };
        let now = String::from_utf8_lossy(bytes);
        if stored != now {
            let (before, after) = (stored.lines(), now.lines());
            let place = before.zip(after).position(|(old, new)| old != new);
            let line = place.unwrap_or_else(|| stored.lines().count().min(now.lines().count()));
            let cell = |text: &str| text.lines().nth(line).unwrap_or("nothing").to_string();
            found.push(format!("{name}, line {}: stored {}, now {}", line + 1, cell(&stored), cell(&now)));
        }
    }
    found
}

/// Runs a stored study again in a folder of its own and compares it bit for bit; the sentences say where it
/// differs, and are empty where it is identical.
pub fn repeat<S: System>(
    system: &S,
    study: Study<S::Case>,
    stored: (&Folder, &Manifest),
    manner: &Manner<'_>,
    watch: &mut dyn Watch,
) -> Result<Vec<String>, Error> {
    let place = tempfile::tempdir().map_err(|source| Error::file("temporary folder", source))?;
    let mut manifest = begin(system, &study, &manner.command, stored.1.measures.clone());
    let folder = Folder::take(place.path(), &manifest)?;
    let results = simulate(system, &study, manner, &folder, watch)?;
    manifest.replications = results.replications;
    manifest.result_digest = results.result_digest();
    manifest.failed = results.failed.clone();
    let tables: Vec<Vec<Measure>> = results.arms.iter().map(|arm| arm.measures.clone()).collect();
    let mut found = experiment::reproduce::differences(stored, (&folder, &manifest), &tables)?;
    if found.is_empty() {
        let selection = match &stored.1.measures {
            None => Selection::all(),
            Some(names) => Selection::named(names, &tables)?,
        };
        let analysis = experiment::compare::analyze(&results, &selection);
        let bundle = stored.1.bundle.as_ref();
        let parts = bundle.map(|bundle| bundle::analyze(&results, bundle));
        let finding = Finding { analysis: &analysis, results: &results, bundle: bundle.zip(parts.as_ref()) };
        found = altered_files(stored.0, &csv_files(&finding));
    }
    Ok(found)
}
