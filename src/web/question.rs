//! What the page asks, made ready to run: base and changes become scenario texts, and these cases. All faults are told at
//! once, each with its arm; what would cost too much is refused in words.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::library::{Library, Texts, aligned};
use super::{changes, limits};
use crate::cli::cases;
use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Parameters};
use crate::declaration::Faults;
use crate::error::Error;
use crate::experiment::{self, Arm};
use crate::scenario::{self, Loaded, Override};

/// What is asked of the channel.
#[derive(Debug, Clone, Deserialize)]
pub struct Question {
    /// Its number, chosen by the page.
    #[serde(default)]
    pub question: u64,
    /// The scenario that is changed.
    pub base: String,
    /// Master seed.
    #[serde(default = "first")]
    pub seed: u64,
    /// Number of replications.
    pub replications: Option<u32>,
    /// Scenarios, the pinned baseline first.
    pub arms: Vec<Asked>,
}

fn first() -> u64 {
    1
}

/// A scenario of the page.
#[derive(Debug, Clone, Deserialize)]
pub struct Asked {
    /// Its name.
    pub name: String,
    /// What differs from the base, in the shape of a scenario file.
    #[serde(default)]
    pub changes: Map<String, Json>,
    /// What its author thinks.
    #[serde(default)]
    pub notes: Option<Map<String, Json>>,
}

/// Why a question is not answered.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// Faults, as the page shows them.
    Faults(Vec<Json>),
    /// A sentence.
    Words(String),
}

impl Refusal {
    /// Of slow work whose asker has gone.
    pub fn gone() -> Self {
        Refusal::Words("Nobody waits for this any more.".into())
    }
}

/// A question ready to run.
#[derive(Debug)]
pub struct Ready {
    /// The arms.
    pub arms: Vec<Arm<Case>>,
    /// As they were read.
    pub loaded: Vec<Loaded<Parameters>>,
    /// Master seed.
    pub seed: u64,
    /// Number of replications.
    pub replications: u32,
}

/// Keys of a file that a change cannot set.
const FIXED: [&str; 3] = ["schema", "extends", "data"];

/// Makes a question ready.
///
/// # Errors
/// All faults of all arms, or the limit that it passes.
pub fn prepare(library: &Library, asked: &Question, default_replications: u32) -> Result<Ready, Refusal> {
    let replications = asked.replications.unwrap_or(default_replications);
    limits::numbers(asked, replications).map_err(Refusal::Words)?;
    let texts = library.texts(&asked.base);
    let mut loaded = read_all(&texts, &asked.base, &asked.arms)?;
    align(&texts, asked, &mut loaded)?;
    for (index, one) in loaded.iter().enumerate() {
        limits::size(&one.parameters).map_err(|words| fault(index, "", &words))?;
    }
    limits::cost(&loaded, replications).map_err(Refusal::Words)?;
    let arms = loaded.iter().enumerate().map(|(index, one)| arm(index, one)).collect::<Result<_, _>>()?;
    Ok(Ready { arms, loaded, seed: asked.seed, replications })
}

/// Reads one arm with its parents.
///
/// # Errors
/// Its faults.
pub fn read(texts: &Texts, base: &str, asked: &Asked, set: &[Override]) -> Result<Loaded<Parameters>, Error> {
    let notes = asked.notes.clone().unwrap_or_default();
    let text = changes::text(asked.name.trim(), base, &notes, &asked.changes);
    let mut loaded = scenario::load_among(texts, "the changes", &text, set, check)?;
    asked.name.trim().clone_into(&mut loaded.name);
    loaded.file = format!("{}.toml", slug(&loaded.name));
    Ok(loaded)
}

