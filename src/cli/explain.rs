//! `cliniq explain FILE [PATH]`: every parameter with its value, meaning and origin.

use std::path::{Path, PathBuf};

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::json;

use super::{model, output};
use crate::declaration::suggest;
use crate::error::Error;
use crate::scenario::explain::{Explained, explain, taken_away};
use crate::scenario::{self, Loaded, catalogue};

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only the parameters at and below this dotted path, e.g. clinics.main
    #[arg(value_name = "PATH", default_value = "")]
    path: String,
    /// Only what differs from the parent file
    #[arg(long)]
    changes: bool,
    /// Set a parameter, e.g. clinics.main.staff.physicians.count=5 (repeatable)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Explains the parameters of a file.
///
/// # Errors
/// [`Error::Faults`] of the file, [`Error::Refused`] if nothing stands at the path.
pub fn execute(args: Args) -> Result<(), Error> {
    let loaded = scenario::load::<model::Parameters>(&args.file, &args.set, model::check)?;
    let parent = match &loaded.heading.extends {
        Some(name) => {
            let file = args.file.parent().unwrap_or(Path::new("")).join(name);
            Some(scenario::load::<model::Parameters>(&file, &[], |_, _, _| {})?)
        }
        None => None,
    };
    let parent = parent.as_ref().map(|p| p.shown.as_slice());
    let mut rows = explain(&loaded, &args.path, parent);
    let away = parent.map_or(Vec::new(), |p| taken_away(&loaded, &args.path, p));
    if rows.is_empty() && away.is_empty() {
        let help = suggest::help(&args.path, loaded.shown.iter().map(|s| s.path.as_str()));
        return Err(Error::Refused(format!(
            "{}: nothing stands at {} ({})",
            loaded.file,
            args.path,
            help.unwrap_or_default()
        )));
    }
    if args.changes {
        rows.retain(|row| row.parent.is_some());
    }
    if args.json {
        output::print_json(&as_json(&loaded, &rows, &away))
    } else {
        output::print(&text(&rows, &away))
    }
}

fn as_json<P>(loaded: &Loaded<P>, rows: &[Explained], away: &[String]) -> serde_json::Value {
    let parameters: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            let mut row_json = json!(row);
            row_json["value"] = catalogue::toml_to_json(&row.value).unwrap_or(json!(row.value));
            row_json["parent"] =
                row.parent.as_deref().and_then(catalogue::toml_to_json).unwrap_or(json!(row.parent));
            row_json["differs"] = json!(row.parent.is_some());
            row_json
        })
        .collect();
    let digest = scenario::digest(&loaded.shown, crate::NUMBERS);
    json!({
        "schema": "cliniq.explain/1",
        "scenario": { "name": loaded.name, "file": loaded.file, "title": loaded.title, "digest": digest },
        "parameters": parameters,
        "taken_away": away,
    })
}

fn text(rows: &[Explained], away: &[String]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["parameter", "value", "unit", "range", "set at", "parent", "grade", "source"]);
    for row in rows {
        let parent = row.parent.as_deref().unwrap_or("");
        table.add_row([
            &row.path,
            &row.value,
            &row.unit,
            &row.range,
            &row.set_at,
            parent,
            &row.grade,
            &row.source,
        ]);
    }
    let mut text: String = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    for path in away {
        text.push_str(&format!(" {path}: taken away from the parent file\n"));
    }
    if let [only] = rows {
        text.push_str(&format!("\n {}\n", only.meaning));
    }
    text
}
