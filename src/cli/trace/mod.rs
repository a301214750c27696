//! `cliniq trace FILE`: what happened in one replication, as an event log or told of one person, patient, case or
//! message, or of one case in two scenarios. The replication is that of `run`: the same draws, event for event; it runs no
//! longer than the asked time.

mod day;
mod lanes;
mod layout;
mod pair;
mod path;
mod rows;
mod sheet;

use std::path::PathBuf;

use clap::value_parser;

use super::{cases, output};
use crate::clinic::model::{Model, PersonId};
use crate::declaration::suggest;
use crate::error::Error;
use crate::replay::clock::{Clock, midnight};
use crate::replay::log::{Log, full_name, names};
use crate::replay::protect;
use crate::scenario::Override;

/// Arguments of `trace`.
#[derive(Debug, Clone, clap::Args)]
#[command(group = clap::ArgGroup::new("told").multiple(true))]
pub struct Args {
    /// The scenario file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Master seed [default: 1, or the scenario's own]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Number of the replication, counted from 0 as in `export`
    #[arg(long, value_name = "K", default_value_t = 0, value_parser = value_parser!(u32).range(0..1_000_000))]
    pub replication: u32,
    /// Change a parameter, for example --set clinics.main.staff.physicians.count=5; may be given more than once
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// First day of the log: w0.mon is the Monday of measured week 0, u0.mon that of the first week of the warm-up,
    /// w-1.fri the Friday of its last; with calendar.start_date also a date [default: w0.mon]
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// The day before which the log ends [default: a week after its first day]
    #[arg(long, value_name = "DAY", allow_hyphen_values = true, conflicts_with = "weeks")]
    pub until: Option<String>,
    /// Length of the log in weeks, in place of --until
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=3000))]
    pub weeks: Option<u32>,
    /// Read one person's day aloud: physicians-1, or main/physicians-1 where two clinics have one
    #[arg(long, value_name = "NAME", groups = ["whose", "of_a_day", "told"], requires = "day")]
    pub person: Option<String>,
    /// A day of a clinic in lanes: a row for each person, a letter for every ten minutes; with --against, the same day in both
    #[arg(long, groups = ["whose", "of_a_day", "told"], conflicts_with_all = ["from", "until", "weeks", "kind", "list"])]
    pub lanes: bool,
    /// With --lanes, which clinic [default: the first]
    #[arg(long, value_name = "NAME", requires = "lanes")]
    pub clinic: Option<String>,
    /// The day of --person; of --lanes also `typical` or `bad`: at the median, or at the 95th percentile, of minutes after hours
    /// over the working days of the summary [default of --lanes: typical]
    #[arg(long, value_name = "DAY", requires = "of_a_day", conflicts_with_all = ["from", "until", "weeks"])]
    pub day: Option<String>,
    /// Tell the path of the patient of this number: visits, papers, results, messages
    #[arg(long, value_name = "NUMBER", groups = ["whose", "told"])]
    pub patient: Option<u32>,
    /// Tell the path of the case of this id, and what followed from it
    #[arg(long, value_name = "HEX", groups = ["whose", "told"])]
    pub case: Option<String>,
    /// Tell the way of a message of this kind
    #[arg(long, value_name = "KIND", groups = ["whose", "told"])]
    pub message: Option<String>,
    /// Which of these messages, in the order in which they came, from 1
    #[arg(long, value_name = "N", requires = "message", default_value_t = 1, value_parser = value_parser!(u32).range(1..))]
    pub number: u32,
    /// Tell one case in two scenarios with the same random numbers, side by side: the case whose course differs most, or
    /// that of --case
    #[arg(long, value_name = "OTHER", group = "told", conflicts_with_all = ["person", "message"])]
    pub against: Option<PathBuf>,
    /// With --against, only this: visit, message, paper, note, order, a kind of visit or message, or a pathway
    #[arg(long, value_name = "KIND", requires = "against", conflicts_with = "case")]
    pub kind: Option<String>,
    /// With --against, the K cases that differ most, a line each
    #[arg(long, value_name = "K", requires = "against", conflicts_with = "case", value_parser = value_parser!(u32).range(1..))]
    pub list: Option<u32>,
    /// Print JSON
    #[arg(long, requires = "told")]
    pub json: bool,
}

