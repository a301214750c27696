//! How long a run must be: when a scenario that begins empty has settled, whether its warm-up is as long as that, and how many
//! replications a precision takes.
//!
//! The way of the data: replications of a case of weekly periods from the first week of the warm-up on go into blocks, as
//! any run's; [`settling()`] reads the series of the measures asked for out of them and judges each; [`tables`], [`answer`] and
//! [`present`] say the result for files, programs and people.

pub mod answer;
pub mod figures;
pub mod present;
mod series;
pub mod tables;

use std::sync::atomic::AtomicBool;

use super::run::{Arm, Plan, Stopping, Watch, run};
use crate::error::Error;
use crate::statistics::settling::{
    Averaged, Goal, Needed, Truncations, Unsettled, averaged, moving, mser5, needed, truncations,
};
use crate::store::Blocks;
use crate::store::manifest::Failure;
use crate::system::{Measure, System};

/// Half windows of the moving averages, in weeks: from a little smoothing to half a year on either side.
pub const WINDOWS: [usize; 4] = [1, 5, 13, 26];

/// What is asked.
#[derive(Debug)]
pub struct Question<'a, C> {
    /// The scenario, as a case of weekly periods that begin with the run: what its measured time would leave out is in them.
    pub arm: &'a Arm<C>,
    /// Names of the measures.
    pub measures: &'a [String],
    /// Master seed.
    pub seed: u64,
    /// Number of replications, 2 or more.
    pub replications: u32,
    /// Number of threads; changes no number.
    pub threads: usize,
    /// The scenario's own warm-up, in weeks.
    pub warmup_weeks: u32,
    /// Weeks of its summary, `[from, until)`, counted from the begin of the run.
    pub summary: (u32, u32),
    /// The half-width wanted, as a share of the mean.
    pub precision: f64,
    /// Level of the intervals, in (0, 1).
    pub level: f64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Settling {
    /// Name of the scenario.
    pub name: String,
    /// Its file as given.
    pub file: String,
    /// Master seed.
    pub seed: u64,
    /// Number of replications, failed ones included.
    pub replications: u32,
    /// Those that failed.
    pub failed: Vec<Failure>,
    /// Weeks of a replication, the warm-up's included.
    pub weeks: usize,
    /// The scenario's own warm-up, in weeks.
    pub warmup_weeks: u32,
    /// Weeks of its summary, `[from, until)`, counted from the begin of the run.
    pub summary: (u32, u32),
    /// The half-width wanted, as a share of the mean.
    pub precision: f64,
    /// Level of the intervals.
    pub level: f64,
    /// A row for each measure, in the order of the table of measures.
    pub rows: Vec<Row>,
    /// Sentences for the log and the person.
    pub notes: Vec<String>,
}

/// What is known of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The measure.
    pub measure: Measure,
    /// Its mean over replications in each week of the run.
    pub weekly: Vec<Averaged>,
    /// Moving averages of these, for each of [`WINDOWS`].
    pub smoothed: Vec<Vec<f64>>,
    /// The warm-up that it needs, in weeks, or why that is not known.
    pub warmup: Result<u32, Unsettled>,
    /// Mean of the weeks after that warm-up; NaN where it is not known.
    pub settled_mean: f64,
    /// The same of single replications: weeks, as in `warmup`.
    pub single: Truncations,
    /// Replications needed, from the summaries of these; `None` where fewer than two define the measure.
    pub needed: Option<Needed>,
}

/// Whether the scenario's warm-up is long enough for a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The measure has settled when the warm-up ends.
    Suffices,
    /// It settles later.
    TooShort,
    /// It is not known when it settles.
    Unknown,
}

impl Verdict {
    /// Its word in files.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Suffices => "suffices",
            Verdict::TooShort => "too_short",
            Verdict::Unknown => "unknown",
        }
    }
}

impl Row {
    /// Whether a warm-up is long enough.
    pub fn verdict(&self, warmup_weeks: u32) -> Verdict {
        match self.warmup {
            Ok(weeks) if weeks <= warmup_weeks => Verdict::Suffices,
            Ok(_) => Verdict::TooShort,
            Err(_) => Verdict::Unknown,
        }
    }
}

impl Settling {
    /// The longest warm-up that a measure needs; `None` where none is known.
    pub fn warmup(&self) -> Option<u32> {
        self.rows.iter().filter_map(|row| row.warmup.ok()).max()
    }

