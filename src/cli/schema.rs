//! `cliniq schema`: what can stand in a scenario file, for editors and for people.

use super::{model, output};
use crate::error::Error;
use crate::scenario::catalogue;

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print docs/parameters.md instead: all parameters as Markdown tables
    #[arg(long)]
    markdown: bool,
    /// JSON is what it prints anyway; accepted for uniformity
    #[arg(long, hide = true, conflicts_with = "markdown")]
    json: bool,
}

/// Prints the JSON Schema, or the parameters as Markdown.
///
/// # Errors
/// Only if stdout cannot be written to.
pub fn execute(args: Args) -> Result<(), Error> {
    if args.markdown {
        output::print(&catalogue::parameters_markdown::<model::Parameters>())
    } else {
        output::print_json(&catalogue::json_schema::<model::Parameters>())
    }
}
