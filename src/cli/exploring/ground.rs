//! The ground that a study stands on: its alternatives as self-contained texts, and cases built from them with settings.

use super::subject::{Subject, SubjectCase};
use crate::cli::cases::{self, Prepared};
use crate::cli::model;
use crate::clinic::{Case, Clinics, Parameters};
use crate::declaration::Scalar;
use crate::error::Error;
use crate::experiment::exploration::built_in::BuiltInSystem;
use crate::experiment::exploration::{Declared, Design, Exploration, Space};
use crate::experiment::{Arm, Selection};
use crate::scenario::{self, Loaded};
use crate::system::{Measure, Setting, System};

/// Places in the range of a factor at which it is tried before anything is run: the golden section from either end.
const PLACES: [f64; 2] = [0.381_966_011_250_105_1, 0.618_033_988_749_894_9];
/// Values of a factor that are tried, at most.
const TRIED: usize = 30;
/// Points of a list or grid whose values are tried, at most.
const POINTS_TRIED: u64 = 10_000;

/// One scenario of a study, from which cases are built.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Its name.
    pub name: String,
    /// Digest of its resolved parameters and the version of the numbers.
    pub digest: String,
    /// The scenario as one self-contained text; empty for a built-in system.
    pub resolved: String,
}

/// Builds the case of an alternative with settings; the error says why the scenario refuses them.
pub type Build = dyn Fn(usize, &[Setting]) -> Result<SubjectCase, String> + Sync;

/// What is known of a parameter, by its path.
pub type Known = dyn Fn(&str) -> Option<Declared> + Sync;

/// A study made ready.
pub struct Ground {
    /// The system.
    pub system: Subject,
    /// Its alternatives; one for a sweep.
    pub alternatives: Vec<Alternative>,
    /// Builds cases.
    pub build: Box<Build>,
    /// What is known of a parameter of the first alternative.
    pub declared: Box<Known>,
    /// Measures that are kept where the study names none.
    pub leading: Vec<String>,
}

impl Ground {
    /// The case of a point: `point` counts the alternatives of one place in the space before it goes to the next place.
    ///
    /// # Errors
    /// Why the scenario refuses the point.
    pub fn case(&self, space: Option<&Space>, point: u64) -> Result<SubjectCase, String> {
        let count = self.alternatives.len() as u64;
        let settings = space.map_or(Vec::new(), |space| space.settings(point / count));
        (self.build)((point % count) as usize, &settings)
    }

    /// Takes the first alternative out.
    pub fn drop_first(&mut self) {
        self.alternatives.remove(0);
        let build = std::mem::replace(&mut self.build, Box::new(|_, _| Err(String::new())));
        self.build = Box::new(move |alternative, settings| build(alternative + 1, settings));
    }

    /// The measures of all alternatives: those of the first, then what only others have.
    ///
    /// # Errors
    /// What is wrong with an alternative.
    pub fn table(&self) -> Result<Vec<Measure>, Error> {
        let mut table: Vec<Measure> = Vec::new();
        for alternative in 0..self.alternatives.len() {
            let case = (self.build)(alternative, &[]).map_err(Error::Failed)?;
            let more = self.system.measures(&case);
            let known = |measure: &Measure| table.iter().any(|other| other.name == measure.name);
            let more: Vec<Measure> = more.into_iter().filter(|measure| !known(measure)).collect();
            table.extend(more);
        }
        Ok(table)
    }

    /// The measures that a study keeps, in the order of its names; families are resolved in the first alternative.
    ///
    /// # Errors
    /// A measure that does not exist, as a sentence.
    pub fn measures(&self, named: &[String]) -> Result<Vec<Measure>, Error> {
        let table = self.table()?;
        let all = [table.clone()];
        let names = if named.is_empty() { &self.leading } else { named };
        let names = Selection::named(names, &all)?.named_ones(&all).unwrap_or_default();
        let find = |name: &String| table.iter().find(|measure| measure.name == *name).cloned();
        Ok(names.iter().filter_map(find).collect())
    }

