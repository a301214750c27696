//! `cliniq select STUDY`: the best of many scenarios, of portfolios under a budget, or of the points of a design.

mod alternatives;
mod page;

use std::path::PathBuf;

use super::exploring::{self, Ground, Sweep};
use super::output;
use super::sweep::worker;
use crate::declaration::suggest;
use crate::error::Error;
use crate::experiment::exploration::file::{Direction, GuardFile, SelectFile};
use crate::experiment::exploration::{self, Exploration};
use crate::experiment::select::{Columns, Cost, Guard, Question, Selected, present, select};
use crate::experiment::sweep::Kept;
use crate::experiment::sweep::work::Part;
use crate::report;
use crate::statistics::ranking::Limit;
use crate::store::disk;
use crate::system::Better;
use alternatives::{Alternatives, alternatives};

/// Most alternatives of a selection.
const MOST_ALTERNATIVES: usize = 512;
/// The cost measure of the frontier where the study names none and knows no costs.
const COST: &str = "cost_per_year";

/// Arguments of `select`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The study file, with [select] and candidates, portfolios or factors
    pub study: PathBuf,
    /// Folder for the results [default: output/NAME-DIGEST]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Number of threads [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
    /// Print errors only
    #[arg(long)]
    pub quiet: bool,
}

/// Runs the command.
///
/// # Errors
/// All faults of the study and its scenarios; [`Error::Interrupted`] when told to stop.
pub fn execute(args: Args) -> Result<(), Error> {
    let mut study = exploration::read(&args.study)?;
    study.need_subject()?;
    let help = "add [select] with `measure = …` and `indifference_zone = …`";
    let asked = study.needed("select", study.file.select.as_ref(), help)?.clone();
    let help = "a selection runs first_stage replications of everybody, then as many as the race needs: most_replications bounds it";
    study.not_heeded(&["replications", "precision"], help)?;
    if asked.first_stage > study.file.most_replications {
        let (expected, found) =
            (format!("at most most_replications, {}", study.file.most_replications), asked.first_stage);
        return Err(study.fault("select.first_stage", &expected, &found.to_string(), None));
    }
    let Alternatives { ground, notes, costs } = alternatives(&study)?;
    let named: Vec<&String> = ground.alternatives.iter().map(|a| &a.name).collect();
    if let Some(twice) = (1..named.len()).find(|place| named[..*place].contains(&named[*place])) {
        let found = format!("`{}` twice", named[twice]);
        let help = "the study's own scenario is called by its file's name".to_owned();
        return Err(study.fault(
            &format!("candidates.{}", named[twice]),
            "names that differ",
            &found,
            Some(help),
        ));
    }
    if !args.quiet {
        notes.iter().for_each(|note| output::say(&format!("note: {note}")));
    }
    keep_measures(&mut study, &asked, &ground)?;
    let space = study.bind(&ground.declared)?;
    let number = ground.alternatives.len() * space.points() as usize;
    if !(2..=MOST_ALTERNATIVES).contains(&number) {
        let expected = format!("2 to {MOST_ALTERNATIVES} alternatives");
        return Err(study.fault("select", &expected, &number.to_string(), None));
    }
    let kept = Kept { replications: study.file.most_replications, precision: None };
    let sweep = exploring::folder::begin_on(study, ground, space, kept, args.out.clone())?;
    let question = question(&sweep, &asked, costs)?;
    let names = names(&sweep);
    let how = worker::How { threads: args.threads, failed: false, quiet: args.quiet };
    let found = select(names.len(), &question, |who, replications| {
        let points = Some(who.iter().map(|a| *a as u64).collect());
        let units = (0..sweep.plan.units()).collect();
        let part = Part { units, points, replications: Some(replications), failed: false };
        worker::work_on_part(&sweep, &part, &how)?;
        columns(&sweep)
    })?;
    write_tables(&sweep, &found, &question, &names)?;
    let failed = failures(&sweep)?;
    page::write(&sweep, &found, &question, &names, failed.len())?;
    show(&sweep, &found, &question, &names, &args, failed.len())?;
    match failed.first() {
        None => Ok(()),
        Some((point, replication, reason)) => Err(Error::Failed(format!(
            "{} replications failed and count for nobody; the first was replication {replication} of {}: {reason}",
            failed.len(),
            names[*point as usize]
        ))),
    }
}

/// Replications that failed: alternative, number, reason.
fn failures(sweep: &Sweep) -> Result<Vec<(u64, u32, String)>, Error> {
    let (shelf, mut failed) = (sweep.shelf(), Vec::new());
    let index = shelf.index()?;
    for unit in 0..sweep.plan.units() {
        for row in shelf.read(&index, sweep.plan.points_of(unit), &mut Vec::new())?.into_values() {
            failed.extend(row.result.err().map(|reason| (row.point, row.replication, reason)));
        }
    }
    Ok(failed)
}

/// Adds the measures that the selection needs to those that are kept.
fn keep_measures(study: &mut Exploration, asked: &SelectFile, ground: &Ground) -> Result<(), Error> {
    let table: Vec<String> = ground.table()?.into_iter().map(|measure| measure.name).collect();
    let mut needed = vec![("select.measure".to_owned(), asked.measure.clone())];
    needed.extend(asked.cost.iter().map(|cost| ("select.cost".to_owned(), cost.clone())));
    let guards = study.file.guards.iter();
    needed.extend(guards.map(|(name, guard)| (format!("guards.{name}.measure"), guard.measure.clone())));
    for (path, name) in &needed {
        if !table.contains(name) {
            let help = suggest::help(name, table.iter().map(String::as_str));
            return Err(study.fault(path, "a measure of the scenario", &format!("`{name}`"), help));
        }
    }
    let known = study.file.portfolios.as_ref().is_some_and(|p| !p.costs_usd_per_year.is_empty());
    let by_default = asked.cost.is_none() && !known && table.iter().any(|name| name == COST);
    let cost = by_default.then(|| COST.to_owned());
    let mut measures = std::mem::take(&mut study.file.measures);
    for name in needed.into_iter().map(|(_, name)| name).chain(cost) {
        if !measures.contains(&name) {
            measures.push(name);
        }
    }
    study.file.measures = measures;
    Ok(())
}

