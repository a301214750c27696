//! `cliniq trial analyse DATA.csv`: a trial of one's own.

use std::path::PathBuf;

use crate::cli::output;
use crate::error::Error;
use crate::experiment::trial::own::{OwnDesign, Question, analyse};
use crate::intake::trial::{Columns, read};
use crate::report;

/// Arguments of `trial analyse`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The observations (CSV): a row for each, with columns for cluster, period, treatment and outcome
    #[arg(value_name = "DATA.csv")]
    file: PathBuf,
    /// The design that the trial had
    #[arg(long, value_enum)]
    design: Design,
    /// Column of the outcome [default: outcome, or the one column that is left]
    #[arg(long, value_name = "COLUMN")]
    outcome: Option<String>,
    /// Column of the cluster [default: cluster, clinic, site, …]
    #[arg(long, value_name = "COLUMN")]
    cluster: Option<String>,
    /// Column of the period [default: period, wave, month, …]
    #[arg(long, value_name = "COLUMN")]
    period: Option<String>,
    /// Column that says whether the cluster works in the new way: 0, 1 or `transition` [default: treatment, treat, …]
    #[arg(long, value_name = "COLUMN")]
    treatment: Option<String>,
    /// Column of the person [default: person, participant, …]
    #[arg(long, value_name = "COLUMN")]
    person: Option<String>,
    /// Variance between clusters, where it is known: adds generalised least squares (Hussey & Hughes)
    #[arg(long, value_name = "T2", requires = "sigma2", value_parser = variance)]
    tau2: Option<f64>,
    /// Variance of an observation within a cluster and period, where it is known
    #[arg(long, value_name = "S2", requires = "tau2", value_parser = positive)]
    sigma2: Option<f64>,
    /// Confidence level
    #[arg(long, default_value_t = 0.95, value_parser = level)]
    level: f64,
    /// Seed of the permutations, where there are too many to look at all
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print the result as JSON
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print the result as Markdown
    #[arg(long)]
    markdown: bool,
}

/// Designs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Design {
    /// Stepped wedge
    Sw,
    /// Parallel clusters
    Cluster,
    /// Difference in differences
    Did,
}

pub(super) fn number(text: &str, fits: impl Fn(f64) -> bool, expected: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|x| x.is_finite() && fits(*x));
    found.ok_or_else(|| format!("expected {expected}"))
}

fn variance(text: &str) -> Result<f64, String> {
    number(text, |x| x >= 0.0, "a number from 0")
}

fn positive(text: &str) -> Result<f64, String> {
    number(text, |x| x > 0.0, "a number above 0")
}

fn level(text: &str) -> Result<f64, String> {
    number(text, |x| (0.5..1.0).contains(&x), "a number from 0.5 to below 1")
}

/// Analyses and prints.
///
/// # Errors
/// [`Error::Faults`] with everything that is wrong with the file, [`Error::File`] where it cannot be read.
pub fn execute(args: Args) -> Result<(), Error> {
    let Args { cluster, period, treatment, person, outcome, .. } = args;
    let observed = read(&args.file, &Columns { cluster, period, treatment, person, outcome })?;
    let question = Question {
        design: match args.design {
            Design::Sw => OwnDesign::SteppedWedge,
            Design::Cluster => OwnDesign::Cluster,
            Design::Did => OwnDesign::Differences,
        },
        level: args.level,
        known: args.tau2.zip(args.sigma2),
        seed: args.seed,
    };
    let answer = analyse(question, observed);
    match (args.json, args.markdown) {
        (true, _) => output::print_json(&answer.json()),
        (_, true) => output::print(&report::markdown::document(&answer.document())),
        _ => output::print(&report::text::document(&answer.document(), output::width())),
    }
}
