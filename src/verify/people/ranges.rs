//! The edges of the shipped ranges: a design over them, lived on recorded days at every point and simulated in full at some.

use rayon::prelude::*;

use super::rows::{Rows, ask, ask_in_full, mean};
use super::{Size, case};
use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Clinics, Parameters};
use crate::error::Error;
use crate::experiment::calibrate::design::latin_hypercube;
use crate::scenario;
use crate::statistics::correlation::spearman;
use crate::statistics::quantile;
use crate::system::{Identity, Purpose, Seed, System};

/// Parameters with the ends of their shipped ranges (dynamics D8).
pub const RANGES: [(&str, f64, f64); 10] = [
    ("well_being.resources.buffer", 0.0, 0.8),
    ("well_being.resources.loss_spiral", 0.0, 0.5),
    ("well_being.contagion.exhaustion", 0.0, 0.8),
    ("well_being.contagion.cynicism", 0.0, 0.8),
    ("well_being.exhaustion.strain_exponent", 1.0, 2.5),
    ("well_being.feedback.slow_down", 0.0, 0.2),
    ("well_being.exhaustion.half_life_days", 90.0, 365.0),
    ("well_being.demand.after_hours_weight", 0.5, 1.0),
    ("well_being.demand.part_time_exponent", 0.0, 1.0),
    ("well_being.exhaustion.drift_days", 30.0, 365.0),
];
/// Mean exhaustion below and above which a clinic has collapsed or exploded, of 54 points.
pub const BOUNDS: (f64, f64) = (3.0, 50.0);
/// Replications of a point on recorded days, and of a full run.
pub const EACH: [u32; 2] = [8, 4];
/// Every so manieth inner point is simulated in full, as are the highest and the lowest.
const FULL: usize = 8;

/// What came out at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Mean true exhaustion of clinicians, of 54 points.
    pub exhaustion: f64,
    /// Share of clinicians who are burned out, by true scores and the usual rule.
    pub prevalence: f64,
    /// Clinicians who leave a year, of 100: by their hazards.
    pub turnover: f64,
    /// Minutes after hours a working day.
    pub after_hours: f64,
}

/// One point.
#[derive(Debug, Clone)]
pub struct Point {
    /// Values of [`RANGES`] that differ from the baseline's.
    pub values: Vec<(usize, f64)>,
    /// Gain of the loop of work and exhaustion.
    pub gain: f64,
    /// On recorded days; `None` where the check of scenarios refuses the point.
    pub recorded: Option<Found>,
    /// In full runs, where there are any.
    pub full: Option<Found>,
}

/// All points.
#[derive(Debug, Clone)]
pub struct Ranges {
    /// The baseline itself.
    pub shipped: Point,
    /// The ends of each range, low and high, all else as shipped.
    pub ends: Vec<[Point; 2]>,
    /// Points inside.
    pub inside: Vec<Point>,
}

/// Lives and simulates all points.
///
/// # Errors
/// [`Error::Faults`] where the baseline has any.
pub fn ranges(baseline: &Case, size: Size) -> Result<Ranges, Error> {
    let recorded = |values: Vec<(usize, f64)>| point(baseline, values, size);
    let design: Vec<Vec<f64>> = design(size);
    let mut inside = design.par_iter().map(|unit| recorded(inner(unit))).collect::<Result<Vec<_>, _>>()?;
    let end = |k: usize| -> Result<[Point; 2], Error> {
        let (_, low, high) = RANGES[k];
        Ok([recorded(vec![(k, low)])?, recorded(vec![(k, high)])?])
    };
    let ends = (0..RANGES.len()).into_par_iter().map(end).collect::<Result<Vec<_>, _>>()?;
    let mut shipped = recorded(Vec::new())?;
    for place in in_full(&inside) {
        inside[place].full = Some(simulate(&inside[place].values, size)?);
    }
    shipped.full = Some(simulate(&[], size)?);
    Ok(Ranges { shipped, ends, inside })
}

impl Ranges {
    /// All points.
    pub fn all(&self) -> impl Iterator<Item = &Point> {
        std::iter::once(&self.shipped).chain(self.ends.iter().flatten()).chain(&self.inside)
    }

    /// Points of which a number is none, or at which exhaustion leaves [`BOUNDS`].
    pub fn wild(&self) -> Vec<&Point> {
        let is_wild = |found: &Found| {
            let numbers = [found.exhaustion, found.prevalence, found.turnover, found.after_hours];
            !numbers.iter().all(|number| number.is_finite())
                || !(BOUNDS.0..=BOUNDS.1).contains(&found.exhaustion)
        };
        self.all().filter(|point| point.recorded.iter().chain(&point.full).any(is_wild)).collect()
    }

