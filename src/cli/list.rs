//! `cliniq list`: the shipped scenarios, the kinds of interventions and the measures, a line each.

use serde_json::json;

use super::model::{EXAMPLE, KindOf};
use super::output;
use crate::error::Error;
use crate::scenario::shipped::{self, Shipped};
use crate::system::Measure;

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is listed beside the shipped scenarios.
#[derive(Debug)]
pub struct Content {
    /// Folders of scenarios with the words for each, in the order in which they are shown.
    pub folders: Vec<(String, String)>,
    /// The kinds of interventions.
    pub kinds: Vec<KindOf>,
    /// The measures.
    pub measures: Vec<Measure>,
}

/// Scenarios that belong together, and the words for them.
struct Shelf<'c> {
    words: &'c str,
    scenarios: Vec<&'static Shipped>,
}

/// Lists the shipped scenarios, and these kinds of interventions and measures.
///
/// # Errors
/// Only if stdout cannot be written to.
pub fn execute(args: Args, content: &Content) -> Result<(), Error> {
    let shelves = shelves(&content.folders);
    if args.json {
        output::print_json(&document(&shelves, content))
    } else {
        output::print(&text(&shelves, content))
    }
}

/// The scenarios by folder, the one that others change first. What lies in a folder without words stands last, under the
/// folder's name.
fn shelves(folders: &[(String, String)]) -> Vec<Shelf<'_>> {
    let of = |folder: &str| shipped::all().iter().filter(|s| s.folder() == folder).collect();
    let named = folders.iter().map(|(folder, words)| Shelf { words, scenarios: of(folder) });
    let mut shelves: Vec<Shelf<'_>> = named.collect();
    for scenario in shipped::all() {
        let folder = scenario.folder();
        let known =
            folders.iter().any(|(name, _)| name == folder) || shelves.iter().any(|s| s.words == folder);
        if !known {
            shelves.push(Shelf { words: folder, scenarios: of(folder) });
        }
    }
    shelves.retain(|shelf| !shelf.scenarios.is_empty());
    for shelf in &mut shelves {
        shelf.scenarios.sort_by_key(|scenario| scenario.name != EXAMPLE);
    }
    shelves
}

fn document(shelves: &[Shelf<'_>], content: &Content) -> serde_json::Value {
    let mut scenarios = Vec::new();
    for shelf in shelves {
        for s in &shelf.scenarios {
            let (title, question) = (s.title(), s.question());
            scenarios
                .push(json!({ "name": s.name, "title": title, "question": question, "group": shelf.words }));
        }
    }
    json!({
        "schema": "cliniq.list/1", "scenarios": scenarios, "interventions": content.kinds,
        "measures": content.measures,
    })
}

fn text(shelves: &[Shelf<'_>], content: &Content) -> String {
    let mut text = String::from("Scenarios\n");
    for shelf in shelves {
        text.push_str(&format!("\n  {}\n", shelf.words));
        let width = shelf.scenarios.iter().map(|s| s.name.len()).max().unwrap_or(0);
        for s in &shelf.scenarios {
            text.push_str(&format!("    {:width$}  {}. {}\n", s.name, s.title(), s.question()));
        }
    }
    text.push_str("\nInterventions, [interventions.<your name>.<kind>]\n");
    let width = content.kinds.iter().map(|kind| kind.name.len()).max().unwrap_or(0);
    let mut group = "";
    for kind in &content.kinds {
        if kind.group != group {
            group = kind.group;
            text.push_str(&format!("\n  {group}\n"));
        }
        text.push_str(&format!("    {:width$}  {}\n", kind.name, kind.meaning));
    }
    if !content.measures.is_empty() {
        text.push_str(
            "\nMeasures of the baseline; other scenarios have those of their own roles, rooms and steps\n",
        );
    }
    let width = content.measures.iter().map(|m| m.name.len()).max().unwrap_or(0);
    for measure in &content.measures {
        let (name, label, unit, per) = (&measure.name, &measure.label, &measure.unit, &measure.per);
        text.push_str(&format!("  {name:width$}  {label} [{unit}, per {per}]\n"));
    }
    text
}
