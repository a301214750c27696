//! One factor: which parameters it sets, and which values it takes.

use super::file::FactorFile;
use crate::declaration::Scalar;
use crate::declaration::toml_text::number;
use crate::experiment::study::Scale;
use crate::statistics::uncertainty::{InputDistribution, integer};
use crate::system::Setting;

/// What a factor takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// One of several values, each with the same chance.
    Alternatives(Vec<Scalar>),
    /// A whole number, each with the same chance.
    Whole {
        /// Smallest.
        low: i64,
        /// Largest.
        high: i64,
    },
    /// A number.
    Number(Cut),
}

/// A distribution, cut off where the study says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The distribution.
    pub distribution: InputDistribution,
    /// Where it is cut off.
    pub bounds: Option<(f64, f64)>,
}

impl Cut {
    /// What is wrong with it, as a sentence; `None` where nothing is.
    pub(super) fn problem(&self) -> Option<String> {
        match self.bounds {
            Some((low, high)) => self.distribution.problem_within(low, high),
            None => self.distribution.problem(),
        }
    }

    /// Its smallest and largest value; `None` where it has none.
    fn ends(&self) -> Option<(f64, f64)> {
        use InputDistribution::{Beta, LogNormal, LogUniform, Normal, Pert, Triangular, Uniform};
        self.bounds.or(match self.distribution {
            Normal { .. } | LogNormal { .. } => None,
            Uniform { low, high }
            | LogUniform { low, high }
            | Triangular { low, high, .. }
            | Beta { low, high, .. }
            | Pert { low, high, .. } => Some((low, high)),
        })
    }

    /// The value at a place from 0 to 1, both included.
    fn value(&self, unit: f64) -> f64 {
        let inside = unit.clamp(EDGE, 1.0 - EDGE);
        match (self.ends(), self.bounds) {
            (Some((low, _)), _) if unit <= 0.0 => low,
            (Some((_, high)), _) if unit >= 1.0 => high,
            (_, Some((low, high))) => self.distribution.value_within(inside, low, high),
            (_, None) => self.distribution.value(inside),
        }
    }

    fn words(&self) -> String {
        use InputDistribution::{Beta, LogNormal, LogUniform, Normal, Pert, Triangular, Uniform};
        let n = number;
        let words = match self.distribution {
            Uniform { low, high } => format!("{} to {}", n(low), n(high)),
            LogUniform { low, high } => format!("{} to {}, evenly in the logarithm", n(low), n(high)),
            Triangular { low, mode, high } => {
                format!("triangular from {} to {}, most likely {}", n(low), n(high), n(mode))
            }
            Normal { mean, deviation } => format!("normal, mean {}, sd {}", n(mean), n(deviation)),
            LogNormal { mean, deviation } => format!("lognormal, mean {}, sd {}", n(mean), n(deviation)),
            Beta { low, high, mean, deviation } => {
                format!("beta from {} to {}, mean {}, sd {}", n(low), n(high), n(mean), n(deviation))
            }
            Pert { low, mode, high } => format!("PERT from {} to {}, mode {}", n(low), n(high), n(mode)),
        };
        match self.bounds {
            Some((low, high)) => format!("{words}, cut off at {} and {}", n(low), n(high)),
            None => words,
        }
    }
}

/// No distribution is asked for a place nearer to 0 or 1 than this.
const EDGE: f64 = 1.0 / (1_u64 << 53) as f64;

/// A factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// Its name in the study.
    pub name: String,
    /// Dotted paths of the parameters that it sets.
    pub paths: Vec<String>,
    /// What it takes; `None` until the range that its parameter declares is known.
    pub spread: Option<Spread>,
    /// Levels in a grid.
    pub levels: Option<u32>,
    /// Factors of the same word move together.
    pub together: Option<String>,
    /// Whether only whole numbers are taken.
    pub integer: bool,
}

/// What the front end knows of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    /// Its value in the scenario, where it is a number.
    pub value: Option<f64>,
    /// The range in which it may plausibly lie, where its declaration says so.
    pub plausible: Option<(f64, f64)>,
    /// Unit.
    pub unit: String,
    /// How well the default is supported, in words.
    pub grade: String,
    /// Where the default comes from.
    pub source: String,
}

