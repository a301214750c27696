//! What a selection found, for files, people and programs.

use serde_json::{Value as Json, json};

use super::{Distance, Fate, LEVEL, Question, Selected};
use crate::document::{Cell, Document, Part, Table};
use crate::statistics::ranking::{Checked, Dominance, Verdict};
use crate::system::Measure;

/// The words of a verdict.
fn verdict(checked: &Checked) -> &'static str {
    match checked.verdict {
        Verdict::Holds => "holds",
        Verdict::Broken => "broken",
        Verdict::NotClear => "not clear",
    }
}

/// How two alternatives differ, in words that the name of the other follows.
fn distance(how: Distance) -> &'static str {
    match how {
        Distance::Behind => "behind",
        Distance::Near => "cannot lead by the zone over",
        Distance::Equal => "equal to",
    }
}

/// What became of an alternative, in words.
pub(super) fn fate(fate: &Fate, decided: bool, names: &[String], question: &Question) -> String {
    match fate {
        Fate::Selected if decided => "selected".into(),
        Fate::Selected => "leads, not decided".into(),
        Fate::Undefined => "failed or undefined in most replications".into(),
        Fate::BreaksGuards(guards) => {
            let names: Vec<&str> = guards.iter().map(|g| question.guards[*g].name.as_str()).collect();
            format!("breaks {}", names.join(", "))
        }
        Fate::Screened { by, how } => format!("screened out: {} {}", distance(*how), names[*by]),
        Fate::Left { replications, by, how } => {
            format!("left after {replications}: {} {}", distance(*how), names[*by])
        }
        Fate::Undecided => "not decided".into(),
    }
}

/// Every alternative, in long form.
pub fn standings(found: &Selected, question: &Question, names: &[String]) -> Table {
    let mut table = Table::new(&[
        "alternative",
        "fate",
        "mean",
        "half_width",
        "n",
        "difference_from_selected",
        "difference_half_width",
        "pairs",
        "level",
    ]);
    for (name, standing) in names.iter().zip(&found.standings) {
        let behind = standing.behind.map(|paired| paired.difference);
        table.rows.push(vec![
            Cell::text(name),
            Cell::text(fate(&standing.fate, found.decided, names, question)),
            Cell::number(standing.mean.map(|e| e.mean)),
            Cell::number(standing.mean.and_then(|e| e.half_width)),
            Cell::Count(standing.mean.map_or(0, |e| e.n as u64)),
            Cell::number(behind.map(|e| e.mean)),
            Cell::number(behind.and_then(|e| e.half_width)),
            Cell::Count(behind.map_or(0, |e| e.n as u64)),
            Cell::Number(LEVEL),
        ]);
    }
    table
}

/// Every guard-rail of every alternative.
pub fn guards(found: &Selected, question: &Question, names: &[String], measures: &[Measure]) -> Table {
    let mut table =
        Table::new(&["alternative", "guard", "measure", "of", "mean", "half_width", "n", "level", "verdict"]);
    for (name, standing) in names.iter().zip(&found.standings) {
        for checked in &standing.guards {
            let guard = &question.guards[checked.guard];
            table.rows.push(vec![
                Cell::text(name),
                Cell::text(&guard.name),
                Cell::text(&measures[guard.measure].name),
                Cell::text(if guard.change { "change" } else { "level" }),
                Cell::number(checked.estimate.map(|e| e.mean)),
                Cell::number(checked.estimate.and_then(|e| e.half_width)),
                Cell::Count(checked.estimate.map_or(0, |e| e.n as u64)),
                Cell::number(checked.estimate.map(|e| e.level)),
                Cell::text(verdict(checked)),
            ]);
        }
    }
    table
}

