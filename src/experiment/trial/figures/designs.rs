//! Which design sees what: the best analysis of each design that keeps its level on the first outcome, side by side on the same
//! worlds.

use super::super::verdict::{Shown, Simulated, Worth};
use super::{Frame, chance, scenarios, unit};
use crate::document::{Axis, Bar, Cell, Figure, Form, IntervalRow, Table};
use crate::experiment::figures::study::spaced;

/// A design with the analysis that sees most of those that keep their level; with its first where none does.
struct Side<'a> {
    shown: &'a Shown,
    worth: &'a Worth,
    name: &'a str,
    kind: &'static str,
    /// Whether its false alarms are not told to be above the level.
    keeps: bool,
}

impl Side<'_> {
    /// "wedge: stepped wedge, 8 clinics, 9 periods, by mixed".
    fn words(&self) -> String {
        let data = &self.shown.example;
        format!(
            "{}: {}, {}, {}, by {}{}",
            self.name,
            self.kind,
            super::counted(data.clusters() as u64, "clinic"),
            super::counted(u64::from(data.periods), "period"),
            self.worth.analysis.name(),
            if self.keeps { "" } else { " (does not keep its level)" }
        )
    }
}

/// Power and bias of the designs; nothing where there is one alone.
pub fn figures(frame: &Frame<'_>) -> Vec<Figure> {
    let first = frame.evaluation.shown.iter().filter(|shown| shown.outcome == 0);
    let sides: Vec<Side<'_>> = first
        .filter_map(|shown| {
            let design = frame.design(shown);
            let (worth, keeps) = chosen(&shown.worths, frame.evaluation.file.level)?;
            Some(Side { shown, worth, name: &design.name, kind: design.kind.words(), keeps })
        })
        .collect();
    if sides.len() < 2 {
        return Vec::new();
    }
    [power(frame, &sides), bias(frame, &sides)].into_iter().flatten().collect()
}

/// The analysis that a design is compared by, and whether it keeps its level.
fn chosen(worths: &[Worth], level: f64) -> Option<(&Worth, bool)> {
    let keeps = |worth: &&Worth| !worth.false_alarms.is_some_and(|of| chance::above_level(of, 1.0 - level));
    let mut best: Option<(&Worth, f64)> = None;
    for worth in worths.iter().filter(keeps) {
        let power = worth.power.map_or(-1.0, |of| of.value);
        // Of equals the first that the study names.
        if best.is_none_or(|(_, most)| power > most) {
            best = Some((worth, power));
        }
    }
    match best {
        Some((worth, power)) if power >= 0.0 => Some((worth, true)),
        _ => {
            let first = worths.iter().find(|worth| worth.power.is_some()).or(worths.first())?;
            Some((first, keeps(&first)))
        }
    }
}

fn power(frame: &Frame<'_>, sides: &[Side<'_>]) -> Option<Figure> {
    let bar = |side: &Side<'_>| Bar {
        label: side.words(),
        values: [side.worth.power, side.worth.false_alarms].map(chance::bar).to_vec(),
    };
    let known: Vec<(&Side<'_>, Simulated)> =
        sides.iter().filter_map(|side| Some((side, side.worth.power?))).collect();
    if known.is_empty() {
        return None;
    }
    let rows: Vec<Bar> = sides.iter().map(bar).collect();
    let table = table(sides, &rows);
    let series = vec!["power".into(), "false alarms".into()];
    let form = Form::Bars { x: Axis::new("share of repetitions", "%"), series, rows };
    let label = &frame.evaluation.outcomes[0].label;
    let title = format!("{label}: {}", sees(&known));
    let mut figure = frame.origin.figure("designs-power", title, form, table);
    figure.note = "Of each design the analysis with the largest power among those whose false alarms are not above their level \
                   by more than three Monte Carlo errors, on the same worlds; as the largest of several it is by chance \
                   somewhat too large. Where no analysis keeps its level it is the first. Designs differ in who is looked at \
                   and for how long. Lines are Monte Carlo intervals of 95 % (Wilson), of each design alone."
        .into();
    let each = known.iter().map(|(side, power)| format!("{}: {}", side.name, chance::percent(*power)));
    figure.alternative = format!("{}. Power: {}.", figure.title, each.collect::<Vec<_>>().join("; "));
    Some(figure)
}

