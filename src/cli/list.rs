//! `cliniq list`: the shipped scenarios, the kinds of interventions and the measures, a line each.

use serde_json::json;

use super::output;
use crate::error::Error;
use crate::scenario::shipped;
use crate::system::Measure;

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Lists the shipped scenarios, these measures, and these kinds of interventions with what they do.
///
/// # Errors
/// Only if stdout cannot be written to.
pub fn execute(args: Args, measures: &[Measure], kinds: &[(&str, String)]) -> Result<(), Error> {
    if args.json {
        let scenarios: Vec<serde_json::Value> = shipped::all()
            .iter()
            .map(|s| json!({ "name": s.name, "title": s.title(), "question": s.question() }))
            .collect();
        let interventions: Vec<serde_json::Value> =
            kinds.iter().map(|(name, meaning)| json!({ "name": name, "meaning": meaning })).collect();
        let document = json!({
            "schema": "cliniq.list/1", "scenarios": scenarios, "interventions": interventions, "measures": measures,
        });
        return output::print_json(&document);
    }
    let mut text = String::from("Scenarios\n");
    let width = shipped::all().iter().map(|s| s.name.len()).max().unwrap_or(0);
    for scenario in shipped::all() {
        let question = scenario.question();
        text.push_str(&format!("  {:width$}  {}. {question}\n", scenario.name, scenario.title()));
    }
    text.push_str("\nInterventions, [interventions.<your name>.<kind>]\n");
    let width = kinds.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, meaning) in kinds {
        text.push_str(&format!("  {name:width$}  {meaning}\n"));
    }
    if !measures.is_empty() {
        text.push_str(
            "\nMeasures of the baseline; other scenarios have those of their own roles, rooms and steps\n",
        );
    }
    let width = measures.iter().map(|m| m.name.len()).max().unwrap_or(0);
    for measure in measures {
        let (name, label, unit, per) = (&measure.name, &measure.label, &measure.unit, &measure.per);
        text.push_str(&format!("  {name:width$}  {label} [{unit}, per {per}]\n"));
    }
    output::print(&text)
}
