//! The result event: the same analysis and figures as the command line's, of the replications known so far.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::question::slug;
use super::run::Run;
use crate::experiment::figures::{self, Frame};
use crate::experiment::{Results, Selection, compare, moment};
use crate::report::figure;
use crate::system::Outcome;

/// The data of a result event, JSON on one line. `weekly` is replication 0 of each arm by weeks, once it is known.
pub fn result(run: &Run, results: &Results, weekly: Option<&[Arc<Outcome>]>) -> String {
    let analysis = compare::analyze(results, &Selection::all());
    let command = command(run);
    let frame = Frame { results, analysis: &analysis, command: &command };
    let (told, drawn) = moment::tell(frame);
    let pressure = weekly.and_then(|weekly| {
        let outcomes: Vec<Outcome> = weekly.iter().map(|outcome| Outcome::clone(outcome)).collect();
        figures::pressure(frame, &outcomes)
    });
    let figures: Map<String, Json> =
        drawn.iter().chain(&pressure).map(|drawn| (drawn.id.clone(), figure::json(drawn))).collect();
    let mut event = serde_json::to_value(told).unwrap_or_else(|_| json!({}));
    event["question"] = json!(run.question);
    event["n"] = json!(analysis.replications);
    event["wanted"] = json!(run.wanted);
    event["figures"] = Json::Object(figures);
    event.to_string()
}

/// The command that gives the same numbers from the files that the page offers.
pub fn command(run: &Run) -> String {
    let files = files(run.arms.iter().map(|arm| arm.name.as_str()));
    let verb = if files.len() > 1 { "compare" } else { "run" };
    format!("cliniq {verb} {} --seed {} --replications {}", files.join(" "), run.seed, run.wanted)
}

/// The names of the files of scenarios, no two alike: one that is taken gets the letter of its scenario, as often as it needs.
fn files<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    for (letter, name) in ('a'..='z').zip(names) {
        let mut file = format!("{}.toml", slug(name));
        while files.contains(&file) {
            file = format!("{}-{letter}.toml", file.trim_end_matches(".toml"));
        }
        files.push(file);
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_files_have_one_name() {
        let of = |names: &[&str]| files(names.iter().copied());
        assert_eq!(of(&["Now", "What if"]), ["now.toml", "what-if.toml"]);
        assert_eq!(of(&["x", "x!", "X?"]), ["x.toml", "x-b.toml", "x-c.toml"]);
        assert_eq!(of(&["x-c", "x", "x!"]), ["x-c.toml", "x.toml", "x-c-c.toml"]);
    }
}