impl Factor {
    /// The factor of a checked table.
    pub fn new(name: &str, file: &FactorFile) -> Self {
        let single = file.path.iter().cloned();
        let paths = single.chain(file.paths.iter().cloned()).map(|path| path.trim().to_string()).collect();
        let spread = spread(file);
        Factor {
            name: name.to_string(),
            paths,
            spread,
            levels: file.levels,
            together: file.together.clone(),
            integer: file.integer,
        }
    }

    /// Takes the plausible range that its parameter declares, with the scenario's value as the most likely one.
    ///
    /// # Errors
    /// What was expected, where the parameter declares no plausible range: the range that is allowed is much wider, and would
    /// make more of what is not known than anybody believes.
    pub(super) fn take_declared(&mut self, declared: Option<&Declared>) -> Result<(), String> {
        let Some((declared, (low, high))) = declared.and_then(|d| Some((d, d.plausible?))) else {
            return Err(
                "values, low and high, or a distribution: its parameter declares no plausible range".into()
            );
        };
        if self.integer && high.floor() - low.ceil() < 1.0 {
            return Err("low and high: its plausible range holds no two whole numbers".into());
        }
        self.spread = Some(match (self.integer, declared.value) {
            (true, _) => Spread::Whole { low: low.ceil() as i64, high: high.floor() as i64 },
            (false, Some(mode)) if mode > low && mode < high => Spread::Number(Cut {
                distribution: InputDistribution::Triangular { low, mode, high },
                bounds: None,
            }),
            (false, _) => {
                Spread::Number(Cut { distribution: InputDistribution::Uniform { low, high }, bounds: None })
            }
        });
        Ok(())
    }

    fn spread(&self) -> &Spread {
        self.spread.as_ref().expect("a factor whose range is not known was faulted")
    }

    /// The value at a place from 0 to 1 of its distribution.
    pub fn at(&self, unit: f64) -> Scalar {
        match self.spread() {
            Spread::Alternatives(values) => {
                let place = (unit * values.len() as f64) as usize;
                values[place.min(values.len() - 1)].clone()
            }
            Spread::Whole { low, high } => {
                Scalar(integer(unit.clamp(EDGE, 1.0 - EDGE), *low, *high).to_string())
            }
            Spread::Number(cut) => Scalar(number(cut.value(unit))),
        }
    }

    /// How far the value at a place of the design is from the smallest one, as a share of the way to the largest: of numbers the
    /// place itself, which counts equal shares of the distribution; of few values the step that is taken.
    pub fn place(&self, unit: f64) -> f64 {
        match self.spread() {
            Spread::Number(_) => unit,
            Spread::Alternatives(values) => {
                let place = ((unit * values.len() as f64) as usize).min(values.len() - 1);
                place as f64 / (values.len() - 1) as f64
            }
            Spread::Whole { low, high } => match self.at(unit).number() {
                Some(value) if high > low => (value - *low as f64) / (high - low) as f64,
                _ => 0.0,
            },
        }
    }

    /// Number of levels in a grid.
    pub fn level_count(&self, of_grid: u32) -> u64 {
        match self.spread() {
            Spread::Alternatives(values) => values.len() as u64,
            Spread::Whole { low, high } => {
                let all = high.abs_diff(*low) + 1;
                all.min(u64::from(self.levels.unwrap_or(of_grid)))
            }
            Spread::Number(_) => u64::from(self.levels.unwrap_or(of_grid)),
        }
    }

    /// The value of a level in a grid of `count` levels: evenly from end to end, or in the middles of equal shares where a
    /// distribution has no ends.
    pub fn level(&self, level: u64, count: u64) -> Scalar {
        let share = if count > 1 { level as f64 / (count - 1) as f64 } else { 0.0 };
        match self.spread() {
            Spread::Alternatives(values) => values[level as usize].clone(),
            Spread::Whole { low, high } => {
                Scalar((low + (share * (high - low) as f64).round() as i64).to_string())
            }
            Spread::Number(cut) => {
                let unit = if cut.ends().is_some() { share } else { (level as f64 + 0.5) / count as f64 };
                Scalar(number(cut.value(unit)))
            }
        }
    }

