//! The report of what the page shows: the same as the command line writes, of runs that are already known.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::answer;
use super::crew::Crew;
use super::library::Library;
use super::outbox::Outbox;
use super::question::{self, Question, Ready, Refusal};
use super::run::Run;
use crate::cli::cases;
use crate::cli::reporting::{self, Clinic};
use crate::cli::study::{Kind, LEVEL};
use crate::experiment::{Results, Selection, compare};
use crate::store::manifest::ArmRecord;
use crate::store::{Manifest, digest};
use crate::system::System;

/// The page as one HTML file.
///
/// # Errors
/// Faults of the question; a sentence where not all of its runs are known: the report tells of no other number than the page.
/// Also where it is told to stop, which nobody reads.
pub fn html(
    library: &Library,
    crew: &Crew,
    asked: &Question,
    default_replications: u32,
    stop: &Arc<AtomicBool>,
) -> Result<String, Refusal> {
    let Ready { arms, loaded, seed, replications } = question::prepare(library, asked, default_replications)?;
    let ready = Ready { arms: arms.clone(), loaded: Vec::new(), seed, replications };
    let mut run = Run::new(ready, asked.question, Arc::new(Outbox::default()), crew);
    run.stop = stop.clone();
    let results = crew.known(&run).ok_or_else(|| {
        Refusal::Words(
            "The report is made of the runs that are shown: wait until all of them are, then ask again."
                .into(),
        )
    })?;
    let all_failed = results.failures() == results.replications as usize;
    if let (true, Some(first)) = (all_failed, results.failed.first()) {
        return Err(Refusal::Words(format!(
            "There is nothing to report: all {replications} runs failed, the first with: {}",
            first.message
        )));
    }
    if stop.load(Ordering::Relaxed) {
        return Err(Refusal::gone());
    }
    let clinic = Clinic { arms, loaded };
    let analysis = compare::analyze(&results, &Selection::all());
    let kind = if clinic.arms.len() == 1 { Kind::Run } else { Kind::Compare };
    let manifest = manifest(&run, &clinic, &results);
    Ok(reporting::html(&results, &analysis, &manifest, kind, &clinic))
}

/// What the manifest of the same command would say.
fn manifest(run: &Run, clinic: &Clinic, results: &Results) -> Manifest {
    let version = env!("CARGO_PKG_VERSION");
    let names: Vec<(&str, &str)> =
        clinic.arms.iter().map(|arm| (arm.name.as_str(), arm.digest.as_str())).collect();
    let record =
        |(arm, facts): (&crate::experiment::Arm<_>, &crate::experiment::results::ArmFacts)| ArmRecord {
            name: arm.name.clone(),
            file: arm.file.clone(),
            digest: arm.digest.clone(),
            forked: facts.forked,
            sites: cases::system().sites(&arm.case),
        };
    Manifest {
        schema: "cliniq.manifest/1".into(),
        version: version.into(),
        complete: true,
        seed: run.seed,
        level: LEVEL,
        replications: results.replications,
        command: answer::command(run).split(' ').map(str::to_owned).collect(),
        measures: None,
        input_digest: digest::input_digest(version, run.seed, &names),
        result_digest: results.result_digest(),
        arms: clinic.arms.iter().zip(&results.arms).map(record).collect(),
        failed: results.failed.clone(),
        bundle: None,
    }
}
