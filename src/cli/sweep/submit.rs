//! `cliniq sweep submit DIR --slurm --shards N`: two job scripts, handed to the scheduler.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::{exploring, output};
use crate::error::Error;

/// The script of the array of shards, with names in braces to be filled in.
const SWEEP: &str = include_str!("sweep.sbatch");
/// The script of the merge.
const MERGE: &str = include_str!("merge.sbatch");

/// Arguments of `sweep submit`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The folder of the sweep, which all machines share
    folder: PathBuf,
    /// Submit to Slurm: an array with a task for each shard, and a merge that waits for it
    #[arg(long, required = true)]
    slurm: bool,
    /// Number of shards, each one task of one core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    shards: u64,
    /// Most tasks at once [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    at_once: Option<u64>,
    /// Time limit of a task, in minutes; a task that is not done goes on with a new one
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u64).range(5..=43_200))]
    minutes: u64,
    /// Memory of a task, in megabytes
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(50..=1_000_000))]
    memory_mb: u64,
    /// Print the scripts and submit nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
///
/// # Errors
/// [`Error::Refused`] for a folder that is no sweep or whose name a script cannot carry; [`Error::Failed`] where `sbatch`
/// cannot be run or refuses.
pub fn execute(args: &Args) -> Result<(), Error> {
    let sweep = exploring::open(&args.folder)?;
    let (array, merge) = scripts(args, &sweep.plan.name)?;
    if args.dry_run {
        return output::print(&format!("# {}\n{array}\n# {}\n{merge}", "sweep.sbatch", "merge.sbatch"));
    }
    sweep.folder.put("sweep.sbatch", array.as_bytes())?;
    sweep.folder.put("merge.sbatch", merge.as_bytes())?;
    // Slurm does not make the folder of a log, and a task without a log dies without a word.
    crate::store::disk::create_folder(&args.folder.join("log"))?;
    let job = sbatch(&args.folder, &["--parsable", "sweep.sbatch"])?;
    let after = format!("--dependency=afterok:{job}");
    let merge = sbatch(&args.folder, &["--parsable", &after, "merge.sbatch"])?;
    output::print(&format!(
        "job {job}: {} shards; job {merge}: the merge after them\nwatch: squeue --me --array; cliniq sweep status {}\n",
        args.shards,
        args.folder.display()
    ))
}

/// Hands a script of the folder to Slurm; gives the number of the job.
fn sbatch(folder: &Path, words: &[&str]) -> Result<String, Error> {
    let ran = Command::new("sbatch").current_dir(folder).args(words).output();
    let out = ran.map_err(|e| {
        Error::Failed(format!(
            "sbatch cannot be run ({e}): is this a machine from which Slurm takes jobs? The scripts are in {}",
            folder.display()
        ))
    })?;
    let text = String::from_utf8_lossy(&out.stdout);
    // With several clusters Slurm answers `JOB;CLUSTER`.
    let job = text.trim().split(';').next().unwrap_or_default().to_owned();
    if !out.status.success() || job.is_empty() {
        let said = String::from_utf8_lossy(&out.stderr);
        return Err(Error::Failed(format!("sbatch refused {}: {}", words.join(" "), said.trim())));
    }
    Ok(job)
}

/// The two scripts.
fn scripts(args: &Args, name: &str) -> Result<(String, String), Error> {
    let program = std::env::current_exe().map_err(|e| Error::file("the program itself", e))?;
    let folder = std::fs::canonicalize(&args.folder).map_err(|e| Error::file(&args.folder, e))?;
    let (program, folder) = (path_text(&program)?, path_text(&folder)?);
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    let log = |file: &str| format!("\"{}/log/{file}\"", folder.replace('%', "%%"));
    let common = [
        ("name", name.chars().map(plain).collect()),
        ("last", (args.shards - 1).to_string()),
        ("shards", args.shards.to_string()),
        ("at_once", args.at_once.unwrap_or(args.shards).min(args.shards).to_string()),
        ("minutes", args.minutes.to_string()),
        ("memory_mb", args.memory_mb.to_string()),
        ("program", quoted(&program)),
        ("folder", quoted(&folder)),
    ];
    let with_log = |file: &str| {
        let mut values: Vec<(&str, String)> = common.to_vec();
        values.push(("log", log(file)));
        values
    };
    Ok((fill(SWEEP, &with_log("sweep-%A_%a.log")), fill(MERGE, &with_log("merge-%j.log"))))
}

/// A path that the head of a job script can carry.
fn path_text(path: &Path) -> Result<String, Error> {
    let text = path.to_str().filter(|text| !text.contains(['\\', '"', '\n']));
    text.map(str::to_owned).ok_or_else(|| {
        Error::Refused(format!(
            "{}: a job script cannot carry a path with a backslash, a double quote, a line break or letters that are no \
             UTF-8; rename the folder",
            path.display()
        ))
    })
}

/// A word in single quotes, as a shell reads it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Fills in the names in braces, in one pass: what is filled in is not looked at again.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, after) = rest.split_at(start);
        text.push_str(before);
        let known = values.iter().find(|(name, _)| after[1..].starts_with(&format!("{name}}}")));
        // A brace of the shell stays.
        match known.filter(|_| !before.ends_with('$')) {
            Some((name, value)) => {
                text.push_str(value);
                rest = &after[name.len() + 2..];
            }
            None => {
                text.push('{');
                rest = &after[1..];
            }
        }
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_filled_in_once_and_the_shells_own_braces_stay() {
        let values = [("a", "{b}".to_owned()), ("b", "2".to_owned())];
        assert_eq!(fill("x {a} ${a} ${c:-{b}} {d}", &values), "x {b} ${a} ${c:-2} {d}");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }

    #[test]
    fn every_name_of_the_scripts_is_filled_in() {
        let names = ["name", "last", "shards", "at_once", "minutes", "memory_mb", "program", "folder", "log"];
        let values: Vec<(&str, String)> = names.iter().map(|name| (*name, "X".to_owned())).collect();
        for script in [SWEEP, MERGE] {
            let filled = fill(script, &values);
            assert!(names.iter().all(|name| !filled.replace("${", "").contains(&format!("{{{name}}}"))));
        }
        let used = |name: &&&str| !SWEEP.contains(&format!("{{{name}}}"));
        assert_eq!(names.iter().filter(used).count(), 0, "each name is used");
    }
}
