//! `cliniq sensitivity STUDY`: which factors matter; `analyse` does it with designs and outputs made elsewhere.

mod page;

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};

use super::exploring::{self, Sweep};
use super::output;
use super::sweep::{merge, worker};
use crate::declaration::text_file;
use crate::document::Document;
use crate::error::Error;
use crate::experiment::sensitivity::{Method, Sample, Sensitivity, Settings, analyze, present, table};
use crate::experiment::sweep;
use crate::report;
use crate::statistics::sensitivity::Bootstrap;

/// Most numbers of an analysis: they are in memory together.
pub(super) const MOST_NUMBERS: u64 = 20_000_000;

/// Arguments of `sensitivity`.
#[derive(Debug, Clone, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Arguments of the bare command
    #[command(flatten)]
    study: Option<StudyArgs>,
}

/// What is done.
#[derive(Debug, Clone, Subcommand)]
enum Action {
    /// Analyze a table of factors and outputs made elsewhere, or the table of runs of a sweep
    #[command(alias = "analyze")]
    Analyse(AnalyseArgs),
}

/// Arguments of `sensitivity STUDY`.
#[derive(Debug, Clone, clap::Args)]
struct StudyArgs {
    /// The study file; its design says which method: morris, saltelli (Sobol' indices), or any other (partial rank
    /// correlations)
    study: PathBuf,
    /// Folder for the results [default: output/NAME-DIGEST]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Number of threads [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Print errors only
    #[arg(long)]
    quiet: bool,
}

/// Arguments of `sensitivity analyse`.
#[derive(Debug, Clone, clap::Args)]
struct AnalyseArgs {
    /// A CSV file: a column for each factor and output, a row for each run
    #[arg(long, value_name = "FILE.csv")]
    design: PathBuf,
    /// The columns that are outputs; all others are factors, but for point, replication, done, failed and alternative
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', required = true)]
    outputs: Vec<String>,
    /// The method [default: what the rows are recognized as]
    #[arg(long, value_enum)]
    method: Option<MethodName>,
    /// Draws of the bootstrap intervals
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(50..=100_000))]
    bootstrap: u32,
    /// Bins of each factor in heat maps
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(2..=50))]
    bins: u32,
    /// Seed of the bootstrap
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Folder for the tables [default: none are written]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// The methods as arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MethodName {
    /// Elementary effects
    Morris,
    /// Sobol' indices of first order and total
    Sobol,
    /// Partial rank correlations
    Ranks,
}

