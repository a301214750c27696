//! What a study simulates: clinics, or a system with known answers. One system for the commands, so that none of them asks which.

use crate::clinic::{Case, Clinics};
use crate::experiment::exploration::built_in::BuiltInSystem;
use crate::system::{Measure, Outcome, Seed, Support, System, Terms};

/// The system of a study.
#[derive(Debug, Clone)]
pub enum Subject {
    /// Clinics.
    Clinics(Clinics),
    /// A system with known answers.
    BuiltIn(BuiltInSystem),
}

/// A case of the system of a study.
#[derive(Debug, Clone)]
pub enum SubjectCase {
    /// A clinic.
    Clinic(Box<Case>),
    /// A point of a system with known answers.
    Point(Vec<f64>),
}

/// Sentence of an impossible state.
const OWN: &str = "a study builds only cases of its own system";

impl SubjectCase {
    fn clinic(&self) -> &Case {
        match self {
            SubjectCase::Clinic(case) => case,
            SubjectCase::Point(_) => unreachable!("{OWN}"),
        }
    }

    fn point(&self) -> &Vec<f64> {
        match self {
            SubjectCase::Point(point) => point,
            SubjectCase::Clinic(_) => unreachable!("{OWN}"),
        }
    }
}

impl System for Subject {
    type Case = SubjectCase;

    fn measures(&self, case: &SubjectCase) -> Vec<Measure> {
        match self {
            Subject::Clinics(system) => system.measures(case.clinic()),
            Subject::BuiltIn(system) => system.measures(case.point()),
        }
    }

    fn sites(&self, case: &SubjectCase) -> Vec<String> {
        match self {
            Subject::Clinics(system) => system.sites(case.clinic()),
            Subject::BuiltIn(system) => system.sites(case.point()),
        }
    }

    fn trunk(&self, case: &SubjectCase) -> String {
        match self {
            Subject::Clinics(system) => system.trunk(case.clinic()),
            Subject::BuiltIn(system) => system.trunk(case.point()),
        }
    }

    fn terms(&self, case: &SubjectCase) -> Option<Terms> {
        match self {
            Subject::Clinics(system) => system.terms(case.clinic()),
            Subject::BuiltIn(system) => system.terms(case.point()),
        }
    }

    fn weakest_grade(&self, base: &SubjectCase, case: &SubjectCase) -> Vec<Option<Support>> {
        match self {
            Subject::Clinics(system) => system.weakest_grade(base.clinic(), case.clinic()),
            Subject::BuiltIn(system) => system.weakest_grade(base.point(), case.point()),
        }
    }

    fn run(&self, cases: &[&SubjectCase], seed: Seed) -> Vec<Outcome> {
        match self {
            Subject::Clinics(system) => {
                system.run(&cases.iter().map(|case| case.clinic()).collect::<Vec<_>>(), seed)
            }
            Subject::BuiltIn(system) => {
                system.run(&cases.iter().map(|case| case.point()).collect::<Vec<_>>(), seed)
            }
        }
    }
}
