//! How sure an analysis says it is, and how sure it may be: coverage of its intervals, power, and false alarms.

use super::super::verdict::{Shown, Simulated, Worth};
use super::{Frame, chance, listed};
use crate::document::{Axis, Bar, Cell, Figure, Form, Table};

/// The analyses of a design and an outcome.
pub fn figure(frame: &Frame<'_>, shown: &Shown) -> Option<Figure> {
    let tells =
        |worth: &&Worth| worth.coverage.is_some() || worth.power.is_some() || worth.false_alarms.is_some();
    let worths: Vec<&Worth> = shown.worths.iter().filter(tells).collect();
    if worths.is_empty() {
        return None;
    }
    let row = |worth: &&Worth| Bar {
        label: worth.analysis.name().into(),
        values: [worth.coverage, worth.power, worth.false_alarms].map(chance::bar).to_vec(),
    };
    let file = &frame.evaluation.file;
    let (level, alarms, wanted) = (whole(file.level), whole(1.0 - file.level), whole(file.power));
    let series = vec![
        format!("coverage (should be {level} %)"),
        format!("power ({wanted} % is asked for)"),
        format!("false alarms (should be {alarms} %)"),
    ];
    let rows: Vec<Bar> = worths.iter().map(row).collect();
    let table = table(&worths, &rows);
    let form = Form::Bars { x: Axis::new("share of repetitions", "%"), series, rows };
    let is_one = chance::is_there(shown.truth);
    let title = format!("{}: {}", frame.whose(shown), finding(&worths, file.level, is_one));
    let mut figure = frame.figure("sureness", shown, title, form, table);
    figure.note = format!(
        "Coverage: how often the interval of a trial holds the truth. Power: how often it sees that there is an effect. False \
         alarms: how often it sees one in the same worlds without the change, analysed as if it had been made. The power of an \
         analysis with too many false alarms is worth nothing. Lines are Monte Carlo intervals of 95 % (Wilson); – : this \
         analysis has no interval, or no test.{}{}",
        if is_one { "" } else { NOT_THERE },
        frame.left_out()
    );
    let said = |of: Option<Simulated>| of.map_or("none".into(), chance::percent);
    let each = worths.iter().map(|worth| {
        format!(
            "{}: coverage {}, power {}, false alarms {}",
            worth.analysis.name(),
            said(worth.coverage),
            said(worth.power),
            said(worth.false_alarms)
        )
    });
    figure.alternative = format!("{}. {}.", figure.title, each.collect::<Vec<_>>().join("; "));
    Some(figure)
}

/// A level in per cent, without needless digits.
pub fn whole(share: f64) -> String {
    let text = format!("{:.2}", 100.0 * share);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a note says where no effect is told from none.
const NOT_THERE: &str = " The truth is not told from 0 here: what stands as power is how often an effect is found that is not there.";

/// What is off its level; the power where nothing is, which is of seeing an effect where there `is_one`.
fn finding(worths: &[&Worth], level: f64, is_one: bool) -> String {
    let all = worths.iter().flat_map(|of| [of.coverage, of.power, of.false_alarms]).flatten();
    let n = all.map(|of| of.n).max().unwrap_or(0);
    if chance::few(n) {
        return format!("{} how sure the analyses may be (n = {n})", chance::TOO_FEW);
    }
    let mut off: Vec<(f64, String)> = Vec::new();
    for worth in worths {
        let name = worth.analysis.name();
        let mut look = |of: Option<Simulated>, what: &str, should: f64| {
            if let Some(of) = of.filter(|of| chance::off_level(*of, should)) {
                let words =
                    format!("{what} of {name} ({} in place of {} %)", chance::percent(of), whole(should));
                off.push(((of.value - should).abs(), words));
            }
        };
        look(worth.coverage, "coverage", level);
        look(worth.false_alarms, "false alarms", 1.0 - level);
    }
    off.sort_by(|a, b| b.0.total_cmp(&a.0));
    if !off.is_empty() {
        let words: Vec<String> = off.into_iter().map(|(_, words)| words).collect();
        return format!("off the level: {}", listed(&words, 2));
    }
    let power = worths.iter().find_map(|worth| Some((worth.analysis.name(), worth.power?)));
    match power {
        Some((name, power)) => format!(
            "{name} {} in {} of trials; nothing is off its level beyond chance",
            if is_one { "sees the effect" } else { "finds an effect that is not there" },
            chance::percent(power)
        ),
        None => "nothing is off its level beyond chance".into(),
    }
}

fn table(worths: &[&Worth], rows: &[Bar]) -> Table {
    let mut table = Table::new(&[
        "analysis",
        "coverage %",
        "low",
        "high",
        "power %",
        "low",
        "high",
        "false alarms %",
        "low",
        "high",
        "n",
    ]);
    for (worth, row) in worths.iter().zip(rows) {
        let mut cells = vec![Cell::text(worth.analysis.name())];
        cells.extend(row.values.iter().flat_map(|of| chance::bar_cells(*of)));
        cells.push(chance::n(worth.estimate));
        table.rows.push(cells);
    }
    table
}
