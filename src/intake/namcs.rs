//! Visits of the National Ambulatory Medical Care Survey 2019 (NCHS), public-use file: how visits to primary
//! care divide into kinds, how many are of new patients, how many medicines they involve.
//!
//! Weights `PATWT`, strata `CSTRATM`, primary units `CPSUM` (the physicians sampled, masked); primary care is
//! `SPECCAT = "Primary care specialty"`. Visits without a stated reason are left out and their share is told.

use std::path::Path;

use serde::Serialize;

use super::survey::{Design, Estimate, FEWEST_RECORDS};
use super::table::Table;
use crate::declaration::{Faults, suggest};
use crate::error::Error;

/// The columns that are read; the file may have more.
const COLUMNS: [&str; 7] = ["CSTRATM", "CPSUM", "PATWT", "SPECCAT", "SENBEFOR", "MAJOR", "NUMMED"];
const STRATUM: usize = 0;
const UNIT: usize = 1;
const WEIGHT: usize = 2;
const SPECIALTY: usize = 3;
const SEEN_BEFORE: usize = 4;
const REASON: usize = 5;
const MEDICINES: usize = 6;

/// The specialties that are kept.
pub const PRIMARY_CARE: &str = "Primary care specialty";
/// What stands where nothing is known.
const UNKNOWN: [&str; 4] = ["Blank", "Unknown", "Blank or unknown", ""];
const NEW: &str = "No, new patient";
const ESTABLISHED: &str = "Yes, established patient";
/// More medicines than this are not recorded.
const MOST_MEDICINES: f64 = 30.0;

/// The kinds of visit, and the major reasons (`MAJOR`) that are counted to each. Checks before and after
/// surgery are planned visits for a known problem, so they go with the routine ones: 2 in 100 visits.
pub const KINDS: [(&str, &[&str]); 4] = [
    ("acute", &["New problem (less than 3 mos. onset)"]),
    ("chronic_flare", &["Chronic problem, flare-up"]),
    ("chronic_routine", &["Chronic problem, routine", "Pre-surgery", "Post-surgery"]),
    ("preventive", &["Preventive care"]),
];

/// What was found in the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Visits {
    /// Visits in the file.
    pub rows: usize,
    /// Those to primary care.
    pub primary_care: usize,
    /// Strata of the sample.
    pub strata: usize,
    /// Primary units of the sample.
    pub units: usize,
    /// Strata with one unit only.
    pub single_unit_strata: usize,
    /// Share of visits to primary care without a stated reason, which are left out of the shares of kinds.
    pub without_reason: Option<Estimate>,
    /// Share of visits to primary care that are of new patients, of those where it is known.
    pub new: Estimate,
    /// Mean number of medicines at a visit to primary care.
    pub medicines: Estimate,
    /// The kinds.
    pub kinds: Vec<Kind>,
}

/// A kind of visit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kind {
    /// Its name, that of the pathway.
    pub name: &'static str,
    /// The reasons counted to it.
    pub reasons: &'static [&'static str],
    /// Share of visits with a stated reason.
    pub share: Estimate,
    /// Share that is of new patients.
    pub new: Estimate,
    /// Mean number of medicines.
    pub medicines: Estimate,
    /// How the number of medicines is distributed.
    pub distribution: Vec<Bin>,
}

/// Visits with some numbers of medicines. Numbers with fewer than 30 visits are pooled with the next ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// Lowest number of medicines.
    pub from: u32,
    /// Highest.
    pub to: u32,
    /// Weighted mean number, so that pooling does not change the mean of all.
    pub value: f64,
    /// Share of the visits of the kind.
    pub share: Estimate,
}

/// A visit to primary care.
struct Visit {
    kind: Option<usize>,
    new: Option<bool>,
    medicines: u32,
}

/// Reads the file and estimates.
///
/// # Errors
/// [`Error::Faults`] with everything that is wrong with the file; [`Error::File`] if it cannot be read.
pub fn estimate(path: &Path) -> Result<Visits, Error> {
    let mut faults = Faults::default();
    let table = Table::read(path, &COLUMNS, &mut faults)?;
    let visits = table.and_then(|table| from_table(&table, &mut faults));
    match visits {
        Some(visits) if faults.is_empty() => Ok(visits),
        _ => Err(faults.into()),
    }
}

fn from_table(table: &Table, faults: &mut Faults) -> Option<Visits> {
    let mut weights = Vec::with_capacity(table.len());
    let mut visits = Vec::with_capacity(table.len());
    for row in 0..table.len() {
        for column in [STRATUM, UNIT] {
            if table.cell(row, column).is_empty() {
                table.fault(row, column, "the number of a stratum or unit", None, faults);
            }
        }
        let weight = table.number((row, WEIGHT), "a weight above 0", |weight| weight > 0.0, faults);
        weights.push(weight.unwrap_or(1.0));
        let primary = table.cell(row, SPECIALTY) == PRIMARY_CARE;
        visits.push(if primary { visit(table, row, faults) } else { None });
    }
    if !faults.is_empty() {
        return None;
    }
    let design = Design::new(
        (0..table.len()).map(|row| (table.cell(row, STRATUM), table.cell(row, UNIT), weights[row])),
    );
    let found = summary(&design, &visits);
    if found.is_none() {
        let expected = format!(
            "visits with SPECCAT = \"{PRIMARY_CARE}\", of every kind, of new and established patients"
        );
        let kept = visits.iter().flatten().count();
        faults.fault(table.start(), "SPECCAT", expected, format!("{kept} of {} rows", table.len()), None);
    }
    found
}