/// The efficient frontier, the cheapest first, then those that are not on it.
pub fn frontier(found: &Selected, names: &[String]) -> Table {
    let mut table = Table::new(&[
        "alternative",
        "on_frontier",
        "more_cost",
        "more_cost_half_width",
        "more_effect",
        "more_effect_half_width",
        "cost_per_effect",
        "n",
        "level",
        "note",
    ]);
    let Some(frontier) = &found.frontier else { return table };
    for (step, difference) in frontier.steps.iter().zip(&found.steps) {
        let half = |place: usize| difference.and_then(|d| d[place].difference.half_width);
        let unclear = difference.is_some_and(|d| {
            let effect = d[1].difference;
            effect.half_width.is_none_or(|half| effect.mean - half <= 0.0)
        });
        table.rows.push(vec![
            Cell::text(&names[step.alternative]),
            Cell::text("yes"),
            Cell::number(step.cost),
            Cell::number(half(0)),
            Cell::number(step.effect),
            Cell::number(half(1)),
            Cell::number(step.ratio),
            difference.map_or(Cell::Empty, |d| Cell::Count(d[1].difference.n as u64)),
            Cell::Number(LEVEL),
            if unclear {
                Cell::text("more effect than the step before is not beyond chance")
            } else {
                Cell::Empty
            },
        ]);
    }
    let no = |alternative: usize, why: String| {
        let mut row = vec![Cell::text(&names[alternative]), Cell::text("no")];
        row.resize(9, Cell::Empty);
        row.push(Cell::text(why));
        row
    };
    for excluded in &frontier.excluded {
        let why = match excluded.dominance {
            Dominance::Strong { by } => format!("{} costs no more and does no less", names[by]),
            Dominance::Extended { below, above } => {
                format!("a mixture of {} and {} is cheaper", names[below], names[above])
            }
            Dominance::Equal { to } => format!("the same as {}", names[to]),
        };
        table.rows.push(no(excluded.alternative, why));
    }
    table.rows.extend(frontier.undefined.iter().map(|a| no(*a, "its cost or effect is undefined".into())));
    table
}

/// The result for a person.
pub fn document(
    title: &str,
    found: &Selected,
    question: &Question,
    names: &[String],
    measures: &[Measure],
    foot: &[String],
) -> Document {
    let measure = &measures[question.measure];
    let direction = if question.higher { "more" } else { "less" };
    let mut parts = vec![Part::Heading(title.to_string())];
    parts.push(Part::Paragraph(format!(
        "Selected by {} ({}; {direction} is better), with an indifference zone of {} and confidence {}.",
        measure.name, measure.unit, question.indifference_zone, question.confidence
    )));
    parts.push(Part::Table(screen(found, question, names)));
    if let Some(opportunity) = &found.opportunity {
        let cost =
            opportunity.cost.map_or("unknown".into(), |cost| format!("at most {cost:.3} {}", measure.unit));
        parts.push(Part::Paragraph(format!(
            "Expected cost of a wrong selection: {cost}; probability that no other is better: at least {:.3} (given these \
             replications).",
            opportunity.correct
        )));
    }
    if let Some(best) = found.best {
        for checked in found.standings[best].guards.iter().filter(|c| c.verdict != Verdict::Holds) {
            let why = match checked.estimate {
                Some(_) => "its interval reaches across the limit",
                None => "its measure is undefined",
            };
            let guard = &question.guards[checked.guard].name;
            parts
                .push(Part::Paragraph(format!("It is not clear that {} keeps {guard}: {why}.", names[best])));
        }
    }
    if found.frontier.is_some() {
        parts.push(Part::Heading("Efficient frontier (means of the first stage, before guard-rails)".into()));
        parts.push(Part::Table(short(&frontier(found, names))));
    }
    parts.extend(found.notes.iter().chain(foot).map(|note| Part::Paragraph(note.clone())));
    Document { parts }
}