    /// The verdict on the scenario's warm-up over all measures: the worst of them, and one that is too short is worst.
    pub fn verdict(&self) -> Verdict {
        let any = |verdict| self.rows.iter().any(|row| row.verdict(self.warmup_weeks) == verdict);
        [Verdict::TooShort, Verdict::Unknown].into_iter().find(|one| any(*one)).unwrap_or(Verdict::Suffices)
    }

    /// Replications that give the precision to every measure, and the cautious number; `None` where one of them is out of
    /// reach, or no measure is defined.
    pub fn needed(&self) -> (Option<usize>, Option<usize>) {
        let of = |pick: fn(&Needed) -> Option<usize>| {
            let each: Option<Vec<usize>> =
                self.rows.iter().filter_map(|row| row.needed.as_ref()).map(pick).collect();
            each.and_then(|numbers| numbers.into_iter().max())
        };
        (of(|needed| needed.replications), of(|needed| needed.cautious))
    }
}

/// Runs what the blocks do not hold yet and judges every measure.
///
/// MSER-5 looks at batches of five weeks. Their boundaries are laid so that the scenario's own warm-up is one of the lengths
/// that it may find: the first `warmup_weeks mod 5` weeks are always left out. A step at the end of the warm-up (people's
/// steady start) is then left out whole, and not a batch too early or too late. So a warm-up may come out up to four weeks
/// longer than needed, and never longer than the scenario's for that reason.
///
/// # Errors
/// As [`run`]. Panics where a measure is none of the case's.
pub fn settling<S: System>(
    system: &S,
    question: &Question<'_, S::Case>,
    blocks: &Blocks,
    stop: &AtomicBool,
    watch: &mut dyn Watch,
) -> Result<Settling, Error> {
    let plan = Plan {
        arms: std::slice::from_ref(question.arm),
        seed: question.seed,
        stopping: Stopping::Replications(question.replications),
        leading: question.measures,
        level: question.level,
        threads: question.threads,
    };
    let results = run(system, &plan, blocks, stop, watch)?;
    let numbers: Vec<u32> = results.numbers().collect();
    let table = system.measures(&question.arm.case);
    let place = |name: &String| {
        table.iter().position(|row| row.name == *name).expect("the measures asked for are the case's")
    };
    let mut columns: Vec<usize> = question.measures.iter().map(place).collect();
    columns.sort_unstable();
    let weekly = series::read(blocks, &question.arm.digest, question.seed, &numbers, &columns)?;
    let judged = columns.iter().zip(weekly);
    let rows: Vec<Row> = judged
        .map(|(column, weekly)| {
            judge(question, table[*column].clone(), &weekly, &results.column(0, None, *column))
        })
        .collect();
    Ok(Settling {
        name: question.arm.name.clone(),
        file: question.arm.file.clone(),
        seed: question.seed,
        replications: results.replications,
        weeks: rows.first().map_or(0, |row| row.weekly.len()),
        warmup_weeks: question.warmup_weeks,
        summary: question.summary,
        precision: question.precision,
        level: question.level,
        rows,
        notes: results.notes,
        failed: results.failed,
    })
}

/// One measure: its weekly series in each replication, and its summaries.
fn judge<C>(question: &Question<'_, C>, measure: Measure, series: &[Vec<f64>], summaries: &[f64]) -> Row {
    let first = question.warmup_weeks as usize % crate::statistics::settling::mser::BATCH;
    let weekly = averaged(series);
    let means: Vec<f64> = weekly.iter().map(|week| week.mean).collect();
    let later = |series: &[f64]| series[first.min(series.len())..].to_vec();
    let found = mser5(&later(&means));
    let single = truncations(&series.iter().map(|one| later(one)).collect::<Vec<_>>());
    let weeks = |left_out: Option<usize>| left_out.map(|number| first + number);
    Row {
        measure,
        smoothed: WINDOWS.iter().map(|window| moving(&means, *window)).collect(),
        weekly,
        warmup: found.map(|at| (first + at.leave_out) as u32).map_err(|reason| reason.later_by(first)),
        settled_mean: found.map_or(f64::NAN, |at| at.mean),
        single: Truncations {
            least: weeks(single.least),
            median: weeks(single.median),
            most: weeks(single.most),
            ..single
        },
        needed: needed(summaries, Goal::Relative(question.precision), question.level),
    }
}
