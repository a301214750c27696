//! The options that `run`, `compare` and `factorial` share.

use std::path::PathBuf;

use super::cases::{Prepared, Request};
use super::reporting::Clinic;
use super::study::{Kind, Manner, Study};
use super::{interrupt, progress::Progress, study};
use crate::error::Error;
use crate::experiment::Stopping;
use crate::store::Bundle;

/// Options of `run`, `compare` and `factorial`.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// Number of replications [default: 30, or the scenario's own]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000), conflicts_with = "precision")]
    pub replications: Option<u32>,
    /// Run until the half-width of the leading measures (or those of --measures) is this share of their mean
    #[arg(long, value_name = "R", value_parser = share)]
    pub precision: Option<f64>,
    /// Master seed [default: 1, or the scenario's own]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Number of threads [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Measured weeks
    #[arg(long, value_name = "N")]
    pub weeks: Option<u32>,
    /// Weeks before the measured time
    #[arg(long, value_name = "N")]
    pub warmup_weeks: Option<u32>,
    /// Weeks of the summary, counted from 0: from A to B, B not included; for example 26..52
    #[arg(long, value_name = "A..B", value_parser = period)]
    pub period: Option<(u32, u32)>,
    /// Change a parameter, for example --set clinics.main.staff.physicians.count=5; may be given more than once
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Folder for the results [default: output/NAME-DIGEST]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Report only these measures, on screen and in summary.csv (a name also stands for its family: utilization)
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub measures: Option<Vec<String>>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
    /// Print errors only
    #[arg(long)]
    pub quiet: bool,
}

impl Options {
    /// What is asked of these files.
    pub fn request(&self, files: Vec<PathBuf>) -> Request {
        Request {
            files,
            variants: Vec::new(),
            set: self.set.clone(),
            weeks: self.weeks,
            warmup_weeks: self.warmup_weeks,
            period: self.period,
            replications: self.replications,
            seed: self.seed,
        }
    }
}

/// Reads the files, runs them, writes the folder and shows the result.
pub fn execute(kind: Kind, files: Vec<PathBuf>, options: Options) -> Result<(), Error> {
    let prepared = super::cases::prepare(&options.request(files))?;
    go(kind, prepared, None, options)
}

/// Runs scenarios that were read, writes the folder and shows the result.
pub fn go(kind: Kind, prepared: Prepared, bundle: Option<Bundle>, options: Options) -> Result<(), Error> {
    let Prepared { arms, resolved, seed, replications, leading, notices } = prepared;
    if !options.quiet {
        notices.iter().for_each(|notice| super::output::say(notice));
    }
    let stopping = options.precision.map_or(Stopping::Replications(replications), Stopping::Precision);
    let clinic = Clinic::of(&arms, &resolved, bundle.as_ref())?;
    let manner = Manner {
        kind,
        measures: options.measures,
        out: options.out,
        threads: threads(options.threads),
        json: options.json,
        quiet: options.quiet,
        width: super::output::width(),
        command: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
        stop: interrupt::flag(),
        narrator: Some(&clinic),
    };
    let mut progress = Progress::new(options.quiet);
    let study = Study { arms, resolved, seed, stopping, leading, bundle };
    let (mut data, mut talk) = (std::io::stdout(), std::io::stderr());
    let done = study::conduct(&super::cases::system(), study, &manner, &mut progress, &mut data, &mut talk);
    progress.finish();
    done
}

/// The number of threads asked for, or one per core.
pub fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from)
}

pub(super) fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("expected a share above 0 and below 1, for example 0.05".into()),
    }
}

fn period(text: &str) -> Result<(u32, u32), String> {
    let weeks =
        text.split_once("..").and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
    weeks.filter(|(from, until)| from < until).ok_or_else(|| {
        "expected weeks A..B counted from 0, B above A and not included, for example 26..52".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_and_shares_are_read_or_refused() {
        assert_eq!(period("27..52"), Ok((27, 52)));
        assert!(
            period("52..27").is_err()
                && period("27..27").is_err()
                && period("27").is_err()
                && period("a..b").is_err()
        );
        assert_eq!(share("0.05"), Ok(0.05));
        assert!(["0", "1", "-0.1", "NaN", "5%"].iter().all(|text| share(text).is_err()));
    }
}
