//! What a sensitivity analysis found, as tables for files and as a document for people.

use super::{Entry, Method, Sensitivity};
use crate::document::{Cell, Document, Part, Table};

/// All numbers in long form.
pub fn table(found: &Sensitivity) -> Table {
    let mut table = Table::new(&[
        "method",
        "measure",
        "factor",
        "quantity",
        "estimate",
        "low",
        "high",
        "level",
        "n",
        "replications",
    ]);
    for entry in &found.entries {
        table.rows.push(vec![
            Cell::text(found.method.word()),
            Cell::text(&entry.measure),
            Cell::text(&entry.factor),
            Cell::text(entry.quantity),
            Cell::Number(entry.estimate),
            Cell::Number(entry.low),
            Cell::Number(entry.high),
            Cell::Number(super::LEVEL),
            Cell::Count(entry.n as u64),
            Cell::Count(found.replications as u64),
        ]);
    }
    table
}

/// Data of the tornado: mean responses in the lowest and the highest fifth of each factor, widest first.
pub fn tornado(found: &Sensitivity) -> Table {
    let mut table = Table::new(&[
        "measure",
        "factor",
        "lowest_fifth",
        "lowest_n",
        "highest_fifth",
        "highest_n",
        "difference",
        "half_width",
        "level",
    ]);
    for (measure, bars) in &found.bars {
        for bar in bars {
            table.rows.push(vec![
                Cell::text(measure),
                Cell::text(&found.factors[bar.input]),
                Cell::Number(bar.low.mean),
                Cell::Count(bar.low.n as u64),
                Cell::Number(bar.high.mean),
                Cell::Count(bar.high.n as u64),
                Cell::Number(bar.difference.mean),
                Cell::number(bar.difference.half_width),
                Cell::Number(bar.difference.level),
            ]);
        }
    }
    table
}

/// Data of the heat maps: mean response in each cell of two factors.
pub fn heat_maps(found: &Sensitivity) -> Table {
    let mut table = Table::new(&[
        "measure",
        "first",
        "first_from",
        "first_to",
        "second",
        "second_from",
        "second_to",
        "mean",
        "standard_error",
        "n",
    ]);
    for map in &found.maps {
        let [first, second] = map.factors.map(|factor| &found.factors[factor]);
        for (i, line) in map.map.cells.iter().enumerate() {
            for (j, cell) in line.iter().enumerate() {
                table.rows.push(vec![
                    Cell::text(&map.measure),
                    Cell::text(first),
                    Cell::Number(map.edges[0][i]),
                    Cell::Number(map.edges[0][i + 1]),
                    Cell::text(second),
                    Cell::Number(map.edges[1][j]),
                    Cell::Number(map.edges[1][j + 1]),
                    Cell::number(cell.mean),
                    Cell::number(cell.standard_error),
                    Cell::Count(cell.n as u64),
                ]);
            }
        }
    }
    table
}

/// The columns of a method on the screen: quantity and head, the one that orders the factors first.
fn columns(method: Method) -> &'static [(&'static str, &'static str)] {
    match method {
        Method::Morris => &[
            ("mu_star", "size of effects (mu*)"),
            ("mu_star_of_chance", "from chance alone"),
            ("sigma", "spread (sigma)"),
            ("mu", "mean effect (mu)"),
        ],
        Method::Sobol => &[("total", "total"), ("first", "first order")],
        Method::Ranks => &[("prcc", "partial rank correlation"), ("p_holm", "p (Holm)")],
    }
}

/// What the intervals of a method are.
pub fn intervals(method: Method, draws: usize) -> String {
    match method {
        Method::Ranks => "intervals of 95 % by Fisher's transformation, each of one correlation alone".into(),
        _ => format!("intervals of 95 % by {draws} bootstrap draws, each of one number alone"),
    }
}

