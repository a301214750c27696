//! A sample from a table made elsewhere, or from a sweep's own table of runs.

use super::Sample;
use crate::experiment::design::recognize;

/// Columns that say which run a row is of and are no factors.
const OF_RUNS: [&str; 6] = ["point", "replication", "replications", "done", "alternative", "failed"];
/// In the tables of a sweep, measures stand behind these.
const BEFORE_MEASURES: [&str; 2] = ["done", "failed"];

/// Reads a sample: `head` and `rows` of a table, the names of the columns that are outputs. All others are factors, but
/// for those that say which run a row is of. With a column `replication` each replication must hold the same points in the same
/// order.
///
/// # Errors
/// A sentence on what is wrong, with the row counted from 1 below the head.
pub fn sample(head: &[String], rows: &[Vec<String>], outputs: &[String]) -> Result<Sample, String> {
    let place = |name: &str| head.iter().position(|column| column == name);
    let mut measures = Vec::new();
    for output in outputs {
        measures
            .push(place(output).ok_or_else(|| {
                format!("there is no column `{output}`; the table has {}", head.join(", "))
            })?);
    }
    let is_factor = |column: &usize| !measures.contains(column) && !OF_RUNS.contains(&head[*column].as_str());
    // In a sweep's own table other measures stand behind its marks; a table of another origin has no `point`.
    let marks =
        BEFORE_MEASURES.iter().filter_map(|name| place(name)).min().filter(|_| place("point").is_some());
    let factors: Vec<usize> = (0..marks.unwrap_or(head.len())).filter(is_factor).collect();
    let scenario =
        place("alternative").filter(|column| rows.iter().any(|row| row[*column] != rows[0][*column]));
    if scenario.is_some() {
        return Err(
            "the table holds several scenarios (column `alternative`): analyze the rows of one of them"
                .into(),
        );
    }
    if factors.is_empty() {
        return Err("there is no column left for a factor: all are outputs".into());
    }
    let groups = replications(place("replication"), rows)?;
    let groups = without_second_order(groups, &factors, rows);
    let first = &groups[0];
    let mut inputs = vec![Vec::with_capacity(first.len()); factors.len()];
    for &row in first {
        for (input, &column) in inputs.iter_mut().zip(&factors) {
            input.push(number(&rows[row][column]).filter(|x| x.is_finite()).ok_or_else(|| {
                let (row, cell, column) = (row + 1, &rows[row][column], &head[column]);
                format!("row {row}: `{cell}` in the column `{column}` is no number; factors are numbers here")
            })?);
        }
    }
    for group in &groups[1..] {
        let same =
            |(a, b): (&usize, &usize)| factors.iter().all(|column| rows[*a][*column] == rows[*b][*column]);
        if group.len() != first.len() || !first.iter().zip(group).all(same) {
            return Err("the replications do not hold the same points in the same order".into());
        }
    }
    let value = |row: usize, column: usize| -> Result<f64, String> {
        let cell = &rows[row][column];
        if cell.is_empty() || cell.eq_ignore_ascii_case("nan") || cell == "NA" {
            return Ok(f64::NAN);
        }
        number(cell)
            .ok_or_else(|| format!("row {}: `{cell}` in the column `{}` is no number", row + 1, head[column]))
    };
    let of_measure = |column: &usize| -> Result<Vec<Vec<f64>>, String> {
        groups.iter().map(|group| group.iter().map(|row| value(*row, *column)).collect()).collect()
    };
    Ok(Sample {
        factors: factors.iter().map(|column| head[*column].clone()).collect(),
        ordered: vec![true; factors.len()],
        inputs,
        places: None,
        scale: None,
        measures: outputs.to_vec(),
        values: measures.iter().map(of_measure).collect::<Result<_, _>>()?,
    })
}

/// The rows of each replication, in order.
fn replications(column: Option<usize>, rows: &[Vec<String>]) -> Result<Vec<Vec<usize>>, String> {
    if rows.is_empty() {
        return Err("there is no row below the head".into());
    }
    let Some(column) = column else { return Ok(vec![(0..rows.len()).collect()]) };
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        // Of few replications, so a walk through them costs nothing.
        match groups.iter_mut().find(|(name, _)| *name == row[column]) {
            Some((_, group)) => group.push(number),
            None => groups.push((&row[column], vec![number])),
        }
    }
    Ok(groups.into_iter().map(|(_, group)| group).collect())
}

