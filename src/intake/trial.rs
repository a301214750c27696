//! A trial of one's own: a CSV file of observations → [`Data`], with all faults at once.

use std::collections::BTreeMap;
use std::path::Path;

use super::table::Table;
use crate::declaration::{Faults, Place, suggest};
use crate::error::Error;
use crate::statistics::trial::{Data, Observed, Row};

/// Which columns hold what; absent ones are found by their usual names.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// The cluster.
    pub cluster: Option<String>,
    /// The period.
    pub period: Option<String>,
    /// Whether the cluster worked in the new way: 0, 1, or `transition`.
    pub treatment: Option<String>,
    /// The person.
    pub person: Option<String>,
    /// The outcome.
    pub outcome: Option<String>,
}

const CLUSTER: [&str; 6] = ["cluster", "clinic", "site", "unit", "ward", "group"];
const PERIOD: [&str; 6] = ["period", "wave", "time", "month", "quarter", "year"];
const TREATMENT: [&str; 6] = ["treatment", "treat", "treated", "intervention", "exposed", "arm"];
const PERSON: [&str; 5] = ["person", "participant", "subject", "clinician", "id"];
/// What stands for an outcome that is missing.
const MISSING: [&str; 3] = ["", "na", "nan"];

/// The columns of a file by what they hold.
struct Found {
    cluster: String,
    period: Option<String>,
    treatment: Option<String>,
    person: Option<String>,
    outcome: String,
}

/// Reads a file.
///
/// # Errors
/// [`Error::Faults`] with all that is wrong with it, [`Error::File`] where it cannot be read.
pub fn read(path: &Path, columns: &Columns) -> Result<Observed, Error> {
    let mut faults = Faults::default();
    // First as a table without columns: what it is, and what its columns are called.
    let Some(table) = Table::read(path, &[], &mut faults)? else { return Err(faults.into()) };
    let header = table.header();
    let Some(found) = find(header, columns, table.start(), &mut faults) else { return Err(faults.into()) };
    let mut faults = Faults::default();
    let mut wanted = vec![found.cluster.as_str(), found.outcome.as_str()];
    wanted.extend([&found.period, &found.treatment, &found.person].into_iter().flatten().map(String::as_str));
    let Some(table) = Table::read(path, &wanted, &mut faults)? else { return Err(faults.into()) };
    if table.is_empty() {
        faults.fault(table.start(), "", "observations below the header", "none", None);
        return Err(faults.into());
    }
    let observed = observe(&table, &found, &mut faults);
    if observed.as_ref().is_some_and(|of| of.data.rows.is_empty()) && faults.is_empty() {
        faults.fault(
            table.start(),
            &found.outcome,
            "at least one observation",
            "none: all are missing",
            None,
        );
    }
    match observed {
        Some(observed) if faults.is_empty() => Ok(observed),
        _ => Err(faults.into()),
    }
}

/// Finds the columns: those that are named, or else those with a usual name; the outcome may be what is left.
fn find(header: &[String], columns: &Columns, start: Place, faults: &mut Faults) -> Option<Found> {
    for (place, name) in header.iter().enumerate() {
        if header[..place].iter().any(|other| other.eq_ignore_ascii_case(name)) {
            faults.fault(start, "", "each column once", format!("`{name}` again"), None);
        }
    }
    if header.len() == 1 && header[0].contains([';', '\t']) {
        let help = "write the table with commas between cells, and points in numbers".to_owned();
        faults.fault(start, "", "cells with commas between them", "semicolons or tabs", Some(help));
    }
    let named = |word: &str| header.iter().find(|name| name.eq_ignore_ascii_case(word)).cloned();
    let mut look = |option: &str, asked: &Option<String>, usual: &[&str]| match asked {
        None => usual.iter().find_map(|word| named(word)),
        Some(word) => {
            let found = named(word);
            if found.is_none() {
                let help = suggest::help(word, header.iter().map(String::as_str));
                let at = format!("--{option}");
                faults.fault(start, &at, "a column of the file", format!("`{word}`"), help);
            }
            found
        }
    };
    let cluster = look("cluster", &columns.cluster, &CLUSTER);
    let period = look("period", &columns.period, &PERIOD);
    let treatment = look("treatment", &columns.treatment, &TREATMENT);
    let person = look("person", &columns.person, &PERSON);
    let named_outcome = look("outcome", &columns.outcome, &["outcome", "y", "value"]);
    let taken = [&cluster, &period, &treatment, &person];
    let rest: Vec<&String> =
        header.iter().filter(|name| !taken.iter().any(|of| of.as_ref() == Some(name))).collect();
    let outcome = named_outcome.or(match rest.as_slice() {
        [one] if columns.outcome.is_none() => Some((*one).clone()),
        _ => None,
    });
    if cluster.is_none() && columns.cluster.is_none() {
        let help = format!("name it: --cluster COLUMN; the file has {}", header.join(", "));
        faults.fault(
            start,
            "--cluster",
            "a column that says which clinic",
            "none of a usual name",
            Some(help),
        );
    }
    if outcome.is_none() && columns.outcome.is_none() {
        let names: Vec<&str> = rest.iter().map(|name| name.as_str()).collect();
        let help = format!("name it: --outcome COLUMN; left are {}", names.join(", "));
        faults.fault(start, "--outcome", "one column of the outcome", format!("{}", rest.len()), Some(help));
    }
    if !faults.is_empty() {
        return None;
    }
    Some(Found { cluster: cluster?, period, treatment, person, outcome: outcome? })
}

