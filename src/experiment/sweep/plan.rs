//! What a sweep is going to do: written once, read by every process that works on it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::experiment::precision::FEWEST;
use crate::system::Measure;

/// Work that a unit shall take, about.
const UNIT_SECONDS: f64 = 10.0;
/// Most rows of a unit: they are in memory together.
const UNIT_ROWS: u64 = 50_000;
/// Units that a sweep is cut into at least, where it has so many points: else few processes could share it.
const FEWEST_UNITS: u64 = 64;

/// How many replications of each point.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// So many, or with a precision at most so many.
    pub replications: u32,
    /// Go on until the half-width of every measure is this share of its mean.
    pub precision: Option<f64>,
}

/// The plan of a sweep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// `cliniq.plan/1`.
    pub schema: String,
    /// Version of the numbers: plans of versions that compute other numbers are other plans.
    pub numbers: String,
    /// Digest of all that changes a row: inputs, factors, design, seed, measures, version of the numbers.
    pub digest: String,
    /// Name of the study.
    pub name: String,
    /// Master seed.
    pub seed: u64,
    /// How many replications.
    pub kept: Kept,
    /// The measures that are kept, in the order of a row.
    pub measures: Vec<Measure>,
    /// Number of points.
    pub points: u64,
    /// Points of a unit; the last one may have fewer.
    pub points_per_unit: u64,
    /// Measured time of a replication as it was planned, in seconds of one core; sizes units, changes no number.
    pub seconds_per_replication: f64,
}

impl Plan {
    /// How many points a unit shall have, from the time that a replication takes.
    pub fn points_per_unit_for(points: u64, kept: Kept, seconds_per_replication: f64) -> u64 {
        let replications = match kept.precision {
            // A precision is mostly reached long before the most replications.
            Some(_) => kept.replications.min(4 * FEWEST),
            None => kept.replications,
        };
        let seconds = (seconds_per_replication * f64::from(replications)).max(1e-9);
        let by_time = (UNIT_SECONDS / seconds) as u64;
        let by_rows = UNIT_ROWS / u64::from(kept.replications.max(1));
        by_time.min(by_rows).min(points / FEWEST_UNITS).max(1)
    }

    /// Number of units.
    pub fn units(&self) -> u64 {
        self.points.div_ceil(self.points_per_unit)
    }

    /// The points of a unit.
    pub fn points_of(&self, unit: u64) -> Range<u64> {
        let first = unit * self.points_per_unit;
        first..(first + self.points_per_unit).min(self.points)
    }

    /// Rows in all; with a precision, at most.
    pub fn rows(&self) -> u64 {
        self.points * u64::from(self.kept.replications)
    }

    /// The units of one of `shards` equal parts: numbers `shard`, `shard + shards`, …
    pub fn units_of_shard(&self, shard: u64, shards: u64) -> impl Iterator<Item = u64> + use<> {
        (shard..self.units()).step_by(shards as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_take_some_seconds_and_are_many_enough_to_share() {
        let kept = Kept { replications: 20, precision: None };
        let size = |points, seconds| Plan::points_per_unit_for(points, kept, seconds);
        assert_eq!(size(100_000, 0.035), 14, "ten seconds");
        assert_eq!(size(100_000, 1e-6), 1_562, "64 units");
        assert_eq!(size(10_000_000, 1e-6), 2_500, "50,000 rows");
        assert_eq!(size(100, 10.0), 1);
        assert_eq!(size(5, 1e-6), 1);
    }
}