/// Runs the command.
///
/// # Errors
/// All faults of the file; [`Error::Refused`] for who or what is not there, and where real people would be told of.
pub fn execute(args: Args) -> Result<(), Error> {
    let mut overrides = Override::all(&args.set);
    overrides.extend(args.seed.map(|seed| Override::new("--seed", format!("run.seed={seed}"))));
    if args.lanes {
        return lanes::execute(&args, &overrides);
    }
    if let Some(other) = &args.against {
        return pair::execute(&args, other, &overrides);
    }
    let loaded = cases::load(&args.file, &overrides)?;
    let arm = cases::arm(&loaded);
    let model = &arm.case.model;
    let clock = Clock::new(&model.time);
    let person = args.person.as_deref().map(|name| find_person(model, name)).transpose()?;
    if let Some(kind) = &args.message {
        find_message(model, kind)?;
    }
    if let Some(number) = args.patient {
        find_patient(model, number)?;
    }
    protect(&arm.case, person)?;
    let (from, until) = stretch(&args, &clock)?;
    let seed = (loaded.parameters.run.seed, args.replication);
    let log = Log::run(&loaded.name, model, seed, clock, (midnight(from), midnight(until)));
    let told = match (person, args.patient, &args.case, &args.message) {
        (Some(person), ..) => day::tell(&log, person, from),
        (_, Some(patient), ..) => path::of_patient(&log, patient),
        (_, _, Some(case), _) => path::of_case(&log, case)?,
        (_, _, _, Some(kind)) => path::of_message(&log, kind, args.number)?,
        _ => return output::print(&sheet::csv(&log)),
    };
    if args.json { output::print_json(&told.json) } else { output::print(&told.text) }
}

/// Something told, for people and for programs.
struct Told {
    text: String,
    json: serde_json::Value,
}

/// The first day of the log and the one after its last.
fn stretch(args: &Args, clock: &Clock) -> Result<(u64, u64), Error> {
    if let Some(day) = &args.day {
        let day = clock.day("--day", day, false)?;
        return Ok((day, day + 1));
    }
    let from = match &args.from {
        Some(text) => clock.day("--from", text, false)?,
        None => clock.first_measured(),
    };
    let until = match (&args.until, args.weeks) {
        (Some(text), _) => clock.day("--until", text, true)?,
        (None, Some(weeks)) => from + 7 * u64::from(weeks),
        (None, None) => (from + 7).min(clock.days()),
    };
    if until > clock.days() {
        return Err(Error::Refused(format!(
            "--weeks: the run ends with {}; for a longer one, for example --set run.weeks=104",
            clock.day_name(clock.days() - 1)
        )));
    }
    if until <= from {
        return Err(Error::Refused(format!(
            "--until is the day before which the log ends: expected one after {}",
            clock.day_name(from)
        )));
    }
    Ok((from, until))
}

/// A person by name, with or without the clinic.
fn find_person(model: &Model, name: &str) -> Result<PersonId, Error> {
    let known = names(model);
    let full = |p: usize| full_name(model, &model.people[p]);
    let found = (0..known.len()).find(|p| known[*p] == name || full(*p) == name);
    found.map(|p| p as PersonId).ok_or_else(|| {
        let help = suggest::help(name, known.iter().map(String::as_str)).unwrap_or_default();
        Error::Refused(format!("--person: nobody is called `{name}`; {help}"))
    })
}

/// A kind of message by name.
fn find_message(model: &Model, kind: &str) -> Result<(), Error> {
    let known = || model.messages.iter().map(|message| message.name.as_str());
    if known().any(|name| name == kind) {
        return Ok(());
    }
    let help = suggest::help(kind, known().collect::<Vec<_>>());
    let help = help.unwrap_or_else(|| "this scenario has no messages".to_owned());
    Err(Error::Refused(format!("--message: no kind of message is called `{kind}`; {help}")))
}

/// A patient of the panels by number.
fn find_patient(model: &Model, number: u32) -> Result<(), Error> {
    match model.panel.patients {
        0 => Err(Error::Refused(
            "--patient: patients of this scenario belong to no panel and have no numbers; look one up by --case"
                .to_owned(),
        )),
        all if number >= all => Err(Error::Refused(format!(
            "--patient: no patient has the number {number}; known here: 0 to {}",
            all - 1
        ))),
        _ => Ok(()),
    }
}