/// Which design sees the effect most and least often, among those that keep their level.
fn sees(known: &[(&Side<'_>, Simulated)]) -> String {
    let most = known.iter().map(|(_, power)| power.n).max().unwrap_or(0);
    if chance::few(most) {
        return format!("{} which design sees what (n = {most})", chance::TOO_FEW);
    }
    let (loud, sound): (Vec<_>, Vec<_>) = known.iter().copied().partition(|(side, _)| !side.keeps);
    let loud: Vec<String> = loud.iter().map(|(side, _)| side.name.to_owned()).collect();
    let alarms = match loud.len() {
        0 => String::new(),
        1 => format!("; {} does not keep its level", loud[0]),
        _ => format!("; {} do not keep their level", super::listed(&loud, 3)),
    };
    let finds = |side: &Side<'_>| match chance::is_there(side.shown.truth) {
        true => "sees the effect",
        false => "finds an effect that is not there",
    };
    let by_power = |a: &&(&Side<'_>, Simulated), b: &&(&Side<'_>, Simulated)| a.1.value.total_cmp(&b.1.value);
    let (most, least) = (sound.iter().max_by(by_power), sound.iter().min_by(by_power));
    let words = match most.zip(least) {
        None => "no design keeps its level of false alarms".into(),
        Some(((best, most), (worst, least))) if chance::apart(*most, *least) => format!(
            "{} {} most often, in {} of trials, {} least, in {}",
            best.name,
            finds(best),
            chance::percent(*most),
            worst.name,
            chance::percent(*least)
        ),
        Some(((best, most), _)) if sound.len() == 1 => {
            format!("{} {} in {} of trials", best.name, finds(best), chance::percent(*most))
        }
        Some(((_, most), (_, least))) => format!(
            "the designs are not told apart by their power, from {} to {}",
            chance::percent(*least),
            chance::percent(*most)
        ),
    };
    words + &alarms
}

fn bias(frame: &Frame<'_>, sides: &[Side<'_>]) -> Option<Figure> {
    let known: Vec<(&Side<'_>, Simulated)> =
        sides.iter().filter_map(|side| Some((side, side.worth.bias?))).collect();
    if known.is_empty() {
        return None;
    }
    let outcome = &frame.evaluation.outcomes[0];
    let unit = unit(outcome);
    let mark = |(place, (side, bias)): (usize, &(&Side<'_>, Simulated))| {
        let words = if chance::off_zero(*bias) { "off its truth" } else { "not told apart" };
        chance::against_truth(place + 1, *bias, format!("{}: {words}", side.name))
    };
    let row = IntervalRow {
        group: String::new(),
        name: outcome.name.clone(),
        label: format!("{}: mean estimate less truth", outcome.label),
        unit: unit.into(),
        better: "neither",
        marks: known.iter().enumerate().map(mark).collect(),
    };
    let form = Form::Intervals { rows: vec![row] };
    let numbers: Vec<(&str, Simulated)> = known.iter().map(|(side, bias)| (side.name, *bias)).collect();
    let title =
        format!("{}: {}", outcome.label, chance::off_truth(&numbers, "designs", "the truth of each", unit));
    let mut figure = frame.origin.figure("designs-bias", title, form, bias_table(&known));
    let names = known.iter().map(|(side, _)| side.words());
    figure.scenarios = scenarios(std::iter::once("the truth".to_owned()).chain(names));
    let truth = |side: &Side<'_>| {
        side.worth.truth.map(|of| format!("{} {}{}", side.name, chance::plain(of), spaced(unit)))
    };
    let truths: Vec<String> = known.iter().filter_map(|(side, _)| truth(side)).collect();
    figure.note = format!(
        "The line in the middle is the truth of each design: the mean effect on the clinics and periods that it looks at in the \
         new way ({}). The analysis of each is that of its power; a filled dot is off by more than three Monte Carlo errors, the \
         bar is the Monte Carlo interval of 95 %.",
        truths.join(", ")
    );
    Some(figure)
}

fn bias_table(known: &[(&Side<'_>, Simulated)]) -> Table {
    let mut table = Table::new(&["design", "analysis", "truth", "bias", "low", "high", "n"]);
    for (side, bias) in known {
        let mut row = vec![
            Cell::text(side.name),
            Cell::text(side.worth.analysis.name()),
            Cell::number(side.worth.truth.map(|of| of.value)),
        ];
        row.extend(chance::cells(Some(*bias)));
        row.push(chance::n(Some(*bias)));
        table.rows.push(row);
    }
    table
}

fn table(sides: &[Side<'_>], rows: &[Bar]) -> Table {
    let mut table = Table::new(&[
        "design",
        "kind",
        "clinics",
        "periods",
        "observations",
        "analysis",
        "power %",
        "low",
        "high",
        "false alarms %",
        "low",
        "high",
        "n",
    ]);
    for (side, bar) in sides.iter().zip(rows) {
        let mut row = vec![
            Cell::text(side.name),
            Cell::text(side.kind),
            Cell::Count(side.shown.example.clusters() as u64),
            Cell::Count(u64::from(side.shown.example.periods)),
            Cell::Number(side.shown.rows),
            Cell::text(side.worth.analysis.name()),
        ];
        row.extend(bar.values.iter().flat_map(|of| chance::bar_cells(*of)));
        row.push(chance::n(side.worth.power));
        table.rows.push(row);
    }
    table
}
