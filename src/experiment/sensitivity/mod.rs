//! Sensitivity: which factors a measure depends on, and how.
//!
//! A [`Sample`] holds the factors and the measures at the points of a design, replication by replication; it comes from a sweep
//! or from a table made elsewhere ([`mod@table`]). [`analyze`] takes the method that fits the design: elementary effects for
//! trajectories, Sobol' indices for Saltelli's points, partial rank correlations for all others. [`mod@present`] shows what it
//! found.
//!
//! All points see the same random numbers in the same replication, so chance is common to them in part. What it does to an index
//! is told beside it, and taken out where the replications allow it.

pub mod figures;
mod methods;
pub(in crate::experiment) mod pictures;
pub mod present;
pub mod table;

use crate::experiment::design::{moved, recognize};
use crate::statistics::sensitivity::{Bar, Bootstrap, HeatMap};

/// Level of all intervals.
pub const LEVEL: f64 = 0.95;
/// With fewer replications than this, intervals of indices do not hold their level where chance is common to the points.
pub const FEW_REPLICATIONS: usize = 10;

/// Factors and measures at the points of a design.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Names of the factors.
    pub factors: Vec<String>,
    /// Whether the values of a factor have an order.
    pub ordered: Vec<bool>,
    /// Numbers of the factors: of each factor, point by point.
    pub inputs: Vec<Vec<f64>>,
    /// Places of the factors from 0 to 1, point by point, where the design has them.
    pub places: Option<Vec<Vec<f64>>>,
    /// How far the values at these places are from the smallest one, as a share of the way to the largest: what effects are
    /// measured against.
    pub scale: Option<Vec<Vec<f64>>>,
    /// Names of the measures.
    pub measures: Vec<String>,
    /// Numbers of the measures: of each measure, replication by replication, point by point; NaN where undefined or failed.
    pub values: Vec<Vec<Vec<f64>>>,
}

/// How sensitivity is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Elementary effects of trajectories.
    Morris,
    /// Sobol' indices of Saltelli's points.
    Sobol,
    /// Partial rank correlations of any other sample.
    Ranks,
}

impl Method {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Method::Morris => "morris",
            Method::Sobol => "sobol",
            Method::Ranks => "ranks",
        }
    }
}

/// One number that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Name of the measure.
    pub measure: String,
    /// Name of the factor; `all` for a number of the measure alone.
    pub factor: String,
    /// What it is: `mu_star`, `first`, `prcc`, …
    pub quantity: &'static str,
    /// The number; NaN where there is none.
    pub estimate: f64,
    /// Lower end of its interval; NaN where there is none.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Number of points, trajectories or base rows it is made of.
    pub n: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// The method.
    pub method: Method,
    /// Names of the measures.
    pub measures: Vec<String>,
    /// Names of the factors.
    pub factors: Vec<String>,
    /// Number of replications.
    pub replications: usize,
    /// All numbers.
    pub entries: Vec<Entry>,
    /// Data of the tornado of each measure: mean responses in the lowest and highest fifth of each factor.
    pub bars: Vec<(String, Vec<Bar>)>,
    /// The middle of each tornado: the mean response of the measure over the same points.
    pub centers: Vec<f64>,
    /// Data of heat maps: of a measure, over two factors and the edges of their bins.
    pub maps: Vec<Map>,
    /// What must be said with it.
    pub notes: Vec<String>,
}

/// A heat map and what it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The measure.
    pub measure: String,
    /// Places of the two factors.
    pub factors: [usize; 2],
    /// Edges of the bins of each.
    pub edges: [Vec<f64>; 2],
    /// The cells.
    pub map: HeatMap,
}

/// Settings of an analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Draws of the bootstrap.
    pub bootstrap: Bootstrap,
    /// Bins of each factor in heat maps.
    pub bins: usize,
    /// Seed of the bootstrap.
    pub seed: u64,
}

impl Sample {
    /// Number of points.
    pub fn points(&self) -> usize {
        self.inputs.first().map_or(0, Vec::len)
    }

