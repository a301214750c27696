//! The event log as CSV.

use crate::clinic::trace::Entry;
use crate::clinic::world::NO_PATIENT;
use crate::document::{Cell, Table};
use crate::engine::time::Time;
use crate::replay::log::{Log, id};
use crate::report;

/// Columns of the log: first what every tool for event logs asks for, then what else is known of a row.
const COLUMNS: [&str; 15] = [
    "case_id",
    "activity",
    "resource",
    "role",
    "clinic",
    "queued",
    "start",
    "end",
    "kind",
    "class",
    "part_id",
    "patient_id",
    "at_home",
    "helps",
    "finished",
];

/// The whole log.
pub(super) fn csv(log: &Log) -> String {
    let mut table = Table::new(&COLUMNS);
    table.rows.extend(log.entries.iter().map(|entry| row(log, entry).map(Cell::Text).to_vec()));
    String::from_utf8(report::csv::table(&table)).expect("texts in, text out")
}

fn row(log: &Log, entry: &Entry) -> [String; COLUMNS.len()] {
    let moment = |time: Time| log.clock.moment(time);
    [
        id(entry.case.value()),
        entry.activity.clone(),
        log.resource(entry).to_owned(),
        log.role(entry).to_owned(),
        log.clinic(entry).to_owned(),
        moment(entry.queued),
        moment(entry.start),
        moment(entry.end),
        entry.kind.clone(),
        entry.class.to_owned(),
        id(entry.part.value()),
        if entry.patient == NO_PATIENT { String::new() } else { entry.patient.to_string() },
        entry.at_home.to_string(),
        entry.helps.to_string(),
        entry.finished.to_string(),
    ]
}