    /// Rank correlation of each parameter with a number over the inner points.
    pub fn ranks(&self, number: impl Fn(&Found) -> f64) -> Vec<Option<f64>> {
        let accepted: Vec<(&Point, Found)> =
            self.inside.iter().filter_map(|point| Some((point, point.recorded?))).collect();
        let numbers: Vec<f64> = accepted.iter().map(|(_, found)| number(found)).collect();
        let value = |k: usize| accepted.iter().map(|(point, _)| point.values[k].1).collect::<Vec<f64>>();
        (0..RANGES.len()).map(|k| spearman(&value(k), &numbers)).collect()
    }
}

/// Lowest, median and highest of a number.
pub fn spread(found: &[Found], number: impl Fn(&Found) -> f64) -> Option<[f64; 3]> {
    let numbers: Vec<f64> = found.iter().map(number).collect();
    Some([quantile(&numbers, 0.0)?, quantile(&numbers, 0.5)?, quantile(&numbers, 1.0)?])
}

fn design(size: Size) -> Vec<Vec<f64>> {
    let mut stream =
        Seed::new(size.seed, 0).stream(Purpose::named("design over ranges"), Identity::named("ranges"));
    latin_hypercube(size.points, RANGES.len(), &mut || stream.uniform())
}

fn inner(unit: &[f64]) -> Vec<(usize, f64)> {
    unit.iter().zip(RANGES).map(|(u, (_, low, high))| low + u * (high - low)).enumerate().collect()
}

fn settings(values: &[(usize, f64)]) -> Vec<String> {
    values.iter().map(|(k, value)| format!("{}={value}", RANGES[*k].0)).collect()
}

/// A point, lived on recorded days, if the check of scenarios accepts it.
fn point(baseline: &Case, values: Vec<(usize, f64)>, size: Size) -> Result<Point, Error> {
    let gain = gain(&values)?;
    let recorded = match case("baseline", &settings(&values)) {
        Err(_) => None,
        Ok(other) => {
            let few = Size { replications: EACH[0].min(size.replications), ..size };
            Some(found(&ask(baseline, &other, few)))
        }
    };
    Ok(Point { values, gain, recorded, full: None })
}

/// Gain of the loop, also where it is refused.
fn gain(values: &[(usize, f64)]) -> Result<f64, Error> {
    let mut overrides = settings(values);
    overrides.push("well_being.feedback.allow_bistable=true".to_owned());
    let loaded = scenario::load_shipped::<Parameters>("baseline", &overrides, check)?;
    Ok(loaded.parameters.well_being.with_loop(|of| of.gain()))
}

fn found(rows: &[Rows]) -> Found {
    let of = |column: &str| mean(&rows.iter().map(|rows| mean(&rows.clinicians(column))).collect::<Vec<_>>());
    Found {
        exhaustion: of("exhaustion"),
        prevalence: of("burned_out"),
        turnover: 100.0 * of("leaving_hazard_per_year"),
        after_hours: of("after_hours_hours_per_week") * 60.0 / 5.0,
    }
}

/// Inner points to simulate in full: every so manieth that was accepted, the lowest and the highest.
fn in_full(inside: &[Point]) -> Vec<usize> {
    let mut accepted: Vec<(usize, f64)> = inside
        .iter()
        .enumerate()
        .filter_map(|(place, point)| Some((place, point.recorded?.exhaustion)))
        .collect();
    accepted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let last = accepted.len().saturating_sub(1);
    let wanted = accepted.iter().enumerate().filter(|(rank, _)| rank % FULL == 0 || *rank == last);
    wanted.map(|(_, (place, _))| *place).collect()
}

/// A point in full runs, in which exhaustion acts back on work.
fn simulate(values: &[(usize, f64)], size: Size) -> Result<Found, Error> {
    let few = Size { replications: EACH[1].min(size.replications), ..size };
    let case = case("baseline", &settings(values))?;
    let runs: Vec<[f64; 2]> = (0..few.replications)
        .into_par_iter()
        .map(|replication| {
            let outcome = Clinics.run(&[&case], Seed::new(size.seed, replication)).remove(0);
            measures(&case).map(|place| outcome.summary()[place])
        })
        .collect();
    let of = |k: usize| mean(&runs.iter().map(|run| run[k]).collect::<Vec<_>>());
    Ok(Found { turnover: of(0), after_hours: of(1), ..found(&ask_in_full(&case, few)) })
}

/// Places of the measures of turnover and of minutes after hours.
fn measures(case: &Case) -> [usize; 2] {
    let all = Clinics.measures(case);
    ["turnover_per_100_fte_year", "after_hours_minutes_per_day"].map(|name| {
        all.iter()
            .position(|measure| measure.name == name)
            .expect("the baseline measures people and evenings")
    })
}
