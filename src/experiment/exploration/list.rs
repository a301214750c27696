//! The points of a list: a CSV file with a column for each factor.

use std::path::Path;

use super::factor::Factor;
use crate::declaration::toml_text::{number, quoted};
use crate::declaration::{Faults, Place, Scalar, suggest, text_file};

/// Reads a list; every row is a point, with a value for each factor in their order.
pub(super) fn read(
    path: &Path,
    factors: &[Factor],
    named_at: Place,
    faults: &mut Faults,
) -> Option<(String, Vec<Vec<Scalar>>)> {
    let text = match text_file::read(path).and_then(text_file::text_of) {
        Ok(text) => text,
        Err((found, help)) => {
            let expected = format!("a CSV file at {}", path.display());
            faults.fault(named_at, "design.list.file", expected, found, help);
            return None;
        }
    };
    let points = parse(&path.display().to_string(), &text, factors, faults)?;
    Some((text, points))
}

/// Reads the text of a list.
pub(super) fn parse(
    name: &str,
    text: &str,
    factors: &[Factor],
    faults: &mut Faults,
) -> Option<Vec<Vec<Scalar>>> {
    let before = faults.count();
    let source = faults.sources_mut().add(name, text);
    let place = |start: usize, end: usize| {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Place { source, start: byte(start), end: byte(end) }
    };
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let head = match reader.headers() {
        Ok(head) => head.clone(),
        Err(error) => {
            faults.fault(place(0, 0), "", "a row with the names of the factors", error.to_string(), None);
            return None;
        }
    };
    let line = text.lines().next().unwrap_or_default().len();
    let mut columns = Vec::new();
    for factor in factors {
        match head.iter().position(|column| column == factor.name) {
            Some(column) => columns.push(column),
            None => {
                let found = head.iter().collect::<Vec<_>>().join(", ");
                let expected = format!("a column `{}`", factor.name);
                let help = suggest::help(&factor.name, head.iter());
                faults.fault(place(0, line), &factor.name, expected, found, help);
            }
        }
    }
    let mut points = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.fault(place(0, line), "", "rows of a CSV file", error.to_string(), None);
                break;
            }
        };
        let start = record.position().map_or(0, |position| position.byte() as usize);
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        if record.len() != head.len() {
            let expected = format!("{} cells, as there are columns", head.len());
            faults.fault(place(start, end), "", expected, record.len().to_string(), None);
            continue;
        }
        for (factor, column) in factors.iter().zip(&columns) {
            if record[*column].is_empty() {
                let expected = "a number, true or false, or a word";
                faults.fault(place(start, end), &factor.name, expected, "an empty cell", None);
            }
        }
        points.push(columns.iter().map(|column| scalar(&record[*column])).collect());
    }
    if points.is_empty() && faults.count() == before {
        faults.fault(place(0, line), "", "at least one point below the names", "none", None);
    }
    (faults.count() == before).then_some(points)
}

/// A cell as a plain value: a number or a truth where it reads as one, else a text.
fn scalar(cell: &str) -> Scalar {
    match (cell.parse::<i64>(), cell.parse::<f64>()) {
        (Ok(whole), _) => Scalar(whole.to_string()),
        (_, Ok(value)) if value.is_finite() => Scalar(number(value)),
        _ if cell == "true" || cell == "false" => Scalar(cell.to_string()),
        _ => Scalar(quoted(cell)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factors() -> Vec<Factor> {
        let make = |name: &str| Factor {
            paths: vec![name.to_string()],
            name: name.to_string(),
            spread: None,
            levels: None,
            together: None,
            integer: false,
        };
        vec![make("a"), make("b")]
    }

    #[test]
    fn a_list_is_read_by_the_names_of_its_columns() {
        let mut faults = Faults::default();
        let text = "b,note,a\n1.50, x ,3\n true,y,\"long word\"\n";
        let points = parse("list.csv", text, &factors(), &mut faults).expect("a list");
        let words: Vec<Vec<&str>> = points.iter().map(|p| p.iter().map(|s| s.0.as_str()).collect()).collect();
        assert_eq!(words, [["3", "1.5"], ["\"long word\"", "true"]]);
    }

    #[test]
    fn all_faults_of_a_list_are_told_with_their_lines() {
        let mut faults = Faults::default();
        assert!(parse("list.csv", "a,c\n1,2\n1\n,2\n", &factors(), &mut faults).is_none());
        let told: Vec<(u32, String)> = faults.iter().map(|f| (f.line, f.expected.clone())).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(told[0], (1, "a column `b`".to_string()));
        assert_eq!((told[1].0, told[2].0), (3, 4));
        let mut faults = Faults::default();
        assert!(parse("list.csv", "a,b\n", &factors(), &mut faults).is_none() && faults.count() == 1);
    }
}