fn read_all(texts: &Texts, base: &str, arms: &[Asked]) -> Result<Vec<Loaded<Parameters>>, Refusal> {
    if !Library::holds(texts, base) {
        let help = "the list of scenarios names all there are".to_owned();
        let text = format!("There is no scenario {base:?} to start from.");
        let words = json!({ "arm": null, "path": "base", "line": 0, "column": 0, "expected": "a scenario of the list",
            "found": base, "help": help, "text": text });
        return Err(Refusal::Faults(vec![words]));
    }
    let (mut loaded, mut wrong) = (Vec::new(), Vec::new());
    for (index, asked) in arms.iter().enumerate() {
        if let Some(key) = FIXED.iter().find(|key| asked.changes.contains_key(**key)) {
            wrong.push(json_fault(index, key, "it is given by the base, and cannot be changed here"));
            continue;
        }
        match read(texts, base, asked, &[]) {
            Ok(one) => loaded.push(one),
            Err(error) => wrong.extend(faults(index, error)),
        }
    }
    if wrong.is_empty() { Ok(loaded) } else { Err(Refusal::Faults(wrong)) }
}

/// Gives all arms the longest `weeks` and the baseline's period, as the command does.
fn align(texts: &Texts, asked: &Question, loaded: &mut [Loaded<Parameters>]) -> Result<(), Refusal> {
    let in_hours = loaded.iter().filter(|one| one.parameters.run.hours.is_some()).count();
    if in_hours > 0 && in_hours < loaded.len() {
        return Err(Refusal::Words(
            "Some scenarios run in hours and some in weeks: give all of them run.hours, or none.".into(),
        ));
    }
    let weeks = loaded.iter().map(|one| one.parameters.run.weeks).max().unwrap_or(1);
    let period = loaded[0].parameters.run.period.clone();
    for (index, one) in loaded.iter_mut().enumerate().filter(|_| in_hours == 0) {
        if one.parameters.run.weeks != weeks || one.parameters.run.period != period {
            let set = aligned(weeks, period.as_ref());
            *one = read(texts, &asked.base, &asked.arms[index], &set)
                .map_err(|error| Refusal::Faults(faults(index, error)))?;
        }
    }
    Ok(())
}

/// Builds the case of an arm; what the checks let pass and the model does not is a fault as well.
fn arm(index: usize, loaded: &Loaded<Parameters>) -> Result<Arm<Case>, Refusal> {
    experiment::catch(|| cases::arm(loaded))
        .map_err(|message| fault(index, "", &format!("this clinic cannot be built: {message}")))
}

/// The name of a file for a scenario: what is left of its name in small letters, digits and dashes.
pub fn slug(name: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = name.chars().map(kept).collect();
    let words: Vec<&str> = words.split('-').filter(|part| !part.is_empty()).collect();
    if words.is_empty() { "scenario".into() } else { words.join("-") }
}

fn fault(index: usize, path: &str, words: &str) -> Refusal {
    Refusal::Faults(vec![json_fault(index, path, words)])
}

fn json_fault(index: usize, path: &str, words: &str) -> Json {
    let text = if path.is_empty() { words.to_owned() } else { format!("{path}: {words}") };
    json!({ "arm": index, "path": path, "line": 0, "column": 0, "expected": "", "found": "", "help": null, "text": text })
}

/// The faults of an arm, in the words of the command line.
pub fn faults(index: usize, error: Error) -> Vec<Json> {
    let Error::Faults(list) = error else { return vec![json_fault(index, "", &error.to_string())] };
    list.iter().map(|one| told(index, &list, one)).collect()
}

fn told(index: usize, all: &Faults, one: &crate::declaration::Fault) -> Json {
    let place = if one.path.is_empty() { "the file" } else { one.path.as_str() };
    // a fault of a parent is told with its file: the person cannot mend it on the page
    let whose = if all.sources().name(one.place.source) == "the changes" {
        String::new()
    } else {
        format!("{}: ", one.file)
    };
    let help = one.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    let text = format!("{whose}{place}: expected {}, found {}{help}", one.expected, one.found);
    json!({ "arm": index, "path": one.path, "line": one.line, "column": one.column, "expected": one.expected,
        "found": one.found, "help": one.help, "text": text })
}

/// Which arms of a question share a name, if any do.
pub fn twice(arms: &[Asked]) -> Option<&str> {
    let mut seen = BTreeMap::new();
    arms.iter().map(|arm| arm.name.trim()).find(|name| seen.insert(*name, ()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_names_of_files() {
        assert_eq!(slug("A second MA, now!"), "a-second-ma-now");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug("漢字"), "scenario");
    }
}