    /// The first alternative without settings.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn case_as_it_is(&self) -> Result<SubjectCase, Error> {
        (self.build)(0, &[]).map_err(Error::Failed)
    }

    /// Tries the values of each factor, all else as it is: at two places of its range that no round number stands at and at its
    /// ends, or its alternatives, levels or listed values. A factor of which all are refused is a fault; of others it is said
    /// which are refused, since together with other factors they may be right.
    ///
    /// # Errors
    /// [`Error::Faults`] with all factors that the scenario refuses altogether.
    pub fn try_factors(&self, study: &Exploration, space: &Space) -> Result<Vec<String>, Error> {
        let (mut refused, mut notes) = (Vec::new(), Vec::new());
        for (number, factor) in study.factors.iter().enumerate().filter(|(_, f)| f.together.is_none()) {
            let values = tried(study, space, number);
            let attempt = |value| (self.build)(0, &factor.settings(value).collect::<Vec<_>>()).err();
            let answers: Vec<(&Scalar, String)> =
                values.iter().filter_map(|value| Some((value, attempt(value)?))).collect();
            match answers.first() {
                Some((_, words)) if answers.len() == values.len() => refused.push((number, words.clone())),
                Some(_) => notes.extend(answers.iter().map(|(value, words)| {
                    format!("alone, the scenario refuses {} = {}: {words}", factor.name, value.words())
                })),
                None => {}
            }
        }
        if refused.is_empty() { Ok(notes) } else { Err(study.refused(&refused)) }
    }
}

/// The values of a factor that are tried.
fn tried(study: &Exploration, space: &Space, number: usize) -> Vec<Scalar> {
    let factor = &study.factors[number];
    let of_points = |count: u64| {
        let mut values: Vec<Scalar> = (0..count).map(|point| space.values(point)[number].clone()).collect();
        values.sort();
        values.dedup();
        values.truncate(TRIED);
        values
    };
    match (&study.design, factor.alternatives()) {
        (Design::List(_) | Design::Grid(_), _) => of_points(space.points().min(POINTS_TRIED)),
        (_, Some(values)) => values.iter().take(TRIED).cloned().collect(),
        (_, None) if factor.is_bounded() => {
            [PLACES[0], PLACES[1], 0.0, 1.0].map(|unit| factor.at(unit)).to_vec()
        }
        (_, None) => PLACES.map(|unit| factor.at(unit)).to_vec(),
    }
}

/// The ground of scenarios that were read and made comparable.
///
/// # Errors
/// Faults of a resolved scenario, of which there are none where the scenario itself had none.
pub fn comparable(prepared: &Prepared) -> Result<Ground, Error> {
    let read = |(arm, text): (&Arm<Case>, &String)| {
        let loaded = scenario::load_text::<Parameters>(&arm.name, text, &[], model::check)?;
        Ok((arm.name.clone(), loaded))
    };
    let loaded: Result<_, Error> = prepared.arms.iter().zip(&prepared.resolved).map(read).collect();
    loaded.map(clinics)
}

/// The ground of scenarios that were read.
pub fn clinics(loaded: Vec<(String, Loaded<Parameters>)>) -> Ground {
    let alternative = |(name, scenario): &(String, Loaded<Parameters>)| Alternative {
        name: name.clone(),
        digest: scenario::digest(&scenario.shown, crate::NUMBERS),
        resolved: scenario::resolved_toml(scenario),
    };
    let alternatives: Vec<Alternative> = loaded.iter().map(alternative).collect();
    let texts: Vec<(String, String)> =
        alternatives.iter().map(|a| (a.name.clone(), a.resolved.clone())).collect();
    let build = move |alternative: usize, settings: &[Setting]| {
        let (name, text) = &texts[alternative];
        let set: Vec<String> =
            settings.iter().map(|setting| format!("{}={}", setting.key, setting.value)).collect();
        let read = scenario::load_text::<Parameters>(name, text, &set, model::check);
        read.map(|loaded| SubjectCase::Clinic(Box::new(cases::arm(&loaded).case))).map_err(|e| e.brief())
    };
    let leading = match build(0, &[]) {
        Ok(SubjectCase::Clinic(case)) => cases::leading(&case),
        _ => Vec::new(),
    };
    let shown = loaded.into_iter().next().map_or_else(Vec::new, |(_, scenario)| scenario.shown);
    let declared = move |path: &str| {
        let shown = shown.iter().find(|shown| shown.path == path)?;
        Some(Declared {
            value: shown.value.parse().ok(),
            plausible: shown.declaration.plausible(),
            unit: shown.declaration.unit.to_owned(),
            grade: shown.declaration.grade.words().to_owned(),
            source: shown.declaration.source.to_owned(),
        })
    };
    let system = Subject::Clinics(Clinics);
    Ground { system, alternatives, build: Box::new(build), declared: Box::new(declared), leading }
}

/// The ground of a built-in system.
pub fn built_in(system: BuiltInSystem, name: &str) -> Ground {
    let identity = format!("{name} {system:?} {}", crate::NUMBERS);
    let digest = blake3::hash(identity.as_bytes()).to_hex().to_string();
    let builder = system.clone();
    Ground {
        system: Subject::BuiltIn(system),
        alternatives: vec![Alternative { name: name.to_owned(), digest, resolved: String::new() }],
        build: Box::new(move |_, settings| builder.case(settings).map(SubjectCase::Point)),
        declared: Box::new(|_| None),
        leading: vec!["y".to_owned()],
    }
}
