//! The folder of a sweep: made from a study, or opened by any process that works on it.

use std::path::{Path, PathBuf};

use super::ground::{self, Ground};
use super::subject::SubjectCase;
use crate::cli::{cases, interrupt, model};
use crate::clinic::Parameters;
use crate::declaration::toml_text::quoted;
use crate::error::Error;
use crate::experiment::exploration::built_in::BuiltInSystem;
use crate::experiment::exploration::{self, Exploration, Factor, Space, Subject};
use crate::experiment::sweep::{Kept, Plan, seconds_per_replication};
use crate::scenario::{self, Override};
use crate::store::{Folder, Shelf};
use crate::system::Measure;

/// Where the study lies in a folder.
const STUDY: &str = "inputs/study.toml";
/// Where its list of points lies.
const LIST: &str = "inputs/points.csv";

/// A sweep that is planned.
pub struct Sweep {
    /// Its folder.
    pub folder: Folder,
    /// Its plan.
    pub plan: Plan,
    /// The study.
    pub study: Exploration,
    /// What it stands on.
    pub ground: Ground,
    /// Its points.
    pub space: Space,
    /// What must be said of its points before they are run.
    pub notices: Vec<String>,
}

impl Sweep {
    /// The case of a point.
    ///
    /// # Errors
    /// Why the scenario refuses it.
    pub fn case(&self, point: u64) -> Result<SubjectCase, String> {
        self.ground.case(Some(&self.space), point)
    }

    /// Its rows.
    pub fn shelf(&self) -> Shelf {
        self.folder.shelf(&self.plan.digest)
    }
}

/// The changes that a study makes throughout, named as a person finds them.
pub fn overrides(study: &Exploration) -> Vec<Override> {
    let named = |(index, text): (usize, &String)| {
        Override::new(format!("{}.toml, set #{}", study.name, index + 1), text.clone())
    };
    study.file.set.iter().enumerate().map(named).collect()
}

/// The ground of a study's own subject.
///
/// # Errors
/// All faults of the scenario.
pub fn ground_of(study: &Exploration) -> Result<Ground, Error> {
    study.need_subject()?;
    match &study.subject {
        Subject::None => unreachable!("a study without a subject was faulted"),
        Subject::Scenario(file) => {
            let loaded = cases::load(file, &overrides(study))?;
            Ok(ground::clinics(vec![(loaded.name.clone(), loaded)]))
        }
        Subject::BuiltIn(system) => {
            Ok(ground::built_in(BuiltInSystem::new(*system, study.file.noise), system.word()))
        }
    }
}

/// Plans a study into a folder, or goes on with the plan that the folder has.
///
/// # Errors
/// All faults of the study and its scenario; [`Error::Refused`] where the folder holds something else.
pub fn begin(path: &Path, out: Option<PathBuf>) -> Result<Sweep, Error> {
    // Who is told to stop from here on ends with 75 and leaves no half of a file.
    interrupt::flag();
    let mut study = exploration::read(path)?;
    let ground = ground_of(&study)?;
    let space = study.bind(&ground.declared)?;
    let kept = study.kept();
    begin_on(study, ground, space, kept, out)
}

/// The same of a study that was read and bound.
///
/// # Errors
/// As [`begin`].
pub fn begin_on(
    study: Exploration,
    ground: Ground,
    space: Space,
    kept: Kept,
    out: Option<PathBuf>,
) -> Result<Sweep, Error> {
    let notes = ground.try_factors(&study, &space)?;
    let mut plan = planned(&study, &ground, &space, kept)?;
    let path = out.unwrap_or_else(|| default_folder(&study, &plan));
    if !path.join("plan.json").is_file() {
        let case = ground.case(Some(&space), 0).or_else(|_| (ground.build)(0, &[])).map_err(Error::Failed)?;
        plan.seconds_per_replication = seconds_per_replication(&ground.system, &case, plan.seed);
    }
    let together = ground.alternatives.len() as u64;
    let of_unit = Plan::points_per_unit_for(plan.points, plan.kept, plan.seconds_per_replication);
    // The alternatives of one place stay together: they may share a warm-up.
    plan.points_per_unit = of_unit.next_multiple_of(together);
    let (folder, found) = Folder::take_for_sweep(&path, &text_of(&plan), |text| {
        let found = plan_of(text)?;
        match (found.numbers == plan.numbers, found.digest == plan.digest) {
            (false, _) => Err(format!("of a version that computes other numbers, {}", found.numbers)),
            (true, false) => Err(format!("plan {}", &found.digest[..8.min(found.digest.len())])),
            (true, true) => Ok(()),
        }
    })?;
    let found = plan_of(&found).map_err(Error::Refused)?;
    // A plan that is continued may ask for more replications; its units stay as they are.
    let plan = Plan {
        points_per_unit: found.points_per_unit,
        seconds_per_replication: found.seconds_per_replication,
        ..plan
    };
    let notices = space.notices().iter().cloned().chain(notes).collect();
    let sweep = Sweep { folder, plan, study, ground, space, notices };
    write_inputs(&sweep)?;
    Ok(sweep)
}