    /// Number of replications.
    pub fn replications(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// One point: the numbers of the factors.
    fn row(&self, point: usize) -> Vec<f64> {
        self.inputs.iter().map(|input| input[point]).collect()
    }

    /// Places from 0 to 1: those of the design, or from the smallest to the largest number of each factor.
    fn unit_rows(&self) -> Vec<Vec<f64>> {
        if let Some(scale) = &self.scale {
            return scale.clone();
        }
        let ends: Vec<(f64, f64)> = self.inputs.iter().map(|input| ends(input)).collect();
        let place =
            |(x, (low, high)): (f64, &(f64, f64))| if high > low { (x - low) / (high - low) } else { 0.0 };
        (0..self.points()).map(|p| self.row(p).into_iter().zip(&ends).map(place).collect()).collect()
    }

    /// The mean response of a measure at each point, over the replications in which it is defined.
    fn means(&self, measure: usize) -> Vec<f64> {
        let of_point = |point: usize| {
            let defined = self.values[measure].iter().map(|run| run[point]).filter(|value| !value.is_nan());
            let (sum, n) = defined.fold((0.0, 0), |(sum, n), value| (sum + value, n + 1));
            if n == 0 { f64::NAN } else { sum / f64::from(n) }
        };
        (0..self.points()).map(of_point).collect()
    }

    /// The method that fits the points: Saltelli's rows and trajectories are recognized, anything else is a sample.
    pub fn method(&self) -> Method {
        let rows: Vec<Vec<f64>> = match &self.places {
            Some(places) => places.clone(),
            None => (0..self.points()).map(|point| self.row(point)).collect(),
        };
        let width = self.factors.len() + 1;
        let is_trajectory = |rows: &[Vec<f64>]| {
            let mut seen: Vec<usize> =
                rows.windows(2).filter_map(|pair| moved(&pair[0], &pair[1])).map(|m| m.coordinate).collect();
            seen.sort_unstable();
            seen == (0..width - 1).collect::<Vec<_>>()
        };
        if rows.len() > width && recognize(&rows).is_ok() {
            Method::Sobol
        } else if rows.len() > width
            && rows.len().is_multiple_of(width)
            && rows.chunks(width).all(is_trajectory)
        {
            Method::Morris
        } else {
            Method::Ranks
        }
    }
}

/// Smallest and largest of some numbers.
fn ends(numbers: &[f64]) -> (f64, f64) {
    numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)))
}

/// Analyzes a sample by a method.
///
/// # Errors
/// A sentence where the points are not those of the method.
pub fn analyze(sample: &Sample, method: Method, settings: &Settings) -> Result<Sensitivity, String> {
    let fits = sample.method();
    if method != Method::Ranks && fits != method {
        return Err(match method {
            Method::Sobol => {
                let rows: Vec<Vec<f64>> = (0..sample.points()).map(|point| sample.row(point)).collect();
                let why = recognize(&rows).err().unwrap_or_else(|| "there are too few".into());
                format!("the points are not those of Saltelli's design: {why}")
            }
            _ => "the points are no trajectories of Morris, in which one factor moves at a time".into(),
        });
    }
    let mut found = Sensitivity {
        method,
        measures: sample.measures.clone(),
        factors: sample.factors.clone(),
        replications: sample.replications(),
        entries: Vec::new(),
        bars: Vec::new(),
        centers: Vec::new(),
        maps: Vec::new(),
        notes: Vec::new(),
    };
    for measure in 0..sample.measures.len() {
        match method {
            Method::Morris => methods::morris(sample, measure, settings, &mut found),
            Method::Sobol => methods::sobol(sample, measure, settings, &mut found),
            Method::Ranks => methods::ranks(sample, measure, &mut found),
        }
        if method != Method::Morris {
            methods::pictures(sample, measure, settings, &mut found);
        }
    }
    if method != Method::Ranks && (2..FEW_REPLICATIONS).contains(&found.replications) {
        found.notes.push(format!(
            "With {} replications the intervals of indices are too narrow where chance is common to the points; ten or more are \
             advised.",
            found.replications
        ));
    }
    if found.replications == 1 {
        found.notes.push(
            "With one replication the indices are those of one course of chance, not of the mean response; built-in systems \
             without noise have no chance."
                .into(),
        );
    }
    Ok(found)
}