/// What a row says of the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Old,
    Transition,
    New,
}

fn observe(table: &Table, found: &Found, faults: &mut Faults) -> Option<Observed> {
    let place = |column: &Option<String>, before: usize| column.as_ref().map(|_| 2 + before);
    let period = place(&found.period, 0);
    let treatment = place(&found.treatment, usize::from(period.is_some()));
    let person = place(&found.person, usize::from(period.is_some()) + usize::from(treatment.is_some()));
    let names = |column: usize| ordered((0..table.len()).map(|row| table.cell(row, column)));
    let clusters = names(0);
    let periods = period.map_or_else(|| vec!["all".to_owned()], |column| with_gaps(names(column)));
    let people = person.map_or_else(Vec::new, names);
    let at = |names: &[String], name: &str| names.iter().position(|known| known == name).unwrap_or(0) as u32;
    let mut ways: BTreeMap<(u32, u32), (Way, usize)> = BTreeMap::new();
    let (mut rows, mut missing) = (Vec::new(), 0);
    for row in 0..table.len() {
        let cluster = at(&clusters, table.cell(row, 0));
        let in_period = period.map_or(0, |column| at(&periods, table.cell(row, column)));
        for column in [Some(0), period].into_iter().flatten() {
            if table.cell(row, column).is_empty() {
                table.fault(row, column, "a name", None, faults);
            }
        }
        if let Some(column) = treatment
            && let Some(way) = way(table, row, column, faults)
        {
            let known = ways.entry((cluster, in_period)).or_insert((way, row));
            if known.0 != way {
                let help =
                    "a cluster works in one way in a period; leave a period of change out with `transition`";
                let expected = format!("the same as in row {} of this cluster and period", known.1 + 2);
                table.fault(row, column, &expected, Some(help.into()), faults);
            }
        }
        if MISSING.contains(&table.cell(row, 1).to_lowercase().as_str()) {
            missing += 1;
            continue;
        }
        let expected = "a finite number; empty or NA where it is missing";
        if let Some(value) = table.number((row, 1), expected, |_| true, faults) {
            let person = person.map(|column| at(&people, table.cell(row, column)));
            rows.push(Row { cluster, period: in_period, person, value });
        }
    }
    let (starts, transition) = begins(table, &ways, clusters.len(), treatment.unwrap_or(0), faults)?;
    let data = Data { starts, transition, periods: periods.len() as u32, rows };
    let outcome = found.outcome.clone();
    Some(Observed { data, clusters, periods, outcome, missing, treatment: treatment.is_some() })
}

fn way(table: &Table, row: usize, column: usize, faults: &mut Faults) -> Option<Way> {
    let found = match table.cell(row, column).to_lowercase().as_str() {
        "0" | "0.0" | "false" | "no" | "control" => Some(Way::Old),
        "1" | "1.0" | "true" | "yes" => Some(Way::New),
        "transition" => Some(Way::Transition),
        _ => None,
    };
    if found.is_none() {
        table.fault(row, column, "0, 1 or `transition`", None, faults);
    }
    found
}

/// Names in their order: numbers in names by their size, so that m2 comes before m10.
fn ordered<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut all: Vec<String> = names.map(str::to_owned).collect();
    all.sort_by(|a, b| {
        natural(a).partial_cmp(&natural(b)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(b))
    });
    all.dedup();
    all
}

/// A name in front of its last number, and that number; a name without one comes with 0.
fn natural(name: &str) -> (String, f64) {
    if let Some(number) = name.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return (String::new(), number);
    }
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (letters.to_owned(), name[letters.len()..].parse().unwrap_or(0.0))
}

/// Periods that are whole numbers keep their distances, so that one without a row is a period that was not observed; as long as a
/// third of them was. Everything else is counted as it comes.
fn with_gaps(names: Vec<String>) -> Vec<String> {
    let whole: Option<Vec<i64>> = names.iter().map(|name| name.parse().ok()).collect();
    let ends = whole.as_ref().and_then(|whole| Some((*whole.first()?, *whole.last()?)));
    match ends {
        Some((first, last)) if last.saturating_sub(first) < 3 * names.len() as i64 => {
            (first..=last).map(|period| period.to_string()).collect()
        }
        _ => names,
    }
}

