//! `cliniq compare BASE FILE… --inputs STUDY`: whether a verdict survives what is not known about the parameters.

use std::path::Path;

use super::cases::{self, Request};
use super::exploring::{self, Ground, Sweep, ground, known};
use super::options::Options;
use super::output;
use super::reporting::page::{self, Page, fact};
use super::study::essential;
use super::sweep::{merge, worker};
use crate::declaration::suggest;
use crate::error::Error;
use crate::experiment::exploration::file::Direction;
use crate::experiment::exploration::{self, Design, Exploration};
use crate::experiment::figures::study::Origin;
use crate::experiment::inputs::{
    Decision, FEWEST_DRAWS, Inputs, Numbers, Question, analyze, direction, figures, present,
};
use crate::experiment::sweep;
use crate::report;
use crate::store::disk;

/// Fewest replications of each draw: chance is told from inputs by its spread over them.
const FEWEST_REPLICATIONS: u32 = 3;

/// Compares files with uncertain inputs.
///
/// # Errors
/// All faults of the study and the files; [`Error::Interrupted`] when told to stop.
pub fn execute(request: &Request, study: &Path, options: &Options) -> Result<(), Error> {
    let mut study = exploration::read(study)?;
    if options.precision.is_some() || study.file.precision.is_some() {
        let what =
            "--inputs needs the same number of replications in every draw: give --replications, no precision";
        return Err(Error::Refused(what.to_owned()));
    }
    if !matches!(study.design, Design::LatinHypercube(_) | Design::Sobol { .. } | Design::List(_)) {
        let help = "[design.latin_hypercube], [design.sobol] or [design.list]";
        return Err(study.fault(
            "design",
            "draws from the ranges of the factors",
            "another design",
            Some(help.into()),
        ));
    }
    apply(&mut study, options);
    if study.file.replications < FEWEST_REPLICATIONS {
        let expected = format!("{FEWEST_REPLICATIONS} replications or more, to tell chance from inputs");
        return Err(study.fault("replications", &expected, &study.file.replications.to_string(), None));
    }
    let ground = ground_of(request, &study)?;
    let decision = decision_names(&mut study, &ground)?;
    let space = study.bind(&ground.declared)?;
    if space.points() < FEWEST_DRAWS {
        let expected = format!("{FEWEST_DRAWS} draws or more");
        return Err(study.fault("design", &expected, &space.points().to_string(), None));
    }
    let kept = study.kept();
    let sweep = exploring::folder::begin_on(study, ground, space, kept, options.out.clone())?;
    let how = worker::How { threads: options.threads, failed: false, quiet: options.quiet };
    worker::work_on(&sweep, (0..sweep.plan.units()).collect(), &how)?;
    let merged = merge::write_tables(&sweep)?;
    let question = question(&sweep, &decision)?;
    let found = analyze(&question, &numbers(&sweep)?);
    write_tables(&sweep, &question, &found)?;
    write_page(&sweep, &question, &found, merged.failed)?;
    show(&sweep, &question, &found, merged.failed, options)?;
    merge::failures(&merged)
}

/// Options of the command that stand above the study's own.
fn apply(study: &mut Exploration, options: &Options) {
    let file = &mut study.file;
    file.replications = options.replications.unwrap_or(file.replications);
    file.seed = options.seed.unwrap_or(file.seed);
    if let Some(measures) = &options.measures {
        file.measures.clone_from(measures);
    }
}

/// The files of the command as alternatives, all with the same weeks.
fn ground_of(request: &Request, study: &Exploration) -> Result<Ground, Error> {
    let set = study.file.set.iter().chain(&request.set).cloned().collect();
    let prepared = cases::prepare(&Request { set, ..request.clone() })?;
    ground::comparable(&prepared)
}

/// The measures that the decision is made by, which are kept beside the study's own.
fn decision_names(study: &mut Exploration, ground: &Ground) -> Result<Option<(String, String)>, Error> {
    let asked = study.file.inputs.clone();
    let Some((effect, cost)) = asked.effect.zip(asked.cost) else { return Ok(None) };
    let table: Vec<String> = ground.table()?.into_iter().map(|measure| measure.name).collect();
    for (path, name) in [("inputs.effect", &effect), ("inputs.cost", &cost)] {
        if !table.contains(name) {
            let help = suggest::help(name, table.iter().map(String::as_str));
            return Err(study.fault(path, "a measure of the scenario", &format!("`{name}`"), help));
        }
    }
    if asked.thresholds.is_empty() {
        let help = "add `thresholds = […]`: what a unit of the effect may be worth".to_owned();
        return Err(study.fault("inputs.thresholds", "at least one threshold", "none", Some(help)));
    }
    let mut measures = std::mem::take(&mut study.file.measures);
    if measures.is_empty() {
        measures.clone_from(&ground.leading);
    }
    for name in [&effect, &cost] {
        if !measures.contains(name) {
            measures.push(name.clone());
        }
    }
    study.file.measures = measures;
    Ok(Some((effect, cost)))
}