/// Takes the rows of second order out of a design of SALib that has them (`calc_second_order=True`): of each base point A, AB of
/// every factor, BA of every factor, B.
fn without_second_order(groups: Vec<Vec<usize>>, factors: &[usize], rows: &[Vec<String>]) -> Vec<Vec<usize>> {
    let (k, width) = (factors.len(), 2 * factors.len() + 2);
    let first = &groups[0];
    if k < 2 || !first.len().is_multiple_of(width) {
        return groups;
    }
    let numbers = |row: &usize| factors.iter().map(|c| number(&rows[*row][*c]).unwrap_or(f64::NAN)).collect();
    let fewer = |group: &[usize]| -> Vec<usize> {
        let of_base =
            |base: &[usize]| base[..=k].iter().chain(&base[width - 1..]).copied().collect::<Vec<_>>();
        group.chunks(width).flat_map(of_base).collect()
    };
    let whole: Vec<Vec<f64>> = first.iter().map(numbers).collect();
    let kept: Vec<Vec<f64>> = fewer(first).iter().map(numbers).collect();
    if recognize(&whole).is_err() && recognize(&kept).is_ok() {
        groups.iter().map(|group| fewer(group)).collect()
    } else {
        groups
    }
}

fn number(cell: &str) -> Option<f64> {
    match cell {
        "true" => Some(1.0),
        "false" => Some(0.0),
        _ => cell.trim().parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, outputs: &[&str]) -> Result<Sample, String> {
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_string).collect::<Vec<String>>());
        let head = lines.next().expect("a head");
        let outputs: Vec<String> = outputs.iter().map(|name| (*name).to_string()).collect();
        sample(&head, &lines.collect::<Vec<_>>(), &outputs)
    }

    #[test]
    fn factors_are_what_is_no_output_and_replications_stand_apart() {
        let found = read("point,a,b,replication,y\n0,1,2,0,5\n0,1,2,1,\n1,3,4,0,6\n1,3,4,1,7\n", &["y"]);
        let found = found.expect("a sample");
        assert_eq!(found.factors, ["a", "b"]);
        assert_eq!(found.inputs, [[1.0, 3.0], [2.0, 4.0]]);
        assert_eq!(found.values[0][0], [5.0, 6.0]);
        assert!(found.values[0][1][0].is_nan() && found.values[0][1][1] == 7.0);
        assert_eq!(found.means(0), [5.0, 6.5]);
    }

    #[test]
    fn the_tables_of_a_sweep_know_what_is_no_factor() {
        let found =
            read("point,a,replication,done,y,z\n0,1,0,true,5,1\n1,3,0,true,6,2\n", &["y"]).expect("a sample");
        assert_eq!((found.factors.len(), found.measures.len()), (1, 1), "z is a measure");
        let told = read("point,alternative,a,replication,done,y\n0,p,1,0,true,5\n1,q,1,0,true,6\n", &["y"]);
        assert!(told.is_err_and(|what| what.contains("several scenarios")));
    }

    #[test]
    fn rows_of_second_order_are_taken_out() {
        // One base point of two factors: A, AB1, AB2, BA1, BA2, B; and another.
        let rows = |a: [f64; 2], b: [f64; 2]| {
            [a, [b[0], a[1]], [a[0], b[1]], [a[0], b[1]], [b[0], a[1]], b]
                .map(|r| format!("{},{},1\n", r[0], r[1]))
        };
        let text: String =
            rows([0.1, 0.2], [0.3, 0.4]).into_iter().chain(rows([0.5, 0.6], [0.7, 0.8])).collect();
        let found = read(&format!("a,b,y\n{text}"), &["y"]).expect("a sample");
        assert_eq!((found.points(), found.method()), (8, crate::experiment::sensitivity::Method::Sobol));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let says = |text, outputs: &[&str], word: &str| {
            let told = read(text, outputs).expect_err("a fault");
            assert!(told.contains(word), "{told}");
        };
        says("a,y\n1,2\n", &["z"], "no column `z`");
        says("y\n2\n", &["y"], "no column left");
        says("a,y\nx,2\n", &["y"], "row 1: `x` in the column `a`");
        says("a,y\n1,?\n", &["y"], "row 1: `?` in the column `y`");
        says("a,y,replication\n1,2,0\n2,2,1\n", &["y"], "same points");
        says("a,y\n", &["y"], "no row");
    }
}