/// When each cluster begins: from the first period in which it does not work in the old way. A change that is taken back is a
/// fault, and so are completed transitions of different length.
fn begins(
    table: &Table,
    ways: &BTreeMap<(u32, u32), (Way, usize)>,
    clusters: usize,
    column: usize,
    faults: &mut Faults,
) -> Option<(Vec<Option<u32>>, u32)> {
    let mut starts = vec![None; clusters];
    // Of each cluster that completed its transition: marked periods, periods from the begin to the first after it, and a row.
    let mut completed: Vec<(u32, u32, usize)> = Vec::new();
    let mut longest = 0;
    for (cluster, start) in starts.iter_mut().enumerate() {
        let own = ways.iter().filter(|((of, _), _)| *of as usize == cluster);
        let (mut marked, mut complete) = (0, false);
        for ((_, period), (way, row)) in own {
            let help = "changes that are taken back are not handled: leave the later periods out, and look whether the periods are \
                        in the right order"
                .to_owned();
            match way {
                Way::Old if start.is_some() => {
                    table.fault(*row, column, "1: it had begun", Some(help), faults)
                }
                Way::Old => {}
                Way::Transition if complete => {
                    table.fault(*row, column, "1: it had begun", Some(help), faults)
                }
                Way::Transition => {
                    let begin = *start.get_or_insert(*period);
                    marked = period - begin + 1;
                    longest = longest.max(marked);
                }
                Way::New => {
                    let begin = *start.get_or_insert(*period);
                    if !complete {
                        completed.push((marked, period - begin, *row));
                        complete = true;
                    }
                }
            }
        }
    }
    // Periods without a row may stand in place of marked ones.
    if let Some((marked, _, row)) = completed.iter().find(|(_, until, _)| *until < longest) {
        let expected = format!("a transition of {longest} periods, as in another cluster");
        let help = format!("this one has {marked}: mark as many as `transition` in each cluster");
        table.fault(*row, column, &expected, Some(help), faults);
        return None;
    }
    Some((starts, longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Observed, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.csv");
        std::fs::write(&path, text).expect("written");
        read(&path, &Columns::default()).map_err(|error| match error {
            Error::Faults(faults) => faults
                .iter()
                .map(|f| format!("{}:{} {}", f.line, f.column, f.expected))
                .collect::<Vec<_>>()
                .join("; "),
            other => other.to_string(),
        })
    }

    #[test]
    fn a_stepped_wedge_is_read_with_its_transition_and_gaps() {
        let text = "clinic,period,treat,person,ee\nb,1,0,1,20\nb,2,transition,1,21\nb,3,1,1,22\na,1,0,2,NA\na,2,0,2,5\na,3,transition,2,6\n";
        let found = parse(text).expect("no faults");
        assert_eq!(found.clusters, ["a", "b"]);
        assert_eq!((found.data.starts.clone(), found.data.transition), (vec![Some(2), Some(1)], 1));
        assert_eq!((found.missing, found.data.rows.len(), found.outcome.as_str()), (1, 5, "ee"));
        assert_eq!(found.data.observed().count(), 3);
    }

    #[test]
    fn periods_keep_their_order_and_distances_and_rows_may_lack() {
        let months =
            parse("site,month,treat,y\na,m9,0,1\na,m10,1,2\nb,m9,0,1\nb,m10,0,2\n").expect("no faults");
        assert_eq!(
            (months.periods.clone(), months.data.starts[0]),
            (vec!["m9".into(), "m10".into()], Some(1))
        );
        let gaps =
            parse("site,wave,treat,y\na,0,0,1\na,1,1,2\na,4,1,2\nb,0,0,1\nb,4,0,2\n").expect("no faults");
        assert_eq!((gaps.data.periods, gaps.data.rows[2].period), (5, 4));
        // Site a lacks the row after its marked transition, site b is still in its own at the end.
        let text = "site,wave,treat,y\na,0,0,1\na,1,transition,2\na,3,1,2\nb,0,0,1\nb,1,0,1\nb,2,0,1\nb,3,transition,2\n";
        let lacking = parse(text).expect("no faults");
        assert_eq!((lacking.data.starts, lacking.data.transition), (vec![Some(1), Some(3)], 1));
    }

    #[test]
    fn a_file_without_observations_is_none() {
        for text in ["clinic,y\n", "clinic,y\na,NA\n", "clinic,period,clinic,y\na,1,a,2\n", "clinic;y\na;2\n"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn faults_are_told_together_with_their_places() {
        let text = "clinic,period,treat,y\na,1,1,2\na,2,0,x\nb,1,maybe,3\n";
        let words = parse(text).expect_err("there are faults");
        assert_eq!(
            words,
            "3:5 1: it had begun; 3:7 a finite number; empty or NA where it is missing; 4:5 0, 1 or `transition`"
        );
        let words = parse("site,a,b\n1,2,3\n").expect_err("two columns are left");
        assert!(words.contains("one column of the outcome"), "{words}");
        let bare = parse("clinic,ee\n1,2\n1,3\n2,5\n").expect("no change is no fault");
        assert!(!bare.treatment && bare.data.periods == 1 && bare.data.starts == [None, None]);
    }
}