/// The alternatives on the screen: the selected one first, then by their difference from it.
fn screen(found: &Selected, question: &Question, names: &[String]) -> Table {
    let mut table = Table::new(&["name", "verdict", "mean", "difference from the selected", "n"]);
    let mut order: Vec<usize> = (0..names.len()).collect();
    let distance = |a: &usize| found.standings[*a].behind.map_or(0.0, |p| p.difference.mean.abs());
    order.sort_by(|a, b| {
        (found.best != Some(*a), distance(a))
            .partial_cmp(&(found.best != Some(*b), distance(b)))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    for a in order {
        let standing = &found.standings[a];
        let half = |e: crate::statistics::Estimate| {
            let half = e.half_width.map_or(String::new(), |half| format!(" ± {half:.3}"));
            Cell::text(format!("{:.3}{half}", e.mean))
        };
        table.rows.push(vec![
            Cell::text(&names[a]),
            Cell::text(fate(&standing.fate, found.decided, names, question)),
            standing.mean.map_or(Cell::Empty, half),
            standing.behind.map_or(Cell::Empty, |p| half(p.difference)),
            Cell::Count(standing.mean.map_or(0, |e| e.n as u64)),
        ]);
    }
    table
}

/// The frontier on the screen: numbers with their half-widths.
fn short(table: &Table) -> Table {
    let number = |cell: &Cell| match cell {
        Cell::Number(number) if !number.is_nan() => Some(format!("{number:.3}")),
        _ => None,
    };
    let with_half = |row: &[Cell], place: usize| match (number(&row[place]), number(&row[place + 1])) {
        (Some(mean), Some(half)) => Cell::text(format!("{mean} ± {half}")),
        (Some(mean), None) => Cell::text(mean),
        _ => Cell::Empty,
    };
    let row = |row: &Vec<Cell>| {
        let ratio = number(&row[6]).map_or(Cell::Empty, Cell::text);
        vec![row[0].clone(), row[1].clone(), with_half(row, 2), with_half(row, 4), ratio, row[9].clone()]
    };
    let heads = ["name", "on it", "more cost", "more effect", "cost per effect", "note"];
    Table { columns: heads.map(str::to_string).to_vec(), rows: table.rows.iter().map(row).collect() }
}

/// The result for programs.
pub fn answer(
    title: &str,
    found: &Selected,
    question: &Question,
    names: &[String],
    measures: &[Measure],
) -> Json {
    let number = |x: Option<f64>| x.filter(|x| x.is_finite()).map_or(Json::Null, |x| json!(x));
    let alternative = |(name, standing): (&String, &super::Standing)| {
        let guards = standing.guards.iter().map(|checked| {
            json!({ "guard": question.guards[checked.guard].name, "verdict": verdict(checked),
                    "mean": number(checked.estimate.map(|e| e.mean)), "n": checked.estimate.map_or(0, |e| e.n) })
        });
        json!({
            "name": name,
            "fate": fate(&standing.fate, found.decided, names, question),
            "mean": number(standing.mean.map(|e| e.mean)),
            "half_width": number(standing.mean.and_then(|e| e.half_width)),
            "n": standing.mean.map_or(0, |e| e.n),
            "difference_from_selected": number(standing.behind.map(|p| p.difference.mean)),
            "difference_half_width": number(standing.behind.and_then(|p| p.difference.half_width)),
            "guards": guards.collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": "cliniq.select/1",
        "title": title,
        "measure": measures[question.measure].name,
        "indifference_zone": question.indifference_zone,
        "confidence": question.confidence,
        "selected": found.best.map(|best| names[best].clone()),
        "decided": found.decided,
        "expected_opportunity_cost_at_most": number(found.opportunity.as_ref().and_then(|o| o.cost)),
        "probability_correct_at_least": number(found.opportunity.as_ref().map(|o| o.correct)),
        "frontier": found.frontier.as_ref().map(|f| f.steps.iter().map(|s| names[s.alternative].clone()).collect::<Vec<_>>()),
        "alternatives": names.iter().zip(&found.standings).map(alternative).collect::<Vec<_>>(),
        "notes": found.notes,
    })
}