fn question(sweep: &Sweep, decision: &Option<(String, String)>) -> Result<Question, Error> {
    let (measures, space) = (&sweep.plan.measures, &sweep.space);
    let place = |name: &str| measures.iter().position(|measure| measure.name == name);
    let asked = sweep.study.file.inputs.better.map(|better| better == Direction::Higher);
    let higher = |measure: usize| {
        asked.or(direction(&measures[measure])).ok_or_else(|| {
            let help = "add `better = \"lower\"` or `better = \"higher\"` under [inputs]".to_owned();
            let found = format!("none: `{}` is neither good nor bad by itself", measures[measure].name);
            sweep.study.fault("inputs", "a direction", &found, Some(help))
        })
    };
    let decision = match decision {
        Some((effect, cost)) => {
            let effect = place(effect).expect("it was kept");
            Decision::Money {
                effect,
                higher: higher(effect)?,
                cost: place(cost).expect("it was kept"),
                thresholds: sweep.study.file.inputs.thresholds.clone(),
            }
        }
        None => {
            let net = place("net_benefit_per_year");
            let directed = || measures.iter().position(|measure| direction(measure).is_some());
            let measure = net.or_else(directed).unwrap_or(0);
            Decision::Measure { measure, higher: higher(measure)? }
        }
    };
    let points: Vec<Vec<f64>> = (0..space.points()).map(|point| space.numbers(point)).collect();
    let axes = space.axes();
    Ok(Question {
        alternatives: sweep.ground.alternatives.iter().map(|a| a.name.clone()).collect(),
        measures: measures.clone(),
        factors: (0..axes.len()).map(|axis| space.axis_name(axis)).collect(),
        inputs: axes.iter().map(|axis| points.iter().map(|numbers| numbers[axis[0]]).collect()).collect(),
        ordered: axes.iter().map(|axis| space.factors()[axis[0]].is_ordered()).collect(),
        decision,
    })
}

/// All numbers: alternative, measure, draw, replication.
fn numbers(sweep: &Sweep) -> Result<Numbers, Error> {
    let plan = &sweep.plan;
    let count = sweep.ground.alternatives.len();
    let (draws, replications) = (plan.points as usize / count, plan.kept.replications as usize);
    let mut found = vec![vec![vec![vec![f64::NAN; replications]; draws]; plan.measures.len()]; count];
    sweep::merge(plan, &sweep.shelf(), |point, rows| {
        let (draw, alternative) = (point as usize / count, point as usize % count);
        for row in rows {
            if let Ok(values) = &row.result {
                for (measure, value) in found[alternative].iter_mut().zip(values) {
                    measure[draw][row.replication as usize] = *value;
                }
            }
        }
        Ok(())
    })?;
    Ok(found)
}

fn write_tables(sweep: &Sweep, question: &Question, found: &Inputs) -> Result<(), Error> {
    for (name, table) in [
        ("inputs.csv", present::differences(question, found)),
        ("acceptability.csv", present::curves(question, found)),
        ("information.csv", present::worth(question, found)),
    ] {
        disk::write_whole(&sweep.folder.path().join(name), &report::csv::table(&table))?;
    }
    Ok(())
}

/// What stands under the result: the ranges, and what was run.
fn foot(sweep: &Sweep, failed: u64) -> Vec<String> {
    let ranges: Vec<String> = sweep
        .space
        .factors()
        .iter()
        .map(|factor| {
            let grade = (sweep.ground.declared)(&factor.paths[0])
                .map_or(String::new(), |d| format!(" ({})", d.grade));
            format!("{}: {}{grade}", factor.name, factor.words())
        })
        .collect();
    vec![
        format!("Ranges, with the grade of each default: {}.", ranges.join("; ")),
        format!(
            "Plan {}, seed {}, numbers {}; {failed} runs failed; each interval is of 95 % alone.",
            &sweep.plan.digest[..8],
            sweep.plan.seed,
            sweep.plan.numbers
        ),
    ]
}

fn write_page(sweep: &Sweep, question: &Question, found: &Inputs, failed: u64) -> Result<(), Error> {
    let given: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let command = essential(&given).join(" ");
    let origin = Origin {
        command: command.clone(),
        foot: format!(
            "n = {} replications of {} draws of the inputs · seed {} · 95 % intervals · chance, and the inputs that are drawn",
            found.replications, found.draws, sweep.plan.seed
        ),
    };
    let title = sweep.study.title();
    let mut facts = known::facts(sweep, failed);
    if let Some((name, _)) = facts.iter_mut().find(|(name, _)| name == "Points") {
        "Draws of the inputs".clone_into(name);
    }
    let mut again = known::again(sweep, "");
    again[0] = fact("The same comparison", command);
    let page = Page {
        title: title.to_owned(),
        before: vec![
            "Chance and inputs are told apart: chance is what differs between runs of the same inputs, and more runs remove it; \
             what is not known about the inputs is in the wider intervals, as far as it was drawn from ranges. A model is not \
             the clinic: it finds out what follows from what was written into it."
                .into(),
        ],
        facts,
        figures: vec![("What is found".into(), figures::all(question, found, &origin))],
        sections: vec![known::section(sweep)],
        screen: present::document(title, question, found, &foot(sweep, failed)).parts,
        again,
        tables: vec!["inputs.csv", "acceptability.csv", "information.csv"],
    };
    page::write(sweep.folder.path(), page)
}

fn show(
    sweep: &Sweep,
    question: &Question,
    found: &Inputs,
    failed: u64,
    options: &Options,
) -> Result<(), Error> {
    let title = sweep.study.title();
    if options.json {
        return output::print_json(&present::answer(title, question, found));
    }
    if options.quiet {
        return Ok(());
    }
    let mut foot = foot(sweep, failed);
    let folder = sweep.folder.path().display();
    foot.push(format!(
        "Files: {folder} (inputs.csv, acceptability.csv, information.csv, report.html, tables/)"
    ));
    output::print(&report::text::document(&present::document(title, question, found, &foot), output::width()))
}
