//! `cliniq sweep worker DIR --shard I/N`: a part of a sweep, in this process.

use std::path::PathBuf;
use std::time::Instant;

use crate::cli::exploring::{self, Sweep};
use crate::cli::progress::Progress;
use crate::cli::{interrupt, journal, options, output};
use crate::error::Error;
use crate::experiment::sweep::work::{Part, Task, Work, work};

/// Arguments of `sweep worker`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The folder of the sweep
    folder: PathBuf,
    /// Work on units I, I+N, I+2N, …; I counts from 0 [default: 0/1, all units]
    #[arg(long, value_name = "I/N", value_parser = shard, default_value = "0/1", hide_default_value = true)]
    shard: (u64, u64),
    /// Number of threads [default: 1]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), default_value_t = 1)]
    threads: u16,
    /// Run replications that failed again
    #[arg(long)]
    failed: bool,
    /// Print errors only
    #[arg(long)]
    quiet: bool,
}

/// How units are worked on.
#[derive(Debug, Clone)]
pub struct How {
    /// `--threads`.
    pub threads: Option<u16>,
    /// `--failed`.
    pub failed: bool,
    /// `--quiet`.
    pub quiet: bool,
}

fn shard(text: &str) -> Result<(u64, u64), String> {
    let parts =
        text.split_once('/').and_then(|(i, n)| Some((i.trim().parse().ok()?, n.trim().parse().ok()?)));
    parts.filter(|(i, n)| i < n).ok_or_else(|| "expected I/N with I from 0 to N - 1, for example 3/24".into())
}

/// Runs the command.
///
/// # Errors
/// [`Error::Interrupted`] when told to stop; as [`work`].
pub fn execute(args: Args) -> Result<(), Error> {
    let sweep = exploring::open(&args.folder)?;
    let (shard, shards) = args.shard;
    let how = How { threads: Some(args.threads), failed: args.failed, quiet: args.quiet };
    let done = work_on(&sweep, sweep.plan.units_of_shard(shard, shards).collect(), &how)?;
    if !args.quiet {
        let Work { found, run, failed, .. } = done;
        let failures = if failed > 0 {
            format!(", {failed} of them failed (kept with their reasons)")
        } else {
            String::new()
        };
        output::say(&format!("shard {shard}/{shards}: {found} replications were there, {run} run{failures}"));
    }
    Ok(())
}

/// Works on units of a sweep.
///
/// # Errors
/// As [`work`].
pub fn work_on(sweep: &Sweep, units: Vec<u64>, how: &How) -> Result<Work, Error> {
    let part = Part { units, failed: how.failed, ..Part::default() };
    work_on_part(sweep, &part, how)
}

/// Works on any part of a sweep.
///
/// # Errors
/// As [`work`].
pub fn work_on_part(sweep: &Sweep, part: &Part, how: &How) -> Result<Work, Error> {
    let threads = options::threads(how.threads);
    let command: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let started = Instant::now();
    sweep.folder.log(&journal::started(&command, threads))?;
    let task = Task {
        system: &sweep.ground.system,
        plan: &sweep.plan,
        build: &|point| sweep.case(point),
        shelf: &sweep.shelf(),
        threads,
        stop: interrupt::flag(),
    };
    let mut progress = Progress::new(how.quiet);
    let done = work(&task, part, &mut progress);
    progress.finish();
    let log = done.as_ref().map(|work| format!("{} replications, {} stored before", work.run, work.found));
    sweep.folder.log(&journal::ended_otherwise(log, started.elapsed()))?;
    let done = done?;
    done.notices.iter().for_each(|notice| output::say(notice));
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::shard;

    #[test]
    fn shards_count_from_zero() {
        assert_eq!(shard("0/1"), Ok((0, 1)));
        assert_eq!(shard(" 3 / 24"), Ok((3, 24)));
        assert!(["24/24", "1", "-1/3", "1/0", "a/b"].iter().all(|text| shard(text).is_err()));
    }
}