/// The measures that a study keeps.
///
/// # Errors
/// The fault of one that the scenario has not, or whose name a factor has.
pub fn measures_of(study: &Exploration, ground: &Ground) -> Result<Vec<Measure>, Error> {
    let measures = ground.measures(&study.file.measures).map_err(|error| {
        let words = error.brief();
        let words = words.strip_prefix("--measures: ").unwrap_or(&words).to_owned();
        study.fault("measures", "measures of the scenario", "one that it has not", Some(words))
    })?;
    let taken = |factor: &&Factor| measures.iter().any(|m| m.name.eq_ignore_ascii_case(&factor.name));
    if let Some(factor) = study.factors.iter().find(taken) {
        let path = format!("factors.{}", factor.name);
        let found = format!("`{}`, which is a measure that is kept", factor.name);
        return Err(study.fault(&path, "another name than those of measures", &found, None));
    }
    Ok(measures)
}

/// The plan, without the sizes of units.
fn planned(study: &Exploration, ground: &Ground, space: &Space, kept: Kept) -> Result<Plan, Error> {
    let measures = measures_of(study, ground)?;
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    add("cliniq.plan/1");
    add(crate::NUMBERS);
    add(&study.essence());
    for alternative in &ground.alternatives {
        add(&alternative.name);
        add(&alternative.digest);
    }
    for measure in &measures {
        add(&measure.name);
    }
    Ok(Plan {
        schema: "cliniq.plan/1".into(),
        numbers: crate::NUMBERS.into(),
        digest: hasher.finalize().to_hex().to_string(),
        name: study.name.clone(),
        seed: study.file.seed,
        kept,
        measures,
        points: space.points() * ground.alternatives.len() as u64,
        points_per_unit: 1,
        seconds_per_replication: 0.0,
    })
}

/// Writes what other processes need to go on without the original files. Files that are there already say the same, but for
/// numbers of replications.
fn write_inputs(sweep: &Sweep) -> Result<(), Error> {
    let plan = text_of(&sweep.plan);
    if sweep.folder.text("plan.json")? != plan {
        sweep.folder.put_plan(&plan)?;
    }
    sweep.folder.put(STUDY, sweep.study.text.as_bytes())?;
    if let Some(list) = &sweep.study.list {
        sweep.folder.put(LIST, list.as_bytes())?;
    }
    let names: Vec<String> =
        sweep.ground.alternatives.iter().map(|alternative| quoted(&alternative.name)).collect();
    sweep.folder.put("inputs/alternatives.toml", format!("names = [{}]\n", names.join(", ")).as_bytes())?;
    for (number, alternative) in sweep.ground.alternatives.iter().enumerate() {
        if !alternative.resolved.is_empty() {
            sweep.folder.put(&alternative_file(number), alternative.resolved.as_bytes())?;
        }
    }
    Ok(())
}

fn alternative_file(number: usize) -> String {
    format!("inputs/scenario-{}.toml", number + 1)
}

/// Opens the folder of a sweep that was planned, from what lies in it.
///
/// # Errors
/// [`Error::Refused`] where it holds no sweep, one of another version, or inputs that were changed since.
pub fn open(path: &Path) -> Result<Sweep, Error> {
    interrupt::flag();
    let (folder, text) = Folder::open_sweep(path)?;
    let plan = plan_of(&text).map_err(|what| refused(path, &what))?;
    if plan.numbers != crate::NUMBERS {
        return Err(refused(
            path,
            &format!(
                "its plan is of version {}, this program computes the numbers of version {}: plan again into another folder",
                plan.numbers,
                crate::NUMBERS
            ),
        ));
    }
    let mut study = exploration::read_stored(&path.join(STUDY), &path.join(LIST), &plan.name)?;
    // What a command asked for beyond its study.
    study.file.seed = plan.seed;
    study.file.measures = plan.measures.iter().map(|measure| measure.name.clone()).collect();
    let ground = match &study.subject {
        Subject::BuiltIn(_) => ground_of(&study)?,
        Subject::Scenario(_) | Subject::None => stored_ground(&folder)?,
    };
    let space = study.bind(&ground.declared)?;
    let fresh = planned(&study, &ground, &space, plan.kept)?;
    if fresh.digest != plan.digest {
        return Err(refused(
            path,
            "its inputs are not those of its plan: a file under inputs/ was changed; plan again into another folder",
        ));
    }
    Ok(Sweep { folder, plan, study, ground, space, notices: Vec::new() })
}

/// The alternatives as they lie in the folder.
fn stored_ground(folder: &Folder) -> Result<Ground, Error> {
    #[derive(serde::Deserialize)]
    struct Names {
        names: Vec<String>,
    }
    let text = folder.text("inputs/alternatives.toml")?;
    let names: Names = toml::from_str(&text).map_err(|e| refused(folder.path(), &e.to_string()))?;
    let mut loaded = Vec::new();
    for (number, name) in names.names.into_iter().enumerate() {
        let text = folder.text(&alternative_file(number))?;
        loaded.push((name.clone(), scenario::load_text::<Parameters>(&name, &text, &[], model::check)?));
    }
    Ok(ground::clinics(loaded))
}

fn default_folder(study: &Exploration, plan: &Plan) -> PathBuf {
    Path::new("output").join(format!("{}-{}", study.name, &plan.digest[..8]))
}

fn text_of(plan: &Plan) -> String {
    let text = serde_json::to_string_pretty(plan).expect("a plan holds only what JSON can say");
    format!("{text}\n")
}

fn plan_of(text: &str) -> Result<Plan, String> {
    serde_json::from_str(text).map_err(|what| format!("plan.json cannot be read: {what}"))
}

fn refused(path: &Path, what: &str) -> Error {
    Error::Refused(format!("{}: {what}", path.display()))
}