/// One visit to primary care; faults where a word or number is not one of the survey's.
fn visit(table: &Table, row: usize, faults: &mut Faults) -> Option<Visit> {
    let reasons = KINDS.iter().flat_map(|(_, reasons)| reasons.iter().copied());
    let reason = word(table, (row, REASON), reasons.chain(UNKNOWN), faults)?;
    let seen = word(table, (row, SEEN_BEFORE), [NEW, ESTABLISHED].into_iter().chain(UNKNOWN), faults)?;
    let whole = |x: f64| (0.0..=MOST_MEDICINES).contains(&x) && x.fract() == 0.0;
    let medicines =
        table.number((row, MEDICINES), "a whole number of medicines from 0 to 30", whole, faults)?;
    Some(Visit {
        kind: KINDS.iter().position(|(_, reasons)| reasons.contains(&reason)),
        new: [ESTABLISHED, NEW].iter().position(|known| *known == seen).map(|index| index == 1),
        medicines: medicines as u32,
    })
}

/// One of some words, else a fault.
fn word<'a>(
    table: &'a Table,
    (row, column): (usize, usize),
    known: impl Iterator<Item = &'static str> + Clone,
    faults: &mut Faults,
) -> Option<&'a str> {
    let found = table.cell(row, column);
    if known.clone().any(|word| word == found) {
        return Some(found);
    }
    let help = suggest::help(found, known.filter(|word| !word.is_empty()));
    table.fault(row, column, "a label of the survey of 2019", help, faults);
    None
}

fn summary(design: &Design, visits: &[Option<Visit>]) -> Option<Visits> {
    let kind_of = |i: usize| visits[i].as_ref().and_then(|visit| visit.kind);
    let new_of = |i: usize| visits[i].as_ref().and_then(|visit| visit.new);
    let medicines_of = |i: usize| visits[i].as_ref().map_or(0.0, |visit| f64::from(visit.medicines));
    let mut kinds = Vec::new();
    for (k, (name, reasons)) in KINDS.iter().enumerate() {
        kinds.push(Kind {
            name,
            reasons,
            share: design.share(|i| kind_of(i).is_some(), |i| kind_of(i) == Some(k))?,
            new: design
                .share(|i| kind_of(i) == Some(k) && new_of(i).is_some(), |i| new_of(i) == Some(true))?,
            medicines: design.mean(|i| kind_of(i) == Some(k), medicines_of)?,
            distribution: distribution(design, visits, k)?,
        });
    }
    Some(Visits {
        rows: visits.len(),
        primary_care: visits.iter().flatten().count(),
        strata: design.strata(),
        units: design.units(),
        single_unit_strata: design.single_unit_strata(),
        without_reason: design
            .share(|i| visits[i].is_some(), |i| kind_of(i).is_none())
            .filter(|share| share.n > 0),
        new: design.share(|i| new_of(i).is_some(), |i| new_of(i) == Some(true))?,
        medicines: design.mean(|i| visits[i].is_some(), medicines_of)?,
        kinds,
    })
}

/// The distribution of the number of medicines of a kind, in bins of at least 30 visits each where there are
/// that many.
fn distribution(design: &Design, visits: &[Option<Visit>], kind: usize) -> Option<Vec<Bin>> {
    let number_of =
        |i: usize| visits[i].as_ref().filter(|visit| visit.kind == Some(kind)).map(|visit| visit.medicines);
    let mut counts = vec![0usize; MOST_MEDICINES as usize + 1];
    for number in (0..visits.len()).filter_map(number_of) {
        counts[number as usize] += 1;
    }
    let mut bins = Vec::new();
    for (from, to) in pooled(&counts) {
        let within = |i: usize| number_of(i).is_some_and(|number| (from..=to).contains(&number));
        let value = design.mean(within, |i| f64::from(number_of(i).unwrap_or(0)))?.value;
        bins.push(Bin { from, to, value, share: design.share(|i| number_of(i).is_some(), within)? });
    }
    Some(bins)
}

/// Ranges of neighboring numbers with at least 30 visits each; the rest goes to the last one.
fn pooled(counts: &[usize]) -> Vec<(u32, u32)> {
    let mut bins: Vec<(u32, u32)> = Vec::new();
    let (mut from, mut visits) = (0u32, 0);
    for (number, count) in (0u32..).zip(counts) {
        visits += count;
        if visits >= FEWEST_RECORDS {
            bins.push((from, number));
            (from, visits) = (number + 1, 0);
        }
    }
    let highest = (0u32..).zip(counts).filter(|(_, count)| **count > 0).map(|(number, _)| number).last();
    match (bins.last_mut(), highest) {
        (Some(last), Some(highest)) => last.1 = highest,
        (None, Some(highest)) => bins.push((0, highest)),
        (_, None) => {}
    }
    bins
}