/// What a method tells, in a sentence.
pub(super) fn meaning(method: Method, replications: usize) -> &'static str {
    match method {
        Method::Sobol if replications < 2 => {
            "Shares of the variance of the response: first order by a factor alone, total with all its interactions. Small shares \
             may come out below 0."
        }
        Method::Morris => {
            "Elementary effects over whole ranges, mean of sizes first: a large spread beside it tells of interactions or bends."
        }
        Method::Sobol => {
            "Shares of the variance of the mean response, chance taken out: first order by a factor alone, total with all its \
             interactions. Small shares may come out below 0."
        }
        Method::Ranks => {
            "Partial rank correlations: how monotonically the mean response follows a factor when the others are held fixed; a \
             bend within the range can hide a factor."
        }
    }
}

/// The result for a person.
pub fn document(title: &str, found: &Sensitivity, foot: &[String]) -> Document {
    let mut parts = vec![
        Part::Heading(title.to_string()),
        Part::Paragraph(meaning(found.method, found.replications).to_string()),
    ];
    for measure in &found.measures {
        let of_measure: Vec<&Entry> =
            found.entries.iter().filter(|entry| entry.measure == *measure).collect();
        if of_measure.is_empty() {
            continue;
        }
        parts.push(Part::Heading(measure.clone()));
        parts.push(Part::Table(screen_table(found, &of_measure)));
    }
    parts.extend(found.notes.iter().chain(foot).map(|note| Part::Paragraph(note.clone())));
    Document { parts }
}

/// The factors of a measure, the most important first.
fn screen_table(found: &Sensitivity, entries: &[&Entry]) -> Table {
    let columns = columns(found.method);
    let get = |factor: &str, quantity: &str| {
        entries.iter().find(|entry| entry.factor == factor && entry.quantity == quantity).copied()
    };
    let size =
        |factor: &String| get(factor, columns[0].0).map_or(f64::NEG_INFINITY, |entry| entry.estimate.abs());
    let mut factors: Vec<&String> = found.factors.iter().collect();
    factors.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let all = "all".to_string();
    if get("all", columns[0].0).is_some() {
        factors.push(&all);
    }
    let mut heads = vec!["factor"];
    heads.extend(columns.iter().map(|(_, head)| *head));
    heads.push("n");
    let mut table = Table::new(&heads);
    for factor in factors {
        let found: Vec<Option<&Entry>> = columns.iter().map(|(quantity, _)| get(factor, quantity)).collect();
        let Some(first) = found[0] else { continue };
        let mut row = vec![Cell::text(if factor == "all" { "sum" } else { factor })];
        row.extend(found.iter().map(|entry| entry.map_or(Cell::Empty, |entry| Cell::text(words(entry)))));
        row.push(Cell::Count(first.n as u64));
        table.rows.push(row);
    }
    table
}

/// A number with its interval.
fn words(entry: &Entry) -> String {
    let n = |x: f64| if x.abs() >= 1000.0 { format!("{x:.0}") } else { format!("{x:.3}") };
    match (entry.estimate.is_nan(), entry.low.is_nan()) {
        (true, _) => "undefined".into(),
        (_, true) if entry.quantity == "p_holm" && entry.estimate < 0.001 => "< 0.001".into(),
        (_, true) => n(entry.estimate),
        _ => format!("{} ({} to {})", n(entry.estimate), n(entry.low), n(entry.high)),
    }
}

/// The result for programs.
pub fn answer(title: &str, found: &Sensitivity) -> serde_json::Value {
    // What is undefined is null.
    let number = |x: f64| if x.is_finite() { serde_json::json!(x) } else { serde_json::Value::Null };
    let entry = |entry: &Entry| {
        serde_json::json!({
            "measure": entry.measure,
            "factor": entry.factor,
            "quantity": entry.quantity,
            "estimate": number(entry.estimate),
            "low": number(entry.low),
            "high": number(entry.high),
            "n": entry.n,
        })
    };
    serde_json::json!({
        "schema": "cliniq.sensitivity/1",
        "title": title,
        "method": found.method.word(),
        "replications": found.replications,
        "level": super::LEVEL,
        "factors": found.factors,
        "measures": found.measures,
        "entries": found.entries.iter().map(entry).collect::<Vec<_>>(),
        "notes": found.notes,
    })
}
