//! A stored run against a fresh one, bit for bit.

use super::export::{Shelf, window_name};
use crate::error::Error;
use crate::store::{Folder, Manifest};
use crate::system::{Measure, Outcome, Window};

/// Most differences told one by one.
const MOST_TOLD: usize = 10;

/// Where a fresh run differs from the stored one, in sentences; empty where it is identical to the bit.
pub fn differences(
    stored: (&Folder, &Manifest),
    fresh: (&Folder, &Manifest),
    tables: &[Vec<Measure>],
) -> Result<Vec<String>, Error> {
    let (old, new) = (stored.1, fresh.1);
    let mut found = Vec::new();
    let mut expect = |what: &str, old: &str, new: &str| {
        if old != new {
            found.push(format!("{what}: stored {old}, now {new}"));
        }
    };
    expect("input_digest", &old.input_digest, &new.input_digest);
    expect("replications", &old.replications.to_string(), &new.replications.to_string());
    expect("failed replications", &format!("{:?}", old.failed), &format!("{:?}", new.failed));
    for (before, after) in old.arms.iter().zip(&new.arms) {
        expect(&format!("digest of {}", before.name), &before.digest, &after.digest);
    }
    if found.is_empty() {
        outcomes(stored, fresh, tables, &mut found)?;
        if found.is_empty() && old.result_digest != new.result_digest {
            found.push(format!("result_digest: stored {}, now {}", old.result_digest, new.result_digest));
        }
    }
    Ok(found)
}

fn outcomes(
    stored: (&Folder, &Manifest),
    fresh: (&Folder, &Manifest),
    tables: &[Vec<Measure>],
    found: &mut Vec<String>,
) -> Result<(), Error> {
    let manifest = stored.1;
    let wanted = |number: u32| {
        number < manifest.replications && !manifest.failed.iter().any(|failure| failure.replication == number)
    };
    let mut before = Shelf::open(stored.0, manifest.seed, wanted)?;
    let mut after = Shelf::open(fresh.0, manifest.seed, wanted)?;
    let mut count = 0;
    for (arm, measures) in manifest.arms.iter().zip(tables) {
        for number in (0..manifest.replications).filter(|number| wanted(*number)) {
            let old = before.outcome(&arm.digest, number)?;
            let new = after.outcome(&arm.digest, number)?;
            if old.same_bits(new) {
                continue;
            }
            count += 1;
            if count <= MOST_TOLD {
                let place = first_difference(old, new, measures, &arm.sites);
                found.push(format!("{}, replication {number}: {place}", arm.name));
            }
        }
    }
    if count > MOST_TOLD {
        found.push(format!("and {} more", count - MOST_TOLD));
    }
    Ok(())
}

fn first_difference(old: &Outcome, new: &Outcome, measures: &[Measure], sites: &[String]) -> String {
    if (old.measures, old.sites, old.periods) != (new.measures, new.sites, new.periods) {
        return "another number of measures, sites or periods".into();
    }
    for window in std::iter::once(Window::Summary).chain((0..old.periods).map(Window::Period)) {
        for site in std::iter::once(None).chain((0..old.sites).map(Some)) {
            for (index, measure) in measures.iter().enumerate() {
                let (a, b) = (old.value(window, site, index), new.value(window, site, index));
                if a.to_bits() != b.to_bits() {
                    let place = site.and_then(|s| sites.get(s as usize)).map_or("all", String::as_str);
                    return format!(
                        "{} ({}, {place}): stored {a}, now {b}",
                        measure.name,
                        window_name(window)
                    );
                }
            }
        }
    }
    "not the same bits".into()
}
