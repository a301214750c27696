//! Answers of people, by column.

use rayon::prelude::*;

use super::Size;
use crate::clinic::people::answers::COLUMNS;
use crate::clinic::{Case, Clinics};
use crate::system::{Seed, System};

/// Answers of one replication.
pub(super) struct Rows(Vec<f64>);

/// Place of a column.
pub(super) fn place(name: &str) -> usize {
    COLUMNS.iter().position(|column| *column == name).expect("the name of a column of answers")
}

impl Rows {
    /// A column of those rows of which a condition holds.
    pub fn column(&self, name: &str, holds: impl Fn(&[f64]) -> bool) -> Vec<f64> {
        let wanted = place(name);
        self.0.chunks_exact(COLUMNS.len()).filter(|row| holds(row)).map(|row| row[wanted]).collect()
    }

    /// A column of clinicians.
    pub fn clinicians(&self, name: &str) -> Vec<f64> {
        let clinician = place("clinician");
        self.column(name, |row| row[clinician] == 1.0)
    }

    /// A column of clinicians at one wave.
    pub fn clinicians_at(&self, name: &str, number: u32) -> Vec<f64> {
        let (clinician, wave) = (place("clinician"), place("wave"));
        self.column(name, |row| row[clinician] == 1.0 && row[wave] == f64::from(number))
    }
}

/// What people of `case` answer in each replication, on the days that `base` simulated: its own, where the two are one.
pub(super) fn ask(base: &Case, case: &Case, size: Size) -> Vec<Rows> {
    (0..size.replications)
        .into_par_iter()
        .map(|replication| {
            let answers = Clinics.answers_fast(base, case, Seed::new(size.seed, replication));
            Rows(answers.expect("people of these scenarios have states").rows)
        })
        .collect()
}

/// What people answer in full runs.
pub(super) fn ask_in_full(case: &Case, size: Size) -> Vec<Rows> {
    (0..size.replications)
        .into_par_iter()
        .map(|replication| {
            let answers = Clinics.answers(case, Seed::new(size.seed, replication));
            Rows(answers.expect("people of these scenarios have states").rows)
        })
        .collect()
}

/// Mean of a list that has numbers.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
