//! Surveys in the form in which they are held.

use super::SourceId;
use crate::clinic::science::instruments::survey::Survey;
use crate::engine::random::Identity;

/// All surveys, and what the forms that people fill in are booked under.
#[derive(Debug, Clone, Default)]
pub struct SurveysModel {
    /// In the order of their names.
    pub list: Vec<SurveyModel>,
    /// Stream to which the forms of each person belong, or `NONE`.
    pub sources: Vec<SourceId>,
}

/// A survey that comes round.
#[derive(Debug, Clone)]
pub struct SurveyModel {
    /// Owner of its random streams.
    pub identity: Identity,
    /// As the file says.
    pub settings: Survey,
    /// Number of its instrument among `instruments::survey::KINDS`.
    pub instrument: usize,
    /// Whether each person is asked.
    pub asks: Vec<bool>,
    /// Its pathway of one step, or `NONE` where an answer takes no time.
    pub pathway: u16,
}

impl SurveysModel {
    /// Whether anybody is asked by an instrument.
    pub fn asks(&self, p: usize, instrument: usize) -> bool {
        self.list.iter().any(|survey| survey.instrument == instrument && survey.asks[p])
    }
}