    /// Whether the factor has a smallest and a largest value.
    pub fn is_bounded(&self) -> bool {
        !matches!(self.spread(), Spread::Number(cut) if cut.ends().is_none())
    }

    /// Its values, where it takes one of several.
    pub fn alternatives(&self) -> Option<&[Scalar]> {
        match self.spread.as_ref() {
            Some(Spread::Alternatives(values)) => Some(values),
            _ => None,
        }
    }

    /// Whether its values are numbers.
    pub fn is_numeric(&self) -> bool {
        match self.spread.as_ref() {
            Some(Spread::Alternatives(values)) => values.iter().all(|value| value.number().is_some()),
            _ => true,
        }
    }

    /// Whether its values have an order: numbers, or no and yes.
    pub fn is_ordered(&self) -> bool {
        let is_truth = |value: &Scalar| value.0 == "true" || value.0 == "false";
        self.is_numeric() || self.alternatives().is_some_and(|values| values.iter().all(is_truth))
    }

    /// The number that stands for a value in an analysis: itself, or the place among the alternatives.
    pub fn number(&self, value: &Scalar) -> f64 {
        let place = || match self.spread.as_ref() {
            Some(Spread::Alternatives(values)) => values.iter().position(|other| other == value),
            _ => None,
        };
        match (value.number().filter(|_| self.is_numeric()), value.0.as_str()) {
            (Some(number), _) => number,
            (None, "true") => 1.0,
            (None, "false") => 0.0,
            (None, _) => place().map_or(f64::NAN, |place| place as f64),
        }
    }

    /// The settings that give its parameters a value.
    pub fn settings<'f>(&'f self, value: &'f Scalar) -> impl Iterator<Item = Setting> + 'f {
        self.paths.iter().map(|path| Setting { key: path.clone(), value: value.0.clone() })
    }

    /// What it takes, in words.
    pub fn words(&self) -> String {
        match self.spread.as_ref() {
            None => "as in the list".into(),
            Some(Spread::Alternatives(values)) => {
                let words: Vec<&str> = values.iter().map(|value| value.0.as_str()).collect();
                format!("one of {}", words.join(", "))
            }
            Some(Spread::Whole { low, high }) => format!("whole numbers from {low} to {high}"),
            Some(Spread::Number(cut)) => cut.words(),
        }
    }
}

/// The spread that a checked table says; `None` where it says none.
fn spread(file: &FactorFile) -> Option<Spread> {
    if !file.values.is_empty() {
        return Some(Spread::Alternatives(file.values.clone()));
    }
    let ends = file.low.zip(file.high);
    if let Some((low, high)) = ends.filter(|_| file.integer) {
        return Some(Spread::Whole { low: low as i64, high: high as i64 });
    }
    distribution(file).map(Spread::Number)
}

/// The distribution that a table says; `None` where it says none or lacks what the distribution needs.
pub(super) fn distribution(file: &FactorFile) -> Option<Cut> {
    let ends = file.low.zip(file.high);
    let cut = |distribution| Cut { distribution, bounds: ends };
    if let Some(normal) = &file.normal {
        return Some(cut(InputDistribution::Normal { mean: normal.mean, deviation: normal.sd }));
    }
    if let Some(lognormal) = &file.lognormal {
        return Some(cut(InputDistribution::LogNormal { mean: lognormal.mean, deviation: lognormal.sd }));
    }
    let (low, high) = ends?;
    let distribution = match (&file.triangular, &file.beta, file.scale) {
        (Some(triangular), ..) => InputDistribution::Triangular { low, mode: triangular.mode, high },
        (_, Some(beta), _) => InputDistribution::Beta { low, high, mean: beta.mean, deviation: beta.sd },
        (.., Scale::Linear) => InputDistribution::Uniform { low, high },
        (.., Scale::Log) => InputDistribution::LogUniform { low, high },
    };
    Some(Cut { distribution, bounds: None })
}