impl From<MethodName> for Method {
    fn from(name: MethodName) -> Self {
        match name {
            MethodName::Morris => Method::Morris,
            MethodName::Sobol => Method::Sobol,
            MethodName::Ranks => Method::Ranks,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// As documented for each exit code of the program.
pub fn execute(args: Args) -> Result<(), Error> {
    match (args.action, args.study) {
        (Some(Action::Analyse(args)), _) => analyse(&args),
        (None, Some(args)) => of_study(args),
        (None, None) => {
            Err(Error::Refused("expected a study file, or `analyse`; see `cliniq sensitivity --help`".into()))
        }
    }
}

fn of_study(args: StudyArgs) -> Result<(), Error> {
    let help =
        "a sensitivity analysis needs the same number of replications at every point: give replications";
    let study = crate::experiment::exploration::read(&args.study)?;
    study.not_heeded(&["precision"], help)?;
    study.not_heeded(&["candidates", "portfolios"], "scenarios that compete are run by `cliniq select`")?;
    let sweep = exploring::begin(&args.study, args.out)?;
    if !args.quiet {
        sweep.notices.iter().for_each(|notice| output::say(&format!("note: {notice}")));
    }
    if sweep.plan.rows().saturating_mul(sweep.plan.measures.len() as u64) > MOST_NUMBERS {
        return Err(Error::Refused(format!(
            "a sensitivity analysis holds all numbers in memory: at most {MOST_NUMBERS} of points × replications × measures; name \
             fewer measures, or take fewer points"
        )));
    }
    let how = worker::How { threads: args.threads, failed: false, quiet: args.quiet };
    worker::work_on(&sweep, (0..sweep.plan.units()).collect(), &how)?;
    let merged = merge::write_tables(&sweep)?;
    let sample = sample_of(&sweep)?;
    let settings = Settings {
        bootstrap: Bootstrap { draws: sweep.study.file.sensitivity.bootstrap as usize, level: 0.95 },
        bins: sweep.study.file.sensitivity.bins as usize,
        seed: sweep.study.file.design_seed,
    };
    let found = analyze(&sample, sample.method(), &settings).map_err(Error::Failed)?;
    write_tables(sweep.folder.path(), &found)?;
    let folder = sweep.folder.path().display();
    let mut foot = vec![
        format!(
            "{} points, {} replications of each, {} runs failed; seed {}, numbers {}; {}.",
            sweep.plan.points,
            sweep.plan.kept.replications,
            merged.failed,
            sweep.plan.seed,
            sweep.plan.numbers,
            present::intervals(found.method, settings.bootstrap.draws)
        ),
        format!("digest: {}", merged.digest),
    ];
    page::write(&sweep, &found, merged.failed, &foot)?;
    foot.push(format!("Files: {folder} ({}, report.html, tables/)", files(&found)));
    show(sweep.study.title(), &found, &foot, args.json, args.quiet)?;
    merge::failures(&merged)
}

/// Factors and measures of a sweep, an axis for factors that move together.
pub(super) fn sample_of(sweep: &Sweep) -> Result<Sample, Error> {
    let (space, plan) = (&sweep.space, &sweep.plan);
    let points = plan.points as usize;
    let axes = space.axes();
    let mut inputs = vec![vec![f64::NAN; points]; axes.len()];
    let mut places = space.unit(0).map(|_| Vec::with_capacity(points));
    let mut scale: Vec<Vec<f64>> = Vec::new();
    for point in 0..plan.points {
        let numbers = space.numbers(point);
        for (input, axis) in inputs.iter_mut().zip(axes) {
            input[point as usize] = numbers[axis[0]];
        }
        if let (Some(places), Some(unit)) = (&mut places, space.unit(point)) {
            places.push(unit.to_vec());
            scale.push(axes.iter().zip(unit).map(|(axis, u)| space.factors()[axis[0]].place(*u)).collect());
        }
    }
    let replications = plan.kept.replications as usize;
    let mut values = vec![vec![vec![f64::NAN; points]; replications]; plan.measures.len()];
    sweep::merge(plan, &sweep.shelf(), |point, rows| {
        for row in rows {
            if let Ok(numbers) = &row.result {
                for (of_measure, number) in values.iter_mut().zip(numbers) {
                    of_measure[row.replication as usize][point as usize] = *number;
                }
            }
        }
        Ok(())
    })?;
    Ok(Sample {
        factors: (0..axes.len()).map(|axis| space.axis_name(axis)).collect(),
        ordered: axes
            .iter()
            .zip(&inputs)
            .map(|(axis, input)| space.factors()[axis[0]].is_ordered() && input.iter().all(|x| x.is_finite()))
            .collect(),
        inputs,
        scale: places.is_some().then_some(scale),
        places,
        measures: plan.measures.iter().map(|measure| measure.name.clone()).collect(),
        values,
    })
}

fn analyse(args: &AnalyseArgs) -> Result<(), Error> {
    let (head, rows) = read_table(&args.design)?;
    let refused = |what: String| Error::Refused(format!("{}: {what}", args.design.display()));
    let sample = table::sample(&head, &rows, &args.outputs).map_err(refused)?;
    let settings = Settings {
        bootstrap: Bootstrap { draws: args.bootstrap as usize, level: 0.95 },
        bins: args.bins as usize,
        seed: args.seed,
    };
    let method = args.method.map_or_else(|| sample.method(), Method::from);
    let found = analyze(&sample, method, &settings).map_err(refused)?;
    let mut foot = vec![format!(
        "{} points, {} replications of each, read from {}; factors: {}; {}.",
        sample.points(),
        sample.replications(),
        args.design.display(),
        sample.factors.join(", "),
        present::intervals(found.method, args.bootstrap as usize)
    )];
    if let Some(folder) = &args.out {
        write_tables(folder, &found)?;
        page::write_of_table(folder, &args.design, &found, args.seed, &foot)?;
        foot.push(format!("Files: {} ({}, report.html)", folder.display(), files(&found)));
    }
    show(&args.design.display().to_string(), &found, &foot, args.json, false)
}

/// A table as its head and rows.
fn read_table(path: &Path) -> Result<(Vec<String>, Vec<Vec<String>>), Error> {
    let refused = |what: String| Error::Refused(format!("{}: {what}", path.display()));
    let text = text_file::read(path).and_then(text_file::text_of).map_err(|(found, help)| {
        let help = help.map_or(String::new(), |help| format!("; {help}"));
        refused(format!("expected a CSV file, found {found}{help}"))
    })?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|e| refused(e.to_string()))?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| refused(e.to_string()))?;
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok((head, rows))
}

/// The files of an analysis: elementary effects have no pictures of a sample.
fn files(found: &Sensitivity) -> &'static str {
    match found.method {
        Method::Morris => "sensitivity.csv",
        Method::Sobol | Method::Ranks => "sensitivity.csv, tornado.csv, heatmap.csv",
    }
}

fn write_tables(folder: &Path, found: &Sensitivity) -> Result<(), Error> {
    crate::store::disk::create_folder(folder)?;
    for (name, table) in [
        ("sensitivity.csv", present::table(found)),
        ("tornado.csv", present::tornado(found)),
        ("heatmap.csv", present::heat_maps(found)),
    ] {
        crate::store::disk::write_whole(&folder.join(name), &report::csv::table(&table))?;
    }
    Ok(())
}

fn show(title: &str, found: &Sensitivity, foot: &[String], json: bool, quiet: bool) -> Result<(), Error> {
    if json {
        return output::print_json(&present::answer(title, found));
    }
    if quiet {
        return Ok(());
    }
    let document: Document = present::document(title, found, foot);
    output::print(&report::text::document(&document, output::width()))
}
