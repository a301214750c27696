//! Figures: single numbers made of people's answers, as publications report them.
//!
//! A figure first turns rows of answers into *observations*: the few numbers that it needs, in clusters
//! ([`super::observations`]). Then it makes its number of them ([`Kind::value`]), of all clusters or of a new draw of
//! them ([`super::resample`]).

use super::correlation::pearson;
use super::estimate::moments;
use super::icc::icc;
use super::logistic::logistic;

/// A figure: what is computed, of which rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What is computed.
    pub kind: Kind,
    /// Rows that count fulfil all of these.
    pub filters: Vec<Filter>,
}

/// A condition on one column; not known is not fulfilled.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// Smallest value that counts.
    pub least: f64,
    /// Largest value that counts.
    pub most: f64,
}

/// A column that may be cut into 0 and 1: 1 from `at_least` on, 0 up to `at_most`, left out between the two. With one of
/// them alone, 0 is all below it, or 1 all above; with none the column is taken as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The column.
    pub column: String,
    /// From here on it is 1.
    pub at_least: Option<f64>,
    /// Up to here it is 0.
    pub at_most: Option<f64>,
}

/// What a figure computes.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Mean of a column.
    Mean(String),
    /// Standard deviation of a column.
    Sd(String),
    /// Share of a column at or above a cut.
    ShareAtLeast(String, f64),
    /// Share of rows in which any of several columns is at or above its cut.
    ShareAny(Vec<(String, f64)>),
    /// Pearson's correlation of two columns.
    Correlation(String, String),
    /// Correlation of a column with the same person's value so many waves before.
    LagCorrelation(String, u32),
    /// Odds ratio of a 0/1 outcome for one unit of a predictor, adjusted for other columns.
    OddsRatio {
        /// What happens.
        outcome: Split,
        /// What tells it.
        predictor: Split,
        /// Other predictors.
        adjusting: Vec<String>,
        /// Predictors are looked up in the same person's answers so many waves before.
        waves_before: u32,
    },
    /// Intraclass correlation of a column in the groups of another.
    Icc(String, String),
    /// Mean of a column times the number of waves in a year: events of a person and year.
    RatePerYear(String, f64),
    /// Rate of a 0/1 column among the exposed over that among the others.
    HazardRatio {
        /// What happens, per wave.
        event: String,
        /// Who is exposed (1) or not (0).
        exposed: Split,
        /// Exposure is looked up in the same person's answers so many waves before.
        waves_before: u32,
    },
}

/// Columns that say which answers belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    /// People of one cluster are drawn together (clinics); without it, all people of a replication are.
    pub cluster: Option<String>,
    /// Who answers.
    pub person: String,
    /// In which wave, a whole number.
    pub wave: String,
}

/// Level of the intervals within a figure's parts, which a figure does not show.
const LEVEL: f64 = 0.95;

impl Figure {
    /// The columns that the figure reads.
    pub fn columns<'a>(&'a self, names: &'a Names) -> Vec<&'a str> {
        let mut columns: Vec<&str> = match &self.kind {
            Kind::Mean(column)
            | Kind::Sd(column)
            | Kind::ShareAtLeast(column, _)
            | Kind::RatePerYear(column, _) => vec![column],
            Kind::ShareAny(cuts) => cuts.iter().map(|(column, _)| column.as_str()).collect(),
            Kind::Correlation(a, b) | Kind::Icc(a, b) => vec![a, b],
            Kind::LagCorrelation(column, _) => vec![column],
            Kind::OddsRatio { outcome, predictor, adjusting, .. } => {
                let two = [outcome.column.as_str(), predictor.column.as_str()];
                two.into_iter().chain(adjusting.iter().map(String::as_str)).collect()
            }
            Kind::HazardRatio { event, exposed, .. } => vec![event, &exposed.column],
        };
        if self.waves().is_some() {
            columns.extend([names.person.as_str(), names.wave.as_str()]);
        }
        columns.extend(self.filters.iter().map(|filter| filter.column.as_str()));
        columns.extend(self.cluster(names));
        columns
    }

    /// The column whose values are drawn together: of an intraclass correlation its own groups.
    pub fn cluster<'a>(&'a self, names: &'a Names) -> Option<&'a str> {
        match &self.kind {
            Kind::Icc(_, group) => Some(group),
            _ => names.cluster.as_deref(),
        }
    }

    /// How many waves back it looks, where it does.
    pub fn waves(&self) -> Option<u32> {
        match self.kind {
            Kind::LagCorrelation(_, waves) => Some(waves),
            Kind::HazardRatio { waves_before, .. } | Kind::OddsRatio { waves_before, .. }
                if waves_before > 0 =>
            {
                Some(waves_before)
            }
            _ => None,
        }
    }
}

