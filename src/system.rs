//! The contract between the model and the experiments: measures, outcomes, and the system under study.
//! Left of it stands the model, right of it all that would serve any other model.

use serde::{Deserialize, Serialize};

pub use crate::engine::random::{Identity, Purpose, Seed};

/// Which direction of change is good news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Less is better (waits, backlog).
    Lower,
    /// More is better (visits).
    Higher,
    /// Neither by itself (utilization).
    Neither,
}

/// One row of the table of measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Stable key in files, e.g. `patient_wait_minutes`.
    pub name: String,
    /// Words for a person, e.g. "Wait before being seen".
    pub label: String,
    /// Unit, e.g. `minutes`.
    pub unit: String,
    /// Denominator, e.g. `patient seen`, `week`.
    pub per: String,
    /// Which direction is good.
    pub better: Better,
    /// Where the definition comes from (citation or decision).
    pub source: String,
}

/// Weeks of a period where a case says nothing else; the last one of a run may be shorter.
pub const PERIOD_WEEKS: u32 = 4;

/// Weeks of a year of 365.25 days.
pub const YEAR_WEEKS: f64 = 365.25 / 7.0;

/// On what terms a case counts money. Cases of different terms do not compare.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// The year in whose prices all amounts stand, US$.
    pub price_year: u32,
    /// Discount rate per year, 0.03 is 3 %.
    pub discount_rate: f64,
    /// Whose costs count, in a word.
    pub perspective: String,
    /// Weeks of the measured time: the horizon of money.
    pub weeks: f64,
    /// Number of people of whom `burnout_prevalence` is a share.
    pub clinicians: f64,
    /// What single things cost, by name: where these differ, a difference of costs is also one of prices.
    pub prices: Vec<(String, f64)>,
}

/// How well a difference in one measure is supported by evidence: the weakest grade on the way from what was changed to
/// the measure, and where that grade stands first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Support {
    /// The weakest grade, in words.
    pub grade: &'static str,
    /// The first parameter on the way that has it.
    pub parameter: String,
    /// How many parameters on the way have it.
    pub parameters: usize,
}

/// What a reader looks at first in a case, by the names of its measures; only measures that the case has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Views {
    /// The measures that matter most, by group, in the order of reading.
    pub groups: Vec<(&'static str, Vec<String>)>,
    /// What a whole system is judged by, aim by aim, side by side; measures may stand in several.
    pub scorecard: Vec<(&'static str, Vec<String>)>,
    /// The share of days that ask too much of people, and what too much is, in words.
    pub infeasible: Option<(String, String)>,
    /// Measures whose course over time is shown.
    pub courses: Vec<String>,
    /// The one of these that is told of first.
    pub leading: Option<String>,
    /// What somebody in charge would watch week by week.
    pub pressure: Vec<String>,
    /// Those of them that pile up, so that their slope tells more than they do.
    pub stocks: Vec<String>,
    /// An alarm: by how much it comes ahead, the share of its weeks that nothing follows, and that share of weeks without it.
    pub alarm: Option<[String; 3]>,
    /// The chain of layers that errors must pass, where there is one.
    pub chain: Option<Chain>,
    /// When what changes the system begins, works in full and ends.
    pub begins: Vec<Begin>,
    /// Weeks of a period.
    pub period_weeks: u32,
    /// Measured weeks; the last period ends with them. 0 for a system without weeks.
    pub weeks: f64,
    /// Measured weeks of the summary, from and until; `None` for a system without weeks.
    pub summary: Option<(f64, f64)>,
}

/// Layers that errors must pass, by the names of measures in one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// What comes to the first layer.
    pub came: String,
    /// Each layer's name, and what it caught.
    pub caught: Vec<(String, String)>,
    /// What passed all of them, counted as what was caught.
    pub passed: String,
}

/// When a change begins, in measured weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct Begin {
    /// Its name.
    pub name: String,
    /// It begins.
    pub from: f64,
    /// It works in full, where that is later.
    pub full: Option<f64>,
    /// It ends, where it does.
    pub until: Option<f64>,
}