/// The question, with places in the plan's measures.
fn question(sweep: &Sweep, asked: &SelectFile, costs: Option<Vec<f64>>) -> Result<Question, Error> {
    let measures = &sweep.plan.measures;
    let place = |name: &str| measures.iter().position(|measure| measure.name == name);
    let measure = place(&asked.measure).expect("it was kept");
    let higher = match (asked.better, measures[measure].better) {
        (Some(Direction::Higher), _) | (None, Better::Higher) => true,
        (Some(Direction::Lower), _) | (None, Better::Lower) => false,
        (None, Better::Neither) => {
            let help = "add `better = \"lower\"` or `better = \"higher\"`".to_owned();
            let found = format!("none: `{}` is neither good nor bad by itself", asked.measure);
            return Err(sweep.study.fault("select", "a direction", &found, Some(help)));
        }
    };
    let guard = |(name, file): (&String, &GuardFile)| {
        let limit = file.at_most.or(file.change_at_most).map(Limit::AtMost);
        let limit = limit.or(file.at_least.or(file.change_at_least).map(Limit::AtLeast));
        Guard {
            name: name.clone(),
            measure: place(&file.measure).expect("it was kept"),
            change: file.change_at_most.is_some() || file.change_at_least.is_some(),
            limit: limit.expect("a guard-rail without a limit was faulted"),
        }
    };
    Ok(Question {
        measure,
        higher,
        indifference_zone: asked.indifference_zone,
        confidence: asked.confidence,
        first_stage: asked.first_stage,
        most: sweep.plan.kept.replications,
        guards: sweep.study.file.guards.iter().map(guard).collect(),
        cost: match (&asked.cost, costs) {
            (Some(name), _) => place(name).map(Cost::Measure),
            (None, Some(costs)) => Some(Cost::Known(costs)),
            (None, None) => place(COST).map(Cost::Measure),
        },
    })
}

/// The names of the alternatives: scenarios, points of a design, or both.
fn names(sweep: &Sweep) -> Vec<String> {
    let count = sweep.ground.alternatives.len() as u64;
    let name = |point: u64| {
        let scenario = &sweep.ground.alternatives[(point % count) as usize].name;
        let values = sweep.space.values(point / count);
        let of_factors: Vec<String> = sweep
            .space
            .factors()
            .iter()
            .zip(values)
            .map(|(factor, value)| format!("{} {}", factor.name, value.words()))
            .collect();
        match (of_factors.is_empty(), count > 1) {
            (true, _) => scenario.clone(),
            (false, true) => format!("{scenario}, {}", of_factors.join(", ")),
            (false, false) => of_factors.join(", "),
        }
    };
    (0..sweep.plan.points).map(name).collect()
}

/// The numbers of every alternative as far as they were run without a gap.
fn columns(sweep: &Sweep) -> Result<Vec<Columns>, Error> {
    let (plan, shelf) = (&sweep.plan, sweep.shelf());
    let index = shelf.index()?;
    let mut found = vec![vec![Vec::new(); plan.measures.len()]; plan.points as usize];
    for unit in 0..plan.units() {
        for row in shelf.read(&index, sweep.plan.points_of(unit), &mut Vec::new())?.into_values() {
            let columns = &mut found[row.point as usize];
            if row.replication as usize == columns[0].len() {
                for (place, column) in columns.iter_mut().enumerate() {
                    column.push(row.result.as_ref().map_or(f64::NAN, |values| values[place]));
                }
            }
        }
    }
    Ok(found)
}

fn write_tables(sweep: &Sweep, found: &Selected, question: &Question, names: &[String]) -> Result<(), Error> {
    let measures = &sweep.plan.measures;
    for (name, table) in [
        ("selection.csv", present::standings(found, question, names)),
        ("guards.csv", present::guards(found, question, names, measures)),
        ("frontier.csv", present::frontier(found, names)),
    ] {
        disk::write_whole(&sweep.folder.path().join(name), &report::csv::table(&table))?;
    }
    let answer = present::answer(sweep.study.title(), found, question, names, measures);
    sweep.folder.put("result.json", format!("{answer:#}\n").as_bytes())
}

/// What stands under the result.
fn foot(sweep: &Sweep, alternatives: usize, failed: usize) -> String {
    format!(
        "{alternatives} alternatives, {failed} runs failed; plan {}, seed {}, numbers {}; differences are paired, each interval of \
         95 % alone; guard-rails are checked at 95 % over all alternatives and guards, in two looks.",
        &sweep.plan.digest[..8],
        sweep.plan.seed,
        sweep.plan.numbers
    )
}

fn show(
    sweep: &Sweep,
    found: &Selected,
    question: &Question,
    names: &[String],
    args: &Args,
    failed: usize,
) -> Result<(), Error> {
    let (title, measures) = (sweep.study.title(), &sweep.plan.measures);
    if args.json {
        return output::print_json(&present::answer(title, found, question, names, measures));
    }
    if args.quiet {
        return Ok(());
    }
    let foot = [
        foot(sweep, names.len(), failed),
        format!(
            "Files: {} (selection.csv, guards.csv, frontier.csv, result.json, report.html)",
            sweep.folder.path().display()
        ),
    ];
    let document = present::document(title, found, question, names, measures, &foot);
    output::print(&report::text::document(&document, output::width()))
}