impl Split {
    /// The value, cut; NaN where it lies between or is not known.
    pub fn cut(&self, value: f64) -> f64 {
        match (self.at_least, self.at_most) {
            _ if value.is_nan() => f64::NAN,
            (None, None) => value,
            (Some(least), _) if value >= least => 1.0,
            (Some(_), None) => 0.0,
            (_, Some(most)) if value <= most => 0.0,
            (None, Some(_)) => 1.0,
            (Some(_), Some(_)) => f64::NAN,
        }
    }
}

impl Kind {
    /// Numbers of one observation.
    pub fn width(&self) -> usize {
        match self {
            Kind::Correlation(..) | Kind::LagCorrelation(..) | Kind::HazardRatio { .. } => 2,
            Kind::OddsRatio { adjusting, .. } => 2 + adjusting.len(),
            _ => 1,
        }
    }

    /// The number made of clusters of observations, or why there is none.
    pub fn value(&self, clusters: &[&[f64]]) -> Result<f64, &'static str> {
        let column = |index: usize| -> Vec<f64> {
            let width = self.width();
            clusters.iter().flat_map(|cluster| cluster.chunks_exact(width).map(|o| o[index])).collect()
        };
        match self {
            Kind::Mean(_) | Kind::ShareAtLeast(..) | Kind::ShareAny(_) => mean(&column(0)),
            Kind::RatePerYear(_, waves) => Ok(mean(&column(0))? * waves),
            Kind::Sd(_) => {
                let variance = moments(&column(0)).and_then(|m| m.variance);
                variance.map(f64::sqrt).ok_or("fewer than two answers")
            }
            Kind::Correlation(..) | Kind::LagCorrelation(..) => {
                pearson(&column(0), &column(1)).ok_or("one of the two does not vary")
            }
            Kind::OddsRatio { .. } => {
                let predictors: Vec<Vec<f64>> = (1..self.width()).map(column).collect();
                let found = logistic(&column(0), &predictors).map_err(|reason| reason.words())?;
                Ok(found.odds_ratio(0, LEVEL).value)
            }
            Kind::Icc(..) => {
                Ok(icc(clusters, LEVEL).ok_or("no group of two, or nothing varies within groups")?.value)
            }
            Kind::HazardRatio { .. } => hazard_ratio(&column(0), &column(1)),
        }
    }
}

fn mean(values: &[f64]) -> Result<f64, &'static str> {
    moments(values).map(|found| found.mean).ok_or("no answers")
}

/// Events per exposed row over events per other row; the rows stand for equal spans of time (Rothman 2012,
/// Epidemiology, chapter 4).
fn hazard_ratio(event: &[f64], exposed: &[f64]) -> Result<f64, &'static str> {
    let among = |which: f64| -> Vec<f64> {
        event.iter().zip(exposed).filter(|(_, e)| **e == which).map(|(event, _)| *event).collect()
    };
    let (with, without) = (mean(&among(1.0)), mean(&among(0.0)));
    match (with, without) {
        (Ok(with), Ok(without)) if without > 0.0 => Ok(with / without),
        (Ok(_), Ok(_)) => Err("no event among the unexposed"),
        _ => Err("nobody is exposed, or everybody"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_cuts_and_leaves_out_what_lies_between() {
        let split = |at_least, at_most| Split { column: "x".into(), at_least, at_most };
        let cut = |split: Split| [4.0, 5.0, 5.5, 6.0].map(|x| split.cut(x));
        assert_eq!(cut(split(None, None)), [4.0, 5.0, 5.5, 6.0]);
        assert_eq!(cut(split(Some(5.5), None)), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(cut(split(None, Some(5.0))), [0.0, 0.0, 1.0, 1.0]);
        let [low, edge, between, high] = cut(split(Some(6.0), Some(5.0)));
        assert!((low, edge, high) == (0.0, 0.0, 1.0) && between.is_nan());
        assert!(split(Some(6.0), None).cut(f64::NAN).is_nan());
    }

    #[test]
    fn rates_are_compared_and_what_cannot_be_says_why() {
        let kind = Kind::HazardRatio {
            event: "left".into(),
            exposed: Split { column: "ill".into(), at_least: None, at_most: None },
            waves_before: 0,
        };
        // Exposed: 1 of 2 leaves; others: 1 of 4.
        let rows = [1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(kind.value(&[&rows[..4], &rows[4..]]), Ok(2.0));
        assert_eq!(kind.value(&[&rows[2..4], &rows[6..]]), Err("no event among the unexposed"));
        assert_eq!(kind.value(&[&rows[..4]]), Err("nobody is exposed, or everybody"));
        assert_eq!(Kind::Mean("x".into()).value(&[]), Err("no answers"));
        assert_eq!(Kind::RatePerYear("x".into(), 2.0).value(&[&[0.0, 1.0], &[0.0, 0.0]]), Ok(0.5));
    }
}