/// What one replication of one case observed: a number per measure, in total, per site and per period.
/// Undefined numbers (a mean of nothing) are NaN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Number of measures.
    pub measures: u32,
    /// Number of sites.
    pub sites: u32,
    /// Number of periods: of 4 weeks, or as long as the case says.
    pub periods: u32,
    /// Rows of `measures` numbers: summary in total, summary per site, then for each period total and per site.
    pub values: Vec<f64>,
}

/// Which weeks a number speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The summary window of the case.
    Summary,
    /// One period, from 0: 4 weeks of the measured time, unless the case has others.
    Period(u32),
}

impl Outcome {
    /// One number; `site` is `None` for the whole system. Panics where the index is outside the outcome.
    pub fn value(&self, window: Window, site: Option<u32>, measure: usize) -> f64 {
        let block = match window {
            Window::Summary => 0,
            Window::Period(period) => 1 + period,
        };
        let row = block * (1 + self.sites) + site.map_or(0, |s| 1 + s);
        self.values[row as usize * self.measures as usize + measure]
    }

    /// The summary of the whole system: a number per measure.
    pub fn summary(&self) -> &[f64] {
        &self.values[..self.measures as usize]
    }

    /// Whether two outcomes are the same to the bit (NaN equals NaN).
    pub fn same_bits(&self, other: &Outcome) -> bool {
        (self.measures, self.sites, self.periods) == (other.measures, other.sites, other.periods)
            && self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(|(a, b)| a.to_bits() == b.to_bits())
    }
}

/// Answers of single people, on request: one row for each person and wave, row-major.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows of as many numbers as there are columns; NaN is not known.
    pub rows: Vec<f64>,
}

/// One parameter set from outside, as front ends write it: `run.weeks` and `52`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Dotted path of the parameter.
    pub key: String,
    /// Its value, as in a file.
    pub value: String,
}

/// A system under study: what experiments know of a model.
pub trait System: Sync {
    /// A checked, runnable set of parameters.
    type Case: Sync;

    /// The table of measures of a case.
    fn measures(&self, case: &Self::Case) -> Vec<Measure>;

    /// The names of the sites of a case (clinics).
    fn sites(&self, case: &Self::Case) -> Vec<String>;

    /// Identifies the part of the case that matters before week 0 of the measured time. Cases with equal
    /// trunks share one warm-up.
    fn trunk(&self, case: &Self::Case) -> String;

    /// On what terms the case counts money; `None` where it does not.
    fn terms(&self, _case: &Self::Case) -> Option<Terms> {
        None
    }

    /// The weakest grade of evidence on the way from what distinguishes a case from a base to each measure of the case,
    /// in their order; `None` where nothing graded lies on the way. Empty for a system without grades.
    fn weakest_grade(&self, _base: &Self::Case, _case: &Self::Case) -> Vec<Option<Support>> {
        Vec::new()
    }

    /// Names of measures to watch when a case is compared with a base, because what distinguishes them may harm these; empty
    /// for a system that knows of none.
    fn watched(&self, _base: &Self::Case, _case: &Self::Case) -> Vec<String> {
        Vec::new()
    }

    /// The interventions of a case by name, each with the levers that it moves; empty for a system without levers.
    fn levers(&self, _case: &Self::Case) -> Vec<(String, Vec<String>)> {
        Vec::new()
    }

    /// What a reader looks at first; nothing for a system that does not say.
    fn views(&self, _case: &Self::Case) -> Views {
        Views { period_weeks: PERIOD_WEEKS, ..Views::default() }
    }

    /// Runs one replication of several cases that have equal trunks; the outcomes stand in the order of the
    /// cases, each the same bits as if that case ran alone.
    fn run(&self, cases: &[&Self::Case], seed: Seed) -> Vec<Outcome>;

    /// The answers of the people of one replication, from a full run; `None` where people of this system are not
    /// asked. Every case gives the same columns.
    fn answers(&self, _case: &Self::Case, _seed: Seed) -> Option<Answers> {
        None
    }

    /// The same from the equations of people alone, on the exposures that a run of `base` with the same seed
    /// recorded; `None` where a system has no such short cut.
    fn answers_fast(&self, _base: &Self::Case, _case: &Self::Case, _seed: Seed) -> Option<Answers> {
        None
    }
}
