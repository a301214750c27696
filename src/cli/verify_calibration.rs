//! `cliniq verify calibration`: the baseline's day against the sources.

use clap::Parser;
use comfy_table::{CellAlignment, Table, presets::NOTHING};
use serde_json::json;

use super::output;
use crate::error::Error;
use crate::verify::calibration::{Compared, compare, page};
use crate::verify::renewal;

/// Compares the shipped baseline with what the sources report of a clinician's day.
#[derive(Parser, Debug)]
pub struct Args {
    /// Seed of the random numbers; tuning used seeds 1, 11 and 101.
    #[arg(long, default_value_t = 2026, value_name = "N")]
    seed: u64,
    /// Replications of 52 measured weeks.
    #[arg(long, default_value_t = 12, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10000))]
    replications: u32,
    /// Print the page docs/calibration.md.
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Compares and prints. [`Error::Failed`] where a target is missed.
pub fn execute(args: Args) -> Result<(), Error> {
    let compared = compare(args.seed, args.replications)?;
    if args.markdown {
        output::print(&page(&compared, args.seed, args.replications))?;
    } else if args.json {
        output::print_json(&as_json(&compared, &args))?;
    } else {
        output::print(&(table(&compared) + "\n"))?;
    }
    match compared.iter().filter(|row| row.passes() == Some(false)).count() {
        0 => Ok(()),
        missed => Err(Error::Failed(format!("{missed} targets are missed."))),
    }
}

/// Shows annual renewal month by month.
#[derive(Parser, Debug)]
pub struct RenewalArgs {
    /// Seed of the random numbers.
    #[arg(long, default_value_t = 2026, value_name = "N")]
    seed: u64,
    /// Replications of two years.
    #[arg(long, default_value_t = 6, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10000))]
    replications: u32,
    /// Print the page docs/annual-renewal.md (this is also what is printed without it).
    #[arg(long)]
    markdown: bool,
}

/// Prints the page.
pub fn execute_renewal(args: &RenewalArgs) -> Result<(), Error> {
    let months = renewal::months(args.seed, args.replications)?;
    output::print(&renewal::page(&months, args.seed, args.replications))
}

fn table(compared: &[Compared]) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(["source", "measure", "target", "simulated", "half-width", "within tolerance"]);
    for row in compared {
        let verdict = match row.passes() {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "reported only",
        };
        table.add_row([
            row.target.row.to_owned(),
            format!("{} [{}]", row.target.measure, row.unit),
            row.target.value.to_string(),
            format!("{:.3}", row.simulated.mean),
            row.simulated.half_width.map_or_else(String::new, |half| format!("{half:.3}")),
            verdict.to_owned(),
        ]);
    }
    for column in 2..5 {
        let column = table.column_mut(column).expect("the header has six columns");
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn as_json(compared: &[Compared], args: &Args) -> serde_json::Value {
    let rows: Vec<serde_json::Value> = compared
        .iter()
        .map(|row| {
            json!({
                "source": row.target.row,
                "measure": row.target.measure,
                "unit": row.unit,
                "target": row.target.value,
                "mean": row.simulated.mean,
                "half_width": row.simulated.half_width,
                "n": row.simulated.n,
                "within_tolerance": row.passes(),
            })
        })
        .collect();
    json!({
        "schema": "cliniq.calibration/1", "seed": args.seed, "replications": args.replications, "rows": rows,
    })
}
