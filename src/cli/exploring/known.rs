//! What a reader of a study's page is told beside its figures: the factors, what was run, how to get it again.

use super::Sweep;
use crate::cli::reporting::page::fact;
use crate::declaration::Scalar;
use crate::document::{Cell, Part};
use crate::experiment::exploration::Factor;
use crate::experiment::figures::study::{self, FactorWords, Origin};

/// The factors one by one, as the study names them.
pub fn factors(sweep: &Sweep) -> Vec<FactorWords> {
    sweep.space.factors().iter().map(|factor| words(sweep, factor)).collect()
}

/// The factors by axis: those that move together are told as one, by the values of the first.
pub fn axes(sweep: &Sweep) -> Vec<FactorWords> {
    let space = &sweep.space;
    let axis = |(number, members): (usize, &Vec<usize>)| FactorWords {
        name: space.axis_name(number),
        ..words(sweep, &space.factors()[members[0]])
    };
    space.axes().iter().enumerate().map(axis).collect()
}

fn words(sweep: &Sweep, factor: &Factor) -> FactorWords {
    let known = factor.paths.first().and_then(|path| (sweep.ground.declared)(path));
    let named = |value: &Scalar| (factor.number(value), value.words());
    let values = factor.alternatives().filter(|_| !factor.is_numeric());
    FactorWords {
        name: factor.name.clone(),
        paths: factor.paths.clone(),
        range: factor.words(),
        unit: known.as_ref().map_or_else(String::new, |known| known.unit.clone()),
        grade: known.as_ref().map_or_else(String::new, |known| known.grade.clone()),
        source: known.map_or_else(String::new, |known| known.source),
        values: values.map_or_else(Vec::new, |values| values.iter().map(named).collect()),
        ordered: factor.is_ordered(),
    }
}

/// So many rows are read into memory for the figures of a page, at most.
pub const MOST_ROWS: u64 = 200_000;

/// Where the figures of a study's page come from: its command, and what stands beneath each figure.
pub fn origin(sweep: &Sweep, command: &str, level: &str) -> Origin {
    let plan = &sweep.plan;
    let most = if plan.kept.precision.is_some() { "at most " } else { "" };
    let alternatives = sweep.ground.alternatives.len() as u64;
    let points = match alternatives {
        1 => format!("each of {} points", plan.points),
        _ => format!("each of {alternatives} scenarios at {} points", plan.points / alternatives),
    };
    Origin {
        command: format!("cliniq {command}"),
        foot: format!(
            "n = {most}{} {} of {points} · seed {} · {level}",
            plan.kept.replications,
            if plan.kept.replications == 1 { "replication" } else { "replications" },
            plan.seed
        ),
    }
}

/// What was run, for the head of a page.
pub fn facts(sweep: &Sweep, failed: u64) -> Vec<(String, Cell)> {
    let plan = &sweep.plan;
    let scenarios: Vec<&str> = sweep.ground.alternatives.iter().map(|one| one.name.as_str()).collect();
    vec![
        fact("Scenarios", scenarios.join(", ")),
        fact("Points", (plan.points / scenarios.len().max(1) as u64).to_string()),
        fact("Replications of each", plan.kept.replications.to_string()),
        fact("Runs that failed and are left out", failed.to_string()),
        fact("Seed", plan.seed.to_string()),
        fact("Version", format!("cliniq {} (numbers {})", env!("CARGO_PKG_VERSION"), plan.numbers)),
        fact("Digest of what was asked", &plan.digest),
    ]
}

/// How to get the numbers of a study again, from its folder.
pub fn again(sweep: &Sweep, command: &str) -> Vec<(String, Cell)> {
    vec![
        fact("The same study", format!("cliniq {command}")),
        fact("Its text", "inputs/study.toml in this folder; paths in it are seen from where the study was"),
        fact(
            "Its scenarios",
            "inputs/scenario-N.toml in this folder, self-contained; functions that are built in need none",
        ),
        fact(
            "One run",
            "random numbers follow from the seed, the replication and their purpose, never from the scenario: a scenario with \
             the values of a point (--set PATH=VALUE) and the same seed gives the same bits with cliniq run",
        ),
        fact("Seed", sweep.plan.seed.to_string()),
        fact("Digest of what was asked", &sweep.plan.digest),
    ]
}

/// What the factors rest on.
pub fn section(sweep: &Sweep) -> (String, Vec<Part>) {
    let parts =
        if sweep.space.factors().is_empty() { Vec::new() } else { vec![study::factors(&factors(sweep))] };
    ("Factors, and what their parameters rest on".to_owned(), parts)
}
